//! What `check` costs over reading alone: both are run in turn over the inbox in `fixtures/`, and the ratio of their medians is
//! printed. Machines are noisy, so only the ratio says something; run it as `cargo bench`.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bieumau::intake::{Claims, Knowledge};
use bieumau::rules;
use bieumau::schema::load;
use bieumau::workbook::{self, Source};
use calamine::{Reader, Xlsx, open_workbook};
use mimalloc::MiMalloc;

/// As in the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const ROUNDS: usize = 31;

fn main() {
    let inbox = Path::new("fixtures/inbox-2023-06-23");
    let schemas = load::embedded().expect("the embedded schemas are sound");
    let roster = schemas.roster("2023").expect("the roster of 2023 is embedded");
    let knowledge = Knowledge::new(schemas.forms.clone(), &roster);
    // Workbooks that calamine streams; the other formats are read whole by both sides and would only blur the ratio.
    let files: Vec<PathBuf> =
        walk(inbox).into_iter().filter(|path| open_workbook::<Xlsx<_>, _>(path).is_ok()).collect();
    let sources: Vec<Source> = workbook::collect(&files, &[], false).expect("the inbox is there").sources;
    let (mut streaming, mut read, mut check) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        streaming.push(time(|| files.iter().map(|path| stream(path)).sum::<usize>()));
        read.push(time(|| sources.iter().map(|source| workbook::read(source).findings.len()).sum::<usize>()));
        check.push(time(|| {
            let reviewed =
                sources.iter().map(|source| rules::review(workbook::read(source), &knowledge, &Claims::default()));
            reviewed.map(|reviewed| reviewed.submissions.len()).sum::<usize>()
        }));
    }
    let base = median(&mut streaming);
    println!("{} workbooks, median of {ROUNDS} rounds, one thread", files.len());
    for (name, times) in [("read", &mut read), ("check", &mut check)] {
        let own = median(times);
        println!(
            "{name:>6}: {:6.2} ms, {:.2} × streaming all cells with calamine",
            millis(own),
            own.as_secs_f64() / base.as_secs_f64()
        );
    }
    println!("stream: {:6.2} ms", millis(base));
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect()
}

/// Streams every cell of every sheet, as the fastest honest reader would.
fn stream(path: &Path) -> usize {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("the file was opened before");
    let mut cells = 0;
    for name in workbook.sheet_names() {
        let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else { continue };
        while let Ok(Some(cell)) = reader.next_cell() {
            black_box(cell.get_value());
            cells += 1;
        }
    }
    cells
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
