//! Of files that take much memory one is read at a time, so that what a run takes does not grow with its threads. Of an honest inbox no
//! file is so large: one of 20,000 rows takes as much.

use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// From so many bytes on a file waits until it is its turn.
pub(super) const HEAVY: usize = 24 << 20;

static LARGE: Mutex<()> = Mutex::new(());

thread_local! {
    /// Of a thread that is reading what waits for its turn: what it holds once it came.
    static READING: RefCell<Option<Option<MutexGuard<'static, ()>>>> = const { RefCell::new(None) };
}

/// While it lives, what this thread reads waits for its turn if it is large. Nothing else that it reads does: of outputs that are read
/// back none is read beside others.
pub(super) struct Turn;

impl Turn {
    pub(super) fn begin() -> Self {
        READING.set(Some(None));
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        READING.take();
    }
}

/// Waits until no other thread reads a large file.
pub(super) fn wait() {
    READING.with_borrow_mut(|reading| {
        if let Some(held) = reading {
            // It guards nothing that could have been left half done.
            held.get_or_insert_with(|| LARGE.lock().unwrap_or_else(PoisonError::into_inner));
        }
    });
}
