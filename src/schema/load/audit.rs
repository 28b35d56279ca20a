//! Everything that is wrong with a folder of schemas. [`super::from_folder`] ends at the first fault; this goes on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::untranslated::{Untranslated, untranslated};
use super::super::{Campaign, Form, Roster};
use super::{CAMPAIGNS, COUNTRIES, FORMS, File, Ground, LANGUAGES, Origin, ROSTERS, check_references};
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
    /// What the forms were read by.
    pub ground: Option<Ground>,
    /// Words that are missing in a language, by file.
    pub untranslated: Vec<(String, Untranslated)>,
    /// What is wrong with other files: path and fault.
    pub faults: Vec<(String, anyhow::Error)>,
}

/// Reads all files of a folder, each by itself.
///
/// # Errors
/// None with a program that is whole.
pub fn audit(folder: &Path) -> anyhow::Result<Audit> {
    let origin = Origin::Folder(PathBuf::from(folder));
    let (mut audit, ground) = Audit::of(&origin)?;
    for File { path, text, .. } in audit.list(&origin, FORMS) {
        audit.note_untranslated(&path, &text);
        let sound = ground.sound_form(&text);
        match sound.and_then(|form| audit.new_form(form)) {
            Ok(form) => audit.forms.push(Arc::new(form)),
            Err(error) => audit.unsound.push((path, text.into_owned(), error)),
        }
    }
    let rosters = audit.list(&origin, ROSTERS);
    let names: Vec<&str> = rosters.iter().map(|file| file.stem.as_str()).collect();
    for file in &rosters {
        match Roster::parse(&file.stem, &file.text, &ground.country).and_then(Roster::sound) {
            Ok(roster) => audit.rosters.push(roster),
            Err(error) => audit.faults.push((file.path.clone(), error)),
        }
    }
    for file in audit.list(&origin, CAMPAIGNS) {
        audit.note_untranslated(&file.path, &file.text);
        let sound = audit.knows_forms(&file.text).and_then(|()| Campaign::parse(&file.text, &audit.forms, &names));
        match sound.and_then(|campaign| campaign.try_out().map(|()| campaign)) {
            Ok(campaign) => audit.campaigns.push(campaign),
            Err(error) => audit.faults.push((file.path, error)),
        }
    }
    if audit.unsound.is_empty() {
        audit.faults.extend(check_references(&audit.forms).err().map(|error| (FORMS.0.to_owned(), error)));
    }
    audit.ground = Some(ground);
    Ok(audit)
}

impl Audit {
    /// Nothing yet but what forms are read by; what ships with the program if the folder's own is not sound.
    fn of(origin: &Origin) -> anyhow::Result<(Self, Ground)> {
        let mut audit = Self::default();
        let ground = match Ground::of(origin) {
            Ok(ground) => ground,
            Err(error) => {
                audit.faults.push((format!("{}, {}", LANGUAGES.0, COUNTRIES.0), error));
                Ground::of(&Origin::Embedded)?
            }
        };
        Ok((audit, ground))
    }

    fn note_untranslated(&mut self, path: &str, text: &str) {
        let missing = untranslated(text);
        if !missing.is_empty() {
            self.untranslated.push((path.to_owned(), missing));
        }
    }

    fn list(&mut self, origin: &Origin, files: (&str, &str)) -> Vec<File> {
        origin.list(files).unwrap_or_else(|error| {
            self.faults.push((files.0.to_owned(), error));
            Vec::new()
        })
    }

    /// That none of the forms which a campaign asks for has faults of its own: nothing could be said of the campaign.
    fn knows_forms(&self, campaign: &str) -> anyhow::Result<()> {
        let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
        let campaign = parsed(campaign);
        let asked: Vec<&str> =
            campaign["forms"].as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
        for (_, text, _) in &self.unsound {
            let form = parsed(text);
            if let Some(name) = form["name"].as_str().filter(|name| asked.contains(name)) {
                trouble!(
                    "chưa kiểm tra được, vì biểu mẫu `{name}` còn lỗi phải sửa trước",
                    "cannot be checked yet, for the form `{name}` has faults to be mended first"
                );
            }
        }
        Ok(())
    }

    fn new_form(&self, form: Form) -> anyhow::Result<Form> {
        if self.forms.iter().any(|known| known.name == form.name) {
            let name = &form.name;
            trouble!("tệp khác đã mô tả biểu mẫu `{name}`", "another file describes a form `{name}`");
        }
        Ok(form)
    }
}
