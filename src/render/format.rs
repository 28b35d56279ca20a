//! What there is to know of a format that a result can be written in; each file of a format has its own, and `formats` lists them.

use std::io::{Seek, Write};

use super::text::Colours;
use super::{Checked, Results};

/// A form that a result can be written in.
#[derive(Debug)]
pub struct Format {
    /// As it is asked for.
    pub name: &'static str,
    /// As it may be asked for as well.
    pub alias: Option<&'static str>,
    /// What it is for, in Vietnamese and in English.
    pub purpose: [&'static str; 2],
    /// The endings that its files may have, in lower case, the usual one first; none for what is only printed.
    pub endings: &'static [&'static str],
    /// What writes it.
    pub writer: Writer,
    /// What is printed in place of it, for people.
    pub screen: Option<fn(&Checked<'_>, Colours) -> String>,
    /// What a file about an inbox holds in place of the findings: people read the summary, programs get the findings.
    pub summary: Option<fn(&Results<'_>) -> anyhow::Result<String>>,
    /// It shows the forms as they were sent.
    pub shows_tables: bool,
    /// It bears the day.
    pub is_dated: bool,
}

/// What writes a format.
#[derive(Clone, Copy, Debug)]
pub enum Writer {
    /// From the beginning to the end.
    Stream(fn(&Checked<'_>, &mut dyn Write) -> anyhow::Result<()>),
    /// Here and there, so that it has to be a file, or memory.
    File(fn(&Checked<'_>, &mut dyn Seekable) -> anyhow::Result<()>),
}

/// What can be written here and there.
pub trait Seekable: Write + Seek + Send {}

impl<T: Write + Seek + Send> Seekable for T {}

impl Format {
    /// Writes what was checked, wherever it goes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, checked: &Checked<'_>, out: &mut dyn Seekable) -> anyhow::Result<()> {
        match self.writer {
            Writer::Stream(write) => write(checked, out),
            Writer::File(write) => write(checked, out),
        }
    }

    /// One that is for programs, or looks the same wherever it goes.
    pub(super) const fn plain(
        name: &'static str,
        purpose: [&'static str; 2],
        endings: &'static [&'static str],
        writer: Writer,
    ) -> Self {
        Self {
            name,
            alias: None,
            purpose,
            endings,
            writer,
            screen: None,
            summary: None,
            shows_tables: false,
            is_dated: false,
        }
    }
}
