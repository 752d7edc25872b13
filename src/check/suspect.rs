//! A map that may be broken, and is therefore not dropped lightly.

use std::mem;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::case::Standing;
use crate::probe::{Probe, quietly};
use crate::structure::Specimen;

/// A map that is leaked unless it is [cleared](Suspect::clear): the drop of one
/// that went wrong might bring the process down before the case is told.
///
/// After a lie of a key, going wrong is not the map's fault, and it must bear
/// to be dropped, unless it is [set aside](Suspect::set_aside).
pub(super) struct Suspect<'p> {
    probe: &'p Probe,
    /// Whether it is leaked even after a lie.
    set_aside: bool,
    /// Taken only by `clear` and by the drop.
    map: Option<Box<dyn Specimen>>,
}

impl<'p> Suspect<'p> {
    pub(super) fn new(probe: &'p Probe, map: Box<dyn Specimen>) -> Self {
        Suspect {
            probe,
            set_aside: false,
            map: Some(map),
        }
    }

    /// Has it leaked whatever comes: it was seen not to come to an end, so its
    /// drop may not either, or to touch memory that is not its own.
    pub(super) fn set_aside(&mut self) {
        self.set_aside = true;
    }

    /// The map, to be treated as any other.
    pub(super) fn clear(mut self) -> Box<dyn Specimen> {
        self.map.take().expect("not taken before")
    }

    /// The same map at another address, which it must bear.
    pub(super) fn moved(mut self) -> Self {
        self.map = self.map.take().map(Specimen::moved);
        self
    }
}

impl Deref for Suspect<'_> {
    type Target = dyn Specimen;

    fn deref(&self) -> &Self::Target {
        self.map.as_deref().expect("not taken before")
    }
}

impl DerefMut for Suspect<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.map.as_deref_mut().expect("not taken before")
    }
}

impl Drop for Suspect<'_> {
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
