//! From the bytes of a text file to text. The order is: byte-order mark; valid UTF-8; the zero bytes of UTF-16 without a
//! mark (no detector guesses that); then a guess with Vietnamese in mind. Text in TCVN3 or VNI comes out as the characters
//! that Windows-1252 shows for its bytes: a later module knows it by those.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use crate::text::syllable::is_syllable;

/// Bytes that are looked at to tell text from other data.
const SAMPLE: usize = 8_192;

/// The bytes behind a byte-order mark, if there is one.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    Encoding::for_bom(bytes).map_or(bytes, |(_, length)| &bytes[length..])
}

/// The text of the file. Bytes that no encoding explains become U+FFFD, for a later module to see.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    if is_nearly_utf_8(bytes) {
        return UTF_8.decode_without_bom_handling(bytes).0;
    }
    match appended(bytes) {
        Some(text) => Cow::Owned(text),
        None => guessed(bytes),
    }
}

/// The text of a file to which lines in another encoding were appended, as `copy a.csv+b.csv` does: each line that is UTF-8 as such.
/// Nothing unless there are at least as many of these as of the others, not counting those of ASCII alone, which tell nothing.
fn appended(bytes: &[u8]) -> Option<String> {
    let lines = || bytes.split_inclusive(|byte| *byte == b'\n');
    let foreign: Vec<u8> = lines().filter(|line| std::str::from_utf8(line).is_err()).flatten().copied().collect();
    let count = foreign.split_inclusive(|byte| *byte == b'\n').count();
    let own = lines().filter(|line| !line.is_ascii() && std::str::from_utf8(line).is_ok()).count();
    if own < count {
        return None;
    }
    let guessed = guessed(&foreign);
    let mut others = guessed.split_inclusive('\n');
    Some(lines().map(|line| std::str::from_utf8(line).ok().or_else(|| others.next()).unwrap_or_default()).collect())
}

/// The text of bytes that are no Unicode.
fn guessed(bytes: &[u8]) -> Cow<'_, str> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"vn"), Utf8Detection::Deny);
    if guess != WINDOWS_1258 && guess != WINDOWS_1252 {
        // Among files that Vietnamese agencies send, any other guess has been a mistaken one for TCVN3 or VNI.
        return WINDOWS_1252.decode_without_bom_handling(bytes).0;
    }
    // Windows-1258 has base letters and combining tones; composed, they are the letters people know.
    let vietnamese: String = WINDOWS_1258.decode_without_bom_handling(bytes).0.nfc().collect();
    if reads_as_vietnamese(&vietnamese) {
        return Cow::Owned(vietnamese);
    }
    WINDOWS_1252.decode_without_bom_handling(bytes).0
}

/// The first characters of a text file, roughly: enough to see what it begins with.
pub(super) fn head(bytes: &[u8], length: usize) -> String {
    let sample = &bytes[..bytes.len().min(length)];
    let (encoding, skipped) = Encoding::for_bom(sample)
        .or_else(|| utf_16_without_mark(sample).map(|encoding| (encoding, 0)))
        .unwrap_or((UTF_8, 0));
    encoding.decode_without_bom_handling(&sample[skipped..]).0.into_owned()
}

/// Whether the bytes are no text: control characters make up more than a twentieth of them.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if Encoding::for_bom(sample).is_some_and(|(encoding, _)| encoding != UTF_8) || utf_16_without_mark(sample).is_some()
    {
        return false;
    }
    let controls = sample.iter().filter(|byte| matches!(byte, 0..=8 | 14..=25 | 28..=31 | 127)).count();
    // A few in a short file are damage, not another kind of file.
    controls > 4 && controls * 20 > sample.len()
}

/// UTF-16 without a byte-order mark: in Vietnamese text more than a third of the characters are ASCII, so that one byte of
/// their pair is zero, always on the same side.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    if second * 3 > pairs && first * 20 < pairs {
        Some(UTF_16LE)
    } else if first * 3 > pairs && second * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-8 with a few broken bytes, as when a file was cut in the middle of a letter: by far most of its other bytes are in
/// whole letters, which no other encoding brings about.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 20 * broken
}

/// Whether at least four fifths of the words with other than ASCII letters could be Vietnamese syllables. Of TCVN3 bytes
/// shown as Windows-1258 less than half could (`é` is one of the few letters that are plausible), of VNI hardly any.
fn reads_as_vietnamese(text: &str) -> bool {
    let (mut syllables, mut words) = (0usize, 0usize);
    for word in text.split(|character: char| character.is_whitespace() || character.is_ascii_punctuation()) {
        if !word.is_ascii() {
            words += 1;
            syllables += usize::from(is_typed_syllable(word));
        }
    }
    syllables * 5 >= words * 4
}

/// Whether this could be one Vietnamese syllable as people type it: no capital stands after a small letter.
fn is_typed_syllable(word: &str) -> bool {
    let mut small_before = false;
    let is_mixed = word.chars().any(|letter| {
        let is_mixed = letter.is_uppercase() && small_before;
        small_before |= letter.is_lowercase();
        is_mixed
    });
    !is_mixed && is_syllable(&word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_syllables() {
        for word in ["Nghiêng", "quỳnh", "Đường", "ƯỜNG", "khuỷu", "gì"] {
            assert!(is_typed_syllable(word), "{word}");
        }
        for word in ["hßa", "x·", "§µ", "façade", "Straße", "chñ", "nghÜa", "®¥n"] {
            assert!(!is_typed_syllable(word), "{word}");
        }
    }
}
