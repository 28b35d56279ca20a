//! What the readers give of small files: tables of ods, records of xlsb, documents of pdf, text in any encoding, what formats of numbers write.

use std::io::Write as _;

use bieumau::cell::{Cell, Content, GRID_ROWS};
use bieumau::finding::Severity;
use bieumau::text::Language;
use bieumau::workbook::{AsideKind, Loaded, Sheet, Workbook, read_bytes};
use rust_xlsxwriter::Format;

use crate::replay::inputs::Target;

/// A file with these tables.
fn ods(tables: &[&str]) -> Loaded {
    let tables: String =
        tables.iter().map(|rows| format!(r#"<table:table table:name="A">{rows}</table:table>"#)).collect();
    let part = format!("=== content.xml\n<office:document-content>{tables}</office:document-content>");
    Target::Ods.load(part.as_bytes()).remove(0)
}

/// The sheet of a file with one, of which there is nothing to say.
fn only(loaded: Loaded) -> Sheet {
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    loaded.workbook.expect("it can be read").sheets.remove(0)
}

const ONE: &str = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;

#[test]
fn ods_writes_out_what_is_repeated_and_refuses_too_much() {
    let row = |times: u32, cells: &str| {
        format!(r#"<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>"#)
    };
    let blank = r#"<table:table-cell table:number-columns-repeated="16384"/>"#;
    let honest = [row(2, ONE), row(1_048_570, blank), row(1, &format!("{blank}{ONE}"))].concat();
    assert_eq!(only(ods(&[&honest])).rows.iter().map(|row| row.number).collect::<Vec<_>>(), [0, 1]);
    assert!(ods(&[&row(1_048_576, &ONE.repeat(4))]).workbook.is_err());
    let two_millions = row(1_000_000, &ONE.repeat(2));
    assert!(ods(&[&two_millions]).workbook.is_ok());
    assert!(ods(&[&two_millions, &two_millions]).workbook.is_err(), "both together are too many");
    let spaces = r#"<table:table-cell office:value-type="string"><text:p><text:s text:c="4000000000"/></text:p></table:table-cell>"#;
    let cut = ods(&[&row(1, spaces)]);
    assert!(cut.workbook.is_ok());
    assert_eq!(cut.findings.len(), 1, "the cell is cut");
    assert!(ods(&[&row(0, ONE)]).workbook.is_err());
    assert!(ods(&["<table:table/>"]).workbook.is_err(), "a table within a table");
    assert!(ods(&["<table:table-row></table:table-row><!--"]).workbook.is_err(), "the end is missing");
}

#[test]
fn ods_says_what_cells_hold() {
    let sheet = only(ods(&[concat!(
        "\n <table:table-row>\n  ",
        r#"<table:table-cell office:value-type="string"><text:p>a &amp; <text:span>b</text:span><text:s text:c="2"/>c</text:p><!-- x --> "#,
        r#"<text:p>d</text:p><office:annotation><dc:creator>n</dc:creator><text:p>lời <text:span>bàn</text:span></text:p></office:annotation></table:table-cell>"#,
        r#"<table:table-cell office:value-type="date" office:date-value="2024-06-30"><text:p>30/06/24</text:p></table:table-cell>"#,
        r#"<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>"#,
        r#"<table:table-cell office:value-type="string"><text:p><text:a xlink:href="https://a.vn">Xem</text:a></text:p></table:table-cell>"#,
        r#"<table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell office:value-type="time" office:time-value="PT12H00M00S"/>"#,
        r#"<table:table-cell table:formula="of:=[.A1]"/>"#,
        "\n </table:table-row>",
    )]));
    let text = |text: &str| Content::Text(text.into());
    let found: Vec<&Content> = sheet.rows[0].cells.iter().map(|(_, content)| content).collect();
    let expected = [
        text("a & b  c\nd"),
        Content::Date(jiff::civil::date(2024, 6, 30).at(0, 0, 0, 0)),
        Content::Error("#DIV/0!".into()),
        text("Xem"),
        Content::Flag(true),
        Content::Number(0.5),
        Content::Uncalculated("of:=[.A1]".into()),
    ];
    assert_eq!(found, expected.iter().collect::<Vec<_>>());
    assert_eq!(sheet.asides[0].text, "lời bàn");
    assert_eq!(sheet.links.iter().map(|(cell, to)| format!("{cell} {to}")).collect::<Vec<_>>(), ["D1 https://a.vn"]);
}

#[test]
fn ods_has_percentages_without_a_style_merges_and_what_is_hidden() {
    let percentage = r#"<table:table-row><table:table-cell table:style-name="ce9" office:value-type="percentage" office:value="0.7"/></table:table-row>"#;
    assert_eq!(written(&only(ods(&[percentage])), 0, 0.7).as_deref(), Some("70%"));
    let sheet = only(ods(&[concat!(
        r#"<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>"#,
        r#"<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="4"/></table:table-row>"#,
        r#"<table:table-row table:visibility="collapse"><table:table-cell/><table:table-cell table:number-columns-spanned="3" "#,
        r#"table:number-rows-spanned="2" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>"#,
    )]));
    assert_eq!(sheet.merges[0].to_string(), "B4:D5");
    assert_eq!((sheet.hidden_rows, sheet.hidden_columns), (vec![3], vec![2]));
}

/// A record of xlsb: its kind and length, seven bits a byte, and what it holds (MS-XLSB 2.1.4).
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for mut number in [usize::from(kind), data.len()] {
        while number > 0x7f {
            bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        bytes.push(number as u8);
    }
    [bytes, data.to_vec()].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [(units.len() as u32).to_le_bytes().to_vec(), units.into_iter().flat_map(u16::to_le_bytes).collect()].concat()
}

/// A workbook of one sheet with these records, and the shared strings «một» and «hai», of which the first letter is struck through.
fn xlsb(records: &[Vec<u8>]) -> Loaded {
    let sheet = record(0x009c, &[vec![0; 4], vec![1, 0, 0, 0], wide("rId1"), wide("A")].concat());
    let run = |from: u8, font: u8| [from, 0, font, 0];
    let runs = [vec![2, 0, 0, 0], run(0, 1).to_vec(), run(1, 0).to_vec()].concat();
    let strings = [vec![0], wide("một")].concat();
    let strings = [record(0x0013, &strings), record(0x0013, &[vec![1], wide("hai"), runs].concat())];
    let fonts = [0x00, 0x08].map(|flags| record(0x002b, &[0, 0, flags, 0, 0]));
    let parts = [
        ("xl/workbook.bin", sheet),
        ("xl/worksheets/sheet1.bin", records.concat()),
        ("xl/styles.bin", fonts.concat()),
        ("xl/sharedStrings.bin", strings.concat()),
    ];
    let part = |(name, bytes): (&str, Vec<u8>)| [format!("=== {name}\n").into_bytes(), bytes, b"\n".to_vec()].concat();
    Target::Xlsb.load(&parts.map(part).concat()).remove(0)
}

#[test]
fn xlsb_has_cells_in_every_form_and_tells_those_that_cannot_be_read() {
    let row = |row: u32| record(0x0000, &row.to_le_bytes());
    let long = |column: u32, data: &[u8]| [&column.to_le_bytes()[..], &[0; 4], data].concat();
    let loaded = xlsb(&[
        row(6),
        record(0x0007, &long(2, &0u32.to_le_bytes())),
        // D7: the second string; E7: a third that is not there; F7: no room for a number; G7: an error of a formula.
        record(0x0012, &[&[0; 4][..], &1u32.to_le_bytes()].concat()),
        record(0x0012, &[&[0; 4][..], &2u32.to_le_bytes()].concat()),
        record(0x0010, &[0; 8]),
        record(0x000b, &long(6, &[0x2a, 0, 0, 1, 2, 3])),
        // H7: an error that is none.
        record(0x000e, &[0, 0, 0, 0, 0x63]),
        row(7),
        // A8: a rich text; B8: 12.5 as a whole number of hundredths.
        record(0x003e, &long(0, &[&[1][..], &wide("ba")].concat())),
        record(0x0002, &long(1, &(1250u32 << 2 | 3).to_le_bytes())),
    ]);
    let bad: Vec<_> = loaded.findings.iter().filter_map(|it| it.location.cell).map(|it| it.to_string()).collect();
    assert_eq!(bad, ["E7", "F7", "H7"]);
    let sheet = loaded.workbook.expect("every record is whole").sheets.remove(0);
    assert!(sheet.look(Cell::new(6, 3)).is_partly_struck && !sheet.look(Cell::new(6, 2)).is_partly_struck);
    let rows = sheet.rows;
    let text = |text: &str| Content::Text(text.into());
    assert_eq!(rows[0].cells, [(2, text("một")), (3, text("hai")), (6, Content::Error("#N/A".into()))]);
    assert_eq!(rows[1].cells, [(0, text("ba")), (1, Content::Number(12.5))]);
    assert!(xlsb(&[row(GRID_ROWS)]).workbook.is_err(), "what follows would be lost");
}

#[test]
fn xlsb_has_merges_and_headers_and_no_overlong_records() {
    let merge: Vec<u8> = [2u32, 3, 1, 4].iter().flat_map(|number| number.to_le_bytes()).collect();
    let header = record(0x01df, &[vec![0, 0], wide("&CUBND tỉnh"), wide("&P")].concat());
    let sheet = only(xlsb(&[record(0x00b0, &merge), header]));
    assert_eq!(sheet.merges[0].to_string(), "B3:E4");
    let asides: Vec<_> = sheet.asides.iter().map(|it| (it.kind, it.text.as_str())).collect();
    assert_eq!(asides, [(AsideKind::Header, "UBND tỉnh")]);
    assert!(xlsb(&[vec![0xb0, 0x01, 0xff, 0xff, 0xff, 0x7f]]).workbook.is_err());
}

/// What the format of a number in the first column writes.
fn written(sheet: &Sheet, row: u32, number: f64) -> Option<String> {
    sheet.worded(sheet.look(Cell::new(row, 0))).and_then(|worded| worded.of(number))
}

#[test]
fn numbers_are_written_as_their_format_has_them() {
    let cases = [
        ("0%", 0.85, Some("85%")),
        ("0%", 0.8567, Some("85.67%")),
        ("0.0%", 0.855, Some("85.5%")),
        ("\"Quý IV/\"0", 2025.0, Some("Quý IV/2025")),
        ("\"Số \"0\"/QĐ-UBND\"", 613.0, Some("Số 613/QĐ-UBND")),
        ("\"Số \"000\\/\"QĐ\"", 7.0, Some("Số 007/QĐ")),
        ("#,##0\" đồng\"", 1_500_000.0, Some("1500000 đồng")),
        ("#,##0\\ \"tỷ\";[Red]\\-0", 12.0, Some("12 tỷ")),
        ("#,##0\\ \"tỷ\";[Red]\\-0", -12.0, None),
        ("hh:mm", 0.3125, Some("07:30")),
        ("h:mm:ss AM/PM", 0.5, Some("12:00:00")),
        ("[h]:mm", 1.5, Some("36:00")),
    ];
    let bare = [
        "General",
        "0",
        "0.00",
        "#,##0",
        "@",
        "dd/mm/yyyy",
        "mmm-yy",
        "\"Năm \"yyyy",
        "yyyy\"年\"m\"月\"d\"日\"",
        "\"Ngày \"dd/mm/yyyy hh:mm",
        "# ?/?",
        "0.00E+00",
        "#,##0,\" nghìn\"",
        "00\\-00",
        "#,##0\\ [$\u{20ab}-42A]",
        "[>=100]0\" m\"",
        "mm:ss",
        "\"chữ\"",
    ];
    let all: Vec<_> = cases.into_iter().chain(bare.map(|code| (code, 45000.0, None))).collect();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, (code, number, _)) in (0..).zip(&all) {
        sheet.write_number_with_format(row, 0, *number, &Format::new().set_num_format(*code)).expect("there is room");
    }
    let read = |bytes: &[u8]| only(read_bytes(&"a.xlsx".into(), bytes, false));
    let first = read(&workbook.save_to_buffer().expect("memory takes it"));
    // Written again by the code that is made of it, it says the same.
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, (code, number, expected)) in (0..).zip(&all) {
        assert_eq!(written(&first, row, *number).as_deref(), *expected, "{code}");
        let format = first.worded(first.look(Cell::new(row, 0))).map(|worded| worded.code(""));
        let format = Format::new().set_num_format(format.as_deref().unwrap_or("General"));
        sheet.write_number_with_format(row, 0, *number, &format).expect("there is room");
    }
    let again = read(&workbook.save_to_buffer().expect("memory takes it"));
    for (row, (code, number, expected)) in (0..).zip(&all).filter(|(_, (.., expected))| expected.is_some()) {
        assert_eq!(written(&again, row, *number).as_deref(), *expected, "{code}");
    }
}

#[test]
fn dates_are_written_with_the_words_of_their_format() {
    let cases = [
        ("\"Quý II/\"yyyy", Some("Quý II/2024")),
        ("[$-42A]\"Trước tháng \"mm/yyyy;@", Some("Trước tháng 2024")),
        ("\"Ngày \"dd\" tháng \"mm\\/yyyy\\ \"(dự kiến)\"", Some("Ngày 2024 (dự kiến)")),
        ("yyyy", None),
    ];
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, (code, _)) in (0..).zip(cases) {
        sheet.write_number_with_format(row, 0, 45000, &Format::new().set_num_format(code)).expect("there is room");
    }
    let sheet = only(read_bytes(&"a.xlsx".into(), &workbook.save_to_buffer().expect("memory takes it"), false));
    for (row, (code, expected)) in (0..).zip(cases) {
        let worded = sheet.worded(sheet.look(Cell::new(row, 0)));
        assert_eq!(worded.and_then(|worded| worded.around_date("2024")).as_deref(), expected, "{code}");
    }
    let style = concat!(
        r#"<office:automatic-styles><number:date-style style:name="N1"><number:text>Quý II/</number:text><number:year/></number:date-style>"#,
        r#"<style:style style:name="ce1" style:data-style-name="N1"/></office:automatic-styles><table:table table:name="A"><table:table-row>"#,
        r#"<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="2024-06-30"/></table:table-row></table:table>"#,
    );
    let part = format!("=== content.xml\n<office:document-content>{style}</office:document-content>");
    let sheet = only(Target::Ods.load(part.as_bytes()).remove(0));
    let written = sheet.worded(sheet.look(Cell::new(0, 0))).and_then(|worded| worded.around_date("2024"));
    assert_eq!(written.as_deref(), Some("Quý II/2024"));
}

fn stream(number: u32, dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("{number} 0 obj\n<</Filter/FlateDecode{dictionary}>>\nstream\r\n");
    let mut encoder = flate2::write::ZlibEncoder::new(head.into_bytes(), flate2::Compression::fast());
    encoder.write_all(content).expect("memory can be written");
    [&encoder.finish().expect("memory can be written")[..], b"\nendstream\nendobj\n"].concat()
}

/// A document of one page, with this content and these other objects.
fn document(content: &[u8], resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let head = format!(
        "%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[3 0 R]/Count 1/Resources<<{resources}>>>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
    );
    [head.into_bytes(), stream(4, "", content), more.concat(), b"trailer<</Root 1 0 R>>".to_vec()].concat()
}

/// What a PDF is called, and its lines.
fn pdf(bytes: &[u8]) -> (String, Vec<String>) {
    let loaded = read_bytes(&"a.pdf".into(), bytes, false);
    let format = loaded.findings[0].arguments.get("format").expect("it is told what the file is");
    (format.get(Language::English).to_owned(), loaded.says)
}

const TEXT: &[u8] = b"BT /F1 12 Tf 72 720 Td (UBND TINH HA GIANG) Tj 0 -20 Td [(So)-500(lieu)] TJ ET";

#[test]
fn a_scan_is_told_from_a_document_with_text() {
    let picture = stream(5, "/Subtype/Image", b"picture");
    assert_eq!(pdf(&document(TEXT, "", &[])).0, "a PDF document with text");
    let scan = b"q 595 0 0 842 0 0 cm /Im0 Do Q";
    let resources = "/XObject<</Im0 5 0 R>>";
    assert_eq!(pdf(&document(scan, resources, std::slice::from_ref(&picture))).0, "a scanned PDF (pictures only)");
    // Its words were recognised and lie behind the picture: it is a scan all the same, and says whose it is.
    let recognised = [&scan[..], b" BT 3 Tr /F1 12 Tf (UBND TINH HA GIANG) Tj ET"].concat();
    let (kind, lines) = pdf(&document(&recognised, resources, &[picture]));
    assert_eq!((&*kind, &*lines[0]), ("a scanned PDF (pictures only)", "UBND TINH HA GIANG"));
    assert_eq!(pdf(&document(b"0 0 m 1 1 l S", "", &[])).0, "a PDF document");
    assert_eq!(pdf(b"%PDF-1.4 cut").0, "a PDF document");
    let locked = [document(TEXT, "", &[]), b"trailer<</Encrypt 9 0 R>>".to_vec()].concat();
    assert_eq!(pdf(&locked).0, "a locked PDF document");
}

#[test]
fn letters_of_a_pdf_are_what_the_font_says_they_are() {
    let font = b"6 0 obj<</Type/Font/Subtype/Type0/ToUnicode 7 0 R/DescendantFonts[8 0 R]>>endobj\n\
                 8 0 obj<</W[1[500 500 500]]/DW 1000>>endobj\n";
    let map = stream(7, "", b"1 beginbfchar <0001> <1EE6> endbfchar 1 beginbfrange <0002> <0003> <0042> endbfrange");
    // «ỦB», «C» at the same height far to the right, and «B» a line below.
    let content =
        b"BT /F1 10 Tf 1 0 0 1 50 700 Tm <00010002> Tj 1 0 0 1 300 700 Tm <0003> Tj 1 0 0 1 50 680 Tm <0002> Tj ET";
    let (_, lines) = pdf(&document(content, "/Font<</F1 6 0 R>>", &[font.to_vec(), map]));
    assert_eq!(lines, ["ỦB", "C", "B"]);
}

#[test]
fn what_a_pdf_packs_in_one_stream_is_found() {
    let packed =
        b"1 0 2 32 3 70 <</Type/Catalog/Pages 2 0 R>>    <</Kids[3 0 R]/Count 1>>              <</Contents 4 0 R>>";
    let first = packed.iter().position(|byte| *byte == b'<').expect("there is one");
    let packed = stream(9, &format!("/Type/ObjStm/N 3/First {first}"), packed);
    let all = [b"%PDF-1.7\n".to_vec(), packed, stream(4, "", TEXT), b"trailer<</Root 1 0 R>>".to_vec()].concat();
    assert_eq!(pdf(&all).1, ["UBND TINH HA GIANG", "So lieu"]);
}

#[test]
fn a_hostile_pdf_is_given_up() {
    // A bomb, a tree of pages that leads to itself, a form that draws itself, an array without an end.
    let circle =
        b"%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R 2 0 R 2 0 R]>>endobj trailer<</Root 1 0 R>>";
    let form = stream(5, "/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>", b"/X Do /X Do /X Do /X Do");
    for hostile in [
        document(&vec![b' '; 40 << 20], "", &[]),
        circle.to_vec(),
        document(b"/X Do", "/XObject<</X 5 0 R>>", &[form]),
        [b"%PDF-1.4 1 0 obj".to_vec(), b"[".repeat(1 << 20), b"trailer<</Root 1 0 R>>".to_vec()].concat(),
        [b"%PDF-1.4 ".to_vec(), b"1 0 obj ".repeat(200_000), b"trailer<</Root 1 0 R>>".to_vec()].concat(),
    ] {
        assert_eq!(pdf(&hostile).0, "a PDF document");
    }
}

const LINES: &str = "STT,Tên cơ sở dữ liệu,Đơn vị\n1,Hộ tịch điện tử,Sở Tư pháp tỉnh Hà Giang\n";

/// The lines of a text file, its cells joined as they stood.
fn text(bytes: &[u8]) -> String {
    let Workbook { sheets, .. } = read_bytes(&"a.csv".into(), bytes, false).workbook.expect("it is text");
    let line = |row: &bieumau::workbook::Row| {
        let said = |(_, content): (u32, &Content)| match content {
            Content::Text(text) => text.to_string(),
            other => panic!("{other:?}"),
        };
        row.cells.iter().map(said).collect::<Vec<_>>().join(",") + "\n"
    };
    sheets[0].rows.iter().map(line).collect()
}

#[test]
fn text_is_decoded_from_what_programs_save() {
    let utf_16 = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let marked = ["\u{feff}", LINES].concat();
    for bytes in [
        LINES.as_bytes().to_vec(),
        marked.clone().into_bytes(),
        utf_16(LINES, u16::to_le_bytes),
        utf_16(LINES, u16::to_be_bytes),
        utf_16(&marked, u16::to_le_bytes),
    ] {
        assert_eq!(text(&bytes), LINES);
    }
    // Code page 1258: ở is õ + hook (0xD2), ỉ is i + hook, ộ is ô + dot (0xF2).
    let line = b"S\xf5\xd2 T\xfd ph\xe1p ti\xd2nh H\xe0 Giang, h\xf4\xf2 ti\xf2ch\n";
    assert_eq!(text(line), "Sở Tư pháp tỉnh Hà Giang, hộ tịch\n");
    // "Cộng hòa xã hội chủ nghĩa" in TCVN3 is left as Windows-1252 shows it.
    let line = b"C\xe9ng h\xdfa x\xb7 h\xe9i ch\xf1 ngh\xdca, \xae\xa5n v\xde: \xa7\xb5 N\xbdng\n";
    assert_eq!(text(line), "Céng hßa x· héi chñ nghÜa, ®¥n vÞ: §µ N½ng\n");
    // Lines that were appended in another encoding, and a letter that was cut.
    let other = b"2,S\xf5\xd2 T\xfd ph\xe1p ti\xd2nh H\xe0 Giang,x\n";
    let both = [LINES.as_bytes(), other, LINES.as_bytes()].concat();
    assert_eq!(text(&both), format!("{LINES}2,Sở Tư pháp tỉnh Hà Giang,x\n{LINES}"));
    let three = LINES.repeat(3).into_bytes();
    let cut = three.len() - "Giang\n".len() - "à ".len() + 1;
    assert!(text(&three[..cut]).ends_with("tỉnh H\u{fffd}\n"));
}

#[test]
fn formats_tell_dates_from_numbers() {
    for (code, expected) in [
        ("dd/mm/yyyy", "Day"),
        ("H:MM:SS;@", "Day"),
        ("m\"M\"d\"D\";@", "Day"),
        ("[$-404]e\"\\xfc\"m\"\\xfc\"d\"\\xfc\"", "Day"),
        ("*-yyyy-mm-dd", "Day"),
        ("yyyy", "Year"),
        ("\"Năm \"yyyy", "Year"),
        ("mmm-yy", "Month"),
        ("mm/yyyy", "Month"),
        ("\"Tháng\" m\\/yyyy", "Month"),
        ("[$-42A]mmmm\\-yy;@", "Month"),
        ("[h]:mm:ss", "number"),
        ("[>=100][Magenta][s].00", "number"),
        ("[mm]", "number"),
        ("#,##0\\ [$\\u20bd-46D]", "number"),
        ("\"Y: \"0.00\"m\";\"Y: \"-0.00\"m\";@", "number"),
        ("0_ ;[Red]\\-0\\ ", "number"),
        ("\\Y000000", "number"),
        ("#,##0*y", "number"),
        ("[>=100][Magenta]General", "number"),
        ("00000", "00000"),
        ("0.00", "0.00"),
        ("0.00;[Red]-0.00", "0.00"),
        ("#,##0.00", "number"),
        ("0", "number"),
        ("General", "number"),
        ("@", "number"),
    ] {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let format = Format::new().set_num_format(code);
        workbook.add_worksheet().write_number_with_format(0, 0, 42.0, &format).expect("it can be written");
        let bytes = workbook.save_to_buffer().expect("it can be packed");
        let sheet = only(read_bytes(&"a.xlsx".into(), &bytes, false));
        let look = sheet.look(Cell::new(0, 0));
        let shown = match sheet.rows[0].content(0) {
            Some(Content::Date(_)) => format!("{:?}", look.shown),
            _ => look.digits.map_or_else(|| "number".to_owned(), bieumau::workbook::Digits::code),
        };
        assert_eq!(shown, expected, "{code}");
    }
}

/// A file of Excel with these shared strings, of which each cell in column A has the given type and value, and the format of a day.
fn xlsx(since_1904: bool, strings: &str, cells: impl Iterator<Item = (&'static str, String)>) -> Loaded {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let related = [("worksheet", "worksheets/sheet1"), ("styles", "styles"), ("sharedStrings", "sharedStrings")];
    let related = related
        .map(|(kind, target)| format!(r#"<Relationship Id="{kind}" Type="{KIND}/{kind}" Target="{target}.xml"/>"#));
    let cell = |(at, (kind, value)): (usize, (&str, String))| {
        format!(r#"<row r="{0}"><c r="A{0}" s="0" t="{kind}"><v>{value}</v></c></row>"#, at + 1)
    };
    let sheet = r#"<sheets><sheet name="A" sheetId="1" r:id="worksheet"/></sheets>"#;
    let parts = [
        ("workbook", format!(r#"<workbook><workbookPr date1904="{}"/>{sheet}</workbook>"#, u8::from(since_1904))),
        ("_rels/workbook.xml.rels", format!("<Relationships>{}</Relationships>", related.concat())),
        ("styles", r#"<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>"#.to_owned()),
        ("sharedStrings", strings.to_owned()),
        (
            "worksheets/sheet1",
            format!(
                "<worksheet><sheetData>{}</sheetData></worksheet>",
                cells.enumerate().map(cell).collect::<String>()
            ),
        ),
    ];
    let name = |name: &str| if name.ends_with(".rels") { format!("xl/{name}") } else { format!("xl/{name}.xml") };
    let input: String = parts.iter().map(|(part, content)| format!("=== {}\n{content}\n", name(part))).collect();
    Target::Xlsx.load(input.as_bytes()).remove(0)
}

#[test]
fn days_are_counted_as_excel_does() {
    let days = |since_1904: bool, numbers: &[&str]| -> Vec<String> {
        let loaded = xlsx(since_1904, "<sst/>", numbers.iter().map(|number| ("n", (*number).to_owned())));
        let sheet = loaded.workbook.expect("it can be read").sheets.remove(0);
        let day = |at: u32| match sheet.row(at).and_then(|row| row.content(0)) {
            Some(Content::Date(day)) => day.to_string(),
            _ => String::new(),
        };
        (0..numbers.len() as u32).map(day).collect()
    };
    let expected = ["1900-01-01T00:00:00", "1900-02-28T00:00:00", "1900-03-01T00:00:00", "2023-06-15T12:00:00"];
    assert_eq!(days(false, &["1", "59", "61", "45092.5"]), expected);
    assert_eq!(days(true, &["43630"]), ["2023-06-15T00:00:00"]);
    // No day lies outside the range, and there was no 29 February 1900.
    let none = ["NaN", "inf", "1e308", "-5", "0", "60", "60.5", "2958466"];
    assert_eq!(days(false, &none), none.map(|_| ""));
    let iso = |date: &str| {
        let cell = format!(r#"<table:table-cell office:value-type="date" office:date-value="{date}"/>"#);
        let loaded = ods(&[&format!("<table:table-row>{cell}{ONE}</table:table-row>")]);
        match loaded.workbook.expect("it can be read").sheets[0].rows[0].content(0) {
            Some(Content::Date(day)) => day.to_string(),
            _ => String::new(),
        }
    };
    assert_eq!(iso("2023-06-15"), "2023-06-15T00:00:00");
    assert_eq!(iso("2023-06-15T08:30:00Z"), "2023-06-15T08:30:00");
    assert_eq!(["0023-06-15", "15/6/2023"].map(iso), ["", ""]);
}

#[test]
fn strings_of_excel_have_runs_spaces_and_escapes() {
    let part = concat!(
        r#"<sst uniqueCount="6"><si><t> a </t></si><si><r><rPr><strike/></rPr><t xml:space="preserve">b </t></r>"#,
        r#"<r><rPr><strike val="true"/></rPr><t>c</t></r><rPh><t>x</t></rPh></si><si/>"#,
        r#"<si><r><rPr><strike/></rPr><t>d</t></r><r><t>e&amp;_x000D__x005F_x000D_</t></r></si>"#,
        r#"<si><t>_xD83D__xDE00__xD83D__x_</t></si>"#,
        r#"<si><r><t>2024</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r><r><t> 3</t></r></si></sst>"#,
    );
    let read = |part: &str| xlsx(false, part, (0..6).map(|number| ("s", number.to_string())));
    let sheet = read(part).workbook.expect("it is sound").sheets.remove(0);
    let text = |at: u32| {
        let look = sheet.look(Cell::new(at, 0));
        let text = match sheet.row(at).and_then(|row| row.content(0)) {
            Some(Content::Text(text)) => text.as_str(),
            _ => "",
        };
        (text, look.is_struck, look.is_partly_struck)
    };
    let expected = [
        ("a", false, false),
        ("b c", true, false),
        ("", false, false),
        ("de&\r_x000D_", false, true),
        ("😀\u{fffd}_x_", false, false),
        ("2024²3", false, false),
    ];
    assert_eq!([0, 1, 2, 3, 4, 5].map(text), expected);
    for broken in [r#"<sst uniqueCount="7"><si/></sst>"#, "<sst><si><t>a"] {
        assert!(read(broken).workbook.is_err(), "{broken}");
    }
}

/// The column in which each cell of a table stands and how many it spans, row by row, by the widths of the table's grid and by how many
/// columns of that each spans.
fn columns_of(widths: &[u32], spans: &[&[u32]]) -> Vec<Vec<(u32, u32)>> {
    let cell = |span: &u32| {
        format!(r#"<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"#)
    };
    let rows = spans.iter().map(|row| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>()));
    let grid: String = widths.iter().map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#)).collect();
    let table = format!("<w:tbl><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>", rows.collect::<String>());
    let document = crate::word::of_body(&table, None);
    let loaded = read_bytes(&"a.docx".into(), &document, false);
    let sheet = loaded.workbook.expect("it can be read").sheets.remove(0);
    let span = |row: u32, column: u32| {
        let merged = sheet.merges.iter().find(|area| area.first == Cell::new(row, column));
        (column, merged.map_or(1, |area| area.last.column - column + 1))
    };
    sheet.rows.iter().map(|row| row.cells.iter().map(|(column, _)| span(row.number, column)).collect()).collect()
}

#[test]
fn a_border_of_a_document_that_nobody_sees_makes_no_column() {
    // Dragged by a hair.
    let dragged = columns_of(&[500, 40, 3000, 3000], &[&[1, 2, 1], &[2, 1, 1], &[3, 1]]);
    let three = || vec![(0, 1), (1, 1), (2, 1)];
    assert_eq!(dragged, [three(), three(), vec![(0, 2), (2, 1)]]);
    // A column that is that narrow and holds cells is one.
    assert_eq!(columns_of(&[500, 40, 3000], &[&[1, 1, 1]]), [three()]);
    // One that only a title has.
    let body: &[u32] = &[2, 4, 4];
    assert_eq!(columns_of(&[], &[&[5, 5], body, body, body, body, body])[..2], [vec![(0, 2), (2, 1)], three()]);
    // One cell in a row cut in two stays two.
    let cut = columns_of(&[], &[&[2, 1, 3, 4], body, body, body, body, body]);
    assert_eq!(cut[0], [(0, 1), (1, 1), (2, 1), (3, 1)]);
}

/// A sheet of Excel that these parts belong to, each of a kind.
fn with_parts(parts: &[(&str, &str)]) -> Sheet {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |(kind, _): &(&str, &str)| {
        format!(r#"<Relationship Id="{kind}" Type="{KIND}/{kind}" Target="../{kind}1.xml"/>"#)
    };
    let relations: String = parts.iter().map(relation).collect();
    let parts: String = parts.iter().map(|(kind, part)| format!("=== xl/{kind}1.xml\n{part}\n")).collect();
    let relations = format!("=== xl/worksheets/_rels/sheet1.xml.rels\n<Relationships>{relations}</Relationships>\n");
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>"#;
    let input = format!("{parts}{relations}=== xl/worksheets/sheet1.xml\n{sheet}");
    Target::Xlsx.load(input.as_bytes()).remove(0).workbook.expect("it can be read").sheets.remove(0)
}

#[test]
fn comments_and_text_boxes_are_read() {
    let comments = r#"<comments><comment ref="B2"><text><r><t>của UBND</t></r><r><t xml:space="preserve"> tỉnh</t></r></text></comment></comments>"#;
    let boxes = concat!(
        r#"<xdr:wsDr><xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col><xdr:row>1</xdr:row></xdr:from><xdr:to><xdr:col>9</xdr:col>"#,
        r#"<xdr:row>4</xdr:row></xdr:to><xdr:sp><xdr:txBody><a:p><a:r><a:t>Kèm theo </a:t></a:r><a:r><a:t>QĐ &amp; KH</a:t></a:r></a:p>"#,
        r#"<a:p><a:r><a:t>dòng hai</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"#,
    );
    let sheet = with_parts(&[("comments", comments), ("drawing", boxes)]);
    let told: Vec<_> =
        sheet.asides.iter().map(|it| (it.kind, it.cell.map(|cell| cell.to_string()), it.text.as_str())).collect();
    let expected = [
        (AsideKind::Comment, Some("B2".to_owned()), "của UBND tỉnh"),
        (AsideKind::TextBox, Some("D2".to_owned()), "Kèm theo QĐ & KH\ndòng hai"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn large_pictures_are_found_and_seals_are_not() {
    // With the upper left corner in A9.
    let anchor = |kind: &str, to: &str, what: &str| {
        let from = "<from><col>0</col><colOff>0</colOff><row>8</row></from>";
        let drawing = format!("<wsDr><{kind}>{from}{to}<{what}/><clientData/></{kind}></wsDr>");
        with_parts(&[("drawing", &drawing)]).pictures.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let to = |row: u32, column: u32| format!("<to><col>{column}</col><row>{row}</row></to>");
    assert_eq!(anchor("twoCellAnchor", &to(40, 13), "pic"), ["A9:N41"]);
    assert!(anchor("twoCellAnchor", &to(40, 13), "sp").is_empty(), "a text box");
    assert!(anchor("twoCellAnchor", &to(16, 3), "pic").is_empty(), "a seal");
    let ext = |x: u32, y: u32| format!(r#"<ext cx="{}" cy="{}"/>"#, x * 360_000, y * 360_000);
    assert_eq!(anchor("oneCellAnchor", &ext(20, 12), "pic"), ["A9:A9"]);
    assert!(anchor("oneCellAnchor", &ext(5, 5), "pic").is_empty());
    let nothing = format!("{}{}", to(40, 13), ext(0, 0));
    assert_eq!(anchor("twoCellAnchor", &nothing, "pic"), ["A9:N41"], "a size that nobody filled in");
}

/// A sheet of Excel with these texts, each in its cell, in the order of the file.
fn texts(cells: &[(&str, &str)]) -> Loaded {
    let row = |(cell, text): &(&str, &str)| {
        let row = cell.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        format!(r#"<row r="{row}"><c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c></row>"#)
    };
    let rows: String = cells.iter().map(row).collect();
    let input = format!("=== xl/worksheets/sheet1.xml\n<worksheet><sheetData>{rows}</sheetData></worksheet>");
    Target::Xlsx.load(input.as_bytes()).remove(0)
}

#[test]
fn a_grid_keeps_the_first_of_two_cells_its_order_and_its_bounds() {
    let places = |loaded: &Loaded| {
        loaded.findings.iter().map(|it| it.location.cell.map(|cell| cell.to_string())).collect::<Vec<_>>()
    };
    let at = |cell: &str| Some(cell.to_owned());
    let text = |text: &str| Content::Text(text.into());
    let loaded = texts(&[("B3", "x"), ("A1", "y"), ("B3", "z"), ("A3", "w"), ("A1", "v")]);
    assert_eq!(places(&loaded), [at("B3"), at("A1")]);
    assert!(loaded.findings.iter().all(|finding| finding.severity == Severity::Warning));
    let rows = loaded.workbook.expect("two duplicates are not too many").sheets.remove(0).rows;
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(rows[0].cells, [(0, text("y"))]);
    assert_eq!(rows[1].cells, [(0, text("w")), (1, text("x"))]);
    // Excel holds no longer text.
    let long = texts(&[("A1", &"ữ".repeat(32_767)), ("B1", &"ữ".repeat(32_768))]);
    assert_eq!(places(&long), [at("B1")]);
    let rows = long.workbook.expect("one bad cell is not too many").sheets.remove(0).rows;
    assert_eq!(rows[0].content(0), rows[0].content(1));
    let outside = texts(&[("XFE1", "x")]);
    assert_eq!(outside.findings.len(), 1);
    assert!(outside.workbook.expect("one bad cell is not too many").sheets[0].rows.is_empty());
}

#[test]
fn styles_of_excel_tell_months_and_what_is_struck_through() {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let styles = concat!(
        r#"<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="mm/yyyy"/></numFmts>"#,
        r#"<fonts><font><sz val="11"/></font><font><strike/></font><font><strike val="0"/></font></fonts>"#,
        r#"<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>"#,
        r#"<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="1"/><xf numFmtId="14" fontId="2"/></cellXfs></styleSheet>"#,
    );
    let relation = |(kind, target): (&str, &str)| {
        format!(r#"<Relationship Id="{kind}" Type="{KIND}/{kind}" Target="{target}.xml"/>"#)
    };
    let relations = [("worksheet", "worksheets/sheet1"), ("styles", "styles")].map(relation).concat();
    let cells: String =
        (0..4).map(|at| format!(r#"<row r="{0}"><c r="A{0}" s="{at}"><v>45000</v></c></row>"#, at + 1)).collect();
    let book = r#"<workbook><sheets><sheet name="A" sheetId="1" r:id="worksheet"/></sheets></workbook>"#;
    let input = format!(
        "=== xl/workbook.xml\n{book}\n=== xl/_rels/workbook.xml.rels\n<Relationships>{relations}</Relationships>\n=== xl/styles.xml\n{styles}\n\
         === xl/worksheets/sheet1.xml\n<worksheet><sheetData>{cells}</sheetData></worksheet>"
    );
    let sheet = Target::Xlsx.load(input.as_bytes()).remove(0).workbook.expect("it can be read").sheets.remove(0);
    let told = [0, 1, 2, 3].map(|at| {
        let look = sheet.look(Cell::new(at, 0));
        let is_date = matches!(sheet.rows[at as usize].content(0), Some(Content::Date(_)));
        (is_date, format!("{:?}", look.shown), look.is_struck)
    });
    let expected = [(false, "Day", false), (true, "Month", true), (true, "Day", false), (false, "Day", false)];
    assert_eq!(told, expected.map(|(is_date, shown, is_struck)| (is_date, shown.to_owned(), is_struck)));
}

#[test]
fn rows_in_a_text_box_are_told_from_titles_signatures_and_guidance() {
    use rust_xlsxwriter::{Shape, Workbook as Book};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let told = |line: &str| {
        let mut book = Book::new();
        let sheet = book.add_worksheet();
        for (column, heading) in
            (0..).zip(["STT", "Tên cơ sở dữ liệu", "Mục đích", "Phạm vi, nội dung dữ liệu", "Đơn vị chủ trì"])
        {
            sheet.write_string(0, column, heading).expect("written");
        }
        // One line alone may be anything.
        sheet.insert_shape(3, 1, &Shape::textbox().set_text(format!("{line}\n{line}"))).expect("written");
        let path = folder.path().join("H22.xlsx");
        book.save(&path).expect("written");
        let report = crate::run::json(
            &crate::run::bieumau().args(["check", "--format", "json"]).arg(&path).output().expect("it runs").stdout,
        );
        let findings = report["findings"].as_array().expect("findings").clone();
        findings.iter().any(|it| it["message"].as_str().is_some_and(|said| said.contains("một hộp chữ 2 dòng")))
    };
    for row in [
        "4\tCSDL giá đất\tQuản lý\tSở Tài chính",
        "4. CSDL giá đất - Quản lý - Sở Tài chính",
        "5 | CSDL chợ | Sở Công Thương | Đã có",
    ] {
        assert!(told(row), "{row}");
    }
    for line in [
        "UBND TỈNH HÀ GIANG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "NGƯỜI LẬP BIỂU\tKẾ TOÁN\tTHỦ TRƯỞNG",
        "1. Cột (2): ghi tên; cột (3): ghi mục đích; cột (4): ghi phạm vi",
        "- Lưu: VT, CNTT.",
        "Độc lập - Tự do - Hạnh phúc",
    ] {
        assert!(!told(line), "{line}");
    }
}
