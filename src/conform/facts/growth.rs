//! Sizing, and what makes a map grow: C41 to C56.

use super::lab::{LastWrite, Map, evacuated_of, filled, found, hold, key, settle};
use super::{Check, Contradiction, Fact, Finding, Verdict};
use crate::gomap::GoMap;

pub(super) const FACTS: &[Fact] = &[
    Fact {
        id: "C41",
        seeds: "000 001 003 004",
        claim: "A map grows at a load factor of 6.5.",
        verdict: Verdict::Version,
        why: "So it is in 1.19, 1.22 and 1.23. In 1.21 an integer division makes it 6.0.",
        check: Check::Live(grows_at_six_and_a_half),
        case: Some(
            "\
map-oracle case 1
hash random seed 0
insert_run 0 len 209
",
        ),
    },
    Fact {
        id: "C42",
        seeds: "",
        claim: "A map of one bucket grows when the ninth key comes in.",
        verdict: Verdict::True,
        why: "The load factor counts only above 8 entries.",
        check: Check::Live(the_ninth_key_makes_it_grow),
        case: Some(
            "\
map-oracle case 1
hash random seed 0
insert_run 0 len 8
insert 8 = 1
",
        ),
    },
    Fact {
        id: "C43",
        seeds: "003",
        claim: "Overflow buckets are too many when there are more than 2^B.",
        verdict: Verdict::False,
        why: "2^B are too many already.",
        check: Check::Live(as_many_overflow_buckets_as_buckets_are_too_many),
        case: Some(SAME_SIZE),
    },
    Fact {
        id: "C44",
        seeds: "003",
        claim: "Overflow buckets are too many when there are B.",
        verdict: Verdict::False,
        why: "2^B, not B.",
        check: Check::Live(b_overflow_buckets_are_not_too_many),
        case: Some(SAME_SIZE),
    },
    Fact {
        id: "C45",
        seeds: "",
        claim: "Above B 15 the limit of overflow buckets stays at 32768.",
        verdict: Verdict::True,
        why: "The count has 16 bits and is approximate there.",
        check: Check::Live(the_limit_stays_at_32768),
        case: None,
    },
    Fact {
        id: "C46",
        seeds: "001 003",
        claim: "The number of buckets is a power of two, and a bucket's index the hash's low bits.",
        verdict: Verdict::True,
        why: "Every recorded trace replays with that rule.",
        check: Check::Live(low_bits_choose_the_bucket),
        case: None,
    },
    Fact {
        id: "C47",
        seeds: "001",
        claim: "The bucket shift is a constant 6, so a map starts with 64 buckets.",
        verdict: Verdict::False,
        why: "B starts at 0.",
        check: Check::Live(a_map_starts_with_one_bucket),
        case: None,
    },
    Fact {
        id: "C48",
        seeds: "001",
        claim: "Making a map for 1 entry allocates 8 buckets.",
        verdict: Verdict::False,
        why: "It allocates none; the first insert allocates one, of 8 cells.",
        check: Check::Live(a_hint_of_one_allocates_nothing),
        case: None,
    },
    Fact {
        id: "C49",
        seeds: "001",
        claim: "Making a map for 9 entries gives 16 buckets.",
        verdict: Verdict::False,
        why: "It gives 2 buckets, which is 16 cells.",
        check: Check::Live(a_hint_of_nine_gives_two_buckets),
        case: None,
    },
    Fact {
        id: "C50",
        seeds: "001",
        claim: "Making a map for n entries gives n / 6.5 buckets, rounded up to a power of two.",
        verdict: Verdict::Version,
        why: "Right from 9 entries on, up to 8 get one bucket; 1.21 divides by 6.0.",
        check: Check::Live(every_hint_up_to_5000),
        case: None,
    },
    Fact {
        id: "C51",
        seeds: "001",
        claim: "A hint does not cap growth: made for 1000, a map of 2000 has 512 buckets.",
        verdict: Verdict::True,
        why: "A hint chooses the first B and is forgotten.",
        check: Check::Live(a_hint_is_no_cap),
        case: Some(
            "\
map-oracle case 1
hash random seed 0
hint 1000
insert_run 0 len 2000
",
        ),
    },
    Fact {
        id: "C52",
        seeds: "004",
        claim: "Before Go 1.23, making a map for 1000 entries allocates 1024 buckets.",
        verdict: Verdict::False,
        why: "256, and at least 16 overflow buckets with them.",
        check: Check::Live(a_thousand_get_256_buckets),
        case: None,
    },
    Fact {
        id: "C53",
        seeds: "004",
        claim: "From Go 1.23 on, buckets are allocated by the first write only, 8 of them.",
        verdict: Verdict::False,
        why: "In every version a hint above 8 allocates at once; only B 0 waits for a write.",
        check: Check::Live(only_one_bucket_waits_for_a_write),
        case: None,
    },
    Fact {
        id: "C54",
        seeds: "004",
        claim: "Go 1.23 resizes by a sliding window: at 15 % collisions, 16 buckets a step.",
        verdict: Verdict::False,
        why: "1.23.9 grows as 1.22.10 does; collisions as such play no part.",
        check: Check::Live(collisions_do_not_trigger_growth),
        case: None,
    },
    Fact {
        id: "C55",
        seeds: "004",
        claim: "Go 1.23 moved the buckets' metadata to pages of their own.",
        verdict: Verdict::False,
        why: "Its bucket layout is that of 1.22.10.",
        check: Check::RuntimeOnly("compares two releases of Go; for GoMap's layout see C32"),
        case: None,
    },
    Fact {
        id: "C56",
        seeds: "003",
        claim: "Go 1.21 has locks for shards of a map.",
        verdict: Verdict::False,
        why: "The source of its map has no shards and no locks.",
        check: Check::RuntimeOnly("about synchronisation in Go's runtime; a write takes `&mut`"),
        case: None,
    },
];

const SAME_SIZE: &str = "\
map-oracle case 1
hash distinct 2 seed 3
hint 13
insert_run 0 len 9
remove_run 0 len 8
insert_run 16 len 9
remove_run 16 len 8
insert 30 = 1
insert 31 = 2
";

/// How many entries there are each time that a new array is made, while
/// `keys` are inserted.
fn growth_points(keys: impl Iterator<Item = u64>) -> Vec<usize> {
    let mut map = Map::default();
    let mut points = Vec::new();
    for key in keys {
        let before = map.shape().arrays_made;
        map.insert(key, 0);
        if map.shape().arrays_made > before {
            points.push(map.len());
        }
    }
    points
}

/// Where Go 1.23 grows.
const POINTS: [usize; 11] = [1, 9, 14, 27, 53, 105, 209, 417, 833, 1665, 3329];

fn grows_at_six_and_a_half() -> Finding {
    let points = growth_points(0..4_000);
    hold!(points == POINTS, "new arrays at {points:?} entries");
    found!("new arrays when these entries come in: {points:?}, as in Go 1.23")
}

fn the_ninth_key_makes_it_grow() -> Finding {
    let mut map = filled(0, 0..8);
    let before = map.shape();
    map.insert(8, 8);
    let after = map.shape();
    hold!(
        (before.b, before.arrays_made, after.b, after.arrays_made) == (0, 1, 1, 2),
        "from {before:?} to {after:?}"
    );
    found!(
        "8 keys: B {}, {} array made; 9th insert: B {} -> {}",
        before.b,
        1,
        before.b,
        after.b
    )
}

/// Adds an overflow bucket to each chain of a map of 8 buckets and leaves one
/// entry in each, then inserts one more key. Tells for which noverflow that
/// began a growth.
fn limit_at_b_3() -> Result<u16, Contradiction> {
    let mut map = Map::with_capacity_and_hasher(52, LastWrite);
    for bucket in 0..8 {
        for n in 0..9 {
            let noverflow = map.shape().noverflow;
            map.insert(key(9, n, bucket), n);
            hold!(!map.shape().growing, "growth at noverflow {noverflow}");
        }
        for n in 1..9 {
            map.remove(&key(9, n, bucket));
        }
    }
    let (b, noverflow) = (map.shape().b, map.shape().noverflow);
    map.insert(key(9, 1, 0), 1);
    let shape = map.shape();
    hold!(b == 3, "B is {b}");
    hold!(
        shape.growing && shape.same_size && shape.b == 3,
        "no same-size growth at noverflow {noverflow}: {shape:?}"
    );
    Ok(noverflow)
}

fn as_many_overflow_buckets_as_buckets_are_too_many() -> Finding {
    let limit = limit_at_b_3()?;
    hold!(limit == 8, "8 buckets grow at noverflow {limit}");
    found!("at B 3, no growth up to noverflow 7, and a same-size growth at {limit}, which is 2^3")
}

fn b_overflow_buckets_are_not_too_many() -> Finding {
    let limit = limit_at_b_3()?;
    hold!(limit > 3, "8 buckets grow at noverflow {limit}");
    found!("at B 3, noverflow 3 to 7 begin no growth, {limit} does")
}

fn the_limit_stays_at_32768() -> Finding {
    // 2^16 buckets; every chain gets two overflow buckets and keeps one entry.
    let mut map: GoMap<u64, (), LastWrite> = GoMap::with_capacity_and_hasher(400_000, LastWrite);
    let (b, arrays) = (map.shape().b, map.shape().arrays_made);
    let mut last = 0;
    let mut made = 0_u32;
    for bucket in 0..1 << 16 {
        for n in 0..17 {
            made += u32::from(n == 8 || n == 16);
            map.insert(key(9, n, bucket), ());
            let shape = map.shape();
            if shape.arrays_made > arrays {
                hold!(
                    (b, last, shape.same_size) == (16, 32_768, true),
                    "growth at B {b}, noverflow {last}: {shape:?}"
                );
                hold!(
                    (60_000..72_000).contains(&made),
                    "of {made} overflow buckets {last} were counted, not about one in two"
                );
                return found!(
                    "at B {b}, the growth to the same size began at noverflow {last}, after about \
                     {made} overflow buckets"
                );
            }
            last = shape.noverflow;
        }
        for n in 0..16 {
            map.remove(&key(9, n, bucket));
        }
    }
    Err(Contradiction(format!("no growth at noverflow {last}")))
}

fn low_bits_choose_the_bucket() -> Finding {
    let mut rng = fastrand::Rng::with_seed(9);
    let keys: Vec<u64> = (0..1_000).map(|_| rng.u64(..)).collect();
    let mut map = filled(0, keys.iter().copied());
    settle(&mut map, keys[0])?;
    let width = 1_usize << map.shape().b;
    let buckets = map.layout().current.map_or(0, |array| array.buckets);
    hold!(
        buckets == width + width / 16,
        "{buckets} buckets at B {}",
        map.shape().b
    );
    for &key in &keys {
        let place = map.locate(&key).map(|place| place.bucket);
        let want = key as usize % width;
        hold!(
            place == Some(want),
            "hash {key:#x} is in bucket {place:?}, not {want}"
        );
    }
    found!(
        "{} random hashes are each in the bucket of their low {} bits",
        1_000,
        map.shape().b
    )
}

fn a_map_starts_with_one_bucket() -> Finding {
    let mut map = Map::default();
    let none = map.layout().current.is_none();
    map.insert(1, 1);
    let layout = map.layout();
    let buckets = layout.current.map_or(0, |array| array.buckets);
    hold!(
        (none, layout.shape.b, buckets) == (true, 0, 1),
        "B {}, {buckets}",
        layout.shape.b
    );
    found!(
        "a new map has no bucket, after one insert {buckets} (B {})",
        layout.shape.b
    )
}

/// The buckets of a map made for so many entries, the preallocated ones
/// included, and its B.
fn buckets_for(hint: usize) -> (usize, u8) {
    let map = Map::with_capacity_and_hasher(hint, LastWrite);
    let layout = map.layout();
    (
        layout.current.map_or(0, |array| array.buckets),
        layout.shape.b,
    )
}

fn a_hint_of_one_allocates_nothing() -> Finding {
    let mut map = Map::with_capacity_and_hasher(1, LastWrite);
    let (before, bytes) = (map.shape().arrays_made, map.layout().bytes);
    map.insert(1, 1);
    let after = map.layout().current.map_or(0, |array| array.buckets);
    hold!(
        (before, bytes, after) == (0, 0, 1),
        "{before} arrays of {bytes} bytes, then {after}"
    );
    found!("{before} arrays and {bytes} bytes before the first insert, then {after} bucket")
}

fn a_hint_of_nine_gives_two_buckets() -> Finding {
    let (buckets, b) = buckets_for(9);
    hold!((buckets, b) == (2, 1), "{buckets} buckets, B {b}");
    found!("made for 9 entries: {buckets} buckets, B {b}")
}

fn every_hint_up_to_5000() -> Finding {
    for hint in 0..=5_000_usize {
        let (_, b) = buckets_for(hint);
        let want = match hint {
            0..=8 => 1,
            // ceil(hint / 6.5)
            _ => (2 * hint).div_ceil(13).next_power_of_two(),
        };
        hold!(
            1 << b == want,
            "made for {hint}: {} buckets, not {want}",
            1 << b
        );
    }
    let (_, b) = buckets_for(800);
    found!(
        "5001 hints give the buckets of the formula; 800 gives {}",
        1 << b
    )
}

fn a_hint_is_no_cap() -> Finding {
    let mut map = Map::with_capacity_and_hasher(1_000, LastWrite);
    let before = 1 << map.shape().b;
    map.extend((0..2_000).map(|n| (n, n)));
    let after = 1 << map.shape().b;
    hold!(
        (before, after, map.len()) == (256, 512, 2_000),
        "{before}, then {after} buckets"
    );
    found!(
        "made for 1000: {before} buckets; with {} entries: {after}",
        map.len()
    )
}

fn a_thousand_get_256_buckets() -> Finding {
    let (buckets, b) = buckets_for(1_000);
    hold!((buckets, b) == (272, 8), "{buckets} buckets, B {b}");
    found!(
        "made for 1000: 256 buckets (B {b}) and {} for overflow",
        buckets - 256
    )
}

fn only_one_bucket_waits_for_a_write() -> Finding {
    let all = [0, 8, 9, 1_000].map(|hint| buckets_for(hint).0);
    hold!(
        all == [0, 0, 2, 272],
        "buckets at once for 0, 8, 9 and 1000 entries: {all:?}"
    );
    found!("buckets allocated at once when made for 0, 8, 9 and 1000 entries: {all:?}")
}

fn collisions_do_not_trigger_growth() -> Finding {
    // Four keys to a bucket, of one tophash: three of four collide.
    let crowded = growth_points((0..4_000).map(|n| key(9, n, n / 4)));
    hold!(
        crowded == POINTS,
        "with 75 % collisions new arrays at {crowded:?}"
    );
    let mut most = 0;
    let mut map = Map::default();
    for n in 0..4_000 {
        let width = 1 << map.shape().b;
        let arrays = map.shape().arrays_made;
        let old = map.layout().old.map_or(0, |old| 1 << old.b);
        let before = if old == 0 { 0 } else { evacuated_of(&map, old) };
        map.insert(key(9, n, n / 4), n);
        let after = if map.shape().arrays_made > arrays {
            evacuated_of(&map, width)
        } else if old == 0 {
            0
        } else {
            evacuated_of(&map, old)
        };
        most = most.max(after.saturating_sub(before));
    }
    hold!(most == 2, "up to {most} old buckets moved by one write");
    found!(
        "with 75 % collisions a map grows at the same entries; a write moves up to {most} buckets"
    )
}
