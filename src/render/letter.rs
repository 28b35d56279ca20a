//! The sentence for the letter: how many agencies have done what, ready to be copied.

use super::words;
use crate::ledger::Scope;
use crate::report::{Report, TotalRow};
use crate::schema::Campaign;
use crate::text::Language;

/// «Tính đến ngày 23/6/2023, có 41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh) đã ban hành … với biểu hợp lệ, trong tổng số
/// 49 cơ quan đã ban hành (8 cơ quan, gồm …, có biểu còn phải sửa); 15 cơ quan (3 cấp bộ và 12 cấp tỉnh) đã …», over all
/// obligations of the campaign in their order.
/// Whoever has issued a document has done so whatever the form is like, so both are said; but not where the obligation asks
/// something of the rows, for that is not done by issuing them.
pub fn sentence(report: &Report, campaign: &Campaign, language: Language) -> String {
    let clauses: Vec<String> = campaign
        .obligations
        .iter()
        .enumerate()
        .map(|(index, obligation)| {
            let of = |count: &dyn Fn(&TotalRow) -> usize| Counted {
                ministries: report.total(&obligation.name, Scope::Ministry).map_or(0, count),
                provinces: report.total(&obligation.name, Scope::Province).map_or(0, count),
            };
            let complied = of(&|total| total.complied);
            let faulty = of(&|total| total.issued.saturating_sub(total.complied));
            let is_done_by_issuing = obligation.fields().is_empty();
            let faulty = if is_done_by_issuing { faulty } else { Counted::default() };
            clause(complied, faulty, obligation.deed.get(language), index == 0, language)
        })
        .collect();
    let day = words::day(report.as_of, language);
    match language {
        Language::Vietnamese => format!("Tính đến ngày {day}, {}.", clauses.join("; ")),
        Language::English => format!("As of {day}, {}.", clauses.join("; ")),
    }
}

/// How many agencies, by level.
#[derive(Clone, Copy, Default)]
struct Counted {
    ministries: usize,
    provinces: usize,
}

impl Counted {
    fn all(self) -> usize {
        self.ministries + self.provinces
    }

    /// «41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh)».
    fn words(self, is_short: bool, language: Language) -> String {
        let (all, levels) = (self.all(), self.levels(is_short, language));
        match language {
            Language::Vietnamese => format!("{all} cơ quan ({levels})"),
            Language::English if all == 1 => format!("1 agency ({levels})"),
            Language::English => format!("{all} agencies ({levels})"),
        }
    }

    /// «6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh»; short, the noun is left out.
    fn levels(self, is_short: bool, language: Language) -> String {
        let unit = if is_short { "" } else { "cơ quan " };
        let part = |(count, vi, en): (usize, &str, &str)| match language {
            Language::Vietnamese => format!("{count} {unit}{vi}"),
            Language::English => format!("{count} at {en}"),
        };
        let levels = [(self.ministries, "cấp bộ", "ministry level"), (self.provinces, "cấp tỉnh", "province level")];
        let parts: Vec<String> = levels.into_iter().filter(|(count, ..)| *count > 0).map(part).collect();
        parts.join(if language == Language::English { " and " } else { " và " })
    }
}

/// One obligation's part. The first says what is counted in full, the next ones are shorter.
fn clause(complied: Counted, faulty: Counted, deed: &str, is_first: bool, language: Language) -> String {
    let (issued, is_short) = (complied.all() + faulty.all(), !is_first);
    let counted = if complied.all() == 0 { faulty } else { complied };
    let (subject, levels) = (counted.words(is_short, language), faulty.levels(true, language));
    match language {
        Language::Vietnamese => {
            let opening = if is_first { "có " } else { "" };
            match (complied.all(), faulty.all()) {
                (0, 0) => format!("chưa có cơ quan nào {deed}"),
                (0, _) => format!("{opening}{subject} đã {deed}, nhưng biểu còn phải sửa"),
                (_, 0) => format!("{opening}{subject} đã {deed}"),
                (_, faulty) => format!(
                    "{opening}{subject} đã {deed} với biểu hợp lệ, trong tổng số {issued} cơ quan đã ban hành ({faulty} cơ quan, \
                     gồm {levels}, có biểu còn phải sửa)"
                ),
            }
        }
        Language::English => {
            let have = if counted.all() == 1 { "has" } else { "have" };
            match (complied.all(), faulty.all()) {
                (0, 0) => format!("no agency has {deed}"),
                (0, _) => format!("{subject} {have} {deed}, with a form still to be mended"),
                (_, 0) => format!("{subject} {have} {deed}"),
                (_, faulty) => format!(
                    "{subject} {have} {deed} with a valid form, of {issued} that have issued it ({faulty} with a form still to be \
                     mended: {levels})"
                ),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(
        complied: (usize, usize),
        faulty: (usize, usize),
        deed: &str,
        is_first: bool,
        language: Language,
    ) -> String {
        let counted = |(ministries, provinces)| Counted { ministries, provinces };
        clause(counted(complied), counted(faulty), deed, is_first, language)
    }

    #[test]
    fn says_it_as_the_letter_does() {
        let vi = Language::Vietnamese;
        assert_eq!(
            said((6, 35), (0, 0), "ban hành danh mục", true, vi),
            "có 41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh) đã ban hành danh mục"
        );
        assert_eq!(
            said((3, 12), (0, 0), "ban hành kế hoạch", false, vi),
            "15 cơ quan (3 cấp bộ và 12 cấp tỉnh) đã ban hành kế hoạch"
        );
        assert_eq!(said((0, 0), (0, 0), "ban hành", true, vi), "chưa có cơ quan nào ban hành");
        assert_eq!(said((0, 2), (0, 0), "ban hành", false, vi), "2 cơ quan (2 cấp tỉnh) đã ban hành");
        let english = said((1, 0), (0, 0), "issued it", true, Language::English);
        assert_eq!(english, "1 agency (1 at ministry level) has issued it");
    }

    #[test]
    fn who_has_issued_has_done_so_whatever_the_form_is_like() {
        let vi = Language::Vietnamese;
        assert_eq!(
            said((6, 35), (3, 5), "ban hành danh mục", true, vi),
            "có 41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh) đã ban hành danh mục với biểu hợp lệ, trong tổng số 49 cơ quan \
             đã ban hành (8 cơ quan, gồm 3 cấp bộ và 5 cấp tỉnh, có biểu còn phải sửa)"
        );
        assert_eq!(
            said((0, 0), (0, 2), "ban hành kế hoạch", false, vi),
            "2 cơ quan (2 cấp tỉnh) đã ban hành kế hoạch, nhưng biểu còn phải sửa"
        );
        assert_eq!(
            said((1, 0), (0, 1), "issued it", false, Language::English),
            "1 agency (1 at ministry level) has issued it with a valid form, of 2 that have issued it (1 with a form still to be \
             mended: 1 at province level)"
        );
    }
}
