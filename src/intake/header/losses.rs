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
    let told = damaged.bytes().filter(u8::is_ascii_alphanumeric).count();
    let letters = || label.chars().filter(|character| character.is_alphanumeric());
    let count = letters().count();
    if count > MOST_LETTERS || told * 3 < count {
        return false;
    }
    // Bit j of each: whether letter j of the label is this one, is beyond ASCII; whether the pattern so far can end before it.
    let (mut is, mut is_beyond_ascii, mut reach) = ([0_u128; 128], 0_u128, 1_u128);
    for (at, letter) in letters().enumerate() {
        match u8::try_from(letter).ok().filter(u8::is_ascii) {
            Some(byte) => is[usize::from(byte)] |= 1 << at,
            None => is_beyond_ascii |= 1 << at,
        }
    }
    let mut previous = b' ';
    for byte in damaged.bytes().filter(|byte| byte.is_ascii_alphanumeric() || *byte == b'?') {
        reach = match byte {
            // Some programs write two or three question marks for one letter.
            b'?' => (reach & is_beyond_ascii) << 1 | if previous == b'?' { reach } else { 0 },
            _ => (reach & is[usize::from(byte)]) << 1,
        };
        if reach == 0 {
            return false;
        }
        previous = byte;
    }
    reach >> count & 1 == 1
}

/// No heading of a form has more.
const MOST_LETTERS: usize = 127;

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
