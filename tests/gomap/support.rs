//! Keys and hashers that put entries where a test wants them, and a look at
//! where they are.

use std::cell::Cell;
use std::hash::{BuildHasher, Hash, Hasher};

use map_oracle::gomap::GoMap;

/// The last number written is the hash: a `u64` key is its own hash, whatever
/// the seed.
#[derive(Clone, Copy, Default)]
pub struct LastWrite;

pub struct LastWriteHasher(u64);

impl BuildHasher for LastWrite {
    type Hasher = LastWriteHasher;

    fn build_hasher(&self) -> LastWriteHasher {
        LastWriteHasher(0)
    }
}

impl Hasher for LastWriteHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        self.0 = u64::from_le_bytes(word);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Mixes seed and key well, then keeps only the bits of a mask: the fewer, the
/// more keys collide.
#[derive(Clone, Copy)]
pub struct Masked(pub u64);

pub struct MaskedHasher {
    mask: u64,
    state: u64,
}

impl BuildHasher for Masked {
    type Hasher = MaskedHasher;

    fn build_hasher(&self) -> MaskedHasher {
        MaskedHasher {
            mask: self.0,
            state: 0,
        }
    }
}

impl Hasher for MaskedHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.state = mix(self.state ^ word);
    }

    fn finish(&self) -> u64 {
        self.state & self.mask
    }
}

fn mix(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// Masks from "hardly ever" to "always" colliding.
pub const MASKS: [u64; 7] = [
    !0,
    0xff00_0000_0000_0007,
    0xff00_0000_0000_0000,
    0x0000_0000_0000_0fff,
    0x0100_0000_0000_0003,
    0x0000_0000_0000_0001,
    0,
];

/// The hash of a key under [`LastWrite`] with this tophash and bucket.
pub fn key(top: u8, number: u64, bucket: u64) -> u64 {
    u64::from(top) << 56 | number << 24 | bucket
}

/// A key that may be like a float's NaN: not equal to itself, and hashed
/// differently each time.
#[derive(Clone, Debug)]
pub struct Odd {
    pub id: u32,
    pub nan: bool,
}

thread_local! {
    static DRAWN: Cell<u64> = const { Cell::new(0) };
}

impl Hash for Odd {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u32(self.id);
        if self.nan {
            DRAWN.set(DRAWN.get() + 1);
            state.write_u64(DRAWN.get());
        }
    }
}

impl PartialEq for Odd {
    fn eq(&self, other: &Odd) -> bool {
        self.id == other.id && !self.nan && !other.nan
    }
}

impl Eq for Odd {}

/// Fails with the whole list if any rule of the structure is broken.
#[track_caller]
pub fn assert_sound<K: Eq + Hash, V, S: BuildHasher>(map: &GoMap<K, V, S>) {
    let faults = map.check_invariants();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// A map in which a key is its own hash.
pub type Plain = GoMap<u64, u64, LastWrite>;

/// The marks of the chain of a bucket, all its buckets in a row.
pub fn marks(map: &Plain, index: usize) -> Vec<u8> {
    let layout = map.layout();
    let chains = layout.current.expect("has buckets").chains;
    let chain = chains.into_iter().find(|chain| chain.index == index);
    chain.map_or(vec![0; 8], |chain| {
        chain.buckets.iter().flat_map(|b| b.tophash).collect()
    })
}

/// A map made by inserts, sound after each of them.
pub fn filled(capacity: usize, keys: impl IntoIterator<Item = u64>) -> Plain {
    let mut map = Plain::with_capacity_and_hasher(capacity, LastWrite);
    for key in keys {
        map.insert(key, key);
        assert_sound(&map);
    }
    map
}
