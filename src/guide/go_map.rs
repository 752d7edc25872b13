/*!
How Go's map is built, in pictures.

[`GoMap`](crate::gomap::GoMap) is the map of Go's runtime up to 1.23, cell by
cell. The pictures on this page are those that `map-oracle inspect FILE` prints,
without the counters above them. Each stands below the case that leads to it, and
the tests of this crate draw it anew.

# Buckets, and a byte of each hash

A table is an array of 2^B buckets, each of which has eight cells. The low B bits
of a hash choose the bucket. The top byte, the *tophash*, goes in front of the
entries, so that a look-up reads eight bytes and then compares, as a rule, one
key. Below, a cell shows its tophash in hex, then key and value:

```
# use map_oracle::guide::go_map::picture;
assert_eq!(picture("map-oracle case 1
hash random seed 3
insert_run 0 len 14
"), "\
current array
  bucket 0 #1  26 3=17  7f 6=20  .        .        .        .        .        .
  bucket 1 #2  09 2=16  a6 4=18  1d 8=22  e5 11=25 75 12=26 .        .        .
  bucket 2 #3  81 1=15  89 5=19  9c 9=23  12 13=27 .        .        .        .
  bucket 3 #4  4f 0=14  95 7=21  4b 10=24 .        .        .        .        .
");
```

Bytes below 5 are marks, not hashes; a hash that has such a top byte is given 5
more. A cell that was never used, and has only such behind it, is `.`, which Go
calls *emptyRest*: a look-up that comes there knows that it is done.

# Tombstones

A removal may not write emptyRest when there is something behind it, or what is
there would be lost to look-ups. It leaves an `o`, *emptyOne*. When the last entry
goes, the removal walks back and turns what is empty in front of it into
emptyRest as well:

```
# use map_oracle::guide::go_map::picture;
assert_eq!(picture("map-oracle case 1
insert_run 0 len 4
remove 1
remove 3
"), "\
current array
  bucket 0 #1  e2 0=4 o      97 2=6 .      .      .      .      .
");
```

(Key 3 was the last one; key 1 was not.) A new key takes the first cell that is
empty, tombstone or not.

# Overflow

A ninth key for a bucket goes to an *overflow* bucket, chained behind. Here all
keys share their low two bits, hence one chain:

```
# use map_oracle::guide::go_map::picture;
assert_eq!(picture("map-oracle case 1
hash low 2 seed 1
insert_run 0 len 17
remove_run 4 len 9
"), "\
current array
  bucket 1 #2    c4 0=17  20 1=18  b3 2=19  a2 3=20  o        o        o        o
    overflow #5  o        o        o        o        o        47 13=30 72 14=31 6d 15=32
    overflow #6  db 16=33 .        .        .        .        .        .        .
");
```

The walk of emptyRest goes back over the borders of buckets, but a chain is never
made shorter: only a growth gets rid of its buckets.

# Growth, a bucket at a time

A map grows before the insertion that would make it fuller than 6.5 entries to a
bucket. An array of twice the size is made, but nothing is moved yet. From then
on, each insertion and removal moves (*evacuates*) the old bucket that its key
belongs to, and one more. One more bit of the hash decides whether an entry goes
to the lower half (`X`) or to the upper (`Y`). In the old array, these marks stay:

```
# use map_oracle::guide::go_map::picture;
assert_eq!(picture("map-oracle case 1
hash random seed 3
insert_run 0 len 27
"), "\
current array
  bucket 0 #1  26 3=30  .        .        .        .        .        .        .
  bucket 2 #3  81 1=28  9c 9=36  .        .        .        .        .        .
  bucket 4 #5  7f 6=33  05 15=42 96 24=51 .        .        .        .        .
  bucket 6 #7  89 5=32  12 13=40 ec 18=45 56 21=48 de 26=53 .        .        .

old array
  bucket 0 #1    X        Y        Y        Y        E        E        E        E
  bucket 1 #2    09 2=29  a6 4=31  1d 8=35  e5 11=38 75 12=39 b1 14=41 26 19=46 28 20=47
    overflow #5  82 22=49 27 25=52 .        .        .        .        .        .
  bucket 2 #3    X        Y        X        Y        Y        Y        E        E
  bucket 3 #4    4f 0=27  95 7=34  4b 10=37 b3 16=43 97 17=44 b0 23=50 .        .
");
```

The 27th key began the growth, and moved old bucket 2, which it belongs to, and
bucket 0. Entries of old bucket 0 are now in 0 and 4, those of 2 in 2 and 6. A
look-up for a key of a bucket that was not moved goes to the old array.

One more write, here the removal of a key of bucket 2, which was moved already,
moves the next one:

```
# use map_oracle::guide::go_map::picture;
assert_eq!(picture("map-oracle case 1
hash random seed 3
insert_run 0 len 27
remove 5
"), "\
current array
  bucket 0 #1  26 3=30  .        .        .        .        .        .        .
  bucket 1 #2  1d 8=35  82 22=49 27 25=52 .        .        .        .        .
  bucket 2 #3  81 1=28  9c 9=36  .        .        .        .        .        .
  bucket 4 #5  7f 6=33  05 15=42 96 24=51 .        .        .        .        .
  bucket 5 #6  09 2=29  a6 4=31  e5 11=38 75 12=39 b1 14=41 26 19=46 28 20=47 .
  bucket 6 #7  o        12 13=40 ec 18=45 56 21=48 de 26=53 .        .        .

old array
  bucket 0 #1    X        Y        Y        Y        E        E        E        E
  bucket 1 #2    Y        Y        X        Y        Y        Y        Y        Y
    overflow #5  X        X        E        E        E        E        E        E
  bucket 2 #3    X        Y        X        Y        Y        Y        E        E
  bucket 3 #4    4f 0=27  95 7=34  4b 10=37 b3 16=43 97 17=44 b0 23=50 .        .
");
```

# Growth to the same size

Keys that come and go leave long chains of tombstones. When there are about as
many overflow buckets as buckets, the map grows to an array of the same size,
which is a growth as above, without the choice of halves. Four chains of nine are
thinned out to an entry each:

```
# use map_oracle::guide::go_map::picture;
assert_eq!(picture("map-oracle case 1
hash distinct 4 seed 80
hint 26
insert_run 0 len 9
remove_run 0 len 8
insert_run 16 len 9
remove_run 16 len 8
insert_run 32 len 9
remove_run 32 len 8
insert_run 48 len 9
remove_run 48 len 8
"), "\
current array
  bucket 0 #1    o        o        o        o        o        o        o        o
    overflow #5  29 8=17  .        .        .        .        .        .        .
  bucket 1 #2    o        o        o        o        o        o        o        o
    overflow #6  f1 24=33 .        .        .        .        .        .        .
  bucket 2 #3    o        o        o        o        o        o        o        o
    overflow #7  35 40=49 .        .        .        .        .        .        .
  bucket 3 #4    o        o        o        o        o        o        o        o
    overflow #8  96 56=65 .        .        .        .        .        .        .
");
```

The next new key makes the map grow, and its write moves two chains of the four.
In the old array, `E` marks cells that were empty when their bucket was moved:

```
# use map_oracle::guide::go_map::picture;
assert_eq!(picture("map-oracle case 1
hash distinct 4 seed 80
hint 26
insert_run 0 len 9
remove_run 0 len 8
insert_run 16 len 9
remove_run 16 len 8
insert_run 32 len 9
remove_run 32 len 8
insert_run 48 len 9
remove_run 48 len 8
insert 9 = 1
"), "\
current array
  bucket 0 #1  29 8=17  29 9=1   .        .        .        .        .        .
  bucket 1 #2  f1 24=33 .        .        .        .        .        .        .

old array
  bucket 0 #1    E        E        E        E        E        E        E        E
    overflow #5  X        E        E        E        E        E        E        E
  bucket 1 #2    E        E        E        E        E        E        E        E
    overflow #6  X        E        E        E        E        E        E        E
  bucket 2 #3    o        o        o        o        o        o        o        o
    overflow #7  35 40=49 .        .        .        .        .        .        .
  bucket 3 #4    o        o        o        o        o        o        o        o
    overflow #8  96 56=65 .        .        .        .        .        .        .
");
```

# Iteration

An iteration of Go picks a bucket and a cell at random to begin with, goes through
all buckets from there, and in each of them through all cells from that one on.
The map may change under way. That is what [`Cursor`](crate::gomap::Cursor) is:
an iterator that does not borrow the map. What it must, may and must not produce
is the contract that every cursor is held against:

- an entry that is there from beginning to end comes exactly once;
- one that is removed before it was reached does not come;
- one that is inserted under way comes once or not at all.

The difficult part is a growth under an open cursor. The cursor goes on through
the array that it began with, and for a bucket that has been moved it looks up
each key that it finds there, in case it changed meanwhile, and shows in each
bucket of the new array only what belongs to the one that it is at.

```
use map_oracle::gomap::GoMap;

let mut map: GoMap<u32, &str> = (0..26).map(|n| (n, "old")).collect();
let mut cursor = map.cursor();
let mut seen = vec![*cursor.next(&map).unwrap().0];
// The map grows, and all values change.
map.insert(26, "new");
for n in 0..26 {
    map.insert(n, "new");
}
while let Some((&n, &value)) = cursor.next(&map) {
    assert_eq!(value, "new");
    seen.push(n);
}
seen.retain(|&n| n < 26);
seen.sort();
assert!(seen.into_iter().eq(0..26));
```

# Further

`map-oracle explain FILE --html OUT` makes such pictures move, op by op.
`map-oracle facts` holds what people say about this map against it, and
`map-oracle conform` plays recordings of Go's runtime. What differs from Go, and
from std's map, is in [`gomap`](crate::gomap).
*/

use crate::case::Case;
use crate::check::run_to;
use crate::subject::GoMapSubject;

/// The arrays that a case leaves behind, as this page shows them.
///
/// # Panics
///
/// If it is no case, or `GoMap` is wrong.
#[doc(hidden)]
#[must_use]
pub fn picture(case: &str) -> String {
    let case: Case = case.parse().expect("it is a case");
    let mut picture = String::new();
    let keep = |subject: &GoMapSubject| picture = subject.map().picture().to_string();
    run_to::<GoMapSubject>(&case, case.steps.len(), keep).expect("GoMap is right");
    let arrays = picture.lines().skip_while(|line| !line.is_empty()).skip(1);
    // How large a bucket is depends on the machine.
    let pictures = arrays.map(|line| line.split(':').next().unwrap_or("").to_owned() + "\n");
    pictures.collect()
}
