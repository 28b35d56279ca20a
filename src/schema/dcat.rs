//! How the rows of a form become data sets of a DCAT 3 catalogue: `schemas/dcat.json`. It is data because themes,
//! vocabularies and the form's fields change without the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::Form;
use super::slips::{did_you_mean, from_json};
use crate::trouble;

/// The mapping.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DcatMapping {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    /// The name of the form whose rows are the data sets.
    pub form: String,
    /// What all identifiers begin with.
    pub base: String,
    /// The address of the language of titles and descriptions.
    pub language: String,
    /// Which field tells what.
    pub fields: DcatFields,
    /// Addresses of the EU data themes by the form's theme.
    pub themes: BTreeMap<String, Vec<String>>,
    /// Addresses of the EU frequencies by the form's frequency.
    pub frequencies: BTreeMap<String, String>,
    /// Addresses of the EU file types by the form's format.
    pub formats: BTreeMap<String, String>,
}

/// Names of the form's fields; `None` where the form has none for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DcatFields {
    /// `dct:title`.
    pub title: String,
    /// `dct:description`.
    pub description: Option<String>,
    /// The unit that publishes, as written; the agency is `dct:publisher`.
    pub publisher: Option<String>,
    /// `dcat:theme` and `dcat:keyword`.
    pub theme: Option<String>,
    /// `dct:accrualPeriodicity`.
    pub frequency: Option<String>,
    /// `dct:format` of the distributions.
    pub format: Option<String>,
    /// `dct:available`.
    pub available: Option<String>,
    /// `dcat:accessURL` of the distributions.
    pub access_url: Option<String>,
}

impl DcatMapping {
    /// Reads the mapping; `forms` are all that are known, and every name has to be one of theirs.
    pub(super) fn parse(json: &str, forms: &[Arc<Form>]) -> anyhow::Result<Self> {
        let mapping: Self = from_json(json)?;
        let base = &mapping.base;
        if !base.contains(':') {
            trouble!(
                "`base` là `{base}`, không phải phần đầu của một địa chỉ",
                "`base` is `{base}`, not the beginning of an address"
            );
        }
        let Some(form) = forms.iter().find(|form| form.name == mapping.form) else {
            let name = &mapping.form;
            let near = did_you_mean(name, forms.iter().map(|it| &it.name));
            trouble!("không có biểu mẫu `{name}`{}", "unknown form `{name}`{}", near);
        };
        let fields = &mapping.fields;
        let optional = [
            &fields.description,
            &fields.publisher,
            &fields.theme,
            &fields.frequency,
            &fields.format,
            &fields.available,
            &fields.access_url,
        ];
        for name in optional.into_iter().flatten().chain([&fields.title]) {
            if form.field(name).is_none() {
                let known = form.fields.iter().map(|field| &field.name);
                let (form, near) = (&form.name, did_you_mean(name, known));
                trouble!("biểu mẫu `{form}` không có trường `{name}`{}", "form `{form}` has no field `{name}`{}", near);
            }
        }
        Ok(mapping)
    }
}
