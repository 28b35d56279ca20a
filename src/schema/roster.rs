//! Rosters: all agencies of one period, with their level.

use std::sync::Arc;

use jiff::civil::Date;

use super::slips::did_you_mean;
use super::{Country, Level, Naming};
use crate::text::hashed::HashMap;
use crate::text::trouble::Because;
use crate::text::{Bilingual, fold};
use crate::{bilingual, trouble};

/// Agencies of a roster: each takes some four kilobytes. A country of 93 is the largest that was tried; all communes of one are 10,600.
const AGENCIES: usize = 20_000;

/// All agencies that owe forms in one period.
#[derive(Debug)]
pub struct Roster {
    /// Such as `2023`.
    pub name: String,
    /// Whose agencies they are: what their bodies are called.
    pub country: Arc<Country>,
    /// In the order of the file, which is the order of the reports.
    pub agencies: Vec<Agency>,
    /// The levels of its agencies: those of the country in its order, then its own as they come.
    pub levels: Vec<Arc<Level>>,
    /// All agencies.
    pub whole: Arc<Level>,
}

/// Who owes forms.
#[derive(Debug, Clone)]
pub struct Agency {
    /// The electronic identifier of QĐ 20/2020/QĐ-TTg, such as `H22`; where none is known, a document symbol.
    pub code: String,
    /// The General Statistics Office's code of a province.
    pub gso_code: Option<String>,
    /// What kind of agency, as the file says: `tinh`.
    pub kind: String,
    /// How its names are written.
    pub names: Naming,
    /// What it counts in.
    pub level: Arc<Level>,
    /// In full, such as «Tỉnh Hà Giang».
    pub name: String,
    /// In English; the name where the roster has none.
    pub name_en: String,
    /// Other names and abbreviations.
    pub aliases: Vec<String>,
    /// The agencies of an earlier roster that were merged into this one, as the file's `predecessors` column says,
    /// such as `Hà Giang (02)`; itself among them if it kept its name.
    pub predecessors: Vec<String>,
    /// Since when they are part of it.
    pub merged: Option<Date>,
    /// The agency of a later roster that this one became or joined, as the file's `successor` column says.
    pub successor: Option<String>,
}

impl Agency {
    /// What it is called in either language.
    pub fn called(&self) -> Bilingual {
        let en = if self.name_en.is_empty() { &self.name } else { &self.name_en };
        Bilingual { vi: self.name.clone().into(), en: en.clone().into() }
    }

    /// A sender that is on no roster: its name is its code.
    pub fn unlisted(name: &str) -> Self {
        let level = Arc::new(Level::unlisted());
        Self {
            code: name.to_owned(),
            name: name.to_owned(),
            name_en: name.to_owned(),
            kind: level.name.clone(),
            level,
            ..Self::sample()
        }
    }

    /// Whether it is on no roster.
    pub fn is_unlisted(&self) -> bool {
        self.level.name == Level::UNLISTED
    }

    /// One for trying rules out.
    pub(super) fn sample() -> Self {
        let name = "A".to_owned();
        Self {
            code: name.clone(),
            gso_code: None,
            kind: name.clone(),
            names: Naming::default(),
            level: Arc::new(Level::unnamed(&name)),
            name_en: name.clone(),
            name,
            aliases: Vec::new(),
            predecessors: Vec::new(),
            merged: None,
            successor: None,
        }
    }
}

/// The columns that a roster file must have; it may have more, for people.
const COLUMNS: [&str; 2] = ["code", "name"];
/// The columns that are read where they are there; one of the first two must be.
const OPTIONAL: [&str; 8] = ["kind", "level", "gso_code", "name_en", "aliases", "predecessors", "merged", "successor"];

impl Roster {
    /// Reads a roster file: CSV with a header and at least the columns `code`, `name` and one of `kind` (which the country knows) and
    /// `level` (any); `gso_code`, `name_en`, `aliases` (separated by `;`), `predecessors` (separated by `;` or `+`), `merged`
    /// (`2025-07-01`) and `successor` are read where they are there. Errors: a missing column, an unknown kind without a level, a blank
    /// code or name, or one that stands twice, a day that is none.
    pub(super) fn parse(name: &str, csv: &str, country: &Arc<Country>) -> anyhow::Result<Self> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(csv.as_bytes());
        let headers = reader.headers().because(|| bilingual!("đọc dòng tiêu đề", "reading the header"))?.clone();
        check_columns(&headers)?;
        let places: HashMap<&str, usize> = (0..headers.len()).map(|at| (&headers[at], at)).collect();
        let mut agencies: Vec<Agency> = Vec::new();
        let mut levels: Vec<Arc<Level>> = country.levels.iter().cloned().map(Arc::new).collect();
        let (mut codes, mut names) = (HashMap::default(), HashMap::default());
        for row in reader.records() {
            let row = row?;
            let line = row.position().map_or(0, csv::Position::line);
            let get = |column: &str| places.get(column).and_then(|&at| row.get(at)).unwrap_or_default().trim();
            let (code, full_name) = (get("code"), get("name"));
            if code.is_empty() || full_name.is_empty() {
                trouble!("dòng {line}: mã hoặc tên để trống", "line {line}: code or name is blank");
            }
            let (level, naming) = kind_and_level(country, get("kind"), get("level"), line)?;
            let level = match levels.iter().find(|known| known.name == level) {
                Some(known) => Arc::clone(known),
                None => {
                    let level = Arc::new(Level::unnamed(level));
                    check_title(&level, &levels).because(|| bilingual!("dòng {line}", "line {line}"))?;
                    levels.push(Arc::clone(&level));
                    level
                }
            };
            if let Some(before) = codes.insert(code.to_owned(), line) {
                trouble!(
                    "dòng {line}: mã `{code}` đã có ở dòng {before}",
                    "line {line}: code `{code}` stands on line {before} already"
                );
            }
            if let Some(before) = names.insert(fold(full_name), line) {
                trouble!(
                    "dòng {line}: «{full_name}» đã có ở dòng {before}",
                    "line {line}: “{full_name}” stands on line {before} already"
                );
            }
            let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let merged = filled(get("merged")).map(|day| day.parse::<Date>()).transpose();
            let merged = merged.because(|| bilingual!("dòng {line}: cột `merged`", "line {line}: column `merged`"))?;
            agencies.push(Agency {
                code: code.to_owned(),
                gso_code: filled(get("gso_code")),
                kind: filled(get("kind")).unwrap_or_else(|| level.name.clone()),
                names: naming,
                level,
                name: full_name.to_owned(),
                name_en: filled(get("name_en")).unwrap_or_else(|| full_name.to_owned()),
                aliases: get("aliases").split(';').map(str::trim).filter_map(filled).collect(),
                predecessors: get("predecessors").split([';', '+']).map(str::trim).filter_map(filled).collect(),
                merged,
                successor: filled(get("successor")),
            });
        }
        check_count(agencies.len())?;
        levels.retain(|level| agencies.iter().any(|agency| agency.level == *level));
        Ok(Self { name: name.to_owned(), agencies, levels, ..Self::empty(country) })
    }

    /// That of a form alone, which anybody may send.
    pub fn nobody(country: &Arc<Country>) -> Self {
        Self::empty(country)
    }

    /// The same roster, if no name is that of two agencies: there would be no telling which is meant. One that ships with the program
    /// is sound, as a test makes sure.
    pub fn sound(self) -> anyhow::Result<Self> {
        let mut owners: HashMap<String, &Agency> = HashMap::default();
        for agency in &self.agencies {
            for name in std::iter::once(&agency.name).chain(std::iter::once(&agency.code)).chain(&agency.aliases) {
                match owners.insert(fold(name), agency) {
                    Some(other) if other.code != agency.code => {
                        let (one, two) = (&other.code, &agency.code);
                        trouble!(
                            "«{name}» chỉ hai cơ quan, `{one}` và `{two}`",
                            "“{name}” is a name of two agencies, `{one}` and `{two}`"
                        );
                    }
                    _ => {}
                }
            }
        }
        drop(owners);
        Ok(self)
    }

    /// One without agencies.
    pub(crate) fn empty(country: &Arc<Country>) -> Self {
        let whole = Arc::new(Level::whole(&country.whole));
        Self { name: String::new(), country: Arc::clone(country), agencies: Vec::new(), levels: Vec::new(), whole }
    }

    /// The levels, and the whole behind them, as totals stand in reports.
    pub fn scopes(&self) -> impl Iterator<Item = &Arc<Level>> {
        self.levels.iter().chain([&self.whole])
    }
}

/// That there are agencies, and not too many.
fn check_count(count: usize) -> anyhow::Result<()> {
    if count > AGENCIES {
        trouble!(
            "danh sách có hơn {AGENCIES} cơ quan; hãy chia thành nhiều đợt",
            "the roster has more than {AGENCIES} agencies; part it into several campaigns"
        );
    }
    if count == 0 {
        trouble!("danh sách không có cơ quan nào", "the roster has no agencies");
    }
    Ok(())
}

/// That all columns are there that must be, and none is mistyped.
fn check_columns(headers: &csv::StringRecord) -> anyhow::Result<()> {
    let has = |column: &str| headers.iter().any(|header| header == column);
    let mut missing = COLUMNS.iter().filter(|column| !has(column));
    let needs_kind = !OPTIONAL[..2].iter().any(|column| has(column));
    if let Some(column) = missing.next().or(needs_kind.then_some(&OPTIONAL[0])) {
        let near = did_you_mean(column, headers.iter());
        trouble!("thiếu cột `{column}`{}", "column `{column}` is missing{}", near);
    }
    let is_known = |header: &&str| COLUMNS.contains(header) || OPTIONAL.contains(header);
    let mut known = headers.iter().filter(is_known);
    if let Some(header) = known.find(|header| headers.iter().filter(|other| other == header).count() > 1) {
        trouble!("có hai cột `{header}`", "there are two columns `{header}`");
    }
    for header in headers.iter().filter(|header| !is_known(header)) {
        let free = OPTIONAL.into_iter().filter(|column| !has(column));
        if let Some(near) = crate::text::nearest(header, free) {
            trouble!(
                "không có cột `{header}`; có phải là `{near}`?",
                "unknown column `{header}`; did you mean `{near}`?"
            );
        }
    }
    Ok(())
}

/// That nobody takes a level for another one: a workbook counts by what they are called.
fn check_title(level: &Level, others: &[Arc<Level>]) -> anyhow::Result<()> {
    let same = |other: &&Arc<Level>| {
        let other = &other.title;
        fold(&other.vi) == fold(&level.title.vi) || fold(&other.en) == fold(&level.title.en)
    };
    if let Some(other) = others.iter().find(same) {
        let (name, other) = (&level.name, &other.name);
        trouble!(
            "cấp `{name}` và cấp `{other}` đọc như nhau, chỉ dùng một cách viết",
            "levels `{name}` and `{other}` read the same, use one of them"
        );
    }
    Ok(())
}

/// The level that an agency counts in, and how its names are written.
fn kind_and_level<'a>(
    country: &'a Country,
    kind: &str,
    level: &'a str,
    line: u64,
) -> anyhow::Result<(&'a str, Naming)> {
    let known = country.kinds.iter().find(|known| known.name == kind);
    let own = |level: &'a str| (!level.is_empty()).then_some(level);
    let Some(level) = own(level).or(known.map(|known| known.level.as_str())) else {
        if kind.is_empty() {
            trouble!("dòng {line}: loại và cấp đều để trống", "line {line}: both kind and level are blank");
        }
        let near = did_you_mean(kind, country.kinds.iter().map(|known| &known.name));
        trouble!(
            "dòng {line}: không có loại `{kind}`{}; có thể ghi cấp ở cột `level`",
            "line {line}: unknown kind `{kind}`{}; a column `level` may say what it counts in",
            near
        );
    };
    if level.eq_ignore_ascii_case(Level::ALL) {
        trouble!(
            "dòng {line}: không cấp nào được gọi là `{level}`, vì đó là toàn danh sách",
            "line {line}: no level may be called `{level}`, for that is the whole roster"
        );
    }
    if level.eq_ignore_ascii_case(Level::UNLISTED) {
        trouble!(
            "dòng {line}: không cấp nào được gọi là `{level}`, vì đó là nơi gửi ngoài danh sách",
            "line {line}: no level may be called `{level}`, for that is who is not on the roster"
        );
    }
    Ok((level, known.map_or_else(Naming::default, |known| known.names)))
}
