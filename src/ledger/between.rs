//! Looks between submissions: one database that two agencies claim, and an answer with fewer rows than the one before.
//!
//! Asked only of fields whose form says that their values are claims: codes of contractors stand in the forms of many agencies.
//!
//! Every province has a «Cơ sở dữ liệu đất đai», so an equal name says nothing by itself. Two rows are taken for one database
//! only when their names are equal **and** something says that it is one thing: the name is of national scope («Cơ sở dữ liệu
//! quốc gia về …»), it names a province («… tỉnh Hà Giang»), or one row gives as the responsible agency just the name of the
//! other agency.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::alike::same_lists;
use super::tell::{add, documented, place, shown};
use super::{Answers, Ledger, SubmissionIndex, rows};
use crate::bilingual;
use crate::cell::{Cell, Location, SheetName};
use crate::finding::Finding;
use crate::intake::Record;
use crate::intake::rowset::{self, RowSet};
use crate::rules;
use crate::schema::{Form, Kind, Roster};
use crate::text::{Bilingual, fold, words};
use crate::verdict::{Judged, Outcome, Verdict};

/// What an agency had sent by an earlier report, by agency code and form name.
pub type EarlierAnswers = BTreeMap<(String, String), EarlierAnswer>;

/// An agency's answer to a form in an earlier report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierAnswer {
    /// How many rows of data it held.
    pub rows: usize,
    /// The file's path as shown.
    pub file: String,
    /// The number of its decision.
    pub decision: Option<String>,
}

/// Adds the findings between submissions to the accepted ones they concern. The ledger is what [`super::reconcile`] made;
/// nothing here rejects a submission, so the ledger stays as it is.
pub fn compare(reviewed: &mut [Verdict], ledger: &Ledger, roster: &Roster, earlier: &EarlierAnswers) {
    let known = Known::new(roster);
    let mut found = same_databases(reviewed, &known);
    found.extend(same_lists(reviewed, &known));
    found.extend(fewer_rows(reviewed, &ledger.answers, earlier));
    add(reviewed, found);
    // Nothing is compared any more, and only what is merged is read again.
    for judged in reviewed.iter_mut().flat_map(|file| &mut file.submissions) {
        judged.names = RowSet::default();
        if judged.outcome != Outcome::Accepted {
            judged.rows = Vec::new();
        }
    }
}

/// A value that agencies claim, of an accepted submission, and where it stands.
struct Name<'a, 'r> {
    index: SubmissionIndex,
    agency: &'a str,
    form: &'a Form,
    field: usize,
    file: &'a Arc<str>,
    sheet: Option<&'a SheetName>,
    cell: Cell,
    record: &'r Record,
    /// The same for the same name in the same field; hardly ever for others.
    number: u64,
    folded: String,
}

/// The submissions whose rows are merged, each with its agency's code.
pub(super) fn accepted(reviewed: &[Verdict]) -> impl Iterator<Item = (SubmissionIndex, &str, &Judged)> {
    reviewed.iter().enumerate().flat_map(|(file_index, file)| {
        let judged = file.submissions.iter().enumerate().filter(|(_, judged)| judged.outcome == Outcome::Accepted);
        judged.filter_map(move |(submission, judged)| {
            Some((SubmissionIndex { file: file_index, submission }, file.agency.as_deref()?, judged))
        })
    })
}

/// Numbers of names, by form.
type Numbers<'a> = BTreeMap<&'a str, RowSet>;

/// Shows the names that have one of these numbers. Only the rows of submissions that hold such are looked at.
fn each_name<'a>(reviewed: &'a [Verdict], wanted: &Numbers<'_>, mut see: impl FnMut(Name<'a, '_>)) {
    for (index, agency, judged) in accepted(reviewed) {
        let form = &*judged.submission.form;
        let Some(wanted) = wanted.get(&*form.name).filter(|wanted| wanted.shared(&judged.names) > 0) else { continue };
        let claimed: Vec<usize> = (0..form.fields.len()).filter(|&field| form.fields[field].claims).collect();
        for (table, rows) in judged.submission.tables.iter().zip(&judged.rows) {
            for record in rows.iter() {
                for &field in &claimed {
                    let Some((cell, folded)) = record.entries[field].folded() else { continue };
                    let number = rowset::known_by(form, field, &folded);
                    if wanted.contains(number) {
                        let (file, sheet) = (&reviewed[index.file].path, table.sheet.as_ref());
                        see(Name { index, agency, form, field, file, sheet, cell, record: &record, number, folded });
                    }
                }
            }
        }
    }
}

/// The names that several agencies list.
fn contested<'a>(reviewed: &'a [Verdict], known: &Known<'_>) -> Numbers<'a> {
    let mut listed: BTreeMap<&str, Vec<(u64, u32)>> = BTreeMap::new();
    for (_, agency, judged) in accepted(reviewed) {
        let own = known.position(agency);
        listed.entry(&judged.submission.form.name).or_default().extend(judged.names.iter().map(|name| (name, own)));
    }
    let several = |mut listed: Vec<(u64, u32)>| -> RowSet {
        listed.sort_unstable();
        listed.dedup();
        listed.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[0].0).collect()
    };
    listed.into_iter().map(|(form, listed)| (form, several(listed))).filter(|(_, names)| !names.is_empty()).collect()
}

/// Those of the contested names that are one database: a row is weighed by numbers alone, for in a large inbox most names are
/// contested and hardly any is told.
fn told<'a>(reviewed: &'a [Verdict], contested: &Numbers<'a>, known: &Known<'_>) -> Numbers<'a> {
    struct Weighed {
        number: u64,
        agency: u32,
        responsible: Option<u32>,
        is_one: bool,
    }
    let mut weighed: BTreeMap<&str, Vec<Weighed>> = BTreeMap::new();
    each_name(reviewed, contested, |name| {
        weighed.entry(&name.form.name).or_default().push(Weighed {
            number: name.number,
            agency: known.position(name.agency),
            responsible: known.responsible(name.form, name.record).map(|code| known.position(code)),
            is_one: known.is_one(&name.folded),
        });
    });
    let of_one = |mut weighed: Vec<Weighed>| -> RowSet {
        weighed.sort_unstable_by_key(|it| (it.number, it.agency));
        let groups = weighed.chunk_by(|one, other| one.number == other.number);
        let is_told = |group: &&[Weighed]| {
            let names = |agency: u32| group.binary_search_by_key(&agency, |it| it.agency).is_ok();
            let stands_for_another =
                |it: &Weighed| it.responsible.is_some_and(|other| other != it.agency && names(other));
            group.iter().any(|it| it.is_one || stands_for_another(it))
        };
        groups.filter(is_told).map(|group| group[0].number).collect()
    };
    weighed.into_iter().map(|(form, weighed)| (form, of_one(weighed))).collect()
}

/// A row that names a database, and where.
struct Claim<'a> {
    index: SubmissionIndex,
    agency: &'a str,
    form: &'a Form,
    field: usize,
    typed: String,
    place: Location,
    /// The agency that the row gives as responsible, if it is one of the roster.
    responsible: Option<&'a str>,
}

fn same_databases(reviewed: &[Verdict], known: &Known<'_>) -> Vec<(SubmissionIndex, Finding)> {
    let contested = contested(reviewed, known);
    let told = told(reviewed, &contested, known);
    let mut claims: BTreeMap<(&str, usize, String), Vec<Claim<'_>>> = BTreeMap::new();
    each_name(reviewed, &told, |name| {
        let claim = Claim {
            index: name.index,
            agency: name.agency,
            form: name.form,
            field: name.field,
            typed: name.record.entries[name.field].typed().to_owned(),
            place: Location::sheet(name.file, name.sheet, Some(name.cell)),
            responsible: known.responsible(name.form, name.record),
        };
        claims.entry((&name.form.name, name.field, name.folded)).or_default().push(claim);
    });
    let mut found = Vec::new();
    for ((_, _, name), claims) in &claims {
        let is_one = known.is_one(name);
        for claim in claims {
            let other = claims.iter().find(|other| {
                other.agency != claim.agency
                    && (is_one || claim.responsible == Some(other.agency) || other.responsible == Some(claim.agency))
            });
            if let Some(other) = other {
                found.push((claim.index, claim.beside(other, known)));
            }
        }
    }
    found
}

impl Claim<'_> {
    fn beside(&self, other: &Claim<'_>, known: &Known<'_>) -> Finding {
        let field = &self.form.fields[self.field];
        Finding::new(&rules::SAME_DATABASE, self.place.clone())
            .about(&field.name, &self.typed)
            .with("heading", &field.title)
            .with_words("agency", known.title(other.agency))
            .with_words("other", shown(&other.place))
    }
}

/// The names of the roster.
pub(super) struct Known<'a> {
    roster: &'a Roster,
    /// Places in the roster by code.
    positions: HashMap<&'a str, u32>,
    /// Codes by folded name; a name of two agencies is nobody's.
    by_name: HashMap<String, Option<&'a str>>,
    /// «tỉnh hà giang», «thành phố hà nội».
    provinces: Vec<String>,
}

impl<'a> Known<'a> {
    fn new(roster: &'a Roster) -> Self {
        let mut by_name: HashMap<String, Option<&'a str>> = HashMap::new();
        for agency in &roster.agencies {
            let names = std::iter::once(&agency.name).chain(&agency.aliases);
            let committees = &roster.country.committee.words;
            let with_committee = |name: &str| {
                let name = fold(name);
                let of_committee: Vec<String> = committees.iter().map(|it| format!("{} {name}", fold(it))).collect();
                std::iter::once(name).chain(of_committee)
            };
            for name in names.flat_map(|name| with_committee(name)) {
                let code = by_name.entry(name).or_insert(Some(&agency.code));
                if *code != Some(&agency.code) {
                    *code = None;
                }
            }
        }
        let positions = roster.agencies.iter().zip(0..).map(|(agency, at)| (agency.code.as_str(), at)).collect();
        let provinces = roster.agencies.iter().filter(|agency| agency.names.is_place());
        Self { roster, positions, by_name, provinces: provinces.map(|agency| fold(&agency.name)).collect() }
    }

    /// The agency that a required text field of the record names, if its whole value is that name. A partner or a user of a
    /// database stands in fields that may be left blank.
    fn responsible(&self, form: &Form, record: &Record) -> Option<&'a str> {
        let fields = form.fields.iter().zip(&record.entries);
        fields
            .filter(|(field, _)| field.required && !field.unique && field.kind == Kind::Text)
            .find_map(|(_, entry)| self.by_name.get(&fold(&entry.value.stored())).copied().flatten())
    }

    /// The agency's place in the roster.
    fn position(&self, code: &str) -> u32 {
        self.positions.get(code).copied().unwrap_or(u32::MAX)
    }

    /// Whether only one database of the country can have this name, which is folded.
    fn is_one(&self, name: &str) -> bool {
        self.roster.country.only_ones.begin(name) || self.names_a_province(name)
    }

    /// Whether the folded name holds a province's full name as whole words.
    fn names_a_province(&self, name: &str) -> bool {
        let name: Vec<&str> = words(name).collect();
        self.provinces.iter().any(|province| {
            let province: Vec<&str> = words(province).collect();
            name.windows(province.len()).any(|window| window == province)
        })
    }

    pub(super) fn title(&self, code: &str) -> Bilingual {
        let agency = self.roster.agencies.iter().find(|agency| agency.code == code);
        let vi = agency.map_or(code, |agency| &agency.name);
        let en = agency.map_or(code, |agency| &agency.name_en);
        bilingual!("{vi} ({code})", "{en} ({code})")
    }
}

/// Answers with fewer rows than what they replaced last, or than the earlier report tells. Of two issued on one day neither
/// is the earlier, so they are compared only where a name says which is.
fn fewer_rows(reviewed: &[Verdict], answers: &Answers, earlier: &EarlierAnswers) -> Vec<(SubmissionIndex, Finding)> {
    let mut found = Vec::new();
    for (key, answer) in answers {
        let Some(&main) = answer.parts.first() else { continue };
        if main.judged(reviewed).outcome != Outcome::Accepted {
            continue;
        }
        let count = |parts: &[SubmissionIndex]| parts.iter().map(|part| rows(part.of(reviewed))).sum::<usize>();
        let files = |parts: &[SubmissionIndex]| {
            let paths: Vec<&str> = parts.iter().map(|part| &*reviewed[part.file].path).collect();
            paths.join(" + ")
        };
        let before = answer.before.first().map(|first| {
            let documented = documented(*first, reviewed);
            (count(&answer.before), files(&answer.before), documented)
        });
        let before = before.or_else(|| {
            let answer = earlier.get(key)?;
            let number = answer.decision.as_ref().map(|number| format!("{number}, ")).unwrap_or_default();
            let document = bilingual!(" ({number}báo cáo trước)", " ({number}the earlier report)");
            Some((answer.rows, answer.file.clone(), document))
        });
        let Some((rows_before, file, document)) = before else { continue };
        let rows = count(&answer.parts);
        if rows >= rows_before {
            continue;
        }
        let finding = Finding::new(&rules::FEWER_ROWS, place(reviewed, main))
            .with("rows", rows.to_string())
            .with("before", rows_before.to_string())
            .with("other", file)
            .with_words("document", document);
        found.push((main, finding));
    }
    found
}
