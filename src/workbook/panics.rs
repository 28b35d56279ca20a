//! The last belt but one: what panics over a file is told of the file.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    /// Whether a panic on this thread is expected and will be told as a finding.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic over a file; `None` if it did. The panic's message stays off the terminal. May be used within itself.
pub fn without_panic<T>(reading: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                loud(panic);
            }
        }));
    });
    let before = QUIET.replace(true);
    // A reader that panicked leaves nothing behind that is looked at again.
    let outcome = catch_unwind(AssertUnwindSafe(reading));
    QUIET.set(before);
    outcome.ok()
}
