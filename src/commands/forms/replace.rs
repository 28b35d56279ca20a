//! Whether a JSON file that is there may be written anew, and what changes then: somebody may have edited it by hand since, where a
//! form workbook does not show it.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::commands::given;
use crate::design::canonical;
use crate::render::words;
use crate::text::Language;
use crate::trouble;

/// So many places are named that change.
const NAMED: usize = 5;

/// What stands at a path; `None` if nothing does.
fn there(path: &Path) -> anyhow::Result<Option<String>> {
    let is_there = std::fs::metadata(path).is_ok_and(|there| there.is_file() && there.len() > 0);
    is_there.then(|| given::text(path, given::MIDDLING)).transpose()
}

fn parsed(text: &str) -> Option<Value> {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()
}

/// The places where a form that is there differs from the one that is written over it.
///
/// # Errors
/// When it is another form, was edited by hand, or has parts that would be gone.
pub(super) fn of_form(path: &Path, schema: &Value) -> anyhow::Result<Vec<String>> {
    let shown = path.display();
    let Some(text) = there(path)? else { return Ok(Vec::new()) };
    let says_form = |json: &Value| json["$schema"].as_str().is_some_and(|says| says.ends_with("form.schema.json"));
    let Some(json) = parsed(&text).filter(|json| says_form(json) && json["name"] == schema["name"]) else {
        trouble!(
            "{shown} đã có và không phải biểu này nên không ghi đè; hãy ghi với tên khác",
            "{shown} is there and is another form or something else, so it is not overwritten; write under another name"
        );
    };
    if json == *schema {
        return Ok(Vec::new());
    }
    if text != canonical::text(&json) {
        trouble!(
            "{shown} đã được sửa bằng tay hoặc bằng chương trình khác nên không ghi đè; để giữ chỗ đã sửa, xuất lại sổ soạn: \
             bieumau forms export {shown} -o so-moi.xlsx; để bỏ, xóa tệp đó rồi chạy lại",
            "{shown} was edited by hand or by another program, so it is not overwritten; to keep what was edited make the workbook \
             anew: bieumau forms export {shown} -o new.xlsx; to drop it, delete the file and run again"
        );
    }
    let keys = |json: &Value| -> BTreeSet<String> {
        let of = |part: &Value| part.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect::<Vec<_>>();
        of(json).into_iter().chain(of(&json["form"]).into_iter().map(|key| format!("form.{key}"))).collect()
    };
    let gone: Vec<String> = keys(&json).difference(&keys(schema)).cloned().collect();
    if !gone.is_empty() {
        let gone = gone.join(", ");
        trouble!(
            "{shown} có phần mà sổ soạn không có ({gone}) nên không ghi đè; để giữ, xuất lại sổ soạn: bieumau forms export {shown} \
             -o so-moi.xlsx; để bỏ, xóa tệp đó rồi chạy lại",
            "{shown} has parts that the workbook has not ({gone}), so it is not overwritten; to keep them make the workbook anew: \
             bieumau forms export {shown} -o new.xlsx; to drop them, delete the file and run again"
        );
    }
    let mut places = Vec::new();
    differ(&json, schema, "", &mut places);
    Ok(places)
}

/// # Errors
/// When there is something else than this campaign, such as the same with a deadline by now.
pub(super) fn of_campaign(path: &Path, campaign: &Value) -> anyhow::Result<()> {
    let Some(text) = there(path)? else { return Ok(()) };
    if parsed(&text).is_none_or(|json| json != *campaign) {
        let shown = path.display();
        trouble!(
            "{shown} đã có và khác với tệp cần ghi (đợt khác, hoặc đợt báo cáo đã được sửa), nên không ghi đè; hãy ghi với tên khác",
            "{shown} is there and is something else (another campaign, or this one changed), so it is not overwritten; write under \
             another name"
        );
    }
    Ok(())
}

/// That a form was written over an earlier one, and where they differ.
pub(super) fn told(places: &[String], language: Language) -> String {
    if places.is_empty() {
        return String::new();
    }
    let named = places.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let rest = match (places.len().saturating_sub(NAMED), language) {
        (0, _) => String::new(),
        (more, Language::Vietnamese) => format!(" và {more} chỗ khác"),
        (more, Language::English) => format!(" and {}", words::counted(more, "", "other place", language)),
    };
    language.say(
        format!("Thay bản đã có; khác ở: {named}{rest}.\n"),
        format!("It replaces the one that was there; they differ at: {named}{rest}.\n"),
    )
}

/// The places at which two values differ: `fields.finish.title`. Items of a list go by their names.
fn differ(one: &Value, other: &Value, at: &str, places: &mut Vec<String>) {
    let below = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let keys = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
            for key in keys {
                let of = |object: &serde_json::Map<String, Value>| object.get(key).cloned().unwrap_or_default();
                differ(&of(one), &of(other), &below(key), places);
            }
        }
        (Value::Array(one), Value::Array(other)) if names(one).is_some() && names(other).is_some() => {
            let (known, new) = (names(one).unwrap_or_default(), names(other).unwrap_or_default());
            for name in known.iter().chain(new.iter().filter(|name| !known.contains(name))) {
                let of =
                    |items: &[Value]| items.iter().find(|item| item["name"] == **name).cloned().unwrap_or_default();
                differ(&of(one), &of(other), &below(name), places);
            }
            if known != new && known.len() == new.len() && known.iter().all(|name| new.contains(name)) {
                places.push(at.to_owned());
            }
        }
        _ if one != other => places.push(at.to_owned()),
        _ => {}
    }
}

/// The names of the items of a list, if all have one.
fn names(items: &[Value]) -> Option<Vec<&str>> {
    items.iter().map(|item| item["name"].as_str()).collect()
}
