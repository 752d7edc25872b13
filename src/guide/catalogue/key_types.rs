/*!
Maps with several types of key: strings, bytes, integers, and keys of your own.

# One adapter, several subjects

A map that is generic in its keys is right for [`Key`](crate::probe::Key) or for none,
as a rule; one that treats strings as sequences of bytes, keeps short ones inline, or
uses integers as their own hashes, has code for each. Write the adapter once, in a macro,
and name a subject for each type:

```
use std::collections::BTreeMap;

use map_oracle::case::Order;
use map_oracle::probe::{Key, Value};

macro_rules! subjects {
    ($($name:ident, $label:literal, $key:ty;)*) => {$(
        map_oracle::subject! {
            pub struct $name($label, BTreeMap<$key, Value>);
            new: |_| BTreeMap::new();
            keys: $key;
            ops: get_mut, clear, clone, range, first, last;
            promises: { order: Order::Sorted, clone_keeps_order: true }
        }
    )*};
}

subjects! {
    Instruments, "mine", Key;
    Numbers, "mine-u64", u64;
    Words, "mine-string", String;
    Bytes, "mine-bytes", Vec<u8>;
}

// A suite for each, in a module of its own:
map_oracle::suite!(instruments: Instruments);
map_oracle::suite!(words: Words);

// This one ends its words with a 0, so those that end with one are lost.
map_oracle::subject! {
    pub struct Wrong("c-strings", BTreeMap<String, Value>);
    new: |_| BTreeMap::new();
    keys: String;
    ops: insert(|map, key, value| map.insert(key.trim_end_matches('\0').to_owned(), value)),
        get(|map, key| map.get(key.trim_end_matches('\0'))),
        remove(|map, key| map.remove(key.trim_end_matches('\0')));
    promises: { order: Order::Sorted }
}
# fn main() {
# use map_oracle::{check::Runner, generate::Profile, hunt};
# fn fails<S: map_oracle::subject::Subject>() -> bool {
#     let batch = hunt::Batch { profile: Profile::Mixed, cases: 100, steps: 60, seed: 1 };
#     hunt::hunt(&Runner::of::<S>(), batch, |_| std::ops::ControlFlow::Continue(())).failure.is_some()
# }
assert!(!fails::<Instruments>() && !fails::<Numbers>() && !fails::<Words>() && !fails::<Bytes>());
assert!(fails::<Wrong>());
# }
```

In `examples/oracle.rs`, `map_oracle::main!(Instruments, Numbers, Words, Bytes);` makes
one command for all of them; `--subject mine-string` chooses.

# Which type shows what

| `keys:` | what it is made of | what it does not do |
|---|---|---|
| [`Key`](crate::probe::Key) (no need to say so) | hashes as the case says, panics, lies, is counted | |
| [`CopyKey`](crate::probe::CopyKey) | the same, but it is `Copy`: maps clean up otherwise then | be counted |
| `u32`, `u64` | the hash plan decides the numbers: neighbours, multiples of a power of two, far apart | panic, lie, be counted |
| `String`, `Vec<u8>`, `[u8; N]` | empty, long, not ASCII, not UTF-8, with a NUL, prefixes of one another, as far as the type has such | the same |
| [`NonEmpty`](crate::probe::NonEmpty), [`PrefixFree`](crate::probe::PrefixFree) | strings, for maps that take no empty one, or none that begins another | the same |
| a type of yours | implement [`TestKey`](crate::probe::TestKey) | what you leave out |

Take `Key` wherever the map does, and the others beside it. Values are a choice of
their own (`values: Large<Value>;`, and what [`probe`](crate::probe) has beside it).

# Keys that must keep a rule

A map may ask for more of its keys than their type says, such as a number that it sets
aside as a mark. `make` is the place for the rule, and `id` the way back. Keys that are
ordered must be so by their numbers:

```
use map_oracle::probe::{Probe, TestKey};

/// Any number but 0, which stands for an empty slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Marked(u64);

impl TestKey for Marked {
    const FOLLOWED: bool = false;

    fn make(_: &Probe, id: u32) -> Self {
        Marked(u64::from(id) + 1)
    }
    fn id(&self) -> u32 {
        // 0 is no key's, and is told as such.
        u32::try_from(self.0.wrapping_sub(1)).unwrap_or(u32::MAX)
    }
}
# let probe = Probe::start(Default::default());
# let keys: Vec<Marked> = (0..9000).map(|id| Marked::make(&probe, id)).collect();
# assert!(keys.is_sorted() && (0..9000).all(|id| keys[id as usize].id() == id));
# assert!(keys.iter().all(|key| key.0 != 0) && Marked(0).id() == u32::MAX);
```

Methods that take a borrowed form of the key take it from a closure:
`insert(|map, key, value| map.insert(key.as_str(), value))`.
*/
