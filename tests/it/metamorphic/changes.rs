//! What must not matter.

use bieumau::cell::{Area, Cell, Content};
use bieumau::intake::{Record, Remark};
use bieumau::workbook::{Sheet, Visibility, Workbook};

use super::grid::{change_texts, clear, end, insert_columns, insert_row, insert_rows, put, reorder, text, write};
use super::origins::{KNOWLEDGE, Laid, Placed};
use super::words;

/// A way to write the same form otherwise.
pub struct Change {
    pub name: &'static str,
    /// Changes the workbook; false if there is nothing to change.
    pub apply: fn(&mut Workbook, &[Placed]) -> bool,
}

macro_rules! changes {
    ($($name:literal: $apply:expr;)*) => {
        pub const ALL: &[Change] = &[$(Change { name: $name, apply: $apply }),*];
    };
}

changes! {
    "shifted down": |book, tables| on_sheets(book, tables, |sheet| insert_rows(sheet, 0, 7));
    "shifted right": |book, tables| on_sheets(book, tables, |sheet| insert_columns(sheet, 0, 3));
    "title rows above the header": |book, tables| on_tables(book, tables, |sheet, table| {
        let (row, column) = (table.header.first.row, table.header.first.column);
        insert_row(sheet, row, column, &["", "Mẫu số 12: Ban hành kèm theo Công văn số 5752/BTTTT-CĐSQG ngày 26/11/2022"]);
        insert_row(sheet, row + 1, column, &["", "", "Kính gửi: Bộ Thông tin và Truyền thông"]);
        insert_row(sheet, row + 2, column, &["", "", "", "", "Đơn vị tính: triệu đồng"]);
        true
    });
    "a blank column behind the first": |book, tables| on_tables(book, tables, |sheet, table| {
        insert_columns(sheet, table.header.first.column + 1, 1);
        true
    });
    "columns of one's own": |book, tables| on_tables(book, tables, |sheet, table| {
        let column = table.header.last.column + 1;
        // A region merged across the table must not swallow the new columns.
        insert_columns(sheet, column, 2);
        for (at, heading) in ["Kinh phí (triệu đồng)", "Mã hồ sơ nội bộ"].iter().enumerate() {
            put(sheet, table.header.last.row, column + at as u32, text(*heading));
            for record in table.records.iter() {
                put(sheet, record.row, column + at as u32, text(format!("{}", 120 + record.row)));
            }
        }
        true
    });
    "columns in another order": |book, tables| on_tables(book, tables, other_order);
    "letters with their marks apart": |book, _| on_all_texts(book, words::decomposed);
    "half-composed letters": |book, _| on_all_texts(book, words::half_composed);
    "the tone mark elsewhere": |book, _| on_all_texts(book, words::other_tone_place);
    "odd spaces": |book, tables| on_records(book, tables, words::spaced);
    "headings in capitals": |book, tables| on_headings(book, tables, |text| text.to_uppercase());
    "headings without diacritics": |book, tables| on_headings(book, tables, words::without_marks);
    "headings with stars and notes": |book, tables| on_headings(book, tables, |text| format!("{text} (*) (nếu có)"));
    "headings with line breaks": |book, tables| on_headings(book, tables, words::broken);
    "headings with a colon": |book, tables| on_headings(book, tables, |text| format!("  {text}:"));
    "numbers in the headings": |book, tables| on_headings(book, tables, |text| format!("{text}\n(3)"));
    "group and heading in one cell": |book, tables| on_tables(book, tables, flattened);
    "a group above some headings": |book, tables| on_tables(book, tables, |sheet, table| {
        let header = table.header;
        if header.first.row != header.last.row || table.columns.len() < 6 {
            return false;
        }
        insert_rows(sheet, header.first.row, 1);
        let (row, column) = (header.first.row, header.first.column + 1);
        put(sheet, row, column, text("Thông tin chung"));
        sheet.merges.push(Area::new(Cell::new(row, column), Cell::new(row, column + 2)));
        true
    });
    "a section marked I": |book, tables| on_gaps(book, tables, |sheet, row, table| labelled(sheet, row, table, "I", "Lĩnh vực tài nguyên"));
    "a section marked by words alone": |book, tables| on_gaps(book, tables, |sheet, row, table| labelled(sheet, row, table, "", "Các cơ sở dữ liệu dùng chung"));
    "a section merged across": |book, tables| on_gaps(book, tables, |sheet, row, table| {
        insert_row(sheet, row, table.header.first.column, &["II. Sở Tài nguyên và Môi trường"]);
        let (first, last) = (table.header.first.column, table.header.last.column);
        sheet.merges.push(Area::new(Cell::new(row, first), Cell::new(row, last)));
    });
    "a section with a count": |book, tables| on_gaps(book, tables, |sheet, row, table| {
        labelled(sheet, row, table, "B", "Nhóm dữ liệu nền");
        let optional = table.columns.iter().rev().find(|column| column.heading.contains("Ghi chú"));
        if let Some(column) = optional {
            put(sheet, row, column.column, Content::Number(3.0));
        }
    });
    "column numbers (1)": |book, tables| numbered(book, tables, |number| text(format!("({number})")));
    "column numbers 1": |book, tables| numbered(book, tables, |number| Content::Number(f64::from(number)));
    "column numbers -1": |book, tables| numbered(book, tables, |number| Content::Number(-f64::from(number)));
    "column letters": |book, tables| numbered(book, tables, |number| text(bieumau::cell::column_letters(number - 1)));
    "column numbers 3=1+2": |book, tables| numbered(book, tables, |number| match number {
        0..=2 => text(number.to_string()),
        _ => text(format!("{number}={}+{}", number - 1, number - 2)),
    });
    "column numbers never calculated": |book, tables| numbered(book, tables, |number| match number {
        1 | 2 => Content::Number(f64::from(number)),
        _ => Content::Uncalculated(format!("A8+{number}").into()),
    });
    "guidance below the headings": |book, tables| numbered(book, tables, |number| match number {
        1 => text(""),
        _ => text("(Ghi rõ theo hướng dẫn)"),
    });
    "blank rows": |book, tables| on_gaps(book, tables, |sheet, row, table| {
        insert_rows(sheet, row, 2);
        put(sheet, row, table.header.first.column, text("   "));
    });
    "the header again": |book, tables| on_gaps(book, tables, header_again);
    "totals between and below": |book, tables| on_gaps(book, tables, |sheet, row, table| {
        labelled(sheet, row, table, "x", "Cộng nhóm 1");
    }) | on_ends(book, tables, |sheet, row, table| {
        write(sheet, row, table.header.first.column, &["", "Tổng cộng: 12 cơ sở dữ liệu", "", "", "x", "x", "x", "x"]);
    });
    "notes below": |book, tables| on_ends(book, tables, |sheet, row, table| {
        let column = table.header.first.column;
        write(sheet, row + 1, column, &["Ghi chú:"]);
        write(sheet, row + 2, column, &["- Cột 9: ghi một trong các hình thức chia sẻ theo Nghị định số 47/2020/NĐ-CP"]);
        write(sheet, row + 3, column, &["2", "Các đơn vị cập nhật sáu tháng một lần"]);
    });
    "two signature blocks below": |book, tables| on_ends(book, tables, |sheet, row, table| {
        let column = table.header.first.column;
        write(sheet, row + 2, column, &["", "", "", "", "", "…, ngày 15 tháng 5 năm 2023"]);
        write(sheet, row + 3, column, &["", "NGƯỜI LẬP BIỂU", "", "", "", "TM. ỦY BAN NHÂN DÂN"]);
        write(sheet, row + 4, column, &["", "(Ký, ghi rõ họ tên)", "", "", "", "KT. CHỦ TỊCH"]);
        write(sheet, row + 5, column, &["", "", "", "", "", "PHÓ CHỦ TỊCH"]);
        write(sheet, row + 9, column, &["", "Nguyễn Văn An", "", "", "", "Trần Thị Bình"]);
        write(sheet, row + 10, column, &["Nơi nhận:"]);
        write(sheet, row + 11, column, &["- Như trên;"]);
        write(sheet, row + 12, column, &["- Lưu: VT, CNTT."]);
    });
    "a stray cell far below": |book, tables| on_ends(book, tables, |sheet, row, table| {
        put(sheet, row + 500, table.header.first.column + 2, text("a"));
    });
    "numbered placeholders below": |book, tables| on_ends(book, tables, |sheet, row, table| {
        let column = table.header.first.column;
        write(sheet, row, column, &["98", "…………", "…", "...", "…"]);
        write(sheet, row + 1, column, &["99"]);
        write(sheet, row + 2, column, &["…", "...."]);
    });
    "no ordinals": |book, tables| on_ordinals(book, tables, |_| None);
    "ordinals begin anew": |book, tables| on_ordinals(book, tables, |at| Some(Content::Number((at % 3 + 1) as f64)));
    "ordinals as text": |book, tables| on_ordinals(book, tables, |at| Some(text(format!("{:02}.", at + 1))));
    "split over two sheets": split;
    "guidance and lists on other sheets": |book, _| {
        let mut guide = sheet_named("Hướng dẫn");
        write(&mut guide, 0, 0, &["HƯỚNG DẪN ĐIỀN BIỂU"]);
        for (row, field) in KNOWLEDGE.forms[0].fields.iter().enumerate() {
            write(&mut guide, row as u32 + 1, 0, &["", &field.title, "Ghi rõ theo thực tế, không để trống"]);
        }
        let mut lists = sheet_named("Danh sách chọn");
        write(&mut lists, 0, 0, &["Hình thức chia sẻ", "Hiện trạng"]);
        write(&mut lists, 1, 0, &["Chia sẻ mặc định", "Đã có"]);
        add_sheets(book, vec![guide], vec![lists])
    };
    "an old copy on a hidden sheet": |book, tables| {
        let copies: Vec<Sheet> = tables.iter().map(|placed| Sheet {
            name: Some(format!("Sheet cũ {}", placed.sheet).into()),
            visibility: Visibility::VeryHidden,
            ..book.sheets[placed.sheet].clone()
        }).take(1).collect();
        let shown = tables.iter().any(|placed| book.sheets[placed.sheet].visibility == Visibility::Visible);
        shown && add_sheets(book, Vec::new(), copies)
    };
}

fn on_sheets(book: &mut Workbook, tables: &[Placed], change: impl Fn(&mut Sheet)) -> bool {
    let mut sheets: Vec<usize> = tables.iter().map(|placed| placed.sheet).collect();
    sheets.dedup();
    sheets.iter().for_each(|sheet| change(&mut book.sheets[*sheet]));
    true
}

/// From the lowest table of a sheet to the highest, so that what is inserted moves none that is still to come.
fn on_tables(book: &mut Workbook, tables: &[Placed], change: impl Fn(&mut Sheet, &Laid) -> bool) -> bool {
    let mut ordered: Vec<&Placed> = tables.iter().collect();
    ordered.sort_by_key(|placed| (placed.sheet, std::cmp::Reverse(placed.table.header.first.row)));
    let mut changed = false;
    for placed in ordered {
        changed |= change(&mut book.sheets[placed.sheet], &placed.table);
    }
    changed
}

fn on_all_texts(book: &mut Workbook, change: fn(&str) -> String) -> bool {
    book.sheets.iter_mut().for_each(|sheet| change_texts(sheet, 0, u32::MAX, change));
    true
}

fn on_headings(book: &mut Workbook, tables: &[Placed], change: fn(&str) -> String) -> bool {
    on_tables(book, tables, |sheet, table| {
        change_texts(sheet, table.header.first.row, table.header.last.row, change);
        true
    })
}

fn on_records(book: &mut Workbook, tables: &[Placed], change: fn(&str) -> String) -> bool {
    on_tables(book, tables, |sheet, table| {
        table.records.iter().for_each(|record| change_texts(sheet, record.row, record.row, change));
        true
    })
}

/// Above the first record, and between two records in the middle if no merged region lies over both and none says «như
/// trên».
fn on_gaps(book: &mut Workbook, tables: &[Placed], insert: fn(&mut Sheet, u32, &Laid)) -> bool {
    on_tables(book, tables, |sheet, table| {
        let Some(first) = table.records.first() else { return false };
        let middle = middle(table);
        let cut = sheet.merges.iter().any(|area| (area.first.row + 1..=area.last.row).contains(&middle.row));
        if !cut && !has_ditto(table) && middle.row > first.row {
            insert(sheet, middle.row, table);
        }
        insert(sheet, first.row, table);
        true
    })
}

/// Below the last row of a sheet that holds one table.
fn on_ends(book: &mut Workbook, tables: &[Placed], change: fn(&mut Sheet, u32, &Laid)) -> bool {
    on_tables(book, tables, |sheet, table| {
        // Below the last record, above what stands there: totals and signatures of its own come last.
        let row = table.records.last().map_or(table.header.last.row, |record| record.row) + 1;
        let last = sheet.merges.iter().any(|area| area.first.row < row && area.last.row >= row);
        if last {
            return false;
        }
        let height = 14;
        let old_end = end(sheet);
        insert_rows(sheet, row, height);
        change(sheet, row, table);
        // What was inserted may reach further than the room that was made.
        debug_assert!(end(sheet) >= old_end);
        true
    })
}

fn has_ditto(table: &Laid) -> bool {
    table.records.iter().any(|record| record.entries.iter().any(|entry| matches!(entry.remark, Some(Remark::Ditto(_)))))
}

/// The record in the middle of a table that has any.
fn middle(table: &Laid) -> &Record {
    &table.records[table.records.len() / 2]
}

/// A row with a mark in the ordinal column, if there is one, and words in the column of names.
fn labelled(sheet: &mut Sheet, row: u32, table: &Laid, mark: &str, words: &str) {
    let of_field = |wanted: &dyn Fn(usize) -> bool| {
        table.columns.iter().find(|column| column.field.is_some_and(wanted)).map(|column| column.column)
    };
    insert_rows(sheet, row, 1);
    if let Some(column) = of_field(&|field| field == 0).filter(|_| !mark.is_empty()) {
        put(sheet, row, column, text(mark));
    }
    let name = of_field(&|field| KNOWLEDGE.forms.iter().any(|form| is_of(form, table) && form.fields[field].unique));
    put(sheet, row, name.unwrap_or(table.header.first.column + 1), text(words));
}

/// Whether the table is one of this form: its columns are taken for fields of it under their printed headings.
fn is_of(form: &bieumau::schema::Form, table: &Laid) -> bool {
    let fields = table.records.last().map(|record| record.entries.len());
    fields == Some(form.fields.len())
}

/// A row right below the header, a cell for each of its columns.
fn numbered(book: &mut Workbook, tables: &[Placed], cell: fn(u32) -> Content) -> bool {
    on_tables(book, tables, |sheet, table| {
        let row = table.header.last.row + 1;
        insert_rows(sheet, row, 1);
        for (at, column) in table.columns.iter().enumerate() {
            put(sheet, row, column.column, cell(at as u32 + 1));
        }
        true
    })
}

/// The columns from right to left, those under one group or of one field kept together and in their order.
fn other_order(sheet: &mut Sheet, table: &Laid) -> bool {
    let area = table.header;
    let group = |column: u32| {
        let heading = table.columns.iter().find(|known| known.column == column)?;
        heading.heading.split_once(" - ").map(|(group, _)| group.to_owned())
    };
    // Columns that hold a field together are one column in two.
    let field = |column: u32| table.columns.iter().find(|known| known.column == column).and_then(|known| known.field);
    let mut blocks: Vec<Vec<u32>> = Vec::new();
    for column in area.first.column..=area.last.column {
        let merged = sheet.merges.iter().any(|merge| {
            (area.first.row..=area.last.row).contains(&merge.first.row)
                && merge.first.column < column
                && merge.last.column >= column
        });
        let goes_on = merged
            || column > area.first.column && {
                let in_group = group(column).is_some() && group(column) == group(column - 1);
                in_group || field(column).is_some() && field(column) == field(column - 1)
            };
        match blocks.last_mut() {
            Some(block) if goes_on => block.push(column),
            _ => blocks.push(vec![column]),
        }
    }
    let order: Vec<u32> = blocks.into_iter().rev().flatten().collect();
    // Sections, column numbers and all other rows of the table move along; a region merged across stays one.
    let bottom = table.records.last().map_or(area.last.row, |record| record.row);
    reorder(sheet, &area, |row| (area.first.row..=bottom).contains(&row), &order);
    true
}

/// «Lộ trình» above «Bắt đầu» becomes «Lộ trình - Bắt đầu».
fn flattened(sheet: &mut Sheet, table: &Laid) -> bool {
    let area = table.header;
    if area.first.row == area.last.row {
        return false;
    }
    sheet.merges.retain(|merge| !(area.first.row..=area.last.row).contains(&merge.first.row));
    for row in area.first.row..=area.last.row {
        for column in area.first.column..=area.last.column {
            clear(sheet, row, column);
        }
    }
    for column in &table.columns {
        put(sheet, area.last.row, column.column, text(column.heading.clone()));
    }
    true
}

fn header_again(sheet: &mut Sheet, row: u32, table: &Laid) {
    let area = table.header;
    let height = area.last.row - area.first.row + 1;
    let copied: Vec<(u32, u32, Content)> = sheet
        .rows
        .iter()
        .filter(|header| (area.first.row..=area.last.row).contains(&header.number))
        .flat_map(|header| header.cells.iter().map(|(column, content)| (header.number, column, content.clone())))
        .collect();
    let merges: Vec<Area> = sheet
        .merges
        .iter()
        .filter(|merge| (area.first.row..=area.last.row).contains(&merge.first.row))
        .copied()
        .collect();
    insert_rows(sheet, row, height);
    let down = row - area.first.row;
    for (from, column, content) in copied {
        put(sheet, from + down, column, content);
    }
    for merge in merges {
        sheet.merges.push(Area::new(
            Cell::new(merge.first.row + down, merge.first.column),
            Cell::new(merge.last.row + down, merge.last.column),
        ));
    }
}

fn on_ordinals(book: &mut Workbook, tables: &[Placed], ordinal: fn(usize) -> Option<Content>) -> bool {
    on_tables(book, tables, |sheet, table| {
        let Some(column) = table.columns.iter().find(|column| column.field == Some(0)) else { return false };
        // «như STT 1» needs them as they are.
        if has_ditto(table) {
            return false;
        }
        for (at, record) in table.records.iter().enumerate() {
            match ordinal(at) {
                Some(content) => put(sheet, record.row, column.column, content),
                None => clear(sheet, record.row, column.column),
            }
        }
        true
    })
}

/// The second half of a form on a sheet of its own, with the header again.
fn split(book: &mut Workbook, tables: &[Placed]) -> bool {
    let [placed] = tables else { return false };
    let table = &placed.table;
    let sheet = &mut book.sheets[placed.sheet];
    let below_header = sheet.merges.iter().any(|area| area.first.row > table.header.last.row);
    if table.records.len() < 2 || has_ditto(table) || below_header || sheet.name.is_none() {
        return false;
    }
    // A section goes where its records go.
    let from = table.records.get(table.records.len() / 2 - 1).expect("there are two records").row + 1;
    let mut second = Sheet { visibility: sheet.visibility, ..sheet_named("PL1 (tiếp theo)") };
    let headers = |row: u32| (table.header.first.row..=table.header.last.row).contains(&row);
    second.rows = sheet.rows.iter().filter(|row| headers(row.number) || row.number >= from).cloned().collect();
    second.merges = sheet.merges.iter().filter(|area| headers(area.first.row)).copied().collect();
    (second.looks, second.links) = (sheet.looks.clone(), sheet.links.clone());
    sheet.rows.retain(|row| row.number < from);
    book.sheets.insert(placed.sheet + 1, second);
    true
}

fn sheet_named(name: &str) -> Sheet {
    Sheet {
        name: Some(name.into()),
        visibility: Visibility::Visible,
        rows: Vec::new(),
        merges: Vec::new(),
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
        looks: Vec::new(),
        worded: Vec::new(),
        links: std::collections::BTreeMap::new(),
        asides: Vec::new(),
        pictures: Vec::new(),
    }
}

/// Only a workbook has more than one sheet.
fn add_sheets(book: &mut Workbook, before: Vec<Sheet>, after: Vec<Sheet>) -> bool {
    if book.sheets.iter().any(|sheet| sheet.name.is_none()) {
        return false;
    }
    let added: Vec<_> = before.iter().chain(&after).map(|sheet| sheet.name.clone()).collect();
    if book.sheets.iter().any(|sheet| added.contains(&sheet.name)) {
        return false;
    }
    book.sheets.splice(0..0, before);
    book.sheets.extend(after);
    true
}
