//! `several-names`: a cell for one name that holds several, on lines of their own, numbered or parted by semicolons; or one for an
//! address that holds several.

use memchr::{memchr, memchr_iter, memchr2};

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::Entry;
use crate::intake::read::addresses;
use crate::schema::{Field, Kind};
use crate::text::{Bilingual, fold, tidy};

/// A cell for one name holds several.
pub static RULE: Rule = Rule::builtin(
    "L220",
    Group::Layout,
    "several-names",
    Severity::Warning,
    [
        "Cột «{heading}»: một ô ghi {count} {what}: «{value}».",
        "Column “{heading}”: one cell holds {count} {what}: “{value}”.",
    ],
    ["{remedy}", "{remedy}"],
    [
        "Ô tên có nhiều dòng, mỗi dòng có gạch đầu dòng, số hoặc bắt đầu như một tên, hay một dòng có «1. …; 2. …» hoặc nhiều tên cách nhau bằng dấu chấm phẩy, thường là nhiều cơ sở dữ liệu ghi chung một dòng. Ô địa chỉ có nhiều địa chỉ chỉ được lưu ý.",
        "A name of several lines, each with a bullet, a number or the beginning of a name, or of one line with “1. …; 2. …” or several names parted by semicolons, mostly is several databases in one row. Of several addresses in one cell it is only noted.",
    ],
);

/// Names and addresses.
pub(super) fn concerns(field: &Field) -> bool {
    matches!(field.kind, Kind::Text) && field.unique || matches!(field.kind, Kind::Url)
}

/// Of unique texts that hold several lines, each marked as an item of a list or beginning as the first one does.
pub(super) fn facts(field: &Field, entry: &Entry) -> Option<Facts> {
    let (count, what, remedy) = match field.kind {
        Kind::Text if field.unique => (names_in(entry.typed()), NAMES, A_ROW_EACH),
        // Each has a colon.
        Kind::Url if memchr_iter(b':', entry.typed().as_bytes()).count() < 2 => return None,
        Kind::Url => (addresses(&tidy(entry.typed())), ADDRESSES, THE_DIRECT_ONE),
        _ => return None,
    };
    (count > 1).then(|| {
        let value = tidy(entry.typed()).split_whitespace().collect::<Vec<_>>().join(" ");
        let facts = Facts::of(value).with("count", count.to_string()).with_words("what", what);
        let mut facts = facts.with_words("remedy", remedy);
        facts.severity = (field.kind == Kind::Url).then_some(Severity::Info);
        facts
    })
}

const NAMES: Bilingual = Bilingual::new("tên nhưng chỉ tính một", "names and counts once");
const A_ROW_EACH: Bilingual = Bilingual::new("Tách mỗi tên thành một dòng", "Give each name a row of its own");
const ADDRESSES: Bilingual = Bilingual::new("địa chỉ", "addresses");
const THE_DIRECT_ONE: Bilingual = Bilingual::new(
    "Nên ghi một địa chỉ dẫn thẳng đến tập dữ liệu; địa chỉ khác ghi ở cột ghi chú",
    "Better write the one that leads to the data set, and others under notes",
);

/// How many names a text holds: its lines, if all of them are items of a list, or all begin with the same two words.
fn names_in(text: &str) -> usize {
    // Most names are one line.
    if memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        return numbered_within(text).max(alike_within(text));
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let items = lines.iter().filter(|line| is_item(line)).count();
    match () {
        () if items >= 2 => items,
        () if begin_alike(&lines) => lines.len(),
        () => 1,
    }
}

/// How many names one line numbers: «1. CSDL đất đai; 2. CSDL hộ tịch».
fn numbered_within(text: &str) -> usize {
    if !text.starts_with(['1', '(']) {
        return 1;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut count = 0;
    for pair in words.windows(2) {
        let number = pair[0].trim_start_matches('(').trim_end_matches(['.', ')', '/']);
        let is_marked = pair[0].ends_with(['.', ')', '/']) && pair[1].starts_with(char::is_uppercase);
        count += usize::from(is_marked && number.parse() == Ok(count + 1));
    }
    count.max(1)
}

/// How many names stand behind each other, parted by semicolons: «Cơ sở dữ liệu đất đai; Cơ sở dữ liệu hộ tịch».
fn alike_within(text: &str) -> usize {
    if memchr(b';', text.as_bytes()).is_none() {
        return 1;
    }
    let parts: Vec<&str> = text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && begin_alike(&parts) { parts.len() } else { 1 }
}

/// Whether all begin with the same abbreviation, or with the same two words.
fn begin_alike(names: &[&str]) -> bool {
    let begins = |name: &str| -> Option<String> {
        let mut words = bare(name).split_whitespace();
        let first = words.next()?;
        let is_abbreviation = first.chars().count() >= 3 && first.chars().all(char::is_uppercase);
        let second = words.next()?;
        Some(fold(&if is_abbreviation { first.to_owned() } else { format!("{first} {second}") }))
    };
    let first = names.first().and_then(|name| begins(name));
    first.is_some_and(|first| names.iter().all(|name| begins(name).as_ref() == Some(&first)))
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
