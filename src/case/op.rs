//! The vocabulary: everything that can be done to a map and judged by a
//! model.
//!
//! [`Op`] is what the runner and the model match on. [`Op::parts`] and
//! [`Op::from_parts`] show it as a kind and two 16-bit operands; the byte form
//! and the text form are both written against that view, so a new op is added
//! in this file and in the table of `case/syntax.rs`, and nowhere else in this
//! room.

use std::ops::RangeInclusive;

/// The largest key that an op can name. A [`Run`] may pass it by its length.
pub const MAX_KEY: u16 = 4095;
/// The most keys in one [`Run`].
pub const MAX_RUN: u16 = 4096;
/// How many cursors may be open at once.
pub const CURSORS: u8 = 4;
/// The largest modulus of a [`Selection`].
pub const MAX_MODULUS: u16 = 64;

/// Consecutive keys: `start`, `start + 1`, ... (`len` of them, 1..=[`MAX_RUN`]).
///
/// Where a run brings values, key `k` gets `k + len`, so that two runs of
/// different lengths over the same keys leave different values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Run {
    /// The first key.
    pub start: u16,
    /// How many keys.
    pub len: u16,
}

impl Run {
    /// The keys, ascending.
    #[must_use]
    pub fn keys(self) -> RangeInclusive<u16> {
        self.start..=self.start + (self.len - 1)
    }

    /// The value that this run gives to `key`.
    #[must_use]
    pub fn value(self, key: u16) -> u32 {
        u32::from(key) + u32::from(self.len)
    }
}

/// Selects the keys whose number is `residue` modulo `modulus`
/// (1..=64, `residue < modulus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Selection {
    /// The modulus.
    pub modulus: u16,
    /// What is left of a selected key's number.
    pub residue: u16,
}

impl Selection {
    /// Whether the key with this number is selected.
    #[must_use]
    pub fn contains(self, id: u32) -> bool {
        id % u32::from(self.modulus) == u32::from(self.residue)
    }
}

/// What is done with an `entry` once it is found occupied or vacant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntryForm {
    /// `or_insert(value)`.
    OrInsert,
    /// `or_insert_with(|| value)`.
    OrInsertWith,
    /// `or_insert_with_key(|_| value)`.
    OrInsertWithKey,
    /// `and_modify(|v| *v = value).or_insert(value)`.
    AndModify,
    /// `insert_entry(value)`.
    InsertEntry,
    /// If occupied, `insert(value)`; a vacant entry is dropped.
    Replace,
    /// If occupied, `remove()`; a vacant entry is dropped.
    Remove,
    /// If occupied, `remove_entry()`; a vacant entry is dropped.
    RemoveEntry,
    /// Looked at and dropped.
    Peek,
}

macro_rules! op_kinds {
    ($($(#[$doc:meta])* $kind:ident),* $(,)?) => {
        /// The kinds of [`Op`], without their operands, in the order of the
        /// byte form. New kinds are added at the end: the order is part of the
        /// format.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each is documented at the op of its name")]
        pub enum OpKind { $($(#[$doc])* $kind),* }

        impl OpKind {
            /// Every kind.
            pub const ALL: &'static [OpKind] = &[$(OpKind::$kind),*];
        }
    };
}

op_kinds! {
    Insert, Remove, Get, GetMut, GetKeyValue, ContainsKey, Index, RemoveEntry,
    InsertNan,
    EntryOrInsert, EntryOrInsertWith, EntryOrInsertWithKey, EntryAndModify,
    EntryInsertEntry, EntryReplace, EntryRemove, EntryRemoveEntry, EntryPeek,
    InsertRun, RemoveRun, Extend, FromIter,
    Retain, Drain, ExtractIf, ExtractTwo, IntoIter, Truncate,
    Iter, Keys, Values, IterMut, ValuesMut,
    Clone, CloneSwap, CloneFrom,
    Reserve, ShrinkToFit, Clear,
    CursorOpen, CursorStep, CursorClose,
}

/// One thing done to a map. Keys lie in 0..=[`MAX_KEY`], cursors in
/// 0..[`CURSORS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// `insert`.
    Insert {
        /// The key.
        key: u16,
        /// Its new value.
        value: u16,
    },
    /// `insert` of a fresh key that is not equal to itself, like a NaN.
    InsertNan {
        /// Its value.
        value: u16,
    },
    /// `remove`.
    Remove {
        /// The key.
        key: u16,
    },
    /// `remove_entry`.
    RemoveEntry {
        /// The key.
        key: u16,
    },
    /// `get`.
    Get {
        /// The key.
        key: u16,
    },
    /// `get_mut`, and a write through it.
    GetMut {
        /// The key.
        key: u16,
        /// What is written.
        value: u16,
    },
    /// `get_key_value`.
    GetKeyValue {
        /// The key.
        key: u16,
    },
    /// `contains_key`.
    ContainsKey {
        /// The key.
        key: u16,
    },
    /// `map[&key]`; of an absent key, where that panics, `get`.
    Index {
        /// The key.
        key: u16,
    },
    /// `entry(key)` and what follows.
    Entry {
        /// What follows.
        form: EntryForm,
        /// The key.
        key: u16,
        /// The value; 0 for the forms that bring none.
        value: u16,
    },
    /// `insert` of each key of a run.
    InsertRun(Run),
    /// `remove` of each key of a run.
    RemoveRun(Run),
    /// `extend` with the entries of a run.
    Extend(Run),
    /// The map is replaced by one collected from the entries of a run.
    FromIter(Run),
    /// `retain` of the selected keys.
    Retain(Selection),
    /// `drain`: take so many entries, then drop the iterator.
    Drain {
        /// How many entries are taken; the rest is dropped with the iterator.
        take: u16,
    },
    /// `extract_if` of the selected keys, run to its end.
    ExtractIf(Selection),
    /// `extract_if` of the selected keys, dropped after two of them.
    ExtractTwo(Selection),
    /// `into_iter`: take so many entries, drop the rest; an empty map follows.
    IntoIter {
        /// How many entries are taken.
        take: u16,
    },
    /// `truncate`: keep the first so many entries in iteration order.
    Truncate {
        /// How many are kept.
        len: u16,
    },
    /// `iter`.
    Iter,
    /// `keys`.
    Keys,
    /// `values`.
    Values,
    /// `iter_mut`, adding to each value.
    IterMut {
        /// What is added.
        add: u16,
    },
    /// `values_mut`, adding to each value.
    ValuesMut {
        /// What is added.
        add: u16,
    },
    /// `clone`; the clone is compared and dropped.
    Clone,
    /// `clone`; the clone is compared and lives on, the original is dropped.
    CloneSwap,
    /// `clone_from` onto a map that holds the entries of a run; that map is
    /// compared and lives on.
    CloneFrom(Run),
    /// `reserve`.
    Reserve {
        /// For how many more entries.
        additional: u16,
    },
    /// `shrink_to_fit`.
    ShrinkToFit,
    /// `clear`.
    Clear,
    /// Open a cursor; one that is open under this number is closed first.
    CursorOpen {
        /// Its number.
        cursor: u8,
        /// Where it starts: the map makes of it what it can.
        start: u16,
    },
    /// Step a cursor so often; one that is not open is opened first. A cursor
    /// that ends is closed.
    CursorStep {
        /// Its number.
        cursor: u8,
        /// How many steps, at least 1.
        steps: u16,
    },
    /// Close a cursor; one that is not open is opened first.
    CursorClose {
        /// Its number.
        cursor: u8,
    },
}

impl Op {
    /// The kind of this op and its two operands. [`Op::from_parts`] is the
    /// inverse.
    #[must_use]
    pub fn parts(self) -> (OpKind, u16, u16) {
        use OpKind as K;
        match self {
            Op::Insert { key, value } => (K::Insert, key, value),
            Op::InsertNan { value } => (K::InsertNan, 0, value),
            Op::Remove { key } => (K::Remove, key, 0),
            Op::RemoveEntry { key } => (K::RemoveEntry, key, 0),
            Op::Get { key } => (K::Get, key, 0),
            Op::GetMut { key, value } => (K::GetMut, key, value),
            Op::GetKeyValue { key } => (K::GetKeyValue, key, 0),
            Op::ContainsKey { key } => (K::ContainsKey, key, 0),
            Op::Index { key } => (K::Index, key, 0),
            Op::Entry { form, key, value } => {
                let kind = match form {
                    EntryForm::OrInsert => K::EntryOrInsert,
                    EntryForm::OrInsertWith => K::EntryOrInsertWith,
                    EntryForm::OrInsertWithKey => K::EntryOrInsertWithKey,
                    EntryForm::AndModify => K::EntryAndModify,
                    EntryForm::InsertEntry => K::EntryInsertEntry,
                    EntryForm::Replace => K::EntryReplace,
                    EntryForm::Remove => K::EntryRemove,
                    EntryForm::RemoveEntry => K::EntryRemoveEntry,
                    EntryForm::Peek => K::EntryPeek,
                };
                (kind, key, value)
            }
            Op::InsertRun(run) => (K::InsertRun, run.start, run.len),
            Op::RemoveRun(run) => (K::RemoveRun, run.start, run.len),
            Op::Extend(run) => (K::Extend, run.start, run.len),
            Op::FromIter(run) => (K::FromIter, run.start, run.len),
            Op::CloneFrom(run) => (K::CloneFrom, run.start, run.len),
            Op::Retain(s) => (K::Retain, s.modulus, s.residue),
            Op::ExtractIf(s) => (K::ExtractIf, s.modulus, s.residue),
            Op::ExtractTwo(s) => (K::ExtractTwo, s.modulus, s.residue),
            Op::Drain { take } => (K::Drain, take, 0),
            Op::IntoIter { take } => (K::IntoIter, take, 0),
            Op::Truncate { len } => (K::Truncate, len, 0),
            Op::Iter => (K::Iter, 0, 0),
            Op::Keys => (K::Keys, 0, 0),
            Op::Values => (K::Values, 0, 0),
            Op::IterMut { add } => (K::IterMut, 0, add),
            Op::ValuesMut { add } => (K::ValuesMut, 0, add),
            Op::Clone => (K::Clone, 0, 0),
            Op::CloneSwap => (K::CloneSwap, 0, 0),
            Op::Reserve { additional } => (K::Reserve, additional, 0),
            Op::ShrinkToFit => (K::ShrinkToFit, 0, 0),
            Op::Clear => (K::Clear, 0, 0),
            Op::CursorOpen { cursor, start } => (K::CursorOpen, cursor.into(), start),
            Op::CursorStep { cursor, steps } => (K::CursorStep, cursor.into(), steps),
            Op::CursorClose { cursor } => (K::CursorClose, cursor.into(), 0),
        }
    }

    /// The op of this kind with these operands. Operands outside the kind's
    /// range are folded into it, so this never fails.
    #[must_use]
    pub fn from_parts(kind: OpKind, a: u16, b: u16) -> Op {
        use OpKind as K;
        let key = a.min(MAX_KEY);
        let cursor = (a % u16::from(CURSORS)) as u8;
        let run = Run {
            start: key,
            len: b.clamp(1, MAX_RUN),
        };
        let modulus = a.clamp(1, MAX_MODULUS);
        let selection = Selection {
            modulus,
            residue: b % modulus,
        };
        let entry = |form| Op::Entry {
            form,
            key,
            value: b,
        };
        let bare_entry = |form| Op::Entry {
            form,
            key,
            value: 0,
        };
        match kind {
            K::Insert => Op::Insert { key, value: b },
            K::InsertNan => Op::InsertNan { value: b },
            K::Remove => Op::Remove { key },
            K::RemoveEntry => Op::RemoveEntry { key },
            K::Get => Op::Get { key },
            K::GetMut => Op::GetMut { key, value: b },
            K::GetKeyValue => Op::GetKeyValue { key },
            K::ContainsKey => Op::ContainsKey { key },
            K::Index => Op::Index { key },
            K::EntryOrInsert => entry(EntryForm::OrInsert),
            K::EntryOrInsertWith => entry(EntryForm::OrInsertWith),
            K::EntryOrInsertWithKey => entry(EntryForm::OrInsertWithKey),
            K::EntryAndModify => entry(EntryForm::AndModify),
            K::EntryInsertEntry => entry(EntryForm::InsertEntry),
            K::EntryReplace => entry(EntryForm::Replace),
            K::EntryRemove => bare_entry(EntryForm::Remove),
            K::EntryRemoveEntry => bare_entry(EntryForm::RemoveEntry),
            K::EntryPeek => bare_entry(EntryForm::Peek),
            K::InsertRun => Op::InsertRun(run),
            K::RemoveRun => Op::RemoveRun(run),
            K::Extend => Op::Extend(run),
            K::FromIter => Op::FromIter(run),
            K::CloneFrom => Op::CloneFrom(run),
            K::Retain => Op::Retain(selection),
            K::ExtractIf => Op::ExtractIf(selection),
            K::ExtractTwo => Op::ExtractTwo(selection),
            K::Drain => Op::Drain { take: key },
            K::IntoIter => Op::IntoIter { take: key },
            K::Truncate => Op::Truncate { len: key },
            K::Iter => Op::Iter,
            K::Keys => Op::Keys,
            K::Values => Op::Values,
            K::IterMut => Op::IterMut { add: b },
            K::ValuesMut => Op::ValuesMut { add: b },
            K::Clone => Op::Clone,
            K::CloneSwap => Op::CloneSwap,
            K::Reserve => Op::Reserve { additional: key },
            K::ShrinkToFit => Op::ShrinkToFit,
            K::Clear => Op::Clear,
            K::CursorOpen => Op::CursorOpen { cursor, start: b },
            K::CursorStep => Op::CursorStep {
                cursor,
                steps: b.clamp(1, MAX_RUN),
            },
            K::CursorClose => Op::CursorClose { cursor },
        }
    }

    /// The kind of this op.
    #[must_use]
    pub fn kind(self) -> OpKind {
        self.parts().0
    }

    /// The ordinary keys that this op names; empty for most.
    #[must_use]
    pub fn keys(self) -> std::ops::Range<u16> {
        match self {
            Op::Insert { key, .. }
            | Op::Remove { key }
            | Op::RemoveEntry { key }
            | Op::Get { key }
            | Op::GetMut { key, .. }
            | Op::GetKeyValue { key }
            | Op::ContainsKey { key }
            | Op::Index { key }
            | Op::Entry { key, .. } => key..key + 1,
            Op::InsertRun(run)
            | Op::RemoveRun(run)
            | Op::Extend(run)
            | Op::FromIter(run)
            | Op::CloneFrom(run) => run.start..run.start + run.len,
            _ => 0..0,
        }
    }

    /// How many single-key operations this op amounts to, at least 1.
    #[must_use]
    pub fn weight(self) -> usize {
        match self {
            Op::CursorStep { steps, .. } => steps.into(),
            op => op.keys().len().max(1),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Every op that `from_parts` can make, sampled over its operands.
    pub(in crate::case) fn samples() -> impl Iterator<Item = Op> {
        let operands = [0, 1, 2, 3, 63, 64, 65, 129, 4095, 4096, u16::MAX];
        OpKind::ALL.iter().flat_map(move |&kind| {
            operands.into_iter().flat_map(move |a| {
                operands
                    .into_iter()
                    .map(move |b| Op::from_parts(kind, a, b))
            })
        })
    }

    #[test]
    fn parts_are_lossless() {
        for op in samples() {
            let (kind, a, b) = op.parts();
            assert_eq!(Op::from_parts(kind, a, b), op);
            assert_eq!(op.kind(), kind);
        }
    }
}
