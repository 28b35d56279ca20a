//! What a text means for a field (a listed value, a period, a number, an address), worked out once for each distinct text of a run: a
//! column of listed values holds three texts, however many rows and files there are.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use super::Remark;
use super::read::{Beside, read};
use crate::cell::Content;
use crate::schema::{Field, Form, Kind};
use crate::text::hashed::HashMap;
use crate::value::Value;

/// So many readings are kept of a field; a column of more distinct texts repeats few of them.
const KEPT: usize = 4_096;
/// Longer texts, in bytes, are hardly ever met again.
const LONGEST_KEPT: usize = 256;

/// What the texts of a run were read as.
#[derive(Debug)]
pub struct Readings {
    /// By form: for each field the first that is read alike: a beginning and an end are.
    alike: HashMap<usize, Vec<usize>>,
    known: Mutex<HashMap<FieldOf, HashMap<Box<str>, Meant>>>,
}

/// A field by the place of its form in memory, where it stays for the run, and its index.
type FieldOf = (usize, usize);
type Meant = (Value, Option<Remark>);

impl Readings {
    /// Of the fields of these forms.
    pub fn new(forms: &[Arc<Form>]) -> Self {
        let first = |form: &Form, at: usize| {
            let of = &form.fields[at];
            let is_period = matches!(of.kind, Kind::Period { .. });
            let is_like_it = |other: &Field| is_period && other.kind == of.kind && other.missing == of.missing;
            form.fields.iter().position(is_like_it).unwrap_or(at)
        };
        let of_form = |form: &Arc<Form>| (address(form), (0..form.fields.len()).map(|at| first(form, at)).collect());
        Self { alike: forms.iter().map(of_form).collect(), known: Mutex::default() }
    }

    /// Reads a cell as a field of the form, see [`read`].
    pub fn read<'c>(
        &self,
        (form, field): (&Form, usize),
        content: Option<&'c Content>,
        beside: Beside<'_>,
    ) -> (Cow<'c, str>, Value, Option<Remark>) {
        let of = &form.fields[field];
        let Some(Content::Text(text)) = content.filter(|_| is_worth_keeping(&of.kind) && beside.link.is_none()) else {
            return read(&form.language, of, content, beside);
        };
        let form_at = address(form);
        let key = (form_at, self.alike.get(&form_at).map_or(field, |alike| alike[field]));
        let known = |key| {
            let all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            all.get(key).and_then(|known: &HashMap<Box<str>, Meant>| known.get(text.as_str())).cloned()
        };
        if let Some((value, remark)) = known(&key) {
            return (Cow::Borrowed(text), value, remark);
        }
        let (typed, value, remark) = read(&form.language, of, content, beside);
        if text.len() <= LONGEST_KEPT {
            let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let known = all.entry(key).or_default();
            if known.len() < KEPT {
                known.insert(text.as_str().into(), (value.clone(), remark.clone()));
            }
        }
        (typed, value, remark)
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
