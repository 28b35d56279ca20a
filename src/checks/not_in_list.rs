//! `not-in-list`: a value that the form does not list.

use super::Sink;
use crate::finding::Finding;
use crate::finding::rules::NOT_IN_LIST;
use crate::intake::{Record, Remark, Table};
use crate::schema::{Form, Kind};
use crate::text::Bilingual;

/// Tells every value that is not listed, with the listed one that it is nearest to. How bad it is, the form says.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            let (Some(cell), Some(Remark::NotInList(parts, more))) = (entry.cell, &entry.remark) else { continue };
            let (Kind::Listed(listing) | Kind::List(listing)) = &field.kind else { continue };
            for (at, (part, suggestion)) in parts.iter().enumerate() {
                let mut suggestion = suggestion.as_ref().map_or_else(Bilingual::default, |near| Bilingual {
                    vi: format!("; gần nhất là «{near}»").into(),
                    en: format!("; the nearest is “{near}”").into(),
                });
                if *more > 0 && at + 1 == parts.len() {
                    suggestion.vi = format!("{}; ô này còn {more} phần khác cũng vậy", suggestion.vi).into();
                    suggestion.en = format!("{}; so are {more} further parts of the cell", suggestion.en).into();
                }
                let mut finding = Finding::new(&NOT_IN_LIST, sink.at(table, cell))
                    .about(&field.name, part)
                    .with("heading", &field.title)
                    .with("listed", listing.values.join("; "))
                    .with_words("suggestion", suggestion);
                if let Some(severity) = listing.otherwise {
                    finding = finding.as_bad_as(severity);
                }
                sink.push(finding);
            }
        }
    }
}
