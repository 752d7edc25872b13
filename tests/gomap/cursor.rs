//! The cursor, directed: the order in which it goes, what the map keeps for it
//! and for how long, and the corners that Go's own iterator gets wrong.

use std::collections::BTreeSet;

use crate::support::{LastWrite, Masked, key};
use map_oracle::gomap::{Cursor, GoMap};

fn collect<V: Copy>(cursor: &mut Cursor, map: &GoMap<u64, V, LastWrite>) -> Vec<u64> {
    std::iter::from_fn(|| cursor.next(map).map(|(&key, _)| key)).collect()
}

#[test]
fn start_and_offset_rotate_the_order() {
    let mut map = GoMap::with_capacity_and_hasher(26, LastWrite);
    for bucket in 0..4 {
        for number in 0..3 {
            map.insert(key(9, number, bucket), ());
        }
    }
    let want: Vec<u64> = [2, 3, 0, 1]
        .iter()
        .flat_map(|&b| [1, 2, 0].map(|number| key(9, number, b)))
        .collect();
    for mut cursor in [
        map.cursor_at(2, 1),
        map.cursor_at(2 + 4, 1 + 8),
        map.cursor_at(usize::MAX - 1, usize::MAX - 6),
    ] {
        assert!(!cursor.is_finished());
        assert_eq!(collect(&mut cursor, &map), want);
        assert!(cursor.is_finished());
    }
}

#[test]
fn a_cursor_may_start_at_every_cell() {
    let mut map = GoMap::with_capacity_and_hasher(52, LastWrite);
    map.insert(0, ());
    let starts: BTreeSet<(u32, usize)> = (0..1_000)
        .map(|_| {
            let cursor = map.cursor();
            let place = cursor.place(&map).expect("has an entry to come to");
            (place.bucket, place.slot)
        })
        .collect();
    assert_eq!(starts.len(), 8 * 8);
}

#[test]
fn empty_map_gives_a_finished_cursor_and_stays_as_it_was() {
    let mut map: GoMap<u64, (), LastWrite> = GoMap::with_capacity_and_hasher(20, LastWrite);
    let before = map.layout();
    for mut cursor in [map.cursor(), map.cursor_at(1, 1)] {
        assert!(cursor.is_finished());
        assert_eq!(cursor.next(&map), None);
    }
    assert_eq!(map.layout(), before);
}

#[test]
fn flags_follow_the_cursors() {
    let mut map = GoMap::with_hasher(LastWrite);
    for number in 0..8 {
        map.insert(key(9, number, number), ());
    }
    assert_eq!(map.shape().flags, 0);
    let cursor = map.cursor();
    assert_eq!(map.shape().flags, 1 | 2);
    map.clear();
    assert_eq!(map.shape().flags, 1 | 2, "a clear keeps the array");
    map.extend((0..8).map(|number| (key(9, number, number), ())));
    map.insert(key(9, 8, 8), ());
    assert_eq!(
        map.shape().flags,
        2,
        "the growth hands the cursor to the old array"
    );
    drop(cursor);
    for number in 9..14 {
        map.insert(key(9, number, number), ());
    }
    assert_eq!(map.shape().flags, 0);
}

#[test]
fn nothing_is_kept_without_a_cursor() {
    let mut map = GoMap::with_hasher(LastWrite);
    for number in 0..1_000 {
        map.insert(number, ());
        assert_eq!((map.stale_keys(), map.layout().retired), (0, 0));
    }
}

#[test]
fn keys_are_kept_for_a_cursor_and_dropped_after_it() {
    let mut map = GoMap::with_hasher(LastWrite);
    for number in 0..8 {
        map.insert(number, ());
    }
    let cursor = map.cursor();
    for number in 8..100 {
        map.insert(number, ());
    }
    assert_eq!(map.stale_keys(), 8);
    assert_eq!(map.layout().retired, 1);
    drop(cursor);
    assert_eq!(map.stale_keys(), 8, "nobody came by yet");
    map.insert(100, ());
    assert_eq!((map.stale_keys(), map.layout().retired), (0, 0));
}

#[test]
fn cursor_of_another_map_has_ended() {
    let mut map: GoMap<u64, (), LastWrite> = (0..20).map(|n| (n, ())).collect();
    let clone = map.clone();
    let mut cursor = map.cursor();
    assert!(cursor.next(&map).is_some());
    assert_eq!(cursor.next(&clone), None);
    assert!(cursor.is_finished());
}

#[test]
fn cursor_moves_with_its_map() {
    let mut map: GoMap<u64, (), LastWrite> = (0..20).map(|n| (n, ())).collect();
    let mut cursor = map.cursor();
    assert!(cursor.next(&map).is_some());
    let moved = map;
    assert_eq!(collect(&mut cursor, &moved).len(), 19);
}

#[test]
fn state_shows_gos_counters() {
    let mut map = GoMap::with_capacity_and_hasher(13, LastWrite);
    for number in 0..13 {
        map.insert(key(9, number, number % 2), ());
    }
    let mut cursor = map.cursor_at(1, 0);
    cursor.next(&map);
    let state = cursor.state();
    assert_eq!(
        (state.bucket, state.i, state.wrapped, state.check_bucket),
        (0, 1, true, None)
    );

    // Opened while growing, a cursor visits the old bucket for one half.
    map.insert(key(9, 13, 0), ());
    assert!(map.shape().growing || map.shape().b == 2);
}

/// Opened while the map doubles, a cursor goes to the old array for the half
/// that belongs to its bucket, and goes on when that is evacuated under it.
#[test]
fn a_cursor_opened_while_growing_takes_one_half_at_a_time() {
    let mut map = GoMap::with_capacity_and_hasher(52, LastWrite);
    let keys: Vec<u64> = (0..53).map(|n| key(9, n, n % 16)).collect();
    for &key in &keys {
        map.insert(key, ());
    }
    assert_eq!((map.shape().growing, map.shape().nevacuate), (true, 1));

    let mut cursor = map.cursor_at(6, 0);
    let mut produced: Vec<u64> = cursor.next(&map).map(|(&key, _)| key).into_iter().collect();
    assert_eq!(cursor.state().check_bucket, Some(6));
    map.insert(key(9, 6, 6), ());
    produced.extend(collect(&mut cursor, &map));

    let buckets: Vec<u64> = produced.iter().map(|key| key % 16).collect();
    assert!(
        buckets.is_sorted_by_key(|bucket| (bucket + 10) % 16),
        "{buckets:?}"
    );
    produced.sort_unstable();
    let mut keys = keys;
    keys.sort_unstable();
    assert_eq!(produced, keys);
}

/// Nor do those of a map whose buckets were given back in between.
#[test]
fn growth_to_the_same_width_after_a_release_is_another() {
    let mut map = GoMap::with_capacity_and_hasher(52, LastWrite);
    map.insert(0, ());
    let mut cursor = map.cursor_at(0, 0);
    map.clear();
    map.shrink_to_fit();
    for n in 0..27 {
        map.insert(n, ());
    }
    assert_eq!((map.shape().b, map.shape().growing), (3, true));
    assert_eq!(cursor.next(&map), None);
}

/// A loop that clears the map and fills it anew makes Go 1.23 repeat entries
/// when an overflow bucket is recycled into another chain.
#[test]
fn a_recycled_overflow_bucket_repeats_nothing() {
    let mut map = GoMap::with_capacity_and_hasher(104, LastWrite);
    for number in 0..9 {
        map.insert(key(9, number, 0), 0);
    }
    let mut cursor = map.cursor_at(0, 0);
    for _ in 0..9 {
        assert!(cursor.next(&map).is_some());
    }
    map.clear();
    // The first preallocated overflow bucket now belongs to bucket 3.
    for number in 0..12 {
        map.insert(key(9, number, 3), 1);
    }
    let mut produced = collect(&mut cursor, &map);
    let all = produced.len();
    produced.sort_unstable();
    produced.dedup();
    assert_eq!(produced.len(), all);
    assert_eq!(
        all, 12,
        "all of them, as the cursor has yet to come to bucket 3"
    );
}

/// A cursor remembers hashes, yet keys of one hash are as many entries.
#[test]
fn keys_of_one_hash_are_all_produced_after_a_clear() {
    let mut map = GoMap::with_capacity_and_hasher(104, Masked(0));
    map.insert(0, ());
    let mut cursor = map.cursor_at(1, 0);
    map.clear();
    map.extend((1..12_u32).map(|number| (number, ())));
    let produced: Vec<u32> =
        std::iter::from_fn(|| cursor.next(&map).map(|(&key, ())| key)).collect();
    assert!(produced.into_iter().eq(1..12));
}

/// What a cursor produces that stood behind the ninth and last entry of bucket
/// 2, in its overflow bucket, when the map was cleared and filled anew.
fn after_a_clear(capacity: usize, refill: &[u64]) -> Vec<u64> {
    let mut map = GoMap::with_capacity_and_hasher(capacity, LastWrite);
    for number in 0..9 {
        map.insert(key(9, number, 2), ());
    }
    let mut cursor = map.cursor_at(2, 0);
    for _ in 0..9 {
        assert!(cursor.next(&map).is_some());
    }
    map.clear();
    map.extend(refill.iter().map(|&key| (key, ())));
    collect(&mut cursor, &map)
}

/// After a clear, Go's cursor goes from the last preallocated bucket to the
/// array's first one, by way of a link that only marks the end. The entry it
/// meets there is new, so it may; when it comes by again, it may not.
#[test]
fn the_last_preallocated_bucket_leads_to_the_first() {
    let [in_0, in_1, in_3] = [0, 1, 3].map(|bucket| key(9, 0, bucket));
    assert_eq!(after_a_clear(104, &[in_0, in_1, in_3]), [in_0, in_3, in_1]);
    // The first of two, and one beyond the array's own.
    assert_eq!(after_a_clear(208, &[in_0, in_1, in_3]), [in_3, in_0, in_1]);
    assert_eq!(after_a_clear(52, &[in_0, in_1, in_3]), [in_3, in_0, in_1]);
    // It is the last one, but chained.
    let mut refill: Vec<u64> = (0..9).map(|number| key(9, number, 3)).collect();
    refill.push(in_0);
    assert_eq!(after_a_clear(104, &refill), refill);
}
