//! The texts of a file. A sheet repeats its texts («Đã có», the owner's name, a listed value), and every stage asks the same of
//! each: is it tidy, does it say anything, may it be in a legacy encoding. So a text is made once, looked through once, and
//! cells hold handles to it.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::LazyLock;

use arcstr::ArcStr;

use super::hashed::HashSet;
use super::legacy::{is_odd_text, lost_letters, may_be_legacy};
use super::memo::Memo;
use super::{is_placeholder, is_tidy, is_word_letter, made_tidy, markup, tidy};

/// A text as a file holds it, never mended. A copy is one more handle to the same text.
///
/// A file may hold a million of them, so all of one lies in one piece of memory: a letter whose bits are what one look at it told, and
/// the text. Of one that is not tidy its length stands between them, and how it is stored behind them.
#[derive(Clone)]
pub struct Text(ArcStr);

/// What one look at a text told; none of them makes the letter more than ASCII.
const UNTIDY: u8 = 1;
const BLANK: u8 = 2;
const MAY_BE_LEGACY: u8 = 4;
const LOST_LETTERS: u8 = 8;
const ODD: u8 = 16;
const HOLDS_MARKUP: u8 = 32;

/// The texts of the files so far: to find one again costs a tenth of a look at it. The files do not share them, for what each of them
/// holds in memory is counted.
static LOOKED_THROUGH: LazyLock<Memo<Text>> = LazyLock::new(|| Memo::of_up_to(8_192));

/// The same by what is written for them in XML, where a letter may take a dozen bytes.
static AS_WRITTEN: LazyLock<Memo<Option<Text>>> = LazyLock::new(|| Memo::of_up_to(4_096).no_longer_than(1_024));

/// The letter, and the seven bits each of a length in five more.
const KNOWN_BYTES: usize = 1;
const LENGTH_BYTES: usize = 5;

/// About how much memory a text takes besides its bytes.
const OVERHEAD: usize = 32;

impl Text {
    /// The text, looked through.
    pub fn new(typed: impl AsRef<str>) -> Self {
        let typed = typed.as_ref();
        LOOKED_THROUGH.of(typed, || Self::look_at(typed)).apart()
    }

    /// The text for which this is written, see `read`; nothing if it cannot be read.
    pub fn of_written(written: &str, read: impl FnOnce() -> Option<Self>) -> Option<Self> {
        AS_WRITTEN.of(written, read).as_ref().map(Self::apart)
    }

    /// The same text in memory of its own.
    fn apart(&self) -> Self {
        Self(ArcStr::from(self.0.as_str()))
    }

    /// The text, looked through; of one that its reader keeps.
    pub fn look_at(typed: &str) -> Self {
        let stored = if is_tidy(typed) { None } else { Some(made_tidy(typed)) };
        let is_blank = match typed.chars().next() {
            None => true,
            // Most texts begin with a letter: nothing more to ask.
            Some(first) if is_word_letter(first) => false,
            Some(_) => is_placeholder(stored.as_deref().unwrap_or(typed)),
        };
        let bit = |is_so: bool, bit: u8| if is_so { bit } else { 0 };
        let may_be_legacy = may_be_legacy(typed);
        let told = bit(stored.is_some(), UNTIDY)
            | bit(is_blank, BLANK)
            | bit(may_be_legacy, MAY_BE_LEGACY)
            | bit(may_be_legacy && is_odd_text(typed), ODD)
            | bit(lost_letters(typed) > 0, LOST_LETTERS)
            | bit(markup::decode(typed).is_some(), HOLDS_MARKUP);
        let stored_bytes = stored.as_ref().map_or(0, |stored| LENGTH_BYTES + stored.len());
        let mut all = String::with_capacity(KNOWN_BYTES + typed.len() + stored_bytes);
        all.push(char::from(told));
        if stored.is_some() {
            all.extend((0..LENGTH_BYTES).map(|at| char::from((typed.len() >> (7 * at) & 0x7f) as u8)));
        }
        all.push_str(typed);
        all.push_str(stored.as_deref().unwrap_or_default());
        Self(all.into())
    }

    fn knows(&self, bit: u8) -> bool {
        self.0.as_bytes()[0] & bit != 0
    }

    /// Of a text that is not tidy: where it ends.
    fn end(&self) -> usize {
        let length = self.0.as_bytes()[KNOWN_BYTES..][..LENGTH_BYTES].iter().rev();
        KNOWN_BYTES + LENGTH_BYTES + length.fold(0, |length, &byte| length << 7 | usize::from(byte))
    }

    /// As typed.
    #[inline]
    pub fn as_str(&self) -> &str {
        if self.knows(UNTIDY) { &self.0[KNOWN_BYTES + LENGTH_BYTES..self.end()] } else { &self.0[KNOWN_BYTES..] }
    }

    /// As it is stored, see [`tidy`].
    pub fn tidied(&self) -> &str {
        if self.knows(UNTIDY) { &self.0[self.end()..] } else { &self.0[KNOWN_BYTES..] }
    }

    /// The same, with marks of the web read as what they stand for (see `markup::decode`).
    pub fn decoded(&self) -> Cow<'_, str> {
        self.without_markup().map_or_else(|| Cow::Borrowed(self.tidied()), |decoded| Cow::Owned(tidy(&decoded)))
    }

    /// The text without marks of the web, if it holds any.
    pub fn without_markup(&self) -> Option<String> {
        if self.knows(HOLDS_MARKUP) { markup::decode(self) } else { None }
    }

    /// Whether it says nothing: spaces, dots, dashes (see [`is_placeholder`]).
    pub fn is_blank(&self) -> bool {
        self.knows(BLANK)
    }

    /// See [`may_be_legacy`].
    pub fn may_be_legacy(&self) -> bool {
        self.knows(MAY_BE_LEGACY)
    }

    /// Whether it may be in a legacy encoding, and has an odd word; see [`is_odd_text`].
    pub fn is_odd(&self) -> bool {
        self.knows(ODD)
    }

    /// See [`lost_letters`].
    pub fn lost_letters(&self) -> usize {
        if self.knows(LOST_LETTERS) { lost_letters(self.as_str()) } else { 0 }
    }

    /// About how many bytes of memory it takes.
    pub fn memory(&self) -> usize {
        OVERHEAD + self.0.len()
    }

    /// Whether there is another handle to it.
    pub fn is_shared(&self) -> bool {
        ArcStr::strong_count(&self.0).is_none_or(|count| count > 1)
    }

    /// Tells this text from others of its file while it is held: the number is the same for each handle to it.
    pub fn number(&self) -> usize {
        self.0.as_ptr().addr()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl<T: AsRef<str>> From<T> for Text {
    fn from(typed: T) -> Self {
        Self::new(typed)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        // What is known of a text, and how it is stored, follows from it.
        ArcStr::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// The distinct texts of a file while it is read.
#[derive(Debug, Default)]
pub struct Texts(HashSet<Text>);

/// So many texts of a file are kept in mind: what is repeated stands early, and a file of a million texts must not be held twice.
const KEPT: usize = 16_384;

/// A longer text, in bytes, is hardly ever repeated.
const LONGEST_KEPT: usize = 256;

impl Texts {
    /// The text, made only if it is new.
    pub fn of(&mut self, typed: &str) -> Text {
        if typed.len() > LONGEST_KEPT {
            return Text::from(typed);
        }
        if let Some(known) = self.0.get(typed) {
            return known.clone();
        }
        let text = Text::from(typed);
        if self.0.len() < KEPT {
            self.0.insert(text.clone());
        }
        text
    }
}
