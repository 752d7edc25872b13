//! heapless 0.9.3: its `IndexMap`, of a fixed size.
//!
//! Whatever inserts gives the value back if the map is full; cases never name
//! more keys than there is room for, so that is taken for a fault.

use heapless::index_map::{Entry, IndexMap};
use map_oracle::case::EntryForm;
use map_oracle::probe::{Key, PlanState, Value, call_closure};
use map_oracle::subject::{EntryAnswer, Subject, Support};
use map_oracle::{subject_methods, subject_ops};

/// A power of two, as heapless asks for.
const ROOM: usize = 64;

/// `IndexMap` of heapless 0.9.3.
pub struct Heapless093(IndexMap<Key, Value, PlanState, ROOM>);

impl Heapless093 {
    fn from_map(map: IndexMap<Key, Value, PlanState, ROOM>) -> Self {
        Heapless093(map)
    }
}

impl Subject for Heapless093 {
    const NAME: &'static str = "heapless-0.9.3";
    const SUPPORT: Support = Support {
        ops: subject_ops!(
            get_mut,
            contains_key,
            index,
            entry,
            and_modify,
            or_insert_with_key,
            extend,
            from_iter,
            clone,
            clone_from,
            retain,
            into_iter,
            truncate,
            clear,
            keys,
            values,
            iter_mut,
            values_mut
        ),
        max_entries: Some(ROOM as u16),
        ..Support::CORE
    };

    fn with_hint(_hint: usize) -> Self {
        Heapless093(IndexMap::default())
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.0.insert(key, value).expect("there is room")
    }

    fn entry(&mut self, form: EntryForm, key: Key, value: Value) -> EntryAnswer {
        let mut answer = EntryAnswer::default();
        match (form, self.0.entry(key)) {
            (EntryForm::OrInsert, entry) => {
                answer.seen = Some(entry.or_insert(value).expect("there is room").get());
            }
            (EntryForm::OrInsertWith, entry) => {
                let make = || {
                    call_closure();
                    value
                };
                answer.seen = Some(entry.or_insert_with(make).expect("there is room").get());
            }
            (form, Entry::Occupied(entry)) => {
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
                    _ => answer.unused = Some(value),
                }
            }
            (_, Entry::Vacant(entry)) => {
                answer.unused = Some(value);
                answer.occupied = Some(false);
                answer.key = Some(entry.key().id());
            }
        }
        answer
    }

    fn and_modify(&mut self, key: Key, value: Value) -> u32 {
        let payload = value.get();
        let modify = |value: &mut Value| {
            call_closure();
            value.set(payload);
        };
        let entry = self.0.entry(key).and_modify(modify);
        entry.or_insert(value).expect("there is room").get()
    }

    fn or_insert_with_key(&mut self, key: Key, value: Value) -> u32 {
        let make = |key: &Key| {
            call_closure();
            let _ = key.id();
            value
        };
        let entry = self.0.entry(key);
        entry.or_insert_with_key(make).expect("there is room").get()
    }

    subject_methods! { 0:
        remove, get, len, iter,
        get_mut, contains_key, index,
        extend, from_iter, clone, clone_from, eq,
        retain, into_iter, truncate, clear,
        keys, values, iter_mut, values_mut, capacity
    }
}
