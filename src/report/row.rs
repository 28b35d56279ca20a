//! A finding, in words.

use std::sync::Arc;

use arcstr::ArcStr;
use serde::{Serialize, Serializer};

use crate::cell::{Cell, Layout, SheetName, layout_of};
use crate::finding::{Finding, Severity};
use crate::text::Language;

/// A finding, in words. A run may hold hundreds of thousands, so the words are put together when they are asked for.
#[derive(Clone, Debug)]
pub struct FindingRow {
    pub(super) finding: Finding,
    pub(super) language: Language,
    /// Whether it stands against a submission in whose place another one counts, so that nothing is left to mend.
    pub settled: bool,
    /// The code of the agency that the file belongs to.
    pub agency: Option<ArcStr>,
}

impl FindingRow {
    /// The rule's code, such as `V301`.
    pub fn code(&self) -> &str {
        &self.finding.rule.code
    }

    /// The rule's name, such as `missing-value`.
    pub fn rule(&self) -> &str {
        &self.finding.rule.name
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.finding.severity
    }

    /// The file's path as shown.
    pub fn file(&self) -> &Arc<str> {
        &self.finding.location.file
    }

    /// `None` for the whole file and for text files.
    pub fn sheet(&self) -> Option<&Arc<str>> {
        self.finding.location.sheet.as_ref().and_then(SheetName::shown)
    }

    /// As `C12`, of a text document as «bảng 1, dòng 4, cột 3»; `None` for the whole sheet or file.
    pub fn cell(&self) -> Option<String> {
        let cell = self.place()?;
        Some(self.layout().map_or_else(|| cell.to_string(), |layout| layout.called(cell).get(self.language).to_owned()))
    }

    /// The same, as numbers.
    pub fn place(&self) -> Option<Cell> {
        self.finding.location.cell
    }

    /// How the cells of a text document are called.
    pub fn layout(&self) -> Option<&Arc<Layout>> {
        layout_of(self.finding.location.sheet.as_ref())
    }

    /// The field's name in the form's schema, if one is concerned.
    pub fn field(&self) -> Option<&str> {
        self.finding.field.as_deref()
    }

    /// The value as typed, if one is concerned; raw, so that a reader must escape it for where it shows it.
    pub fn value(&self) -> Option<&str> {
        self.finding.value.as_deref()
    }

    /// What is so, in the run's language.
    pub fn message(&self) -> String {
        self.finding.message(self.language)
    }

    /// What the sender can do, in the run's language.
    pub fn help(&self) -> String {
        self.finding.help(self.language)
    }
}

impl Serialize for FindingRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Words<'a> {
            code: &'a str,
            rule: &'a str,
            severity: Severity,
            file: &'a str,
            sheet: Option<&'a str>,
            cell: Option<String>,
            field: Option<&'a str>,
            value: Option<&'a str>,
            message: String,
            help: String,
            #[serde(skip_serializing_if = "std::ops::Not::not")]
            settled: bool,
        }
        let words = Words {
            code: self.code(),
            rule: self.rule(),
            severity: self.severity(),
            file: self.file(),
            sheet: self.sheet().map(|name| &**name),
            cell: self.cell(),
            field: self.field(),
            value: self.value(),
            message: self.message(),
            help: self.help(),
            settled: self.settled,
        };
        words.serialize(serializer)
    }
}
