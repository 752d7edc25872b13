/*!
Every sequence of a few ops: what is small enough need not be left to chance.

Most bugs of maps, once shrunk, are short: a handful of ops over two or three
keys. So all such sequences are run, one after the other, over keys that collide.
What is wrong within the scope is then found for certain, and first in its
shortest form.

```
use std::ops::ControlFlow;

use map_oracle::case::{HashPlan, Spread};
use map_oracle::check::Runner;
use map_oracle::hunt::exhaust;
use map_oracle::subject::StdHashMap;

let runner = Runner::of::<StdHashMap>();
let colliding = HashPlan { spread: Spread::Distinct(1), ..HashPlan::default() };
let go_on = |_: &_| ControlFlow::Continue(());

// Up to two ops over two keys, all of which have the same hash.
let sequences = exhaust(&runner, 2, 2, &colliding, go_on).expect("std's map is right");
assert!(sequences > 300, "{sequences}");
```

[`suite!`](crate::suite!) does three ops over two keys in the test `exhaustive`,
under each of the hash plans that [`Alphabet::plans`](crate::generate::Alphabet::plans)
gives. The command line goes as far as you have time for:

```sh
map-oracle check --subject gomap --exhaustive 3 --keys 3
```

# What is tried

An [`Alphabet`](crate::generate::Alphabet) is made from the ops that the map
offers and from the keys. Its letters are of three classes, and that is what
keeps the number of sequences low:

- ops that *change* the map may stand anywhere;
- ops that *close* a sequence stand at its end: what would follow them is covered
  by another letter (after `into_iter` the map is empty, as after `clear`);
- ops that only *read* are all run at the end of every sequence, one after the
  other, and so cost no sequence of their own.

```
use map_oracle::case::{Op, OpKind, OpSet};
use map_oracle::generate::Alphabet;

let alphabet = Alphabet::new(OpSet::CORE, 2);
let kinds = |ops: &[Op]| -> Vec<OpKind> { ops.iter().map(|op| op.kind()).collect() };
assert!(kinds(&alphabet.changing).contains(&OpKind::Insert));
assert!(kinds(&alphabet.reading).contains(&OpKind::Get));
```

Where all keys hash alike and the map is not sorted, keys are interchangeable;
of sequences that differ only in the names of their keys, one is run.

# How it is done

Sequences are walked level by level: all of one op, then all of two. The first
failure is hence a shortest one and needs no shrinking. On each level the last op
is judged, since what came before was judged on the level below; it is done again
from an empty map each time, and not cloned, as a clone may be laid out anew and
forget what was wrong.

# What it does not find

Whatever needs more room than that: the growth of a table of eight slots needs
seven keys, an overflow chain nine. That is what [profiles](super::profiles) and
the [corpus](super::corpus) are for. To look at a growth exhaustively, give your
map a smaller initial table in tests, if it has such a knob.
*/
