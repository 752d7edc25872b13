/*!
What is *not* checked.

A check is worth what one knows of its limits. These are the limits of this one.

# Not at all

- **Threads.** A case runs on one. Maps for many threads can be checked as maps
  for one (keys and values are `Send` and `Sync`), and that is worth doing, but
  no two operations ever overlap. [loom] and [shuttle] are for the rest.
- **Allocators that fail.** `try_reserve` is asked for absurd room, which must be
  refused; that a sensible amount of room is not to be had does not occur.
- **Time.** A case that does not end is told of; one that is merely slow is not.
  An op that ought to take constant time, and takes linear time, is right.
- **Memory.** A leak of a key or value is seen. Memory of the map's own, that it
  lost or keeps for too long, is not, except by a sanitizer that watches.
- **Undefined behaviour as such.** The ledger sees a key or value that is
  dropped twice, or used after its drop, whatever the map did to get there. It
  does not see a read of uninitialised bytes, an alias, or a pointer past the
  end. Run the tests under a sanitizer or Miri for those; with fewer cases, by
  `MAP_ORACLE_CASES`.
- **Types.** Variance, lifetimes, `Send` and `Sync` are the compiler's affair,
  and a case cannot hold a borrow across ops.

[loom]: https://docs.rs/loom
[shuttle]: https://docs.rs/shuttle

# Only in part

- **Iterators that are open while the map changes** are checked for maps that
  have detached cursors, as `GoMap` does. Those that borrow the map cannot be
  open then.
- **After a lie** only memory errors count: [`faults`](super::faults).
- **After a panic** a map may have done all or nothing to each key, so what it
  did in part is not told apart further.
- **Order** is compared where it is promised. That of an ordinary hash map is its
  own affair, but it must be the same for two iterations in a row.
- **`Debug`** is compared with what iteration shows, as a text of pairs.
- **Plain keys** (numbers, strings, bytes) do not hash by plan, do not panic and
  are not counted: [`first_adapter`](super::first_adapter).
- **Whole contents** are not compared after each op; a wrong entry that no op
  meets may hide for a while ([`check`](crate::check) says for how long), and the
  place where it is found may be later than the place where it went wrong.
- **Methods that are not in the list of ops** are not called. `docs/ops.md` has
  the list, and who offers what.

# How large

Keys are numbers up to [`MAX_KEY`](crate::case::MAX_KEY), a run of keys has at
most [`MAX_RUN`](crate::case::MAX_RUN) of them, and a file at most
[`MAX_TEXT`](crate::case::MAX_TEXT) bytes:

```
use map_oracle::case::{Case, MAX_KEY, MAX_RUN, MAX_TEXT};

assert_eq!((MAX_KEY, MAX_RUN, MAX_TEXT), (4095, 4096, 16 << 20));

let two_runs = "map-oracle case 1\ninsert_run 0 len 4096\ninsert_run 4095 len 4096\n";
assert_eq!(two_runs.parse::<Case>()?.domain().len(), 8191);
# Ok::<(), map_oracle::case::CaseError>(())
```

A bug that needs a million entries is out of reach, unless the map can be built
with smaller tables.

# And a check that is right may be wrong

The adapter stands between map and oracle. One that answers `get` from somewhere
else checks that. The generated ones are thin; those by hand are code like other
code, and `ops` is a claim. Break your map on purpose, once, and see the
tests fail.
*/
