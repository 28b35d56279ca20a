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

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use super::{death, fault};
use crate::rules::Reviewed;
use crate::text::Language;
use crate::workbook::{Loaded, Source, stopped, without_panic};

/// Tells a process what it is.
const READING: &str = "BIEUMAU_READING";
/// The file that a process is to try.
const FILE: &str = "BIEUMAU_FILE";
/// The place of that file in its archive.
const MEMBER: &str = "BIEUMAU_MEMBER";

/// How long one file may take. The largest that the guard lets pass take some seconds.
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
    /// What the process that started this one wants.
    pub fn wanted() -> Self {
        match env::var(READING).as_deref() {
            Ok("together") => Self::Together,
            Ok("apart") => Self::Apart,
            Ok("alone") => {
                let member = env::var(MEMBER).ok().and_then(|member| member.parse().ok());
                let file = PathBuf::from(env::var_os(FILE).unwrap_or_default());
                let mut path = String::new();
                // One that cannot be read is a file without a name, which is tried all the same.
                let _ = io::stdin().read_to_string(&mut path);
                Self::Alone(Source { path: path.into(), file, member })
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

/// Runs this very command in a child process, twice if the first dies. Returns its exit code.
///
/// # Errors
/// When no process can be started, or both die: what then is left to blame is the machine.
pub fn supervise(language: Language) -> anyhow::Result<ExitCode> {
    let mut ends = Vec::new();
    for reading in ["together", "apart"] {
        let status = this_program(reading)?.args(env::args_os().skip(1)).status().context("running the program")?;
        match death::of(status) {
            death::End::Exit(code) => return Ok(ExitCode::from(code)),
            death::End::Died => ends.push(status),
        }
        if reading == "together" {
            let note = match language {
                Language::Vietnamese => "có tệp làm bộ đọc dừng đột ngột; đọc lại, thử riêng từng tệp",
                Language::English => "a file made the reader stop; reading again, each file tried apart",
            };
            anstream::eprintln!("bieumau: {note}");
        }
    }
    let ends: Vec<String> = ends.iter().map(ExitStatus::to_string).collect();
    bail!(
        "chương trình dừng đột ngột hai lần ({0}); thử lại với ít tệp hơn, hoặc trên máy có nhiều bộ nhớ hơn / \
         the program died twice ({0}); try again with fewer files, or on a machine with more memory",
        ends.join("; ")
    );
}

fn this_program(reading: &str) -> anyhow::Result<Command> {
    let program = env::current_exe().context("finding the program's own file")?;
    let mut command = Command::new(program);
    command.env(READING, reading);
    Ok(command)
}

/// Whether a process that does nothing but read and check this file comes to an end.
///
/// # Errors
/// When no process can be started for it; that is told of the file, and the run goes on.
pub fn survives(source: &Source) -> anyhow::Result<bool> {
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

/// Reads and checks one file; a panic in it becomes a finding.
pub fn contained(
    source: &Source,
    review: impl Fn(&Source) -> Reviewed,
    refused: impl Fn(Loaded) -> Reviewed,
) -> Reviewed {
    let reviewed = without_panic(|| {
        fault::injected(source);
        review(source)
    });
    reviewed.unwrap_or_else(|| refused(stopped(&source.path)))
}

/// Ends the process when one file takes too long.
#[derive(Debug, Default)]
pub struct Watch {
    started: Arc<Mutex<BTreeMap<Arc<str>, Instant>>>,
}

impl Watch {
    /// Begins to watch; ends with the process.
    pub fn new() -> Self {
        let watch = Self::default();
        let started = Arc::clone(&watch.started);
        let longest = if fault::is_slow() { Duration::from_secs(1) } else { LONGEST };
        thread::spawn(move || {
            loop {
                thread::sleep(LOOK);
                // The map is whole after a panic: only single entries come and go.
                let started = started.lock().unwrap_or_else(PoisonError::into_inner);
                if started.values().any(|started| started.elapsed() > longest) {
                    std::process::abort();
                }
            }
        });
        watch
    }

    /// Does the work for a file, watched.
    pub fn over<T>(&self, source: &Source, work: impl FnOnce() -> T) -> T {
        let map = || self.started.lock().unwrap_or_else(PoisonError::into_inner);
        map().insert(Arc::clone(&source.path), Instant::now());
        let done = work();
        map().remove(&source.path);
        done
    }
}
