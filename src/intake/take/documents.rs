//! The documents that the tables of one form in a workbook name: a sheet may have one of its own.

use std::sync::Arc;

use super::Framed;
use super::titles::Titles;
use crate::cell::{Cell, Location};
use crate::finding::{Finding, Severity};
use crate::intake::decision::{self, Citation, Kinds, Searched, Side};
use crate::intake::rowset::RowSet;
use crate::intake::{Decision, Lapse, Line, TEXT_BYTES, rules};
use crate::schema::Form;
use crate::text::hashed::HashSet;
use crate::text::{Bilingual, day};
use crate::workbook::Workbook;

/// The tables by the document that issues them, where they name several with numbers and days of their own: each counts from its own day
/// on. A table that names none goes with the one before it.
pub(super) fn parted<'s>(path: &Arc<str>, form: &Form, kinds: &Kinds, found: Vec<Framed<'s>>) -> Vec<Vec<Framed<'s>>> {
    if !form.is_issued() || found.len() < 2 {
        return vec![found];
    }
    let named: Vec<Option<Decision>> = found.iter().map(|found| named(path, kinds, found)).collect();
    let Some(first) = named.iter().flatten().next() else { return vec![found] };
    let is_other = |it: &Decision| it.number != first.number && it.date != first.date;
    if !named.iter().flatten().any(is_other) {
        return vec![found];
    }
    let mut parts: Vec<(String, Vec<Framed<'s>>)> = vec![(first.number.clone(), Vec::new())];
    let mut at = 0;
    for (found, named) in found.into_iter().zip(named) {
        if let Some(decision) = named {
            at = parts.iter().position(|(number, _)| *number == decision.number).unwrap_or(parts.len());
            if at == parts.len() {
                parts.push((decision.number, Vec::new()));
            }
        }
        parts[at].1.push(found);
    }
    parts.into_iter().map(|(_, found)| found).collect()
}

/// The document that the lines above a table name.
pub(super) fn named(path: &Arc<str>, kinds: &Kinds, found: &Framed<'_>) -> Option<Decision> {
    decision::find(path, kinds, &found.above).decision().cloned()
}

/// Where each table names a decision of its own («2022», «2023»), one that lists much of what stands under a later decision is
/// superseded: pooled, it would count under a decision that is not its own.
pub(super) fn leave_older(
    workbook: &Workbook,
    (form, kinds, titles): (&Form, &Kinds, &Titles),
    found: &mut Vec<Framed<'_>>,
    findings: &mut Vec<Finding>,
) {
    if found.len() < 2 {
        return;
    }
    let named = found.iter().map(|found| named(&workbook.path, kinds, found));
    let Some(decisions) = named.collect::<Option<Vec<Decision>>>() else { return };
    let Some(latest) = (0..decisions.len()).rev().max_by_key(|at| decisions[*at].date) else { return };
    let adds = titles.tell_supplement(&found[latest].above);
    if adds || decisions.iter().all(|decision| decision.date == decisions[latest].date) {
        return;
    }
    let mut left = TEXT_BYTES;
    let (counts, _) = RowSet::of(form, &found[latest].table, &found[latest].records, &mut left);
    let (other, Decision { number, date, .. }) = (found[latest].table.sheet.clone(), &decisions[latest]);
    let day = date.strftime("%d/%m/%Y");
    let mut at = 0;
    found.retain(|found| {
        at += 1;
        let (rows, _) = RowSet::of(form, &found.table, &found.records, &mut left);
        let stays = decisions[at - 1].date == *date || rows.is_empty() || rows.is_apart_from(&counts);
        if !stays {
            let why = Bilingual::new("Trang tính khác theo văn bản ban hành sau", "Another sheet has a later decision");
            let told = Finding::new(&rules::SUPERSEDED, found.place(workbook))
                .with_words("why", why)
                .with("other", other.as_deref().unwrap_or_default())
                .with("document", format!(" ({number}, {day})"));
            findings.push(told.as_bad_as(Severity::Warning));
        }
        stays
    });
}

/// That the form says itself that its document is no longer in force, above its tables or below.
pub(super) fn lapsed(
    workbook: &Workbook,
    titles: &Titles,
    told: &Citation,
    [above, beside, below]: [&[Line]; 3],
) -> Option<Lapse> {
    let mut all = [(above, Side::Above), (beside, Side::Above), (below, Side::Below)].into_iter();
    let (line, since) = all.find_map(|(lines, side)| titles.lapsed(lines, side, told.decision()))?;
    let place = Location::sheet(&workbook.path, line.sheet.as_ref(), Some(line.cell));
    let finding = Finding::new(&rules::OUT_OF_FORCE, place).with("value", line.text.replace('\n', " "));
    Some(Lapse { finding: finding.typed(&*line.text), since })
}

/// What is to be looked at in how the document is named. Below a table stand the titles of the next one, too, which are among `titles`.
pub(super) fn doubts(
    kinds: &Kinds,
    told: &Citation,
    found: &[Framed<'_>],
    [above, beside, below]: [&Searched<'_>; 3],
    titles: &[Line],
) -> Vec<Finding> {
    let Some(own) = told.decision() else { return Vec::new() };
    let places: HashSet<Cell> = titles.iter().map(|line| line.cell).collect();
    let is_title = |line: &&Line| places.contains(&line.cell) && titles.contains(line);
    let notes: Vec<Line> = below.lines.iter().filter(|line| !is_title(line)).cloned().collect();
    let notes = if notes.len() < below.lines.len() { &Searched::new(kinds, &notes) } else { below };
    two(own, found, [above, beside, notes]).into_iter().chain(only_below(own, notes)).collect()
}

/// A finding if the sentence that names the document names another one with it, or another line of its table does.
fn two(own: &Decision, found: &[Framed<'_>], around: [&Searched<'_>; 3]) -> Option<Finding> {
    let joined = around.iter().find_map(|lines| decision::also_named(lines, own));
    let mut of_one = around.iter().filter(|_| found.len() == 1);
    let other = joined.or_else(|| of_one.find_map(|lines| decision::also_issues(lines, own)))?;
    let finding = Finding::new(&rules::TWO_DECISIONS, own.place.clone())
        .with("number", own.number.clone())
        .with("other", other)
        .with_words("date", day(own.date));
    Some(finding)
}

/// A finding if only a line below the tables names the document, and does not say that the form comes with it.
fn only_below(own: &Decision, below: &Searched<'_>) -> Option<Finding> {
    if !decision::is_only_named(below, own) {
        return None;
    }
    let finding = Finding::new(&rules::NAMED_BELOW, own.place.clone()).with("kind", own.kind.clone());
    Some(finding.with("number", own.number.clone()).with_words("date", day(own.date)))
}

/// A finding if the document is dated before there was anything to issue by it.
pub(super) fn early(form: &Form, told: &Citation) -> Option<Finding> {
    let (decision, since) = told.decision().zip(form.not_before).filter(|(it, since)| it.date < *since)?;
    let finding =
        Finding::new(&rules::ISSUED_TOO_EARLY, decision.place.clone()).with("number", decision.number.clone());
    Some(finding.with_words("date", day(decision.date)).with_words("since", day(since)))
}
