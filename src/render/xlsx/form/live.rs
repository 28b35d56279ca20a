//! What a blank form shows by itself while it is filled in, with no program but the spreadsheet: cells that are still to be filled in
//! and values that the checks would refuse turn red, what they would warn of turns yellow, and a line above the table counts the former.
//! It says less than the checks do and nothing else: what is red is an error for them too.

use std::borrow::Cow;

use rust_xlsxwriter::{ConditionalFormatFormula, Format, Formula, Worksheet, XlsxError};

use super::formula::{self, cell, is_blank};
use super::{Choices, Look, Tint};
use crate::cell::column_letters;
use crate::finding::Severity;
use crate::schema::{At, Form, FormRule, Kind};
use crate::text::Language;

/// Marks the cells of these rows (from 0).
pub(super) fn mark(
    sheet: &mut Worksheet,
    form: &Form,
    (first, last): (u32, u32),
    choices: &mut Choices<'_>,
) -> Result<(), XlsxError> {
    let row = first + 1;
    let digits: Vec<String> = ('0'..='9').map(String::from).collect();
    for (column, field) in form.fields.iter().enumerate() {
        let cell = cell(column, row);
        let mut marks: Vec<(String, Tint)> = Vec::new();
        if field.required {
            marks.push((format!("=AND({},{})", begun(form, row), is_blank(&cell)), Tint::Error));
        }
        if field.unique {
            let letters = column_letters(column as u32);
            let all = format!("${letters}${row}:${letters}${}", last + 1);
            marks.push((format!("=AND(LEN(TRIM({cell}))>0,SUMPRODUCT(--({all}={cell}))>1)"), Tint::Error));
        }
        if let Some(limit) = field.max_length {
            marks.push((format!("=LEN({cell})>{limit}"), Tint::Error));
        }
        match &field.kind {
            Kind::Listed(listing) if listing.source.is_none() => {
                let known = listing.values.iter().chain(&listing.discouraged);
                let known = known.flat_map(|value| listing.spellings_of(value)).map(str::to_owned).collect();
                let known = choices.list(Cow::Owned(known));
                let tint = if field.kind.is_lenient() { Tint::Warning } else { Tint::Error };
                marks.push((format!("=AND(LEN(TRIM({cell}))>0,SUMPRODUCT(--({known}=TRIM({cell})))=0)"), tint));
            }
            Kind::Period { concrete } => {
                let digits = choices.list(Cow::Owned(digits.clone()));
                marks.push((formula::unreadable_period(&cell, *concrete, &digits), Tint::Error));
            }
            Kind::Number { range, .. } => {
                let beyond = [(range.least, "<"), (range.most, ">"), (range.above, "<="), (range.below, ">=")];
                let beyond = beyond.into_iter().filter_map(|(limit, sign)| Some(format!("{cell}{sign}{}", limit?)));
                let beyond: Vec<String> = beyond.collect();
                if !beyond.is_empty() {
                    marks.push((format!("=AND(ISNUMBER({cell}),OR({}))", beyond.join(",")), Tint::Error));
                }
            }
            _ => {}
        }
        let rules = form.rules.iter().filter(|rule| rule.at == At::Field(column));
        marks.extend(rules.filter_map(|rule| Some((formula::broken(form, rule, row)?, rule.rule.severity.into()))));
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

/// Writes the line that counts the cells which are still to be filled in, at this row and up to this column (from 0).
pub(super) fn count(
    sheet: &mut Worksheet,
    form: &Form,
    (line, last_column): (u32, u16),
    (first, last): (u32, u32),
    (look, language): (&Look, Language),
) -> Result<(), XlsxError> {
    let (first, last) = (first + 1, last + 1);
    let rows = |column: usize| {
        let letters = column_letters(column as u32);
        format!("${letters}${first}:${letters}${last}")
    };
    let required = form.fields.iter().enumerate().filter(|(_, field)| field.required);
    let blank: Vec<String> = required.map(|(column, _)| format!("(LEN(TRIM({}))=0)", rows(column))).collect();
    if blank.is_empty() {
        return Ok(());
    }
    let filled: Vec<String> = values(form).map(|column| format!("LEN({})", rows(column))).collect();
    let mut begun = format!("(({})>0)", filled.join("+"));
    if let Some(ordinal) = ordinal(form) {
        let ordinal = rows(ordinal);
        begun += &format!("*(1-ISTEXT({ordinal})*NOT(ISNUMBER(-SUBSTITUTE({ordinal},\".\",\"\"))))");
    }
    let missing = format!("SUMPRODUCT({begun}*({}))", blank.join("+"));
    let begun = format!("SUMPRODUCT(--({begun}>0))");
    let [nothing, still, behind, done] = match language {
        Language::Vietnamese => [
            "Chưa điền dòng nào",
            "Còn ",
            " ô phải điền (tô đỏ)",
            "Các ô bắt buộc đã điền đủ; ô còn tô đỏ, nếu có, là ô phải sửa",
        ],
        Language::English => [
            "No row is filled in yet",
            "Cells still to be filled in (red): ",
            "",
            "All required cells are filled in; cells that are still red, if any, are to be corrected",
        ],
    };
    let formula = format!("=IF({begun}=0,\"{nothing}\",IF({missing}=0,\"{done}\",\"{still}\"&{missing}&\"{behind}\"))");
    let format = look.grey.clone();
    if last_column > 0 {
        sheet.merge_range(line, 0, line, last_column, "", &format)?;
    }
    sheet.write_formula_with_format(line, 0, Formula::new(formula).set_result(nothing), &format)?;
    let red = format!("=LEFT($A${},{})=\"{still}\"", line + 1, still.chars().count());
    let red = ConditionalFormatFormula::new().set_rule(red.as_str());
    let red = red.set_format(Format::new().set_bold().set_font_color(0x00B0_1E1E));
    sheet.add_conditional_format(line, 0, line, last_column, &red)?;
    Ok(())
}

/// Whether a row (from 1) is being filled in: something stands in it, and it is no section, whose number has letters.
fn begun(form: &Form, row: u32) -> String {
    let filled: Vec<String> = values(form).map(|column| format!("LEN({})", cell(column, row))).collect();
    let filled = format!("({})>0", filled.join("+"));
    match ordinal(form) {
        Some(ordinal) => {
            let ordinal = cell(ordinal, row);
            let is_section = format!("AND(ISTEXT({ordinal}),NOT(ISNUMBER(-SUBSTITUTE({ordinal},\".\",\"\"))))");
            format!("{filled},NOT({is_section})")
        }
        None => filled,
    }
}

/// The columns of what is asked for: all but the ordinals.
fn values(form: &Form) -> impl Iterator<Item = usize> {
    form.fields.iter().enumerate().filter(|(_, field)| field.kind != Kind::Ordinal).map(|(column, _)| column)
}

fn ordinal(form: &Form) -> Option<usize> {
    form.fields.iter().position(|field| field.kind == Kind::Ordinal)
}

/// Whether the form itself shows where this rule is not kept.
pub(super) fn shows(form: &Form, rule: &FormRule) -> bool {
    rule.rule.severity != Severity::Info && formula::broken(form, rule, 1).is_some()
}
