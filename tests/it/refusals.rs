//! What is wrong with a folder of schemas is refused when it is loaded, in both languages, with the place and the nearest name. Each
//! refusal is tried on the English family of forms, in which one thing is changed.

use std::fs;
use std::path::Path;

use crate::run::bieumau;

const AWARDS: &str = "forms/awards.json";
const STATES: &str = "rosters/states.csv";

/// The file, what is changed in it and into what, and what is told in English.
const REFUSED: &[(&str, &str, &str, &str)] = &[
    (
        AWARDS,
        "status != 'Completed'",
        "status != 'Complete'",
        "`Complete` is no value of field `status`; did you mean `Completed`?",
    ),
    (
        AWARDS,
        "\"spent <= amount\"",
        "\"spent == recipient\"",
        "line 244, column 19: expression `assert`\ncompares a number with text: they are never equal",
    ),
    (
        AWARDS,
        "\"spent <= amount\"",
        "\"start < '01/15/2023'\"",
        "compares a day with `01/15/2023`, which is no day such as 2023-06-15",
    ),
    (
        AWARDS,
        "\"spent <= amount\"",
        "\"spent <= amuont\"",
        "line 244, column 29: expression `assert`\nunknown field `amuont`; did you mean `amount`?",
    ),
    (AWARDS, "\"minLength\": 3", "\"maxLength\": 0", "`maxLength` is 0: nothing could be filled in"),
    (
        AWARDS,
        "\"minimum\": \"2021-01-01\"",
        "\"minimum\": \"2021-01-01\", \"maximum\": \"2020-01-01\"",
        "no value is within the range: `minimum` is over `maximum`",
    ),
    (
        AWARDS,
        "\"title\": \"Status\"",
        "\"title\": \"Amôunt\"",
        "headings “Amount” and “Amôunt” differ in diacritics only",
    ),
    (AWARDS, "\"name\": \"status\"", "\"name\": \"value\"", "`value` means something else in rules"),
    (AWARDS, "\"name\": \"status\"", "\"name\": \"true\"", "`true` means something else in rules"),
    (AWARDS, "\"name\": \"status\"", "\"name\": \"heading\"", "`heading` means something else in rules"),
    (AWARDS, "\"name\": \"awards\"", "\"name\": \"findings\"", "`findings` is a table of the results"),
    (AWARDS, "\"name\": \"awards\"", "\"name\": \"standings\"", "`standings` is a table of the results"),
    (AWARDS, "\"code\": \"R412\"", "\"code\": \"R411\"", "two rules have the code `R411`"),
    (AWARDS, "\"code\": \"R412\"", "\"code\": \"r-412\"", "`code` is `r-412`, not such as R411"),
    (AWARDS, "Spent {spent}, and", "Spent {spent, and", "is not closed by `}`"),
    (
        AWARDS,
        "\"title\": \"Status\"",
        "\"title\": \"Status\", \"aliases\": [\"State\"]",
        "unknown key `aliases`; it belongs under `form` (in “fields › status”)",
    ),
    (
        AWARDS,
        "\"title\": \"Status\"",
        "\"title\": \"Status\", \"required\": true",
        "it belongs under the field's `constraints`",
    ),
    (AWARDS, "\"basis\": \"Grant terms, part 4\",", "", "the key “basis” is missing (in “form”)"),
    (
        AWARDS,
        "\"title\": \"Status\"",
        "\"title\": 5",
        "integer `5` stands there, a string is needed (in “fields › status”)",
    ),
    (AWARDS, "\"vi\": \"Danh sách khoản tài trợ\",\n      \"en\": \"Award list\"", "", "words in no language"),
    (
        "forms/programs.json",
        "\"title\": \"Program name\",\n      \"type\": \"string\",\n      \"constraints\": {\n        \"enum\": [\n          \"Broadband\",\n          \"Water\",\n          \"Roads\"\n        ]\n      }",
        "\"title\": \"Program name\", \"form\": { \"kind\": \"ordinal\" } }, { \"name\": \"no\", \"title\": \"No.\", \"form\": { \"kind\": \"ordinal\" }",
        "there are two running numbers, `program` and `no`",
    ),
    (STATES, "State of Texas,Texas", "State of Texas,Ohio", "“Ohio” is a name of two agencies, `OH` and `TX`"),
];

/// The lines that are told of a fault, without what is before them.
fn told(schemas: &Path, language: &str) -> Vec<String> {
    let output = bieumau().args(["agencies", "--lang", language, "--schemas"]).arg(schemas).output();
    let output = output.expect("the binary can be started");
    let said = String::from_utf8(output.stderr).expect("it is UTF-8");
    assert_eq!(output.status.code(), Some(2), "{said}");
    said.lines().map(|line| line.trim_start_matches("bieumau: ").trim_start_matches("  ← ").to_owned()).collect()
}

#[test]
fn what_is_wrong_in_schemas_is_refused_in_both_languages() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for part in ["forms", "rosters", "campaigns", "lists", "countries"] {
        fs::create_dir(folder.path().join(part)).expect("a folder can be made");
        for entry in fs::read_dir(Path::new("fixtures/grants/schemas").join(part)).expect("it can be listed") {
            let path = entry.expect("it can be listed").path();
            fs::copy(&path, folder.path().join(part).join(path.file_name().expect("a name")))
                .expect("it can be copied");
        }
    }
    let mut wrong = Vec::new();
    for (file, from, to, expected) in REFUSED {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).expect("it can be read");
        assert!(text.contains(from), "{file} holds {from}");
        fs::write(&path, text.replacen(from, to, 1)).expect("it can be written");
        let [english, vietnamese] = ["en", "vi"].map(|language| told(folder.path(), language));
        let bare = |line: &String| line.replace(|sign: char| sign.is_ascii_digit(), "");
        let same: Vec<&String> =
            english.iter().zip(&vietnamese).filter(|(en, vi)| en == vi).map(|(en, _)| en).collect();
        let is_word = |line: &&&String| !bare(line).starts_with('`') || bare(line).contains(' ');
        if !english.join("\n").contains(expected) || same.iter().any(|line| is_word(&line)) {
            wrong.push(format!("{expected}\n  {}\n  {}", english.join("\n  "), vietnamese.join("\n  ")));
        }
        fs::write(&path, text).expect("it can be written");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
