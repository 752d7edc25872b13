//! The ops of a small scope: what is put together to every sequence there is.
//!
//! An [`Alphabet`] names each op that a subject offers with each of a few keys
//! and with small operands. Its letters come in three classes, which is what
//! keeps the number of sequences down without leaving one out that could
//! matter.

use crate::case::{Effect, HashPlan, Op, OpKind, OpSet, Operand, Order, Spread};

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
        let ops = ops.of_one_kind();
        let roles = &ops.vocabulary().roles;
        let stand_ins = [
            stand_in(roles.insert, Effect::FILLS, ops),
            stand_in(roles.remove, Effect::TAKES, ops),
        ];
        for kind in ops.iter() {
            let letters = letters(kind, keys);
            let class = if kind.has(Effect::BASIC) || stand_ins.contains(&Some(kind)) {
                &mut alphabet.changing
            } else if kind.reads() {
                &mut alphabet.reading
            } else {
                &mut alphabet.closing
            };
            class.extend(letters);
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
            Order::Any
            | Order::Insertion
            | Order::InsertionSwap
            | Order::InsertionLast
            | Order::UseLast => vec![
                plan(Spread::LowBits(Spread::MAX_LOW_BITS)),
                plan(Spread::TopByte),
                plan(Spread::Distinct(1)),
            ],
        }
    }
}

/// The op that stands anywhere in the place of `kind`, if that is left out:
/// without entries there is little to try.
fn stand_in(kind: OpKind, effect: Effect, ops: OpSet) -> Option<OpKind> {
    let left = ops.iter().filter(|other| other.has(effect));
    left.min_by_key(|&other| other.rank())
        .filter(|_| !ops.contains(kind))
}

/// The ops of one kind: with each key, and with few other operands.
fn letters(kind: OpKind, keys: u16) -> Vec<Op> {
    let [first, second, third] = kind.operands();
    if let Some(Operand::Fold | Operand::Hide) = third {
        let plain = letters_of([first, second, None], kind, keys);
        let said = plain.iter().map(|op| {
            let [a, b, _] = op.operands();
            op.with([a, b, 1])
        });
        return plain.iter().copied().chain(said).collect();
    }
    letters_of([first, second, third], kind, keys)
}

fn letters_of(operands: [Option<Operand>; 3], kind: OpKind, keys: u16) -> Vec<Op> {
    let op = |a, b| Op::from_parts(kind, a, b);
    let each_key = || 0..keys;
    match operands {
        [None, None, _] => vec![op(0, 0)],
        [None, Some(_), _] => vec![op(0, 1)],
        [Some(first), second, third] => match first {
            Operand::Key => match (second, third) {
                (None, _) => each_key().map(|key| op(key, 0)).collect(),
                (Some(Operand::Len), _) => vec![op(0, keys)],
                (Some(Operand::Key), _) => each_key()
                    .map(|key| op(key, (key + 1) % keys.max(1)))
                    .collect(),
                (Some(_), Some(Operand::Then)) => each_key()
                    .flat_map(|key| (0..4).map(move |then| Op::new(kind, [key, 1, then])))
                    .collect(),
                (Some(_), third) => each_key()
                    .map(|key| Op::new(kind, [key, 1, third.map_or(0, |_| 1)]))
                    .collect(),
            },
            Operand::Modulus => vec![op(2, 0)],
            Operand::Take => vec![op(1, 0)],
            Operand::Place | Operand::NearPlace => match (second, third) {
                (None, _) => vec![op(1, 0)],
                (Some(Operand::Key), _) => {
                    each_key().map(|key| Op::new(kind, [1, key, 1])).collect()
                }
                (Some(_), _) => vec![Op::new(kind, [0, 1, 0])],
            },
            // More than what a table of any design holds without growing.
            Operand::Room => vec![op(9, 0)],
            Operand::Low => ranges(kind, keys),
            Operand::Shift => vec![op(0, 0)],
            Operand::Then => (0..4).map(|then| op(then, 0)).collect(),
            Operand::Cursor => vec![op(0, u16::from(second == Some(Operand::Len)))],
            Operand::Len
            | Operand::Value
            | Operand::SmallValue
            | Operand::Start
            | Operand::Residue
            | Operand::Few
            | Operand::Fold
            | Operand::Hide
            | Operand::High => vec![op(0, 1)],
        },
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
    use crate::case::Vocabulary;
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
        let left = changing("insert, entry_*, try_insert, get_or_insert_with");
        // `extend` is given both kinds of iterators.
        assert_eq!(left.len(), all + 1);
        assert!(left.contains(&OpKind::Extend) && left.contains(&OpKind::Remove));
        assert!(Alphabet::new(OpSet::of(&[]), 3).changing.is_empty());
    }

    #[test]
    fn every_kind_has_letters_and_stays_in_scope() {
        let alphabet = Alphabet::new(OpSet::ALL, 3);
        let letters = [&alphabet.changing, &alphabet.closing, &alphabet.reading];
        for kind in Vocabulary::MAP.kinds() {
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
