//! The sheets *Chưa hoàn thành* (whom to remind of what), *Lỗi* (what to send back to whom) and *Tệp* (what became of every file).

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::grid::{Grid, ListCell, colour, columns};
use super::{SheetNames, say, style};
use crate::cell::column_letters;
use crate::finding::Severity;
use crate::ledger::{Scope, Status};
use crate::render::{Results, words};
use crate::report::{AgencyRow, FileRow, ObligationCell, Review, TableRow, Told};
use crate::text::Language;
use crate::verdict::Outcome;

/// The columns of [`outstanding`].
const OUTSTANDING: [(&str, &str, usize); 10] = [
    ("Nhiệm vụ", "Obligation", 36),
    ("Cấp", "Level", 14),
    ("Mã", "Code", 8),
    ("Tên cơ quan", "Agency", 40),
    ("Tình trạng", "Status", 12),
    ("Lý do", "Why", 70),
    ("Cần làm", "What to do", 50),
    ("Số lỗi", "Errors", 6),
    ("Tệp đã gửi", "File sent", 44),
    ("Văn bản đã ban hành", "Document issued", 18),
];
/// The place of the status among them.
const STATUS: u16 = 4;

/// Agencies that have not complied, obligation by obligation, in each the ministries before the provinces.
pub fn outstanding(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames) -> Result<(), XlsxError> {
    let language = results.language;
    let mut open: Vec<(&str, &AgencyRow, &ObligationCell)> = Vec::new();
    for (index, obligation) in results.campaign.obligations.iter().enumerate() {
        for level in [Scope::Ministry, Scope::Province] {
            let agencies = results.report.agencies.iter().filter(|agency| agency.level == level);
            let cells = agencies.map(|agency| (obligation.title.get(language), agency, &agency.obligations[index].1));
            open.extend(cells.filter(|(_, _, cell)| cell.status != Status::Complied));
        }
    }
    let subtitle = format!(
        "{} · {}",
        super::as_of(results),
        say(results, "lọc theo nhiệm vụ và cấp để gửi đôn đốc", "filter by obligation and level to send reminders")
    );
    let grid = Grid {
        name: &names.outstanding,
        title: say(results, "Cơ quan chưa hoàn thành", "Agencies that have not complied"),
        subtitle: &subtitle,
        columns: columns(language, &OUTSTANDING),
        frozen: 0,
        language,
        last_row: super::grid::LAST_ROW,
    };
    let row = |index: usize| {
        let (obligation, agency, cell) = open[index];
        vec![
            ListCell::text(obligation),
            ListCell::Text(Cow::Owned(words::level(agency.level).get(language).to_owned())),
            ListCell::centred(&agency.code),
            ListCell::text(&agency.shown),
            ListCell::Centred(Cow::Owned(words::standing(cell).get(language).to_owned())),
            ListCell::Text(Cow::Owned(cell.why())),
            ListCell::Text(Cow::Owned(cell.to_do())),
            ListCell::count(cell.errors),
            ListCell::text(cell.file.as_deref().unwrap_or_default()),
            ListCell::text(cell.decision.as_deref().filter(|_| cell.issued.is_some()).unwrap_or_default()),
        ]
    };
    let header = grid.header_row();
    grid.write(
        workbook,
        open.len(),
        || (0..open.len()).map(row),
        |sheet, last| colour(sheet, (header + 1, STATUS, last, STATUS), style::standings(language)),
    )
}

/// Every finding that is not settled, one a row, in the order of files; what most records of a column have is one.
pub fn findings(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames) -> Result<(), XlsxError> {
    let review = &results.report.review;
    let counts = words::counts(review, results.language);
    let list = FindingList {
        review,
        agencies: agency_names(results),
        name: &names.findings,
        title: say(results, "Lỗi và lưu ý cần gửi lại cơ quan", "Findings to send back to the agencies"),
        subtitle: &format!("{} · {counts}", super::as_of(results)),
        language: results.language,
    };
    list.write(workbook)
}

/// The columns of [`findings`].
const FINDINGS: [(&str, &str, usize); 8] = [
    ("Mức độ", "Severity", 10),
    ("Mã", "Code", 8),
    ("Cơ quan", "Agency", 28),
    ("Tệp", "File", 38),
    ("Trang tính", "Sheet", 16),
    ("Ô", "Cell", 8),
    ("Nội dung", "What is so", 56),
    ("Cách sửa", "What to do", 50),
];

/// A sheet of findings.
pub struct FindingList<'a> {
    pub review: &'a Review,
    /// SheetNames by code.
    pub agencies: BTreeMap<&'a str, &'a str>,
    /// Of the sheet.
    pub name: &'a str,
    pub title: &'a str,
    pub subtitle: &'a str,
    pub language: Language,
}

impl FindingList<'_> {
    /// Adds the sheet.
    pub fn write(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let (agencies, language) = (&self.agencies, self.language);
        let findings = self.review.told();
        let grid = Grid {
            name: self.name,
            title: self.title,
            subtitle: self.subtitle,
            columns: columns(language, &FINDINGS),
            frozen: 0,
            language,
            last_row: super::grid::LAST_ROW,
        };
        let row = |index: usize| {
            let Told { first: finding, most } = &findings[index];
            vec![
                ListCell::Centred(Cow::Owned(words::severity(finding.severity).get(language).to_owned())),
                ListCell::centred(&finding.code),
                agency(finding.agency.as_deref(), agencies),
                ListCell::text(&finding.file),
                ListCell::text(finding.sheet.as_deref().unwrap_or_default()),
                ListCell::centred(finding.cell.as_deref().unwrap_or_default()),
                match most {
                    Some((cells, records)) => {
                        ListCell::Text(words::of_most(&finding.message, cells, *records, true, language).into())
                    }
                    None => ListCell::text(&finding.message),
                },
                ListCell::text(&finding.help),
            ]
        };
        let header = grid.header_row();
        grid.write(
            workbook,
            findings.len(),
            || (0..findings.len()).map(row),
            |sheet, last| {
                let looks = [Severity::Error, Severity::Warning, Severity::Info]
                    .map(|severity| (words::severity(severity).get(language).to_owned(), style::severity(severity)));
                colour(sheet, (header + 1, 0, last, 0), looks)
            },
        )
    }
}

/// The columns of [`files`].
const FILES: [(&str, &str, usize); 13] = [
    ("Tệp", "File", 52),
    ("Kết quả", "Outcome", 20),
    ("Cơ quan", "Agency", 30),
    ("Biểu mẫu", "Form", 30),
    ("Biểu được tính?", "Submission", 16),
    ("Văn bản ban hành", "Decision", 20),
    ("Dòng dữ liệu", "Rows", 8),
    ("Dòng khác", "Other rows", 8),
    ("Số lỗi", "Errors", 6),
    ("Cảnh báo", "Warnings", 6),
    ("SHA-256", "SHA-256", 18),
    ("Số biểu", "Forms", 6),
    ("Biểu bị trả lại", "Forms rejected", 8),
];
/// The row of their headings, from 0, see [`Grid::header_row`].
const FILES_HEADER: u32 = 3;

/// What the overview counts on the sheet of [`files`].
#[derive(Clone, Copy, Debug)]
pub enum Counted {
    /// What became of each file.
    Outcome,
    /// How many forms it holds.
    Forms,
    /// How many of them were rejected.
    Rejected,
}

impl Counted {
    /// Its column, as an absolute address; `files` is how many there are.
    pub fn range(self, files: usize) -> String {
        let heading = match self {
            Self::Outcome => "Outcome",
            Self::Forms => "Forms",
            Self::Rejected => "Forms rejected",
        };
        let column = FILES.iter().position(|(_, en, _)| *en == heading).unwrap_or_default();
        let letters = column_letters(column as u32);
        let first = FILES_HEADER + 2;
        format!("${letters}${first}:${letters}${}", FILES_HEADER as usize + 1 + files.max(1))
    }
}

/// A path that leads to its row on the sheet of [`files`]; plain text if it has none on the first such sheet.
pub fn link_to_file<'a>(path: &'a str, index: Option<usize>, names: &SheetNames) -> ListCell<'a> {
    match index {
        Some(index) if index < (super::grid::LAST_ROW - FILES_HEADER - 1) as usize => {
            let row = FILES_HEADER as usize + 2 + index;
            ListCell::Link(Cow::Borrowed(path), format!("'{}'!A{row}", names.files.replace('\'', "''")))
        }
        _ => ListCell::text(path),
    }
}

/// How many submissions a file holds, and how many of them were rejected. Tables of one form are parts of one submission.
pub fn form_counts(file: &FileRow) -> (usize, usize) {
    let forms: BTreeMap<&str, Outcome> = file.tables.iter().map(|table| (table.form.as_str(), table.outcome)).collect();
    (forms.len(), forms.values().filter(|outcome| **outcome == Outcome::Rejected).count())
}

/// Every file, one a row.
pub fn files(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames) -> Result<(), XlsxError> {
    let language = results.language;
    let files = &results.report.review.files;
    let agencies = agency_names(results);
    let subtitle = format!("{} · {}", super::as_of(results), words::counted(files.len(), "tệp", "file", language));
    let grid = Grid {
        name: &names.files,
        title: say(results, "Các tệp đã nhận", "Files received"),
        subtitle: &subtitle,
        columns: columns(language, &FILES),
        frozen: 1,
        language,
        last_row: super::grid::LAST_ROW,
    };
    debug_assert_eq!(grid.header_row(), FILES_HEADER, "the overview counts from this row");
    grid.write(workbook, files.len(), || files.iter().map(|file| file_row(file, results, &agencies)), |_, _| Ok(()))
}

fn file_row<'f>(file: &'f FileRow, results: &Results<'_>, agencies: &BTreeMap<&str, &str>) -> Vec<ListCell<'f>> {
    let language = results.language;
    let joined = |of: &dyn Fn(&TableRow) -> String| {
        let mut all: Vec<String> = file.tables.iter().map(of).filter(|text| !text.is_empty()).collect();
        all.dedup();
        if all.is_empty() { ListCell::Blank } else { ListCell::Text(Cow::Owned(all.join("; "))) }
    };
    let title = |name: &str| {
        let form = results.summary.forms.iter().find(|merged| merged.form.name == name);
        form.map_or(name.to_owned(), |merged| merged.form.title.get(language).to_owned())
    };
    let records: usize = file.tables.iter().map(|table| table.rows.records).sum();
    let seen: usize = file.tables.iter().map(|table| table.rows.seen).sum();
    let counted = |count: usize| if file.tables.is_empty() { ListCell::Blank } else { ListCell::Count(count) };
    let (forms, rejected) = form_counts(file);
    vec![
        ListCell::text(&file.path),
        ListCell::Text(Cow::Owned(words::file_result(file.outcome).get(language).to_owned())),
        agency(file.agency.as_deref(), agencies),
        match &file.duplicate_of {
            Some(other) => ListCell::Text(Cow::Owned(format!("= {other}"))),
            None => joined(&|table| title(&table.form)),
        },
        joined(&|table| words::outcome(table.outcome).get(language).to_owned()),
        joined(&|table| table.decision.as_ref().map(|decision| decision.number.clone()).unwrap_or_default()),
        counted(records),
        counted(seen - records),
        ListCell::Count(file.errors),
        ListCell::Count(file.warnings),
        ListCell::text(&file.sha256),
        ListCell::Count(forms),
        ListCell::Count(rejected),
    ]
}

/// The agency with this code, by code and name.
fn agency<'c>(code: Option<&str>, agencies: &BTreeMap<&str, &str>) -> ListCell<'c> {
    let shown = |code: &str| agencies.get(code).map_or(code.to_owned(), |name| format!("{code} {name}"));
    code.map_or(ListCell::Blank, |code| ListCell::Text(Cow::Owned(shown(code))))
}

fn agency_names<'a>(results: &Results<'a>) -> BTreeMap<&'a str, &'a str> {
    results.report.agencies.iter().map(|agency| (agency.code.as_str(), agency.shown.as_str())).collect()
}
