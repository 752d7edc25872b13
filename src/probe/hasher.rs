//! The hasher that hands a key's planned bits through unchanged.

use std::hash::{BuildHasherDefault, Hasher};

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
