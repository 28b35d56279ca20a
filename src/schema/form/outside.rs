//! Values outside the table: a label and, beside or below it, what is filled in there, on the table's sheet or on a cover sheet.

use super::file::FieldFile;
use super::parse::parse_field;
use super::{Field, Lists};
use crate::cell::Cell;
use crate::text::trouble::Because;
use crate::text::{bare, fold};
use crate::{bilingual, insist, trouble};

/// What stands beside a label.
#[derive(Debug)]
pub struct Outside {
    /// Its name, its label (the title, and the aliases) and its kind.
    pub field: Field,
    /// The sheets on which it is looked for, folded; on all if there are none.
    pub sheets: Vec<String>,
    /// Where it stands, if that is fixed.
    pub cell: Option<Cell>,
    /// Whether it names the sender; where the form does not say, its label tells.
    pub sender: Option<bool>,
}

/// The values of a form's file.
pub(super) fn parse_values(
    files: Vec<FieldFile>,
    missing: &[String],
    lists: &Lists<'_>,
) -> anyhow::Result<Vec<Outside>> {
    let mut values: Vec<Outside> = Vec::with_capacity(files.len());
    for mut file in files {
        let name = file.name.clone();
        insist!(
            !values.iter().any(|known| known.field.name == name),
            "giá trị `{name}` có hai lần",
            "value `{name}` stands twice"
        );
        let sheets = file.form.sheet.take().map(super::file::OneOrSeveral::into_vec).unwrap_or_default();
        let cell = file.form.cell.take();
        let sender = file.form.sender.take();
        let field = parse_field(file, missing, lists).because(|| bilingual!("giá trị `{name}`", "value `{name}`"))?;
        insist!(
            !field.unique,
            "giá trị `{name}`: `unique` chỉ dùng cho trường",
            "value `{name}`: `unique` is only for fields"
        );
        insist!(
            !field.claims,
            "giá trị `{name}`: `claims` chỉ dùng cho trường",
            "value `{name}`: `claims` is only for fields"
        );
        insist!(
            field.group.is_none(),
            "giá trị `{name}`: `group` chỉ dùng cho trường",
            "value `{name}`: `group` is only for fields"
        );
        let cell = cell
            .as_deref()
            .map(|cell| address(cell).because(|| bilingual!("giá trị `{name}`: `cell`", "value `{name}`: `cell`")));
        let sheets = sheets.iter().map(|sheet| fold(sheet)).collect();
        let value = Outside { field, sheets, cell: cell.transpose()?, sender };
        check_labels(&value, &values)?;
        values.push(value);
    }
    Ok(values)
}

/// No two values may be called the same where both are looked for, or there would be no telling which is meant.
fn check_labels(value: &Outside, others: &[Outside]) -> anyhow::Result<()> {
    let labels = |of: &Outside| -> Vec<String> {
        std::iter::once(&of.field.title).chain(&of.field.aliases).map(|label| bare(label)).collect()
    };
    let meet = |other: &&Outside| {
        let apart = !value.sheets.is_empty()
            && !other.sheets.is_empty()
            && value.sheets.iter().all(|sheet| !other.sheets.contains(sheet));
        value.cell.is_none() && other.cell.is_none() && !apart
    };
    let own = labels(value);
    for other in others.iter().filter(meet) {
        if let Some(label) = labels(other).iter().find(|label| own.contains(label)) {
            let (one, two) = (&other.field.name, &value.field.name);
            trouble!(
                "nhãn «{label}» thuộc hai giá trị ngoài bảng, `{one}` và `{two}`: đổi nhãn, hoặc ghi `sheet` hay `cell` khác nhau",
                "the label “{label}” belongs to two values outside the table, `{one}` and `{two}`: change it, or give them other sheets or cells"
            );
        }
    }
    Ok(())
}

/// `B4` as a cell.
fn address(text: &str) -> anyhow::Result<Cell> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let column = text[..letters].bytes().fold(0_u32, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    let row: u32 = text[letters..].parse().unwrap_or(0);
    insist!(
        (1..=3).contains(&letters) && (1..=1_048_576).contains(&row),
        "`{text}` không phải địa chỉ ô như B4",
        "`{text}` is no cell such as B4"
    );
    Ok(Cell::new(row - 1, column - 1))
}
