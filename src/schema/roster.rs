//! Rosters: all agencies of one period, with their level.

use std::collections::HashMap;
use std::sync::Arc;

use super::Country;
use super::slips::did_you_mean;
use crate::text::fold;
use crate::text::trouble::Because;
use crate::{bilingual, trouble};

/// All agencies that owe forms in one period.
#[derive(Debug)]
pub struct Roster {
    /// Such as `2023`.
    pub name: String,
    /// Whose agencies they are: what their bodies are called.
    pub country: Arc<Country>,
    /// In the order of the file, which is the order of the reports.
    pub agencies: Vec<Agency>,
}

/// Who owes forms.
#[derive(Debug, Clone)]
pub struct Agency {
    /// The electronic identifier of QĐ 20/2020/QĐ-TTg, such as `H22`; where none is known, a document symbol.
    pub code: String,
    /// The General Statistics Office's code of a province.
    pub gso_code: Option<String>,
    /// What kind of agency.
    pub kind: AgencyKind,
    /// In full, such as «Tỉnh Hà Giang».
    pub name: String,
    /// In English.
    pub name_en: String,
    /// Other names and abbreviations.
    pub aliases: Vec<String>,
    /// The agencies of an earlier roster that were merged into this one, as the file's `predecessors` column says,
    /// such as `Hà Giang (02)`; itself among them if it kept its name.
    pub predecessors: Vec<String>,
    /// The agency of a later roster that this one became or joined, as the file's `successor` column says.
    pub successor: Option<String>,
}

/// The kinds of the roster files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgencyKind {
    /// `bo`: a ministry.
    Ministry,
    /// `ngang_bo`: an agency of ministerial rank.
    MinisterialRank,
    /// `thuoc_cp`: an agency under the Government.
    UnderGovernment,
    /// `tinh`: a province.
    Province,
    /// `thanh_pho`: a centrally run city.
    City,
}

/// The two levels that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Ministries, agencies of ministerial rank and agencies under the Government.
    Ministry,
    /// Provinces and centrally run cities.
    Province,
}

impl Level {
    /// As reports write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ministry => "ministry",
            Self::Province => "province",
        }
    }
}

impl AgencyKind {
    /// As a roster file writes it.
    pub fn code(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(code, _)| code)
    }

    /// The level that agencies of this kind count in.
    pub fn level(self) -> Level {
        match self {
            Self::Ministry | Self::MinisterialRank | Self::UnderGovernment => Level::Ministry,
            Self::Province | Self::City => Level::Province,
        }
    }
}

impl Agency {
    /// One for trying rules out.
    pub(super) fn sample() -> Self {
        let name = "A".to_owned();
        Self {
            code: name.clone(),
            gso_code: None,
            kind: AgencyKind::Province,
            name_en: name.clone(),
            name,
            aliases: Vec::new(),
            predecessors: Vec::new(),
            successor: None,
        }
    }
}

/// The columns that a roster file must have; it may have more, for people.
const COLUMNS: [&str; 6] = ["code", "gso_code", "kind", "name", "name_en", "aliases"];

/// The kinds as a roster file writes them.
const KINDS: [(&str, AgencyKind); 5] = [
    ("bo", AgencyKind::Ministry),
    ("ngang_bo", AgencyKind::MinisterialRank),
    ("thuoc_cp", AgencyKind::UnderGovernment),
    ("tinh", AgencyKind::Province),
    ("thanh_pho", AgencyKind::City),
];

impl Roster {
    /// Reads a roster file: CSV with a header and at least the columns `code, gso_code, kind, name, name_en, aliases`
    /// (separated by `;`); `predecessors` (separated by `;` or `+`) and `successor` are read where they are there. Errors: a missing column, an unknown kind, a blank code or name, or one that stands twice.
    pub(super) fn parse(name: &str, csv: &str, country: &Arc<Country>) -> anyhow::Result<Self> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(csv.as_bytes());
        let headers = reader.headers().because(|| bilingual!("đọc dòng tiêu đề", "reading the header"))?.clone();
        let mut places = [0; COLUMNS.len()];
        for (place, column) in places.iter_mut().zip(COLUMNS) {
            let Some(at) = headers.iter().position(|header| header == column) else {
                trouble!(
                    "thiếu cột `{column}`{}",
                    "column `{column}` is missing{}",
                    did_you_mean(column, headers.iter())
                );
            };
            *place = at;
        }
        let mut agencies: Vec<Agency> = Vec::new();
        let (mut codes, mut names) = (HashMap::new(), HashMap::new());
        for row in reader.records() {
            let row = row?;
            let line = row.position().map_or(0, csv::Position::line);
            let [code, gso_code, kind, full_name, name_en, aliases] = places.map(|at| row.get(at).unwrap_or_default());
            if code.is_empty() || full_name.is_empty() {
                trouble!("dòng {line}: mã hoặc tên để trống", "line {line}: code or name is blank");
            }
            let Some((_, kind)) = KINDS.iter().find(|(word, _)| *word == kind) else {
                let near = did_you_mean(kind, KINDS.map(|(word, _)| word));
                trouble!("dòng {line}: không có loại `{kind}`{}", "line {line}: unknown kind `{kind}`{}", near);
            };
            if let Some(before) = codes.insert(code.to_owned(), line) {
                trouble!(
                    "dòng {line}: mã `{code}` đã có ở dòng {before}",
                    "line {line}: code `{code}` stands on line {before} already"
                );
            }
            if let Some(before) = names.insert(fold(full_name), line) {
                trouble!(
                    "dòng {line}: «{full_name}» đã có ở dòng {before}",
                    "line {line}: «{full_name}» stands on line {before} already"
                );
            }
            let optional = |column: &str| {
                headers.iter().position(|header| header == column).and_then(|at| row.get(at)).unwrap_or_default()
            };
            let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            agencies.push(Agency {
                code: code.to_owned(),
                gso_code: filled(gso_code),
                kind: *kind,
                name: full_name.to_owned(),
                name_en: name_en.to_owned(),
                aliases: aliases.split(';').map(str::trim).filter_map(filled).collect(),
                predecessors: optional("predecessors").split([';', '+']).map(str::trim).filter_map(filled).collect(),
                successor: filled(optional("successor")),
            });
        }
        if agencies.is_empty() {
            trouble!("danh sách không có cơ quan nào", "the roster has no agencies");
        }
        Ok(Self { name: name.to_owned(), country: Arc::clone(country), agencies })
    }
}
