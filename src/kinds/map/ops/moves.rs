//! Which ops move a key that is there to the back, in maps whose order says so.

use crate::case::{Op, OpKind, Order};

/// Whether an op of this kind moves the keys that it names, in a map of this order.
pub(super) fn moves(kind: OpKind, order: Order) -> bool {
    match order {
        Order::Any | Order::Sorted | Order::Insertion | Order::InsertionSwap => false,
        Order::InsertionLast => inserts(kind),
        Order::UseLast => inserts(kind) || uses(kind),
    }
}

/// Whether it puts a new value at a key, whatever was there.
fn inserts(kind: OpKind) -> bool {
    [
        OpKind::Insert,
        OpKind::InsertRun,
        OpKind::Extend,
        OpKind::ExtendTwice,
        OpKind::EntryReplace,
        OpKind::EntryInsertEntry,
        OpKind::EntryInsertThen,
    ]
    .contains(&kind)
}

/// Whether it looks a key up to do something with it.
fn uses(kind: OpKind) -> bool {
    [
        OpKind::GetMut,
        OpKind::GetDisjointMut,
        OpKind::EntryOrInsert,
        OpKind::EntryOrInsertWith,
        OpKind::EntryOrInsertWithKey,
        OpKind::EntryAndModify,
        OpKind::EntryPeek,
        OpKind::EntryFill,
        OpKind::EntryWrite,
        OpKind::EntryRef,
        OpKind::TryInsert,
        OpKind::GetOrInsertWith,
        OpKind::Alter,
    ]
    .contains(&kind)
}

/// The keys that are moved, the last one to the very end.
pub(super) fn moved(op: Op, order: Order) -> impl Iterator<Item = u32> {
    let keys = moves(op.kind(), order).then(|| op.keys());
    keys.into_iter().flatten().map(u32::from)
}
