//! Boxes to tick within one cell: «☐ Đã có ☒ Chưa có» says what stands behind the one that is ticked.

use super::{Remark, read_tidied};
use crate::schema::{Kind, Language};
use crate::value::Value;

/// What the ticked boxes of a tidy text say where one of several values stands; `None` of a text without. Where none is ticked, or several
/// of which only one can be, nothing is guessed.
pub(super) fn read(language: &Language, kind: &Kind, tidied: &str) -> Option<(Value, Option<Remark>)> {
    let listing = kind.listing();
    if listing.is_none() && !matches!(kind, Kind::Flag { .. }) {
        return None;
    }
    let said = ticked(tidied)?;
    if said.is_empty() || said.len() > 1 && !matches!(kind, Kind::List(_)) {
        let unlisted = listing.map(|_| Remark::NotInList(vec![(tidied.to_owned(), None)], 0));
        return Some((Value::Text(tidied.to_owned()), unlisted.or(Some(Remark::WrongType))));
    }
    let said = said.join("; ");
    let (value, remark) = read_tidied(language, kind, &said, said.clone());
    Some((value, remark.or(listing.map(|_| Remark::Normalised))))
}

/// What stands behind the boxes that are ticked, if there are boxes with words behind them; nothing if words stand before the first, for
/// then nobody can say which box is whose.
fn ticked(tidied: &str) -> Option<Vec<String>> {
    let is_box = |sign| matches!(sign, '☐' | '□' | '☑' | '☒' | '✓' | '✔');
    if !tidied.contains(|sign| sign == '[' || is_box(sign)) {
        return None;
    }
    let written = [("[x]", "☒"), ("[X]", "☒"), ("[ ]", "☐"), ("[]", "☐")];
    let text = written.iter().fold(tidied.to_owned(), |text, (typed, sign)| text.replace(typed, sign));
    let boxes: Vec<(usize, &str)> = text.match_indices(is_box).collect();
    let ends = boxes.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let words = boxes.iter().zip(ends).map(|((at, sign), end)| (*sign, text[at + sign.len()..end].trim()));
    if words.clone().all(|(_, words)| words.is_empty()) {
        return None;
    }
    let is_clear = boxes[0].0 == 0 && words.clone().all(|(_, words)| !words.is_empty());
    Some(words.filter(|(sign, _)| is_clear && !matches!(*sign, "☐" | "□")).map(|(_, words)| words.to_owned()).collect())
}
