//! What the articles leave out: C90 and further.

use std::collections::BTreeSet;

use super::lab::{
    Float, LastWrite, Map, Mixing, evacuated_of, filled, found, hold, key, marks, settle, show,
};
use super::{Check, Fact, Finding, Verdict};
use crate::gomap::GoMap;

pub(super) const FACTS: &[Fact] = &[
    Fact {
        id: "C90",
        seeds: "",
        claim: "A key that does not equal itself, a NaN, adds an entry with every insert, which no \
                lookup and no delete finds: only a range and a clear do.",
        verdict: Verdict::True,
        why: "Nothing compares equal to it, and its hash is random.",
        check: Check::Live(nan_keys_pile_up),
        case: Some(
            "\
map-oracle case 1
hash random seed 0
insert_nan = 1
insert_nan = 1
insert_nan = 1
iter
clear
",
        ),
    },
    Fact {
        id: "C91",
        seeds: "",
        claim: "Overwriting a present key never begins a growth, however full the map is.",
        verdict: Verdict::True,
        why: "An assignment looks for the key first, and for room only if it is absent.",
        check: Check::Live(updates_do_not_grow),
        case: Some(
            "\
map-oracle case 1
hash random seed 0
insert_run 0 len 8
insert_run 0 len 7
insert 8 = 1
",
        ),
    },
    Fact {
        id: "C92",
        seeds: "",
        claim: "Deleting an absent key during a growth moves old buckets, as every write does.",
        verdict: Verdict::True,
        why: "A delete does its share of the growth before it looks for the key.",
        check: Check::Live(failed_deletes_do_their_share),
        case: Some(
            "\
map-oracle case 1
hash sequential seed 0
insert_run 0 len 53
remove 200
remove 201
iter
",
        ),
    },
    Fact {
        id: "C93",
        seeds: "",
        claim: "The load factor is no hard bound: during a same-size growth the map takes more.",
        verdict: Verdict::True,
        why: "No growth begins before the last one has ended.",
        check: Check::Live(load_is_exceeded_while_growing),
        case: None,
    },
    Fact {
        id: "C94",
        seeds: "",
        claim: "Overflow buckets stay chained, and counted, when their entries are deleted.",
        verdict: Verdict::True,
        why: "Only a growth, to the same size at least, or a clear lets go of them.",
        check: Check::Live(empty_overflow_buckets_stay),
        case: Some(
            "\
map-oracle case 1
hash distinct 1 seed 0
hint 26
insert_run 0 len 20
remove_run 0 len 20
insert_run 0 len 20
",
        ),
    },
    Fact {
        id: "C95",
        seeds: "",
        claim: "A clear in the middle of a growth ends it: the old array goes, the new one stays.",
        verdict: Verdict::True,
        why: "There is nothing left to move, and the current array is wiped and used again.",
        check: Check::Live(clear_ends_a_growth),
        case: Some(
            "\
map-oracle case 1
hash random seed 0
insert_run 0 len 105
clear
insert_run 0 len 104
",
        ),
    },
    Fact {
        id: "C96",
        seeds: "",
        claim: "A range yields every entry that is in the map from its begin to its end.",
        verdict: Verdict::Partly,
        why: "Not the NaN keys in the rest of a chain inside which it stands when a same-size \
              growth ends: the filter for halves, off during such a growth, then takes the marks \
              of evacuated cells for their tophashes. GoMap's cursor keeps the promise.",
        check: Check::Live(all_of_a_chain_is_yielded),
        case: None,
    },
];

fn nan_keys_pile_up() -> Finding {
    let mut map: GoMap<Float, u64, Mixing> = GoMap::with_hasher(Mixing::new(3));
    for n in 0..100 {
        map.insert(
            Float {
                number: 0,
                nan: true,
            },
            n,
        );
    }
    let nan = Float {
        number: 0,
        nan: true,
    };
    let (len, found, removed) = (
        map.len(),
        map.contains_key(&nan),
        map.remove(&nan).is_some(),
    );
    let mut cursor = map.cursor();
    let mut values = BTreeSet::new();
    for number in 1.. {
        let Some((_, &value)) = cursor.next(&map) else {
            break;
        };
        values.insert(value);
        // Growing, so that later ones are met after a move.
        if number < 1_000 {
            map.insert(Float { number, nan: false }, u64::MAX);
        }
    }
    let yielded = values.iter().filter(|&&value| value < 100).count();
    map.clear();
    hold!(
        (len, found, removed, yielded, map.len()) == (100, false, false, 100, 0),
        "len {len}, found {found}, removed {removed}, {yielded} yielded, {} left by a clear",
        map.len()
    );
    found!(
        "100 inserts of a NaN give len {len}; none is found or removed, a range in which the map \
         grows yields {yielded}, a clear leaves {}",
        map.len()
    )
}

fn updates_do_not_grow() -> Finding {
    let mut map = filled(0, 0..208);
    settle(&mut map, 0)?;
    let before = map.shape();
    for n in 0..5_000 {
        map.insert(n % 208, n);
    }
    let after = map.shape();
    hold!(before == after, "from {before:?} to {after:?}");
    map.insert(208, 0);
    hold!(map.shape().growing, "a new key begins no growth");
    found!(
        "5000 updates of a full map of {} entries begin no growth, a new key does",
        after.count
    )
}

fn failed_deletes_do_their_share() -> Finding {
    let mut map = filled(0, 0..209);
    hold!(
        map.shape().growing && map.shape().b == 6,
        "{:?}",
        map.shape()
    );
    let before = evacuated_of(&map, 32);
    let len = map.len();
    let gone = map.remove(&1_029);
    let after = evacuated_of(&map, 32);
    hold!(gone.is_none() && map.len() == len, "something was removed");
    hold!(
        after == before + 2,
        "{before} old buckets moved, then {after}"
    );
    found!("removing an absent key takes the evacuated buckets from {before} to {after} of 32")
}

fn load_is_exceeded_while_growing() -> Finding {
    // Eight overflow buckets in eight chains, and one entry short of the load.
    let mut map = Map::with_capacity_and_hasher(52, LastWrite);
    for bucket in 0..8 {
        for n in 0..9 {
            map.insert(key(9, n, bucket), n);
        }
        for n in 0..if bucket == 7 { 0 } else { 3 } {
            map.remove(&key(9, n, bucket));
        }
    }
    let limit = map.capacity();
    hold!(
        (map.len(), limit, map.shape().noverflow) == (51, 52, 8),
        "{:?}",
        map.shape()
    );
    let mut most = 0;
    for n in 0..8 {
        map.insert(key(9, 100 + n, n), n);
        hold!(
            n > 0 || map.shape().same_size,
            "no same-size growth: {:?}",
            map.shape()
        );
        if map.shape().b > 3 {
            break;
        }
        most = most.max(map.len());
    }
    hold!(most > limit, "at most {most} entries in 8 buckets");
    hold!(map.shape().b == 4, "the map did not double after that");
    found!("8 buckets, whose limit is {limit}, came to hold {most} entries before they doubled")
}

fn empty_overflow_buckets_stay() -> Finding {
    let keys: Vec<u64> = (0..20).map(|n| key(9, n, 1)).collect();
    let mut map = filled(26, keys.iter().copied());
    for key in &keys[1..] {
        map.remove(key);
    }
    let (chain, noverflow) = (map.chain_len(&keys[0]), map.shape().noverflow);
    let shown = show(&marks(&map, 1));
    map.clear();
    let after = map.shape().noverflow;
    hold!(
        (chain, noverflow, after) == (3, 2, 0),
        "chain {chain}, noverflow {noverflow}, {after}"
    );
    found!(
        "with 19 of 20 keys gone, {shown}: {chain} buckets, noverflow {noverflow}; a clear {after}"
    )
}

fn clear_ends_a_growth() -> Finding {
    let mut map = filled(0, 0..105);
    let before = map.layout();
    map.clear();
    let after = map.layout();
    hold!(before.shape.growing && before.old.is_some(), "not growing");
    hold!(
        !after.shape.growing && after.old.is_none() && after.shape.b == before.shape.b,
        "{:?}",
        after.shape
    );
    hold!(
        after.shape.arrays_made == before.shape.arrays_made,
        "a new array was made"
    );
    let marks = after.current.map_or(1, |array| array.chains.len());
    hold!(marks == 0, "{marks} chains are not wiped");
    found!(
        "mid-growth from 16 to {} buckets; after the clear {} buckets, no old array, {} -> {} bytes",
        1 << before.shape.b,
        1 << after.shape.b,
        before.bytes,
        after.bytes
    )
}

/// A map of NaN keys in the middle of a same-size growth: filled and emptied until its
/// chains are long and mostly empty, which not every seed of the hasher leads to.
fn nans_in_a_same_size_growth(seed: u64) -> Option<(GoMap<Float, u64, Mixing>, u64)> {
    let mut map = GoMap::with_capacity_and_hasher(52, Mixing::new(seed));
    let float = |number, nan| Float { number, nan };
    for number in 0..24 {
        map.insert(float(number, true), number);
    }
    let mut number = 24;
    while !map.shape().same_size {
        if number == 2_000 {
            return None;
        }
        map.insert(float(number, false), number);
        if map.len() > 50 {
            for old in 24..=number {
                map.remove(&float(old, false));
            }
        }
        number += 1;
    }
    Some((map, number))
}

fn all_of_a_chain_is_yielded() -> Finding {
    let made = (1..100).find_map(nans_in_a_same_size_growth);
    hold!(made.is_some(), "no same-size growth begins");
    let (mut map, mut number) = made.expect("it was just asked");
    let float = |number, nan| Float { number, nan };
    hold!(map.shape().b == 3, "B {}", map.shape().b);
    // Each of the upper half of the buckets, which is the half that Go loses.
    let mut cursors: Vec<_> = (4..8).map(|bucket| map.cursor_at(bucket, 0)).collect();
    let mut yielded: Vec<BTreeSet<u64>> = Vec::new();
    let mut inside = 0;
    for cursor in &mut cursors {
        let first = cursor.next(&map).map(|(_, &value)| value);
        inside += usize::from(cursor.state().check_bucket.is_some());
        yielded.push(first.into_iter().collect());
    }
    hold!(inside > 0, "no range stands in a chain of the old array");
    while map.shape().growing {
        map.insert(float(number, false), number);
        number += 1;
    }
    for (cursor, yielded) in cursors.iter_mut().zip(&mut yielded) {
        while let Some((_, &value)) = cursor.next(&map) {
            hold!(yielded.insert(value), "entry {value} is yielded twice");
        }
        let nans = yielded.iter().filter(|&&value| value < 24).count();
        hold!(nans == 24, "{nans} of 24 NaN keys are yielded");
    }
    found!("{inside} ranges inside a chain when its same-size growth ends yield all 24 NaN keys")
}
