//! No word of a human language decides anything in Rust: what stands in `schemas/languages` and `schemas/countries` stands nowhere in
//! `src` as a text of its own. Messages are sentences; the few of a word or two that are words of the data as well are named here.

use std::collections::BTreeSet;
use std::fs;

use bieumau::text::bare;
use serde_json::Value;

use crate::architecture::{code, sources};

/// These only tell and write.
const TELLING: &[&str] = &["report", "design", "render", "run", "cli", "commands", "main", "lib"];

/// Texts that name something to people or programs, or spell, and are words of the data as well.
const NAMES: &[(&str, &[&str])] = &[
    ("intake/identify.rs", &["tên tệp"]),
    ("intake/around.rs", &["so", "Tên tệp", "Biểu"]),
    // A network of one office.
    ("intake/read/address.rs", &["lan"]),
    ("intake/rows/column_numbers.rs", &["II", "III", "IV", "VI"]),
    ("intake/rows/kind.rs", &["dữ liệu", "trống", "mục", "ví dụ", "tổng cộng", "ghi chú"]),
    // What kinds of values and their bounds are called in messages.
    ("rules/form_rules.rs", &["có", "không"]),
    ("rules/formula_error.rs", &["bị lỗi"]),
    ("rules/several_names.rs", &["địa chỉ"]),
    ("schema/form/parse.rs", &["vi"]),
    // A condition as a sentence.
    ("schema/form/worded.rs", &["và", "hoặc", "trống"]),
    // Roman numbers.
    ("value/period.rs", &["II", "III", "IV"]),
    ("workbook/mod.rs", &["Tệp"]),
    ("schema/expression/kinds.rs", &["số", "ngày", "thời gian"]),
    // And how an answer is shown where neither the form nor its language says it.
    ("schema/kind.rs", &["Số", "số", "có", "không"]),
    ("schema/range.rs", &["từ", "đến", "không quá"]),
    ("schema/load.rs", &["biểu mẫu", "đợt"]),
    // The whole roster.
    ("schema/country.rs", &["All"]),
    ("schema/level.rs", &["all"]),
    ("schema/slips.rs", &["từ", "số"]),
    ("schema/tables.rs", &["có", "không có"]),
    // The languages' own codes.
    ("text/bilingual.rs", &["vi"]),
    ("text/syllable.rs", &["kh", "th"]),
    ("value/period/words.rs", &["ii", "iii", "iv", "vi"]),
    // What is named in messages.
    ("workbook/archive.rs", &["Tệp"]),
    ("workbook/docx/lists.rs", &["IV"]),
    // The ending of a name.
    ("workbook/embedded.rs", &["doc"]),
    ("workbook/mark.rs", &["Tệp", "Lỗi", "Tổng hợp", "Theo dõi"]),
    ("workbook/parcel/mail.rs", &["Tệp", "không rõ"]),
    ("workbook/parcel/seven.rs", &["Tệp"]),
    ("workbook/parcel/tarball.rs", &["Tệp"]),
    // What a message without a subject is called.
    ("workbook/parcel/outlook.rs", &["thu"]),
    ("workbook/sniff.rs", &["thư điện tử"]),
    // The ending of a name, and operators of PDF.
    ("workbook/other.rs", &["doc"]),
    ("workbook/pdf/page.rs", &["Do", "TL", "Tm"]),
    // Endings of names of files.
    ("workbook/names.rs", &["doc", "dot"]),
];

/// Keys whose texts are codes.
const CODES: &[&str] = &["$schema", "name", "languages", "standing", "title"];

/// All texts of a file of words.
fn words(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.insert(bare(text.trim()));
        }
        Value::Array(list) => list.iter().for_each(|value| words(value, found)),
        Value::Object(object) => {
            let spoken = object.iter().filter(|(key, _)| !CODES.contains(&key.as_str()));
            spoken.for_each(|(_, value)| words(value, found));
        }
        _ => {}
    }
}

fn words_of(path: &str) -> BTreeSet<String> {
    let json = serde_json::from_str(&fs::read_to_string(path).expect("a file of words")).expect("JSON");
    let mut found = BTreeSet::new();
    words(&json, &mut found);
    found
}

/// The texts in a source, without those of comments.
fn texts(code: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let (sign, behind) = (&rest[at..=at], &rest[at + 1..]);
        rest = match sign {
            "/" if behind.starts_with('/') => behind.split_once('\n').map_or("", |(_, next)| next),
            // '"'
            "'" if behind.starts_with("\"'") => &behind[2..],
            "'" if behind.starts_with("\\\"'") => &behind[3..],
            "\"" => {
                let mut escaped = false;
                let ends = |letter: char| {
                    let ends = letter == '"' && !escaped;
                    escaped = letter == '\\' && !escaped;
                    ends
                };
                let end = behind.find(ends).unwrap_or(behind.len());
                texts.push(behind[..end].to_owned());
                behind.get(end + 1..).unwrap_or("")
            }
            _ => behind,
        };
    }
    texts
}

#[test]
fn no_word_of_the_data_stands_in_rust() {
    let mut known = words_of("schemas/languages/vi.json");
    known.extend(words_of("schemas/countries/vn.json"));
    // English words are words of the program as well.
    let english = words_of("schemas/languages/en.json");
    known.retain(|word| word.chars().count() > 1 && !english.contains(word) && word.chars().any(char::is_alphabetic));
    let mut strangers = Vec::new();
    for (path, source) in sources() {
        let path = path.to_string_lossy().replace('\\', "/");
        if TELLING.contains(&path.split(['/', '.']).next().unwrap_or_default()) {
            continue;
        }
        let named = NAMES.iter().find(|(file, _)| *file == path).map_or(&[][..], |(_, words)| words);
        for text in texts(&code(&source)) {
            if known.contains(&bare(text.trim())) && !named.contains(&text.as_str()) {
                strangers.push(format!("{path}: {text}"));
            }
        }
    }
    assert!(strangers.is_empty(), "{}", strangers.join("\n"));
}
