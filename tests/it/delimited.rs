//! Tables as text, with the delimiters, quotes and breaks that programs and people put into them.

use bieumau::cell::Content;
use bieumau::workbook::{Refusal, read_bytes};

/// Rows as `number: cell|cell`, empty cells left out but their places kept.
fn table(text: &str) -> (Vec<String>, usize) {
    let loaded = read_bytes(&"a.csv".into(), text.as_bytes(), false);
    let workbook = loaded.workbook.expect("it is small");
    let rows = workbook.sheets[0].rows.iter().map(|row| {
        let cell = |(column, content): (u32, &Content)| match content {
            Content::Text(text) => format!("{column}={text}"),
            other => format!("{other:?}"),
        };
        format!("{}: {}", row.number, row.cells.iter().map(cell).collect::<Vec<_>>().join("|"))
    });
    (rows.collect(), loaded.findings.len())
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
    sound("STT,Tên, Phạm vi,Chủ trì\n1,A,B\n2,C,D\n3,E,F\n", &["1: 0=1|1=A|2=B", "2: 0=2|1=C|2=D", "3: 0=3|1=E|2=F"]);
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
    let read = |text: &str| read_bytes(&"a.txt".into(), text.as_bytes(), false).workbook;
    assert!(read("STT\tTên\n1\tA\n2\tB\n").is_ok());
    let prose = "Kính gửi: Bộ, ngành\nThực hiện công văn, cơ quan gửi kèm biểu.\n";
    assert_eq!(read(prose).err(), Some(Refusal::Skipped));
}

#[test]
fn what_no_program_writes_into_a_word_is_seen() {
    let damaged = "a,b\n1,c\0\u{1}ơ sở\n2,Sở Y tế\0\n3,Sở \0Y tế\n";
    assert_eq!(table(damaged).0[1..], ["1: 0=1|1=c\u{fffd}ơ sở", "2: 0=2|1=Sở Y tế", "3: 0=3|1=Sở Y tế"]);
}
