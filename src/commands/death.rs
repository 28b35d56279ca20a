//! How processes end, and what makes them end in time: what differs between operating systems.

use std::process::ExitStatus;
use std::time::Duration;

/// The code of a program that someone stopped by Ctrl+C, as shells tell it.
#[cfg(windows)]
pub const STOPPED: u8 = 130;

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
#[cfg(windows)]
pub fn of(status: ExitStatus) -> End {
    match status.code() {
        Some(-0x3fff_fec6) => End::Exit(STOPPED),
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
#[cfg(any(target_os = "linux", windows))]
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

/// Limits the physical memory of this process to one gigabyte for one file: what is more goes to disk. A whole run has the limit of the counters in the readers alone:
/// Windows does not end other programs when its memory is full.
#[cfg(windows)]
pub fn limit_memory(is_alone: bool) {
    if is_alone {
        let mut limits = win32job::ExtendedLimitInfo::new();
        limits.limit_working_memory(1 << 20, usize::try_from(ALONE_BYTES).unwrap_or(usize::MAX));
        bind(&limits);
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
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

/// Has the processes that this one starts end with it, where they do not follow it by themselves. Ctrl+C goes to all of them at once:
/// this one leaves it to the others to delete what is half written, and ends with them.
#[cfg(windows)]
pub fn lead_children() {
    let mut limits = win32job::ExtendedLimitInfo::new();
    limits.limit_kill_on_job_close();
    bind(&limits);
    // Without a handler it would end first, and the others with it.
    let _ = ctrlc::set_handler(|| ());
}

#[cfg(not(windows))]
pub fn lead_children() {}

/// Binds this process, and those that it will start, by limits that hold until its end. A process that may not bind itself goes on
/// without.
#[cfg(windows)]
fn bind(limits: &win32job::ExtendedLimitInfo) {
    if let Ok(job) = win32job::Job::create_with_limit_info(limits)
        && job.assign_current_process().is_ok()
    {
        // Its handle is closed by the system at the end of this process.
        std::mem::forget(job);
    }
}
