//! Pictures in which rows of a form may stand: they lie upon the cells and are not read.

use std::borrow::Cow;
use std::sync::Arc;

use super::Knowledge;
use crate::bilingual;
use crate::cell::Location;
use crate::finding::Finding;
use crate::intake::damage::Damage;
use crate::text::{Bilingual, fold};
use crate::workbook::rules::not_read_at;
use crate::workbook::{Sheet, Visibility};

const TYPE_IT: Bilingual = Bilingual::new(
    "Nếu dòng của biểu nằm trong ảnh, gõ các dòng đó vào bảng rồi gửi lại; ảnh khác thì không cần làm gì",
    "If rows of the form stand in it, type them into the table and send it again; nothing need be done about another picture",
);

/// The sheets that are shown and do not explain the form.
pub(super) fn shown<'s>(
    sheets: &'s [(Cow<'_, Sheet>, Option<Damage>)],
    knowledge: &Knowledge,
) -> impl Iterator<Item = &'s Sheet> {
    let explains = |sheet: &Sheet| {
        let name = sheet.name.as_deref().map(fold).unwrap_or_default();
        knowledge.forms.iter().any(|form| form.language.asides.are_in(&name))
    };
    let has_more = |sheet: &Sheet| !sheet.pictures.is_empty() || !sheet.asides.is_empty();
    let sheets = sheets.iter().map(|(sheet, _)| &**sheet);
    sheets.filter(move |it| it.visibility == Visibility::Visible && has_more(it) && !explains(it))
}

/// Tells of each large picture on the sheets that are shown, but for those that explain the form; and of boxes with rows.
pub(super) fn told(
    path: &Arc<str>,
    sheets: &[(Cow<'_, Sheet>, Option<Damage>)],
    knowledge: &Knowledge,
) -> Vec<Finding> {
    let pictures =
        shown(sheets, knowledge).flat_map(|sheet| sheet.pictures.iter().map(|area| (sheet.name.as_ref(), *area)));
    let told = pictures.map(|(sheet, area)| {
        let first = area.first;
        let what = match first == area.last {
            true => bilingual!("một ảnh lớn bắt đầu từ ô {first}", "a large picture that begins in {first}"),
            false => bilingual!("một ảnh lớn che các ô {area}", "a large picture over the cells {area}"),
        };
        not_read_at(Location::sheet(path, sheet, Some(area.first)), what, TYPE_IT)
    });
    told.chain(super::boxes::told(path, sheets, knowledge)).collect()
}
