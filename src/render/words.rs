//! The names of outcomes, levels and columns in both languages, so that every format calls a thing by the same name.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

use super::Results;
use crate::cell::{Cell, Layout, called};
use crate::finding::Severity;
pub use crate::finding::legible;
use crate::ledger::Status;
use crate::report::trend::{ChangeKind, Stood, TotalChange};
use crate::report::{ObligationCell, Report, Review, Saying, TotalRow};
use crate::schema::Obligation;
use crate::text::{Bilingual, Language};
use crate::verdict::{FileOutcome, Outcome};

/// `error`, as a word before a finding.
pub fn severity(severity: Severity) -> Bilingual {
    match severity {
        Severity::Error => Bilingual::new("lỗi", "error"),
        Severity::Warning => Bilingual::new("cảnh báo", "warning"),
        Severity::Info => Bilingual::new("lưu ý", "note"),
    }
}

/// Over the number of those that have issued it, whatever the form is like.
pub const ISSUED: Bilingual = Bilingual::new("Đã ban hành", "Issued");
/// Over the reasons why an agency has not complied.
pub const WHY: Bilingual = Bilingual::new("Lý do", "Why");

/// How an agency stands to an obligation. Not «chưa gửi» (not sent), see [`standing`]: what was sent may be unreadable, or dated later.
pub fn status(status: Status) -> Bilingual {
    match status {
        Status::Complied => COMPLIED,
        Status::Defective => DEFECTIVE,
        Status::Missing => MISSING,
    }
}

const COMPLIED: Bilingual = Bilingual::new("Đã hoàn thành", "Complied");
const DEFECTIVE: Bilingual = Bilingual::new("Đã gửi, chưa đạt yêu cầu", "Defective");
const MISSING: Bilingual = Bilingual::new("Chưa có bản tính được", "Missing");
/// Where nothing came at all, of those that are missing.
pub const NOT_SENT: Bilingual = Bilingual::new("Chưa gửi", "Not sent");
/// Over the share of those that have complied.
pub const RATE: Bilingual = Bilingual::new("Tỷ lệ hoàn thành", "Rate");
/// Before the rule of an obligation.
pub const COMPLIED_WHEN: Bilingual = Bilingual::new("Được tính là hoàn thành khi", "Counted as complied when");

/// Each status that an agency may stand in, and when it does.
pub const STATUSES: [(Bilingual, Bilingual); 4] = [
    (
        COMPLIED,
        Bilingual::new(
            "Biểu đang được tính đạt điều kiện của nhiệm vụ.",
            "The form that counts meets what the obligation asks for.",
        ),
    ),
    (
        DEFECTIVE,
        Bilingual::new(
            "Có biểu đã gửi, nhưng chưa đạt điều kiện đó, hoặc biểu bị trả lại.",
            "A form was sent, and does not meet it, or was rejected.",
        ),
    ),
    (
        MISSING,
        Bilingual::new(
            "Có gửi, nhưng không có biểu nào được tính vào ngày tổng hợp. Con số ở bảng trên gồm cả «Chưa gửi».",
            "Something was sent, and no form counts on that day. The figure in the table above holds “Not sent” as well.",
        ),
    ),
    (
        NOT_SENT,
        Bilingual::new(
            "Chưa nhận được gì. Ở bảng trên tính vào «Chưa có bản tính được».",
            "Nothing was received. In the table above it is part of “Missing”.",
        ),
    ),
];

/// How an agency stands to an obligation, and of those that are missing whether it has sent anything.
pub fn standing(cell: &ObligationCell) -> Bilingual {
    if cell.nothing_came() { NOT_SENT } else { status(cell.status) }
}

/// Above the chart of all agencies; `of` is what is counted, as Vietnamese readers are told.
pub fn chart_title(results: &Results<'_>, of: &str) -> String {
    results
        .language
        .say(format!("{}, theo nhiệm vụ{of}", results.report.whole.title.vi), "All agencies, by obligation".to_owned())
}

/// The same of how it stood by an earlier report.
pub fn stood(stood: &Stood) -> Bilingual {
    if stood.nothing_came { NOT_SENT } else { status(stood.status) }
}

/// What changed about an agency's standing.
pub fn change(kind: ChangeKind) -> Bilingual {
    match kind {
        ChangeKind::NewlyComplied => Bilingual::new("Mới hoàn thành", "Newly complied"),
        ChangeKind::FallenBack => Bilingual::new("Lùi so với lần trước", "Fallen back"),
        ChangeKind::NewlySent => Bilingual::new("Mới gửi, chưa đạt yêu cầu", "Newly sent, defective"),
        ChangeKind::NewlyLate => Bilingual::new("Mới quá hạn", "Newly late"),
    }
}

/// How many had complied before, and the difference with its sign: `+5`, `−2`, `0`; dashes where the earlier report does not say.
pub fn before(total: &TotalChange) -> (String, String) {
    let difference = match total.difference() {
        None => "–".to_owned(),
        Some(0) => "0".to_owned(),
        Some(more) if more > 0 => format!("+{more}"),
        Some(fewer) => format!("−{}", fewer.unsigned_abs()),
    };
    (total.before.map_or_else(|| "–".to_owned(), |before| before.to_string()), difference)
}

/// «Đã nhận 83 tệp: 70 đã đọc, 4 không đọc được, …».
pub fn received(review: &Review, language: Language) -> String {
    let parts: Vec<String> = FileOutcome::EACH
        .into_iter()
        .map(|outcome| (review.files_with(outcome), file_outcome(outcome).get(language).to_lowercase()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{} {words}", thousands(count, language)))
        .collect();
    let all = counted(review.files.len(), "tệp", "file", language);
    let list = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    format!("{} {all}{list}.", language.say("Đã nhận", "Received"))
}

/// Whether it is said of any obligation how many have issued it: of forms that no document issues nothing is.
pub fn tells_issued(results: &Results<'_>) -> bool {
    let Results { report, campaign, .. } = results;
    let told = |total: &&TotalRow| {
        campaign.obligations.iter().any(|it| it.name == total.obligation && it.is_done_by_issuing())
    };
    report.totals.iter().filter(told).any(|total| total.issued.is_some())
}

/// How many have issued it, whatever the form is like; a dash where that is not what the obligation asks for.
pub fn issued(total: &TotalRow, obligation: &Obligation, language: Language) -> String {
    let issued = total.issued.filter(|_| obligation.is_done_by_issuing());
    issued.map_or_else(|| "–".to_owned(), |issued| thousands(issued, language))
}

/// «đã ban hành: 45 → 49», beside the change of those that comply; nothing if the earlier report does not say, or where that is not
/// what the obligation asks for.
pub fn issued_change(total: &TotalChange, obligation: &Obligation, language: Language) -> Option<String> {
    let (before, now) = total.issued_before.zip(total.issued_now).filter(|_| obligation.is_done_by_issuing())?;
    Some(format!("{}: {before} → {now}", ISSUED.get(language).to_lowercase()))
}

/// A share with one decimal, as the language writes it: `44,1%`; a dash of nothing.
pub fn percent(part: usize, whole: usize, language: Language) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let text = format!("{:.1}%", 100.0 * part as f64 / whole as f64);
    match language {
        Language::Vietnamese => text.replace('.', ","),
        Language::English => text,
    }
}

/// What became of a file.
pub fn file_outcome(outcome: FileOutcome) -> Bilingual {
    match outcome {
        FileOutcome::Read => Bilingual::new("Đã đọc", "Read"),
        FileOutcome::Unreadable => Bilingual::new("Không đọc được", "Unreadable"),
        FileOutcome::NotAForm => Bilingual::new("Không có biểu mẫu", "Not a form"),
        FileOutcome::Duplicate => Bilingual::new("Trùng tệp khác", "Duplicate"),
        FileOutcome::Skipped => Bilingual::new("Bỏ qua", "Skipped"),
    }
}

/// What becomes of a submission.
pub fn outcome(outcome: Outcome) -> Bilingual {
    match outcome {
        Outcome::Accepted => Bilingual::new("Được tính", "Accepted"),
        Outcome::Rejected => Bilingual::new("Trả lại", "Rejected"),
        Outcome::Later => Bilingual::new("Ban hành sau", "Issued later"),
        Outcome::Superseded => Bilingual::new("Đã có bản mới", "Superseded"),
    }
}

/// The name of a rule behind its code. It is English, so Vietnamese readers go by the code.
pub fn rule_name(name: &str, language: Language) -> String {
    match language {
        Language::Vietnamese => String::new(),
        Language::English => format!(" {name}"),
    }
}

/// Before a sheet's name.
pub const SHEET: Bilingual = Bilingual::new("Trang tính", "Sheet");
/// Before what can be done about a finding.
pub const TO_DO: Bilingual = Bilingual::new("Cách sửa", "What to do");

/// «Liệt kê 20 trong 143 phát hiện», when not all are listed.
pub fn capped(review: &Review, language: Language) -> Option<String> {
    let all = review.count_from(Severity::Info) + review.counts.settled;
    let (listed, total) = (thousands(review.counts.listed, language), thousands(all, language));
    (review.counts.listed < all).then(|| {
        language.say(
            format!("Hiện {listed} trong {total} phát hiện, nặng nhất trước."),
            format!("{listed} of {total} findings are listed, the worst of them."),
        )
    })
}

/// Help that follows a colon: begins with a small letter, unless the word is written with capitals, and ends with a stop.
pub fn after_colon(help: &str) -> String {
    let mut letters = help.chars();
    let Some(first) = letters.next() else { return String::new() };
    let is_acronym = letters.clone().next().is_some_and(char::is_uppercase);
    let start = if is_acronym { first.to_string() } else { first.to_lowercase().to_string() };
    let stop = if help.ends_with(['.', '!', '?', '…', '/']) { "" } else { "." };
    format!("{start}{}{stop}", letters.as_str())
}

/// «5 lỗi, 2 cảnh báo, 0 lưu ý»: all that there are, whatever is listed.
pub fn counts(review: &Review, language: Language) -> String {
    let count = |severity: Severity| {
        let word = self::severity(severity);
        counted(review.count(severity), &word.vi, &word.en, language)
    };
    [Severity::Error, Severity::Warning, Severity::Info].map(count).join(", ")
}

/// What `--only` left out and `--allow` lets pass, so that nobody takes a part for the whole.
pub fn selection(review: &Review, language: Language) -> Option<String> {
    let selection = review.selection.as_ref()?;
    let mut sentences = Vec::new();
    let left_out = counted(selection.left_out, "phát hiện khác", "other finding", language);
    let (only, allow) = (selection.only.join(", "), selection.allow.join(", "));
    if !only.is_empty() {
        sentences.push(language.say(
            format!("Chỉ xét quy tắc: {only}. Không tính {left_out}."),
            format!("Only these rules were asked about: {only}. Not counted: {left_out}."),
        ));
    }
    if !allow.is_empty() {
        sentences.push(language.say(
            format!("Được phép bỏ qua, chỉ nêu để biết: {allow}."),
            format!("Allowed, and told as notes only: {allow}."),
        ));
    }
    Some(sentences.join(" "))
}

/// Whether what was checked can be sent, and how bad it is that it cannot.
pub fn verdict(review: &Review, language: Language) -> (Option<Severity>, String) {
    let say = |vi: String, en: String| if language == Language::English { en } else { vi };
    let errors = review.count(Severity::Error);
    let forms = review.files_with(FileOutcome::Read);
    let submitted = forms + review.files_with(FileOutcome::Unreadable) + review.files_with(FileOutcome::NotAForm);
    if errors > 0 {
        let errors = counted(errors, "lỗi", "error", language);
        let text = if submitted <= 1 {
            say(format!("CHƯA THỂ GỬI: phải sửa {errors}."), format!("NOT READY TO SEND: {errors} must be mended."))
        } else {
            let faulty = review.files.iter().filter(|file| file.errors > 0).count();
            say(
                format!("CHƯA THỂ GỬI {faulty} trong {submitted} tệp: phải sửa {errors}."),
                format!("NOT READY TO SEND: {faulty} of {submitted} files; {errors} must be mended."),
            )
        };
        return (Some(Severity::Error), text);
    }
    if forms == 0 {
        let text = say("KHÔNG CÓ BIỂU NÀO ĐỂ GỬI.".to_owned(), "THERE IS NO FORM TO SEND.".to_owned());
        return (Some(Severity::Warning), text);
    }
    if review.selection.as_ref().is_some_and(|selection| !selection.only.is_empty()) {
        let text = say(
            "Không có lỗi về các quy tắc này. Chạy lại không có --only để biết biểu có thể gửi hay chưa.".to_owned(),
            "These rules are kept. Run it without --only to learn whether the form can be sent.".to_owned(),
        );
        return (None, text);
    }
    let text = match (review.count(Severity::Warning), forms) {
        (0, 1) => say("CÓ THỂ GỬI: không có lỗi.".to_owned(), "READY TO SEND: there are no errors.".to_owned()),
        (0, _) => say(
            format!("CÓ THỂ GỬI cả {forms} tệp: không có lỗi."),
            format!("READY TO SEND, all {forms} files: there are no errors."),
        ),
        (warnings, _) => {
            let warnings = counted(warnings, "cảnh báo", "warning", language);
            say(
                format!("CÓ THỂ GỬI: không có lỗi; nên xem lại {warnings}."),
                format!("READY TO SEND: there are no errors; better look at {warnings} first."),
            )
        }
    };
    (None, text)
}

/// A day within a sentence: `23/6/2023`, `23 June 2023`.
pub fn day(date: Date, language: Language) -> String {
    match language {
        Language::Vietnamese => crate::text::day(date).vi.into_owned(),
        Language::English => date.strftime("%-d %B %Y").to_string(),
    }
}

/// What a saying says, beside its cells.
pub fn saying(saying: &Saying, language: Language) -> Cow<'_, str> {
    match saying.most_of {
        Some(records) => of_most(&saying.message, (&saying.cells, None), records, false, language).into(),
        None => Cow::Borrowed(&saying.message),
    }
}

/// What most records have: the sentence with how many and, where the cells are not listed beside it, examples.
pub fn of_most(
    message: &str,
    (cells, layout): (&[Cell], Option<&Arc<Layout>>),
    records: usize,
    examples: bool,
    language: Language,
) -> String {
    let message = message.trim_end().trim_end_matches('.');
    let (count, of) = (thousands(cells.len(), language), thousands(records, language));
    let named = cells.iter().take(EXAMPLES).map(|cell| called(layout, *cell).get(language).to_owned());
    let named: Vec<String> = named.collect();
    let named = named.join(if layout.is_some() { "; " } else { ", " });
    match (language, examples) {
        (Language::Vietnamese, true) => format!("{message} ({count} trong {of} dòng; ví dụ: {named})."),
        (Language::Vietnamese, false) => format!("{message} ({count} trong {of} dòng)."),
        (Language::English, true) => format!("{message} ({count} of {of} rows; for example {named})."),
        (Language::English, false) => format!("{message} ({count} of {of} rows)."),
    }
}

/// So many cells are named for those that have it.
const EXAMPLES: usize = 3;

/// A count with its noun; Vietnamese nouns do not change, English ones take an s.
pub fn counted(count: usize, vi: &str, en: &str, language: Language) -> String {
    let number = thousands(count, language);
    match language {
        Language::Vietnamese => format!("{number} {vi}"),
        Language::English if count == 1 => format!("{number} {en}"),
        Language::English => format!("{number} {en}s"),
    }
}

/// Senders that are named; the others are counted.
const NAMED: usize = 5;

/// Who sent forms and is on no roster: how many, and the first by name.
pub fn unlisted(report: &Report, language: Language) -> Option<String> {
    let senders = &report.unlisted;
    let names: Vec<&str> = senders.iter().take(NAMED).map(|agency| agency.shown.as_str()).collect();
    let (names, more) = (names.join("; "), senders.len().saturating_sub(NAMED));
    let count = thousands(senders.len(), language);
    (!senders.is_empty()).then(|| match (language, more) {
        (Language::Vietnamese, 0) => {
            format!("Ngoài danh sách, không tính vào các số trên, có {count} nơi gửi: {names}.")
        }
        (Language::Vietnamese, _) => {
            format!("Ngoài danh sách, không tính vào các số trên, có {count} nơi gửi: {names} và {more} nơi khác.")
        }
        (Language::English, 0) => format!("Not on the roster, and in none of these figures: {count} ({names})."),
        (Language::English, _) => {
            format!("Not on the roster, and in none of these figures: {count} ({names} and {more} more).")
        }
    })
}

/// A count with the language's mark between thousands: `1.234`, `1,234`.
pub fn thousands(count: usize, language: Language) -> String {
    let digits = count.to_string();
    let mark = language.say('.', ',');
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}
