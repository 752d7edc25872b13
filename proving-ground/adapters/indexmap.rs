// indexmap 2, removing by `swap_remove`.
//
// After a panic in user code it is only dropped, as its `retain` and `clone_from`
// may leave the entries and their index apart then, and so may a forgotten
// `extract_if`: see FOUND.md.

use krate::IndexMap;
use krate::map::Entry;
use map_oracle::case::{EntryForm, Order};
use map_oracle::probe::{TestKey as _, TestValue as _, call_closure};
use map_oracle::subject::{EntryAnswer, Pair, Subject, Support};
use map_oracle::subject_methods;

/// `IndexMap` of indexmap.
pub struct Map(IndexMap<Key, Value, PlanState>);

impl Map {
    fn from_map(map: IndexMap<Key, Value, PlanState>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "indexmap";
    const SUPPORT: Support = Support {
        order: Order::InsertionSwap,
        clone_keeps_order: true,
        fused: true,
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Map(IndexMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.0.swap_remove(key)
    }

    fn remove_entry(&mut self, key: &Key) -> Option<Pair<Self>> {
        self.0.swap_remove_entry(key)
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
                        answer.returned = Some(entry.swap_remove());
                    }
                    EntryForm::RemoveEntry => {
                        answer.unused = Some(value);
                        let (key, value) = entry.swap_remove_entry();
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

    subject_methods! { 0:
        insert, get, len, iter,
        get_mut, get_disjoint_mut, get_key_value, contains_key, index,
        and_modify, or_insert_with_key, insert_entry,
        extend, from_iter, clone, clone_from, eq, append, debug,
        retain, drain(..), extract_if(..), into_iter, into_keys, into_values, truncate, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, try_reserve, shrink_to_fit, shrink_to, capacity, nan,
        rev, first(first), last(last), pop_last(pop),
        get_index, index_of, swap_remove, shift_remove, swap_remove_index, shift_remove_index,
        swap_indices, move_index, sort_keys, reverse;
        by hand: remove, remove_entry, entry
    }
}
