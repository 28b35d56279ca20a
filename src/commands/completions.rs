//! `bieumau completions`: what a shell needs to know of the command line, made from its definition.

use std::io;
use std::process::ExitCode;

use clap_complete::Shell;

use super::{print, usage};
use crate::cli::Completions;

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
