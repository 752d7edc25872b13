//! Ops of maps with places, of maps by words, and of entries that are used once
//! more: a sound map passes, and one that is wrong in any of them is found.

use std::collections::BTreeMap;
use std::collections::btree_map::{Entry, OccupiedEntry};
use std::ops::Range;

use indexmap::IndexMap;
use map_oracle::case::{EntryForm, OpKind, Order};
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::subject::{EntryAnswer, Pair, Select, Subject, Support, numbers};

const SOUND: u8 = 0;

/// Keeps its entries in the order of insertion, and is wrong in one op.
struct Places<const WRONG: u8>(IndexMap<Key, Value, PlanState>);

impl<const WRONG: u8> Places<WRONG> {
    fn from_map(map: IndexMap<Key, Value, PlanState>) -> Self {
        Places(map)
    }
}

impl<const WRONG: u8> Subject for Places<WRONG> {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "places";
    const SUPPORT: Support = Support {
        order: Order::Insertion,
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(_: usize) -> Self {
        Places(IndexMap::default())
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.0.shift_remove(key)
    }

    /// Puts a key that is there one place too far to the front.
    fn shift_insert(&mut self, place: usize, (key, value): Pair<Self>) -> Option<Value> {
        let there = WRONG == 1 && self.0.contains_key(&key);
        self.0
            .shift_insert(place - usize::from(there && place > 0), key, value)
    }

    /// Keeps an entry too many.
    fn split_off_at(&mut self, place: usize) -> Self {
        let place = place + usize::from(WRONG == 2 && place < self.0.len());
        Places(self.0.split_off(place))
    }

    /// Puts the new entries at the end.
    fn splice(&mut self, places: Range<usize>, entries: Vec<Pair<Self>>) -> Vec<Pair<Self>> {
        if WRONG != 3 {
            return self.0.splice(places, entries).collect();
        }
        let removed = self.0.drain(places).collect();
        self.0.extend(entries);
        removed
    }

    /// Leaves the last one.
    fn drain_range(&mut self, places: Range<usize>) -> Vec<Pair<Self>> {
        let end = places.end - usize::from(WRONG == 4 && places.len() > 1);
        self.0.drain(places.start..end).collect()
    }

    /// The place is that of the entry before.
    fn get_full(&self, key: &Key) -> Option<(usize, (u32, u32))> {
        let (place, key, value) = self.0.get_full(key)?;
        let off = usize::from(WRONG == 5 && place > 2);
        Some((place - off, numbers(key, value)))
    }

    /// A key that is there is said to be at the end.
    fn insert_full(&mut self, key: Key, value: Value) -> (usize, Option<Value>) {
        let (place, old) = self.0.insert_full(key, value);
        if WRONG == 6 && old.is_some() {
            (self.0.len() - 1, old)
        } else {
            (place, old)
        }
    }

    /// Moves all later entries up.
    fn swap_remove_full(&mut self, key: &Key) -> Option<(usize, Pair<Self>)> {
        let (place, key, value) = match WRONG {
            7 => self.0.shift_remove_full(key)?,
            _ => self.0.swap_remove_full(key)?,
        };
        Some((place, (key, value)))
    }

    /// Inserts at the end.
    fn insert_sorted(&mut self, key: Key, value: Value) -> (usize, Option<Value>) {
        match WRONG {
            8 => self.0.insert_full(key, value),
            _ => self.0.insert_sorted(key, value),
        }
    }

    /// The old key is put back at the end.
    fn replace_index(&mut self, place: usize, key: Key) -> (Option<usize>, Key) {
        match self.0.replace_index(place, key) {
            Ok(old) => {
                if WRONG == 9 {
                    self.0.move_index(place, self.0.len() - 1);
                }
                (None, old)
            }
            Err((place, key)) => (Some(place), key),
        }
    }

    map_oracle::subject_methods! { 0:
        insert, get, len, iter, clone, sort_keys, reverse, clear, get_index;
        by hand: remove, shift_insert, split_off_at, splice, drain_range, get_full, insert_full,
            swap_remove_full, insert_sorted, replace_index
    }
}

/// A sorted map from words, and wrong in one op.
struct Words<const WRONG: u8>(BTreeMap<String, Value>);

impl<const WRONG: u8> Words<WRONG> {
    fn end(
        entry: Option<OccupiedEntry<'_, String, Value>>,
        form: EntryForm,
        value: Value,
    ) -> EntryAnswer<String, Value> {
        match entry {
            Some(entry) => map_oracle::used_entry!(entry, form, value),
            None => EntryAnswer::vacant(value),
        }
    }
}

impl<const WRONG: u8> Subject for Words<WRONG> {
    type Key = String;
    type Value = Value;
    const NAME: &'static str = "words";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        ..Support::DEFAULT
    };

    fn with_hint(_: usize) -> Self {
        Words(BTreeMap::new())
    }

    /// Shows only the keys that are longer.
    fn prefix(&self, prefix: &String) -> Vec<(u32, u32)> {
        let shown = self.0.range(prefix.clone()..);
        let shown = shown.take_while(|(key, _)| key.starts_with(prefix));
        let shown = shown.filter(|(key, _)| WRONG != 1 || key.len() > prefix.len());
        shown.map(|(key, value)| numbers(key, value)).collect()
    }

    /// Leaves the key itself.
    fn remove_prefix(&mut self, prefix: &String) {
        let goes = |key: &String| key.starts_with(prefix) && (WRONG != 2 || key != prefix);
        self.0.retain(|key, _| !goes(key));
    }

    /// Is not inclusive.
    fn lower_bound(&self, key: &String) -> Option<(u32, u32)> {
        let mut from = self.0.range(key.clone()..);
        let found = from.find(|(other, _)| WRONG != 3 || *other != key);
        found.map(|(key, value)| numbers(key, value))
    }

    /// Is not inclusive.
    fn upper_bound(&self, key: &String) -> Option<(u32, u32)> {
        let mut to = self.0.range(..=key.clone()).rev();
        let found = to.find(|(other, _)| WRONG != 4 || *other != key);
        found.map(|(key, value)| numbers(key, value))
    }

    /// Keeps what is there where the closure says that nothing should be.
    fn alter(&mut self, key: String, change: &mut dyn FnMut(Option<Value>) -> Option<Value>) {
        let old = self.0.remove(&key);
        let held = old.as_ref().map(Value::get);
        match change(old) {
            Some(new) => drop(self.0.insert(key, new)),
            None if WRONG == 5 && held.is_some_and(|held| held > 500) => {
                let zero = Value::clone(self.0.values().next().unwrap_or_else(|| panic!("none")));
                self.0.insert(key, zero);
            }
            None => {}
        }
    }

    /// Does not replace.
    fn first_entry(&mut self, form: EntryForm, value: Value) -> EntryAnswer<String, Value> {
        let form = match form {
            EntryForm::Remove if WRONG == 6 => EntryForm::Peek,
            form => form,
        };
        Self::end(self.0.first_entry(), form, value)
    }

    /// Is the first one.
    fn last_entry(&mut self, form: EntryForm, value: Value) -> EntryAnswer<String, Value> {
        let entry = match WRONG {
            7 => self.0.first_entry(),
            _ => self.0.last_entry(),
        };
        Self::end(entry, form, value)
    }

    /// Makes a value though there is one.
    fn get_or_insert_with(&mut self, key: String, value: Value) -> u32 {
        if WRONG == 8 && self.0.contains_key(&key) {
            self.0.insert(key.clone(), value);
            return self.0[&key].get();
        }
        self.0.entry(key).or_insert(value).get()
    }

    /// Keeps too much.
    fn retain_mut(&mut self, keep: Select<'_, Self>) {
        let mut last = true;
        self.0.retain(|key, value| {
            let kept = keep(key, value);
            std::mem::replace(&mut last, kept) && WRONG == 9 || kept
        });
    }

    /// `remove_entry` leaves the entry as it was inserted.
    fn insert_entry_then(
        &mut self,
        (key, value): Pair<Self>,
        form: EntryForm,
        more: Value,
    ) -> EntryAnswer<String, Value> {
        let again = (WRONG == 10 && form == EntryForm::RemoveEntry).then(|| value.clone());
        let entry = match self.0.entry(key.clone()) {
            Entry::Occupied(mut entry) => {
                entry.insert(value);
                entry
            }
            Entry::Vacant(entry) => entry.insert_entry(value),
        };
        let answer = map_oracle::used_entry!(entry, form, more);
        if let Some(again) = again {
            self.0.insert(key, again);
        }
        answer
    }

    map_oracle::subject_methods! { 0:
        insert, remove, get, len, iter, clear;
        by hand: prefix, remove_prefix, lower_bound, upper_bound, alter, first_entry, last_entry,
            get_or_insert_with, retain_mut, insert_entry_then
    }
}

/// Finds an entry by a reference to its key, and is wrong in that.
struct Refs<const WRONG: u8>(hashbrown::HashMap<Key, Value, PlanState>);

impl<const WRONG: u8> Subject for Refs<WRONG> {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "refs";

    fn with_hint(_: usize) -> Self {
        Refs(hashbrown::HashMap::default())
    }

    /// Replaces the value that is there.
    fn entry_ref(&mut self, key: &Key, value: Value) -> u32 {
        if WRONG == 1 && self.0.contains_key(key) {
            self.0.insert(key.clone(), value);
            return self.0[key].get();
        }
        self.0.entry_ref(key).or_insert(value).get()
    }

    map_oracle::subject_methods! { 0: insert, remove, get, len, iter; by hand: entry_ref }
}

/// The number of the first case that fails, and the op that the smallest case
/// ends with.
fn first_failure(runner: &Runner, cases: u64) -> Option<(u64, OpKind)> {
    (0..cases).find_map(|seed| {
        let case = Profile::Mixed.case(runner.ops, runner.max_key, 60, seed);
        let found = runner.run(&case).err()?;
        let small = map_oracle::shrink::minimize(runner, *found);
        let last = small.case.steps.last()?;
        Some((seed, last.op.kind()))
    })
}

/// Of a list that holds a key twice, it keeps the first value.
struct Lists<const WRONG: u8>(BTreeMap<Key, Value>);

/// The list without what comes later of a key that it holds already.
fn first_of_each(entries: Vec<Pair<Lists<SOUND>>>) -> Vec<Pair<Lists<SOUND>>> {
    let mut seen = std::collections::BTreeSet::new();
    let new = |(key, _): &Pair<Lists<SOUND>>| seen.insert(key.id());
    entries.into_iter().filter(new).collect()
}

impl<const WRONG: u8> Subject for Lists<WRONG> {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "lists";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        ..Support::DEFAULT
    };

    fn with_hint(_: usize) -> Self {
        Lists(BTreeMap::new())
    }

    fn extend(&mut self, entries: Vec<Pair<Self>>) {
        match WRONG {
            1 => self.0.extend(first_of_each(entries)),
            _ => self.0.extend(entries),
        }
    }

    fn from_entries(entries: Vec<Pair<Self>>) -> Self {
        match WRONG {
            2 => Lists(first_of_each(entries).into_iter().collect()),
            _ => Lists(entries.into_iter().collect()),
        }
    }

    map_oracle::subject_methods! { 0:
        insert, remove, get, len, iter, clear;
        by hand: extend, from_iter
    }
}

#[test]
fn sound_maps_pass_with_every_op() {
    for runner in [
        Runner::of::<Places<SOUND>>(),
        Runner::of::<Words<SOUND>>(),
        Runner::of::<Refs<SOUND>>(),
        Runner::of::<Lists<SOUND>>(),
    ] {
        let mut drawn = std::collections::BTreeSet::new();
        for seed in 0..400 {
            let case = Profile::Mixed.case(runner.ops, runner.max_key, 60, seed);
            drawn.extend(case.steps.iter().map(|step| step.op.kind()));
            if let Err(found) = runner.run(&case) {
                panic!("seed {seed}: {found}");
            }
        }
        for kind in runner.ops.iter() {
            assert!(drawn.contains(&kind), "{} is never drawn", kind.name());
        }
    }
}

macro_rules! found {
    ($map:ident: $($wrong:literal $kind:ident),*) => {
        [$((Runner::of::<$map<$wrong>>(), OpKind::$kind)),*]
    };
}

#[test]
fn a_map_that_is_wrong_in_one_op_is_found_by_it() {
    let places = found! { Places: 1 ShiftInsert, 2 SplitOffAt, 3 Splice, 4 DrainRange, 5 GetFull,
    6 InsertFull, 7 SwapRemoveFull, 8 InsertSorted, 9 ReplaceIndex };
    let words = found! { Words: 1 Prefix, 2 RemovePrefix, 3 LowerBound, 4 UpperBound, 5 Alter,
    6 FirstEntry, 7 LastEntry, 8 GetOrInsertWith, 9 RetainMut, 10 EntryInsertThen };
    let refs = found! { Refs: 1 EntryRef };
    let lists = found! { Lists: 1 ExtendTwice, 2 FromIterTwice };
    let all = places.into_iter().chain(words).chain(refs).chain(lists);
    for (runner, kind) in all {
        let found = first_failure(&runner, 300);
        let (_, op) = found.unwrap_or_else(|| panic!("{} is not found wrong", kind.name()));
        assert_eq!(op, kind);
    }
}

#[allow(deprecated, reason = "that is what is tested")]
mod old_words {
    use map_oracle::probe::{Key, PlanState, Value};

    map_oracle::subject! {
        /// As adapters were written once.
        pub struct Old("old", std::collections::HashMap<Key, Value, PlanState>);
        new: |_| std::collections::HashMap::default();
        supports: get_mut, clear;
        support: { fused: true }
    }
}

#[test]
fn the_old_words_of_an_adapter_are_still_read() {
    let runner = Runner::of::<old_words::Old>();
    assert!(runner.support.fused && runner.ops.contains(OpKind::Clear));
    runner
        .run(&"map-oracle case 1\ninsert 1 = 1\nclear\n".parse().unwrap())
        .unwrap();
}
