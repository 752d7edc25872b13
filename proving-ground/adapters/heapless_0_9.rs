// heapless 0.9: its `IndexMap`, of a fixed size.
//
// Whatever inserts gives back what it was given if the map is full.
// Only ops for which there is room come to the methods that cannot say so. Its
// `into_iter` goes from the last entry to the first, which is not the order of
// its other iterators, so it is left out; and so is its `retain`, which leaves the
// index behind the entries if the closure panics: another bug.

use krate::index_map::{Entry, IndexMap};
use map_oracle::case::{EntryForm, Order};
use map_oracle::probe::{TestKey as _, TestValue as _, call_closure};
use map_oracle::subject::{EntryAnswer, Pair, Source, Subject, Support};
use map_oracle::subject_methods;

/// A power of two, as heapless asks for.
const ROOM: usize = 64;

/// `IndexMap` of heapless 0.9.
pub struct Map(IndexMap<Key, Value, PlanState, ROOM>);

impl Map {
    fn from_map(map: IndexMap<Key, Value, PlanState, ROOM>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "heapless";
    const SUPPORT: Support = Support {
        max_entries: Some(ROOM as u16),
        refuses: true,
        order: Order::InsertionSwap,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            package: Some("heapless 0.9"),
            imports: &["use krate::index_map::{Entry, IndexMap};"],
            map: "IndexMap<Key, Value, PlanState, 64>",
            new: "IndexMap::default()",
            methods: &[("insert", "map.insert(KEY, VALUE)")],
            ..Source::EMPTY
        })
    }

    fn with_hint(_hint: usize) -> Self {
        Map(IndexMap::default())
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.0.insert(key, value).expect("there is room")
    }

    fn insert_checked(
        &mut self,
        key: Key,
        value: Value,
    ) -> Result<Option<Value>, Option<Pair<Self>>> {
        self.0.insert(key, value).map_err(Some)
    }

    fn entry(&mut self, form: EntryForm, key: Key, value: Value) -> EntryAnswer<Key, Value> {
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
                    EntryForm::Fill => {
                        answer.seen = Some(entry.insert(value).expect("there is room").get());
                    }
                    _ => answer.unused = Some(value),
                }
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
        extend, from_iter, clone, clone_from, eq, debug,
        truncate, clear,
        keys, values, iter_mut, values_mut, iter_clone, capacity,
        first(first), last(last), get_index, index_of, swap_remove;
        by hand: insert, refusal, entry, and_modify, or_insert_with_key
    }
}
