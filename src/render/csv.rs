//! The findings as CSV for spreadsheets, with headings in the language of the run. It begins with a byte-order mark, without which
//! Excel takes UTF-8 for a code page, and a cell that Excel would run as a formula has an apostrophe in front. Programs had better
//! read JSON, or the data package of `merge`.

use std::io::Write;

use super::datapackage::{neutral, visible};
use super::format::{Format, Writer};
use super::{Checked, words};

/// The format.
pub static FORMAT: Format =
    Format::plain("csv", ["Danh sách cho bảng tính", "a list for spreadsheets"], &["csv"], Writer::Stream(write));

/// Writes the list.
///
/// # Errors
/// When the writer fails.
fn write(checked: &Checked<'_>, writer: &mut dyn Write) -> anyhow::Result<()> {
    writer.write_all("\u{feff}".as_bytes())?;
    let mut rows = csv::Writer::from_writer(writer);
    rows.write_record([
        checked.language.say("Mức độ", "Severity"),
        checked.language.say("Mã", "Code"),
        checked.language.say("Quy tắc", "Rule"),
        checked.language.say("Tệp", "File"),
        checked.language.say("Trang tính", "Sheet"),
        checked.language.say("Ô", "Cell"),
        checked.language.say("Giá trị", "Value"),
        checked.language.say("Nội dung", "What is so"),
        checked.language.say("Cách sửa", "What to do"),
    ])?;
    for finding in checked.review.open() {
        let severity = words::severity(finding.severity());
        let cells = [
            severity.get(checked.language),
            finding.code(),
            finding.rule(),
            finding.file(),
            finding.sheet().map_or("", |name| name),
            &finding.cell().unwrap_or_default(),
            finding.value().unwrap_or_default(),
            &finding.message(),
            &finding.help(),
        ];
        rows.write_record(cells.map(|cell| neutral(&visible(cell)).into_owned()))?;
    }
    Ok(rows.flush()?)
}
