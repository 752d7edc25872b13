//! Where a cursor says that it stands: the cell that it looks at next.

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
