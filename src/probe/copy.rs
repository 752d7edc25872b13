//! Keys and values that are `Copy`.
//!
//! Maps clean up otherwise where there is nothing to drop: they ask
//! [`needs_drop`](std::mem::needs_drop), or clone entries as plain memory. So the
//! ledger cannot follow these. Each carries a seal instead, by which memory that was
//! never written, or was written over, is told from one that was made.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::entry::note_damage;
use super::key::{compare, equal, write_hash};
use super::ledger::Instance;
use super::{Probe, TestKey, TestValue};

/// A [`Key`](super::Key) that is `Copy`: it hashes as the plan says, its `Hash` and `Eq` count
/// their calls and can be made to panic or lie; it has no `Drop`.
///
/// ```
/// use std::collections::{HashMap, hash_map};
/// use map_oracle::check::Runner;
/// use map_oracle::hunt::sweep;
/// use map_oracle::case::Mark;
/// use map_oracle::probe::{CopyKey, CopyValue, PlanState};
///
/// map_oracle::subject! {
///     pub struct Mine("mine", HashMap<CopyKey, CopyValue, PlanState>);
///     new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
///     keys: CopyKey;
///     values: CopyValue;
///     ops: get_mut, entry(hash_map::Entry), retain, clear, clone, reserve;
/// }
///
/// let case = "map-oracle case 1\ninsert_run 0 len 9\nreserve 40\nremove 3\n".parse()?;
/// let reach = sweep(&Runner::of::<Mine>(), &case).expect("std's map is right");
/// assert!(reach.get(Mark::FAULTS) > 9);
/// # Ok::<(), map_oracle::case::CaseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct CopyKey {
    id: u32,
    seal: u32,
    hash: u64,
}

/// A [`Value`](super::Value) that is `Copy`.
#[derive(Clone, Copy)]
pub struct CopyValue {
    payload: u32,
    seal: u32,
}

/// What a whole instance carries beside its number. Memory of zeros is not whole.
fn seal(number: u32) -> u32 {
    number.rotate_left(13) ^ 0x5ea1_ed00
}

impl CopyKey {
    /// Notes damage unless the key is whole.
    fn check(&self) {
        if self.seal != seal(self.id ^ fold(self.hash)) {
            note_damage(Instance::Key);
        }
    }

    /// Overwrites part of it, as a map would that writes past a slot: for
    /// tests of what is then noted, which cannot do so without unsafe code.
    #[doc(hidden)]
    pub fn feign_damage(&mut self) {
        self.seal = !self.seal;
    }
}

fn fold(hash: u64) -> u32 {
    (hash ^ hash >> 32) as u32
}

impl Hash for CopyKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.check();
        write_hash(self.hash, state);
    }
}

impl PartialEq for CopyKey {
    fn eq(&self, other: &CopyKey) -> bool {
        self.check();
        other.check();
        equal(self.id, other.id)
    }
}

impl Eq for CopyKey {}

impl PartialOrd for CopyKey {
    fn partial_cmp(&self, other: &CopyKey) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CopyKey {
    /// By number, as of a [`Key`](super::Key).
    fn cmp(&self, other: &CopyKey) -> Ordering {
        self.check();
        other.check();
        compare(self.id, other.id)
    }
}

/// A copy, for `entry_ref` and its like.
impl From<&CopyKey> for CopyKey {
    fn from(key: &CopyKey) -> CopyKey {
        *key
    }
}

impl fmt::Debug for CopyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.id())
    }
}

impl TestKey for CopyKey {
    const FOLLOWED: bool = false;
    const PLANNED: bool = true;
    const NAN: bool = true;

    fn make(probe: &Probe, id: u32) -> CopyKey {
        let hash = probe.hash_of(id);
        let seal = seal(id ^ fold(hash));
        CopyKey { id, seal, hash }
    }

    fn id(&self) -> u32 {
        self.check();
        self.id
    }
}

impl CopyValue {
    fn of(payload: u32) -> CopyValue {
        let seal = seal(payload);
        CopyValue { payload, seal }
    }

    /// Overwrites part of it, as [`CopyKey::feign_damage`] does.
    #[doc(hidden)]
    pub fn feign_damage(&mut self) {
        self.seal = !self.seal;
    }
}

impl PartialEq for CopyValue {
    fn eq(&self, other: &CopyValue) -> bool {
        self.get() == other.get()
    }
}

impl Eq for CopyValue {}

impl PartialOrd for CopyValue {
    fn partial_cmp(&self, other: &CopyValue) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CopyValue {
    /// By what they hold.
    fn cmp(&self, other: &CopyValue) -> Ordering {
        self.get().cmp(&other.get())
    }
}

impl fmt::Debug for CopyValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.get())
    }
}

impl TestValue for CopyValue {
    const FOLLOWED: bool = false;

    fn make(_: &Probe, payload: u32) -> CopyValue {
        CopyValue::of(payload)
    }

    fn get(&self) -> u32 {
        if self.seal != seal(self.payload) {
            note_damage(Instance::Value);
        }
        self.payload
    }

    fn set(&mut self, payload: u32) {
        // What it held must have been a value.
        let _ = self.get();
        *self = CopyValue::of(payload);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::HashPlan;

    const OVERWRITTEN: &str = "whose memory was overwritten";

    #[test]
    fn nothing_of_them_needs_a_drop() {
        assert!(!std::mem::needs_drop::<(CopyKey, CopyValue)>());
    }

    #[test]
    fn every_use_of_one_that_is_not_whole_is_noticed() {
        let probe = Probe::start(HashPlan::default());
        let whole = CopyKey::make(&probe, 3);
        let value = CopyValue::make(&probe, 3);
        let zeros = CopyKey {
            id: 0,
            seal: 0,
            hash: 0,
        };
        let other_hash = CopyKey { hash: 7, ..whole };
        let other_id = CopyKey { id: 4, ..whole };
        for broken in [zeros, other_hash, other_id] {
            let uses: [&dyn Fn(); 5] = [
                &|| {
                    use std::hash::BuildHasher as _;
                    let _ = super::super::PlanState::default().hash_one(broken);
                },
                &|| {
                    let _ = whole == broken;
                },
                &|| {
                    let _ = broken.cmp(&whole);
                },
                &|| {
                    let _ = broken.id();
                },
                &|| {
                    let _ = format!("{broken:?}");
                },
            ];
            for (at, broken_use) in uses.into_iter().enumerate() {
                broken_use();
                let told = probe.violations();
                assert_eq!(told.len(), 1, "use {at}: {told:?}");
                assert!(told[0].contains(OVERWRITTEN), "use {at}: {told:?}");
            }
        }
        for mut broken in [
            CopyValue {
                payload: 0,
                seal: 0,
            },
            CopyValue {
                payload: 4,
                ..value
            },
        ] {
            let _ = broken.get();
            assert_eq!(probe.violations().len(), 1);
            broken.set(5);
            assert_eq!(probe.violations().len(), 1);
            assert_eq!(broken.get(), 5);
        }
        assert!(whole == CopyKey::make(&probe, 3) && value == CopyValue::make(&probe, 3));
        assert!(probe.violations().is_empty());
    }
}
