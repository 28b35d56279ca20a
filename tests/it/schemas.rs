//! Folders of schemas: that of the program is sound, and what is wrong with another is told with its place.

use std::fs;
use std::path::Path;

use bieumau::schema::untranslated::untranslated;
use bieumau::schema::{Held, Kind, ObligationFacts, Range, Row, Surroundings, embedded, from_folder};
use bieumau::value::{Period, Value};
use jiff::civil::date;
use tempfile::TempDir;

const FORM: &str = r#"{
  "name": "staff",
  "fields": [
    { "name": "name", "title": "Họ và tên", "type": "string", "constraints": { "required": true } },
    { "name": "level", "title": "Trình độ", "type": "string", "constraints": { "enum": ["Đại học", "Thạc sĩ"] },
      "form": { "aliases": ["Bằng cấp"], "synonyms": { "Thạc sĩ": ["ThS"] } } },
    { "name": "since", "title": "Từ năm", "type": "string", "form": { "kind": "period" } },
    { "name": "salary", "title": "Hệ số", "type": "number", "constraints": { "minimum": 1 } },
    { "name": "languages", "title": "Ngoại ngữ", "type": "list", "delimiter": "; ", "form": { "values": ["Anh", "Pháp"] } }
  ],
  "form": {
    "title": { "vi": "Danh sách cán bộ", "en": "Staff" },
    "basis": "01/QĐ",
    "decision": ["Công văn"],
    "rules": [
      { "name": "paid-before-joining", "at": "salary", "severity": "warning",
        "assert": "salary == null || since != null && since.start <= '2023-01-01'",
        "message": { "vi": "{name} có hệ số {salary}.", "en": "{name} is paid {salary}." } }
    ]
  }
}"#;

const ROSTER: &str = "code,gso_code,kind,name,name_en,aliases,note\n\
    A1,,bo,Bộ Một,Ministry One,BM;B1,x\n\
    A2,02,tinh,Tỉnh Hai,Two Province,,y\n";

const CAMPAIGN: &str = r#"{
  "name": "staff-2024",
  "title": { "vi": "Cán bộ", "en": "Staff" },
  "basis": "02/CV",
  "roster": "small",
  "forms": ["staff"],
  "deadline": "2024-03-31",
  "obligations": [
    { "name": "list", "title": { "vi": "Danh sách", "en": "List" }, "form": "staff",
      "met": "accepted && records.all(record, record.since == null || record.since.start <= as_of)",
      "words": { "vi": "hợp lệ", "en": "valid" }, "deed": { "vi": "gửi danh sách", "en": "sent the list" } }
  ]
}"#;

/// A schema folder with one file of each sort, `changed` holding the path and text of the one that differs.
fn folder(changed: Option<(&str, &str)>) -> TempDir {
    let root = TempDir::new().expect("a temporary folder");
    for (path, text) in [("forms/staff.json", FORM), ("rosters/small.csv", ROSTER), ("campaigns/staff.json", CAMPAIGN)]
    {
        let text = changed.filter(|(other, _)| *other == path).map_or(text, |(_, text)| text);
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("making a folder");
        fs::write(path, text).expect("writing a schema");
    }
    root
}

/// The values that a form takes from a file decide as well.
#[test]
fn the_edition_is_that_of_the_lists_too() {
    let edition = |values: &str| {
        let form = FORM.replace(r#""constraints": { "enum": ["Đại học", "Thạc sĩ"] },"#, "").replace(
            r#""form": { "aliases": ["Bằng cấp"], "synonyms": { "Thạc sĩ": ["ThS"] } }"#,
            r#""form": { "aliases": ["Bằng cấp"], "values": { "file": "levels.csv", "column": "value" } }"#,
        );
        let root = folder(Some(("forms/staff.json", &form)));
        fs::create_dir_all(root.path().join("lists")).expect("a folder can be made");
        fs::write(root.path().join("lists/levels.csv"), values).expect("there is room");
        from_folder(root.path()).expect("a sound folder").edition()
    };
    assert_eq!(edition("value\nA\n"), edition("value\nA\n"));
    assert_ne!(edition("value\nA\n"), edition("value\nB\n"));
}

#[test]
fn embedded_schemas_load() {
    // As a folder of one's own, of which all is tried out.
    let schemas = from_folder(Path::new("schemas")).expect("sound schemas");
    for name in ["2023", "2025"] {
        assert!(schemas.roster(name).is_ok(), "{name}");
    }
    let campaign = schemas.campaign(None).expect("the only campaign");
    assert_eq!(campaign.name, "2389");
    assert_eq!((campaign.deadline, campaign.target), (None, None), "the letter's are not public");
    let forms: Vec<&str> = schemas.forms.iter().map(|form| form.name.as_str()).collect();
    assert_eq!(forms, ["shared-databases", "open-data-plan"]);
    let counts = |name: &str| {
        let roster = schemas.roster(name).expect("a roster");
        let ministries = roster.agencies.iter().filter(|agency| agency.level.name == "ministry").count();
        (ministries, roster.agencies.len() - ministries)
    };
    assert_eq!(counts("2023"), (30, 63));
    assert_eq!(counts("2025"), (22, 34));
    for field in schemas.forms.iter().flat_map(|form| &form.fields) {
        let help = field.help.as_ref().expect("every field has help");
        assert!(!help.vi.ends_with('.') && !help.en.ends_with('.'), "{}: no full stop", field.name);
        assert!(help.vi.starts_with(char::is_uppercase), "{}", field.name);
        assert!(field.description.is_some(), "{}", field.name);
    }
}

#[test]
fn a_folder_replaces_what_is_embedded() {
    let schemas = from_folder(folder(None).path()).expect("a sound folder");
    let form = schemas.form("staff").expect("the form");
    assert_eq!(form.fields.len(), 5);
    assert!(matches!(
        form.fields[3].kind,
        Kind::Number { whole: false, range: Range { least: Some(_), most: None, .. }, .. }
    ));
    // A rule without a code gets one of its own, which stays its own whatever rules stand beside it.
    assert_eq!(form.rules[0].rule.code, "R21097");
    assert_eq!(form.rules[0].rule.help.vi, "Kiểm tra lại «Từ năm», «Hệ số»");
    assert_eq!(form.rules[0].uses(form), [2, 3]);
    let campaign = schemas.campaign(None).expect("the only campaign");
    assert_eq!((campaign.deadline, campaign.target), (Some(date(2024, 3, 31)), None));
    let agency = &schemas.roster("small").expect("the roster").agencies[0];
    assert_eq!(agency.aliases, ["BM", "B1"]);
    let error = schemas.form("stafff").expect_err("no such form").to_string();
    assert_eq!(error, "unknown form `stafff`; did you mean `staff`?");
}

#[test]
fn rules_are_evaluated() {
    let schemas = embedded().expect("embedded schemas");
    let form = schemas.form("shared-databases").expect("the form");
    let holds = |rule: &str, status: &str, start: &str, finish: &str| {
        let mut values = vec![Value::Empty; form.fields.len()];
        values[form.field("status").expect("a field")] = Value::Text(status.to_owned());
        for (name, text) in [("start", start), ("finish", finish)] {
            let period = Period::parse(text, &form.language.periods).map_or(Value::Empty, Value::Period);
            values[form.field(name).expect("a field")] = period;
        }
        let values: Vec<&Value> = values.iter().collect();
        let rule = form.rules.iter().find(|known| known.rule.name == rule).expect("a rule");
        let held = rule.holds(form, &Row::new(form, &values, Surroundings::default(), 1)).expect("an answer");
        assert_ne!(held, Held::Blank);
        held == Held::Yes
    };
    assert!(holds("finish-before-start", "Đã có", "2023", "2023"));
    assert!(holds("finish-before-start", "Đã có", "Quý II/2023", "6/2023"));
    assert!(!holds("finish-before-start", "Đã có", "Quý II/2023", "3/2023"));
    assert!(!holds("finish-before-start", "Đã có", "2024-2026", "2023"));
    assert!(holds("finish-before-start", "Đã có", "2024", ""));
    assert!(holds("finish-before-start", "Đã có", "2024", "2023 và những năm tiếp theo"), "an open finish has no end");
    assert!(holds("finish-before-start", "Đã có", "Thường xuyên", "2020"));
    assert!(holds("roadmap-incomplete", "Đã có", "", ""));
    assert!(holds("roadmap-incomplete", "Chưa có", "", "Hằng năm"));
    assert!(!holds("roadmap-incomplete", "Chưa có", "2023", ""));
}

#[test]
fn obligations_are_evaluated() {
    let schemas = embedded().expect("embedded schemas");
    let campaign = schemas.campaign(Some("2389")).expect("the campaign");
    let met = |obligation: &str, issued: Option<&str>, cells: &[&[(&str, &str)]]| {
        let obligation = campaign.obligations.iter().find(|known| known.name == obligation).expect("an obligation");
        let form = schemas.form(&obligation.form).expect("a form");
        let records: Vec<Vec<Value>> = cells
            .iter()
            .map(|cells| {
                let mut values = vec![Value::Empty; form.fields.len()];
                for (name, text) in *cells {
                    values[form.field(name).expect("a field")] = Value::Text((*text).to_owned());
                }
                values
            })
            .collect();
        let records: Vec<Vec<&Value>> = records.iter().map(|values| values.iter().collect()).collect();
        let issued = issued.map(|day| day.parse().expect("a day"));
        let (as_of, around) = (date(2023, 6, 23), Surroundings::default());
        let facts = ObligationFacts { form, accepted: true, issued, as_of, records: &records, around };
        assert!(!obligation.met(&ObligationFacts { accepted: false, ..facts }).expect("an answer"));
        obligation.met(&facts).expect("an answer")
    };
    assert!(met("catalogue", Some("2023-06-23"), &[]));
    assert!(!met("catalogue", Some("2023-06-24"), &[]));
    assert!(!met("catalogue", None, &[]));
    let (done, open) = ([("status", "Đã có")], [("status", "Chưa có")]);
    assert!(met("roadmap", Some("2023-05-01"), &[&done, &[("status", "Chưa có"), ("finish", "2024")]]));
    assert!(!met("roadmap", Some("2023-05-01"), &[&done, &open]));
    assert!(met("first-release", Some("2023-05-01"), &[&[], &[("access_url", "https://a.vn")]]));
    assert!(!met("first-release", Some("2023-05-01"), &[&[("title", "a")]]));
}

/// Each row: the file, what is replaced in it, by what, and the words that the refusal must hold.
#[test]
fn broken_schemas_are_refused_with_their_place() {
    let (form, roster, campaign) = ("forms/staff.json", "rosters/small.csv", "campaigns/staff.json");
    let table: &[(&str, &str, &str, &[&str])] = &[
        (
            form,
            "\"aliases\"",
            "\"alias\"",
            &["forms", "staff.json", "line 6", "unknown key `alias`", "mean `aliases`?"],
        ),
        (form, "\"required\"", "\"requird\"", &["line 4", "unknown key `requird`", "mean `required`?"]),
        (form, "\"kind\": \"period\"", "\"kind\": \"peroid\"", &["line 7", "unknown word `peroid`", "`period`"]),
        (form, "\"type\": \"number\"", "\"type\": \"numbr\"", &["field `salary`", "unknown type `numbr`", "`number`"]),
        (form, "\"name\": \"since\"", "\"name\": \"level\"", &["field `level` stands twice"]),
        (form, "\"Bằng cấp\"", "\"HỌ VÀ TÊN\"", &["“HỌ VÀ TÊN”", "two fields, `name` and `level`"]),
        (form, "{ \"Thạc sĩ\":", "{ \"Thạc sỹ\":", &["field `level`", "synonyms for “Thạc sỹ”", "mean `Thạc sĩ`?"]),
        (form, "[\"ThS\"]", "[\"đại học\"]", &["“đại học” means both “Đại học” and “Thạc sĩ”"]),
        (
            form,
            "\"at\": \"salary\"",
            "\"at\": \"salery\"",
            &["rule `paid-before-joining`", "`salery`", "mean `salary`?"],
        ),
        (form, "salary == null", "salery == null", &["unknown field `salery`", "mean `salary`?"]),
        (form, "salary == null", "salary = null", &["line 1, column", "salary = null"]),
        (form, "since.start <=", "since.begin <=", &["a period has no `begin`"]),
        (form, "salary == null", "sise(name) == 0", &["unknown function `sise`", "mean `size`?"]),
        (form, "salary == null || since != null &&", "salary > \\\"a lot\\\" &&", &["compares a number with text"]),
        (form, "{name} có", "{nam} có", &["placeholder `{nam}`", "mean `name`?"]),
        (form, "\"warning\"", "\"warnin\"", &["line 16", "unknown word `warnin`", "mean `warning`?"]),
        (form, "\"; \"", "\", \"", &["field `languages`", "delimiter"]),
        (form, "\"number\", \"constraints\"", "\"string\", \"constraints\"", &["field `salary`", "only for numbers"]),
        (form, "\"name\": \"staff\"", "\"name\": \"Cán bộ\"", &["the name `Cán bộ`"]),
        (form, "\"fields\": [", "\"fields\": [,", &["line 3"]),
        (roster, "code,gso_code,", "cod,gso_code,", &["rosters", "column `code` is missing"]),
        (roster, ",tinh,", ",tin,", &["line 3", "unknown kind `tin`", "mean `tinh`?"]),
        (roster, "A2,", "A1,", &["line 3", "code `A1` stands on line 2 already"]),
        (roster, "Tỉnh Hai", "BỘ MỘT", &["line 3", "“BỘ MỘT” stands on line 2 already"]),
        (roster, "A2,02,", ",02,", &["line 3", "blank"]),
        (campaign, "\"small\"", "\"smal\"", &["campaigns", "unknown roster `smal`", "mean `small`?"]),
        (campaign, "[\"staff\"]", "[\"stuff\"]", &["unknown form `stuff`", "mean `staff`?"]),
        (campaign, "\"form\": \"staff\"", "\"form\": \"staf\"", &["obligation `list`", "unknown form `staf`"]),
        (campaign, "record.since ==", "record.sinc ==", &["unknown field `sinc`", "mean `since`?"]),
        (campaign, "accepted &&", "acepted &&", &["unknown name `acepted`", "mean `accepted`?"]),
        (campaign, "2024-03-31", "31/3/2024", &["`deadline` is `31/3/2024`"]),
        (campaign, "\"basis\": \"02/CV\",", "", &["the key “basis” is missing"]),
    ];
    for (path, from, to, wanted) in table {
        let sound = [(form, FORM), (roster, ROSTER), (campaign, CAMPAIGN)];
        let (_, sound) = sound.iter().find(|(known, _)| known == path).expect("a known file");
        assert!(sound.contains(from), "{from} is not in {path}");
        let root = folder(Some((path, &sound.replacen(from, to, 1))));
        match from_folder(root.path()) {
            Ok(_) => panic!("{from} → {to} is accepted"),
            Err(error) => {
                let error = format!("{error:#}");
                for words in *wanted {
                    assert!(error.contains(words), "{from} → {to}: «{words}» is not in «{error}»");
                }
            }
        }
    }
}

#[test]
fn a_folder_must_be_whole() {
    let root = folder(None);
    fs::remove_file(root.path().join("rosters/small.csv")).expect("removing a roster");
    let error = format!("{:#}", from_folder(root.path()).expect_err("no roster"));
    assert!(error.contains("holds no rosters/*.csv"), "{error}");
    let error = format!("{:#}", from_folder(&root.path().join("missing")).expect_err("no folder"));
    assert!(error.contains("opening schema folder"), "{error}");
}

#[test]
fn editors_and_the_tool_agree_on_the_shipped_files() {
    let json = |path: &str| -> serde_json::Value { crate::run::json_file(&Path::new("schemas").join(path)) };
    for (schema, folder) in [
        ("form.schema.json", "forms"),
        ("campaign.schema.json", "campaigns"),
        ("country.schema.json", "countries"),
        ("language.schema.json", "languages"),
    ] {
        let validator = jsonschema::validator_for(&json(schema)).expect("a sound JSON Schema");
        for file in fs::read_dir(Path::new("schemas").join(folder)).expect("the folder is there") {
            let path = file.expect("it can be listed").path();
            let read = crate::run::json_file(&path);
            let errors: Vec<String> = validator.iter_errors(&read).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0], "{}", path.display());
        }
    }
    let validator = jsonschema::validator_for(&json("dcat.schema.json")).expect("a sound JSON Schema");
    assert!(validator.is_valid(&json("dcat.json")));
    assert!(embedded().expect("embedded schemas").country.language.abbreviations.contains_key("t gian"));
    let validator = jsonschema::validator_for(&json("form.schema.json")).expect("a sound JSON Schema");
    let ours: serde_json::Value = serde_json::from_str(FORM).expect("JSON");
    assert!(validator.is_valid(&ours));
    assert!(!validator.is_valid(&serde_json::from_str(&FORM.replace("aliases", "alias")).expect("JSON")));
}

#[test]
fn tells_where_words_are_missing() {
    let json = r#"{ "form": { "title": { "en": "Grants" }, "rules": [
        { "name": "sum", "message": { "en": "a", "vi": "b" } }, { "name": "late", "message": { "en": "a", "fr": "c" } } ] } }"#;
    let told: Vec<(String, String)> =
        untranslated(json).into_iter().map(|(language, places)| (language, places.join(", "))).collect();
    let expected = [("fr", "form.title, form.rules.sum.message"), ("vi", "form.title, form.rules.late.message")];
    assert_eq!(told, expected.map(|(language, places)| (language.to_owned(), places.to_owned())));
    assert!(untranslated("{").is_empty());
}
