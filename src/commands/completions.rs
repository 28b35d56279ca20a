//! `bieumau completions` and `bieumau man`: what a shell and a manual need to know of the command line, made from its definition.

use std::io;
use std::process::ExitCode;

use clap_complete::Shell;

use super::{print, usage};
use crate::cli::{Completions, Man};
use crate::text::trouble::Because;
use crate::{bilingual, trouble};

/// Prints the completions of a shell.
///
/// # Errors
/// When they cannot be printed.
pub fn shell(arguments: &Completions) -> anyhow::Result<ExitCode> {
    // PowerShell 5, which Windows brings along, takes a script without this mark for one in the system's code page.
    let mut script = match arguments.shell {
        Shell::PowerShell => "\u{feff}".as_bytes().to_vec(),
        _ => Vec::new(),
    };
    clap_complete::generate(arguments.shell, &mut usage::command(), "bieumau", &mut script);
    print(&String::from_utf8(script).map_err(io::Error::other)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a man page for the program and one for each command.
///
/// # Errors
/// When the folder is not there or cannot be written.
pub fn man(arguments: &Man) -> anyhow::Result<ExitCode> {
    let folder = &arguments.output;
    if !folder.is_dir() {
        let folder = folder.display();
        trouble!("{folder} không phải thư mục đã có; hãy tạo trước", "{folder} is no folder; create it first");
    }
    clap_mangen::generate_to(usage::command().long_version(usage::edition()), folder).because(|| {
        let folder = folder.display();
        bilingual!("ghi trang hướng dẫn vào {folder}", "writing man pages to {folder}")
    })?;
    Ok(ExitCode::SUCCESS)
}
