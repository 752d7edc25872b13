// hashbrown 0.12: `HashMap` with `drain_filter`.
//
// Its `drain_filter` stands in for `extract_if`: dropped early it still
// removes the rest, so only the op that runs it to its end is declared.

use krate::HashMap;
use krate::hash_map::Entry;
use map_oracle::subject::{End, Pair, Select, Source, Subject, Support, take_some};
use map_oracle::subject_methods;

/// `HashMap` of hashbrown.
pub struct Map(HashMap<Key, Value, PlanState>);

impl Map {
    fn from_map(map: HashMap<Key, Value, PlanState>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "hashbrown";
    const SUPPORT: Support = Support {
        fused: true,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            package: Some("hashbrown 0.12"),
            imports: &["use krate::HashMap;", "use krate::hash_map::Entry;"],
            map: "HashMap<Key, Value, PlanState>",
            hint: "hint",
            new: "HashMap::with_capacity_and_hasher(hint, PlanState::default())",
            methods: &[("extract_if", "map.drain_filter(SELECT)")],
            ..Source::EMPTY
        })
    }

    fn with_hint(hint: usize) -> Self {
        Map(HashMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    fn extract_if(&mut self, select: Select<'_, Self>, take: usize, end: End) -> Vec<Pair<Self>> {
        let extracted = self.0.drain_filter(|key, value| select(key, value));
        take_some(extracted, take, end)
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key, index, remove_entry, try_insert,
        entry(Entry), and_modify, or_insert_with_key, insert_entry(insert),
        extend, from_iter, clone, clone_from, eq, debug,
        retain, drain(), into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, try_reserve, shrink_to_fit, shrink_to, capacity, nan;
        by hand: extract_all
    }
}
