//! What a text means for a field (a listed value, a period, a number, an address), worked out once for each distinct text: a
//! column of listed values holds three texts, however many rows there are.

use std::borrow::Cow;

use super::Remark;
use super::read::{Beside, read};
use crate::cell::Content;
use crate::schema::{Form, Kind};
use crate::text::hashed::HashMap;
use crate::text::texts::Text;
use crate::value::Value;

/// So many readings are kept; a column of more distinct texts repeats few of them.
const KEPT: usize = 4_096;

/// What the texts of a table were read as.
#[derive(Debug)]
pub struct Readings<'f> {
    /// The form that is read.
    pub form: &'f Form,
    /// By the field and the text's number, which is the text's as long as it is held here.
    known: HashMap<(usize, usize), Known>,
}

#[derive(Debug)]
struct Known {
    _held: Text,
    value: Value,
    remark: Option<Remark>,
}

impl<'f> Readings<'f> {
    /// Of a table of this form; nothing is read yet.
    pub fn new(form: &'f Form) -> Self {
        Self { form, known: HashMap::default() }
    }

    /// Reads a cell as a field of the form, see [`read`].
    pub fn read<'c>(
        &mut self,
        field: usize,
        content: Option<&'c Content>,
        beside: Beside<'_>,
    ) -> (Cow<'c, str>, Value, Option<Remark>) {
        let of = &self.form.fields[field];
        let Some(Content::Text(text)) = content.filter(|_| is_worth_keeping(&of.kind) && beside.link.is_none()) else {
            return read(&self.form.language, of, content, beside);
        };
        let key = (field, text.number());
        if let Some(known) = self.known.get(&key) {
            return (Cow::Borrowed(text), known.value.clone(), known.remark.clone());
        }
        let (typed, value, remark) = read(&self.form.language, of, content, beside);
        if self.known.len() < KEPT {
            let known = Known { _held: text.clone(), value: value.clone(), remark: remark.clone() };
            self.known.insert(key, known);
        }
        (typed, value, remark)
    }
}

/// Whether it takes longer to read a text as this kind than to find it again.
fn is_worth_keeping(kind: &Kind) -> bool {
    !matches!(kind, Kind::Text | Kind::Ordinal)
}
