//! Parses the command line, runs the command and gives its exit code back.

use std::process::ExitCode;

use bieumau::cli::Cli;
use bieumau::commands;
use clap::Parser;

fn main() -> ExitCode {
    commands::run(&Cli::parse())
}
