//! A map of plain keys and values behind one interface that is the same for
//! all of them: the only part of the peers that is compiled for each map.

use std::fmt;
use std::ops::Bound;

use map_oracle::case::{EntryForm, HashPlan, OpSet, Order, Spread};
use map_oracle::probe::{Probe, TestKey, TestValue};
use map_oracle::subject::{End, Ends, Pair, Subject};

use super::ops::Op;

/// A map that the peers drive.
#[allow(clippy::len_without_is_empty, reason = "nobody asks")]
pub trait Driven {
    /// Carries out an op, and tells what the map answers.
    fn perform(&mut self, op: &Op) -> Answer;
    /// The number of entries.
    fn len(&self) -> usize;
    /// What is at a key.
    fn get(&self, key: u32) -> Option<u32>;
    /// What iteration shows, in its order.
    fn shown(&self) -> Vec<(u32, u32)>;
}

/// What a map answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing.
    Nothing,
    /// There was no room.
    Full,
    /// A value, if there was one.
    Value(Option<u32>),
    /// An entry, if there was one.
    Entry(Option<(u32, u32)>),
    /// Two values, if they were there.
    Values([Option<u32>; 2]),
    /// What an entry showed and gave back.
    Looked {
        /// The value behind the reference that the op ended in.
        seen: Option<u32>,
        /// The key given back.
        returned_key: Option<u32>,
        /// The value given back.
        returned: Option<u32>,
    },
    /// A value, and whether it is the one that was there before.
    Tried(bool, u32),
    /// Yes or no.
    Flag(bool),
    /// A place, if there was one.
    Place(Option<usize>),
    /// Entries.
    Entries(Vec<(u32, u32)>),
    /// Keys or values.
    Numbers(Vec<u32>),
}

/// What a user knows of the map that is tested.
#[derive(Clone, Copy, Debug)]
pub struct Promise {
    /// How many keys there are.
    pub keys: u32,
    /// How many entries fit in, if more are refused.
    pub room: Option<usize>,
    /// The order of iteration.
    pub order: Order,
}

impl Promise {
    /// The key that this number stands for.
    #[must_use]
    pub fn key(&self, number: u8) -> u32 {
        u32::from(number) % self.keys
    }
}

/// A map, before there is one.
#[derive(Clone, Copy)]
pub struct Plain {
    /// What may be drawn.
    pub ops: OpSet,
    /// What is known of it.
    pub promise: fn() -> Promise,
    /// Makes an empty one.
    pub make: fn() -> Box<dyn Driven>,
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plain").finish_non_exhaustive()
    }
}

impl Plain {
    /// The map of this adapter.
    #[must_use]
    pub const fn of<S: Subject + 'static>() -> Plain {
        Plain {
            ops: S::OPS,
            promise: promise::<S>,
            make: || Box::new(Held(S::with_hint(0))),
        }
    }
}

fn promise<S: Subject>() -> Promise {
    let support = S::SUPPORT;
    Promise {
        keys: u32::from(support.max_key(S::Key::LAST)) + 1,
        room: support
            .max_entries
            .filter(|_| support.refuses)
            .map(usize::from),
        order: support.order,
    }
}

/// Keys and values are made by an experiment. There is one for a thread, and it
/// does not end; its plan gives each key its own number.
fn with_probe<R>(make: impl FnOnce(&Probe) -> R) -> R {
    thread_local! {
        static PROBE: &'static Probe = Box::leak(Box::new(Probe::start(HashPlan {
            spread: Spread::Sequential,
            ..HashPlan::default()
        })));
    }
    PROBE.with(|probe| make(probe))
}

struct Held<S>(S);

impl<S: Subject> Held<S> {
    fn key(number: u8) -> S::Key {
        let keys = u32::from(S::SUPPORT.max_key(S::Key::LAST)) + 1;
        Self::key_of(u32::from(number) % keys)
    }

    fn key_of(id: u32) -> S::Key {
        with_probe(|probe| S::Key::make(probe, id))
    }

    fn value(number: u32) -> S::Value {
        with_probe(|probe| S::Value::make(probe, number))
    }

    fn pairs(entries: &[(u8, u8)]) -> Vec<Pair<S>> {
        let pair = |&(key, value): &(u8, u8)| (Self::key(key), Self::value(value.into()));
        entries.iter().map(pair).collect()
    }

    fn of_entries(entries: &[(u8, u8)]) -> S {
        let mut map = S::with_hint(0);
        for (key, value) in Self::pairs(entries) {
            map.insert(key, value);
        }
        map
    }

    /// The map, with an empty one left in its place.
    fn take(&mut self) -> S {
        std::mem::replace(&mut self.0, S::with_hint(0))
    }

    fn entry(&mut self, form: EntryForm, key: u8, value: u8) -> Answer {
        let answer = self
            .0
            .entry(form, Self::key(key), Self::value(value.into()));
        Answer::Looked {
            seen: answer.seen,
            returned_key: answer.returned_key.map(|key| key.id()),
            returned: answer.returned.map(|value| value.get()),
        }
    }

    fn range(&self, ends: Ends, range: (Bound<u8>, Bound<u8>)) -> Answer {
        let (low, high) = (range.0.map(Self::key), range.1.map(Self::key));
        Answer::Entries(self.0.range((low.as_ref(), high.as_ref()), ends))
    }

    fn remove(&mut self, remove: fn(&mut S, &S::Key) -> Option<S::Value>, key: u8) -> Answer {
        Answer::Value(remove(&mut self.0, &Self::key(key)).map(|value| value.get()))
    }
}

fn entry<K: TestKey, V: TestValue>(entry: Option<(K, V)>) -> Answer {
    Answer::Entry(entry.map(|(key, value)| (key.id(), value.get())))
}

fn entries<K: TestKey, V: TestValue>(entries: Vec<(K, V)>) -> Answer {
    let numbers = |(key, value): &(K, V)| (key.id(), value.get());
    Answer::Entries(entries.iter().map(numbers).collect())
}

fn shown<S: Subject>(map: &S) -> Vec<(u32, u32)> {
    let mut shown = Vec::new();
    map.each(&mut |key, value| shown.push((key.id(), value.get())));
    shown
}

/// Adds to a value, and tells what it was.
fn add(value: &mut impl TestValue, number: u8) -> u32 {
    let before = value.get();
    value.set(before.wrapping_add(number.into()));
    before
}

impl<S: Subject> Driven for Held<S> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, key: u32) -> Option<u32> {
        self.0.get(&Self::key_of(key))
    }

    fn shown(&self) -> Vec<(u32, u32)> {
        shown(&self.0)
    }

    fn perform(&mut self, op: &Op) -> Answer {
        let map = &mut self.0;
        let (key, value) = (Self::key, |number: u8| Self::value(number.into()));
        match *op {
            Op::Insert(k, v) => match S::SUPPORT.refuses {
                false => Answer::Value(map.insert(key(k), value(v)).map(|old| old.get())),
                true => match map.insert_checked(key(k), value(v)) {
                    Ok(old) => Answer::Value(old.map(|old| old.get())),
                    Err(_) => Answer::Full,
                },
            },
            Op::Remove(k) => self.remove(S::remove, k),
            Op::SwapRemove(k) => self.remove(S::swap_remove, k),
            Op::ShiftRemove(k) => self.remove(S::shift_remove, k),
            Op::Get(k) => Answer::Value(map.get(&key(k))),
            Op::Index(k) => Answer::Value(Some(map.index(&key(k)))),
            Op::ContainsKey(k) => Answer::Flag(map.contains_key(&key(k))),
            Op::GetMut(k, v) => Answer::Value(map.get_mut(&key(k), v.into())),
            Op::GetDisjointMut(first, second) => {
                Answer::Values(map.get_disjoint_mut([&key(first), &key(second)]))
            }
            Op::GetKeyValue(k) => Answer::Entry(map.get_key_value(&key(k))),
            Op::RemoveEntry(k) => entry(map.remove_entry(&key(k))),
            Op::TryInsert(k, v) => match map.try_insert(key(k), value(v)) {
                Ok(new) => Answer::Tried(false, new),
                Err((old, _)) => Answer::Tried(true, old),
            },
            Op::EntryOrInsert(k, v) => self.entry(EntryForm::OrInsert, k, v),
            Op::EntryOrInsertWith(k, v) => self.entry(EntryForm::OrInsertWith, k, v),
            Op::EntryOrInsertWithKey(k, v) => {
                Answer::Value(Some(map.or_insert_with_key(key(k), value(v))))
            }
            Op::EntryAndModify(k, v) => Answer::Value(Some(map.and_modify(key(k), value(v)))),
            Op::EntryInsertEntry(k, v) => Answer::Value(Some(map.insert_entry(key(k), value(v)))),
            Op::EntryReplace(k, v) => self.entry(EntryForm::Replace, k, v),
            Op::EntryRemove(k) => self.entry(EntryForm::Remove, k, 0),
            Op::EntryRemoveEntry(k) => self.entry(EntryForm::RemoveEntry, k, 0),
            Op::EntryFill(k, v) => self.entry(EntryForm::Fill, k, v),
            Op::EntryWrite(k, v) => self.entry(EntryForm::Write, k, v),
            Op::ExtractIf(m) => {
                let select = &mut |key: &S::Key, _: &mut S::Value| divides(m, key.id());
                entries(map.extract_if(select, usize::MAX, End::Drop))
            }
            Op::Drain(take) => entries(map.drain(take.into(), End::Drop)),
            Op::IntoIter(take) => entries(self.take().into_entries(take.into(), End::Drop)),
            Op::IntoKeys(take) => {
                let keys = self.take().into_keys(take.into());
                Answer::Numbers(keys.iter().map(TestKey::id).collect())
            }
            Op::IntoValues(take) => {
                let values = self.take().into_values(take.into());
                Answer::Numbers(values.iter().map(TestValue::get).collect())
            }
            Op::Iter() => Answer::Entries(shown(map)),
            Op::Keys() => {
                let mut seen = Vec::new();
                map.each_key(&mut |key| seen.push(key.id()));
                Answer::Numbers(seen)
            }
            Op::Values() => {
                let mut seen = Vec::new();
                map.each_value(&mut |value| seen.push(value.get()));
                Answer::Numbers(seen)
            }
            Op::IterMut(number) => {
                let mut seen = Vec::new();
                map.each_mut(&mut |key, value| seen.push((key.id(), add(value, number))));
                Answer::Entries(seen)
            }
            Op::ValuesMut(number) => {
                let mut seen = Vec::new();
                map.each_value_mut(&mut |value| seen.push(add(value, number)));
                Answer::Numbers(seen)
            }
            Op::RangeMut((low, high)) => {
                let (low, high) = (low.map(key), high.map(key));
                let mut seen = Vec::new();
                map.range_mut((low.as_ref(), high.as_ref()), &mut |key, value| {
                    seen.push((key.id(), add(value, 1)));
                });
                Answer::Entries(seen)
            }
            Op::CloneSwap() => {
                self.0 = map.duplicate();
                Answer::Entries(shown(&self.0))
            }
            Op::CloneFrom(ref entries) => {
                let mut other = Self::of_entries(entries);
                other.assign_from(map);
                self.0 = other;
                Answer::Entries(shown(&self.0))
            }
            Op::EqualCopy(ref entries) => {
                let mut other = S::with_hint(0);
                for (key, value) in shown(map) {
                    other.insert(Self::key_of(key), Self::value(value));
                }
                for (key, value) in Self::pairs(entries) {
                    other.insert(key, value);
                }
                let ways = [map.equals(&other), other.equals(map)];
                Answer::Values(ways.map(|way| way.map(u32::from)))
            }
            Op::Append(ref entries) => {
                let mut other = Self::of_entries(entries);
                map.append(&mut other);
                Answer::Flag(other.is_empty())
            }
            Op::Union(ref entries) => {
                self.0 = self.take().union(Self::of_entries(entries));
                Answer::Nothing
            }
            Op::TryReserve(additional) => Answer::Flag(map.try_reserve(additional.into())),
            Op::Rev() => Answer::Entries(map.each_from(Ends::Back)),
            Op::Ends() => Answer::Entries(map.each_from(Ends::Both)),
            Op::First() => Answer::Entry(map.first()),
            Op::Last() => Answer::Entry(map.last()),
            Op::PopFirst() => entry(map.pop_first()),
            Op::PopLast() => entry(map.pop_last()),
            Op::Successor(k) => Answer::Entry(map.successor(&key(k))),
            Op::Predecessor(k) => Answer::Entry(map.predecessor(&key(k))),
            Op::Range(range) => self.range(Ends::Front, range),
            Op::RangeRev(range) => self.range(Ends::Back, range),
            Op::RangeEnds(range) => self.range(Ends::Both, range),
            Op::SplitOff(k) => Answer::Entries(shown(&map.split_off(&key(k)))),
            Op::GetIndex(place) => Answer::Entry(map.get_index(place.into())),
            Op::IndexOf(k) => Answer::Place(map.index_of(&key(k))),
            Op::SwapRemoveIndex(place) => entry(map.swap_remove_index(place.into())),
            Op::ShiftRemoveIndex(place) => entry(map.shift_remove_index(place.into())),
            _ => {
                self.change(op);
                Answer::Nothing
            }
        }
    }
}

impl<S: Subject> Held<S> {
    /// Carries out an op that answers nothing.
    fn change(&mut self, op: &Op) {
        let map = &mut self.0;
        match *op {
            Op::Extend(ref entries) => map.extend(Self::pairs(entries)),
            Op::FromIter(ref entries) => self.0 = S::from_entries(Self::pairs(entries)),
            Op::Retain(m) => map.retain(&mut |key, _| divides(m, key.id())),
            Op::Truncate(len) => map.truncate(len.into()),
            Op::Clear() => map.clear(),
            Op::Reserve(additional) => map.reserve(additional.into()),
            Op::ShrinkToFit() => map.shrink_to_fit(),
            Op::ShrinkTo(least) => map.shrink_to(least.into()),
            Op::SwapIndices(from, to) | Op::MoveIndex(from, to) => {
                let len = map.len();
                if len == 0 {
                    return;
                }
                let (from, to) = (usize::from(from) % len, usize::from(to) % len);
                match op {
                    Op::SwapIndices(..) => map.swap_indices(from, to),
                    _ => map.move_index(from, to),
                }
            }
            Op::SortKeys() => map.sort_keys(),
            Op::Reverse() => map.reverse(),
            _ => unreachable!("{op:?} answers something"),
        }
    }
}

/// Whether a key is selected.
#[must_use]
pub fn divides(modulus: u8, key: u32) -> bool {
    key.is_multiple_of(1 + u32::from(modulus) % 8)
}
