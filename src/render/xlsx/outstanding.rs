//! The sheet *Chưa hoàn thành*: whom to remind of what. It looks at the statuses of the sheet *Theo dõi*, so that an agency whose
//! status is corrected there by hand leaves the list, or joins it. What there is to say of each agency and obligation stands in hidden
//! columns; those in sight pick the open ones out of them, one below the other.

use std::borrow::Cow;

use rust_xlsxwriter::Workbook;

use super::grid::{Grid, ListCell, ListColumn, Look, colour, columns};
use super::links::Links;
use super::{Result, SheetNames, style};
use crate::cell::column_letters;
use crate::ledger::Status;
use crate::render::{Results, words};
use crate::report::{AgencyRow, ObligationCell};

/// The columns in sight.
const SEEN: [(&str, &str, usize); 10] = [
    ("Nhiệm vụ", "Obligation", 41),
    ("Cấp", "Level", 9),
    ("Mã", "Code", 6),
    ("Tên cơ quan", "Agency", 30),
    ("Tình trạng", "Status", 14),
    ("Lý do", "Why", 60),
    ("Cần làm", "What to do", 42),
    ("Số lỗi", "Errors", 5),
    ("Tệp đã gửi", "File sent", 60),
    ("Văn bản đã ban hành", "Document issued", 16),
];
/// What is printed of them: whom to remind of what, and why.
const PRINTED: u16 = 7;
/// The places of some among them.
const STATUS: usize = 4;
const WHY: usize = 5;
const ERRORS: usize = 7;
const FILE: usize = 8;
/// Hidden columns: the place of what the row shows, the number of an open one, what there is of each, and where its file is listed.
const PLACE: usize = SEEN.len();
const NUMBER: usize = PLACE + 1;
const DATA: usize = NUMBER + 1;
const TARGET: usize = DATA + SEEN.len();
/// The row of the headings, from 0, see [`Grid::header_row`].
const HEADER: u32 = 3;
/// Rows printed beyond those that are open now.
const SPARE: usize = 5;

/// An agency and an obligation.
struct Pair<'a> {
    obligation: usize,
    agency: &'a AgencyRow,
    cell: &'a ObligationCell,
}

/// Writes the sheet: obligation by obligation, in each level by level.
pub fn write(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames, links: &Links<'_>) -> Result {
    let language = results.language;
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for obligation in 0..results.campaign.obligations.len() {
        for level in &results.report.levels {
            let agencies = results.report.agencies.iter().filter(|agency| agency.level == *level);
            pairs.extend(agencies.map(|agency| Pair { obligation, agency, cell: &agency.obligations[obligation].1 }));
        }
    }
    let open: Vec<usize> = (0..pairs.len()).filter(|index| pairs[*index].cell.status != Status::Complied).collect();
    let numbers = numbers(&pairs);
    let subtitle = format!(
        "{} · {}",
        super::as_of(results),
        results.language.say(
            "danh sách theo tình trạng ở trang Theo dõi; lọc theo nhiệm vụ và cấp để gửi đôn đốc",
            "follows the statuses of the sheet Tracking; filter by obligation and level to send reminders"
        )
    );
    let mut all = columns(language, &SEEN);
    all.extend((PLACE..=TARGET).map(|column| ListColumn::new(&column_letters(column as u32), 8)));
    let grid = Grid {
        name: &names.outstanding,
        title: results.language.say("Cơ quan chưa hoàn thành", "Agencies that have not complied"),
        subtitle: &subtitle,
        columns: all,
        language,
        printed: PRINTED,
        hidden: (TARGET + 1 - PLACE) as u16,
        printed_rows: (open.len() + SPARE) as u32,
        ..Grid::default()
    };
    debug_assert_eq!(grid.header_row(), HEADER, "the formulas look from this row on");
    let row = |index: usize| {
        let shown = open.get(index).map(|at| &pairs[*at]);
        let mut cells = seen(results, index, shown, pairs.len(), open.get(index).copied());
        cells.extend(hidden(results, links, &pairs[index], numbers[index], index));
        cells
    };
    grid.write(workbook, pairs.len(), (0..pairs.len()).map(row), |sheet, last| {
        colour(sheet, (HEADER + 1, STATUS as u16, last, STATUS as u16), style::standings(language))
    })
}

/// The number of each open one among the open ones.
fn numbers(pairs: &[Pair<'_>]) -> Vec<Option<usize>> {
    let mut count = 0;
    let number = |pair: &Pair<'_>| {
        (pair.cell.status != Status::Complied).then(|| {
            count += 1;
            count
        })
    };
    pairs.iter().map(number).collect()
}

/// The columns in sight: what the formulas pick out, and what that is now.
fn seen(
    results: &Results<'_>,
    index: usize,
    shown: Option<&Pair<'_>>,
    count: usize,
    at: Option<usize>,
) -> Vec<ListCell<'static>> {
    let row = HEADER as usize + 2 + index;
    let (first, last) = (HEADER as usize + 2, HEADER as usize + 1 + count);
    let letters = |column: usize| column_letters(column as u32);
    let picked = |column: usize| {
        let data = letters(column);
        format!("INDEX(${data}${first}:${data}${last},${}{row})", letters(PLACE))
    };
    let by_hand = results.language.say("Tình trạng do người tổng hợp ghi.", "The status was written by hand.");
    let values = shown.map(|pair| facts(results, pair)).unwrap_or_default();
    let is_there = format!("ISNUMBER(${}{row})", letters(PLACE));
    let mut cells: Vec<ListCell<'static>> = (0..SEEN.len())
        .map(|column| {
            let found = picked(DATA + column);
            let value = match column {
                WHY => format!("IF({found}=\"\",\"{by_hand}\",{found})"),
                ERRORS => format!("IF({found}=\"\",\"\",{found})"),
                FILE => format!("IF({found}=\"\",\"\",HYPERLINK({},{found}))", picked(TARGET)),
                _ => format!("{found}&\"\""),
            };
            let look = match (column, shown.is_some()) {
                (_, false) => Look::Bare,
                (STATUS | 2, _) => Look::Centred,
                (ERRORS, _) => Look::Count,
                (FILE, _) => Look::Link,
                _ => Look::Text,
            };
            let result = values.get(column).cloned().unwrap_or_default();
            ListCell::Formula(format!("=IF({is_there},{value},\"\")"), result, look)
        })
        .collect();
    let number = letters(NUMBER);
    let place = format!("=IFERROR(MATCH(ROW()-{},${number}${first}:${number}${last},0),\"\")", first - 1);
    cells.push(ListCell::Formula(place, at.map(|at| (at + 1).to_string()).unwrap_or_default(), Look::Bare));
    cells
}

/// The hidden columns of an agency and obligation.
fn hidden<'a>(
    results: &Results<'_>,
    links: &Links<'_>,
    pair: &Pair<'_>,
    number: Option<usize>,
    index: usize,
) -> Vec<ListCell<'a>> {
    let row = HEADER as usize + 2 + index;
    let status = super::status_formula(results, pair.obligation, &pair.agency.code);
    let column = column_letters(NUMBER as u32);
    let done = words::status(Status::Complied);
    let counted = format!(
        "=IF({status}=\"{}\",\"\",COUNT(${column}${}:${column}{})+1)",
        done.get(results.language),
        HEADER + 1,
        row - 1
    );
    let mut cells =
        vec![ListCell::Formula(counted, number.map(|number| number.to_string()).unwrap_or_default(), Look::Bare)];
    for (column, value) in facts(results, pair).into_iter().enumerate() {
        cells.push(match column {
            STATUS => ListCell::Formula(format!("={status}"), value, Look::Bare),
            ERRORS => pair.cell.errors.map_or(ListCell::Blank, ListCell::Count),
            _ if value.is_empty() => ListCell::Blank,
            _ => ListCell::Text(Cow::Owned(value)),
        });
    }
    let target = pair.cell.file.as_deref().and_then(|file| links.error(file).or_else(|| links.file(file)));
    cells.push(target.map_or(ListCell::Blank, |target| ListCell::Text(Cow::Owned(format!("#{target}")))));
    cells
}

/// What there is to say of an agency and an obligation, in the order of the columns in sight.
fn facts(results: &Results<'_>, pair: &Pair<'_>) -> Vec<String> {
    let language = results.language;
    let Pair { agency, cell, .. } = pair;
    vec![
        results.campaign.obligations[pair.obligation].title.get(language).to_owned(),
        agency.level.title.get(language).to_owned(),
        agency.code.clone(),
        agency.shown.clone(),
        words::standing(cell).get(language).to_owned(),
        cell.why(),
        cell.to_do(),
        cell.errors.map(|errors| errors.to_string()).unwrap_or_default(),
        cell.file.as_deref().unwrap_or_default().to_owned(),
        cell.decision.clone().filter(|_| cell.issued.is_some()).unwrap_or_default(),
    ]
}
