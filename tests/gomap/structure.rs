//! The structure, directed: where keys land, what removal leaves behind, when
//! seeds are drawn; and all of it under random changes, beside a model.

use crate::support::{LastWrite, MASKS, Masked, Plain as Map, assert_sound, filled, key, marks};
use map_oracle::gomap::{ArrayKind, GoMap, Location};

#[test]
fn hint_table() {
    for hint in 0..5_000usize {
        let map = Map::with_capacity_and_hasher(hint, LastWrite);
        let mut b = 0;
        while hint > 8 && 2 * hint > 13 << b {
            b += 1;
        }
        let shape = map.shape();
        assert_eq!(shape.b, b, "hint {hint}");
        assert_eq!(
            shape.arrays_made,
            u64::from(b > 0),
            "one bucket waits for an insert"
        );
        assert_eq!(shape.unused_prealloc, if b < 4 { 0 } else { 1 << (b - 4) });
        assert!(map.capacity() >= hint);
    }
}

#[test]
fn capacity_hint_is_kept() {
    for hint in [1, 8, 9, 100, 1000] {
        let mut map = GoMap::with_capacity_and_hasher(hint, Masked(!0));
        let b = map.shape().b;
        for n in 0..hint {
            map.insert(n as u32, ());
        }
        assert_eq!(map.shape().b, b);
    }
}

#[test]
fn tophash_is_the_top_byte_kept_off_the_marks() {
    let tops = [0, 1, 2, 3, 4, 5, 200, 255];
    let map = filled(0, tops.map(|top| key(top, 1, 0)));
    assert_eq!(marks(&map, 0), [5, 6, 7, 8, 9, 5, 200, 255]);
    for top in tops {
        assert!(map.contains_key(&key(top, 1, 0)));
        assert!(!map.contains_key(&key(top, 2, 0)));
    }
}

#[test]
fn removal_in_the_middle_leaves_a_tombstone_that_the_next_insert_takes() {
    let mut map = filled(0, (0..8).map(|n| key(9, n, 0)));
    map.remove(&key(9, 2, 0));
    map.remove(&key(9, 5, 0));
    assert_sound(&map);
    assert_eq!(marks(&map, 0), [9, 9, 1, 9, 9, 1, 9, 9]);
    assert!(map.contains_key(&key(9, 7, 0)), "lookup passes tombstones");

    let newcomer = key(7, 77, 0);
    let (free, mark) = map.first_free(&newcomer).unwrap();
    assert_eq!((free.slot, mark), (2, 1));
    assert_eq!(map.first_free(&key(9, 77, 0)), Some((free, 1)));
    assert_eq!(map.first_free(&key(9, 7, 0)), None, "present");
    map.insert(newcomer, 0);
    assert_eq!(map.locate(&newcomer), Some(free));
    assert_eq!(map.entry_at(free), Some((&newcomer, &0)));
    for nowhere in [
        Location { slot: 8, ..free },
        Location { link: 1, ..free },
        Location { bucket: 1, ..free },
        Location {
            array: ArrayKind::Old,
            ..free
        },
    ] {
        assert_eq!(map.entry_at(nowhere), None);
    }
    assert_eq!(marks(&map, 0), [9, 9, 7, 9, 9, 1, 9, 9]);
}

#[test]
fn update_behind_a_tombstone_does_not_insert_twice() {
    let mut map = filled(0, (0..8).map(|n| key(9, n, 0)));
    map.remove(&key(9, 0, 0));
    assert_eq!(map.insert(key(9, 7, 0), 70), Some(key(9, 7, 0)));
    assert_eq!(map.len(), 7);
    assert_sound(&map);
}

#[test]
fn removal_at_the_tail_collapses_back_over_tombstones() {
    let mut map = filled(0, (0..6).map(|n| key(9, n, 0)));
    map.remove(&key(9, 4, 0));
    map.remove(&key(9, 3, 0));
    assert_eq!(marks(&map, 0), [9, 9, 9, 1, 1, 9, 0, 0]);
    map.remove(&key(9, 5, 0));
    assert_eq!(marks(&map, 0), [9, 9, 9, 0, 0, 0, 0, 0]);
}

#[test]
fn collapse_crosses_overflow_buckets() {
    let mut map = filled(27, (0..20).map(|n| key(9, n, 1)));
    assert_eq!(map.chain_len(&key(1, 0, 1)), 3);
    assert_eq!(map.shape().noverflow, 2);
    for n in 6..19 {
        map.remove(&key(9, n, 1));
        assert_sound(&map);
    }
    let mut want = vec![9; 6];
    want.extend([1; 13]);
    want.push(9);
    want.extend([0; 4]);
    assert_eq!(marks(&map, 1), want);
    map.remove(&key(9, 19, 1));
    assert_sound(&map);
    let mut want = vec![9; 6];
    want.extend([0; 18]);
    assert_eq!(marks(&map, 1), want);
    assert_eq!(map.shape().noverflow, 2, "overflow buckets stay");
    let landing = map.first_free(&key(1, 1, 1)).unwrap().0;
    assert_eq!(
        landing,
        Location {
            array: ArrayKind::Current,
            bucket: 1,
            link: 0,
            slot: 6
        }
    );
}

#[test]
fn preallocated_overflow_buckets_are_used_first() {
    let mut map = filled(100, (0..8).map(|n| key(9, n, 0)));
    assert_eq!(map.shape().unused_prealloc, 1);
    map.insert(key(9, 8, 0), 0);
    assert_eq!(map.shape().unused_prealloc, 0);
    for n in 9..17 {
        map.insert(key(9, n, 0), 0);
    }
    let layout = map.layout();
    let array = layout.current.unwrap();
    assert_eq!(array.buckets, 17);
    let ids: Vec<u32> = array.chains[0]
        .buckets
        .iter()
        .map(|bucket| bucket.id)
        .collect();
    assert_eq!(ids, [1, 17, 18]);
    map.clear();
    assert_eq!(map.shape().unused_prealloc, 1);
    assert_sound(&map);
}

#[test]
fn seeds_are_redrawn_when_the_map_becomes_empty_and_only_then() {
    let mut map = Map::with_hasher(LastWrite);
    let drawn = |map: &Map| map.shape().reseeds;
    map.remove(&1);
    map.clear();
    map.insert(1, 1);
    let first = map.layout().hash0;
    assert_eq!(drawn(&map), 0);
    map.insert(2, 2);
    map.remove(&1);
    map.remove(&1);
    assert_eq!((drawn(&map), map.layout().hash0), (0, first));
    map.remove(&2);
    assert_eq!(drawn(&map), 1);
    assert_ne!(map.layout().hash0, first);
    map.clear();
    map.remove(&2);
    map.drain();
    map.retain(|_, _| false);
    assert_eq!(drawn(&map), 1, "an empty map is left alone");
    map.insert(3, 3);
    map.clear();
    assert_eq!(drawn(&map), 2);
    map.extend([(1, 1), (2, 2)]);
    map.retain(|_, _| false);
    assert_eq!(drawn(&map), 3);
    map.extend([(1, 1), (2, 2)]);
    assert_eq!(map.drain().count(), 2);
    assert_eq!(drawn(&map), 4);
    map.insert(1, 1);
    map.reserve(100);
    map.shrink_to_fit();
    assert_eq!(drawn(&map), 4);
    map.clear();
    let last = map.layout().hash0;
    map.shrink_to_fit();
    map.insert(1, 1);
    assert_eq!((drawn(&map), map.layout().hash0), (5, last));
}

#[test]
fn same_hasher_same_seeds() {
    let seeds = || {
        let mut map = Map::with_hasher(LastWrite);
        std::array::from_fn::<u32, 4, _>(|_| {
            map.insert(1, 1);
            let seed = map.layout().hash0;
            map.remove(&1);
            seed
        })
    };
    assert_eq!(seeds(), seeds());
}

#[test]
fn deletion_never_shrinks() {
    let mut map = filled(0, 0..1_000);
    let before = map.shape();
    for n in 0..1_000 {
        map.remove(&n);
        assert_sound(&map);
    }
    let shape = map.shape();
    assert_eq!(
        (shape.b, shape.arrays_made, shape.count),
        (before.b, before.arrays_made, 0)
    );
    if !shape.growing {
        assert_eq!(map.layout().current.unwrap().chains.len(), 0);
    }
}

#[test]
fn structure_and_contents_agree_with_a_model() {
    for seed in 0..400 {
        eprintln!("seed {seed}");
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut map = GoMap::with_hasher(Masked(MASKS[seed as usize % MASKS.len()]));
        let mut model = std::collections::BTreeMap::new();
        let keys = [10, 100, 1_000][rng.usize(..3)];
        for step in 0..600u32 {
            let key = rng.u32(..keys);
            match rng.u32(..100) {
                0..55 => assert_eq!(map.insert(key, step), model.insert(key, step)),
                55..90 => assert_eq!(map.remove(&key), model.remove(&key)),
                90..98 => assert_eq!(map.get(&key), model.get(&key)),
                98 if step % 4 == 0 => {
                    map.clear();
                    model.clear();
                }
                _ => {
                    map.retain(|key, _| key % 7 != 0);
                    model.retain(|key, _| key % 7 != 0);
                }
            }
            assert_sound(&map);
            let found = map.iter().collect::<std::collections::BTreeMap<_, _>>();
            assert!(found.into_iter().eq(&model));
            assert!(model.keys().all(|key| map.contains_key(key)));
        }
    }
}
