//! Headings whose letters were lost, as «T?n c? s? d? li?u»: the table is found all the same, so that one finding can say what
//! happened to the file.

/// The heading with `?` for every letter that is not ASCII: where some letters were lost, the others may be read wrongly too,
/// as those of a file saved in code page 437 are.
pub(super) fn damaged(heading: &str) -> String {
    let letters = heading.chars().filter(|character| !character.is_ascii_whitespace());
    letters.map(|character| if character.is_ascii() { character.to_ascii_lowercase() } else { '?' }).collect()
}

/// Whether a heading in which letters were lost (`T?n c? s? d? li?u`) can be this label: a run of `?` stands for one letter
/// or more.
pub(super) fn fits_with_losses(damaged: &str, label: &str) -> bool {
    // A letter lost makes one question mark, or up to three; nothing else changes the length.
    if damaged.len() > label.len() * 3 || damaged.len() * 3 < label.len() {
        return false;
    }
    let pattern: Vec<char> =
        damaged.chars().filter(|character| character.is_ascii_alphanumeric() || *character == '?').collect();
    let letters: Vec<char> = label.chars().filter(|character| character.is_alphanumeric()).collect();
    if pattern.iter().filter(|character| **character != '?').count() * 3 < letters.len() {
        return false;
    }
    // reach[j]: the pattern so far can end before letter j.
    let mut reach = vec![false; letters.len() + 1];
    reach[0] = true;
    let mut previous = ' ';
    for &character in &pattern {
        let mut next = vec![false; letters.len() + 1];
        for at in 0..=letters.len() {
            if !reach[at] {
                continue;
            }
            if character == '?' {
                if at < letters.len() && !letters[at].is_ascii() {
                    next[at + 1] = true;
                }
                // Some programs write two or three question marks for one letter.
                if previous == '?' {
                    next[at] = true;
                }
            } else if at < letters.len() && letters[at] == character {
                next[at + 1] = true;
            }
        }
        reach = next;
        previous = character;
    }
    reach[letters.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_letters_fit_their_heading() {
        assert!(fits_with_losses("t?n c? s? d? li?u", "tên cơ sở dữ liệu"));
        assert!(fits_with_losses("m??c ????ch", "mục đích"));
        assert_eq!(damaged("Tˆn c? s? d? li?u"), "t?nc?s?d?li?u");
        assert!(!fits_with_losses("m?c ??ch", "mục tiêu"));
        assert!(!fits_with_losses("??????", "mục đích"));
    }
}
