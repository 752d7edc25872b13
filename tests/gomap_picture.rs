//! The picture of a table: tombstones, overflow chains, and both arrays in the
//! middle of a growth, drawn as people see them.

mod gomap_support;

use expect_test::{Expect, expect};
use gomap_support::{LastWrite, key};
use map_oracle::gomap::GoMap;

type Map = GoMap<u64, u32, LastWrite>;

fn filled(hint: usize, keys: impl IntoIterator<Item = u64>) -> Map {
    let mut map = Map::with_capacity_and_hasher(hint, LastWrite);
    for (key, number) in keys.into_iter().zip(0..) {
        map.insert(key, number);
    }
    map
}

/// A key's value is shown alone: keys are wide numbers here.
fn check(map: &Map, want: Expect) {
    let mut text = map.picture().to_string();
    for (key, value) in map {
        text = text.replace(&format!("{key}={value}"), &format!("k={value}"));
    }
    want.assert_eq(&text);
    let lines = |text: &str| text.lines().count();
    assert_eq!(lines(&map.layout().to_string()), lines(&text));
}

#[test]
fn no_buckets_yet() {
    check(&Map::default(), expect![[r#"
        entries    len 0, and 0 live cells found by walking
        buckets    none yet
        growth     none in progress
        flags      0x0
        seed       0x00000000, redrawn 0 times
        memory     0 bytes of buckets, 0 arrays made so far
        cells      hex: tophash of a live one; o emptyOne; . emptyRest;
                   X, Y evacuated to the lower, upper half; E empty when evacuated
    "#]]);
}

#[test]
fn tombstones() {
    let mut map = filled(0, (0..7).map(|n| key(0xa0 + n as u8, n, 0)));
    map.remove(&key(0xa2, 2, 0));
    map.remove(&key(0xa6, 6, 0));
    check(&map, expect![[r#"
        entries    len 5, and 5 live cells found by walking
        buckets    1 (B 0), noverflow 0, 0 preallocated left
        growth     none in progress
        flags      0x0
        seed       0x7b1dcdaf, redrawn 0 times
        memory     112 bytes of buckets, 1 arrays made so far
        cells      hex: tophash of a live one; o emptyOne; . emptyRest;
                   X, Y evacuated to the lower, upper half; E empty when evacuated

        current array: 1 buckets, 112 bytes
          bucket 0 #1  a0 k=0 a1 k=1 o                        a3 k=3 a4 k=4 a5 k=5 .                        .
    "#]]);
}

#[test]
fn overflow_chain() {
    let mut map = filled(20, (0..18).map(|n| key(0xc0 + n as u8, n, 2)));
    for n in 3..16 {
        map.remove(&key(0xc0 + n as u8, n, 2));
    }
    check(&map, expect![[r#"
        entries    len 5, and 5 live cells found by walking
        buckets    4 (B 2), noverflow 2, 0 preallocated left
        growth     none in progress
        flags      0x0
        seed       0x7b1dcdaf, redrawn 0 times
        memory     672 bytes of buckets, 1 arrays made so far
        cells      hex: tophash of a live one; o emptyOne; . emptyRest;
                   X, Y evacuated to the lower, upper half; E empty when evacuated

        current array: 4 buckets, 672 bytes; 3 untouched ones are not shown
          bucket 2 #3    c0 k=0 c1 k=1 c2 k=2 o                        o                        o                        o                        o
            overflow #5  o                        o                        o                        o                        o                        o                        o                        o
            overflow #6  d0 k=16 d1 k=17 .                        .                        .                        .                        .                        .
    "#]]);
}

#[test]
fn mid_growth() {
    let mut map = filled(26, (0..26).map(|n| key(0x10 + n as u8, n, n)));
    map.remove(&key(0x11, 1, 1));
    let mut cursor = map.cursor_at(0, 0);
    map.insert(key(0xf0, 0, 1), 100);
    map.insert(key(0xf1, 0, 5), 101);
    map.insert(key(0xf2, 0, 9), 102);
    assert!(cursor.next(&map).is_some());
    check(&map, expect![[r#"
        entries    len 28, and 28 live cells found by walking
        buckets    8 (B 3), noverflow 0, 0 preallocated left
        growth     from 4 buckets, 3 of them evacuated, nevacuate 3
        flags      0x2 oldIterator
        seed       0x7b1dcdaf, redrawn 0 times
        memory     1344 bytes of buckets, 2 arrays made so far
        cursors    have the map keep 20 keys and 0 former arrays
        cells      hex: tophash of a live one; o emptyOne; . emptyRest;
                   X, Y evacuated to the lower, upper half; E empty when evacuated

        current array: 8 buckets, 896 bytes; 2 untouched ones are not shown
          bucket 0 #1  10 k=0 18 k=8 20 k=16 28 k=24 .                        .                        .                        .
          bucket 1 #2  f0 k=100 19 k=9 21 k=17 29 k=25 f2 k=102 .                        .                        .
          bucket 2 #3  12 k=2 1a k=10 22 k=18 .                        .                        .                        .                        .
          bucket 4 #5  14 k=4 1c k=12 24 k=20 .                        .                        .                        .                        .
          bucket 5 #6  15 k=5 1d k=13 25 k=21 f1 k=101 .                        .                        .                        .
          bucket 6 #7  16 k=6 1e k=14 26 k=22 .                        .                        .                        .                        .

        old array: 4 buckets, 448 bytes
          bucket 0 #1  X                        Y                        X                        Y                        X                        Y                        X                        E
          bucket 1 #2  X                        Y                        X                        Y                        X                        Y                        X                        E
          bucket 2 #3  X                        Y                        X                        Y                        X                        Y                        E                        E
          bucket 3 #4  13 k=3 17 k=7 1b k=11 1f k=15 23 k=19 27 k=23 .                        .
    "#]]);
}

#[test]
fn same_size_growth_without_entries() {
    let mut map = Map::with_capacity_and_hasher(26, LastWrite);
    for bucket in 0..4 {
        for n in 0..9 {
            map.insert(key(9, n, bucket), 0);
        }
        for n in 0..8 {
            map.remove(&key(9, n, bucket));
        }
    }
    map.insert(key(9, 9, 3), 0);
    expect![[r#"
        entries    len 5, and 5 live cells found by walking
        buckets    4 (B 2), noverflow 0, 0 preallocated left
        growth     from 4 buckets to as many, 2 of them evacuated, nevacuate 1
        flags      0x8 sameSizeGrow
        seed       0x7b1dcdaf, redrawn 0 times
        memory     1344 bytes of buckets, 2 arrays made so far
        cells      hex: tophash of a live one; o emptyOne; . emptyRest;
                   X, Y evacuated to the lower, upper half; E empty when evacuated

        current array: 4 buckets, 448 bytes; 2 untouched ones are not shown
          bucket 0 #1  09 .  .  .  .  .  .  .
          bucket 3 #4  09 09 .  .  .  .  .  .

        old array: 4 buckets, 896 bytes
          bucket 0 #1    E  E  E  E  E  E  E  E
            overflow #5  X  E  E  E  E  E  E  E
          bucket 1 #2    o  o  o  o  o  o  o  o
            overflow #6  09 .  .  .  .  .  .  .
          bucket 2 #3    o  o  o  o  o  o  o  o
            overflow #7  09 .  .  .  .  .  .  .
          bucket 3 #4    E  E  E  E  E  E  E  E
            overflow #8  X  E  E  E  E  E  E  E
    "#]].assert_eq(&map.layout().to_string());
}

#[test]
fn colours_are_of_the_alternate_form_alone() {
    let map = filled(0, (0..3).map(|n| key(9, n, 0)));
    let (plain, coloured) = (map.picture().to_string(), format!("{:#}", map.picture()));
    assert!(!plain.contains('\x1b'));
    assert!(coloured.contains("\x1b[32m09 "), "{coloured}");
    let mut stripped = coloured;
    for code in ["\x1b[32m", "\x1b[33m", "\x1b[34m", "\x1b[2m", "\x1b[0m"] {
        stripped = stripped.replace(code, "");
    }
    assert_eq!(stripped, plain);
}
