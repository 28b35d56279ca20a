//! Between the forms of one submission: what one form refers to stands in another, and what one says is what another comes to. One
//! submission are the forms of one file; where the other form is not in it, those of the same sender.

use std::collections::HashMap;

use super::{FileOutcome, Judged, Outcome, Verdict};
use crate::cell::Location;
use crate::finding::{Argument, Finding, RuleRef, Severity};
use crate::rules::{MISSING_ROW, UNMATCHED_KEY};
use crate::schema::{Between, Campaign, Number, Tallied, Term, grouped};
use crate::text::Bilingual;
use crate::value::Value;

/// So many findings of a rule between forms are told at each of the two places.
const TOLD: usize = 200;

/// A submission among the files.
type Index = (usize, usize);

/// Tells where the forms of a submission do not agree, at both places, and judges those anew that have an error by it.
pub fn between(verdicts: &mut [Verdict], campaign: &Campaign) {
    let mut found: Vec<(Index, Finding)> = Vec::new();
    for (file, verdict) in verdicts.iter().enumerate().filter(|(_, verdict)| verdict.outcome == FileOutcome::Read) {
        for (at, judged) in verdict.submissions.iter().enumerate().filter(|(_, judged)| !judged.submission.damaged) {
            references(verdicts, (file, at), judged, &mut found);
            for rule in campaign.between.iter().filter(|rule| rule.value.form == judged.submission.form.name) {
                agreement(verdicts, (file, at), (rule, judged), &mut found);
            }
        }
    }
    for ((file, at), finding) in found {
        let judged = &mut verdicts[file].submissions[at];
        if finding.severity == Severity::Error && judged.outcome == Outcome::Accepted {
            judged.outcome = Outcome::Rejected;
        }
        judged.submission.findings.push(finding);
    }
}

/// The submissions of this form that belong to the same one.
fn partners(verdicts: &[Verdict], (file, _): Index, form: &str) -> Vec<Index> {
    let of = |other: usize| {
        let submissions = verdicts[other].submissions.iter().enumerate();
        let own = submissions.filter(|(_, judged)| judged.submission.form.name == form && !judged.submission.damaged);
        own.map(move |(at, _)| (other, at)).collect::<Vec<Index>>()
    };
    let own = of(file);
    let Some(agency) = verdicts[file].agency.as_ref().filter(|_| own.is_empty()) else { return own };
    let is_of_sender = |other: &usize| verdicts[*other].agency.as_ref() == Some(agency);
    (0..verdicts.len()).filter(is_of_sender).flat_map(of).collect()
}

fn judged(verdicts: &[Verdict], (file, at): Index) -> &Judged {
    &verdicts[file].submissions[at]
}

/// What a form refers to and is not in the other one.
fn references(verdicts: &[Verdict], own: Index, of: &Judged, found: &mut Vec<(Index, Finding)>) {
    let form = &of.submission.form;
    for (key, references) in form.keys.foreign.iter().zip(&of.links.refers) {
        let partners = partners(verdicts, own, &key.form);
        let offers = || {
            partners.iter().filter_map(|partner| {
                let offer = judged(verdicts, *partner).links.offers.iter().find(|offer| offer.fields == key.to)?;
                Some((*partner, offer))
            })
        };
        let Some((partner, first)) = offers().next() else { continue };
        if offers().any(|(_, offer)| offer.is_cut) {
            continue;
        }
        let other = &judged(verdicts, partner).submission.form;
        let field = &form.fields[key.fields[key.fields.len() - 1]];
        let is_lost = |number: &u64| !offers().any(|(_, offer)| offer.keys.contains(number));
        for reference in references.iter().filter(|reference| is_lost(&reference.number)).take(TOLD) {
            let finding = Finding::new(&UNMATCHED_KEY, reference.place.clone())
                .about(&field.name, &*reference.typed)
                .with("heading", &field.title)
                .with_words("form", other.title.clone())
                .with_words("other", place_shown(&first.head, &reference.place));
            found.push((own, finding));
            let finding = Finding::new(&MISSING_ROW, first.head.clone())
                .with("value", &*reference.typed)
                .with_words("form", form.title.clone())
                .with_words("other", place_shown(&reference.place, &first.head));
            found.push((partner, finding));
        }
    }
}

/// A number that a form has, with its key and where it stands.
struct Said {
    key: String,
    number: f64,
    place: Location,
}

/// Where a form does not say what the other comes to.
fn agreement(verdicts: &[Verdict], own: Index, (rule, of): (&Between, &Judged), found: &mut Vec<(Index, Finding)>) {
    // Of several one cannot tell which is meant.
    let partners = partners(verdicts, own, &rule.equals.form);
    let [partner] = partners.as_slice() else { return };
    let other = judged(verdicts, *partner);
    let (Some(said), Some(should)) = (numbers(of, &rule.value), numbers(other, &rule.equals)) else { return };
    let heading = heading(of, &rule.value);
    let is_keyed = matches!(rule.value.what, Number::Tally(tally) if !of.submission.form.tallies[tally].by.is_empty());
    let should: HashMap<&str, &Said> = should.iter().map(|it| (&*it.key, it)).collect();
    let mut told = 0;
    for said in &said {
        let expected = should.get(&*said.key);
        let number = expected.map_or(0.0, |expected| expected.number);
        if (said.number - number).abs() <= rule.within || expected.is_none() && !is_keyed {
            continue;
        }
        told += 1;
        if told > TOLD {
            return;
        }
        let head = || other.links.head.clone().unwrap_or_else(|| said.place.clone());
        let place = expected.map_or_else(head, |expected| expected.place.clone());
        let finding = |at: &Location, from: &Location| {
            let rule = RuleRef::Form(rule.rule.clone());
            let mut finding = Finding::new(rule, at.clone()).with("heading", &heading).with("key", &said.key);
            finding.arguments.insert("value".into(), words(said.number));
            finding.arguments.insert("expected".into(), words(number));
            finding.with_words("other", place_shown(from, at))
        };
        found.push((own, finding(&said.place, &place)));
        let there = finding(&place, &said.place);
        let severity = there.severity.min(Severity::Warning);
        found.push((*partner, there.as_bad_as(severity)));
    }
}

/// The numbers that a term has in a form; `None` if they are not known.
fn numbers(of: &Judged, term: &Term) -> Option<Vec<Said>> {
    let head = of.links.head.clone()?;
    let one = |number: f64, place: Location| Some(vec![Said { key: String::new(), number, place }]);
    match term.what {
        Number::Rows => one(of.submission.tables.iter().map(|table| table.rows.records).sum::<usize>() as f64, head),
        Number::Value(value) => {
            let given = of.submission.values.get(value)?;
            let Value::Number(number) = given.entry.value else { return None };
            one(number, Location { sheet: given.sheet.clone(), cell: given.entry.cell, ..head })
        }
        Number::Tally(tally) => match of.tallies.get(tally)? {
            Tallied::One(number) => one(*number, head),
            Tallied::ByKey(keys) => {
                let said = keys.iter().map(|(key, by)| {
                    let table = by.at.and_then(|(table, _)| of.submission.tables.get(table));
                    let place = match (table, by.at) {
                        (Some(table), Some((_, cell))) => {
                            Location { sheet: table.sheet.clone(), cell: Some(cell), ..head.clone() }
                        }
                        _ => head.clone(),
                    };
                    Said { key: key.clone(), number: by.number, place }
                });
                Some(said.collect())
            }
            Tallied::TooMany => None,
        },
    }
}

/// What the number of a term is called.
fn heading(of: &Judged, term: &Term) -> String {
    let form = &of.submission.form;
    match term.what {
        Number::Value(value) => form.values[value].field.title.clone(),
        Number::Tally(tally) => form.tallies[tally]
            .of
            .map_or_else(|| form.tallies[tally].name.clone(), |field| form.fields[field].title.clone()),
        Number::Rows => form.name.clone(),
    }
}

fn words(number: f64) -> Argument {
    let [vi, en] = grouped(number);
    Argument::words(Bilingual { vi: vi.into(), en: en.into() })
}

/// A place as seen from another one: with its sheet and file where these differ.
fn place_shown(place: &Location, from: &Location) -> Bilingual {
    let mut before = String::new();
    if place.file != from.file {
        before.push_str(&place.file);
        before.push_str(" › ");
    }
    if let Some(sheet) = place.sheet.as_ref().filter(|_| place.sheet != from.sheet || place.file != from.file) {
        before.push_str(&format!("{sheet}!"));
    }
    let cell = place.called().unwrap_or_default();
    Bilingual { vi: format!("{before}{}", cell.vi).into(), en: format!("{before}{}", cell.en).into() }
}
