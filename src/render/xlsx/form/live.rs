//! What a blank form shows by itself while it is filled in, with no program but the spreadsheet: cells that are still to be filled in
//! and values that the checks would refuse turn red, what they would warn of turns yellow, and a line above the table counts the former.
//! It says less than the checks do and nothing else: what is red is an error for them too.

use std::borrow::Cow;

use crate::render::xlsx::Result;
use rust_xlsxwriter::{ConditionalFormatFormula, Format, FormatAlign, Formula, Worksheet};

use super::formula::{self, Others, cell, is_blank};
use super::{Choices, Look, Tint};
use crate::finding::Severity;
use crate::render::terms;
use crate::schema::{At, Field, Form, FormRule, Kind};
use crate::text::Language;

/// What the line above the table counts while nothing is filled in.
const NOT_BEGUN: i32 = -1;

/// Marks the cells of these rows (from 0).
pub(super) fn mark(sheet: &mut Worksheet, form: &Form, (first, last): (u32, u32), choices: &mut Choices<'_>) -> Result {
    for (column, field) in form.fields.iter().enumerate() {
        let mut marks = shown(form, (column, field), (first + 1, last + 1), choices);
        // What stands first goes before what comes later.
        marks.sort_by_key(|(_, tint)| std::cmp::Reverse(*tint));
        for (formula, tint) in marks.iter().filter(|(_, tint)| *tint != Tint::Plain) {
            let format = ConditionalFormatFormula::new().set_rule(formula.as_str());
            let format = format.set_format(tint.over(&Format::new())).set_stop_if_true(true);
            sheet.add_conditional_format(first, column as u16, last, column as u16, &format)?;
        }
    }
    Ok(())
}

/// What is shown in a column, as formulas of its first cell, with their colours. The rows count from 1.
fn shown(
    form: &Form,
    (column, field): (usize, &Field),
    (first, last): (u32, u32),
    choices: &mut Choices<'_>,
) -> Vec<(String, Tint)> {
    let cell = cell(column, first);
    let mut marks: Vec<(String, Tint)> = Vec::new();
    if field.required {
        let begun = begun(form, &|column| formula::cell(column, first));
        marks.push((format!("=AND({begun},{})", is_blank(&cell)), Tint::Error));
    }
    if field.unique {
        let all = terms::column(column as u32, (first, last));
        marks.push((format!("=AND(LEN(TRIM({cell}))>0,SUMPRODUCT(--({all}={cell}))>1)"), Tint::Error));
    }
    if let Some(limit) = field.max_length {
        marks.push((format!("=LEN({cell})>{limit}"), Tint::Error));
    }
    marks.extend(of_kind(form, field, &cell, choices));
    let rules = form.rules.iter().filter(|rule| rule.at == At::Field(column));
    marks.extend(rules.filter_map(|rule| Some((formula::broken(form, rule, first)?, rule.rule.severity.into()))));
    marks
}

/// What a column's kind shows.
fn of_kind(form: &Form, field: &Field, cell: &str, choices: &mut Choices<'_>) -> Vec<(String, Tint)> {
    if !matches!(field.kind, Kind::Listed(_) | Kind::Period { .. } | Kind::Date { .. } | Kind::Number { .. }) {
        return Vec::new();
    }
    let others = Others::of(form, field, choices);
    let digitless = |choices: &mut Choices<'_>| (formula::digitless(cell, &others, choices), Tint::Error);
    match &field.kind {
        Kind::Listed(listing) if listing.source.is_none() => {
            let known = listing.values.iter().chain(&listing.discouraged);
            let known = known.flat_map(|value| listing.spellings_of(value)).map(str::to_owned).collect();
            let known = choices.list(Cow::Owned(known));
            let tint = if field.kind.is_lenient() { Tint::Warning } else { Tint::Error };
            vec![(formula::unlisted(cell, &known, &others), tint)]
        }
        Kind::Period { concrete, .. } => {
            vec![(formula::unreadable_period(cell, (form, *concrete), &others, choices), Tint::Error)]
        }
        Kind::Date { .. } => vec![digitless(choices)],
        Kind::Number { range, .. } => {
            let beyond = [(range.least, "<"), (range.most, ">"), (range.above, "<="), (range.below, ">=")];
            let beyond = beyond.into_iter().filter_map(|(limit, sign)| Some(format!("{cell}{sign}{}", limit?)));
            let beyond: Vec<String> = beyond.collect();
            let limits = (!beyond.is_empty()).then(|| format!("=AND(ISNUMBER({cell}),OR({}))", beyond.join(",")));
            std::iter::once(digitless(choices)).chain(limits.map(|formula| (formula, Tint::Error))).collect()
        }
        _ => Vec::new(),
    }
}

/// Writes the line that counts the cells which are still to be filled in, at this row and up to this column (from 0). It is a number
/// that its format puts in words: every program keeps that, also when it saves without calculating.
pub(super) fn count(
    sheet: &mut Worksheet,
    form: &Form,
    (line, last_column): (u32, u16),
    (first, last): (u32, u32),
    (look, language): (&Look, Language),
) -> Result {
    let rows = |column: usize| terms::column(column as u32, (first + 1, last + 1));
    let required = form.fields.iter().enumerate().filter(|(_, field)| field.required);
    let blank: Vec<String> = required.map(|(column, _)| format!("({})", is_blank(&rows(column)))).collect();
    if blank.is_empty() {
        return Ok(());
    }
    let begun = begun(form, &rows);
    let formula = format!("=IF(SUMPRODUCT({begun})=0,{NOT_BEGUN},SUMPRODUCT({begun}*({})))", blank.join("+"));
    let words = language.say(
        "\"Còn \"0\" ô phải điền (tô đỏ)\";\"Chưa điền dòng nào\";\
             \"Các ô bắt buộc đã điền đủ; ô còn tô đỏ, nếu có, là ô phải sửa\"",
        "\"Cells still to be filled in (red): \"0;\"No row is filled in yet\";\
             \"All required cells are filled in; cells that are still red, if any, are to be corrected\"",
    );
    // A number that is wider than its cell would be shown as signs.
    let format = look.grey.clone().set_num_format(words).set_align(FormatAlign::Left).set_shrink();
    if last_column > 0 {
        sheet.merge_range(line, 0, line, last_column, "", &format)?;
    }
    let formula = Formula::new(formula).set_result(NOT_BEGUN.to_string());
    sheet.write_formula_with_format(line, 0, formula, &format)?;
    let red = format!("=$A${}>0", line + 1);
    let red = ConditionalFormatFormula::new().set_rule(red.as_str());
    let red = red.set_format(Format::new().set_bold().set_font_color(0x00B0_1E1E));
    sheet.add_conditional_format(line, 0, line, last_column, &red)?;
    Ok(())
}

/// Marks the line of the issuing decision, at this row and up to this column (from 0), as long as places for its number or day are
/// left open in it while the table is being filled in.
pub(super) fn decision(
    sheet: &mut Worksheet,
    form: &Form,
    (line, last_column): (u32, u16),
    (first, last): (u32, u32),
) -> Result {
    let begun = begun(form, &|column| terms::column(column as u32, (first + 1, last + 1)));
    let open = ["...", "…"].map(|dots| format!("ISNUMBER(FIND(\"{dots}\",$A${}))", line + 1)).join(",");
    let rule = format!("=AND(SUMPRODUCT({begun})>0,OR({open}))");
    let format = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(Tint::Error.over(&Format::new()));
    sheet.add_conditional_format(line, 0, line, last_column, &format)?;
    Ok(())
}

/// 1 where a row is being filled in, else 0: something stands in it, and it is no section, whose number has letters. `of` gives a
/// column's cell, or its cells.
fn begun(form: &Form, of: &dyn Fn(usize) -> String) -> String {
    let values = form.fields.iter().enumerate().filter(|(_, field)| field.kind != Kind::Ordinal);
    let filled: Vec<String> = values.map(|(column, _)| format!("LEN({})", of(column))).collect();
    let begun = format!("(({})>0)", filled.join("+"));
    match form.fields.iter().position(|field| field.kind == Kind::Ordinal).map(of) {
        Some(ordinal) => {
            format!("{begun}*(1-ISTEXT({ordinal})*NOT(ISNUMBER(-SUBSTITUTE({ordinal},\".\",\"\"))))")
        }
        None => format!("{begun}*1"),
    }
}

/// Whether the form itself shows where this rule is not kept.
pub(super) fn shows(form: &Form, rule: &FormRule) -> bool {
    rule.rule.severity != Severity::Info && formula::broken(form, rule, 1).is_some()
}
