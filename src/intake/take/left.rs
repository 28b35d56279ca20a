//! Tables that are left out though they look like a form: on hidden sheets, or lists of what is wanted from others.

use super::{Framed, Knowledge};
use crate::cell::Location;
use crate::finding::Finding;
use crate::intake::{Line, RowKind, rules};
use crate::text::{Bilingual, fold};
use crate::workbook::Workbook;

/// A form on a hidden sheet is read only if no visible sheet holds that form: people keep old versions there.
pub(super) fn leave_hidden_copies(workbook: &Workbook, found: &mut Vec<Framed<'_>>, findings: &mut Vec<Finding>) {
    let shown: Vec<usize> = found.iter().filter(|found| !found.hidden).map(|found| found.form).collect();
    for found in found.iter().filter(|found| found.hidden) {
        let read = !shown.contains(&found.form);
        let finding =
            Finding::new(&rules::HIDDEN_SHEET, Location::sheet(&workbook.path, found.table.sheet.as_ref(), None))
                .with("sheet", found.table.sheet.as_deref().unwrap_or_default())
                .with_words(
                    "done",
                    if read {
                        Bilingual::new("vẫn được đọc", "it was read all the same")
                    } else {
                        Bilingual::new(
                            "không được đọc, vì có biểu này trên trang tính đang hiện",
                            "it was not read, for a visible sheet holds the same form",
                        )
                    },
                );
        findings.push(finding);
    }
    found.retain(|found| !found.hidden || !shown.contains(&found.form));
}

/// A list whose title says that it is of what the agency wants from others is no part of the form, if there is one of its own.
pub(super) fn leave_wanted(
    workbook: &Workbook,
    knowledge: &Knowledge,
    found: &mut Vec<Framed<'_>>,
    findings: &mut Vec<Finding>,
) {
    if found.len() < 2 {
        return;
    }
    let title = |found: &Framed<'_>| {
        let wanted = &knowledge.forms[found.form].language.wanted;
        found.above.iter().find(|line| wanted.are_in(&fold(&line.text))).cloned()
    };
    let titles: Vec<Option<Line>> = found.iter().map(title).collect();
    let own: Vec<usize> = found.iter().zip(&titles).filter(|it| it.1.is_none()).map(|it| it.0.form).collect();
    let mut titles = titles.into_iter();
    found.retain(|found| match titles.next().flatten().filter(|_| own.contains(&found.form)) {
        Some(title) => {
            let place = Location::sheet(&workbook.path, title.sheet.as_ref(), Some(title.cell));
            let records = found.table.trace.iter().filter(|row| row.kind == RowKind::Record).count();
            let finding = Finding::new(&rules::OTHER_LIST, place).with("count", records.to_string());
            findings.push(finding.with("value", title.text.to_string()));
            false
        }
        None => true,
    });
}
