//! Several listed values in one cell, however they are separated. People write «CSV, JSON», «CSV/JSON», «CSV - JSON», «CSV
//! và JSON» or one a line, and a listed value may hold a separator itself («Kinh tế, thương mại»). So the text is cut
//! wherever it might be, and the longest runs of pieces that are listed values are put together again.

use super::super::Remark;
use crate::schema::{Language, Listing};
use crate::text;
use crate::text::hashed::HashSet;
use crate::value::Value;

/// No listed value is cut into more pieces than this.
const LONGEST: usize = 12;

/// So many parts that are not listed are compared with the list: one cell may hold thousands, and nobody reads on.
const COMPARED: usize = 12;

/// A piece of the text, by byte offsets.
#[derive(Clone, Copy)]
struct Piece {
    from: usize,
    to: usize,
    /// What comes before it separates for certain, as a comma does and a space or hyphen does not.
    apart: bool,
    /// It numbers the item behind it: the `1.` of «1. CSV».
    numbers: bool,
    /// It stands in brackets: «CSV (UTF-8)».
    noted: bool,
}

/// What the pieces of a text are.
#[derive(Default)]
struct Sorted {
    /// Listed values, each once, in their listed spelling.
    items: Vec<String>,
    /// Where parts stand that are none.
    unknown: Vec<(usize, usize)>,
    /// Something is typed otherwise than it is listed.
    respelled: bool,
}

/// Finds the listed values in a text.
fn sorted(listing: &Listing, tidied: &str) -> Sorted {
    let pieces = pieces(tidied, &listing.language);
    let Sorted { mut items, mut unknown, mut respelled } = Sorted::default();
    let mut at = 0;
    // The item that the unknown piece before this one went into, while nothing certain separates them.
    let mut open: Option<usize> = None;
    while at < pieces.len() {
        let first = &tidied[pieces[at].from..pieces[at].to];
        let most = if listing.may_begin(first) { listing.most_parts().min(LONGEST) } else { 0 };
        let found = (at + 1..=pieces.len().min(at + most)).rev().find_map(|end| {
            let typed = &tidied[pieces[at].from..pieces[end - 1].to];
            listing.find(typed).map(|value| (end, typed, value))
        });
        match found {
            Some((end, typed, value)) => {
                respelled |= typed != value;
                push(&mut items, value, listing.keeps_repeats);
                at = end;
                open = None;
            }
            None => {
                let piece = pieces[at];
                if let Some(end) = denied(listing, tidied, &pieces, at) {
                    unknown.push((piece.from, pieces[end - 1].to));
                    (at, open) = (end, None);
                    continue;
                }
                if piece.numbers || piece.noted && !items.is_empty() {
                    respelled = true;
                    at += 1;
                    continue;
                }
                match open {
                    Some(run) if !piece.apart => unknown[run].1 = piece.to,
                    _ => {
                        unknown.push((piece.from, piece.to));
                        open = Some(unknown.len() - 1);
                    }
                }
                at += 1;
            }
        }
    }
    Sorted { items, unknown, respelled }
}

/// Reads a list from a tidied text that is not empty. Each value once, in the order typed, in its listed spelling.
pub(super) fn read(listing: &Listing, tidied: &str) -> (Value, Option<Remark>) {
    let Sorted { mut items, unknown, respelled } = sorted(listing, tidied);
    let mut seen: HashSet<&str> = HashSet::default();
    let unknown: Vec<&str> =
        unknown.into_iter().map(|(from, to)| &tidied[from..to]).filter(|part| seen.insert(part)).collect();
    items.extend(unknown.iter().map(|part| (*part).to_owned()));
    if items.is_empty() {
        // Separators alone: something was typed, and none of it is a value.
        let remark = Remark::NotInList(vec![(tidied.to_owned(), None)], 0);
        return (Value::Text(tidied.to_owned()), Some(remark));
    }
    let remark = match (unknown.is_empty(), respelled) {
        (false, _) => {
            let compared = unknown.iter().take(COMPARED);
            let parts = compared.map(|part| ((*part).to_owned(), listing.nearest(part).map(str::to_owned))).collect();
            Some(Remark::NotInList(parts, unknown.len().saturating_sub(COMPARED)))
        }
        (true, true) => Some(Remark::Normalised),
        (true, false) => None,
    };
    (Value::List(items), remark)
}

/// The end of a part that denies a value: «không JSON» is not JSON. `None` if the piece denies nothing that is listed.
fn denied(listing: &Listing, tidied: &str, pieces: &[Piece], at: usize) -> Option<usize> {
    let typed = |piece: &Piece| &tidied[piece.from..piece.to];
    if !listing.language.is_negated(&text::bare(typed(&pieces[at]))) {
        return None;
    }
    let goes_on = pieces[at + 1..].iter().take_while(|piece| !piece.apart).count();
    let end = at + 1 + goes_on;
    pieces[at + 1..end].iter().any(|piece| listing.find(typed(piece)).is_some()).then_some(end)
}

fn push(items: &mut Vec<String>, item: &str, keeps_repeats: bool) {
    if keeps_repeats || !items.iter().any(|known| known == item) {
        items.push(item.to_owned());
    }
}

/// Cuts at spaces, hyphens and all other separators, and drops the words between, such as «và».
fn pieces(tidied: &str, language: &Language) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut from = 0;
    let mut apart = true;
    let mut cut = |from: usize, to: usize, apart: &mut bool, noted: bool| {
        let typed = &tidied[from..to];
        // `*.csv`, «CSV.»
        let trimmed = typed.trim_matches(['.', '*', '"', '\'', ':']);
        if trimmed.is_empty() {
            return;
        }
        let start = from + (typed.len() - typed.trim_start_matches(['.', '*', '"', '\'', ':']).len());
        if language.is_joint(&trimmed.to_lowercase()) {
            *apart = true;
            return;
        }
        let is_number = trimmed.len() <= 2 && trimmed.bytes().all(|digit| digit.is_ascii_digit());
        let numbers = is_number && tidied[start + trimmed.len()..].starts_with(['.', ')']);
        pieces.push(Piece { from: start, to: start + trimmed.len(), apart: *apart, numbers, noted });
        *apart = false;
    };
    let mut depth = 0_i32;
    for (at, character) in tidied.char_indices() {
        let separates = matches!(
            character,
            ';' | ',' | '/' | '|' | '\n' | '+' | '&' | '•' | '·' | '\\' | '(' | ')' | '[' | ']' | '、'
        );
        let may_separate = character == ' ' || matches!(character, '-' | '–' | '—' | '‐' | '‑');
        if separates || may_separate {
            cut(from, at, &mut apart, depth > 0);
            from = at + character.len_utf8();
            apart |= separates;
            match character {
                '(' | '[' => depth += 1,
                ')' | ']' => depth -= 1,
                _ => {}
            }
        }
    }
    cut(from, tidied.len(), &mut apart, depth > 0);
    pieces
}
