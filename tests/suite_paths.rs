//! `suite!` takes a path as `main!` and `fuzz!` do.

/// A crate's own modules.
mod my {
    pub mod oracle {
        use map_oracle::probe::{Key, PlanState, Value};
        use std::collections::HashMap;

        map_oracle::subject! {
            /// Std's map.
            pub struct Mine("mine", HashMap<Key, Value, PlanState>);
            new: |_| HashMap::default();
            ops: clear;
        }
    }
}

map_oracle::suite!(my::oracle::Mine);
map_oracle::suite!(crate_path: crate::my::oracle::Mine);
map_oracle::suite!(left_out: my::oracle::Mine, without: "clear");
