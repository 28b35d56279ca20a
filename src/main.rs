//! Parses the command line, runs the command and gives its exit code back.

use std::process::ExitCode;

use bieumau::commands;
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    match commands::parse() {
        Ok(cli) => commands::run(&cli),
        Err(code) => code,
    }
}
