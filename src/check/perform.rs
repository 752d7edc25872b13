//! Each op, carried out on the map under test.
//!
//! What an op needs is made before a panic is armed, and what it gives back is
//! read and dropped after it is disarmed: a planned panic in `Drop` or `Eq`
//! strikes inside the map's own code and nowhere else.

use crate::case::{EntryForm, Op};
use crate::model::Answer;
use crate::probe::{Key, Probe, Value, call_closure};
use crate::subject::{EntryAnswer, Subject};

/// What an op is given.
#[derive(Default)]
pub(super) struct Inputs {
    key: Option<Key>,
    value: Option<Value>,
    entries: Vec<(Key, Value)>,
    keys: Vec<Key>,
}

impl Inputs {
    /// Makes the keys and values that `op` is given. `fresh` is the number of
    /// the key of an [`Op::InsertNan`].
    pub(super) fn new(op: Op, fresh: u32, probe: &Probe) -> Inputs {
        let mut inputs = Inputs::default();
        match op {
            Op::InsertNan { value } => {
                inputs.key = Some(probe.key(fresh));
                inputs.value = Some(probe.value(value.into()));
            }
            Op::Insert { key, value } | Op::Entry { key, value, .. } => {
                inputs.key = Some(probe.key(key.into()));
                inputs.value = Some(probe.value(value.into()));
            }
            Op::InsertRun(run) | Op::Extend(run) | Op::FromIter(run) => {
                inputs.entries = run
                    .keys()
                    .map(|key| (probe.key(key.into()), probe.value(run.value(key))))
                    .collect();
            }
            op => inputs.keys = op.keys().map(|key| probe.key(key.into())).collect(),
        }
        inputs
    }

    fn pair(&mut self) -> (Key, Value) {
        self.key
            .take()
            .zip(self.value.take())
            .expect("made for this op")
    }
}

/// What an op gives back, not yet read.
pub(super) enum Output {
    Nothing,
    Seen(Option<u32>),
    SeenPair(Option<(u32, u32)>),
    Flag(bool),
    Value(Option<Value>),
    Pair(Option<(Key, Value)>),
    Values(Vec<Option<Value>>),
    Entry(EntryAnswer),
    Entries(Vec<(Key, Value)>),
    SeenEntries(Vec<(u32, u32)>),
    SeenNumbers(Vec<u32>),
}

impl Output {
    /// Reads what was given back, and drops it.
    pub(super) fn into_answer(self) -> Answer {
        let read = |value: Option<Value>| value.map(|value| value.get());
        match self {
            Output::Nothing => Answer::Nothing,
            Output::Seen(seen) => Answer::Value(seen),
            Output::SeenPair(seen) => Answer::Pair(seen),
            Output::Flag(flag) => Answer::Flag(flag),
            Output::Value(value) => Answer::Value(read(value)),
            Output::Pair(pair) => Answer::Pair(pair.map(|(key, value)| (key.id(), value.get()))),
            Output::Values(values) => Answer::Values(values.into_iter().map(read).collect()),
            Output::Entry(entry) => Answer::Entry {
                occupied: entry.occupied,
                key: entry.key,
                seen: entry.seen,
                returned_key: entry.returned_key.map(|key| key.id()),
                returned: read(entry.returned),
            },
            Output::Entries(entries) => {
                let mut seen: Vec<(u32, u32)> = entries
                    .iter()
                    .map(|(key, value)| (key.id(), value.get()))
                    .collect();
                seen.sort_unstable();
                Answer::Entries(seen)
            }
            Output::SeenEntries(mut seen) => {
                seen.sort_unstable();
                Answer::Entries(seen)
            }
            Output::SeenNumbers(mut seen) => {
                seen.sort_unstable();
                Answer::Numbers(seen)
            }
        }
    }
}

/// Carries out an op that is no clone and no cursor's.
pub(super) fn perform<S: Subject>(subject: &mut S, op: Op, inputs: &mut Inputs) -> Output {
    match op {
        Op::Insert { .. } | Op::InsertNan { .. } => {
            let (key, value) = inputs.pair();
            Output::Value(subject.insert(key, value))
        }
        Op::Remove { .. } => Output::Value(subject.remove(&inputs.keys[0])),
        Op::RemoveEntry { .. } => Output::Pair(subject.remove_entry(&inputs.keys[0])),
        Op::Get { .. } => Output::Seen(subject.get(&inputs.keys[0])),
        Op::Index { .. } => Output::Seen(Some(subject.index(&inputs.keys[0]))),
        Op::GetMut { value, .. } => Output::Seen(subject.get_mut(&inputs.keys[0], value.into())),
        Op::GetKeyValue { .. } => Output::SeenPair(subject.get_key_value(&inputs.keys[0])),
        Op::ContainsKey { .. } => Output::Flag(subject.contains_key(&inputs.keys[0])),
        Op::Entry { form, .. } => {
            let (key, value) = inputs.pair();
            Output::Entry(perform_entry(subject, form, key, value))
        }
        Op::InsertRun(_) => {
            let mut replaced = Vec::with_capacity(inputs.entries.len());
            for (key, value) in inputs.entries.drain(..) {
                replaced.push(subject.insert(key, value));
            }
            Output::Values(replaced)
        }
        Op::RemoveRun(_) => {
            Output::Values(inputs.keys.iter().map(|key| subject.remove(key)).collect())
        }
        Op::Extend(_) => {
            subject.extend(std::mem::take(&mut inputs.entries));
            Output::Nothing
        }
        Op::FromIter(_) => {
            *subject = S::from_entries(std::mem::take(&mut inputs.entries));
            Output::Nothing
        }
        Op::Retain(selection) => {
            subject.retain(&mut |key, value| {
                call_closure();
                let _ = value.get();
                selection.contains(key.id())
            });
            Output::Nothing
        }
        Op::ExtractIf(selection) | Op::ExtractTwo(selection) => {
            let take = if matches!(op, Op::ExtractTwo(_)) {
                2
            } else {
                usize::MAX
            };
            let select = &mut |key: &Key, value: &mut Value| {
                call_closure();
                let _ = value.get();
                selection.contains(key.id())
            };
            Output::Entries(subject.extract_if(select, take))
        }
        Op::Drain { take } => Output::Entries(subject.drain(take.into())),
        Op::IntoIter { take } => {
            let whole = std::mem::replace(subject, S::with_hint(0));
            Output::Entries(whole.into_entries(take.into()))
        }
        Op::Truncate { len } => {
            subject.truncate(len.into());
            Output::Nothing
        }
        Op::Iter => Output::SeenEntries(entries(subject)),
        Op::Keys => {
            let mut seen = Vec::with_capacity(subject.len());
            subject.each_key(&mut |key| seen.push(key.id()));
            Output::SeenNumbers(seen)
        }
        Op::Values => {
            let mut seen = Vec::with_capacity(subject.len());
            subject.each_value(&mut |value| seen.push(value.get()));
            Output::SeenNumbers(seen)
        }
        Op::IterMut { add } => {
            let mut seen = Vec::with_capacity(subject.len());
            subject.each_mut(&mut |key, value| {
                seen.push((key.id(), value.get()));
                value.set(value.get().wrapping_add(add.into()));
            });
            Output::SeenEntries(seen)
        }
        Op::ValuesMut { add } => {
            let mut seen = Vec::with_capacity(subject.len());
            subject.each_value_mut(&mut |value| {
                seen.push(value.get());
                value.set(value.get().wrapping_add(add.into()));
            });
            Output::SeenNumbers(seen)
        }
        Op::Reserve { additional } => {
            subject.reserve(additional.into());
            Output::Nothing
        }
        Op::ShrinkToFit => {
            subject.shrink_to_fit();
            Output::Nothing
        }
        Op::Clear => {
            subject.clear();
            Output::Nothing
        }
        Op::Clone
        | Op::CloneSwap
        | Op::CloneFrom(_)
        | Op::CursorOpen { .. }
        | Op::CursorStep { .. }
        | Op::CursorClose { .. } => unreachable!("carried out by the run itself"),
    }
}

/// The forms that have a method of their own end in a reference, so what they
/// answer is what is seen there.
fn perform_entry<S: Subject>(
    subject: &mut S,
    form: EntryForm,
    key: Key,
    value: Value,
) -> EntryAnswer {
    let seen = match form {
        EntryForm::OrInsertWithKey => subject.or_insert_with_key(key, value),
        EntryForm::AndModify => subject.and_modify(key, value),
        EntryForm::InsertEntry => subject.insert_entry(key, value),
        _ => return subject.entry(form, key, value),
    };
    EntryAnswer {
        seen: Some(seen),
        ..EntryAnswer::default()
    }
}

/// What iteration shows, in its order.
pub(super) fn entries<S: Subject>(subject: &S) -> Vec<(u32, u32)> {
    let mut seen = Vec::with_capacity(subject.len());
    subject.each(&mut |key, value| seen.push((key.id(), value.get())));
    seen
}
