//! How much a file matters that is no spreadsheet. A covering letter beside the form is usual. Where nothing of the same sender could
//! be read as a form, it may be the form.

use std::collections::BTreeSet;

use crate::finding::{Rule, Severity};
use crate::rules;
use crate::verdict::{FileOutcome, Verdict};
use crate::workbook::WITHIN;

/// Makes documents and messages warnings where no form of the same sender was read, and notes where one was.
pub(super) fn weigh(reviewed: &mut [Verdict]) {
    const MAY_HOLD_A_FORM: [&Rule; 4] = [
        &rules::NOT_A_SPREADSHEET,
        &rules::MESSAGE_NOT_OPENED,
        &rules::MESSAGE_WITH_A_LINK,
        &rules::DOCUMENT_WITHOUT_FORM,
    ];
    let read = reviewed.iter().filter(|file| file.outcome == FileOutcome::Read);
    let with_form: BTreeSet<String> = read.flat_map(senders).collect();
    for file in reviewed.iter_mut().filter(|file| file.outcome == FileOutcome::Skipped) {
        let senders = senders(file);
        let has_form = senders.iter().any(|sender| with_form.contains(sender));
        for finding in &mut file.findings {
            if MAY_HOLD_A_FORM.iter().any(|rule| finding.rule.is(rule)) {
                finding.severity = match (has_form, senders.len() == 1) {
                    (true, _) => Severity::Info,
                    (false, false) => Severity::Warning,
                    (false, true) => finding.rule.severity,
                };
            }
        }
    }
}

/// What tells whose a file is: the agency, the folder of the inbox that it lies in, and the message or archive that it came in.
fn senders(file: &Verdict) -> Vec<String> {
    let agency = file.agency.iter().chain(&file.probable_agency).cloned();
    let folder = file.path.split_once('/').map(|(folder, _)| format!("{folder}/"));
    let parcel = file.path.split_once(WITHIN).map_or(&*file.path, |(parcel, _)| parcel);
    agency.chain(folder).chain([parcel.to_owned()]).collect()
}
