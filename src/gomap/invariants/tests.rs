//! Every rule, broken by hand in a map that was sound, and the sentence that
//! tells of it: a check that finds nothing is only worth something if it would.

use super::*;
use crate::gomap::bucket::BucketId;
use crate::gomap::table::Core;
use std::hash::Hasher;

type Map = GoMap<u64, (), Plain>;
type Broken = fn(&mut Core<u64, ()>);

/// A key is its own hash.
#[derive(Clone)]
struct Plain(u64);

impl BuildHasher for Plain {
    type Hasher = Plain;

    fn build_hasher(&self) -> Plain {
        Plain(0)
    }
}

impl Hasher for Plain {
    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The keys from 0 to `count` are each in the bucket that their low bits say, and have
/// the tophash 5.
fn filled(capacity: usize, count: u64) -> Map {
    let mut map = Map::with_capacity_and_hasher(capacity, Plain(0));
    map.extend((0..count).map(|key| (key, ())));
    map
}

/// Keys of bucket 0 alone, in a chain of two buckets.
fn chained(capacity: usize) -> Map {
    let mut map = Map::with_capacity_and_hasher(capacity, Plain(0));
    map.extend((0..9).map(|key| (key << 24, ())));
    map
}

/// In the midst of a growth from 4 buckets to 8: old buckets 0 and 1 are
/// evacuated, and the mark stands at 2.
fn growing() -> Map {
    let mut map = filled(26, 26);
    map.insert(28, ());
    assert_eq!((map.shape().growing, map.shape().nevacuate), (true, 2));
    map
}

fn id(index: usize) -> BucketId {
    BucketId::from_index(index)
}

fn current(core: &mut Core<u64, ()>) -> &mut Array<u64, ()> {
    core.current.as_mut().expect("has buckets")
}

fn old(core: &mut Core<u64, ()>) -> &mut Array<u64, ()> {
    core.old.as_mut().expect("is growing")
}

/// Breaks a sound map and expects these faults and no others.
#[track_caller]
fn check(mut map: Map, breaking: Broken, want: &[&str]) {
    assert_eq!(map.check_invariants(), [""; 0]);
    breaking(&mut map.core);
    assert_eq!(map.check_invariants(), want);
}

#[test]
fn counters() {
    check(
        filled(0, 0),
        |core| core.flags = 4,
        &["flags 0x4 has unknown bits"],
    );
    check(
        filled(0, 1),
        |core| core.flags = SAME_SIZE_GROW,
        &["same-size flag set without a growth"],
    );
    check(
        filled(13, 13),
        |core| core.count = 15,
        &["count is 15 but 13 cells are live"],
    );
    check(
        filled(13, 13),
        |core| core.count = 16,
        &[
            "16 entries in 2^1 buckets and no growth begun",
            "count is 16 but 13 cells are live",
        ],
    );
    check(
        filled(0, 3),
        |core| core.retired.extend(core.current.clone()),
        &["a retired array has 3 live cells"],
    );
}

#[test]
fn without_buckets() {
    const NONE: &str = "no current array, yet something that needs one";
    check(
        filled(0, 0),
        |core| core.count = 1,
        &[NONE, "count is 1 but 0 cells are live"],
    );
    check(filled(0, 0), |core| core.noverflow = 1, &[NONE]);
    check(
        filled(0, 0),
        |core| {
            core.flags = SAME_SIZE_GROW;
            core.old = Some(Array::new(0, None, 0));
        },
        &[NONE],
    );
}

#[test]
fn growth() {
    check(
        growing(),
        |core| core.flags ^= SAME_SIZE_GROW,
        &["growth from b = 2 to 3 with same-size true"],
    );
    let below = [2, 3].map(|n| format!("old bucket {n} is below nevacuate but not evacuated"));
    check(
        growing(),
        |core| core.nevacuate = 4,
        &[
            "nevacuate is 4 of 4 and the growth has not ended",
            &below[0],
            &below[1],
        ],
    );
    check(
        growing(),
        |core| core.nevacuate = 5,
        &[
            "nevacuate is 5 of 4 and the growth has not ended",
            &below[0],
            &below[1],
        ],
    );
    check(growing(), |core| core.nevacuate = 3, &[&below[0]]);
    check(
        growing(),
        |core| core.nevacuate = 1,
        &["nevacuate stands at evacuated bucket 1"],
    );
    check(
        growing(),
        |core| {
            current(core)
                .bucket_mut(id(2))
                .put(0, Tophash::of(26), 26, ());
            core.count += 1;
        },
        &["bucket 2 is in use but old bucket 2 is not evacuated"],
    );
    check(
        growing(),
        |core| {
            current(core)
                .bucket_mut(id(6))
                .put(0, Tophash::of(30), 30, ());
            core.count += 1;
        },
        &["bucket 6 is in use but old bucket 2 is not evacuated"],
    );
}

#[test]
fn the_mark_may_lag_behind_in_wide_arrays_alone() {
    for (b, want) in [
        (10, &["nevacuate stands at evacuated bucket 0"][..]),
        (11, &[]),
    ] {
        let full = 13 << (b - 1);
        let mut map = filled(full as usize, full);
        map.insert(full, ());
        assert!(map.shape().growing);
        check(map, |core| core.nevacuate = 0, want);
    }
}

#[test]
fn overflow_buckets() {
    check(
        filled(13 << 14, 1),
        |core| core.noverflow = 1,
        &["noverflow is 1 but 0 overflow buckets were made"],
    );
    check(filled(13 << 15, 1), |core| core.noverflow = 1, &[]);
    check(
        filled(104, 1),
        |core| {
            core.noverflow = 1;
            current(core).spill_early(id(0));
        },
        &["overflow buckets beyond preallocated ones that are unused"],
    );
    check(
        filled(104, 1),
        |core| current(core).bucket_mut(id(16)).set_mark(7, EMPTY_ONE),
        &["current: an unused overflow bucket was touched"],
    );
    check(
        filled(104, 1),
        |core| current(core).bucket_mut(id(0)).link(id(16)),
        &["current: 0 overflow buckets made, 1 chained"],
    );
    check(
        chained(13),
        |core| {
            core.quirks.wipe_evacuated = true;
            current(core).bucket_mut(id(0)).unlink();
        },
        &[
            "current: 1 overflow buckets made, 0 chained",
            "count is 9 but 8 cells are live",
        ],
    );
}

#[test]
fn chains() {
    check(
        filled(13, 1),
        |core| current(core).bucket_mut(id(0)).link(id(1)),
        &[
            "current chain 0: bucket 2 is not its own",
            "count is 1 but 0 cells are live",
        ],
    );
    check(
        chained(13),
        |core| current(core).bucket_mut(id(1)).link(id(2)),
        &["current chain 1: bucket 3 is not its own"],
    );
}

#[test]
fn marks() {
    check(
        growing(),
        |core| old(core).bucket_mut(id(0)).set_mark(3, EMPTY_ONE),
        &["old chain 0: evacuated, but a cell is marked 1"],
    );
    check(
        filled(13, 4),
        |core| current(core).bucket_mut(id(0)).set_mark(2, EVACUATED_X),
        &["current chain 0: not evacuated, but a cell is marked 2"],
    );
    check(
        filled(13, 4),
        |core| current(core).bucket_mut(id(0)).set_mark(3, EMPTY_ONE),
        &["current chain 0: a cell is in use behind an empty rest"],
    );
    check(
        filled(13, 4),
        |core| current(core).bucket_mut(id(0)).set_mark(2, EMPTY_ONE),
        &["current chain 0: an empty cell with only empty ones behind it is not marked so"],
    );
}

#[test]
fn keys() {
    check(
        filled(13, 4),
        |core| {
            let bucket = current(core).bucket_mut(id(0));
            bucket.take(0);
            bucket.put(0, Tophash::of(!0), 0, ());
        },
        &["current chain 0: tophash 0xff of a key whose hash gives 0x5"],
    );
    check(
        filled(13, 4),
        |core| {
            current(core)
                .bucket_mut(id(0))
                .put(2, Tophash::of(5), 5, ());
            core.count += 1;
        },
        &["current chain 0: holds a key of bucket 1"],
    );
    check(
        filled(13, 4),
        |core| {
            current(core)
                .bucket_mut(id(0))
                .put(2, Tophash::of(2), 2, ());
            core.count += 1;
        },
        &["current chain 0: holds a key twice"],
    );
}
