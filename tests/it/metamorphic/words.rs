//! Other ways to write the same words.

use unicode_normalization::UnicodeNormalization;

/// Base letter with its hat or horn in one character, the tone behind it: as some keyboards and code page 1258 write.
pub fn half_composed(text: &str) -> String {
    let mut out = String::new();
    for letter in text.nfc() {
        let parts: Vec<char> = letter.nfd().collect();
        let tones = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
        let (tone, body): (Vec<char>, Vec<char>) = parts.into_iter().partition(|part| tones.contains(part));
        out.extend(body.into_iter().nfc());
        out.extend(tone);
    }
    out
}

/// All marks apart from their letters.
pub fn decomposed(text: &str) -> String {
    text.nfd().collect()
}

/// The tone mark where the other school puts it: hòa for hoà, thuỷ for thủy.
pub fn other_tone_place(text: &str) -> String {
    const PAIRS: [(&str, &str); 12] = [
        ("óa", "oá"),
        ("òa", "oà"),
        ("ỏa", "oả"),
        ("õa", "oã"),
        ("ọa", "oạ"),
        ("úy", "uý"),
        ("ùy", "uỳ"),
        ("ủy", "uỷ"),
        ("ũy", "uỹ"),
        ("ụy", "uỵ"),
        ("óe", "oé"),
        ("òe", "oè"),
    ];
    let words: Vec<String> = text
        .nfc()
        .collect::<String>()
        .split(' ')
        .map(|word| {
            let old = PAIRS.iter().find(|(old, _)| word.ends_with(old));
            let new = PAIRS.iter().find(|(_, new)| word.ends_with(new) && !word.starts_with(['q', 'Q']));
            match (old, new) {
                (Some((old, new)), _) => word.replace(old, new),
                (None, Some((old, new))) => word.replace(new, old),
                _ => word.to_owned(),
            }
        })
        .collect();
    words.join(" ")
}

pub fn without_marks(text: &str) -> String {
    let marks = |letter: &char| !unicode_normalization::char::is_combining_mark(*letter);
    text.nfd()
        .filter(marks)
        .map(|letter| match letter {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect()
}

/// A line break in place of the middle space.
pub fn broken(text: &str) -> String {
    let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    match spaces.get(spaces.len() / 2) {
        Some(at) => format!("{}\n{}", &text[..*at], &text[at + 1..]),
        None => text.to_owned(),
    }
}

/// No-break spaces, doubled and around.
pub fn spaced(text: &str) -> String {
    format!(" {}\u{a0}", text.replace(' ', "\u{a0} "))
}
