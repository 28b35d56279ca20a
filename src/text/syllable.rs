//! Whether a word can be a Vietnamese syllable. Damaged and legacy text is told by this: decoded rightly, nearly all its words
//! are syllables; undecoded, or in another language, few are.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Initial consonants, the longer before the shorter that they begin with.
const ONSETS: &[&str] = &[
    "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x",
];

/// What can follow the initial consonant, without the tone mark.
const RHYMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et \
    ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap \
    oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân \
    uâng uât uây uc uê uêch uên uênh uêt uêu ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyp uyt uyu \
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu uynh oac";

static RHYME_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| RHYMES.split_whitespace().collect());

/// Whether the lower-case composed word can be a Vietnamese syllable.
pub fn is_syllable(word: &str) -> bool {
    let (mut toned, mut sharp_or_heavy) = (0, false);
    let letters: String = word
        .nfd()
        .filter(|character| {
            let tone = matches!(character, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
            toned += usize::from(tone);
            sharp_or_heavy |= matches!(character, '\u{301}' | '\u{323}');
            !tone
        })
        .nfc()
        .collect();
    if toned > 1 || letters.chars().count() > 7 {
        return false;
    }
    // What ends in a stop bears the sharp or the heavy tone: «thúc», «cấp», never «thùc», «cêp».
    if !sharp_or_heavy && (letters.ends_with(['p', 't', 'c']) || letters.ends_with("ch")) {
        return false;
    }
    RHYME_SET.contains(letters.as_str())
        || ONSETS.iter().any(|onset| letters.strip_prefix(onset).is_some_and(|rhyme| RHYME_SET.contains(rhyme)))
        // The `i` of `gi` and the `u` of `qu` can be the vowel, too: `gì`, `giếng`, `quốc`.
        || letters.strip_prefix('g').is_some_and(|rhyme| RHYME_SET.contains(rhyme))
        || letters.strip_prefix('q').is_some_and(|rhyme| RHYME_SET.contains(rhyme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_vietnamese_words_from_others() {
        for word in
            "cơ sở dữ liệu dùng chung của tỉnh nghiệp quốc gia giếng khoáng sản thuỷ thủy trẻ em người được tuyến huyện"
                .split(' ')
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in "thùc cêp mach año garçon résumé straße d÷ liöu cë böhm aø öï web json data".split(' ')
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
