//! The picture of a table: tombstones, overflow chains, and both arrays in the
//! middle of a growth, drawn as people see them.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::support::{LastWrite, key};
use expect_test::{Expect, expect};
use map_oracle::gomap::GoMap;

/// A key that shows its number and hashes as it is told.
#[derive(Clone, PartialEq, Eq)]
struct Placed {
    number: u32,
    hash: u64,
}

impl Hash for Placed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl fmt::Debug for Placed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number.fmt(f)
    }
}

fn placed(top: u8, number: u32, bucket: u64) -> Placed {
    Placed {
        number,
        hash: key(top, 0, bucket),
    }
}

type Map = GoMap<Placed, char, LastWrite>;

fn filled(hint: usize, keys: impl IntoIterator<Item = Placed>) -> Map {
    let mut map = Map::with_capacity_and_hasher(hint, LastWrite);
    for (key, value) in keys.into_iter().zip('a'..) {
        map.insert(key, value);
    }
    map
}

fn check(map: &Map, want: Expect) {
    let (picture, bare) = (map.picture().to_string(), map.layout().to_string());
    want.assert_eq(&picture);
    assert_eq!(bare.lines().count(), picture.lines().count());
    assert!(!bare.contains('\''), "a layout has no entries: {bare}");
}

#[test]
fn no_buckets_yet() {
    check(
        &Map::default(),
        expect![[r#"
        entries    len 0, and 0 live cells found by walking
        buckets    none yet
        growth     none in progress
        flags      0x0
        seed       0x00000000, redraws: 0
        memory     0 bytes of buckets, arrays made so far: 0
        cells      hex: tophash of a live one; o emptyOne; . emptyRest;
                   X, Y evacuated to the lower, upper half; E empty when evacuated
    "#]],
    );
}

#[test]
fn tombstones() {
    let mut map = filled(0, (0..7).map(|n| placed(0xa0 + n as u8, n, 0)));
    map.remove(&placed(0xa2, 2, 0));
    map.remove(&placed(0xa6, 6, 0));
    check(
        &map,
        expect![[r#"
        entries    len 5, and 5 live cells found by walking
        buckets    1 (B 0), noverflow 0, 0 preallocated left
        growth     none in progress
        flags      0x0
        seed       0x7b1dcdaf, redraws: 0
        memory     176 bytes of buckets, arrays made so far: 1
        cells      hex: tophash of a live one; o emptyOne; . emptyRest;
                   X, Y evacuated to the lower, upper half; E empty when evacuated

        current array: 1 main buckets, 0 chained behind them, 176 bytes
          bucket 0 #1  a0 0='a' a1 1='b' o        a3 3='d' a4 4='e' a5 5='f' .        .
    "#]],
    );
}

#[test]
fn overflow_chain() {
    let mut map = filled(20, (0..18).map(|n| placed(0xc0 + n as u8, n, 2)));
    for n in 3..16 {
        map.remove(&placed(0xc0 + n as u8, n, 2));
    }
    check(
        &map,
        expect![[r#"
        entries    len 5, and 5 live cells found by walking
        buckets    4 (B 2), noverflow 2, 0 preallocated left
        growth     none in progress
        flags      0x0
        seed       0x7b1dcdaf, redraws: 0
        memory     1056 bytes of buckets, arrays made so far: 1
        cells      hex: tophash of a live one; o emptyOne; . emptyRest;
                   X, Y evacuated to the lower, upper half; E empty when evacuated

        current array: 4 main buckets, 2 chained behind them, 1056 bytes; not shown, as untouched: 3
          bucket 2 #3    c0 0='a'  c1 1='b'  c2 2='c'  o         o         o         o         o
            overflow #5  o         o         o         o         o         o         o         o
            overflow #6  d0 16='q' d1 17='r' .         .         .         .         .         .
    "#]],
    );
}

#[test]
fn mid_growth() {
    let mut map = filled(26, (0..26).map(|n| placed(0x10 + n as u8, n, n.into())));
    map.remove(&placed(0x11, 1, 1));
    let mut cursor = map.cursor_at(0, 0);
    map.insert(placed(0xf0, 30, 1), 'X');
    map.insert(placed(0xf1, 31, 5), 'Y');
    map.insert(placed(0xf2, 32, 9), 'Z');
    assert!(cursor.next(&map).is_some());
    check(
        &map,
        expect![[r#"
        entries    len 28, and 28 live cells found by walking
        buckets    8 (B 3), noverflow 0, 0 preallocated left
        growth     from 4 buckets, 3 of them evacuated, nevacuate 3
        flags      0x2 oldIterator
        seed       0x7b1dcdaf, redraws: 0
        memory     2112 bytes of buckets, arrays made so far: 2
        cursors    have the map keep keys: 20, former arrays: 0
        cells      hex: tophash of a live one; o emptyOne; . emptyRest;
                   X, Y evacuated to the lower, upper half; E empty when evacuated

        current array: 8 main buckets, 0 chained behind them, 1408 bytes; not shown, as untouched: 2
          bucket 0 #1  10 0='a'  18 8='i'  20 16='q' 28 24='y' .         .         .         .
          bucket 1 #2  f0 30='X' 19 9='j'  21 17='r' 29 25='z' f2 32='Z' .         .         .
          bucket 2 #3  12 2='c'  1a 10='k' 22 18='s' .         .         .         .         .
          bucket 4 #5  14 4='e'  1c 12='m' 24 20='u' .         .         .         .         .
          bucket 5 #6  15 5='f'  1d 13='n' 25 21='v' f1 31='Y' .         .         .         .
          bucket 6 #7  16 6='g'  1e 14='o' 26 22='w' .         .         .         .         .

        old array: 4 main buckets, 0 chained behind them, 704 bytes
          bucket 0 #1  X         Y         X         Y         X         Y         X         E
          bucket 1 #2  X         Y         X         Y         X         Y         X         E
          bucket 2 #3  X         Y         X         Y         X         Y         E         E
          bucket 3 #4  13 3='d'  17 7='h'  1b 11='l' 1f 15='p' 23 19='t' 27 23='x' .         .
    "#]],
    );
}

#[test]
fn same_size_growth_without_entries() {
    let mut map = Map::with_capacity_and_hasher(26, LastWrite);
    for bucket in 0..4 {
        for n in 0..9 {
            map.insert(placed(9, n, bucket), ' ');
        }
        for n in 0..8 {
            map.remove(&placed(9, n, bucket));
        }
    }
    map.insert(placed(9, 9, 3), ' ');
    expect![[r#"
        entries    len 5, and 5 live cells found by walking
        buckets    4 (B 2), noverflow 0, 0 preallocated left
        growth     from 4 buckets to as many, 2 of them evacuated, nevacuate 1
        flags      0x8 sameSizeGrow
        seed       0x7b1dcdaf, redraws: 0
        memory     2112 bytes of buckets, arrays made so far: 2
        cells      hex: tophash of a live one; o emptyOne; . emptyRest;
                   X, Y evacuated to the lower, upper half; E empty when evacuated

        current array: 4 main buckets, 0 chained behind them, 704 bytes; not shown, as untouched: 2
          bucket 0 #1  09 .  .  .  .  .  .  .
          bucket 3 #4  09 09 .  .  .  .  .  .

        old array: 4 main buckets, 4 chained behind them, 1408 bytes
          bucket 0 #1    E  E  E  E  E  E  E  E
            overflow #5  X  E  E  E  E  E  E  E
          bucket 1 #2    o  o  o  o  o  o  o  o
            overflow #6  09 .  .  .  .  .  .  .
          bucket 2 #3    o  o  o  o  o  o  o  o
            overflow #7  09 .  .  .  .  .  .  .
          bucket 3 #4    E  E  E  E  E  E  E  E
            overflow #8  X  E  E  E  E  E  E  E
    "#]]
    .assert_eq(&map.layout().to_string());
}

#[test]
fn former_arrays_are_told_of_even_without_keys() {
    let mut map = filled(26, (0..26).map(|n| placed(9, n, n.into())));
    let cursor = map.cursor_at(0, 0);
    map.insert(placed(9, 26, 0), ' ');
    map.clear();
    let picture = map.layout().to_string();
    let line = "cursors    have the map keep keys: 0, former arrays: 1\n";
    assert!(picture.contains(line), "{picture}");
    drop(cursor);
    map.sweep();
    assert!(!map.layout().to_string().contains("cursors "));
}

#[test]
fn colours_are_of_the_alternate_form_alone() {
    let mut map = filled(26, (0..26).map(|n| placed(9, n, n.into())));
    map.remove(&placed(9, 3, 3));
    for n in 26..28 {
        map.insert(placed(9, n, 0), 'A');
    }
    let (plain, coloured) = (map.picture().to_string(), format!("{:#}", map.picture()));
    assert!(!plain.contains('\x1b'));
    for (code, cell) in [(32, "09 0='a'"), (33, "o"), (2, "."), (34, "X"), (34, "E")] {
        let cell = format!(" \x1b[{code}m{cell}\x1b[0m");
        assert!(coloured.contains(&cell), "no {cell:?} in {coloured}");
    }
    let mut stripped = coloured;
    for code in ["\x1b[32m", "\x1b[33m", "\x1b[34m", "\x1b[2m", "\x1b[0m"] {
        stripped = stripped.replace(code, "");
    }
    assert_eq!(stripped, plain);
}
