//! Faults made on purpose, for the tests of the second belt: `BIEUMAU_FAULT=abort:PL1.csv` makes the reading of a file whose path
//! ends so fail in this way. Only in builds for development; in what is released the functions are empty.

use crate::workbook::Source;

#[cfg(debug_assertions)]
fn wanted() -> Option<(String, String)> {
    let fault = std::env::var("BIEUMAU_FAULT").ok()?;
    fault.split_once(':').map(|(kind, path)| (kind.to_owned(), path.to_owned()))
}

/// Whether the fault is one that takes time; the watch is less patient then.
#[cfg(debug_assertions)]
pub fn is_slow() -> bool {
    wanted().is_some_and(|(kind, _)| matches!(&*kind, "hang" | "sleep"))
}

#[cfg(not(debug_assertions))]
pub fn is_slow() -> bool {
    false
}

/// Fails, if this is the file that is to.
#[cfg(debug_assertions)]
pub fn injected(source: &Source) {
    let Some((kind, _)) = wanted().filter(|(_, path)| source.path.ends_with(path.as_str())) else { return };
    match kind.as_str() {
        "panic" => panic!("a fault made on purpose"),
        "abort" | "start" => std::process::abort(),
        "hang" => loop {
            std::hint::spin_loop();
        },
        // Longer than the watch lets the processor work.
        "sleep" => std::thread::sleep(std::time::Duration::from_secs(3)),
        "overflow" => {
            std::hint::black_box(deeper(1));
        }
        "allocate" => {
            // Address space alone: the memory is never touched, so that the test does not take it from others.
            let mut taken: Vec<Vec<u8>> = Vec::new();
            loop {
                taken.push(Vec::with_capacity(256 << 20));
                std::hint::black_box(&taken);
            }
        }
        other => panic!("no fault is called {other}"),
    }
}

#[cfg(not(debug_assertions))]
pub fn injected(_: &Source) {}

/// Fails, if the process that is to try this file is not to start.
pub fn starting(source: &Source) -> std::io::Result<()> {
    #[cfg(debug_assertions)]
    if wanted().is_some_and(|(kind, path)| kind == "start" && source.path.ends_with(path.as_str())) {
        return Err(std::io::Error::other("a fault made on purpose"));
    }
    let _ = source;
    Ok(())
}

/// Waits, if that is wanted, at the moment when all outputs are written and none is in its place.
#[cfg(debug_assertions)]
pub fn before_outputs_are_in_place() {
    if wanted().is_some_and(|(kind, _)| kind == "wait") {
        std::thread::sleep(std::time::Duration::from_secs(600));
    }
}

#[cfg(not(debug_assertions))]
pub fn before_outputs_are_in_place() {}

/// Fails or dies at a step of putting outputs in place, if this is the output that is to: `fail-place:data`,
/// `kill-between:data`. Several are separated by commas.
#[cfg(debug_assertions)]
pub fn at(step: &str, path: &std::path::Path) -> std::io::Result<()> {
    let faults = std::env::var("BIEUMAU_FAULT").unwrap_or_default();
    for (kind, place) in faults.split(',').filter_map(|fault| fault.split_once(':')) {
        match kind.split_once('-') {
            Some(("fail", at)) if at == step && path.ends_with(place) => {
                return Err(std::io::Error::other("a fault made on purpose"));
            }
            Some(("kill", at)) if at == step && path.ends_with(place) => std::process::abort(),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(not(debug_assertions))]
pub fn at(_: &str, _: &std::path::Path) -> std::io::Result<()> {
    Ok(())
}

/// Takes a kilobyte of stack and goes on.
#[cfg(debug_assertions)]
fn deeper(depth: u64) -> u64 {
    let block = std::hint::black_box([depth; 128]);
    if std::hint::black_box(depth) == 0 { 0 } else { deeper(depth + 1) + block[7] }
}
