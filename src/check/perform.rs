//! Each op, carried out on the map under test.
//!
//! What an op needs is made before a fault is armed, and what it gives back is
//! read and dropped after it is disarmed: a planned panic in `Drop` or `Eq`
//! strikes inside the map's own code and nowhere else.

use std::ops::Bound;

use super::output::Output;
use super::suspect::dispose;
use crate::case::{EntryForm, Op, OpKind};
use crate::probe::{Probe, TestKey, TestValue, call_closure, end_copies};
use crate::subject::{End, Ends, EntryAnswer, Pair, Subject, must_end};

/// What an op is given.
pub(super) struct Inputs<'p, S: Subject> {
    pair: Option<Pair<S>>,
    entries: Vec<Pair<S>>,
    pub(super) keys: Vec<S::Key>,
    /// The ends of a range.
    ends: (Bound<S::Key>, Bound<S::Key>),
    /// Says whether a map that is replaced is dropped.
    probe: &'p Probe,
}

impl<'p, S: Subject> Inputs<'p, S> {
    /// Makes the keys and values that `op` is given. `fresh` is the number of
    /// the key of an [`OpKind::InsertNan`].
    pub(super) fn new(op: Op, fresh: u32, probe: &'p Probe) -> Self {
        use OpKind as K;
        let key = |id: u16| S::Key::make(probe, id.into());
        let mut inputs = Inputs {
            pair: None,
            entries: Vec::new(),
            keys: Vec::new(),
            ends: (Bound::Unbounded, Bound::Unbounded),
            probe,
        };
        match op.kind() {
            K::InsertNan => {
                let value = S::Value::make(probe, op.value().into());
                inputs.pair = Some((S::Key::make(probe, fresh), value));
            }
            K::Insert | K::TryInsert => inputs.pair = Some(pair::<S>(op, probe)),
            kind if kind.entry_form().is_some() => inputs.pair = Some(pair::<S>(op, probe)),
            K::InsertRun | K::Extend | K::FromIter => {
                let run = op.run();
                let entry = |id| (key(id), S::Value::make(probe, run.value(id)));
                inputs.entries = run.keys().map(entry).collect();
            }
            kind if kind.is_range() => {
                let (low, high) = op.bounds();
                inputs.ends = (low.map(key), high.map(key));
            }
            _ => inputs.keys = op.keys().map(key).collect(),
        }
        inputs
    }

    fn take_pair(&mut self) -> Pair<S> {
        self.pair.take().expect("made for this op")
    }
}

fn pair<S: Subject>(op: Op, probe: &Probe) -> Pair<S> {
    (
        S::Key::make(probe, op.key().into()),
        S::Value::make(probe, op.value().into()),
    )
}

/// Carries out an op on one map that is no cursor's.
pub(super) fn perform<S: Subject>(
    subject: &mut S,
    op: Op,
    inputs: &mut Inputs<'_, S>,
) -> Output<S> {
    use OpKind as K;
    if let Some(form) = op.kind().entry_form() {
        let (key, value) = inputs.take_pair();
        return Output::Entry(perform_entry(subject, form, key, value));
    }
    match op.kind() {
        K::Insert | K::InsertNan => {
            let (key, value) = inputs.take_pair();
            insert(subject, key, value)
        }
        K::TryInsert => {
            let (key, value) = inputs.take_pair();
            Output::Tried(subject.try_insert(key, value))
        }
        K::Remove => Output::Value(subject.remove(&inputs.keys[0])),
        K::SwapRemove => Output::Value(subject.swap_remove(&inputs.keys[0])),
        K::ShiftRemove => Output::Value(subject.shift_remove(&inputs.keys[0])),
        K::RemoveEntry => Output::Pair(subject.remove_entry(&inputs.keys[0])),
        K::SwapRemoveIndex => Output::Pair(subject.swap_remove_index(op.count())),
        K::ShiftRemoveIndex => Output::Pair(subject.shift_remove_index(op.count())),
        K::PopFirst => Output::Pair(subject.pop_first()),
        K::PopLast => Output::Pair(subject.pop_last()),
        K::Get => Output::Seen(subject.get(&inputs.keys[0])),
        K::Index => Output::Seen(Some(subject.index(&inputs.keys[0]))),
        K::GetMut => Output::Seen(subject.get_mut(&inputs.keys[0], op.value().into())),
        K::GetKeyValue => Output::SeenPair(subject.get_key_value(&inputs.keys[0])),
        K::First => Output::SeenPair(subject.first()),
        K::Last => Output::SeenPair(subject.last()),
        K::Successor => Output::SeenPair(subject.successor(&inputs.keys[0])),
        K::Predecessor => Output::SeenPair(subject.predecessor(&inputs.keys[0])),
        K::GetIndex => Output::SeenPair(subject.get_index(op.count())),
        K::IndexOf => Output::Place(subject.index_of(&inputs.keys[0])),
        K::ContainsKey => Output::Flag(subject.contains_key(&inputs.keys[0])),
        K::GetDisjointMut => {
            let [first, second] = &inputs.keys[..] else {
                unreachable!("the op names two keys")
            };
            Output::SeenValues(subject.get_disjoint_mut([first, second]).to_vec())
        }
        K::InsertRun => {
            let mut replaced = Vec::with_capacity(inputs.entries.len());
            for (index, (key, value)) in inputs.entries.drain(..).enumerate() {
                now_and_then(index);
                match insert(subject, key, value) {
                    Output::Value(value) => replaced.push(value),
                    refused => return refused,
                }
            }
            Output::Values(replaced)
        }
        K::RemoveRun => {
            let removed = inputs.keys.iter().enumerate().map(|(index, key)| {
                now_and_then(index);
                subject.remove(key)
            });
            Output::Values(removed.collect())
        }
        K::ExtractIf | K::ExtractTwo | K::ExtractForget => {
            let (take, end) = match op.kind() {
                K::ExtractIf => (usize::MAX, End::Drop),
                K::ExtractTwo => (2, End::Drop),
                _ => (2, End::Forget),
            };
            let select = &mut |key: &S::Key, value: &mut S::Value| {
                call_closure();
                let _ = value.get();
                op.selection().contains(key.id())
            };
            Output::Entries(subject.extract_if(select, take, end))
        }
        K::Drain => Output::Entries(subject.drain(op.count(), End::Drop)),
        K::DrainForget => Output::Entries(subject.drain(op.count(), End::Forget)),
        K::IntoIter => Output::Entries(take(subject).into_entries(op.count(), End::Drop)),
        K::IntoIterForget => Output::Entries(take(subject).into_entries(op.count(), End::Forget)),
        K::IntoKeys => Output::Keys(take(subject).into_keys(op.count())),
        K::IntoValues => Output::OwnValues(take(subject).into_values(op.count())),
        K::Iter => Output::SeenEntries(entries(subject)),
        K::Rev => Output::SeenEntries(subject.each_from(Ends::Back)),
        K::Ends => Output::SeenEntries(subject.each_from(Ends::Both)),
        K::IterClone => Output::Twice(subject.each_cloned(op.count())),
        K::Range | K::RangeRev | K::RangeEnds => {
            let ends = match op.kind() {
                K::Range => Ends::Front,
                K::RangeRev => Ends::Back,
                _ => Ends::Both,
            };
            let (low, high) = &inputs.ends;
            Output::SeenEntries(subject.range((low.as_ref(), high.as_ref()), ends))
        }
        K::RangeMut => {
            let mut seen = Vec::new();
            let (low, high) = &inputs.ends;
            subject.range_mut((low.as_ref(), high.as_ref()), &mut |key, value| {
                seen.push((key.id(), value.get()));
                value.set(value.get().wrapping_add(1));
            });
            Output::SeenEntries(seen)
        }
        K::Keys => {
            let mut seen = Vec::new();
            subject.each_key(&mut |key| seen.push(key.id()));
            Output::SeenNumbers(seen)
        }
        K::Values => {
            let mut seen = Vec::new();
            subject.each_value(&mut |value| seen.push(value.get()));
            Output::SeenNumbers(seen)
        }
        K::IterMut => {
            let mut seen = Vec::new();
            subject.each_mut(&mut |key, value| {
                seen.push((key.id(), value.get()));
                value.set(value.get().wrapping_add(op.value().into()));
            });
            Output::SeenEntries(seen)
        }
        K::ValuesMut => {
            let mut seen = Vec::new();
            subject.each_value_mut(&mut |value| {
                seen.push(value.get());
                value.set(value.get().wrapping_add(op.value().into()));
            });
            Output::SeenNumbers(seen)
        }
        K::Debug => Output::Printed([subject.debug(), debug_of_entries(subject)]),
        K::TryReserve => Output::Flag(subject.try_reserve(op.count())),
        K::TryReserveAbsurd => Output::Flag(subject.try_reserve(usize::MAX >> op.count())),
        _ => {
            change(subject, op, inputs);
            Output::Nothing
        }
    }
}

/// Carries out an op that answers nothing.
fn change<S: Subject>(subject: &mut S, op: Op, inputs: &mut Inputs<'_, S>) {
    use OpKind as K;
    match op.kind() {
        K::Extend => subject.extend(std::mem::take(&mut inputs.entries)),
        K::FromIter => {
            let collected = S::from_entries(std::mem::take(&mut inputs.entries));
            dispose(std::mem::replace(subject, collected), inputs.probe);
        }
        K::Retain => subject.retain(&mut |key, value| {
            call_closure();
            let _ = value.get();
            op.selection().contains(key.id())
        }),
        K::Truncate => subject.truncate(op.count()),
        K::Reserve => subject.reserve(op.count()),
        K::ShrinkToFit => subject.shrink_to_fit(),
        K::ShrinkTo => subject.shrink_to(op.count()),
        K::Clear => subject.clear(),
        // Places are taken modulo the length; the model does the same.
        K::SwapIndices | K::MoveIndex => {
            let len = subject.len();
            if len == 0 {
                return;
            }
            let (from, to) = (op.count() % len, op.second_count() % len);
            match op.kind() {
                K::SwapIndices => subject.swap_indices(from, to),
                _ => subject.move_index(from, to),
            }
        }
        K::SortKeys => subject.sort_keys(),
        K::Reverse => subject.reverse(),
        kind => unreachable!("{} is carried out by the run itself", kind.name()),
    }
}

/// Inserts, by the method that can refuse if the map has it.
fn insert<S: Subject>(subject: &mut S, key: S::Key, value: S::Value) -> Output<S> {
    if !S::SUPPORT.refuses {
        return Output::Value(subject.insert(key, value));
    }
    let given = (key.id(), value.get());
    match subject.insert_checked(key, value) {
        Ok(replaced) => Output::Value(replaced),
        Err(returned) => Output::Refused(given, returned),
    }
}

/// What has to be done every few calls of a run.
fn now_and_then(calls: usize) {
    if calls.is_multiple_of(8) {
        end_copies();
    }
}

/// The map, with an empty one left in its place.
pub(super) fn take<S: Subject>(subject: &mut S) -> S {
    std::mem::replace(subject, S::with_hint(0))
}

/// The forms that have a method of their own end in a reference, so what they
/// answer is what is seen there.
fn perform_entry<S: Subject>(
    subject: &mut S,
    form: EntryForm,
    key: S::Key,
    value: S::Value,
) -> EntryAnswer<S::Key, S::Value> {
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
///
/// # Panics
///
/// If it does not come to an end.
pub(super) fn entries<S: Subject>(subject: &S) -> Vec<(u32, u32)> {
    let mut seen = Vec::new();
    subject.each(&mut |key, value| {
        // An adapter need not use `walk`, which asks the same.
        must_end(seen.len());
        seen.push((key.id(), value.get()));
    });
    seen
}

/// What `Debug` of a map with these entries prints.
fn debug_of_entries<S: Subject>(subject: &S) -> String {
    let mut shown = Vec::new();
    subject.each(&mut |key, value| shown.push((format!("{key:?}"), format!("{value:?}"))));
    let entries: Vec<String> = shown
        .into_iter()
        .map(|(key, value)| format!("{key}: {value}"))
        .collect();
    format!("{{{}}}", entries.join(", "))
}
