//! The sheets *Chưa hoàn thành* (whom to remind of what), *Lỗi* (what to send back to whom) and *Tệp* (what became of every file).

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Workbook, XlsxError};

use super::grid::{Column, Content, Grid};
use super::{Names, say, style};
use crate::finding::Severity;
use crate::ledger::{Scope, Status};
use crate::render::{Results, words};
use crate::report::{AgencyRow, FileRow, ObligationCell, Review, Told};
use crate::text::Language;
use crate::verdict::Outcome;

/// Agencies that have not complied, obligation by obligation, in each the ministries before the provinces.
pub fn outstanding(workbook: &mut Workbook, results: &Results<'_>, names: &Names) -> Result<(), XlsxError> {
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
        super::overview::as_of(results),
        say(results, "lọc theo nghĩa vụ và cấp để gửi đôn đốc", "filter by obligation and level to send reminders")
    );
    let grid = Grid {
        name: &names.outstanding,
        title: say(results, "Cơ quan chưa hoàn thành", "Agencies that have not complied"),
        subtitle: &subtitle,
        columns: vec![
            Column::new(say(results, "Nghĩa vụ", "Obligation"), 36),
            Column::new(say(results, "Cấp", "Level"), 14),
            Column::new(say(results, "Mã", "Code"), 8),
            Column::new(say(results, "Tên cơ quan", "Agency"), 40),
            Column::new(say(results, "Tình trạng", "Status"), 12),
            Column::new(words::WHY.get(language), 70),
            Column::new(say(results, "Cần làm", "What to do"), 50),
            Column::new(say(results, "Số lỗi", "Errors"), 6),
            Column::new(say(results, "Tệp đã gửi", "File sent"), 44),
            Column::new(say(results, "Văn bản đã ban hành", "Document issued"), 18),
        ],
        frozen: 0,
        language,
        last_row: super::grid::LAST_ROW,
    };
    let row = |index: usize| {
        let (obligation, agency, cell) = open[index];
        vec![
            Content::text(obligation),
            Content::Text(Cow::Owned(words::level(agency.level).get(language).to_owned())),
            Content::centred(&agency.code),
            Content::text(&agency.shown),
            Content::Centred(Cow::Owned(words::status(cell.status).get(language).to_owned())),
            Content::Text(Cow::Owned(cell.why())),
            Content::Text(Cow::Owned(cell.to_do())),
            Content::count(cell.errors),
            Content::text(cell.file.as_deref().unwrap_or_default()),
            Content::text(cell.decision.as_deref().filter(|_| cell.issued.is_some()).unwrap_or_default()),
        ]
    };
    let header = grid.header_row();
    grid.write(
        workbook,
        open.len(),
        || (0..open.len()).map(row),
        |sheet, last| {
            for status in [Status::Defective, Status::Missing] {
                let rule = ConditionalFormatCellRule::EqualTo(words::status(status).get(language).to_owned());
                let format = ConditionalFormatCell::new().set_rule(rule).set_format(style::status(status));
                sheet.add_conditional_format(header + 1, 4, last, 4, &format)?;
            }
            Ok(())
        },
    )
}

/// Every finding that is not settled, one a row, in the order of files; what most records of a column have is one.
pub fn findings(workbook: &mut Workbook, results: &Results<'_>, names: &Names) -> Result<(), XlsxError> {
    let review = &results.report.review;
    let counts = words::counts(review, results.language);
    let list = FindingList {
        review,
        agencies: agency_names(results),
        name: &names.findings,
        title: say(results, "Lỗi và lưu ý cần gửi lại cơ quan", "Findings to send back to the agencies"),
        subtitle: &format!("{} · {counts}", super::overview::as_of(results)),
        language: results.language,
    };
    list.write(workbook)
}

/// A sheet of findings.
pub struct FindingList<'a> {
    pub review: &'a Review,
    /// Names by code.
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
        let say = |vi, en| if language == Language::English { en } else { vi };
        let grid = Grid {
            name: self.name,
            title: self.title,
            subtitle: self.subtitle,
            columns: vec![
                Column::new(say("Mức độ", "Severity"), 10),
                Column::new(say("Mã", "Code"), 8),
                Column::new(say("Cơ quan", "Agency"), 28),
                Column::new(say("Tệp", "File"), 38),
                Column::new(say("Trang tính", "Sheet"), 16),
                Column::new(say("Ô", "Cell"), 8),
                Column::new(say("Nội dung", "What is so"), 56),
                Column::new(say("Cách sửa", "What to do"), 50),
            ],
            frozen: 0,
            language,
            last_row: super::grid::LAST_ROW,
        };
        let row = |index: usize| {
            let Told { first: finding, most } = &findings[index];
            let agency = finding.agency.as_deref();
            let agency = agency.map(|code| agencies.get(code).map_or(code.to_owned(), |name| format!("{code} {name}")));
            vec![
                Content::Centred(Cow::Owned(words::severity(finding.severity).get(language).to_owned())),
                Content::centred(&finding.code),
                agency.map_or(Content::Blank, |agency| Content::Text(Cow::Owned(agency))),
                Content::text(&finding.file),
                Content::text(finding.sheet.as_deref().unwrap_or_default()),
                Content::centred(finding.cell.as_deref().unwrap_or_default()),
                match most {
                    Some((cells, records)) => {
                        Content::Text(words::of_most(&finding.message, cells, *records, true, language).into())
                    }
                    None => Content::text(&finding.message),
                },
                Content::text(&finding.help),
            ]
        };
        let header = grid.header_row();
        grid.write(
            workbook,
            findings.len(),
            || (0..findings.len()).map(row),
            |sheet, last| {
                for severity in [Severity::Error, Severity::Warning, Severity::Info] {
                    let rule = ConditionalFormatCellRule::EqualTo(words::severity(severity).get(language).to_owned());
                    let format = ConditionalFormatCell::new().set_rule(rule).set_format(style::severity(severity));
                    sheet.add_conditional_format(header + 1, 0, last, 0, &format)?;
                }
                Ok(())
            },
        )
    }
}

/// A path that leads to its row on the sheet of [`files`]; plain text if it has none on the first such sheet.
pub fn link_to_file<'a>(path: &'a str, index: Option<usize>, names: &Names) -> Content<'a> {
    match index {
        Some(index) if index < (super::grid::LAST_ROW - 4) as usize => {
            // Headings stand in row 4, see `Grid::header_row`.
            Content::Link(Cow::Borrowed(path), format!("'{}'!A{}", names.files.replace('\'', "''"), index + 5))
        }
        _ => Content::text(path),
    }
}

/// The column of [`files`] that says what became of them, for the overview.
pub fn outcome_range(files: usize) -> String {
    // Headings stand in row 4, see `Grid::header_row`.
    format!("$B$5:$B${}", 4 + files.max(1))
}

/// The columns of [`files`] that count forms and those of them that were rejected, for the overview.
pub fn form_count_ranges(files: usize) -> [String; 2] {
    ["L", "M"].map(|column| format!("${column}$5:${column}${}", 4 + files.max(1)))
}

/// How many submissions a file holds, and how many of them were rejected. Tables of one form are parts of one submission.
pub fn form_counts(file: &FileRow) -> (usize, usize) {
    let forms: BTreeMap<&str, Outcome> = file.tables.iter().map(|table| (table.form.as_str(), table.outcome)).collect();
    (forms.len(), forms.values().filter(|outcome| **outcome == Outcome::Rejected).count())
}

/// Every file, one a row.
pub fn files(workbook: &mut Workbook, results: &Results<'_>, names: &Names) -> Result<(), XlsxError> {
    let language = results.language;
    let files = &results.report.review.files;
    let agencies = agency_names(results);
    let subtitle =
        format!("{} · {}", super::overview::as_of(results), words::counted(files.len(), "tệp", "file", language));
    let grid = Grid {
        name: &names.files,
        title: say(results, "Các tệp đã nhận", "Files received"),
        subtitle: &subtitle,
        columns: vec![
            Column::new(say(results, "Tệp", "File"), 52),
            Column::new(say(results, "Kết quả", "Outcome"), 20),
            Column::new(say(results, "Cơ quan", "Agency"), 30),
            Column::new(say(results, "Biểu mẫu", "Form"), 30),
            Column::new(say(results, "Biểu được tính?", "Submission"), 16),
            Column::new(say(results, "Văn bản ban hành", "Decision"), 20),
            Column::new(say(results, "Dòng dữ liệu", "Rows"), 8),
            Column::new(say(results, "Dòng khác", "Other rows"), 8),
            Column::new(say(results, "Số lỗi", "Errors"), 6),
            Column::new(say(results, "Cảnh báo", "Warnings"), 6),
            Column::new("SHA-256", 18),
            Column::new(say(results, "Số biểu", "Forms"), 6),
            Column::new(say(results, "Biểu bị trả lại", "Forms rejected"), 8),
        ],
        frozen: 1,
        language,
        last_row: super::grid::LAST_ROW,
    };
    let row = |index: usize| {
        let file = &files[index];
        let agency = file.agency.as_deref();
        let agency = agency.map(|code| agencies.get(code).map_or(code.to_owned(), |name| format!("{code} {name}")));
        let joined = |of: &dyn Fn(&crate::report::TableRow) -> String| {
            let mut all: Vec<String> = file.tables.iter().map(of).filter(|text| !text.is_empty()).collect();
            all.dedup();
            if all.is_empty() { Content::Blank } else { Content::Text(Cow::Owned(all.join("; "))) }
        };
        let title = |name: &str| {
            let form = results.summary.forms.iter().find(|merged| merged.form.name == name);
            form.map_or(name.to_owned(), |merged| merged.form.title.get(language).to_owned())
        };
        let records: usize = file.tables.iter().map(|table| table.rows.records).sum();
        let seen: usize = file.tables.iter().map(|table| table.rows.seen).sum();
        let counted = |count: usize| if file.tables.is_empty() { Content::Blank } else { Content::Count(count) };
        let outcome = words::file_result(file.outcome);
        let (forms, rejected) = form_counts(file);
        vec![
            Content::text(&file.path),
            Content::Text(Cow::Owned(outcome.get(language).to_owned())),
            agency.map_or(Content::Blank, |agency| Content::Text(Cow::Owned(agency))),
            match &file.duplicate_of {
                Some(other) => Content::Text(Cow::Owned(format!("= {other}"))),
                None => joined(&|table| title(&table.form)),
            },
            joined(&|table| words::outcome(table.outcome).get(language).to_owned()),
            joined(&|table| table.decision.as_ref().map(|decision| decision.number.clone()).unwrap_or_default()),
            counted(records),
            counted(seen - records),
            Content::Count(file.errors),
            Content::Count(file.warnings),
            Content::text(&file.sha256),
            Content::Count(forms),
            Content::Count(rejected),
        ]
    };
    grid.write(workbook, files.len(), || (0..files.len()).map(row), |_, _| Ok(()))
}

fn agency_names<'a>(results: &Results<'a>) -> BTreeMap<&'a str, &'a str> {
    results.report.agencies.iter().map(|agency| (agency.code.as_str(), agency.shown.as_str())).collect()
}
