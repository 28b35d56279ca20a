//! Takes a workbook in: which tables it holds, whose they are and what issues them.

use std::borrow::Cow;
use std::sync::Arc;

use super::around::{Room, beside, draft, end_before, lines, lines_above, said_of_file, stem, unsent};
use super::companion::without_companions;
use super::damage::{self, Damage, DamageKind};
use super::decision::{Citation, Kinds, Searched};
use super::header::layout::Layout;
use super::header::{Header, Headings, Looked, locate, sides};
use super::identify::{self, Claims, Identity};
use super::names::Names;
use super::outside::Sheets;
use super::readings::Readings;
use super::rows::nothing::Around;
use super::{Decision, Line, Records, Submission, Table, ToldToBe, continued, decision, extract, rows};
use crate::bilingual;
use crate::cell::{Cell, Location, SheetName};
use crate::finding::{Finding, Severity};
use crate::intake::rules;
use crate::schema::{Form, Roster, Senders};
use crate::text::Bilingual;
use crate::workbook::{AsideKind, Sheet, Visibility, Workbook};

/// What intake needs to know, prepared once a run.
#[derive(Debug)]
pub struct Knowledge {
    /// The forms that are looked for.
    pub forms: Vec<Arc<Form>>,
    /// Their headings.
    pub(crate) headings: Headings,
    /// What lines say around the tables of each, and which documents may issue it.
    titles: Vec<Titles>,
    /// The names of the roster's agencies.
    pub names: Names,
    /// From whom forms are taken.
    pub senders: Senders,
    /// What the texts of the files so far mean for the fields.
    pub(super) readings: Readings,
}

impl Knowledge {
    /// Prepares these forms and agencies.
    pub fn new(forms: Vec<Arc<Form>>, roster: &Roster) -> Self {
        let headings = Headings::new(&forms);
        let titles = forms.iter().map(|form| Titles::new(form, &roster.country)).collect();
        let names = Names::new(&roster.agencies, &roster.country).asking_for(&forms);
        let readings = Readings::new(&forms);
        Self { forms, headings, titles, names, senders: Senders::Listed, readings }
    }

    /// The same, where forms are taken from these.
    pub fn from(self, senders: Senders) -> Self {
        Self { senders, ..self }
    }
}

/// What was taken in from a workbook.
#[derive(Debug)]
pub struct Intake<T> {
    /// The code of the agency it belongs to, if that is certain.
    pub agency: Option<String>,
    /// The code of the agency that it is probably from, where `agency` is `None`.
    pub probable_agency: Option<String>,
    /// What speaks for which agency.
    pub evidence: Vec<identify::Evidence>,
    /// What was made of the forms in it, in the order of the file.
    pub submissions: Vec<T>,
    /// What concerns the file as a whole.
    pub findings: Vec<Finding>,
}

mod boxes;
mod documents;
mod left;
mod nothing;
mod periods;
mod pictures;
mod second;
mod titles;

use nothing::nothing_found;
use titles::Titles;

/// A table with the lines around it.
struct Framed<'s> {
    form: usize,
    hidden: bool,
    table: Table,
    records: Records<'s>,
    /// Above the header, from the end of the table before.
    above: Vec<Line>,
    /// Below the last record.
    below: Vec<Line>,
    /// Lines between its rows that name another agency.
    named: Vec<Line>,
    findings: Vec<Finding>,
    damage: Option<Damage>,
}

impl Framed<'_> {
    /// Where its table begins.
    fn place(&self, workbook: &Workbook) -> Location {
        Location::sheet(&workbook.path, self.table.sheet.as_ref(), Some(self.table.header.first))
    }
}

/// Takes a workbook in. `judge` is shown each submission while its sheets are at hand, with the records of each
/// of its tables, and whether an error of the workbook rejects it.
pub fn take<T>(
    workbook: &Workbook,
    knowledge: &Knowledge,
    claims: &Claims,
    mut judge: impl FnMut(Submission, &[Records<'_>], bool) -> T,
) -> Intake<T> {
    let workbook = &*without_companions(workbook);
    let mut findings = Vec::new();
    let sheets: Vec<(Cow<'_, Sheet>, Option<Damage>)> = workbook.sheets.iter().map(sound).collect();
    let (mut looked, mut room) = (Looked::default(), Room::default());
    let mut found = find_tables(workbook, &sheets, knowledge, &mut looked, &mut room);
    findings.extend(looked.told(&workbook.path));
    findings.extend(pictures::told(&workbook.path, &sheets, knowledge));
    if !found.is_empty() {
        findings.extend(sheets_not_read(workbook, &sheets, &found, knowledge));
    }
    let with_tables: Vec<Option<SheetName>> = found.iter().map(|found| found.table.sheet.clone()).collect();
    left::leave(workbook, knowledge, &mut found, &mut findings);
    if found.is_empty() {
        let (finding, probable) = nothing_found(workbook, &sheets, knowledge, claims);
        findings.push(finding);
        let probable_agency = probable.map(|probable| probable.agency);
        return Intake { agency: None, probable_agency, evidence: Vec::new(), submissions: Vec::new(), findings };
    }
    let elsewhere = elsewhere(&sheets, &with_tables, &mut room);
    findings.extend(room.told(&workbook.path));
    let above: Vec<Line> = found.iter().flat_map(|found| found.above.clone()).collect();
    let below: Vec<Line> = found.iter().flat_map(|found| found.below.clone()).collect();
    let outside = Sheets {
        sheets: sheets.iter().map(|(sheet, _)| sheet).collect(),
        tables: found.iter().map(|found| (found.table.sheet.clone(), found.table.area)).collect(),
    };
    let inside = second::named_inside(&workbook.path, &knowledge.names, &found);
    let submissions = submissions(workbook, knowledge, found, &above, &elsewhere, &outside);
    let decisions: Vec<Decision> = submissions.iter().filter_map(|(it, _)| it.decision.clone()).collect();
    let beside: Vec<Line> = with_tables.iter().flat_map(|name| beside(workbook, name.as_ref())).collect();
    let labelled: Vec<Line> = above.iter().chain(&elsewhere).cloned().collect();
    let answers: Vec<&Submission> = submissions.iter().map(|(submission, _)| submission).collect();
    let labelled = identify::cover::beside_labels(&knowledge.names, &workbook.path, &answers, &labelled);
    let identity = whose(workbook, knowledge, claims, (&above, &[beside, elsewhere], labelled), &decisions);
    let [message, properties] = [AsideKind::Message, AsideKind::Property].map(|kind| said_of_file(workbook, kind));
    let is_committees = identify::late::are_committees(&knowledge.names, &decisions);
    let late = identify::late::Late { below, properties, message, is_committees };
    let mut identity = identify::late::reconsider(&knowledge.names, &workbook.path, identity, &late);
    second::tell(&knowledge.names, &workbook.path, inside, &decisions, &mut identity);
    let named = submissions.iter().find_map(|(it, _)| it.names_sender());
    let signs = identify::unlisted::Signs { claims, named, lines: &above };
    let (mut identity, sender) =
        identify::unlisted::admit(&knowledge.names, &workbook.path, knowledge.senders, &signs, identity);
    let former = identity.former().and_then(|piece| piece.former.clone());
    findings.append(&mut identity.findings);
    let is_rejected = findings.iter().any(|finding| finding.severity == Severity::Error);
    let judged = submissions.into_iter().map(|(mut submission, records)| {
        submission.sender.clone_from(&sender);
        submission.former.clone_from(&former);
        judge(submission, &records, is_rejected)
    });
    let (submissions, Identity { agency, probable: probable_agency, evidence, .. }) = (judged.collect(), identity);
    Intake { agency, probable_agency, evidence, submissions, findings }
}

/// The lines of the visible sheets that hold no table.
fn elsewhere(
    sheets: &[(Cow<'_, Sheet>, Option<Damage>)],
    with_tables: &[Option<SheetName>],
    room: &mut Room,
) -> Vec<Line> {
    let without = sheets.iter().map(|(sheet, _)| sheet).filter(|sheet| !with_tables.contains(&sheet.name));
    let visible = without.filter(|sheet| sheet.visibility == Visibility::Visible);
    visible.flat_map(|sheet| lines(sheet, 0..u32::MAX, room)).collect()
}

/// Whose the file is, by the lines above its tables and by what stands beside labels of the sender; where they leave it open, by what
/// lies beside the tables, else by the lines of its other sheets.
fn whose(
    workbook: &Workbook,
    knowledge: &Knowledge,
    claims: &Claims,
    (above, elsewhere, labelled): (&[Line], &[Vec<Line>; 2], Vec<identify::cover::Labelled>),
    decisions: &[Decision],
) -> Identity {
    let by = |lines: &[Line]| identify::identify(&knowledge.names, &workbook.path, lines, decisions, claims);
    let identity = by(above);
    let identity = identify::cover::with_labels(&knowledge.names, &workbook.path, identity, claims, labelled);
    let [beside, covers] = elsewhere;
    let first = if beside.is_empty() { covers } else { beside };
    if identity.agency.is_some() || first.is_empty() {
        return identity;
    }
    if identity.parts {
        // Each sheet is headed by a part of the agency: the covering sheet names the whole.
        let all: Vec<Line> = first.iter().chain(above).cloned().collect();
        return Some(by(&all)).filter(|whole| whole.agency.is_some()).unwrap_or(identity);
    }
    // Nothing on the form itself: a covering sheet may name the sender.
    let is_at_cell = |it: &Finding| it.location.cell.is_some();
    let nothing = identity.evidence.is_empty() && !identity.findings.iter().any(is_at_cell);
    let tells =
        |told: &Identity| told.agency.is_some() || !told.evidence.is_empty() || told.findings.iter().any(is_at_cell);
    if nothing { Some(by(first)).filter(tells).unwrap_or_else(|| by(covers)) } else { identity }
}

/// The tables of each form as a submission, in the order of the file. `above` are the lines above all tables, `elsewhere` those of
/// sheets without one.
fn submissions<'s>(
    workbook: &Workbook,
    knowledge: &Knowledge,
    mut found: Vec<Framed<'s>>,
    above: &[Line],
    elsewhere: &[Line],
    outside: &Sheets<'_, '_>,
) -> Vec<(Submission, Vec<Records<'s>>)> {
    let mut submissions: Vec<(Submission, Vec<Records<'s>>)> = Vec::new();
    for index in 0..knowledge.forms.len() {
        let mut own: Vec<Framed<'s>> = found.extract_if(.., |found| found.form == index).collect();
        // One title may stand above two forms on the same sheet.
        let sheets: Vec<&Option<SheetName>> = own.iter().map(|found| &found.table.sheet).collect();
        let shared: Vec<Line> = above.iter().filter(|line| sheets.contains(&&line.sheet)).cloned().collect();
        let (form, titles) = (&knowledge.forms[index], &knowledge.titles[index]);
        let kinds = &titles.kinds;
        let around = Elsewhere { shared: &shared, elsewhere, titles, outside };
        let mut findings = Vec::new();
        documents::leave_older(workbook, (form, kinds, around.titles), &mut own, &mut findings);
        for part in documents::parted(&workbook.path, form, kinds, own) {
            submissions.extend(submission(workbook, form, kinds, (part, std::mem::take(&mut findings)), &around));
        }
    }
    submissions.sort_by_key(|(submission, _)| {
        let table = &submission.tables[0];
        (workbook.sheets.iter().position(|sheet| sheet.name == table.sheet), table.header.first.row)
    });
    // What the name of the file says is said once.
    for (submission, _) in submissions.iter_mut().skip(1) {
        let of_file = |it: &Finding| {
            let is_named = it.rule.is(&rules::DRAFT) || it.rule.is(&rules::NAMED_UNSENT);
            is_named && it.location.sheet.is_none() && it.location.cell.is_none()
        };
        submission.findings.retain(|finding| !of_file(finding));
    }
    submissions
}

/// The sheet as it can be read, decoded if its text is in a legacy encoding, and what is wrong with it.
fn sound(sheet: &Sheet) -> (Cow<'_, Sheet>, Option<Damage>) {
    let damage = damage::diagnose(sheet);
    match &damage {
        Some(Damage { kind: DamageKind::Legacy(legacy), whole, .. }) => {
            (Cow::Owned(damage::decoded(sheet, *legacy, *whole)), damage)
        }
        _ => (Cow::Borrowed(sheet), damage),
    }
}

fn find_tables<'s>(
    workbook: &Workbook,
    sheets: &'s [(Cow<'_, Sheet>, Option<Damage>)],
    knowledge: &'s Knowledge,
    looked: &mut Looked,
    room: &mut Room,
) -> Vec<Framed<'s>> {
    let (mut found, mut last_header) = (Vec::<Framed<'s>>::new(), None::<Header>);
    for (sheet, damage) in sheets {
        let lost = damage.as_ref().is_some_and(|damage| damage.kind == DamageKind::Lost);
        let mut headers = locate::locate(sheet, &knowledge.headings, lost, looked);
        let before = last_header.as_ref().zip(found.last()).filter(|(_, it)| headers.is_empty() && !it.hidden);
        headers.extend(before.and_then(|(header, it)| {
            continued::header(sheet, &knowledge.forms[it.form], header, (&it.table, &it.records))
        }));
        last_header = headers.last().cloned();
        let headers = second::parted(headers, &workbook.path, sheet, knowledge);
        let mut before = 0;
        for (at, second::Parted { header, named, .. }) in headers.iter().enumerate() {
            let top = header.area.first.row;
            let end = headers[at + 1..].iter().map(second::Parted::begins).find(|next| *next > top);
            let end = end.map_or(u32::MAX, |next| end_before(sheet, top, next));
            let form = &knowledge.forms[header.form];
            let side = header.side.map_or(Cow::Borrowed(&**sheet), |columns| sides::only(sheet, columns, top..end));
            let table = extract::extract(&side, form, header, end);
            let mut findings = Vec::new();
            if !damage.as_ref().is_some_and(|damage| damage.whole) {
                let headings = &knowledge.headings.forms[header.form];
                match found.last().filter(|_| header.top == top) {
                    Some(before) => findings.push(continued::told(&workbook.path, &table, &before.table)),
                    None => Layout { path: &workbook.path, sheet: &side, headings, header, table: &table }
                        .check(&mut findings),
                }
                rows::told::check(&workbook.path, form, &side, &table, &mut findings);
                // Below an earlier table its own rows are looked at.
                if at == 0 {
                    findings.extend(rows::told::above(&workbook.path, form, &side, &table));
                }
            }
            let (above, below) =
                (lines_above(sheet, before..top, room), lines(&side, table.area.last.row + 1..end, room));
            before = before.max(table.area.last.row + 1);
            found.push(Framed {
                form: header.form,
                hidden: sheet.visibility != Visibility::Visible,
                above,
                below,
                named: named.clone(),
                findings,
                damage: damage.clone(),
                table,
                records: Records::new(side, end, &knowledge.readings),
            });
        }
    }
    found
}

/// Sheets that look like a form and were not read, in a file of which another was.
fn sheets_not_read(
    workbook: &Workbook,
    sheets: &[(Cow<'_, Sheet>, Option<Damage>)],
    found: &[Framed<'_>],
    knowledge: &Knowledge,
) -> Vec<Finding> {
    let is_read = |sheet: &Sheet| found.iter().any(|found| found.table.sheet == sheet.name);
    let unread = sheets.iter().filter(|(sheet, _)| sheet.visibility == Visibility::Visible && !is_read(sheet));
    let told = unread.filter_map(|(sheet, _)| {
        let finding = |form: usize, cell, (how, lack)| {
            let place = Location::sheet(&workbook.path, sheet.name.as_ref(), cell);
            Finding::new(&rules::SHEET_NOT_READ, place)
                .with("sheet", sheet.name.as_deref().unwrap_or_default())
                .with_words("form", knowledge.forms[form].title.clone())
                .with_words("how", how)
                .with_words("lack", lack)
        };
        if let Some(form) = locate::looks_like(sheet, &knowledge.headings) {
            let lack = Bilingual::new("không đủ tiêu đề cột", "lacks too many of its headings");
            return Some(finding(form, None, (Bilingual::new("giống", "looks like"), lack)));
        }
        found.iter().find_map(|found| {
            let rows = continued::find(sheet, &knowledge.forms[found.form], &found.table, &found.records)?;
            let (count, word) = (rows.rows, if rows.rows == 1 { "row" } else { "rows" });
            let how = bilingual!("có {count} dòng dữ liệu của", "holds {count} {word} of");
            let lack = Bilingual::new("không có tiêu đề cột", "has no headings");
            Some(finding(found.form, Some(rows.cell), (how, lack)).as_bad_as(Severity::Error))
        })
    });
    told.collect()
}

/// What may name the decision if the lines at the form's own tables do not.
struct Elsewhere<'a> {
    /// Lines at other forms on the same sheets.
    shared: &'a [Line],
    /// Sheets without a form.
    elsewhere: &'a [Line],
    /// What the lines say of the list.
    titles: &'a Titles,
    /// All sheets, for the values outside the tables.
    outside: &'a Sheets<'a, 'a>,
}

/// The document that issues the form. Most forms name it above the table; some below, or on a sheet of its own, in a text box, a
/// comment, the print header, or only in the name of the sheet or file: the nearer, the better. A draft is not issued.
fn issued(
    workbook: &Workbook,
    (form, kinds): (&Form, &Kinds),
    found: &[Framed<'_>],
    [above, beside, below]: [&Searched<'_>; 3],
    around: &Elsewhere<'_>,
) -> Citation {
    let is_draft = |line: &Line| Citation::Incomplete(line.clone(), decision::Gap::Draft);
    if !form.is_issued() {
        return around.titles.draft(above.lines).map_or(Citation::None, is_draft);
    }
    if let Some(line) = [above, beside, below].into_iter().find_map(|lines| around.titles.draft(lines.lines)) {
        return is_draft(line);
    }
    let told = above.document(&workbook.path);
    // A line of its own that nobody filled in stands for a document of its own, which is not that of another form on the sheet.
    let shared = match &told {
        Citation::Incomplete(line, _) if !decision::is_of_template(kinds, &line.text) => &[],
        // They are these themselves, if no other form stands there.
        _ if around.shared == above.lines => &[],
        _ => around.shared,
    };
    let look = |told, places: &[&[Line]]| {
        places.iter().fold(told, |told, lines| match told {
            Citation::Decision(_) => told,
            _ => match (decision::find(&workbook.path, kinds, lines), told) {
                (Citation::None, told) => told,
                (found @ Citation::Decision(_), _) | (found, Citation::None) => found,
                (_, told) => told,
            },
        })
    };
    let told = look(told, &[below.lines, shared, beside.lines, around.elsewhere]);
    // What a note names goes behind all that is named elsewhere.
    let noted = told.decision().is_some_and(|own| decision::is_only_named(below, own));
    let elsewhere = if noted { look(Citation::None, &[shared, beside.lines, around.elsewhere]) } else { told.clone() };
    if elsewhere.decision().is_some() || !noted && told != Citation::None {
        return elsewhere;
    }
    let sheets = found.iter().filter_map(|found| found.table.sheet.as_ref());
    let named = sheets.map(|sheet| (&**sheet, Location::sheet(&workbook.path, Some(sheet), None)));
    let mut names = named.chain([(stem(&workbook.path), Location::file(&workbook.path))]);
    match names.find_map(|(name, place)| decision::in_name(name, kinds, place)) {
        Some(named) => Citation::Decision(named),
        None if noted => told,
        None => decision::other(above),
    }
}

fn submission<'s>(
    workbook: &Workbook,
    form: &Arc<Form>,
    kinds: &Kinds,
    (mut found, mut findings): (Vec<Framed<'s>>, Vec<Finding>),
    around: &Elsewhere<'_>,
) -> Option<(Submission, Vec<Records<'s>>)> {
    let place = place_of_decision(workbook, found.first()?);
    let mut damaged = false;
    for found in &found {
        if let Some(damage) = &found.damage {
            damaged |= damage.whole;
            findings.push(damage.finding(workbook, found.table.sheet.as_ref()));
        }
    }
    findings.dedup_by(|one, other| one.location == other.location && one.rule == other.rule);
    let above: Vec<Line> = found.iter().flat_map(|found| found.above.clone()).collect();
    let beside: Vec<Line> = found.iter().flat_map(|found| beside(workbook, found.table.sheet.as_ref())).collect();
    let below: Vec<Line> = found.iter().flat_map(|found| found.below.clone()).collect();
    let searched = [&above, &beside, &below].map(|lines| Searched::new(kinds, lines));
    let told = issued(workbook, (form, kinds), &found, searched.each_ref(), around);
    let named: Vec<&SheetName> = found.iter().filter_map(|found| found.table.sheet.as_ref()).collect();
    let draft = draft(&workbook.path, &told, &named, (form, around.titles.drafts()));
    let unsent = unsent(&workbook.path, &form.language.versions).filter(|_| draft.is_none());
    let wanted = left::wanted_alone(workbook, around.titles, &found);
    let lapse = documents::lapsed(workbook, around.titles, &told, [&above, &beside, &below]);
    let lapse = lapse.filter(|_| form.is_issued() && draft.is_none());
    let early = documents::early(form, &told);
    let doubts = documents::doubts(kinds, &told, &found, searched.each_ref(), around.shared);
    // The title of a list of what is abolished says no more than that.
    let wanted = wanted.filter(|wanted| lapse.as_ref().is_none_or(|it| it.finding.location != wanted.location));
    let mut told_to_be = ToldToBe { draft: draft.is_some(), wanted: wanted.is_some(), ..ToldToBe::default() };
    findings.extend(draft.into_iter().chain(unsent).chain(wanted).chain(early).chain(doubts));
    let decision = told.decision().cloned();
    if form.is_issued() && decision.is_none() && !damaged {
        findings.push(decision::missing(form, &told, place));
    }
    findings.extend(decision.iter().filter_map(|it| rows::told::struck_decision(&workbook.sheets, &it.place)));
    if !damaged {
        let tables = found.iter().map(|found| Around { table: &found.table, lines: [&found.above, &found.below] });
        findings.extend(rows::nothing::told(&workbook.path, form, &tables.collect::<Vec<_>>()));
        findings.extend(contradicted(workbook, form, &mut found));
    }
    left::leave_copies(workbook, form, &mut found, &mut findings);
    periods::tell(workbook, form, &mut found);
    for found in &mut found {
        findings.append(&mut found.findings);
    }
    told_to_be.supplement = found.iter().any(|found| around.titles.tell_supplement(&found.above));
    told_to_be.amends = found.iter().any(|found| around.titles.amend(&found.above));
    let own: Vec<&Table> = found.iter().map(|found| &found.table).collect();
    let (values, not_all) = around.outside.given(&workbook.path, form, &own);
    findings.extend(not_all);
    let (tables, records) = found.into_iter().map(|found| (found.table, found.records)).unzip();
    let form = Arc::clone(form);
    let (sender, former) = (None, None);
    Some((Submission { form, decision, tables, values, sender, former, told_to_be, lapse, damaged, findings }, records))
}

/// That a total or a title gives another number of rows than were read: one fault, wherever else it shows.
fn contradicted(workbook: &Workbook, form: &Form, found: &mut [Framed<'_>]) -> Vec<Finding> {
    let tables = found.iter().map(|found| (&found.table, &*found.above)).collect::<Vec<_>>();
    let told = rows::declared::check(&workbook.path, form, &tables);
    for found in found.iter_mut().filter(|_| !told.is_empty()) {
        found.findings.retain(|finding| !finding.rule.is(&rules::COUNT_CONTRADICTED));
    }
    told
}

/// Where the decision's line should be: below the title, above the table.
fn place_of_decision(workbook: &Workbook, first: &Framed) -> Location {
    let header = first.table.header.first;
    let below_title = first.above.iter().map(|line| line.cell.row + 1).max().unwrap_or(0);
    let row = below_title.min(header.row.saturating_sub(1));
    Location::sheet(&workbook.path, first.table.sheet.as_ref(), Some(Cell::new(row, header.column)))
}
