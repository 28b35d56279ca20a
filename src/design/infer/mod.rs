//! A form workbook made of a template that nobody has described, or of a filled form: title, headings with their groups, what is
//! required, lists, hints, comments, rows of guidance, and kinds guessed from headings and values. Everything says what it rests on
//! and how sure it is, in the column of remarks, for a person decides.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value as Json;

use self::fields::schema;
use self::guess::Guess;
use self::header::{Header, Heading, one_line, text_of};
use self::words::Words;
use super::export::of_json;
use super::{Design, SheetKind, Sheets};
use crate::bilingual;
use crate::cell::{Cell, Content, SheetName};
use crate::finding::Severity;
use crate::text::{Bilingual, Language, capital, fold};
use crate::trouble;
use crate::workbook::offers::{Offer, Offered};
use crate::workbook::{AsideKind, Cells, Sheet, Workbook};

mod above;
pub(crate) mod guess;
mod fields;
mod header;
mod labels;
mod words;

pub use guess::Sureness;
pub use labels::Label;

/// What was made of a template.
#[derive(Debug)]
pub struct Inferred {
    /// The form workbook, with remarks.
    pub design: Design,
    /// The schema in it.
    pub schema: Json,
    /// The sheet and the cells of the header, as `PL1!A7:N8`.
    pub place: String,
    /// What was found about each column, in their order.
    pub columns: Vec<Found>,
    /// What is to be filled in outside the table.
    pub labels: Vec<Label>,
    /// Sheets on which another table seems to stand.
    pub others: Vec<String>,
    /// What else was found: rows of numbers, guidance and samples.
    pub notes: Vec<Bilingual>,
}

/// What was found about a column.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The heading as it will stand in the form.
    pub title: String,
    /// See [`super::SheetKind::Columns`].
    pub group: Option<String>,
    /// The kind, by its name in `schemas/workbook/keys.json`.
    pub kind: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// How sure the kind is.
    pub sureness: Sureness,
    /// What all that rests on.
    pub why: Bilingual,
    values: Vec<String>,
    strict: Option<Severity>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    max_length: Option<usize>,
    /// How days are written, where that is not day, month, year.
    format: Option<String>,
    /// Thousands are parted by commas.
    has_commas: bool,
    /// Running numbers that tell how high a row stands: A, I, 1.
    has_levels: bool,
    help: String,
    description: String,
}

/// Data below the header is looked at in so many rows.
const ROWS: usize = 5_000;

/// Makes a form workbook of what stands in a workbook, on the sheet of this name if one is given.
///
/// # Errors
/// When there is nothing that looks like a table.
pub fn infer(
    sheets: &Sheets,
    workbook: &Workbook,
    offers: &[Offer],
    wanted: Option<&str>,
    language: Language,
) -> anyhow::Result<Inferred> {
    let words = Words::new(&sheets.ground.country.language)?;
    let (header, others) = header::find(workbook, offers, &words, wanted);
    let Some(header) = header else {
        match wanted {
            Some(name) => trouble!("không thấy bảng nào ở trang «{name}»", "no table was found on the sheet “{name}”"),
            None => trouble!("không thấy bảng nào trong tệp", "no table was found in the file"),
        }
    };
    let sheet = &workbook.sheets[header.sheet];
    let body = Body::of(sheet, &header, &words);
    let instructions = instructions(workbook, sheet, &header, &words);
    let template = Template { workbook, sheet, header: &header, offers, words: &words, body: &body, instructions };
    let columns: Vec<Found> = header.columns.iter().map(|heading| template.column(heading)).collect();
    let head = above::head(workbook, &header, &words);
    let labels = labels::find(workbook, &header, &words);
    let schema = schema(&columns, &labels, &head);
    let mut design = of_json(sheets, &schema, language)?;
    let mut notes = Vec::new();
    notes.extend(
        header.numbers.map(|row| row + 1).map(|row| bilingual!("dòng {row}: số cột", "row {row}: column numbers")),
    );
    notes.extend(
        header
            .guidance
            .map(|row| row + 1)
            .map(|row| bilingual!("dòng {row}: hướng dẫn ghi", "row {row}: how to fill it in")),
    );
    notes.extend(
        body.samples.iter().map(|row| row + 1).map(|row| bilingual!("dòng {row}: dòng mẫu", "row {row}: a sample")),
    );
    remark(sheets, &mut design, (&columns, &labels), &head.remarks, language);
    let area = crate::cell::Area::new(
        Cell::new(header.rows.0, header.columns.first().map_or(0, |it| it.cell.column)),
        Cell::new(header.rows.1, header.columns.last().map_or(0, |it| it.cell.column)),
    );
    let place = sheet.name.as_ref().map_or(area.to_string(), |name| format!("{name}!{area}"));
    Ok(Inferred { design, schema, place, columns, labels, others, notes })
}

/// Writes what everything rests on into the column of remarks.
fn remark(
    sheets: &Sheets,
    design: &mut Design,
    (columns, labels): (&[Found], &[Label]),
    head: &Bilingual,
    language: Language,
) {
    for sheet in &mut design.sheets {
        let Some(at) = sheets.form(sheet.kind).field("remark") else { continue };
        match sheet.kind {
            SheetKind::Settings => sheet.rows.iter_mut().for_each(|row| row[at] = head.get(language).to_owned()),
            SheetKind::Columns => {
                for (row, found) in sheet.rows.iter_mut().zip(columns) {
                    let sure = found.sureness.words();
                    row[at] = format!("{}. {}", capital(sure.get(language)), found.why.get(language));
                }
            }
            SheetKind::Outside => {
                for (row, label) in sheet.rows.iter_mut().zip(labels) {
                    row[at] = label.why().get(language).to_owned();
                }
            }
            _ => {}
        }
    }
}

/// The rows below the header.
struct Body<'s> {
    /// Of those with data, the cells.
    rows: Vec<&'s Cells>,
    /// Rows that show how to fill in a row, from 0; their cells are among `rows`, if there are no others.
    samples: Vec<u32>,
}

impl<'s> Body<'s> {
    fn of(sheet: &'s Sheet, header: &Header, words: &Words) -> Self {
        let (mut rows, mut shown, mut samples) = (Vec::new(), Vec::new(), Vec::new());
        let below = sheet.rows.iter().filter(|row| row.number >= header.body).take(ROWS);
        for row in below {
            let own = |column: &u32| header.columns.iter().any(|heading| heading.cell.column == *column);
            let filled = row.cells.iter().filter(|(column, content)| own(column) && says_something(content)).count();
            let first = row.cells.iter().find_map(|(_, content)| text_of(content)).map(fold).unwrap_or_default();
            let rules = &words.language.rows;
            let is_other = rules.is_total(&first) || rules.is_signature(&first) || rules.is_note(&first);
            if row.cells.iter().filter_map(|(_, content)| text_of(content)).any(|text| words.is_example(text)) {
                samples.push(row.number);
                shown.push(&row.cells);
            } else if !is_other && filled >= 2.min(header.columns.len()) {
                rows.push(&row.cells);
            }
        }
        if rows.is_empty() {
            rows = shown;
        }
        Self { rows, samples }
    }

    /// What stands in a column.
    fn column(&self, column: u32) -> Vec<&'s Content> {
        let of = |row: &&'s Cells| row.content(column).filter(|content| says_something(content));
        self.rows.iter().filter_map(of).collect()
    }
}

fn says_something(content: &Content) -> bool {
    match content {
        Content::Text(text) => !text.is_blank(),
        Content::Error(_) | Content::Uncalculated(_) => false,
        _ => true,
    }
}

/// All that is known of a template.
struct Template<'a> {
    workbook: &'a Workbook,
    sheet: &'a Sheet,
    header: &'a Header,
    offers: &'a [Offer],
    words: &'a Words,
    body: &'a Body<'a>,
    instructions: Vec<Instructions<'a>>,
}

/// A sheet that explains headings, each with the longest text at its right.
type Instructions<'a> = (&'a Sheet, Vec<(String, String)>);

/// The sheets on which half of the headings stand, each in a row of its own with a text at its right.
fn instructions<'a>(workbook: &'a Workbook, own: &Sheet, header: &Header, words: &Words) -> Vec<Instructions<'a>> {
    let plain = |text: &str| fold(&words.without_marks(&one_line(text)));
    let mut headings: BTreeSet<String> = header.columns.iter().map(|heading| plain(&heading.text)).collect();
    headings.extend(
        header
            .columns
            .iter()
            .filter_map(|heading| Some(plain(&format!("{} – {}", heading.groups.last()?, heading.text)))),
    );
    let of_row = |row: &'a crate::workbook::Row| {
        let texts: Vec<&str> = row.cells.iter().filter_map(|(_, content)| text_of(content)).collect();
        let named: Vec<usize> = (0..texts.len()).filter(|at| headings.contains(&plain(texts[*at]))).collect();
        let [at] = named[..] else { return None };
        let longest = texts[at + 1..].iter().max_by_key(|text| text.chars().count())?;
        Some((plain(texts[at]), one_line(longest)))
    };
    let others = workbook.sheets.iter().filter(|sheet| sheet.name != own.name);
    let explained = others.map(|sheet| (sheet, sheet.rows.iter().take(500).filter_map(of_row).collect::<Vec<_>>()));
    explained.filter(|(_, rows)| rows.len() >= 2 && rows.len() * 2 >= header.columns.len()).collect()
}

/// What a thing rests on, put together.
#[derive(Default)]
struct Why(Vec<Bilingual>);

impl Why {
    fn add(&mut self, words: Bilingual) {
        self.0.push(words);
    }

    fn joined(&self) -> Bilingual {
        let of = |language| self.0.iter().map(|words| words.get(language)).collect::<Vec<_>>().join("; ");
        let (vi, en) = (of(Language::Vietnamese), of(Language::English));
        bilingual!("{vi}", "{en}")
    }
}

impl Template<'_> {
    fn column(&self, heading: &Heading) -> Found {
        let mut why = Why::default();
        let cell = heading.cell;
        why.add(bilingual!("Tên cột ở {cell}", "Heading in {cell}"));
        let required = heading.groups.iter().chain([&heading.text]).any(|text| self.words.is_required(text));
        if required {
            why.add(bilingual!("bắt buộc vì tên cột có dấu", "required, for its heading is marked"));
        }
        if heading.groups.len() > 1 {
            let all = heading.groups.join(" › ");
            why.add(bilingual!("phía trên còn có: {all}", "above it stand: {all}"));
        }
        let title = self.words.without_marks(&heading.text);
        let mut found = Found {
            title: if title.is_empty() { heading.text.clone() } else { title },
            group: heading.groups.last().map(|group| self.words.without_marks(group)),
            kind: "text".to_owned(),
            required,
            strict: Some(Severity::Error),
            ..Found::default()
        };
        self.hints(heading, &mut found, &mut why);
        if !self.offered(heading, &mut found, &mut why) {
            self.guessed(heading, &mut found, &mut why);
        }
        self.written(heading, &mut found, &mut why);
        found.why = why.joined();
        found
    }

    /// Comments, guidance, hints and the instructions on another sheet.
    fn hints(&self, heading: &Heading, found: &mut Found, why: &mut Why) {
        let column = heading.cell.column;
        let (top, leaf) = self.header.rows;
        let comment = self.sheet.asides.iter().find(|aside| {
            let stands = |cell: Cell| cell.column == column && (top..=leaf + 1).contains(&cell.row);
            aside.kind == AsideKind::Comment && aside.cell.is_some_and(stands)
        });
        let guidance =
            self.header.guidance.and_then(|row| self.sheet.content(Cell::new(row, column))).and_then(text_of);
        let hint = self.offers_at(column).map(|offer| offer.hint.as_str()).find(|hint| !hint.is_empty());
        if let Some((name, text)) = self.instructions(&found.title, found.group.as_deref()) {
            why.add(bilingual!("hướng dẫn ở trang «{name}»", "instructions on the sheet “{name}”"));
            found.description = text;
        }
        if comment.is_some() {
            why.add(bilingual!("ô tên cột có lời ghi chú", "its heading has a comment"));
        }
        let texts = [guidance, hint, comment.map(|aside| aside.text.as_str())];
        let mut texts = texts.into_iter().flatten().map(|text| one_line(text.trim().trim_matches(['(', ')'])));
        found.help = texts.next().unwrap_or_default().trim_end_matches('.').to_owned();
        let rest = texts.next().filter(|_| found.description.is_empty());
        found.description.extend(rest);
    }

    /// The instruction on another sheet beside this heading: the longest text at its right.
    fn instructions(&self, title: &str, group: Option<&str>) -> Option<(Arc<str>, String)> {
        let grouped = group.map(|group| fold(&format!("{group} – {title}")));
        let title = fold(title);
        for (sheet, rows) in &self.instructions {
            let row = rows.iter().find(|(heading, _)| *heading == title || Some(heading) == grouped.as_ref());
            if let Some((_, text)) = row.filter(|(_, text)| text.chars().count() > 8) {
                return Some((
                    sheet.name.as_ref().and_then(SheetName::shown).cloned().unwrap_or_default(),
                    text.trim_end_matches('.').to_owned(),
                ));
            }
        }
        None
    }

    /// The offers of the cells below a heading.
    fn offers_at(&self, column: u32) -> impl Iterator<Item = &Offer> {
        let is_here = move |offer: &&Offer| {
            Some(&offer.sheet) == self.sheet.name.as_ref().and_then(SheetName::shown)
                && offer.areas.iter().any(|area| {
                    (area.first.column..=area.last.column).contains(&column) && area.last.row > self.header.rows.1
                })
        };
        self.offers.iter().filter(is_here)
    }

    /// What the template lets people fill in.
    fn offered(&self, heading: &Heading, found: &mut Found, why: &mut Why) -> bool {
        let is_limit = |offer: &&Offer| offer.offered != Offered::Anything;
        let Some(offer) = self.offers_at(heading.cell.column).find(is_limit) else { return false };
        let values = match &offer.offered {
            Offered::Values(values) => values.clone(),
            Offered::Cells(sheet, area) => self.values_in(sheet.as_deref(), area),
            _ => Vec::new(),
        };
        match &offer.offered {
            Offered::Values(_) | Offered::Cells(..) if !values.is_empty() => {
                let count = values.len();
                why.add(bilingual!(
                    "danh sách chọn {count} giá trị trong mẫu",
                    "the template lets one choose of {count} values"
                ));
                (found.kind, found.values, found.strict) = ("listed".to_owned(), values, offer.refuses);
                if offer.refuses.is_none() {
                    why.add(bilingual!(
                        "mẫu không chặn giá trị khác: nếu một ô ghi được nhiều giá trị thì đổi loại dữ liệu",
                        "the template lets other values pass: if a cell may hold several, change the kind"
                    ));
                }
            }
            Offered::Number { whole, minimum, maximum } => {
                found.kind = if *whole { "integer" } else { "number" }.to_owned();
                (found.minimum, found.maximum) = (*minimum, *maximum);
                why.add(bilingual!("mẫu chỉ cho ghi số", "the template takes numbers only"));
            }
            Offered::Day => {
                found.kind = "date".to_owned();
                why.add(bilingual!("mẫu chỉ cho ghi ngày", "the template takes days only"));
            }
            Offered::Length(most) => {
                found.max_length = *most;
                why.add(bilingual!("mẫu giới hạn số ký tự", "the template limits the characters"));
                return false;
            }
            _ => {
                why.add(bilingual!(
                    "có danh sách chọn nhưng không đọc được các giá trị, hãy ghi vào trang «Danh sách»",
                    "there is a list whose values cannot be read; write them on the sheet of lists"
                ));
                return false;
            }
        }
        found.sureness = Sureness::Certain;
        true
    }

    fn values_in(&self, sheet: Option<&str>, area: &crate::cell::Area) -> Vec<String> {
        let named =
            |own: &&Sheet| sheet.is_none_or(|name| own.name.as_deref().is_some_and(|own| fold(own) == fold(name)));
        let sheet = match sheet {
            None => Some(self.sheet),
            Some(_) => self.workbook.sheets.iter().find(named),
        };
        let rows = sheet.into_iter().flat_map(|sheet| &sheet.rows);
        let rows = rows.filter(|row| (area.first.row..=area.last.row).contains(&row.number));
        let cells = rows
            .flat_map(|row| &row.cells)
            .filter(|(column, _)| (area.first.column..=area.last.column).contains(column));
        let mut seen = BTreeSet::new();
        let texts = cells
            .filter(|(_, content)| says_something(content))
            .map(|(_, content)| one_line(&crate::intake::read::shown(content)));
        texts.filter(|text| seen.insert(fold(text))).take(2_000).collect()
    }

    /// How days and numbers are written, as headings, hints and values tell.
    fn written(&self, heading: &Heading, found: &mut Found, why: &mut Why) {
        let values = self.body.column(heading.cell.column);
        if found.kind == "date" {
            let told =
                [&heading.text, &found.help, &found.description].into_iter().find_map(|it| self.words.format(it));
            let (turned, are_all) = guess::month_first(&values);
            let told = told.or(are_all.then_some("%m/%d/%Y"));
            if told.is_none()
                && let Some(slip) = turned.first().and_then(|slip| self.cell_of(heading, slip))
            {
                why.add(guess::slip_at(slip));
            }
            found.format = told.map(str::to_owned);
            if told.is_some() {
                why.add(bilingual!(
                    "ngày không viết theo thứ tự ngày/tháng/năm",
                    "days are not written day/month/year"
                ));
            }
        }
        found.has_commas = found.kind == "number" && guess::has_commas_between(&values);
        if found.has_commas {
            why.add(bilingual!("hàng nghìn ngăn bằng dấu phẩy", "thousands are parted by commas"));
        }
    }

    /// Where this stands below a heading.
    fn cell_of(&self, heading: &Heading, content: &Content) -> Option<Cell> {
        let column = heading.cell.column;
        let mut below = self.sheet.rows.iter().filter(|row| row.number >= self.header.body);
        below.find(|row| row.content(column) == Some(content)).map(|row| Cell::new(row.number, column))
    }

    /// What headings and values tell.
    fn guessed(&self, heading: &Heading, found: &mut Found, why: &mut Why) {
        // What stands above may tell it too, but for a running number.
        let above =
            || heading.groups.iter().rev().find_map(|group| self.words.kind(group)).filter(|it| *it != "ordinal");
        let by_heading = self.words.kind(&found.title).or_else(above).filter(|kind| *kind != "text");
        let cells = self.body.column(heading.cell.column);
        // «Năm 2021» above amounts is no column of years, nor «Thời gian thực hiện» above «90 ngày» one of dates.
        let by_heading = by_heading.filter(|kind| !guess::contradict(&self.words.language, kind, &cells));
        let by_values = guess::of_values(&self.words.language, heading, &cells);
        if self.words.is_code(&found.title) && by_values.as_ref().is_none_or(|guess| guess.kind != "listed") {
            found.sureness = Sureness::Perhaps;
            why.add(bilingual!(
                "tên cột là mã, để là chữ cho khỏi mất số 0 và dấu chấm",
                "its heading speaks of a code, which is text, so that it loses no zero and no point"
            ));
            return;
        }
        if by_heading == Some("ordinal") {
            (found.kind, found.sureness) = ("ordinal".to_owned(), Sureness::Certain);
            found.has_levels = guess::tell_levels(&cells);
            if found.has_levels {
                why.add(bilingual!(
                    "giữ lại vì phân biệt các cấp (A, I, 1)",
                    "kept, for it tells levels apart (A, I, 1)"
                ));
            }
            return;
        }
        match (by_values, by_heading) {
            // Few values say less than a heading does, unless they say otherwise.
            (Some(Guess { kind, sureness, values, why: because }), by_heading)
                if kind != "text" || by_heading.is_none() || sureness >= Sureness::Likely =>
            {
                // A year alone is a time as well.
                let are_years = || guess::are_years(&self.words.language, &cells);
                let kind = if kind == "period" && by_heading == Some("year") && are_years() { "year" } else { kind };
                (found.kind, found.sureness, found.values) = (kind.to_owned(), sureness, values);
                found.strict = Some(Severity::Error);
                why.add(because);
            }
            (_, Some(kind)) => {
                (found.kind, found.sureness) = (kind.to_owned(), Sureness::Perhaps);
                why.add(bilingual!("loại dữ liệu đoán theo tên cột", "the kind is a guess by the heading"));
            }
            _ => why.add(bilingual!(
                "không có gì cho biết loại dữ liệu, tạm để là chữ",
                "nothing tells the kind, so it is text for now"
            )),
        }
    }
}
