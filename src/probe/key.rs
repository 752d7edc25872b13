//! Keys that decide their own hash.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::experiment::{lies, tick};
use super::ledger::{Entry, Instance};
use super::{Probe, TestKey};
use crate::case::FaultKind;

/// A key: a small number with the hash that the case's plan gives it.
///
/// Made by [`Probe::key`](super::Probe::key). `Hash` writes the planned 64
/// bits with `write_u64`. Every use is checked against the ledger.
pub struct Key {
    id: u32,
    entry: Entry,
    hash: u64,
}

impl Key {
    /// Keys with larger numbers are not equal to themselves, like a NaN.
    pub const LAST_EQUAL: u32 = u32::MAX >> 1;

    pub(super) fn new(id: u32, hash: u64, entry: Entry) -> Key {
        Key { id, entry, hash }
    }

    /// The key's number. A read of a dead key is noted in the ledger.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.entry.check_live(Instance::Key, "a read");
        self.id
    }

    #[cfg(test)]
    pub(super) fn entry(&self) -> Entry {
        self.entry
    }

    /// Strikes the key out of the ledger as its drop would: for tests of what
    /// the ledger sees, which cannot drop twice without unsafe code.
    #[doc(hidden)]
    pub fn feign_drop(&self) {
        self.entry.drop(Instance::Key);
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.entry.check_live(Instance::Key, "a hash");
        write_hash(self.hash, state);
    }
}

/// The `Hash` of a key that has this hash by its plan: a call that is counted.
pub(super) fn write_hash<H: Hasher>(planned: u64, state: &mut H) {
    tick(FaultKind::Hash);
    let hash = if lies(FaultKind::HashLie) {
        planned.rotate_left(29) ^ 0x5bd1_e995
    } else {
        planned
    };
    state.write_u64(hash);
}

/// The `Eq` of keys of these numbers, likewise.
pub(super) fn equal(id: u32, other: u32) -> bool {
    tick(FaultKind::Eq);
    let equal = id == other && id <= Key::LAST_EQUAL;
    equal != lies(FaultKind::EqLie)
}

/// The `Ord` of keys of these numbers, likewise. Ordered maps are not given keys that
/// differ from themselves.
pub(super) fn compare(id: u32, other: u32) -> Ordering {
    tick(FaultKind::Eq);
    let order = id.cmp(&other);
    match lies(FaultKind::EqLie) {
        true if order.is_eq() => Ordering::Less,
        true => order.reverse(),
        false => order,
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        self.entry.check_live(Instance::Key, "a comparison");
        other.entry.check_live(Instance::Key, "a comparison");
        equal(self.id, other.id)
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    /// By number.
    fn cmp(&self, other: &Key) -> Ordering {
        self.entry.check_live(Instance::Key, "a comparison");
        other.entry.check_live(Instance::Key, "a comparison");
        compare(self.id, other.id)
    }
}

impl Clone for Key {
    fn clone(&self) -> Key {
        self.entry.check_live(Instance::Key, "a clone");
        tick(FaultKind::Clone);
        Key::new(self.id, self.hash, self.entry.another(Instance::Key))
    }
}

/// A clone, for `entry_ref` and its like.
impl From<&Key> for Key {
    fn from(key: &Key) -> Key {
        key.clone()
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.entry.drop(Instance::Key);
        tick(FaultKind::Drop);
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.id())
    }
}

impl TestKey for Key {
    const FOLLOWED: bool = true;
    const NAN: bool = true;

    fn make(probe: &Probe, id: u32) -> Key {
        probe.key(id)
    }

    fn id(&self) -> u32 {
        Key::id(self)
    }
}
