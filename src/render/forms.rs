//! The forms that are known and their columns, for the terminal.

use std::sync::Arc;

use super::text::{Colours, wrapped};
use super::words::counted;
use crate::schema::{Field, Form};
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
    let more = match language {
        Language::Vietnamese => "Xem các cột của một biểu: bieumau bieu-mau TÊN, ví dụ bieumau bieu-mau",
        Language::English => "For the columns of one: bieumau forms NAME, such as bieumau forms",
    };
    if let Some(form) = forms.first() {
        out.push('\n');
        out.push_str(&wrapped(&format!("{more} {}", form.name), "", ""));
    }
    out
}

/// One form with its columns: heading, what may be filled in, other headings that are understood.
pub fn one(form: &Form, language: Language, colours: Colours) -> String {
    let mut out = wrapped(form.title.get(language), "", "");
    out = format!("{}\n", colours.strong(out.trim_end()));
    out.push_str(&wrapped(&format!("{}, {}", form.name, form.basis), "", ""));
    for field in &form.fields {
        out.push('\n');
        let group = field.group.as_ref().map(|group| format!("{group} – ")).unwrap_or_default();
        let required = if field.required { REQUIRED } else { OPTIONAL };
        let line = format!("{group}{} ({}), {}", field.title, field.name, required.get(language));
        out.push_str(&wrapped(&line, "", "  "));
        if let Some(description) = &field.description {
            out.push_str(&wrapped(description.get(language), "  ", "  "));
        }
        out.push_str(&wrapped(&values(field, language), "  ", "  "));
        if !field.aliases.is_empty() {
            let line = format!("{}: {}", ALIASES.get(language), field.aliases.join("; "));
            out.push_str(&wrapped(&line, "  ", "  "));
        }
    }
    out
}

const REQUIRED: Bilingual = Bilingual::new("bắt buộc", "required");
const OPTIONAL: Bilingual = Bilingual::new("không bắt buộc", "optional");
const ALIASES: Bilingual = Bilingual::new("Cũng được hiểu", "Also understood");

/// What may stand in the column.
fn values(field: &Field, language: Language) -> String {
    let mut text = field.kind.treatment().named.get(language).to_owned();
    if let Some(listing) = field.kind.listing() {
        text.push_str(": ");
        text.push_str(&listing.values.join("; "));
    }
    if let Some(limit) = field.max_length {
        text.push_str(&match language {
            Language::Vietnamese => format!(", tối đa {limit} ký tự"),
            Language::English => format!(", at most {limit} characters"),
        });
    }
    text
}
