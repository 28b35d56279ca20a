//! Why an agency has not complied: for every standing that is not [`Status::Complied`] at least one reason, with words and the
//! places that show it. "Not received" is said only where nothing came: what was sent and could not be read, is on another form,
//! is dated later or is another body's is told as that, with what to do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::reason::{Code, Reason, both, folded, help, of_errors, of_received, received};
use super::which::are_of_one_document;
use super::{Ledger, Standing, Status, SubmissionIndex, lacking};
use crate::bilingual;
use crate::cell::Location;
use crate::finding::{Finding, Severity};
use crate::intake::Decision;
use crate::intake::decision::{self, Citation};
use crate::rules;
use crate::schema::{Campaign, Obligation, Roster};
use crate::text::{Bilingual, Language, day};
use crate::verdict::{FileOutcome, Judged, Outcome, Verdict};

/// Fills in the reasons of every standing that has none yet.
pub fn explain(ledger: &mut Ledger, reviewed: &[Verdict], roster: &Roster, campaign: &Campaign) {
    let sent = sent(reviewed, roster);
    let listed = roster.agencies.iter().zip(&mut ledger.standings);
    let unlisted = ledger.unlisted.iter_mut().map(|(agency, row)| (&**agency, row));
    for (agency, row) in listed.chain(unlisted) {
        let files = sent.get(agency.code.as_str()).map_or(&[][..], Vec::as_slice);
        for (obligation, standing) in campaign.obligations.iter().zip(row) {
            if standing.status != Status::Complied && standing.reasons.is_empty() {
                let asked = Asked { reviewed, files, obligation, as_of: ledger.as_of };
                standing.reasons = asked.reasons(standing);
            }
        }
    }
}

/// The files of each agency, also those that are only probably its own, by its code; in their order. One that names two
/// agencies is a matter of both.
fn sent<'a>(reviewed: &'a [Verdict], roster: &'a Roster) -> BTreeMap<&'a str, Vec<usize>> {
    let codes: BTreeMap<&str, &str> =
        roster.agencies.iter().map(|agency| (agency.name.as_str(), agency.code.as_str())).collect();
    let mut sent: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let is_output = |file: &Verdict| {
        let told = file.findings.iter().any(|finding| finding.rule.is(&rules::own_output::RULE));
        file.outcome == FileOutcome::Skipped && told
    };
    let folder = |file: &'a Verdict| file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    // A message of ours tells that the forms of ours beside it were enclosed with it, and not sent by anybody.
    let is_letter = |file: &&Verdict| is_output(file) && file.path.ends_with(".eml");
    let mailed: BTreeSet<&str> = reviewed.iter().filter(is_letter).map(folder).collect();
    let is_ours = |file: &'a Verdict| is_output(file) && mailed.contains(folder(file));
    // Nobody sends a lock file: of those nothing is found.
    let is_sent =
        |file: &'a Verdict| !is_ours(file) && (file.outcome != FileOutcome::Skipped || !file.findings.is_empty());
    for (index, file) in reviewed.iter().enumerate().filter(|(_, file)| is_sent(file)) {
        let known = file.agency.as_ref().or(file.probable_agency.as_ref());
        let mut whose: Vec<&str> = known.into_iter().map(String::as_str).collect();
        if whose.is_empty() {
            let conflicts = file.findings.iter().filter(|finding| finding.rule.is(&rules::CONFLICTING_AGENCY));
            let named = conflicts.flat_map(|finding| ["first", "second"].map(|which| finding.arguments.get(which)));
            whose.extend(named.flatten().filter_map(|name| codes.get(name.get(Language::Vietnamese))));
        }
        for code in whose {
            sent.entry(code).or_default().push(index);
        }
    }
    sent
}

/// One agency and one obligation that it has not complied with.
struct Asked<'a> {
    reviewed: &'a [Verdict],
    /// The agency's, as indexes.
    files: &'a [usize],
    obligation: &'a Obligation,
    as_of: Date,
}

impl Asked<'_> {
    fn reasons(&self, standing: &Standing) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if let Some(main) = standing.submissions.first() {
            let is_accepted = self.judged(*main).outcome == Outcome::Accepted;
            let rejected = |part: &SubmissionIndex| self.judged(*part).outcome != Outcome::Accepted;
            let faulty: Vec<SubmissionIndex> = standing.submissions.iter().copied().filter(rejected).collect();
            if is_accepted {
                reasons.extend(faulty.iter().map(|part| self.faulty(*part, &standing.submissions)));
            }
            reasons.extend(self.errors(&faulty));
            reasons.extend(self.lacking(&standing.submissions));
            if is_accepted {
                reasons.extend(self.undated(*main));
                reasons.extend(self.superseded(*main));
            }
            if reasons.is_empty() {
                reasons.push(self.rule_not_met(*main));
            }
        }
        let is_missing = standing.submissions.is_empty();
        reasons.extend(self.files.iter().flat_map(|&file| self.of_file(&self.reviewed[file], is_missing)));
        if reasons.is_empty() {
            reasons.push(self.nothing());
        }
        reasons.sort_by(|one, other| one.code.cmp(&other.code));
        folded(reasons)
    }

    fn judged(&self, index: SubmissionIndex) -> &Judged {
        &self.reviewed[index.file].submissions[index.submission]
    }

    /// A rejected part of an answer of which other parts are accepted, or what those add to.
    fn faulty(&self, part: SubmissionIndex, all: &[SubmissionIndex]) -> Reason {
        let path = &self.reviewed[part.file].path;
        let submission = &self.judged(part).submission;
        let number = submission.decision.as_ref().map_or("–", |decision| &decision.number);
        let is_accepted = |it: &&SubmissionIndex| self.judged(**it).outcome == Outcome::Accepted;
        let mut accepted = all.iter().filter(is_accepted);
        let message = if accepted.any(|it| are_of_one_document(&self.judged(*it).submission, submission)) {
            bilingual!(
                "Phần «{path}» của {number} còn lỗi nên bản gửi chưa đủ.",
                "The part “{path}” of {number} has errors, so the answer is not whole."
            )
        } else {
            bilingual!(
                "Danh mục «{path}» của {number} còn lỗi; mới có bản bổ sung danh mục đó được tính nên bản gửi chưa đủ.",
                "The list “{path}” of {number} has errors, and only what adds to it counts, so the answer is not whole."
            )
        };
        Reason::one(Code::Rejected, message, Bilingual::default(), super::tell::place(self.reviewed, part))
    }

    /// The errors of the submissions that were rejected, one reason a rule.
    fn errors(&self, parts: &[SubmissionIndex]) -> Vec<Reason> {
        let mut groups: Vec<Vec<&Finding>> = Vec::new();
        let findings = parts.iter().flat_map(|part| {
            let own = &self.judged(*part).submission.findings;
            // Of a draft no document is asked for: that it is one says more.
            let draft = own.iter().find(|finding| finding.rule.is(&rules::DRAFT));
            let all = self.reviewed[part.file].findings.iter().chain(own);
            let errors = all.filter(|finding| finding.severity == Severity::Error);
            errors.map(move |error| draft.filter(|_| error.rule.is(&rules::MISSING_DECISION)).unwrap_or(error))
        });
        for finding in findings {
            match groups.iter_mut().find(|group| group[0].rule == finding.rule) {
                Some(group) => group.push(finding),
                None => groups.push(vec![finding]),
            }
        }
        groups.iter().map(|group| of_errors(group)).collect()
    }

    /// What the obligation asks of the records and some of them, or all, do not have.
    fn lacking(&self, parts: &[SubmissionIndex]) -> Vec<Reason> {
        let parts = parts.iter().map(|part| self.judged(*part)).filter(|judged| !judged.submission.damaged);
        lacking::find(self.obligation, &parts.collect::<Vec<_>>())
    }

    /// An accepted submission whose document is not known, where the rule asks for its day.
    fn undated(&self, main: SubmissionIndex) -> Option<Reason> {
        let submission = &self.judged(main).submission;
        let is_asked = self.obligation.asks_for_the_day() && submission.form.is_issued();
        let place = Location::file(&self.reviewed[main.file].path);
        let message = Bilingual::new(
            "Chưa có số và ngày của văn bản ban hành.",
            "The number and date of the issuing document are not known.",
        );
        (is_asked && submission.decision.is_none()).then(|| {
            let told = decision::missing(&submission.form, &Citation::None, place.clone());
            Reason::one(Code::NoDecision, message, help(&told), place)
        })
    }

    /// An earlier answer that met the obligation.
    fn superseded(&self, main: SubmissionIndex) -> Option<Reason> {
        let counted = &self.reviewed[main.file].path;
        let older = self.files.iter().flat_map(|&file| {
            let submissions = self.reviewed[file].submissions.iter();
            submissions.map(move |judged| (&self.reviewed[file].path, judged))
        });
        let (path, _) = older
            .filter(|(_, judged)| judged.submission.form.name == self.obligation.form)
            .filter(|(_, judged)| judged.outcome == Outcome::Superseded)
            .filter(|(_, judged)| judged.submission.findings.iter().all(|it| it.severity != Severity::Error))
            .find(|(_, judged)| {
                (judged.submission.decision.is_some() || !judged.submission.form.is_issued())
                    && lacking::find(self.obligation, &[judged]).is_empty()
            })?;
        let message = bilingual!(
            "Bản trước («{path}») đạt yêu cầu, nhưng bản được tính là «{counted}».",
            "An earlier answer (“{path}”) met this; the one that counts is “{counted}”."
        );
        Some(Reason::one(Code::Superseded, message, Bilingual::default(), Location::file(path)))
    }

    fn rule_not_met(&self, main: SubmissionIndex) -> Reason {
        let words = &self.obligation.words;
        let message = Bilingual {
            vi: format!("Chưa đạt điều kiện: {}.", words.vi.trim_end_matches('.')).into(),
            en: format!("The condition is not met: {}.", words.en.trim_end_matches('.')).into(),
        };
        let place = Location::file(&self.reviewed[main.file].path);
        Reason::one(Code::RuleNotMet, message, Bilingual::default(), place)
    }

    /// What a file has to do with it. Of an agency whose answer is there, only what may be a later or better one.
    fn of_file(&self, file: &Verdict, is_missing: bool) -> Vec<Reason> {
        match &file.outcome {
            FileOutcome::Read if file.agency.is_none() => self.unsettled(file).into_iter().collect(),
            FileOutcome::Read => self.later(file).collect(),
            FileOutcome::Unreadable => vec![unreadable(file)],
            FileOutcome::NotAForm if is_missing => vec![received(Code::NotOnTheForm, file)],
            FileOutcome::Duplicate
                if is_missing && file.duplicate_of.as_ref().is_none_or(|other| !self.is_own(other)) =>
            {
                vec![received(Code::Duplicate, file)]
            }
            // A form given back says nothing about what it is not for.
            FileOutcome::Skipped
                if file.untouched.as_ref().is_some_and(|of| !of.forms.contains(&self.obligation.form)) =>
            {
                Vec::new()
            }
            FileOutcome::Skipped if is_missing => self.skipped(file).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn is_own(&self, path: &str) -> bool {
        self.files.iter().any(|&file| *self.reviewed[file].path == *path)
    }

    /// A form for this obligation that is probably the agency's, and why it is not counted as such.
    fn unsettled(&self, file: &Verdict) -> Option<Reason> {
        file.submissions.iter().find(|judged| judged.submission.form.name == self.obligation.form)?;
        let code = |finding: &&Finding| Code::of(finding) != Code::Rejected;
        let finding = file.all_findings().find(code)?;
        Some(of_received(Code::of(finding), file, finding))
    }

    /// Forms for this obligation that are dated after the as-of date, rejected or not.
    fn later(&self, file: &Verdict) -> impl Iterator<Item = Reason> {
        let of_form = file.submissions.iter().filter(|judged| judged.submission.form.name == self.obligation.form);
        of_form.filter_map(|judged| {
            let decision = judged.submission.decision.as_ref().filter(|decision| decision.date > self.as_of)?;
            let errors = super::errors(file, &judged.submission);
            let (issued, as_of) = (day(decision.date), day(self.as_of));
            let Decision { kind, number, .. } = decision;
            let message = both(|language| {
                let (issued, as_of) = (issued.get(language), as_of.get(language));
                let (opening, more) = match language {
                    Language::Vietnamese => (
                        format!(
                            "Đã nhận «{}», nhưng {kind} số {number} ban hành ngày {issued}, sau thời điểm tổng hợp {as_of}.",
                            file.path
                        ),
                        format!(" Biểu còn {errors} lỗi."),
                    ),
                    Language::English => (
                        format!(
                            "Received “{}”, but {number} was issued on {issued}, after the as-of date {as_of}.",
                            file.path
                        ),
                        format!(" The form has {errors} errors."),
                    ),
                };
                if errors == 0 { opening } else { opening + &more }
            });
            Some(Reason::one(Code::DatedLater, message, rules::ISSUED_AFTER_AS_OF.help.clone(), decision.place.clone()))
        })
    }

    /// A file that was not opened as a spreadsheet and may hold the form.
    fn skipped(&self, file: &Verdict) -> Option<Reason> {
        // The text of a message is no form; what is attached stands beside it.
        let is_apart = |finding: &&Finding| finding.rule.is(&rules::OTHER_FILE) || finding.rule.is(&rules::MESSAGE);
        let finding = file.findings.iter().find(|finding| !is_apart(finding))?;
        let code = if finding.rule.is(&rules::own_output::RULE) { Code::OwnOutput } else { Code::NotASpreadsheet };
        Some(of_received(code, file, finding))
    }

    /// Nothing came that could be this form.
    fn nothing(&self) -> Reason {
        let message = if self.files.is_empty() {
            Bilingual::new("Chưa nhận được tệp nào của cơ quan.", "No file of the agency was received.")
        } else {
            Bilingual::new(
                "Chưa nhận được biểu này; đã nhận tệp khác của cơ quan.",
                "This form was not received; other files of the agency were.",
            )
        };
        Reason { code: Code::NothingReceived, message, help: Bilingual::default(), places: Vec::new(), count: 0 }
    }
}

/// Why a standing is not known: the rule has no answer, for this reason.
pub(super) fn not_asked(why: &Bilingual, path: &Arc<str>) -> Reason {
    let Bilingual { vi, en } = why;
    let message = bilingual!(
        "Không xét được điều kiện của đợt cho «{path}»: {vi}. Lỗi ở điều kiện, không phải ở bản gửi.",
        "The campaign's condition has no answer for “{path}”: {en}. The fault lies with the condition, not with what was sent."
    );
    let help = Bilingual::new("Không cần gửi lại", "It need not be sent again");
    Reason::one(Code::NotAsked, message, help, Location::file(path))
}

/// A file that could not be read. One that the machine did not open says nothing of its sender.
fn unreadable(file: &Verdict) -> Reason {
    if !file.findings.iter().any(|finding| finding.rule.is(&rules::UNAVAILABLE_FILE)) {
        return received(Code::Unreadable, file);
    }
    let path = &file.path;
    let message = bilingual!(
        "Đã nhận «{path}»; cơ quan tổng hợp chưa mở được tệp trên máy của mình nên chưa kiểm tra.",
        "Received “{path}”; whoever merges could not open it on their machine yet, so it is not checked."
    );
    Reason::one(
        Code::Unavailable,
        message,
        Bilingual::new("Không cần gửi lại", "It need not be sent again"),
        Location::file(path),
    )
}
