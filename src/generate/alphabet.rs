//! The ops of a small scope: what is put together to every sequence there is.
//!
//! An [`Alphabet`] names each op that a subject offers with each of a few keys
//! and with small operands. Its letters come in three classes, which is what
//! keeps the number of sequences down without leaving one out that could
//! matter.

use crate::case::{HashPlan, Op, OpKind, OpSet, Order, Spread};

/// The ops of a small scope.
#[derive(Clone, Debug)]
pub struct Alphabet {
    /// Ops that rearrange a map. They stand anywhere in a sequence.
    pub changing: Vec<Op>,
    /// Ops that change a map in a way that one of the first class does, too.
    /// They stand at the end of a sequence.
    pub closing: Vec<Op>,
    /// Ops that change nothing. They follow any sequence, one after the other
    /// on one map.
    pub reading: Vec<Op>,
    /// The keys are 0..`keys`.
    pub keys: u16,
}

impl Alphabet {
    /// The letters for a subject that offers `ops`, over keys 0..`keys`.
    #[must_use]
    pub fn new(ops: OpSet, keys: u16) -> Alphabet {
        let mut alphabet = Alphabet {
            changing: Vec::new(),
            closing: Vec::new(),
            reading: Vec::new(),
            keys,
        };
        let stand_ins = [
            stand_in(OpKind::Insert, &FILLING, ops),
            stand_in(OpKind::Remove, &REMOVING, ops),
        ];
        for kind in ops.iter() {
            let letters = letters(kind, keys);
            match class(kind) {
                _ if stand_ins.contains(&Some(kind)) => alphabet.changing.extend(letters),
                Class::Changing => alphabet.changing.extend(letters),
                Class::Closing => alphabet.closing.extend(letters),
                Class::Reading => alphabet.reading.extend(letters),
            }
        }
        alphabet
    }

    /// The hash plans under which sequences are tried: keys that share the place
    /// where they belong, their tag, or both. Sorted maps do not hash.
    #[must_use]
    pub fn plans(order: Order) -> Vec<HashPlan> {
        let plan = |spread| HashPlan {
            spread,
            ..HashPlan::default()
        };
        match order {
            Order::Sorted => vec![plan(Spread::Random)],
            _ => vec![
                plan(Spread::LowBits(Spread::MAX_LOW_BITS)),
                plan(Spread::TopByte),
                plan(Spread::Distinct(1)),
            ],
        }
    }
}

/// Ops that fill a map as `insert` does, the plainest first.
const FILLING: [OpKind; 9] = [
    OpKind::EntryOrInsert,
    OpKind::EntryFill,
    OpKind::EntryOrInsertWith,
    OpKind::EntryOrInsertWithKey,
    OpKind::TryInsert,
    OpKind::EntryInsertEntry,
    OpKind::EntryAndModify,
    OpKind::Extend,
    OpKind::InsertRun,
];

/// Ops that remove a key as `remove` does.
const REMOVING: [OpKind; 6] = [
    OpKind::RemoveEntry,
    OpKind::EntryRemove,
    OpKind::EntryRemoveEntry,
    OpKind::SwapRemove,
    OpKind::ShiftRemove,
    OpKind::RemoveRun,
];

/// The op that stands anywhere in the place of `kind`, if that is left out:
/// without entries there is little to try.
fn stand_in(kind: OpKind, others: &[OpKind], ops: OpSet) -> Option<OpKind> {
    let mut left = others.iter().copied().filter(|&other| ops.contains(other));
    left.next().filter(|_| !ops.contains(kind))
}

enum Class {
    Changing,
    Closing,
    Reading,
}

fn class(kind: OpKind) -> Class {
    use OpKind as K;
    match kind {
        K::Insert
        | K::Remove
        | K::Clear
        | K::Retain
        | K::Drain
        | K::ExtractTwo
        | K::CloneSwap
        | K::ShrinkToFit
        | K::Reserve
        | K::FromIter
        | K::CursorOpen
        | K::CursorStep
        | K::PopFirst
        | K::PopLast
        | K::SplitOff
        | K::ShiftRemove
        | K::Truncate
        | K::Reverse
        | K::Swap
        | K::AppendOther => Class::Changing,
        kind if OpSet::READING.contains(kind) => Class::Reading,
        _ => Class::Closing,
    }
}

/// The ops of one kind: with each key, and with few other operands.
fn letters(kind: OpKind, keys: u16) -> Vec<Op> {
    use OpKind as K;
    let op = |a, b| Op::from_parts(kind, a, b);
    let each_key = |b| (0..keys).map(move |key| op(key, b)).collect();
    match kind {
        kind if kind.is_run() => vec![op(0, keys)],
        kind if kind.selects() => vec![op(2, 0)],
        K::Drain
        | K::DrainForget
        | K::IntoIter
        | K::IntoIterForget
        | K::IntoKeys
        | K::IntoValues
        | K::IterClone
        | K::Truncate
        | K::GetIndex
        | K::SwapRemoveIndex
        | K::ShiftRemoveIndex => vec![op(1, 0)],
        // More than what a table of any design holds without growing.
        K::Reserve | K::TryReserve => vec![op(9, 0)],
        K::SwapIndices | K::MoveIndex => vec![op(0, 1)],
        kind if kind.is_range() => ranges(kind, keys),
        K::GetDisjointMut => (0..keys)
            .map(|key| op(key, (key + 1) % keys.max(1)))
            .collect(),
        K::TryReserveAbsurd | K::CursorOpen | K::CursorClose => vec![op(0, 0)],
        K::CursorStep => vec![op(0, 1)],
        kind if op(1, 0).keys().next() == Some(1) && kind != K::InsertNan => each_key(1),
        _ => vec![op(0, 1)],
    }
}

/// All ranges between two keys, with all kinds of ends.
fn ranges(kind: OpKind, keys: u16) -> Vec<Op> {
    use std::ops::Bound::{Excluded, Included, Unbounded};
    let ends = |key| [Included(key), Excluded(key)];
    let all: Vec<_> = std::iter::once(Unbounded)
        .chain((0..keys).flat_map(ends))
        .collect();
    let pairs = all
        .iter()
        .flat_map(|&low| all.iter().map(move |&high| (low, high)));
    pairs
        .map(|(low, high)| Op::of_range(kind, low, high))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Without;

    #[test]
    fn without_insert_another_op_fills_the_map() {
        let without = |words| Without::parse(Some(words), None, None).expect("known words");
        let changing = |words| {
            let ops = OpSet::ALL.without(without(words).ops());
            let changing = Alphabet::new(ops, 1).changing.into_iter();
            changing.map(Op::kind).collect::<Vec<_>>()
        };
        let all = Alphabet::new(OpSet::ALL, 1).changing.len();
        let left = changing("insert, remove");
        assert_eq!(left.len(), all);
        assert!(left.contains(&OpKind::EntryOrInsert) && left.contains(&OpKind::RemoveEntry));
        let left = changing("insert, entry_*, try_insert");
        assert_eq!(left.len(), all);
        assert!(left.contains(&OpKind::Extend) && left.contains(&OpKind::Remove));
        assert!(Alphabet::new(OpSet::of(&[]), 3).changing.is_empty());
    }

    #[test]
    fn every_kind_has_letters_and_stays_in_scope() {
        let alphabet = Alphabet::new(OpSet::ALL, 3);
        let letters = [&alphabet.changing, &alphabet.closing, &alphabet.reading];
        for &kind in OpKind::ALL {
            let mut of_kind = letters
                .iter()
                .copied()
                .flatten()
                .filter(|op| op.kind() == kind);
            assert!(of_kind.next().is_some(), "{kind:?}");
        }
        for op in letters.into_iter().flatten() {
            assert!(op.keys().all(|key| key < 3), "{op}");
        }
        let inserts = alphabet.changing.iter();
        let inserts = inserts.filter(|op| op.kind() == OpKind::Insert);
        assert_eq!(inserts.count(), 3);
    }
}
