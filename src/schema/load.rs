//! Loads forms, rosters and campaigns, from the program itself or from a folder of the same shape:
//! `forms/*.json`, `rosters/*.csv`, `campaigns/*.json`, `countries/*.json`, `languages/*.json`. A folder replaces what is embedded as a whole, so that nobody has to
//! wonder which of two sources a rule came from. Whatever is wrong here is the operator's to mend: each error says the file,
//! the place in it and, for an unknown word, the nearest known one.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use anyhow::{anyhow, bail};

pub use self::edition::edition;
use self::edition::edition_of;
use super::dcat::DcatMapping;
use super::known::RosterFile;
use super::slips::did_you_mean;
use super::{Campaign, Country, ForeignKey, Form, Language, Languages, Schemas, form};
use crate::text::trouble::Because;
use crate::{bilingual, trouble};

#[cfg(feature = "cli")]
pub(crate) mod audit;
mod edition;

/// The files that ship with the program by their paths, in order; `build.rs` lists them.
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// The folders, each with the ending of its files.
const FORMS: (&str, &str) = ("forms", "json");
const ROSTERS: (&str, &str) = ("rosters", "csv");
const CAMPAIGNS: (&str, &str) = ("campaigns", "json");
/// A folder without it takes the one that ships with the program: offices are called what they are called, whatever the forms.
const COUNTRIES: (&str, &str) = ("countries", "json");
/// What a folder has of these takes the place of those that ship with the program, name by name.
const LANGUAGES: (&str, &str) = ("languages", "json");
/// The mapping to a DCAT catalogue. A folder without it takes the one that ships with the program.
const DCAT: &str = "dcat.json";

/// A schema file: where it is, its name without the ending, and its text.
struct File {
    path: String,
    stem: String,
    text: Cow<'static, str>,
}

/// Where schemas come from.
#[derive(Clone, Debug)]
enum Origin {
    Embedded,
    Folder(PathBuf),
    /// Paths within a folder, with their texts.
    Handed(Vec<(String, String)>),
}

/// The schemas that ship with the program. What only a rule or a roster can have wrong shows when it is asked for; a test asks for
/// all.
pub fn embedded() -> anyhow::Result<Schemas> {
    assemble(&Origin::Embedded)
}

/// The schemas of a folder, in place of those that ship with the program. Other files in it are left alone.
pub fn from_folder(root: &Path) -> anyhow::Result<Schemas> {
    let shown = root.display();
    let opening = || bilingual!("mở thư mục biểu mẫu {shown}", "opening schema folder {shown}");
    if !std::fs::metadata(root).because(opening)?.is_dir() {
        trouble!("{shown} không phải thư mục biểu mẫu", "{shown} is not a folder of schemas");
    }
    let schemas = assemble(&Origin::Folder(root.to_owned()))?;
    schemas.try_out()?;
    Ok(schemas)
}

/// The schemas in these files, given by their paths within a folder and their texts, where there are no folders: in a browser. A path
/// may begin with other folders, as in an archive.
///
/// # Errors
/// As for a folder.
pub fn from_texts(files: Vec<(String, String)>) -> anyhow::Result<Schemas> {
    let schemas = assemble(&Origin::Handed(files))?;
    schemas.try_out()?;
    Ok(schemas)
}

/// A form alone, with what it is read by: the folder given, else the one in whose `forms` it lies, else what ships with the program. Its
/// lists may also stand beside it.
///
/// # Errors
/// What is wrong with it, and where.
pub fn form_alone(path: &Path, folder: Option<&Path>) -> anyhow::Result<Schemas> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let beside = whole.parent().filter(|parent| parent.file_name().is_some_and(|name| name == FORMS.0));
    let root = folder.or_else(|| beside.and_then(Path::parent));
    let ground = Ground::new(root)?;
    let file = read_file(path)?;
    let here = Origin::Folder(whole.parent().map(Path::to_owned).unwrap_or_default());
    let lists = |name: &str| {
        let beside = || here.beside(name).transpose();
        ground.list_file(name, |error| beside().unwrap_or(Err(error)))
    };
    let form = file.read(["biểu mẫu", "form"], |text| {
        let form = form::parse(text, &ground.languages, &ground.country, &lists)?;
        form::try_out(&form)?;
        Ok(form)
    })?;
    let own = (format!("{}/{}", FORMS.0, form.name), file.text.clone());
    let ground_is_own = !matches!(ground.origin, Origin::Embedded);
    let words = if ground_is_own { ground.origin.texts(&[COUNTRIES, LANGUAGES])? } else { Vec::new() };
    let edition = edition_of(words.into_iter().chain([own]).chain(ground.lists.take()));
    let campaigns = vec![Arc::new(Campaign::of_form(&form))];
    Ok(Schemas {
        forms: vec![Arc::new(form)],
        campaigns,
        country: ground.country,
        rosters: Vec::new(),
        edition: Some(edition),
    })
}

impl Origin {
    /// The text of a file of values that lies in the folder itself.
    fn beside(&self, name: &str) -> anyhow::Result<Option<String>> {
        let Self::Folder(root) = self else { return Ok(None) };
        let path = root.join(name);
        path.is_file().then(|| read_file(&path).map(|file| file.text.into_owned())).transpose()
    }

    /// The files of a folder, by name; at least one.
    fn list(&self, (folder, ending): (&str, &str)) -> anyhow::Result<Vec<File>> {
        let mut files = Vec::new();
        match self {
            Self::Embedded => {
                for (path, text) in embedded_in(folder) {
                    if let Some(stem) = stem(Path::new(path), ending) {
                        files.push(File { stem, ..embedded_file(path, text) });
                    }
                }
            }
            Self::Handed(handed) => {
                for (path, text) in handed {
                    let file = Path::new(path);
                    let holder = file.parent().and_then(Path::file_name);
                    if holder.is_some_and(|holder| holder == folder)
                        && let Some(stem) = stem(file, ending)
                    {
                        let text = text.trim_start_matches('\u{feff}').to_owned();
                        files.push(File { path: path.clone(), stem, text: Cow::Owned(text) });
                    }
                }
            }
            Self::Folder(root) => {
                let folder = root.join(folder);
                let shown = folder.display();
                let listing = || bilingual!("xem thư mục {shown}", "listing {shown}");
                let entries = match std::fs::read_dir(&folder) {
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
                    entries => Some(entries.because(listing)?),
                };
                for entry in entries.into_iter().flatten() {
                    let path = entry.because(listing)?.path();
                    if let Some(stem) = stem(&path, ending) {
                        files.push(File { stem, ..read_file(&path)? });
                    }
                }
            }
        }
        if files.is_empty() {
            match self {
                Self::Folder(_) | Self::Handed(_) if folder == COUNTRIES.0 => return Self::Embedded.list(COUNTRIES),
                Self::Folder(_) | Self::Handed(_) if folder == LANGUAGES.0 => return Ok(files),
                Self::Folder(root) => {
                    let root = root.display();
                    trouble!("{root} không có {folder}/*.{ending}", "{root} holds no {folder}/*.{ending}")
                }
                Self::Embedded | Self::Handed(_) => bail!("schemas holds no {folder}/*.{ending}"),
            }
        }
        files.sort_by(|one, two| one.stem.cmp(&two.stem));
        Ok(files)
    }
}

/// The folder of the values that stand in files of their own.
const LISTS: &str = "lists";

impl Origin {
    /// The text of a file of values: of this name in the folder `lists`, else beside the forms.
    fn list_file(&self, name: &str) -> anyhow::Result<String> {
        let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_plain {
            trouble!(
                "`{name}` không phải tên tệp trong thư mục `{LISTS}`",
                "`{name}` is no name of a file in `{LISTS}`"
            );
        }
        for folder in [LISTS, FORMS.0] {
            let found = match self {
                Self::Embedded => {
                    let path = format!("{folder}/{name}");
                    shipped(&path).map(|text| embedded_file(&path, text))
                }
                Self::Handed(handed) => {
                    let end = format!("{folder}/{name}");
                    let is_it = |path: &str| path == end || path.ends_with(&format!("/{end}"));
                    let found = handed.iter().find(|(path, _)| is_it(path));
                    found.map(|(path, text)| File {
                        path: path.clone(),
                        stem: String::new(),
                        text: Cow::Owned(text.trim_start_matches('\u{feff}').to_owned()),
                    })
                }
                Self::Folder(root) => {
                    let path = root.join(folder).join(name);
                    path.is_file().then(|| read_file(&path)).transpose()?
                }
            };
            if let Some(file) = found {
                return Ok(file.text.into_owned());
            }
        }
        trouble!("không có tệp {LISTS}/{name}", "there is no file {LISTS}/{name}")
    }
}

fn embedded_file(path: &str, text: &'static str) -> File {
    File { path: format!("schemas/{path}"), stem: String::new(), text: Cow::Borrowed(text) }
}

/// The text of a file that ships with the program.
fn shipped(path: &str) -> Option<&'static str> {
    EMBEDDED.binary_search_by(|(other, _)| (*other).cmp(path)).ok().map(|at| EMBEDDED[at].1)
}

/// The files that ship with the program in this folder, none of those in folders below it.
fn embedded_in(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let is_in = move |path: &str| {
        path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).is_some_and(|name| !name.contains('/'))
    };
    EMBEDDED.iter().copied().filter(move |(path, _)| is_in(path))
}

/// Bytes of a file of schemas. The largest that ships has 60 KB, a roster of all communes of a country 2 MB.
const FILE_BYTES: u64 = 8 << 20;

fn read_file(path: &Path) -> anyhow::Result<File> {
    let shown = path.display();
    let reading = || bilingual!("đọc {shown}", "reading {shown}");
    let mut bytes = Vec::new();
    opened::opened(path).because(reading)?.take(FILE_BYTES + 1).read_to_end(&mut bytes).because(reading)?;
    if bytes.len() as u64 > FILE_BYTES {
        let most = FILE_BYTES >> 20;
        trouble!(
            "{shown} lớn hơn {most} MB; tệp biểu mẫu, danh sách chỉ vài trăm KB",
            "{shown} is larger than {most} MB; schemas and rosters take some hundred kilobytes"
        );
    }
    let text = String::from_utf8(bytes).because(|| bilingual!("{shown} không phải UTF-8", "{shown} is not UTF-8"))?;
    // Editors on Windows put a byte-order mark before it.
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(File { path: path.display().to_string(), stem: String::new(), text: Cow::Owned(text) })
}

impl File {
    /// What the file holds; errors name it as of this kind.
    fn read<T>(&self, [vi, en]: [&str; 2], parse: impl FnOnce(&str) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let path = &self.path;
        parse(&self.text).because(|| bilingual!("đọc {vi} {path}", "reading {en} {path}"))
    }
}

/// The forms of the sheets on which a form is made in Excel, and which key of a schema each of their columns holds (JSON); see the
/// module `design`.
///
/// # Errors
/// None with a program that is whole.
pub fn of_workbook(ground: &Ground) -> anyhow::Result<(Vec<Form>, &'static str)> {
    let (mut forms, mut keys) = (Vec::new(), None);
    for (path, text) in embedded_in("workbook") {
        match Path::new(path).file_stem().and_then(std::ffi::OsStr::to_str) {
            Some("keys") => keys = Some(text),
            Some("words") => {}
            _ => forms.push(ground.form(text)?),
        }
    }
    Ok((forms, keys.ok_or_else(|| anyhow!("schemas/workbook/keys.json is not in the program"))?))
}

/// What a form is read by besides its own schema.
#[derive(Debug)]
pub struct Ground {
    languages: Languages,
    /// Where lists stand.
    origin: Origin,
    /// Those that were asked for.
    lists: RefCell<BTreeMap<String, Cow<'static, str>>>,
    /// Whose forms they are.
    pub country: Arc<Country>,
}

impl Ground {
    /// The languages and the country of a folder of schemas, or those that ship with the program.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn new(folder: Option<&Path>) -> anyhow::Result<Self> {
        Self::of(&folder.map_or(Origin::Embedded, |folder| Origin::Folder(folder.to_owned())))
    }

    fn of(origin: &Origin) -> anyhow::Result<Self> {
        let languages = languages(origin)?;
        let countries = origin.list(COUNTRIES)?;
        if let [first, other, ..] = countries.as_slice() {
            let (other, first) = (&other.path, &first.path);
            trouble!(
                "đọc {other}: đã có {first}, mà danh sách cơ quan chỉ thuộc một nước",
                "reading country {other}: there is {first} already, and a roster is of one country"
            );
        }
        let country = Arc::new(countries[0].read(["nước", "country"], |text| Country::parse(text, &languages))?);
        Ok(Self { languages, country, origin: origin.clone(), lists: RefCell::default() })
    }

    /// The text of a file of values, or what `otherwise` makes of there being none; it is remembered that it was asked for.
    fn list_file(
        &self,
        name: &str,
        otherwise: impl FnOnce(anyhow::Error) -> anyhow::Result<String>,
    ) -> anyhow::Result<String> {
        let text = self.origin.list_file(name).or_else(otherwise)?;
        self.lists.borrow_mut().insert(format!("{LISTS}/{name}"), text.clone().into());
        Ok(text)
    }

    /// The form that this schema describes; its rules are not tried out.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn form(&self, json: &str) -> anyhow::Result<Form> {
        form::parse(json, &self.languages, &self.country, &|name| self.list_file(name, Err))
    }

    /// The same, with its rules tried out.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn sound_form(&self, json: &str) -> anyhow::Result<Form> {
        let form = self.form(json)?;
        form::try_out(&form)?;
        Ok(form)
    }
}

/// The words by which templates say what they want (JSON), see the module `design`.
pub fn template_words() -> &'static str {
    shipped("workbook/words.json").unwrap_or_default()
}

/// The JSON Schema of form schemas.
pub fn form_schema() -> &'static str {
    shipped("form.schema.json").unwrap_or_default()
}

/// All schemas that ship with the program, and the JSON Schemas that describe them: paths with `/` and bytes, in order.
pub fn files() -> Vec<(String, &'static [u8])> {
    EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes())).collect()
}

/// The name of a schema file without its ending; `None` for files that are none, and for those that editors hide.
fn stem(path: &Path, ending: &str) -> Option<String> {
    let stem = path.file_stem()?.to_str()?;
    (path.extension()? == ending && !stem.starts_with(['.', '~'])).then(|| stem.to_owned())
}

/// The mapping of open data to a DCAT catalogue: the one in the folder of schemas, or the one that ships with the program if
/// no folder is given or it has none. Errors: a file that cannot be read, or names a form or field that is not known.
pub fn dcat(folder: Option<&Path>, forms: &[Arc<Form>]) -> anyhow::Result<DcatMapping> {
    let own = folder.map(|folder| folder.join(DCAT));
    let read = |text: &str| DcatMapping::parse(text, forms);
    if let Some(path) = own.as_ref().filter(|path| path.exists()) {
        return read_file(path)?.read(["bảng đối chiếu", "mapping"], read);
    }
    let path = own.unwrap_or_else(|| DCAT.into()).display().to_string();
    read(shipped(DCAT).unwrap_or_default()).because(|| {
        bilingual!(
            "không có {path}, và bảng đối chiếu đi kèm chương trình không dùng được cho các biểu mẫu này",
            "there is no {path}, and the mapping that ships with the program is not for these forms"
        )
    })
}

/// The languages of the folder, and of those that ship with the program the others.
fn languages(origin: &Origin) -> anyhow::Result<Languages> {
    let mut files = origin.list(LANGUAGES)?;
    if !matches!(origin, Origin::Embedded) {
        let shipped = Origin::Embedded.list(LANGUAGES)?;
        let missing: Vec<File> =
            shipped.into_iter().filter(|file| files.iter().all(|own| own.stem != file.stem)).collect();
        files.extend(missing);
    }
    let read = |file: File| {
        let language = file.read(["ngôn ngữ", "language"], Language::parse)?;
        anyhow::Ok((file.stem, language))
    };
    Ok(Languages::new(files.into_iter().map(read).collect::<Result<_, _>>()?))
}

/// That what forms refer to is there.
fn check_references(forms: &[Arc<Form>]) -> anyhow::Result<()> {
    for form in forms {
        let check = |key: &ForeignKey| -> anyhow::Result<()> {
            let Some(other) = forms.iter().find(|other| other.name == key.form) else {
                let (name, near) = (&key.form, did_you_mean(&key.form, forms.iter().map(|form| form.name.as_str())));
                trouble!("không có biểu mẫu `{name}`{}", "unknown form `{name}`{}", near);
            };
            key.to.iter().try_for_each(|name| form::index(name, &other.fields).map(drop))
        };
        let name = &form.name;
        form.keys
            .foreign
            .iter()
            .try_for_each(check)
            .because(|| bilingual!("`foreignKeys` của biểu mẫu `{name}`", "`foreignKeys` of form `{name}`"))?;
    }
    Ok(())
}

/// That no two rules have one code, so that whoever allows one does not allow another.
fn check_codes(forms: &[Arc<Form>], campaigns: &[Arc<Campaign>]) -> anyhow::Result<()> {
    let of_forms = forms.iter().flat_map(|form| form.rules.iter().map(move |own| (&*own.rule, &form.name)));
    let of_campaigns = campaigns.iter().flat_map(|it| it.between.iter().map(move |own| (&*own.rule, &it.name)));
    let mut seen: HashMap<&str, (&str, &str)> = HashMap::new();
    for (rule, two) in of_forms.chain(of_campaigns) {
        let (code, name) = (&*rule.code, &*rule.name);
        if let Some((other, one)) = seen.insert(code, (name, two)) {
            trouble!(
                "hai quy tắc cùng mã `{code}`: `{other}` của `{one}` và `{name}` của `{two}`",
                "two rules have the code `{code}`: `{other}` of `{one}` and `{name}` of `{two}`"
            );
        }
    }
    Ok(())
}

fn assemble(origin: &Origin) -> anyhow::Result<Schemas> {
    let is_embedded = matches!(origin, Origin::Embedded);
    let ground = Ground::of(origin)?;
    let mut forms: Vec<Arc<Form>> = Vec::new();
    for file in origin.list(FORMS)? {
        let form = file.read(["biểu mẫu", "form"], |text| {
            let form = ground.form(text)?;
            if forms.iter().any(|known| known.name == form.name) {
                let name = &form.name;
                trouble!("tệp khác đã mô tả biểu mẫu `{name}`", "another file describes a form `{name}`");
            }
            if !is_embedded {
                form::try_out(&form)?;
            }
            Ok(form)
        })?;
        forms.push(Arc::new(form));
    }
    check_references(&forms)?;
    let rosters: Vec<RosterFile> = origin
        .list(ROSTERS)?
        .into_iter()
        .map(|File { path, stem: name, text }| RosterFile { name, path, text })
        .collect();
    let roster_names: Vec<&str> = rosters.iter().map(|roster| roster.name.as_str()).collect();
    let mut campaigns: Vec<Arc<Campaign>> = Vec::new();
    for file in origin.list(CAMPAIGNS)? {
        let campaign = file.read(["đợt", "campaign"], |text| {
            let campaign = Campaign::parse(text, &forms, &roster_names)?;
            if campaigns.iter().any(|known| known.name == campaign.name) {
                let name = &campaign.name;
                trouble!("tệp khác đã mô tả đợt `{name}`", "another file describes a campaign `{name}`");
            }
            if !is_embedded {
                campaign.try_out()?;
            }
            Ok(campaign)
        })?;
        campaigns.push(Arc::new(campaign));
    }
    if !is_embedded {
        check_codes(&forms, &campaigns)?;
    }
    // The order of reports; the sort keeps file names in order among the forms that no campaign asks for.
    let asked: Vec<&String> = campaigns.iter().flat_map(|campaign| &campaign.forms).collect();
    forms.sort_by_key(|form| asked.iter().position(|name| **name == form.name).unwrap_or(usize::MAX));
    let edition = (!is_embedded).then(|| origin.edition(ground.lists.take())).transpose()?;
    Ok(Schemas { forms, campaigns, country: ground.country, rosters, edition })
}

pub(crate) mod opened;
