//! Keys: fields that tell rows apart together, that count up, or that refer to the rows of another form.

use super::Field;
use super::file::{ForeignKeyFile, OneOrSeveral, SequenceFile};
use crate::schema::slips::did_you_mean;
use crate::text::Bilingual;
use crate::text::trouble::Because;
use crate::{insist, trouble};

/// What a form says of its keys.
#[derive(Debug, Default)]
pub struct Keys {
    /// Fields (indexes) no two rows of which hold the same, all together.
    pub unique: Vec<Vec<usize>>,
    /// Fields whose numbers count up.
    pub sequences: Vec<Sequence>,
    /// Fields whose values stand in another form as well.
    pub foreign: Vec<ForeignKey>,
}

/// A field whose numbers count up by one.
#[derive(Debug)]
pub struct Sequence {
    /// The index of the field.
    pub of: usize,
    /// The indexes of the fields by whose values it begins anew.
    pub by: Vec<usize>,
    /// The first number, if the form says it.
    pub from: Option<u64>,
}

/// Fields whose values stand in those of another form as well.
#[derive(Debug)]
pub struct ForeignKey {
    /// The indexes of the fields.
    pub fields: Vec<usize>,
    /// The name of the other form.
    pub form: String,
    /// The names of its fields, as many.
    pub to: Vec<String>,
}

/// As the file has them. A key of one field makes that field unique, which is told as such.
pub(super) fn parse_keys(
    primary: Option<OneOrSeveral>,
    unique: Vec<OneOrSeveral>,
    foreign: Vec<ForeignKeyFile>,
    sequences: Vec<SequenceFile>,
    fields: &mut [Field],
) -> anyhow::Result<Keys> {
    let mut keys = Keys::default();
    let of_primary = primary.map(|key| (key, "primaryKey"));
    for (key, name) in of_primary.into_iter().chain(unique.into_iter().map(|key| (key, "uniqueKeys"))) {
        let key = indexes(key, fields).because(|| Bilingual::same(&format!("`{name}`")))?;
        if name == "primaryKey" {
            key.iter().for_each(|field| fields[*field].required = true);
        }
        match key.as_slice() {
            [field] => fields[*field].unique = true,
            _ => keys.unique.push(key),
        }
    }
    for key in foreign {
        let of = indexes(key.fields, fields).because(|| Bilingual::same("`foreignKeys`"))?;
        let to = key.reference.fields.into_vec();
        let (own, others) = (of.len(), to.len());
        insist!(
            own == others,
            "`foreignKeys`: có {own} trường, mà `reference` có {others}",
            "`foreignKeys`: there are {own} fields, and {others} in `reference`"
        );
        let Some(form) = key.reference.resource.filter(|form| !form.is_empty()) else {
            trouble!(
                "foreignKeys: thiếu khóa `resource`: tên của biểu kia",
                "foreignKeys: `resource` is missing: the other form's name"
            )
        };
        keys.foreign.push(ForeignKey { fields: of, form, to });
    }
    for sequence in sequences {
        let of = indexes(OneOrSeveral::One(sequence.of), fields).because(|| Bilingual::same("`sequences`"))?[0];
        let by = sequence
            .by
            .map(|by| indexes(by, fields))
            .transpose()
            .because(|| Bilingual::same("`sequences`"))?
            .unwrap_or_default();
        keys.sequences.push(Sequence { of, by, from: sequence.from });
    }
    Ok(keys)
}

fn indexes(names: OneOrSeveral, fields: &[Field]) -> anyhow::Result<Vec<usize>> {
    let names = names.into_vec();
    insist!(!names.is_empty(), "chưa ghi tên trường nào", "no field is named");
    names.iter().map(|name| index(name, fields)).collect()
}

/// The index of the field with this name.
pub(in crate::schema) fn index(name: &str, fields: &[Field]) -> anyhow::Result<usize> {
    match fields.iter().position(|field| field.name == *name) {
        Some(at) => Ok(at),
        None => {
            let near = did_you_mean(name, fields.iter().map(|field| field.name.as_str()));
            trouble!("không có trường `{name}`{}", "unknown field `{name}`{}", near)
        }
    }
}
