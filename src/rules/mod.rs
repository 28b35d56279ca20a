//! The rules that ship with the tool, and how they are asked: one file a rule holds its words and its check. Rules that an
//! earlier stage tells stand in that stage's `rules`, for only there is it known what was met; of those that the ledger tells,
//! the words are here.

use std::borrow::Cow;
use std::sync::Arc;

use crate::cell::{Cell, Location};
use crate::finding::{Finding, Rule};
use crate::intake::{self, Entry, Record, Submission, Table, Unread};
use crate::schema::{Field, Form, Schemas, Tallied};
use crate::text::Bilingual;
use crate::trouble;

mod address_behind_text;
mod ambiguous_number;
mod bad_period;
mod bad_url;
mod closed_format;
mod day_not_shown;
mod digits_lost;
mod ditto;
mod ditto_of_nothing;
pub(crate) mod duplicate_value;
mod facts;
mod form_rules;
pub(crate) mod keys;
mod formula_error;
mod missing_value;
mod month_first;
mod names;
mod near_duplicate;
pub(crate) mod normalised;
mod not_all_told;
mod not_as_prescribed;
mod not_in_list;
mod of_several_rows;
pub(crate) mod outside;
pub(crate) mod own_output;
mod percent;
pub(crate) mod references;
mod says_nothing;
mod several_names;
mod sink;
mod submissions;
mod too_long;
mod two_scales;
mod value_in_doubt;
mod web_markup;
mod wrong_type;
mod year_in_date_cell;

pub use crate::intake::rules::*;
pub use crate::workbook::rules::*;
pub use references::{FORM_NOT_GIVEN, KEY_NOT_LOOKED_UP, MISSING_ROW, UNMATCHED_KEY};
pub use submissions::*;

use Asked::{Name, Otherwise, Parts, Records, Remark, Value};
use facts::Facts;
use month_first::Orders;
use names::Names;
use sink::Sink;
use two_scales::Scales;

/// The rules of this module and how each is asked, in the order of work.
static ASKED: &[(&Rule, Asked)] = &[
    (&formula_error::RULE, Remark(formula_error::facts)),
    (&missing_value::RULE, Value(missing_value::concerns, missing_value::facts)),
    (&not_in_list::RULE, Parts(not_in_list::concerns, not_in_list::facts)),
    (&bad_period::RULE, Remark(bad_period::facts)),
    (&bad_url::RULE, Remark(bad_url::facts)),
    (&bad_url::INTERNAL, Remark(bad_url::internal)),
    (&wrong_type::RULE, Remark(wrong_type::facts)),
    (&too_long::RULE, Value(too_long::concerns, too_long::facts)),
    (&not_as_prescribed::RULE, Value(not_as_prescribed::concerns, not_as_prescribed::facts)),
    (&several_names::RULE, Value(several_names::concerns, several_names::facts)),
    (&closed_format::RULE, Parts(closed_format::concerns, closed_format::facts)),
    (&form_rules::RULE, Records),
    (&form_rules::COLUMN_NEEDED, Otherwise),
    (&ditto::RULE, Remark(ditto::facts)),
    (&ditto_of_nothing::RULE, Remark(ditto_of_nothing::facts)),
    (&normalised::RULE, Remark(normalised::facts)),
    (&value_in_doubt::RULE, Remark(value_in_doubt::facts)),
    (&year_in_date_cell::RULE, Remark(year_in_date_cell::facts)),
    (&day_not_shown::RULE, Remark(day_not_shown::facts)),
    (&web_markup::RULE, Remark(web_markup::facts)),
    (&address_behind_text::RULE, Remark(address_behind_text::facts)),
    (&ambiguous_number::RULE, Remark(ambiguous_number::facts)),
    (&says_nothing::RULE, Remark(says_nothing::facts)),
    (&percent::RULE, Remark(percent::facts)),
    (&of_several_rows::RULE, Remark(of_several_rows::facts)),
    (&month_first::RULE, Remark(month_first::facts)),
    (&digits_lost::RULE, Remark(digits_lost::facts)),
    (&two_scales::RULE, Otherwise),
    (&duplicate_value::RULE, Name(duplicate_value::compared_by)),
    (&near_duplicate::RULE, Name(near_duplicate::compared_by)),
    (&keys::REPEATED_KEY, Otherwise),
    (&keys::OUT_OF_SEQUENCE, Otherwise),
    (&UNMATCHED_KEY, Otherwise),
    (&MISSING_ROW, Otherwise),
    (&KEY_NOT_LOOKED_UP, Otherwise),
    (&FORM_NOT_GIVEN, Otherwise),
    (&outside::MISSING_ENTRY, Otherwise),
    (&outside::WRONG_ENTRY, Otherwise),
    (&own_output::RULE, Otherwise),
];

/// The rules that may have something to say of an entry of this field without a remark, by their place in the order of work: of most
/// fields hardly any.
fn of_entries(field: &Field) -> Vec<usize> {
    let concerns = |(_, asked): &(&Rule, Asked)| match asked {
        Value(concerns, _) | Parts(concerns, _) => concerns(field),
        Remark(_) | Records | Name(_) | Otherwise => false,
    };
    (0..ASKED.len()).filter(|at| concerns(&ASKED[*at])).collect()
}

/// How a rule is asked.
enum Asked {
    /// Of an entry with a remark: it is what the rule translates.
    Remark(fn(&Field, &Entry) -> Option<Facts>),
    /// Of an entry with a remark, and of every other in a field that it concerns.
    Value(Concerns, fn(&Field, &Entry) -> Option<Facts>),
    /// The same, and it may be broken several times.
    Parts(Concerns, fn(&Field, &Entry) -> Vec<Facts>),
    /// Of the records of a table, and of all of them together: the form's own.
    Records,
    /// Of every name: what it is compared by with those before it in the submission. A name is the value of a unique field; this is
    /// shown it [`fold`](crate::text::fold)ed.
    Name(ComparedBy),
    /// Where what it is about comes about.
    Otherwise,
}

/// What a name, folded, is compared by.
type ComparedBy = for<'n> fn(&Form, &Field, &'n str) -> Option<Cow<'n, str>>;

/// Whether a rule may have something to say of an entry without a remark in this field.
type Concerns = fn(&Field) -> bool;

/// Every rule that ships with the tool, in the order of work.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let stages = std::iter::once(IN_WORKBOOK).chain(IN_INTAKE).chain([IN_LEDGER]);
    let own = ASKED.iter().map(|(rule, _)| *rule);
    stages.flatten().copied().chain(own)
}

/// That no form brings a rule with the name or code of one of these.
///
/// # Errors
/// Which does.
pub fn refuse_taken(schemas: &Schemas) -> anyhow::Result<()> {
    let of_campaigns = schemas
        .campaigns
        .iter()
        .map(|campaign| (&campaign.name, campaign.between.iter().map(|rule| &rule.rule).collect::<Vec<_>>()));
    let of_forms =
        schemas.forms.iter().map(|form| (&form.name, form.rules.iter().map(|rule| &rule.rule).collect::<Vec<_>>()));
    for (form, rules) in of_forms.chain(of_campaigns) {
        for own in rules {
            if let Some(other) = all().find(|rule| rule.name == own.name || rule.code == own.code) {
                let (own, code, name) = (&own.name, &other.code, &other.name);
                trouble!(
                    "biểu mẫu `{form}`: quy tắc `{own}`: `{code}` {name} là quy tắc sẵn có",
                    "form `{form}`: rule `{own}`: `{code}` {name} is one of the tool's own rules"
                );
            }
        }
    }
    Ok(())
}

/// Asks the rules of some records of a table. `of_fields` are those of entries without a remark, field by field.
fn ask(
    (own, names, of_fields): (&mut form_rules::Asking<'_>, &mut Names<'_>, &[Vec<usize>]),
    (at, table): (usize, &Table),
    records: &[Record],
    form: &Form,
    sink: &mut Sink<'_>,
) {
    for record in records {
        for ((field, entry), of_field) in form.fields.iter().zip(&record.entries).zip(of_fields) {
            match (entry.cell, &entry.remark) {
                (None, _) => {}
                (Some(cell), None) => {
                    of_field.iter().for_each(|order| ask_rule(*order, (field, entry), (table, cell), sink));
                }
                (Some(cell), Some(_)) => {
                    (0..ASKED.len()).for_each(|order| ask_rule(order, (field, entry), (table, cell), sink));
                }
            }
        }
    }
    sink.order = ASKED.iter().position(|(_, asked)| matches!(asked, Records)).unwrap_or_default();
    own.see((at, table), records, sink);
    names.see((at, table), records, sink);
    sink.settle();
}

/// The place in the order of work of a rule that is told once all rows were seen.
fn order_of(rule: &Rule) -> usize {
    ASKED.iter().position(|(other, _)| std::ptr::eq(*other, rule)).unwrap_or_default()
}

fn ask_rule(order: usize, (field, entry): (&Field, &Entry), place: (&Table, Cell), sink: &mut Sink<'_>) {
    let (rule, asked) = &ASKED[order];
    let mut tell = |fact: Facts| {
        sink.order = order;
        fact.tell(rule, (field, entry), place, sink);
    };
    match asked {
        Remark(facts) | Value(_, facts) => {
            if let Some(fact) = facts(field, entry) {
                tell(fact);
            }
        }
        Parts(_, facts) => facts(field, entry).into_iter().for_each(&mut tell),
        Records | Name(_) | Otherwise => {}
    }
}

/// Asks all rules of a submission, and returns what the form's tallies come to. `see` is shown its records too while they are at hand:
/// with the index of their table, some hundreds at a time, and whether there is an error so far.
pub fn judge(
    path: &Arc<str>,
    submission: &mut Submission,
    records: &[intake::Records<'_>],
    mut see: impl FnMut((usize, &Table), &[Record], bool),
) -> Vec<Tallied> {
    let mut sink = Sink::new(path);
    let (form, had_error) = (&*submission.form, submission.has_error());
    let mut own = form_rules::Asking::new(form, submission);
    if !submission.damaged {
        outside::check(form, submission, &mut sink);
    }
    let (mut names, mut unread) = (Names::new(form, &submission.tables), Vec::new());
    let of_fields: Vec<Vec<usize>> = form.fields.iter().map(of_entries).collect();
    let (mut left, mut orders, mut scales) = (intake::TEXT_BYTES, Orders::default(), Scales::default());
    for ((at, table), records) in submission.tables.iter().enumerate().zip(records) {
        let rest = records.each(form, table, &mut left, |block| {
            if !submission.damaged {
                ask((&mut own, &mut names, &of_fields), (at, table), block, form, &mut sink);
                orders.see(at, block, form);
                scales.see(at, block, form);
            }
            see((at, table), block, had_error || sink.has_error);
        });
        unread.extend(rest.map(|rest| {
            let place = sink.at(table, Cell::new(rest.row, table.header.first.column));
            too_much_text(&rest, table, place)
        }));
    }
    orders.finish(form, &submission.tables, &mut sink);
    scales.finish(form, &submission.tables, &mut sink);
    let tallies = own.finish(submission, &mut sink);
    sink.settle();
    sink.join(&keys::OUT_OF_SEQUENCE, &duplicate_value::RULE);
    let findings = sink.finish(form, &submission.tables);
    submission.findings.extend(unread.into_iter().chain(findings));
    tallies
}

/// That the records of a table from here on are not read.
fn too_much_text(rest: &Unread, table: &Table, place: Location) -> Finding {
    let what = Bilingual::new(
        "Bảng từ dòng này trở đi (quá nhiều chữ; số dòng dữ liệu)",
        "The table from this row on (too much text; rows of data)",
    );
    too_large(place, what, table.rows.records, rest.read)
}
