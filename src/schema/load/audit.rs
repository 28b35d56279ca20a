//! Everything that is wrong with a folder of schemas. [`super::from_folder`] ends at the first fault; this goes on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::{Campaign, Country, Form, Roster, form};
use super::{CAMPAIGNS, COUNTRIES, FORMS, File, Origin, ROSTERS};
use crate::trouble;

/// What a folder of schemas holds.
#[derive(Debug, Default)]
pub struct Audit {
    /// What can be used.
    pub forms: Vec<Arc<Form>>,
    /// See `forms`.
    pub rosters: Vec<Roster>,
    /// See `forms`.
    pub campaigns: Vec<Campaign>,
    /// The forms that cannot: path and text, for whoever looks closer, and the first fault.
    pub unsound: Vec<(String, String, anyhow::Error)>,
    /// What is wrong with other files: path and fault.
    pub faults: Vec<(String, anyhow::Error)>,
}

/// Reads all files of a folder, each by itself.
pub fn audit(folder: &Path) -> Audit {
    let origin = Origin::Folder(PathBuf::from(folder));
    let mut audit = Audit::default();
    for File { path, text, .. } in audit.list(&origin, FORMS) {
        let sound = form::parse(&text).and_then(|form| form::try_out(&form).map(|()| form));
        match sound.and_then(|form| audit.new_form(form)) {
            Ok(form) => audit.forms.push(Arc::new(form)),
            Err(error) => audit.unsound.push((path, text.into_owned(), error)),
        }
    }
    let mut countries = Vec::new();
    for file in audit.list(&origin, COUNTRIES) {
        match Country::parse(&file.text) {
            Ok(country) => countries.push(Arc::new(country)),
            Err(error) => audit.faults.push((file.path, error)),
        }
    }
    let rosters = audit.list(&origin, ROSTERS);
    let names: Vec<&str> = rosters.iter().map(|file| file.stem.as_str()).collect();
    for file in countries.first().iter().flat_map(|_| &rosters) {
        match Roster::parse(&file.stem, &file.text, &countries[0]) {
            Ok(roster) => audit.rosters.push(roster),
            Err(error) => audit.faults.push((file.path.clone(), error)),
        }
    }
    for file in audit.list(&origin, CAMPAIGNS) {
        let sound = Campaign::parse(&file.text, &audit.forms, &names);
        match sound.and_then(|campaign| campaign.try_out().map(|()| campaign)) {
            Ok(campaign) => audit.campaigns.push(campaign),
            Err(error) => audit.faults.push((file.path, error)),
        }
    }
    audit
}

impl Audit {
    fn list(&mut self, origin: &Origin, files: (&str, &str)) -> Vec<File> {
        origin.list(files).unwrap_or_else(|error| {
            self.faults.push((files.0.to_owned(), error));
            Vec::new()
        })
    }

    fn new_form(&self, form: Form) -> anyhow::Result<Form> {
        if self.forms.iter().any(|known| known.name == form.name) {
            let name = &form.name;
            trouble!("tệp khác đã mô tả biểu mẫu `{name}`", "another file describes a form `{name}`");
        }
        Ok(form)
    }
}
