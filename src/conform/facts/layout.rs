//! Layout: C28 to C40.
//!
//! Where keys and values lie is measured by their addresses, taken from the
//! references that the map lends.

use std::hash::{Hash, Hasher};

use super::lab::{LastWrite, Map, cell, filled, found, hold, key, marks};
use super::{Check, Contradiction, Fact, Finding, Verdict};
use crate::gomap::{Cursor, GoMap};

pub(super) const FACTS: &[Fact] = &[
    Fact {
        id: "C28",
        seeds: "003",
        claim: "A map's header has count, flags, B, noverflow (16 bits), hash0 (32 bits), \
                buckets, oldbuckets, nevacuate and extra.",
        verdict: Verdict::True,
        why: "That is the struct in all four versions.",
        check: Check::Live(every_counter_moves),
        case: None,
    },
    Fact {
        id: "C29",
        seeds: "003",
        claim: "The field buckets is at offset 24 of the header, or at 8.",
        verdict: Verdict::False,
        why: "It is at 16.",
        check: Check::RuntimeOnly("offsets within a Go struct"),
        case: None,
    },
    Fact {
        id: "C30",
        seeds: "001 004",
        claim: "The header takes 32 or 40 bytes, and Go 1.23 shrank it.",
        verdict: Verdict::False,
        why: "It takes 48 bytes in all four versions.",
        check: Check::RuntimeOnly("the size of a Go struct"),
        case: None,
    },
    Fact {
        id: "C31",
        seeds: "003",
        claim: "Making a map allocates a header of 88, 232 or 520 bytes.",
        verdict: Verdict::False,
        why: "Always 48 bytes.",
        check: Check::RuntimeOnly("the size of a Go struct"),
        case: None,
    },
    Fact {
        id: "C32",
        seeds: "000 001",
        claim: "Tophash, keys and values are separate blocks of memory.",
        verdict: Verdict::False,
        why: "A bucket is one piece: 8 tophash bytes, 8 keys, 8 values, the overflow link.",
        check: Check::Live(a_bucket_is_one_piece),
        case: None,
    },
    Fact {
        id: "C33",
        seeds: "001",
        claim: "A bucket of 64-bit keys and 64-bit values takes 144 bytes.",
        verdict: Verdict::True,
        why: "8 + 64 + 64 + 8.",
        check: Check::Live(a_bucket_of_words_takes_144_bytes),
        case: None,
    },
    Fact {
        id: "C34",
        seeds: "001",
        claim: "7 of these 144 bytes are padding.",
        verdict: Verdict::False,
        why: "None is: 8 + 64 + 64 + 8 is 144.",
        check: Check::RuntimeOnly(
            "GoMap links by 4-byte numbers where Go has an 8-byte pointer, so the last 8 bytes \
             differ",
        ),
        case: None,
    },
    Fact {
        id: "C35",
        seeds: "001",
        claim: "A bucket takes 208 bytes.",
        verdict: Verdict::Type,
        why: "With string keys and 64-bit values; 144 with 64-bit keys, 272 with string values.",
        check: Check::Live(bucket_size_depends_on_types),
        case: None,
    },
    Fact {
        id: "C36",
        seeds: "001 003",
        claim: "A bucket has 8 cells, and a tophash is the top 8 bits of a hash.",
        verdict: Verdict::Partly,
        why: "Top bits 0 to 4 are marks, so 5 is added to them.",
        check: Check::Live(tophash_is_kept_off_the_marks),
        case: Some(
            "\
map-oracle case 1
pin 0 = 0x0000000000000000
pin 1 = 0x0100000000000000
pin 4 = 0x0400000000000000
pin 5 = 0x0500000000000000
pin 255 = 0xff00000000000000
insert 0 = 1
insert 1 = 2
insert 4 = 3
insert 5 = 4
insert 255 = 5
get 0
get 5
",
        ),
    },
    Fact {
        id: "C37",
        seeds: "003",
        claim: "Several compiled bucket layouts exist, chosen at run time by capacity.",
        verdict: Verdict::False,
        why: "There is one layout for each map type.",
        check: Check::Live(one_layout_whatever_the_capacity),
        case: None,
    },
    Fact {
        id: "C38",
        seeds: "001 003",
        claim: "Keys, values and overflow are segments in 512-byte pages, aligned to 16 bytes.",
        verdict: Verdict::False,
        why: "Buckets lie end to end, with the alignment of their types.",
        check: Check::Live(no_pages_and_no_wide_alignment),
        case: None,
    },
    Fact {
        id: "C39",
        seeds: "001",
        claim: "The header has a tophash field, and flags form a state machine with a dirty bit.",
        verdict: Verdict::False,
        why: "Flags are iterator, oldIterator, hashWriting and sameSizeGrow; dirty is of sync.Map.",
        check: Check::Live(flags_take_only_known_bits),
        case: None,
    },
    Fact {
        id: "C40",
        seeds: "",
        claim: "Keys and values of up to 128 bytes lie in the bucket, larger ones behind pointers.",
        verdict: Verdict::True,
        why: "The boundary shows between arrays of 128 and 129 bytes.",
        check: Check::RuntimeOnly(
            "GoMap keeps any key in its bucket; in Rust, boxes are the user's",
        ),
        case: None,
    },
];

/// A map of one chain of three buckets, without cursors in its way.
fn tall(hint: usize) -> Map {
    filled(hint, (0..20).map(|n| key(9, n, 0)))
}

fn every_counter_moves() -> Finding {
    let mut map = tall(53);
    let start = (map.shape(), map.layout().hash0);
    let cursor: Cursor = map.cursor_at(0, 0);
    for n in 0..100 {
        map.insert(key(8, n, n), n);
        if map.shape().growing && map.shape().nevacuate > 0 {
            break;
        }
    }
    let layout = map.layout();
    let (was, is) = (start.0, layout.shape);
    hold!(
        is.b == was.b + 1 && is.count > was.count && is.flags != was.flags,
        "from {was:?} to {is:?}"
    );
    hold!(
        was.noverflow == 2 && is.nevacuate > 0 && layout.old.is_some(),
        "{was:?} to {is:?}"
    );
    drop(cursor);
    map.clear();
    hold!(map.layout().hash0 != start.1, "hash0 stayed {:#x}", start.1);
    found!(
        "growing: B {} -> {}, count {} -> {}, flags {} -> {}, nevacuate {}, an old array; \
         noverflow {}; hash0 redrawn",
        was.b,
        is.b,
        was.count,
        is.count,
        was.flags,
        is.flags,
        is.nevacuate,
        was.noverflow
    )
}

/// Addresses of the key and the value in a cell.
fn addresses<K, V>(
    map: &GoMap<K, V, LastWrite>,
    bucket: usize,
    slot: usize,
) -> Result<[usize; 2], Contradiction> {
    match map.entry_at(cell(bucket, 0, slot)) {
        Some((key, value)) => Ok([
            std::ptr::from_ref(key).addr(),
            std::ptr::from_ref(value).addr(),
        ]),
        None => Err(Contradiction(format!(
            "cell {slot} of bucket {bucket} is empty"
        ))),
    }
}

/// 16 bytes, as many as a Go string has in a bucket.
#[derive(PartialEq, Eq)]
struct Wide(u64, u64);

impl Hash for Wide {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0);
    }
}

/// Buckets 0 and 1 of four, all cells in use.
fn two_full_buckets<K, V>(as_key: fn(u64) -> K, as_value: fn(u64) -> V) -> GoMap<K, V, LastWrite>
where
    K: Eq + Hash,
{
    let mut map = GoMap::with_capacity_and_hasher(26, LastWrite);
    for n in 0..16 {
        map.insert(as_key(key(9, n, n / 8)), as_value(n));
    }
    map
}

/// From the first key of a bucket to the first key of the next, in bytes.
fn stride<K, V>(map: &GoMap<K, V, LastWrite>) -> Result<usize, Contradiction> {
    let [first, _] = addresses(map, 0, 0)?;
    let [second, _] = addresses(map, 1, 0)?;
    Ok(second.wrapping_sub(first))
}

fn a_bucket_is_one_piece() -> Finding {
    let map = two_full_buckets(|n| n, |n| n);
    let [first_key, first_value] = addresses(&map, 0, 0)?;
    for slot in 0..8 {
        let [key, value] = addresses(&map, 0, slot)?;
        hold!(
            key.wrapping_sub(first_key) == 8 * slot && value.wrapping_sub(key) == 64,
            "slot {slot}: key at +{}, its value {} bytes further",
            key.wrapping_sub(first_key),
            value.wrapping_sub(key)
        );
    }
    let values = first_value.wrapping_sub(first_key);
    let next = stride(&map)?.wrapping_sub(values + 64);
    hold!(
        next == 16,
        "{next} bytes between the last value and the next bucket's first key"
    );
    found!(
        "the values begin {values} bytes after the keys, and the next bucket's keys {next} bytes \
         after the last value: room for 8 tophash bytes and the link"
    )
}

fn a_bucket_of_words_takes_144_bytes() -> Finding {
    let map = two_full_buckets(|n| n, |n| n);
    let (stride, layout) = (stride(&map)?, map.layout());
    hold!(stride == 144, "{stride} bytes from bucket to bucket");
    hold!(
        layout.bytes == 4 * 144,
        "4 buckets hold {} bytes",
        layout.bytes
    );
    found!(
        "{stride} bytes from bucket to bucket, {} bytes for 4 buckets",
        layout.bytes
    )
}

fn bucket_size_depends_on_types() -> Finding {
    let words = stride(&two_full_buckets(|n| n, |n| n))?;
    let wide_keys = stride(&two_full_buckets(|n| Wide(n, n), |n| n))?;
    let wide = stride(&two_full_buckets(|n| Wide(n, n), |n| Wide(n, n)))?;
    let sizes = (words, wide_keys, wide);
    hold!(sizes == (144, 208, 272), "{sizes:?} bytes");
    found!(
        "8-byte keys and values: {words} bytes; 16-byte keys: {wide_keys}; 16-byte values too: \
         {wide}"
    )
}

fn tophash_is_kept_off_the_marks() -> Finding {
    let mut moved = 0;
    for top in 0..=255_u8 {
        let map = filled(0, [key(top, 1, 0)]);
        let marks = marks(&map, 0);
        let want = if top < 5 { top + 5 } else { top };
        hold!(marks.len() == 8, "a bucket of {} cells", marks.len());
        hold!(marks[0] == want, "top bits {top} give tophash {}", marks[0]);
        moved += usize::from(marks[0] != top);
    }
    let nine = filled(13, (0..9).map(|n| key(9, n, 0)));
    let buckets = marks(&nine, 0).len() / 8;
    hold!(buckets == 2, "9 keys of one bucket take {buckets} buckets");
    found!(
        "of 256 top bytes {moved} are moved up by 5, the rest is the tophash; a 9th key overflows"
    )
}

fn one_layout_whatever_the_capacity() -> Finding {
    let hints = [9, 100, 1_000, 100_000];
    for hint in hints {
        let mut map = Map::with_capacity_and_hasher(hint, LastWrite);
        map.insert(key(9, 0, 0), 0);
        map.insert(key(9, 1, 1), 1);
        let stride = stride(&map)?;
        hold!(
            stride == 144,
            "made for {hint}: {stride} bytes from bucket to bucket"
        );
    }
    found!("144 bytes from bucket to bucket in maps made for {hints:?}")
}

fn no_pages_and_no_wide_alignment() -> Finding {
    let map = two_full_buckets(|n| n, |n| n);
    let stride = stride(&map)?;
    hold!(stride < 512, "{stride} bytes from bucket to bucket");
    let mut odd = 0;
    for slot in 0..8 {
        let [key, _] = addresses(&map, 0, slot)?;
        odd += usize::from(key % 16 != 0);
    }
    hold!(odd == 4, "{odd} of 8 keys are not aligned to 16 bytes");
    found!("{stride} bytes from bucket to bucket, and {odd} of 8 keys are not aligned to 16 bytes")
}

fn flags_take_only_known_bits() -> Finding {
    let mut seen = 0;
    let mut ops = 0;
    let mut map = Map::default();
    let mut rng = fastrand::Rng::with_seed(8);
    let mut cursors: Vec<Cursor> = Vec::new();
    for round in 0..40 {
        for n in 0..60 {
            map.insert(key(9, n, rng.u64(..16)), n);
            map.remove(&key(9, rng.u64(..60), rng.u64(..16)));
            seen |= map.shape().flags;
            ops += 2;
        }
        cursors.push(map.cursor());
        if round % 3 == 0 {
            map.clear();
            cursors.clear();
        }
    }
    // Overflow buckets without load, for a growth to the same size.
    let mut map = Map::with_capacity_and_hasher(52, LastWrite);
    for bucket in 0..8 {
        for n in 0..9 {
            map.insert(key(9, n, bucket), n);
        }
        for n in 1..9 {
            map.remove(&key(9, n, bucket));
        }
    }
    map.insert(key(9, 1, 0), 1);
    seen |= map.shape().flags;
    hold!(
        seen == 1 | 2 | 8,
        "flags that were set at some time: {seen:#x}"
    );
    found!("{ops} ops with cursors and a same-size growth set the bits {seen:#x}: 1, 2 and 8")
}
