//! The adapter for the crate `indexmap`.
//!
//! Its removals come in two kinds and its plain `remove` is deprecated, so
//! those methods are written out; the rest is the macro's.

use indexmap::IndexMap as Map;
use indexmap::map::Entry;

use super::{EntryAnswer, Source, Subject, Support};
use crate::case::{EntryForm, Order};
use crate::probe::{Key, PlanState, Value, call_closure};

/// The crate `indexmap`, removing by `swap_remove`.
pub struct IndexMap(Map<Key, Value, PlanState>);

impl IndexMap {
    fn from_map(map: Map<Key, Value, PlanState>) -> Self {
        IndexMap(map)
    }
}

impl Subject for IndexMap {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "indexmap";
    const SUPPORT: Support = Support {
        order: Order::InsertionSwap,
        clone_keeps_order: true,
        fused: true,
        // `retain` and `clone_from` leave the entries and their index apart
        // when user code panics: `corpus/indexmap_retain_panic.case`.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            package: Some("indexmap 2"),
            imports: &["use indexmap::IndexMap;", "use indexmap::map::Entry;"],
            map: "IndexMap<Key, Value, PlanState>",
            hint: "hint",
            new: "IndexMap::with_capacity_and_hasher(hint, PlanState::default())",
            methods: &[
                ("remove", "map.swap_remove(KEY)"),
                ("remove_entry", "map.swap_remove_entry(KEY)"),
            ],
            ..Source::EMPTY
        })
    }

    fn with_hint(hint: usize) -> Self {
        IndexMap(Map::with_capacity_and_hasher(hint, PlanState::default()))
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.0.swap_remove(key)
    }

    fn remove_entry(&mut self, key: &Key) -> Option<(Key, Value)> {
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

    crate::subject_methods! { 0:
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
