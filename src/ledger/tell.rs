//! Says what became of each of an agency's answers, at its own place and with the place of the one that counts.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::which::{Answer, Join, Replaced, Why, are_of_one_document};
use super::{SubmissionIndex, rows};
use crate::bilingual;
use crate::cell::{Location, SheetName};
use crate::finding::{Finding, Severity};
use crate::intake::rowset::{self, RowSet};
use crate::intake::{Decision, Submission};
use crate::rules;
use crate::text::{Bilingual, day};
use crate::verdict::{Outcome, Verdict};

/// Makes the submissions of an answer what they have become, each with its finding.
pub(super) fn tell(reviewed: &mut [Verdict], answer: &Answer) {
    let Some(&main) = answer.parts.first().filter(|main| main.judged(reviewed).outcome == Outcome::Accepted) else {
        return;
    };
    let mut found: Vec<(SubmissionIndex, Finding)> = Vec::new();
    found.extend(answer.replaced.iter().map(|replaced| (replaced.index, replacement(reviewed, replaced))));
    found.extend(answer.joined.iter().map(|&(index, join)| (index, joined(reviewed, index, main, join))));
    let beside = Bilingual::new("cơ quan được tính theo", "what counts for the agency is");
    let part = Bilingual::new(
        "cơ quan chưa đạt, vì mới có phần khác của văn bản được tính:",
        "the agency has not complied, for only another part of the document counts:",
    );
    let added = Bilingual::new(
        "cơ quan chưa đạt, vì mới có bản bổ sung được tính:",
        "the agency has not complied, for only what adds to this one counts:",
    );
    let is_part = |index: &SubmissionIndex| {
        answer.parts.iter().any(|part| are_of_one_document(part.of(reviewed), index.of(reviewed)))
    };
    let (parts, bases): (Vec<_>, Vec<_>) = answer.faulty.iter().copied().partition(is_part);
    for (rejected, counted) in [(&answer.still_rejected, beside), (&parts, part), (&bases, added)] {
        found.extend(rejected.iter().map(|&index| {
            let finding = Finding::new(&rules::REJECTED_BESIDE_ACCEPTED, place(reviewed, index));
            (index, naming(finding, reviewed, main).with_words("counted", counted.clone()))
        }));
    }
    found.extend(repeated_rows(reviewed, &answer.parts));
    // A list that it may add to was not even sent with errors.
    if answer.all().all(|index| index.of(reviewed).told_to_be.amends) {
        let finding = Finding::new(&rules::SUPPLEMENT_ALONE, place(reviewed, main));
        found.push((main, finding.with("rows", rows(main.of(reviewed)).to_string())));
    }
    found.extend(answer.two_days.iter().map(|&(index, other)| (index, two_days(reviewed, index, other))));
    for replaced in &answer.replaced {
        let judged = &mut reviewed[replaced.index.file].submissions[replaced.index.submission];
        judged.outcome = Outcome::Superseded;
        // These say that it counts all the same.
        let told = &mut judged.submission.findings;
        told.retain(|finding| !finding.rule.is(&rules::NAMED_UNSENT));
        match replaced.why {
            Why::Draft => told.retain(|finding| !finding.rule.is(&rules::DRAFT)),
            Why::Lapsed => told.retain(|finding| !finding.rule.is(&rules::OUT_OF_FORCE)),
            Why::Wanted => told.retain(|finding| !finding.rule.is(&rules::WANTED_DATA)),
            _ => {}
        }
    }
    add(reviewed, found);
}

/// Adds findings to those of their submissions. A list that grows by itself takes twice its room, and ten thousand do.
pub(super) fn add(reviewed: &mut [Verdict], mut found: Vec<(SubmissionIndex, Finding)>) {
    // Stable: those of a submission stay in their order.
    found.sort_by_key(|(index, _)| (index.file, index.submission));
    for of_one in found.chunk_by(|(one, _), (other, _)| one == other) {
        let index = of_one[0].0;
        reviewed[index.file].submissions[index.submission].submission.findings.reserve_exact(of_one.len());
    }
    for (index, finding) in found {
        reviewed[index.file].submissions[index.submission].submission.findings.push(finding);
    }
}

/// Whether this says which of several submissions counts: worth knowing also where nothing is left to mend.
pub fn says_what_counts(finding: &Finding) -> bool {
    [&rules::SUPERSEDED, &rules::SAME_DECISION].into_iter().any(|rule| finding.rule.is(rule))
}

fn replacement(reviewed: &[Verdict], replaced: &Replaced) -> Finding {
    let Replaced { index, by, why } = *replaced;
    if matches!(why, Why::MoreRows | Why::Path | Why::Doubtful) {
        return undecided(reviewed, index, by, why);
    }
    let words = why_another(reviewed, *replaced);
    let severity = match why {
        // That it is shorter is told of the one that counts.
        Why::Supplement if rows(by.of(reviewed)) < rows(index.of(reviewed)) => rules::SUPERSEDED.severity,
        Why::SameDay | Why::LastPath | Why::Blank | Why::Other | Why::Supplement | Why::Merged => Severity::Warning,
        Why::Draft | Why::Wanted | Why::OtherNames => Severity::Warning,
        _ => rules::SUPERSEDED.severity,
    };
    Finding::new(&rules::SUPERSEDED, place(reviewed, index))
        .with("other", &*reviewed[by.file].path)
        .with_words("why", words)
        .with_words("document", documented(by, reviewed))
        .as_bad_as(severity)
}

/// That the other one was sent later, with both days.
fn sent(reviewed: &[Verdict], index: SubmissionIndex, by: SubmissionIndex) -> Bilingual {
    let of = |index: SubmissionIndex| reviewed[index.file].sent.map(day).unwrap_or_default();
    let (own, other) = (of(index), of(by));
    bilingual!(
        "Theo ngày của thư, cùng cơ quan đã gửi bản sau (thư ngày {}; thư của tệp này ngày {})",
        "By the days of the messages the same agency sent a later one ({}; this one came on {})",
        other,
        own
    )
}

/// Number and day of the document behind an answer; where its form has none, the day by which it counts.
pub(super) fn documented(index: SubmissionIndex, reviewed: &[Verdict]) -> Bilingual {
    let judged = index.judged(reviewed);
    if let Some(Decision { number, date, .. }) = &judged.submission.decision {
        return bilingual!(" ({number}, {})", " ({number}, {})", day(*date));
    }
    match (judged.submission.form.is_issued(), judged.dated) {
        (true, _) => Bilingual::new(" (không rõ văn bản)", " (no document named)"),
        (false, None) => Bilingual::default(),
        (false, Some(date)) => {
            let date = day(date);
            bilingual!(" (ngày {})", " (of {})", date)
        }
    }
}

/// Why another one counts in place of a blank form.
const BLANK: Bilingual = Bilingual::new(
    "Bản này không có dòng dữ liệu nào, còn bản khác của cùng cơ quan thì có",
    "This one has no row of data, and another one of the same agency has",
);

/// Why another counts in its place.
fn why_another(reviewed: &[Verdict], Replaced { index, by, why }: Replaced) -> Bilingual {
    match why {
        Why::Later => Bilingual::new("Đã có bản mới hơn của cùng cơ quan", "The same agency sent a later one"),
        Why::SameDay => Bilingual::new(
            "Cùng ngày, cơ quan ban hành hai văn bản; tính văn bản xếp sau theo số",
            "The agency issued two documents on one day; the one that comes last by its number counts",
        ),
        Why::Accepted => {
            Bilingual::new("Cơ quan đã gửi bản khác không có lỗi", "The same agency has sent one without errors")
        }
        Why::Corrected => Bilingual::new(
            "Biểu lập lại từ tệp này đã được sửa và gửi lại",
            "The form that was made of this file was corrected and sent back",
        ),
        Why::Copy => Bilingual::new(
            "Nội dung giống hệt bản khác của cùng cơ quan",
            "This says the same as another one of the same agency",
        ),
        Why::LastPath => Bilingual::new(
            "Không có ngày nào cho biết bản nào là bản sau; tính tệp xếp sau theo đường dẫn",
            "No day tells which one is later; the file that comes last by its path counts",
        ),
        Why::Blank => BLANK,
        Why::Name => Bilingual::new(
            "Theo tên tệp, cùng cơ quan đã gửi bản sau",
            "By the names of the files the same agency sent a later one",
        ),
        Why::Sent => sent(reviewed, index, by),
        Why::Fuller | Why::MoreRows | Why::Path | Why::Doubtful => Bilingual::new(
            "Cùng cơ quan đã gửi bản đầy đủ hơn, có mọi dòng của bản này",
            "The same agency sent a fuller one, with all rows of this one",
        ),
        Why::Lapsed => Bilingual::new(
            "Bản này ghi văn bản không còn hiệu lực, cơ quan đã gửi bản không ghi như vậy",
            "This one says that it is no longer in force, and the agency has sent one that does not",
        ),
        // Where somebody has to look whether it is so.
        Why::Other => Bilingual::new(
            "Đã có bản mới hơn của cùng cơ quan, không có dòng nào của bản này",
            "The same agency sent a later one, which holds no row of this one",
        ),
        Why::Supplement => Bilingual::new(
            "Đã có bản mới hơn của cùng cơ quan, ghi là bổ sung nhưng không có đủ các dòng của bản này",
            "The same agency sent a later one, which says that it adds to this one and does not hold all its rows",
        ),
        Why::Merged => merged(reviewed, index, by),
        Why::Draft => Bilingual::new(
            "Bản này ghi là dự thảo, cơ quan đã gửi bản không ghi như vậy",
            "This one is called a draft, and the agency has sent one that is not",
        ),
        Why::Wanted => Bilingual::new(
            "Theo tên biểu, bản này là dữ liệu cần khai thác của nơi khác hoặc không còn dùng; tính danh mục của chính cơ quan",
            "By its title this one lists what is wanted from others or no longer there; the agency's own list counts",
        ),
        Why::OtherNames => Bilingual::new(
            "Hai bản ghi tên khác nhau nhưng các cột khác giống nhau, nên được coi là hai bản của một danh mục và chỉ tính một bản",
            "The two give other names and say the same in all other columns, so they are taken for versions of one list, of which one counts",
        ),
    }
}

/// That two agencies which are one now issued the two.
fn merged(reviewed: &[Verdict], index: SubmissionIndex, by: SubmissionIndex) -> Bilingual {
    let former = former(reviewed, index, by);
    bilingual!(
        "Bản này và bản được tính do hai cơ quan nay đã hợp nhất ban hành ({former})",
        "Two agencies that are one now issued this one and the one that counts ({former})"
    )
}

/// The agencies, merged into one since, that issued two submissions, as far as they have other names.
fn former(reviewed: &[Verdict], one: SubmissionIndex, other: SubmissionIndex) -> String {
    let names: Vec<&str> = [one, other].iter().filter_map(|index| index.of(reviewed).former.as_deref()).collect();
    names.join(", ")
}

/// One document has two days.
fn two_days(reviewed: &[Verdict], index: SubmissionIndex, other: SubmissionIndex) -> Finding {
    let own = index.of(reviewed).decision.as_ref().map_or_else(Bilingual::default, |decision| day(decision.date));
    let finding = Finding::new(&rules::TWO_DAYS, place(reviewed, index)).with_words("own", own);
    naming(finding, reviewed, other)
}

/// Two files of one decision differ, and nothing tells which is the later one.
fn undecided(reviewed: &[Verdict], index: SubmissionIndex, by: SubmissionIndex, why: Why) -> Finding {
    let (own, other) = (index.judged(reviewed).contents(), by.judged(reviewed).contents());
    let why = match why {
        Why::MoreRows => Bilingual::new("có nhiều dòng hơn", "it has more rows"),
        Why::Doubtful => Bilingual::new(
            "không có chữ như «bản sao», «hủy», «bỏ» trong tên",
            "its name has no word such as “copy” in it",
        ),
        _ => Bilingual::new("đứng trước theo thứ tự đường dẫn", "its path comes first"),
    };
    let finding = Finding::new(&rules::SAME_DECISION, place(reviewed, index))
        .with_words("place", shown(&place(reviewed, by)))
        .with("rows", rows(by.of(reviewed)).to_string())
        .with("own", rows(index.of(reviewed)).to_string())
        .with("only", (own.len() - own.shared(&other)).to_string())
        .with_words("why", why);
    naming(finding, reviewed, by)
}

fn joined(reviewed: &[Verdict], index: SubmissionIndex, main: SubmissionIndex, join: Join) -> Finding {
    let words = match join {
        Join::SameDecision if !index.of(reviewed).form.is_issued() => Bilingual::new(
            "theo tên tệp, hai tệp là hai phần của một biểu",
            "by their names the two files are parts of one form",
        ),
        Join::SameDecision => {
            Bilingual::new("hai tệp là hai phần của một văn bản", "the two files are parts of one document")
        }
        Join::Merged => {
            let former = former(reviewed, index, main);
            bilingual!(
                "hai danh mục do hai cơ quan nay đã hợp nhất ban hành ({former})",
                "two agencies that are one now issued the two lists ({former})"
            )
        }
        Join::SameFile => Bilingual::new(
            "hai biểu trong một tệp, mỗi biểu theo một văn bản và tính từ ngày của văn bản đó",
            "two lists in one file, each under a document of its own, which counts from its own day on",
        ),
        Join::Supplement | Join::LongSupplement => Bilingual::new(
            "bản này bổ sung, không thay thế danh mục trước",
            "this one adds to the earlier list and does not replace it",
        ),
    };
    let is_unusual = matches!(join, Join::LongSupplement | Join::Merged);
    let severity = if is_unusual { Severity::Warning } else { rules::COUNTED_TOGETHER.severity };
    let finding = Finding::new(&rules::COUNTED_TOGETHER, place(reviewed, index)).with_words("why", words);
    naming(finding, reviewed, main).as_bad_as(severity)
}

/// Rows of a part that stand in a part before it.
fn repeated_rows(reviewed: &[Verdict], parts: &[SubmissionIndex]) -> Vec<(SubmissionIndex, Finding)> {
    let mut found = Vec::new();
    if parts.len() < 2 {
        return found;
    }
    // Hardly any: so the rows of most answers need not be looked at again.
    let mut all: Vec<u64> = parts.iter().flat_map(|part| part.judged(reviewed).names.iter()).collect();
    all.sort_unstable();
    let repeated: RowSet = all.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    // Two former agencies had each a thing of that name.
    let former = |index: SubmissionIndex| index.of(reviewed).former.as_deref();
    let formers: BTreeSet<&str> = parts.iter().filter_map(|&part| former(part)).collect();
    let mut first: HashMap<(u64, Option<&str>), (SubmissionIndex, Location)> = HashMap::new();
    for &index in parts.iter().filter(|part| part.judged(reviewed).names.shared(&repeated) > 0) {
        let path = &reviewed[index.file].path;
        let submission = index.of(reviewed);
        let form = &submission.form;
        let body = former(index).filter(|_| formers.len() > 1);
        for (table, rows) in submission.tables.iter().zip(&index.judged(reviewed).rows) {
            for record in rows.iter() {
                let unique = form.fields.iter().zip(&record.entries).enumerate().filter(|(_, (field, _))| field.unique);
                for (at, (field, entry)) in unique {
                    let Some((cell, folded)) = entry.folded() else { continue };
                    let name = rowset::known_by(form, at, &folded);
                    if !repeated.contains(name) {
                        continue;
                    }
                    let place = Location::sheet(path, table.sheet.as_ref(), Some(cell));
                    let (earlier, other) = first.entry((name, body)).or_insert_with(|| (index, place.clone()));
                    // Within one part it is `duplicate-value`.
                    if *earlier != index {
                        let finding = Finding::new(&rules::REPEATED_ROW, place)
                            .about(&field.name, entry.typed())
                            .with("heading", &field.title)
                            .with_words("other", shown(other));
                        found.push((index, finding));
                    }
                }
            }
        }
    }
    found
}

/// With the submission's file, number and day.
fn naming(finding: Finding, reviewed: &[Verdict], index: SubmissionIndex) -> Finding {
    let decision = index.of(reviewed).decision.as_ref();
    let unnamed = Bilingual::new("không rõ văn bản", "no document named");
    let (number, date) = match decision {
        Some(Decision { number, date, .. }) => {
            (Bilingual { vi: number.clone().into(), en: number.clone().into() }, day(*date))
        }
        None => (unnamed, Bilingual::new("không rõ ngày", "no day")),
    };
    finding.with("other", &*reviewed[index.file].path).with_words("number", number).with_words("date", date)
}

/// Where a submission names its decision, else its first table.
pub(super) fn place(reviewed: &[Verdict], index: SubmissionIndex) -> Location {
    let path: &Arc<str> = &reviewed[index.file].path;
    let Submission { decision, tables, .. } = index.of(reviewed);
    let header = tables.first().map(|table| Location::sheet(path, table.sheet.as_ref(), Some(table.header.first)));
    decision.as_ref().map(|decision| decision.place.clone()).or(header).unwrap_or_else(|| Location::file(path))
}

/// `file › sheet › C12`.
pub(super) fn shown(place: &Location) -> Bilingual {
    let mut shown = place.file.to_string();
    if let Some(sheet) = place.sheet.as_ref().and_then(SheetName::shown) {
        shown.push_str(&format!(" › {sheet}"));
    }
    match place.called() {
        Some(Bilingual { vi, en }) => {
            bilingual!("{shown} › {vi}", "{shown} › {en}")
        }
        None => Bilingual { vi: shown.clone().into(), en: shown.into() },
    }
}
