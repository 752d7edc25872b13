//! Each op, carried out on the model.

use std::ops::Bound;

use super::{Answer, Model};
use crate::case::{EntryForm, Op, OpKind, Run};

impl Model {
    /// Carries out `op` and tells what a right map answers. `fresh` is the
    /// number of the key that an [`OpKind::InsertNan`] brings.
    ///
    /// Ops that leave a choice to the map, or that concern two maps, are
    /// finished by their caller: [`OpKind::ExtractTwo`] and
    /// [`OpKind::PopFirst`] of a map that promises no order remove nothing
    /// here, and neither do ops on cursors.
    pub fn apply(&mut self, op: Op, fresh: u32) -> Answer {
        use OpKind as K;
        let id = u32::from(op.key());
        let value = u32::from(op.value());
        if let Some(form) = op.kind().entry_form() {
            return self.entry(form, id, value);
        }
        match op.kind() {
            K::Insert => Answer::Value(self.insert(id, value)),
            K::InsertNan => Answer::Value(self.insert(fresh, value)),
            K::TryInsert => Answer::Tried(match self.get(id) {
                Some(there) => Err((there, (self.keep)(value))),
                None => {
                    self.insert(id, value);
                    Ok((self.keep)(value))
                }
            }),
            K::Remove => Answer::Value(self.remove(id)),
            K::RemoveEntry => Answer::Pair(self.remove(id).map(|value| (id, value))),
            K::Get | K::Index => Answer::Value(self.get(id)),
            K::GetMut => Answer::Value(self.write(id, value)),
            K::GetKeyValue => Answer::Pair(self.get(id).map(|value| (id, value))),
            K::ContainsKey => Answer::Flag(self.get(id).is_some()),
            K::GetDisjointMut => self.get_disjoint(id, op.second_key().into()),
            K::InsertRun => {
                let run = op.run();
                let each = run
                    .keys()
                    .map(|key| self.insert(key.into(), run.value(key)));
                Answer::Values(each.collect())
            }
            K::RemoveRun => {
                let keys = op.run().keys();
                Answer::Values(keys.map(|key| self.remove(key.into())).collect())
            }
            K::Extend | K::Append => {
                self.insert_run(op.run());
                Answer::Nothing
            }
            K::Union => {
                let run = op.run();
                for key in run.keys() {
                    if self.get(key.into()).is_none() {
                        self.insert(key.into(), run.value(key));
                    }
                }
                Answer::Nothing
            }
            K::FromIter => {
                self.clear();
                self.insert_run(op.run());
                Answer::Nothing
            }
            K::Retain => {
                self.remove_where(|id| !op.selection().contains(id));
                Answer::Nothing
            }
            K::Drain | K::IntoIter | K::IntoIterForget | K::DrainForget => {
                let all = self.in_order();
                self.clear();
                self.some(all, op.count())
            }
            K::IntoKeys | K::IntoValues => {
                let all = self.in_order().into_iter();
                let all: Vec<u32> = match op.kind() {
                    K::IntoKeys => all.map(|(id, _)| id).collect(),
                    _ => all.map(|(_, value)| value).collect(),
                };
                self.clear();
                self.some_numbers(all, op.count())
            }
            K::ExtractIf => Answer::Entries(self.remove_where(|id| op.selection().contains(id))),
            K::ExtractTwo | K::ExtractForget => {
                let selected = |&(id, _): &(u32, u32)| op.selection().contains(id);
                let all = self.in_order().into_iter().filter(selected).collect();
                let two = self.some(all, 2);
                if let Answer::Entries(two) = &two {
                    self.forget(&two.clone());
                }
                two
            }
            K::Truncate => {
                if self.order.is_known() {
                    let gone = self.in_order().split_off(op.count().min(self.len()));
                    self.forget(&gone);
                }
                Answer::Nothing
            }
            K::Iter => Answer::Entries(self.in_order()),
            K::Rev if self.order.is_known() => {
                Answer::Entries(self.in_order().into_iter().rev().collect())
            }
            K::Rev | K::Ends => Answer::Entries(self.in_order()),
            K::IterClone => {
                let all = self.in_order();
                let left = all.len() - op.count().min(all.len());
                if self.order.is_known() {
                    let rest = all[all.len() - left..].to_vec();
                    Answer::Twice([rest.clone(), rest])
                } else {
                    Answer::SomeOf(left, all)
                }
            }
            K::Keys => Answer::Numbers(self.in_order().into_iter().map(|(id, _)| id).collect()),
            K::Values => Answer::Numbers(self.values()),
            K::IterMut => {
                let before = self.in_order();
                self.add_to_all(op.value());
                Answer::Entries(before)
            }
            K::ValuesMut => {
                let before = self.values();
                self.add_to_all(op.value());
                Answer::Numbers(before)
            }
            K::Clear => {
                self.clear();
                Answer::Nothing
            }
            K::First => self.end(true),
            K::Last => self.end(false),
            K::PopFirst | K::PopLast => {
                let end = self.end(op.kind() == K::PopFirst);
                if let Answer::Pair(Some((id, _))) = end {
                    // What is left keeps its order, also where `remove` swaps.
                    self.remove_by(id, false);
                }
                end
            }
            K::Successor => {
                let after = (Bound::Excluded(id), Bound::Unbounded);
                let mut range = self.entries.range(after);
                Answer::Pair(range.next().map(|(&id, entry)| (id, entry.value)))
            }
            K::Predecessor => {
                let mut range = self.entries.range(..id);
                Answer::Pair(range.next_back().map(|(&id, entry)| (id, entry.value)))
            }
            kind if kind.is_range() => self.range(op),
            K::GetIndex => Answer::Pair(self.at(op.count())),
            K::IndexOf => Answer::Place(self.place_of(id)),
            K::SwapRemove => Answer::Value(self.remove_by(id, true)),
            K::ShiftRemove => Answer::Value(self.remove_by(id, false)),
            K::SwapRemoveIndex => self.remove_at(op.count(), true),
            K::ShiftRemoveIndex => self.remove_at(op.count(), false),
            K::SwapIndices | K::MoveIndex => {
                let moves = op.kind() == K::MoveIndex;
                self.rearrange(op.count(), op.second_count(), moves);
                Answer::Nothing
            }
            K::SortKeys => {
                self.sort_sequence();
                Answer::Nothing
            }
            K::Reverse => {
                self.reverse_sequence();
                Answer::Nothing
            }
            K::TryReserve | K::Debug => Answer::Flag(true),
            K::TryReserveAbsurd => Answer::Flag(false),
            // These neither change the map nor answer, or their caller judges.
            _ => Answer::Nothing,
        }
    }

    /// Whether a right map may panic at `op`, of its own accord and without
    /// having changed anything.
    #[must_use]
    pub fn may_panic(&self, op: Op) -> bool {
        match op.kind() {
            OpKind::Index => self.get(op.key().into()).is_none(),
            OpKind::GetDisjointMut => op.key() == op.second_key(),
            kind if kind.is_range() => is_inverted(op),
            _ => false,
        }
    }

    /// Whether a right map must panic at `op`.
    #[must_use]
    pub fn must_panic(&self, op: Op) -> bool {
        op.kind() == OpKind::Index && self.may_panic(op)
    }

    /// Removes what the map chose to give away of its own accord.
    pub fn forget(&mut self, entries: &[(u32, u32)]) {
        let mut gone: Vec<u32> = entries.iter().map(|&(id, _)| id).collect();
        gone.sort_unstable();
        self.remove_where(|id| gone.binary_search(&id).is_ok());
    }

    /// The upper part of a map that is split at `id`, which keeps the lower.
    #[must_use]
    pub fn split_off(&mut self, id: u32) -> Model {
        let mut upper = self.fresh();
        for (id, value) in self.remove_where(|other| other >= id) {
            upper.insert(id, value);
        }
        upper
    }

    /// So many of `all`, which come in order: the first ones, if the map
    /// promises an order.
    fn some(&self, mut all: Vec<(u32, u32)>, count: usize) -> Answer {
        let count = all.len().min(count);
        if self.order.is_known() {
            all.truncate(count);
            return Answer::Entries(all);
        }
        Answer::SomeOf(count, all)
    }

    fn some_numbers(&self, mut all: Vec<u32>, count: usize) -> Answer {
        let count = all.len().min(count);
        if self.order.is_known() {
            all.truncate(count);
            return Answer::Numbers(all);
        }
        all.sort_unstable();
        Answer::SomeNumbersOf(count, all)
    }

    fn values(&self) -> Vec<u32> {
        let mut values: Vec<u32> = self.in_order().into_iter().map(|(_, v)| v).collect();
        if !self.order.is_known() {
            values.sort_unstable();
        }
        values
    }

    fn end(&self, first: bool) -> Answer {
        Answer::Pair(match first {
            true => self.at(0),
            false => self.len().checked_sub(1).and_then(|last| self.at(last)),
        })
    }

    /// Inverted bounds show nothing.
    fn range(&mut self, op: Op) -> Answer {
        if is_inverted(op) {
            return Answer::Entries(Vec::new());
        }
        let (low, high) = op.bounds();
        let bounds = (low.map(u32::from), high.map(u32::from));
        let shown = self.entries.range(bounds);
        let mut shown: Vec<_> = shown.map(|(&id, entry)| (id, entry.value)).collect();
        match op.kind() {
            OpKind::RangeRev if self.order.is_known() => shown.reverse(),
            OpKind::RangeMut => {
                for &(id, value) in &shown {
                    self.write(id, value.wrapping_add(1));
                }
            }
            _ => {}
        }
        Answer::Entries(shown)
    }

    /// The same key twice is found by none of the two, if that does not panic.
    fn get_disjoint(&mut self, first: u32, second: u32) -> Answer {
        if first == second {
            return Answer::Values(vec![None, None]);
        }
        let both = [self.get(first), self.get(second)];
        for (id, value) in [first, second].into_iter().zip(both) {
            if let Some(value) = value {
                self.write(id, value.wrapping_add(1));
            }
        }
        Answer::Values(both.to_vec())
    }

    fn insert_run(&mut self, run: Run) {
        for key in run.keys() {
            self.insert(key.into(), run.value(key));
        }
    }

    fn add_to_all(&mut self, add: u16) {
        for entry in self.entries.values_mut() {
            entry.value = (self.keep)(entry.value.wrapping_add(add.into()));
        }
    }

    fn entry(&mut self, form: EntryForm, id: u32, value: u32) -> Answer {
        let before = self.get(id);
        let kept = (self.keep)(value);
        let (mut occupied, mut key) = (None, None);
        let seen;
        let (mut returned_key, mut returned) = (None, None);
        match form {
            EntryForm::OrInsert | EntryForm::OrInsertWith | EntryForm::OrInsertWithKey => {
                if before.is_none() {
                    self.insert(id, value);
                }
                seen = self.get(id);
            }
            EntryForm::AndModify | EntryForm::InsertEntry => {
                self.insert(id, value);
                seen = Some(kept);
            }
            _ => {
                occupied = Some(before.is_some());
                key = Some(id);
                seen = match form {
                    EntryForm::Fill if before.is_none() => {
                        self.insert(id, value);
                        Some(kept)
                    }
                    EntryForm::Write => self.write(id, value).map(|_| kept),
                    _ => before,
                };
                match form {
                    EntryForm::Replace => returned = self.write(id, value),
                    EntryForm::Remove => returned = self.remove(id),
                    EntryForm::RemoveEntry => {
                        returned = self.remove(id);
                        returned_key = returned.map(|_| id);
                    }
                    _ => {}
                }
            }
        }
        Answer::Entry {
            occupied,
            key,
            seen,
            returned_key,
            returned,
        }
    }
}

/// Whether the bounds of a range are such that std's `BTreeMap` panics.
fn is_inverted(op: Op) -> bool {
    match op.bounds() {
        (Bound::Excluded(low), Bound::Excluded(high)) => low >= high,
        (
            Bound::Included(low) | Bound::Excluded(low),
            Bound::Included(high) | Bound::Excluded(high),
        ) => low > high,
        _ => false,
    }
}
