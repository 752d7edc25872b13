// concread 0.5: its `BptreeMap`, a B+-tree that is read and written in transactions;
// each op is one. A transaction clones what it touches, and keys must be `Send`, so
// numbers stand for the keys and values. Its iterators' hints go on counting what was
// shown: they are not believed.

use krate::bptree::{BptreeMap, BptreeMapWriteTxn};
use map_oracle::case::Order;

type Tree = BptreeMap<u32, u32>;

/// A transaction of its own.
fn change<R>(tree: &Tree, with: impl FnOnce(&mut BptreeMapWriteTxn<'_, u32, u32>) -> R) -> R {
    let mut open = tree.write();
    let done = with(&mut open);
    open.commit();
    done
}

map_oracle::subject! {
    pub struct Map("concread-bptree", Tree);
    new: |_| Tree::new();
    keys: u32;
    values: u32;
    ops: insert(|tree, key, value| change(tree, |open| open.insert(key, value))), len(|tree| tree.read().len()),
        remove(|tree, key| change(tree, |open| open.remove(key))), get(|tree, key| tree.read().get(key).copied()),
        iter(|tree| tree.read().iter()), keys(|tree| tree.read().keys()), values(|tree| tree.read().values()),
        clear(|tree| change(tree, |open| open.clear())), first(|tree| tree.read().first_key_value()),
        last(|tree| tree.read().last_key_value()), range(|tree, ends| tree.read().range::<_, u32>(ends)), from_iter, rev(|tree| tree.read().iter());
    promises: { order: Order::Sorted, size_hints: false }
}
