//! Tables that are left out though they look like a form: on hidden sheets, or lists of what is wanted from others.

use super::{Framed, Knowledge};
use crate::cell::Location;
use crate::finding::{Finding, Severity};
use crate::intake::records::TEXT_BYTES;
use crate::intake::rows::why;
use crate::intake::rowset::RowSet;
use crate::intake::{Line, RowKind, RowTrace, decision, rules};
use crate::text::{Bilingual, fold, words};
use crate::workbook::Workbook;

/// A form on a hidden sheet is read only if no visible sheet holds that form: people keep old versions there. That most of its rows
/// stand nowhere else is worth a warning.
pub(super) fn leave_hidden_copies(
    workbook: &Workbook,
    knowledge: &Knowledge,
    found: &mut Vec<Framed<'_>>,
    findings: &mut Vec<Finding>,
) {
    let mut left = TEXT_BYTES;
    let shown: Vec<usize> = found.iter().filter(|found| !found.hidden).map(|found| found.form).collect();
    for hidden in found.iter().filter(|found| found.hidden) {
        let read = !shown.contains(&hidden.form);
        let mut rows = |it: &Framed<'_>| RowSet::of(&knowledge.forms[it.form], &it.table, &it.records, &mut left).0;
        let own = if read { RowSet::default() } else { rows(hidden) };
        let visible = found.iter().filter(|it| !read && !it.hidden && it.form == hidden.form);
        let visible = visible.fold(RowSet::default(), |all, it| all.with(&rows(it)));
        let alone = own.len() - own.shared(&visible);
        let done = match read {
            true => Bilingual::new("vẫn được đọc", "it was read all the same"),
            false if alone * 2 > own.len() => Bilingual {
                vi: format!("không được đọc, dù {alone} dòng chỉ có ở trang này, vì có biểu này trên trang tính đang hiện").into(),
                en: format!("it was not read, for a visible sheet holds the same form, though {alone} rows stand on this one alone").into(),
            },
            false => Bilingual::new(
                "không được đọc, vì có biểu này trên trang tính đang hiện",
                "it was not read, for a visible sheet holds the same form",
            ),
        };
        let place = Location::sheet(&workbook.path, hidden.table.sheet.as_ref(), None);
        let finding = Finding::new(&rules::HIDDEN_SHEET, place)
            .with("sheet", hidden.table.sheet.as_deref().unwrap_or_default())
            .with_words("done", done);
        findings.push(if alone * 2 > own.len() { finding.as_bad_as(Severity::Warning) } else { finding });
    }
    found.retain(|found| !found.hidden || !shown.contains(&found.form));
}

/// A sheet whose name or title says that it holds examples, guidance or what is no longer used is left out, if another sheet has the
/// same form.
pub(super) fn leave_asides(
    workbook: &Workbook,
    knowledge: &Knowledge,
    found: &mut Vec<Framed<'_>>,
    findings: &mut Vec<Finding>,
) {
    let says = |found: &Framed<'_>| {
        let asides = &knowledge.forms[found.form].language.asides;
        let name = found.table.sheet.as_deref().filter(|name| asides.are_in(&fold(name)));
        let begins = |line: &&Line| asides.begin(&words(&fold(&line.text)).collect::<Vec<_>>()).is_some();
        name.map(str::to_owned).or_else(|| found.above.iter().find(begins).map(|line| line.text.clone()))
    };
    let said: Vec<Option<String>> = found.iter().map(says).collect();
    let own: Vec<usize> = found.iter().zip(&said).filter(|(_, said)| said.is_none()).map(|(it, _)| it.form).collect();
    let mut said = said.into_iter();
    found.retain(|found| match said.next().flatten().filter(|_| own.contains(&found.form)) {
        Some(said) => {
            let place = Location::sheet(&workbook.path, found.table.sheet.as_ref(), Some(found.table.header.first));
            let finding = Finding::new(&rules::SHEET_LEFT_ASIDE, place)
                .with("sheet", found.table.sheet.as_deref().unwrap_or_default())
                .with("count", found.table.rows.records.to_string())
                .with("value", said);
            findings.push(finding);
            false
        }
        None => true,
    });
}

/// A form with no rows and no decision, beside another form that has rows: a template of several, of which one was filled in.
pub(super) fn leave_blank(
    workbook: &Workbook,
    knowledge: &Knowledge,
    found: &mut Vec<Framed<'_>>,
    findings: &mut Vec<Finding>,
) {
    let filled: Vec<usize> =
        found.iter().filter(|found| found.table.rows.records > 0).map(|found| found.form).collect();
    let says_none = |row: &RowTrace| row.kind == RowKind::Note && std::ptr::eq(row.why, &why::NOTHING_TO_REPORT);
    found.retain(|found| {
        let form = &knowledge.forms[found.form];
        let is_issued = || {
            let told = decision::find(&workbook.path, &knowledge.kinds[found.form], &found.above);
            matches!(told, decision::Citation::Decision(_))
        };
        let stays = filled.is_empty()
            || filled.contains(&found.form)
            || form.none.is_some()
            || found.table.trace.iter().any(says_none)
            || !form.is_issued()
            || is_issued();
        if !stays {
            let place = Location::sheet(&workbook.path, found.table.sheet.as_ref(), Some(found.table.header.first));
            let finding = Finding::new(&rules::BLANK_SHEET, place)
                .with("sheet", found.table.sheet.as_deref().unwrap_or_default())
                .with_words("form", form.title.clone());
            findings.push(finding);
        }
        stays
    });
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
