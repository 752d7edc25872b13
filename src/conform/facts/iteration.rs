//! Iteration, seeds and pointers: C78 to C89.

use std::collections::BTreeSet;

use super::lab::{Mixing, filled, found, hold, key, settle};
use super::{Check, Contradiction, Fact, Finding, Verdict};
use crate::gomap::GoMap;

pub(super) const FACTS: &[Fact] = &[
    Fact {
        id: "C78",
        seeds: "001",
        claim: "The order of a range varies because of B and a seed of the process.",
        verdict: Verdict::Partly,
        why: "Every range also draws the bucket and the cell that it starts at.",
        check: Check::Live(one_map_has_many_orders),
        case: None,
    },
    Fact {
        id: "C79",
        seeds: "001",
        claim: "The hash seed is made once, when the process starts.",
        verdict: Verdict::False,
        why: "Each map has its own, and draws another one when it becomes empty or is cleared.",
        check: Check::Live(seeds_belong_to_maps),
        case: None,
    },
    Fact {
        id: "C80",
        seeds: "003",
        claim: "A key's bucket is chosen by its hash XOR the seed.",
        verdict: Verdict::False,
        why: "The seed goes into the hash function; nothing is done to its result.",
        check: Check::Live(the_seed_is_not_applied_to_the_hash),
        case: None,
    },
    Fact {
        id: "C81",
        seeds: "000",
        claim: "The collector moves values, so that pointers to them drift.",
        verdict: Verdict::False,
        why: "Go's collector moves nothing; twenty runs of it change no address.",
        check: Check::RuntimeOnly("about Go's garbage collector; Rust has none"),
        case: None,
    },
    Fact {
        id: "C82",
        seeds: "000",
        claim: "From Go 1.22 on, small maps are allocated on the stack more often.",
        verdict: Verdict::False,
        why: "Escape analysis and allocation counts are the same from 1.19 to 1.23.",
        check: Check::RuntimeOnly("about Go's escape analysis"),
        case: None,
    },
    Fact {
        id: "C83",
        seeds: "003",
        claim: "A map that does not escape and has a hint of at most 8 may live on the stack.",
        verdict: Verdict::True,
        why: "Such a map allocates nothing.",
        check: Check::RuntimeOnly("about Go's escape analysis"),
        case: None,
    },
    Fact {
        id: "C84",
        seeds: "003",
        claim: "That holds only if keys and values have no pointers, and is decided at run time.",
        verdict: Verdict::False,
        why: "A map from strings to pointers allocates nothing either; the compiler decides.",
        check: Check::RuntimeOnly("about Go's escape analysis"),
        case: None,
    },
    Fact {
        id: "C85",
        seeds: "000",
        claim: "Returning a map makes its header escape to the heap.",
        verdict: Verdict::True,
        why: "The compiler says so.",
        check: Check::RuntimeOnly("about Go's escape analysis"),
        case: None,
    },
    Fact {
        id: "C86",
        seeds: "000",
        claim: "Concurrent writers that reuse deleted cells suffer false sharing.",
        verdict: Verdict::NotCheckable,
        why: "Concurrent writes to a map are fatal in Go.",
        check: Check::RuntimeOnly("a write takes `&mut`, so Rust rejects the program"),
        case: None,
    },
    Fact {
        id: "C87",
        seeds: "002",
        claim: "The debugger dlv has a command for map buckets, and buckets have a type kind.",
        verdict: Verdict::False,
        why: "The kind does not occur in Go's source; the debugger was not at hand.",
        check: Check::RuntimeOnly("about Go's tools"),
        case: None,
    },
    Fact {
        id: "C88",
        seeds: "",
        claim: "A range yields each entry at most once, whatever the loop's body does.",
        verdict: Verdict::Version,
        why: "Bodies that clear the map and refill it make 1.21, 1.22 and 1.23 yield an entry \
              twice. GoMap's cursor keeps the promise.",
        check: Check::Live(no_entry_twice),
        case: Some(
            "\
map-oracle case 1
hash random seed 3
insert_run 0 len 30
cursor_open 0 at 0
cursor_step 0 by 9
clear
insert_run 20 len 40
cursor_step 0 by 100
",
        ),
    },
    Fact {
        id: "C89",
        seeds: "",
        claim: "After a clear, a range yields nothing of what was cleared.",
        verdict: Verdict::Version,
        why: "Not so in 1.19 (golang/go#59411); from 1.21 on nothing else was recorded.",
        check: Check::Live(nothing_cleared_is_yielded),
        case: Some(
            "\
map-oracle case 1
hash sequential seed 0
insert_run 0 len 53
cursor_open 0 at 0
cursor_step 0 by 5
clear
cursor_step 0 by 100
",
        ),
    },
];

fn one_map_has_many_orders() -> Finding {
    let mut map = filled(0, (0..8).map(|n| key(9, n, 0)));
    let mut orders = BTreeSet::new();
    for _ in 0..400 {
        let mut cursor = map.cursor();
        let mut order = Vec::new();
        while let Some((&key, _)) = cursor.next(&map) {
            order.push(key);
        }
        hold!(order.len() == 8, "{} of 8 entries", order.len());
        orders.insert(order);
    }
    hold!(orders.len() == 8, "{} orders", orders.len());
    found!(
        "400 ranges over one map of 8 entries in one bucket show {} orders",
        orders.len()
    )
}

fn seeds_belong_to_maps() -> Finding {
    let mut seeds = Vec::new();
    let mut map: GoMap<u64, u64, Mixing> = GoMap::with_hasher(Mixing::new(1));
    map.insert(1, 1);
    map.insert(2, 2);
    seeds.push(map.layout().hash0);
    map.remove(&1);
    let kept = map.layout().hash0;
    hold!(
        kept == seeds[0],
        "a removal that leaves an entry redraws the seed"
    );
    map.remove(&2);
    seeds.push(map.layout().hash0);
    map.insert(1, 1);
    map.clear();
    seeds.push(map.layout().hash0);
    let mut other: GoMap<u64, u64, Mixing> = GoMap::with_hasher(Mixing::new(2));
    other.insert(1, 1);
    seeds.push(other.layout().hash0);
    let distinct: BTreeSet<u32> = seeds.iter().copied().collect();
    hold!(
        distinct.len() == 4 && map.shape().reseeds == 2,
        "seeds {seeds:x?}"
    );
    found!(
        "first seed {:08x}, after the last removal {:08x}, after a clear {:08x}, of another map \
         {:08x}",
        seeds[0],
        seeds[1],
        seeds[2],
        seeds[3]
    )
}

fn the_seed_is_not_applied_to_the_hash() -> Finding {
    let mut map = filled(0, 0..1_000);
    settle(&mut map, 0)?;
    let mask = (1_u64 << map.shape().b) - 1;
    let seed = map.layout().hash0;
    hold!(
        u64::from(seed) & mask != 0,
        "the seed {seed:x} would show nothing"
    );
    for key in 0..1_000 {
        let bucket = map.locate(&key).map(|place| place.bucket as u64);
        hold!(
            bucket == Some(key & mask),
            "hash {key:#x} is in bucket {bucket:?}"
        );
    }
    found!("under seed {seed:08x}, 1000 keys of known hash are in the buckets of the hash alone")
}

/// How many random loops there are.
const LOOPS: u64 = 20_000;

/// Runs random loops over small maps whose bodies insert, remove, empty the
/// map and refill it. Each entry has a number of its own as its value. `judge`
/// gets what a cursor yielded so far, what it yields now, and the first number
/// that was not cleared.
fn loops_with_clears(
    mut judge: impl FnMut(&mut BTreeSet<u64>, u64, u64) -> Result<(), Contradiction>,
) -> Result<[usize; 2], Contradiction> {
    let (mut yields, mut clears) = (0, 0);
    for seed in 0..LOOPS {
        let mut rng = fastrand::Rng::with_seed(seed);
        let hasher = match rng.u32(..6) {
            bits @ 0..4 => Mixing::crowded(seed, bits),
            _ => Mixing::new(seed),
        };
        // From 53 on an array has overflow buckets of its own, which a clear
        // keeps under the cursor's feet and hands to other chains.
        let hint = [0, 60, 200][rng.usize(..3)];
        let mut map = GoMap::with_capacity_and_hasher(hint, hasher);
        let domain = [6, 20, 60][rng.usize(..3)];
        let mut born = 0;
        let mut uncleared = 0;
        let mut insert = |map: &mut GoMap<u64, u64, Mixing>, key: u64| {
            if !map.contains_key(&key) {
                born += 1;
                map.insert(key, born);
            }
            born
        };
        for _ in 0..rng.u64(1..=2 * domain) {
            insert(&mut map, rng.u64(..domain));
        }
        let mut cursor = map.cursor();
        let mut seen = BTreeSet::new();
        for _ in 0..200 {
            let Some((_, &number)) = cursor.next(&map) else {
                break;
            };
            judge(&mut seen, number, uncleared)?;
            yields += 1;
            match rng.u8(..12) {
                emptied @ (0 | 1) => {
                    let last = map.values().max().copied();
                    uncleared = last.map_or(uncleared, |last| uncleared.max(last + 1));
                    if emptied == 0 {
                        map.clear();
                        clears += 1;
                    } else {
                        map.retain(|_, _| false);
                    }
                    for _ in 0..rng.u64(..domain) {
                        insert(&mut map, rng.u64(..domain));
                    }
                }
                2 | 3 => {
                    map.remove(&rng.u64(..domain));
                }
                _ => {
                    insert(&mut map, rng.u64(..2 * domain));
                }
            }
        }
    }
    Ok([yields, clears])
}

fn no_entry_twice() -> Finding {
    let [yields, clears] = loops_with_clears(|seen, number, _| {
        hold!(seen.insert(number), "an entry is yielded twice");
        Ok(())
    })?;
    hold!(clears > 100, "only {clears} clears");
    found!(
        "{LOOPS} random loops with {clears} clears inside yield {yields} entries, none of them twice"
    )
}

fn nothing_cleared_is_yielded() -> Finding {
    let [yields, clears] = loops_with_clears(|_, number, uncleared| {
        hold!(
            number >= uncleared,
            "entry {number} was cleared, {uncleared} is the first after that"
        );
        Ok(())
    })?;
    hold!(clears > 100, "only {clears} clears");
    // The form that Go 1.19 gets wrong: cleared while it grows.
    let mut map = filled(0, 0..53);
    let mut cursor = map.cursor_at(0, 0);
    let growing = map.shape().growing;
    cursor.next(&map);
    map.clear();
    let after = std::iter::from_fn(|| cursor.next(&map)).count();
    hold!(growing && after == 0, "{after} entries after a clear");
    found!("of {yields} entries yielded in loops with {clears} clears none had been cleared before")
}
