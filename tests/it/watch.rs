//! `check --watch` sees a file saved as spreadsheet programs save: another file beside it, then renamed over it, with a lock file
//! coming and going.

use std::fs;
use std::io::{BufRead, BufReader, Read};
#[cfg(unix)]
use std::process::Command;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::run::bieumau;

/// So long a machine under load may take for one more report before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Ends the program also when the test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn lines(stdout: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

/// The verdict of the next report.
fn verdict(lines: &Receiver<String>) -> String {
    loop {
        let line = lines.recv_timeout(PATIENCE).expect("another report comes");
        if line.contains("THỂ GỬI") {
            return line;
        }
    }
}

#[test]
fn a_file_is_checked_again_when_it_is_replaced() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("PL1.csv");
    let faulty = fs::read_to_string("fixtures/cases/missing-value/blank/PL1.csv").expect("the case is there");
    let mended = faulty.replace("đất đai,,", "đất đai,Quản lý đất đai,");
    assert_ne!(faulty, mended);
    fs::write(&path, &faulty).expect("it can be written");
    let mut command = bieumau();
    command.arg("check").arg("--watch").arg(&path).stdout(Stdio::piped()).stderr(Stdio::piped());
    // As a terminal does, whose Ctrl+C goes to all processes of the group.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut running = Running(command.spawn().expect("the binary can be started"));
    let notes = lines(running.0.stderr.take().expect("it is piped"));
    let lines = lines(running.0.stdout.take().expect("it is piped"));
    assert!(verdict(&lines).starts_with("CHƯA THỂ GỬI"));

    for (content, wanted) in [(&mended, "CÓ THỂ GỬI"), (&faulty, "CHƯA THỂ GỬI")] {
        let lock = folder.path().join("~$PL1.csv");
        fs::write(&lock, "lock").expect("it can be written");
        let beside = folder.path().join("7F3A0000.tmp");
        fs::write(&beside, content).expect("it can be written");
        // Excel moves the old file away before the new one takes its place.
        let old = folder.path().join("8B2C0000.tmp");
        fs::rename(&path, &old).expect("it can be renamed");
        fs::rename(&beside, &path).expect("it can be renamed");
        fs::remove_file(&old).expect("it can be deleted");
        fs::remove_file(&lock).expect("it can be deleted");
        assert!(verdict(&lines).starts_with(wanted), "{wanted}");
        // A line with the time parts the runs.
        let parted =
            std::iter::from_fn(|| notes.recv_timeout(PATIENCE).ok()).find(|line| line.contains("tệp đã thay đổi"));
        let parted = parted.expect("a line between the runs");
        assert!(parted.starts_with('─') && parted.matches(':').count() == 2, "{parted}");
    }

    // What comes and goes beside it is nobody's save.
    fs::write(folder.path().join("~$PL1.csv"), "lock").expect("it can be written");
    fs::write(folder.path().join("khac.csv"), &faulty).expect("it can be written");
    let more = lines.recv_timeout(Duration::from_secs(2));
    assert!(more.is_err(), "{more:?}");
    // By now all threads of the runs so far have ended; those of one more do so too.
    let threads = threads_of(running.0.id());
    fs::write(&path, &mended).expect("it can be written");
    assert!(verdict(&lines).starts_with("CÓ THỂ GỬI"));
    wait_until(|| threads_of(running.0.id()) <= threads, "the run leaves a thread behind");
    #[cfg(unix)]
    {
        let group = format!("-{}", running.0.id());
        let interrupted = Command::new("kill").args(["-s", "INT", "--", &group]).status();
        assert!(interrupted.expect("there is such a program").success());
        let ended = running.0.wait().expect("it can be waited for");
        // As shells tell it, which add 128 to the number of the signal.
        let signal = std::os::unix::process::ExitStatusExt::signal(&ended);
        assert_eq!(ended.code().or(signal.map(|signal| 128 + signal)), Some(130));
        wait_until(|| threads_of(running.0.id()) == 0, "a process of it is left");
    }
}

fn wait_until(is_so: impl Fn() -> bool, otherwise: &str) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "{otherwise}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// How many threads the processes of this group have; nothing where the system does not tell.
fn threads_of(group: u32) -> usize {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let is_of_it = |process: &fs::DirEntry| {
        // The name of the program, in brackets, may hold anything.
        let stat = fs::read_to_string(process.path().join("stat")).unwrap_or_default();
        let behind_name = stat.rsplit_once(") ").map(|(_, rest)| rest.to_owned()).unwrap_or_default();
        // Its state, its parent, its group; one that has ended and that nobody has waited for is none.
        let mut told = behind_name.split(' ');
        told.next() != Some("Z") && told.nth(1) == Some(&group.to_string())
    };
    let threads = |process: fs::DirEntry| fs::read_dir(process.path().join("task")).map_or(0, Iterator::count);
    processes.filter(is_of_it).map(threads).sum()
}
