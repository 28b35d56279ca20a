//! `bieumau` in a browser: what the page's script asks of the library, one object for one set of files. Bytes come in, and what the
//! program would print or write goes out; what a file did is never an error here, only what the person at the page did.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::rc::Rc;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use bieumau::bilingual;
use bieumau::finding::{Rule, Severity};
use bieumau::render::explain::Explained;
use bieumau::render::format::Format;
use bieumau::render::formats;
use bieumau::render::text::{Colours, Extent};
use bieumau::render::{Checked, Document, Results, datapackage, forms, reminder, words, xlsx};
use bieumau::report::earlier::EarlierReport;
use bieumau::report::{self, CheckReport, Findings, Report, Review};
use bieumau::rules;
use bieumau::run::letters::{self, Enclosure};
use bieumau::run::returned::{self, Manner, ReturnedOf, Returns};
use bieumau::run::{self, ClaimedAgencies, Named, Past, Setting, rule_names};
use bieumau::schema::{Schemas, load};
use bieumau::store::Store;
use bieumau::summary;
use bieumau::text::Language;
use bieumau::text::trouble::{Because, said};
use bieumau::verdict::{FileOutcome, Judge, Keep, Verdict};
use bieumau::workbook::{self, Loaded, handed};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Files that are judged together.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Session {
    setting: Setting,
    language: Language,
    as_of: Date,
    /// Whether they are to be held against the roster: then only rows that may count are kept, else all, for they are shown.
    merging: bool,
    store: Arc<Store>,
    /// The descriptions of data packages, by their folders.
    descriptions: BTreeMap<String, Vec<u8>>,
    reviewed: Vec<Verdict>,
    /// Once the files were held against the roster.
    report: Option<Report>,
    back: Back,
}

/// What goes back so far.
#[derive(Debug, Default)]
struct Back {
    taken: BTreeSet<String>,
    files: Vec<BackFile>,
}

/// A file that goes back.
#[derive(Debug, Serialize)]
struct BackFile {
    /// Of which file.
    of: String,
    name: String,
    #[serde(skip)]
    to: Option<ReturnedOf>,
    #[serde(skip)]
    bytes: Vec<u8>,
}

/// A file of a schema folder.
#[derive(Deserialize, Serialize)]
struct SchemaFile {
    path: String,
    text: String,
}

/// The verdict of a check, for the script.
#[derive(Serialize)]
struct Shown<'a> {
    /// In words.
    words: String,
    /// `error`, `warning` or nothing.
    worst: Option<Severity>,
    /// The first agency that a form is of.
    agency: Option<&'a str>,
    /// The forms that were found, by name.
    forms: Vec<&'a str>,
    /// The files in which a form was read, and whose they are.
    read: Vec<ReadFile<'a>>,
    /// What there is to correct and to look at, each with where it stands, so that the script can say what was mended since.
    faults: Vec<Fault<'a>>,
}

#[derive(Serialize)]
struct ReadFile<'a> {
    file: &'a str,
    agency: Option<&'a str>,
}

#[derive(Serialize)]
struct Fault<'a> {
    file: &'a str,
    code: &'a str,
    sheet: Option<&'a str>,
    cell: Option<String>,
    severity: Severity,
    message: String,
    /// What is the same in both languages, and wherever the row stands: a fault with another is not the same.
    same: String,
}

/// A form and what it asks, for the script.
#[derive(Serialize)]
struct FormShown<'a> {
    name: &'a str,
    title: &'a str,
    columns: String,
}

#[derive(Serialize)]
struct AgencyShown<'a> {
    code: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct CampaignShown<'a> {
    name: &'a str,
    title: &'a str,
}

/// What a person can choose from.
#[derive(Serialize)]
struct Choices<'a> {
    campaign: &'a str,
    title: &'a str,
    campaigns: Vec<CampaignShown<'a>>,
    forms: Vec<FormShown<'a>>,
    agencies: Vec<AgencyShown<'a>>,
    rules: Vec<Explained<'a>>,
}

type Told<T> = Result<T, JsError>;

/// The error with its reasons in this language, each on a line.
fn told(language: Language) -> impl Fn(anyhow::Error) -> JsError {
    move |error| JsError::new(&error.chain().map(|cause| said(cause, language)).collect::<Vec<_>>().join("\n"))
}

fn spoken(language: &str) -> Language {
    if language == "en" { Language::English } else { Language::Vietnamese }
}

#[wasm_bindgen]
impl Session {
    /// Begins. `schemas` are the files of a schema folder as JSON (`[{"path": …, "text": …}]`), or empty for the built-in ones;
    /// `campaign` may be empty, which is the first; `as_of` is a day such as `2023-06-23`; `merging` says that
    /// the files are to be held against the roster.
    ///
    /// # Errors
    /// When the schemas cannot be read, or there is no such campaign or day.
    #[wasm_bindgen(constructor)]
    pub fn new(language: &str, as_of: &str, schemas: &str, campaign: &str, merging: bool) -> Told<Self> {
        Self::begin(language, as_of, schemas, campaign, merging).map_err(told(spoken(language)))
    }

    /// Takes a file named `datapackage.json`, before the files in its folder are added: it may tell that this program wrote them.
    pub fn describe(&mut self, path: &str, bytes: &[u8]) {
        self.descriptions.insert(folder(path).to_owned(), bytes.to_vec());
    }

    /// Reads and judges a file, or the members of an archive. `path` is relative to the folder that was chosen; gives what is shown
    /// of it.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> String {
        let description = self.descriptions.get(folder(path)).cloned();
        handed::read_each(path, bytes, description.as_deref(), |loaded| self.judge(loaded));
        handed::shown(path).to_string()
    }

    /// Counts a file that is larger than [`most_bytes`].
    pub fn add_too_large(&mut self, path: &str, bytes: f64) -> String {
        // Sizes of files are whole numbers that a float holds exactly.
        self.count(handed::too_large(path, bytes as u64))
    }

    /// Counts a file that stopped the program.
    pub fn add_stopped(&mut self, path: &str) -> String {
        self.count(workbook::stopped(&handed::shown(path)))
    }

    /// Counts a file whose bytes could not be had.
    pub fn add_unavailable(&mut self, path: &str) -> String {
        self.count(handed::unavailable(path))
    }

    /// Ends the reading of forms to be checked. `named` says that each was chosen by itself, and is meant to be a form.
    pub fn checked(&mut self, named: bool) {
        run::all_read(&mut self.reviewed, &self.setting);
        let is_named = |path: &str| named && !path.contains(" › ");
        run::checked(&mut self.reviewed, &self.setting, self.as_of, None, is_named);
    }

    /// The verdict, as JSON.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn verdict(&self) -> Told<String> {
        let review = self.review();
        let submissions = || self.reviewed.iter().flat_map(|file| &file.submissions);
        let mut forms: Vec<&str> = submissions().map(|judged| judged.submission.form.name.as_str()).collect();
        forms.dedup();
        let (worst, words) = words::verdict(&review, self.language);
        let faults = review.open().filter(|finding| finding.severity() > Severity::Info);
        let shown = Shown {
            words,
            worst,
            agency: self.reviewed.iter().find_map(|file| file.agency.as_deref()),
            forms,
            read: self
                .reviewed
                .iter()
                .filter(|file| !file.submissions.is_empty())
                .map(|file| ReadFile { file: &file.path, agency: file.agency.as_deref() })
                .collect(),
            faults: faults
                .map(|finding| Fault {
                    file: finding.file(),
                    code: finding.code(),
                    sheet: finding.sheet().map(|name| &**name),
                    cell: finding.cell(),
                    severity: finding.severity(),
                    message: finding.message(),
                    same: [finding.code(), finding.field().unwrap_or(""), finding.value().unwrap_or("")].join("\n"),
                })
                .collect(),
        };
        Ok(serde_json::to_string(&shown)?)
    }

    /// What `check` writes in a format: `html`, `json`, `xlsx` …
    ///
    /// # Errors
    /// When there is no such format, or it cannot be written.
    pub fn check_as(&self, format: &str) -> Told<Vec<u8>> {
        let report = CheckReport { version: report::VERSION, review: self.review() };
        self.written(format, Document::Check(&report), &report.review).map_err(told(self.language))
    }

    /// The paths of the files from which something goes back, as JSON; `ministry` says to whom.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn to_return(&self, ministry: bool) -> Told<String> {
        let manner = if ministry { Manner::Ministry } else { Manner::Sender };
        let paths: Vec<&str> = self
            .reviewed
            .iter()
            .filter(|file| returned::goes_back(file, manner))
            .map(|file| file.path.as_ref())
            .collect();
        Ok(serde_json::to_string(&paths)?)
    }

    /// Forgets what goes back so far.
    pub fn forget(&mut self) {
        self.back = Back::default();
    }

    /// Makes what goes back of a file that was added, or of the members of an archive, which are given again; see
    /// [`Session::returned`]. Of one without bytes nothing but the reasons goes back.
    pub fn give_back(&mut self, path: &str, bytes: &[u8], ministry: bool) {
        let manner = if ministry { Manner::Ministry } else { Manner::Sender };
        let Self { setting, language, reviewed, back, .. } = self;
        let taken = std::mem::take(&mut back.taken);
        let mut returns = Returns { setting, manner, language: *language, taken };
        handed::read_each(path, bytes, None, |loaded| {
            // Two files may have been chosen by one path.
            let of_path =
                || reviewed.iter().filter(|file| file.path == loaded.path && returned::goes_back(file, manner));
            let of_bytes = of_path().find(|file| file.sha256 == loaded.sha256);
            let Some(file) = of_bytes.or_else(|| of_path().next()) else { return };
            let loaded = (file.outcome == FileOutcome::Read && file.sha256 == loaded.sha256).then_some(loaded);
            let returned = returns.of(file, loaded);
            let of = file.path.to_string();
            back.files.push(BackFile { of, name: returned.name, to: returned.of, bytes: returned.bytes });
        });
        back.taken = returns.taken;
    }

    /// The files that go back so far and of which files, as JSON.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn returned_names(&self) -> Told<String> {
        Ok(serde_json::to_string(&self.back.files)?)
    }

    /// The only file that goes back, or all of them in an archive; and forgets them.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn returned(&mut self) -> Told<Vec<u8>> {
        let mut files = std::mem::take(&mut self.back).files;
        match files.as_mut_slice() {
            [file] => Ok(std::mem::take(&mut file.bytes)),
            _ => archive(files.into_iter().map(|file| (file.name, file.bytes))).map_err(told(self.language)),
        }
    }

    /// Holds the files against the roster. `previous` is the JSON report of an earlier run, if there is one.
    ///
    /// # Errors
    /// When the earlier report cannot be compared with, or a rule cannot be asked.
    pub fn merge(&mut self, previous: Option<String>) -> Told<()> {
        run::all_read(&mut self.reviewed, &self.setting);
        self.reconcile(previous.as_deref()).map_err(told(self.language))
    }

    /// What `merge --report` writes in a format: the summary as `html`, the report as `json` …
    ///
    /// # Errors
    /// Before [`Session::merge`], or when there is no such format.
    pub fn merged_as(&self, format: &str) -> Told<Vec<u8>> {
        self.with_results(|results| match format_of(format)?.summary {
            Some(summary) => Ok(summary(results)?.into_bytes()),
            None => self.written(format, Document::Merge(results.report), &results.report.review),
        })
        .map_err(told(self.language))
    }

    /// The findings of all files in a format for findings.
    ///
    /// # Errors
    /// Before [`Session::merge`], or when there is no such format.
    pub fn merged_findings_as(&self, format: &str) -> Told<Vec<u8>> {
        let written = |report: &Report| self.written(format, Document::Merge(report), &report.review);
        self.merged().and_then(written).map_err(told(self.language))
    }

    /// What `merge -o summary.xlsx` writes.
    ///
    /// # Errors
    /// Before [`Session::merge`].
    pub fn summary_xlsx(&self) -> Told<Vec<u8>> {
        self.with_results(|results| {
            let mut file = Cursor::new(Vec::new());
            xlsx::write(results, &mut file)?;
            Ok(file.into_inner())
        })
        .map_err(told(self.language))
    }

    /// What `merge --data DIR` writes, in an archive.
    ///
    /// # Errors
    /// Before [`Session::merge`].
    pub fn data_zip(&self) -> Told<Vec<u8>> {
        self.with_results(|results| zipped(|create| datapackage::write(results, create))).map_err(told(self.language))
    }

    /// What `merge --letters` writes as documents of Word, in an archive, with what goes back so far; and forgets that.
    ///
    /// # Errors
    /// Before [`Session::merge`].
    pub fn letters_zip(&mut self) -> Told<Vec<u8>> {
        let back = std::mem::take(&mut self.back).files;
        self.letters(back).map_err(told(self.language))
    }

    /// The blank form, with an agency's name if a code is given.
    ///
    /// # Errors
    /// When there is no such form or agency.
    pub fn template(&self, form: &str, agency: &str) -> Told<Vec<u8>> {
        let form = self.setting.forms.iter().find(|known| known.name == form);
        let form = form.ok_or_else(|| JsError::new("no such form"))?;
        let agency = match agency {
            "" => None,
            code => Some(self.setting.agency(code).ok_or_else(|| JsError::new("no such agency"))?),
        };
        let mut bytes = Vec::new();
        let template = xlsx::Template { form, agency, language: self.language };
        xlsx::template(&template, &mut bytes).map_err(told(self.language))?;
        Ok(bytes)
    }

    /// What there is to choose from, and what the forms and rules say, as JSON.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn choices(&self) -> Told<String> {
        let Setting { schemas, campaign, roster, .. } = &self.setting;
        let known = rule_names::known(schemas);
        let choices = Choices {
            campaign: &campaign.name,
            title: campaign.title.get(self.language),
            campaigns: schemas
                .campaigns
                .iter()
                .map(|campaign| CampaignShown { name: &campaign.name, title: campaign.title.get(self.language) })
                .collect(),
            forms: self
                .setting
                .forms
                .iter()
                .map(|form| FormShown {
                    name: &form.name,
                    title: form.title.get(self.language),
                    columns: forms::one(form, self.language, Colours::No),
                })
                .collect(),
            agencies: roster
                .agencies
                .iter()
                .map(|agency| AgencyShown { code: &agency.code, name: &agency.name })
                .collect(),
            rules: known.iter().map(|rule| -> &Rule { rule }).map(|rule| Explained::new(rule, self.language)).collect(),
        };
        Ok(serde_json::to_string(&choices)?)
    }
}

impl Session {
    /// Judges what was not read, and gives what is shown of its path.
    fn count(&mut self, loaded: Loaded) -> String {
        let shown = loaded.path.to_string();
        self.judge(loaded);
        shown
    }

    fn judge(&mut self, loaded: Loaded) {
        let (obligations, keep) = match self.merging {
            true => (&self.setting.campaign.obligations[..], Keep::WhatMayCount),
            false => (&[][..], Keep::All),
        };
        let (knowledge, as_of, store) = (self.setting.knowledge(), self.as_of, Arc::clone(&self.store));
        let judge = Judge { knowledge, obligations, as_of, keep, store, shared: Arc::default() };
        let verdict = judge.review(loaded, &self.setting.claims.of(""));
        self.reviewed.push(verdict);
    }

    fn begin(language: &str, as_of: &str, schemas: &str, campaign: &str, merging: bool) -> anyhow::Result<Self> {
        let language = spoken(language);
        let schemas = schemas_of(schemas)?;
        let first = schemas.campaigns.first().map(|campaign| campaign.name.clone());
        let campaign = Some(campaign).filter(|name| !name.is_empty()).or(first.as_deref());
        let named = Named { campaign, roster: None };
        let setting = Setting::new(schemas, &named, ClaimedAgencies::default())?;
        let as_of = as_of.parse().with_context(|| format!("«{as_of}»"))?;
        let (reviewed, report, back) = (Vec::new(), None, Back::default());
        let store = Store::in_memory();
        let descriptions = BTreeMap::new();
        Ok(Self { setting, language, as_of, merging, store, descriptions, reviewed, report, back })
    }

    fn review(&self) -> Review {
        report::review(&self.reviewed, self.language)
    }

    fn written(&self, format: &str, document: Document<'_>, review: &Review) -> anyhow::Result<Vec<u8>> {
        let format = format_of(format)?;
        let is_check = matches!(document, Document::Check(_));
        // The forms themselves are in the summary workbook.
        let shows = format.shows_tables && is_check;
        let tables = if shows { report::printed(&self.reviewed, review, self.language) } else { Vec::new() };
        let rules = rule_names::known(&self.setting.schemas);
        let schemas = &self.setting.schemas;
        let (as_of, language, extent) = (self.as_of, self.language, Extent::default());
        let checked = Checked { review, tables: &tables, rules: &rules, schemas, as_of, language, document, extent };
        let mut bytes = Cursor::new(Vec::new());
        format.write(&checked, &mut bytes)?;
        Ok(bytes.into_inner())
    }

    fn reconcile(&mut self, previous: Option<&str>) -> anyhow::Result<()> {
        let earlier = previous.map(EarlierReport::parse).transpose()?;
        let past = Past { earlier, history: None };
        let report =
            run::reconcile(&mut self.reviewed, &self.setting, self.as_of, &[], &past, (self.language, Findings::Stay))?;
        self.report = Some(report);
        Ok(())
    }

    fn merged(&self) -> anyhow::Result<&Report> {
        self.report.as_ref().ok_or_else(|| anyhow!("nothing was merged yet"))
    }

    fn with_results<T>(&self, write: impl FnOnce(&Results<'_>) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let Setting { roster, forms, campaign, .. } = &self.setting;
        let summary = summary::summarize(&self.reviewed, roster, forms);
        write(&Results { report: self.merged()?, summary: &summary, campaign, language: self.language })
    }

    fn letters(&self, back: Vec<BackFile>) -> anyhow::Result<Vec<u8>> {
        let report = self.merged()?;
        let json = self.written("json", Document::Merge(report), &report.review)?;
        let report = EarlierReport::parse(std::str::from_utf8(&json)?)?;
        let Setting { campaign, roster, forms, .. } = &self.setting;
        let template = &reminder::Template::word(self.language);
        let enclosure = |file: BackFile| Enclosure::later(file.name, file.to, move || Ok(file.bytes.clone()));
        let back = back.into_iter().map(enclosure).collect();
        let enclosed = letters::enclosed(&report, campaign, forms, back, self.language)?;
        let mailing = letters::Mailing {
            report: &report,
            campaign,
            roster,
            template,
            forms,
            enclosed: &enclosed,
            language: self.language,
        };
        zipped(|create| letters::write(&mailing, create).map(drop))
    }
}

fn format_of(name: &str) -> anyhow::Result<&'static Format> {
    formats::ALL.into_iter().find(|format| format.name == name).ok_or_else(|| anyhow!("no format {name}"))
}

fn schemas_of(json: &str) -> anyhow::Result<Schemas> {
    if json.is_empty() {
        return load::embedded();
    }
    let files: Vec<SchemaFile> = serde_json::from_str(json)?;
    let schemas = load::from_texts(files.into_iter().map(|SchemaFile { path, text }| (path, text)).collect())?;
    rules::refuse_taken(&schemas)?;
    Ok(schemas)
}

/// What a writer of several files writes, in one archive. `write` is handed a function that opens a file by its name.
fn zipped(
    write: impl FnOnce(&mut dyn FnMut(&str) -> anyhow::Result<Box<dyn Write>>) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<u8>> {
    let files = Files::default();
    write(&mut |name| {
        let mut all = files.borrow_mut();
        all.push((name.to_owned(), Vec::new()));
        Ok(Box::new(Slot { index: all.len() - 1, files: Rc::clone(&files) }))
    })?;
    archive(files.take())
}

/// Files that are being written, with their names.
type Files = Rc<RefCell<Vec<(String, Vec<u8>)>>>;

/// One of them.
struct Slot {
    files: Files,
    index: usize,
}

impl Write for Slot {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.files.borrow_mut()[self.index].1.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// An archive of these files, without a time of day.
fn archive(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> anyhow::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, bytes) in files {
        archive.start_file(name, options)?;
        archive.write_all(&bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The folder of a path, empty for what lies in the chosen one itself.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Files of more bytes are not read, see [`Session::add_too_large`].
#[wasm_bindgen]
pub fn most_bytes() -> f64 {
    handed::MOST_BYTES as f64
}

/// The texts in an archive of schemas, as [`Session::new`] takes them.
///
/// # Errors
/// When it is no archive, or too large for schemas.
#[wasm_bindgen]
pub fn unpacked(bytes: &[u8], language: &str) -> Told<String> {
    /// Far more than any folder of schemas holds.
    const MOST_BYTES: u64 = 16 << 20;
    let texts = || -> anyhow::Result<String> {
        let no_archive = || bilingual!("tệp không phải zip, hoặc bị hỏng", "the file is no zip archive, or damaged");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).because(no_archive)?;
        let mut left = MOST_BYTES;
        let mut files = Vec::new();
        for index in 0..archive.len() {
            let mut member = archive.by_index(index).because(no_archive)?;
            let path = member.name().because(no_archive)?.into_owned();
            if !(path.ends_with(".json") || path.ends_with(".csv")) {
                continue;
            }
            let mut text = String::new();
            let read = member.by_ref().take(left).read_to_string(&mut text);
            read.because(|| bilingual!("đọc «{path}»", "reading “{path}”"))?;
            left = left.checked_sub(text.len() as u64 + 1).because(|| {
                bilingual!(
                    "các tệp quá lớn so với một thư mục lược đồ",
                    "the files are too large for a folder of schemas"
                )
            })?;
            files.push(SchemaFile { path, text });
        }
        Ok(serde_json::to_string(&files)?)
    };
    texts().map_err(told(spoken(language)))
}
