//! The words of a language that decide something about what people send: `schemas/languages/*.json`. They are data because
//! clerks write in ways that no list in a program keeps up with.

use std::sync::LazyLock;

use anyhow::Context;
use serde::Deserialize;

use super::load;
use super::versions::Versions;

/// Words of one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    /// Which of several files is the later one.
    pub versions: Versions,
}

impl Language {
    /// Reads the words of a language.
    pub(super) fn parse(json: &str) -> anyhow::Result<Self> {
        load::from_json(json)
    }

    /// The words of Vietnamese, which the program is built with.
    pub fn vietnamese() -> &'static Self {
        static VIETNAMESE: LazyLock<Language> = LazyLock::new(|| {
            load::language("vi").context("reading schemas/languages/vi.json").expect("a test reads this file")
        });
        &VIETNAMESE
    }
}
