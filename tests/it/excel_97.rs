//! Workbooks of Excel 5 to 2003, made here record by record: as other programs write them, and as nobody should.

use std::io::{Cursor, Write};

use bieumau::cell::{Cell, Content};
use bieumau::workbook::{AsideKind, Cells, DateShown, Loaded, Sheet, read_bytes};

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// The stream of a workbook of this version with these records of its own and sheets «A», «B», … of these.
fn stream(version: u16, globals: &[u8], sheets: &[&[u8]]) -> Vec<u8> {
    let begin = record(BEGIN, &[&version.to_le_bytes()[..], &[0; 14]].concat());
    let end = record(END, &[]);
    let is_unicode = version >= 0x0600;
    let bound = |place: usize, letter: u8| {
        let name: &[u8] = if is_unicode { &[1, 0, letter] } else { &[1, letter] };
        record(0x0085, &[&(place as u32).to_le_bytes()[..], &[0, 0], name].concat())
    };
    let mut place = begin.len() + globals.len() + sheets.len() * bound(0, b'A').len() + end.len();
    let mut stream = [begin.clone(), globals.to_vec()].concat();
    for (letter, sheet) in (b'A'..).zip(sheets) {
        stream.extend(bound(place, letter));
        place += begin.len() + sheet.len() + end.len();
    }
    stream.extend(&end);
    sheets.iter().for_each(|sheet| stream.extend([&begin, *sheet, &end].concat()));
    stream
}

fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
    file.create_stream(name).and_then(|mut part| part.write_all(stream)).expect("memory takes it");
    file.into_inner().into_inner()
}

fn read_stream(stream: &[u8]) -> Loaded {
    read_bytes(&"a.xls".into(), &container("Workbook", stream), false)
}

/// The first sheet of what is read, and the cells that are told.
fn first(stream: &[u8]) -> (Sheet, Vec<String>) {
    let loaded = read_stream(stream);
    let told = loaded.findings.iter().filter_map(|it| it.location.cell).map(|cell| cell.to_string()).collect();
    (loaded.workbook.expect("it can be read").sheets.remove(0), told)
}

/// A record with one cell, in the first style.
fn cell(kind: u16, row: u16, column: u16, held: &[u8]) -> Vec<u8> {
    styled(kind, row, column, 0, held)
}

fn styled(kind: u16, row: u16, column: u16, style: u16, held: &[u8]) -> Vec<u8> {
    record(kind, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &style.to_le_bytes(), held].concat())
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [(units.len() as u16).to_le_bytes().to_vec(), vec![1], units.into_iter().flat_map(u16::to_le_bytes).collect()]
        .concat()
}

fn text(text: &str) -> Content {
    Content::Text(text.into())
}

#[test]
fn the_code_page_says_nothing_about_texts_since_excel_97() {
    for page in [1252u16, 0, 1200] {
        let strings = record(0x00fc, &[&[1, 0, 0, 0, 1, 0, 0, 0][..], &wide("Mục đích")].concat());
        let globals = [record(0x0042, &page.to_le_bytes()), strings].concat();
        let sheet = [cell(0x00fd, 0, 0, &[0; 4]), cell(0x0204, 0, 1, &wide("Đơn vị"))].concat();
        let (sheet, told) = first(&stream(0x0600, &globals, &[&sheet]));
        assert_eq!(sheet.rows[0].cells, [(0, text("Mục đích")), (1, text("Đơn vị"))], "{page}");
        assert!(told.is_empty());
    }
}

#[test]
fn texts_of_excel_95_are_bytes_of_a_code_page() {
    let globals = record(0x0042, &10_029u16.to_le_bytes());
    let sheet = [cell(0x0204, 0, 0, &[2, 0, 0x80, b'b']), record(0x001c, &[0, 0, 0, 0, 1, 0, b'c'])].concat();
    let (sheet, _) = first(&stream(0x0500, &globals, &[&sheet]));
    assert_eq!(sheet.rows[0].cells, [(0, text("Äb"))]);
    assert_eq!(sheet.asides[0].text, "c");
    assert_eq!(sheet.name.as_deref(), Some("A"));
}

#[test]
fn reads_formulas_in_every_form_and_what_they_give() {
    let number = [&2.5f64.to_le_bytes()[..], &[0; 6]].concat();
    let gives = |kind: u8, value: u8| [kind, 0, value, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0].to_vec();
    let sheet = [
        cell(0x0006, 0, 0, &number),
        cell(0x0206, 0, 1, &number),
        cell(0x0406, 0, 2, &number),
        cell(0x0006, 0, 3, &gives(1, 1)),
        cell(0x0006, 0, 4, &gives(2, 0x07)),
        cell(0x0406, 0, 5, &gives(0, 0)),
        // A shared formula stands between a formula and its text.
        record(0x04bc, &[0; 10]),
        record(0x0207, &wide("ba")),
        cell(0x0006, 0, 6, &gives(3, 0)),
        // The text of no formula goes nowhere.
        record(0x0207, &wide("lạc")),
    ];
    let (sheet, told) = first(&stream(0x0600, &[], &[&sheet.concat()]));
    let number = Content::Number(2.5);
    let expected =
        [number.clone(), number.clone(), number, Content::Flag(true), Content::Error("#DIV/0!".into()), text("ba")];
    assert_eq!(sheet.rows[0].cells, (0..).zip(expected).collect::<Cells>());
    assert!(told.is_empty());
}

#[test]
fn formulas_that_were_never_calculated_are_not_blank() {
    // The result is an empty text, as it is where nothing was calculated; the tokens behind their length.
    let made_of =
        |tokens: &[u8]| [&[3, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, tokens.len() as u8, 0], tokens].concat();
    let (text_a, blank, a1) = ([0x17, 1, 0, b'a'], [0x17, 0, 0], [0x44, 0, 0, 0, 0xc0]);
    let sheet = [
        // "a"&A1, CONCATENATE("a",A1), SUM(A1), HYPERLINK(A1,"a"), A1*A1
        cell(0x0006, 0, 0, &made_of(&[&text_a[..], &a1, &[0x08]].concat())),
        cell(0x0006, 0, 1, &made_of(&[&text_a[..], &a1, &[0x42, 2, 0x50, 0x01]].concat())),
        cell(0x0006, 0, 2, &made_of(&[&a1[..], &[0x19, 0x10, 0, 0]].concat())),
        cell(0x0006, 0, 3, &made_of(&[&a1[..], &text_a, &[0x42, 2, 0x67, 0x01]].concat())),
        cell(0x0006, 0, 4, &made_of(&[&a1[..], &a1, &[0x05]].concat())),
        // These may be blank: A1&"", IF(A1="","","a"), a function that is not known, a shared formula, what breaks off.
        cell(0x0006, 0, 5, &made_of(&[&a1[..], &blank, &[0x08]].concat())),
        cell(0x0006, 0, 6, &made_of(&[&a1[..], &blank, &[0x0b], &blank, &text_a, &[0x42, 3, 1, 0]].concat())),
        cell(0x0006, 0, 7, &made_of(&[&text_a[..], &[0x41, 0x76, 0]].concat())),
        cell(0x0006, 0, 8, &made_of(&[0x01, 0, 0, 0, 0])),
        cell(0x0006, 0, 9, &made_of(&[0x08, 0x17, 9])),
        // A text that stands nowhere.
        cell(0x0006, 0, 10, &[0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0]),
        cell(0x0006, 0, 11, &[0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0]),
        record(0x0207, &wide("ba")),
    ];
    let (sheet, told) = first(&stream(0x0600, &[], &[&sheet.concat()]));
    let never = |column: u32| (column, Content::Uncalculated("…".into()));
    let expected: Cells = [0, 1, 2, 3, 4, 10].map(never).into_iter().chain([(11, text("ba"))]).collect();
    assert_eq!(sheet.rows[0].cells, expected);
    assert!(told.is_empty());
}

#[test]
fn tells_cells_that_cannot_be_read_and_reads_the_rest() {
    let globals = record(0x00fc, &[&[2, 0, 0, 0, 2, 0, 0, 0][..], &wide("một")].concat());
    let sheet = [
        cell(0x00fd, 0, 0, &[0; 4]),
        cell(0x00fd, 0, 1, &[1, 0, 0, 0]),
        cell(0x0203, 0, 2, &[0; 4]),
        cell(0x0205, 0, 3, &[0x63, 1]),
        // Far from all others, in the last cell of the grid.
        cell(0x027e, 65_535, 255, &[0; 4]),
    ];
    let (sheet, told) = first(&stream(0x0600, &globals, &[&sheet.concat()]));
    assert_eq!(sheet.rows[0].cells, [(0, text("một"))]);
    assert_eq!(sheet.rows[1].number, 65_535);
    assert_eq!(told, ["B1", "C1", "D1"]);
}

#[test]
fn knows_dates_and_what_is_struck_through() {
    // Five fonts, the last of which is the sixth by its number; the second custom format shows a month.
    let font = |flags: u8| record(0x0031, &[200, 0, flags, 0, 0, 0]);
    let format = |number: u16, code: &str| record(0x041e, &[&number.to_le_bytes()[..], &wide(code)].concat());
    let style = |font: u16, format: u16| record(0x00e0, &[font.to_le_bytes(), format.to_le_bytes()].concat());
    let globals = [
        [font(0), font(0), font(0), font(0), font(8)].concat(),
        [format(164, "dd/mm/yyyy"), format(165, "mm/yyyy")].concat(),
        [style(0, 0), style(0, 164), style(0, 165), style(5, 0)].concat(),
    ];
    let serial = |column: u16, style: u16, number: f64| styled(0x0203, 0, column, style, &number.to_le_bytes());
    let sheet = [
        serial(0, 1, 45_061.0),
        serial(1, 2, 45_047.0),
        // The number of a column, as Excel makes of «(11)».
        serial(2, 1, -11.0),
        styled(0x0204, 0, 3, 3, &wide("bỏ")),
    ];
    let (sheet, told) = first(&stream(0x0600, &globals.concat(), &[&sheet.concat()]));
    assert!(told.is_empty());
    let date = |month, day| Content::Date(jiff::civil::date(2023, month, day).at(0, 0, 0, 0));
    let expected = [date(5, 15), date(5, 1), Content::Number(-11.0), text("bỏ")];
    assert_eq!(sheet.rows[0].cells, (0..).zip(expected).collect::<Cells>());
    let look = |column: u32| sheet.look(Cell::new(0, column));
    assert_eq!(look(1).shown, DateShown::Month);
    assert!(look(3).is_struck && !look(0).is_struck);
}

#[test]
fn reads_what_stands_beside_the_cells() {
    let object = |kind: u8, number: u8| record(0x005d, &[0x15, 0, 0x12, 0, kind, 0, number, 0]);
    let written = |text: &str| {
        let text = wide(text);
        let header = [&[0; 10][..], &text[..2], &[0; 6]].concat();
        [record(0x01b6, &header), record(0x003c, &text[2..])].concat()
    };
    let url = "https://data.vn/a\0";
    let url: Vec<u8> = url.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let class = [0xe0, 0xc9, 0xea, 0x79, 0xf9, 0xba, 0xce, 0x11, 0x8c, 0x82, 0x00, 0xaa, 0x00, 0x4b, 0xa9, 0x0b];
    let link = [
        &[1, 0, 1, 0, 2, 0, 2, 0][..],
        &[0; 16],
        &[2, 0, 0, 0, 3, 0, 0, 0],
        &class,
        &(url.len() as u32).to_le_bytes(),
        &url,
    ];
    let mut row = [0; 16];
    (row[0], row[12]) = (7, 0x20);
    let sheet = [
        record(0x0208, &row),
        record(0x007d, &[3, 0, 4, 0, 0, 0, 0, 0, 1, 0]),
        record(0x00e5, &[1, 0, 1, 0, 2, 0, 0, 0, 3, 0]),
        record(0x0014, &wide("&CUBND tỉnh")),
        [object(6, 1), written("Hộp")].concat(),
        [object(0x19, 2), written("Ý kiến")].concat(),
        record(0x001c, &[4, 0, 1, 0, 0, 0, 2, 0]),
        record(0x01b8, &link.concat()),
    ];
    let (sheet, _) = first(&stream(0x0600, &[], &[&sheet.concat()]));
    assert_eq!((&*sheet.hidden_rows, &*sheet.hidden_columns), (&[7][..], &[3, 4][..]));
    assert_eq!(sheet.merges[0].to_string(), "A2:D3");
    assert_eq!(sheet.links.get(&Cell::new(1, 2)).map(|it| &**it), Some("https://data.vn/a"));
    let told: Vec<_> = sheet.asides.iter().map(|it| (it.kind, it.cell, it.text.as_str())).collect();
    assert_eq!(
        told,
        [
            (AsideKind::TextBox, None, "Hộp"),
            (AsideKind::Comment, Some(Cell::new(4, 1)), "Ý kiến"),
            (AsideKind::Header, None, "UBND tỉnh"),
        ]
    );
}

#[test]
fn refuses_what_is_cut_short_or_leads_astray() {
    let whole = stream(0x0600, &[], &[&cell(0x0203, 0, 0, &[0; 8])]);
    assert!(read_stream(&whole).workbook.is_ok());
    // In the middle of a record, and behind one.
    for cut in [5, 4] {
        assert!(read_stream(&whole[..whole.len() - cut]).workbook.is_err());
    }
    let mut astray = whole.clone();
    astray[24] += 4;
    assert!(read_stream(&astray).workbook.is_err(), "there is no sheet at this place");
    let mut twice = stream(0x0600, &[], &[&[], &[]]);
    let place: [u8; 4] = [twice[24], twice[25], twice[26], twice[27]];
    twice[24 + 13..24 + 17].copy_from_slice(&place);
    assert!(read_stream(&twice).workbook.is_err(), "two sheets are one");
}

#[test]
fn other_passwords_are_not_tried() {
    for pass in [&[0, 0, 0x7a, 0x14, 0xaf, 0x83][..], &[1; 54], &[1, 0]] {
        let encrypted = stream(0x0600, &record(0x002f, pass), &[&[0xff; 7]]);
        let loaded = read_stream(&encrypted);
        assert!(loaded.workbook.is_err(), "it has another password");
        assert_eq!(loaded.findings[0].rule.name, "password-protected");
    }
    assert!(read_stream(&stream(0x0600, &record(0x002f, &[0; 6]), &[&[]])).workbook.is_ok(), "nothing is encrypted");
}

#[test]
fn the_mark_of_the_byte_order_may_be_written_the_other_way_round() {
    let mut bytes = container("Book", &stream(0x0500, &[], &[&cell(0x0203, 0, 0, &[0; 8])]));
    bytes.swap(0x1c, 0x1d);
    let workbook = read_bytes(&"a.xls".into(), &bytes, false).workbook.expect("it can be read");
    assert_eq!(workbook.sheets[0].rows.len(), 1);
}

#[test]
fn workbooks_in_folders_beside_the_own_one_are_told() {
    let sheet = cell(0x0204, 0, 0, &wide("x"));
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
    file.create_stream("Workbook")
        .and_then(|mut part| part.write_all(&stream(0x0600, &[], &[&sheet])))
        .expect("memory takes it");
    for (folder, stream) in [("MBD00A1", "Package"), ("MBD00A2", "Equation Native"), ("_VBA", "Workbook")] {
        file.create_storage(folder).expect("it is new");
        file.create_stream(format!("{folder}/{stream}")).expect("it is new");
    }
    let loaded = read_bytes(&"a.xls".into(), &file.into_inner().into_inner(), false);
    let told = loaded.findings.iter().filter(|finding| finding.rule.name == "part-not-read");
    let told: Vec<String> = told.map(|finding| finding.message(bieumau::text::Language::English)).collect();
    assert!(loaded.workbook.is_ok() && told.len() == 1 && told[0].contains("“MBD00A1”"), "{told:?}");
}
