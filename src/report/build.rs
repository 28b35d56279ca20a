//! Fills the tables of the report from what was reviewed and reconciled.

use std::collections::BTreeMap;
use std::sync::Arc;

use arcstr::ArcStr;

use super::{
    AgencyRow, Counts, DecisionRow, FileRow, FindingRow, ObligationCell, PlaceRow, ReasonRow, Report, Review, TableRow,
    VERSION, ValueRow,
};
use crate::cell::{Location, SheetName, called, called_area, layout_of};
use crate::finding::{Finding, Severity};
use crate::intake::Submission;
use crate::ledger::{self, Ledger, Reason, Standing, SubmissionIndex};
use crate::schema::{Agency, Campaign, Roster};
use crate::text::Language;
use crate::verdict::{Judged, Outcome, Verdict};

/// What becomes of a file's findings once they stand in the report. Both together take twice the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Findings {
    /// The file is to be given back with them.
    Stay,
    /// Nobody asks for them again.
    Go,
}

/// The report of a campaign: the ledger's tables beside the files and findings.
pub fn reconciled(
    reviewed: &mut [Verdict],
    ledger: &Ledger,
    roster: &Roster,
    campaign: &Campaign,
    language: Language,
    then: Findings,
) -> Report {
    let row = |agency: &Agency, standings: &[Standing]| AgencyRow {
        code: agency.code.clone(),
        name: agency.name.clone(),
        shown: match language {
            Language::English if !agency.name_en.is_empty() => agency.name_en.clone(),
            _ => agency.name.clone(),
        },
        level: Arc::clone(&agency.level),
        obligations: campaign
            .obligations
            .iter()
            .zip(standings)
            .map(|(obligation, standing)| (obligation.name.clone(), obligation_cell(standing, reviewed, language)))
            .collect(),
    };
    let agencies = roster.agencies.iter().zip(&ledger.standings).map(|(agency, own)| row(agency, own)).collect();
    let unlisted = ledger.unlisted.iter().map(|(agency, own)| row(agency, own)).collect();
    Report {
        version: VERSION,
        campaign: campaign.name.clone(),
        levels: roster.levels.clone(),
        whole: Arc::clone(&roster.whole),
        as_of: ledger.as_of,
        totals: ledger.totals.clone(),
        agencies,
        unlisted,
        trend: None,
        warnings: Vec::new(),
        history: Vec::new(),
        review: match then {
            Findings::Stay => review(reviewed, language),
            Findings::Go => review_and_let_go(reviewed, language),
        },
    }
}

/// The files in their order and all findings, sorted.
pub fn review(reviewed: &[Verdict], language: Language) -> Review {
    let files = reviewed.iter().map(|file| file_row(file, language)).collect();
    let mut listed = Vec::with_capacity(reviewed.iter().map(|file| file.all_findings().count()).sum());
    for file in reviewed {
        let told = all_findings(file).map(|(finding, settled)| (finding.clone(), settled)).collect();
        listed.extend(finding_rows(told, file, language));
    }
    counted(files, listed)
}

/// The same; each file lets its findings go to the list.
pub fn review_and_let_go(reviewed: &mut [Verdict], language: Language) -> Review {
    let files = reviewed.iter().map(|file| file_row(file, language)).collect();
    let mut listed = Vec::with_capacity(reviewed.iter().map(|file| file.all_findings().count()).sum());
    for file in reviewed {
        let settled: Vec<bool> = all_findings(file).map(|(_, settled)| settled).collect();
        let told = file.take_findings().into_iter().zip(settled).collect();
        listed.extend(finding_rows(told, file, language));
    }
    counted(files, listed)
}

/// What was told of a file, in the order of the file.
fn finding_rows(told: Vec<(Finding, bool)>, file: &Verdict, language: Language) -> Vec<FindingRow> {
    let sheets = sheet_order(file);
    let agency: Option<ArcStr> = file.agency.as_deref().map(ArcStr::from);
    let row = |(finding, settled)| {
        let row = FindingRow { finding, language, settled, agency: agency.clone() };
        // The whole file first, then its sheets as they stand in it; sheets without a table after those, by name.
        let sheet = row.sheet().map(|name| (sheets.get(name).copied().unwrap_or(usize::MAX), Arc::clone(name)));
        (sheet, row)
    };
    let mut rows: Vec<(_, FindingRow)> = told.into_iter().map(row).collect();
    // Hardly any two stand at one place: words are put together for those alone.
    rows.sort_by(|(sheet, one), (other_sheet, other)| {
        let by_place = (sheet, one.place(), one.code()).cmp(&(other_sheet, other.place(), other.code()));
        by_place.then_with(|| (one.message(), one.value()).cmp(&(other.message(), other.value())))
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

fn counted(files: Vec<FileRow>, findings: Vec<FindingRow>) -> Review {
    let open = || findings.iter().filter(|finding| !finding.settled);
    let count = |severity: Severity| open().filter(|finding| finding.severity() == severity).count();
    let counts = Counts {
        settled: findings.len() - open().count(),
        error: count(Severity::Error),
        warning: count(Severity::Warning),
        info: count(Severity::Info),
        listed: findings.len(),
    };
    Review { files, findings, counts, selection: None }
}

fn obligation_cell(standing: &Standing, reviewed: &[Verdict], language: Language) -> ObligationCell {
    let parts = &standing.submissions;
    let main = parts.first();
    let decision = standing.issued.as_ref().or(main).and_then(|index| index.of(reviewed).decision.as_ref());
    let files: Vec<Arc<str>> = parts.iter().map(|part| Arc::clone(&reviewed[part.file].path)).collect();
    let sum = |count: &dyn Fn(&SubmissionIndex) -> usize| main.map(|_| parts.iter().map(count).sum());
    ObligationCell {
        status: standing.status,
        file: files.first().cloned(),
        files: if files.len() > 1 { files } else { Vec::new() },
        decision: decision.map(|decision| decision.number.clone()),
        issued: decision.filter(|_| standing.issued.is_some()).map(|decision| decision.date),
        rows: sum(&|part| ledger::rows(part.of(reviewed))),
        errors: sum(&|part| ledger::errors(&reviewed[part.file], part.of(reviewed))),
        reasons: standing.reasons.iter().map(|reason| reason_row(reason, language)).collect(),
    }
}

fn reason_row(reason: &Reason, language: Language) -> ReasonRow {
    let place = |place: &Location| PlaceRow {
        file: Arc::clone(&place.file),
        sheet: shown(place.sheet.as_ref()),
        cell: place.called().map(|cell| cell.get(language).to_owned()),
    };
    ReasonRow {
        code: reason.code.name().into_owned(),
        message: reason.message.get(language).to_owned(),
        help: reason.help.get(language).to_owned(),
        places: reason.places.iter().map(place).collect(),
        count: reason.count,
    }
}

/// All findings about a file, and whether each is settled: the submission that it stands against, or all of the file, have
/// been replaced by others. Whoever has corrected is done.
fn all_findings(file: &Verdict) -> impl Iterator<Item = (&Finding, bool)> {
    let is_replaced = |judged: &Judged| judged.outcome == Outcome::Superseded;
    let all_replaced = !file.submissions.is_empty() && file.submissions.iter().all(is_replaced);
    let of_file = file.findings.iter().map(move |finding| (finding, all_replaced));
    let of_submissions = file.submissions.iter().flat_map(move |judged| {
        let findings = judged.submission.findings.iter();
        findings.map(move |finding| (finding, is_replaced(judged) && !ledger::says_what_counts(finding)))
    });
    of_file.chain(of_submissions)
}

fn file_row(file: &Verdict, language: Language) -> FileRow {
    let count = |severity: Severity| {
        all_findings(file).filter(|(finding, settled)| finding.severity == severity && !settled).count()
    };
    FileRow {
        path: Arc::clone(&file.path),
        sha256: file.sha256.clone(),
        outcome: file.outcome,
        duplicate_of: file.duplicate_of.clone(),
        agency: file.agency.clone(),
        probable_agency: file.probable_agency.clone(),
        tables: file.submissions.iter().flat_map(|judged| table_rows(judged, language)).collect(),
        values: file.submissions.iter().flat_map(|judged| value_rows(judged, language)).collect(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
    }
}

fn table_rows(judged: &Judged, language: Language) -> impl Iterator<Item = TableRow> {
    let submission = &judged.submission;
    submission.tables.iter().map(move |table| TableRow {
        form: submission.form.name.clone(),
        title: submission.form.title.get(language).to_owned(),
        sheet: shown(table.sheet.as_ref()),
        range: called_area(layout_of(table.sheet.as_ref()), table.area).get(language).to_owned(),
        decision: submission.decision.as_ref().map(DecisionRow::from),
        outcome: judged.outcome,
        rows: table.rows,
        cells: table.cells,
    })
}

/// What stands outside the table, but for what is blank.
fn value_rows(judged: &Judged, language: Language) -> impl Iterator<Item = ValueRow> {
    let Submission { form, values, .. } = &judged.submission;
    let given = form.values.iter().zip(values).filter(|(_, given)| !given.entry.value.is_empty());
    given.map(move |(value, given)| ValueRow {
        form: form.name.clone(),
        name: value.field.name.clone(),
        title: value.field.title.clone(),
        sheet: shown(given.sheet.as_ref()),
        cell: given.entry.cell.map(|cell| called(layout_of(given.sheet.as_ref()), cell).get(language).to_owned()),
        value: given.entry.value.stored().into_owned(),
        written: value.field.kind.written(&given.entry.value, &form.language.periods, language).into_owned(),
        outcome: judged.outcome,
    })
}

fn sheet_order(file: &Verdict) -> BTreeMap<Arc<str>, usize> {
    let mut order = BTreeMap::new();
    let tables = file.submissions.iter().flat_map(|judged| &judged.submission.tables);
    for name in tables.filter_map(|table| table.sheet.as_ref()) {
        let next = order.len();
        order.entry(Arc::from(&**name)).or_insert(next);
    }
    order
}

/// The sheet's name as people know it.
fn shown(sheet: Option<&SheetName>) -> Option<Arc<str>> {
    sheet.and_then(SheetName::shown).cloned()
}
