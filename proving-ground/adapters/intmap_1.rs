// intmap 1: keys are `u64`.
//
// `insert` leaves a key alone that is there, so a new value comes by way of the entry, and `extend`, which is made of it, is left out.
// Entries show no key. `retain` shows values for reading only. `drain` is left out:
// what it is dropped with before its end is gone and still counted, another bug.

use krate::{Entry, IntMap};
use map_oracle::case::EntryForm;
use map_oracle::probe::{TestKey as _, TestValue as _, call_closure, quietly};
use map_oracle::subject::{EntryAnswer, Select, Subject, Support, Visit, VisitMut, walk};
use map_oracle::subject_methods;

/// `IntMap` of intmap.
pub struct Map(IntMap<Value>);

impl Map {
    fn from_map(map: IntMap<Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u64;
    type Value = Value;

    const NAME: &'static str = "intmap";
    const SUPPORT: Support = Support {
        // What a panic leaves is not told.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Map(match hint {
            0 => IntMap::new(),
            _ => IntMap::with_capacity(hint),
        })
    }

    fn insert(&mut self, key: u64, value: Value) -> Option<Value> {
        match self.0.entry(key) {
            Entry::Occupied(mut entry) => Some(entry.insert(value)),
            Entry::Vacant(_) => {
                assert!(self.0.insert(key, value), "the key is not there");
                None
            }
        }
    }

    fn remove(&mut self, key: &u64) -> Option<Value> {
        self.0.remove(*key)
    }

    fn get(&self, key: &u64) -> Option<u32> {
        self.0.get(*key).map(|value| value.get())
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.0.iter(), false, |(key, value)| visit(key, value));
    }

    fn contains_key(&self, key: &u64) -> bool {
        self.0.contains_key(*key)
    }

    fn get_mut(&mut self, key: &u64, payload: u32) -> Option<u32> {
        self.0.get_mut(*key).map(|value| {
            let before = value.get();
            value.set(payload);
            before
        })
    }

    fn entry(&mut self, form: EntryForm, key: u64, value: Value) -> EntryAnswer<u64, Value> {
        let mut answer = EntryAnswer::default();
        match (form, self.0.entry(key)) {
            (EntryForm::OrInsert, entry) => {
                answer.seen = Some(match entry {
                    Entry::Occupied(entry) => entry.into_mut().get(),
                    Entry::Vacant(entry) => entry.insert(value).get(),
                });
            }
            (EntryForm::OrInsertWith, entry) => {
                answer.seen = Some(match entry {
                    Entry::Occupied(entry) => entry.into_mut().get(),
                    Entry::Vacant(entry) => {
                        call_closure();
                        entry.insert(value).get()
                    }
                });
            }
            (form, Entry::Occupied(mut entry)) => {
                answer.occupied = Some(true);
                answer.key = Some(key.id());
                answer.seen = Some(entry.get().get());
                match form {
                    EntryForm::Replace => answer.returned = Some(entry.insert(value)),
                    EntryForm::Remove => {
                        answer.unused = Some(value);
                        answer.returned = Some(entry.remove());
                    }
                    EntryForm::RemoveEntry => {
                        answer.unused = Some(value);
                        answer.returned_key = Some(key);
                        answer.returned = Some(entry.remove());
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
                answer.key = Some(key.id());
                match form {
                    EntryForm::Fill => answer.seen = Some(entry.insert(value).get()),
                    _ => answer.unused = Some(value),
                }
            }
        }
        answer
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0.retain(|key, value| {
            let mut value = quietly(|| value.clone());
            keep(&key, &mut value)
        });
    }

    fn each_key(&self, visit: &mut dyn FnMut(&u64)) {
        walk(self.0.keys(), false, |key| visit(key));
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(self.0.iter_mut(), false, |(key, value)| visit(key, value));
    }

    subject_methods! { 0:
        from_iter, clone, clone_from, eq, debug, into_iter, clear, values, values_mut, reserve;
        by hand: insert, remove, get, len, iter, contains_key, get_mut, entry, retain,
            keys, iter_mut
    }
}
