//! What stands above a table: its title, and what prescribes it.

use super::header::{Header, one_line, text_of};
use super::words::Words;
use crate::bilingual;
use crate::text::{Bilingual, Language, capital};
use crate::workbook::Workbook;

/// What is known of the form as a whole.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: String,
    pub basis: String,
    /// What that rests on.
    pub remarks: Bilingual,
}

/// Titles have so many characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 6..=300;

/// Reads the lines above a header.
pub(super) fn head(workbook: &Workbook, header: &Header, words: &Words) -> Head {
    let sheet = &workbook.sheets[header.sheet];
    let mut lines: Vec<(u32, String, bool)> = Vec::new();
    for row in sheet.rows.iter().take_while(|row| row.number < header.rows.0) {
        let texts: Vec<String> = row
            .cells
            .iter()
            .filter_map(|(_, content)| text_of(content))
            .map(|text| words.without_number(text).to_owned())
            .collect();
        let is_alone = texts.len() == 1;
        lines.extend(texts.into_iter().map(|text| (row.number, text, is_alone)));
    }
    let may_be_title = |(_, text, is_alone): &&(u32, String, bool)| {
        *is_alone && LENGTHS.contains(&text.chars().count()) && !text.starts_with('(') && !words.is_no_title(text)
    };
    let candidates: Vec<&(u32, String, bool)> = lines.iter().filter(may_be_title).collect();
    let is_capital = |text: &str| {
        let letters: Vec<char> = text.chars().filter(|letter| letter.is_alphabetic()).collect();
        letters.iter().filter(|letter| letter.is_uppercase()).count() * 10 >= letters.len() * 8
    };
    let capital: Vec<&&(u32, String, bool)> = candidates.iter().filter(|(_, text, _)| is_capital(text)).collect();
    let (title, row) = match (capital.last(), candidates.first()) {
        // A title in capitals may go over two lines.
        (Some((row, text, _)), _) => {
            let before = capital.len().checked_sub(2).map(|at| capital[at]);
            let before = before.filter(|(above, text, _)| above + 1 == *row && !words.is_office(text));
            let begins = before.map(|(_, text, _)| format!("{text} ")).unwrap_or_default();
            (sentence(&one_line(&format!("{begins}{text}"))), Some(*row))
        }
        (None, Some((row, text, _))) => (one_line(text), Some(*row)),
        (None, None) => (sheet.name.as_deref().unwrap_or_default().to_owned(), None),
    };
    let basis = lines.iter().find(|(_, text, _)| words.is_basis(text));
    let basis_words = basis.map(|(_, text, _)| one_line(text.trim().trim_matches(['(', ')']))).unwrap_or_default();
    let basis_words = words.without_basis(&basis_words).to_owned();
    let remarks = remarks(row, basis.map(|(row, _, _)| *row));
    Head { title, basis: basis_words, remarks }
}

fn remarks(title: Option<u32>, basis: Option<u32>) -> Bilingual {
    let title = match title.map(|row| row + 1) {
        Some(row) => bilingual!("Tên biểu ở dòng {row}", "The title stands in row {row}"),
        None => bilingual!("Không thấy tên biểu, lấy tên trang tính", "No title was found; it is the sheet's name"),
    };
    let basis = match basis.map(|row| row + 1) {
        Some(row) => bilingual!("căn cứ ở dòng {row}, hãy rút gọn", "the basis stands in row {row}, please shorten it"),
        None => bilingual!("chưa thấy căn cứ, hãy ghi", "no basis was found, please write it"),
    };
    let both = |language| format!("{}; {}.", title.get(language), basis.get(language));
    let (vi, en) = (both(Language::Vietnamese), both(Language::English));
    bilingual!("{vi}", "{en}")
}

/// A title in capitals as one writes it in a sentence; short forms of the country's officials cannot be told from words then.
fn sentence(title: &str) -> String {
    if !title.chars().any(char::is_lowercase) {
        let small = title.to_lowercase();
        return capital(&small);
    }
    title.to_owned()
}
