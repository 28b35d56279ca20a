//! The second belt: a file that gets past the guard in `workbook` costs itself, not the run.
//!
//! A panic is caught where it happens. What no program can catch in itself (a failed allocation, a stack that overflows, a
//! loop without end) needs another process. One for each file would cost several times what reading it does, and one such file
//! in a thousand inboxes is many; so the whole run goes on in one child process, and only if that dies it is done again with
//! each file tried in a process of its own before it is read. For ordinary inboxes the price is the start of one process.
//!
//! The processes know what they are by environment variables. The path that a file is shown under comes by standard input: an
//! archive may hold names that no environment takes. On Linux they have a limit on memory, so that they die in
//! good time instead of taking the machine with them; elsewhere they are apart, but without it.
//!
//! What a file may hold is bounded by counters, in the readers and after them, which are the same on every machine. The
//! [`Watch`] is for what they miss alone. It counts what the processor worked, not what the clock says, so that neither a busy
//! machine nor one that slept is taken for a file without an end; and it allows a small file less than a large one, so that ten
//! that stop the reader do not keep a run for an hour. Which file it was that used up its time is told to the second run, which
//! does not try that one again.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use super::{death, fault, stdin};
use crate::text::Language;
use crate::text::trouble::Because;
use crate::verdict::Verdict;
use crate::workbook::{Loaded, Source, stopped, without_panic};
use crate::{bilingual, trouble};

/// Tells a process what it is.
const READING: &str = "BIEUMAU_READING";
/// The file that a process is to try.
const FILE: &str = "BIEUMAU_FILE";
/// The place of that file in its archive.
const MEMBER: &str = "BIEUMAU_MEMBER";

/// Where the first run says which file used up its time.
const STUCK: &str = "BIEUMAU_STUCK";

/// How the allocator of a process that reads is to go about: what was freed goes back to the system after 20 ms, not after a second, and
/// memory comes in small pages. 10,000 files take 172 MB so, not 214; a form of 200,000 rows 239, not 270.
const ALLOCATOR: [(&str, &str); 2] = [("MIMALLOC_PURGE_DELAY", "20"), ("MIMALLOC_ALLOW_THP", "0")];

/// How long the processor may work on the smallest file. Those of honest inboxes take some hundredths of a second.
const LEAST: Duration = Duration::from_secs(10);
/// How much longer for each megabyte of the file as it lies there. 50,000 records are 2 MB as a workbook, and take two seconds.
const EACH_MEGABYTE: Duration = Duration::from_secs(20);
/// How long on any file.
const LONGEST: Duration = Duration::from_secs(60);
/// How often that is looked at.
const LOOK: Duration = Duration::from_millis(250);

/// What this process is for.
#[derive(Clone, Debug)]
pub enum Reading {
    /// To start others and see whether they live.
    Supervised,
    /// To do the run.
    Together,
    /// To do the run after it failed once: every file is tried in a process of its own before.
    Apart,
    /// To try one file.
    Alone(Source),
}

impl Reading {
    /// What the process that started this one wants. It is read once: standard input gives the file's name one time only.
    pub fn wanted() -> Self {
        static WANTED: OnceLock<Reading> = OnceLock::new();
        WANTED.get_or_init(Self::told).clone()
    }

    fn told() -> Self {
        match env::var(READING).as_deref() {
            Ok("together") => Self::Together,
            Ok("apart") => Self::Apart,
            Ok("alone") => {
                let member = env::var(MEMBER).ok().and_then(|member| member.parse().ok());
                let file = PathBuf::from(env::var_os(FILE).unwrap_or_default());
                let mut path = String::new();
                // One that cannot be read is a file without a name, which is tried all the same.
                let _ = io::stdin().read_to_string(&mut path);
                Self::Alone(Source { path: path.into(), file, member, unpacked: None })
            }
            _ => Self::Supervised,
        }
    }

    /// Sets the limits of this process. A machine that refuses them has narrower ones already.
    pub fn begin(&self) {
        if !matches!(self, Self::Supervised) {
            death::follow_parent();
            death::limit_memory(matches!(self, Self::Alone(_)));
        }
    }
}

/// Runs this very command in a child process, twice if the first dies. Returns its exit code. `handed` is where standard input was put.
///
/// # Errors
/// When no process can be started, or both die: what then is left to blame is the machine.
pub fn supervise(handed: Option<&Path>, language: Language) -> anyhow::Result<ExitCode> {
    death::lead_children();
    let mut ends = Vec::new();
    // Without it the second run tries the file again; no more.
    let stuck = tempfile::NamedTempFile::new().ok();
    for reading in ["together", "apart"] {
        let mut command = this_program(reading)?;
        if let Some(stuck) = &stuck {
            command.env(STUCK, stuck.path());
        }
        if let Some(handed) = handed {
            command.env(stdin::PLACE, handed);
        }
        let status = command
            .args(env::args_os().skip(1))
            .status()
            .because(|| bilingual!("chạy chương trình", "running the program"))?;
        match death::of(status) {
            death::End::Exit(code) => return Ok(ExitCode::from(code)),
            death::End::Died => ends.push(status),
        }
        if reading == "together" {
            let note = language.say(
                "có tệp làm bộ đọc dừng đột ngột; đọc lại, thử riêng từng tệp",
                "a file made the reader stop; reading again, each file tried apart",
            );
            super::notice(note);
        }
    }
    let ends: Vec<String> = ends.iter().map(ExitStatus::to_string).collect();
    let ends = ends.join("; ");
    trouble!(
        "chương trình dừng đột ngột hai lần ({ends}); thử lại với ít tệp hơn, hoặc trên máy có nhiều bộ nhớ hơn",
        "the program died twice ({ends}); try again with fewer files, or on a machine with more memory"
    )
}

fn this_program(reading: &str) -> anyhow::Result<Command> {
    let program = env::current_exe()
        .because(|| bilingual!("tìm tệp của chính chương trình", "finding the program's own file"))?;
    let mut command = Command::new(program);
    command.env(READING, reading);
    for (option, value) in ALLOCATOR.iter().filter(|(option, _)| env::var_os(option).is_none()) {
        command.env(option, value);
    }
    Ok(command)
}

/// Whether a process that does nothing but read and check this file comes to an end. Of the file that used up its time in the
/// first run that is known.
///
/// # Errors
/// When no process can be started for it; that is told of the file, and the run goes on.
pub fn survives(source: &Source) -> anyhow::Result<bool> {
    if stuck_file().and_then(|told| fs::read(told).ok()).is_some_and(|path| path == source.path.as_bytes()) {
        return Ok(false);
    }
    let mut command = this_program("alone")?;
    // The same command line, for the same schemas.
    command.args(env::args_os().skip(1));
    command.env(FILE, &source.file);
    // The allocator reserves a gigabyte of addresses at its start, and the limit counts them.
    command.env("MIMALLOC_ARENA_RESERVE", "64MiB");
    match source.member {
        Some(member) => command.env(MEMBER, OsString::from(member.to_string())),
        None => command.env_remove(MEMBER),
    };
    // Whatever it has to say is said by the process that reads the file afterwards.
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    fault::starting(source)?;
    let mut child = command.spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that died already does not listen.
        let _ = stdin.write_all(source.path.as_bytes());
    }
    Ok(child.wait()?.success())
}

/// Reads and checks one file, or all that it holds; a panic in it becomes a finding.
pub fn contained(
    source: &Source,
    review: impl Fn(&Source) -> Vec<Verdict>,
    refused: impl Fn(Loaded) -> Verdict,
) -> Vec<Verdict> {
    let reviewed = without_panic(|| {
        fault::injected(source);
        review(source)
    });
    reviewed.unwrap_or_else(|| vec![refused(stopped(&source.path))])
}

/// Where a process of a run tells, or is told, which file used up its time.
fn stuck_file() -> Option<PathBuf> {
    env::var_os(STUCK).map(PathBuf::from)
}

/// Ends the process when one file takes too long.
#[derive(Debug, Default)]
pub struct Watch {
    busy: Arc<Mutex<BTreeMap<Arc<str>, Busy>>>,
}

/// A file that is being read.
#[derive(Debug)]
struct Busy {
    file: PathBuf,
    /// Its share of what the processor worked for this process since.
    spent: Duration,
}

impl Watch {
    /// Begins to watch; ends when it is let go. A run whose files were tried before does not watch: they came to an end.
    pub fn new(reading: &Reading) -> Self {
        let watch = Self::default();
        if matches!(reading, Reading::Apart) {
            return watch;
        }
        let busy = Arc::downgrade(&watch.busy);
        thread::spawn(move || {
            let mut worked = death::worked();
            loop {
                thread::sleep(LOOK);
                let Some(busy) = busy.upgrade() else { return };
                let now = death::worked();
                // Where it cannot be asked, each look counts as once what lies between two, however long the machine slept.
                let since = now.zip(worked).map_or(LOOK, |(now, before)| now.saturating_sub(before));
                worked = now;
                // The map is whole after a panic: only single entries come and go.
                let mut busy = busy.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(path) = used_up(&mut busy, since, longest) {
                    give_up(&path);
                }
            }
        });
        watch
    }

    /// Does the work for a file, watched.
    pub fn over<T>(&self, source: &Source, work: impl FnOnce() -> T) -> T {
        let map = || self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        map().insert(Arc::clone(&source.path), Busy { file: source.file.clone(), spent: Duration::ZERO });
        let done = work();
        map().remove(&source.path);
        done
    }
}

/// Shares among the files what the processor worked since the last look, and gives the first that has no time left.
fn used_up(
    busy: &mut BTreeMap<Arc<str>, Busy>,
    since: Duration,
    longest: impl Fn(&Path) -> Duration,
) -> Option<Arc<str>> {
    let share = since / u32::try_from(busy.len()).unwrap_or(u32::MAX).max(1);
    busy.values_mut().for_each(|busy| busy.spent += share);
    let mut used_up = busy.iter().filter(|(_, busy)| busy.spent > longest(&busy.file));
    used_up.next().map(|(path, _)| Arc::clone(path))
}

/// How long the processor may work on this file, by its size alone: a small one has nothing to work on for long.
fn longest(file: &Path) -> Duration {
    if fault::is_slow() {
        return Duration::from_secs(1);
    }
    let kilobytes = fs::metadata(file).map_or(0, |file| file.len() >> 10);
    let more = EACH_MEGABYTE.saturating_mul(u32::try_from(kilobytes).unwrap_or(u32::MAX)) / 1024;
    LONGEST.min(LEAST + more)
}

/// Says which file it was and ends the process.
fn give_up(path: &str) -> ! {
    if let Some(told) = stuck_file() {
        // What cannot be told is found out once more.
        let _ = fs::write(told, path);
    }
    std::process::abort()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_what_the_processor_worked_on_a_file() {
        let path = |name: &str| -> Arc<str> { name.into() };
        let fresh = || Busy { file: PathBuf::new(), spent: Duration::ZERO };
        let mut busy: BTreeMap<Arc<str>, Busy> = [(path("a"), fresh()), (path("b"), fresh())].into();
        let longest = |_: &Path| Duration::from_secs(5);
        // Two share what was worked; nothing is worked while the machine sleeps or others have the processor.
        assert_eq!(used_up(&mut busy, Duration::from_secs(8), longest), None);
        assert_eq!(used_up(&mut busy, Duration::ZERO, longest), None);
        busy.insert(path("b"), fresh());
        assert_eq!(used_up(&mut busy, Duration::from_secs(4), longest), Some(path("a")));
    }

    #[test]
    fn a_small_file_gets_less_time_than_a_large_one() {
        let file = |bytes: u64| {
            let file = tempfile::NamedTempFile::new().expect("a temporary file");
            file.as_file().set_len(bytes).expect("no byte of it is written");
            longest(file.path())
        };
        assert_eq!(file(15_000), LEAST + EACH_MEGABYTE * 14 / 1024);
        assert_eq!(file(1 << 20), LEAST + EACH_MEGABYTE);
        assert_eq!(file(1 << 40), LONGEST);
    }
}
