//! How many cells in an old encoding are found one by one. The values are those of the inbox, put into TCVN3 and VNI by the tables
//! that decode them; what must not be found are all cells as they are, and sentences and names in other languages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bieumau::cell::Content;
use bieumau::intake::damage::{DamageKind, diagnose};
use bieumau::text::legacy::{Legacy, Words, detect, has_surely_lost, lost_letters, may_be_legacy};
use bieumau::workbook::{Row, Sheet, Visibility};
use unicode_normalization::UnicodeNormalization;

/// The distinct texts of all sheets of a folder, but for files that are in an old encoding themselves: hundreds of their cells are
/// found.
fn texts(folder: &Path) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).expect("the file can be read");
            let shown = path.display().to_string().into();
            let Ok(workbook) = bieumau::workbook::read_bytes(&shown, &bytes, false).workbook else { continue };
            let rows = workbook.sheets.iter().flat_map(|sheet| &sheet.rows);
            let contents = rows.flat_map(|row| row.cells.iter().map(|(_, content)| content));
            let own: Vec<&str> = contents
                .filter_map(|content| match content {
                    Content::Text(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            if own.iter().filter(|text| found(text).is_some()).count() * 5 < own.len() {
                texts.extend(own.into_iter().map(str::to_owned));
            }
        }
    }
    texts
}

fn found(text: &str) -> Option<Legacy> {
    may_be_legacy(text).then(|| detect(&mut Words::default(), std::iter::once(text))).flatten()
}

/// The text as a program of the time would have kept it. TCVN3 has no capitals with a tone: its fonts draw small letters large.
fn encoded(text: &str, table: &BTreeMap<String, String>) -> String {
    let letter = |letter: char| {
        let small = || letter.to_lowercase().collect::<String>();
        table.get(&letter.to_string()).or_else(|| table.get(&small())).cloned().unwrap_or_else(|| letter.to_string())
    };
    text.nfc().map(letter).collect()
}

fn table(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().skip(1).filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?.to_owned(), columns.nth(1)?.to_owned()))
    });
    lines.map(|(from, to)| (to, from)).collect()
}

/// Of a thousand cells of one or two words, of three to five, and of more, how many must be found. Many a word is spelt as another
/// Vietnamese one: «Ghi chó».
const FLOOR: [usize; 3] = [700, 780, 990];

/// Sentences and names, one a line.
const FOREIGN: &str = include_str!("legacy/other_languages.txt");

/// Of cells with so many words, how many are found of how many.
fn rates(cells: &BTreeSet<String>, name: Legacy, table: &BTreeMap<String, String>) -> [(usize, usize); 3] {
    let mut rates = [(0, 0); 3];
    for cell in cells {
        let typed = encoded(cell, table);
        if typed == cell.nfc().collect::<String>() {
            continue;
        }
        let class = match cell.split_whitespace().count() {
            0..=2 => 0,
            3..=5 => 1,
            _ => 2,
        };
        let is_found = found(&typed) == Some(name);
        rates[class].0 += usize::from(is_found);
        rates[class].1 += 1;
        if !is_found && std::env::var_os("SHOW_MISSED").is_some() {
            println!("{class} {} | {cell} | {typed}", name.name());
        }
    }
    rates
}

#[test]
fn cells_in_old_encodings_are_found_one_by_one() {
    let cells = texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/inbox-2023-06-23"));
    for (name, tsv) in [
        (Legacy::Tcvn3, include_str!("../../src/text/tcvn3.tsv")),
        (Legacy::Vni, include_str!("../../src/text/vni.tsv")),
    ] {
        let rates = rates(&cells, name, &table(tsv));
        println!("{}: {rates:?}", name.name());
        for ((found, of), floor) in rates.into_iter().zip(FLOOR) {
            assert!(of > 50 && found * 1000 >= of * floor, "{}: {rates:?}", name.name());
        }
    }
}

#[test]
fn nothing_else_is_taken_for_an_old_encoding() {
    let mut alarms: Vec<String> = Vec::new();
    let cells = texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/inbox-2023-06-23"));
    assert!(cells.len() > 1_500, "{}", cells.len());
    let foreign: Vec<&str> = FOREIGN.lines().collect();
    assert!(foreign.len() >= 200, "{}", foreign.len());
    for text in cells.iter().map(String::as_str).chain(foreign) {
        if let Some(legacy) = found(text) {
            alarms.push(format!("{}: {text}", legacy.name()));
        }
    }
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}

fn detected(text: &str) -> Option<Legacy> {
    detect(&mut Words::default(), std::iter::once(text))
}

#[test]
fn knows_tcvn3_vni_and_mojibake() {
    let tcvn3 = "Danh môc c¬ së d÷ liÖu dïng chung cña tØnh";
    assert!(may_be_legacy(tcvn3));
    assert_eq!(detected(tcvn3), Some(Legacy::Tcvn3));
    assert_eq!(Legacy::Tcvn3.decode(tcvn3), "Danh mục cơ sở dữ liệu dùng chung của tỉnh");
    assert_eq!(Legacy::Tcvn3.written("DANH MôC C¬ Së"), "DANH MỤC CƠ SỞ");
    assert_eq!(Legacy::Tcvn3.written("Së Y tÕ"), "Sở Y tế");
    let vni = "Danh muïc cô sôû döõ lieäu duøng chung cuûa tænh";
    assert!(may_be_legacy(vni));
    assert_eq!(detected(vni), Some(Legacy::Vni));
    assert_eq!(Legacy::Vni.decode(vni), "Danh mục cơ sở dữ liệu dùng chung của tỉnh");
    let mojibake = "Danh má»¥c cÆ¡ sá»Ÿ dá»¯ liá»‡u";
    assert!(may_be_legacy(mojibake));
    assert_eq!(detected(mojibake), Some(Legacy::Mojibake));
}

#[test]
fn a_cell_of_few_words_tells() {
    for (typed, legacy) in [
        ("Soá lieäu caùc cô quan baùo caùo", Legacy::Vni),
        ("Coù taát caû caùc soá", Legacy::Vni),
        ("Phôc vô qu¶n lý nhµ n\u{ad}íc", Legacy::Tcvn3),
        ("Thùc hiÖn dù ¸n cÊp tØnh", Legacy::Tcvn3),
        ("§· cã", Legacy::Tcvn3),
        ("Kh«ng", Legacy::Tcvn3),
        ("Ch\u{ad}a cã", Legacy::Tcvn3),
        ("H»ng quý", Legacy::Tcvn3),
        ("liÖu", Legacy::Tcvn3),
        ("Y tÕ, gi¸o dôc", Legacy::Tcvn3),
        ("Chñ qu¶n CSDL (*)", Legacy::Tcvn3),
        ("Ñaõ coù", Legacy::Vni),
        ("Chöa coù", Legacy::Vni),
        ("6 thaùng", Legacy::Vni),
        ("Haïng muïc 10", Legacy::Vni),
        ("Naêm 2024", Legacy::Vni),
    ] {
        assert!(may_be_legacy(typed), "{typed}");
        assert_eq!(detected(typed), Some(legacy), "{typed}");
    }
}

#[test]
fn leaves_other_languages_alone() {
    for text in [
        "Base de datos del año: información pública de la administración española",
        "Système d'information géographique de la région, données référencées",
        "Straßenverzeichnis für Behörden, größere Übersicht",
        "Cơ sở dữ liệu quốc gia về dân cư, đất đai, đăng ký doanh nghiệp",
        "Plain ASCII text of a form",
        "José Muñoz, François Lefèvre, Jürgen Müller, María Núñez",
        "La région où coexistent des données géoréférencées à jour",
        "Hoá chất, quý hiếm, thuý, toà án, xoã tóc, khoẻ",
        "São Paulo, Estado de São Paulo, avaliação, não há",
        "5 µm",
        "Oracle®",
        "© Sở Y tế",
        "Điều 5 § 2",
        "infor\u{ad}mation",
        "col·laboració",
        "30 poäng",
        "où",
        "haïr",
        "Ghi chó",
        "Ghi ch£",
        "d’Arc",
        "1.234,5(¹)",
        "500 (¹)",
    ] {
        assert_eq!(detected(text), None, "{text}");
    }
}

#[test]
fn question_marks_that_ask_are_not_lost_letters() {
    assert_eq!(lost_letters("Có chia sẻ không?"), 0);
    assert_eq!(lost_letters("https://data.gov.vn/?q=a"), 0);
    assert_eq!(lost_letters("Tra cứu tại csdl.hagiang.gov.vn/tra-cuu?ma=0&loai=b"), 0);
    assert!(lost_letters("C? s? d? li?u ??t ?ai") >= 3);
    assert_eq!(lost_letters("C\u{fffd} s\u{fffd}"), 2);
    assert!(has_surely_lost("S\u{fffd}") && has_surely_lost("S? Nội vụ") && has_surely_lost("UBND th? xã"));
    assert!(!has_surely_lost("Có ở TP? Không") && !has_surely_lost("Nhóm A? B") && !has_surely_lost("Bao nhiêu m? "));
}

fn sheet(texts: &[&str]) -> Sheet {
    let cells = texts.iter().enumerate().map(|(at, text)| (at as u32, Content::Text((*text).into()))).collect();
    Sheet {
        name: None,
        visibility: Visibility::Visible,
        rows: vec![Row { number: 0, cells }],
        merges: Vec::new(),
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
        looks: Vec::new(),
        worded: Vec::new(),
        links: BTreeMap::new(),
        asides: Vec::new(),
        pictures: Vec::new(),
    }
}

#[test]
fn one_question_is_no_damage() {
    assert_eq!(diagnose(&sheet(&["Có chia sẻ không?", "Dữ liệu nào ?chưa rõ", "Mục đích"])), None);
    assert_eq!(
        diagnose(&sheet(&["C? s? d? li?u", "M?c ?ích", "Hi?n tr?ng"])).map(|damage| damage.kind),
        Some(DamageKind::Lost)
    );
}

#[test]
fn mojibake_is_of_several_code_pages() {
    for typed in ["UBND Tá»ˆNH HÃ€ GIANG", "UBND Tá»ˆNH HĂ€ GIANG", "UBND Tá»\u{88}NH HÃ\u{80} GIANG"] {
        assert_eq!(Legacy::Mojibake.decode(typed), "UBND TỈNH HÀ GIANG", "{typed:?}");
    }
}

#[test]
fn the_first_damaged_cell_is_named() {
    let first = |texts: &[&str]| diagnose(&sheet(texts)).map(|damage| (damage.cell.to_string(), damage.count));
    let mixed = ["Công ty Müller", "Ghi chó", "Muñoz «quán»", "Së Y tÕ", "§Êt ®ai", "C«ng tr×nh thñy lîi", "Đã có"];
    assert_eq!(first(&mixed), Some(("D1".to_owned(), 3)));
    assert_eq!(first(&["Mục đích", "Đã có", "§· cã"]), Some(("C1".to_owned(), 1)));
    assert_eq!(first(&["Mục đích", "Đã có", "Công ty Müller", "5 µm", "Café"]), None);
}

#[test]
fn a_legacy_cell_among_sound_ones_is_found() {
    let damage = diagnose(&sheet(&[
        "Cơ sở dữ liệu đất đai",
        "C¬ së d÷ liÖu ®Êt ®ai",
        "Mục đích",
        "Đã có",
        "Sở Y tế",
        "Không chia sẻ",
    ]));
    let damage = damage.expect("TCVN3 is there");
    assert_eq!(
        (damage.kind, damage.cell.to_string(), damage.whole),
        (DamageKind::Legacy(Legacy::Tcvn3), "B1".to_owned(), false)
    );
}
