//! Reads everything under the given paths and prints what became of it, a line a file: for a look at an inbox, and to see
//! what the guard makes of hostile files. `--time` reads each file a hundred times and prints the mean.

use std::path::PathBuf;
use std::time::Instant;

use bieumau::text::Language;
use bieumau::workbook::{collect, read};

fn main() -> anyhow::Result<()> {
    let (options, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    let collected = collect(&paths, &[])?;
    if options.iter().any(|option| option == "--time") {
        let start = Instant::now();
        for _ in 0..100 {
            collected.sources.iter().for_each(|source| drop(read(source)));
        }
        println!("{:?}", start.elapsed() / 100);
        return Ok(());
    }
    for loaded in collected.sources.iter().map(read).chain(collected.refused) {
        let outcome = match &loaded.workbook {
            Ok(workbook) => {
                let cells: usize =
                    workbook.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum();
                let merges: usize = workbook.sheets.iter().map(|sheet| sheet.merges.len()).sum();
                format!("read: {} sheets, {cells} cells, {merges} merges", workbook.sheets.len())
            }
            Err(refusal) => format!("{refusal:?}"),
        };
        println!("{}: {outcome}", loaded.path);
        for finding in loaded.findings.iter().take(4) {
            let cell = finding.location.cell.map(|cell| cell.to_string()).unwrap_or_default();
            println!("    {} {cell} {}", finding.rule.name, finding.message(Language::Vietnamese));
        }
    }
    Ok(())
}
