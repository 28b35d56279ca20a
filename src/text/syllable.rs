//! Whether a word can be a Vietnamese syllable. Damaged and legacy text is told by this: decoded rightly, nearly all its words
//! are syllables; undecoded, or in another language, few are.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_canonical};

use super::hashed::HashSet;

/// No syllable has more letters.
const LONGEST: usize = 7;

/// Initial consonants. The `i` of `gi` and the `u` of `qu` can be the vowel, too: `gì`, `giếng`, `quốc`.
const ONSETS: &str = "ngh ng nh gh gi kh ph th tr ch qu q b c d đ g h k l m n p r s t v x";

/// No onset has more letters.
const LONGEST_ONSET: usize = 3;

/// What can follow the initial consonant, without the tone mark.
const RHYMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et \
    ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap \
    oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân \
    uâng uât uây uc uê uêch uên uênh uêt uêu ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyp uyt uyu \
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu uynh oac";

static ONSET_SET: LazyLock<HashSet<u64>> = LazyLock::new(|| set_of(ONSETS));
static RHYME_SET: LazyLock<HashSet<u64>> = LazyLock::new(|| set_of(RHYMES));

fn set_of(words: &str) -> HashSet<u64> {
    words.split_whitespace().filter_map(|word| packed(&word.chars().collect::<Vec<_>>())).collect()
}

/// The bits of a letter in a packed word.
const BITS: usize = 9;

/// Up to seven letters as a number; `None` of what Vietnamese is not written in. The last of its letters, `ư`, is U+01B0.
fn packed(letters: &[char]) -> Option<u64> {
    letters.iter().try_fold(0, |packed, &letter| (letter < '\u{200}').then(|| packed << BITS | u64::from(letter)))
}

/// Whether the lower-case composed word can be a Vietnamese syllable.
pub fn is_syllable(word: &str) -> bool {
    let toned = Toned::of(word).unwrap_or_else(|| Toned::taken_apart(word));
    if toned.tones > 1 || toned.count > LONGEST {
        return false;
    }
    let letters = &toned.letters[..toned.count];
    // What ends in a stop bears the sharp or the heavy tone: «thúc», «cấp», never «thùc», «cêp».
    if !toned.sharp_or_heavy && matches!(letters, [.., 'p' | 't' | 'c'] | [.., 'c', 'h']) {
        return false;
    }
    // «kế», «ghế», «nghề»: before these vowels c is written k, and g and ng have an h.
    if matches!(letters, ['c', 'e' | 'ê' | 'i', ..] | ['n', 'g', 'e' | 'ê' | 'i', ..] | ['g', 'e' | 'ê', ..]) {
        return false;
    }
    let Some(word) = packed(letters) else { return false };
    (0..=LONGEST_ONSET.min(letters.len())).any(|onset| {
        let rhyme = BITS * (letters.len() - onset);
        (onset == 0 || ONSET_SET.contains(&(word >> rhyme))) && RHYME_SET.contains(&(word & ((1 << rhyme) - 1)))
    })
}

/// The letters of a word without their tones.
struct Toned {
    /// The first of them.
    letters: [char; LONGEST],
    /// How many there are.
    count: usize,
    /// How many of them bear a tone.
    tones: usize,
    /// One bears the sharp or the heavy one.
    sharp_or_heavy: bool,
}

impl Toned {
    fn new() -> Self {
        Self { letters: [' '; LONGEST], count: 0, tones: 0, sharp_or_heavy: false }
    }

    fn push(&mut self, letter: char) {
        if let Some(place) = self.letters.get_mut(self.count) {
            *place = letter;
        }
        self.count += 1;
    }

    /// Of a word in letters that are composed, and signs of Latin-1, as nearly all are.
    fn of(word: &str) -> Option<Self> {
        let (tones, mut toned) = (&**TONES, Self::new());
        for character in word.chars() {
            let (letter, tone) = match character {
                '\0'..'\u{c0}' => (character, Tone::None),
                '\u{c0}'..='\u{1b0}' => tones[(u32::from(character) - 0xc0) as usize],
                '\u{1ea0}'..='\u{1eff}' => tones[(u32::from(character) - 0x1ea0 + LATIN) as usize],
                _ => return None,
            };
            toned.tones += usize::from(tone != Tone::None);
            toned.sharp_or_heavy |= tone == Tone::SharpOrHeavy;
            toned.push(letter);
        }
        Some(toned)
    }

    /// Of any word.
    fn taken_apart(word: &str) -> Self {
        let (letters, tones, sharp_or_heavy) = taken_apart(word);
        let mut toned = Self { tones, sharp_or_heavy, ..Self::new() };
        letters.chars().for_each(|letter| toned.push(letter));
        toned
    }
}

/// The letters without their tones, how many of them bear a tone, and whether that is the sharp or the heavy one.
fn taken_apart(word: &str) -> (String, usize, bool) {
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
        let (mut letter, mut tone) = (None, Tone::None);
        decompose_canonical(character, |part| match part {
            '\u{301}' | '\u{323}' => tone = Tone::SharpOrHeavy,
            '\u{300}' | '\u{303}' | '\u{309}' => tone = Tone::Other,
            part => letter = letter.map_or(Some(part), |letter| compose(letter, part).or(Some(letter))),
        });
        (letter.unwrap_or(character), tone)
    })
    .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_taking_apart_does() {
        for (letter, tone) in
            TONES.iter().zip(('\u{c0}'..='\u{1b0}').chain('\u{1ea0}'..='\u{1eff}')).map(|(own, letter)| {
                let (letters, tones, sharp_or_heavy) = taken_apart(letter.encode_utf8(&mut [0; 4]));
                assert_eq!(letters.chars().next(), Some(own.0), "{letter}");
                ((tones > 0, sharp_or_heavy), own.1)
            })
        {
            assert_eq!(letter, (tone != Tone::None, tone == Tone::SharpOrHeavy));
        }
    }
}
