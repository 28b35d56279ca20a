//! Lines that name a kind of document without its number: nobody filled it in, or forgot it.

use super::reading::Reading;
use super::{Candidate, Kinds, Number, judge, reach};

/// Documents without a number in one cell. Each is told by the cell, so that more would say the same; a template that nobody filled in
/// has one or two, and to judge one costs a look at the whole cell.
const BLANKS_IN_CELL: usize = 8;

/// Adds the places that name a kind without a number.
pub(super) fn add(reading: &Reading<'_>, known: &Kinds, numbers: &[Number], candidates: &mut Vec<Candidate>) {
    let (kinds, words) = (&known.kinds, known.words());
    let reach = reach(numbers);
    for (index, kind) in kinds.iter().enumerate() {
        let (mut line, mut on_line) = (usize::MAX, 0);
        for found in kind.wording().blanks(&reading.bare) {
            let above = std::mem::replace(&mut line, reading.index(found.start));
            on_line = if above == line { on_line + 1 } else { 1 };
            if on_line > BLANKS_IN_CELL {
                continue;
            }
            let at = numbers.partition_point(|number| number.span.start < found.end);
            // Where the number before it ends.
            let floor = at.checked_sub(1).map_or(0, |last| reach[last]);
            if floor > found.start {
                continue;
            }
            let ceiling = numbers.get(at).map(|number| number.span.start);
            let before = reading.before(words, found.start, floor);
            let Some((_, rank)) = judge(&kinds[index..=index], words, before, Some(&kind.abbreviation)) else {
                continue;
            };
            candidates.push(Candidate {
                kind: kind.name.clone(),
                number: None,
                span: found,
                limit: floor..ceiling.unwrap_or(reading.bare.len()),
                rank,
                by_alone: false,
                heading: false,
            });
        }
    }
}
