//! Between the forms of one submission: what one form refers to stands in another, and what one says is what another comes to. One
//! submission are the forms of one file; where the other form is not in it, those of the same sender.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::absent::{key_not_looked_up, not_looked_up};
use super::links::{KEYS, Reference, TOO_MANY};
use super::senders::Senders;
use super::{FileOutcome, Judged, Outcome, Verdict, unlisted};
use crate::bilingual;
use crate::cell::Location;
use crate::finding::{Argument, Finding, Rule, RuleRef, Severity};
use crate::rules::keys::OUT_OF_SEQUENCE;
use crate::rules::{EMPTY_TABLE, MISSING_COLUMN, MISSING_ROW, UNMATCHED_KEY, duplicate_value, not_all_told};
use crate::schema::{Between, Campaign, Form, Number, Tallied, Term, grouped};
use crate::text::{Bilingual, Language, fold};
use crate::value::Value;

/// So many findings of a rule between forms are told at each of the two places.
const TOLD: usize = 200;

/// A submission among the files.
type Index = (usize, usize);

/// Tells where the forms of a submission do not agree, at both places, and judges those anew that have an error by it.
pub fn between(verdicts: &mut [Verdict], campaign: &Campaign, forms: &[Arc<Form>]) {
    unlisted::known_as_one(verdicts);
    let mut found: Vec<(Index, Finding)> = Vec::new();
    let senders = Senders::of(verdicts);
    for (file, verdict) in verdicts.iter().enumerate().filter(|(_, verdict)| verdict.outcome == FileOutcome::Read) {
        for (at, judged) in verdict.submissions.iter().enumerate().filter(|(_, judged)| !judged.submission.damaged) {
            references(&senders, (file, at), judged, &mut found);
            let told = not_looked_up(&senders, file, judged, forms);
            found.extend(told.into_iter().map(|finding| ((file, at), finding)));
        }
    }
    tell(verdicts, std::mem::take(&mut found));
    let senders = Senders::of(verdicts);
    for (file, verdict) in verdicts.iter().enumerate().filter(|(_, verdict)| verdict.outcome == FileOutcome::Read) {
        for (at, judged) in verdict.submissions.iter().enumerate().filter(|(_, judged)| !judged.submission.damaged) {
            for rule in campaign.between.iter().filter(|rule| rule.value.form == judged.submission.form.name) {
                agreement(&senders, (file, at), (rule, judged), &mut found);
            }
        }
    }
    tell(verdicts, found);
}

/// Adds what was found, and judges those anew that have an error by it.
fn tell(verdicts: &mut [Verdict], found: Vec<(Index, Finding)>) {
    for ((file, at), finding) in found {
        let judged = &mut verdicts[file].submissions[at];
        if finding.severity == Severity::Error && judged.outcome == Outcome::Accepted {
            judged.outcome = Outcome::Rejected;
        }
        judged.submission.findings.push(finding);
    }
}

/// The submissions of this form that belong to the same one.
fn partners(senders: &Senders<'_>, (file, _): Index, form: &str) -> Vec<Index> {
    let verdicts = senders.verdicts;
    let of = |other: usize| {
        let submissions = verdicts[other].submissions.iter().enumerate();
        let own = submissions.filter(|(_, judged)| judged.submission.form.name == form && !judged.submission.damaged);
        own.map(move |(at, _)| (other, at)).collect::<Vec<Index>>()
    };
    let own = of(file);
    if !own.is_empty() || verdicts[file].agency.is_none() {
        return own;
    }
    senders.beside(file).iter().copied().flat_map(of).collect()
}

/// Whether the rows say nothing of these fields: there are none, or a column is missing. That is told already.
fn lacks(of: &Judged, fields: &[&str]) -> bool {
    let is_missing = |finding: &Finding| {
        finding.rule.is(&EMPTY_TABLE)
            || finding.rule.is(&MISSING_COLUMN) && finding.field.as_deref().is_some_and(|field| fields.contains(&field))
    };
    of.submission.findings.iter().any(is_missing)
}

/// The same of the fields that a term is taken of.
fn lacks_term(of: &Judged, term: &Term) -> bool {
    let form = &of.submission.form;
    let Number::Tally(tally) = term.what else { return term.what == Number::Rows && lacks(of, &[]) };
    let tally = &form.tallies[tally];
    let fields = tally.by.iter().chain(&tally.of).map(|field| form.fields[*field].name.as_str());
    lacks(of, &fields.collect::<Vec<_>>())
}

fn judged(verdicts: &[Verdict], (file, at): Index) -> &Judged {
    &verdicts[file].submissions[at]
}

/// What a form refers to and is not in the other one.
fn references(senders: &Senders<'_>, own: Index, of: &Judged, found: &mut Vec<(Index, Finding)>) {
    let verdicts = senders.verdicts;
    let form = &of.submission.form;
    for (key, references) in form.keys.foreign.iter().zip(&of.links.refers) {
        let partners = partners(senders, own, &key.form);
        let to: Vec<&str> = key.to.iter().map(String::as_str).collect();
        if partners.iter().any(|partner| lacks(judged(verdicts, *partner), &to)) {
            continue;
        }
        let offers = || {
            partners.iter().filter_map(|partner| {
                let offer = judged(verdicts, *partner).links.offers.iter().find(|offer| offer.fields == key.to)?;
                Some((*partner, offer))
            })
        };
        let Some((partner, first)) = offers().next() else { continue };
        let other = &judged(verdicts, partner).submission.form;
        let field = &form.fields[key.fields[key.fields.len() - 1]];
        let is_cut = offers().any(|(_, offer)| offer.is_cut);
        if is_cut || of.links.is_cut && references.len() == KEYS {
            let told = key_not_looked_up(of, field, other, TOO_MANY);
            found.extend(told.map(|finding| (own, finding)));
        }
        if is_cut {
            continue;
        }
        let is_lost = |number: &u64| !offers().any(|(_, offer)| offer.keys.contains(number));
        // A row whose own key is told as wrong may be the one that is meant.
        let last = key.to.last().map(String::as_str);
        let wrong = judged(verdicts, partner).submission.findings.iter().filter(|it| it.field.as_deref() == last);
        let should = wrong.filter_map(|it| Some(it.arguments.get("expected")?.get(Language::Vietnamese)));
        let meant: HashSet<&str> = should.collect();
        let is_told = |it: &&Reference| is_lost(&it.number) && !meant.contains(&*it.typed);
        let lost: Vec<&Reference> = references.iter().filter(is_told).collect();
        for reference in lost.iter().take(TOLD) {
            let finding = Finding::new(&UNMATCHED_KEY, reference.place.clone())
                .about(&field.name, &*reference.typed)
                .with("heading", &field.title)
                .with_words("form", other.title.clone());
            found.push((own, naming(finding, &first.head)));
            let finding = Finding::new(&MISSING_ROW, first.head.clone())
                .with("value", &*reference.typed)
                .with_words("form", form.title.clone());
            found.push((partner, naming(finding, &reference.place)));
        }
        if let Some(head) = of.links.head.as_ref().filter(|_| lost.len() > TOLD) {
            found.push((own, not_all_told(&UNMATCHED_KEY, &field.title, (lost.len(), TOLD), head.clone())));
            found.push((partner, not_all_told(&MISSING_ROW, &field.title, (lost.len(), TOLD), first.head.clone())));
        }
    }
}

/// A number that a form has, with its key and where it stands.
#[derive(Clone)]
struct Said {
    /// Folded.
    key: String,
    /// As it is written.
    written: String,
    number: f64,
    is_known: bool,
    place: Location,
}

/// Where a form does not say what the other comes to.
fn agreement(senders: &Senders<'_>, own: Index, (rule, of): (&Between, &Judged), found: &mut Vec<(Index, Finding)>) {
    let verdicts = senders.verdicts;
    // Of several one cannot tell which is meant.
    let partners = partners(senders, own, &rule.equals.form);
    let [partner] = partners.as_slice() else { return };
    let other = judged(verdicts, *partner);
    if lacks_term(of, &rule.value) || lacks_term(other, &rule.equals) {
        return;
    }
    let (Some(said), Some(should)) = (numbers(of, &rule.value), numbers(other, &rule.equals)) else { return };
    let (heading, heading_there) = (heading(of, &rule.value), heading(other, &rule.equals));
    let is_keyed = matches!(rule.value.what, Number::Tally(tally) if !of.submission.form.tallies[tally].by.is_empty());
    // What the other form has and this one does not is nothing here.
    let is_there: HashSet<&str> = said.iter().map(|it| &*it.key).collect();
    let head = of.links.head.clone().unwrap_or_else(|| Location::file(&verdicts[own.0].path));
    let absent = should.iter().filter(|it| is_keyed && !is_there.contains(&*it.key));
    let absent: Vec<Said> = absent.map(|it| Said { number: 0.0, place: head.clone(), ..it.clone() }).collect();
    let should: HashMap<&str, &Said> = should.iter().map(|it| (&*it.key, it)).collect();
    let wrong = [(of, &rule.value), (other, &rule.equals)].map(|(of, term)| wrong_keys(of, term)).concat();
    let is_known = |said: &Said| said.is_known && !wrong.contains(&said.key);
    let unsure: Vec<f64> =
        said.iter().chain(should.values().copied()).filter(|it| !is_known(it)).map(|it| it.number).collect();
    let mut told = 0;
    for said in said.iter().chain(&absent) {
        let expected = should.get(&*said.key);
        let number = expected.map_or(0.0, |expected| expected.number);
        let apart = (said.number - number).abs();
        if apart <= rule.within || expected.is_none() && !is_keyed {
            continue;
        }
        // What a key that is told as wrong comes to may be what is missing here.
        let is_known = is_known(said) && expected.is_none_or(|expected| is_known(expected));
        if !is_known || unsure.iter().any(|unsure| (apart - unsure.abs()).abs() <= rule.within) {
            continue;
        }
        told += 1;
        if told > TOLD {
            continue;
        }
        let head = || other.links.head.clone().unwrap_or_else(|| said.place.clone());
        let place = expected.map_or_else(head, |expected| expected.place.clone());
        let words = |heading: &str, [is, should]: [f64; 2], at: &Location, from: &Location| {
            disagreement(rule, heading, (&said.written, is, should), at, from)
        };
        found.push((own, words(&heading, [said.number, number], &said.place, &place)));
        // As seen from there: it says what this one should be.
        let there = words(&heading_there, [number, said.number], &place, &said.place);
        let severity = there.severity.min(Severity::Warning);
        found.push((*partner, there.as_bad_as(severity)));
    }
    if told > TOLD {
        for (index, judged) in [(own, of), (*partner, other)] {
            let head = judged.links.head.as_ref();
            found.extend(head.map(|head| (index, not_all_told(&rule.rule, &heading, (told, TOLD), head.clone()))));
        }
    }
}

/// That what is said is not what it should be, told at a place as seen from the other one.
fn disagreement(
    rule: &Between,
    heading: &str,
    (key, is, should): (&str, f64, f64),
    at: &Location,
    from: &Location,
) -> Finding {
    let rule = RuleRef::Form(rule.rule.clone());
    let mut finding = Finding::new(rule, at.clone()).with("heading", heading).with("key", key);
    finding.arguments.insert("value".into(), words(is));
    finding.arguments.insert("expected".into(), words(should));
    naming(finding, from)
}

/// The keys of a term of which it is told that they are wrong: folded.
fn wrong_keys(of: &Judged, term: &Term) -> Vec<String> {
    let form = &of.submission.form;
    let Number::Tally(tally) = term.what else { return Vec::new() };
    let [field] = form.tallies[tally].by[..] else { return Vec::new() };
    let name = form.fields[field].name.as_str();
    let rules: [&'static Rule; 3] = [&duplicate_value::RULE, &OUT_OF_SEQUENCE, &UNMATCHED_KEY];
    let told = of.submission.findings.iter().filter(|it| it.field.as_deref() == Some(name));
    told.filter(|it| rules.iter().any(|rule| it.rule.is(rule))).filter_map(|it| it.value.as_deref().map(fold)).collect()
}

/// The numbers that a term has in a form; `None` if they are not known.
fn numbers(of: &Judged, term: &Term) -> Option<Vec<Said>> {
    let head = of.links.head.clone()?;
    let one = |number: f64, place: Location| {
        Some(vec![Said { key: String::new(), written: String::new(), number, is_known: true, place }])
    };
    match term.what {
        Number::Rows => one(of.submission.tables.iter().map(|table| table.rows.records).sum::<usize>() as f64, head),
        Number::Value(value) => {
            let given = of.submission.values.get(value)?;
            let Value::Number(number) = given.entry.value else { return None };
            one(number, Location::sheet(&head.file, given.sheet.as_ref(), given.entry.cell))
        }
        Number::Tally(tally) => match of.tallies.get(tally)? {
            Tallied::One(number) => one(*number, head),
            Tallied::ByKey(keys) => {
                let said = keys.iter().map(|(key, by)| {
                    let table = by.at.and_then(|(table, _)| of.submission.tables.get(table));
                    let place = match (table, by.at) {
                        (Some(table), Some((_, cell))) => Location::sheet(&head.file, table.sheet.as_ref(), Some(cell)),
                        _ => head.clone(),
                    };
                    let (written, number, is_known) = (by.written.to_string(), by.number, by.is_known);
                    Said { key: key.clone(), written, number, is_known, place }
                });
                Some(said.collect())
            }
            Tallied::TooMany | Tallied::Unknown => None,
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

/// The finding with the place that it names besides its own; in a returned form that stands elsewhere.
fn naming(finding: Finding, other: &Location) -> Finding {
    let shown = place_shown(other, &finding.location);
    match other.file == finding.location.file && other.cell.is_some() {
        true => finding.with_place("other", other.clone(), shown),
        false => finding.with_words("other", shown),
    }
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
    bilingual!("{before}{}", "{before}{}", cell)
}
