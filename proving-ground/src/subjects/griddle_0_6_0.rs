//! griddle 0.6.0: hashbrown's methods over a table that grows in small steps.
//!
//! Its `drain_filter` stands in for `extract_if`: dropped early it still
//! removes the rest, so only the op that runs it to its end is declared.

use griddle::HashMap;
use griddle::hash_map::Entry;
use map_oracle::case::{OpKind, OpSet};
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::subject::{Subject, Support};
use map_oracle::{subject_methods, subject_ops};

/// griddle 0.6.0.
pub struct Griddle060(HashMap<Key, Value, PlanState>);

impl Griddle060 {
    fn from_map(map: HashMap<Key, Value, PlanState>) -> Self {
        Griddle060(map)
    }
}

impl Subject for Griddle060 {
    const NAME: &'static str = "griddle-0.6.0";
    const SUPPORT: Support = Support {
        ops: subject_ops!(
            get_mut,
            get_key_value,
            contains_key,
            index,
            remove_entry,
            entry,
            and_modify,
            or_insert_with_key,
            insert_entry,
            extend,
            from_iter,
            clone,
            clone_from,
            retain,
            drain,
            into_iter,
            clear,
            keys,
            values,
            iter_mut,
            values_mut,
            reserve,
            shrink_to_fit,
            nan
        )
        .union(OpSet::of(&[OpKind::ExtractIf])),
        ..Support::CORE
    };

    fn with_hint(hint: usize) -> Self {
        Griddle060(HashMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    fn extract_if(
        &mut self,
        select: &mut dyn FnMut(&Key, &mut Value) -> bool,
        _all: usize,
    ) -> Vec<(Key, Value)> {
        self.0
            .drain_filter(|key, value| select(key, value))
            .collect()
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify, or_insert_with_key, insert_entry(insert),
        extend, from_iter, clone, clone_from, eq,
        retain, drain(), into_iter, clear,
        keys, values, iter_mut, values_mut,
        reserve, shrink_to_fit, capacity
    }
}
