//! Forms, rosters and campaigns: what is known about who owes what on which form. All of it is data, embedded in the
//! program and replaceable as a whole with a folder of the same shape.

use std::sync::Arc;

use anyhow::bail;

use load::did_you_mean;

pub mod campaign;
pub mod country;
pub mod dcat;
mod expression;
pub mod form;
pub mod language;
mod listing;
pub mod load;
pub mod roster;
pub mod versions;

pub use campaign::{Campaign, Obligation, ObligationFacts};
pub use country::{BodyKind, Country, Standing};
pub use form::{Field, Form, FormRule, Kind, Listing};
pub use language::Language;
pub use load::{embedded, from_folder};
pub use roster::{Agency, AgencyKind, Level, Roster};

/// Everything that was loaded.
#[derive(Debug)]
pub struct Schemas {
    /// As the campaigns list them, then by file name.
    pub forms: Vec<Arc<Form>>,
    /// By file name.
    pub rosters: Vec<Arc<Roster>>,
    /// By file name.
    pub campaigns: Vec<Arc<Campaign>>,
}

impl Schemas {
    /// The campaign with this name, or the only one there is. Errors: no such name (with the nearest), or several to choose
    /// from.
    pub fn campaign(&self, name: Option<&str>) -> anyhow::Result<&Arc<Campaign>> {
        let names = || self.campaigns.iter().map(|campaign| campaign.name.as_str());
        match (name, self.campaigns.as_slice()) {
            (Some(name), campaigns) => match campaigns.iter().find(|campaign| campaign.name == name) {
                Some(campaign) => Ok(campaign),
                None => bail!("unknown campaign `{name}`{}", did_you_mean(name, names())),
            },
            (None, [campaign]) => Ok(campaign),
            (None, _) => {
                bail!("there are several campaigns, name one of them: {}", names().collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The roster with this name; the error names the nearest known one.
    pub fn roster(&self, name: &str) -> anyhow::Result<&Arc<Roster>> {
        match self.rosters.iter().find(|roster| roster.name == name) {
            Some(roster) => Ok(roster),
            None => {
                bail!("unknown roster `{name}`{}", did_you_mean(name, self.rosters.iter().map(|roster| &roster.name)))
            }
        }
    }

    /// The form with this name; the error names the nearest known one.
    pub fn form(&self, name: &str) -> anyhow::Result<&Arc<Form>> {
        match self.forms.iter().find(|form| form.name == name) {
            Some(form) => Ok(form),
            None => bail!("unknown form `{name}`{}", did_you_mean(name, self.forms.iter().map(|form| &form.name))),
        }
    }

    /// The forms that a campaign asks for, in its order.
    pub fn forms_of(&self, campaign: &Campaign) -> anyhow::Result<Vec<Arc<Form>>> {
        campaign.forms.iter().map(|name| self.form(name).cloned()).collect()
    }
}
