//! The result as Markdown, for a wiki, an e-mail or a comment on a change.

use std::io::{self, Write};

use super::places::listed;
use super::{Checked, words};
use crate::report;

/// Text in Markdown: nothing of it is taken for a mark, a link, an HTML tag or the edge of a table, and it stays on one line.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in super::text::plain(text).chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                out.push('\\');
                out.push(character);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Renderers make a link of a bare address, and a mention of a bare name.
            '@' => out.push_str("&#64;"),
            _ => out.push(character),
        }
    }
    out
}

/// Writes the result: the verdict, then file by file and sheet by sheet a table of what to mend.
///
/// # Errors
/// When the writer fails.
pub fn write(checked: &Checked<'_>, mut writer: impl Write) -> io::Result<()> {
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
                        "| {} {} {} | {} | {} | {} |",
                        words::severity(group.first.severity).get(language),
                        escaped(&group.first.code),
                        escaped(&group.first.rule),
                        listed(&saying.cells, language),
                        escaped(saying.message),
                        escaped(&group.first.help)
                    )?;
                }
            }
            writeln!(writer)?;
        }
    }
    Ok(())
}
