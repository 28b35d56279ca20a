//! Tables that are left out though they look like a form: on hidden sheets, or lists of what is wanted from others.

use std::collections::BTreeMap;

use super::titles::Titles;
use super::{Framed, Knowledge, documents};
use crate::bilingual;
use crate::cell::Location;
use crate::finding::{Finding, Severity};
use crate::intake::rows::why;
use crate::intake::rowset::RowSet;
use crate::intake::{Line, RowKind, RowTrace, TEXT_BYTES, Table, copies, rules};
use crate::schema::Form;
use crate::text::{Bilingual, fold, words};
use crate::workbook::Workbook;

/// Leaves out the tables that are no part of what is sent, and tells of each.
pub(super) fn leave(
    workbook: &Workbook,
    knowledge: &Knowledge,
    found: &mut Vec<Framed<'_>>,
    findings: &mut Vec<Finding>,
) {
    for leave in [leave_hidden_copies, leave_asides, leave_blank, leave_wanted, leave_others] {
        leave(workbook, knowledge, found, findings);
    }
}

/// A form on a hidden sheet is read only if no visible sheet holds that form: people keep old versions there. That most of its rows
/// stand nowhere else is worth a warning.
fn leave_hidden_copies(
    workbook: &Workbook,
    knowledge: &Knowledge,
    found: &mut Vec<Framed<'_>>,
    findings: &mut Vec<Finding>,
) {
    let mut left = TEXT_BYTES;
    let shown: Vec<usize> = found.iter().filter(|found| !found.hidden).map(|found| found.form).collect();
    // The rows of the visible sheets, by form.
    let mut visible: BTreeMap<usize, RowSet> = BTreeMap::new();
    for hidden in found.iter().filter(|found| found.hidden) {
        let read = !shown.contains(&hidden.form);
        let mut rows = |it: &Framed<'_>| RowSet::of(&knowledge.forms[it.form], &it.table, &it.records, &mut left).0;
        let own = if read { RowSet::default() } else { rows(hidden) };
        let visible = visible.entry(hidden.form).or_insert_with(|| {
            let visible = found.iter().filter(|it| !it.hidden && it.form == hidden.form);
            visible.fold(RowSet::default(), |all, it| all.with(&rows(it)))
        });
        let alone = own.len() - own.shared(visible);
        let mostly_alone = alone * 2 > own.len();
        let done = match read {
            true => Bilingual::new("vẫn được đọc", "it was read all the same"),
            false if mostly_alone => bilingual!(
                "không được đọc, dù {alone} dòng chỉ có ở trang này, vì có biểu này trên trang tính đang hiện",
                "it was not read, for a visible sheet holds the same form, though {alone} rows stand on this one alone"
            ),
            false => Bilingual::new(
                "không được đọc, vì có biểu này trên trang tính đang hiện",
                "it was not read, for a visible sheet holds the same form",
            ),
        };
        let place = Location::sheet(&workbook.path, hidden.table.sheet.as_ref(), None);
        let finding = Finding::new(&rules::HIDDEN_SHEET, place)
            .with("sheet", hidden.table.sheet.as_deref().unwrap_or_default())
            .with_words("done", done);
        findings.push(if mostly_alone { finding.as_bad_as(Severity::Warning) } else { finding });
    }
    found.retain(|found| !found.hidden || !shown.contains(&found.form));
}

/// A sheet whose name or title says that it holds examples, guidance or what is no longer used is left out, if another sheet has the
/// same form.
fn leave_asides(workbook: &Workbook, knowledge: &Knowledge, found: &mut Vec<Framed<'_>>, findings: &mut Vec<Finding>) {
    leave_beside_others(found, findings, |found| {
        let sheet = found.table.sheet.as_deref().unwrap_or_default();
        let asides = &knowledge.forms[found.form].language.asides;
        let name = Some(sheet).filter(|name| asides.are_in(&fold(name)));
        let said = name.or_else(|| Some(&*knowledge.titles[found.form].aside(&found.above)?.text))?;
        let finding = Finding::new(&rules::SHEET_LEFT_ASIDE, found.place(workbook)).with("sheet", sheet);
        Some(finding.with("count", found.table.rows.records.to_string()).with("value", said))
    });
}

/// Leaves out the tables of which there is something to tell, if there is another of the same form.
fn leave_beside_others(
    found: &mut Vec<Framed<'_>>,
    findings: &mut Vec<Finding>,
    tell: impl Fn(&Framed<'_>) -> Option<Finding>,
) {
    if found.len() < 2 {
        return;
    }
    let told: Vec<Option<Finding>> = found.iter().map(tell).collect();
    let own: Vec<usize> = found.iter().zip(&told).filter(|(_, told)| told.is_none()).map(|(it, _)| it.form).collect();
    let mut told = told.into_iter();
    found.retain(|found| {
        let told = told.next().flatten().filter(|_| own.contains(&found.form));
        findings.extend(told.clone());
        told.is_none()
    });
}

/// A form with no rows and no decision, beside another form that has rows: a template of several, of which one was filled in.
fn leave_blank(workbook: &Workbook, knowledge: &Knowledge, found: &mut Vec<Framed<'_>>, findings: &mut Vec<Finding>) {
    let filled: Vec<usize> =
        found.iter().filter(|found| found.table.rows.records > 0).map(|found| found.form).collect();
    let says_none = |row: &RowTrace| row.kind == RowKind::Note && std::ptr::eq(row.why, &why::NOTHING_TO_REPORT);
    found.retain(|found| {
        let form = &knowledge.forms[found.form];
        let is_issued = || documents::named(&workbook.path, &knowledge.titles[found.form].kinds, found).is_some();
        let stays = filled.is_empty()
            || filled.contains(&found.form)
            || form.none.is_some()
            || found.table.trace.iter().any(says_none)
            || !form.is_issued()
            || is_issued();
        if !stays {
            let finding = Finding::new(&rules::BLANK_SHEET, found.place(workbook))
                .with("sheet", found.table.sheet.as_deref().unwrap_or_default())
                .with_words("form", form.title.clone());
            findings.push(finding);
        }
        stays
    });
}

/// A list whose title says that it is of what the agency wants from others, or no longer has, is no part of the form, if there is one
/// of its own.
fn leave_wanted(workbook: &Workbook, knowledge: &Knowledge, found: &mut Vec<Framed<'_>>, findings: &mut Vec<Finding>) {
    leave_beside_others(found, findings, |found| {
        let title = knowledge.titles[found.form].wanted(&found.above)?;
        let place = Location::sheet(&workbook.path, title.sheet.as_ref(), Some(title.cell));
        let finding = Finding::new(&rules::OTHER_LIST, place).with("count", found.table.rows.records.to_string());
        Some(finding.with("value", &title.text))
    });
}

/// A list that has names of other things where the form has its own («Tên hệ thống thông tin») is no part of it, if the file holds one
/// that has the form's.
fn leave_others(workbook: &Workbook, knowledge: &Knowledge, found: &mut Vec<Framed<'_>>, findings: &mut Vec<Finding>) {
    if found.len() < 2 {
        return;
    }
    let names: Vec<Option<usize>> = found
        .iter()
        .map(|it| knowledge.forms[it.form].fields.iter().position(|field| field.required && field.unique))
        .collect();
    let is_there = |it: &Framed<'_>, name: usize| it.table.columns.iter().any(|column| column.field == Some(name));
    let has_names = |it: &Framed<'_>, name: Option<usize>| name.is_none_or(|name| is_there(it, name));
    let own = found.iter().zip(&names).filter(|(it, name)| it.table.rows.records > 0 && has_names(it, **name));
    let own: Vec<usize> = own.map(|(it, _)| it.form).collect();
    let mut names = names.into_iter();
    found.retain(|found| {
        let Some(name) = names.next().flatten().filter(|name| !is_there(found, *name) && own.contains(&found.form))
        else {
            return true;
        };
        let called = fold(&knowledge.forms[found.form].fields[name].title);
        let kind = words(&called).next();
        let mut unread = found.table.columns.iter().filter(|column| column.field.is_none());
        let Some(other) = unread.find(|column| kind.is_some() && words(&fold(&column.heading)).next() == kind) else {
            return true;
        };
        let place = Location::sheet(&workbook.path, found.table.sheet.as_ref(), Some(other.cell));
        let finding = Finding::new(&rules::OTHER_LIST, place).with("count", found.table.rows.records.to_string());
        findings.push(finding.with("value", other.heading.replace('\n', " ")));
        false
    });
}

/// That the tables of a form, of which the file holds no other, are by their title what is wanted from others or no longer there.
pub(super) fn wanted_alone(workbook: &Workbook, titles: &Titles, found: &[Framed<'_>]) -> Option<Finding> {
    let title = |found: &Framed<'_>| titles.wanted(&found.above).cloned();
    let titles = found.iter().map(title).collect::<Option<Vec<Line>>>()?;
    let line = titles.first()?;
    let place = Location::sheet(&workbook.path, line.sheet.as_ref(), Some(line.cell));
    let rows: usize = found.iter().map(|found| found.table.rows.records).sum();
    let finding = Finding::new(&rules::WANTED_DATA, place).with("rows", rows.to_string());
    Some(finding.with("value", line.text.replace('\n', " ")))
}

/// A sheet that only repeats another is left out, so that its rows count once and are told once.
pub(super) fn leave_copies(workbook: &Workbook, form: &Form, found: &mut Vec<Framed<'_>>, findings: &mut Vec<Finding>) {
    if found.len() < 2 {
        return;
    }
    let tables: Vec<&Table> = found.iter().map(|found| &found.table).collect();
    let judged: Vec<bool> =
        found.iter().map(|found| !found.damage.as_ref().is_some_and(|damage| damage.whole)).collect();
    let mut left = TEXT_BYTES;
    let sets: Vec<_> = found.iter().map(|found| RowSet::of(form, &found.table, &found.records, &mut left)).collect();
    let (stays, mut told) = copies::find(workbook, form, &tables, &sets, &judged);
    findings.append(&mut told);
    let mut stays = stays.into_iter();
    found.retain(|_| stays.next().unwrap_or(true));
}
