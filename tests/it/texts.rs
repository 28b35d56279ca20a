//! Texts: what is the same to a reader, and what the words of the language say of a line or a name. And how cells are called.

use std::borrow::Cow;
use std::io;

use bieumau::bilingual;
use bieumau::cell::{Area, Cell, GRID_COLUMNS, GRID_ROWS, Layout, SheetName, called, called_column, layout_of};
use bieumau::render::words::{counted, thousands};
use bieumau::report::most::{Common, told};
use bieumau::schema::Language;
use bieumau::text::legacy::{lost_letters, may_be_legacy};
use bieumau::text::lists::{BareBeginnings, Beginnings};
use bieumau::text::syllable::is_syllable;
use bieumau::text::texts::{Text, Texts};
use bieumau::text::trouble::{Because, said};
use bieumau::text::{bare, fold, is_one_slip, is_placeholder, tidy};

/// The words of the language that ships.
fn shipped() -> std::sync::Arc<Language> {
    bieumau::schema::embedded().expect("they are embedded").country.language.clone()
}

#[test]
fn folds_what_no_reader_can_see() {
    assert_eq!(fold("Khánh Hoà"), fold("KHÁNH  HÒA"));
    assert_eq!(fold("thuỷ sản"), fold("thủy\u{a0}sản"));
    assert_eq!(fold("Hie\u{302}\u{323}n tra\u{323}ng"), fold("Hiện trạng"));
    assert_eq!(fold("Hi\u{ea}\u{323}n"), fold("Hiện"));
    assert_eq!(fold("Quý II"), "quý ii");
    assert_ne!(fold("hoàn thành"), fold("hòan thành"));
}

#[test]
fn one_slip_is_one_edit() {
    let words =
        ["pham", "phan", "pham vi", "phma", "hpam", "phm", "phham", "phamm", "mahp", "", "p", "ph", "hp", "aa", "aaa"];
    for one in words {
        for other in words {
            let expected = strsim::damerau_levenshtein(one, other) == 1;
            assert_eq!(is_one_slip(one, other), expected, "{one} {other}");
        }
    }
}

#[test]
fn bares_letters_of_their_marks() {
    assert_eq!(bare("Đắk Lắk – Uỷ ban"), "dak lak - uy ban");
}

#[test]
fn tidies_without_losing_lines() {
    assert_eq!(tidy("  a\u{a0}\u{200b}b \r\n\n c\u{ad} "), "a b\nc");
    assert!(is_placeholder("…………") && is_placeholder("-") && is_placeholder("") && !is_placeholder("-nt-"));
}

#[test]
fn addresses_count_from_one_and_use_letters() {
    assert_eq!(Cell::new(6, 2).to_string(), "C7");
    assert_eq!(Cell::new(0, 26).to_string(), "AA1");
    assert_eq!(Cell::new(GRID_ROWS - 1, GRID_COLUMNS - 1).to_string(), "XFD1048576");
    assert_eq!(Area::new(Cell::new(1, 1), Cell::new(8, 3)).to_string(), "B2:D9");
}

#[test]
fn cells_of_a_document_are_called_by_table_row_and_column() {
    let mut layout = Layout::default();
    layout.paragraphs(0, 1);
    layout.table(3, 1, 1);
    layout.table(9, 2, 1);
    layout.paragraphs(12, 4);
    let sheet = SheetName::of_document(layout);
    let layout = layout_of(Some(&sheet));
    let called = |row, column| called(layout, Cell::new(row, column)).vi.into_owned();
    assert_eq!([called(1, 0), called(6, 2)], ["đoạn 2", "bảng 1, dòng 4, cột 3"]);
    assert_eq!([called(9, 0), called(12, 0)], ["bảng 2, dòng 1, cột 1", "đoạn 4"]);
    assert_eq!((sheet.shown(), called_column(layout, 2).vi.as_ref()), (None, "3"));
}

#[test]
fn totals_keep_their_accents() {
    let language = shipped();
    let rows = &language.rows;
    for total in ["tổng cộng: 30 csdl", "cộng", "cộng nhóm 1", "tổng số: 3", "cộng trang 1", "mang sang", "ii cộng"]
    {
        assert!(rows.is_total(total), "{total}");
    }
    assert!(rows.is_total_label("tổng cộng") && rows.is_total_label("tổng số: 9 csdl"));
    assert!(rows.is_total_label("cộng (12)") && rows.is_total("cộng mang sang trang 3"));
    assert!(rows.is_total("cộng sở y tế: 3 csdl") && !rows.is_total("cộng tác viên dân số: danh sách"));
    assert!(!rows.is_total_label("tổng số thuê bao internet") && !rows.is_total_label("cộng tác viên"));
    assert!(!rows.is_total("công nhiên") && !rows.is_total("tổng cục thuế") && !rows.is_total("cộng đồng dân cư"));
}

#[test]
fn page_numbers_are_notes() {
    let language = shipped();
    let rows = &language.rows;
    assert!(rows.is_note("trang 2/3") && rows.is_note("trang 4"));
    assert!(!rows.is_note("trang thông tin điện tử") && !rows.is_note("trang 2 của cơ sở dữ liệu"));
}

#[test]
fn guidance_is_an_order_or_a_remark() {
    let language = shipped();
    let rows = &language.rows;
    assert!(rows.is_guidance("(bắt buộc)") && rows.is_guidance("ghi rõ tên csdl"));
    assert!(!rows.is_guidance("ghi-ta điện") && !rows.is_guidance("cơ sở dữ liệu (csdl)"));
}

#[test]
fn a_later_name_is_told_from_an_earlier_one() {
    let language = shipped();
    let versions = &language.versions;
    let later = |one: &str, other: &str| versions.lateness(one) > versions.lateness(other);
    assert!(later("DM CSDL_ban cuoi", "DM CSDL"));
    assert!(later("DM CSDL (sửa)", "DM CSDL"));
    assert!(later("DM CSDL final", "DM CSDL da sua"));
    assert!(later("Lần 2/PL1", "Lần 1/PL1"));
    assert!(later("PL1_v3", "PL1 v2"));
    assert!(later("PL1", "PL1 cũ"));
    // Words that turn others round.
    assert!(later("Ha Giang", "Ha Giang chua sua") && later("Ha Giang", "Ha Giang chưa final"));
    assert!(later("Ha Giang final", "Ha Giang final cu") && later("Ha Giang", "Ha Giang lan dau"));
    assert!(later("Ha Giang sau khi sua", "Ha Giang truoc khi sua"));
    assert!(later("Ban cu da sua", "Ha Giang") && later("Ha Giang thay ban cu", "Ha Giang"));
    assert!(later("2. Lan hai/Ha Giang", "1. Lan dau/Ha Giang") && later("Ha Giang moi", "Ha Giang"));
    assert!(later("Sua chua lan 2", "Sua chua"));
    assert!(versions.is_doubtful("Copy of Ha Giang") && versions.is_doubtful("Ha Giang - BO"));
    // Words that are others.
    assert!(!later("Nong thon moi/PL1", "PL1") && !later("Bản năm 2023", "PL1") && !later("Ban Hai Duong", "PL1"));
    assert!(!later("CSDL bò sữa", "CSDL"));
    assert!(!later("PL1 2023", "PL1"));
    assert!(!later("PL2", "PL1"));
    assert!(!later("Bản 1", "PL1"));
    assert!(versions.weakly("PL1 (2)") > versions.weakly("PL1"));
    assert_eq!(versions.weakly("PL1 (2023)"), 0);
    let is_supplement = |text: &str| versions.is_supplement(&bare(text), text);
    assert!(is_supplement("Bo sung danh muc CSDL") && is_supplement("Danh mục CSDL (đợt 2)"));
    assert!(!is_supplement("Danh mục CSDL (đợt 1)"));
    assert!(!is_supplement("Danh mục sửa đổi, bổ sung, thay thế Quyết định số 1/QĐ-UBND"));
}

#[test]
fn marks_of_the_web_are_read() {
    for (typed, meant) in [
        ("Khoa học &amp; công nghệ", "Khoa học & công nghệ"),
        ("C&#417; s&#7903;", "Cơ sở"),
        ("C&#x1A1;", "Cơ"),
        ("Th&ocirc;ng tin, qu&yacute;", "Thông tin, quý"),
        ("một<br/>hai<BR>ba", "một\nhai\nba"),
        ("<p class=\"x\">một</p>", "\nmột\n"),
        ("Phục vụ&nbsp;&quot;một cửa&quot;", "Phục vụ \"một cửa\""),
    ] {
        assert_eq!(Text::new(typed).without_markup().as_deref(), Some(meant), "{typed}");
    }
}

#[test]
fn what_only_looks_like_marks_of_the_web_stays() {
    for typed in [
        "R&D; thử nghiệm",
        "a < b > c",
        "A&B",
        "x <tên>",
        "A<B và C>D; R&D",
        "&",
        "<",
        "&xgrave",
        "&#0;",
        "&đgrave;",
        "<=5; >3",
    ] {
        assert_eq!(Text::new(typed).without_markup(), None, "{typed}");
    }
}

fn list(words: &[&str]) -> Vec<String> {
    words.iter().map(|&words| words.to_owned()).collect()
}

#[test]
fn beginnings_end_where_they_say() {
    let beginnings = Beginnings::from(list(&["Tổng:", "chốt ", "tong so"]));
    assert!(beginnings.begin("tổng: 3") && beginnings.begin("chốt số") && beginnings.begin("tong so 5"));
    assert!(!beginnings.begin("tổng cục") && !beginnings.begin("chốt") && !beginnings.begin(""));
    for text in ["Tổng: 3", "to\u{302}\u{309}ng: 3", "  TONG SO", "T\u{200b}ổng: 3", "CHỐT số"] {
        assert!(beginnings.begin(&fold(text)) && beginnings.may_begin_text(text), "{text}");
    }
    assert!(!beginnings.may_begin_text("Tên") && !beginnings.may_begin_text("Độ"));
    assert_eq!(beginnings.behind("tổng: 3").collect::<Vec<_>>(), [" 3"]);
    assert!(BareBeginnings::from(list(&["của tỉnh"])).begin("Cua tinh A"));
}

#[test]
fn texts_of_a_file_are_made_once() {
    let mut texts = Texts::default();
    let (one, other) = (texts.of("Đã có"), texts.of("Đã có"));
    assert_eq!(one.number(), other.number());
    assert_ne!(one.number(), texts.of("Chưa có").number());
    assert_eq!(one, Text::from("Đã có"));
}

#[test]
fn texts_know_what_is_asked_of_them() {
    for typed in ["Đã có", " ……", "", "-", "a\u{a0}b", "C¬ së d÷ liÖu", "D? li?u", "Hie\u{302}\u{323}n trạng"]
    {
        let text = Text::from(typed);
        assert_eq!(text.tidied(), tidy(typed), "{typed}");
        assert_eq!(text.is_blank(), is_placeholder(&tidy(typed)), "{typed}");
        assert_eq!(text.may_be_legacy(), may_be_legacy(typed), "{typed}");
        assert_eq!(text.lost_letters(), lost_letters(typed), "{typed}");
    }
}

#[test]
fn units_are_known_however_they_are_written() {
    let language = shipped();
    let of = |text: &str| language.measures.of(&fold(text)).map(str::to_owned);
    assert_eq!(of("ĐVT: Tr. đồng").as_deref(), Some("triệu đồng"));
    assert_eq!(of("1.000 đ"), of("nghìn đồng"));
    assert_eq!(of("m²"), of("m2"));
    assert_eq!(of("nam"), None);
    let beside = |text: &str| language.measures.beside(&fold(text)).map(str::to_owned);
    assert_eq!(beside("Kinh phí triệu đồng").as_deref(), Some("triệu đồng"));
    assert_eq!(beside("Tỷ lệ hộ nghèo").as_deref(), Some("%"));
    assert_eq!(beside("Số hợp đồng"), None);
    let are_alike = |one, other| language.measures.are_alike(one, other);
    assert!(are_alike("đồng", "triệu đồng") && are_alike("tỷ đồng", "nghìn đồng") && are_alike("nghìn tấn", "tấn"));
    // Both are money: a line that gives the one says of the other's column that it is wrong.
    assert!(are_alike("triệu USD", "triệu đồng"));
    assert!(!are_alike("ha", "triệu đồng") && !are_alike("ha", "USD") && !are_alike("ha", "km2"));
}

#[test]
fn only_words_that_say_nothing_are_passed_over() {
    let language = shipped();
    let telling = |name: &str| {
        let mut words: Vec<String> = language.telling_words(&fold(name)).map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    let same = |one: &str, other: &str| telling(one) == telling(other);
    assert!(same("CSDL đất đai", "Cơ sở dữ liệu về đất đai"));
    assert!(same("Danh sách di tích và lễ hội", "Danh sách lễ hội, di tích"));
    assert!(!same("CSDL trường tiểu học", "CSDL trường trung học"));
    assert!(!same("Giá đất năm 2022", "Giá đất năm 2023"));
    assert!(!same("Cán bộ", "Cần bổ"));
}

#[test]
fn every_cause_is_told_in_the_language_that_is_asked_for() {
    use bieumau::text::Language::{English, Vietnamese};
    let file = "a.json";
    let missing: Result<(), _> = Err(io::Error::from(io::ErrorKind::NotFound));
    let error = missing.because(|| bilingual!("đọc {file}", "reading {file}"));
    let error = error.because(|| bilingual!("không làm được", "failed")).expect_err("it is one");
    let told = |language| error.chain().map(|cause| said(cause, language)).collect::<Vec<_>>();
    assert_eq!(told(Vietnamese), ["không làm được", "đọc a.json", "không có tệp hoặc thư mục này"]);
    assert_eq!(told(English)[..2], ["failed", "reading a.json"]);
}

#[test]
fn counts_read_as_people_write_them() {
    use bieumau::text::Language::{English, Vietnamese};
    assert_eq!(thousands(999, Vietnamese), "999");
    assert_eq!(thousands(1_234_567, Vietnamese), "1.234.567");
    assert_eq!(counted(1, "lỗi", "error", English), "1 error");
    assert_eq!(counted(1000, "lỗi", "error", English), "1,000 errors");
}

#[test]
fn tells_vietnamese_words_from_others() {
    for word in
        "cơ sở dữ liệu dùng chung của tỉnh nghiệp quốc gia giếng khoáng sản thuỷ thủy trẻ em người được tuyến huyện"
            .split(' ')
    {
        assert!(is_syllable(word), "{word}");
    }
    for word in "thùc cêp cế gế mach año garçon résumé straße d÷ liöu cë böhm aø öï web json data".split(' ')
    {
        assert!(!is_syllable(word), "{word}");
    }
}

#[test]
fn what_most_records_have_is_told_once() {
    let findings: Vec<(u32, u32, &str)> =
        vec![(5, 2, "a"), (6, 2, "a"), (6, 3, "b"), (7, 2, "a"), (8, 3, "b"), (9, 2, "c"), (9, 4, "a")];
    let counts = |records: usize| -> Vec<(u32, usize)> {
        let common = |(row, column, message): &'static (u32, u32, &'static str)| {
            let common = Common { file: "f", sheet: None, rule: "r", message: Cow::Borrowed(*message) };
            (common, Some(Cell::new(*row, *column)))
        };
        let findings: &'static [(u32, u32, &str)] = findings.clone().leak();
        let all = told(findings.iter(), common, |_| records);
        all.iter().map(|told| (told.first.0, told.most.as_ref().map_or(1, |(cells, _)| cells.len()))).collect()
    };
    assert_eq!(counts(5), [(5, 3), (6, 1), (8, 1), (9, 1), (9, 1)]);
    assert_eq!(counts(6), [(5, 1), (6, 1), (6, 1), (7, 1), (8, 1), (9, 1), (9, 1)]);
}
