//! Reads text files with the csv crate, and is the only file that knows it. Agencies export with commas, semicolons or
//! tabs, and the same one now this way, now that; so the delimiter is told by what makes rows of equal length. A row's
//! number is the ordinal of its record, blank lines counted, as a spreadsheet program numbers them.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use super::grid::{FileBuilder, Frame};
use super::refusal::Fault;
use super::{Sheet, Visibility, encoding, limits};
use crate::cell::{Cell, GRID_COLUMNS, GRID_ROWS};
use crate::text::Bilingual;

mod plan;
mod records;
mod repair;

use records::Records;

/// Bytes that the delimiter is told by.
const SAMPLE: usize = 128 << 10;
/// In the order of preference where all do equally well.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads the one, nameless sheet of a text file.
pub(super) fn read(bytes: Cow<'_, [u8]>, file: &mut FileBuilder) -> Result<Sheet, Fault> {
    if bytes.len() as u64 > limits::DELIMITED_BYTES {
        let what = Bilingual::new("Tệp văn bản", "The text file");
        return Err(Fault::too_many_bytes(what, bytes.len() as u64, limits::DELIMITED_BYTES));
    }
    let text = lines(bytes);
    let unwrapped = repair::unwrapped(&text);
    let is_wrapped = unwrapped.is_some();
    let text = unwrapped.map_or(text, Cow::Owned);
    let (delimiter, text) = match declared_delimiter(&text) {
        Some((delimiter, rest)) => (delimiter, rest),
        None => (likely_delimiter(&text).0, &*text),
    };
    let separators = |line: &str| line.bytes().filter(|&byte| byte == delimiter).count();
    // Only of lines that are long enough.
    if text.lines().any(|line| line.len() > limits::LINE_SEPARATORS && separators(line) > limits::LINE_SEPARATORS) {
        let what = Bilingual::new("Số cột", "The number of columns");
        return Err(Fault::too_large(what, format!("> {}", limits::LINE_SEPARATORS), GRID_COLUMNS));
    }
    let mut sheet = file.sheet(None);
    if is_wrapped {
        sheet.broken_line(None, repair::WRAPPED);
    }
    let mut lines = repair::Lines::new(sheet, delimiter, plan::plan(text, delimiter));
    read_records(text, delimiter, &mut lines)?;
    lines.finish().finish(Visibility::Visible, Frame::default())
}

/// Whether the text is a table rather than prose: one delimiter cuts at least half of its lines into equally many parts.
/// A comma, which prose has too, must make three.
pub(super) fn is_table(bytes: &[u8]) -> bool {
    let text = lines(Cow::Borrowed(&bytes[..bytes.len().min(SAMPLE)]));
    if declared_delimiter(&text).is_some() {
        return true;
    }
    let (delimiter, width, records, of) = likely_delimiter(&text);
    width >= if delimiter == b',' { 3 } else { 2 } && records >= 2 && records * 2 >= of
}

/// The decoded text with one kind of line end. Old Macs end lines with a carriage return alone. What is held and is UTF-8 is not copied:
/// a text file may be the largest of all.
fn lines(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    let text = match bytes {
        Cow::Borrowed(bytes) => encoding::decode(bytes),
        Cow::Owned(bytes) => Cow::Owned(match String::from_utf8(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.remove(0);
                }
                text
            }
            Err(error) => encoding::decode(&error.into_bytes()).into_owned(),
        }),
    };
    if text.contains('\r') { Cow::Owned(with_line_feeds(text.into_owned())) } else { text }
}

/// The text with a line feed at the end of each line.
fn with_line_feeds(text: String) -> String {
    let mut bytes = text.into_bytes();
    let (mut kept, mut before) = (0, 0);
    for at in 0..bytes.len() {
        let byte = bytes[at];
        if byte != b'\n' || before != b'\r' {
            bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
            kept += 1;
        }
        before = byte;
    }
    bytes.truncate(kept);
    String::from_utf8(bytes).expect("ends of lines alone were changed, which are ASCII")
}

/// The delimiter that a first line such as `sep=;` declares, and the text behind that line, which Excel does not show.
fn declared_delimiter(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_matches('"');
    let declared = line.get(..4).filter(|name| name.eq_ignore_ascii_case("sep=")).map(|_| &line.as_bytes()[4..])?;
    match declared {
        [delimiter] if delimiter.is_ascii() => Some((*delimiter, rest)),
        _ => None,
    }
}

/// The delimiter that makes the most of the text into rows of one length; with it that length, the number of such rows
/// and the number of all.
fn likely_delimiter(text: &str) -> (u8, usize, usize, usize) {
    let sample = &text.as_bytes()[..text.len().min(SAMPLE)];
    let mut best = (b',', 1, 0, 0);
    for delimiter in DELIMITERS {
        let mut reader = builder(delimiter, true).from_reader(sample);
        let mut record = csv::ByteRecord::new();
        let mut widths: Vec<usize> = Vec::new();
        // Reading from memory, of any bytes, in flexible mode, has no errors; if it had, the sample would end there.
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            widths.push(record.len());
        }
        let of = widths.len();
        widths.sort_unstable();
        for same in widths.chunk_by(|one, other| one == other) {
            let (width, records) = (same[0], same.len());
            if (width - 1) * records > (best.1 - 1) * best.2 {
                best = (delimiter, width, records, of);
            }
        }
    }
    best
}

fn builder(delimiter: u8, quoting: bool) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).quoting(quoting);
    builder
}

fn too_long() -> Fault {
    let what = Bilingual::new("Một dòng của tệp văn bản", "A line of the text file");
    Fault::too_many_bytes(what, limits::LINE_BYTES as u64 + 1, limits::LINE_BYTES as u64)
}

fn read_records(text: &str, delimiter: u8, lines: &mut repair::Lines<'_>) -> Result<(), Fault> {
    let (mut rest, mut row, mut open_quotes) = (text, 0u32, 0usize);
    // Begins anew behind each line whose quotation mark was never closed.
    'again: loop {
        let quoting = open_quotes < limits::OPEN_QUOTES;
        let mut records = Records::new(rest, delimiter, quoting);
        let mut record = StringRecord::new();
        loop {
            let Some(written) = records.next(&mut record).map_err(|error| Fault::broken(&error))? else {
                return Ok(());
            };
            row = row.saturating_add(u32::try_from(written.blank).unwrap_or(u32::MAX));
            if row >= GRID_ROWS {
                let what = Bilingual::new("Số dòng", "The number of rows");
                return Err(Fault::too_large(what, format!("> {GRID_ROWS}"), GRID_ROWS));
            }
            if quoting && let Some(column) = open_quote(&rest[written.from..written.to], delimiter) {
                let (line, behind) = rest[written.from..].split_once('\n').unwrap_or((&rest[written.from..], ""));
                let reason = Bilingual::new(
                    "dấu nháy kép mở ô này không được đóng; dòng được đọc như không có dấu nháy",
                    "the quotation mark that opens it is never closed; the line is read as if it had none",
                );
                lines.bad_cell(Cell::new(row, column), reason)?;
                let mut alone = Records::new(line, delimiter, false);
                match alone.next(&mut record).map_err(|error| Fault::broken(&error))? {
                    Some(whole) if whole.is_cut => return Err(too_long()),
                    Some(_) => lines.put(&mut row, &record)?,
                    None => {}
                }
                (rest, row, open_quotes) = (behind, row + 1, open_quotes + 1);
                continue 'again;
            }
            if written.is_cut {
                return Err(too_long());
            }
            lines.put(&mut row, &record)?;
            row += 1;
        }
    }
}

/// The column of the field whose quotation mark is not closed where it should be: at the end of the record, not at all, or
/// only by the mark of another field some lines further down. Such a field has swallowed the lines below it.
fn open_quote(written: &str, delimiter: u8) -> Option<u32> {
    let bytes = written.as_bytes();
    if !bytes.contains(&b'"') {
        return None;
    }
    let (mut at, mut column) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b'"' {
            let start = at;
            at += 1;
            loop {
                let Some(length) = memchr::memchr(b'"', &bytes[at..]) else { return Some(column) };
                at += length + 1;
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
            let is_closed = bytes.get(at).is_none_or(|&next| next == delimiter || next == b'\n');
            let swallows_lines = bytes[start..at].contains(&b'\n');
            if swallows_lines && !is_closed || at - start > limits::RECORD_BYTES {
                return Some(column);
            }
        }
        at += bytes[at..].iter().position(|&byte| byte == delimiter).map_or(bytes.len(), |length| length + 1);
        column += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Content;

    /// Rows as `number: cell|cell`, empty cells left out but their places kept.
    fn table(text: &str) -> (Vec<String>, usize) {
        let mut file = FileBuilder::new(&"a.csv".into());
        let sheet = read(text.as_bytes().into(), &mut file).expect("it is small");
        let rows = sheet.rows.iter().map(|row| {
            let cell = |(column, content): (u32, &Content)| match content {
                Content::Text(text) => format!("{column}={text}"),
                other => format!("{other:?}"),
            };
            format!("{}: {}", row.number, row.cells.iter().map(cell).collect::<Vec<_>>().join("|"))
        });
        (rows.collect(), file.findings.len())
    }

    #[test]
    fn tells_the_delimiter_by_rows_of_one_length() {
        let semicolons = "DANH MỤC\nKèm theo Quyết định, ngày 1, tháng 2\nSTT;Tên;Ghi chú\n1;A, B, C;\n2;\"D; E\";x\n";
        assert_eq!(table(semicolons).0[3..], ["3: 0=1|1=A, B, C", "4: 0=2|1=D; E|2=x"]);
        let commas = "STT,Tên,Ghi chú\n1,\"A; B; C; D; E\",x\n2,\"A; B; C\",y\n";
        assert_eq!(table(commas).0[1], "1: 0=1|1=A; B; C; D; E|2=x");
        assert_eq!(table("a\tb\n1\t2,5\n").0[1], "1: 0=1|1=2,5");
        assert_eq!(table("sep=;\r\nSTT;a,b,c\r\n1;d,e,f\r\n").0, ["0: 0=STT|1=a,b,c", "1: 0=1|1=d,e,f"]);
    }

    #[test]
    fn numbers_rows_by_records_with_blank_lines() {
        let text = "a,b\n\n\nc,\"d\ne\"\nf,g\n\n";
        assert_eq!(table(text).0, ["0: 0=a|1=b", "3: 0=c|1=d\ne", "4: 0=f|1=g"]);
        assert_eq!(table(&text.replace('\n', "\r")).0, table(text).0);
        assert_eq!(table(&text.replace('\n', "\r\n")).0, table(text).0);
    }

    #[test]
    fn a_quote_that_stays_open_swallows_nothing() {
        let text = "a,b\n1,\"x\n2,y\n3,\"z\",\n";
        assert_eq!(
            table(text),
            (vec!["0: 0=a|1=b".into(), "1: 0=1|1=\"x".into(), "2: 0=2|1=y".into(), "3: 0=3|1=z".into()], 1)
        );
        let at_the_end = "a,b\n1,\"x";
        assert_eq!(table(at_the_end), (vec!["0: 0=a|1=b".into(), "1: 0=1|1=\"x".into()], 1));
    }

    #[test]
    fn quotes_within_a_cell_are_letters() {
        assert_eq!(table("a,b\n1,he said \"hi\" ok\n2,\"x\"y\n").1, 0);
        assert_eq!(table("a,b\n1,\"ô \"\"có\"\" nháy\"\n").0[1], "1: 0=1|1=ô \"có\" nháy");
    }

    #[test]
    fn lines_that_a_break_tore_apart_are_joined() {
        let head = "STT;Tên;Mục đích;Ghi chú\n1;A;B;C\n";
        let torn = format!("{head}2;D;Làm căn cứ\nlập kế hoạch;x\n3;E;F;G\n");
        let rows = table(&torn).0;
        assert_eq!(rows[2..], ["2: 0=2|1=D|2=Làm căn cứ\nlập kế hoạch|3=x", "3: 0=3|1=E|2=F|3=G"]);
        assert_eq!(table(&torn).1, 1);
        // Rows whose last cells are left out are none of these.
        assert_eq!(table(&format!("{head}2;D\n3;E;F\n4;G;H;I\n")).1, 0);
        // The last cell goes on; a section does not begin with a small letter, nor is «a) » the rest of a sentence.
        let last = format!("{head}2;D;E;Làm căn cứ\nlập kế hoạch\nhằng năm\na) Nhóm\nNhóm khác\n3;F;G;\nvà\n");
        let rows = table(&last).0;
        let expected = ["2: 0=2|1=D|2=E|3=Làm căn cứ\nlập kế hoạch\nhằng năm", "3: 0=a) Nhóm", "4: 0=Nhóm khác"];
        assert_eq!((&rows[2..5], table(&last).1), (&expected.map(String::from)[..], 1));
        // What cannot be joined is told, and stays as it is.
        let torn = format!("{head}2;D;Làm căn cứ\nlập kế hoạch;x;y\n3;E;F;G\n4;H;I;J;K\n;;;;x\n");
        assert_eq!((table(&torn).0.len(), table(&torn).1), (7, 2));
        let many = format!("{head}{}", "2;D;E;F;G\n".repeat(150)) + &"3;E;F;G\n".repeat(200);
        assert_eq!(table(&many).1, 101);
        let commas = "STT,Tên,Mục đích\n1,A,B\n2,Khoáng sản, đất đai,C\n3,D,E\n";
        assert_eq!(table(commas).0[2], "2: 0=2|1=Khoáng sản, đất đai|2=C");
        assert_eq!(table(commas).1, 1);
    }

    #[test]
    fn sound_records_are_never_joined() {
        let sound = |text: &str, rows: &[&str]| {
            let (read, findings) = table(text);
            assert_eq!(read[1..], *rows, "{text}");
            assert_eq!(findings, 0, "{text}");
        };
        // Cells at the end are left out, and one of a longer record begins with a space.
        sound(
            "STT,Tên,Bắt đầu,Ghi chú\n1,A,B\n2,CHƯA CÓ, 2021,x\n3,C,D\n4,E,F\n",
            &["1: 0=1|1=A|2=B", "2: 0=2|1=CHƯA CÓ|2= 2021|3=x", "3: 0=3|1=C|2=D", "4: 0=4|1=E|2=F"],
        );
        // The header is longer than any record, and a heading begins with a space.
        sound(
            "STT,Tên, Phạm vi,Chủ trì\n1,A,B\n2,C,D\n3,E,F\n",
            &["1: 0=1|1=A|2=B", "2: 0=2|1=C|2=D", "3: 0=3|1=E|2=F"],
        );
        // Two short ones that make one width, the second a sum.
        let sum = "STT;Tên;Mục đích;Bắt đầu;Hoàn thành\n1;A;B;2021;2022\n2;C;D\nTổng cộng;;30\n";
        sound(sum, &["1: 0=1|1=A|2=B|3=2021|4=2022", "2: 0=2|1=C|2=D", "3: 0=Tổng cộng|2=30"]);
        let signed = "STT;Tên;Mục đích;Bắt đầu;Hoàn thành\n1;A;B;2021;\nNơi nhận:;;GIÁM ĐỐC\n- Như trên;;Lê Văn A\n";
        sound(signed, &["1: 0=1|1=A|2=B|3=2021", "2: 0=Nơi nhận:|2=GIÁM ĐỐC", "3: 0=- Như trên|2=Lê Văn A"]);
        // Only blank cells are too many.
        sound("STT,Tên,Năm\n1,A, b,\n2,C,D\n3,E,F\n", &["1: 0=1|1=A|2= b", "2: 0=2|1=C|2=D", "3: 0=3|1=E|2=F"]);
        sound("\"a, b\"\n\"c, d, e\"\n\"f, g\"\n", &["1: 0=c, d, e", "2: 0=f, g"]);
    }

    #[test]
    fn what_is_in_doubt_is_told_and_left() {
        // Which two of the three belong together is not known.
        let commas = "STT,Tên,Mục đích\n1,A,\n2,Khoáng sản, đất, đai\n3,D,E\n";
        assert_eq!(table(commas).0[2], "2: 0=2|1=Khoáng sản|2= đất|3= đai");
        assert_eq!(table(commas).1, 1);
        // Commas stand in quotation marks elsewhere.
        let quoted = "STT,Tên,Năm\n1,\"A, B\",2021\n2,C,D, e\n3,F,\n";
        assert_eq!((table(quoted).0[2].as_str(), table(quoted).1), ("2: 0=2|1=C|2=D|3= e", 1));
        // Records are short elsewhere.
        let torn = "STT;Tên;Mục đích;Ghi chú\n1;A;B;C\n2;D;Làm căn cứ\nlập kế hoạch;x\n3;E\n4;F;G;H\n";
        assert_eq!(table(torn).0[2..4], ["2: 0=2|1=D|2=Làm căn cứ", "3: 0=lập kế hoạch|1=x"]);
        assert_eq!(table(torn).1, 1);
    }

    #[test]
    fn lines_in_quotes_and_values_behind_an_equals_sign_are_read() {
        let wrapped = "\"STT,Tên,Ghi chú\"\n\"1,\"\"A, B\"\",x\"\n\"2,C,y\"\n";
        assert_eq!(
            table(wrapped),
            (vec!["0: 0=STT|1=Tên|2=Ghi chú".into(), "1: 0=1|1=A, B|2=x".into(), "2: 0=2|1=C|2=y".into()], 1)
        );
        assert_eq!(table("a,b\n=\"001\",\"=\"\"x, y\"\"\"\n").0[1], "1: 0=001|1=x, y");
        assert_eq!(table("a,b\n\"=\"\"\"\"\",=1+1\n").0[1], "1: 1==1+1");
    }

    #[test]
    fn tells_a_table_from_prose() {
        assert!(is_table("STT\tTên\n1\tA\n2\tB\n".as_bytes()));
        assert!(!is_table("Kính gửi: Bộ, ngành\nThực hiện công văn, cơ quan gửi kèm biểu.\n".as_bytes()));
    }
}
