//! The sentence for the letter: how many agencies have done what, ready to be copied.

use super::words;
use crate::ledger::Scope;
use crate::report::{Report, TotalRow};
use crate::schema::Campaign;
use crate::text::Language;

/// «Tính đến ngày 23/6/2023, có 41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh) đã ban hành …; 15 cơ quan (3 cấp bộ và
/// 12 cấp tỉnh) đã …», over all obligations of the campaign in their order.
pub fn sentence(report: &Report, campaign: &Campaign, language: Language) -> String {
    let clauses: Vec<String> = campaign
        .obligations
        .iter()
        .enumerate()
        .map(|(index, obligation)| {
            let complied = |scope| report.total(&obligation.name, scope).map_or(0, |total: &TotalRow| total.complied);
            let (ministries, provinces) = (complied(Scope::Ministry), complied(Scope::Province));
            clause(ministries, provinces, obligation.deed.get(language), index == 0, language)
        })
        .collect();
    let day = words::day(report.as_of, language);
    match language {
        Language::Vietnamese => format!("Tính đến ngày {day}, {}.", clauses.join("; ")),
        Language::English => format!("As of {day}, {}.", clauses.join("; ")),
    }
}

/// One obligation's part. The first says what is counted in full, the next ones are shorter.
fn clause(ministries: usize, provinces: usize, deed: &str, is_first: bool, language: Language) -> String {
    let all = ministries + provinces;
    match language {
        Language::Vietnamese => {
            if all == 0 {
                return format!("chưa có cơ quan nào {deed}");
            }
            let unit = if is_first { "cơ quan " } else { "" };
            let parts: Vec<String> = [(ministries, "cấp bộ"), (provinces, "cấp tỉnh")]
                .into_iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, level)| format!("{count} {unit}{level}"))
                .collect();
            let opening = if is_first { "có " } else { "" };
            format!("{opening}{all} cơ quan ({}) đã {deed}", parts.join(" và "))
        }
        Language::English => {
            if all == 0 {
                return format!("no agency has {deed}");
            }
            let parts: Vec<String> = [(ministries, "ministry level"), (provinces, "province level")]
                .into_iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, level)| format!("{count} at {level}"))
                .collect();
            let verb = if all == 1 { "has" } else { "have" };
            let agencies = if all == 1 { "agency" } else { "agencies" };
            format!("{all} {agencies} ({}) {verb} {deed}", parts.join(" and "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_it_as_the_letter_does() {
        assert_eq!(
            clause(6, 35, "ban hành danh mục", true, Language::Vietnamese),
            "có 41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh) đã ban hành danh mục"
        );
        assert_eq!(
            clause(3, 12, "ban hành kế hoạch", false, Language::Vietnamese),
            "15 cơ quan (3 cấp bộ và 12 cấp tỉnh) đã ban hành kế hoạch"
        );
        assert_eq!(clause(0, 0, "ban hành", true, Language::Vietnamese), "chưa có cơ quan nào ban hành");
        assert_eq!(clause(0, 2, "ban hành", false, Language::Vietnamese), "2 cơ quan (2 cấp tỉnh) đã ban hành");
        assert_eq!(clause(1, 0, "issued it", true, Language::English), "1 agency (1 at ministry level) has issued it");
    }
}
