//! From the rows of a form workbook to a schema.

use serde_json::{Map, Number, Value as Json, json};

use super::{Rows, SheetKind, Sheets};
#[cfg(feature = "cli")]
use crate::schema::Campaign;
#[cfg(feature = "cli")]
use crate::text::Bilingual;
use crate::value::Value;

/// How a key says that it holds a list, of which each item stands on a line of its own; and that one item stands for itself.
const LINES: &str = "[]";
const ONE_OR_LINES: &str = "[1]";
/// Where every form's schema finds the description of its language.
const SCHEMA: &str = "../form.schema.json";

impl Sheets {
    /// What the settings say: a schema without columns and rules.
    pub(super) fn settings(&self, row: &[Value]) -> Json {
        let mut object = json!({ "$schema": SCHEMA });
        self.fill(&mut object, SheetKind::Settings, row);
        if let Some(title) = object.pointer("/form/title/vi").cloned() {
            object["title"] = title;
        }
        object
    }

    /// What the row of a column, or of a value outside the table, says, with its list.
    pub(super) fn column(&self, sheet: SheetKind, row: &[Value], rows: &Rows) -> Json {
        let kind = match self.field(sheet, "kind", row) {
            Value::Text(kind) => kind.as_str(),
            _ => "text",
        };
        let mut object = self.keys.kinds.get(kind).cloned().unwrap_or_else(|| json!({}));
        self.fill(&mut object, sheet, row);
        let name = self.field(sheet, "name", row);
        let of_values = rows.of(SheetKind::Values).iter();
        let listed: Vec<&Vec<Value>> =
            of_values.filter(|row| self.field(SheetKind::Values, "column", row) == name).collect();
        if !name.is_empty() && !listed.is_empty() {
            self.list(&mut object, kind, &listed);
        }
        object
    }

    /// What the row of a rule says.
    pub(super) fn rule(&self, row: &[Value]) -> Json {
        let mut object = json!({});
        self.fill(&mut object, SheetKind::Rules, row);
        object
    }

    /// What the row of a tally says: what is counted is the key, over what its value.
    pub(super) fn tally(&self, row: &[Value]) -> Json {
        let mut object = json!({});
        self.fill(&mut object, SheetKind::Tallies, row);
        let of = |name: &str| self.field(SheetKind::Tallies, name, row);
        match (of("function"), of("of")) {
            (Value::Text(function), Value::Text(field)) => object[function] = Json::from(field.as_str()),
            (Value::Text(function), _) if function == COUNT => object[function] = Json::from(ROWS),
            (Value::Text(function), _) => object[function] = Json::from(""),
            _ => {}
        }
        object
    }

    /// Puts what a row holds under the keys of its columns.
    fn fill(&self, object: &mut Json, kind: SheetKind, row: &[Value]) {
        for (field, value) in self.form(kind).fields.iter().zip(row) {
            let Some(key) = self.key(kind, &field.name).filter(|_| !value.is_empty()) else { continue };
            let items = of_value(value, key.ends_with(LINES) || key.ends_with(ONE_OR_LINES));
            let value = match items.as_array().map(Vec::as_slice) {
                Some([one]) if key.ends_with(ONE_OR_LINES) => one.clone(),
                _ => items,
            };
            put(object, path(key), value);
        }
    }

    /// The key that a column of a sheet holds: names parted by dots.
    pub(super) fn key(&self, kind: SheetKind, field: &str) -> Option<&str> {
        let keys = match kind {
            SheetKind::Settings => &self.keys.settings,
            SheetKind::Columns => &self.keys.columns,
            SheetKind::Outside => &self.keys.outside,
            SheetKind::Tallies => &self.keys.tallies,
            SheetKind::Rules => &self.keys.rules,
            SheetKind::Values => return None,
        };
        keys.get(field).map(String::as_str)
    }

    /// Gives a field the values of its list. Those of a strict list are for all who know Table Schema.
    fn list(&self, object: &mut Json, kind: &str, listed: &[&Vec<Value>]) {
        let field = |name: &str, row: &[Value]| self.field(SheetKind::Values, name, row).clone();
        let is_number = matches!(kind, "integer" | "number");
        let (mut values, mut discouraged) = (Vec::new(), Vec::new());
        let (mut synonyms, mut hints) = (Map::new(), Map::new());
        for row in listed {
            let Value::Text(value) = field("listed", row) else { continue };
            for (words, name) in [(&mut synonyms, "synonyms"), (&mut hints, "hints")] {
                if let Value::Text(text) = field(name, row) {
                    words.insert(value.clone(), lines(&text));
                }
            }
            let number = value.parse::<Number>().ok().filter(|_| is_number).map(Json::Number);
            let value = number.unwrap_or(Json::String(value));
            if field("discouraged", row) == Value::Flag(true) { &mut discouraged } else { &mut values }.push(value);
        }
        let is_lenient = object.pointer("/form/otherwise").is_some_and(|otherwise| otherwise != "error");
        let place = if kind == "list" || is_lenient { "form.values" } else { "constraints.enum" };
        let all = [
            (place, Json::Array(values)),
            ("form.discouraged", Json::Array(discouraged)),
            ("form.synonyms", Json::Object(synonyms)),
            ("form.hints", Json::Object(hints)),
        ];
        for (key, value) in all {
            let is_empty = value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty);
            if !is_empty {
                put(object, key, value);
            }
        }
    }
}

/// A campaign that asks for the form of this schema alone; it is met by a form that is accepted. `like` is one of the same country, if
/// any: who owes forms and how agencies are addressed is as in that. What letters need besides stands there to be filled in.
#[cfg(feature = "cli")]
pub fn campaign(schema: &Json, like: Option<&Campaign>) -> Json {
    let (name, form) = (&schema["name"], &schema["form"]);
    let title = |key: &str| form["title"][key].as_str().unwrap_or_default().to_owned();
    let is_issued = form.get("decision").is_some();
    let met = if is_issued { "accepted && issued != null && issued <= as_of" } else { "accepted" };
    let (vi, en) = (title("vi"), title("en"));
    let roster = like.map(|like| like.roster.as_str()).unwrap_or_default();
    let bilingual = |words: &Bilingual| json!({ "vi": words.vi, "en": words.en });
    let address = like.map(|like| like.letter.address.iter().map(|(level, of)| (level.clone(), bilingual(of))));
    let address: Map<String, Json> = address.into_iter().flatten().collect();
    let mut letter = json!({
        "sender": { "name": "", "title": { "vi": "", "en": "" } }, "number": "", "place": "", "reply_days": null,
        "signer": { "title": [], "name": "" }, "copies": [], "address": address,
    });
    if let Some((number, day)) = form["basis"].as_str().and_then(number_and_day) {
        letter["citation"] =
            json!({ "vi": format!("văn bản số {number} ngày {day}"), "en": format!("document {number} of {day}") });
    }
    json!({
        "$schema": "../campaign.schema.json", "name": name, "basis": form["basis"], "roster": roster,
        "title": { "vi": format!("Báo cáo theo biểu «{vi}»"), "en": format!("Reports by the form “{en}”") },
        "forms": [name], "deadline": null, "target": null, "letter": letter,
        "obligations": [{
            "name": name, "title": form["title"], "form": name, "met": met,
            "words": { "vi": "Biểu đã gửi và không có lỗi", "en": "The form was sent and has no error" },
            "ask": { "vi": format!("Gửi biểu «{vi}»"), "en": format!("Send the form “{en}”") },
            "deed": { "vi": format!("gửi biểu «{vi}»"), "en": format!("sent the form “{en}”") },
        }],
    })
}

/// A document's number and day, where the text is just these: «01/BTC, 01/01/2024».
#[cfg(feature = "cli")]
fn number_and_day(basis: &str) -> Option<(&str, &str)> {
    let (number, day) = basis.split_once(", ")?;
    let is_day = day.split('/').count() == 3 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'/');
    (is_day && number.contains('/') && !number.contains(' ')).then_some((number, day))
}

/// What a tally of all rows names.
pub(super) const ROWS: &str = "rows";
/// The tally that may be of all rows.
pub(super) const COUNT: &str = "count";

/// A key without the sign of a list.
pub(super) fn path(key: &str) -> &str {
    key.trim_end_matches(LINES).trim_end_matches(ONE_OR_LINES)
}

/// Puts a value under a key of names parted by dots.
pub(super) fn put(object: &mut Json, key: &str, value: Json) {
    let mut place = object;
    for name in key.split('.') {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[name];
    }
    *place = value;
}

/// The items in a cell, one a line.
pub(super) fn lines(text: &str) -> Json {
    text.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()).collect()
}

fn of_value(value: &Value, is_lines: bool) -> Json {
    match value {
        Value::Flag(flag) => Json::Bool(*flag),
        Value::Number(number) => of_number(*number),
        Value::List(items) => items.iter().cloned().collect(),
        other if is_lines => lines(&other.stored()),
        other => Json::String(other.stored().into_owned()),
    }
}

/// Whole numbers are written without a fraction.
pub(super) fn of_number(number: f64) -> Json {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        Json::from(number as i64)
    } else {
        Number::from_f64(number).map_or(Json::Null, Json::Number)
    }
}
