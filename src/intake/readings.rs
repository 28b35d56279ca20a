//! What a text means for a field (a listed value, a period, a number, an address), worked out once for each distinct text of a run: a
//! column of listed values holds three texts, however many rows and files there are.

use std::borrow::Cow;
use std::sync::Arc;

use super::Remark;
use super::read::{Beside, read};
use crate::cell::Content;
use crate::schema::{Field, Form, Kind};
use crate::text::hashed::HashMap;
use crate::text::memo::Memo;
use crate::value::Value;

/// What the texts of a run were read as: for each form, by its place in memory, where it stays for the run, and each of its fields. Fields
/// that are read alike have one: a beginning and an end are.
#[derive(Debug)]
pub struct Readings(HashMap<usize, Vec<Arc<Memo<Meant>>>>);

type Meant = (Value, Option<Remark>);

impl Readings {
    /// Of the fields of these forms.
    pub fn new(forms: &[Arc<Form>]) -> Self {
        let of_form = |form: &Arc<Form>| {
            let mut of: Vec<Arc<Memo<Meant>>> = Vec::new();
            for (at, field) in form.fields.iter().enumerate() {
                let is_period = matches!(field.kind, Kind::Period { .. });
                let is_like_it = |other: &Field| other.kind == field.kind && other.missing == field.missing;
                let alike = form.fields[..at].iter().position(|other| is_period && is_like_it(other));
                of.push(alike.map_or_else(Arc::default, |alike| Arc::clone(&of[alike])));
            }
            (address(form), of)
        };
        Self(forms.iter().map(of_form).collect())
    }

    /// Reads a cell as a field of the form, see [`read`].
    pub fn read<'c>(
        &self,
        (form, field): (&Form, usize),
        content: Option<&'c Content>,
        beside: Beside<'_>,
    ) -> (Cow<'c, str>, Value, Option<Remark>) {
        let of = &form.fields[field];
        let read = || read(&form.language, of, content, beside);
        let is_alone = || beside.link.is_none() && !beside.look.is_partly_struck;
        if let Some(Content::Text(text)) = content
            && is_worth_keeping(&of.kind)
            && is_alone()
            && let Some(fields) = self.0.get(&address(form))
        {
            let (value, remark) = fields[field].of(text.as_str(), || {
                let (_, value, remark) = read();
                (value, remark)
            });
            return (Cow::Borrowed(text), value, remark);
        }
        read()
    }
}

/// Where a form lies in memory.
fn address(form: &Form) -> usize {
    std::ptr::from_ref(form).addr()
}

/// Whether it takes longer to read a text as this kind than to find it again.
fn is_worth_keeping(kind: &Kind) -> bool {
    !matches!(kind, Kind::Text | Kind::Ordinal)
}
