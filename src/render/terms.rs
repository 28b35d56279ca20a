//! The terms that formulas of spreadsheets are made of.

use crate::cell::column_letters;

/// So many characters of a text stand in one piece: each may be two in the file, and a piece holds 255 (Excel specifications and
/// limits).
const PIECE: usize = 120;

/// A text.
pub fn text(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.is_empty() {
        return "\"\"".to_owned();
    }
    let pieces = letters.chunks(PIECE);
    let pieces = pieces.map(|piece| format!("\"{}\"", piece.iter().collect::<String>().replace('"', "\"\"")));
    pieces.collect::<Vec<_>>().join("&")
}

/// What stands before a cell of another sheet: `'Tệp'!`.
pub fn sheet(name: &str) -> String {
    format!("'{}'!", name.replace('\'', "''"))
}

/// The cells of a column (from 0) from the first to the last row (from 1): `$B$4:$B$90`.
pub fn column(column: u32, (first, last): (u32, u32)) -> String {
    let letters = column_letters(column);
    format!("${letters}${first}:${letters}${last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_in_pieces_that_a_formula_can_hold() {
        assert_eq!(text("chỗ \"này\""), "\"chỗ \"\"này\"\"\"");
        assert_eq!(text(""), "\"\"");
        assert_eq!(text(&"a".repeat(121)), format!("\"{}\"&\"a\"", "a".repeat(120)));
        assert_eq!(format!("{}{}", sheet("Q'1"), column(27, (2, 9))), "'Q''1'!$AB$2:$AB$9");
    }
}
