//! The names of a file and its folders, and what else a person would read as the sender's name.

use crate::intake::Line;
use crate::schema::Country;
use crate::text;
use crate::text::lists::Beginnings;

/// The folders of a path as shown, an archive being one, and the file's name without its extension.
pub(super) fn parts(path: &str) -> (Vec<&str>, &str) {
    let mut parts: Vec<&str> = path.split('/').flat_map(|part| part.split(" › ")).collect();
    let file = parts.pop().unwrap_or_default();
    let stem = match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 5 && !extension.contains(' ') => stem,
        _ => file,
    };
    (parts, stem)
}

/// Lines that begin like an agency's name: each is compared with every name of the roster, letter by letter. A workbook of forty
/// sheets has 80.
const MAX_TITLES: usize = 200;

/// A longer line, in bytes, is no name.
const LONGEST_NAME: usize = 80;

/// What a person would take for the agency's name: the lines that begin like one, then the names of folder and file.
pub(super) fn readable_names(country: &Country, lines: &[Line], path: &str) -> Vec<String> {
    let (folders, file) = parts(path);
    let mut readable = titles(country, lines);
    readable.extend(folders.iter().rev().take(1).map(|folder| (*folder).to_owned()));
    readable.push(file.to_owned());
    readable
}

/// The lines that begin like an agency's name.
pub(super) fn titles(country: &Country, lines: &[Line]) -> Vec<String> {
    let begins: Vec<String> =
        country.names.beginnings.iter().map(|begin| text::strip_marks(&begin.to_lowercase())).collect();
    let begins = Beginnings::from(begins);
    let titles = lines.iter().filter(|line| {
        let bare = text::bare(&line.text);
        let is_committee =
            || country.committee.words.iter().any(|words| text::bare(words) == bare && words.contains(' '));
        begins.begin(&bare) && !is_committee() && bare.len() <= LONGEST_NAME
    });
    titles.take(MAX_TITLES).map(|line| line.text.replace('\n', " ")).collect()
}
