//! A form as a workbook and back, without a file between: whatever a schema may hold comes back.

use bieumau::cell::Content;
use bieumau::design::{Design, Imported, SheetKind, Sheets, export, import};
use bieumau::schema::load::{self, Ground};
use bieumau::schema::{Field, Kind};
use bieumau::text::Language;
use bieumau::workbook::{Loaded, Row, Sheet, Workbook};
use serde_json::{Value as Json, json};

use crate::book;

/// The number that a text of a column of numbers is.
fn as_number(field: &Field, text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|_| matches!(field.kind, Kind::Number { .. }))
}

/// The workbook as it is read back, one sheet after the other.
fn loaded(design: &Design) -> Loaded {
    let sheets = design.sheets.iter().map(|sheet| {
        let headings = sheet.form.fields.iter().map(|field| field.title.clone()).collect::<Vec<_>>();
        let lines: Vec<Vec<String>> = std::iter::once(headings).chain(sheet.rows.clone()).collect();
        let columns = sheet.form.fields.len();
        let grid: Vec<Vec<String>> = match sheet.kind {
            SheetKind::Settings => {
                (0..columns).map(|column| lines.iter().map(|line| line[column].clone()).collect()).collect()
            }
            _ => lines,
        };
        let row = |(number, texts): (usize, Vec<String>)| {
            let cells = texts.into_iter().enumerate().filter(|(_, text)| !text.is_empty());
            let cell = |(column, text): (usize, String)| {
                let number = sheet.form.fields.get(column).and_then(|field| as_number(field, &text));
                let number = number.filter(|_| sheet.kind != SheetKind::Settings);
                (column as u32, number.map_or_else(|| Content::Text(text.into()), Content::Number))
            };
            Row { number: number as u32, cells: cells.map(cell).collect() }
        };
        let rows = grid.into_iter().enumerate().map(row).filter(|row| !row.cells.is_empty()).collect();
        Sheet { name: Some(sheet.form.title.get(Language::Vietnamese).into()), rows, ..Sheet::default() }
    });
    book::loaded(Workbook { path: "form.xlsx".into(), sheets: sheets.collect() })
}

fn ground() -> Ground {
    Ground::new(None).expect("it can be read")
}

fn sheets() -> Sheets {
    Sheets::new(ground()).expect("they can be read")
}

fn there_and_back(sheets: &Sheets, schema: &str, language: Language) -> Imported {
    let design = export(sheets, schema, language).expect("it can be written");
    import(sheets, loaded(&design))
}

#[test]
fn the_forms_that_ship_with_the_program_come_back_as_they_are() {
    let sheets = sheets();
    let (own, _) = load::of_workbook(&ground()).expect("they can be read");
    let shipped = load::embedded().expect("they can be read").forms;
    for form in shipped.iter().map(|form| &**form).chain(&own) {
        for language in [Language::Vietnamese, Language::English] {
            let imported = there_and_back(&sheets, &form.source, language);
            assert_eq!(imported.verdict.all_findings().count(), 0, "{:?}", imported.verdict);
            let schema = imported.schema.expect("it was read");
            assert_eq!(schema, serde_json::from_str::<Json>(&form.source).expect("it is JSON"), "{}", form.name);
        }
    }
}

/// Whatever the language of schemas has and will have, and whatever people write: forms by the JSON Schema alone.
#[test]
fn no_key_is_lost_on_the_way() {
    let whole: Json = serde_json::from_str(load::form_schema()).expect("it is JSON");
    let mut dice = Dice(1);
    for _ in 0..30 {
        let mut schema = dice.value(&whole, &whole);
        // A row without a name of its own is not a row, and «nt» is whatever stands above.
        for (list, own) in [("/fields", "x"), ("/form/rules", "x"), ("/form/values", "v")] {
            for (at, item) in schema.pointer_mut(list).and_then(Json::as_array_mut).into_iter().flatten().enumerate() {
                item["name"] = format!("{own}{at}").into();
            }
        }
        let imported = there_and_back(&sheets(), &schema.to_string(), Language::Vietnamese);
        let back = imported.schema.expect("it was read");
        assert_eq!(back, schema, "of {schema:#}");
    }
}

/// Chooses without chance (Knuth's linear congruential generator), so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn of(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn text(&mut self) -> String {
        const TEXTS: &[&str] = &[
            "Tên cột",
            "-",
            "nt",
            "…",
            "a; b",
            "một\nhai",
            " a  b ",
            "&amp; <br/>",
            "=1+1",
            "1.234",
            "Có",
            "TRUE",
            "#N/A",
            "a && b",
            "{x}",
            "e\u{302}\u{301}",
            "\u{a0}",
            "x",
            "Bắt đầu",
            "2023-06-15",
        ];
        TEXTS[self.of(TEXTS.len())].to_owned()
    }

    /// A value for which these rules of a JSON Schema hold, more or less.
    fn value(&mut self, rule: &Json, whole: &Json) -> Json {
        if let Some(to) = rule["$ref"].as_str() {
            let rule = whole.pointer(&to[1..]).expect("it is there");
            return self.value(rule, whole);
        }
        if let Some(choices) = rule["enum"].as_array() {
            return choices[self.of(choices.len())].clone();
        }
        if let Some(constant) = rule.get("const") {
            return constant.clone();
        }
        if let Some(choices) = rule["anyOf"].as_array().or(rule["oneOf"].as_array()) {
            let at = self.of(choices.len());
            return self.value(&choices[at], whole);
        }
        let kind = match &rule["type"] {
            Json::Array(kinds) => kinds[self.of(kinds.len())].as_str(),
            kind => kind.as_str(),
        };
        match kind {
            Some("array") => (0..self.of(4)).map(|_| self.value(&rule["items"], whole)).collect(),
            Some("integer") => self.of(100).into(),
            Some("number") => (self.of(100) as f64 / 8.0).into(),
            Some("boolean") => (self.of(2) == 1).into(),
            Some("string") | None if rule.get("properties").is_none() => self.text().into(),
            _ => self.object(rule, whole),
        }
    }

    fn object(&mut self, rule: &Json, whole: &Json) -> Json {
        let mut object = json!({});
        for (key, rule) in rule["properties"].as_object().into_iter().flatten() {
            if self.of(3) > 0 || matches!(key.as_str(), "fields" | "form") {
                object[key] = self.value(rule, whole);
            }
        }
        if let Some(rule) = rule.get("additionalProperties").filter(|rule| rule.is_object()) {
            for _ in 0..self.of(3) {
                let key = self.text();
                object[key] = self.value(rule, whole);
            }
        }
        object
    }
}

#[test]
fn every_fault_is_told_at_its_cell() {
    let schema = json!({
        "name": "Máy chủ",
        "title": "Máy chủ",
        "fields": [
            { "name": "ten", "title": "Tên", "type": "string" },
            { "name": "loai", "title": "Loại", "type": "string", "constraints": { "enum": ["a", "A"] } },
            { "name": "nho", "title": "tên", "type": "integer", "constraints": { "minimum": 1 } },
            { "name": "lon", "title": "Lớn", "type": "string", "constraints": { "minimum": 1 } },
        ],
        "form": {
            "title": { "vi": "Máy chủ", "en": "Servers" }, "basis": "x", "decision": ["Quyết định"],
            "rules": [
                { "name": "a", "at": "tem", "severity": "error", "assert": "ten != null", "message": { "vi": "x", "en": "x" } },
                { "name": "b", "at": "ten", "severity": "error", "assert": "ten = 1", "message": { "vi": "x", "en": "x" } },
                { "name": "c", "at": "ten", "severity": "error", "assert": "ten != 'x'", "message": { "vi": "x", "en": "x" } },
            ],
        },
    });
    let imported = there_and_back(&sheets(), &schema.to_string(), Language::Vietnamese);
    assert!(!imported.is_sound);
    let mut told: Vec<String> = imported
        .verdict
        .all_findings()
        .map(|finding| {
            let place = &finding.location;
            let cell = place.cell.map(|cell| cell.to_string()).unwrap_or_default();
            format!("{} {} {cell}", finding.rule.name, place.sheet.as_deref().unwrap_or_default())
        })
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "unsound-form Biểu B1",
            "unsound-form Cột C3",
            "unsound-form Cột C4",
            "unsound-form Cột O5",
            "unsound-form Quy tắc B2",
            "unsound-form Quy tắc C3",
        ]
    );
}

#[test]
fn lists_and_columns_belong_together() {
    let schema = json!({
        "name": "x", "title": "x",
        "fields": [
            { "name": "loai", "title": "Loại", "type": "string", "constraints": { "enum": ["a", "b"] } },
            { "name": "khac", "title": "Khác", "type": "string" },
        ],
        "form": { "title": { "vi": "x", "en": "x" }, "basis": "x" },
    });
    let mut design = export(&sheets(), &schema.to_string(), Language::Vietnamese).expect("it can be written");
    design.sheets[2].rows[1][0] = "loại".to_owned();
    design.sheets[2].rows[0][0] = "khc".to_owned();
    design.sheets[0].rows[0][15] = "[1]".to_owned();
    let imported = import(&sheets(), loaded(&design));
    let told: Vec<String> = imported
        .verdict
        .all_findings()
        .map(|finding| format!("{} {}", finding.rule.code, finding.message(Language::Vietnamese)))
        .collect();
    assert_eq!(
        told,
        [
            "M702 «khc» không phải mã của cột nào ở trang «Cột»; có phải là «khac»?",
            "M702 «loại» không phải mã của cột nào ở trang «Cột»; có phải là «loai»?",
            "M703 Cột «Loại» chọn trong danh sách, nhưng trang «Danh sách» không có giá trị nào của cột này.",
            "M704 Ô «Phần khác» không phải một đối tượng JSON: {…}.",
        ]
    );
}

#[test]
fn a_sheet_that_is_missing_is_told() {
    let form = &load::embedded().expect("they can be read").forms[0];
    let mut design = export(&sheets(), &form.source, Language::English).expect("it can be written");
    design.sheets.remove(1);
    let imported = import(&sheets(), loaded(&design));
    let told: Vec<String> = imported.verdict.all_findings().map(|finding| finding.message(Language::English)).collect();
    assert!(told[0].contains("no sheet “Columns”"), "{told:?}");
}
