use std::collections::BTreeMap;

use super::*;
use crate::schema::Figures;

fn field(kind: Kind) -> Field {
    Field {
        name: "field".to_owned(),
        title: "Cột".to_owned(),
        called: "Cột".to_owned(),
        description: None,
        aliases: Vec::new(),
        group: None,
        kind,
        required: false,
        unique: false,
        claims: false,
        begins: false,
        min_length: None,
        max_length: None,
        pattern: None,
        missing: Vec::new(),
        help: None,
        printed: true,
    }
}

fn flag() -> Kind {
    Kind::Flag { yes: Vec::new(), no: Vec::new(), shown: None }
}

fn listing(values: &[&str]) -> Listing {
    let synonyms = BTreeMap::from([(values[0].to_owned(), vec!["Mặc định".to_owned()])]);
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    let mut listing = Listing::new(values, synonyms, None, vec!["PDF".to_owned()]);
    listing.language = Language::shipped();
    listing
}

fn text(kind: &Kind, typed: &str) -> (String, Option<Remark>) {
    let (value, remark) = read_text(&Language::shipped(), kind, typed);
    (value.stored().into_owned(), remark)
}

fn number(typed: &str) -> Option<f64> {
    match read_text(
        &Language::shipped(),
        &Kind::Number { whole: false, range: Range::default(), figures: Figures::default() },
        typed,
    ) {
        (Value::Number(number), None) => Some(number),
        _ => None,
    }
}

#[test]
fn numbers_and_dates_show_as_people_see_them() {
    let kind = field(Kind::Text);
    let shown = |content: Content| read(&Language::shipped(), &kind, Some(&content), Beside::default()).0.into_owned();
    assert_eq!(shown(Content::Number(5.0)), "5");
    assert_eq!(shown(Content::Number(0.1 + 0.2)), "0.3");
    assert_eq!(shown(Content::Number(1234567.0)), "1234567");
    assert_eq!(shown(Content::Date(jiff::civil::date(2023, 6, 5).at(0, 0, 0, 0))), "05/06/2023");
    assert_eq!(shown(Content::Date(jiff::civil::date(2023, 6, 5).at(8, 30, 0, 0))), "05/06/2023 08:30");
    assert_eq!(shown(Content::Text("  a  b ".into())), "  a  b ");
}

#[test]
fn cells_without_a_value_are_empty_and_say_why() {
    let kind = field(Kind::Text);
    assert_eq!(read(&Language::shipped(), &kind, None, Beside::default()), ("".into(), Value::Empty, None));
    let dots = Content::Text(" …… ".into());
    assert_eq!(read(&Language::shipped(), &kind, Some(&dots), Beside::default()), (" …… ".into(), Value::Empty, None));
    let error = Content::Error("#DIV/0!".into());
    assert_eq!(
        read(&Language::shipped(), &kind, Some(&error), Beside::default()),
        ("#DIV/0!".into(), Value::Empty, Some(Remark::Error))
    );
    let formula = Content::Uncalculated("A1+1".into());
    assert_eq!(read(&Language::shipped(), &kind, Some(&formula), Beside::default()).2, Some(Remark::Uncalculated));
    assert_eq!(read_text(&Language::shipped(), &Kind::Text, "Không có"), (Value::Text("Không có".to_owned()), None));
}

#[test]
fn numbers_are_read_in_both_ways_of_writing() {
    for (typed, expected) in [
        ("1.234.567", 1_234_567.0),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1_234_567.0),
        ("5,0", 5.0),
        ("0.125", 0.125),
        ("12.5", 12.5),
        ("12 345", 12345.0),
        ("-3", -3.0),
    ] {
        assert_eq!(number(typed), Some(expected), "{typed}");
    }
    let share = Kind::Number { whole: false, range: Range::default(), figures: Figures::default() };
    let percent = read_text(&Language::shipped(), &share, "78,45%");
    assert_eq!(percent, (Value::Number(0.7845), Some(Remark::Percent)));
    for typed in ["mười", "1.2.3", "1,2,3", "12a", ",", "1.234.56", "-", "5 km"] {
        assert_eq!(number(typed), None, "{typed}");
    }
    let whole = Kind::Number {
        whole: true,
        range: Range { least: Some(0.0), ..Range::default() },
        figures: Figures::default(),
    };
    assert_eq!(text(&whole, "2,5").1, Some(Remark::WrongType));
    assert_eq!(text(&whole, "-2").1, Some(Remark::WrongType));
    assert_eq!(text(&whole, "2"), ("2".to_owned(), None));
}

#[test]
fn flags_and_days_are_read() {
    assert_eq!(read_text(&Language::shipped(), &flag(), " X "), (Value::Flag(true), None));
    assert_eq!(read_text(&Language::shipped(), &flag(), "Không"), (Value::Flag(false), None));
    assert_eq!(read_text(&Language::shipped(), &flag(), "-"), (Value::Empty, None));
    assert_eq!(text(&flag(), "có lẽ").1, Some(Remark::WrongType));
    assert_eq!(
        text(&Kind::Date { format: None, range: Range::default() }, "15/6/2023"),
        ("2023-06-15".to_owned(), None)
    );
    assert_eq!(text(&Kind::Date { format: None, range: Range::default() }, "6/2023").1, Some(Remark::WrongType));
}

#[test]
fn periods_are_read_from_numbers_dates_and_words() {
    let kind = field(Kind::Period { concrete: true, unit: None });
    let stored = |content: Content| {
        let (_, value, remark) = read(&Language::shipped(), &kind, Some(&content), Beside::default());
        (value.stored().into_owned(), remark)
    };
    assert_eq!(stored(Content::Number(2023.0)), ("2023".to_owned(), None));
    assert_eq!(stored(Content::Number(6.2023)), ("2023-06".to_owned(), None));
    assert_eq!(stored(Content::Number(45000.0)), ("45000".to_owned(), Some(Remark::NotAPeriod)));
    let june = jiff::civil::date(2025, 6, 1).at(0, 0, 0, 0);
    assert_eq!(stored(Content::Date(june)), ("2025-06-01".to_owned(), None));
    assert_eq!(stored(Content::Text("Hằng năm".into())), ("Hằng năm".to_owned(), Some(Remark::NotConcrete)));
    assert_eq!(stored(Content::Text("chưa rõ".into())), ("chưa rõ".to_owned(), Some(Remark::NotAPeriod)));
}

#[test]
fn listed_values_remark_only_what_a_reader_can_see() {
    let kind = Kind::Listed(listing(&["Chia sẻ mặc định", "Không chia sẻ"]));
    let stored = |typed: &str| text(&kind, typed);
    let listed = "Chia sẻ mặc định".to_owned();
    assert_eq!(stored(" Chia\u{a0}sẻ  mặc định"), (listed.clone(), None));
    assert_eq!(stored("Chia se\u{309} ma\u{323}\u{306}c đi\u{323}nh"), (listed.clone(), None));
    assert_eq!(stored("CHIA SẺ MẶC ĐỊNH"), (listed.clone(), Some(Remark::Normalised)));
    assert_eq!(stored("mac dinh"), (listed.clone(), Some(Remark::Normalised)));
    let near = Remark::NotInList(vec![("Chia sẽ mắc địn".to_owned(), Some(listed))], 0);
    assert_eq!(stored("Chia sẽ mắc địn"), ("Chia sẽ mắc địn".to_owned(), Some(near)));
}

#[test]
fn lists_are_cut_and_put_together() {
    let kind = Kind::List(listing(&["CSV", "JSON", "GeoJSON", "Kinh tế, thương mại", "Tự do - mở"]));
    let stored = |typed: &str| text(&kind, typed);
    let both = ("CSV; JSON".to_owned(), None);
    for typed in [
        "CSV, JSON",
        "CSV;JSON",
        "CSV/JSON",
        "CSV\nJSON",
        "CSV và JSON",
        "CSV - JSON",
        "CSV JSON",
        "CSV,JSON,",
        "CSV-JSON",
    ] {
        assert_eq!(stored(typed), both, "{typed}");
    }
    assert_eq!(stored("csv, *.json, CSV"), ("CSV; JSON".to_owned(), Some(Remark::Normalised)));
    assert_eq!(stored("CSV, Kinh tế, thương mại/JSON").0, "CSV; Kinh tế, thương mại; JSON");
    assert_eq!(stored("Tự do - mở"), ("Tự do - mở".to_owned(), None));
    assert_eq!(stored("PDF, CSV"), ("PDF; CSV".to_owned(), None), "discouraged values stay for their own check");
    let unknown = vec![("Shape file".to_owned(), None), ("JSN".to_owned(), Some("JSON".to_owned()))];
    assert_eq!(
        stored("CSV, Shape file, JSN"),
        ("CSV; Shape file; JSN".to_owned(), Some(Remark::NotInList(unknown, 0)))
    );
    assert_eq!(stored("/"), (String::new(), None), "a lone stroke says nothing");
    let denied = vec![("không JSON".to_owned(), None)];
    assert_eq!(stored("CSV (không JSON)"), ("CSV; không JSON".to_owned(), Some(Remark::NotInList(denied, 0))));
    assert_eq!(stored("CSV (không nén)"), ("CSV".to_owned(), Some(Remark::Normalised)));
}

#[test]
fn addresses_need_a_scheme_and_a_host() {
    for typed in [
        "https://data.gov.vn",
        " HTTP://opendata.tinh.gov.vn:8080/a?b=c ",
        "https://data.gov.vn/bộ-dữ-liệu/1;2",
        "https://a.gov.vn;https://b.gov.vn",
        "https://a.gov.vn\nhttps://b.gov.vn",
        "http://8.8.8.8/x",
        "https://data.gov.vn.",
    ] {
        assert_eq!(text(&Kind::Url, typed).1, None, "{typed}");
    }
    for typed in ["www.data.gov.vn", "https://", "https://localhost", "ftp://a.vn", "đang xây dựng", "https://a..vn"]
    {
        assert_eq!(text(&Kind::Url, typed).1, Some(Remark::NotAUrl), "{typed}");
    }
    assert_eq!(text(&Kind::Url, "…"), (String::new(), None));
    assert_eq!(text(&Kind::Url, "https://data.gov.vn/x., ").0, "https://data.gov.vn/x");
    assert_eq!([addresses("https://a.vn; https://b.vn,"), addresses("https://a.vn/1;2")], [2, 1]);
}

#[test]
fn dittos_are_told_from_values() {
    for typed in
        ["-nt-", "nt", "- nt -", "NT", "\"", "''", "“", "”", "như trên", "Như trên.", "〃", "-\"-", "-Như trên-"]
    {
        assert!(is_ditto(&Language::shipped(), typed), "{typed}");
    }
    for typed in ["", "-", "…", "n", "Nhóm trên", "như trên giao", "2023"] {
        assert!(!is_ditto(&Language::shipped(), typed), "{typed}");
    }
}
