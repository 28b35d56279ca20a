//! Collects the findings of one submission: each fault once, and no more of a kind than people read.

use std::hash::BuildHasher;
use std::sync::Arc;

use arcstr::ArcStr;

use super::form_rules::NotAsked;
use super::not_all_told::{self, TOLD_OF_A_FIELD};
use crate::cell::{Cell, Location, SheetName};
use crate::finding::{Argument, Finding, Rule, RuleRef, Severity};
use crate::intake::Table;
use crate::schema::Form;
use crate::text::hashed::{HashMap, HashSet};

/// Collects the findings of one submission.
pub(super) struct Sink<'a> {
    path: &'a Arc<str>,
    /// Each with the place of its rule in the order of work.
    findings: Vec<(usize, Finding)>,
    /// How many of them are in their final order.
    settled: usize,
    /// Whether one of them is an error.
    pub(super) has_error: bool,
    /// The place of the rule that is asked.
    pub(super) order: usize,
    /// What was told, as numbers for rule, value and place, so that a cell that stands for several rows is told once.
    told: HashSet<u64>,
    /// How often each rule was met in each field.
    counts: HashMap<(RuleRef, Option<ArcStr>), Met>,
    /// The rules of the form that could not be asked.
    pub(super) not_asked: Vec<NotAsked>,
}

/// Of so many rows at least a fault of all is one of what they are compared with.
const EVERY_ROW: usize = 3;

/// How often a rule was met in a field.
#[derive(Default)]
struct Met {
    count: usize,
    /// Where the first one is that is not told.
    untold: Option<Location>,
}

impl<'a> Sink<'a> {
    /// For the findings about this file.
    pub(super) fn new(path: &'a Arc<str>) -> Self {
        let (findings, told, counts) = (Vec::new(), HashSet::default(), HashMap::default());
        Self { path, findings, settled: 0, has_error: false, order: 0, told, counts, not_asked: Vec::new() }
    }

    /// The place of a cell of this table.
    pub(super) fn at(&self, table: &Table, cell: Cell) -> Location {
        self.on(table.sheet.as_ref(), cell)
    }

    /// The place of a cell of this sheet.
    pub(super) fn on(&self, sheet: Option<&SheetName>, cell: Cell) -> Location {
        Location::sheet(self.path, sheet, Some(cell))
    }

    pub(super) fn push(&mut self, mut finding: Finding) {
        if let Some((_, before)) = self.findings.last() {
            finding.location.share(&before.location);
        }
        let met = self.counts.entry((finding.rule.clone(), finding.field.clone())).or_default();
        if met.count >= TOLD_OF_A_FIELD {
            met.count += 1;
            met.untold.get_or_insert(finding.location);
            return;
        }
        let value = finding.value.as_deref().unwrap_or_default();
        let told = self.told.hasher().hash_one((&finding.rule, value, &finding.location));
        if self.told.insert(told) {
            met.count += 1;
            self.has_error |= finding.severity == Severity::Error;
            self.findings.push((self.order, finding));
        }
    }

    /// Puts what was found since the last time into the order of work: one walk asks all rules of an entry.
    pub(super) fn settle(&mut self) {
        self.findings[self.settled..].sort_by_key(|(order, _)| *order);
        self.settled = self.findings.len();
    }

    /// Says of what is told at a place what should stand there, for whoever looks between forms.
    pub(super) fn expect(&mut self, place: &Location, expected: &str) {
        for (_, finding) in self.findings.iter_mut().filter(|(_, finding)| finding.location == *place) {
            finding.arguments.insert("expected".into(), Argument::text(expected));
        }
    }

    /// Leaves of what a rule says of every one of so many rows what it says of the first: it is one fault, not one a row.
    pub(super) fn tell_first(&mut self, rule: &RuleRef, rows: usize) {
        if rows < EVERY_ROW || self.findings.iter().filter(|(_, finding)| finding.rule == *rule).count() != rows {
            return;
        }
        let mut is_first = true;
        self.findings.retain(|(_, finding)| finding.rule != *rule || std::mem::take(&mut is_first));
        self.settled = self.settled.min(self.findings.len());
    }

    /// Leaves out what one rule says where another one tells the same fault.
    pub(super) fn join(&mut self, one: &'static Rule, other: &'static Rule) {
        let of = |rule: &'static Rule, findings: &[(usize, Finding)]| -> HashMap<Location, Option<Argument>> {
            let told = findings.iter().map(|(_, finding)| finding).filter(|finding| finding.rule.is(rule));
            told.map(|it| (it.location.clone(), it.arguments.get("expected").cloned())).collect()
        };
        let (ones, others) = (of(one, &self.findings), of(other, &self.findings));
        self.findings.retain(|(_, finding)| !finding.rule.is(one) || !others.contains_key(&finding.location));
        for (_, finding) in self.findings.iter_mut().filter(|(_, finding)| finding.rule.is(other)) {
            if let Some(Some(expected)) = ones.get(&finding.location) {
                finding.arguments.insert("expected".into(), expected.clone());
            }
        }
    }

    /// The findings, with one more for each rule and field of which not all are told, at the table where the first such is.
    pub(super) fn finish(self, form: &Form, tables: &[Table]) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.findings.into_iter().map(|(_, finding)| finding).collect();
        let mut more: Vec<_> = self.counts.into_iter().filter(|(_, met)| met.untold.is_some()).collect();
        more.sort_by(|((one, field), _), ((other, other_field), _)| {
            (&one.name, field).cmp(&(&other.name, other_field))
        });
        for ((rule, field), met) in more {
            let is_there = |table: &&Table| {
                met.untold.as_ref().is_some_and(|place| {
                    place.sheet == table.sheet && place.cell.is_some_and(|cell| table.area.contains(cell))
                })
            };
            if let Some(table) = tables.iter().find(is_there).or(tables.first()) {
                findings.push(not_all_told::finding(&rule, field, met.count, form, self.path, table));
            }
        }
        findings.extend(self.not_asked.into_iter().map(NotAsked::finding));
        findings
    }
}
