//! What `check` costs over reading alone, and both over calamine's streaming of all cells: the three are done in turn over the
//! inbox in `fixtures/`, and the ratios of their medians are printed. Machines are noisy, so only the ratios say something; run it
//! as `cargo bench`.
//!
//! For `benches/instructions`, which counts instead: `files` lists the workbooks, `stream` and `read` with files go over them
//! once.

use std::env;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bieumau::intake::{Claims, Knowledge};
use bieumau::schema::load;
use bieumau::verdict::Judge;
use bieumau::workbook::{self, Source};
use calamine::{Reader, Xlsx, open_workbook};
use mimalloc::MiMalloc;

/// As in the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const ROUNDS: usize = 31;

const INBOX: &str = "fixtures/inbox-2023-06-23";

fn main() {
    let words: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.split_first() {
        None => compare(),
        Some((what, _)) if what == "files" => workbooks().iter().for_each(|path| println!("{}", path.display())),
        Some((what, files)) if what == "stream" => {
            println!("{} cells", files.iter().map(|path| stream(Path::new(path))).sum::<usize>());
        }
        Some((what, files)) if what == "read" => {
            println!("{} cells", sources(files.iter().map(PathBuf::from).collect()).iter().map(read).sum::<usize>());
        }
        Some((other, _)) => panic!("{other}: files, stream and read are known"),
    }
}

/// Prints how long reading and checking take, over streaming.
fn compare() {
    let schemas = load::embedded().expect("the embedded schemas are sound");
    let roster = schemas.roster("2023").expect("the roster of 2023 is embedded");
    let knowledge = Knowledge::new(schemas.forms.clone(), &roster);
    let files = workbooks();
    let sources = sources(files.clone());
    let (mut streaming, mut reading, mut checking) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        streaming.push(time(|| files.iter().map(|path| stream(path)).sum::<usize>()));
        reading.push(time(|| sources.iter().map(read).sum::<usize>()));
        let judge = Judge::of_findings(&knowledge);
        checking.push(time(|| {
            let reviewed = sources.iter().map(|source| judge.review(workbook::read(source), &Claims::default()));
            reviewed.map(|reviewed| reviewed.submissions.len()).sum::<usize>()
        }));
    }
    let base = median(&mut streaming);
    println!("{} workbooks, median of {ROUNDS} rounds, one thread", files.len());
    println!("stream: {:6.2} ms", millis(base));
    for (name, times) in [("read", &mut reading), ("check", &mut checking)] {
        let own = median(times);
        let ratio = own.as_secs_f64() / base.as_secs_f64();
        println!("{name:>6}: {:6.2} ms, {ratio:.2} × streaming all cells with calamine", millis(own));
    }
}

/// The workbooks of the inbox that calamine streams; the other formats are read whole by both sides and would only blur the
/// ratio.
fn workbooks() -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(INBOX).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path());
    files.filter(|path| open_workbook::<Xlsx<_>, _>(path).is_ok()).collect()
}

fn sources(files: Vec<PathBuf>) -> Vec<Source> {
    workbook::collect(&files, &[], false).expect("the inbox is there").sources
}

/// Reads a file as `check` does, and nothing more.
fn read(source: &Source) -> usize {
    let workbook = black_box(workbook::read(source)).workbook.expect("the inbox's workbooks are sound");
    workbook.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum()
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
