//! Keys and values of every class and shape, in maps of three kinds: none of
//! them raises a false alarm, and what a map does to them is still seen.
//!
//! Batches stay below [`Gate::BATCH`], for gates that cannot be reached here: a
//! map of the one zero-sized key never grows, and plain keys follow no hash plan,
//! so that their chains are luck. What any run must have reached is asked for
//! below. That damage is noticed is tested where safe code can do some, in
//! `src/probe/shape.rs`.

use std::collections::{BTreeMap, btree_map};
use std::ops::ControlFlow;

use libtest_mimic::{Arguments, Failed, Trial};
use map_oracle::case::{Mark, Order};
use map_oracle::check::Runner;
use map_oracle::generate::{Gate, Profile};
use map_oracle::hunt::{Batch, Tally, hunt};
use map_oracle::probe::{
    Aligned, Boxed, Key, Large, PlanState, Value, ZeroSizedKey, ZeroSizedValue,
};
use map_oracle::subject::GoMapSubject;

/// The printed seed of all batches.
const SEED: u64 = 1;
const CASES: usize = 60;
const STEPS: usize = 100;
const _: () = assert!(CASES * STEPS < Gate::BATCH);

/// A module for each pair of types, with an adapter for each map.
macro_rules! shapes {
    ($($name:ident: $key:ty, $value:ty;)*) => {
        $(mod $name {
            use super::*;

            map_oracle::subject! {
                pub struct Hashbrown("hashbrown", hashbrown::HashMap<$key, $value, PlanState>);
                new: |hint| hashbrown::HashMap::with_capacity_and_hasher(hint, PlanState::default());
                keys: $key;
                values: $value;
                ops: get_mut, get_disjoint_mut, get_key_value, contains_key, index,
                    remove_entry, try_insert, entry(hashbrown::hash_map::Entry), and_modify,
                    or_insert_with_key, insert_entry(insert),
                    extend, from_iter, clone, clone_from, eq, debug,
                    retain, drain(), extract_if(), into_iter, into_keys, into_values, clear,
                    keys, values, iter_mut, values_mut, iter_clone,
                    reserve, try_reserve, shrink_to_fit, shrink_to, capacity;
                promises: { fused: true, clone_keeps_order: true }
            }

            map_oracle::subject! {
                pub struct Sorted("std-btreemap", BTreeMap<$key, $value>);
                new: |_| BTreeMap::new();
                keys: $key;
                values: $value;
                ops: get_mut, get_key_value, contains_key, index, remove_entry,
                    entry(btree_map::Entry), and_modify, or_insert_with_key, insert_entry,
                    extend, from_iter, clone, clone_from, eq, append, debug,
                    retain, extract_if(..), into_iter, into_keys, into_values, clear,
                    keys, values, iter_mut, values_mut, iter_clone,
                    rev, first, last, pop_first, pop_last, range, range_mut, neighbours,
                    split_off;
                promises: { order: Order::Sorted, clone_keeps_order: true, fused: true }
            }

            pub fn runners() -> [Runner; 3] {
                [
                    Runner::of::<GoMapSubject<$key, $value>>()
                        .named(concat!("gomap::", stringify!($name))),
                    Runner::of::<Hashbrown>().named(concat!("hashbrown::", stringify!($name))),
                    Runner::of::<Sorted>().named(concat!("std-btreemap::", stringify!($name))),
                ]
            }
        })*

        fn runners() -> Vec<Runner> {
            [$($name::runners()),*].concat()
        }
    };
}

// Small keys beside large values and the other way round: padding differs.
shapes! {
    large_values: Key, Large<Value>;
    aligned_values: u32, Aligned<Value>;
    boxed: Boxed<Key>, Boxed<Value>;
    zero_sized_values: u64, ZeroSizedValue;
    number_values: Key, u64;
    large_keys: Large<Key>, Value;
    aligned_keys: Aligned<Key>, Value;
    zero_sized_keys: ZeroSizedKey, Value;
    nothing_at_all: ZeroSizedKey, ZeroSizedValue;
    string_keys: String, Value;
    byte_string_keys: Vec<u8>, u64;
}

fn main() {
    let trials = runners().into_iter().flat_map(|runner| {
        Profile::ALL.map(|profile| {
            let name = format!("{}::{}", runner.name, profile.name());
            Trial::test(name, move || run(&runner, profile))
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn run(runner: &Runner, profile: Profile) -> Result<(), Failed> {
    let batch = Batch {
        profile,
        cases: CASES,
        steps: STEPS,
        seed: SEED,
    };
    let tally = hunt(runner, batch, |_| ControlFlow::Continue(()));
    println!("{tally}");
    match tally.failure {
        None => reached(runner, &tally).map_err(Failed::from),
        Some(_) => Err(tally.to_string().into()),
    }
}

/// A run in which nothing happened is right, too.
fn reached(runner: &Runner, tally: &Tally) -> Result<(), String> {
    let keys = u64::from(runner.max_key) + 1;
    let expected = [
        (Mark::OPS, 2_000),
        (Mark::ENTRIES, keys.min(20)),
        (Mark::REINSERTS, 5),
        (Mark::FAULTS, u64::from(runner.reports(Mark::FAULTS))),
    ];
    for (mark, least) in expected {
        let got = tally.reach.get(mark);
        if got < least {
            return Err(format!("{} {got}, not {least}: {tally}", mark.name()));
        }
    }
    Ok(())
}
