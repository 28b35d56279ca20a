//! `several-names`: a cell for one name that holds several, each on a line of its own.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::Entry;
use crate::schema::{Field, Kind};
use crate::text::{fold, tidy};

/// A cell for one name holds several.
pub static RULE: Rule = Rule::builtin(
    "L220",
    Group::Layout,
    "several-names",
    Severity::Warning,
    [
        "Cột «{heading}»: một ô ghi {count} tên nhưng chỉ tính một: «{value}».",
        "Column “{heading}”: one cell holds {count} names and counts once: “{value}”.",
    ],
    ["Tách mỗi tên thành một dòng", "Give each name a row of its own"],
    [
        "Ô tên có nhiều dòng, mỗi dòng có gạch đầu dòng, số hoặc bắt đầu như một tên, thường là nhiều cơ sở dữ liệu ghi chung một dòng.",
        "A name of several lines, each with a bullet, a number or the beginning of a name, mostly is several databases in one row.",
    ],
);

/// Of unique texts that hold several lines, each marked as an item of a list or beginning as the first one does.
pub(super) fn facts(field: &Field, entry: &Entry) -> Option<Facts> {
    let count = if field.unique && field.kind == Kind::Text { names_in(entry.typed()) } else { 1 };
    (count > 1).then(|| {
        let value = tidy(entry.typed()).split_whitespace().collect::<Vec<_>>().join(" ");
        Facts::of(value).with("count", count.to_string())
    })
}

/// How many names a text holds: its lines, if all of them are items of a list, or all begin with the same two words.
fn names_in(text: &str) -> usize {
    // Most names are one line.
    if !text.contains(['\n', '\r']) {
        return 1;
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let items = lines.iter().filter(|line| is_item(line)).count();
    let begins = |line: &str| -> Option<String> {
        let mut words = bare(line).split_whitespace();
        let first = words.next()?;
        let is_abbreviation = first.chars().count() >= 3 && first.chars().all(char::is_uppercase);
        let second = words.next()?;
        Some(fold(&if is_abbreviation { first.to_owned() } else { format!("{first} {second}") }))
    };
    let alike = lines
        .first()
        .and_then(|line| begins(line))
        .is_some_and(|first| lines.iter().all(|line| begins(line).as_ref() == Some(&first)));
    match () {
        () if items >= 2 => items,
        () if alike => lines.len(),
        () => 1,
    }
}

/// Whether a line bears a bullet or a number of its own: `- `, `+`, `•`, `1.`, `2)`, `a)`.
fn is_item(line: &str) -> bool {
    bare(line).len() < line.len()
}

/// The line without what marks it as an item.
fn bare(line: &str) -> &str {
    if let Some(rest) = line.strip_prefix(['-', '–', '—', '+', '•', '*', '·', '▪', '●']) {
        return rest.trim_start();
    }
    let mark = line.trim_start_matches('(');
    let end = mark.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(0);
    let is_mark = mark[..end].bytes().all(|byte| byte.is_ascii_digit()) && end <= 2
        || end == 1 && mark.starts_with(|letter: char| letter.is_ascii_lowercase());
    match mark[end..].strip_prefix(['.', ')', '/']) {
        // `1.2` is no mark of an item but a version or a number.
        Some(rest) if end > 0 && is_mark && !rest.starts_with(|next: char| next.is_ascii_digit()) => rest.trim_start(),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_several_names_and_broken_lines_one() {
        assert_eq!(names_in("- CSDL đất đai\n- CSDL hộ tịch\n- CSDL giá đất"), 3);
        assert_eq!(names_in("1. CSDL đất đai\r\n2. CSDL hộ tịch"), 2);
        assert_eq!(names_in("Gồm:\na) CSDL đất đai;\nb) CSDL hộ tịch"), 2);
        assert_eq!(names_in("Cơ sở dữ liệu đất đai\nCơ sở dữ liệu hộ tịch"), 2);
        assert_eq!(names_in("Cơ sở dữ liệu\nđất đai cấp xã"), 1);
        assert_eq!(names_in("Cơ sở dữ liệu đất đai\n(bản 1.2)"), 1);
        assert_eq!(names_in("- Cơ sở dữ liệu đất đai"), 1);
    }
}
