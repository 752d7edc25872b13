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
    ops: insert(|t, k, v| change(t, |w| w.insert(k, v))), remove(|t, k| change(t, |w| w.remove(k))),
        range(|t, ends| t.read().range::<_, u32>(ends)), first(|t| t.read().first_key_value()),
        get(|t, k| t.read().get(k).copied()), clear(|t| change(t, |w| w.clear())), from_iter,
        last(|t| t.read().last_key_value()), values(|t| t.read().values()),
        iter(|t| t.read().iter()), keys(|t| t.read().keys()), rev(|t| t.read().iter()),
        len(|t| t.read().len());
    promises: { order: Order::Sorted, size_hints: false }
}
