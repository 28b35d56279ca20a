//! Forms of the campaign that are not among the files of a sender: what refers to one cannot be looked up, and whoever checks files that
//! belong together is told which is not there.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::senders::Senders;
use super::{FileOutcome, Judged, Verdict};
use crate::cell::Location;
use crate::finding::Finding;
use crate::rules::{FORM_NOT_GIVEN, KEY_NOT_LOOKED_UP};
use crate::schema::{Campaign, Field, Form};
use crate::text::{Bilingual, Language};

/// The columns of a submission of a file that refer to a form which has not come, each once.
pub(super) fn not_looked_up(senders: &Senders<'_>, file: usize, of: &Judged, forms: &[Arc<Form>]) -> Vec<Finding> {
    let form = &of.submission.form;
    let has_come = |name: &str| senders.beside(file).iter().any(|other| holds(&senders.verdicts[*other], name));
    let lost = form.keys.foreign.iter().zip(&of.links.refers).filter(|(key, refers)| {
        let is_own = key.form == form.name;
        !is_own && !refers.is_empty() && !has_come(&key.form)
    });
    let told = lost.filter_map(|(key, _)| {
        let other = forms.iter().find(|other| other.name == key.form)?;
        let field = &form.fields[*key.fields.last()?];
        key_not_looked_up(of, field, other, ABSENT)
    });
    told.collect()
}

const ABSENT: Bilingual = Bilingual::new("không có biểu đó trong các tệp này", "it is not in these files");

/// That what a form refers to is not looked up in the other.
pub(super) fn key_not_looked_up(of: &Judged, field: &Field, other: &Form, why: Bilingual) -> Option<Finding> {
    let finding = Finding::new(&KEY_NOT_LOOKED_UP, of.links.head.clone()?).about(&field.name, "");
    Some(finding.with("heading", &field.title).with_words("form", other.title.clone()).with_words("why", why))
}

fn holds(verdict: &Verdict, form: &str) -> bool {
    verdict.submissions.iter().any(|judged| judged.submission.form.name == form)
}

/// Tells, once a sender, which forms of the campaign are not in these files, where that is of interest: the files hold several of its
/// forms, or one that is tied to the missing one.
pub fn tell_not_given(verdicts: &mut [Verdict], campaign: &Campaign, forms: &[Arc<Form>]) {
    let is_read = |verdict: &Verdict| verdict.outcome == FileOutcome::Read && !verdict.submissions.is_empty();
    let senders = Senders::of(verdicts);
    let mut seen: BTreeSet<Option<&str>> = BTreeSet::new();
    let mut all: Vec<(usize, Vec<Finding>)> = Vec::new();
    for (file, verdict) in verdicts.iter().enumerate() {
        if !is_read(verdict) || !seen.insert(verdict.agency.as_deref()) {
            continue;
        }
        let of_sender: Vec<&Verdict> = senders.beside(file).iter().map(|other| &verdicts[*other]).collect();
        let has_come = |form: &&Arc<Form>| of_sender.iter().any(|verdict| holds(verdict, &form.name));
        let asked = || forms.iter().filter(|form| campaign.forms.contains(&form.name));
        let present: Vec<&Arc<Form>> = asked().filter(has_come).collect();
        let is_told = |form: &Form| {
            let told = of_sender.iter().flat_map(|verdict| verdict.all_findings());
            let mut titles = told.filter(|it| it.rule.is(&KEY_NOT_LOOKED_UP)).filter_map(|it| it.arguments.get("form"));
            titles.any(|title| title.get(Language::English) == form.title.get(Language::English))
        };
        let missing = asked().filter(|form| !present.iter().any(|known| known.name == form.name));
        let missing =
            missing.filter(|form| present.len() > 1 || present.iter().any(|known| tied(known, form, campaign)));
        let told: Vec<Finding> = missing
            .filter(|form| !is_told(form))
            .map(|form| {
                let place = Location::file(&verdict.path);
                Finding::new(&FORM_NOT_GIVEN, place).with_words("form", form.title.clone())
            })
            .collect();
        all.push((file, told));
    }
    for (file, told) in all {
        verdicts[file].findings.extend(told);
    }
}

/// Whether one of the forms refers to the other, or the campaign holds one against the other.
fn tied(one: &Form, other: &Form, campaign: &Campaign) -> bool {
    let refers = |from: &Form, to: &Form| from.keys.foreign.iter().any(|key| key.form == to.name);
    let held = |from: &Form, to: &Form| {
        campaign.between.iter().any(|rule| rule.value.form == from.name && rule.equals.form == to.name)
    };
    refers(one, other) || refers(other, one) || held(one, other) || held(other, one)
}
