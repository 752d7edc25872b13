// micromap, from 0.1 on: an array of entries of a fixed size.
//
// `checked_insert` drops what there is no room for. Only ops for which there is
// room come to the methods that cannot say so. `clone` is left out, and `clone_from`
// with it: if the clone of an entry panics, entries are dropped that were never
// made; and so are `clear` and `retain`: if a drop panics, what was dropped stays. See
// FOUND.md.

use krate::Map as Micromap;
use krate::map::Entry;
use map_oracle::subject::{Pair, Subject, Support};
use map_oracle::subject_methods;

const ROOM: usize = 48;

/// `Map` of micromap.
pub struct Map(Micromap<Key, Value, ROOM>);

impl Map {
    fn from_map(map: Micromap<Key, Value, ROOM>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "micromap";
    const SUPPORT: Support = Support {
        max_entries: Some(ROOM as u16),
        refuses: true,
        clone_keeps_order: true,
        fused: true,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(Micromap::new())
    }

    fn insert_checked(
        &mut self,
        key: Key,
        value: Value,
    ) -> Result<Option<Value>, Option<Pair<Self>>> {
        self.0.checked_insert(key, value).ok_or(None)
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_disjoint_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify, or_insert_with_key,
        from_iter, eq, debug,
        drain(), into_iter, into_keys, into_values,
        keys, values, iter_mut, values_mut, iter_clone, capacity;
        by hand: refusal
    }
}
