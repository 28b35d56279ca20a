//! Loads forms, rosters and campaigns, from the program itself or from a folder of the same shape:
//! `forms/*.json`, `rosters/*.csv`, `campaigns/*.json`, `countries/*.json`. A folder replaces what is embedded as a whole, so that nobody has to
//! wonder which of two sources a rule came from. Whatever is wrong here is the operator's to mend: each error says the file,
//! the place in it and, for an unknown word, the nearest known one.

use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::dcat::DcatMapping;
use super::language::Language;
use super::{Campaign, Country, Form, Roster, Schemas, form};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/schemas");

/// The folders, each with the ending of its files.
const FORMS: (&str, &str) = ("forms", "json");
const ROSTERS: (&str, &str) = ("rosters", "csv");
/// The mapping to a DCAT catalogue.
const DCAT: &str = "dcat.json";
/// The folder of words by language.
const LANGUAGES: &str = "languages";
const CAMPAIGNS: (&str, &str) = ("campaigns", "json");
/// A folder without it takes the one that ships with the program: offices are called what they are called, whatever the forms.
const COUNTRIES: (&str, &str) = ("countries", "json");

/// A schema file: where it is, its name without the ending, and its text.
struct File {
    path: String,
    stem: String,
    text: String,
}

/// The schemas that ship with the program.
pub fn embedded() -> anyhow::Result<Schemas> {
    assemble("schemas", embedded_files)
}

fn embedded_files((folder, ending): (&str, &str)) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    for file in EMBEDDED.get_dir(folder).into_iter().flat_map(Dir::files) {
        if let Some(stem) = stem(file.path(), ending) {
            let path = format!("schemas/{}", file.path().display());
            let text = file.contents_utf8().ok_or_else(|| anyhow!("{path} is not UTF-8"))?;
            files.push(File { path, stem, text: text.to_owned() });
        }
    }
    Ok(files)
}

/// The schemas of a folder, in place of those that ship with the program. Other files in it are left alone.
pub fn from_folder(root: &Path) -> anyhow::Result<Schemas> {
    let metadata = std::fs::metadata(root).with_context(|| format!("opening schema folder {}", root.display()))?;
    if !metadata.is_dir() {
        bail!("{} is not a folder of schemas", root.display());
    }
    assemble(&root.display().to_string(), |(folder, ending)| {
        let folder = root.join(folder);
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error).with_context(|| format!("listing {}", folder.display())),
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.with_context(|| format!("listing {}", folder.display()))?.path();
            if let Some(stem) = stem(&path, ending) {
                let bytes = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
                let text = String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))?;
                files.push(File { path: path.display().to_string(), stem, text });
            }
        }
        Ok(files)
    })
}

/// What tells one edition of the built-in schemas from another: the first digits of the SHA-256 of all their names and bytes.
pub fn edition() -> String {
    let mut files = Vec::new();
    let mut folders = vec![&EMBEDDED];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        files.extend(folder.files().map(|file| (file.path(), file.contents())));
    }
    files.sort();
    let mut hash = Sha256::new();
    for (path, contents) in files {
        hash.update(path.to_string_lossy().replace('\\', "/"));
        hash.update([0]);
        hash.update(contents);
        hash.update([0]);
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// The name of a schema file without its ending; `None` for files that are none, and for those that editors hide.
fn stem(path: &Path, ending: &str) -> Option<String> {
    let stem = path.file_stem()?.to_str()?;
    (path.extension()? == ending && !stem.starts_with(['.', '~'])).then(|| stem.to_owned())
}

/// The mapping of open data to a DCAT catalogue: the one in the folder of schemas, or the one that ships with the program if
/// no folder is given or it has none. Errors: a file that cannot be read, or names a form or field that is not known.
pub fn dcat(folder: Option<&Path>, forms: &[Arc<Form>]) -> anyhow::Result<DcatMapping> {
    if let Some(path) = folder.map(|folder| folder.join(DCAT)).filter(|path| path.exists()) {
        let reading = || format!("reading {}", path.display());
        let text = std::fs::read_to_string(&path).with_context(reading)?;
        return DcatMapping::parse(text.trim_start_matches('\u{feff}'), forms).with_context(reading);
    }
    let text = EMBEDDED.get_file(DCAT).and_then(include_dir::File::contents_utf8);
    let text = text.ok_or_else(|| anyhow!("schemas/{DCAT} is not in the program"))?;
    DcatMapping::parse(text, forms).with_context(|| format!("reading schemas/{DCAT}"))
}

/// The words of a language that ships with the program.
pub(super) fn language(name: &str) -> anyhow::Result<Language> {
    let path = format!("{LANGUAGES}/{name}.json");
    let text = EMBEDDED.get_file(&path).and_then(include_dir::File::contents_utf8);
    Language::parse(text.ok_or_else(|| anyhow!("schemas/{path} is not in the program"))?)
}

fn assemble(root: &str, list: impl Fn((&str, &str)) -> anyhow::Result<Vec<File>>) -> anyhow::Result<Schemas> {
    let list = |folder: (&str, &str)| {
        let mut files = list(folder)?;
        if files.is_empty() && folder == COUNTRIES {
            files = embedded_files(folder)?;
        }
        if files.is_empty() {
            bail!("{root} holds no {}/*.{}", folder.0, folder.1);
        }
        files.sort_by(|one, two| one.stem.cmp(&two.stem));
        for file in &mut files {
            // Editors on Windows put a byte-order mark before it.
            if let Some(text) = file.text.strip_prefix('\u{feff}') {
                file.text = text.to_owned();
            }
        }
        Ok(files)
    };

    let mut forms: Vec<Arc<Form>> = Vec::new();
    for File { path, text, .. } in list(FORMS)? {
        let form = form::parse(&text).with_context(|| format!("reading form {path}"))?;
        if forms.iter().any(|known| known.name == form.name) {
            bail!("reading form {path}: another file describes a form `{}`", form.name);
        }
        forms.push(Arc::new(form));
    }
    let mut countries = list(COUNTRIES)?.into_iter();
    let Some(File { path, text, .. }) = countries.next() else { bail!("{root} holds no country") };
    let country = Arc::new(Country::parse(&text).with_context(|| format!("reading country {path}"))?);
    if let Some(other) = countries.next() {
        bail!("reading country {}: there is {path} already, and a roster is of one country", other.path);
    }
    let mut rosters: Vec<Arc<Roster>> = Vec::new();
    for File { path, stem, text } in list(ROSTERS)? {
        rosters
            .push(Arc::new(Roster::parse(&stem, &text, &country).with_context(|| format!("reading roster {path}"))?));
    }
    let roster_names: Vec<String> = rosters.iter().map(|roster| roster.name.clone()).collect();
    let mut campaigns: Vec<Arc<Campaign>> = Vec::new();
    for File { path, text, .. } in list(CAMPAIGNS)? {
        let campaign =
            Campaign::parse(&text, &forms, &roster_names).with_context(|| format!("reading campaign {path}"))?;
        if campaigns.iter().any(|known| known.name == campaign.name) {
            bail!("reading campaign {path}: another file describes a campaign `{}`", campaign.name);
        }
        campaigns.push(Arc::new(campaign));
    }
    // The order of reports; the sort keeps file names in order among the forms that no campaign asks for.
    let asked: Vec<&String> = campaigns.iter().flat_map(|campaign| &campaign.forms).collect();
    forms.sort_by_key(|form| asked.iter().position(|name| **name == form.name).unwrap_or(usize::MAX));
    Ok(Schemas { forms, rosters, campaigns })
}

/// Reads JSON into a type that refuses unknown keys. Errors tell line and column, and for an unknown key or word the
/// nearest known one.
pub(super) fn from_json<T: DeserializeOwned>(json: &str) -> anyhow::Result<T> {
    serde_json::from_str(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let whole = error.to_string();
        let message = whole.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&whole);
        anyhow!("line {line}, column {column}: {}", reworded(message))
    })
}

/// serde's words for an unknown key (`field`) or word (`variant`) list all that are known; the nearest is what one wants.
pub(crate) fn reworded(message: &str) -> String {
    for (words, kind) in [("unknown field `", "key"), ("unknown variant `", "word")] {
        if let Some((unknown, expected)) = message.strip_prefix(words).and_then(|rest| rest.split_once("`, expected "))
        {
            let known = expected.split('`').skip(1).step_by(2);
            return format!("unknown {kind} `{unknown}`{}", did_you_mean(unknown, known));
        }
    }
    message.to_owned()
}

/// What follows an unknown word in an error: the nearest known one, or all of them when none is near.
pub(crate) fn did_you_mean<T: AsRef<str> + Display>(unknown: &str, known: impl IntoIterator<Item = T>) -> String {
    let known: Vec<T> = known.into_iter().collect();
    match crate::text::nearest(unknown, known.iter().map(AsRef::as_ref)) {
        Some(word) => format!("; did you mean `{word}`?"),
        None if known.is_empty() => String::new(),
        None => {
            let all: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
            format!("; known are {}", all.join(", "))
        }
    }
}

#[cfg(test)]
mod tests;
