// thincollections 0.5: its `ThinMap`, for keys of which two are set aside as
// marks. `capacity` is left out: after a shrink it tells of less room than there are
// entries, another bug.

use krate::thin_map::{Entry, ThinMap};

map_oracle::subject! {
    /// `ThinMap` of thincollections 0.5.
    pub struct Map("thin-map", ThinMap<u64, Value, PlanState>);
    new: |hint| ThinMap::with_capacity_and_hasher(hint, PlanState::default());
    keys: u64;
    values: Value;
    source: "thincollections 0.5" {
        use krate::thin_map::{Entry, ThinMap};
    };
    ops: get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify,
        extend, from_iter, clone, clone_from, eq, debug,
        retain, drain(), into_iter, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, shrink_to_fit;
    promises: { fused: true }
}
