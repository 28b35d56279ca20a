//! The forms that are known and their columns, for the terminal.

use std::sync::Arc;

use serde::Serialize;

use super::asked;
use super::text::{Colours, wrapped};
use super::words::counted;
use crate::design::Inferred;
use crate::design::infer::Sureness;
use crate::schema::{At, Field, Form};
use crate::text::{Bilingual, Language};

/// Every form: name, title, what prescribes it, how many columns.
pub fn list(forms: &[Arc<Form>], language: Language) -> String {
    let mut out = String::new();
    for form in forms {
        out.push_str(&wrapped(&form.name, "", ""));
        let columns = counted(form.fields.len(), "cột", "column", language);
        let line = format!("{} ({}), {columns}", form.title.get(language), form.basis);
        out.push_str(&wrapped(&line, "  ", "  "));
    }
    let more = language.say(
        "Xem các cột của một biểu: bieumau bieu-mau TÊN, ví dụ bieumau bieu-mau",
        "For the columns of one: bieumau forms NAME, such as bieumau forms",
    );
    if let Some(form) = forms.first() {
        out.push('\n');
        out.push_str(&wrapped(&format!("{more} {}", form.name), "", ""));
    }
    out
}

/// A form as lists for programs have it.
#[derive(Debug, Serialize)]
pub struct Listed<'a> {
    name: &'a str,
    title: &'a str,
    basis: &'a str,
    fields: Vec<&'a str>,
}

/// Every form, for programs.
pub fn listed(forms: &[Arc<Form>], language: Language) -> Vec<Listed<'_>> {
    let listed = forms.iter().map(|form| Listed {
        name: &form.name,
        title: form.title.get(language),
        basis: &form.basis,
        fields: form.fields.iter().map(|field| &*field.name).collect(),
    });
    listed.collect()
}

/// One form with its columns: heading, what may be filled in, other headings that are understood.
pub fn one(form: &Form, language: Language, colours: Colours) -> String {
    let mut out = wrapped(form.title.get(language), "", "");
    out = format!("{}\n", colours.strong(out.trim_end()));
    out.push_str(&wrapped(&format!("{}, {}", form.name, form.basis), "", ""));
    let heading = |words: &Bilingual| format!("\n{}\n", colours.strong(words.get(language)));
    form.fields.iter().for_each(|field| out.push_str(&told(field, language)));
    if !form.values.is_empty() {
        out.push_str(&heading(&asked::OUTSIDE));
        form.values.iter().for_each(|value| out.push_str(&told(&value.field, language)));
    }
    if !form.rules.is_empty() {
        out.push_str(&heading(&asked::RULES));
    }
    for rule in &form.rules {
        let at = match rule.at {
            At::Field(field) => &form.fields[field].title,
            At::Value(value) => &form.values[value].field.title,
        };
        let line = format!("{}, {}: {}", rule.rule.code, at, rule.rule.explanation.get(language));
        out.push_str(&wrapped(&line, "", "  "));
    }
    out
}

/// What there is to say of a field.
fn told(field: &Field, language: Language) -> String {
    let group = field.group.as_ref().map(|group| format!("{group} – ")).unwrap_or_default();
    let required = if field.required { REQUIRED } else { OPTIONAL };
    let line = format!("{group}{} ({}), {}", field.title, field.name, required.get(language));
    let mut out = format!("\n{}", wrapped(&line, "", "  "));
    if let Some(description) = &field.description {
        out.push_str(&wrapped(description.get(language), "  ", "  "));
    }
    out.push_str(&wrapped(&values(field, language), "  ", "  "));
    if !field.aliases.is_empty() {
        let line = format!("{}: {}", ALIASES.get(language), field.aliases.join("; "));
        out.push_str(&wrapped(&line, "  ", "  "));
    }
    out
}

/// What was found in a template: the table, its columns, and how sure that is.
pub fn inferred(inferred: &Inferred, language: Language, colours: Colours) -> String {
    let columns = counted(inferred.columns.len(), "cột", "column", language);
    let title = inferred.schema["title"].as_str().unwrap_or_default();
    let place = &inferred.place;
    let head = language
        .say(format!("«{title}»: {columns}, tên cột ở {place}"), format!("“{title}”: {columns}, headings in {place}"));
    let mut out = format!("\n{}\n", colours.strong(wrapped(&head, "", "").trim_end()));
    for note in &inferred.notes {
        out.push_str(&wrapped(note.get(language), "  ", "  "));
    }
    for found in &inferred.columns {
        out.push('\n');
        let group = found.group.as_ref().map(|group| format!("{group} – ")).unwrap_or_default();
        let required = if found.required { format!(", {}", REQUIRED.get(language)) } else { String::new() };
        let kind = inferred.design.kind(&found.kind);
        let sure = found.sureness.words();
        let line = format!("{group}{}: {kind}{required} ({})", found.title, sure.get(language));
        out.push_str(&wrapped(&line, "", "  "));
        out.push_str(&wrapped(found.why.get(language), "  ", "  "));
    }
    for label in &inferred.labels {
        out.push('\n');
        let kind = inferred.design.kind(&label.kind);
        let outside = language.say("ngoài bảng", "outside the table");
        let sure = Sureness::Perhaps.words();
        out.push_str(&wrapped(&format!("{}: {kind}, {outside} ({})", label.title, sure.get(language)), "", "  "));
        out.push_str(&wrapped(label.why().get(language), "  ", "  "));
    }
    if !inferred.others.is_empty() {
        let others = inferred.others.join(", ");
        let line = language.say(
            format!("Còn bảng ở trang: {others}. Đọc trang đó: thêm --sheet."),
            format!("Other tables seem to stand on: {others}. To read one, add --sheet."),
        );
        out.push('\n');
        out.push_str(&wrapped(&line, "", ""));
    }
    let next = language.say(
        "Xem lại sổ, nhất là cột «Ghi chú của người soạn», rồi: bieumau forms import",
        "Look through the workbook, above all the column “Remarks”; then: bieumau forms import",
    );
    out.push('\n');
    out.push_str(&wrapped(next, "", ""));
    out
}

const REQUIRED: Bilingual = Bilingual::new("bắt buộc", "required");
const OPTIONAL: Bilingual = Bilingual::new("không bắt buộc", "optional");
const ALIASES: Bilingual = Bilingual::new("Cũng được hiểu", "Also understood");

/// What may stand in the column.
fn values(field: &Field, language: Language) -> String {
    let mut text = asked::kind(field, language);
    if let Some(listing) = field.kind.listing() {
        text.push_str(": ");
        text.push_str(listing.shown().get(language));
    }
    for phrase in asked::phrases(field, language) {
        text.push_str(", ");
        text.push_str(&phrase);
    }
    text
}
