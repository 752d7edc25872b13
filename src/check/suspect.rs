//! A map that may be broken, and is therefore not dropped lightly.

use std::mem;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::case::Standing;
use crate::probe::{Probe, quietly};

/// A map that is leaked unless it is [cleared](Suspect::clear): the drop of one
/// that went wrong might bring the process down before the case is told.
///
/// After a lie of a key, going wrong is not the map's fault, and it must bear
/// to be dropped, unless it is [set aside](Suspect::set_aside).
pub(super) struct Suspect<'p, S> {
    probe: &'p Probe,
    /// Whether it is leaked even after a lie.
    set_aside: bool,
    /// Taken only by `clear` and by the drop. Boxed, as a run is moved about a
    /// few times and some subjects are large.
    map: Option<Box<S>>,
}

impl<'p, S> Suspect<'p, S> {
    pub(super) fn new(probe: &'p Probe, map: S) -> Self {
        Suspect {
            probe,
            set_aside: false,
            map: Some(Box::new(map)),
        }
    }

    /// Has it leaked whatever comes: it was seen not to come to an end, so its
    /// drop may not either, or to touch memory that is not its own.
    pub(super) fn set_aside(&mut self) {
        self.set_aside = true;
    }

    /// The map, to be treated as any other.
    pub(super) fn clear(mut self) -> S {
        *self.map.take().expect("not taken before")
    }
}

impl<S> Deref for Suspect<'_, S> {
    type Target = S;

    fn deref(&self) -> &S {
        self.map.as_deref().expect("not taken before")
    }
}

impl<S> DerefMut for Suspect<'_, S> {
    fn deref_mut(&mut self) -> &mut S {
        self.map.as_deref_mut().expect("not taken before")
    }
}

impl<S> Drop for Suspect<'_, S> {
    fn drop(&mut self) {
        let Some(map) = self.map.take() else { return };
        if self.probe.lied() && !self.set_aside && self.probe.checks(Standing::Drop) {
            // What it panics with after a lie is its own affair.
            let _ = catch_unwind(AssertUnwindSafe(|| quietly(|| drop(map))));
        } else {
            mem::forget(map);
        }
    }
}
