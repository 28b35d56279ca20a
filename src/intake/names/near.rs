//! Which agencies a text that names none may mean: «Ha Giag», «Bảo hiểm XH VN».

use super::Names;
use super::index::NameShape;
use crate::schema::Agency;
use crate::text::{self, bare};

/// Names that are less like the text are no hint.
const LEAST: f64 = 0.7;
/// Beside a name that is much more like it, another one is none either.
const BEHIND: f64 = 0.1;
/// Of shorter ones too many look alike.
const SHORTEST: usize = 4;
/// Of shorter ones the first letter is right: «Sở Y tế» is no slip of «Bộ Y tế».
const LONG: usize = 8;
const MOST: usize = 3;

/// The agencies with the names that look most like the text, best first.
pub(super) fn nearest<'n>(names: &'n Names, text: &str) -> Vec<&'n Agency> {
    let text = bare(text);
    let words: Vec<&str> = text::words(&text).collect();
    let asked: String = words.concat();
    if asked.len() < SHORTEST {
        return Vec::new();
    }
    let mut best = vec![0.0_f64; names.agencies.len()];
    for (key, entries) in names.entries.iter().filter(|(key, _)| key.len() >= SHORTEST) {
        let (shorter, longer) = (asked.len().min(key.len()), asked.len().max(key.len()));
        let begins = key.len() >= LONG || key.as_bytes().first() == asked.as_bytes().first();
        let may_be = begins && shorter as f64 >= LEAST * longer as f64;
        let likeness = if may_be { strsim::normalized_damerau_levenshtein(&asked, key) } else { 0.0 };
        for entry in entries.iter().filter(|entry| entry.shape != NameShape::Acronym) {
            if let Some(agency) = entry.agency {
                best[agency] = best[agency].max(likeness);
            }
        }
    }
    for (agency, likeness) in names.agencies.iter().zip(&mut best) {
        let own = bare(&agency.name);
        let own: Vec<&str> = text::words(&own).collect();
        if words.len() > 1 && is_shortened(&words, &own) {
            *likeness = likeness.max(1.0);
        }
    }
    let most = best.iter().copied().fold(0.0, f64::max);
    let mut likely: Vec<(f64, &Agency)> = best.into_iter().zip(&names.agencies).collect();
    likely.retain(|(likeness, _)| *likeness >= LEAST && *likeness >= most - BEHIND);
    likely.sort_by(|one, other| other.0.total_cmp(&one.0));
    likely.into_iter().take(MOST).map(|(_, agency)| agency).collect()
}

/// Whether the words are those of a name, some of them as their first letters only: «Bảo hiểm XH VN».
fn is_shortened(words: &[&str], name: &[&str]) -> bool {
    let Some((word, rest)) = words.split_first() else { return name.is_empty() };
    if name.first() == Some(word) {
        return is_shortened(rest, &name[1..]);
    }
    let count = word.chars().count();
    let initials = || name.iter().take(count).filter_map(|word| word.chars().next()).eq(word.chars());
    count > 1 && name.len() >= count && initials() && is_shortened(rest, &name[count..])
}
