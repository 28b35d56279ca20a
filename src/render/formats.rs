//! The one table of the formats that a result is written in: the command line, its messages and whoever writes follow it. A new
//! format is one file, with its row as `FORMAT`, and one line here.

use super::format::Format;
use super::{csv, github, html, json, jsonl, junit, markdown, sarif, text, xlsx};

/// All formats. Of two with one ending the first is meant by a file's name.
pub static ALL: [&Format; 10] = [
    &text::FORMAT,
    &json::FORMAT,
    &jsonl::FORMAT,
    &csv::FORMAT,
    &xlsx::FORMAT,
    &html::FORMAT,
    &markdown::FORMAT,
    &sarif::FORMAT,
    &junit::FORMAT,
    &github::FORMAT,
];

/// The format of files that end so, in lower case.
pub fn of_ending(ending: &str) -> Option<&'static Format> {
    ALL.into_iter().find(|format| format.endings.contains(&ending))
}

/// The usual ending of every format that has one.
pub fn endings() -> Vec<&'static str> {
    ALL.into_iter().filter_map(|format| format.endings.first().copied()).collect()
}
