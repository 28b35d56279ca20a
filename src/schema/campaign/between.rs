//! Rules between the forms of one submission: what one form says is what another comes to.

use crate::{insist, trouble};
use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;

use crate::finding::{Group, Rule, Severity, placeholders};
use crate::schema::form::{Form, NEAR, check_closed, check_name, rule_code};
use crate::schema::slips::did_you_mean;
use crate::text::Bilingual;

/// What the sentences of such a rule can name.
const PLACEHOLDERS: [&str; 5] = ["heading", "value", "expected", "other", "key"];

/// That a value or tally of one form is what one of another form comes to.
#[derive(Debug)]
pub struct Between {
    /// Its name, severity and words.
    pub rule: Arc<Rule>,
    /// What is said.
    pub value: Term,
    /// What it should be.
    pub equals: Term,
    /// How much they may differ.
    pub within: f64,
}

/// A number that a form has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The form's name.
    pub form: String,
    /// Which of its numbers.
    pub what: Number,
}

/// Which number of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// The value outside the table with this index.
    Value(usize),
    /// The tally with this index.
    Tally(usize),
    /// How many rows of data it has.
    Rows,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BetweenFile {
    pub(super) name: String,
    code: Option<String>,
    severity: Severity,
    value: String,
    equals: String,
    within: Option<f64>,
    message: Option<Bilingual>,
    help: Option<Bilingual>,
    explanation: Option<Bilingual>,
}

pub(super) fn parse_between(file: BetweenFile, campaign: &str, forms: &[&Arc<Form>]) -> anyhow::Result<Between> {
    check_name(&file.name)?;
    let (value, is_keyed) = term(&file.value, forms)?;
    let (equals, is_other_keyed) = term(&file.equals, forms)?;
    insist!(
        value.form != equals.form,
        "`value` và `equals` thuộc cùng một biểu: quy tắc như vậy đặt trong chính biểu đó",
        "`value` and `equals` are of one form: such a rule stands in the form itself"
    );
    insist!(
        is_keyed == is_other_keyed,
        "một trong `value`, `equals` được tách theo trường, còn cái kia thì không",
        "one of `value` and `equals` is taken apart by a field, and the other is not"
    );
    let within = file.within.unwrap_or(NEAR);
    insist!(within >= 0.0, "`within` nhỏ hơn 0", "`within` is less than 0");
    let of_key = if is_keyed { ["{key}: ", "{key}: "] } else { ["", ""] };
    let message = file.message.unwrap_or_else(|| Bilingual {
        vi: format!("«{{heading}}»: {}ghi {{value}}, phải là {{expected}} theo {{other}}.", of_key[0]).into(),
        en: format!("“{{heading}}”: {}is {{value}}, should be {{expected}} by {{other}}.", of_key[1]).into(),
    });
    let help = file.help.unwrap_or(Bilingual::new("Sửa một trong hai chỗ cho khớp", "Correct one of the two places"));
    for template in [&message, &help].into_iter().flat_map(|words| [&words.vi, &words.en]) {
        check_closed(template)?;
        if let Some(placeholder) = placeholders(template).into_iter().find(|it| !PLACEHOLDERS.contains(it)) {
            let near = did_you_mean(placeholder, PLACEHOLDERS);
            trouble!("không có `{{{placeholder}}}`{}", "unknown placeholder `{{{placeholder}}}`{}", near);
        }
    }
    let explanation = file.explanation.unwrap_or_else(|| Bilingual {
        vi: format!("Hai biểu của một lần gửi phải khớp nhau: {} = {}.", file.value, file.equals).into(),
        en: format!("Two forms of one submission have to agree: {} = {}.", file.value, file.equals).into(),
    });
    let rule = Rule {
        code: Cow::Owned(rule_code(file.code, campaign, &file.name)?),
        group: Group::Relation,
        name: Cow::Owned(file.name),
        severity: file.severity,
        message,
        help,
        explanation,
    };
    Ok(Between { rule: Arc::new(rule), value, equals, within })
}

/// `awards.awarded`: a value outside the table, a tally or `rows`; and whether it is taken apart by a field.
fn term(text: &str, forms: &[&Arc<Form>]) -> anyhow::Result<(Term, bool)> {
    let Some((form, name)) = text.split_once('.') else {
        trouble!("`{text}` không có dạng BIỂU.TÊN", "`{text}` is not of the form FORM.NAME")
    };
    let Some(of) = forms.iter().find(|known| known.name == form) else {
        let near = did_you_mean(form, forms.iter().map(|form| form.name.as_str()));
        trouble!("không có biểu mẫu `{form}`{}", "unknown form `{form}`{}", near)
    };
    let tally = of.tallies.iter().position(|tally| tally.name == name);
    let what = of.value(name).map(Number::Value).or(tally.map(Number::Tally));
    let what = what.or_else(|| (name == "rows").then_some(Number::Rows));
    let Some(what) = what else {
        let values = of.values.iter().map(|value| value.field.name.as_str());
        let known = values.chain(of.tallies.iter().map(|tally| tally.name.as_str())).chain(["rows"]);
        let near = did_you_mean(name, known);
        trouble!(
            "biểu `{form}` không có giá trị ngoài bảng hoặc phép tính `{name}`{}",
            "form `{form}` has no value outside the table and no tally `{name}`{}",
            near
        )
    };
    let is_keyed = tally.is_some_and(|tally| !of.tallies[tally].by.is_empty());
    Ok((Term { form: form.to_owned(), what }, is_keyed))
}
