//! The words and days that options take.

use std::num::NonZeroUsize;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;

use crate::bilingual;
use crate::finding::Severity;
use crate::render::format::{Format, Writer};
use crate::render::formats;
use crate::text::trouble::Trouble;
use crate::text::{Bilingual, Language};

/// The form of a letter, as written on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LetterFormat {
    /// Markdown
    Md,
    /// Word
    Docx,
}
/// The form of an explanation, as written on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// Để đọc / for people
    Text,
    /// Để máy xử lý / for programs
    Json,
    /// Trang tài liệu / a page of documentation
    Markdown,
}

/// The form of a list, as written on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Để đọc / for people
    Text,
    /// Để máy xử lý / for programs
    Json,
}

/// Whether to colour, as written on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// Khi in ra màn hình / on a terminal
    Auto,
    /// Luôn có màu / always
    Always,
    /// Không màu / never
    Never,
}

/// A language, as written on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Tiếng Việt / Vietnamese
    Vi,
    /// Tiếng Anh / English
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Vi => Self::Vietnamese,
            Lang::En => Self::English,
        }
    }
}

pub(super) fn report_help() -> String {
    format!(
        "Báo cáo cần ghi, theo đuôi tệp: {}; dùng được nhiều lần / a report to write; the ending decides; may be repeated",
        formats::endings().join(", ")
    )
}

/// Reads the name of a format that is written to a file or the screen.
pub(super) fn format() -> impl TypedValueParser<Value = &'static Format> {
    format_but(|_| false)
}

/// The same of one that is printed; those for files alone are not offered.
pub(super) fn printed_format() -> impl TypedValueParser<Value = &'static Format> {
    format_but(|format| matches!(format.writer, Writer::File(_)))
}

fn format_but(is_hidden: fn(&Format) -> bool) -> impl TypedValueParser<Value = &'static Format> {
    let values = formats::ALL.map(|format| {
        let [vi, en] = format.purpose;
        PossibleValue::new(format.name).aliases(format.alias).help(format!("{vi} / {en}")).hide(is_hidden(format))
    });
    PossibleValuesParser::new(values).try_map(|name| {
        let format = formats::ALL.into_iter().find(|format| format.name == name || format.alias == Some(&*name));
        format.ok_or("no such format")
    })
}

/// A severity, as written on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Lưu ý / notes
    Info,
    /// Cảnh báo / warnings
    Warning,
    /// Lỗi / errors
    Error,
    /// Không bao giờ / never
    Never,
}

impl FailOn {
    /// From which severity on a run fails, if any makes it.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
            Self::Never => None,
        }
    }
}

/// How many: at least one.
pub(super) fn at_least_one(typed: &str) -> Result<NonZeroUsize, Trouble> {
    let told = Bilingual::new("ghi một số nguyên từ 1 trở lên", "write a whole number from 1 on");
    typed.trim().parse().map_err(|_| Trouble::of(told))
}

/// Files that are read at a time: where a share is slow, more than there are cores are of use; but threads cost, the more the dearer.
pub const MOST_JOBS: usize = 256;

/// How many files are read at a time.
pub(super) fn jobs(typed: &str) -> Result<NonZeroUsize, Trouble> {
    let told = bilingual!("ghi một số nguyên từ 1 đến {MOST_JOBS}", "write a whole number from 1 to {MOST_JOBS}");
    typed.trim().parse().ok().filter(|jobs: &NonZeroUsize| jobs.get() <= MOST_JOBS).ok_or_else(|| Trouble::of(told))
}

/// A day as people type it: `23/6/2023`, `23-6-2023`, `23.6.2023` or `2023-06-23`.
pub(super) fn day(typed: &str) -> Result<Date, Trouble> {
    let parts: Vec<&str> = typed.trim().split(['/', '-', '.']).collect();
    let parsed = match parts[..] {
        [year, month, day] if year.len() == 4 => calendar_day(year, month, day),
        [day, month, year] if year.len() == 4 => calendar_day(year, month, day),
        _ => None,
    };
    parsed.ok_or_else(|| {
        Trouble::of(Bilingual::new("ghi ngày như 23/6/2023 hoặc 2023-06-23", "write a day as 23/6/2023 or 2023-06-23"))
    })
}

fn calendar_day(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
