//! What both commands do first: load the schemas, find the files, read and review them in parallel, in the order of their
//! paths whatever the number of threads.

use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;
use rayon::prelude::*;

use super::belt::{self, Reading, Watch};
use super::manifest;
use crate::cli::{Chosen, Common, Input, MOST_JOBS};
use crate::intake;
use crate::rules;
use crate::run::{self, ClaimedAgencies, Setting};
use crate::schema::load;
use crate::store::Store;
use crate::text::Language;
use crate::trouble;
use crate::verdict::{Judge, Keep, Verdict};
use crate::workbook::{self, Collected, Loaded, Source};

/// From when on a run is long enough to show how far it is.
const LONG: Duration = Duration::from_secs(1);
/// Bytes of text that are read at a time, all threads together: a text file of 20 MB, or a workbook of 50,000 rows and 3 MB, takes
/// some 120 MB while it is read. Of an honest inbox no file has to wait for another.
const ROOM: u64 = 20 << 20;
/// How many bytes of text a byte of a packed file stands for; forms pack to a tenth.
const PACKED: u64 = 7;

/// The form that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormAsked {
    /// One of the campaign's.
    Name(String),
    /// One alone.
    File(PathBuf),
}

impl FormAsked {
    /// What is typed is a file if it ends as one does, or is one.
    pub fn of(typed: &str) -> Self {
        let path = Path::new(typed);
        let ends = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        if ends || path.is_file() { Self::File(path.to_owned()) } else { Self::Name(typed.to_owned()) }
    }
}

/// Loads the schemas and picks the campaign, its roster and its forms.
///
/// # Errors
/// When the schemas or the manifest cannot be read, or a name is not among them; the message lists those that are.
pub fn setting(input: &Input, agency: Option<&str>, form: Option<&FormAsked>) -> anyhow::Result<Setting> {
    if let Some(FormAsked::File(path)) = form {
        return form_alone(path, input, agency);
    }
    let schemas = super::schemas(input.common.schemas.as_deref())?;
    let claims = match &input.manifest {
        Some(path) => manifest::read(path, &schemas.country.language.manifest)?,
        None => ClaimedAgencies::default(),
    };
    let claims = ClaimedAgencies { all: agency.map(str::to_owned), ..claims };
    Setting::new(schemas, &input.chosen.names(), claims)
}

/// A form alone: there is no campaign and no roster, so neither can be named.
fn form_alone(path: &Path, input: &Input, agency: Option<&str>) -> anyhow::Result<Setting> {
    let named = input.chosen.names();
    let options = [("--campaign", named.campaign), ("--roster", named.roster)];
    if let Some((option, _)) = options.iter().find(|(_, it)| it.is_some()) {
        trouble!(
            "--form kèm một tệp thử riêng biểu mẫu đó nên không dùng với {option}",
            "--form with a file tries that form alone, so {option} says nothing"
        );
    }
    let schemas = load::form_alone(path, input.common.schemas.as_deref())?;
    rules::refuse_taken(&schemas)?;
    let claims = ClaimedAgencies { all: agency.map(str::to_owned), ..ClaimedAgencies::default() };
    Setting::of_form(schemas, claims)
}

/// The same without files to read.
///
/// # Errors
/// As above.
pub fn chosen(common: &Common, chosen: &Chosen, claims: ClaimedAgencies) -> anyhow::Result<Setting> {
    Setting::new(super::schemas(common.schemas.as_deref())?, &chosen.names(), claims)
}

/// Reads and reviews all files under the paths, in the order of their paths. Outputs that lie within the inbox are left out, so
/// that a second run never reads the first one's summary. `as_of` is the day for which a ledger is to be drawn up, if one is.
///
/// # Errors
/// When a path does not exist or cannot be listed, or rows cannot be put by. What is wrong with a file is a finding.
pub fn review(
    input: &Input,
    setting: &Setting,
    outputs: &[PathBuf],
    as_of: Option<Date>,
    (keep, store): (Keep, &Arc<Store>),
) -> anyhow::Result<Vec<Verdict>> {
    let Collected { sources, refused: unread } = sources(input, outputs)?;
    let shown = sources.iter().map(|source| &*source.path).chain(unread.iter().map(|loaded| &*loaded.path));
    setting.claims.check_paths(&shown.collect())?;
    let knowledge = setting.knowledge();
    let progress = Progress::new(sources.len(), input.common.language());
    let reading = Reading::wanted();
    let watch = Watch::new(&reading);
    let room = Room::new(ROOM);
    let obligations = as_of.map_or(&[][..], |_| &setting.campaign.obligations);
    let as_of = as_of.unwrap_or(Date::ZERO);
    let judge = Judge { knowledge, obligations, as_of, keep, store: Arc::clone(store), shared: Arc::default() };
    let refused = |loaded: Loaded| {
        let claims = setting.claims.of(&loaded.path);
        judge.review(loaded, &claims)
    };
    let review = |source: &Source| each_of(source, refused);
    let mut reviewed: Vec<Verdict> = threads(input, sources.len())?.install(|| {
        let read = sources.par_iter().map(|source| {
            let trial = if matches!(reading, Reading::Apart) { belt::survives(source) } else { Ok(true) };
            let reviewed = match trial {
                Ok(true) => {
                    let _place = room.take(text_bytes(source));
                    watch.over(source, || belt::contained(source, review, refused))
                }
                Ok(false) => vec![refused(workbook::stopped(&source.path))],
                Err(error) => vec![refused(workbook::untried(&source.path, &error))],
            };
            progress.step();
            reviewed
        });
        read.flatten_iter().collect()
    });
    progress.bar.finish_and_clear();
    reviewed.extend(unread.into_iter().map(refused));
    run::all_read(&mut reviewed, setting);
    store.check()?;
    Ok(reviewed)
}

/// Refuses an inbox that holds no file at all: it is more likely a share that is not mounted than that nobody has sent anything.
/// Lock files and what systems leave behind count for nothing; files that cannot be read are files.
///
/// # Errors
/// Names the inbox and the flag that merges it all the same.
pub fn refuse_empty(reviewed: &[Verdict], paths: &[PathBuf]) -> anyhow::Result<()> {
    if reviewed.iter().any(|file| !workbook::is_litter(&file.path)) {
        return Ok(());
    }
    let paths = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
    trouble!(
        "{paths}: không có tệp nào để tổng hợp, chưa ghi gì. Kiểm tra thư mục hoặc ổ mạng; nếu đúng là chưa ai gửi, thêm \
         --allow-empty",
        "{paths}: there is no file to merge, and nothing was written. Look at the folder or the share; if it is true that \
         nobody has sent anything, add --allow-empty"
    )
}

/// Reads and reviews one file and forgets it: whether the process lives on is all that is asked, see [`belt`].
///
/// # Errors
/// When the schemas cannot be read.
pub fn attempt(input: &Input, form: Option<&FormAsked>, source: &Source) -> anyhow::Result<()> {
    let setting = setting(input, None, form)?;
    let knowledge = setting.knowledge();
    let watch = Watch::new(&Reading::Alone(source.clone()));
    let judge = Judge::of_findings(knowledge);
    let refused = |loaded: Loaded| judge.review(loaded, &intake::Claims::default());
    let review = |source: &Source| each_of(source, refused);
    // On a thread of the same kind, which has less room for recursion than the first one.
    threads(input, 1)?.install(|| watch.over(source, || drop(belt::contained(source, review, refused))));
    Ok(())
}

/// Reads and reviews a file, or each file that it holds. One that makes the review panic costs itself, not those beside it.
fn each_of(source: &Source, review: impl Fn(Loaded) -> Verdict) -> Vec<Verdict> {
    let mut reviewed = Vec::new();
    workbook::read_all(source, |loaded| {
        let path = Arc::clone(&loaded.path);
        let verdict = workbook::without_panic(|| review(loaded));
        reviewed.push(verdict.unwrap_or_else(|| review(workbook::stopped(&path))));
    });
    reviewed
}

/// How many bytes of text there are to be read, as far as that can be seen from outside.
fn text_bytes(source: &Source) -> u64 {
    let bytes = source.unpacked.or_else(|| std::fs::metadata(&source.file).ok().map(|file| file.len())).unwrap_or(0);
    let ending = source.path.rsplit('.').next().unwrap_or_default();
    let is_plain = ["csv", "tsv", "txt"].iter().any(|plain| ending.eq_ignore_ascii_case(plain));
    if is_plain { bytes } else { bytes.saturating_mul(PACKED) }
}

/// How much is read at a time. What is larger than all of it is read alone.
struct Room {
    size: u64,
    free: Mutex<u64>,
    freed: Condvar,
}

/// A place in it, until it is dropped.
struct Place<'a> {
    room: &'a Room,
    taken: u64,
}

impl Room {
    fn new(size: u64) -> Self {
        Self { size, free: Mutex::new(size), freed: Condvar::new() }
    }

    /// Waits for a place.
    fn take(&self, wanted: u64) -> Place<'_> {
        let taken = wanted.min(self.size);
        // The number is right whenever somebody panics.
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self.freed.wait_while(free, |free| *free < taken).unwrap_or_else(PoisonError::into_inner);
        *free -= taken;
        Place { room: self, taken }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        *self.room.free.lock().unwrap_or_else(PoisonError::into_inner) += self.taken;
        self.room.freed.notify_all();
    }
}

/// The threads that read so many files; each has one file at a time, so more of them would have nothing to do.
fn threads(input: &Input, files: usize) -> anyhow::Result<rayon::ThreadPool> {
    let wanted = input.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, usize::from);
    let jobs = wanted.min(files).clamp(1, MOST_JOBS);
    rayon::ThreadPoolBuilder::new().num_threads(jobs).build().context("starting the reading threads")
}

/// The files under the paths, but for the outputs and the manifest.
///
/// # Errors
/// When a path does not exist or cannot be listed.
pub fn sources(input: &Input, outputs: &[PathBuf]) -> anyhow::Result<Collected> {
    let mut left_out = outputs.to_vec();
    left_out.extend(input.manifest.clone());
    workbook::collect(&input.paths, &left_out, input.follow_links)
}

/// Shows how far a long run is, on a terminal only.
struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    fn new(files: usize, language: Language) -> Self {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        let template =
            language.say("đọc tệp {pos}/{len} {wide_bar} còn {eta}", "reading files {pos}/{len} {wide_bar} {eta} left");
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, started: Instant::now() }
    }

    fn step(&self) {
        self.bar.inc(1);
        if self.bar.is_hidden() && self.started.elapsed() > LONG && stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn no_more_is_read_at_a_time_than_there_is_room_for() {
        let (room, read, most) = (Room::new(10), AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for wanted in [4, 6, 3, 25, 7, 1] {
                let (room, read, most) = (&room, &read, &most);
                scope.spawn(move || {
                    for _ in 0..200 {
                        let place = room.take(wanted);
                        let now = read.fetch_add(place.taken, Ordering::SeqCst) + place.taken;
                        most.fetch_max(now, Ordering::SeqCst);
                        std::thread::yield_now();
                        read.fetch_sub(place.taken, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!((7..=10).contains(&most.load(Ordering::SeqCst)));
    }
}
