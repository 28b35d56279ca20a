//! What a text means for a field (a listed value, a period, a number, an address), worked out once for each distinct text of a run: a
//! column of listed values holds three texts, however many rows and files there are.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

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
#[derive(Debug, Default)]
pub struct Readings(Mutex<HashMap<FieldOf, HashMap<Box<str>, Meant>>>);

/// A field by the place of its form in memory, where it stays for the run, and its index.
type FieldOf = (usize, usize);
type Meant = (Value, Option<Remark>);

impl Readings {
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
        // Beginning and end are read alike.
        let is_like_it = |other: &Field| other.kind == of.kind && other.missing == of.missing;
        let like = match of.kind {
            Kind::Period { .. } => form.fields.iter().position(is_like_it).unwrap_or(field),
            _ => field,
        };
        let key = (std::ptr::from_ref(form).addr(), like);
        let known = |key| {
            let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.get(key).and_then(|known: &HashMap<Box<str>, Meant>| known.get(text.as_str())).cloned()
        };
        if let Some((value, remark)) = known(&key) {
            return (Cow::Borrowed(text), value, remark);
        }
        let (typed, value, remark) = read(&form.language, of, content, beside);
        if text.len() <= LONGEST_KEPT {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let known = all.entry(key).or_default();
            if known.len() < KEPT {
                known.insert(text.as_str().into(), (value.clone(), remark.clone()));
            }
        }
        (typed, value, remark)
    }
}

/// Whether it takes longer to read a text as this kind than to find it again.
fn is_worth_keeping(kind: &Kind) -> bool {
    !matches!(kind, Kind::Text | Kind::Ordinal)
}
