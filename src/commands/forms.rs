//! `bieumau forms`: which forms are known, and what the columns of one are.

use std::process::ExitCode;

use super::{colours, print};
use crate::cli::Forms;
use crate::render::forms;
use crate::text;
use crate::trouble;

/// Lists the forms, or the columns of one.
///
/// # Errors
/// When the schemas cannot be read, there is no form of this name, or the list cannot be printed.
pub fn run(arguments: &Forms) -> anyhow::Result<ExitCode> {
    let language = arguments.common.language();
    let schemas = super::schemas(arguments.common.schemas.as_deref())?;
    let Some(typed) = &arguments.form else {
        print(&forms::list(&schemas.forms, language))?;
        return Ok(ExitCode::SUCCESS);
    };
    let Some(form) = schemas.forms.iter().find(|form| form.name == *typed) else {
        let names = || schemas.forms.iter().map(|form| form.name.as_str());
        let all = names().collect::<Vec<_>>().join(", ");
        match text::nearest(typed, names()) {
            Some(name) => trouble!(
                "không có biểu mẫu «{typed}»; có phải là {name}?",
                "there is no form “{typed}”; did you mean {name}?"
            ),
            None => {
                trouble!("không có biểu mẫu «{typed}»; đang có: {all}", "there is no form “{typed}”; there are: {all}")
            }
        }
    };
    print(&forms::one(form, language, colours()))?;
    Ok(ExitCode::SUCCESS)
}
