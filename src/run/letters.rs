//! Letters as files, with a list of them.

use std::io::Write;

use anyhow::Context;

use super::legal;
use crate::render::reminder::{self, Letter};

/// Lists the letters.
pub const INDEX: &str = "letters.csv";

/// What a letter is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Markdown,
    /// A document of Word.
    Word,
}

impl Form {
    fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Word => "docx",
        }
    }
}

/// Writes the letters and the list of them; `create` opens each file by its name within the folder.
///
/// # Errors
/// When a file cannot be created or written.
pub fn write(
    letters: &[Letter],
    form: Form,
    create: &mut dyn FnMut(&str) -> anyhow::Result<Box<dyn Write>>,
) -> anyhow::Result<()> {
    let mut index = csv::Writer::from_writer(create(INDEX)?);
    index.write_record(["agency", "name", "owed", "file"])?;
    for letter in letters {
        let name = file_name(&letter.agency, &letter.name, form.ending());
        index.write_record([&letter.agency, &letter.name, &letter.owed.join("; "), &name])?;
        let mut file = create(&name)?;
        match form {
            Form::Markdown => file.write_all(reminder::markdown(&letter.text).as_bytes()),
            Form::Word => file.write_all(&reminder::docx(&letter.text)?),
        }
        .and_then(|()| file.flush())
        .with_context(|| format!("writing {name}"))?;
    }
    index.flush().with_context(|| format!("writing {INDEX}"))
}

/// `H22 Tỉnh Hà Giang.md`, without what file systems refuse.
fn file_name(code: &str, name: &str, ending: &str) -> String {
    format!("{}.{ending}", legal(&format!("{code} {name}")).trim())
}
