//! The columns of the tables that are the same for every campaign, and their schemas.

use serde_json::{Value as Json, json};

/// A column of the tables that are the same for every campaign.
pub(super) struct FixedColumn {
    pub(super) name: &'static str,
    kind: &'static str,
    is_required: bool,
    description: &'static str,
}

const fn column(name: &'static str, kind: &'static str, is_required: bool, description: &'static str) -> FixedColumn {
    FixedColumn { name, kind, is_required, description }
}

pub(super) const AGENCY_COLUMNS: [FixedColumn; 3] = [
    column("code", "string", true, "The agency's code, such as H22 (QĐ 20/2020/QĐ-TTg)."),
    column("name", "string", true, "Its name in full, in Vietnamese."),
    column(
        "level",
        "string",
        true,
        "The level it counts in, such as ministry or province; unlisted for a sender that is on no roster and counts in no total.",
    ),
];

pub(super) const STANDING_COLUMNS: [FixedColumn; 11] = [
    column("agency", "string", true, "The agency's code."),
    column("obligation", "string", true, "The obligation's name in the campaign."),
    column("status", "string", true, "complied, defective or missing."),
    column("file", "string", false, "The file that makes it so."),
    column("files", "array", false, "All files that make it so, that one first: several are parts of one answer."),
    column("decision", "string", false, "The number of the document that issues it."),
    column(
        "issued",
        "date",
        false,
        "The day of that document, if it is the agency's own and not later than the as-of date: then it has issued the form, whatever that is like.",
    ),
    column(
        "rows",
        "integer",
        false,
        "How many rows of data it holds, with those of further files that are parts of it.",
    ),
    column("errors", "integer", false, "How many errors stand against it."),
    column(
        "reasons",
        "string",
        false,
        "Codes of the reasons why it has not complied, with a space between; empty only if it has.",
    ),
    column("why", "string", false, "The same in words."),
];

pub(super) const VALUE_COLUMNS: [FixedColumn; 8] = [
    column("agency", "string", false, "The code of the agency whose value it is."),
    column("file", "string", true, "The file it stands in."),
    column("sheet", "string", false, "The sheet; empty for a text file."),
    column("cell", "string", false, "The cell."),
    column("form", "string", true, "The form that it is part of; its submission is accepted."),
    column("name", "string", true, "Its name in the form."),
    column("label", "string", true, "Its label, as printed."),
    column("value", "string", true, "The value, as it is stored."),
];

pub(super) const FILE_COLUMNS: [FixedColumn; 18] = [
    column(
        "path",
        "string",
        true,
        "Relative to the inbox, with / between parts. A file with several tables has as many rows.",
    ),
    column("sha256", "string", false, "Hash of the bytes; empty if they could not be read."),
    column("outcome", "string", true, "read, unreadable, not-a-form, duplicate or skipped."),
    column("duplicate_of", "string", false, "The file that is read in its place."),
    column("agency", "string", false, "The code of the agency it belongs to, if that is known."),
    column("probable_agency", "string", false, "Where it is not, the code of the agency that it is probably from."),
    column("form", "string", false, "The form's name."),
    column("sheet", "string", false, "The sheet of the table; empty for a text file."),
    column("range", "string", false, "Header and rows of the table, as A7:N40."),
    column("decision_kind", "string", false, "Kind of the document that issues it."),
    column("decision_number", "string", false, "Its number."),
    column("decision_date", "date", false, "Its day."),
    column("submission_outcome", "string", false, "accepted, rejected, later or superseded."),
    column("seen", "integer", false, "Rows below the header; the sum of the four that follow."),
    column("records", "integer", false, "Rows of data."),
    column("blank", "integer", false, "Rows without anything."),
    column("heading", "integer", false, "Section rows, column numbers, repeated headers."),
    column("other", "integer", false, "Totals, notes, signatures."),
];

pub(super) const FINDING_COLUMNS: [FixedColumn; 12] = [
    column("code", "string", true, "The rule's code, such as V301."),
    column("rule", "string", true, "The rule's name, such as missing-value."),
    column("severity", "string", true, "error, warning or info; an error rejects the submission."),
    column("agency", "string", false, "The code of the agency that the file belongs to."),
    column("file", "string", true, "The file's path, as in files."),
    column("sheet", "string", false, "The sheet."),
    column("cell", "string", false, "The cell, as C12."),
    column("field", "string", false, "The field's name in the form."),
    column("value", "string", false, "The value as typed."),
    column("message", "string", true, "What is so."),
    column("help", "string", false, "What the sender can do."),
    column(
        "settled",
        "boolean",
        true,
        "true if it stands against a submission in whose place another one counts, so that nothing is left to mend.",
    ),
];

pub(super) const PROVENANCE: [FixedColumn; 4] = [
    column("_agency", "string", false, "The code of the agency whose row it is."),
    column("_file", "string", true, "The file it came from, as in files."),
    column("_sheet", "string", false, "The sheet; empty for a text file."),
    column("_row", "integer", true, "The row's number as Excel shows it, from 1."),
];

pub(super) fn fields(columns: &[FixedColumn]) -> Vec<Json> {
    let described = columns.iter().map(|column| {
        let mut field = json!({ "name": column.name, "type": column.kind, "description": column.description });
        if column.is_required {
            field["constraints"] = json!({ "required": true });
        }
        field
    });
    described.collect()
}

/// Every code in this column is that of an agency in `agencies`.
pub(super) fn refers_to_agencies(column: &str) -> Vec<Json> {
    vec![json!({ "fields": [column], "reference": { "resource": "agencies", "fields": ["code"] } })]
}

pub(super) fn agencies_schema() -> Json {
    json!({ "fields": fields(&AGENCY_COLUMNS), "primaryKey": ["code"] })
}

pub(super) fn standings_schema() -> Json {
    let mut schema = schema_of(&STANDING_COLUMNS);
    schema["primaryKey"] = json!(["agency", "obligation"]);
    schema
}

/// Of a table whose rows say whose they are.
pub(super) fn schema_of(columns: &[FixedColumn]) -> Json {
    json!({ "fields": fields(columns), "foreignKeys": refers_to_agencies("agency") })
}
