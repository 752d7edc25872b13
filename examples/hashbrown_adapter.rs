//! The adapter of a map with std's methods: ten lines, most of them a list of
//! what the map can do.
//!
//! What a word of the list stands for is said at [`map_oracle::subject!`]. A
//! word that is left out is never drawn.
//!
//! ```sh
//! cargo run --release --example hashbrown_adapter
//! ```

use std::ops::ControlFlow;

use hashbrown::HashMap;
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::{Batch, hunt};
use map_oracle::probe::{Key, PlanState, Value};

map_oracle::subject! {
    /// The map under test, hashed as each case wants it.
    pub struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    ops: get_mut, contains_key, index, remove_entry, try_insert, clear, capacity, reserve,
        entry(hashbrown::hash_map::Entry), and_modify, extend, from_iter, clone, clone_from, eq,
        retain, drain(), extract_if(), into_iter, into_keys, into_values, keys, values, iter_mut,
        values_mut, iter_clone, debug, try_reserve, shrink_to_fit, shrink_to, nan;
    promises: { fused: true }
}

/// Checks the map under every profile.
///
/// # Panics
///
/// If a case diverges, which it tells with the smallest case that was found.
pub fn main() {
    for profile in Profile::ALL {
        let batch = Batch {
            profile,
            cases: 200,
            steps: 100,
            seed: 1,
        };
        let tally = hunt(&Runner::of::<Mine>(), batch, |_| ControlFlow::Continue(()));
        assert!(tally.failure.is_none(), "{tally}");
        println!("{tally}\n");
    }
}
