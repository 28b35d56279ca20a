//! How processes end, and what makes them end in time: what differs between operating systems.

use std::process::ExitStatus;
use std::time::Duration;

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, or because someone wanted it to, with this code.
    Exit(u8),
    /// Because something went wrong that it could not catch.
    Died,
}

/// How this process ended.
#[cfg(unix)]
pub fn of(status: ExitStatus) -> End {
    use std::os::unix::process::ExitStatusExt;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM};
    match (status.code(), status.signal()) {
        (Some(code), _) => End::Exit(u8::try_from(code).unwrap_or(u8::MAX)),
        // As shells tell it.
        (None, Some(signal @ (SIGHUP | SIGINT | SIGPIPE | SIGQUIT | SIGTERM))) => End::Exit(128 + signal as u8),
        // SIGKILL too: so the system ends what takes all its memory.
        _ => End::Died,
    }
}

/// How this process ended: on Windows what cannot be caught gives a code from 0xC0000000 on, but 0xC000013A is Ctrl+C.
#[cfg(not(unix))]
pub fn of(status: ExitStatus) -> End {
    match status.code() {
        Some(-0x3fff_fec6) => End::Exit(130),
        Some(code) if code >= 0 => End::Exit(u8::try_from(code).unwrap_or(u8::MAX)),
        _ => End::Died,
    }
}

/// What the processor has worked for this process, in all threads together; nothing where it cannot be asked.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub fn worked() -> Option<Duration> {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Some(Duration::new(time.tv_sec.try_into().ok()?, time.tv_nsec.try_into().ok()?))
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub fn worked() -> Option<Duration> {
    None
}

/// Bytes of memory for trying one file. The guard keeps hostile files of 10 MB below 300 MB.
#[cfg(target_os = "linux")]
const ALONE_BYTES: u64 = 1 << 30;
/// Bytes of memory that a run may always take, however small the machine: address space, much of it never touched.
#[cfg(target_os = "linux")]
const LEAST_BYTES: u64 = 2 << 30;

/// Limits the address space of this process: to one gigabyte for one file, else to three quarters of the machine's memory, so
/// that it dies before the system has to choose among all its processes.
#[cfg(target_os = "linux")]
pub fn limit_memory(is_alone: bool) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let system = rustix::system::sysinfo();
    #[allow(clippy::useless_conversion, reason = "the number is narrower on machines of 32 bits")]
    let all = u64::try_from(system.totalram).unwrap_or(u64::MAX).saturating_mul(system.mem_unit.into());
    let wanted = if is_alone { ALONE_BYTES } else { (all / 4 * 3).max(LEAST_BYTES) };
    let Rlimit { current, maximum } = getrlimit(Resource::As);
    let current = Some(current.map_or(wanted, |current| current.min(wanted)));
    // A process that may not limit itself runs without a limit, as on other systems.
    let _ = setrlimit(Resource::As, Rlimit { current, maximum });
}

#[cfg(not(target_os = "linux"))]
pub fn limit_memory(_: bool) {}

/// Has this process end when the one that started it does: whoever stops the program means all of it. It is asked to, so that
/// it deletes what is half written.
#[cfg(target_os = "linux")]
pub fn follow_parent() {
    // Without it a stopped run comes to its end in the background; its outputs are whole all the same.
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::TERM));
}

#[cfg(not(target_os = "linux"))]
pub fn follow_parent() {}
