// Merges what a fuzzer hands out and writes every output, into memory; each is opened again and parsed. What a sender writes must
// stay text wherever it goes, and nothing that he writes may break a file.
//
// The file is included by the fuzz target and by the test that replays its corpus.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use std::sync::{Arc, LazyLock, Mutex};

use bieumau::intake::Claims;
use bieumau::render::format::Writer;
use bieumau::render::formats;
use bieumau::render::reminder::Template;
use bieumau::render::text::Extent;
use bieumau::render::{Checked, Document, Results, datapackage, reminder, summary_page, xlsx};
use bieumau::report::earlier::EarlierReport;
use bieumau::run::{self, Named, Past, Setting, letters, rule_names};
use bieumau::schema::load;
use bieumau::store::Store;
use bieumau::summary;
use bieumau::text::Language;
use bieumau::verdict::{Judge, Keep};
use bieumau::workbook::read_bytes;
use jiff::civil::date;

static SETTING: LazyLock<Setting> = LazyLock::new(|| {
    let schemas = load::embedded().expect("the embedded schemas are sound");
    let claims = run::ClaimedAgencies::default();
    Setting::new(schemas, &Named::default(), claims).expect("there is one campaign")
});

/// Between two files.
const NEXT: &[u8] = b"\n=====\n";

/// Merges the files in the input, which are text files: each begins with a line that is its name.
pub fn merge(input: &[u8]) {
    let setting = &*SETTING;
    let as_of = date(2023, 6, 23);
    let judge = Judge {
        knowledge: setting.knowledge(),
        obligations: &setting.campaign.obligations,
        as_of,
        keep: Keep::WhatMayCount,
        store: Store::in_memory(),
        shared: Arc::default(),
    };
    let mut verdicts = Vec::new();
    for (number, file) in split(input).into_iter().take(4).enumerate() {
        let (name, bytes) = file.split_at(file.iter().position(|&byte| byte == b'\n').unwrap_or(0));
        let name = String::from_utf8_lossy(name);
        // Names of members of an archive may hold anything.
        let path: Arc<str> = format!("{number}.zip › {}.csv", bieumau::text::name_as_text(&name)).into();
        verdicts.push(judge.review(read_bytes(&path, bytes, true), &Claims::default()));
    }
    let language = Language::Vietnamese;
    let report = run::reconcile(
        &mut verdicts,
        setting,
        as_of,
        &[],
        &Past::default(),
        (language, bieumau::report::Findings::Stay),
    )
    .expect("rules can be asked");
    let summary = summary::summarize(&verdicts, &setting.roster, &setting.forms);
    let results = Results { report: &report, summary: &summary, campaign: &setting.campaign, language };
    let rules = rule_names::known(&setting.schemas);
    let checked = Checked {
        review: &report.review,
        tables: &[],
        rules: &rules,
        schemas: &setting.schemas,
        as_of,
        language,
        document: Document::Merge(&report),
        extent: Extent::default(),
    };
    let mut workbook = Cursor::new(Vec::new());
    xlsx::write(&results, &mut workbook).expect("memory takes it");
    opens("xlsx", &workbook.into_inner());
    opens("html", summary_page::html(&results).unwrap_or_default().as_bytes());
    opens("md", summary_page::markdown(&results).unwrap_or_default().as_bytes());
    for format in formats::ALL {
        let mut written = Cursor::new(Vec::new());
        match format.writer {
            Writer::Stream(write) => write(&checked, &mut written),
            Writer::File(write) => write(&checked, &mut written),
        }
        .expect("memory takes it");
        opens(format.name, &written.into_inner());
    }
    package(&results);
    write_letters(&checked, setting);
}

fn split(input: &[u8]) -> Vec<&[u8]> {
    let mut files = Vec::new();
    let mut rest = input;
    while let Some(at) = rest.windows(NEXT.len()).position(|window| window == NEXT) {
        files.push(&rest[..at]);
        rest = &rest[at + NEXT.len()..];
    }
    files.push(rest);
    files
}

/// Writes the data package, and reads its tables and its description.
fn package(results: &Results<'_>) {
    let files: Arc<Mutex<BTreeMap<String, Vec<u8>>>> = Arc::default();
    let create =
        &mut |name: &str| Ok(Box::new(Part { name: name.to_owned(), files: Arc::clone(&files) }) as Box<dyn Write>);
    datapackage::write(results, create).expect("memory takes it");
    for (name, bytes) in &*files.lock().expect("nobody panicked") {
        opens(if name.ends_with(".csv") { "csv" } else { "json" }, bytes);
    }
}

/// A file of the data package while it is written.
struct Part {
    name: String,
    files: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut files = self.files.lock().expect("nobody panicked");
        files.entry(self.name.clone()).or_default().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes the letters to two agencies; more would only say the same.
fn write_letters(checked: &Checked<'_>, setting: &Setting) {
    let json = serde_json::to_string(&checked.document).expect("it can be written");
    let mut report = EarlierReport::parse(&json).expect("it is a report");
    let has_sent = |agency: &bieumau::report::earlier::EarlierAgency| {
        agency.obligations.values().any(|standing| standing.file.is_some())
    };
    report.agencies.sort_by_key(|agency| !has_sent(agency));
    report.agencies.truncate(2);
    let (campaign, language) = (&*setting.campaign, checked.language);
    let about = letters::about(campaign, report.as_of, language);
    for template in [Template::markdown(language), Template::word(language)] {
        let attached = |_: &str| vec!["a.xlsx".to_owned()];
        let letters = reminder::letters(&report, campaign, &setting.roster, (&template, &attached, &[]), language);
        for letter in letters.expect("the template is sound") {
            match &template {
                Template::Markdown(_) => opens("md", reminder::markdown(&letter.text).as_bytes()),
                Template::Word(docx) => {
                    opens("docx", &docx.packed(&[&letter.text], &about).expect("memory takes it"));
                }
            }
        }
    }
}

/// Whether a reader of this format takes it.
fn opens(format: &str, bytes: &[u8]) {
    match format {
        "xlsx" | "docx" => {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is a package");
            for at in 0..archive.len() {
                let mut part = String::new();
                archive
                    .by_index(at)
                    .and_then(|mut file| Ok(file.read_to_string(&mut part)?))
                    .expect("each part is text");
                is_sound_xml(&part);
            }
        }
        "html" => is_sound_html(bytes),
        "json" | "sarif" => {
            serde_json::from_slice::<serde_json::Value>(bytes).expect("it is JSON");
        }
        "jsonl" => bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).for_each(|line| {
            serde_json::from_slice::<serde_json::Value>(line).expect("each line is JSON");
        }),
        "csv" => {
            let text = std::str::from_utf8(bytes).expect("it is text");
            let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            reader.records().for_each(|record| drop(record.expect("the rows are of one length")));
        }
        "junit" => is_sound_xml(std::str::from_utf8(bytes).expect("it is text")),
        _ => {
            let text = std::str::from_utf8(bytes).expect("it is text");
            assert!(!text.chars().any(|it| it.is_control() && !"\n\t\r\u{1b}".contains(it)), "{format}: {text:?}");
        }
    }
}

/// Whether every tag is closed, and every letter is one that XML can hold (XML 1.0, 2.2).
fn is_sound_xml(text: &str) {
    let is_allowed =
        |it: char| !matches!(it, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    assert!(text.chars().all(is_allowed), "{text:?}");
    let mut reader = quick_xml::Reader::from_str(text);
    while !matches!(reader.read_event().expect("it is XML"), quick_xml::events::Event::Eof) {}
}

/// Whether the page has no elements but those that its writer knows, each within what it is begun in.
fn is_sound_html(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("it is text");
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    // A script of our own has them.
    reader.config_mut().allow_dangling_amp = true;
    loop {
        match reader.read_event().expect("its tags are sound") {
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                let name = tag.name().as_ref().to_string();
                assert!(!["iframe", "img", "object", "embed", "form", "link", "base"].contains(&&*name), "{name}");
                let mut attributes = tag.html_attributes();
                attributes.with_checks(false);
                let keys: Vec<String> = attributes.flatten().map(|it| it.key.as_ref().to_string()).collect();
                assert!(!keys.iter().any(|key| key.starts_with("on")), "{name} {keys:?}");
            }
            quick_xml::events::Event::Eof => return,
            _ => {}
        }
    }
}
