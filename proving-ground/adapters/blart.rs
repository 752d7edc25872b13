// blart: an adaptive radix tree.
//
// No key may be a prefix of another one. Types that keep to that are marked by an
// `unsafe` trait; others, such as ours, come in by `try_insert` and `try_entry`,
// and must do without `extend`, `collect` and `append`.
//
// `clear` is left out, as after a drop that panics in it all entries are dropped
// again. Owning iterators' hints go on counting what was taken, so these are run
// without.

use krate::AsBytes;
use krate::TreeMap;
use krate::map::Entry;
use map_oracle::case::{EntryForm, Order};
use map_oracle::probe::{Probe, TestKey, TestValue as _, call_closure};
use map_oracle::subject::{End, EntryAnswer, Pair, Subject, Support, take_some};
use map_oracle::subject_methods;
use proving_ground::unhinted::Unhinted;

/// A key of three bytes. Four neighbours share the first two, and a node of the
/// second byte grows up to 64 children.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word([u8; 3]);

impl AsBytes for Word {
    fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl TestKey for Word {
    const FOLLOWED: bool = false;

    fn make(_: &Probe, id: u32) -> Self {
        let [.., high, _] = id.to_be_bytes();
        Word([high, (id >> 2 & 63) as u8, (id & 3) as u8])
    }

    fn id(&self) -> u32 {
        let [high, middle, low] = self.0.map(u32::from);
        // A word that was never made is no key's, and is told as such.
        match middle < 64 && low < 4 {
            true => high << 8 | middle << 2 | low,
            false => u32::MAX,
        }
    }
}

/// `TreeMap` of blart.
pub struct Map(TreeMap<Word, Value>);

impl Map {
    fn from_map(map: TreeMap<Word, Value>) -> Self {
        Map(map)
    }

    fn entry_of(&mut self, key: Word) -> Entry<'_, Word, Value> {
        self.0.try_entry(key).expect(PREFIX_FREE)
    }
}

const PREFIX_FREE: &str = "all keys have the same length";

impl Subject for Map {
    type Key = Word;
    type Value = Value;

    const NAME: &'static str = "blart";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        fused: true,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(TreeMap::new())
    }

    fn insert(&mut self, key: Word, value: Value) -> Option<Value> {
        self.0.try_insert(key, value).expect(PREFIX_FREE)
    }

    fn entry(&mut self, form: EntryForm, key: Word, value: Value) -> EntryAnswer<Word, Value> {
        let mut answer = EntryAnswer::default();
        match (form, self.entry_of(key)) {
            (EntryForm::OrInsert, entry) => answer.seen = Some(entry.or_insert(value).get()),
            (EntryForm::OrInsertWith, entry) => {
                let make = || {
                    call_closure();
                    value
                };
                answer.seen = Some(entry.or_insert_with(make).get());
            }
            (form, Entry::Occupied(mut entry)) => {
                answer.occupied = Some(true);
                answer.key = Some(entry.key().id());
                answer.seen = Some(entry.get().get());
                match form {
                    EntryForm::Replace => answer.returned = Some(entry.insert(value)),
                    EntryForm::Remove => {
                        answer.unused = Some(value);
                        answer.returned = Some(entry.remove());
                    }
                    EntryForm::RemoveEntry => {
                        answer.unused = Some(value);
                        let (key, value) = entry.remove_entry();
                        answer.returned_key = Some(key);
                        answer.returned = Some(value);
                    }
                    EntryForm::Write => {
                        entry.get_mut().set(value.get());
                        answer.unused = Some(value);
                        answer.seen = Some(entry.into_mut().get());
                    }
                    _ => answer.unused = Some(value),
                }
            }
            (form, Entry::Vacant(entry)) => {
                answer.occupied = Some(false);
                answer.key = Some(entry.key().id());
                match form {
                    EntryForm::Fill => answer.seen = Some(entry.insert(value).get()),
                    _ => answer.unused = Some(value),
                }
            }
        }
        answer
    }

    fn and_modify(&mut self, key: Word, value: Value) -> u32 {
        let payload = value.get();
        let modify = |value: &mut Value| {
            call_closure();
            value.set(payload);
        };
        let entry = self.entry_of(key).and_modify(modify);
        entry.or_insert(value).get()
    }

    fn or_insert_with_key(&mut self, key: Word, value: Value) -> u32 {
        let make = |key: &Word| {
            call_closure();
            let _ = key.id();
            value
        };
        self.entry_of(key).or_insert_with_key(make).get()
    }

    fn insert_entry(&mut self, key: Word, value: Value) -> u32 {
        self.entry_of(key).insert_entry(value).get().get()
    }

    fn into_entries(self, take: usize, end: End) -> Vec<Pair<Self>> {
        take_some(Unhinted(self.0.into_iter()), take, end)
    }

    fn into_keys(self, take: usize) -> Vec<Word> {
        take_some(Unhinted(self.0.into_keys()), take, End::Drop)
    }

    fn into_values(self, take: usize) -> Vec<Value> {
        take_some(Unhinted(self.0.into_values()), take, End::Drop)
    }

    subject_methods! { 0:
        remove, get, len, iter,
        get_mut, get_key_value, contains_key, index, remove_entry,
        clone, clone_from, eq, debug,
        retain, extract_if(..),
        keys, values, iter_mut, values_mut,
        rev, first, last, pop_first, pop_last, range, range_mut, neighbours, split_off;
        by hand: insert, entry, and_modify, or_insert_with_key, insert_entry,
        into_iter, into_keys, into_values
    }
}
