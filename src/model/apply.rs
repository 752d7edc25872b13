//! Each op, carried out on the model.

use super::{Answer, Entry, Model};
use crate::case::{EntryForm, Op, Run, Selection};

impl Model {
    /// Carries out `op` and tells what a right map answers. `fresh` is the
    /// number of the key that an [`Op::InsertNan`] brings.
    ///
    /// Two ops leave the choice to the map and are judged by their caller:
    /// after [`Op::Truncate`] the model still holds all entries, and ops on
    /// cursors change nothing here.
    pub fn apply(&mut self, op: Op, fresh: u32) -> Answer {
        match op {
            Op::Insert { key, value } => Answer::Value(self.insert(key.into(), value.into())),
            Op::InsertNan { value } => Answer::Value(self.insert(fresh, value.into())),
            Op::Remove { key } => Answer::Value(self.remove(key.into())),
            Op::RemoveEntry { key } => {
                let id = key.into();
                Answer::Pair(self.remove(id).map(|value| (id, value)))
            }
            Op::Get { key } | Op::Index { key } => Answer::Value(self.get(key.into())),
            Op::GetMut { key, value } => Answer::Value(self.write(key.into(), value.into())),
            Op::GetKeyValue { key } => {
                let id = key.into();
                Answer::Pair(self.get(id).map(|value| (id, value)))
            }
            Op::ContainsKey { key } => Answer::Flag(self.get(key.into()).is_some()),
            Op::Entry { form, key, value } => self.entry(form, key.into(), value.into()),
            Op::InsertRun(run) => Answer::Values(
                run.keys()
                    .map(|key| self.insert(key.into(), run.value(key)))
                    .collect(),
            ),
            Op::RemoveRun(run) => {
                Answer::Values(run.keys().map(|key| self.remove(key.into())).collect())
            }
            Op::Extend(run) => {
                self.insert_run(run);
                Answer::Nothing
            }
            Op::FromIter(run) => {
                self.entries.clear();
                self.insert_run(run);
                Answer::Nothing
            }
            Op::Retain(selection) => {
                self.entries.retain(|&id, _| selection.contains(id));
                Answer::Nothing
            }
            Op::Drain { take } | Op::IntoIter { take } => {
                let all = self.entries();
                self.entries.clear();
                Answer::SomeOf(all.len().min(take.into()), all)
            }
            Op::ExtractIf(selection) => Answer::Entries(self.extract(selection)),
            // The map chooses which two; the caller removes them.
            Op::ExtractTwo(selection) => {
                let selected = self.clone().extract(selection);
                Answer::SomeOf(selected.len().min(2), selected)
            }
            Op::Iter => Answer::Entries(self.entries()),
            Op::Keys => Answer::Numbers(self.entries.keys().copied().collect()),
            Op::Values => {
                let mut values: Vec<u32> = self.entries.values().map(|e| e.value).collect();
                values.sort_unstable();
                Answer::Numbers(values)
            }
            Op::IterMut { add } => {
                let before = self.entries();
                self.add_to_all(add);
                Answer::Entries(before)
            }
            Op::ValuesMut { add } => {
                let Answer::Numbers(before) = self.apply(Op::Values, fresh) else {
                    unreachable!("values are numbers")
                };
                self.add_to_all(add);
                Answer::Numbers(before)
            }
            Op::Clear => {
                self.entries.clear();
                Answer::Nothing
            }
            Op::Truncate { .. }
            | Op::Clone
            | Op::CloneSwap
            | Op::CloneFrom(_)
            | Op::Reserve { .. }
            | Op::ShrinkToFit
            | Op::CursorOpen { .. }
            | Op::CursorStep { .. }
            | Op::CursorClose { .. } => Answer::Nothing,
        }
    }

    /// Removes what the map chose to give away of its own accord.
    pub fn forget(&mut self, entries: &[(u32, u32)]) {
        for &(id, _) in entries {
            self.remove(id);
        }
    }

    fn write(&mut self, id: u32, value: u32) -> Option<u32> {
        self.entries
            .get_mut(&id)
            .map(|entry| std::mem::replace(&mut entry.value, value))
    }

    fn insert_run(&mut self, run: Run) {
        for key in run.keys() {
            self.insert(key.into(), run.value(key));
        }
    }

    fn extract(&mut self, selection: Selection) -> Vec<(u32, u32)> {
        self.entries
            .extract_if(.., |&id, _| selection.contains(id))
            .map(|(id, Entry { value, .. })| (id, value))
            .collect()
    }

    fn add_to_all(&mut self, add: u16) {
        for entry in self.entries.values_mut() {
            entry.value = entry.value.wrapping_add(add.into());
        }
    }

    fn entry(&mut self, form: EntryForm, id: u32, value: u32) -> Answer {
        let before = self.get(id);
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
                seen = Some(value);
            }
            EntryForm::Replace | EntryForm::Remove | EntryForm::RemoveEntry | EntryForm::Peek => {
                occupied = Some(before.is_some());
                key = Some(id);
                seen = before;
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
