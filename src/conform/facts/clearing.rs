//! Clearing, shrinking and len: C68 to C77.

use std::collections::BTreeSet;

use super::lab::{LastWrite, Map, Mixing, all_marks, filled, found, hold, key, settle, wander};
use super::{Check, Fact, Finding, Verdict};
use crate::gomap::{ArrayKind, GoMap, Location};

pub(super) const FACTS: &[Fact] = &[
    Fact {
        id: "C68",
        seeds: "004",
        claim: "len returns the header's count.",
        verdict: Verdict::True,
        why: "The compiler reads the field.",
        check: Check::Live(len_is_the_count),
        case: None,
    },
    Fact {
        id: "C69",
        seeds: "004",
        claim: "The count is updated atomically.",
        verdict: Verdict::False,
        why: "It is a plain increment.",
        check: Check::RuntimeOnly("about synchronisation in Go's runtime; a write takes `&mut`"),
        case: None,
    },
    Fact {
        id: "C70",
        seeds: "000 004",
        claim: "After deletes, len can differ from the number of entries that a range yields.",
        verdict: Verdict::False,
        why: "A delete lowers the count as it empties the cell.",
        check: Check::Live(len_never_lies),
        case: Some(
            "\
map-oracle case 1
hash low 3 seed 5
insert_run 0 len 1000
retain mod 3 is 0
iter
cursor_open 0 at 0
cursor_step 0 by 1001
",
        ),
    },
    Fact {
        id: "C71",
        seeds: "004",
        claim: "Deleting keeps the buckets; only dropping the map releases memory.",
        verdict: Verdict::True,
        why: "After 100000 deletes the map has the same array and B.",
        check: Check::Live(deleting_everything_keeps_the_buckets),
        case: Some(
            "\
map-oracle case 1
hash random seed 0
insert_run 0 len 300
remove_run 0 len 300
insert 5 = 5
",
        ),
    },
    Fact {
        id: "C72",
        seeds: "004",
        claim: "Later on the map shrinks lazily, and the work of growth frees the surplus.",
        verdict: Verdict::False,
        why: "It never shrinks; a same-size growth drops overflow buckets alone.",
        check: Check::Live(a_map_never_shrinks),
        case: None,
    },
    Fact {
        id: "C73",
        seeds: "004",
        claim: "After many deletes the runtime zeroes whole tophash arrays in one go.",
        verdict: Verdict::False,
        why: "Only a delete at the end of its chain and a clear zero anything.",
        check: Check::Live(nothing_sweeps_tombstones),
        case: None,
    },
    Fact {
        id: "C74",
        seeds: "004",
        claim: "When everything was deleted, all tophash bytes are 0.",
        verdict: Verdict::True,
        why: "Each chain's last delete collapses it, unless a growth is in progress.",
        check: Check::Live(an_emptied_map_is_all_zero),
        case: Some(
            "\
map-oracle case 1
hash low 4 seed 1
hint 52
insert_run 0 len 40
remove_run 0 len 40
",
        ),
    },
    Fact {
        id: "C75",
        seeds: "004",
        claim: "A range loop that deletes every key keeps the bucket array.",
        verdict: Verdict::True,
        why: "For keys that equal themselves it is compiled to a clear, which reuses the array.",
        check: Check::Live(emptying_in_a_loop_keeps_the_array),
        case: Some(
            "\
map-oracle case 1
hash random seed 0
insert_run 0 len 3
cursor_open 0 at 0
cursor_step 0 by 1
remove 0
remove 1
remove 2
cursor_step 0 by 3
insert 7 = 7
",
        ),
    },
    Fact {
        id: "C76",
        seeds: "004",
        claim: "A range skips exactly the cells with tophash 0.",
        verdict: Verdict::Partly,
        why: "It skips 0, 1 and 4; what 2 and 3 stand for it looks up where it is now.",
        check: Check::Live(ranges_look_evacuated_entries_up),
        case: Some(
            "\
map-oracle case 1
hash sequential seed 0
insert_run 0 len 52
remove 8
cursor_open 0 at 0
insert_run 100 len 9
cursor_step 0 by 100
",
        ),
    },
    Fact {
        id: "C77",
        seeds: "004",
        claim: "Go has a mapdebug setting and functions for statistics and buckets of maps.",
        verdict: Verdict::False,
        why: "None of the three names occurs in its source.",
        check: Check::RuntimeOnly("about names in Go's source"),
        case: None,
    },
];

fn len_is_the_count() -> Finding {
    let mut looks = 0;
    let mut map = Map::default();
    wander(&mut map, 12, 3_000, 6, |map, model| {
        let counts = (map.len(), map.shape().count, model.len());
        hold!(
            counts.0 == counts.2 && counts.1 == counts.2,
            "len, count and a model's len: {counts:?}"
        );
        looks += 1;
        Ok(())
    })?;
    found!("after each of {looks} ops len, count and the number of keys put in and left agree")
}

fn len_never_lies() -> Finding {
    let (mut looks, mut growing) = (0, 0);
    let mut most = 0;
    let mut map = Map::default();
    wander(&mut map, 13, 2_000, 6, |map, _| {
        let len = map.len();
        let walked = map.layout().live_cells();
        let seen: BTreeSet<u64> = map.keys().copied().collect();
        hold!(
            (walked, seen.len(), map.iter().count()) == (len, len, len),
            "len {len}, {walked} live cells, {} keys in a range",
            seen.len()
        );
        looks += 1;
        growing += usize::from(map.shape().growing);
        most = most.max(len);
        Ok(())
    })?;
    // By a cursor too, which walks as Go's range does.
    let mut map = filled(0, 0..1_000);
    map.retain(|key, _| key % 3 == 0);
    let (len, mut cursor, mut yielded) = (map.len(), map.cursor(), 0);
    while cursor.next(&map).is_some() {
        yielded += 1;
    }
    hold!(yielded == len, "len {len}, a range yields {yielded}");
    hold!(growing > 0, "never looked mid-growth");
    found!(
        "after each of {looks} ops, {growing} mid-growth and with up to {most} entries, len is \
         what a walk finds; a cursor yields {yielded} of {len}"
    )
}

fn deleting_everything_keeps_the_buckets() -> Finding {
    let mut map: GoMap<u64, u64, Mixing> = GoMap::with_hasher(Mixing::new(4));
    map.extend((0..100_000).map(|n| (n, n)));
    settle(&mut map, 0)?;
    let before = (map.shape().b, map.shape().arrays_made, map.layout().bytes);
    for n in 0..100_000 {
        map.remove(&n);
    }
    let after = (map.shape().b, map.shape().arrays_made, map.layout().bytes);
    hold!(
        map.is_empty() && before == after,
        "B, arrays and bytes {before:?}, then {after:?}"
    );
    found!(
        "100000 removals leave B {}, the same array and {} bytes",
        after.0,
        after.2
    )
}

fn a_map_never_shrinks() -> Finding {
    let mut map: GoMap<u64, u64, Mixing> = GoMap::with_hasher(Mixing::new(4));
    for n in 0..10_000 {
        map.insert(n, n);
    }
    for n in 0..9_990 {
        map.remove(&n);
    }
    let b = map.shape().b;
    let mut least = b;
    for n in 0..200_000 {
        map.insert(n % 100, n);
        map.remove(&(n % 100));
        least = least.min(map.shape().b);
    }
    hold!(
        least == b && map.shape().b == b,
        "B {b}, then {least} to {}",
        map.shape().b
    );
    found!(
        "10 entries in a map of B {b}, 400000 writes later: B {}",
        map.shape().b
    )
}

fn nothing_sweeps_tombstones() -> Finding {
    let mut map = filled(416, (0..400).map(|n| key(9, n, n % 50)));
    // Of each chain of eight, all but the last go.
    for n in 0..350 {
        map.remove(&key(9, n, n % 50));
    }
    let ones = |map: &Map| {
        all_marks(map)
            .iter()
            .filter(|&&(_, mark)| mark == 1)
            .count()
    };
    let before = ones(&map);
    for n in 0..20_000 {
        let n = n % 400;
        match map.get_mut(&key(9, n, n % 50)) {
            Some(value) => *value += 1,
            None => hold!(n < 350, "key {n} is gone"),
        }
    }
    for n in 350..400 {
        map.insert(key(9, n, n % 50), 0);
    }
    let after = ones(&map);
    hold!(
        (before, after) == (350, 350),
        "{before} emptyOne cells, then {after}"
    );
    found!("350 removals leave {before} emptyOne cells, and 20050 later reads and updates {after}")
}

fn an_emptied_map_is_all_zero() -> Finding {
    let mut rng = fastrand::Rng::with_seed(14);
    let mut cells = 0;
    for buckets in [1, 3, 16] {
        let mut keys: Vec<u64> = (0..104).map(|n| key(9, n, n % buckets)).collect();
        let mut map = filled(104, keys.iter().copied());
        cells += all_marks(&map).len();
        rng.shuffle(&mut keys);
        for key in &keys {
            map.remove(key);
        }
        let left = all_marks(&map)
            .iter()
            .filter(|&&(_, mark)| mark != 0)
            .count();
        hold!(!map.shape().growing, "growing");
        hold!(left == 0, "{left} marks are not 0");
    }
    found!("three maps emptied in random order: all of {cells} tophash bytes are 0")
}

fn emptying_in_a_loop_keeps_the_array() -> Finding {
    let mut map = filled(0, (0..1_000).map(|n| key(9, n, n % 64)));
    settle(&mut map, key(9, 0, 0))?;
    let mut twin = map.clone();
    let before = map.shape();
    let mut cursor = map.cursor();
    while let Some((&key, _)) = cursor.next(&map) {
        map.remove(&key);
    }
    twin.clear();
    let (looped, cleared) = (map.shape(), twin.shape());
    for (shape, how) in [(looped, "the loop"), (cleared, "clear")] {
        hold!(
            (shape.b, shape.arrays_made, shape.count) == (before.b, before.arrays_made, 0),
            "{how}: from {before:?} to {shape:?}"
        );
    }
    hold!(
        before.noverflow > 0 && cleared.noverflow == 0,
        "noverflow {} before a clear, {} after it",
        before.noverflow,
        cleared.noverflow
    );
    found!(
        "the loop and clear() leave B {} and the same array; clear() takes noverflow from {} to {}",
        looped.b,
        before.noverflow,
        cleared.noverflow
    )
}

fn ranges_look_evacuated_entries_up() -> Finding {
    let mut map: GoMap<u64, u64, LastWrite> = filled(0, 0..52);
    // One emptyOne cell, which an evacuation turns into 4.
    map.remove(&8);
    let mut cursor = map.cursor_at(0, 0);
    map.insert(100, 0);
    map.insert(101, 0);
    let moved: Vec<u64> = (0..52)
        .filter(|key| {
            let place = map.locate(key);
            place.is_some_and(|place: Location| place.array == ArrayKind::Current)
        })
        .collect();
    let marks = all_marks(&map);
    let skipped = marks.iter().filter(|&&(_, mark)| mark == 4).count();
    let mut yielded = BTreeSet::new();
    while let Some((&key, _)) = cursor.next(&map) {
        hold!(yielded.insert(key), "{key} is yielded twice");
    }
    let missed = (0..52)
        .filter(|key| *key != 8 && !yielded.contains(key))
        .count();
    hold!(
        map.shape().growing && !moved.is_empty() && skipped > 0,
        "nothing was moved"
    );
    hold!(
        missed == 0 && !yielded.contains(&8),
        "{missed} entries are not yielded"
    );
    found!(
        "{} of the entries had been evacuated from under the cursor, and it yielded all 51; \
         {skipped} cells marked 4 yielded nothing",
        moved.len()
    )
}
