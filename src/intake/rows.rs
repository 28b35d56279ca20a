//! What a row below a header is. Decided by what the row holds, never by its ordinal alone: ordinals restart, are missing on
//! real rows and stand on empty ones, and people put sections, totals, notes and signatures between and below the data.

use crate::cell::{Area, Content};
use crate::schema::{Form, Kind};
use crate::text::{Bilingual, fold, is_placeholder, tidy};
use crate::workbook::Row;

use super::headings::Key;
use super::{Column, RowKind};

/// The columns of a table, as far as they tell rows apart.
#[derive(Debug)]
pub struct Shape<'a> {
    columns: &'a [Column],
    ordinal: Option<u32>,
    /// The column of the first field that every record must fill: mostly the name.
    leading: Option<u32>,
    /// The columns of required fields.
    required: Vec<u32>,
    /// The columns of all fields but the ordinal.
    fields: Vec<u32>,
    /// Headings by column, for headers that are repeated.
    keys: Vec<(u32, Key)>,
}

impl<'a> Shape<'a> {
    /// The shape of a table with these columns.
    pub fn new(form: &Form, columns: &'a [Column]) -> Self {
        let with = |wanted: &dyn Fn(usize) -> bool| -> Vec<u32> {
            columns.iter().filter(|column| column.field.is_some_and(wanted)).map(|column| column.column).collect()
        };
        let is_ordinal = |field: usize| form.fields[field].kind == Kind::Ordinal;
        let required = with(&|field| form.fields[field].required && !is_ordinal(field));
        let leading = form
            .fields
            .iter()
            .position(|field| field.required && field.unique)
            .or_else(|| form.fields.iter().position(|field| field.required && field.kind != Kind::Ordinal))
            .and_then(|wanted| columns.iter().find(|column| column.field == Some(wanted)))
            .map(|column| column.column);
        let keys = columns
            .iter()
            .flat_map(|column| {
                let parts = column.heading.split(" - ").chain([column.heading.as_str()]);
                parts.map(|part| (column.column, Key::new(part))).collect::<Vec<_>>()
            })
            .collect();
        Self {
            columns,
            ordinal: with(&is_ordinal).first().copied(),
            leading,
            required,
            fields: with(&|field| !is_ordinal(field)),
            keys,
        }
    }
}

/// What the rows before this one tell about it.
#[derive(Debug, Default)]
pub struct Before {
    /// A signature or the like has come: what follows is no data unless it clearly is.
    pub signed: bool,
    /// The ordinal of the last record, if it is a whole number.
    pub ordinal: Option<u32>,
    /// How many rows without anything stand right above.
    pub gap: u32,
}

/// After so many blank rows a row must be clearly a record to be one.
const FAR_BELOW: u32 = 20;

/// What the row is, and why.
///
/// `covered` are the columns whose cell in this row belongs to a cell merged from a row above; `wide` is a merged region of
/// several columns that begins in this row, if any; `next` is the next row that holds anything.
pub fn classify(
    shape: &Shape<'_>,
    row: &Row,
    covered: &[u32],
    wide: Option<&Area>,
    next: Option<&Row>,
    before: &Before,
) -> (RowKind, &'static Bilingual) {
    let filled: Vec<(u32, &Content)> = row
        .cells
        .iter()
        .filter(|(_, content)| !is_blank(content))
        .map(|(column, content)| (*column, content))
        .collect();
    if filled.is_empty() {
        return (RowKind::Blank, &why::NOTHING);
    }
    let in_fields = filled.iter().filter(|(column, _)| shape.fields.contains(column)).count();
    let beside =
        filled.iter().filter(|(column, _)| !shape.fields.contains(column) && Some(*column) != shape.ordinal).count();
    let ordinal = shape
        .ordinal
        .and_then(|column| filled.iter().find(|(number, _)| *number == column))
        .map(|(_, content)| *content);
    let mark = ordinal.map(ordinal_of);
    if in_fields == 0 && beside == 0 && !matches!(mark, Some(Ordinal::Words)) {
        return (RowKind::Blank, &why::ORDINAL_ALONE);
    }
    if is_number_row(&filled) {
        return (RowKind::ColumnNumbers, &why::COLUMN_NUMBERS);
    }
    if repeats_header(shape, &filled) {
        return (RowKind::RepeatedHeader, &why::HEADER_AGAIN);
    }
    let required_filled = shape
        .required
        .iter()
        .filter(|column| covered.contains(column) || filled.iter().any(|(number, _)| number == *column))
        .count();
    let strong =
        in_fields >= 1 && required_filled >= 2.min(shape.required.len()) && required_filled * 2 >= shape.required.len();
    let texts: Vec<String> = match strong {
        // A row that fills the form is looked at no further, unless its first words are those of a total.
        true => first_text(&filled).into_iter().map(fold).collect(),
        false => filled.iter().filter_map(|(_, content)| text_of(content)).map(fold).collect(),
    };
    if texts.first().is_some_and(|text| is_total(text))
        && filled.iter().skip(1).all(|(_, content)| counts_something(content))
    {
        return (RowKind::Total, &why::TOTAL);
    }
    if strong {
        return (RowKind::Record, &why::FILLS_THE_FORM);
    }
    if texts.iter().any(|text| is_signature(text)) {
        return (RowKind::Signature, &why::SIGNATURE);
    }
    if before.signed {
        return (RowKind::Signature, &why::BELOW_SIGNATURE);
    }
    if texts.first().is_some_and(|text| is_note(text)) {
        return (RowKind::Note, &why::NOTE);
    }
    if in_fields + beside + usize::from(matches!(mark, Some(Ordinal::Words))) == 0
        || in_fields == 0 && !matches!(mark, Some(Ordinal::Words))
    {
        return (RowKind::Stray, &why::BESIDE);
    }
    if before.gap >= FAR_BELOW {
        return (RowKind::Stray, &why::FAR_BELOW);
    }
    if wide.is_some_and(|area| (area.last.column - area.first.column + 1) as usize * 2 >= shape.columns.len()) {
        return (RowKind::Section, &why::MERGED_ACROSS);
    }
    if matches!(mark, Some(Ordinal::Words)) && in_fields == 0 {
        return (RowKind::Section, &why::LONE_TEXT);
    }
    if in_fields == 1 {
        let (column, content) =
            filled.iter().find(|(column, _)| shape.fields.contains(column)).copied().unwrap_or(filled[0]);
        if text_of(content).is_none() {
            return (RowKind::Stray, &why::LONE_NUMBER);
        }
        if let Some(Ordinal::Number(number)) = mark
            && Some(column) == shape.leading
            && before.ordinal.is_none_or(|last| number == last + 1 || number == 1)
            && !begins_a_list(shape, next, number)
        {
            return (RowKind::Record, &why::ORDINAL_GOES_ON);
        }
        return (RowKind::Section, &why::LONE_TEXT);
    }
    (RowKind::Record, &why::SEVERAL_FILLED)
}

/// Whether the row below starts counting anew (`1`, or `3.1` below `3`): then this row heads a section.
fn begins_a_list(shape: &Shape<'_>, next: Option<&Row>, number: u32) -> bool {
    let Some(content) = shape.ordinal.and_then(|column| next?.content(column)) else { return false };
    match ordinal_of(content) {
        Ordinal::Number(below) => below == 1,
        Ordinal::Sub(above) => above == number,
        _ => false,
    }
}

/// What stands in the ordinal column.
#[derive(Debug, PartialEq)]
pub enum Ordinal {
    /// `7`, `7.`, `7)`.
    Number(u32),
    /// `3.1`, with its first number.
    Sub(u32),
    /// `I`, `A.`, `a)`: the mark of a section.
    Mark,
    /// Anything longer, such as «II. Sở Tư pháp».
    Words,
}

/// What kind of ordinal a cell holds.
pub fn ordinal_of(content: &Content) -> Ordinal {
    let text = match content {
        Content::Number(number) if number.fract() == 0.0 && (0.0..1e6).contains(number) => {
            return Ordinal::Number(*number as u32);
        }
        Content::Number(number) => return Ordinal::Sub(number.abs() as u32),
        Content::Text(text) => text,
        Content::Date(_) | Content::Flag(_) | Content::Error(_) | Content::Uncalculated(_) => return Ordinal::Mark,
    };
    let text = tidy(text);
    let core = text.trim_matches(|character: char| {
        matches!(character, '.' | ')' | '(' | '/' | ':' | '-') || character.is_whitespace()
    });
    if let Ok(number) = core.parse::<u32>() {
        return Ordinal::Number(number);
    }
    let parts: Vec<&str> = core.split('.').map(str::trim).collect();
    if let Some(Ok(first)) = parts.first().map(|part| part.parse::<u32>())
        && parts.iter().all(|part| part.parse::<u32>().is_ok())
    {
        return Ordinal::Sub(first);
    }
    let roman = !core.is_empty() && core.chars().all(|character| "IVXLCivxlc".contains(character));
    let dotted_mark =
        parts.len() > 1 && parts.iter().all(|part| part.len() <= 4 && part.chars().all(char::is_alphanumeric));
    if roman || core.chars().count() <= 1 || dotted_mark { Ordinal::Mark } else { Ordinal::Words }
}

/// Whether the cell says nothing: spaces, dots, dashes.
pub fn is_blank(content: &Content) -> bool {
    match content {
        Content::Text(text) => match text.as_bytes().first() {
            None => true,
            // Most cells begin with a letter: nothing more to ask.
            Some(first) if first.is_ascii_alphanumeric() => false,
            Some(_) => is_placeholder(&tidy(text)),
        },
        _ => false,
    }
}

fn text_of(content: &Content) -> Option<&str> {
    match content {
        Content::Text(text) => Some(text),
        _ => None,
    }
}

fn first_text<'a>(filled: &[(u32, &'a Content)]) -> Option<&'a str> {
    let (_, first) = filled.first()?;
    let text = text_of(first)?;
    // «Tổng cộng» may stand behind an ordinal, too.
    if matches!(ordinal_of(first), Ordinal::Words) {
        Some(text)
    } else {
        filled.get(1).and_then(|(_, second)| text_of(second))
    }
}

/// `(1) (2) (3)`, `1 2 3`, `-1 -2 -3` (as Excel makes of `(1)`), `A B 1 2`, `11=10+9`: at least three cells, all of this
/// kind, the numbers rising.
fn is_number_row(filled: &[(u32, &Content)]) -> bool {
    if filled.len() < 3 {
        return false;
    }
    let mut last = 0;
    let mut numbers = 0;
    for (_, content) in filled {
        match column_number(content) {
            Some(ColumnNumber::Number(number)) if number > last && number <= last + 8 => {
                last = number;
                numbers += 1;
            }
            Some(ColumnNumber::Letter) => {}
            _ => return false,
        }
    }
    numbers >= 2 || filled.len() >= 4
}

enum ColumnNumber {
    Number(u32),
    Letter,
}

fn column_number(content: &Content) -> Option<ColumnNumber> {
    let text = match content {
        Content::Number(number) if number.fract() == 0.0 && number.abs() < 1000.0 => {
            return Some(ColumnNumber::Number(number.abs() as u32));
        }
        Content::Text(text) if text.len() <= 40 => tidy(text),
        _ => return None,
    };
    let core: String =
        text.chars().filter(|character| !matches!(character, '(' | ')' | '[' | ']' | ' ' | '.' | '\n')).collect();
    if core.chars().count() == 1 && core.chars().all(|character| character.is_ascii_alphabetic()) {
        return Some(ColumnNumber::Letter);
    }
    // `11=10+9` counts as column 11; the rest is how it is computed.
    let (number, formula) = core.split_once('=').unwrap_or((&core, ""));
    if !formula.chars().all(|character| character.is_ascii_alphanumeric() || "+-*/:x×".contains(character)) {
        return None;
    }
    number.trim_start_matches('-').parse().ok().filter(|number| *number < 1000).map(ColumnNumber::Number)
}

/// Whether at least three cells (or all, if there are two) say what their column's heading says.
fn repeats_header(shape: &Shape<'_>, filled: &[(u32, &Content)]) -> bool {
    // Headings are short; a row whose first text is long is none.
    let same = |column: u32, content: &Content| {
        let Some(text) = text_of(content).filter(|text| text.len() <= 300) else { return false };
        let first = text.trim_start().chars().next().map(|first| first.to_lowercase().next());
        let mut keys = shape.keys.iter().filter(|(number, _)| *number == column).peekable();
        // The first letter rules most cells of data out before anything is folded.
        if keys.peek().is_none() || first.is_none() {
            return false;
        }
        let key = Key::new(text);
        keys.any(|(_, heading)| !key.is_empty() && *heading == key)
    };
    let mut repeated = 0;
    for (at, (column, content)) in filled.iter().enumerate() {
        repeated += usize::from(same(*column, content));
        // Three misses and no hit: data.
        if at >= 2 && repeated == 0 {
            return false;
        }
    }
    repeated >= 3 && repeated * 2 >= filled.len() || repeated == filled.len() && repeated == 2
}

/// Whether the folded text begins as the label of a total. Marks are kept: «Công nhiên» is not «cộng».
fn is_total(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "tổng cộng",
        "tổng số",
        "tổng:",
        "tổng (",
        "tổng hợp:",
        "cộng:",
        "cộng (",
        "cộng nhóm",
        "cộng mục",
        "cộng phần",
        "chốt ",
        "tong cong",
        "tong so",
    ];
    let text = text
        .trim_start_matches(|character: char| matches!(character, '*' | '-' | '+' | '(') || character.is_whitespace());
    matches!(text, "tổng" | "cộng" | "tong" | "tổng cộng") || STARTS.iter().any(|start| text.starts_with(start)) || {
        let roman = text.trim_start_matches(|character: char| "ivx.0123456789".contains(character)).trim_start();
        roman.len() < text.len() && (roman == "cộng" || roman.starts_with("tổng cộng"))
    }
}

/// In a row of totals the other cells hold counts, `x` or `0`.
fn counts_something(content: &Content) -> bool {
    match content {
        Content::Text(text) => {
            let text = text.trim();
            text.chars().count() <= 2 || text.starts_with(|first: char| first.is_ascii_digit())
        }
        _ => true,
    }
}

fn is_signature(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "nơi nhận",
        "tm. ",
        "tm.",
        "kt. ",
        "kt.",
        "tl. ",
        "tl.",
        "tuq.",
        "q. ",
        "thủ trưởng",
        "giám đốc",
        "phó giám đốc",
        "chủ tịch",
        "phó chủ tịch",
        "bộ trưởng",
        "thứ trưởng",
        "chánh văn phòng",
        "tổng giám đốc",
        "người lập",
        "lập biểu",
        "người tổng hợp",
        "người báo cáo",
        "cán bộ tổng hợp",
        "kế toán trưởng",
        "(ký",
        "ký tên",
        "(đã ký",
        "đã ký",
        "xác nhận của",
        "- như trên",
        "- lưu",
        "noi nhan",
        "- nhu tren",
        "(ky",
    ];
    let place_and_day = || {
        text.len() < 120
            && text.contains("ngày")
            && text.contains("tháng")
            && text.contains("năm")
            && text.contains(',')
    };
    STARTS.iter().any(|start| text.starts_with(start)) || place_and_day()
}

fn is_note(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "ghi chú",
        "chú thích",
        "chú dẫn",
        "lưu ý",
        "(*)",
        "(**)",
        "(1)",
        "* ",
        "*)",
        "nguồn:",
        "ghi chu",
        "luu y",
        "đơn vị tính",
        "chú ý",
        "tài liệu tham khảo",
    ];
    STARTS.iter().any(|start| text.starts_with(start))
}

/// Why a row was taken for what it was.
pub mod why {
    use crate::text::Bilingual;

    macro_rules! reasons {
        ($($name:ident: $vi:literal, $en:literal;)*) => {
            $(#[doc = $en] pub static $name: Bilingual = Bilingual::new($vi, $en);)*
        };
    }

    reasons! {
        NOTHING: "không có gì ngoài dấu cách, dấu chấm, gạch ngang", "holds nothing but spaces, dots or dashes";
        ORDINAL_ALONE: "chỉ có số thứ tự", "holds an ordinal alone";
        COLUMN_NUMBERS: "các ô là số cột", "its cells number the columns";
        HEADER_AGAIN: "các ô lặp lại tiêu đề cột", "its cells repeat the headings";
        FILLS_THE_FORM: "điền ít nhất một nửa số cột bắt buộc", "fills at least half of the columns that must be filled";
        TOTAL: "bắt đầu bằng «Tổng», «Cộng», các ô khác là số", "begins with “Tổng” or “Cộng”, and counts follow";
        SIGNATURE: "nơi nhận, ký tên, ngày tháng cuối biểu", "recipients, a signature or the day below a form";
        BELOW_SIGNATURE: "dưới phần ký tên và không đủ cột bắt buộc", "below the signature, and not enough is filled";
        NOTE: "bắt đầu như một ghi chú", "begins as a note";
        BESIDE: "chỉ có ô nằm ngoài các cột của biểu", "holds only cells beside the form's columns";
        FAR_BELOW: "nằm dưới nhiều dòng trống và không đủ cột bắt buộc", "stands below many blank rows, and not enough is filled";
        MERGED_ACROSS: "một ô gộp ngang qua ít nhất nửa bảng", "one cell is merged across half of the table or more";
        LONE_TEXT: "chỉ có một ô chữ", "holds a single text";
        LONE_NUMBER: "chỉ có một ô số", "holds a single number";
        ORDINAL_GOES_ON: "số thứ tự tiếp tục và có tên", "its ordinal goes on and it has a name";
        SEVERAL_FILLED: "nhiều cột được điền", "several columns are filled";
        TOO_MANY_ROWS: "bảng có quá nhiều dòng", "the table has too many rows";
        TOO_MUCH_TEXT: "bảng có quá nhiều chữ", "the table has too much text";
        BELOW_DATA: "nằm dưới dòng dữ liệu cuối cùng", "stands below the last row of data";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Content {
        Content::Text(text.to_owned())
    }

    #[test]
    fn ordinals_of_all_kinds() {
        assert_eq!(ordinal_of(&Content::Number(7.0)), Ordinal::Number(7));
        assert_eq!(ordinal_of(&text("7.")), Ordinal::Number(7));
        assert_eq!(ordinal_of(&text("3.1")), Ordinal::Sub(3));
        assert_eq!(ordinal_of(&text("XIII")), Ordinal::Mark);
        assert_eq!(ordinal_of(&text("A.")), Ordinal::Mark);
        assert_eq!(ordinal_of(&text("II. Sở Tư pháp")), Ordinal::Words);
        assert_eq!(ordinal_of(&text("Tổng cộng")), Ordinal::Words);
    }

    #[test]
    fn rows_of_column_numbers() {
        let row = |texts: &[&str]| texts.iter().map(|cell| text(cell)).collect::<Vec<_>>();
        let is = |cells: Vec<Content>| {
            is_number_row(&cells.iter().enumerate().map(|(at, cell)| (at as u32, cell)).collect::<Vec<_>>())
        };
        assert!(is(row(&["(1)", "(2)", "(3)"])));
        assert!(is(row(&["A", "B", "1", "2", "3=1+2"])));
        assert!(is(vec![Content::Number(-1.0), Content::Number(-2.0), Content::Number(-3.0)]));
        assert!(is(row(&["1", "2", "10", "11=10+9"])));
        assert!(!is(row(&["1", "CSDL đất đai", "3"])));
        assert!(!is(row(&["5", "4", "3"])));
    }

    #[test]
    fn totals_keep_their_accents() {
        assert!(
            is_total("tổng cộng: 30 csdl") && is_total("cộng") && is_total("cộng nhóm 1") && is_total("tổng số: 3")
        );
        assert!(!is_total("công nhiên") && !is_total("tổng cục thuế") && !is_total("cộng đồng dân cư"));
    }
}
