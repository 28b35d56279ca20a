//! `check --watch` sees a file saved as spreadsheet programs save: another file beside it, then renamed over it, with a lock file
//! coming and going.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

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
}
