// linked-hash-map 0.5.
//
// A new value for a key moves the entry to the back: an order that has no name
// here. So none is promised, and what asks for the first or the last entry is
// left out; and so is `==`, which asks for the same order. The map has no `values_mut`; a walk over `entries`, each of which is
// given a new value, stands in for it. An entry's removal gives no key back, so
// that is cloned before.

use krate::{Entry, LinkedHashMap};
use map_oracle::case::EntryForm;
use map_oracle::probe::{TestKey as _, TestValue as _, call_closure, quietly};
use map_oracle::subject::{EntryAnswer, Source, Subject, Support, walk};
use map_oracle::subject_methods;

/// `LinkedHashMap` of linked-hash-map 0.5.
pub struct Map(LinkedHashMap<Key, Value, PlanState>);

impl Map {
    fn from_map(map: LinkedHashMap<Key, Value, PlanState>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "linked-hash-map";
    const SUPPORT: Support = Support {
        // What a panic leaves is not told.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            package: Some("linked-hash-map 0.5"),
            imports: &["use krate::{Entry, LinkedHashMap};"],
            map: "LinkedHashMap<Key, Value, PlanState>",
            hint: "hint",
            new: "LinkedHashMap::with_capacity_and_hasher(hint, PlanState::default())",
            ..Source::EMPTY
        })
    }

    fn with_hint(hint: usize) -> Self {
        Map(LinkedHashMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    fn entry(&mut self, form: EntryForm, key: Key, value: Value) -> EntryAnswer<Key, Value> {
        let mut answer = EntryAnswer::default();
        match (form, self.0.entry(key)) {
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
                        answer.returned_key = Some(quietly(|| entry.key().clone()));
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
                answer.key = Some(entry.key().id());
                match form {
                    EntryForm::Fill => answer.seen = Some(entry.insert(value).get()),
                    _ => answer.unused = Some(value),
                }
            }
        }
        answer
    }

    fn each_value_mut(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        walk(self.0.entries(), false, |mut entry| {
            let mut value = quietly(|| entry.get().clone());
            visit(&mut value);
            entry.insert(value);
        });
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, contains_key, index,
        extend, from_iter, clone, clone_from, debug,
        into_iter, clear,
        keys, values, iter_mut, iter_clone, rev,
        reserve, shrink_to_fit, capacity, nan;
        by hand: entry, values_mut
    }
}
