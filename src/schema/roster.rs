//! Rosters: all agencies of one period, with their level.

/// All agencies that owe forms in one period.
#[derive(Debug)]
pub struct Roster {
    /// Such as `2023`.
    pub name: String,
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

impl AgencyKind {
    /// The level that agencies of this kind count in.
    pub fn level(self) -> Level {
        match self {
            Self::Ministry | Self::MinisterialRank | Self::UnderGovernment => Level::Ministry,
            Self::Province | Self::City => Level::Province,
        }
    }
}
