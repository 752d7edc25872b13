//! How marks steer probes and later writes, and what single versions and
//! variants of Go's delete are said to do: C13 to C27.

use super::lab::{
    LastWrite, Map, cell, filled, found, full_bucket, hold, key, marks, show, wander,
};
use super::{Check, Fact, Finding, Verdict};
use crate::gomap::{Entry, Layout};

pub(super) const FACTS: &[Fact] = &[
    Fact {
        id: "C13",
        seeds: "000",
        claim: "emptyRest says that this and every later cell of the chain is empty.",
        verdict: Verdict::True,
        why: "A delete keeps that up across overflow buckets, so a probe may stop there.",
        check: Check::Live(nothing_lives_behind_an_empty_rest),
        case: Some(
            "\
map-oracle case 1
hash distinct 1 seed 0
hint 13
insert_run 0 len 11
remove_run 5 len 5
remove 10
get 4
get 10
",
        ),
    },
    Fact {
        id: "C14",
        seeds: "000",
        claim: "A lookup passes over emptyOne cells and goes on.",
        verdict: Verdict::True,
        why: "Only emptyRest ends a probe.",
        check: Check::Live(lookups_pass_tombstones),
        case: Some(
            "\
map-oracle case 1
hash distinct 1 seed 0
hint 13
insert_run 0 len 12
remove_run 0 len 11
get 11
",
        ),
    },
    Fact {
        id: "C15",
        seeds: "002",
        claim: "emptyRest cells take no inserts, they only end a traversal.",
        verdict: Verdict::False,
        why: "Every insert into a fresh bucket goes to one.",
        check: Check::Live(inserts_go_to_empty_rest_cells),
        case: None,
    },
    Fact {
        id: "C16",
        seeds: "000",
        claim: "A delete sets the tophash to emptyRest and so marks the cell for reuse.",
        verdict: Verdict::False,
        why: "It sets emptyOne, unless only empty cells follow; both kinds are reused.",
        check: Check::Live(removals_leave_empty_one),
        case: None,
    },
    Fact {
        id: "C17",
        seeds: "000",
        claim: "A delete through reflection leaves a cell that cannot be reused.",
        verdict: Verdict::False,
        why: "There is one delete path. The method that is named does not even exist.",
        check: Check::Live(all_ways_to_remove_are_one),
        case: None,
    },
    Fact {
        id: "C18",
        seeds: "002",
        claim: "Up to Go 1.21 a deleted cell is free but cannot be reused before a rehash.",
        verdict: Verdict::False,
        why: "It is reused at once, in 1.19 and 1.21 as in all others.",
        check: Check::Live(holes_are_reused_without_a_rehash),
        case: None,
    },
    Fact {
        id: "C19",
        seeds: "002",
        claim: "Go 1.22 brought a new reclamation of cells at write time, with three states.",
        verdict: Verdict::False,
        why: "Between 1.21.13 and 1.22.10 the delete path differs in its random numbers alone.",
        check: Check::RuntimeOnly("compares the sources of two releases of Go"),
        case: None,
    },
    Fact {
        id: "C20",
        seeds: "002",
        claim: "emptyOne turns into emptyRest only when a later insert or evacuation scans it.",
        verdict: Verdict::False,
        why: "The delete that empties the last cell of a chain does it on the spot.",
        check: Check::Live(removal_itself_collapses_tombstones),
        case: Some(
            "\
map-oracle case 1
hash distinct 1 seed 0
insert_run 0 len 7
remove 5
remove 6
",
        ),
    },
    Fact {
        id: "C21",
        seeds: "002",
        claim: "For 64-bit keys a delete zeroes the value, and a zero value means deleted.",
        verdict: Verdict::False,
        why: "The tophash alone decides; an entry may well have the value 0.",
        check: Check::Live(a_zero_value_is_live),
        case: Some(
            "\
map-oracle case 1
hash random seed 0
insert 1 = 0
get 1
iter
",
        ),
    },
    Fact {
        id: "C22",
        seeds: "002",
        claim: "Since Go 1.21 a nil first key marks an empty bucket.",
        verdict: Verdict::False,
        why: "Keys lie in the bucket itself, in all four versions, and only tophash tells.",
        check: Check::Live(a_zero_key_is_a_key),
        case: None,
    },
    Fact {
        id: "C23",
        seeds: "000",
        claim: "The assignment for 64-bit keys compares the tophash first, then the key.",
        verdict: Verdict::False,
        why: "That variant skips empty cells and compares key words directly.",
        check: Check::RuntimeOnly(
            "a shortcut for one key type that gives the same results; GoMap is generic",
        ),
        case: None,
    },
    Fact {
        id: "C24",
        seeds: "000",
        claim: "For the garbage collector a cell is live from tophash 1 on.",
        verdict: Verdict::False,
        why: "1 is emptyOne, and the collector does not read tophash at all.",
        check: Check::Live(a_cell_marked_one_has_no_entry),
        case: None,
    },
    Fact {
        id: "C25",
        seeds: "000",
        claim: "A delete triggers no write barrier.",
        verdict: Verdict::False,
        why: "Clearing memory with pointers goes through the bulk barrier.",
        check: Check::RuntimeOnly("about Go's garbage collector; Rust has none"),
        case: None,
    },
    Fact {
        id: "C26",
        seeds: "001 003",
        claim: "A flag is set during writes, and a second writer throws \"concurrent map writes\".",
        verdict: Verdict::True,
        why: "Concurrent writers die of it in all four versions.",
        check: Check::RuntimeOnly(
            "a write takes `&mut`, so Rust rejects the second writer earlier",
        ),
        case: None,
    },
    Fact {
        id: "C27",
        seeds: "001",
        claim: "Any concurrent read and write panics.",
        verdict: Verdict::Partly,
        why: "Detection is best effort, and what it throws cannot be recovered.",
        check: Check::RuntimeOnly("a write takes `&mut`, so Rust rejects the program"),
        case: None,
    },
];

fn nothing_lives_behind_an_empty_rest() -> Finding {
    let (mut chains, mut long) = (0, 0);
    let mut map = Map::with_capacity_and_hasher(26, LastWrite);
    wander(&mut map, 6, 4_000, 3, |map, _| {
        let arrays = map.layout();
        for array in [arrays.current, arrays.old].into_iter().flatten() {
            for chain in &array.chains {
                let marks: Vec<u8> = chain.buckets.iter().flat_map(|b| b.tophash).collect();
                let rest = marks
                    .iter()
                    .position(|&mark| mark == 0)
                    .unwrap_or(marks.len());
                hold!(
                    marks[rest..].iter().all(|&mark| mark == 0),
                    "something behind an emptyRest: {}",
                    show(&marks)
                );
                chains += 1;
                long += usize::from(chain.buckets.len() > 1 && rest < 8);
            }
        }
        Ok(())
    })?;
    hold!(long > 0, "no chain with an overflow bucket was emptied");
    found!("in {chains} chains nothing follows the first emptyRest, across buckets in {long}")
}

fn lookups_pass_tombstones() -> Finding {
    let keys: Vec<u64> = (0..20).map(|n| key(9, n, 0)).collect();
    let mut map = filled(27, keys.iter().copied());
    let (last, others) = keys.split_last().expect("there are twenty");
    for key in others {
        map.remove(key);
    }
    let marks = marks(&map, 0);
    let ones = marks.iter().take_while(|&&mark| mark == 1).count();
    hold!(ones == 19, "marks {}", show(&marks));
    hold!(
        map.get(last) == Some(last),
        "the key behind {ones} emptyOne cells is not found"
    );
    found!("a key is found behind {ones} emptyOne cells, two buckets down its chain")
}

fn inserts_go_to_empty_rest_cells() -> Finding {
    let mut map = Map::with_capacity_and_hasher(13, LastWrite);
    for n in 0..8 {
        let newcomer = key(9, n, 0);
        let free = map.first_free(&newcomer);
        map.insert(newcomer, n);
        let place = map.locate(&newcomer);
        hold!(
            free.is_some_and(|(free, mark)| mark == 0 && Some(free) == place),
            "insert {n}: free is {free:?}, taken was {place:?}"
        );
    }
    found!("8 of 8 inserts into a fresh bucket took a cell marked 0")
}

fn removals_leave_empty_one() -> Finding {
    let mut map = full_bucket();
    let mut seen = Vec::new();
    for n in 0..8 {
        map.remove(&key(9, n, 0));
        seen.push(show(&marks(&map, 0)));
    }
    let want = [
        "1LLLLLLL", "11LLLLLL", "111LLLLL", "1111LLLL", "11111LLL", "111111LL", "1111111L",
        "00000000",
    ];
    hold!(seen == want, "marks after each removal: {seen:?}");
    found!(
        "removed front to back, 7 of 8 cells show emptyOne until the last removal: {}",
        seen[6]
    )
}

fn all_ways_to_remove_are_one() -> Finding {
    let gone = key(9, 2, 0);
    type Way = fn(&mut Map, u64);
    let ways: [(&str, Way); 5] = [
        ("remove", |map, gone| {
            map.remove(&gone);
        }),
        ("remove_entry", |map, gone| {
            map.remove_entry(&gone);
        }),
        ("entry", |map, gone| {
            if let Entry::Occupied(entry) = map.entry(gone) {
                entry.remove();
            }
        }),
        ("retain", |map, gone| map.retain(|&key, _| key != gone)),
        ("extract_if", |map, gone| {
            map.extract_if(|&key, _| key == gone).for_each(drop);
        }),
    ];
    let mut first: Option<Layout> = None;
    for (name, way) in ways {
        let mut map = full_bucket();
        way(&mut map, gone);
        let layout = map.layout();
        let shown = show(&marks(&map, 0));
        hold!(shown == "LL1LLLLL", "{name} leaves {shown}");
        hold!(
            first.get_or_insert_with(|| layout.clone()) == &layout,
            "{name} leaves another table than {}",
            ways[0].0
        );
        map.insert(key(7, 9, 0), 0);
        let place = map.locate(&key(7, 9, 0)).map(|place| place.slot);
        hold!(
            place == Some(2),
            "after {name} the next key takes slot {place:?}"
        );
    }
    found!("5 ways to remove leave the same table, and the next key takes slot 2 after each")
}

fn holes_are_reused_without_a_rehash() -> Finding {
    let mut map = full_bucket();
    let mut rng = fastrand::Rng::with_seed(7);
    let mut keys: Vec<u64> = (0..8).map(|n| key(9, n, 0)).collect();
    for n in 8..2_008 {
        let gone = &mut keys[rng.usize(..8)];
        map.remove(gone);
        *gone = key(rng.u8(..), n, 0);
        map.insert(*gone, n);
    }
    let shape = map.shape();
    hold!(
        (shape.arrays_made, shape.noverflow, shape.count) == (1, 0, 8),
        "after 2000 rounds {} arrays, {} overflow buckets, {} entries",
        shape.arrays_made,
        shape.noverflow,
        shape.count
    );
    found!("2000 rounds of remove and insert in a full bucket: 1 array made, 0 overflow buckets")
}

fn removal_itself_collapses_tombstones() -> Finding {
    let mut map = filled(0, (0..7).map(|n| key(9, n, 0)));
    map.remove(&key(9, 5, 0));
    let first = show(&marks(&map, 0));
    map.remove(&key(9, 6, 0));
    let second = show(&marks(&map, 0));
    hold!(
        (first.as_str(), second.as_str()) == ("LLLLL1L0", "LLLLL000"),
        "{first}, then {second}"
    );
    found!("removing slot 5 gives {first}, then slot 6 gives {second} at once")
}

fn a_zero_value_is_live() -> Finding {
    let mut map = Map::default();
    map.insert(1, 0);
    map.insert(2, 5);
    map.remove(&2);
    let (zero, gone) = (map.get(&1).copied(), map.get(&2).copied());
    hold!(
        (zero, gone, map.len()) == (Some(0), None, 1),
        "{zero:?}, {gone:?}, len {}",
        map.len()
    );
    found!(
        "the key with value 0 is found and counted, the removed one is not; len {}",
        map.len()
    )
}

fn a_zero_key_is_a_key() -> Finding {
    let mut map = Map::default();
    map.insert(0, 7);
    map.insert(key(9, 1, 0), 8);
    let place = map.locate(&0).map(|place| place.slot);
    hold!(place == Some(0), "key 0 is at {place:?}");
    hold!(map.get(&0) == Some(&7), "key 0 is not found");
    let seen = map.iter().count();
    hold!(seen == 2, "iteration shows {seen} of 2 entries");
    found!("key 0 in slot 0 is found, and iteration shows {seen} entries of its bucket")
}

fn a_cell_marked_one_has_no_entry() -> Finding {
    let mut map = full_bucket();
    for n in [0, 3, 4] {
        map.remove(&key(9, n, 0));
    }
    let marks = marks(&map, 0);
    let of_ones = (0..8).filter(|&slot| marks[slot] == 1);
    let entries = of_ones
        .clone()
        .filter(|&slot| map.entry_at(cell(0, 0, slot)).is_some());
    let (ones, entries) = (of_ones.count(), entries.count());
    hold!(
        (ones, entries) == (3, 0),
        "{ones} cells marked 1, {entries} with an entry"
    );
    found!(
        "of {ones} cells marked 1 in {}, {entries} hold an entry",
        show(&marks)
    )
}
