//! The form's own rules between columns, such as `finish-before-start`: CEL expressions in its schema.

use super::Sink;
use crate::finding::{Argument, Finding, RuleRef, Severity};
use crate::intake::{Record, Remark, Table};
use crate::schema::{Form, FormRule, Kind};
use crate::value::Value;

/// Asks the form's rules of every record. A rule is not asked when a field that it names has no column or could not be
/// read: that fault is told already.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for rule in &form.rules {
        for record in records {
            let Some(cell) = record.entries[rule.at].cell.filter(|_| is_askable(form, rule, record)) else { continue };
            let values: Vec<&Value> = record.entries.iter().map(|entry| &entry.value).collect();
            if rule.holds(form, &values) != Some(false) {
                continue;
            }
            let entry = &record.entries[rule.at];
            let mut finding = Finding::new(RuleRef::Form(rule.rule.clone()), sink.at(table, cell))
                .about(&form.fields[rule.at].name, entry.typed())
                .with("heading", &form.fields[rule.at].title);
            for (field, entry) in form.fields.iter().zip(&record.entries) {
                finding.arguments.insert(field.name.clone().into(), Argument::Text(entry.typed().to_owned()));
            }
            sink.push(finding);
        }
    }
}

fn is_askable(form: &Form, rule: &FormRule, record: &Record) -> bool {
    rule.uses(form).iter().all(|field| {
        let entry = &record.entries[*field];
        // A value outside a list that the form does not insist on is as good as any.
        let is_lenient = match &form.fields[*field].kind {
            Kind::Listed(listing) | Kind::List(listing) => {
                listing.otherwise.is_some_and(|severity| severity < Severity::Error)
            }
            _ => false,
        };
        let unread = !is_lenient && matches!(entry.remark, Some(Remark::NotInList(..)))
            || matches!(
                entry.remark,
                Some(Remark::NotAPeriod | Remark::NotAUrl | Remark::WrongType | Remark::Error | Remark::Uncalculated)
            );
        entry.cell.is_some() && !unread
    })
}
