//! What a text means for a field: numbers, days, periods, values of a list.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use bieumau::cell::Content;
use bieumau::intake::read::{Beside, addresses, is_ditto, read, read_text};
use bieumau::intake::{Ordinal, Remark, counts_all_columns, is_number_row, numbers_few_columns, ordinal_of};
use bieumau::schema::{self, Field, Figures, Kind, Language, Listing, Range, Schemas};
use bieumau::value::Value;

static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| schema::embedded().expect("embedded schemas"));

/// The words of the languages that ship with the program.
fn words() -> Arc<Language> {
    Arc::clone(&SCHEMAS.country.language)
}

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
        longest_missing: 0,
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
    listing.language = words();
    listing
}

fn text(kind: &Kind, typed: &str) -> (String, Option<Remark>) {
    let (value, remark) = read_text(&words(), kind, typed);
    (value.stored().into_owned(), remark)
}

fn number(typed: &str) -> Option<f64> {
    match read_text(
        &words(),
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
    let shown = |content: Content| read(&words(), &kind, Some(&content), Beside::default()).0.into_owned();
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
    assert_eq!(read(&words(), &kind, None, Beside::default()), ("".into(), Value::Empty, None));
    let dots = Content::Text(" …… ".into());
    assert_eq!(read(&words(), &kind, Some(&dots), Beside::default()), (" …… ".into(), Value::Empty, None));
    let error = Content::Error("#DIV/0!".into());
    assert_eq!(
        read(&words(), &kind, Some(&error), Beside::default()),
        ("#DIV/0!".into(), Value::Empty, Some(Remark::Error))
    );
    let formula = Content::Uncalculated("A1+1".into());
    assert_eq!(read(&words(), &kind, Some(&formula), Beside::default()).2, Some(Remark::Uncalculated));
    assert_eq!(read_text(&words(), &Kind::Text, "Không có"), (Value::Text("Không có".to_owned()), None));
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
    let percent = read_text(&words(), &share, "78,45%");
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

/// What is read of a number by these figures, and what it would be if its one sign stood for the other thing.
fn by(figures: &Figures, typed: &str) -> (Option<f64>, Option<f64>) {
    let kind = Kind::Number { whole: false, range: Range::default(), figures: figures.clone() };
    match read_text(&words(), &kind, typed) {
        (Value::Number(number), Some(Remark::AmbiguousNumber(other, _))) => (Some(number), Some(other)),
        (Value::Number(number), _) => (Some(number), None),
        _ => (None, None),
    }
}

#[test]
fn one_sign_alone_can_mean_two_things_unless_the_form_says_which() {
    let vietnamese = |typed: &str| by(&Figures::default(), typed);
    assert_eq!(vietnamese("1,234"), (Some(1.234), Some(1234.0)));
    assert_eq!(vietnamese("6.125"), (Some(6125.0), Some(6.125)));
    for typed in ["1.234.567", "1.234,5", "1,5", "0.125", "0,125", "12 345", "1234"] {
        assert_eq!(vietnamese(typed).1, None, "{typed}");
    }
    for code in ["01.003", "06.032", "00.5"] {
        assert_eq!(vietnamese(code), (None, None), "{code}");
    }
    let said = |typed: &str, decimal, group| by(&Figures { decimal, group, ..Figures::default() }, typed);
    assert_eq!(said("1,234", Some('.'), Some(',')), (Some(1234.0), None));
    assert_eq!(said("6.125", Some('.'), None), (Some(6.125), None));
    assert_eq!(said("6.125", None, Some('.')), (Some(6125.0), None));
    assert_eq!(said("6'125", None, Some('\'')), (Some(6125.0), None));
    assert_eq!(said("6,125", Some('.'), Some('.')), (None, None));
}

#[test]
fn percent_money_and_brackets_stand_around_a_number() {
    assert_eq!(by(&Figures::default(), "45,3%").0, Some(0.453));
    assert_eq!(by(&Figures { in_percent: true, ..Figures::default() }, "12,5 %").0, Some(12.5));
    let money = vec!["$".to_owned(), "US$".to_owned(), "USD".to_owned()];
    let english = Figures { decimal: Some('.'), group: Some(','), money, ..Figures::default() };
    for typed in ["$1,234.50", "1,234.50 USD", "US$ 1,234.50", "1234.5"] {
        assert_eq!(by(&english, typed).0, Some(1234.5), "{typed}");
    }
    for typed in ["(1,000)", "($1,000)", "$(1,000)", "-$1,000", "-1,000", "$-1,000"] {
        assert_eq!(by(&english, typed).0, Some(-1000.0), "{typed}");
    }
    for typed in ["$", "()", "1,000 km", "(1,000", "$$5"] {
        assert_eq!(by(&english, typed).0, None, "{typed}");
    }
    assert_eq!(by(&Figures::default(), "(1,000)"), (None, None), "no language says it");
    assert_eq!(by(&Figures { in_words: true, ..english }, "about 1,000 km").0, Some(1000.0));
}

#[test]
fn flags_and_days_are_read() {
    assert_eq!(read_text(&words(), &flag(), " X "), (Value::Flag(true), None));
    assert_eq!(read_text(&words(), &flag(), "Không"), (Value::Flag(false), None));
    assert_eq!(read_text(&words(), &flag(), "-"), (Value::Empty, None));
    assert_eq!(text(&flag(), "có lẽ").1, Some(Remark::WrongType));
    assert_eq!(
        text(&Kind::Date { format: None, range: Range::default() }, "15/6/2023"),
        ("2023-06-15".to_owned(), None)
    );
    assert_eq!(text(&Kind::Date { format: None, range: Range::default() }, "6/2023").1, Some(Remark::WrongType));
}

#[test]
fn periods_are_read_from_numbers_dates_and_words() {
    let kind = field(Kind::Period { concrete: true, since: false, unit: None });
    let stored = |content: Content| {
        let (_, value, remark) = read(&words(), &kind, Some(&content), Beside::default());
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

/// What a first release is stored as, and whether that is told; a period that goes on is none, and a range stays one.
#[test]
fn the_beginning_of_a_period_stands_for_it_where_the_form_says() {
    let told = |since: bool, typed: &str| text(&Kind::Period { concrete: true, since, unit: None }, typed);
    let normalised = |stored: &str| (stored.to_owned(), Some(Remark::Normalised));
    for (typed, stored) in [
        ("từ T6/2023", "2023-06"),
        ("Đã công bố từ 2021", "2021"),
        ("Từ quý III/2023", "2023-Q3"),
        ("Từ 6/2023 đến nay", "2023-06"),
        ("Từ năm 2025 trở đi", "2025"),
    ] {
        assert_eq!(told(true, typed), normalised(stored), "{typed}");
        assert_eq!(told(false, typed).1, Some(Remark::NotConcrete), "{typed}");
    }
    for typed in ["Sau năm 2025", "Sau quý II/2025", "2025 và những năm tiếp theo", "Thường xuyên"] {
        assert_eq!(told(true, typed).1, Some(Remark::NotConcrete), "{typed}");
    }
    assert_eq!(told(true, "2023-2025"), ("2023/2025".to_owned(), None));
}

/// A list that leaves out what lies between is stored as all of it, which is told.
#[test]
fn a_list_with_gaps_is_told() {
    let told = |typed: &str| text(&Kind::Period { concrete: false, since: false, unit: None }, typed);
    for (typed, stored) in [
        ("2024; 2026", "2024/2026"),
        ("2024 và 2026", "2024/2026"),
        ("Quý I; Quý III/2024", "2024-Q1/2024-Q3"),
        ("Quý I và quý IV/2024", "2024-Q1/2024-Q4"),
        ("tháng 3, tháng 9/2024", "2024-03/2024-09"),
    ] {
        assert_eq!(told(typed), (stored.to_owned(), Some(Remark::Normalised)), "{typed}");
    }
    for typed in [
        "2024, 2025",
        "2023, 2024 và 2025",
        "Quý I, II/2024",
        "2023-2026",
        "2023 đến 2026",
        "Quý III, IV/2023",
        "3/2023 - 9/2024",
    ] {
        assert_eq!(told(typed).1, None, "{typed}");
    }
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
        assert!(is_ditto(&words(), typed), "{typed}");
    }
    for typed in ["", "-", "…", "n", "Nhóm trên", "như trên giao", "2023"] {
        assert!(!is_ditto(&words(), typed), "{typed}");
    }
}

fn frequencies() -> Listing {
    let values = ["Hằng tháng", "Hằng năm", "Hàng hóa", "Hàng hoa"].map(str::to_owned).to_vec();
    let synonyms = BTreeMap::from([("Hằng năm".to_owned(), vec!["Năm".to_owned()])]);
    let mut listing = Listing::new(values, synonyms, None, vec!["Không rõ".to_owned()]);
    listing.language = words();
    listing
}

#[test]
fn finds_by_fold_synonym_and_letters() {
    let listing = frequencies();
    assert_eq!(listing.find("HẰNG  NĂM "), Some("Hằng năm"));
    assert_eq!(listing.find("năm"), Some("Hằng năm"));
    assert_eq!(listing.find("hang thang"), Some("Hằng tháng"));
    assert_eq!(listing.find("Hàng hoá"), Some("Hàng hóa"));
    assert_eq!(listing.find("không rõ"), Some("Không rõ"));
    assert_eq!(listing.find("Hang hoa"), None, "two values share the letters");
    assert_eq!(listing.find("Hng năm"), None);
}

#[test]
fn what_stands_around_a_value_does_not_count() {
    let listing = frequencies();
    assert_eq!(listing.find("- Hằng năm;"), Some("Hằng năm"));
    assert_eq!(listing.find("“Hằng tháng.”"), Some("Hằng tháng"));
    assert_eq!(listing.find("Hằng năm (từ 2019)"), Some("Hằng năm"));
    assert_eq!(listing.find("Hằng năm (hằng tháng)"), None, "the note is another value");
    assert_eq!(listing.find("Hằng năm, hằng tháng"), None);
    assert_eq!(listing.find("(hằng năm"), None);
    assert_eq!(listing.find("Hằng năm (quý (cũ))"), Some("Hằng năm"));
    assert_eq!(listing.find("Hằng năm (báo cáo), hằng tháng (số liệu)"), None, "two values");
}

#[test]
fn suggests_what_is_near_and_allowed() {
    let listing = frequencies();
    assert_eq!(listing.nearest("Hng năm"), Some("Hằng năm"));
    assert_eq!(listing.nearest("không rõ ràng"), None);
    assert_eq!(listing.nearest("2 lần"), None);
    assert_eq!(listing.nearest("Hằng tháng, từ khi hệ thống vận hành"), Some("Hằng tháng"));
    assert_eq!(listing.nearest("Hằng tháng và hằng năm"), None, "it names two");
    assert_eq!(listing.nearest("Không hằng năm"), None, "the opposite");
    let hints = BTreeMap::from([("Hằng năm".to_owned(), vec!["12 tháng".to_owned(), "%".to_owned()])]);
    let listing = listing.with_hints(&hints);
    assert_eq!(listing.nearest("cứ 12 tháng báo cáo"), Some("Hằng năm"));
    assert_eq!(listing.nearest("112 tháng"), None);
    assert_eq!(listing.nearest("Đạt 50%"), Some("Hằng năm"));
}

/// A listed column of a form that ships with the program.
fn shipped(field: &str) -> Listing {
    let mut fields = SCHEMAS.forms.iter().flat_map(|form| &form.fields);
    match &fields.find(|known| known.name == field).expect("a field").kind {
        Kind::Listed(listing) => listing.clone(),
        _ => panic!("{field} is listed"),
    }
}

#[test]
fn what_means_something_else_is_not_near() {
    for (field, typed, near) in [
        ("frequency", "Cuối năm", None),
        ("frequency", "Giữa năm", None),
        ("frequency", "cuối quý", None),
        ("frequency", "Thường xuyên", None),
        ("frequency", "2 năm/lần", None),
        ("frequency", "năm năm một lần", None),
        ("frequency", "Hằng quý/năm", None),
        ("frequency", "Hằng năm (khi có thay đổi)", None),
        ("frequency", "Cập nhật hằng năm", Some("Hằng năm")),
        ("frequency", "Hng năm", Some("Hằng năm")),
        ("frequency", "Khi có biến động lớn", Some("Khi có thay đổi")),
        ("status", "Đã có kế hoạch", Some("Chưa có")),
        ("status", "Đã có một phần", None),
        ("status", "Đã triển khai", Some("Đã có")),
        ("status", "Ngừng vận hành", None),
        ("status", "Không xây dựng", None),
        ("status", "đang sử dụng", Some("Đã có")),
        ("status", "Đang XD", Some("Đang xây dựng")),
        ("status", "Đang x.dựng", Some("Đang xây dựng")),
        ("status", "Hoàn thành 50%", Some("Đang xây dựng")),
        ("status", "Đạt 100%", Some("Đã có")),
        ("status", "Đã hoàn thành 50%", None),
        ("sharing", "Chia sẻ mặc định và theo yêu cầu đặc thù", None),
        ("sharing", "Chia sẻ mặc định (chưa)", None),
        ("sharing", "Chia sẻ mặc định qua LGSP", Some("Chia sẻ mặc định")),
        ("sharing", "Không được chia sẻ", Some("Không chia sẻ")),
        ("delivery", "Tải về, USB", Some("Tải về")),
        ("theme", "Phi nông nghiệp", None),
    ] {
        let listing = shipped(field);
        assert_eq!(listing.find(typed), None, "{typed}");
        assert_eq!(listing.nearest(typed), near, "{typed}");
    }
}

#[test]
fn a_note_may_take_a_value_back() {
    let status = shipped("status");
    for typed in ["Đã có (từ 2019)", "Đã có (chưa có API mở)", "Đã có (100%)"] {
        assert_eq!(status.find(typed), Some("Đã có"), "{typed}");
    }
    for typed in ["Đã có (chưa)", "Đã có (chưa rõ)", "Đã có (?)", "Đã có (50%)", "Đã có (đang xây dựng)"]
    {
        assert_eq!(status.find(typed), None, "{typed}");
    }
    assert_eq!(shipped("frequency").find("1 tháng / lần"), Some("Hằng tháng"));
}

#[test]
fn both_ways_to_provide_data_are_a_value() {
    let delivery = shipped("delivery");
    for typed in ["Tải về, API", "API/ Tải về", "Tải về;API", "tải về & api", "Tải về và API"] {
        assert_eq!(delivery.find(typed), Some("Tải về và API"), "{typed}");
    }
    assert_eq!(delivery.find("Tải về hoặc API"), None);
    let free = "Tải về (không cần đăng nhập)";
    assert_eq!(delivery.find(free), Some("Tải về"));
    assert!(!delivery.is_in_doubt(free, "Tải về"));
    assert!(delivery.is_in_doubt("Tải về (chưa mở)", "Tải về"));
}

#[test]
fn how_often_is_said_in_many_ways() {
    for (typed, meant) in [
        ("1 ngày", "Hằng ngày"),
        ("7 ngày/lần", "Hằng tuần"),
        ("4 lần / năm", "Hằng quý"),
        ("06 tháng một lần", "6 tháng"),
        ("2 lần/năm", "6 tháng"),
        ("Bán niên", "6 tháng"),
        ("Khi có biến động", "Khi có thay đổi"),
    ] {
        assert_eq!(shipped("frequency").find(typed), Some(meant), "{typed}");
    }
}

#[test]
fn ordinals_of_all_kinds() {
    let text = |text: &str| Content::Text(text.into());
    assert_eq!(ordinal_of(&Content::Number(7.0)), Ordinal::Number(7));
    assert_eq!(ordinal_of(&text("7.")), Ordinal::Number(7));
    assert_eq!(ordinal_of(&text("3.1")), Ordinal::Sub(3, 1));
    assert_eq!(ordinal_of(&text("3.1.2.")), Ordinal::Sub(3, 2));
    assert_eq!(ordinal_of(&text("12a")), Ordinal::Sub(12, 1));
    assert_eq!(ordinal_of(&text("1.b)")), Ordinal::Sub(1, 1));
    assert_eq!(ordinal_of(&text("a)")), Ordinal::Letter);
    assert_eq!(ordinal_of(&text("XIII")), Ordinal::Mark);
    assert_eq!(ordinal_of(&text("A.")), Ordinal::Mark);
    assert_eq!(ordinal_of(&text("II. Sở Tư pháp")), Ordinal::Words);
    assert_eq!(ordinal_of(&text("3 CSDL")), Ordinal::Words);
    assert_eq!(ordinal_of(&text("Tổng cộng")), Ordinal::Words);
}

#[test]
fn rows_of_column_numbers() {
    let words = &words().rows;
    let text = |text: &str| Content::Text(text.into());
    let row = |texts: &[&str]| texts.iter().map(|cell| text(cell)).collect::<Vec<_>>();
    let is = |cells: Vec<Content>| {
        is_number_row(words, &cells.iter().enumerate().map(|(at, cell)| (at as u32, cell)).collect::<Vec<_>>())
    };
    assert!(is(row(&["(1)", "(2)", "(3)"])));
    assert!(is(row(&["A", "B", "1", "2", "3=1+2"])));
    assert!(is(row(&["I", "II", "III", "IV", "V"])));
    assert!(is(row(&["Cột 1", "Cột 2", "Cột 3"])));
    assert!(is(vec![Content::Number(-1.0), Content::Number(-2.0), Content::Number(-3.0)]));
    assert!(is(vec![Content::Number(1.0), Content::Number(2.0), Content::Uncalculated("B7+1".into())]));
    assert!(is(row(&["1", "2", "10", "11=10+9"])));
    let formula = || Content::Uncalculated("A8+3".into());
    let moved = |first: f64| vec![formula(), formula(), formula(), Content::Number(first), Content::Number(1.0)];
    assert!(is(moved(2.0)), "columns in another order");
    assert!(!is(moved(12.0)) && !is(moved(1.0)), "other numbers");
    assert!(!is(row(&["1", "CSDL đất đai", "3"])));
    assert!(is(row(&["1", "2", "5", "3", "4"])), "columns in another order");
    assert!(!is(row(&["5", "4", "3"])) && !is(row(&["3", "5", "9", "12", "20"])));
    assert!(!is(row(&["12", "40", "5", "3", "4"])), "counts without their label");
    assert!(!is(vec![Content::Number(1.0), text("CSDL"), Content::Uncalculated("A1".into())]));
    let all = |texts: &[&str], columns: usize| {
        let cells = row(texts);
        counts_all_columns(
            words,
            &cells.iter().enumerate().map(|(at, it)| (at as u32, it)).collect::<Vec<_>>(),
            columns,
        )
    };
    assert!(all(&["(1)", "(2)", "(3)", "(4)", "(5)"], 5) && !all(&["1", "2", "3", "4", "5"], 8));
    assert!(!all(&["1", "2", "3", "5", "8"], 5));
    let few = |texts: &[&str], columns: usize| {
        let cells = row(texts);
        numbers_few_columns(&cells.iter().enumerate().map(|(at, it)| (at as u32, it)).collect::<Vec<_>>(), columns)
    };
    assert!(few(&["(1)"], 1) && few(&["(1)", "(2)"], 2));
    assert!(!few(&["1"], 1) && !few(&["(1)"], 2) && !few(&["(2)"], 1));
}
