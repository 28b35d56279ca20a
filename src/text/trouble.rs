//! What keeps a run from its work, for the operator, in both languages: which of them is spoken is known only where it is told.

use std::error::Error;
use std::fmt;

use super::{Bilingual, Language};

/// What went wrong, or what was being done when it did.
#[derive(Debug)]
pub struct Trouble {
    words: Bilingual,
    because: Option<anyhow::Error>,
}

impl Trouble {
    /// An error with these words.
    pub fn error(words: Bilingual) -> anyhow::Error {
        anyhow::Error::new(Self::of(words))
    }

    /// The same, with what it came from.
    pub fn with(words: Bilingual, because: impl Into<anyhow::Error>) -> anyhow::Error {
        anyhow::Error::new(Self { words, because: Some(because.into()) })
    }

    /// The same, for whoever wants just this one.
    pub fn of(words: Bilingual) -> Self {
        Self { words, because: None }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words.en)
    }
}

impl Error for Trouble {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.because {
            Some(error) => Some(&**error),
            None => None,
        }
    }
}

/// What an error or one of its causes says in this language. What libraries say is told as they say it, but for the commonest words of
/// operating systems.
pub fn said(cause: &(dyn Error + 'static), language: Language) -> String {
    if let Some(trouble) = cause.downcast_ref::<Trouble>() {
        return trouble.words.get(language).to_owned();
    }
    match system_words(cause).filter(|_| language == Language::Vietnamese) {
        Some(words) => words.to_owned(),
        None => cause.to_string(),
    }
}

/// Whether an error has words of its own in Vietnamese, so that those of a library before it need not be told.
pub fn is_bilingual(cause: &(dyn Error + 'static)) -> bool {
    cause.is::<Trouble>() || system_words(cause).is_some()
}

fn system_words(cause: &(dyn Error + 'static)) -> Option<&'static str> {
    cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind).and_then(of_system)
}

/// What an error says in both languages.
pub fn both(cause: &(dyn Error + 'static)) -> Bilingual {
    let [vi, en] = [Language::Vietnamese, Language::English].map(|language| said(cause, language));
    Bilingual { vi: vi.into(), en: en.into() }
}

fn of_system(kind: std::io::ErrorKind) -> Option<&'static str> {
    use std::io::ErrorKind;
    Some(match kind {
        ErrorKind::NotFound => "không có tệp hoặc thư mục này",
        ErrorKind::PermissionDenied => "không có quyền",
        ErrorKind::StorageFull => "ổ đĩa đã đầy",
        ErrorKind::QuotaExceeded => "đã hết dung lượng được cấp",
        ErrorKind::FileTooLarge => "tệp quá lớn",
        ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ đọc",
        ErrorKind::IsADirectory => "đây là thư mục",
        ErrorKind::NotADirectory => "đây không phải thư mục",
        ErrorKind::AlreadyExists => "đã có tệp hoặc thư mục này",
        ErrorKind::InvalidData => "nội dung không đọc được (phải là văn bản UTF-8)",
        _ => return None,
    })
}

/// Says in both languages why something failed.
pub trait Because<T> {
    /// The error with these words before its own.
    ///
    /// # Errors
    /// When this is one.
    fn because(self, words: impl FnOnce() -> Bilingual) -> anyhow::Result<T>;
}

impl<T, E: Into<anyhow::Error>> Because<T> for Result<T, E> {
    fn because(self, words: impl FnOnce() -> Bilingual) -> anyhow::Result<T> {
        self.map_err(|error| Trouble::with(words(), error))
    }
}

impl<T> Because<T> for Option<T> {
    fn because(self, words: impl FnOnce() -> Bilingual) -> anyhow::Result<T> {
        self.ok_or_else(|| Trouble::error(words()))
    }
}

/// Words in Vietnamese and in English, each with the values in scope that it names in braces; in empty ones stand words that are in both
/// languages themselves.
#[macro_export]
macro_rules! bilingual {
    ($vi:literal, $en:literal $(,)?) => {
        $crate::text::Bilingual { vi: format!($vi).into(), en: format!($en).into() }
    };
    ($vi:literal, $en:literal, $words:expr $(,)?) => {{
        let words: &$crate::text::Bilingual = &$words;
        $crate::text::Bilingual { vi: format!($vi, words.vi).into(), en: format!($en, words.en).into() }
    }};
    // Of several each is asked for twice: they are names.
    ($vi:literal, $en:literal, $($words:ident),+ $(,)?) => {
        $crate::text::Bilingual { vi: format!($vi, $($words.vi),+).into(), en: format!($en, $($words.en),+).into() }
    };
}

/// Ends the function with a [`Trouble`] in these words.
#[macro_export]
macro_rules! trouble {
    ($vi:literal, $en:literal $(, $words:expr)? $(,)?) => {
        return Err($crate::text::trouble::Trouble::error($crate::bilingual!($vi, $en $(, $words)?)))
    };
}

/// Ends the function with a [`Trouble`] in these words unless this is so.
#[macro_export]
macro_rules! insist {
    ($so:expr, $vi:literal, $en:literal $(, $words:expr)? $(,)?) => {
        let is_so: bool = $so;
        if !is_so {
            $crate::trouble!($vi, $en $(, $words)?);
        }
    };
}
