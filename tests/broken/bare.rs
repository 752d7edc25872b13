//! Broken maps that the hooks of a flaw have no place for: an adapter that is
//! not finished, and a map that overwrites memory.

use std::collections::BTreeMap;

use map_oracle::check::{Kind, Runner};
use map_oracle::probe::{Key, Large, TestValue, Value};
use map_oracle::subject::Subject;

use super::Row;
use super::flaw::Sound;

pub fn rows() -> Vec<Row> {
    vec![
        Row {
            runner: Runner::of::<Unfinished>(),
            flaw: &Sound,
            kinds: &[Kind::Adapter],
        },
        Row {
            runner: Runner::of::<Overwrites>(),
            flaw: &Sound,
            kinds: &[Kind::Ledger],
        },
    ]
}

/// It declares `iter().clone()` and has no method for it.
struct Unfinished(BTreeMap<Key, Value>);

impl Subject for Unfinished {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "an adapter that promises too much";

    fn with_hint(_: usize) -> Self {
        Unfinished(BTreeMap::new())
    }

    map_oracle::subject_methods! { 0:
        insert, remove, get, len, iter, clear;
        by hand: iter_clone
    }
}

/// A write through `get_mut` spoils the memory of the first value, if there
/// are more than four.
struct Overwrites(BTreeMap<Key, Large<Value>>);

impl Subject for Overwrites {
    type Key = Key;
    type Value = Large<Value>;
    const NAME: &'static str = "memory overwritten";

    fn with_hint(_: usize) -> Self {
        Overwrites(BTreeMap::new())
    }

    fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        let value = self.0.get_mut(key)?;
        let before = value.get();
        value.set(payload);
        if self.0.len() > 4 {
            self.0.values_mut().next().map(Large::feign_damage);
        }
        Some(before)
    }

    map_oracle::subject_methods! { 0:
        insert, remove, get, len, iter;
        by hand: get_mut
    }
}
