//! A report of an earlier run, read back: what a trend is measured against and letters are written from. Only what is needed
//! is read, so that a report with more in it can still be used.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::sync::Arc;

use jiff::civil::Date;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::VERSION;
use super::most::{self, Common, Told};
use crate::cell::Cell;
use crate::finding::Severity;
use crate::ledger::Status;
use crate::schema::slips::from_json_reader;
use crate::text::Language;
use crate::text::hashed::HashSet;
use crate::text::trouble::Because;
use crate::{bilingual, trouble};

/// A JSON report of `merge`.
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierReport {
    /// [`VERSION`].
    pub version: u32,
    /// What wrote it; reports of earlier versions do not say in which language.
    #[serde(default)]
    pub tool: EarlierTool,
    /// The campaign's name.
    pub campaign: String,
    /// The last day that counted.
    #[serde(deserialize_with = "day")]
    pub as_of: Date,
    /// Obligation by obligation, level by level.
    pub totals: Vec<EarlierTotal>,
    /// In the roster's order.
    pub agencies: Vec<EarlierAgency>,
    /// What was in the inbox.
    #[serde(default)]
    pub files: Vec<EarlierFile>,
    /// The errors that were not settled: of what else was found nobody asks, and it may be hundreds of thousands.
    #[serde(deserialize_with = "open_errors")]
    pub findings: Vec<EarlierFinding>,
}

/// What wrote a report.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct EarlierTool {
    /// In which the texts are.
    pub language: Option<String>,
}

impl EarlierReport {
    /// The language of its texts, where it is said.
    pub fn language(&self) -> Option<Language> {
        let said = self.tool.language.as_deref()?;
        [Language::Vietnamese, Language::English].into_iter().find(|language| language.code() == said)
    }
}

/// How many agencies of a level stood how to an obligation.
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierTotal {
    /// The obligation's name.
    pub obligation: String,
    /// The level's name, or all.
    pub level: String,
    /// How many had complied.
    pub complied: usize,
    /// How many had issued it; reports of earlier versions do not say.
    pub issued: Option<usize>,
}

/// An agency as it stood.
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierAgency {
    /// Such as `H22`.
    pub code: String,
    /// In full, in Vietnamese.
    pub name: String,
    /// The level's name.
    pub level: String,
    /// By the obligation's name.
    pub obligations: BTreeMap<String, EarlierStanding>,
}

/// How an agency stood to an obligation.
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierStanding {
    /// How it stood.
    pub status: Status,
    /// The file that made it so.
    pub file: Option<String>,
    /// All files that made it so, that one first, where they were several.
    #[serde(default)]
    pub files: Vec<String>,
    /// The number of its decision.
    pub decision: Option<String>,
    /// The day of that decision.
    #[serde(default, deserialize_with = "optional_day")]
    pub issued: Option<Date>,
    /// How many rows of data it held.
    pub rows: Option<usize>,
    /// How many errors stood against it.
    pub errors: Option<usize>,
    /// Why it had not complied; reports of earlier versions do not say.
    #[serde(default)]
    pub reasons: Vec<EarlierReason>,
}

/// Why an agency had not complied.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct EarlierReason {
    /// Such as `no-finish`.
    pub code: String,
    /// What was so.
    pub message: String,
    /// What the agency can do.
    #[serde(default)]
    pub help: String,
}

/// A file as it was found.
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierFile {
    /// As shown.
    pub path: String,
    /// Of its bytes; empty if they could not be read.
    #[serde(default)]
    pub sha256: String,
    /// What became of it.
    #[serde(default)]
    pub outcome: String,
    /// The forms found in it.
    #[serde(default)]
    pub tables: Vec<EarlierTable>,
}

/// A form as it was found on a sheet.
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierTable {
    /// `None` for a text file.
    pub sheet: Option<String>,
    /// What became of its rows.
    pub rows: EarlierRows,
}

/// The rows of a form.
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierRows {
    /// Rows of data.
    pub records: usize,
}

/// A finding as it was told.
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierFinding {
    /// The rule's name.
    pub rule: Arc<str>,
    /// How bad it was.
    severity: Severity,
    /// The file's path as shown.
    pub file: Arc<str>,
    /// `None` for the whole file and for text files.
    pub sheet: Option<Arc<str>>,
    /// As `C12`.
    pub cell: Option<Box<str>>,
    /// What was so.
    pub message: Arc<str>,
    /// What the sender can do.
    pub help: Arc<str>,
    /// Whether nothing was left to mend, see [`super::FindingRow::settled`].
    #[serde(default)]
    settled: bool,
}

impl EarlierReport {
    /// The errors as people read them: what most records of a column have is one.
    pub fn told(&self) -> Vec<Told<'_, EarlierFinding>> {
        most::told(self.findings.iter(), common, |common| {
            let files = self.files.iter().filter(|row| row.path == common.file);
            let tables = files.flat_map(|row| &row.tables).filter(|table| table.sheet.as_deref() == common.sheet);
            tables.map(|table| table.rows.records).sum()
        })
    }

    /// Reads the JSON of a report.
    ///
    /// # Errors
    /// When it is no report of `merge`, or of a version that this program does not know; both are the operator's to mend.
    pub fn parse(json: &str) -> anyhow::Result<Self> {
        Self::read(json.as_bytes())
    }

    /// The same while it is read, for it may have hundreds of megabytes.
    ///
    /// # Errors
    /// As above.
    pub fn read(json: impl Read) -> anyhow::Result<Self> {
        let report: Self = from_json_reader(json).because(|| {
            bilingual!(
                "không phải báo cáo JSON của lệnh merge (--report x.json)",
                "no JSON report of merge (--report x.json)"
            )
        })?;
        let version = report.version;
        if version != VERSION {
            trouble!(
                "báo cáo phiên bản {version}, chương trình này đọc phiên bản {VERSION}; hãy chạy lại merge",
                "report of version {version}, this program reads version {VERSION}; run merge again"
            );
        }
        Ok(report)
    }
}

fn common(finding: &EarlierFinding) -> (Common<'_>, Option<Cell>) {
    let EarlierFinding { file, sheet, rule, message, cell, .. } = finding;
    let cell = cell.as_deref().and_then(Cell::parse);
    (Common { file, sheet: sheet.as_deref(), rule, message: Cow::Borrowed(message) }, cell)
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

fn optional_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
}

/// The open errors of a list of findings. What they have in common stands once.
fn open_errors<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<EarlierFinding>, D::Error> {
    #[derive(Default)]
    struct Errors {
        all: Vec<EarlierFinding>,
        known: HashSet<Arc<str>>,
    }

    impl<'de> Visitor<'de> for Errors {
        type Value = Vec<EarlierFinding>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of findings")
        }

        fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Self::Value, A::Error> {
            while let Some(mut finding) = list.next_element::<EarlierFinding>()? {
                if finding.settled || finding.severity < Severity::Error {
                    continue;
                }
                let EarlierFinding { rule, file, sheet, message, help, .. } = &mut finding;
                for text in [rule, file, message, help].into_iter().chain(sheet) {
                    match self.known.get(text) {
                        Some(same) => text.clone_from(same),
                        None => _ = self.known.insert(Arc::clone(text)),
                    }
                }
                self.all.push(finding);
            }
            Ok(self.all)
        }
    }
    deserializer.deserialize_seq(Errors::default())
}
