//! What can be set to follow another version of Go, another type of key, or a
//! recording.

use std::rc::Rc;

use crate::support::{LastWrite, assert_sound, key};
use map_oracle::gomap::{GoMap, Quirks};

type Map = GoMap<u64, (), LastWrite>;

#[test]
fn the_load_factor_of_go_1_21() {
    let mut map = Map::with_quirks(LastWrite, Quirks::GO_1_21);
    assert_eq!(map.quirks(), Quirks::GO_1_21);
    let mut growths = Vec::new();
    for n in 0..200 {
        let before = map.shape().arrays_made;
        map.insert(n, ());
        assert_sound(&map);
        if map.shape().arrays_made > before {
            growths.push(map.len());
        }
    }
    assert_eq!(growths, [1, 9, 13, 25, 49, 97, 193]);
    assert_eq!(Map::with_hasher(LastWrite).quirks(), Quirks::GO_1_23);
}

/// The counterpart of `api::an_update_keeps_the_old_key`.
#[test]
fn an_update_may_replace_the_key() {
    let quirks = Quirks {
        replace_keys: true,
        ..Quirks::default()
    };
    let mut map = GoMap::with_quirks(LastWrite, quirks);
    let (first, second) = (Rc::new(5_u64), Rc::new(5));
    map.insert(Rc::clone(&first), 1);
    map.insert(Rc::new(6), 3);
    let cell = map.locate(&first);
    assert_eq!(map.insert(Rc::clone(&second), 2), Some(1));
    assert_eq!(Rc::strong_count(&first), 1);
    assert_eq!(Rc::strong_count(&second), 2);
    assert_eq!(map.locate(&first), cell);
    assert_eq!((map.len(), map[&second]), (2, 2));
    assert_sound(&map);
}

/// How many buckets an evacuated chain still has that was of two.
fn buckets_left(quirks: Quirks, with_cursor: bool) -> usize {
    let mut map = Map::with_quirks(LastWrite, quirks);
    map.reserve(26);
    map.extend((0..26).map(|n| (key(9, n, if n < 9 { 1 } else { 3 }), ())));
    let cursor = with_cursor.then(|| map.cursor());
    map.insert(key(9, 26, 1), ());
    drop(cursor);
    assert_sound(&map);
    let old = map.layout().old.expect("still growing");
    let chain = old.chains.iter().find(|chain| chain.index == 1).unwrap();
    assert_eq!(chain.buckets[0].tophash, [2; 8]);
    chain.buckets.len()
}

#[test]
fn an_evacuated_bucket_may_forget_its_chain() {
    let wiping = Quirks {
        wipe_evacuated: true,
        ..Quirks::default()
    };
    assert_eq!(buckets_left(wiping, false), 1);
    assert_eq!(buckets_left(wiping, true), 2, "a cursor may come by");
    assert_eq!(buckets_left(Quirks::default(), false), 2);
}

#[test]
fn the_next_array_is_as_long_as_told() {
    let mut map = Map::with_hasher(LastWrite);
    let buckets = |map: &Map| map.layout().current.unwrap().buckets;
    map.tell_array_len(Some(3));
    map.insert(0, ());
    assert_eq!((buckets(&map), map.shape().unused_prealloc), (3, 2));
    map.tell_array_len(Some(1));
    map.reserve(25);
    assert_eq!(buckets(&map), 4, "never fewer than the main ones");
    map.reserve(103);
    assert_eq!(buckets(&map), 17, "told of one array only");
    map.tell_array_len(Some(300));
    map.tell_array_len(None);
    map.reserve(207);
    assert_eq!(buckets(&map), 34);
}

#[test]
fn the_count_of_overflow_buckets_is_told_where_it_is_a_matter_of_chance() {
    for (b, counted) in [(15, 0), (16, 7)] {
        let mut map = Map::with_capacity_and_hasher(13 << (b - 1), LastWrite);
        assert_eq!(map.shape().b, b);
        map.tell_noverflow(7);
        assert_eq!(map.shape().noverflow, counted);
    }
}
