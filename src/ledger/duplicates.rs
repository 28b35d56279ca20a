//! Copies of a file: of those that are the same byte for byte one is read.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::bilingual;
use crate::cell::Location;
use crate::finding::{Finding, Severity};
use crate::rules;
use crate::text::Bilingual;
use crate::verdict::{FileOutcome, Verdict};

/// Sets aside what is byte for byte the same as another file: of each such group one file is read, the others become
/// [`FileOutcome::Duplicate`], without submissions and with the finding `duplicate-file`.
///
/// The one read is the one with the shortest path (in characters), then the first in order. A file whose agency is known
/// goes before one whose agency is not: a copy in the province's own folder tells more than the one beside it.
/// Where only names of files and folders say whose it is and they name two agencies, that is a warning at both.
/// Only files that could be opened are compared: of ten empty files each sender has to hear that his is empty.
pub fn set_aside(reviewed: &mut [Verdict]) {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, file) in reviewed.iter().enumerate() {
        if matches!(file.outcome, FileOutcome::Read | FileOutcome::NotAForm) && !file.sha256.is_empty() {
            groups.entry(&file.sha256).or_default().push(index);
        }
    }
    let mut duplicates: Vec<(usize, usize)> = Vec::new();
    for group in groups.into_values() {
        let rank = |index: usize| {
            let file = &reviewed[index];
            (file.agency.is_none(), file.path.chars().count(), index)
        };
        let Some(read) = group.iter().copied().min_by_key(|&index| rank(index)) else { continue };
        duplicates.extend(group.into_iter().filter(|&index| index != read).map(|index| (index, read)));
    }
    for (index, read) in duplicates {
        let agencies = reviewed[read].agency.clone().zip(reviewed[index].agency.clone());
        let contested = agencies.filter(|(counted, other)| counted != other);
        let finding = |own: usize, other: usize| {
            let finding = Finding::new(&rules::DUPLICATE_FILE, Location::file(&reviewed[own].path));
            told(finding.with("other", &*reviewed[other].path), contested.as_ref())
        };
        let (at_copy, at_read) = (finding(index, read), contested.is_some().then(|| finding(read, index)));
        reviewed[read].findings.extend(at_read);
        let other = Arc::clone(&reviewed[read].path);
        let file = &mut reviewed[index];
        (file.outcome, file.duplicate_of) = (FileOutcome::Duplicate, Some(other));
        file.submissions.clear();
        file.findings = vec![at_copy];
    }
}

/// With the words of a copy; of one that two agencies may claim, for which it counts and for which it does not.
fn told(finding: Finding, contested: Option<&(String, String)>) -> Finding {
    let (whose, todo) = match contested {
        None => (
            Bilingual::default(),
            Bilingual::new(
                "Không phải làm gì; có thể xóa một trong hai tệp",
                "Nothing needs to be done; one of the two may be deleted",
            ),
        ),
        Some((counted, other)) => (
            bilingual!(
                " cho {counted}, không tính cho {other}; chỉ tên tệp, thư mục cho biết là của ai",
                " for {counted}, not for {other}; only names of files or folders say whose it is"
            ),
            Bilingual::new(
                "Xem tệp là của cơ quan nào, chỉ để tệp ở chỗ của cơ quan đó và đề nghị cơ quan kia gửi biểu của mình",
                "See whose it is, keep it only in that agency's place, and ask the other agency for its own",
            ),
        ),
    };
    let severity = if contested.is_some() { Severity::Warning } else { rules::DUPLICATE_FILE.severity };
    finding.with_words("whose", whose).with_words("todo", todo).as_bad_as(severity)
}
