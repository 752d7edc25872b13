//! The adapter of a map that has none of std's methods, written by hand: six
//! methods are asked of every map, and each op that is declared beside them
//! adds one.
//!
//! ```sh
//! cargo run --release --example linear_map_adapter
//! ```

use std::ops::ControlFlow;

use map_oracle::case::{OpKind, OpSet, Order};
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::{Batch, hunt};
use map_oracle::probe::{Key, TestKey, TestValue, Value};
use map_oracle::subject::{Select, Subject, Support, Visit, VisitMut, numbers, walk};

/// Entries in a row, in the order in which they came.
pub struct LinearMap<K, V> {
    row: Vec<(K, V)>,
}

impl<K: Eq, V> LinearMap<K, V> {
    fn place(&self, key: &K) -> Option<usize> {
        self.row.iter().position(|(other, _)| other == key)
    }
}

impl<K: TestKey + Eq, V: TestValue> Subject for LinearMap<K, V> {
    type Key = K;
    type Value = V;

    const NAME: &'static str = "linear";
    /// What is not listed here is never asked for.
    const OPS: OpSet = OpSet::of(&[
        OpKind::GetMut,
        OpKind::IterMut,
        OpKind::Retain,
        OpKind::Clear,
        OpKind::GetIndex,
        OpKind::IndexOf,
        OpKind::ShiftRemove,
    ]);
    /// What is promised here is checked.
    const SUPPORT: Support = Support {
        order: Order::Insertion,
        fused: true,
        keeps_entries_on_panic: true,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        LinearMap {
            row: Vec::with_capacity(hint),
        }
    }

    fn insert(&mut self, key: K, value: V) -> Option<V> {
        if let Some(place) = self.place(&key) {
            return Some(std::mem::replace(&mut self.row[place].1, value));
        }
        self.row.push((key, value));
        None
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.place(key)?;
        let (_, value) = self.row.remove(place);
        Some(value)
    }

    fn get(&self, key: &K) -> Option<u32> {
        let place = self.place(key)?;
        Some(self.row[place].1.get())
    }

    fn len(&self) -> usize {
        self.row.len()
    }

    /// `walk` keeps an eye on what the iterator promises.
    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.row.iter(), true, |(key, value)| visit(key, value));
    }

    fn get_mut(&mut self, key: &K, payload: u32) -> Option<u32> {
        let place = self.place(key)?;
        let value = &mut self.row[place].1;
        let before = value.get();
        value.set(payload);
        Some(before)
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(self.row.iter_mut(), true, |(key, value)| visit(key, value));
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.row.retain_mut(|(key, value)| keep(key, value));
    }

    fn clear(&mut self) {
        self.row.clear();
    }

    fn get_index(&self, place: usize) -> Option<(u32, u32)> {
        self.row.get(place).map(|(key, value)| numbers(key, value))
    }

    fn index_of(&self, key: &K) -> Option<usize> {
        self.place(key)
    }

    fn shift_remove(&mut self, key: &K) -> Option<V> {
        self.remove(key)
    }
}

/// Checks the map under every profile.
///
/// # Panics
///
/// If a case diverges, which it tells with the smallest case that was found.
pub fn main() {
    let runner = Runner::of::<LinearMap<Key, Value>>();
    for profile in Profile::ALL {
        let batch = Batch {
            profile,
            cases: 200,
            steps: 100,
            seed: 1,
        };
        let tally = hunt(&runner, batch, |_| ControlFlow::Continue(()));
        assert!(tally.failure.is_none(), "{tally}");
        println!("{tally}\n");
    }
}
