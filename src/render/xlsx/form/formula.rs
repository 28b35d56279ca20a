//! A form's rules as formulas of a spreadsheet program, so that a blank form shows by itself what does not fit. A formula says
//! less than the rule: where it cannot read a cell as the intake does, it takes the rule for kept. The checks stay the judge.

use std::borrow::Cow;

use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};
use cel::{IdedExpr, Program};

use super::Choices;
use crate::cell::column_letters;
use crate::render::terms;
use crate::schema::{Field, Form, FormRule, Kind};

/// The longest formula, in characters (Excel specifications and limits).
const LONGEST_FORMULA: usize = 8_192;

/// What is true of the cells of this row (from 1) where the rule is surely not kept; `None` for a rule that no formula can say.
pub(super) fn broken(form: &Form, rule: &FormRule, row: u32) -> Option<String> {
    let program = Program::compile(rule.assertion()?).ok()?;
    let kept = Translation { form, row }.truth(program.expression(), true)?;
    let formula = format!("=NOT({kept})");
    (formula.len() <= LONGEST_FORMULA).then_some(formula)
}

/// The cell of this column, in the row of the format that it belongs to.
pub(super) fn cell(column: usize, row: u32) -> String {
    format!("${}{row}", column_letters(column as u32))
}

/// Whether nothing stands in a cell.
pub(super) fn is_blank(cell: &str) -> String {
    format!("LEN(TRIM({cell}))=0")
}

struct Translation<'a> {
    form: &'a Form,
    row: u32,
}

/// A value as a formula; one that gives an error where it is not known.
enum Side<'a> {
    Null,
    Text(String),
    Number(String),
    Field(&'a Field, String),
}

impl<'a> Translation<'a> {
    /// A formula that gives yes or no, and `unknown` where it depends on what cannot be read.
    fn truth(&self, expression: &IdedExpr, unknown: bool) -> Option<String> {
        match &expression.expr {
            Expr::Literal(LiteralValue::Boolean(literal)) => Some(said(*literal.inner()).to_owned()),
            Expr::Call(call) => self.call(call, unknown),
            _ => None,
        }
    }

    fn call(&self, call: &CallExpr, unknown: bool) -> Option<String> {
        let arguments = call.args.as_slice();
        match (call.func_name.as_str(), &call.target, arguments) {
            (operators::LOGICAL_AND, None, [one, other]) => {
                Some(format!("AND({},{})", self.truth(one, unknown)?, self.truth(other, unknown)?))
            }
            (operators::LOGICAL_OR, None, [one, other]) => {
                Some(format!("OR({},{})", self.truth(one, unknown)?, self.truth(other, unknown)?))
            }
            (operators::LOGICAL_NOT, None, [one]) => Some(format!("NOT({})", self.truth(one, !unknown)?)),
            (operators::EQUALS, None, [one, other]) => self.equal(&self.side(one)?, &self.side(other)?, unknown),
            (operators::NOT_EQUALS, None, [one, other]) => {
                Some(format!("NOT({})", self.equal(&self.side(one)?, &self.side(other)?, !unknown)?))
            }
            (operators::IN, None, [one, list]) => {
                let Expr::List(list) = &list.expr else { return None };
                let one = self.side(one)?;
                let each = list.elements.iter().map(|item| self.equal(&one, &self.side(item)?, unknown));
                Some(format!("OR({})", each.collect::<Option<Vec<_>>>()?.join(",")))
            }
            (name, None, [one, other]) => {
                let sign = [
                    (operators::LESS, "<"),
                    (operators::LESS_EQUALS, "<="),
                    (operators::GREATER, ">"),
                    (operators::GREATER_EQUALS, ">="),
                ];
                let (_, sign) = sign.into_iter().find(|(operator, _)| *operator == name)?;
                let (one, other) = (self.side(one)?, self.side(other)?);
                Some(format!("IFERROR({}{sign}{},{})", number(&one)?, number(&other)?, said(unknown)))
            }
            _ => None,
        }
    }

    fn equal(&self, one: &Side<'_>, other: &Side<'_>, unknown: bool) -> Option<String> {
        match (one, other) {
            (Side::Field(_, cell), Side::Null) | (Side::Null, Side::Field(_, cell)) => Some(is_blank(cell)),
            (Side::Number(number), Side::Null) | (Side::Null, Side::Number(number)) => {
                Some(format!("ISERROR({number})"))
            }
            (Side::Field(field, cell), Side::Text(text)) | (Side::Text(text), Side::Field(field, cell))
                if !matches!(field.kind, Kind::Date { .. }) =>
            {
                equals_text(field, cell, text)
            }
            _ => Some(format!("IFERROR({}={},{})", number(one)?, number(other)?, said(unknown))),
        }
    }

    fn side(&self, expression: &IdedExpr) -> Option<Side<'a>> {
        match &expression.expr {
            Expr::Literal(LiteralValue::Null) => Some(Side::Null),
            Expr::Literal(LiteralValue::String(text)) => Some(Side::Text(text.inner().to_owned())),
            Expr::Literal(LiteralValue::Int(number)) => Some(Side::Number(number.inner().to_string())),
            Expr::Literal(LiteralValue::Double(number)) => Some(Side::Number(number.inner().to_string())),
            Expr::Ident(name) => self.field(name).map(|(field, cell)| Side::Field(field, cell)),
            Expr::Select(select) if !select.test => {
                let Expr::Ident(name) = &select.operand.expr else { return None };
                let (_, cell) = self.field(name).filter(|(field, _)| matches!(field.kind, Kind::Period { .. }))?;
                match select.field.as_str() {
                    "start" => Some(Side::Number(first_day(&cell))),
                    "end" => Some(Side::Number(last_day(&cell))),
                    _ => None,
                }
            }
            Expr::Call(call) => self.computed(call),
            _ => None,
        }
    }

    fn computed(&self, call: &CallExpr) -> Option<Side<'a>> {
        let signs =
            [(operators::ADD, "+"), (operators::SUBSTRACT, "-"), (operators::MULTIPLY, "*"), (operators::DIVIDE, "/")];
        match (call.func_name.as_str(), &call.target, call.args.as_slice()) {
            ("size", None, [one]) => match self.side(one)? {
                Side::Field(field, cell) if matches!(field.kind, Kind::Text | Kind::Url) => {
                    Some(Side::Number(format!("LEN(TRIM({cell}))")))
                }
                _ => None,
            },
            (name, None, [one, other]) => {
                let (_, sign) = signs.into_iter().find(|(operator, _)| *operator == name)?;
                let (one, other) = (self.side(one)?, self.side(other)?);
                Some(Side::Number(format!("({}{sign}{})", number(&one)?, number(&other)?)))
            }
            _ => None,
        }
    }

    fn field(&self, name: &str) -> Option<(&'a Field, String)> {
        let index = self.form.field(name)?;
        Some((&self.form.fields[index], cell(index, self.row)))
    }
}

/// A side as a number, a day being one for spreadsheet programs; `None` for what is none.
fn number(side: &Side<'_>) -> Option<String> {
    match side {
        Side::Number(number) => Some(number.clone()),
        Side::Text(text) => {
            let day: jiff::civil::Date = text.parse().ok()?;
            Some(format!("DATE({},{},{})", day.year(), day.month(), day.day()))
        }
        // What is text there may be a number all the same, written as the form's language has it: that is for the checks.
        Side::Field(field, cell) if matches!(field.kind, Kind::Number { .. } | Kind::Date { .. }) => {
            Some(format!("IF(ISNUMBER({cell}),{cell},NA())"))
        }
        Side::Field(..) | Side::Null => None,
    }
}

/// Whether a cell holds this text; of a listed value, in any of its spellings.
fn equals_text(field: &Field, cell: &str, text: &str) -> Option<String> {
    match &field.kind {
        Kind::Text | Kind::Url => Some(format!("EXACT(TRIM({cell}),{})", terms::text(text))),
        Kind::Listed(listing) => {
            let is = |text: &str| format!("TRIM({cell})={}", terms::text(text));
            Some(format!("OR({})", listing.spellings_of(text).map(is).collect::<Vec<_>>().join(",")))
        }
        _ => None,
    }
}

fn said(yes: bool) -> &'static str {
    if yes { "TRUE" } else { "FALSE" }
}

/// The first day of «2024», «6/2024» and «… II/2024»; an error for any other text.
fn first_day(cell: &str) -> String {
    let month = month(cell, "1", "3*_-2");
    format!("DATE({},{month},1)", year(cell))
}

/// The last day.
fn last_day(cell: &str) -> String {
    let month = month(cell, "12", "3*_");
    format!("DATE({},{month}+1,0)", year(cell))
}

fn year(cell: &str) -> String {
    format!("RIGHT(TRIM({cell}),4)")
}

/// The month before the year: `of_year` if the year stands alone, `of_quarter` with the quarter's number for `_`.
fn month(cell: &str, of_year: &str, of_quarter: &str) -> String {
    let text = format!("TRIM({cell})");
    let before = before_the_year(cell);
    // The last word, such as II; no quarter is longer.
    let word = format!("TRIM(RIGHT(SUBSTITUTE({before},\" \",REPT(\" \",9)),9))");
    let quarter = format!("IF({word}=\"I\",1,IF({word}=\"II\",2,IF({word}=\"III\",3,IF({word}=\"IV\",4,NA()))))");
    let quarter = of_quarter.replace('_', &quarter);
    format!(
        "IF(LEN({text})=4,{of_year},IF(MID({text},LEN({text})-4,1)<>\"/\",NA(),\
         IF(ISNUMBER(-{before}),IF(AND(-{before}<=-1,-{before}>=-12),--{before},NA()),{quarter})))"
    )
}

/// What stands before a sign and a year of four digits.
fn before_the_year(cell: &str) -> String {
    format!("LEFT(TRIM({cell}),LEN(TRIM({cell}))-5)")
}

/// What may stand in a cell besides values of its own: the place of a list of what a spreadsheet searches for.
pub(super) struct Others(Option<String>);

impl Others {
    /// What means nothing in this field, or the same as above.
    pub(super) fn of(form: &Form, field: &Field, choices: &mut Choices<'_>) -> Self {
        let missing = field.missing.iter().map(|text| sought(text)).filter(|text| !text.is_empty());
        // Of «idem» one letter would be left, which many a word has.
        let ditto = form.language.ditto.sorted().into_iter().map(sought).filter(|text| text.len() > 1);
        Self(listed(ditto.chain(missing), choices))
    }

    /// Whether none of it stands in the cell.
    fn are_absent(&self, cell: &str) -> String {
        match &self.0 {
            Some(list) => {
                format!("SUMPRODUCT(ISNUMBER(SEARCH({list},{cell}))*(LEN(TRIM({cell}))<=LEN({list})+{SIGNS}))=0")
            }
            None => "TRUE".to_owned(),
        }
    }
}

/// How many signs may stand around what means the same as above: «- nt -».
const SIGNS: usize = 6;

fn listed(texts: impl Iterator<Item = String>, choices: &mut Choices<'_>) -> Option<String> {
    let mut texts: Vec<String> = texts.collect();
    texts.dedup();
    (!texts.is_empty()).then(|| choices.list(Cow::Owned(texts)))
}

/// A text as spreadsheets find it however it is accented: only the letters that never are stand in it, with `*` for all between.
fn sought(text: &str) -> String {
    let bare = |letter: char| letter.is_ascii_lowercase() && !"aeiouyd".contains(letter);
    let folded = text.to_lowercase();
    folded.split(|letter| !bare(letter)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("*")
}

/// What is true of a cell whose value is not in the list. A lone dash or dots are no value.
pub(super) fn unlisted(cell: &str, known: &str, others: &Others) -> String {
    let signs = ["-", ".", "…"]
        .iter()
        .fold(format!("TRIM({cell})"), |text, sign| format!("SUBSTITUTE({text},\"{sign}\",\"\")"));
    let others = others.are_absent(cell);
    format!("=AND(LEN({signs})>0,SUMPRODUCT(--({known}=TRIM({cell})))=0,{others})")
}

/// What is true of a cell with words where a number or day is asked for: it has letters and no digit, and nothing that may stand
/// there without one.
pub(super) fn digitless(cell: &str, others: &Others, choices: &mut Choices<'_>) -> String {
    format!("=AND({})", has_no_digit(cell, others, choices))
}

fn has_no_digit(cell: &str, others: &Others, choices: &mut Choices<'_>) -> String {
    let digits = listed(('0'..='9').map(String::from), choices).unwrap_or_default();
    let others = others.are_absent(cell);
    format!("NOT(EXACT(UPPER({cell}),LOWER({cell}))),SUMPRODUCT(--ISNUMBER(FIND({digits},{cell})))=0,{others}")
}

/// What is true of a cell that holds no period which the checks could read: it has no digit and does not recur, or its month is none.
pub(super) fn unreadable_period(
    cell: &str,
    (form, concrete): (&Form, bool),
    others: &Others,
    choices: &mut Choices<'_>,
) -> String {
    let before = before_the_year(cell);
    let text = format!("TRIM({cell})");
    let mut words = has_no_digit(cell, others, choices);
    let recurrences = if concrete { Vec::new() } else { form.language.periods.recurrences() };
    let recurrences = recurrences.into_iter().map(sought).filter(|text| text.len() > 1);
    if let Some(list) = listed(recurrences, choices) {
        words += &format!(",SUMPRODUCT(--ISNUMBER(SEARCH({list},{cell})))=0");
    }
    format!(
        "=OR(AND({words}),\
         IFERROR(AND(MID({text},LEN({text})-4,1)=\"/\",LEN({before})<=2,OR(--{before}<1,--{before}>12)),FALSE))"
    )
}
