// heapless 0.7: its `IndexMap`, of a fixed size.
//
// Whatever inserts gives back what it was given if the map is full.
// Only ops for which there is room come to the methods that cannot say so. Its
// `into_iter` goes from the last entry to the first, which is not the order of
// its other iterators, so it is left out. Keys are hashed by the traits of another
// crate, so they are numbers.

use krate::{Entry, FnvIndexMap};
use map_oracle::case::{EntryForm, Order};
use map_oracle::probe::{TestKey as _, TestValue as _, call_closure};
use map_oracle::subject::{EntryAnswer, Pair, Source, Subject, Support};
use map_oracle::subject_methods;

/// A power of two, as heapless asks for.
const ROOM: usize = 64;

/// `IndexMap` of heapless 0.7.
pub struct Map(FnvIndexMap<u64, Value, ROOM>);

impl Map {
    fn from_map(map: FnvIndexMap<u64, Value, ROOM>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u64;
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
            package: Some("heapless 0.7"),
            imports: &["use krate::{Entry, FnvIndexMap};"],
            map: "FnvIndexMap<u64, Value, 64>",
            new: "FnvIndexMap::default()",
            methods: &[("insert", "map.insert(KEY, VALUE)")],
            ..Source::EMPTY
        })
    }

    fn with_hint(_hint: usize) -> Self {
        Map(FnvIndexMap::default())
    }

    fn insert(&mut self, key: u64, value: Value) -> Option<Value> {
        self.0.insert(key, value).expect("there is room")
    }

    fn insert_checked(
        &mut self,
        key: u64,
        value: Value,
    ) -> Result<Option<Value>, Option<Pair<Self>>> {
        self.0.insert(key, value).map_err(Some)
    }

    fn entry(&mut self, form: EntryForm, key: u64, value: Value) -> EntryAnswer<u64, Value> {
        let mut answer = EntryAnswer::default();
        match (form, self.0.entry(key)) {
            (EntryForm::OrInsert, entry) => {
                answer.seen = Some(match entry {
                    Entry::Occupied(entry) => entry.into_mut().get(),
                    Entry::Vacant(entry) => entry.insert(value).expect("there is room").get(),
                });
            }
            (EntryForm::OrInsertWith, entry) => {
                answer.seen = Some(match entry {
                    Entry::Occupied(entry) => entry.into_mut().get(),
                    Entry::Vacant(entry) => {
                        call_closure();
                        entry.insert(value).expect("there is room").get()
                    }
                });
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

    subject_methods! { 0:
        remove, get, len, iter,
        get_mut, contains_key, index,
        extend, from_iter, clone, clone_from, eq, debug,
        clear, keys, values, iter_mut, values_mut, iter_clone, capacity,
        first(first), last(last), swap_remove;
        by hand: insert, refusal, entry
    }
}
