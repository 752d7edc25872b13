// ic-stable-structures 0.7: its `BTreeMap`, which lives in the pages of a canister's
// stable memory, here a vector. It stores bytes, so numbers stand for the keys and
// values.

use krate::{BTreeMap, VectorMemory};
use map_oracle::case::Order;

map_oracle::subject! {
    pub struct Map("ic-stable-btreemap", BTreeMap<u32, u32, VectorMemory>);
    new: |_| BTreeMap::new(VectorMemory::default());
    keys: u32;
    values: u32;
    ops: contains_key, clear(clear_new), iter(iter, |entry| entry.into_pair()), keys, values,
        rev(iter, |entry| entry.into_pair()), first, last, pop_first, pop_last,
        range(|map, (from, to)| map.range((from.cloned(), to.cloned())), |it| it.into_pair());
    promises: { order: Order::Sorted }
}
