//! A place in a chain that a cursor comes back to, after the map was changed in
//! any way: cleared, grown, rebuilt.

use crate::gomap::array::{Array, Pin};
use crate::gomap::bucket::BucketId;
use crate::gomap::table::Core;

/// A bucket in the middle of a chain.
#[derive(Clone)]
pub(super) struct Link {
    /// The array walked, when it is not the cursor's own.
    pub(super) visited: Option<Pin>,
    pub(super) id: BucketId,
    pub(super) epoch: u64,
    /// The array was cleared while the cursor stood in an overflow bucket,
    /// which may serve any chain by now.
    pub(super) recycled: bool,
}

impl Link {
    /// The link as it is now, and its array. `None` if the bucket is gone.
    pub(super) fn resume<'a, K, V>(
        mut self,
        core: &'a Core<K, V>,
        own: &'a Array<K, V>,
    ) -> Option<(Link, &'a Array<K, V>)> {
        let array = match &self.visited {
            None => own,
            Some(pin) => core.array_of(pin)?,
        };
        if array.is_shell() {
            return None;
        }
        if self.epoch != array.epoch {
            if array.is_spilled(self.id) {
                return None;
            }
            self.epoch = array.epoch;
            self.recycled |= !array.is_main(self.id);
        }
        Some((self, array))
    }

    /// The bucket behind this one.
    pub(super) fn advance<K, V>(self, array: &Array<K, V>) -> Option<Link> {
        let id = match array.bucket(self.id).overflow() {
            Some(next) => next,
            // Go marks the last unused bucket by linking it to the first of
            // the array, and its cursor follows that link.
            None if self.recycled && array.is_last_unused(self.id) => BucketId::from_index(0),
            None => return None,
        };
        Some(Link { id, ..self })
    }
}
