//! Words in the languages that the tool speaks. Its own are in both; a schema gives those that it has.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::capital;

/// A language that the tool speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Vietnamese, for people, by default.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// Its code in ISO 639, as pages and schemas name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// The one of two things that is in this language.
    pub fn say<T>(self, vi: T, en: T) -> T {
        match self {
            Self::Vietnamese => vi,
            Self::English => en,
        }
    }
}

/// Words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>")]
pub struct Bilingual {
    /// Vietnamese.
    pub vi: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

/// Words in any languages, by their codes; what is missing in one that the tool speaks is said in the other, or in the first there is.
impl TryFrom<BTreeMap<String, String>> for Bilingual {
    type Error = String;

    fn try_from(mut words: BTreeMap<String, String>) -> Result<Self, String> {
        let is_language = |key: &String| matches!(key.len(), 2 | 3) && key.bytes().all(|it| it.is_ascii_lowercase());
        if let Some(key) = words.keys().find(|key| !is_language(key)) {
            return Err(format!("unknown field `{key}`, expected `vi`, `en`"));
        }
        let [vi, en] = Self::LANGUAGES.map(|language| words.remove(language));
        let other = words.into_values().next();
        match (vi, en, other) {
            (Some(vi), Some(en), _) => Ok(Self { vi: vi.into(), en: en.into() }),
            (Some(only), None, _) | (None, Some(only), _) | (None, None, Some(only)) => {
                Ok(Self { vi: only.clone().into(), en: only.into() })
            }
            (None, None, None) => Err("words in no language: give `vi`, `en` or both".to_owned()),
        }
    }
}

impl Bilingual {
    /// The words at the beginning of a sentence.
    pub fn capital(&self) -> Self {
        Self { vi: capital(&self.vi).into(), en: capital(&self.en).into() }
    }

    /// The codes of the languages that the tool speaks.
    pub const LANGUAGES: [&'static str; 2] = ["vi", "en"];

    /// Both from constants.
    pub const fn new(vi: &'static str, en: &'static str) -> Self {
        Self { vi: Cow::Borrowed(vi), en: Cow::Borrowed(en) }
    }

    /// The same in both.
    pub fn same(words: &str) -> Self {
        Self { vi: words.to_owned().into(), en: words.to_owned().into() }
    }

    /// The words in this language.
    pub fn get(&self, language: Language) -> &str {
        language.say(&self.vi, &self.en)
    }
}
