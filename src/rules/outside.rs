//! Rules about values outside the table: one that must be given is not there, or what is given is none.

use std::collections::HashSet;

use super::Sink;
use crate::bilingual;
use crate::cell::{Cell, Location, SheetName};
use crate::finding::{Finding, Group, Rule, Severity};
use crate::intake::outside::{Apart, Given};
use crate::intake::rules::OTHER_PERIOD;
use crate::intake::{Entry, Remark, Submission};
use crate::schema::{At, Field, Form};
use crate::text::{Bilingual, Language, fold};
use crate::value::Value;

/// A value outside the table that must be given is not.
pub static MISSING_ENTRY: Rule = Rule::builtin(
    "V320",
    Group::Value,
    "missing-entry",
    Severity::Error,
    ["Mục «{heading}» {lack}.", "“{heading}” {lack}."],
    ["{hint}", "{hint}"],
    [
        "Biểu mẫu yêu cầu ghi mục này ngoài bảng, trên trang tính của biểu hoặc trang bìa. Mục được tìm theo chữ của nhãn; giá trị là ô liền bên phải (hoặc ngay sau phần chữ của nhãn tràn sang các ô trống), hoặc ô bên dưới nhãn. Nội dung ở xa nhãn hơn thì không được lấy và được nêu ra.",
        "The form asks for this value outside the table, on its own sheet or on a cover sheet. It is looked for by the words of its label; the value is what stands beside it to the right (or behind the blank cells that the label's letters run over), or below it. What stands farther away is not taken, and is told.",
    ],
);

/// What is given outside the table is no such value.
pub static WRONG_ENTRY: Rule = Rule::builtin(
    "V321",
    Group::Value,
    "wrong-entry",
    Severity::Error,
    ["Mục «{heading}»: «{value}» {fault}.", "“{heading}”: “{value}” {fault}."],
    ["{hint}", "{hint}"],
    [
        "Giá trị ngoài bảng được xét như giá trị trong bảng: đúng kiểu, đúng danh sách, trong phạm vi mà biểu mẫu quy định. Nhãn ghi hai lần với hai giá trị khác nhau thì chỉ giá trị ghi trước được lấy, và có cảnh báo ở giá trị sau; ở mục cho biết biểu tính cho ngày nào mà dưới cả hai chỗ đều có dòng dữ liệu thì là lỗi, vì số liệu của hai kỳ sẽ cộng vào nhau (xem L246).",
        "Values outside the table are judged as those in it are: of the kind, in the list and within the range that the form says. Where a label stands twice with two values only the first is taken, with a warning at the second; where rows stand below both and the form counts by the day of this value it is an error, for rows of two periods would be added up (see L246).",
    ],
);

/// What there is to say about the values outside the table.
pub(super) fn check(form: &Form, submission: &Submission, sink: &mut Sink<'_>) {
    let Some(table) = submission.tables.first() else { return };
    let mut nowhere = Vec::new();
    for (at, (value, given)) in form.values.iter().zip(&submission.values).enumerate() {
        let field = &value.field;
        let entry = &given.entry;
        let place = match entry.cell {
            Some(cell) => sink.on(given.sheet.as_ref(), cell),
            None => sink.at(table, table.header.first),
        };
        if let Some(fault) = fault(field, entry.remark.as_ref()) {
            let severity = match (&entry.remark, field.kind.listing()) {
                (Some(Remark::NotInList(..)), Some(listing)) => listing.otherwise.unwrap_or(Severity::Error),
                _ => Severity::Error,
            };
            sink.push(wrong(field, place, entry).with_words("fault", fault).as_bad_as(severity));
        } else if entry.value.is_empty() {
            match (entry.cell, lack(field, given)) {
                (Some(_), Some((lack, severity))) => {
                    let finding = Finding::new(&MISSING_ENTRY, place).about(&field.name, entry.typed());
                    let finding = finding.with("heading", &field.title).with_words("hint", hint_beside(field));
                    sink.push(finding.with_words("lack", lack).as_bad_as(severity));
                }
                (None, _) if field.required => nowhere.push(field),
                _ => {}
            }
        } else if let Some(fault) =
            too_long(field, &entry.value).or_else(|| super::not_as_prescribed::fault(field, &entry.value))
        {
            sink.push(wrong(field, place, entry).with_words("fault", fault));
        }
        if let (Some(Apart::Again { sheet, entry: again }), Some(cell), Some(first)) =
            (&given.apart, given.apart.as_ref().and_then(Apart::cell), entry.cell)
            && !submission.findings.iter().any(|it| it.rule.is(&OTHER_PERIOD) && it.location.sheet == *sheet)
        {
            let first = place_of(given.sheet.as_ref().filter(|_| given.sheet != *sheet), first);
            let place = sink.on(sheet.as_ref(), cell);
            let hint = Bilingual::new("Ghi mục này một lần, hoặc hai lần như nhau", "Write it once, or the same twice");
            // Rows stand below both, in one list that counts for one day.
            let on_sheet = || submission.tables.iter().filter(|table| table.sheet == *sheet);
            let is_second = *sheet != given.sheet || on_sheet().any(|table| table.header.first.row < cell.row);
            let has_rows = is_second && on_sheet().any(|table| table.area.last.row > cell.row);
            let (hint, severity) = match has_rows && form.dated_by == Some(At::Value(at)) {
                true => (
                    Bilingual::new("Mỗi kỳ gửi một tệp riêng", "Send each period in a file of its own"),
                    Severity::Error,
                ),
                false => (hint, Severity::Warning),
            };
            let told = wrong(field, place, again).with_words("fault", differs(entry, &first)).with_words("hint", hint);
            sink.push(told.as_bad_as(severity));
        }
    }
    if let Some(first) = nowhere.first() {
        let place = sink.at(table, table.header.first);
        let finding = Finding::new(&MISSING_ENTRY, place).about(&first.name, "");
        sink.push(not_in_the_file(finding, &nowhere));
    }
    sink.settle();
}

fn wrong(field: &Field, place: Location, entry: &Entry) -> Finding {
    let finding = Finding::new(&WRONG_ENTRY, place).about(&field.name, entry.typed());
    finding.with("heading", &field.title).with_words("hint", hint_of_wrong(field))
}

/// A cell as a sentence names it, with its sheet where that is another one.
fn place_of(sheet: Option<&SheetName>, cell: Cell) -> String {
    sheet.map_or_else(|| cell.to_string(), |sheet| format!("{sheet}!{cell}"))
}

/// That a label stands again with another value than the one that was taken.
fn differs(taken: &Entry, place: &str) -> Bilingual {
    let value = taken.typed();
    bilingual!(
        "khác với «{value}» cũng ghi cho mục này ở ô {place}; chỉ ô {place} được lấy",
        "differs from “{value}”, which also stands for it in {place}; only {place} is taken"
    )
}

/// What a value lacks that is not filled in, if that is to be told, and how grave it is: what must be given is an error; what stands
/// too far from its label to be taken is told in any case.
fn lack(field: &Field, given: &Given) -> Option<(Bilingual, Severity)> {
    let Some(Apart::Far { read, distance }) = &given.apart else {
        return field.required.then(|| (Bilingual::new("chưa điền", "is not filled in"), Severity::Error));
    };
    let (value, cell) = (read.typed(), read.cell.map(|cell| cell.to_string()).unwrap_or_default());
    let lack = bilingual!(
        "chưa điền; «{value}» ở ô {cell} cách nhãn {distance} cột nên không được lấy",
        "is not filled in; “{value}” in {cell} stands {distance} columns from the label and is not taken"
    );
    Some((lack, if field.required { Severity::Error } else { Severity::Warning }))
}

/// That these values are not in the file, once: a cover sheet may be missing.
fn not_in_the_file(finding: Finding, fields: &[&Field]) -> Finding {
    let all = |between: &str| fields.iter().map(|field| field.title.as_str()).collect::<Vec<_>>().join(between);
    let heading = Bilingual { vi: all("», «").into(), en: all("”, “").into() };
    let (lack, hint) = match fields {
        [field] => (Bilingual::new("không có trong tệp", "is not in the file"), hint(field)),
        _ => (
            Bilingual::new("không có trong tệp", "are not in the file"),
            Bilingual::new("Ghi từng nhãn rồi điền ô bên cạnh", "Write each of them and fill in the cell beside it"),
        ),
    };
    finding.with_words("heading", heading).with_words("lack", lack).with_words("hint", hint)
}

/// Leaves of what several forms of a file say about one value outside their tables what the first says.
pub(crate) fn tell_once<'f>(submissions: impl Iterator<Item = &'f mut Submission>) {
    let mut told = HashSet::new();
    for Submission { form, values, findings, .. } in submissions {
        findings.retain(|finding| {
            let value = finding.field.as_deref().and_then(|name| form.value(name));
            let is_about_one = finding.rule.is(&MISSING_ENTRY) || finding.rule.is(&WRONG_ENTRY);
            let (Some(value), true) = (value, is_about_one) else { return true };
            let Given { sheet, entry, .. } = &values[value];
            // A label that is nowhere is told at each form's own table.
            let place = entry.cell.map(|_| (sheet.clone(), finding.location.cell));
            let heading = finding.arguments.get("heading").map(|heading| fold(heading.get(Language::Vietnamese)));
            told.insert((finding.rule.code.clone(), heading, place))
        });
    }
}

/// What is wrong with what was typed, as the rest of a sentence.
fn fault(field: &Field, remark: Option<&Remark>) -> Option<Bilingual> {
    match remark? {
        Remark::NotInList(parts, _) => {
            let near = parts.iter().find_map(|(_, near)| near.as_deref());
            let (vi, en) = near.map_or_else(Default::default, |near| {
                (format!("; gần nhất là «{near}»"), format!("; the nearest is “{near}”"))
            });
            Some(bilingual!("không thuộc danh sách cho phép{vi}", "is not one of the listed values{en}"))
        }
        Remark::NotAPeriod => Some(Bilingual::new("không phải thời gian", "is no period of time")),
        Remark::NotConcrete => Some(Bilingual::new("không phải thời gian cụ thể", "is no definite time")),
        Remark::NotAUrl => Some(Bilingual::new("không phải địa chỉ http, https", "is no http or https address")),
        Remark::WrongType => {
            let expected = field.kind.treatment().expected;
            Some(bilingual!("không phải {}", "is not {}", expected))
        }
        Remark::Error => Some(Bilingual::new("là lỗi của công thức", "is the error of a formula")),
        Remark::Uncalculated => Some(Bilingual::new("là công thức chưa tính", "is a formula that was not calculated")),
        _ => None,
    }
}

/// That a text is longer than the form allows.
fn too_long(field: &Field, value: &Value) -> Option<Bilingual> {
    let (Some(limit), Value::Text(text)) = (field.max_length, value) else { return None };
    let length = text.chars().count();
    (length > limit).then(|| {
        bilingual!(
            "dài {length} ký tự, biểu mẫu cho phép {limit}",
            "holds {length} characters, the form allows {limit}"
        )
    })
}

fn hint_of_wrong(field: &Field) -> Bilingual {
    let title = &field.title;
    field
        .help
        .clone()
        .unwrap_or_else(|| bilingual!("Sửa giá trị bên cạnh «{title}»", "Correct what stands beside “{title}”"))
}

fn hint_beside(field: &Field) -> Bilingual {
    let title = &field.title;
    field.help.clone().unwrap_or_else(|| {
        bilingual!("Điền ô liền bên phải nhãn «{title}»", "Fill in the cell to the right of “{title}”")
    })
}

fn hint(field: &Field) -> Bilingual {
    let title = &field.title;
    field.help.clone().unwrap_or_else(|| {
        bilingual!("Ghi «{title}» rồi điền ô bên cạnh", "Write “{title}” and fill in the cell beside it")
    })
}
