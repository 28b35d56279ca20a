//! Where things stand on the sheets that lead to one another: each file, each agency, and the first finding of each file.

use std::collections::BTreeMap;

use super::SheetNames;
use super::grid::LAST_ROW;
use super::{findings, lists, tracking};
use crate::render::Results;
use crate::render::terms;

/// A longer list has no links: a sheet of Excel holds 65,530, and they are held in memory until it is written.
pub const MOST_LINKED: usize = 20_000;

/// Rows by what they are about, counted from 1 as people see them.
pub struct Links<'a> {
    names: &'a SheetNames,
    files: BTreeMap<&'a str, u32>,
    agencies: BTreeMap<&'a str, u32>,
    unlisted: BTreeMap<&'a str, u32>,
    errors: BTreeMap<&'a str, u32>,
    notes: BTreeMap<&'a str, u32>,
    /// How many rows the lists of errors and of notes have.
    pub count_of_errors: usize,
    pub count_of_notes: usize,
}

impl<'a> Links<'a> {
    pub fn new(results: &Results<'a>, names: &'a SheetNames) -> Self {
        let report = results.report;
        let (mut count_of_errors, mut count_of_notes) = (0, 0);
        let errors = findings::errors(&report.review).inspect(|_| count_of_errors += 1);
        let errors = rows(errors.map(|group| &**group.first.file()), findings::HEADER);
        let notes = findings::notes(&report.review).inspect(|_| count_of_notes += 1);
        let notes = rows(notes.map(|group| &**group.first.file()), findings::HEADER);
        let files = report.review.files.iter().map(|file| &*file.path);
        let agencies = report.agencies.iter().map(|agency| agency.code.as_str());
        Self {
            names,
            files: rows(files, lists::FILES_HEADER),
            agencies: rows(agencies, tracking::HEADER_ROW),
            unlisted: rows(report.unlisted.iter().map(|it| it.code.as_str()), tracking::HEADER_ROW),
            errors,
            notes,
            count_of_errors,
            count_of_notes,
        }
    }

    /// Where a file is listed.
    pub fn file(&self, path: &str) -> Option<String> {
        self.files.get(path).map(|row| target(&self.names.files, *row))
    }

    /// Where an agency is listed.
    pub fn agency(&self, code: &str) -> Option<String> {
        let listed = self.agencies.get(code).map(|row| target(&self.names.tracking, *row));
        listed.or_else(|| self.unlisted.get(code).map(|row| target(&self.names.unlisted, *row)))
    }

    /// The first error or warning of a file.
    pub fn error(&self, path: &str) -> Option<String> {
        self.errors.get(path).map(|row| target(&self.names.findings, *row))
    }

    /// The first note of a file.
    pub fn note(&self, path: &str) -> Option<String> {
        self.notes.get(path).map(|row| target(&self.names.notes, *row))
    }
}

/// The row of the first of each, below a heading in this row (from 0).
fn rows<'a>(all: impl Iterator<Item = &'a str>, header: u32) -> BTreeMap<&'a str, u32> {
    let mut rows = BTreeMap::new();
    // All are asked for, for they are counted on the way.
    for (index, one) in all.enumerate() {
        if index < MOST_LINKED.min(LAST_ROW as usize - 8) {
            rows.entry(one).or_insert(header + 2 + index as u32);
        }
    }
    rows
}

fn target(sheet: &str, row: u32) -> String {
    format!("{}A{row}", terms::sheet(sheet))
}
