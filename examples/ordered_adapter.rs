//! The adapter of a sorted map: that it is sorted is a promise, told by
//! `order`, and with it go the methods that only such a map has.
//!
//! Every iteration is then held against the order of the keys, from both ends;
//! ranges come with all kinds of bounds, inverted ones among them. Cases are
//! those of any other map.
//!
//! ```sh
//! cargo run --release --example ordered_adapter
//! ```

use std::collections::{BTreeMap, btree_map};
use std::ops::ControlFlow;

use map_oracle::case::Order;
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::{Batch, hunt};
use map_oracle::probe::Value;

map_oracle::subject! {
    /// A sorted map from strings: empty ones, long ones, prefixes of others.
    pub struct Sorted("sorted", BTreeMap<String, Value>);
    new: |_| BTreeMap::new();
    keys: String;
    ops: get_mut, contains_key, remove_entry, entry(btree_map::Entry), and_modify,
        extend, from_iter, clone, eq, append, retain, extract_if(..), into_iter, clear,
        keys, values, iter_mut, values_mut,
        rev, first, last, pop_first, pop_last, range, range_mut, neighbours, split_off;
    promises: { order: Order::Sorted, clone_keeps_order: true, fused: true }
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
        let tally = hunt(
            &Runner::of::<Sorted>(),
            batch,
            |_| ControlFlow::Continue(()),
        );
        assert!(tally.failure.is_none(), "{tally}");
        println!("{tally}\n");
    }
}
