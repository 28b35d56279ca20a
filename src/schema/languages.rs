//! Which languages' words apply. The country says which are written there; a form may say otherwise. What a folder of schemas has of
//! them takes the place of what ships with the program, name by name.

use std::sync::Arc;

use super::Language;
use super::slips::did_you_mean;
use crate::trouble;

/// The languages whose words are known, by the name of their file: `vi`, `en`.
#[derive(Debug, Default)]
pub struct Languages(Vec<(String, Language)>);

impl Languages {
    /// These, by name.
    pub(super) fn new(all: Vec<(String, Language)>) -> Self {
        Self(all)
    }

    /// The words of a form that names these languages, or else those of the country, and the month in which fiscal years begin.
    ///
    /// # Errors
    /// No such language, or no such month.
    pub(super) fn of_form(
        &self,
        names: Option<&[String]>,
        fiscal_year: Option<i8>,
        of_country: &Arc<Language>,
    ) -> anyhow::Result<Arc<Language>> {
        let language = match names {
            Some(names) => self.together(names)?,
            None => Arc::clone(of_country),
        };
        match fiscal_year {
            Some(month @ 1..=12) => Ok(Arc::new(language.with_fiscal_year(month))),
            Some(month) => trouble!(
                "`fiscalYear` là {month}, không phải số của một tháng (1 đến 12)",
                "`fiscalYear` is {month}, not the number of a month from 1 to 12"
            ),
            None => Ok(language),
        }
    }

    /// The words of these languages, side by side; those of the first say what is written.
    ///
    /// # Errors
    /// No such language, with the nearest.
    pub(super) fn together(&self, names: &[String]) -> anyhow::Result<Arc<Language>> {
        let Some((first, others)) = names.split_first() else { return Ok(Arc::default()) };
        let mut together = self.language(first)?.clone();
        for name in others {
            together.extend(self.language(name)?);
        }
        Ok(Arc::new(together))
    }

    fn language(&self, name: &str) -> anyhow::Result<&Language> {
        let Some((_, language)) = self.0.iter().find(|(known, _)| known == name) else {
            let near = did_you_mean(name, self.0.iter().map(|(known, _)| known));
            trouble!("không có ngôn ngữ `{name}`{}", "unknown language `{name}`{}", near);
        };
        Ok(language)
    }
}
