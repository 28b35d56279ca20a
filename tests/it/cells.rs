//! No cell disappears. Over all files of the inbox and of the cases, accepted or not: every cell that says something, from the
//! header to the table's last row, is counted once, and what is not read is named by a finding at its column or row; and a cell
//! of a record whose text a person would tell apart from what it was changes what is read, or what is found.

use std::path::PathBuf;
use std::sync::LazyLock;

use bieumau::cell::{Cell, Content};
use bieumau::intake::is_blank;
use bieumau::intake::{RowKind, Table};
use bieumau::text::Language;
use bieumau::verdict::Verdict;
use bieumau::workbook::{self, Sheet, Workbook};
use proptest::prelude::*;

use crate::metamorphic::grid;
use crate::metamorphic::origins::{described, review};
use crate::run::draw;

/// A file, and the cells of its records in columns of fields.
struct Sent {
    workbook: Workbook,
    reviewed: Verdict,
    cells: Vec<(usize, Cell)>,
}

static SENT: LazyLock<Vec<Sent>> = LazyLock::new(|| {
    let target = tempfile::tempdir().expect("a temporary folder");
    let mut folders = vec![PathBuf::from("fixtures/inbox-2023-06-23")];
    for rule in crate::cases::folders("fixtures/cases".as_ref()) {
        for case in crate::cases::folders(&rule).into_iter().filter(|case| crate::cases::schemas(case).is_none()) {
            let folder = target.path().join(case.to_string_lossy().replace('/', "-"));
            std::fs::create_dir(&folder).expect("a folder can be made");
            crate::cases::lay_out(&case, &folder);
            folders.push(folder);
        }
    }
    let read = |folder: PathBuf| {
        let sources = workbook::collect(&[folder], &[], false).expect("the folder can be listed").sources;
        sources.into_iter().filter_map(|source| workbook::read(&source).workbook.ok()).collect::<Vec<_>>()
    };
    let sent = folders.into_iter().flat_map(read).map(|workbook| {
        let reviewed = review(workbook.clone());
        let cells = tables(&workbook, &reviewed).flat_map(|(sheet, table)| cells(&workbook, sheet, table)).collect();
        Sent { workbook, reviewed, cells }
    });
    sent.collect()
});

/// The tables whose text is sound, with the indexes of their sheets.
fn tables<'a>(workbook: &'a Workbook, reviewed: &'a Verdict) -> impl Iterator<Item = (usize, &'a Table)> {
    let sound = reviewed.submissions.iter().filter(|judged| !judged.submission.damaged);
    sound
        .flat_map(|judged| &judged.submission.tables)
        .filter_map(|table| Some((workbook.sheets.iter().position(|sheet| sheet.name == table.sheet)?, table)))
}

fn cells(workbook: &Workbook, sheet: usize, table: &Table) -> Vec<(usize, Cell)> {
    let is_data = |row: u32| {
        table.trace.iter().any(|traced| traced.row == row && matches!(traced.kind, RowKind::Record | RowKind::Joined))
    };
    let rows = workbook.sheets[sheet].rows.iter().filter(|row| is_data(row.number));
    rows.flat_map(|row| row.cells.iter().map(move |(column, content)| (row.number, column, content)))
        .filter(|(_, column, content)| {
            let is_read = table.columns.iter().any(|it| it.column == *column && it.field.is_some());
            is_read && !is_blank(content)
        })
        .map(|(row, column, _)| (sheet, Cell::new(row, column)))
        .collect()
}

/// All that is read and found, before anything is accepted or not.
fn said(reviewed: &Verdict) -> Vec<String> {
    let mut said: Vec<String> = reviewed.all_findings().map(|it| format!("{} {:?}", described(it), it.value)).collect();
    for rows in reviewed.submissions.iter().flat_map(|judged| &judged.rows) {
        said.extend(rows.iter().map(|record| {
            let values: Vec<String> = record.entries.iter().map(|entry| entry.value.stored().to_string()).collect();
            format!("{} {:?} {values:?}", record.row, record.section)
        }));
    }
    said
}

/// Another content, which a person would tell apart.
fn changed(content: &Content, way: usize) -> Content {
    match (way, content) {
        (0, Content::Text(text)) => Content::Text(format!("{text} khác").into()),
        (1, Content::Text(text)) => Content::Text(format!("Trước đây là {text}").into()),
        (0 | 1, Content::Number(number)) => Content::Number(number + 1.0),
        (2, _) => Content::Text("Khác".into()),
        _ => Content::Number(31.0),
    }
}

/// The columns that are the table's own: up to those of a table beside it.
fn own_columns(table: &Table, all: &[(usize, &Table)]) -> std::ops::Range<u32> {
    let is_beside = |other: &&Table| other.sheet == table.sheet && other.header.first.row == table.header.first.row;
    let firsts = || all.iter().map(|(_, other)| *other).filter(is_beside).map(|other| other.header.first.column);
    let own = table.header.first.column;
    let from = if firsts().any(|other| other < own) { own } else { 0 };
    from..firsts().filter(|other| *other > own).min().unwrap_or(u32::MAX)
}

/// The cells that are not read and that no finding names.
fn unnamed(reviewed: &Verdict, sheet: &Sheet, table: &Table, own: &std::ops::Range<u32>) -> Vec<Cell> {
    let here = || reviewed.all_findings().filter(|finding| finding.location.sheet == sheet.name);
    let named: Vec<(Cell, &str)> =
        here().filter_map(|finding| Some((finding.location.cell?, finding.rule.name.as_ref()))).collect();
    // Columns of years beside each other are told once, with their years, at the first of them.
    let is_year_told = |column: u32| {
        here().filter(|finding| finding.rule.name == "unknown-column").any(|finding| {
            let message = finding.message(Language::Vietnamese);
            let years = message.split(|letter: char| !letter.is_ascii_digit()).filter(|run| run.len() == 4).count();
            finding.location.cell.is_some_and(|cell| (cell.column..cell.column + years as u32).contains(&column))
        })
    };
    let at_column = |column: u32| {
        let rows = table.header.first.row..=table.header.last.row;
        // A heading above several columns is told once, for all of them.
        let spans = |cell: Cell| {
            let blank = |between| sheet.content(Cell::new(cell.row, between)).is_none_or(is_blank);
            cell.column <= column && (cell.column + 1..=column).all(blank)
        };
        named
            .iter()
            .filter(|(cell, _)| rows.contains(&cell.row))
            .any(|(cell, rule)| cell.column == column || *rule == "missing-column" && spans(*cell))
            || is_year_told(column)
    };
    let kind = |row: u32| table.trace.iter().find(|traced| traced.row == row).map(|traced| traced.kind);
    // Rows that follow each other are told once, at the first of them.
    let at_row = |row: u32| {
        let told = named.iter().filter(|(cell, rule)| cell.row <= row && matches!(*rule, "stray-row" | "other-list"));
        told.into_iter().any(|(cell, _)| (cell.row..=row).all(|between| kind(between) == kind(row)))
    };
    let is_read = |column: u32| table.columns.iter().any(|it| it.column == column && it.field.is_some());
    let below = |row: &&workbook::Row| row.number > table.header.last.row && row.number <= table.area.last.row;
    let rows = sheet.rows.iter().filter(below).flat_map(|row| {
        let filled = row.cells.iter().filter(|(column, content)| own.contains(column) && !is_blank(content));
        filled.map(|(column, _)| Cell::new(row.number, column))
    });
    rows.filter(|cell| match kind(cell.row) {
        Some(RowKind::Record | RowKind::Joined) => !is_read(cell.column) && !at_column(cell.column),
        Some(RowKind::Stray | RowKind::OtherList) => !at_row(cell.row) && !at_column(cell.column),
        _ => false,
    })
    .collect()
}

#[test]
fn every_cell_is_accounted_for() {
    let (mut seen, mut count, mut wrong) = (0, 0, Vec::new());
    for sent in &*SENT {
        let all: Vec<(usize, &Table)> = tables(&sent.workbook, &sent.reviewed).collect();
        for (sheet, table) in all.iter().copied() {
            let own = own_columns(table, &all);
            let sheet = &sent.workbook.sheets[sheet];
            // Counted without asking the table what its rows are.
            let rows = table.area.first.row..=table.area.last.row;
            let filled = sheet.rows.iter().filter(|row| rows.contains(&row.number)).flat_map(|row| &row.cells);
            let filled = filled.filter(|(column, content)| own.contains(column) && !is_blank(content)).count();
            let cells = table.cells;
            (seen, count) = (seen + filled, count + 1);
            if cells.seen != filled || cells.seen != cells.entries + cells.headings + cells.told + cells.unread {
                wrong.push(format!("{}: {filled} cells, {cells:?}", sent.workbook.path));
            }
            let unnamed = unnamed(&sent.reviewed, sheet, table, &own);
            if !unnamed.is_empty() {
                wrong.push(format!("{} {:?}: {unnamed:?}", sent.workbook.path, sheet.name));
            }
        }
    }
    println!("{seen} cells of {count} tables, {} wrong", wrong.len());
    assert!(count >= 200, "only {count} tables were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

proptest! {
    #![proptest_config(draw(48))]

    #[test]
    fn every_cell_of_a_record_matters(file in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), way in 0..4usize) {
        let with_cells: Vec<&Sent> = SENT.iter().filter(|sent| !sent.cells.is_empty()).collect();
        let sent = with_cells[file.index(with_cells.len())];
        let (sheet, cell) = sent.cells[at.index(sent.cells.len())];
        let mut workbook = sent.workbook.clone();
        let rows = &mut workbook.sheets[sheet].rows;
        let row = rows.iter_mut().find(|row| row.number == cell.row).expect("the cell was listed");
        let was = row.content(cell.column).expect("the cell was listed").clone();
        let now = changed(&was, way);
        grid::put(&mut workbook.sheets[sheet], cell.row, cell.column, now.clone());
        prop_assume!(was != now);
        prop_assert_ne!(
            said(&review(workbook)), said(&sent.reviewed), "{} {}: {:?} became {:?}", sent.workbook.path, cell, was, now
        );
    }
}
