//! Annotations for GitHub Actions: one workflow command a finding, the worst first, then the verdict as a plain line. A spreadsheet has no lines to
//! point at, so the cell stands in the title.
//!
//! Escapes are those of GitHub's own toolkit (`@actions/core`, command.ts): `%`, CR and LF in the message, and `:` and `,` in
//! properties as well. A finding cannot begin another command, for it can never begin a line.

use std::cmp::Reverse;
use std::io::Write;

use super::format::{Format, Writer};
use super::text::plain;
use super::{Checked, place, words};
use crate::finding::Severity;
use crate::report::FindingRow;

/// The format.
pub static FORMAT: Format = Format::plain(
    "github",
    ["Chú thích của GitHub Actions", "annotations of GitHub Actions"],
    &[],
    Writer::Stream(write),
);

fn write(checked: &Checked<'_>, writer: &mut dyn Write) -> anyhow::Result<()> {
    // It shows the first ten of a kind and drops the rest.
    let mut findings: Vec<&FindingRow> = checked.review.open().collect();
    findings.sort_by_key(|finding| Reverse(finding.severity()));
    for finding in findings {
        let command = match finding.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let title = format!("{} {} {}", finding.code(), finding.rule(), place(finding));
        let help = words::after_colon(&finding.help());
        let message = format!("{} {}: {help}", finding.message(), words::TO_DO.get(checked.language));
        writeln!(
            writer,
            "::{command} file={},title={}::{}",
            property(finding.file()),
            property(title.trim_end()),
            data(&message)
        )?;
    }
    let (_, verdict) = words::verdict(checked.review, checked.language);
    Ok(writeln!(writer, "{}. {verdict}", words::counts(checked.review, checked.language))?)
}

fn data(text: &str) -> String {
    plain(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
