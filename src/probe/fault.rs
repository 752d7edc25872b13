//! The fault that is armed: its calls are counted, on whichever threads they
//! are made, and the planned one goes wrong.

use std::cell::Cell;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering::Relaxed};

use crate::case::{Fault, FaultKind};

/// The payload of a planned panic, by which it is told from any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Injected(pub FaultKind);

thread_local! {
    /// Whether this thread looks into a map beside an op.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `look` with no panic armed and none of its calls counted: for an
/// adapter that looks into its map beside an op.
pub fn quietly<R>(look: impl FnOnce() -> R) -> R {
    struct Before(bool);
    impl Drop for Before {
        fn drop(&mut self) {
            QUIET.set(self.0);
        }
    }
    let _before = Before(QUIET.replace(true));
    look()
}

/// What is armed in an experiment.
pub(super) struct Armed {
    /// The kind, counted from 1, in the high half; in the low half which call
    /// from here on is the planned one. 0 if nothing is armed.
    fault: AtomicU32,
    /// Whether the armed panic was thrown.
    thrown: AtomicBool,
    /// Calls of the user code that is armed to lie.
    calls: AtomicU16,
    /// Whether any lie was told in this experiment.
    lied: AtomicBool,
}

impl Armed {
    pub(super) const fn new() -> Armed {
        Armed {
            fault: AtomicU32::new(0),
            thrown: AtomicBool::new(false),
            calls: AtomicU16::new(0),
            lied: AtomicBool::new(false),
        }
    }

    /// Forgets all of an earlier experiment.
    pub(super) fn reset(&self) {
        self.arm(None);
        self.lied.store(false, Relaxed);
    }

    pub(super) fn arm(&self, fault: Option<Fault>) {
        self.thrown.store(false, Relaxed);
        self.calls.store(0, Relaxed);
        let armed = |fault: Fault| (fault.kind as u32 + 1) << 16 | u32::from(fault.call);
        self.fault.store(fault.map_or(0, armed), Relaxed);
    }

    pub(super) fn disarm(&self) {
        self.fault.store(0, Relaxed);
    }

    pub(super) fn was_thrown(&self) -> bool {
        self.thrown.load(Relaxed)
    }

    pub(super) fn lied(&self) -> bool {
        self.lied.load(Relaxed)
    }

    #[inline]
    fn is(&self, kind: FaultKind) -> bool {
        self.fault.load(Relaxed) >> 16 == kind as u32 + 1
    }

    /// Counts a call of user code, and panics if it is the planned one.
    #[inline]
    pub(super) fn tick(&self, kind: FaultKind) {
        if self.is(kind) {
            self.tick_armed(kind);
        }
    }

    /// Never panics while the thread unwinds already: that would abort.
    #[cold]
    fn tick_armed(&self, kind: FaultKind) {
        if std::thread::panicking() || QUIET.get() {
            return;
        }
        let counted = self.fault.fetch_update(Relaxed, Relaxed, |armed| {
            // Another thread may have made the planned call meanwhile.
            let call = (armed >> 16 == kind as u32 + 1).then_some(armed as u16)?;
            Some(if call > 1 { armed - 1 } else { 0 })
        });
        if counted.is_ok_and(|armed| armed as u16 <= 1) {
            self.thrown.store(true, Relaxed);
            // Not `panic!`: a planned panic should not print, nor meet a hook
            // that aborts, as libFuzzer's does.
            resume_unwind(Box::new(Injected(kind)));
        }
    }

    /// Counts a call of user code that may be armed to lie. Tells whether it is
    /// to lie now.
    #[inline]
    pub(super) fn lies(&self, kind: FaultKind) -> bool {
        self.is(kind) && self.lies_armed()
    }

    #[cold]
    fn lies_armed(&self) -> bool {
        if QUIET.get() {
            return false;
        }
        let nth = self.fault.load(Relaxed) as u16;
        let calls = self.calls.fetch_add(1, Relaxed).wrapping_add(1);
        let lies = nth > 0 && calls.is_multiple_of(nth);
        if lies {
            self.lied.store(true, Relaxed);
        }
        lies
    }
}
