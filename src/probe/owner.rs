//! The one process that an experiment belongs to. A map that forks leaves a copy
//! of the experiment behind, which would go on beside it, and fork again.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// The number of the process; 0 while any will do.
static OWNER: AtomicU32 = AtomicU32::new(0);

/// From now on, experiments go on in this process only.
#[cfg(all(unix, feature = "process"))]
pub(crate) fn own() {
    OWNER.store(process::id(), Ordering::Relaxed);
}

/// Ends a copy of the process that owns the experiments. To be called often: a
/// map that forks at each of thirty calls makes a thousand million processes.
#[inline]
pub(crate) fn end_copies() {
    let owner = OWNER.load(Ordering::Relaxed);
    if owner != 0 && process::id() != owner {
        process::abort();
    }
}
