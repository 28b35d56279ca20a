//! What makes a submission count, on small cases and on the whole sample inbox.

use super::*;
use crate::intake::{Entry, Record};
use crate::value::Value;
use crate::verdict::FileOutcome;

fn reconciled(reviewed: &mut [Verdict], as_of: Date) -> Ledger {
    reconcile(reviewed, &sample::roster(), &sample::campaign(), as_of, sample::met).expect("the rules can be evaluated")
}

/// The file of an agency's catalogue alone, under another path and with another day of issue.
fn catalogue(path: &str, agency: &str, issued: &str) -> Verdict {
    let mut file = sample::inbox()
        .into_iter()
        .find(|file| file.agency.as_deref() == Some("G16"))
        .expect("G16 has sent a catalogue");
    file.path = path.into();
    file.sha256 = path.to_owned();
    file.agency = Some(agency.to_owned());
    let decision = file.submissions[0].submission.decision.as_mut().expect("the catalogue has a decision");
    decision.date = issued.parse().expect("an ISO date");
    file
}

fn outcomes(reviewed: &[Verdict]) -> Vec<Outcome> {
    reviewed.iter().map(|file| file.submissions[0].outcome).collect()
}

#[test]
fn the_sample_inbox_gives_the_figures_of_the_letter() {
    let mut reviewed = sample::inbox();
    set_aside_duplicates(&mut reviewed);
    let ledger = reconciled(&mut reviewed, sample::AS_OF);
    let (roster, campaign) = (sample::roster(), sample::campaign());
    let expected = sample::expected_standings();
    for (agency, row) in roster.agencies.iter().zip(&ledger.standings) {
        for (obligation, standing) in campaign.obligations.iter().zip(row) {
            let status = serde_json::to_value(standing.status).expect("a status is text");
            assert_eq!(status, expected[&agency.code][&obligation.name], "{} {}", agency.code, obligation.name);
        }
    }
    let catalogue = &ledger.totals[..3];
    let complied: Vec<_> = catalogue.iter().map(|total| (&*total.level.name, total.complied, total.total())).collect();
    assert_eq!(complied, [("ministry", 6, 30), ("province", 35, 63), ("all", 41, 93)]);
}

#[test]
fn what_is_issued_later_does_not_count_yet() {
    let mut reviewed = vec![catalogue("a.xlsx", "H22", "2023-06-24"), catalogue("b.xlsx", "H23", "2023-06-23")];
    let ledger = reconciled(&mut reviewed, sample::AS_OF);
    assert_eq!(outcomes(&reviewed), [Outcome::Later, Outcome::Accepted]);
    let later = reviewed[0].submissions[0].submission.findings.last().expect("it is said");
    assert_eq!(
        later.message(crate::text::Language::Vietnamese),
        "1114/QĐ-BVHTTDL ban hành ngày 24/6/2023, sau thời điểm tổng hợp 23/6/2023; chưa tính."
    );
    assert_eq!(ledger.totals[2].complied, 1);
    assert_eq!(ledger.totals[2].missing, 92);
}

/// The same under another decision.
fn earlier(mut file: Verdict) -> Verdict {
    let decision = file.submissions[0].submission.decision.as_mut().expect("it is issued");
    decision.number = "12/QĐ-BVHTTDL".to_owned();
    file
}

#[test]
fn the_latest_decision_stands_and_a_tie_is_said() {
    let mut reviewed = vec![
        earlier(catalogue("a.xlsx", "H22", "2023-01-02")),
        catalogue("b.xlsx", "H22", "2023-05-15"),
        catalogue("c.xlsx", "H22", "2023-05-15"),
    ];
    // The third says something else about one of the databases.
    let judged = &mut reviewed[2].submissions[0];
    let mut records: Vec<Record> = judged.rows[0].iter().map(|record| (*record).clone()).collect();
    records[0].entries[2] = Entry::new(None, "Khác", Value::Text("Khác".to_owned()), None);
    sample::put(judged, records);
    let ledger = reconciled(&mut reviewed, sample::AS_OF);
    assert_eq!(outcomes(&reviewed), [Outcome::Superseded, Outcome::Accepted, Outcome::Superseded]);
    let message = |index: usize| {
        let findings = &reviewed[index].submissions[0].submission.findings;
        findings.last().expect("it is said").message(crate::text::Language::English)
    };
    assert!(message(0).contains("b.xlsx (1114/QĐ-BVHTTDL, 2023-05-15);"), "{}", message(0));
    assert!(message(2).contains("its path comes first"), "{}", message(2));
    assert_eq!(ledger.totals[2].complied, 1);
}

#[test]
fn an_accepted_answer_stands_though_a_later_one_is_rejected() {
    let mut reviewed =
        vec![earlier(catalogue("a.xlsx", "H22", "2023-01-02")), catalogue("b.xlsx", "H22", "2023-05-15")];
    reviewed[1].submissions[0].outcome = Outcome::Rejected;
    let ledger = reconciled(&mut reviewed, sample::AS_OF);
    assert_eq!(outcomes(&reviewed), [Outcome::Accepted, Outcome::Rejected]);
    assert_eq!(ledger.totals[2].complied, 1);
}

#[test]
fn an_earlier_date_gives_the_figures_of_that_date() {
    let mut reviewed = sample::inbox();
    let ledger = reconciled(&mut reviewed, jiff::civil::date(2022, 1, 1));
    assert!(ledger.totals.iter().all(|total| total.complied == 0));
    assert!(ledger.totals.iter().all(|total| [30, 63, 93].contains(&total.total())));
}

#[test]
fn of_identical_files_the_one_with_the_shortest_path_is_read() {
    let mut reviewed = vec![
        catalogue("H55/longer name.xlsx", "H55", "2023-05-15"),
        catalogue("H55.xlsx", "H55", "2023-05-15"),
        catalogue("H56.xlsx", "H56", "2023-05-15"),
    ];
    reviewed[0].sha256 = "same".to_owned();
    reviewed[1].sha256 = "same".to_owned();
    set_aside_duplicates(&mut reviewed);
    assert_eq!(reviewed[0].outcome, FileOutcome::Duplicate("H55.xlsx".into()));
    assert!(reviewed[0].submissions.is_empty());
    assert_eq!(reviewed[1].outcome, FileOutcome::Read);
    assert_eq!(reviewed[2].outcome, FileOutcome::Read);
}

#[test]
fn a_copy_whose_agency_is_known_is_read_before_one_whose_is_not() {
    let mut reviewed =
        vec![catalogue("H55/form.xlsx", "H55", "2023-05-15"), catalogue("form.xlsx", "H55", "2023-05-15")];
    reviewed[1].agency = None;
    for file in &mut reviewed {
        file.sha256 = "same".to_owned();
    }
    set_aside_duplicates(&mut reviewed);
    assert_eq!(reviewed[0].outcome, FileOutcome::Read);
    assert_eq!(reviewed[1].outcome, FileOutcome::Duplicate("H55/form.xlsx".into()));
}
