//! A form as people make it in Word: a title in lines, a table with merged cells whose ordinals are a numbered list, runs that the
//! speller and the editor have torn apart, and a page break through the middle of the table.

use std::fmt::Write as _;

use bieumau::cell::{Area, Cell};
use bieumau::intake::read::shown;
use bieumau::workbook::{Row, Sheet};

use super::origins::Origin;
use crate::word::{pack, part};

/// The form as a Word document; nothing for a workbook that a document cannot hold: one of several sheets, or with tables that do not
/// stand one below the other.
pub fn document(origin: &Origin) -> Option<Vec<u8>> {
    let (sheet, areas) = tables(origin)?;
    let mut body = String::new();
    let mut lists = 0;
    let mut next = 0;
    for area in &areas {
        lines(sheet, next..area.first.row, &mut body);
        table(sheet, area, &mut lists, &mut body);
        next = area.last.row + 1;
    }
    lines(sheet, next..u32::MAX, &mut body);
    Some(pack(&[
        ("word/document.xml", &part("document", &format!("<w:body>{body}<w:sectPr/></w:body>"))),
        ("word/numbering.xml", &numbering(lists)),
    ]))
}

/// The one sheet, and its tables one below the other.
fn tables(origin: &Origin) -> Option<(&Sheet, Vec<Area>)> {
    let [sheet] = &origin.workbook.sheets[..] else { return None };
    let mut areas: Vec<Area> = origin.tables.iter().map(|placed| placed.table.area).collect();
    areas.sort();
    let is_apart = areas.windows(2).all(|pair| pair[0].last.row < pair[1].first.row);
    let is_inside = |area: &Area| areas.iter().all(|table| !table.contains(area.first) || table.contains(area.last));
    let is_one = is_apart && sheet.hidden_columns.is_empty() && sheet.merges.iter().all(is_inside);
    is_one.then_some((sheet, areas))
}

/// The form as a page of the web, of which LibreOffice makes a document; nothing where [`document`] makes none, nor where a label and what
/// it labels stand in two cells, which are one paragraph here.
pub fn page(origin: &Origin) -> Option<String> {
    let (sheet, areas) = tables(origin).filter(|_| !origin.path.contains("labels-in-two-cells"))?;
    let mut body = String::new();
    let mut next = 0;
    for area in &areas {
        paragraphs(sheet, next..area.first.row, &mut body);
        rows(sheet, area, &mut body);
        next = area.last.row + 1;
    }
    paragraphs(sheet, next..u32::MAX, &mut body);
    Some(format!("<html><head><meta charset=\"utf-8\"></head><body>{body}</body></html>"))
}

fn paragraphs(sheet: &Sheet, rows: std::ops::Range<u32>, body: &mut String) {
    for row in sheet.rows.iter().filter(|row| rows.contains(&row.number)) {
        let cells = row.cells.iter().map(|(_, content)| marked_up(&shown(content)));
        let _ = write!(body, "<p align=\"center\">{}</p>", cells.collect::<Vec<_>>().join(" &nbsp; "));
    }
}

fn rows(sheet: &Sheet, area: &Area, body: &mut String) {
    body.push_str("<table border=\"1\">");
    let last = last_column(sheet, area);
    for row in area.first.row..=area.last.row {
        body.push_str("<tr>");
        for column in area.first.column..=last {
            let cell = Cell::new(row, column);
            let merge = sheet.merges.iter().find(|merge| merge.contains(cell));
            if merge.is_some_and(|merge| merge.first != cell) {
                continue;
            }
            let (down, across) = merge.map_or((1, 1), |merge| {
                (merge.last.row - merge.first.row + 1, merge.last.column - merge.first.column + 1)
            });
            let text = sheet.content(cell).map(|content| marked_up(&shown(content))).unwrap_or_default();
            let _ = write!(body, "<td rowspan=\"{down}\" colspan=\"{across}\">{text}</td>");
        }
        body.push_str("</tr>");
    }
    body.push_str("</table>");
}

fn marked_up(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
}

/// The rows outside tables, each as a paragraph.
fn lines(sheet: &Sheet, rows: std::ops::Range<u32>, body: &mut String) {
    for row in sheet.rows.iter().filter(|row| rows.contains(&row.number)) {
        body.push_str("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>");
        for (at, (_, content)) in row.cells.iter().enumerate() {
            body.push_str(if at > 0 { "<w:r><w:tab/></w:r>" } else { "" });
            runs(&shown(content), body);
        }
        body.push_str("</w:p>");
    }
}

/// The table, cut by a page break where no merged cell stands in the way.
fn table(sheet: &Sheet, area: &Area, lists: &mut usize, body: &mut String) {
    let last = last_column(sheet, area);
    let numbered = numbered_rows(sheet, area);
    if !numbered.is_empty() {
        *lists += 1;
    }
    let middle = (area.first.row + area.last.row) / 2;
    let is_cut = |row: u32| sheet.merges.iter().any(|merge| merge.first.row < row && merge.last.row >= row);
    let cut = (middle..=area.last.row).find(|row| *row > area.first.row + 3 && !is_cut(*row));
    begin(area, last, body);
    for row in area.first.row..=area.last.row {
        if Some(row) == cut {
            body.push_str("</w:tbl><w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
            begin(area, last, body);
        }
        body.push_str("<w:tr w:rsidR=\"00A1\"><w:trPr><w:cantSplit/></w:trPr>");
        let mut column = area.first.column;
        while column <= last {
            let cell = Cell::new(row, column);
            let merge = sheet.merges.iter().find(|merge| merge.contains(cell));
            let span = merge.map_or(1, |merge| merge.last.column - column + 1);
            let _ = write!(body, "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>", 900 * span);
            if span > 1 {
                let _ = write!(body, "<w:gridSpan w:val=\"{span}\"/>");
            }
            match merge.filter(|merge| merge.last.row > merge.first.row) {
                Some(merge) if merge.first.row == row => body.push_str("<w:vMerge w:val=\"restart\"/>"),
                Some(_) => body.push_str("<w:vMerge/>"),
                None => {}
            }
            body.push_str("</w:tcPr>");
            if column == area.first.column && numbered.contains(&row) {
                let _ = write!(
                    body,
                    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{lists}\"/></w:numPr></w:pPr></w:p>"
                );
            } else {
                body.push_str("<w:p>");
                let text = sheet.content(cell).filter(|_| merge.is_none_or(|merge| merge.first.row == row));
                text.iter().for_each(|content| runs(&shown(content), body));
                body.push_str("</w:p>");
            }
            body.push_str("</w:tc>");
            column += span;
        }
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl>");
}

fn begin(area: &Area, last: u32, body: &mut String) {
    body.push_str("<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/></w:tblPr><w:tblGrid>");
    (area.first.column..=last).for_each(|_| body.push_str("<w:gridCol w:w=\"900\"/>"));
    body.push_str("</w:tblGrid>");
}

/// The last column that anything in the rows of the table stands in.
fn last_column(sheet: &Sheet, area: &Area) -> u32 {
    let rows = sheet.rows.iter().filter(|row| (area.first.row..=area.last.row).contains(&row.number));
    let filled = rows.filter_map(|row| row.cells.iter().next_back()).map(|(column, _)| column);
    let merged = sheet.merges.iter().filter(|merge| area.contains(merge.first)).map(|merge| merge.last.column);
    filled.chain(merged).chain([area.last.column]).max().unwrap_or_default()
}

/// The rows whose ordinals Word may count: all from the first are 1, 2, 3 …, each in a cell of its own.
fn numbered_rows(sheet: &Sheet, area: &Area) -> Vec<u32> {
    let own = |row: &&Row| (area.first.row + 1..=area.last.row).contains(&row.number);
    let ordinals = sheet.rows.iter().filter(own).filter_map(|row| {
        let number = shown(row.content(area.first.column)?).trim_end_matches('.').parse::<u32>().ok()?;
        let is_merged = sheet.merges.iter().any(|merge| merge.contains(Cell::new(row.number, area.first.column)));
        Some((row.number, number, is_merged))
    });
    let ordinals: Vec<_> = ordinals.collect();
    let counts = ordinals.iter().zip(1..).all(|((_, number, is_merged), count)| *number == count && !is_merged);
    if counts { ordinals.into_iter().map(|(row, ..)| row).collect() } else { Vec::new() }
}

/// The text in runs of a few letters, with what Word leaves between them.
fn runs(text: &str, body: &mut String) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            body.push_str("<w:r><w:br/></w:r>");
        }
        let letters: Vec<char> = line.chars().collect();
        for piece in letters.chunks(7) {
            let piece: String = piece.iter().collect();
            let piece = piece.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let _ = write!(
                body,
                "<w:proofErr w:type=\"spellStart\"/><w:r w:rsidRPr=\"00B2\"><w:rPr><w:lang w:val=\"vi-VN\"/></w:rPr>\
                 <w:t xml:space=\"preserve\">{piece}</w:t></w:r><w:bookmarkStart w:id=\"1\" w:name=\"_x\"/>"
            );
        }
        body.push_str(
            "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteReference w:id=\"2\"/></w:r>",
        );
    }
}

/// So many lists that count 1, 2, 3.
fn numbering(lists: usize) -> String {
    let mut all = String::new();
    for list in 1..=lists {
        let _ = write!(
            all,
            "<w:abstractNum w:abstractNumId=\"{list}\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>\
             <w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum>"
        );
    }
    for list in 1..=lists {
        let _ = write!(all, "<w:num w:numId=\"{list}\"><w:abstractNumId w:val=\"{list}\"/></w:num>");
    }
    part("numbering", &all)
}
