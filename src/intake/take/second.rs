//! Another agency inside a file: a second letterhead on a sheet, a name between two parts of a table, a sheet that is called after
//! another agency. A letterhead begins a form of its own; what is less than that is told, with what was counted.

use std::sync::Arc;

use super::{Framed, Knowledge, periods};
use crate::cell::{Cell, Location};
use crate::finding::Finding;
use crate::intake::around::said;
use crate::intake::decision;
use crate::intake::header::Header;
use crate::intake::identify::Identity;
use crate::intake::names::{How, Manner, Names, Weight};
use crate::intake::rows::is_blank;
use crate::intake::{Decision, Line, RowKind, rules};
use crate::schema::Agency;
use crate::text::{Bilingual, day, fold, tidy};
use crate::value::Period;
use crate::workbook::{Row, Sheet};

/// Rows of a letterhead: the state's two lines, the committee, the province, the title, its decision, blank rows between.
const TITLE_ROWS: usize = 12;

/// Filled cells in a row of one: the agency at the left, the state at the right.
const TITLE_CELLS: usize = 3;

/// More titles between the parts of a table are those of printed pages, which nobody changes one by one.
const MAX_TITLES: usize = 200;

/// A header with what stands around its repetitions.
pub(super) struct Parted {
    pub(super) header: Header,
    /// The lines between its repetitions that name another agency than the letterhead above it.
    pub(super) named: Vec<Line>,
    /// Where the letterhead begins by which it was parted from the header before it.
    letterhead: Option<u32>,
}

impl Parted {
    /// Where the rows end that may be those of the table above.
    pub(super) fn begins(&self) -> u32 {
        self.letterhead.unwrap_or(self.header.area.first.row)
    }
}

/// Parts the headers whose headings stand again below a whole letterhead, or below the title of another agency or document, or of a
/// list that is not the agency's own.
pub(super) fn parted(headers: Vec<Header>, path: &Arc<str>, sheet: &Sheet, knowledge: &Knowledge) -> Vec<Parted> {
    let mut parted: Vec<Parted> = Vec::with_capacity(headers.len());
    let mut looked_at = 0;
    for mut header in headers {
        let repeats = match header.side {
            None => std::mem::take(&mut header.repeats),
            Some(_) => Vec::new(),
        };
        let title = |form: usize, from: u32, top: u32| Title::of(path, knowledge, form, &right_above(sheet, from, top));
        let form = header.form;
        let mut own: Option<Title> = None;
        let (mut named, mut letterhead, mut from) = (Vec::new(), None, header.area.last.row + 1);
        for (first, last) in repeats {
            let lines = right_above(sheet, from, first);
            from = last + 1;
            if !lines.is_empty() && looked_at < MAX_TITLES {
                looked_at += 1;
                let own = own.get_or_insert_with(|| title(form, 0, header.area.first.row));
                let other = Title::of(path, knowledge, form, &lines);
                let stranger = other.agencies.iter().find(|(code, _)| !own.agencies.iter().any(|(it, _)| it == code));
                let is_another = other.document.is_some() && own.document.is_some() && own.document != other.document;
                let is_of_others = knowledge.titles[form].wanted(&lines).is_some();
                let is_of_period = header.columns.len() > TITLE_CELLS
                    && other.period.is_some()
                    && own.period.is_some()
                    && other.period != own.period;
                if is_of_others
                    || is_of_period
                    || other.has_state
                    || other.document.is_some() && (stranger.is_some() || is_another)
                {
                    let next = header.moved_to(first, last);
                    *own = other;
                    let (header, named) = (std::mem::replace(&mut header, next), std::mem::take(&mut named));
                    parted.push(Parted { header, named, letterhead });
                    letterhead = lines.iter().map(|line| line.cell.row).min();
                    continue;
                }
                named.extend(stranger.map(|(_, line)| line.clone()));
            }
            header.repeats.push((first, last));
        }
        parted.push(Parted { header, named, letterhead });
    }
    parted
}

/// The texts in the rows right above a header that are no rows of data.
fn right_above(sheet: &Sheet, from: u32, top: u32) -> Vec<Line> {
    let [from, to] = [from, top].map(|number| sheet.rows.partition_point(|row| row.number < number));
    let filled = |row: &Row| row.cells.iter().filter(|(_, content)| !is_blank(content)).count();
    let rows = sheet.rows[from..to].iter().rev().take(TITLE_ROWS).take_while(|row| filled(row) <= TITLE_CELLS);
    let lines = rows.flat_map(|row| row.cells.iter().map(|(column, content)| (Cell::new(row.number, column), content)));
    let mut lines: Vec<Line> = lines
        .filter_map(|(cell, content)| Some(Line { sheet: sheet.name.clone(), cell, text: said(content)? }))
        .collect();
    lines.sort_by_key(|line| (line.cell.column, line.cell.row));
    lines
}

/// What the lines above a header say.
struct Title {
    /// The codes of the agencies that are named as senders are, each with its line.
    agencies: Vec<(String, Line)>,
    /// The number of the document.
    document: Option<String>,
    /// Whether they hold the state's heading, as whoever issues a form writes above it.
    has_state: bool,
    /// The period that they name, where nothing tells the rows apart.
    period: Option<Period>,
}

impl Title {
    fn of(path: &Arc<str>, knowledge: &Knowledge, form: usize, lines: &[Line]) -> Self {
        let agencies = named(&knowledge.names, lines);
        let found = decision::find(path, &knowledge.titles[form].kinds, lines);
        let document = found.decision().map(|decision| decision.number.clone());
        let state: Vec<String> = knowledge.forms[form].letterhead.state.iter().map(|line| fold(line)).collect();
        let has_state = lines.iter().any(|line| state.contains(&fold(&line.text)));
        let form = Some(&knowledge.forms[form]).filter(|form| periods::is_of_one(form));
        let period = form.and_then(|form| periods::named(form, lines)).map(|(period, _)| period);
        Self { agencies, document, has_state, period }
    }
}

/// The agencies that these lines name as senders are named, each with the line.
fn named(names: &Names, lines: &[Line]) -> Vec<(String, Line)> {
    let units: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let mentions = names.resolve_units(&units, Manner::Title).mentions.into_iter();
    let speaks = mentions.filter(|it| it.body.is_none() && it.weight == Weight::Strong);
    speaks.filter_map(|it| Some((it.agency?, lines[it.unit].clone()))).collect()
}

/// A place in a file that names an agency, which may be another than the file's.
pub(super) struct NamedInside {
    agency: String,
    place: Location,
    words: String,
    /// How many rows of data stand there.
    rows: usize,
    /// It is the name of a sheet, above whose tables no agency is named.
    is_sheet: bool,
}

/// What the tables found name beside their title blocks, and whether each of their sheets is called after an agency.
pub(super) fn named_inside(path: &Arc<str>, names: &Names, found: &[Framed<'_>]) -> (Vec<NamedInside>, bool) {
    let mut inside = Vec::new();
    for found in found {
        for (at, line) in found.named.iter().enumerate() {
            let end = found.named.get(at + 1).map_or(u32::MAX, |next| next.cell.row);
            let is_below = |row: u32| (line.cell.row..end).contains(&row);
            let rows = found.table.trace.iter().filter(|row| row.kind == RowKind::Record && is_below(row.row)).count();
            let Some((agency, _)) = named(names, std::slice::from_ref(line)).into_iter().next() else { continue };
            let place = Location::sheet(path, line.sheet.as_ref(), Some(line.cell));
            inside.push(NamedInside { agency, place, words: line.text.clone(), rows, is_sheet: false });
        }
    }
    let (mut sheets, mut all): (Vec<&str>, bool) = (Vec::new(), true);
    for found in found {
        let agency = found.table.sheet.as_deref().and_then(|name| Some((name, called_after(names, name)?)));
        let Some((name, agency)) = agency else {
            all = false;
            continue;
        };
        if !sheets.contains(&name) {
            sheets.push(name);
        }
        if named(names, &found.above).is_empty() {
            let place = Location::sheet(path, found.table.sheet.as_ref(), None);
            let rows = found.table.rows.records;
            inside.push(NamedInside { agency, place, words: name.to_owned(), rows, is_sheet: true });
        }
    }
    (inside, all && sheets.len() > 1)
}

/// The code of the agency whose name this is and nothing else. Letters such as `BYT` may be short for many things.
fn called_after(names: &Names, name: &str) -> Option<String> {
    let name = tidy(name);
    let [mention] = &names.resolve(&name).mentions[..] else { return None };
    let is_name = matches!(mention.how, How::Code | How::Name | How::ShortName) && mention.weight > Weight::None;
    let outside = name[..mention.span.start].chars().chain(name[mention.span.end..].chars());
    (is_name && mention.body.is_none() && !outside.into_iter().any(char::is_alphabetic))
        .then(|| mention.agency.clone())
        .flatten()
}

/// Tells what names another agency than the file's. Where each sheet is called after an agency and one of them is the file's, the
/// file is one of two agencies.
pub(super) fn tell(
    names: &Names,
    path: &Arc<str>,
    (inside, all): (Vec<NamedInside>, bool),
    decisions: &[Decision],
    identity: &mut Identity,
) {
    let Some(own) = identity.agency.as_deref().and_then(|code| names.agency(code)).cloned() else { return };
    identity.findings.extend(by_former(identity, &own, decisions));
    let at = |vi: &str, en: &str| Bilingual { vi: vi.to_owned().into(), en: en.to_owned().into() };
    let called = |code: &str| names.agency(code).map_or_else(|| at(code, code), Agency::called);
    for it in inside.into_iter().filter(|it| it.agency != own.code) {
        if it.is_sheet && all && identity.findings.iter().all(|finding| !finding.rule.is(&rules::CONFLICTING_AGENCY)) {
            let sheet = at(&format!("tên trang tính «{}»", it.words), &format!("the sheet's name “{}”", it.words));
            let finding = Finding::new(&rules::CONFLICTING_AGENCY, Location::file(path))
                .with_words("first", own.called())
                .with_words("first_place", at("phần đầu biểu", "the title block"))
                .with_words("second", called(&it.agency))
                .with_words("second_place", sheet);
            identity.findings.push(finding);
            (identity.agency, identity.probable) = (None, None);
            continue;
        }
        let whose = match it.is_sheet {
            true => Bilingual::new("Tên trang tính", "The sheet's name"),
            false => Bilingual::new("Dòng giữa biểu", "A line between the parts of the form"),
        };
        let finding = Finding::new(&rules::OTHER_AGENCY_INSIDE, it.place)
            .with_words("where", whose)
            .with("value", it.words.replace('\n', " "))
            .with_words("other", called(&it.agency))
            .with("rows", it.rows.to_string())
            .with_words("agency", own.called());
        identity.findings.push(finding);
    }
}

/// That an agency which was merged into the file's has issued it, or the one that bore its name before the others joined it.
fn by_former(identity: &Identity, agency: &Agency, decisions: &[Decision]) -> Option<Finding> {
    let (place, called, former, value) = match identity.former() {
        Some(piece) => {
            let former = piece.former.clone().unwrap_or_default();
            (&piece.location, piece.place.clone(), Bilingual::same(&former), piece.words.replace('\n', " "))
        }
        None => {
            let merged = agency.merged.filter(|day| decisions.iter().all(|decision| decision.date < *day))?;
            let (decision, day, name) = (decisions.first()?, day(merged), agency.called());
            let before = |name: &str, before: &str, day: &str| format!("{name} ({before} {day})").into();
            let former =
                Bilingual { vi: before(&name.vi, "trước ngày", &day.vi), en: before(&name.en, "before", &day.en) };
            (&decision.place, decision.place.called()?, former, decision.number.clone())
        }
    };
    let finding = Finding::new(&rules::ISSUED_BEFORE_MERGER, place.clone())
        .with_words("former", former)
        .with("value", value)
        .with_words("agency", agency.called());
    Some(match place.cell {
        Some(_) => finding.with_place("place", place.clone(), called),
        None => finding.with_words("place", called),
    })
}
