//! `bieumau forms`: which forms are known, and what the columns of one are.

use std::process::ExitCode;

use anyhow::bail;

use super::{colours, print};
use crate::cli::Forms;
use crate::render::forms;
use crate::text::{self, Language};

/// Lists the forms, or the columns of one.
///
/// # Errors
/// When the schemas cannot be read, there is no form of this name, or the list cannot be printed.
pub fn run(arguments: &Forms) -> anyhow::Result<ExitCode> {
    let language = Language::from(arguments.lang);
    let schemas = super::schemas(arguments.schemas.as_deref())?;
    let Some(typed) = &arguments.form else {
        print(&forms::list(&schemas.forms, language))?;
        return Ok(ExitCode::SUCCESS);
    };
    let Some(form) = schemas.forms.iter().find(|form| form.name == *typed) else {
        let names = || schemas.forms.iter().map(|form| form.name.as_str());
        match text::nearest(typed, names()) {
            Some(name) => {
                bail!("không có biểu mẫu «{typed}»; có phải là {name}? / there is no such form; did you mean {name}?")
            }
            None => bail!("không có biểu mẫu «{typed}»; có / there are: {}", names().collect::<Vec<_>>().join(", ")),
        }
    };
    print(&forms::one(form, language, colours()))?;
    Ok(ExitCode::SUCCESS)
}
