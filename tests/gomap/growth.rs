//! Growth: when it begins, what each write moves, where entries end up, and
//! what becomes of it when the map is cleared, rebuilt or given back.

use crate::support::{LastWrite, Masked, Plain as Map, assert_sound, filled, key, marks};
use map_oracle::gomap::GoMap;

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
