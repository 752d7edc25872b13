// heapless 0.9: its `LinearMap`, of a fixed size.
//
// Whatever inserts gives back what it was given if the map is full. Only ops for
// which there is room come to the methods that cannot say so.

use krate::LinearMap;
use krate::linear_map::Entry;
use map_oracle::case::EntryForm;
use map_oracle::probe::{TestKey as _, TestValue as _, call_closure};
use map_oracle::subject::{EntryAnswer, Pair, Subject, Support};
use map_oracle::subject_methods;

const ROOM: usize = 48;

/// `LinearMap` of heapless 0.9.
pub struct Map(LinearMap<Key, Value, ROOM>);

impl Map {
    fn from_map(map: LinearMap<Key, Value, ROOM>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "heapless-linear";
    const SUPPORT: Support = Support {
        max_entries: Some(ROOM as u16),
        refuses: true,
        clone_keeps_order: true,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(LinearMap::new())
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        let Ok(before) = self.0.insert(key, value) else {
            panic!("there is room");
        };
        before
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
            (EntryForm::OrInsert | EntryForm::OrInsertWith, Entry::Occupied(entry)) => {
                answer.unused = Some(value);
                answer.seen = Some(entry.into_mut().get());
            }
            (EntryForm::OrInsert, Entry::Vacant(entry)) => {
                answer.seen = Some(filled(entry.insert(value)));
            }
            (EntryForm::OrInsertWith, Entry::Vacant(entry)) => {
                call_closure();
                answer.seen = Some(filled(entry.insert(value)));
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
                    EntryForm::Fill => answer.seen = Some(filled(entry.insert(value))),
                    _ => answer.unused = Some(value),
                }
            }
        }
        answer
    }

    subject_methods! { 0:
        remove, get, len, iter,
        get_mut, contains_key, index,
        from_iter, clone, clone_from, eq, debug,
        retain, into_iter, clear,
        keys, values, iter_mut, values_mut, iter_clone, capacity;
        by hand: insert, refusal, entry
    }
}

/// What an entry holds that was filled.
fn filled(entry: Result<&mut Value, Value>) -> u32 {
    match entry {
        Ok(value) => value.get(),
        Err(_) => panic!("there is room"),
    }
}
