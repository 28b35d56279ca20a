//! What the summary counts over the accepted rows: tables that a campaign asks for, each over the rows of one form.

use crate::text::trouble::Because;
use crate::{insist, trouble};
use std::sync::Arc;

use serde::Deserialize;

use super::Kind;
use super::form::Form;
use super::slips::did_you_mean;
use crate::text::Bilingual;

/// A table of counts.
#[derive(Clone, Debug)]
pub struct Count {
    /// Over it.
    pub title: Bilingual,
    /// The name of the form whose rows are counted.
    pub form: String,
    /// What its rows tell apart.
    pub rows: Axis,
    /// What its columns tell apart.
    pub across: Across,
    /// Values of the rows that are counted together, by what they begin with; all others are one more.
    pub groups: Vec<Group>,
    /// How it is drawn, if it is.
    pub chart: Option<Drawn>,
}

/// What rows of a form are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// The value of the field with this index.
    Field(usize),
    /// The year of the period, or day, in the field with this index.
    Year(usize),
    /// Whose they are.
    Agency,
    /// The level of the agency whose they are.
    Level,
}

/// What stands in the columns of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// How many rows are so.
    Axis(Axis),
    /// Which share of the rows fills each field.
    Filled,
    /// Which agencies have the same; only what several have is listed.
    Claims,
}

/// Values that begin alike.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What they are called.
    pub title: Bilingual,
    /// What they begin with; case makes no difference.
    pub begins: Vec<String>,
}

/// How a table is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Drawn {
    /// Lying, for what has names.
    Bar,
    /// Standing, for what goes on in time.
    Column,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountFile {
    title: Bilingual,
    form: String,
    rows: String,
    columns: String,
    #[serde(default)]
    groups: Vec<Group>,
    chart: Option<Drawn>,
}

impl CountFile {
    /// What it is called in messages.
    pub(super) fn title(&self) -> &str {
        &self.title.en
    }
}

const AGENCY: &str = "_agency";
const LEVEL: &str = "_level";
const FILLED: &str = "_filled";
const CLAIMS: &str = "_claims";
/// Behind the name of a field that has a year.
const YEAR: &str = ".year";

/// Reads a table. Errors name the form or field that is not known.
pub(super) fn parse(file: CountFile, forms: &[Arc<Form>]) -> anyhow::Result<Count> {
    let Some(form) = forms.iter().find(|form| form.name == file.form) else {
        let (name, near) = (&file.form, did_you_mean(&file.form, forms.iter().map(|form| &form.name)));
        trouble!("không có biểu mẫu `{name}`{}", "unknown form `{name}`{}", near);
    };
    let rows = axis(&file.rows, form, &[]).because(|| Bilingual::same("`rows`"))?;
    let across = match &*file.columns {
        FILLED => Across::Filled,
        CLAIMS => Across::Claims,
        columns => Across::Axis(axis(columns, form, &[FILLED, CLAIMS]).because(|| Bilingual::same("`columns`"))?),
    };
    let is_text = |axis| matches!(axis, Axis::Field(field) if form.fields[field].kind.listing().is_none());
    insist!(
        !is_text(rows) || !file.groups.is_empty() || across == Across::Claims,
        "`rows`: trường chữ tự do được đếm theo `groups`, hoặc với `columns` là `_claims`",
        "`rows`: a field of free text is counted by `groups`, or with `columns` of `_claims`"
    );
    insist!(
        !matches!(across, Across::Axis(axis) if is_text(axis)),
        "`columns`: trường chữ tự do có quá nhiều giá trị",
        "`columns`: a field of free text has too many values"
    );
    insist!(
        file.groups.is_empty() || is_text(rows),
        "`groups` chỉ dùng cho trường chữ tự do",
        "`groups` are of a field of free text"
    );
    insist!(
        file.groups.iter().all(|group| !group.begins.is_empty()),
        "một nhóm không có chữ mở đầu",
        "a group begins with nothing"
    );
    Ok(Count { title: file.title, form: file.form, rows, across, groups: file.groups, chart: file.chart })
}

fn axis(name: &str, form: &Form, others: &[&str]) -> anyhow::Result<Axis> {
    match name {
        AGENCY => return Ok(Axis::Agency),
        LEVEL => return Ok(Axis::Level),
        _ => {}
    }
    let (field_name, of_year) = name.strip_suffix(YEAR).map_or((name, false), |field| (field, true));
    let Some(field) = form.field(field_name) else {
        let known = form.fields.iter().map(|field| field.name.as_str()).chain([AGENCY, LEVEL]);
        let near = did_you_mean(field_name, known.chain(others.iter().copied()));
        trouble!("không có cột `{field_name}`{}", "unknown field `{field_name}`{}", near);
    };
    let has_year = matches!(form.fields[field].kind, Kind::Period { .. } | Kind::Date { .. });
    let how = if has_year { Bilingual::new("có", "with") } else { Bilingual::new("không có", "without") };
    insist!(
        has_year == of_year,
        "trường `{field_name}` được đếm {} `.year`",
        "field `{field_name}` is counted {} `.year`",
        how
    );
    Ok(if of_year { Axis::Year(field) } else { Axis::Field(field) })
}
