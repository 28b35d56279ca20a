//! Rules as people name them on the command line: by code or by name, whatever the case.

use anyhow::Context;

use crate::finding::RuleRef;
use crate::rules;
use crate::schema::Schemas;
use crate::{text, trouble};

/// The rules that ship with the tool, then those that the forms bring, in the order of their codes.
pub fn known(schemas: &Schemas) -> Vec<RuleRef> {
    let between = schemas.campaigns.iter().flat_map(|campaign| &campaign.between).map(|rule| &rule.rule);
    let of_forms = schemas.forms.iter().flat_map(|form| &form.rules).map(|rule| &rule.rule);
    let of_forms = of_forms.chain(between).map(|rule| RuleRef::Form(rule.clone()));
    let mut known: Vec<RuleRef> = rules::all().map(RuleRef::from).chain(of_forms).collect();
    known.sort_by(|one, other| (one.group, &one.code).cmp(&(other.group, &other.code)));
    known
}

/// The rule with this code or name.
///
/// # Errors
/// When there is none; the message names the nearest one, or says where they are listed.
pub fn named<'a>(typed: &str, known: &'a [RuleRef]) -> anyhow::Result<&'a RuleRef> {
    let wanted = text::bare(typed).replace([' ', '_'], "-");
    let found = known.iter().find(|rule| rule.code.eq_ignore_ascii_case(&wanted) || rule.name == wanted);
    if let Some(rule) = found {
        return Ok(rule);
    }
    let nearest = text::nearest(&wanted, known.iter().flat_map(|rule| [&*rule.name, &*rule.code]));
    match nearest {
        Some(name) => trouble!(
            "không có quy tắc «{typed}»; có phải là {name}?",
            "there is no rule “{typed}”; did you mean {name}?"
        ),
        None => trouble!(
            "không có quy tắc «{typed}»; xem danh sách: bieumau giai-thich",
            "there is no rule “{typed}”; list them: bieumau explain"
        ),
    }
}

/// The rules that `--allow` names: what they find is told as a note and rejects nothing.
///
/// # Errors
/// When there is no such rule, or when nothing that breaks it can be merged.
pub fn allowed(typed: &[String], known: &[RuleRef]) -> anyhow::Result<Vec<RuleRef>> {
    let allowed = typed.iter().map(|typed| {
        let rule = named(typed, known).context("--allow")?;
        if rule.may_be_allowed() {
            return Ok(rule.clone());
        }
        let name = &rule.name;
        trouble!(
            "--allow: không thể bỏ qua {name}: tệp như vậy không tổng hợp được",
            "--allow: {name} cannot be allowed: such a file cannot be merged"
        )
    });
    allowed.collect()
}
