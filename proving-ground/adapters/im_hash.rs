// im 15: its `HashMap`, which shares its nodes with its clones.
//
// As shared entries live once for all maps that hold them, the keys and values
// are numbers, which nobody counts. `retain` shows values for reading only.

use krate::HashMap;
use krate::hashmap::Entry;
use map_oracle::subject::{Pair, Select, Source, Subject};
use map_oracle::subject_methods;

/// `HashMap` of im.
pub struct Map(HashMap<u64, u64, PlanState>);

impl Map {
    fn from_map(map: HashMap<u64, u64, PlanState>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u64;
    type Value = u64;

    const NAME: &'static str = "im-hashmap";

    fn source() -> Option<Source> {
        Some(Source {
            package: Some("im 15"),
            imports: &["use krate::HashMap;", "use krate::hashmap::Entry;"],
            map: "HashMap<u64, u64, PlanState>",
            new: "HashMap::with_hasher(PlanState::default())",
            ..Source::EMPTY
        })
    }

    fn with_hint(_hint: usize) -> Self {
        Map(HashMap::with_hasher(PlanState::default()))
    }

    fn remove_entry(&mut self, key: &u64) -> Option<Pair<Self>> {
        self.0.remove_with_key(key)
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0.retain(|key, &value| keep(key, &mut { value }));
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key, index, entry(Entry), and_modify,
        extend, from_iter, clone, clone_from, eq, union, debug,
        into_iter, clear, keys, values, iter_mut;
        by hand: remove_entry, retain
    }
}
