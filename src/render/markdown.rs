//! The result as Markdown, for a wiki, an e-mail or a comment on a change.

use std::io::Write;

use super::format::{Format, Writer};
use super::places::listed;
use super::unmarked::escaped;
use super::{Checked, summary_page, words};
use crate::report;
use crate::workbook::mark::{Mark, Output};

/// The format.
pub static FORMAT: Format = Format {
    alias: Some("md"),
    summary: Some(summary_page::markdown),
    ..Format::plain(
        "markdown",
        ["Cho wiki, thư, trang dự án", "for wikis and mail"],
        &["md", "markdown"],
        Writer::Stream(write),
    )
};

/// Writes the result: the verdict, then file by file and sheet by sheet a table of what to mend.
fn write(checked: &Checked<'_>, writer: &mut dyn Write) -> anyhow::Result<()> {
    let (review, language) = (checked.review, checked.language);
    let (_, verdict) = words::verdict(review, language);
    writeln!(writer, "# {}\n", checked.say("Kết quả kiểm tra biểu mẫu", "Result of the check"))?;
    writeln!(writer, "**{}** {}.\n", escaped(&verdict), words::counts(review, language))?;
    if let Some(capped) = words::capped(review, language) {
        writeln!(writer, "{capped}\n")?;
    }
    for of_file in report::by_file(review) {
        writeln!(writer, "## {}\n", escaped(&of_file.file.path))?;
        if of_file.sheets.is_empty() {
            writeln!(writer, "{}\n", checked.say("Không có gì phải sửa.", "Nothing is to be mended."))?;
        }
        for of_sheet in &of_file.sheets {
            if let Some(sheet) = of_sheet.sheet {
                writeln!(writer, "### {} «{}»\n", words::SHEET.get(language), escaped(sheet))?;
            }
            writeln!(
                writer,
                "| {} | {} | {} | {} |\n| --- | --- | --- | --- |",
                checked.say("Mức độ", "Severity"),
                checked.say("Ô", "Cells"),
                checked.say("Nội dung", "What is so"),
                words::TO_DO.get(language)
            )?;
            for group in &of_sheet.groups {
                for saying in &group.sayings {
                    writeln!(
                        writer,
                        "| {} {}{} | {} | {} | {} |",
                        words::severity(group.first.severity()).get(language),
                        escaped(group.first.code()),
                        escaped(&words::rule_name(group.first.rule(), language)),
                        listed(&saying.cells, group.first.layout(), language),
                        escaped(&words::saying(saying, language)),
                        escaped(&group.first.help())
                    )?;
                }
            }
            writeln!(writer)?;
        }
    }
    Ok(writeln!(writer, "<!-- {} -->", Mark::of(Output::Findings))?)
}
