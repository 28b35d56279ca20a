//! What every row below a header was taken for, and why: the answer to «why was my row not counted?».

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use super::{WIDTH, plain, shortened};
use crate::cell::layout_of;
use crate::intake::{self, Record, RowKind};
use crate::store::Kept;
use crate::text::Language;
use crate::verdict::Verdict;

/// How many characters of a row are shown.
const LONGEST: usize = 60;

/// One table of rows for every table of the files: number, kind, first words, reason. Rows that hold nothing and stand
/// between others are left out, for the file does not hold them.
pub fn trace(reviewed: &[Verdict], language: Language) -> String {
    let mut out = String::new();
    for file in reviewed {
        for (form, (table, kept)) in file.submissions.iter().flat_map(|judged| {
            let submission = &judged.submission;
            submission.tables.iter().zip(&judged.rows).map(|table| (&submission.form, table))
        }) {
            let sheet = table.sheet.as_ref().map(|sheet| format!(" › {}", plain(sheet))).unwrap_or_default();
            out.push_str(&format!("{}{sheet} › {}: {}\n", plain(&file.path), table.area, form.name));
            out.push_str(&format!("{}\n\n", rows(table, kept, language).trim_fmt()));
        }
    }
    out
}

fn rows(table: &intake::Table, kept: &Kept, language: Language) -> Table {
    let say = |vi, en| if language == Language::English { en } else { vi };
    let mut printed = Table::new();
    printed.set_width(WIDTH as u16);
    printed.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    printed.set_header([say("dòng", "row"), say("là", "is"), say("nội dung", "holds"), say("vì", "because it")]);
    let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
    let headings = shortened(&headings.join(" | "), LONGEST);
    for number in table.header.first.row..table.top {
        let number = (number + 1).to_string();
        let is_header = say("chứa tiêu đề của các cột", "holds the headings of the columns");
        printed.add_row([&number, RowKind::RepeatedHeader.named().get(language), &headings, is_header]);
    }
    let mut records = kept.iter();
    for traced in &table.trace {
        let words = match traced.kind {
            RowKind::Record => records.next().map(|record| telling(&record)).unwrap_or_default(),
            _ => traced.words.to_string(),
        };
        let words = shortened(&words, LONGEST);
        let number = layout_of(table.sheet.as_ref()).map_or(traced.row + 1, |layout| layout.row(traced.row).1);
        printed.add_row([&number.to_string(), traced.kind.named().get(language), &words, traced.why.get(language)]);
    }
    if let Some(column) = printed.column_mut(0) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    if let Some(column) = printed.column_mut(1) {
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(15)));
    }
    printed
}

/// The first value of a record that is no number, for that tells it from the others.
fn telling(record: &Record) -> String {
    let mut typed = record.entries.iter().map(|entry| entry.typed().trim());
    typed.find(|typed| typed.chars().any(char::is_alphabetic)).unwrap_or_default().to_owned()
}
