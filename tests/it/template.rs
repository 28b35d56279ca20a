//! The blank form: filled in as its columns ask, it has no fault at all, also after other programs have saved it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::Reader as _;

use crate::run::{bieumau, json, package, run};

/// The forms, and two rows that fill each.
const FILLED: [(&str, &str, [&[&str]; 2]); 2] = [
    (
        "shared-databases",
        "(Kèm theo Quyết định số 613/QĐ-UBND ngày 15 tháng 5 năm 2023 của Ủy ban nhân dân tỉnh Hà Giang)",
        [
            &[
                "1",
                "CSDL đất đai",
                "Quản lý đất đai",
                "Thửa đất, chủ sử dụng",
                "Sở Tài nguyên và Môi trường",
                "Sở Tư pháp",
                "Cơ quan nhà nước",
                "Cập nhật khi có biến động",
                "Chia sẻ mặc định",
                "Đang xây dựng",
                "6/2023",
                "Quý II/2025",
                "Luật Đất đai",
                "",
            ],
            &[
                "2",
                "CSDL hộ tịch",
                "Quản lý hộ tịch",
                "Khai sinh, kết hôn",
                "Sở Tư pháp",
                "",
                "",
                "Hằng ngày",
                "Không chia sẻ",
                "Đã có",
                "",
                "",
                "",
                "",
            ],
        ],
    ),
    (
        "open-data-plan",
        "(Kèm theo Kế hoạch số 120/KH-UBND ngày 15 tháng 5 năm 2023 của Ủy ban nhân dân tỉnh Hà Giang)",
        [
            &[
                "1",
                "Kinh tế, thương mại",
                "Giá đất",
                "Bảng giá đất các huyện",
                "Sở Tài nguyên và Môi trường",
                "CSV; JSON",
                "Tải về",
                "Hằng năm",
                "6/2023",
                "https://data.hagiang.gov.vn/gia-dat",
                "",
            ],
            &["2", "Y tế", "Cơ sở y tế", "Danh sách cơ sở y tế", "Sở Y tế", "XLSX", "API", "Hằng quý", "2024", "", ""],
        ],
    ),
];
/// Rows and columns (from 0) of the title block and the first row of data, as the renderer promises.
const DECISION_ROW: u32 = 4;

fn blank(form: &str, folder: &Path) -> PathBuf {
    let path = folder.join(format!("{form}.xlsx"));
    run(bieumau().args(["template", form, "--agency", "H22", "-o"]).arg(&path), 0);
    path
}

fn findings(path: &Path) -> Vec<String> {
    let mut command = bieumau();
    let output = command.arg("check").arg(path).args(["--format", "json"]).output().expect("it starts");
    let report = json(&output.stdout);
    let tables = &report["files"][0]["tables"];
    assert_eq!(tables.as_array().map(Vec::len), Some(1), "{}: {report:#}", path.display());
    let findings = report["findings"].as_array().expect("the report lists findings");
    findings.iter().map(|finding| format!("{} {}", finding["rule"], finding["message"])).collect()
}

/// Fills the form in within its own package, so that everything else in it stays as it was handed out.
fn fill(blank: &Path, decision: &str, rows: &[&[&str]], filled: &Path) {
    let parts = package(blank);
    let mut target = zip::ZipWriter::new(fs::File::create(filled).expect("a file can be written"));
    let mut changed = 0;
    for (name, text) in parts {
        let text = match name.as_str() {
            "xl/worksheets/sheet1.xml" => {
                let first = first_row(&text);
                let mut text = put(&text, DECISION_ROW, 0, decision);
                changed += 1;
                for (offset, row) in rows.iter().enumerate() {
                    for (column, value) in row.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
                        text = put(&text, first + offset as u32, column as u32, value);
                        changed += 1;
                    }
                }
                text
            }
            _ => text,
        };
        target.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part can be begun");
        std::io::Write::write_all(&mut target, text.as_bytes()).expect("a part can be written");
    }
    target.finish().expect("the package can be closed");
    assert!(changed > 10, "the form has been filled in");
}

/// The row (from 0) below the header: where the window is split.
fn first_row(sheet: &str) -> u32 {
    let after = sheet.split("ySplit=\"").nth(1).expect("the header stays in sight");
    after.split('"').next().and_then(|row| row.parse().ok()).expect("a number of rows")
}

/// Puts a text into a cell that is there and blank, or has another text.
pub fn put(sheet: &str, row: u32, column: u32, text: &str) -> String {
    let cell = bieumau::cell::Cell::new(row, column);
    let start = sheet.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("{cell} is there"));
    let style: String = sheet[start..]
        .split("s=\"")
        .nth(1)
        .expect("it has a format")
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let tag_end = start + sheet[start..].find('>').expect("the tag ends") + 1;
    let end = if sheet[..tag_end].ends_with("/>") {
        tag_end
    } else {
        tag_end + sheet[tag_end..].find("</c>").expect("the cell ends") + "</c>".len()
    };
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "{}<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t>{escaped}</t></is></c>{}",
        &sheet[..start],
        &sheet[end..]
    )
}

#[test]
fn a_filled_template_has_no_finding_at_all() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (form, decision, rows) in FILLED {
        let blank = blank(form, folder.path());
        let unfilled = findings(&blank);
        assert_eq!(unfilled.len(), 2, "no decision, no rows: {unfilled:?}");
        let filled = folder.path().join(format!("{form} đã điền.xlsx"));
        fill(&blank, decision, &rows, &filled);
        assert_eq!(findings(&filled), Vec::<String>::new(), "{form}");
        for format in ["xlsx", "xls", "ods"] {
            let Some(saved) = saved_by_office(&filled, format, folder.path()) else { return };
            assert_eq!(findings(&saved), Vec::<String>::new(), "{form} saved as {format}");
        }
    }
}

/// The workbook as LibreOffice saves it; `None` where there is no LibreOffice.
pub fn saved_by_office(path: &Path, format: &str, folder: &Path) -> Option<PathBuf> {
    let target = folder.join(format);
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut command = Command::new("soffice");
    command.arg(profile).args(["--headless", "--convert-to", format, "--outdir"]).arg(&target).arg(path);
    let output = command.output().ok()?;
    let saved = target.join(path.with_extension(format).file_name()?);
    assert!(saved.is_file(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(saved)
}

#[test]
fn a_template_offers_lists_and_keeps_its_headings() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let parts = package(&blank("open-data-plan", folder.path()));
    let part = |name: &str| &parts.iter().find(|(part, _)| part == name).expect("the part is there").1;
    let sheet = part("xl/worksheets/sheet1.xml");
    for wanted in [
        // Values with a comma cannot stand in the validation itself.
        "<formula1>'Danh sách giá trị'!$A$4:$A$15</formula1>",
        "<formula1>\"Tải về,API,Tải về và API\"</formula1>",
        "promptTitle=\"Tần suất cập nhật\"",
        "<sheetProtection sheet=\"1\"",
        "formatRows=\"0\" ",
        "insertRows=\"0\" ",
        "<pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"",
        "<pane ySplit=\"8\"",
    ] {
        assert!(sheet.contains(wanted), "{wanted} in {}", &sheet[sheet.len() - 6000..]);
    }
    let workbook = part("xl/workbook.xml");
    assert!(workbook.contains("name=\"Danh sách giá trị\" sheetId=\"3\" state=\"hidden\""), "{workbook}");
    assert!(workbook.contains("_xlnm.Print_Titles"), "{workbook}");
    let strings = part("xl/sharedStrings.xml");
    for wanted in
        ["TỈNH HÀ GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Hướng dẫn điền biểu", "Tên tập dữ liệu mở (*)"]
    {
        assert!(strings.contains(wanted), "{wanted}");
    }
}

#[test]
fn a_form_or_agency_that_is_not_known_is_told_with_those_that_are() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.xlsx");
    let output = run(bieumau().args(["template", "danh-muc", "-o"]).arg(&path), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("shared-databases, open-data-plan"));
    let output = run(bieumau().args(["template", "shared-databases", "--agency", "X99", "-o"]).arg(&path), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("X99"));
    assert!(!path.exists());
}

#[test]
fn columns_of_periods_are_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (form, periods) in [("shared-databases", &["K", "L"][..]), ("open-data-plan", &["I"])] {
        let parts = package(&blank(form, folder.path()));
        let part = |name: &str| &parts.iter().find(|(part, _)| part == name).expect("the part is there").1;
        let (sheet, styles) = (part("xl/worksheets/sheet1.xml"), part("xl/styles.xml"));
        let formats = styles.split("<cellXfs").nth(1).expect("there are formats");
        // The number format 49 is `@` in every workbook.
        let is_text = |style: &str| {
            let format = formats.split("<xf ").nth(style.parse::<usize>().expect("a number") + 1);
            format.is_some_and(|format| format.starts_with("numFmtId=\"49\""))
        };
        let value = |text: &str, name: &str| {
            text.split(&format!(" {name}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
        };
        let columns: Vec<&str> = sheet.split("<col ").skip(1).collect();
        let row = first_row(sheet) + 1;
        for column in 0..10 {
            let letters = bieumau::cell::column_letters(column);
            let wanted = periods.contains(&&*letters);
            let cell = sheet.split("<c ").find(|cell| cell.starts_with(&format!("r=\"{letters}{row}\"")));
            let style = value(cell.expect("the first row is lined"), "s").expect("it has a format");
            assert_eq!(is_text(&style), wanted, "{form} {letters}{row}");
            let number = column + 1;
            let of_column = columns.iter().find(|text| {
                let at = |name: &str| value(&format!(" {text}"), name).and_then(|text| text.parse::<u32>().ok());
                at("min").zip(at("max")).is_some_and(|(min, max)| (min..=max).contains(&number))
            });
            let style = of_column.and_then(|text| value(text, "style")).expect("the column has a format");
            assert_eq!(is_text(&style), wanted, "{form} column {letters}");
        }
        assert!(sheet.contains("numberStoredAsText=\"1\""), "{form}");
    }
}

/// Rows that are filled in, with the columns that turn red and those that turn yellow.
const LIVE: [(&[&str], &str, &str); 12] = [
    (&under_way("1", "CSDL đất đai", "Chia sẻ mặc định", ["6/2024", "Quý II/2023"]), "L", ""),
    (&["2", "CSDL hộ tịch", "", "b", "c", "", "", "d", "Không chia sẻ", "Đã có"], "BC", ""),
    (&["3", "CSDL hộ tịch", "a", "b", "c", "", "", "d", "Không biết", "Chưa có", "13/2024"], "BIK", "L"),
    (&["II", "Lĩnh vực y tế"], "", ""),
    (&under_way("4", "CSDL y tế", "không chia sẻ", ["2023", "Quý IV/2025"]), "", ""),
    (&under_way("5", "CSDL giáo dục", "Không chia sẻ", ["2023", "2023"]), "", ""),
    (&under_way("6", "CSDL giá", "Không chia sẻ", ["Quý III/2024", "9/2024"]), "", ""),
    (&under_way("7", "CSDL lao động", "Không chia sẻ", ["Quý III/2024", "6/2024"]), "L", ""),
    (&under_way("8", "CSDL du lịch", "Không chia sẻ", ["Thường xuyên", "2023"]), "", ""),
    (&under_way("9", "CSDL khí hậu", "Không chia sẻ", ["hang nam", "Sắp tới"]), "L", ""),
    (&under_way("10", "CSDL mưa", "Không chia sẻ", ["- nt -", "Sau khi phê duyệt"]), "L", ""),
    (&under_way("11", "CSDL gió", "Không chia sẻ", ["…", "Định kỳ hằng quý, quý IV"]), "", ""),
];

/// A row of a database that is being built, with its beginning and end; all else is filled in.
const fn under_way(
    ordinal: &'static str,
    name: &'static str,
    sharing: &'static str,
    [start, finish]: [&'static str; 2],
) -> [&'static str; 12] {
    [ordinal, name, "a", "b", "c", "", "", "d", sharing, "Đang xây dựng", start, finish]
}

#[test]
fn a_form_that_is_being_filled_in_shows_what_the_checks_would_say() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (form, decision, _) = FILLED[0];
    let rows: Vec<&[&str]> = LIVE.iter().map(|(cells, ..)| *cells).collect();
    let filled = folder.path().join("đang điền.xlsx");
    fill(&blank(form, folder.path()), decision, &rows, &filled);
    // The formulas of the formats, as cells beside the table.
    let parts = package(&filled);
    let sheet = &parts.iter().find(|(part, _)| part == "xl/worksheets/sheet1.xml").expect("the part is there").1;
    let (first, marks) = (first_row(sheet) + 1, marks(sheet));
    assert!(marks.len() > 12, "{marks:?}");
    let asked = folder.path().join("hỏi.xlsx");
    let mut target = zip::ZipWriter::new(fs::File::create(&asked).expect("a file can be written"));
    for (name, mut text) in parts.clone() {
        if name == "xl/worksheets/sheet1.xml" {
            // Who opens the file trusts what was counted before, until a cell is changed.
            text = text.replacen("<v>-1</v>", "", 1);
            for row in first..first + LIVE.len() as u32 {
                let cells: String = (40..)
                    .zip(&marks)
                    .map(|(column, (_, _, formula))| {
                        let place = bieumau::cell::Cell::new(row - 1, column);
                        format!("<c r=\"{place}\"><f>{}</f></c>", of_row(formula, first, row))
                    })
                    .collect();
                let start = text.find(&format!("<row r=\"{row}\"")).expect("the row is lined");
                let end = start + text[start..].find("</row>").expect("the row ends");
                text.insert_str(end, &cells);
            }
        }
        target.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part can be begun");
        std::io::Write::write_all(&mut target, text.as_bytes()).expect("a part can be written");
    }
    target.finish().expect("the package can be closed");
    let Some(answers) = saved_by_office(&asked, "xlsx", folder.path()) else { return };
    let mut answers: calamine::Xlsx<_> = calamine::open_workbook(answers).expect("a sound workbook");
    let answers = answers.worksheet_range_at(0).expect("a sheet").expect("a sound sheet");
    // As its format says it: «Còn 1 ô phải điền (tô đỏ)».
    assert_eq!(answers.get_value((first - 5, 0)), Some(&calamine::Data::Float(1.0)));
    let told =
        json(&bieumau().arg("check").arg(&filled).args(["--format", "json"]).output().expect("it starts").stdout);
    let told: Vec<(String, String)> = told["findings"]
        .as_array()
        .expect("the report lists findings")
        .iter()
        .map(|it| {
            (it["cell"].as_str().unwrap_or_default().to_owned(), it["severity"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    for (offset, (_, red, yellow)) in LIVE.iter().enumerate() {
        let row = first + offset as u32;
        for (colour, severity, wanted) in [("red", "error", red), ("yellow", "warning", yellow)] {
            let shown: String = (40..)
                .zip(&marks)
                .filter(|(column, (of, _, _))| {
                    *of == colour && answers.get_value((row - 1, *column)) == Some(&calamine::Data::Bool(true))
                })
                .map(|(_, (_, column, _))| column.as_str())
                .collect();
            assert_eq!(shown, **wanted, "{colour} in row {row}");
            for column in shown.chars() {
                // Of two that are the same the checks name the second.
                let is_first_of_two = column == 'B' && told.iter().any(|(cell, _)| *cell == format!("B{}", row + 1));
                let found = (format!("{column}{row}"), severity.to_owned());
                assert!(is_first_of_two || told.contains(&found), "{found:?} is not among {told:?}");
            }
        }
    }
}

/// Colour, column and formula of each mark, but for the lines of the table and the line above it.
fn marks(sheet: &str) -> Vec<(&'static str, String, String)> {
    let mut marks = Vec::new();
    for block in sheet.split("<conditionalFormatting sqref=\"").skip(1) {
        let place: String = block.chars().take_while(char::is_ascii_alphabetic).collect();
        for rule in block.split("<cfRule ").skip(1).filter(|rule| rule.contains("stopIfTrue")) {
            let format: String =
                rule.split("dxfId=\"").nth(1).expect("a format").chars().take_while(char::is_ascii_digit).collect();
            let formula =
                rule.split("<formula>").nth(1).and_then(|rest| rest.split("</formula>").next()).expect("a formula");
            marks.push((if format == "0" { "red" } else { "yellow" }, place.clone(), formula.to_owned()));
        }
    }
    marks
}

/// A formula of the first row in another one.
fn of_row(formula: &str, first: u32, row: u32) -> String {
    let (old, mut new, mut rest) = (first.to_string(), String::new(), formula);
    while let Some(at) = rest.find(&old) {
        let (before, behind) = (&rest[..at], &rest[at + old.len()..]);
        let is_relative = before.ends_with(|sign: char| sign.is_ascii_uppercase())
            && !behind.starts_with(|sign: char| sign.is_ascii_digit());
        new.push_str(before);
        new.push_str(&if is_relative { row.to_string() } else { old.clone() });
        rest = behind;
    }
    new + rest
}
