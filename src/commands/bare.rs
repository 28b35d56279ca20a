//! A path without a command: `bieumau FILE…` checks, `bieumau FOLDER` merges. It is what a file manager makes of a file that is dropped
//! on the program. A command's name wins over a file's.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Command;

use super::configuration;
use crate::text::trouble::Trouble;
use crate::{bilingual, trouble};

/// What the summary of a folder is called, beside it.
const SUMMARY: &str = "tong-hop";

/// The command line with the command that its paths stand for.
///
/// # Errors
/// When files and folders stand side by side.
pub fn completed(arguments: Vec<OsString>, command: &Command) -> anyhow::Result<Vec<OsString>> {
    let Some(first) = arguments.get(1) else { return Ok(arguments) };
    let is_option = |argument: &OsStr| argument.to_string_lossy().starts_with('-');
    let is_command = first.to_str().is_some_and(|name| command.find_subcommand(name).is_some());
    if is_option(first) || is_command {
        return Ok(arguments);
    }
    if !Path::new(first).exists() {
        let shown = first.to_string_lossy();
        // No command has a point or a slash in its name.
        if shown.contains(['.', '/', '\\']) {
            trouble!("không có tệp hay thư mục «{shown}»", "there is no file or folder “{shown}”");
        }
        return Ok(arguments);
    }
    let given = arguments[1..].iter().take_while(|argument| !is_option(argument)).map(PathBuf::from);
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = given.partition(|path| path.is_dir());
    let (name, added) = match (folders.as_slice(), files.is_empty()) {
        ([], _) => ("check", Vec::new()),
        ([folder], true) => ("merge", beside(folder, &arguments)),
        _ => return Err(together()),
    };
    let mut completed = vec![arguments[0].clone(), name.into()];
    completed.extend(arguments.into_iter().skip(1));
    completed.extend(added);
    // Behind an option only clap tells paths from what belongs to it.
    let parsed = command.clone().try_get_matches_from(&completed);
    let checks = parsed.as_ref().ok().and_then(|matches| matches.subcommand_matches("check"));
    let mut paths = checks.and_then(|given| given.get_many::<PathBuf>("paths")).into_iter().flatten();
    if paths.any(|path| path.is_dir()) {
        return Err(together());
    }
    Ok(completed)
}

/// What there is to say when it cannot be told whether to check or to merge.
fn together() -> anyhow::Error {
    Trouble::error(bilingual!(
        "hãy đưa các tệp để kiểm tra, hoặc một thư mục để tổng hợp; không đưa cả hai, hay nhiều thư mục, cùng lúc",
        "give files to be checked, or one folder to be merged; not both, nor several folders"
    ))
}

/// Where the summary of a folder goes, unless it is said: beside it, for what lies in it is read.
fn beside(folder: &Path, arguments: &[OsString]) -> Vec<OsString> {
    let says = |argument: &OsString| {
        let argument = argument.to_string_lossy();
        ["--output", "--report", "--config"].iter().any(|flag| argument.starts_with(flag)) || argument.starts_with("-o")
    };
    if arguments.iter().any(says) || configuration::says_outputs(folder) {
        return Vec::new();
    }
    let holder = configuration::holder(folder).unwrap_or_else(|| PathBuf::from("."));
    let mut added = Vec::new();
    for (flag, ending) in [("-o", "xlsx"), ("--report", "html")] {
        let name = format!("{SUMMARY}.{ending}");
        let path = if holder == Path::new(".") { PathBuf::from(&name) } else { holder.join(&name) };
        added.extend([flag.into(), path.into_os_string()]);
    }
    added
}

/// Whether the program was started by a file manager rather than in a shell, so that its window is gone when it ends. Shells and
/// terminals of Windows leave their traces in what a program inherits; elsewhere file managers open no window.
fn is_on_a_desktop() -> bool {
    let has = |name| std::env::var_os(name).is_some();
    let of_powershell = || std::env::var("PSModulePath").is_ok_and(|path| path.contains("Documents"));
    cfg!(windows)
        && io::stdin().is_terminal()
        && io::stderr().is_terminal()
        && !["PROMPT", "WT_SESSION", "TERM", "MSYSTEM", "SHELL", "CI"].into_iter().any(has)
        && !of_powershell()
}

/// Says what to drop on the program, when it was started with nothing on a desktop; whether it did.
pub fn invites(arguments: &[OsString]) -> bool {
    let invites = arguments.len() == 1 && is_on_a_desktop();
    if invites {
        let words = "Kéo tệp biểu vào biểu tượng của chương trình để kiểm tra, hoặc kéo thư mục đã nhận vào để tổng hợp.\n\
             Drop a form on the program's icon to check it, or a folder of submissions to merge it.\n";
        let _ = io::stderr().lock().write_all(words.as_bytes());
    }
    invites
}

/// Waits for a key before a window closes that nobody could read otherwise.
pub fn wait() {
    if is_on_a_desktop() {
        let _ = io::stderr().lock().write_all("\nNhấn Enter để đóng cửa sổ. / Press Enter to close.\n".as_bytes());
        let _ = io::stdin().read_line(&mut String::new());
    }
}
