//! The structure, directed: where keys land, when the map grows and how fast,
//! what removal and clearing leave behind.

use crate::support::{LastWrite, MASKS, Masked, assert_sound, key};
use map_oracle::gomap::{ArrayKind, GoMap, Location};

type Map = GoMap<u64, u64, LastWrite>;

/// The marks of the chain of a bucket, all its buckets in a row.
fn marks(map: &Map, index: usize) -> Vec<u8> {
    let layout = map.layout();
    let chains = layout.current.expect("has buckets").chains;
    let chain = chains.into_iter().find(|chain| chain.index == index);
    chain.map_or(vec![0; 8], |chain| {
        chain.buckets.iter().flat_map(|b| b.tophash).collect()
    })
}

fn filled(capacity: usize, keys: impl IntoIterator<Item = u64>) -> Map {
    let mut map = Map::with_capacity_and_hasher(capacity, LastWrite);
    for key in keys {
        map.insert(key, key);
        assert_sound(&map);
    }
    map
}

#[test]
fn grows_where_go_grows() {
    let mut map = Map::with_hasher(LastWrite);
    let mut growths = Vec::new();
    for n in 0..4_000u64 {
        let before = map.shape().arrays_made;
        map.insert(n, n);
        assert_sound(&map);
        if map.shape().arrays_made > before {
            growths.push(map.len());
        }
    }
    assert_eq!(growths, [1, 9, 14, 27, 53, 105, 209, 417, 833, 1665, 3329]);
}

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
fn too_many_overflow_buckets_grow_to_the_same_size() {
    // Eight buckets, and chains that are emptied again but for one key each.
    let mut map = Map::with_capacity_and_hasher(52, LastWrite);
    for chain in 0..8 {
        for n in 0..9 {
            map.insert(key(9, n, chain), n);
        }
        assert_eq!(map.shape().noverflow, chain as u16 + 1);
        assert!(!map.shape().growing, "the eighth is still allowed");
        for n in 1..9 {
            map.remove(&key(9, n, chain));
        }
        assert_sound(&map);
    }
    assert_eq!(map.shape().arrays_made, 1);
    map.insert(key(9, 1, 0), 1);
    let shape = map.shape();
    assert!(shape.growing && shape.same_size);
    assert_eq!(
        (shape.b, shape.noverflow, shape.flags, shape.arrays_made),
        (3, 0, 8, 2)
    );
    assert_sound(&map);
    for n in 2..20 {
        map.insert(key(9, n, 0), n);
        assert_sound(&map);
        if !map.shape().growing {
            break;
        }
    }
    let shape = map.shape();
    assert_eq!(
        (shape.growing, shape.same_size, shape.flags, shape.b),
        (false, false, 0, 3)
    );
    for chain in 0..8 {
        assert!(map.contains_key(&key(9, 0, chain)));
    }
}

#[test]
fn a_write_evacuates_its_own_bucket_and_one_more() {
    let count = 1_665;
    let mut map = filled(0, 0..count - 1);
    assert!(!map.shape().growing);
    let old_buckets = 1usize << map.shape().b;
    let evacuated = |map: &Map| {
        let Some(old) = map.layout().old else {
            return old_buckets;
        };
        old.chains
            .iter()
            .filter(|chain| (2..5).contains(&chain.buckets[0].tophash[0]))
            .count()
    };
    map.insert(200, 0);
    assert!(!map.shape().growing, "an update does not count");
    map.insert(count - 1, 0);
    assert!(map.shape().growing);
    let mut done = evacuated(&map);
    assert_eq!(done, 2);
    let mut mark = map.shape().nevacuate;
    let mut reads = 0;
    let mut step = 0;
    while map.shape().growing {
        for n in 0..10 {
            reads += usize::from(map.contains_key(&n));
        }
        assert_eq!(evacuated(&map), done, "reads evacuate nothing");
        // Old bucket 2^b - 2 - step: from the other end than the mark.
        let other_end = old_buckets - 2 - step % (old_buckets / 4);
        map.insert(other_end as u64, 1);
        assert_sound(&map);
        let now = evacuated(&map);
        assert!(
            (1..=2).contains(&(now - done)),
            "{} in one write",
            now - done
        );
        if step < old_buckets / 4 {
            assert_eq!(now - done, 2, "its own and the next");
        }
        done = now;
        assert!(map.shape().nevacuate > mark || !map.shape().growing);
        mark = map.shape().nevacuate;
        step += 1;
    }
    assert!(reads > 0);
    assert!(
        step < old_buckets * 3 / 4,
        "the mark skips what writes evacuated: {step} steps"
    );
}

#[test]
fn evacuation_packs_entries() {
    let mut map = filled(13, (0..6).flat_map(|n| [key(9, n, 0), key(9, n, 1)]));
    map.remove(&key(9, 0, 0));
    map.remove(&key(9, 2, 0));
    assert_eq!(marks(&map, 0), [1, 9, 1, 9, 9, 9, 0, 0]);
    for n in 6..8 {
        map.insert(key(9, n, 1), 0);
    }
    map.insert(key(8, 1, 1), 0);
    assert_eq!(map.len(), 13);
    map.insert(key(8, 2, 0), 0);
    assert_eq!(map.shape().b, 2);
    assert_eq!(marks(&map, 0), [9, 9, 9, 9, 8, 0, 0, 0]);
    assert_sound(&map);
}

#[test]
fn halves_are_told_apart_by_the_next_bit() {
    let mut map = filled(0, (0..8).map(|n| key(9, n, n)));
    map.insert(key(9, 8, 8), 0);
    assert_eq!(map.shape().b, 1);
    for n in 0..9 {
        let at = map.locate(&key(9, n, n)).unwrap();
        assert_eq!(at.bucket as u64, n % 2);
    }
}

#[test]
fn clear_keeps_the_array_and_ends_the_growth() {
    let mut map = filled(0, 0..105);
    assert!(map.shape().growing);
    let before = map.shape();
    map.clear();
    assert_sound(&map);
    let shape = map.shape();
    assert_eq!((shape.b, shape.arrays_made), (before.b, before.arrays_made));
    assert_eq!((shape.count, shape.noverflow, shape.nevacuate), (0, 0, 0));
    assert!(!shape.growing);
    assert_eq!(map.layout().old, None);
    assert_eq!(map.layout().current.unwrap().chains, []);
    assert_eq!(map.iter().next(), None);
    map.extend((0..200).map(|n| (n, n)));
    assert_eq!(map.len(), 200);
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
fn churn_stays_within_bounds() {
    let mut map = GoMap::with_hasher(Masked(!0));
    let mut rng = fastrand::Rng::with_seed(7);
    let mut keys: Vec<u64> = (0..1_000).collect();
    map.extend(keys.iter().map(|&key| (key, ())));
    let b = map.shape().b;
    let arrays = map.shape().arrays_made;
    for n in 0..300_000 {
        let at = rng.usize(..keys.len());
        let key = std::mem::replace(&mut keys[at], 1_000 + n);
        assert!(map.remove(&key).is_some());
        map.insert(1_000 + n, ());
        assert!(usize::from(map.shape().noverflow) <= 1 << b);
    }
    assert_eq!(map.shape().b, b);
    assert!(
        map.shape().arrays_made > arrays,
        "no same-size growth in all that time"
    );
    assert_sound(&map);
}

#[test]
fn reserve_and_shrink_move_everything_at_once() {
    let mut map = filled(0, 0..100);
    map.reserve(1_000);
    assert_sound(&map);
    assert!(map.capacity() >= 1_100 && !map.shape().growing);
    let arrays = map.shape().arrays_made;
    map.extend((100..1_100).map(|n| (n, n)));
    assert_eq!(map.shape().arrays_made, arrays);
    map.retain(|&n, _| n < 10);
    map.shrink_to_fit();
    assert_sound(&map);
    assert_eq!(map.capacity(), 13);
    assert_eq!(map.len(), 10);
    let arrays = map.shape().arrays_made;
    map.shrink_to(500);
    map.shrink_to_fit();
    map.reserve(3);
    assert_eq!((map.capacity(), map.shape().arrays_made), (13, arrays));
    map.clear();
    map.shrink_to_fit();
    assert_eq!(map.layout().current, None);
    assert_sound(&map);
    map.insert(1, 1);
    assert_sound(&map);
}

/// One entry, in the midst of a growth to the same size.
fn same_size_growth() -> Map {
    let mut map = Map::with_capacity_and_hasher(26, LastWrite);
    for chain in 0..4 {
        map.extend((0..9).map(|n| (key(9, n, chain), n)));
        map.retain(|_, _| false);
    }
    map.insert(1, 1);
    assert_eq!((map.shape().flags, map.shape().same_size), (8, true));
    map
}

#[test]
fn clear_ends_a_same_size_growth() {
    let mut map = same_size_growth();
    map.clear();
    assert_eq!((map.shape().flags, map.shape().growing), (0, false));
    assert_sound(&map);
}

#[test]
fn an_empty_map_gives_back_both_arrays_of_a_growth() {
    let mut map = same_size_growth();
    map.remove(&1);
    map.shrink_to_fit();
    assert_sound(&map);
    let layout = map.layout();
    assert_eq!((layout.shape.flags, layout.bytes), (0, 0));
    map.extend((0..100).map(|n| (n, n)));
    assert_sound(&map);
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

/// The mark may stop 1024 buckets ahead, even if more are evacuated.
#[test]
fn look_ahead_is_bounded() {
    let buckets = 4_096u64;
    let full = buckets * 13 / 2;
    let mut map = Map::with_capacity_and_hasher(full as usize, LastWrite);
    map.extend((0..full).map(|n| (n, n)));
    // From the top down, so that the mark, going up from 0, lags behind.
    map.insert(full, 0);
    let mut at = buckets - 1;
    let mut farthest = 0;
    while map.shape().growing {
        let before = map.shape().nevacuate;
        map.insert(at, 0);
        at = at.saturating_sub(1).max(1);
        farthest = farthest.max(map.shape().nevacuate - before);
    }
    assert_eq!(farthest, 1 + 1024);
    assert_sound(&map);
}
