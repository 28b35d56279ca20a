//! Rules as people name them on the command line: by code or by name, whatever the case.

use anyhow::bail;

use crate::finding::RuleRef;
use crate::rules;
use crate::schema::Schemas;
use crate::text;

/// The rules that ship with the tool, then those that the forms bring, in the order of their codes.
pub fn known(schemas: &Schemas) -> Vec<RuleRef> {
    let of_forms = schemas.forms.iter().flat_map(|form| &form.rules).map(|rule| RuleRef::Form(rule.rule.clone()));
    let mut known: Vec<RuleRef> = rules::all().map(RuleRef::from).chain(of_forms).collect();
    known.sort_by_key(|rule| (rule.group, rule.code.clone()));
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
    let names = known.iter().flat_map(|rule| [&*rule.name, &*rule.code]);
    match text::nearest(&wanted, names) {
        Some(name) => {
            bail!("không có quy tắc «{typed}»; có phải là {name}? / there is no such rule; did you mean {name}?")
        }
        None => bail!(
            "không có quy tắc «{typed}»; xem danh sách: bieumau giai-thich / there is no such rule; list them: bieumau explain"
        ),
    }
}
