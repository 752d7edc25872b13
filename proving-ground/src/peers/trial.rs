//! A map beside a `BTreeMap`, as everybody writes it who tests a map: the same
//! op on both, and the answers compared.
//!
//! Where the map has a choice (which entries a drain takes first, which entry is
//! the last one of a map that keeps no order of keys), what it showed before the
//! op decides, and the rest is compared.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use map_oracle::case::Order;

use super::driven::{Answer, Driven, Plain, Promise, divides};
use super::ops::{Entries, Op, Range};

/// The model.
pub type Model = BTreeMap<u32, u32>;

/// A map and its model.
pub struct Trial {
    map: Box<dyn Driven>,
    model: Model,
    promise: Promise,
}

impl Trial {
    /// Both, empty.
    #[must_use]
    pub fn new(plain: &Plain) -> Trial {
        Trial {
            map: (plain.make)(),
            model: Model::new(),
            promise: (plain.promise)(),
        }
    }

    /// Carries out an op on both, and compares the answers.
    ///
    /// # Errors
    ///
    /// If the answers differ.
    pub fn step(&mut self, op: &Op) -> Result<(), String> {
        let cut = self.cut(op);
        let op = cut.as_ref().unwrap_or(op);
        if !self.makes_sense(op) {
            return Ok(());
        }
        let shown = match (looks_at_places(op), self.promise.order) {
            (true, Order::Sorted) => pairs(&self.model).collect(),
            (true, _) => self.map.shown(),
            (false, _) => Vec::new(),
        };
        let got = self.map.perform(op);
        let mut next = Next {
            model: &mut self.model,
            promise: self.promise,
            shown: &shown,
        };
        let right = match next.choice(op, &got) {
            Some(right) => right,
            None => {
                let expected = next.expected(op);
                let sorted = next.promise.order == Order::Sorted;
                expected == normalized(op, sorted, got.clone())
            }
        };
        match right {
            true => Ok(()),
            false => Err(format!("{op:?} answered {got:?}")),
        }
    }

    /// Compares the length.
    ///
    /// # Errors
    ///
    /// If they differ.
    pub fn check_len(&self) -> Result<(), String> {
        match (self.map.len(), self.model.len()) {
            (got, expected) if got == expected => Ok(()),
            (got, expected) => Err(format!("len is {got}, not {expected}")),
        }
    }

    /// Compares the length and what iteration shows.
    ///
    /// # Errors
    ///
    /// If something differs.
    pub fn check_contents(&self) -> Result<(), String> {
        self.check_len()?;
        let mut shown = self.map.shown();
        if self.promise.order != Order::Sorted {
            shown.sort_unstable();
        }
        match shown.iter().copied().eq(pairs(&self.model)) {
            true => Ok(()),
            false => Err(format!("the map shows {shown:?}, not {:?}", self.model)),
        }
    }

    /// Compares the contents, and what is found at each key.
    ///
    /// # Errors
    ///
    /// If something differs.
    pub fn check(&self) -> Result<(), String> {
        self.check_contents()?;
        let lost = pairs(&self.model).find(|&(key, value)| self.map.get(key) != Some(value));
        match lost {
            None => Ok(()),
            Some((key, value)) => Err(format!("{value} is not found at {key}")),
        }
    }

    /// Whether somebody who tests this map would call it so: looks up by `[]`
    /// what is there, asks for no range from high to low, names two different
    /// keys, and inserts in earnest only what there is room for.
    fn makes_sense(&self, op: &Op) -> bool {
        let key = |number: &u8| self.promise.key(*number);
        let has = |number: &u8| self.model.contains_key(&key(number));
        let room =
            |number| has(number) || self.promise.room.is_none_or(|room| self.model.len() < room);
        match op {
            Op::Index(k) => has(k),
            Op::GetDisjointMut(first, second) => key(first) != key(second),
            Op::Range(range) | Op::RangeRev(range) | Op::RangeEnds(range) | Op::RangeMut(range) => {
                let keys = self.keys(*range);
                match keys {
                    (Bound::Excluded(low), Bound::Excluded(high)) => low < high,
                    (
                        Bound::Included(low) | Bound::Excluded(low),
                        Bound::Included(high) | Bound::Excluded(high),
                    ) => low <= high,
                    _ => true,
                }
            }
            Op::TryInsert(k, _)
            | Op::EntryOrInsert(k, _)
            | Op::EntryOrInsertWith(k, _)
            | Op::EntryOrInsertWithKey(k, _)
            | Op::EntryAndModify(k, _)
            | Op::EntryInsertEntry(k, _)
            | Op::EntryFill(k, _) => room(k),
            _ => true,
        }
    }

    /// The op with as many of its entries as there is room for, if there is not
    /// room for all.
    fn cut(&self, op: &Op) -> Option<Op> {
        let room = self.promise.room?;
        let cut = |entries: &Entries, room: usize| entries[..entries.len().min(room)].to_vec();
        let rest = room.saturating_sub(self.model.len());
        Some(match op {
            Op::Extend(entries) => Op::Extend(cut(entries, rest)),
            Op::Append(entries) => Op::Append(cut(entries, rest)),
            Op::Union(entries) => Op::Union(cut(entries, rest)),
            Op::EqualCopy(entries) => Op::EqualCopy(cut(entries, rest)),
            Op::FromIter(entries) => Op::FromIter(cut(entries, room)),
            Op::CloneFrom(entries) => Op::CloneFrom(cut(entries, room)),
            _ => return None,
        })
    }

    fn keys(&self, (low, high): Range) -> (Bound<u32>, Bound<u32>) {
        let key = |number| self.promise.key(number);
        (low.map(key), high.map(key))
    }
}

/// Whether the answer shows places.
fn by_place(op: &Op) -> bool {
    matches!(
        op,
        Op::Rev()
            | Op::Ends()
            | Op::First()
            | Op::Last()
            | Op::PopFirst()
            | Op::PopLast()
            | Op::SwapRemoveIndex(_)
            | Op::ShiftRemoveIndex(_)
    )
}

/// Whether what is right depends on the order that the map is in.
fn looks_at_places(op: &Op) -> bool {
    by_place(op) || matches!(op, Op::Truncate(_) | Op::GetIndex(_) | Op::IndexOf(_))
}

/// The answer with everything ascending whose order is promised by nobody.
fn normalized(op: &Op, sorted: bool, answer: Answer) -> Answer {
    let ordered = sorted && !matches!(op, Op::ExtractIf(_)) || by_place(op);
    match answer {
        Answer::Entries(mut entries) if !ordered => {
            entries.sort_unstable();
            Answer::Entries(entries)
        }
        Answer::Numbers(mut numbers) if !ordered => {
            numbers.sort_unstable();
            Answer::Numbers(numbers)
        }
        answer => answer,
    }
}

fn pairs(model: &Model) -> impl Iterator<Item = (u32, u32)> {
    model.iter().map(|(&key, &value)| (key, value))
}

/// The model in the middle of an op.
struct Next<'a> {
    model: &'a mut Model,
    promise: Promise,
    /// What the map showed before, of an op on places.
    shown: &'a [(u32, u32)],
}

impl Next<'_> {
    /// Carries out an op that leaves a choice to the map; tells whether what it
    /// chose is right. `None` for all other ops.
    fn choice(&mut self, op: &Op, got: &Answer) -> Option<bool> {
        let take = match *op {
            Op::Drain(n) | Op::IntoIter(n) | Op::IntoKeys(n) | Op::IntoValues(n) => usize::from(n),
            _ => return None,
        };
        let all = std::mem::take(self.model);
        let count = take.min(all.len());
        Some(match got {
            Answer::Entries(some) => {
                let keys: BTreeSet<u32> = some.iter().map(|&(key, _)| key).collect();
                let there = |&(key, value): &(u32, u32)| all.get(&key) == Some(&value);
                some.len() == count && keys.len() == count && some.iter().all(there)
            }
            Answer::Numbers(some) if matches!(op, Op::IntoKeys(_)) => {
                let keys: BTreeSet<u32> = some.iter().copied().collect();
                some.len() == count
                    && keys.len() == count
                    && keys.iter().all(|key| all.contains_key(key))
            }
            Answer::Numbers(some) => {
                some.len() == count && some.iter().all(|v| all.values().any(|other| other == v))
            }
            _ => false,
        })
    }

    fn all(&self) -> Vec<(u32, u32)> {
        pairs(self.model).collect()
    }

    fn insert(&mut self, entries: &[(u8, u8)]) {
        for &(key, value) in entries {
            self.model.insert(self.promise.key(key), value.into());
        }
    }

    /// Writes where there is an entry.
    fn write(&mut self, key: u32, value: u32) -> Option<u32> {
        let place = self.model.get_mut(&key)?;
        Some(std::mem::replace(place, value))
    }

    fn remove_shown(&mut self, place: Option<usize>) -> Answer {
        let entry = place.and_then(|place| self.shown.get(place).copied());
        if let Some((key, _)) = entry {
            self.model.remove(&key);
        }
        Answer::Entry(entry)
    }

    fn values(&self) -> Vec<u32> {
        let mut values: Vec<u32> = self.model.values().copied().collect();
        if self.promise.order != Order::Sorted {
            values.sort_unstable();
        }
        values
    }

    fn range(&self, (low, high): Range) -> Vec<(u32, u32)> {
        let key = |number| self.promise.key(number);
        let range = self.model.range((low.map(key), high.map(key)));
        range.map(|(&key, &value)| (key, value)).collect()
    }

    /// Carries out any other op, and tells the right answer: entries and numbers
    /// ascending, but for ops on places.
    fn expected(&mut self, op: &Op) -> Answer {
        let promise = self.promise;
        let key = |number: u8| promise.key(number);
        match *op {
            Op::Insert(k, _)
                if promise.room.is_some_and(|room| self.model.len() >= room)
                    && !self.model.contains_key(&key(k)) =>
            {
                Answer::Full
            }
            Op::Insert(k, v) => Answer::Value(self.model.insert(key(k), v.into())),
            Op::Remove(k) | Op::SwapRemove(k) | Op::ShiftRemove(k) => {
                Answer::Value(self.model.remove(&key(k)))
            }
            Op::Get(k) | Op::Index(k) => Answer::Value(self.model.get(&key(k)).copied()),
            Op::ContainsKey(k) => Answer::Flag(self.model.contains_key(&key(k))),
            Op::GetMut(k, v) => Answer::Value(self.write(key(k), v.into())),
            Op::GetDisjointMut(first, second) => Answer::Values([first, second].map(|k| {
                let value = self.model.get(&key(k)).copied()?;
                self.write(key(k), value.wrapping_add(1))
            })),
            Op::GetKeyValue(k) => Answer::Entry(self.entry(key(k))),
            Op::RemoveEntry(k) => Answer::Entry(self.model.remove_entry(&key(k))),
            Op::TryInsert(k, v) => {
                let there = self.model.contains_key(&key(k));
                Answer::Tried(there, *self.model.entry(key(k)).or_insert(v.into()))
            }
            Op::EntryOrInsert(k, v) | Op::EntryOrInsertWith(k, v) | Op::EntryFill(k, v) => {
                looked(Some(*self.model.entry(key(k)).or_insert(v.into())))
            }
            Op::EntryOrInsertWithKey(k, v) => {
                Answer::Value(Some(*self.model.entry(key(k)).or_insert(v.into())))
            }
            Op::EntryAndModify(k, v) | Op::EntryInsertEntry(k, v) => {
                self.model.insert(key(k), v.into());
                Answer::Value(Some(v.into()))
            }
            Op::EntryReplace(k, v) => {
                let old = self.write(key(k), v.into());
                Answer::Looked {
                    seen: old,
                    returned_key: None,
                    returned: old,
                }
            }
            Op::EntryWrite(k, v) => looked(self.write(key(k), v.into()).map(|_| v.into())),
            Op::EntryRemove(k) | Op::EntryRemoveEntry(k) => {
                let old = self.model.remove(&key(k));
                let with_key = matches!(op, Op::EntryRemoveEntry(_));
                Answer::Looked {
                    seen: old,
                    returned_key: old.filter(|_| with_key).map(|_| key(k)),
                    returned: old,
                }
            }
            Op::ExtractIf(m) => Answer::Entries(
                self.model
                    .extract_if(.., |&key, _| divides(m, key))
                    .collect(),
            ),
            Op::Iter() | Op::CloneSwap() | Op::CloneFrom(_) => Answer::Entries(self.all()),
            Op::Keys() => Answer::Numbers(self.model.keys().copied().collect()),
            Op::Values() => Answer::Numbers(self.values()),
            Op::IterMut(n) => {
                let before = self.all();
                self.add(n);
                Answer::Entries(before)
            }
            Op::ValuesMut(n) => {
                let before = self.values();
                self.add(n);
                Answer::Numbers(before)
            }
            Op::EqualCopy(ref entries) => {
                let before = self.model.clone();
                self.insert(entries);
                let equal = u32::from(before == *self.model);
                *self.model = before;
                Answer::Values([Some(equal); 2])
            }
            Op::Append(ref entries) => {
                self.insert(entries);
                Answer::Flag(true)
            }
            Op::TryReserve(_) => Answer::Flag(true),
            Op::Rev() => Answer::Entries(self.shown.iter().rev().copied().collect()),
            Op::Ends() => Answer::Entries(self.shown.to_vec()),
            Op::First() => Answer::Entry(self.shown.first().copied()),
            Op::Last() => Answer::Entry(self.shown.last().copied()),
            Op::PopFirst() => self.remove_shown(Some(0)),
            Op::PopLast() => self.remove_shown(self.shown.len().checked_sub(1)),
            Op::SwapRemoveIndex(place) | Op::ShiftRemoveIndex(place) => {
                self.remove_shown(Some(place.into()))
            }
            Op::GetIndex(place) => Answer::Entry(self.shown.get(usize::from(place)).copied()),
            Op::IndexOf(k) => {
                Answer::Place(self.shown.iter().position(|&(other, _)| other == key(k)))
            }
            Op::Successor(k) => {
                let mut range = self
                    .model
                    .range((Bound::Excluded(key(k)), Bound::Unbounded));
                Answer::Entry(range.next().map(|(&key, &value)| (key, value)))
            }
            Op::Predecessor(k) => {
                let mut range = self.model.range(..key(k));
                Answer::Entry(range.next_back().map(|(&key, &value)| (key, value)))
            }
            Op::Range(range) | Op::RangeEnds(range) => Answer::Entries(self.range(range)),
            Op::RangeRev(range) => Answer::Entries(self.range(range).into_iter().rev().collect()),
            Op::RangeMut(range) => {
                let before = self.range(range);
                for &(key, value) in &before {
                    self.model.insert(key, value.wrapping_add(1));
                }
                Answer::Entries(before)
            }
            Op::SplitOff(k) => Answer::Entries(self.model.split_off(&key(k)).into_iter().collect()),
            _ => {
                self.change(op);
                Answer::Nothing
            }
        }
    }

    /// Carries out an op that answers nothing. Those that are not named here
    /// change no entry.
    fn change(&mut self, op: &Op) {
        match *op {
            Op::Extend(ref entries) => self.insert(entries),
            Op::FromIter(ref entries) => {
                self.model.clear();
                self.insert(entries);
            }
            Op::Union(ref entries) => {
                let own = std::mem::take(self.model);
                self.insert(entries);
                self.model.extend(own);
            }
            Op::Retain(m) => self.model.retain(|&key, _| divides(m, key)),
            Op::Truncate(len) => {
                for (key, _) in self.shown.iter().skip(len.into()) {
                    self.model.remove(key);
                }
            }
            Op::Clear() => self.model.clear(),
            _ => {}
        }
    }

    fn entry(&self, key: u32) -> Option<(u32, u32)> {
        self.model.get(&key).map(|&value| (key, value))
    }

    fn add(&mut self, number: u8) {
        for value in self.model.values_mut() {
            *value = value.wrapping_add(number.into());
        }
    }
}

fn looked(seen: Option<u32>) -> Answer {
    Answer::Looked {
        seen,
        returned_key: None,
        returned: None,
    }
}
