//! Titles of lists that are not what the form asks for: of what is wanted from others, of what is no longer there, of what was only
//! compared. They stand above a table of their own, or within one, above rows that have its columns.

use super::rows::{Ordinal, ordinal_of};
use crate::cell::Content;
use crate::schema::Form;
use crate::text::{fold, strip_marks, words};

/// A longer line, in words, is no title.
const TITLE_WORDS: usize = 40;

/// Whether a line above a table is such a title: it names what it lists before it says so, or stands in capitals. An order to those who
/// fill the form in («Đề nghị các bộ, ngành rà soát …») is no title.
pub(super) fn is_title(form: &Form, folded: &str, line: &str) -> bool {
    let said = Said::of(form, folded);
    said.is_some_and(|said| said.is_need || said.names_things || !line.chars().any(char::is_lowercase))
}

/// Whether a line within a table is such a title: in capitals, or behind the mark of a section. What was compared or is for reference may
/// be a kind of the form's own things there («dữ liệu tham khảo»).
pub(super) fn is_section(form: &Form, line: &str, is_marked: bool) -> bool {
    let folded = fold(line);
    let said = Said::of(form, &folded).filter(|said| !said.is_compared);
    let is_title = said.is_some_and(|said| {
        let is_titled = (said.names_things || said.begins) && (is_marked || behind_mark(line).is_some());
        said.is_need || is_titled || !line.chars().any(char::is_lowercase)
    });
    // What amends a list («sửa đổi, bổ sung, bãi bỏ») is about this one.
    is_title && !form.language.versions.is_supplement(&strip_marks(&folded), line)
}

/// Whether a text begins with the mark of a section: «B. …», «II) …».
pub(super) fn has_mark(text: &str) -> bool {
    behind_mark(text).is_some()
}

/// What a line says by which it may be a title of another list.
struct Said {
    /// It begins with what is wanted from others: «nhu cầu khai thác …».
    is_need: bool,
    /// It begins with the words that say so.
    begins: bool,
    /// It names things of the form before it says so.
    names_things: bool,
    /// It only says that they are compared, or for reference.
    is_compared: bool,
}

impl Said {
    fn of(form: &Form, folded: &str) -> Option<Self> {
        let language = &form.language;
        let all: Vec<&str> = words(folded).collect();
        let begins = |list: &crate::text::lists::Phrases, words: &[&str]| list.begin(words).is_some();
        let phrase = |list| (0..all.len()).find(|at| begins(list, &all[*at..]));
        let wanted = phrase(&language.wanted);
        let phrase = wanted.or_else(|| phrase(&language.compared))?;
        // What only names its decision or what the form itself is called is about this one.
        let title = fold(&form.title.vi);
        let is_its_own = || language.wanted.are_in(&title) || language.compared.are_in(&title);
        // «… thay thế Danh mục đã bị bãi bỏ»
        let is_replaced = || phrase > 0 && language.versions.replaces(&all[..phrase - 1].join(" "));
        if all.len() > TITLE_WORDS || folded.starts_with('(') || is_its_own() || is_replaced() {
            return None;
        }
        let first: Vec<&str> = words(behind_mark(folded).unwrap_or(folded)).collect();
        Some(Self {
            is_need: begins(&language.needs, &first),
            begins: begins(&language.wanted, &first),
            names_things: (0..phrase).any(|at| begins(&language.things, &all[at..])),
            is_compared: wanted.is_none(),
        })
    }
}

/// Letters of a section's mark: «XVIII».
const MARK_LETTERS: usize = 6;

/// What stands behind the mark with which a title begins («B. », «II) »), or behind the name of an annex («Phụ lục II: »).
fn behind_mark(text: &str) -> Option<&str> {
    let (mark, behind) = text.split_once(['.', ')', ':']).filter(|(_, behind)| !behind.trim().is_empty())?;
    let is_mark = |word: &str| {
        word.len() <= MARK_LETTERS && matches!(ordinal_of(&Content::Text(word.into())), Ordinal::Mark | Ordinal::Letter)
    };
    let is_annex = || text[mark.len()..].starts_with(':') && mark.split_whitespace().count() <= 3;
    let last = mark.split_whitespace().next_back()?;
    (is_mark(mark.trim()) || is_annex() && (is_mark(last) || last.bytes().all(|it| it.is_ascii_digit())))
        .then(|| behind.trim())
}
