/*!
The insides: what only the map itself can check, and closures of its own.

# Invariants

Right answers can come from a structure that is about to break: a tree that leans to
one side, a heap whose parent is larger than its child, a cache whose list and index
differ. [`Subject::invariants`](crate::subject::Subject::invariants) says in words
what is wrong with it; nothing, if all is well. It is asked whenever the whole
contents are compared, and what it says first ends the case, which is made small like
any other. Here are a cache's index and its list, and a removal that forgets the list:

```
use std::collections::{BTreeMap, VecDeque};

use map_oracle::check::{self, Kind};
use map_oracle::probe::{Key, Value};

/// Entries, and the numbers of their keys in the order of their insertion.
#[derive(Default)]
pub struct Cache {
    index: BTreeMap<Key, Value>,
    list: VecDeque<u32>,
}

impl Cache {
    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        let id = key.id();
        let old = self.index.insert(key, value);
        if old.is_none() {
            self.list.push_back(id);
        }
        old
    }
}

map_oracle::subject! {
    pub struct Mine("cache", Cache);
    new: |_| Cache::default();
    ops: insert, remove(|map, key| map.index.remove(key)), get(|map, key| map.index.get(key)),
        len(|map| map.index.len()), iter(|map| map.index.iter());
    by hand: {
        fn invariants(&self) -> Vec<String> {
            let (index, list) = (self.0.index.len(), self.0.list.len());
            if index == list { vec![] } else { vec![format!("{index} entries, {list} in the list")] }
        }
    }
}

let case = "map-oracle case 1\ninsert 3 = 5\nremove 3\n".parse()?;
let found = check::run::<Mine>(&case).expect_err("the list is longer than the index");
assert_eq!(found.kind(), Kind::Invariant);
# Ok::<(), map_oracle::case::CaseError>(())
```

What is worth a line there:

- **search trees**: keys ascend, and each node's height, colour or size is what its
  children make it;
- **heaps and treaps**: no parent comes after its child, and the places that the map
  remembers are those where its entries are;
- **caches**: the list has the entries of the index, once each, and is no longer than
  the capacity.

Look at the structure there, not through the map's own look-ups, which the run asks
anyway. No fault is armed meanwhile.

# Closures

A closure that the map is given is user code, and may panic. The words of
[`subject!`](crate::subject!) count its calls. An adapter that hands a closure to its
map by hand says so at each call, by [`call_closure`](crate::probe::call_closure), or
no case can make it panic:

```
use std::collections::HashMap;

use map_oracle::case::Mark;
use map_oracle::check;
use map_oracle::probe::{Key, PlanState, Value, call_closure};

map_oracle::subject! {
    pub struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    ops: clear;
    by hand: or_insert_with_key {
        fn or_insert_with_key(&mut self, key: Key, value: Value) -> u32 {
            let make = |_: &Key| {
                call_closure();
                value
            };
            self.0.entry(key).or_insert_with_key(make).get()
        }
    }
}

let case = "map-oracle case 1\nentry_or_insert_with_key 3 = 5 panic closure 1\n".parse()?;
let reach = check::run::<Mine>(&case).expect("std's map is right");
assert_eq!(reach.get(Mark::FAULTS), 1);
# Ok::<(), map_oracle::case::CaseError>(())
```
*/
