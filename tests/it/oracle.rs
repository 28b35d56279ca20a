//! The readers of our own against calamine, over all fixtures, and against what a writer put into files that are drawn at random.
//! Where calamine refuses a file or a cell that we read, there is nothing to compare. `ORACLE_FILES=DIR` compares the files of
//! another folder, and tells every difference.

use std::io::Cursor;
use std::sync::Arc;

use bieumau::cell::{Cell, Content};
use bieumau::workbook::{AsideKind, DateShown, Look, Sheet, read_bytes};
use calamine::{Data, Ods, Reader, Xls, Xlsb, Xlsx};
use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Note, Shape, Url, Workbook};

use crate::run::draw;

/// A workbook as calamine reads it.
enum Other<'bytes> {
    Xlsx(Xlsx<Cursor<&'bytes [u8]>>),
    Xlsb(Xlsb<Cursor<&'bytes [u8]>>),
    Ods(Ods<Cursor<&'bytes [u8]>>),
    Xls(Xls<Cursor<&'bytes [u8]>>),
}

impl<'bytes> Other<'bytes> {
    fn open(bytes: &'bytes [u8]) -> Option<Self> {
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            // Formulas make it panic (tafia/calamine #703, #721).
            let opened = std::panic::catch_unwind(|| Xls::new(Cursor::new(bytes)).ok());
            return opened.ok().flatten().map(Self::Xls);
        }
        let xlsx = Xlsx::new(Cursor::new(bytes)).ok().map(Self::Xlsx);
        let xlsb = || Xlsb::new(Cursor::new(bytes)).ok().map(Self::Xlsb);
        xlsx.or_else(xlsb).or_else(|| Ods::new(Cursor::new(bytes)).ok().map(Self::Ods))
    }
}

/// What calamine reads in a sheet, in the order of the grid. What it cannot read in a cell of xlsb it leaves out.
fn streamed(book: &mut Other<'_>, name: &str) -> Option<Vec<(Cell, String)>> {
    let mut cells = Vec::new();
    match book {
        Other::Xlsx(book) => {
            let mut reader = book.worksheet_cells_reader(name).ok()?;
            while let Some(cell) = reader.next_cell().ok()? {
                let (row, column) = cell.get_position();
                cells.extend(shown(row, column, &cell.get_value().clone().into()));
            }
        }
        Other::Ods(_) | Other::Xls(_) => {
            let range = match book {
                Other::Ods(book) => book.worksheet_range(name).ok()?,
                Other::Xls(book) => book.worksheet_range(name).ok()?,
                _ => return None,
            };
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                cells.extend(shown(top + row as u32, left + column as u32, value));
            }
        }
        Other::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(name).ok()?;
            while let Some(cell) = reader.next_cell().ok()? {
                let (row, column) = cell.get_position();
                cells.extend(shown(row, column, &cell.get_value().clone().into()));
            }
        }
    }
    cells.sort_by_key(|(cell, _)| *cell);
    Some(cells)
}

fn shown(row: u32, column: u32, value: &Data) -> Option<(Cell, String)> {
    let shown = match value {
        Data::Empty => return None,
        Data::String(text) if text.is_empty() => return None,
        // LibreOffice stores an error as its text.
        Data::String(text) if text.starts_with('#') && text.ends_with(['!', '?', 'A']) => format!("error {text}"),
        Data::String(text) => format!("text {text}"),
        Data::Int(number) => format!("number {number}"),
        Data::Float(number) => format!("number {number}"),
        Data::Bool(flag) => format!("flag {flag}"),
        Data::Error(error) => format!("error {error}"),
        Data::DateTime(moment) if moment.is_duration() || (0.0..1.0).contains(&moment.as_f64()) => {
            format!("number {}", moment.as_f64())
        }
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            format!("date {year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
        }
        Data::DateTimeIso(text) => {
            let moment: DateTime = text.trim_end_matches('Z').parse().ok()?;
            format!("date {}", moment.strftime("%Y-%m-%dT%H:%M:%S"))
        }
        Data::DurationIso(text) => {
            let length: SignedDuration = text.parse().ok()?;
            format!("number {}", length.as_secs_f64() / 86_400.0)
        }
    };
    Some((Cell::new(row, column), shown))
}

/// What we read in a sheet, in the same form.
fn own(sheet: &Sheet) -> Vec<(Cell, String)> {
    let cells = sheet
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(move |(column, content)| (Cell::new(row.number, column), content)));
    cells
        .filter_map(|(cell, content)| {
            let shown = match content {
                Content::Number(number) => format!("number {number}"),
                Content::Flag(flag) => format!("flag {flag}"),
                Content::Date(moment) => format!("date {}", moment.strftime("%Y-%m-%dT%H:%M:%S")),
                Content::Error(text) => format!("error {text}"),
                Content::Text(text) if text.starts_with('#') && text.ends_with(['!', '?', 'A']) => {
                    format!("error {text}")
                }
                Content::Text(text) => format!("text {text}"),
                // To calamine such a cell is blank.
                Content::Uncalculated(_) => return None,
            };
            Some((cell, shown))
        })
        .collect()
}

#[test]
fn files_of_all_fixtures_read_as_calamine_reads_them() {
    let (mut sheets, mut cells, mut differ) = (0, 0, Vec::new());
    let folder = std::env::var_os("ORACLE_FILES").unwrap_or_else(|| "fixtures".into());
    let files = walkdir::WalkDir::new(&folder).into_iter().filter_map(Result::ok);
    for file in files.filter(|file| file.file_type().is_file()) {
        let bytes = std::fs::read(file.path()).expect("it was listed");
        let path: Arc<str> = file.path().display().to_string().into();
        // Letters of one byte under a code page that BIFF8 should not have: the other reader takes them for two.
        if path.contains("codepage-of-xls") {
            continue;
        }
        // What we refuse may be made to kill the other reader.
        let Ok(workbook) = read_bytes(&path, &bytes, false).workbook else { continue };
        let Some(mut book) = Other::open(&bytes) else { continue };
        for sheet in &workbook.sheets {
            let name = sheet.name.as_deref().expect("sheets of workbooks have names");
            let Some(expected) = streamed(&mut book, name) else { continue };
            let found = own(sheet);
            let is_all = match book {
                Other::Xlsx(_) | Other::Ods(_) | Other::Xls(_) => found == expected,
                // Cells in the short form, rich texts and errors of formulas are passed over there.
                Other::Xlsb(_) => expected.iter().all(|cell| found.binary_search(cell).is_ok()),
            };
            if !is_all {
                let at = found.iter().zip(&expected).find(|(one, other)| one != other);
                differ.push(format!("{path} › {name}: {} and {} cells, {at:?}", found.len(), expected.len()));
            }
            (sheets, cells) = (sheets + 1, cells + found.len());
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert!(sheets > 60 && cells > 10_000, "{sheets} sheets, {cells} cells");
}

/// What is written into a cell.
#[derive(Clone, Debug)]
enum Put {
    Text(String),
    Rich(String, String),
    Number(f64),
    Flag(bool),
    Date(i8, u16),
    Month(i8),
    Year(i16),
    Formula(i32),
    Struck(String),
    Link(String),
}

fn put() -> impl Strategy<Value = Put> {
    let text = || "[a-zđướ<>&\"' \n\t_x0-9A-F]{1,24}";
    prop_oneof![
        6 => text().prop_map(Put::Text),
        1 => (text(), text()).prop_map(|(one, other)| Put::Rich(one, other)),
        2 => prop_oneof![any::<i32>().prop_map(f64::from), -1e12..1e12].prop_map(Put::Number),
        1 => any::<bool>().prop_map(Put::Flag),
        1 => (1..13i8, 0..1_440u16).prop_map(|(month, minute)| Put::Date(month, minute)),
        1 => (1..13i8).prop_map(Put::Month),
        1 => (1990..2050i16).prop_map(Put::Year),
        1 => any::<i32>().prop_map(Put::Formula),
        1 => text().prop_map(Put::Struck),
        1 => "[a-z]{1,12}".prop_map(Put::Link),
    ]
}

fn moment(month: i8, minute: u16) -> DateTime {
    date(2024, month, 5).at((minute / 60) as i8, (minute % 60) as i8, 0, 0)
}

/// Writes the cells, and gives the bytes.
fn written(cells: &[(u32, u16, Put)], merge: u32, hidden: u32) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let month_alone = Format::new().set_num_format("mm/yyyy");
    let year_alone = Format::new().set_num_format("yyyy");
    let (bold, struck) = (Format::new().set_bold(), Format::new().set_font_strikethrough());
    for (row, column, put) in cells {
        let (row, column) = (*row, *column);
        match put {
            Put::Text(text) => sheet.write_string(row, column, text)?,
            Put::Rich(one, other) => sheet.write_rich_string(row, column, &[(&bold, one), (&struck, other)])?,
            Put::Number(number) => sheet.write_number(row, column, *number)?,
            Put::Flag(flag) => sheet.write_boolean(row, column, *flag)?,
            Put::Date(month, minute) => {
                let moment =
                    ExcelDateTime::from_ymd(2024, *month as u8, 5)?.and_hms(minute / 60, (minute % 60) as u8, 0)?;
                sheet.write_datetime_with_format(row, column, moment, &day)?
            }
            Put::Month(month) => {
                let moment = ExcelDateTime::from_ymd(2024, *month as u8, 1)?;
                sheet.write_datetime_with_format(row, column, moment, &month_alone)?
            }
            Put::Year(year) => {
                let moment = ExcelDateTime::from_ymd(*year as u16, 1, 1)?;
                sheet.write_datetime_with_format(row, column, moment, &year_alone)?
            }
            Put::Formula(number) => {
                sheet.write_formula(row, column, Formula::new("=A1").set_result(number.to_string()))?
            }
            Put::Struck(text) => sheet.write_string_with_format(row, column, text, &struck)?,
            Put::Link(text) => {
                let target = format!("https://{text}.vn/a?b=1&c=2");
                sheet.insert_note(row, column, &Note::new(text).add_author_prefix(false))?;
                sheet.write_url_with_text(row, column, Url::new(target), text)?
            }
        };
    }
    sheet.set_header("&L&\"Arial,Bold\"&12UBND tỉnh A && B&RTrang &P").set_row_hidden(hidden + 200)?;
    sheet.insert_shape(1, 2, &Shape::textbox().set_text("Kèm theo\nQuyết định"))?;
    sheet.merge_range(merge + 100, 1, merge + 101, 3, "gộp", &bold)?;
    book.save_to_buffer()
}

/// Tables of cells that need quotation marks, seem to need them, or begin and end with spaces; the first column numbers the
/// rows. None begins with `=`, which a text file of Excel's has a use for.
fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let cell = prop_oneof![
        3 => "[a-zà0-9]{0,4}",
        1 => " [a-zA-Z]{1,3}",
        2 => "[ ,;\t|\"\na-zA-Zà0-9.]{0,8}",
    ];
    (3..7usize).prop_flat_map(move |width| {
        let rows = prop::collection::vec(prop::collection::vec(cell.clone(), width), 5..20);
        rows.prop_map(|mut rows| {
            for (at, cell) in rows[0].iter_mut().enumerate() {
                *cell = format!("{cell}Cột {at}");
            }
            for (at, row) in rows.iter_mut().enumerate().skip(1) {
                row[0] = at.to_string();
            }
            rows
        })
    })
}

/// The table as the csv crate writes it. Some writers leave out what is blank at the end of a record.
fn delimited(rows: &[Vec<String>], separator: u8, trims: bool) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(separator).flexible(true).from_writer(Vec::new());
    for row in rows {
        let last = row.iter().rposition(|cell| !cell.is_empty()).filter(|_| trims).unwrap_or(row.len() - 1);
        writer.write_record(&row[..=last]).expect("memory can be written");
    }
    writer.into_inner().expect("memory can be flushed")
}

proptest! {
    #![proptest_config(draw(512))]

    #[test]
    fn text_files_read_as_they_were_written(
        rows in table(),
        separator in prop::sample::select(&b",;\t|"[..]),
        trims: bool,
    ) {
        let written = delimited(&rows, separator, trims);
        let bytes = [b"sep=", &[separator][..], b"\n", &written].concat();
        let loaded = read_bytes(&"a.csv".into(), &bytes, false);
        prop_assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
        let workbook = loaded.workbook.expect("it can be read");
        for (row, cells) in (0u32..).zip(&rows) {
            for (column, cell) in (0u32..).zip(cells) {
                let expected = (!cell.trim().is_empty()).then(|| Content::Text(cell.as_str().into()));
                let read = workbook.sheets[0].content(Cell::new(row, column));
                let read = read.filter(|content| !matches!(content, Content::Text(text) if text.trim().is_empty()));
                prop_assert_eq!(read, expected.as_ref(), "{} {}", row, column);
            }
        }
    }
}

proptest! {
    #![proptest_config(draw(48))]

    #[test]
    fn xlsx_files_read_as_they_were_written(
        cells in prop::collection::btree_map((0..60u32, 0..20u16), put(), 0..200),
        merge in 0..5u32,
        hidden in 0..60u32,
    ) {
        let cells: Vec<(u32, u16, Put)> = cells.into_iter().map(|((row, column), put)| (row, column, put)).collect();
        let bytes = written(&cells, merge, hidden).expect("all of it fits");
        let loaded = read_bytes(&"a.xlsx".into(), &bytes, false);
        prop_assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
        let workbook = loaded.workbook.expect("it can be read");
        let sheet = &workbook.sheets[0];
        let (mut looks, mut linked) = (Vec::new(), Vec::new());
        for (row, column, put) in &cells {
            let cell = Cell::new(*row, u32::from(*column));
            let expected = match put {
                Put::Text(text) => Content::Text(text.as_str().into()),
                Put::Rich(one, other) => {
                    // A line through blanks is nothing that anybody sees.
                    if !other.trim().is_empty() {
                        let (all, part) = (one.trim().is_empty(), !one.trim().is_empty());
                        looks.push((cell, Look { is_struck: all, is_partly_struck: part, ..Look::default() }));
                    }
                    Content::Text(format!("{one}{other}").into())
                }
                Put::Number(number) => Content::Number(*number),
                Put::Flag(flag) => Content::Flag(*flag),
                Put::Date(month, minute) => Content::Date(moment(*month, *minute)),
                Put::Month(month) => {
                    looks.push((cell, Look { shown: DateShown::Month, ..Look::default() }));
                    Content::Date(date(2024, *month, 1).at(0, 0, 0, 0))
                }
                Put::Year(year) => {
                    looks.push((cell, Look { shown: DateShown::Year, ..Look::default() }));
                    Content::Date(date(*year, 1, 1).at(0, 0, 0, 0))
                }
                Put::Formula(number) => Content::Number(f64::from(*number)),
                Put::Struck(text) => {
                    looks.push((cell, Look { is_struck: true, ..Look::default() }));
                    Content::Text(text.as_str().into())
                }
                Put::Link(text) => {
                    linked.push((cell, text.as_str()));
                    Content::Text(text.as_str().into())
                }
            };
            prop_assert_eq!(sheet.content(cell), Some(&expected), "{}", cell);
        }
        prop_assert_eq!(&sheet.looks, &looks);
        let links: Vec<_> = sheet.links.iter().map(|(cell, target)| (*cell, target.to_string())).collect();
        let expected: Vec<_> = linked.iter().map(|(cell, text)| (*cell, format!("https://{text}.vn/a?b=1&c=2"))).collect();
        prop_assert_eq!(links, expected);
        let told = |kind: AsideKind| {
            let asides = sheet.asides.iter().filter(move |aside| aside.kind == kind);
            asides.map(|aside| (aside.cell, aside.text.as_str())).collect::<Vec<_>>()
        };
        let notes: Vec<_> = linked.iter().map(|(cell, text)| (Some(*cell), *text)).collect();
        prop_assert_eq!(told(AsideKind::Comment), notes);
        prop_assert_eq!(told(AsideKind::TextBox), [(Some(Cell::new(1, 2)), "Kèm theo\nQuyết định")]);
        prop_assert_eq!(told(AsideKind::Header), [(None, "UBND tỉnh A & B"), (None, "Trang")]);
        prop_assert_eq!(&sheet.hidden_rows, &[hidden + 200]);
        let merges: Vec<String> = sheet.merges.iter().map(ToString::to_string).collect();
        prop_assert_eq!(merges, [format!("B{}:D{}", merge + 101, merge + 102)]);
        // And calamine says the same.
        let mut book = Other::open(&bytes).expect("calamine reads it");
        prop_assert_eq!(own(sheet), streamed(&mut book, "Sheet1").expect("the sheet is there"));
    }
}
