//! Everything that was loaded, by name.

use std::borrow::Cow;
use std::sync::Arc;

use super::load;
use super::slips::did_you_mean;
use super::{Campaign, Country, Form, Roster};
use crate::text::trouble::Because;
use crate::{bilingual, trouble};

/// All forms, rosters and campaigns.
#[derive(Debug)]
pub struct Schemas {
    /// As the campaigns list them, then by file name.
    pub forms: Vec<Arc<Form>>,
    /// By file name.
    pub campaigns: Vec<Arc<Campaign>>,
    /// The country of all rosters.
    pub country: Arc<Country>,
    /// By name. They are read when they are asked for: a run needs one of them.
    pub(super) rosters: Vec<RosterFile>,
    /// What tells these from others, unless they ship with the program.
    pub(super) edition: Option<String>,
}

/// A roster that has not been read.
#[derive(Debug)]
pub(super) struct RosterFile {
    pub(super) name: String,
    /// Where it is.
    pub(super) path: String,
    pub(super) text: Cow<'static, str>,
}

impl Schemas {
    /// What tells one edition of forms, rosters and campaigns from another, whatever folder they came from.
    pub fn edition(&self) -> String {
        self.edition.clone().unwrap_or_else(load::edition)
    }

    /// The campaign with this name, or the only one there is. Errors: no such name (with the nearest), or several to choose
    /// from.
    pub fn campaign(&self, name: Option<&str>) -> anyhow::Result<&Arc<Campaign>> {
        let names = || self.campaigns.iter().map(|campaign| campaign.name.as_str());
        match (name, self.campaigns.as_slice()) {
            (Some(name), campaigns) => match campaigns.iter().find(|campaign| campaign.name == name) {
                Some(campaign) => Ok(campaign),
                None => trouble!("không có đợt `{name}`{}", "unknown campaign `{name}`{}", did_you_mean(name, names())),
            },
            (None, [campaign]) => Ok(campaign),
            (None, _) => {
                let all = names().collect::<Vec<_>>().join(", ");
                trouble!(
                    "có nhiều đợt, hãy ghi rõ một đợt: {all}",
                    "there are several campaigns, name one of them: {all}"
                )
            }
        }
    }

    /// The roster with this name. Errors: none has it (with the nearest), or what is wrong in its file.
    pub fn roster(&self, name: &str) -> anyhow::Result<Arc<Roster>> {
        let Some(file) = self.rosters.iter().find(|file| file.name == name) else {
            let near = did_you_mean(name, self.rosters.iter().map(|file| &file.name));
            trouble!("không có danh sách cơ quan `{name}`{}", "unknown roster `{name}`{}", near);
        };
        let is_shipped = self.edition.is_none();
        let roster = Roster::parse(name, &file.text, &self.country);
        let roster = roster.and_then(|roster| if is_shipped { Ok(roster) } else { roster.sound() });
        let path = &file.path;
        Ok(Arc::new(roster.because(|| bilingual!("đọc danh sách cơ quan {path}", "reading roster {path}"))?))
    }

    /// The form with this name; the error names the nearest known one.
    pub fn form(&self, name: &str) -> anyhow::Result<&Arc<Form>> {
        match self.forms.iter().find(|form| form.name == name) {
            Some(form) => Ok(form),
            None => {
                let near = did_you_mean(name, self.forms.iter().map(|form| &form.name));
                trouble!("không có biểu mẫu `{name}`{}", "unknown form `{name}`{}", near)
            }
        }
    }

    /// The forms that a campaign asks for, in its order.
    pub fn forms_of(&self, campaign: &Campaign) -> anyhow::Result<Vec<Arc<Form>>> {
        campaign.forms.iter().map(|name| self.form(name).cloned()).collect()
    }

    /// Tries everything out that is only read or compiled when it is asked for.
    pub(super) fn try_out(&self) -> anyhow::Result<()> {
        self.rosters.iter().try_for_each(|file| self.roster(&file.name).map(drop))?;
        for campaign in &self.campaigns {
            let roster = self.roster(&campaign.roster)?;
            let known = || self.country.levels.iter().chain(roster.levels.iter().map(|level| &**level));
            let is_known = |name: &&String| known().any(|level| level.name == **name);
            if let Some(name) = campaign.letter.address.keys().find(|name| !is_known(name)) {
                let (of, near) = (&campaign.name, did_you_mean(name, known().map(|level| &level.name)));
                trouble!(
                    "đợt `{of}`, khóa `address`: không có cấp `{name}`{}",
                    "campaign `{of}`, key `address`: unknown level `{name}`{}",
                    near
                );
            }
        }
        Ok(())
    }
}
