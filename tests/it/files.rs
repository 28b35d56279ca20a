//! Reads whole files: the inbox of the fixtures, and small hostile ones made here. The archives and packages are made with
//! the zip crate, for no program that writes spreadsheets would write these.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use bieumau::cell::{Cell, Content};
use bieumau::finding::Finding;
use bieumau::text::{Language, fold};
use bieumau::workbook::{Loaded, Refusal, Sheet, Source, Visibility, collect, read, read_all, without_panic};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn inbox() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/inbox-2023-06-23")
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).expect("the name is new");
        writer.write_all(text.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An xlsx package with one sheet «Biểu» of these rows and what follows them, and these further parts.
fn workbook(rows: &str, tail: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let root = format!(
        r#"<Relationships><Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let relations = format!(
        r#"<Relationships><Relationship Id="s" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData>{tail}</worksheet>");
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &*root),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/workbook.xml", r#"<workbook><sheets><sheet name="Biểu" sheetId="1" r:id="s"/></sheets></workbook>"#),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    package(&[&parts[..], more].concat())
}

/// Writes the bytes to a file of this name in a folder of its own and reads it.
fn read_as(name: &str, bytes: &[u8]) -> Loaded {
    let folder = tempfile::tempdir().expect("there is room for a small file");
    let file = folder.path().join(name);
    fs::write(&file, bytes).expect("there is room for a small file");
    read(&Source { path: name.into(), file, member: None, unpacked: None })
}

fn rules(loaded: &Loaded) -> Vec<String> {
    let told = |finding: &Finding| match finding.location.cell {
        Some(cell) => format!("{} {cell}", finding.rule.name),
        None => finding.rule.name.to_string(),
    };
    loaded.findings.iter().map(told).collect()
}

fn sheet(loaded: &Loaded) -> &Sheet {
    &loaded.workbook.as_ref().expect("the file can be read").sheets[0]
}

#[test]
fn reads_the_whole_inbox() {
    let truth: serde_json::Value =
        serde_json::from_slice(&fs::read(inbox().with_extension("truth.json")).expect("it lies beside the inbox"))
            .expect("it is JSON");
    let files = truth["files"].as_object().expect("files by path");
    let collected = collect(&[inbox()], &[], false).expect("the inbox is there");
    assert!(collected.refused.is_empty());
    let loaded: BTreeMap<String, Loaded> =
        collected.sources.iter().map(|source| (source.path.to_string(), read(source))).collect();
    let mut compared = 0;
    for (path, expected) in files {
        let loaded = loaded.get(path).unwrap_or_else(|| panic!("{path} is in the inbox"));
        if expected["read"] == false {
            assert_eq!(loaded.workbook.as_ref().err(), Some(&Refusal::Unreadable), "{path}");
            assert_eq!(loaded.findings.len(), 1, "{path}");
            continue;
        }
        assert!(loaded.findings.is_empty(), "{path}: {:?}", loaded.findings);
        for form in expected["forms"].as_array().into_iter().flatten() {
            let workbook = loaded.workbook.as_ref().expect("the file can be read");
            let sheet = workbook.sheets.iter().find(|sheet| sheet.name.as_deref() == form["sheet"].as_str());
            let sheet = sheet.unwrap_or_else(|| panic!("{path}: no sheet {}", form["sheet"]));
            for record in form["records"].as_array().into_iter().flatten() {
                let row = record["row"].as_u64().expect("a number") as u32 - 1;
                let name = record["fields"]["name"].as_str().or(record["fields"]["title"].as_str()).expect("a name");
                let cells = &sheet.row(row).unwrap_or_else(|| panic!("{path}: no row {}", row + 1)).cells;
                let found =
                    cells.iter().any(|(_, content)| matches!(content, Content::Text(text) if fold(text) == fold(name)));
                // Names that were merged, or shortened with «-nt-», stand elsewhere.
                compared += usize::from(found);
                assert!(
                    found || path.ends_with(".xlsx") || path.ends_with(".xls"),
                    "{path}: {name} is not in row {}",
                    row + 1
                );
            }
        }
    }
    assert!(compared > 1_000, "{compared} names stand where the truth says");
    let skipped = loaded.iter().filter(|(_, loaded)| loaded.workbook.as_ref().err() == Some(&Refusal::Skipped));
    assert!(
        skipped.clone().all(|(path, _)| !files.contains_key(path)),
        "{:?}",
        skipped.map(|it| it.0).collect::<Vec<_>>()
    );
}

#[test]
fn the_rest_of_a_sheet_is_read_around_a_bad_cell() {
    let rows = concat!(
        r#"<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c><c r="B1" t="s"><v>-1</v></c><c r="C1" t="s"><v>9</v></c></row>"#,
        r#"<row r="2"><c r="A2" t="zz"><v>1</v></c><c r="XFE2"><v>1</v></c><c r="B2"><v>2</v></c><c r="B2"><v>3</v></c>"#,
        r#"<c r="C2"><f>SUM(A1:A2)</f></c><c r="D2" t="str"><f>A9</f><v></v></c></row>"#,
    );
    let strings = ("xl/sharedStrings.xml", r#"<sst uniqueCount="1"><si><t>một</t></si></sst>"#);
    let loaded = read_as("a.xlsx", &workbook(rows, "", &[strings]));
    assert_eq!(rules(&loaded), ["bad-cell B1", "bad-cell C1", "bad-cell A2", "bad-cell", "bad-cell B2"]);
    let sheet = sheet(&loaded);
    assert_eq!(sheet.content(Cell::new(0, 0)), Some(&Content::Error("#SPILL!".into())));
    assert_eq!(sheet.content(Cell::new(1, 1)), Some(&Content::Number(2.0)));
    assert_eq!(sheet.content(Cell::new(1, 2)), Some(&Content::Uncalculated("SUM(A1:A2)".into())));
    assert_eq!(sheet.rows.iter().map(|row| row.cells.len()).sum::<usize>(), 3);
}

/// What Excel and LibreOffice read, and what a reader with fixed ideas stumbles over; each was met in public files.
#[test]
fn reads_packages_as_other_programs_write_them() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    let sheet = format!(
        r#"<worksheet><dimension ref="5:11"/><sheetData>{rows}</sheetData><sheetData>{}</sheetData></worksheet>"#,
        r#"<row r="2"><c r="B2" t="s"><v>0</v></c></row>"#
    );
    let wide: Vec<u8> = std::iter::once(0xfeff).chain(sheet.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let relation = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
    };
    let book = concat!(
        r#"<workbook><sheets><sheet name="Module1" sheetId="1" state="veryHidden" r:id=""/>"#,
        r#"<sheet name="Macro1" sheetId="2" r:id="m"/><sheet name="Biểu" sheetId="3" state="show" r:id="s"/></sheets></workbook>"#,
    );
    let parts: [(&str, &[u8]); 6] = [
        ("[Content_Types].xml", b"<Types/>"),
        (
            "_rels/.rels",
            &format!("<Relationships>{}</Relationships>", relation("r", "officeDocument", "/workbook.xml"))
                .into_bytes(),
        ),
        (
            "_rels/workbook.xml.rels",
            &[
                "<Relationships>",
                &relation("m", "xlMacrosheet", "macros/sheet1.xml"),
                &relation("s", "worksheet", "./a/../b/./sheet.xml"),
                &relation("t", "sharedStrings", "texts.xml"),
                "</Relationships>",
            ]
            .concat()
            .into_bytes(),
        ),
        ("workbook.xml", book.as_bytes()),
        ("texts.xml", "<sst><si><t>một</t></si></sst>".as_bytes()),
        ("b/sheet.xml", &wide),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name, SimpleFileOptions::default()).expect("the name is new");
        writer.write_all(bytes).expect("memory takes it");
    }
    let loaded = read_as("a.xlsx", &writer.finish().expect("memory takes it").into_inner());
    assert_eq!(rules(&loaded), [""; 0]);
    let sheets = &loaded.workbook.as_ref().expect("it can be read").sheets;
    assert_eq!(sheets.iter().map(|sheet| sheet.name.as_deref()).collect::<Vec<_>>(), [Some("Biểu")]);
    assert_eq!(sheets[0].visibility, Visibility::Visible);
    assert_eq!(sheets[0].content(Cell::new(0, 0)), Some(&Content::Number(1.0)));
    assert_eq!(sheets[0].content(Cell::new(1, 1)), Some(&Content::Text("một".into())));
}

#[test]
fn reads_open_documents_that_were_repacked_by_hand() {
    let content = concat!(
        r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="Biểu"><table:table-row>"#,
        r#"<table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>"#,
        "</office:spreadsheet></office:body></office:document-content>",
    );
    assert_eq!(sheet(&read_as("a.ods", &package(&[("content.xml", content)]))).rows.len(), 1);
    let letter = content.replace("spreadsheet", "text");
    assert_eq!(rules(&read_as("a.ods", &package(&[("content.xml", &letter)]))), ["unsupported-format"]);
}

#[test]
fn blank_cells_outside_the_grid_are_none() {
    let commas = ",".repeat(17_000);
    assert_eq!(rules(&read_as("a.csv", format!("a,b\n1,2{commas}\n3,4\n").as_bytes())), [""; 0]);
    assert_eq!(rules(&read_as("a.csv", format!("a,b\n1,2{commas}5\n3,4\n").as_bytes())), ["bad-cell"]);
}

#[test]
fn a_part_that_many_sheets_name_is_not_read_without_end() {
    let relation = |id: &str, target: &str| {
        format!(
            r#"<Relationship Id="{id}" Type="{RELATIONS}/{}" Target="{target}"/>"#,
            if id == "r" { "officeDocument" } else { "worksheet" }
        )
    };
    let root = format!("<Relationships>{}</Relationships>", relation("r", "xl/workbook.xml"));
    let relations = format!("<Relationships>{}</Relationships>", relation("s", "sheet.xml"));
    let sheet = format!("<worksheet>{}</worksheet>", " ".repeat(4 << 20));
    let read = |sheets: usize| {
        let listed: String = (0..sheets).map(|number| format!(r#"<sheet name="{number}" r:id="s"/>"#)).collect();
        let book = format!("<workbook><sheets>{listed}</sheets></workbook>");
        let parts = [("_rels/.rels", &*root), ("xl/_rels/workbook.xml.rels", &relations), ("xl/workbook.xml", &book)];
        rules(&read_as("a.xlsx", &package(&[&parts[..], &[("xl/sheet.xml", &sheet)]].concat())))
    };
    assert_eq!(read(9), [""; 0]);
    assert_eq!(read(100), ["too-large"]);
}

#[test]
fn what_is_claimed_is_checked_before_it_is_reserved() {
    let strings = ("xl/sharedStrings.xml", r#"<sst uniqueCount="1000000000000"/>"#);
    assert_eq!(rules(&read_as("a.xlsx", &workbook("", "", &[strings]))), ["unreadable-file"]);
    let honest = ("xl/sharedStrings.xml", r#"<sst uniqueCount="1"><si/></sst>"#);
    assert_eq!(rules(&read_as("a.xlsx", &workbook("", "", &[honest]))), [""; 0]);
    let merges = "<mergeCell ref=\"A1:B2\"/>".repeat(50_001);
    assert_eq!(rules(&read_as("a.xlsx", &workbook("", &merges, &[]))), ["too-large"]);
    let styles = " ".repeat((8 << 20) + 1);
    assert_eq!(rules(&read_as("a.xlsx", &workbook("", "", &[("xl/styles.xml", &styles)]))), ["too-large"]);
    let twice = ("XL/Worksheets/Sheet1.xml", "");
    assert_eq!(rules(&read_as("a.xlsx", &workbook("", "", &[twice]))), ["unreadable-file"]);
}

#[test]
fn the_content_tells_the_format_not_the_name() {
    let cell = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    assert_eq!(rules(&read_as("a.xls", &workbook(cell, "", &[]))), [""; 0]);
    assert_eq!(sheet(&read_as("a.xls", b"a,b\n1,2\n")).rows.len(), 2);
    let html = b"<html><table><tr><td>1</td></tr></table></html>";
    assert_eq!(rules(&read_as("a.xls", html)), ["unsupported-format"]);
    assert_eq!(read_as("a.html", html).workbook.err(), Some(Refusal::Skipped));
    assert_eq!(rules(&read_as("a.xlsx", b"Rar!\x1a\x07\x01")), ["unsupported-format"]);
    assert_eq!(rules(&read_as("a.csv", b"\xef\xbb\xbf")), ["unreadable-file"]);
    assert_eq!(read_as("~$a.xlsx", b"owner").workbook.err(), Some(Refusal::Skipped));
    assert_eq!(read_as("a.docx", b"PK\x03\x04 cut").workbook.err(), Some(Refusal::Skipped));
    assert_eq!(rules(&read_as("a.xlsx", b"PK\x03\x04 cut")), ["unreadable-file"]);
}

#[test]
fn a_panic_becomes_a_finding() {
    assert_eq!(without_panic(|| [1, 2, 3].iter().map(|number| 6 / (number - 2)).sum::<i32>()), None);
    assert_eq!(without_panic(|| 7), Some(7));
}

#[test]
fn looks_into_archives_and_leaves_out_what_an_earlier_run_wrote() {
    let folder = tempfile::tempdir().expect("there is room for small files");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("there is room");
    let inner = workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#, "", &[]);
    let archive = |parts: &[(&str, &[u8])]| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).expect("the name is new");
            writer.write_all(bytes).expect("memory takes it");
        }
        writer.finish().expect("memory takes it").into_inner()
    };
    let nested = archive(&[("c.csv", b"a,b\n")]);
    write("Hà Giang.zip", &archive(&[("PL1.xlsx", &inner), ("trong/b.zip", &nested), ("._PL1.xlsx", b"x")]));
    write("cut.zip", b"PK\x03\x04 cut");
    write("tong-hop.xlsx", &inner);
    write("Ha\u{300}.csv", b"a,b\n");
    write("H\u{e0}.csv", b"c,d\n");
    let outputs = [folder.path().join("tong-hop.xlsx"), folder.path().join("report.json")];
    let collected = collect(&[folder.path().to_owned()], &outputs, false).expect("the folder is there");
    let mut loaded: Vec<Loaded> = Vec::new();
    collected.sources.iter().for_each(|source| read_all(source, |file| loaded.push(file)));
    loaded.extend(collected.refused);
    loaded.sort_by(|one, other| one.path.cmp(&other.path));
    let told: Vec<_> = loaded.iter().map(|it| (&*it.path, it.workbook.as_ref().err(), rules(it).concat())).collect();
    let (unreadable, skipped) = (Some(&Refusal::Unreadable), Some(&Refusal::Skipped));
    let nothing = String::new;
    assert_eq!(
        told,
        [
            ("Hà Giang.zip › ._PL1.xlsx", skipped, nothing()),
            ("Hà Giang.zip › PL1.xlsx", None, nothing()),
            ("Hà Giang.zip › trong/b.zip › c.csv", None, nothing()),
            ("Hà [2].csv", None, nothing()),
            ("Hà.csv", None, nothing()),
            ("cut.zip", unreadable, "unreadable-file".into()),
        ]
    );
}

#[test]
fn links_and_odd_names_in_archives_are_told() {
    let folder = tempfile::tempdir().expect("there is room for a small file");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    writer.add_symlink("PL1.xlsx", "/etc/passwd", options).expect("the name is new");
    writer.start_file("///", options).expect("the name is new");
    writer.write_all(b"a,b\n").expect("memory takes it");
    writer.add_directory("Ha Giang/", options).expect("the name is new");
    let bytes = writer.finish().expect("memory takes it").into_inner();
    fs::write(folder.path().join("a.zip"), bytes).expect("there is room");
    let collected = collect(&[folder.path().to_owned()], &[], false).expect("the folder is there");
    let mut loaded: Vec<Loaded> = Vec::new();
    collected.sources.iter().for_each(|source| read_all(source, |file| loaded.push(file)));
    loaded.extend(collected.refused);
    let told: Vec<_> = loaded.iter().map(|it| (&*it.path, rules(it).concat())).collect();
    assert_eq!(told, [("a.zip › ?", "other-file".to_owned()), ("a.zip › PL1.xlsx", "unreadable-file".to_owned())]);
}

#[test]
fn names_the_path_that_does_not_exist() {
    let error =
        collect(&[inbox().with_file_name("inbox-2023-06-24")], &[], false).expect_err("there is no such folder");
    assert!(error.to_string().contains("inbox-2023-06-23"), "{error}");
}

#[cfg(unix)]
#[test]
fn survives_links_and_pipes() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("there is room for small files");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.csv"), "a,b\n").expect("there is room");
    symlink(folder.path(), at("loop")).expect("links can be made");
    symlink(at("nowhere"), at("dangling.csv")).expect("links can be made");
    symlink(at("a.csv"), at("again.csv")).expect("links can be made");
    let made = std::process::Command::new("mkfifo").arg(at("pipe.csv")).status().expect("it is part of every Unix");
    assert!(made.success());
    let collected = collect(&[folder.path().to_owned()], &[], false).expect("the folder is there");
    assert_eq!(collected.sources.iter().map(|source| &*source.path).collect::<Vec<_>>(), ["a.csv"]);
    let refused: Vec<_> = collected.refused.iter().map(|it| (&*it.path, rules(it).concat())).collect();
    let expected = [
        ("again.csv", "other-file"),
        ("dangling.csv", "unavailable-file"),
        ("loop", "other-file"),
        ("pipe.csv", "other-file"),
    ];
    assert_eq!(refused, expected.map(|(path, rules)| (path, rules.to_owned())));
}

/// The names of what is embedded in a file, as they are told.
fn embedded(loaded: &Loaded) -> String {
    let mut told = loaded.findings.iter().filter(|finding| finding.rule.name == "part-not-read");
    let message = told.next().expect("something is embedded").message(Language::English);
    assert!(told.next().is_none() && loaded.workbook.is_ok(), "{message}");
    message.split(['“', '”']).nth(1).expect("it is named").to_owned()
}

#[test]
fn workbooks_and_documents_in_a_package_are_told_and_what_stands_behind_charts_is_not() {
    let chart =
        r#"<Relationships><Relationship Id="r" Type="x/package" Target="../embeddings/Chart.xlsx"/></Relationships>"#;
    let mut ole = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
    ole.create_stream("Workbook").expect("it is new");
    let object = ole.into_inner().into_inner();
    let row = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>"#;
    let mut writer = ZipWriter::new_append(Cursor::new(workbook(row, "", &[]))).expect("it is an archive");
    let parts: [(&str, &[u8]); 6] = [
        ("xl/charts/_rels/chart1.xml.rels", chart.as_bytes()),
        ("xl/embeddings/Chart.xlsx", b"PK"),
        ("xl/embeddings/Sheet1.xlsx", b"PK"),
        ("xl/embeddings/Drawing.vsdx", b"PK"),
        ("xl/embeddings/oleObject1.bin", &object),
        ("xl/embeddings/oleObject2.bin", b"an equation"),
    ];
    for (name, part) in parts {
        writer.start_file(name, SimpleFileOptions::default()).expect("the name is new");
        writer.write_all(part).expect("memory takes it");
    }
    let bytes = writer.finish().expect("memory takes it").into_inner();
    assert_eq!(embedded(&read_as("PL1.xlsx", &bytes)), "oleobject1.bin, sheet1.xlsx");

    let manifest = r#"<manifest><file-entry full-path="/" media-type="application/vnd.oasis.opendocument.spreadsheet"/>
        <file-entry full-path="Object 1/" media-type="application/vnd.oasis.opendocument.spreadsheet"/>
        <file-entry full-path="Object 2/" media-type="application/vnd.oasis.opendocument.chart"/></manifest>"#;
    let content = r#"<document-content><body><spreadsheet><table name="A"><table-row><table-cell value-type="string"><p>x</p></table-cell></table-row></table></spreadsheet></body></document-content>"#;
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
        ("META-INF/manifest.xml", manifest),
        ("Object 1/content.xml", ""),
    ];
    assert_eq!(embedded(&read_as("PL1.ods", &package(&parts))), "Object 1");
}
