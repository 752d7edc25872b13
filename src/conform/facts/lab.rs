//! What the experiments share: keys that choose their bucket and tophash,
//! ways to look at a table, and how a finding is worded.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hash, Hasher};

use super::Contradiction;
use crate::gomap::{ArrayKind, ArrayLayout, GoMap, Location};

/// Ends an experiment with a contradiction unless the condition holds.
macro_rules! hold {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err($crate::conform::facts::Contradiction(format!($($message)+)));
        }
    };
}

/// The finding that nothing was contradicted, with what was measured.
macro_rules! found {
    ($($message:tt)+) => {
        Ok($crate::conform::facts::Evidence(format!($($message)+)))
    };
}

pub(super) use {found, hold};

/// A map whose `u64` keys are their own hash.
pub(super) type Map = GoMap<u64, u64, LastWrite>;

/// The last number written is the hash. The map writes its seed first, so the
/// seed is without effect.
#[derive(Clone, Copy, Default)]
pub(super) struct LastWrite;

pub(super) struct LastWriteHasher(u64);

impl BuildHasher for LastWrite {
    type Hasher = LastWriteHasher;

    fn build_hasher(&self) -> LastWriteHasher {
        LastWriteHasher(0)
    }
}

impl Hasher for LastWriteHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0 << 8 | u64::from(byte);
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The key with this tophash that belongs in this bucket of any array of up
/// to 2^24 buckets. `number` tells apart keys of the same place.
pub(super) fn key(top: u8, number: u64, bucket: u64) -> u64 {
    u64::from(top) << 56 | number << 24 | bucket
}

/// A map with room for `hint` entries and these keys, each its own value.
pub(super) fn filled(hint: usize, keys: impl IntoIterator<Item = u64>) -> Map {
    let mut map = Map::with_capacity_and_hasher(hint, LastWrite);
    for key in keys {
        map.insert(key, key);
    }
    map
}

/// A bucket full of keys of one tophash.
pub(super) fn full_bucket() -> Map {
    filled(0, (0..8).map(|n| key(9, n, 0)))
}

/// The marks of a chain of the current array, all its buckets in a row.
pub(super) fn marks<K, V, S>(map: &GoMap<K, V, S>, bucket: usize) -> Vec<u8> {
    let layout = map.layout();
    let chains = layout.current.map_or(Vec::new(), |array| array.chains);
    match chains.into_iter().find(|chain| chain.index == bucket) {
        Some(chain) => chain.buckets.iter().flat_map(|b| b.tophash).collect(),
        None => vec![0; 8],
    }
}

/// Marks in a row: `L` for a live cell, else the number of the mark.
pub(super) fn show(marks: &[u8]) -> String {
    let shown = marks.iter().map(|&mark| match mark {
        0..5 => char::from(b'0' + mark),
        _ => 'L',
    });
    shown.collect()
}

/// All marks of both arrays, and whether they are of an evacuated chain.
pub(super) fn all_marks<K, V, S>(map: &GoMap<K, V, S>) -> Vec<(bool, u8)> {
    let layout = map.layout();
    let mut all = Vec::new();
    for array in [layout.current, layout.old].into_iter().flatten() {
        for chain in array.chains {
            let evacuated = (2..5).contains(&chain.buckets[0].tophash[0]);
            let marks = chain.buckets.iter().flat_map(|bucket| bucket.tophash);
            all.extend(marks.map(|mark| (evacuated, mark)));
        }
    }
    all
}

/// How many chains of an array are evacuated.
pub(super) fn evacuated(array: &ArrayLayout) -> usize {
    let heads = array.chains.iter().map(|chain| chain.buckets[0].tophash[0]);
    heads.filter(|mark| (2..5).contains(mark)).count()
}

/// How many of the old buckets are evacuated; all of them when the growth is
/// over. `width` is their number.
pub(super) fn evacuated_of<K, V, S>(map: &GoMap<K, V, S>, width: usize) -> usize {
    map.layout().old.map_or(width, |old| evacuated(&old))
}

/// A cell of the current array.
pub(super) fn cell(bucket: usize, link: usize, slot: usize) -> Location {
    Location {
        array: ArrayKind::Current,
        bucket,
        link,
        slot,
    }
}

/// Overwrites a present key until no growth is in progress. Each write moves
/// one old bucket at least, so that takes no more writes than there are.
pub(super) fn settle<S: BuildHasher>(
    map: &mut GoMap<u64, u64, S>,
    key: u64,
) -> Result<(), Contradiction> {
    let old = map.layout().old.map_or(0, |old| 1 << old.b);
    for _ in 0..old {
        map.insert(key, 0);
    }
    hold!(
        !map.shape().growing,
        "a growth from {old} buckets goes on after {old} writes"
    );
    Ok(())
}

/// Shows `map` after each of `steps` random inserts and removals, in a way
/// that meets tombstones, chains and growths: keys share 4 tophashes and
/// `buckets` low bits.
pub(super) fn wander(
    map: &mut Map,
    seed: u64,
    steps: usize,
    buckets: u64,
    mut after: impl FnMut(&Map, &BTreeMap<u64, u64>) -> Result<(), Contradiction>,
) -> Result<(), Contradiction> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut model = BTreeMap::new();
    for step in 0..steps as u64 {
        let key = key(rng.u8(..4) * 60, rng.u64(..10), rng.u64(..buckets));
        // Fill for a while, then empty for a while.
        if rng.u64(..10) < if step / 400 % 2 == 0 { 8 } else { 1 } {
            map.insert(key, step);
            model.insert(key, step);
        } else {
            map.remove(&key);
            model.remove(&key);
        }
        after(map, &model)?;
    }
    Ok(())
}

/// Mixes whatever is written, the map's seed included: as a good hasher does.
#[derive(Clone, Copy)]
pub(super) struct Mixing {
    start: u64,
    mask: u64,
}

impl Mixing {
    pub(super) fn new(start: u64) -> Mixing {
        Mixing { start, mask: !0 }
    }

    /// With no more than `1 << bits` buckets, so that chains are long.
    pub(super) fn crowded(start: u64, bits: u32) -> Mixing {
        let mask = !0 << 56 | ((1 << bits) - 1);
        Mixing { start, mask }
    }
}

impl BuildHasher for Mixing {
    type Hasher = MixingHasher;

    fn build_hasher(&self) -> MixingHasher {
        MixingHasher(*self, self.start)
    }
}

pub(super) struct MixingHasher(Mixing, u64);

impl Hasher for MixingHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(byte.into());
        }
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(word.into());
    }

    /// The finaliser of splitmix64 (Steele, Lea and Flood, 2014).
    fn write_u64(&mut self, word: u64) {
        let x = (self.1 ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.1 = x ^ x >> 31;
    }

    fn finish(&self) -> u64 {
        self.1 & self.0.mask
    }
}

/// A key that may be like a float's NaN: not equal to itself, and hashed anew
/// each time.
#[derive(Clone, Debug)]
pub(super) struct Float {
    pub(super) number: u64,
    pub(super) nan: bool,
}

thread_local! {
    static DRAWN: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// The next NaN hashes as the first one of the thread did.
pub(super) fn restart_nans() {
    DRAWN.set(0);
}

impl Hash for Float {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.number);
        if self.nan {
            DRAWN.set(DRAWN.get() + 1);
            state.write_u64(DRAWN.get());
        }
    }
}

impl PartialEq for Float {
    fn eq(&self, other: &Float) -> bool {
        self.number == other.number && !self.nan && !other.nan
    }
}

impl Eq for Float {}
