//! The hasher that hands a key's planned bits through unchanged.

use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

use super::experiment::tick;
use crate::case::FaultKind;

/// The `BuildHasher` to make a map under test with.
pub type PlanState = BuildHasherDefault<PlanHasher>;

/// A hasher in which the last number written wins, so that a
/// [`Key`](super::Key), which writes its planned 64 bits, decides the whole
/// hash: also in maps that write a seed first.
///
/// Its construction, `finish` and drop can be armed to panic.
#[derive(Debug)]
pub struct PlanHasher {
    bits: u64,
}

impl Default for PlanHasher {
    fn default() -> Self {
        tick(FaultKind::Hasher);
        PlanHasher { bits: 0 }
    }
}

impl Drop for PlanHasher {
    fn drop(&mut self) {
        tick(FaultKind::Hasher);
    }
}

impl Hasher for PlanHasher {
    fn finish(&self) -> u64 {
        tick(FaultKind::Hasher);
        self.bits
    }

    fn write_u64(&mut self, bits: u64) {
        self.bits = bits;
    }

    /// Bytes that are no planned hash, such as a map's seed or a key that is a
    /// string, are hashed by FNV-1a.
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.bits = (self.bits ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// A [`PlanState`] whose own life is user code, too: its `Default`, `Clone` and `Drop`
/// are calls of the hasher, which the case can make panic.
///
/// A map that clones its hasher between two steps of `clone_from`, or drops it after
/// it took its entries apart, must bear that.
///
/// ```
/// use std::collections::HashMap;
/// use map_oracle::probe::{FaultState, Key, Value};
///
/// map_oracle::subject! {
///     pub struct Mine("mine", HashMap<Key, Value, FaultState>);
///     new: |hint| HashMap::with_capacity_and_hasher(hint, FaultState::default());
///     ops: clear, clone, into_iter, reserve;
/// }
///
/// // The second call of the hasher in this op is the drop of a `FaultState`.
/// let case = "map-oracle case 1\ninsert_run 0 len 9\ninto_iter take 2 panic hasher 2\n";
/// map_oracle::check::run::<Mine>(&case.parse()?).expect("std's map is right");
/// # Ok::<(), map_oracle::case::CaseError>(())
/// ```
#[derive(Debug)]
pub struct FaultState(());

impl Default for FaultState {
    fn default() -> Self {
        tick(FaultKind::Hasher);
        FaultState(())
    }
}

impl Clone for FaultState {
    fn clone(&self) -> Self {
        tick(FaultKind::Hasher);
        FaultState(())
    }
}

impl Drop for FaultState {
    fn drop(&mut self) {
        tick(FaultKind::Hasher);
    }
}

impl BuildHasher for FaultState {
    type Hasher = PlanHasher;

    fn build_hasher(&self) -> PlanHasher {
        PlanHasher::default()
    }
}
