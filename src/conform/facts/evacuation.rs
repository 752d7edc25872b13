//! Growth while it is under way, and what it does to tombstones: C57 to C67.

use std::collections::BTreeMap;

use super::lab::{
    Map, Mixing, all_marks, evacuated, evacuated_of, filled, found, hold, key, marks, show,
};
use super::{Check, Contradiction, Fact, Finding, Verdict};
use crate::gomap::GoMap;

pub(super) const FACTS: &[Fact] = &[
    Fact {
        id: "C57",
        seeds: "004",
        claim: "Before Go 1.23 a growth stopped everything and rehashed the whole map.",
        verdict: Verdict::False,
        why: "1.19 and 1.21 move one or two old buckets with each write, too.",
        check: Check::Live(growth_is_spread_over_writes),
        case: Some(MID_GROWTH),
    },
    Fact {
        id: "C58",
        seeds: "001",
        claim: "Each write during a growth moves exactly one old bucket.",
        verdict: Verdict::False,
        why: "The bucket that it is about to use and the next one in line: one or two.",
        check: Check::Live(a_write_moves_one_or_two_buckets),
        case: Some(MID_GROWTH),
    },
    Fact {
        id: "C59",
        seeds: "000",
        claim: "The work of a write during a growth is to evacuate the requested bucket only.",
        verdict: Verdict::False,
        why: "It evacuates the bucket at nevacuate as well, so that the growth ends.",
        check: Check::Live(a_write_also_moves_the_next_in_line),
        case: None,
    },
    Fact {
        id: "C60",
        seeds: "001",
        claim: "Reads are served during a growth, and evacuate nothing.",
        verdict: Verdict::True,
        why: "A lookup goes to the old bucket as long as that is not evacuated.",
        check: Check::Live(reads_move_nothing),
        case: Some(
            "\
map-oracle case 1
hash sequential seed 0
insert_run 0 len 53
get 0
get 7
contains_key 40
iter
",
        ),
    },
    Fact {
        id: "C61",
        seeds: "003",
        claim: "All old buckets below nevacuate are evacuated.",
        verdict: Verdict::True,
        why: "The counter only ever passes evacuated buckets.",
        check: Check::Live(all_below_nevacuate_is_evacuated),
        case: None,
    },
    Fact {
        id: "C62",
        seeds: "000",
        claim: "Evacuation does not copy deleted cells.",
        verdict: Verdict::True,
        why: "It packs the live cells from the front of the new bucket.",
        check: Check::Live(evacuation_packs),
        case: Some(
            "\
map-oracle case 1
hash sequential seed 0
hint 13
insert_run 0 len 12
remove 0
remove 2
insert 101 = 1
insert 103 = 1
insert 105 = 1
insert 104 = 1
iter
",
        ),
    },
    Fact {
        id: "C63",
        seeds: "000",
        claim: "Evacuation marks the deleted cells that it skips as deleted.",
        verdict: Verdict::False,
        why: "It marks them as empty when evacuated, 4.",
        check: Check::Live(skipped_cells_are_marked_four),
        case: None,
    },
    Fact {
        id: "C64",
        seeds: "000",
        claim: "If the collector preempts a growth, old buckets are lost and cells not reused.",
        verdict: Verdict::NotCheckable,
        why: "The old array hangs on the map's header and is reachable; the source has no such path.",
        check: Check::RuntimeOnly("about Go's garbage collector; Rust has none"),
        case: None,
    },
    Fact {
        id: "C65",
        seeds: "001",
        claim: "The work of a growth is part of the collector's grey queue.",
        verdict: Verdict::False,
        why: "It is a function of the map's own source, called by writes.",
        check: Check::RuntimeOnly("about Go's garbage collector; Rust has none"),
        case: None,
    },
    Fact {
        id: "C66",
        seeds: "002",
        claim: "Alternating deletes and inserts make an older map, or its chains, grow without end.",
        verdict: Verdict::False,
        why: "Same-size growths clean up: a million rounds leave B as it was.",
        check: Check::Live(churn_is_bounded),
        case: None,
    },
    Fact {
        id: "C67",
        seeds: "002",
        claim: "From Go 1.21 to 1.22 churn went from 84 to 59 ns, and a long range was sped up.",
        verdict: Verdict::False,
        why: "Measured, 1.22 is not faster: 42.5 and 43.5 ns at 1000 keys.",
        check: Check::RuntimeOnly("compares the speed of two releases of Go"),
        case: None,
    },
];

const MID_GROWTH: &str = "\
map-oracle case 1
hash sequential seed 0
insert_run 0 len 105
insert 1 = 1
insert 9 = 1
remove 14
";

/// A map of 1664 entries in 256 buckets, which the next new key makes grow.
fn about_to_grow() -> Map {
    filled(0, 0..1_664)
}

/// How many old buckets each write moved, in a growth of 256 buckets that is
/// carried by overwrites from the other end than nevacuate's.
fn moved_by_each_write() -> Result<Vec<usize>, Contradiction> {
    let mut map = about_to_grow();
    hold!(
        !map.shape().growing && map.shape().b == 8,
        "{:?}",
        map.shape()
    );
    map.insert(1_664, 0);
    let mut done = evacuated_of(&map, 256);
    let mut moved = vec![done];
    let mut at = 255;
    while map.shape().growing {
        hold!(moved.len() < 300, "the growth does not end");
        map.insert(at, 0);
        at = at.saturating_sub(1).max(1);
        let now = evacuated_of(&map, 256);
        moved.push(now - done);
        done = now;
    }
    Ok(moved)
}

fn growth_is_spread_over_writes() -> Finding {
    let moved = moved_by_each_write()?;
    let (writes, most) = (moved.len(), moved.iter().max().copied().unwrap_or(0));
    hold!(
        writes >= 128 && most <= 2,
        "256 buckets moved in {writes} writes, up to {most} each"
    );
    found!("256 old buckets are moved by {writes} writes, at most {most} by each")
}

fn a_write_moves_one_or_two_buckets() -> Finding {
    // Overwrites of one key: after the first, only the next in line moves.
    let mut map = about_to_grow();
    map.insert(1_664, 0);
    let mut histogram = BTreeMap::new();
    let mut done = evacuated_of(&map, 256);
    for at in (0..40)
        .map(|n| 255 - n)
        .chain(std::iter::repeat_n(200, 300))
    {
        if !map.shape().growing {
            break;
        }
        map.insert(at, 0);
        let now = evacuated_of(&map, 256);
        *histogram.entry(now - done).or_insert(0) += 1;
        done = now;
    }
    let kinds: Vec<usize> = histogram.keys().copied().collect();
    hold!(
        done == 256 && kinds == [1, 2],
        "{done} buckets moved, writes by number: {histogram:?}"
    );
    found!("old buckets moved by a write, and how many writes moved so many: {histogram:?}")
}

fn a_write_also_moves_the_next_in_line() -> Finding {
    let mut map = about_to_grow();
    map.insert(1_664, 0);
    let line = map.shape().nevacuate;
    map.insert(200, 0);
    let old = map.layout().old;
    let chains = old.map_or(Vec::new(), |old| old.chains);
    let is_moved = |index: usize| {
        let chain = chains.iter().find(|chain| chain.index == index);
        chain.is_some_and(|chain| (2..5).contains(&chain.buckets[0].tophash[0]))
    };
    hold!(
        is_moved(200) && is_moved(line) && !is_moved(201),
        "a write to bucket 200 with nevacuate {line}: {}, {}",
        is_moved(200),
        is_moved(line)
    );
    found!("a write to old bucket 200 moved it and bucket {line}, where nevacuate stood")
}

fn reads_move_nothing() -> Finding {
    let mut map = about_to_grow();
    map.insert(1_664, 0);
    hold!(map.shape().growing, "not growing");
    let before = map.layout();
    let found = (0..2_000)
        .filter(|n| map.contains_key(n) && map.get(n).is_some())
        .count();
    let seen = map.iter().count();
    hold!(map.layout() == before, "the table changed by reads");
    hold!(
        found == 1_665 && seen == 1_665,
        "{found} keys found, {seen} entries seen"
    );
    found!("4000 reads and a walk mid-growth found all {found} entries and changed no cell")
}

fn all_below_nevacuate_is_evacuated() -> Finding {
    let (mut looks, mut below) = (0, 0);
    let mut map = about_to_grow();
    let mut rng = fastrand::Rng::with_seed(10);
    map.insert(1_664, 0);
    while let Some(old) = map.layout().old {
        let nevacuate = map.shape().nevacuate;
        let moved = old.chains.iter().take(nevacuate);
        let moved = moved
            .filter(|chain| (2..5).contains(&chain.buckets[0].tophash[0]))
            .count();
        hold!(
            moved == nevacuate,
            "{moved} of the {nevacuate} buckets below nevacuate are moved"
        );
        hold!(
            evacuated(&old) >= nevacuate,
            "fewer moved than nevacuate says"
        );
        below += moved;
        looks += 1;
        hold!(
            looks <= 256,
            "a growth from 256 buckets goes on after {looks} writes"
        );
        map.insert(rng.u64(..1_664), 0);
    }
    hold!(looks > 50, "the growth ended after {looks} writes");
    found!("at {looks} moments of a growth, all {below} buckets below nevacuate were evacuated")
}

fn evacuation_packs() -> Finding {
    let mut map = filled(13, (0..6).flat_map(|n| [key(9, n, 0), key(9, n, 1)]));
    map.remove(&key(9, 0, 0));
    map.remove(&key(9, 2, 0));
    let before = show(&marks(&map, 0));
    for n in 6..9 {
        map.insert(key(9, n, 1), 0);
    }
    map.insert(key(8, 0, 0), 0);
    let after = show(&marks(&map, 0));
    hold!(map.shape().b == 2, "B {}", map.shape().b);
    hold!(
        (before.as_str(), after.as_str()) == ("1L1LLL00", "LLLLL000"),
        "{before} was moved to {after}"
    );
    // At large: removals in every bucket, and then new keys in one alone.
    let mut map = filled(52, (0..50).map(|n| key(9, n, n % 8)));
    for n in (0..50).filter(|n| n % 3 == 0) {
        map.remove(&key(9, n, n % 8));
    }
    let ones = |map: &Map| {
        all_marks(map)
            .iter()
            .filter(|&&(_, mark)| mark == 1)
            .count()
    };
    let mut holes = 0;
    for n in 100..200 {
        if !map.shape().growing {
            if map.shape().b == 4 {
                break;
            }
            holes = ones(&map);
        }
        map.insert(key(9, n, 1), n);
    }
    let left = ones(&map);
    hold!(
        map.shape().b == 4 && !map.shape().growing,
        "{:?}",
        map.shape()
    );
    hold!(
        holes > 5 && left == 0,
        "{holes} emptyOne cells before the growth, {left} after it"
    );
    found!("{before} is moved to {after} with one more key; {holes} emptyOne cells become {left}")
}

fn skipped_cells_are_marked_four() -> Finding {
    let mut map = filled(0, (0..52).map(|n| key(9, n, n % 8)));
    map.remove(&key(9, 8, 0));
    map.remove(&key(9, 24, 0));
    let before = show(&marks(&map, 0));
    for n in 60..63 {
        map.insert(key(9, n, 1), n);
    }
    map.insert(key(9, 16, 0), 0);
    let old = map.layout().old.map_or(Vec::new(), |old| old.chains);
    let chain = old.iter().find(|chain| chain.index == 0);
    let after = chain.map_or(String::new(), |chain| show(&chain.buckets[0].tophash));
    let of_ones = before
        .bytes()
        .zip(after.bytes())
        .filter(|&(was, _)| was == b'1');
    let fours = of_ones.clone().filter(|&(_, is)| is == b'4').count();
    hold!(
        of_ones.count() == 2 && fours == 2 && after.bytes().all(|is| b"234".contains(&is)),
        "{before} shows {after} when evacuated"
    );
    found!("{before} shows {after} when evacuated: both deleted cells are 4")
}

fn churn_is_bounded() -> Finding {
    let mut map: GoMap<u64, (), Mixing> = GoMap::with_hasher(Mixing::new(1));
    let mut rng = fastrand::Rng::with_seed(11);
    let mut keys: Vec<u64> = (0..1_000).collect();
    for &key in &keys {
        map.insert(key, ());
    }
    let before = map.shape();
    let mut most = 0;
    for n in 1_000..301_000 {
        let gone = &mut keys[rng.usize(..1_000)];
        map.remove(gone);
        *gone = n;
        map.insert(n, ());
        most = most.max(map.shape().noverflow);
    }
    let after = map.shape();
    let growths = after.arrays_made - before.arrays_made;
    hold!(after.b == before.b, "B {} -> {}", before.b, after.b);
    hold!(
        u32::from(most) <= 1 << after.b,
        "noverflow reached {most} at B {}",
        after.b
    );
    hold!(growths > 0, "no growth in 300000 rounds");
    found!(
        "300000 rounds on 1000 keys: B {} -> {}, noverflow at most {most}, {growths} same-size \
         growths",
        before.b,
        after.b
    )
}
