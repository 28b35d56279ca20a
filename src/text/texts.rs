//! The texts of a file. A sheet repeats its texts («Đã có», the owner's name, a listed value), and every stage asks the same of
//! each: is it tidy, does it say anything, may it be in a legacy encoding. So a text is made once, looked through once, and
//! cells hold handles to it.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::hashed::HashSet;
use super::legacy::{lost_letters, may_be_legacy};
use super::{is_placeholder, is_tidy, markup, tidy};

/// A text as a file holds it, never mended. A copy is one more handle to the same text.
#[derive(Clone)]
pub struct Text(Arc<Known>);

/// A text with what one look at it told.
struct Known {
    typed: Box<str>,
    is_tidy: bool,
    /// As it is stored, of one that is not tidy; worked out when it is asked for.
    tidied: OnceLock<Box<str>>,
    is_blank: bool,
    may_be_legacy: bool,
    has_lost_letters: bool,
}

impl Text {
    /// The text, looked through.
    pub fn new(typed: impl Into<Box<str>>) -> Self {
        let typed = typed.into();
        let is_tidy = is_tidy(&typed);
        let tidied: OnceLock<Box<str>> = OnceLock::new();
        let is_blank = match typed.chars().next() {
            None => true,
            // Most texts begin with a letter: nothing more to ask.
            Some(first) if first.is_alphanumeric() => false,
            Some(_) if is_tidy => is_placeholder(&typed),
            Some(_) => is_placeholder(tidied.get_or_init(|| tidy(&typed).into())),
        };
        let has_lost_letters = lost_letters(&typed) > 0;
        let may_be_legacy = may_be_legacy(&typed);
        Self(Arc::new(Known { is_tidy, tidied, is_blank, may_be_legacy, has_lost_letters, typed }))
    }

    /// As typed.
    pub fn as_str(&self) -> &str {
        &self.0.typed
    }

    /// As it is stored, see [`tidy`].
    pub fn tidied(&self) -> &str {
        if self.0.is_tidy { self.as_str() } else { self.0.tidied.get_or_init(|| tidy(self.as_str()).into()) }
    }

    /// The same, with marks of the web read as what they stand for (see `markup::decode`).
    pub fn decoded(&self) -> Cow<'_, str> {
        markup::decode(self).map_or_else(|| Cow::Borrowed(self.tidied()), |decoded| Cow::Owned(tidy(&decoded)))
    }

    /// Whether it says nothing: spaces, dots, dashes (see [`is_placeholder`]).
    pub fn is_blank(&self) -> bool {
        self.0.is_blank
    }

    /// See [`may_be_legacy`].
    pub fn may_be_legacy(&self) -> bool {
        self.0.may_be_legacy
    }

    /// See [`lost_letters`].
    pub fn lost_letters(&self) -> usize {
        if self.0.has_lost_letters { lost_letters(self.as_str()) } else { 0 }
    }

    /// Tells this text from others of its file while it is held: the number is the same for each handle to it.
    pub fn number(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
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

impl From<&str> for Text {
    fn from(typed: &str) -> Self {
        Self::new(typed)
    }
}

impl From<String> for Text {
    fn from(typed: String) -> Self {
        Self::new(typed)
    }
}

impl From<Cow<'_, str>> for Text {
    fn from(typed: Cow<'_, str>) -> Self {
        Self::new(typed)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.as_str() == other.as_str()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_made_once() {
        let mut texts = Texts::default();
        let (one, other) = (texts.of("Đã có"), texts.of("Đã có"));
        assert_eq!(one.number(), other.number());
        assert_ne!(one.number(), texts.of("Chưa có").number());
        assert_eq!(one, Text::from("Đã có"));
    }

    #[test]
    fn know_what_is_asked_of_them() {
        for typed in ["Đã có", " ……", "", "-", "a\u{a0}b", "C¬ së d÷ liÖu", "D? li?u", "Hie\u{302}\u{323}n trạng"]
        {
            let text = Text::from(typed);
            assert_eq!(text.tidied(), tidy(typed), "{typed}");
            assert_eq!(text.is_blank(), is_placeholder(&tidy(typed)), "{typed}");
            assert_eq!(text.may_be_legacy(), may_be_legacy(typed), "{typed}");
            assert_eq!(text.lost_letters(), lost_letters(typed), "{typed}");
        }
    }
}
