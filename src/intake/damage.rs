//! Text on a sheet that lost its letters or is not Unicode. Told before anything else is asked of the sheet, for on damaged
//! text every other question is meaningless.

use crate::bilingual;
use crate::cell::{Cell, Content, Location, SheetName};
use crate::finding::Finding;
use crate::intake::rules;
use crate::text::Bilingual;
use crate::text::hashed::HashMap;
use crate::text::legacy::{Legacy, Words, detect, fits, has_surely_lost};
use crate::text::texts::Text;
use crate::workbook::{Sheet, Workbook};

/// What is wrong with a sheet's text, with the first cell that shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Damage {
    /// What happened to it.
    pub kind: DamageKind,
    /// A cell that shows it.
    pub cell: Cell,
    /// What that cell says.
    pub example: String,
    /// How many cells are concerned.
    pub count: usize,
    /// At least a fifth of the sheet's cells with letters beyond ASCII (or lost ones) are concerned: nothing further is
    /// asked of such a sheet.
    pub whole: bool,
}

impl Damage {
    /// What there is to say of it, on this sheet.
    pub fn finding(&self, workbook: &Workbook, sheet: Option<&SheetName>) -> Finding {
        let place = Location::sheet(&workbook.path, sheet, Some(self.cell));
        let shorten = |text: &str| -> String { text.chars().take(80).collect() };
        match self.kind {
            DamageKind::Lost => {
                let finding = Finding::new(&rules::LOST_CHARACTERS, place).typed(shorten(&self.example));
                finding.with("count", self.count.to_string())
            }
            DamageKind::Legacy(legacy) => {
                let (typed, decoded) = (shorten(&self.example), shorten(&legacy.written(&self.example)));
                // Nothing is said to be itself.
                let meaning = match decoded == typed {
                    true => Bilingual::default(),
                    false => bilingual!(" là «{decoded}»", " is “{decoded}”"),
                };
                let remedy = match legacy {
                    Legacy::Mojibake => Bilingual::new(
                        "Mở tệp gốc, lưu lại dạng .xlsx hoặc «CSV UTF-8 (phân cách bằng dấu phẩy)» rồi gửi lại",
                        "Open the original, save it as .xlsx or as “CSV UTF-8 (Comma delimited)”, and send it again",
                    ),
                    Legacy::Tcvn3 | Legacy::Vni => Bilingual::new(
                        "Chuyển toàn bộ tệp sang Unicode (TCVN 6909:2001) rồi gửi lại",
                        "Convert the whole file to Unicode (TCVN 6909:2001) and send it again",
                    ),
                };
                let finding = Finding::new(&rules::LEGACY_ENCODING, place).typed(typed).with("encoding", legacy.name());
                finding.with_words("meaning", meaning).with_words("remedy", remedy)
            }
        }
    }
}

/// What can happen to text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DamageKind {
    /// Letters were replaced by `?` or U+FFFD.
    Lost,
    /// The text is in an encoding that is not Unicode.
    Legacy(Legacy),
}

/// Fewer cells with a question mark before a letter prove nothing, unless one cell alone has as many or leaves no doubt.
const ENOUGH: usize = 3;

/// So many cells tell the encoding of a sheet: a whole sheet is in one, and decoding costs.
const SAMPLE: usize = 64;

/// What is wrong with the sheet's text, if anything.
pub fn diagnose<'s>(sheet: &'s Sheet) -> Option<Damage> {
    let (mut lost, mut suspects) = (Vec::new(), Vec::new());
    for row in &sheet.rows {
        for (column, content) in &row.cells {
            let Content::Text(text) = content else { continue };
            let letters = text.lost_letters();
            if letters > 0 {
                lost.push((Cell::new(row.number, column), text.as_str(), letters));
            } else if text.may_be_legacy() {
                suspects.push((Cell::new(row.number, column), text));
            }
        }
    }
    let is_beyond_ascii =
        |content: &&Content| matches!(content, Content::Text(text) if !text.is_ascii() || text.lost_letters() > 0);
    let cells = || sheet.rows.iter().flat_map(|row| &row.cells).map(|(_, content)| content);
    let whole = |count: usize| count * 5 >= cells().filter(is_beyond_ascii).count();
    let is_sure = |(_, text, letters): &(Cell, &str, usize)| *letters >= ENOUGH || has_surely_lost(text);
    if lost.len() >= ENOUGH || lost.iter().any(is_sure) {
        let (cell, example, _) =
            lost.iter().max_by_key(|(cell, _, letters)| (*letters, std::cmp::Reverse(*cell))).copied()?;
        let count = lost.len();
        return Some(Damage { kind: DamageKind::Lost, cell, example: example.to_owned(), count, whole: whole(count) });
    }
    // Without an odd word nothing is proven, together or alone.
    if !suspects.iter().any(|(_, text)| text.is_odd()) {
        return None;
    }
    let mut words = Words::default();
    let together = detect(&mut words, suspects.iter().take(SAMPLE).map(|(_, text)| text.as_str()));
    // Several encodings may stand in one workbook: if the cells prove nothing together, one may alone. A foreign name among them
    // is no example.
    let mut damaged = |text: &'s Text| match together {
        Some(legacy) => fits(&mut words, legacy, text).then_some(legacy),
        None if text.is_odd() => detect(&mut words, std::iter::once(text.as_str())),
        None => None,
    };
    // A sheet repeats its texts.
    let mut known: HashMap<usize, Option<Legacy>> = HashMap::default();
    let mut damaged = |text: &'s Text| *known.entry(text.number()).or_insert_with(|| damaged(text));
    let mut found = suspects.iter().filter_map(|(cell, text)| Some((*cell, *text, damaged(text)?)));
    let (cell, example, legacy) = found.next()?;
    let count = 1 + found.count();
    Some(Damage {
        kind: DamageKind::Legacy(legacy),
        cell,
        example: example.as_str().to_owned(),
        count,
        whole: whole(count),
    })
}

/// The sheet with its text decoded, so that the table and the agency can be found and no cell is told twice; what is merged is
/// never taken from it. Of a sheet that is not damaged as a `whole`, only the cells that become Vietnamese are.
pub fn decoded(sheet: &Sheet, legacy: Legacy, whole: bool) -> Sheet {
    let mut decoded = sheet.clone();
    for content in decoded.rows.iter_mut().flat_map(|row| row.cells.contents_mut()) {
        if let Content::Text(text) = content
            && !text.is_ascii()
            && (whole || text.may_be_legacy() && fits(&mut Words::default(), legacy, text))
            // A letter beyond Latin-1, such as `ơ` or `ạ`, is Unicode already, unless it is part of mojibake.
            && (legacy == Legacy::Mojibake || text.chars().all(|character| character <= '\u{ff}' || !character.is_alphabetic()))
        {
            *text = legacy.written(text).into();
        }
    }
    decoded
}
