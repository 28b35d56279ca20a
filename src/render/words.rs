//! The names of outcomes, levels and columns in both languages, so that every format calls a thing by the same name.

use jiff::civil::Date;

use crate::checks::Outcome;
use crate::finding::Severity;
use crate::ledger::{self, Scope, Status};
use crate::report::FileResult;
use crate::report::trend::ChangeKind;
use crate::text::{Bilingual, Language};

/// `error`, as a word before a finding.
pub fn severity(severity: Severity) -> Bilingual {
    match severity {
        Severity::Error => Bilingual::new("lỗi", "error"),
        Severity::Warning => Bilingual::new("cảnh báo", "warning"),
        Severity::Info => Bilingual::new("lưu ý", "note"),
    }
}

/// How an agency stands to an obligation.
pub fn status(status: Status) -> Bilingual {
    match status {
        Status::Complied => Bilingual::new("Đạt", "Complied"),
        Status::Defective => Bilingual::new("Chưa đạt", "Defective"),
        Status::Missing => Bilingual::new("Chưa gửi", "Missing"),
    }
}

/// What changed about an agency's standing.
pub fn change(kind: ChangeKind) -> Bilingual {
    match kind {
        ChangeKind::NewlyComplied => Bilingual::new("Mới đạt", "Newly complied"),
        ChangeKind::FallenBack => Bilingual::new("Thụt lùi", "Fallen back"),
        ChangeKind::NewlySent => Bilingual::new("Mới gửi, chưa đạt", "Newly sent, defective"),
        ChangeKind::NewlyLate => Bilingual::new("Mới quá hạn", "Newly late"),
    }
}

/// A difference with its sign: `+5`, `−2`, `0`.
pub fn difference(difference: i64) -> String {
    match difference {
        0 => "0".to_owned(),
        more if more > 0 => format!("+{more}"),
        fewer => format!("−{}", fewer.unsigned_abs()),
    }
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

/// A level, as a value of a column.
pub fn level(scope: Scope) -> Bilingual {
    match scope {
        Scope::Ministry => Bilingual::new("Cấp bộ", "Ministry level"),
        Scope::Province => Bilingual::new("Cấp tỉnh", "Province level"),
        Scope::All => Bilingual::new("Cả nước", "All"),
    }
}

/// What became of a file.
pub fn file_result(result: FileResult) -> Bilingual {
    match result {
        FileResult::Read => Bilingual::new("Đã đọc", "Read"),
        FileResult::Unreadable => Bilingual::new("Không đọc được", "Unreadable"),
        FileResult::NotAForm => Bilingual::new("Không có biểu mẫu", "Not a form"),
        FileResult::Duplicate => Bilingual::new("Trùng tệp khác", "Duplicate"),
        FileResult::Skipped => Bilingual::new("Bỏ qua", "Skipped"),
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

/// A day within a sentence: `23/6/2023`, `23 June 2023`.
pub fn day(date: Date, language: Language) -> String {
    match language {
        Language::Vietnamese => ledger::day(date).vi.into_owned(),
        Language::English => date.strftime("%-d %B %Y").to_string(),
    }
}

/// A count with its noun; Vietnamese nouns do not change, English ones take an s.
pub fn counted(count: usize, vi: &str, en: &str, language: Language) -> String {
    let number = thousands(count, language);
    match language {
        Language::Vietnamese => format!("{number} {vi}"),
        Language::English if count == 1 => format!("{number} {en}"),
        Language::English => format!("{number} {en}s"),
    }
}

/// A count with the language's mark between thousands: `1.234`, `1,234`.
pub fn thousands(count: usize, language: Language) -> String {
    let digits = count.to_string();
    let mark = match language {
        Language::Vietnamese => '.',
        Language::English => ',',
    };
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_people_write_them() {
        assert_eq!(thousands(999, Language::Vietnamese), "999");
        assert_eq!(thousands(1_234_567, Language::Vietnamese), "1.234.567");
        assert_eq!(counted(1, "lỗi", "error", Language::English), "1 error");
        assert_eq!(counted(1000, "lỗi", "error", Language::English), "1,000 errors");
    }
}
