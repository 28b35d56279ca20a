//! Whether a word can be a Vietnamese syllable. Damaged and legacy text is told by this: decoded rightly, nearly all its words
//! are syllables; undecoded, or in another language, few are.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::hashed::HashSet;

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
    let (letters, toned, sharp_or_heavy) = composed(word).unwrap_or_else(|| taken_apart(word));
    if toned > 1 || letters.chars().count() > 7 {
        return false;
    }
    // What ends in a stop bears the sharp or the heavy tone: «thúc», «cấp», never «thùc», «cêp».
    if !sharp_or_heavy && (letters.ends_with(['p', 't', 'c']) || letters.ends_with("ch")) {
        return false;
    }
    // «kế», «ghế», «nghề»: before these vowels c is written k, and g and ng have an h.
    let spelt_otherwise =
        |onset: &str| letters.strip_prefix(onset).is_some_and(|rhyme| rhyme.starts_with(['e', 'ê', 'i']));
    if spelt_otherwise("c") || spelt_otherwise("ng") || letters.starts_with("ge") || letters.starts_with("gê") {
        return false;
    }
    let rhymes = &*RHYME_SET;
    let begins_like_it = |onset: &&&str| onset.as_bytes().first() == letters.as_bytes().first();
    rhymes.contains(letters.as_str())
        || (ONSETS.iter().filter(begins_like_it))
            .any(|onset| letters.strip_prefix(onset).is_some_and(|rhyme| rhymes.contains(rhyme)))
        // The `i` of `gi` and the `u` of `qu` can be the vowel, too: `gì`, `giếng`, `quốc`.
        || letters.strip_prefix('g').is_some_and(|rhyme| rhymes.contains(rhyme))
        || letters.strip_prefix('q').is_some_and(|rhyme| rhymes.contains(rhyme))
}

/// The letters without their tones, how many of them bear a tone, and whether that is the sharp or the heavy one.
type Toned = (String, usize, bool);

/// Of a word in letters that are composed, as nearly all are.
fn composed(word: &str) -> Option<Toned> {
    let tones = &**TONES;
    let (mut letters, mut toned, mut sharp_or_heavy) = (String::with_capacity(word.len()), 0, false);
    for character in word.chars() {
        let (letter, tone) = match character {
            '\0'..='\u{7f}' => (character, Tone::None),
            '\u{c0}'..='\u{1b0}' => tones[(u32::from(character) - 0xc0) as usize],
            '\u{1ea0}'..='\u{1eff}' => tones[(u32::from(character) - 0x1ea0 + LATIN) as usize],
            _ => return None,
        };
        toned += usize::from(tone != Tone::None);
        sharp_or_heavy |= tone == Tone::SharpOrHeavy;
        letters.push(letter);
    }
    Some((letters, toned, sharp_or_heavy))
}

/// Of any word.
fn taken_apart(word: &str) -> Toned {
    let (mut toned, mut sharp_or_heavy) = (0, false);
    let letters = word
        .nfd()
        .filter(|character| {
            let tone = matches!(character, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
            toned += usize::from(tone);
            sharp_or_heavy |= matches!(character, '\u{301}' | '\u{323}');
            !tone
        })
        .nfc()
        .collect();
    (letters, toned, sharp_or_heavy)
}

/// The tone of a letter, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    None,
    SharpOrHeavy,
    Other,
}

/// How many letters stand before the Vietnamese ones in [`TONES`].
const LATIN: u32 = 0x1b0 - 0xc0 + 1;

/// The letters from U+00C0 and from U+1EA0 on, each without its tone, and that.
static TONES: LazyLock<Vec<(char, Tone)>> = LazyLock::new(|| {
    let all = ('\u{c0}'..='\u{1b0}').chain('\u{1ea0}'..='\u{1eff}');
    all.map(|character| {
        let (letters, toned, sharp_or_heavy) = taken_apart(character.encode_utf8(&mut [0; 4]));
        let tone = match (toned, sharp_or_heavy) {
            (0, _) => Tone::None,
            (_, true) => Tone::SharpOrHeavy,
            (_, false) => Tone::Other,
        };
        (letters.chars().next().unwrap_or(character), tone)
    })
    .collect()
});

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
        for word in "thùc cêp cế gế mach año garçon résumé straße d÷ liöu cë böhm aø öï web json data".split(' ')
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
