//! Keys that do not equal themselves, like a float's NaN: no look-up finds them
//! and their hash need not repeat, yet growth has to carry them along, and an
//! open cursor has to come by each of them once.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use crate::support::{LastWrite, Masked, Odd, assert_sound, key};
use map_oracle::gomap::{ArrayKind, Cursor, GoMap};

/// A key that may differ from itself, and hashes as it is told.
#[derive(Clone)]
struct Loner {
    hash: u64,
    nan: bool,
}

impl Hash for Loner {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl PartialEq for Loner {
    fn eq(&self, other: &Loner) -> bool {
        self.hash == other.hash && !self.nan && !other.nan
    }
}

impl Eq for Loner {}

fn plain(hash: u64) -> Loner {
    Loner { hash, nan: false }
}

fn nan(hash: u64) -> Loner {
    Loner { hash, nan: true }
}

fn collect(cursor: &mut Cursor, map: &GoMap<Loner, (), LastWrite>) -> Vec<u64> {
    std::iter::from_fn(|| cursor.next(map).map(|(key, ())| key.hash)).collect()
}

/// By its hash, as any key; but while a cursor is on the array that it goes to,
/// by the last bit of its tophash, which the cursor can see.
#[test]
fn growth_sends_it_by_hash_or_by_tophash() {
    for with_cursor in [false, true] {
        let mut map = GoMap::with_capacity_and_hasher(26, LastWrite);
        let keys = [key(8, 0, 1), key(8, 0, 5), key(9, 0, 1), key(9, 0, 5)];
        map.extend(keys.map(|hash| (nan(hash), ())));
        map.extend((4..27).map(|n| (plain(key(9, n, 3)), ())));
        assert!(map.shape().growing);
        let cursor = with_cursor.then(|| map.cursor());
        map.insert(plain(key(9, 27, 1)), ());
        drop(cursor);
        assert_sound(&map);
        let upper: Vec<u64> = map
            .buckets(ArrayKind::Current)
            .filter(|bucket| bucket.index == 5)
            .flat_map(|bucket| bucket.entries.into_iter().flatten())
            .map(|(key, ())| key.hash)
            .collect();
        let want = if with_cursor {
            [key(9, 0, 1), key(9, 0, 5)]
        } else {
            [key(8, 0, 5), key(9, 0, 5)]
        };
        assert_eq!(upper, want);
    }
}

/// Such a growth has no halves to choose from.
#[test]
fn a_cursor_opened_during_a_same_size_growth_produces_all() {
    let mut map = GoMap::with_capacity_and_hasher(52, LastWrite);
    for chain in 0..8 {
        map.insert(nan(key(8, 100, chain)), ());
        map.insert(nan(key(9, 100, chain)), ());
        for n in 0..7 {
            map.insert(plain(key(9, n, chain)), ());
        }
        for n in 0..6 {
            map.remove(&plain(key(9, n, chain)));
        }
    }
    map.insert(plain(key(9, 7, 0)), ());
    assert!(map.shape().same_size);
    let mut produced = collect(&mut map.cursor_at(0, 0), &map);
    assert_eq!(produced.len(), 8 * 3 + 1);
    produced.sort_unstable();
    produced.dedup();
    assert_eq!(produced.len(), 8 * 3 + 1);
}

/// A former array that leads a cursor on to where its entries went is kept for
/// that, though not the keys in it once its own cursors are gone.
#[test]
fn only_the_way_is_kept_for_older_cursors() {
    let mut map = GoMap::with_hasher(LastWrite);
    map.insert(nan(key(9, 0, 0)), ());
    map.extend((1..8).map(|n| (plain(key(9, n, n)), ())));
    let kept = |map: &GoMap<Loner, (), LastWrite>| (map.stale_keys(), map.layout().retired);
    let mut first = map.cursor_at(0, 0);
    map.extend((8..13).map(|n| (plain(key(9, n, n)), ())));
    assert_eq!(kept(&map), (7, 1));

    let second = map.cursor_at(0, 0);
    map.extend((13..16).map(|n| (plain(key(9, n, n)), ())));
    assert_eq!((map.shape().b, map.shape().growing), (2, false));
    assert_eq!(kept(&map), (7 + 12, 2));
    drop(second);
    map.sweep();
    assert_eq!(kept(&map), (7, 2));

    // The same for an array that is only half evacuated.
    let third = map.cursor_at(0, 0);
    map.extend((16..27).map(|n| (plain(key(9, n, n)), ())));
    assert!(map.shape().growing);
    assert!(kept(&map).0 > 7);
    drop(third);
    map.sweep();
    assert_eq!(kept(&map), (7, 2));

    assert_eq!(collect(&mut first, &map).len(), 8);
    map.sweep();
    assert_eq!(kept(&map), (0, 0));
}

/// Opened while the map doubles, from all starts and with the growth ended after any number of steps, by writes or by a rebuild that
/// shuffles them once more.
#[test]
fn keys_that_differ_from_themselves_keep_their_half() {
    for rebuild in [false, true] {
        for (start, steps) in (0..16).flat_map(|start| (0..53).map(move |steps| (start, steps))) {
            let mut map = GoMap::with_capacity_and_hasher(52, Masked(!0));
            for id in 0..53 {
                map.insert(Odd { id, nan: true }, ());
            }
            assert!(map.shape().growing);
            let mut cursor = map.cursor_at(start, 0);
            let mut produced = BTreeSet::new();
            for _ in 0..steps {
                let (key, _) = cursor.next(&map).expect("some are left");
                assert!(produced.insert(key.id));
            }
            if rebuild {
                map.shrink_to_fit();
                map.reserve(200);
                map.shrink_to(53);
            }
            while map.shape().growing {
                map.insert(Odd { id: 99, nan: true }, ());
            }
            while let Some((key, _)) = cursor.next(&map) {
                assert!(key.id == 99 || produced.insert(key.id), "{} again", key.id);
            }
            assert_eq!(produced.len(), 53);
        }
    }
}

/// After a rebuild the map may grow to the cursor's width again, in arrays
/// that have nothing to do with the cursor's.
#[test]
fn growth_to_the_same_width_after_a_rebuild_is_another() {
    for start in 0..8 {
        let mut map = GoMap::with_capacity_and_hasher(52, Masked(!0));
        for id in 0..10 {
            map.insert(Odd { id, nan: true }, ());
        }
        let mut cursor = map.cursor_at(start, 0);
        map.shrink_to_fit();
        assert_eq!(map.shape().b, 1);
        for id in 10..27 {
            map.insert(Odd { id, nan: true }, ());
        }
        assert_eq!((map.shape().b, map.shape().growing), (3, true));
        let mut produced = BTreeSet::new();
        while let Some((key, _)) = cursor.next(&map) {
            assert!(produced.insert(key.id), "{} again", key.id);
        }
        assert!((0..10).all(|id| produced.contains(&id)), "{produced:?}");
    }
}

/// Nothing tells a key that differs from itself from the same one met again, so
/// a cursor in a recycled bucket leaves such keys to their own bucket.
#[test]
fn a_recycled_overflow_bucket_repeats_no_key_that_differs_from_itself() {
    for first in 0..20 {
        // Two chains, and one preallocated bucket for the first that is full.
        let mut map = GoMap::with_capacity_and_hasher(104, Masked(1));
        let mut ids = 20 * first..;
        while map.shape().noverflow == 0 {
            map.insert(
                Odd {
                    id: ids.next().unwrap(),
                    nan: false,
                },
                (),
            );
        }
        let layout = map.layout();
        let chains = layout.current.unwrap().chains;
        let long = chains
            .iter()
            .find(|chain| chain.buckets.len() == 2)
            .unwrap()
            .index;
        let mut cursor = map.cursor_at(long, 0);
        for _ in 0..9 {
            assert!(cursor.next(&map).is_some());
        }
        map.clear();
        while map.shape().noverflow == 0 {
            map.insert(
                Odd {
                    id: ids.next().unwrap(),
                    nan: true,
                },
                (),
            );
        }
        let id = ids.next().unwrap();
        for id in id..id + 3 {
            map.insert(Odd { id, nan: true }, ());
        }
        let mut produced = BTreeSet::new();
        while let Some((key, _)) = cursor.next(&map) {
            assert!(produced.insert(key.id), "{} again", key.id);
        }
    }
}

/// A main bucket is not recycled: it serves the same chain after a clear.
#[test]
fn a_cursor_in_a_main_bucket_meets_what_is_new_there_after_a_clear() {
    let mut map = GoMap::with_capacity_and_hasher(104, Masked(0));
    for id in 0..3 {
        map.insert(Odd { id, nan: false }, ());
    }
    let mut cursor = map.cursor_at(0, 0);
    assert!(cursor.next(&map).is_some());
    map.clear();
    for id in 3..6 {
        map.insert(Odd { id, nan: true }, ());
    }
    let rest: Vec<u32> = std::iter::from_fn(|| cursor.next(&map).map(|(key, _)| key.id)).collect();
    assert_eq!(rest, [4, 5], "the cells behind the one that it stood at");
}

/// Entries that cannot be looked up are followed through two growths.
#[test]
fn keys_that_differ_from_themselves_are_followed() {
    let mut map = GoMap::with_hasher(Masked(!0));
    for id in 0..8 {
        map.insert(Odd { id, nan: true }, id);
    }
    let mut cursor = map.cursor_at(0, 0);
    let mut seen = vec![*cursor.next(&map).unwrap().1];
    for id in 8..200 {
        map.insert(Odd { id, nan: false }, id);
    }
    assert!(map.shape().b >= 4);
    while let Some((key, &id)) = cursor.next(&map) {
        assert_eq!(key.nan, id < 8);
        seen.push(id);
    }
    seen.retain(|&id| id < 8);
    seen.sort_unstable();
    assert_eq!(seen, (0..8).collect::<Vec<_>>());
}
