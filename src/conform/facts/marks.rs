//! What a delete leaves in a cell, and what an insert makes of it: C01 to C12.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::lab::{
    LastWrite, Map, all_marks, cell, filled, found, full_bucket, hold, key, marks, show, wander,
};
use super::{Check, Contradiction, Fact, Finding, Verdict};
use crate::gomap::{GoMap, Layout};

pub(super) const FACTS: &[Fact] = &[
    Fact {
        id: "C01",
        seeds: "000",
        claim: "A delete frees no bucket memory, it marks the cell emptyOne.",
        verdict: Verdict::Partly,
        why: "No memory is freed, but a cell with only empty ones behind it becomes emptyRest.",
        check: Check::Live(emptied_cells_are_marked_by_what_follows),
        case: None,
    },
    Fact {
        id: "C02",
        seeds: "000",
        claim: "emptyRest is 0, emptyOne is 1, and a live cell's tophash is at least 5.",
        verdict: Verdict::True,
        why: "The constants of the runtime; every dump of a real map shows them.",
        check: Check::Live(live_means_five_or_more),
        case: None,
    },
    Fact {
        id: "C03",
        seeds: "002",
        claim: "emptyOne is 0 and emptyRest is 0x80.",
        verdict: Verdict::False,
        why: "They are 1 and 0; 0x80 is an ordinary tophash.",
        check: Check::Live(empty_marks_are_one_and_zero),
        case: None,
    },
    Fact {
        id: "C04",
        seeds: "004",
        claim: "The tophash of a dead cell is cleared to emptyRest, which is not 0.",
        verdict: Verdict::False,
        why: "emptyRest is 0.",
        check: Check::Live(empty_rest_is_zero),
        case: None,
    },
    Fact {
        id: "C05",
        seeds: "000 004",
        claim: "Beside emptyOne there is a tophash state for deleted cells.",
        verdict: Verdict::False,
        why: "Only 0 to 4 are marks, and no recorded dump has another value below 5.",
        check: Check::Live(no_mark_for_deleted_cells),
        case: None,
    },
    Fact {
        id: "C06",
        seeds: "000",
        claim: "A delete zeroes the memory of both key and value.",
        verdict: Verdict::Partly,
        why: "The value is always cleared, the key only if it holds pointers. What carries over to \
              Rust is that both are dropped, once, at the delete.",
        check: Check::Live(removal_drops_key_and_value_once),
        case: None,
    },
    Fact {
        id: "C07",
        seeds: "000",
        claim: "A later insert into the same bucket can reuse a deleted cell.",
        verdict: Verdict::True,
        why: "An insert takes the first empty cell, whatever emptied it.",
        check: Check::Live(a_hole_is_reused),
        case: Some(HOLE_REUSED),
    },
    Fact {
        id: "C08",
        seeds: "000",
        claim: "An insert takes the first emptyOne cell that it meets, and an emptyRest one only \
                if there is none.",
        verdict: Verdict::True,
        why: "In chain order both come down to the first empty cell.",
        check: Check::Live(an_insert_takes_the_first_empty_cell),
        case: Some(FIRST_HOLE),
    },
    Fact {
        id: "C09",
        seeds: "000",
        claim: "A cell is reused only by a key of equal tophash and equal value.",
        verdict: Verdict::False,
        why: "That would be an update. Any key of the bucket takes the hole.",
        check: Check::Live(another_key_takes_the_hole),
        case: Some(HOLE_REUSED),
    },
    Fact {
        id: "C10",
        seeds: "000",
        claim: "A key that is deleted and inserted again gets its old cell back.",
        verdict: Verdict::False,
        why: "The hash decides on the chain, not on the cell: an earlier hole comes first.",
        check: Check::Live(a_key_comes_back_elsewhere),
        case: Some(FIRST_HOLE),
    },
    Fact {
        id: "C11",
        seeds: "000",
        claim: "The address of a map element can be taken to watch its cell.",
        verdict: Verdict::False,
        why: "Go does not compile it: map elements have no address.",
        check: Check::RuntimeOnly("a rule of Go's compiler; Rust does lend references into a map"),
        case: None,
    },
    Fact {
        id: "C12",
        seeds: "000",
        claim: "In a map made for one entry, two keys may be in one bucket.",
        verdict: Verdict::False,
        why: "They always are: such a map has exactly one bucket.",
        check: Check::Live(one_bucket_holds_all),
        case: None,
    },
];

const HOLE_REUSED: &str = "\
map-oracle case 1
hash low 4 seed 7
insert_run 0 len 8
remove 2
insert 20 = 1
get 20
get 2
";

const FIRST_HOLE: &str = "\
map-oracle case 1
hash distinct 1 seed 0
insert_run 0 len 8
remove 1
remove 3
insert 3 = 1
insert 9 = 2
";

fn emptied_cells_are_marked_by_what_follows() -> Finding {
    let (mut ones, mut rests) = (0, 0);
    let mut rng = fastrand::Rng::with_seed(1);
    for _ in 0..200 {
        let mut keys: Vec<u64> = (0..20).map(|n| key(9, n, 1)).collect();
        let mut map = filled(27, keys.iter().copied());
        let bytes = map.layout().bytes;
        rng.shuffle(&mut keys);
        for key in keys {
            let Some(place) = map.locate(&key) else {
                return Err(Contradiction(format!("key {key:#x} is not found")));
            };
            map.remove(&key);
            let marks = marks(&map, place.bucket);
            let at = place.link * 8 + place.slot;
            let followed = marks[at + 1..].iter().any(|&mark| mark != 0);
            hold!(
                marks[at] == u8::from(followed),
                "cell {at} is marked {} in {} after its removal",
                marks[at],
                show(&marks)
            );
            if followed { ones += 1 } else { rests += 1 }
        }
        hold!(
            map.layout().bytes == bytes,
            "removals changed the memory held"
        );
    }
    hold!(ones > 0 && rests > 0, "{ones} and {rests} cells");
    found!("of 4000 removals {ones} left emptyOne and {rests} emptyRest; no memory was freed")
}

fn live_means_five_or_more() -> Finding {
    let (mut live, mut dead, mut least) = (0_u64, 0_u64, u8::MAX);
    let mut map = Map::default();
    wander(&mut map, 2, 3_000, 4, |map, _| {
        let layout = map.layout();
        for chain in layout.current.iter().flat_map(|array| &array.chains) {
            for (link, bucket) in chain.buckets.iter().enumerate() {
                for (slot, mark) in bucket.tophash.into_iter().enumerate() {
                    let entry = map.entry_at(cell(chain.index, link, slot));
                    hold!(
                        entry.is_some() == (mark >= 5),
                        "mark {mark}, entry {entry:?}"
                    );
                    match entry {
                        Some(_) => (live, least) = (live + 1, least.min(mark)),
                        None => dead += 1,
                    }
                }
            }
        }
        Ok(())
    })?;
    hold!(least == 5, "the least tophash of a live cell is {least}");
    found!("{live} live cells have tophash {least} or more, {dead} cells without entry less")
}

fn empty_marks_are_one_and_zero() -> Finding {
    let mut map = full_bucket();
    map.remove(&key(9, 2, 0));
    let middle = marks(&map, 0)[2];
    map.remove(&key(9, 7, 0));
    let tail = marks(&map, 0)[7];
    map.insert(key(0x80, 1, 0), 1);
    let live = marks(&map, 0)[2];
    hold!(
        (middle, tail, live) == (1, 0, 0x80),
        "emptied in the middle {middle}, at the end {tail}; a key of tophash 0x80 shows {live:#x}"
    );
    found!("emptied in the middle shows {middle}, at the end {tail}; {live:#x} is a live key")
}

fn empty_rest_is_zero() -> Finding {
    let mut map = filled(0, [key(9, 0, 0)]);
    let before = marks(&map, 0);
    map.remove(&key(9, 0, 0));
    let after = marks(&map, 0);
    hold!(after == [0; 8], "after the only key was removed: {after:?}");
    found!(
        "the only cell in use goes from {} to {}",
        before[0],
        after[0]
    )
}

fn no_mark_for_deleted_cells() -> Finding {
    let (mut at_rest, mut evacuated) = (BTreeSet::new(), BTreeSet::new());
    let mut map = Map::default();
    wander(&mut map, 3, 4_000, 8, |map, _| {
        for (moved, mark) in all_marks(map).into_iter().filter(|&(_, mark)| mark < 5) {
            if moved { &mut evacuated } else { &mut at_rest }.insert(mark);
        }
        Ok(())
    })?;
    hold!(
        at_rest.iter().eq(&[0, 1]) && evacuated.iter().eq(&[2, 3, 4]),
        "marks {at_rest:?} at rest, {evacuated:?} in evacuated chains"
    );
    found!("4000 ops show the marks {at_rest:?}, in evacuated chains {evacuated:?}, and no other")
}

/// A number that counts its drops.
struct Counted(u64, Rc<Cell<u32>>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.1.set(self.1.get() + 1);
    }
}

impl PartialEq for Counted {
    fn eq(&self, other: &Counted) -> bool {
        self.0 == other.0
    }
}

impl Eq for Counted {}

impl Hash for Counted {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0);
    }
}

impl std::borrow::Borrow<u64> for Counted {
    fn borrow(&self) -> &u64 {
        &self.0
    }
}

fn removal_drops_key_and_value_once() -> Finding {
    let (keys, values) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let mut map: GoMap<Counted, Counted, LastWrite> = GoMap::default();
    for n in 0..100 {
        let (key, value) = (Counted(n, Rc::clone(&keys)), Counted(n, Rc::clone(&values)));
        map.insert(key, value);
    }
    for n in 0..50 {
        drop(map.remove(&n));
        hold!(
            (keys.get(), values.get()) == (n as u32 + 1, n as u32 + 1),
            "{} keys and {} values dropped by {} removals",
            keys.get(),
            values.get(),
            n + 1
        );
    }
    drop(map);
    let dropped = (keys.get(), values.get());
    hold!(
        dropped == (100, 100),
        "{dropped:?} keys and values dropped of 100 each"
    );
    found!("50 removals dropped 50 keys and 50 values at once; with the map 100 and 100")
}

fn a_hole_is_reused() -> Finding {
    let mut map = full_bucket();
    let removed = key(9, 2, 0);
    let hole = map.locate(&removed);
    map.remove(&removed);
    let newcomer = key(7, 77, 0);
    map.insert(newcomer, 0);
    let (place, noverflow) = (map.locate(&newcomer), map.shape().noverflow);
    hold!(
        hole.is_some() && place == hole,
        "the hole was {hole:?}, the new key is at {place:?}"
    );
    hold!(noverflow == 0, "{noverflow} overflow buckets for 8 keys");
    found!(
        "slot {} is taken again, with {noverflow} overflow buckets",
        hole.map_or(8, |h| h.slot)
    )
}

fn an_insert_takes_the_first_empty_cell() -> Finding {
    let (mut inserts, mut ones) = (0, 0);
    let mut map = Map::with_capacity_and_hasher(52, LastWrite);
    let mut before: Option<Layout> = None;
    let mut known = BTreeSet::new();
    wander(&mut map, 4, 3_000, 8, |map, model| {
        let layout = map.layout();
        let newcomer = model.keys().copied().find(|key| !known.contains(key));
        if let (Some(newcomer), Some(before)) = (newcomer, before.take())
            && before.shape.arrays_made == layout.shape.arrays_made
            && !before.shape.growing
            && let Some(place) = map.locate(&newcomer)
        {
            let chains = before.current.map_or(Vec::new(), |array| array.chains);
            let chain = chains.iter().find(|chain| chain.index == place.bucket);
            let marks: Vec<u8> = chain.map_or(vec![0; 8], |c| {
                c.buckets.iter().flat_map(|b| b.tophash).collect()
            });
            let first = marks
                .iter()
                .position(|&mark| mark < 2)
                .unwrap_or(marks.len());
            let at = place.link * 8 + place.slot;
            hold!(at == first, "cell {at} taken of {}", show(&marks));
            inserts += 1;
            ones += usize::from(marks.get(at) == Some(&1));
        }
        known = model.keys().copied().collect();
        before = Some(layout);
        Ok(())
    })?;
    hold!(
        inserts > 500 && ones > 50,
        "only {inserts} inserts, {ones} into emptyOne cells"
    );
    found!("{inserts} new keys took the first empty cell of their chain, {ones} an emptyOne")
}

fn another_key_takes_the_hole() -> Finding {
    let mut map = full_bucket();
    let (old, new) = (key(9, 5, 0), key(200, 1, 0));
    let hole = map.locate(&old);
    map.remove(&old);
    map.insert(new, 0);
    let place = map.locate(&new);
    let top = marks(&map, 0)[5];
    hold!(
        hole.is_some() && place == hole && top == 200,
        "hole {hole:?}, new key {place:?}"
    );
    found!("a key of tophash 200 sits in slot 5, where one of tophash 9 was removed")
}

fn a_key_comes_back_elsewhere() -> Finding {
    let mut map = full_bucket();
    let back = key(9, 3, 0);
    let was = map.locate(&back).map(|place| place.slot);
    map.remove(&key(9, 1, 0));
    map.remove(&back);
    map.insert(back, 0);
    let is = map.locate(&back).map(|place| place.slot);
    hold!((was, is) == (Some(3), Some(1)), "slot {was:?}, then {is:?}");
    found!("with slot 1 free as well, the key goes from slot 3 to slot 1")
}

fn one_bucket_holds_all() -> Finding {
    let mut rng = fastrand::Rng::with_seed(5);
    for _ in 0..500 {
        let keys = [rng.u64(..), rng.u64(..)];
        let map = filled(1, keys);
        for key in keys {
            let bucket = map.locate(&key).map(|place| place.bucket);
            hold!(bucket == Some(0), "key {key:#x} is in bucket {bucket:?}");
        }
        hold!(map.shape().b == 0, "B is {}", map.shape().b);
    }
    found!("of 500 pairs of random hashes every one shares bucket 0, at B 0")
}
