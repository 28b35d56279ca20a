//! What one JSON value must be changed by to be another: merge patches (RFC 7396).

use serde_json::{Map, Value as Json};

/// Makes the value what the patch says.
pub(super) fn apply(value: &mut Json, patch: &Json) {
    let Json::Object(patch) = patch else {
        *value = patch.clone();
        return;
    };
    if !value.is_object() {
        *value = Json::Object(Map::new());
    }
    let Json::Object(object) = value else { return };
    for (key, change) in patch {
        match change {
            Json::Null => _ = object.shift_remove(key),
            _ => apply(object.entry(key).or_insert(Json::Null), change),
        }
    }
}

/// What makes the one value the other; `None` if they are the same. A `null` in the other is as good as its key left out.
pub(super) fn between(one: &Json, other: &Json) -> Option<Json> {
    let (Json::Object(before), Json::Object(after)) = (one, other) else {
        return (one != other).then(|| other.clone());
    };
    let mut patch = Map::new();
    for (key, value) in after.iter().filter(|(_, value)| !value.is_null()) {
        let change = match before.get(key) {
            Some(before) => between(before, value),
            None => Some(value.clone()),
        };
        patch.extend(change.map(|change| (key.clone(), change)));
    }
    let gone = before.keys().filter(|key| after.get(*key).is_none_or(Json::is_null));
    patch.extend(gone.map(|key| (key.clone(), Json::Null)));
    (!patch.is_empty()).then_some(Json::Object(patch))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_patch_leads_from_one_to_the_other() {
        let one = json!({ "a": 1, "b": { "c": [1], "d": 2 }, "e": 3 });
        let other = json!({ "a": 1, "b": { "c": [2], "f": {} }, "g": "x" });
        let patch = between(&one, &other).expect("they differ");
        assert_eq!(patch, json!({ "b": { "c": [2], "f": {}, "d": null }, "g": "x", "e": null }));
        let mut patched = one.clone();
        apply(&mut patched, &patch);
        assert_eq!(patched, other);
        assert_eq!(between(&one, &one), None);
    }
}
