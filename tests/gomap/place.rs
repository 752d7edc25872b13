//! Where a cursor says that it stands: the cell that it looks at next.

use crate::support::{LastWrite, key};
use map_oracle::gomap::{ArrayKind, Cursor, CursorPlace, GoMap, Location};

/// The cell of a place, by its bucket's number.
fn location(map: &GoMap<u32, u32>, place: CursorPlace) -> Option<Location> {
    let array = place.array?;
    let bucket = map
        .buckets(array)
        .find(|bucket| bucket.layout.id == place.bucket)?;
    Some(Location {
        array,
        bucket: bucket.index,
        link: bucket.link,
        slot: place.slot,
    })
}

/// Walks a cursor to its end. What stands in the cell that it names is what it
/// produces next, and it names no cell once it has none left. Tells how often a
/// cell of each array held what came.
fn walk(map: &GoMap<u32, u32>, mut cursor: Cursor) -> [usize; 2] {
    let mut held = [0, 0];
    loop {
        let place = cursor.place(map);
        let here = place.and_then(|place| location(map, place));
        let entry = here.and_then(|here| map.entry_at(here));
        let before = cursor.state();
        let next = cursor.next(map);
        let Some((key, _)) = next else {
            assert!(cursor.place(map).is_none());
            return held;
        };
        assert!(place.is_some(), "{key} came from nowhere");
        let kind = here.map(|here| here.array);
        // Half of an old bucket's entries belong to another step.
        let all_its_own = before.check_bucket.is_none() && kind == Some(ArrayKind::Current);
        match entry {
            Some(entry) if all_its_own => {
                assert_eq!(Some(entry), next);
                held[0] += 1;
            }
            Some(entry) => held[1] += usize::from(Some(entry) == next),
            None => {}
        }
    }
}

#[test]
fn the_cell_that_a_cursor_names_holds_what_it_produces_next() {
    let mut held = [0, 0];
    for entries in [1, 7, 8, 9, 26, 27, 30, 53, 60, 300] {
        let mut map: GoMap<u32, u32> = GoMap::new();
        for key in 0..entries {
            map.insert(key, key);
        }
        for start in 0..9 {
            for offset in 0..8 {
                let cursor = map.cursor_at(start, offset);
                let [current, old] = walk(&map, cursor);
                held[0] += current;
                held[1] += old;
            }
        }
    }
    assert!(held[0] > 1_000 && held[1] > 100, "{held:?}");
}

#[test]
fn a_fresh_cursor_stands_at_its_start() {
    let mut map: GoMap<u32, u32> = (0..8).map(|key| (key, key)).collect();
    let cursor = map.cursor_at(0, 5);
    let place = CursorPlace {
        array: Some(ArrayKind::Current),
        bucket: 1,
        slot: 5,
        // A single bucket is the last one from the start.
        wrapped: true,
    };
    assert_eq!(cursor.place(&map), Some(place));

    let mut empty: GoMap<u32, u32> = GoMap::new();
    assert_eq!(empty.cursor_at(0, 5).place(&empty), None);
}

#[test]
fn a_cursor_that_is_left_behind_stands_in_a_former_array() {
    let mut map: GoMap<u32, u32> = (0..8).map(|key| (key, key)).collect();
    let mut cursor = map.cursor_at(0, 0);
    assert!(cursor.next(&map).is_some());
    for key in 8..14 {
        map.insert(key, key);
    }
    assert!(!map.shape().growing, "one bucket is evacuated at once");
    let place = cursor.place(&map).expect("is not at its end");
    assert_eq!((place.array, place.bucket, place.slot), (None, 1, 1));
}

/// The cells are no more, though the cursor does not know it yet.
#[test]
fn a_clear_takes_the_place_away() {
    // In the old array of a growth, which the clear ends.
    let mut map: GoMap<u32, u32> = (0..26).map(|key| (key, key)).collect();
    let mut cursors = [0, 0].map(|start| map.cursor_at(start, 0));
    map.insert(26, 26);
    assert!(map.shape().growing);
    let mut both = [map.cursor_at(0, 0), map.cursor_at(3, 0)];
    assert!(cursors[1].next(&map).is_some());
    for cursor in cursors.iter().chain(&both) {
        assert!(cursor.place(&map).is_some());
    }
    assert!(both[1].next(&map).is_some());
    map.clear();
    for cursor in &cursors {
        assert_eq!(cursor.place(&map), None);
    }
    for cursor in &mut both {
        let place = cursor.place(&map).expect("has the current array to walk");
        assert_eq!(place.array, Some(ArrayKind::Current));
        assert!(cursor.next(&map).is_none());
    }
}

/// An overflow bucket beyond those of the array's own is dropped by a clear.
#[test]
fn a_clear_takes_an_overflow_bucket_away() {
    for steps in 9..=16 {
        let mut map: GoMap<u64, (), LastWrite> = GoMap::with_capacity_and_hasher(26, LastWrite);
        map.extend((0..16).map(|number| (key(9, number, 2), ())));
        let mut cursor = map.cursor_at(2, 0);
        for _ in 0..steps {
            assert!(cursor.next(&map).is_some());
        }
        let before = cursor.place(&map).map(|place| (place.bucket, place.slot));
        assert_eq!(
            before,
            Some(if steps < 16 { (5, steps - 8) } else { (4, 0) })
        );
        map.clear();
        let after = cursor.place(&map).map(|place| (place.bucket, place.slot));
        assert_eq!(after, Some((4, 0)), "on to the next main bucket");
    }
}
