//! The adapter for the crate `indexmap`.
//!
//! Its removals come in two kinds and the plain ones are deprecated, so those
//! methods are written out; the rest is the macro's.

use indexmap::IndexMap as Map;
use indexmap::map::{Entry, MutableKeys as _};

use super::{Source, Subject, Support};
use crate::case::Order;
use crate::probe::{Key, PlanState, Value};

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
                (
                    "retain_mut",
                    "indexmap::map::MutableKeys::retain2(&mut map, SELECT)",
                ),
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

    crate::subject_methods! { 0:
        insert, get, len, iter,
        get_mut, get_disjoint_mut, get_key_value, contains_key, index,
        entry(Entry; swap_remove, swap_remove_entry), and_modify, or_insert_with_key, insert_entry,
        insert_entry_then(insert_entry, swap_remove, swap_remove_entry),
        extend, from_iter, clone, clone_from, eq, append, debug,
        retain, drain(..), extract_if(..), into_iter, into_keys, into_values, truncate, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, try_reserve, shrink_to_fit, shrink_to, capacity, nan,
        rev, first(first), last(last), pop_last(pop),
        get_index, index_of, swap_remove, shift_remove, swap_remove_index, shift_remove_index,
        swap_indices, move_index, sort_keys, reverse,
        shift_insert, split_off_at, splice, drain_range, retain_mut(retain2),
        get_full, insert_full, swap_remove_full, insert_sorted, replace_index;
        by hand: remove, remove_entry
    }
}
