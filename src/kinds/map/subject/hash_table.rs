//! The adapter for hashbrown's `HashTable`, the table below its maps, which
//! leaves hashing and comparing to its user.
//!
//! Its buckets can be visited by index while the table changes between visits.
//! That is driven as cursors here: a cursor is an index, and it means something
//! until entries move, which they do when the table has no room left.

use hashbrown::hash_table::{Entry, HashTable as Table};
use std::hash::BuildHasher as _;

use super::{End, Pair, Select, Subject, Support, Visit, VisitMut, numbers, take_some, walk};
use crate::case::CURSORS;
use crate::probe::{Key, PlanState, Value};

/// hashbrown's `HashTable`, as a map.
pub struct HashTable {
    table: Table<(Key, Value)>,
    /// The next index of each open cursor.
    cursors: [Option<Place>; CURSORS as usize],
    /// How often entries may have moved.
    moves: u64,
}

#[derive(Clone, Copy)]
struct Place {
    index: usize,
    /// [`HashTable::moves`] when the cursor was opened.
    moves: u64,
}

fn hash(key: &Key) -> u64 {
    PlanState::default().hash_one(key)
}

impl HashTable {
    fn from_map(table: Table<(Key, Value)>) -> Self {
        HashTable {
            table,
            cursors: Default::default(),
            moves: 0,
        }
    }
}

impl Subject for HashTable {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "hashbrown-table";
    const SUPPORT: Support = Support {
        fused: true,
        clone_keeps_order: true,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Self::from_map(Table::with_capacity(hint))
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        // With no room left the table grows, or clears out its tombstones.
        self.moves += u64::from(self.table.len() == self.table.capacity());
        let of = hash(&key);
        match self
            .table
            .entry(of, |(other, _)| *other == key, |(key, _)| hash(key))
        {
            Entry::Occupied(mut entry) => Some(std::mem::replace(&mut entry.get_mut().1, value)),
            Entry::Vacant(entry) => {
                entry.insert((key, value));
                None
            }
        }
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.remove_entry(key).map(|(_, value)| value)
    }

    fn remove_entry(&mut self, key: &Key) -> Option<(Key, Value)> {
        let entry = self.table.find_entry(hash(key), |(other, _)| other == key);
        entry.ok().map(|entry| entry.remove().0)
    }

    fn get(&self, key: &Key) -> Option<u32> {
        let found = self.table.find(hash(key), |(other, _)| other == key);
        found.map(|(_, value)| value.get())
    }

    fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        let found = self.table.find_mut(hash(key), |(other, _)| other == key);
        found.map(|(_, value)| {
            let before = value.get();
            value.set(payload);
            before
        })
    }

    fn get_disjoint_mut(&mut self, [first, second]: [&Key; 2]) -> [Option<u32>; 2] {
        let keys = [first, second];
        let hashes = keys.map(hash);
        let found = self
            .table
            .get_disjoint_mut(hashes, |which, (other, _)| other == keys[which]);
        found.map(|entry| {
            entry.map(|(_, value)| {
                let before = value.get();
                value.set(before.wrapping_add(1));
                before
            })
        })
    }

    fn get_key_value(&self, key: &Key) -> Option<(u32, u32)> {
        let index = self
            .table
            .find_bucket_index(hash(key), |(other, _)| other == key)?;
        let (key, value) = self.table.get_bucket(index)?;
        Some(numbers(key, value))
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(crate::exact!(self.table.iter()), true, |(key, value)| {
            visit(key, value)
        });
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(
            crate::exact!(self.table.iter_mut()),
            true,
            |(key, value)| {
                visit(key, value);
            },
        );
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.table.retain(|(key, value)| keep(key, value));
    }

    fn extract_if(&mut self, select: Select<'_, Self>, take: usize, end: End) -> Vec<Pair<Self>> {
        let extracted = self.table.extract_if(|(key, value)| select(key, value));
        take_some(extracted, take, end)
    }

    fn reserve(&mut self, additional: usize) {
        self.moves += 1;
        self.table.reserve(additional, |(key, _)| hash(key));
    }

    fn try_reserve(&mut self, additional: usize) -> bool {
        self.moves += 1;
        self.table
            .try_reserve(additional, |(key, _)| hash(key))
            .is_ok()
    }

    fn shrink_to_fit(&mut self) {
        self.moves += 1;
        self.table.shrink_to_fit(|(key, _)| hash(key));
    }

    fn shrink_to(&mut self, least: usize) {
        self.moves += 1;
        self.table.shrink_to(least, |(key, _)| hash(key));
    }

    fn cursor_open(&mut self, cursor: usize, _: u16) {
        self.cursors[cursor] = Some(Place {
            index: 0,
            moves: self.moves,
        });
    }

    fn cursor_step(&mut self, cursor: usize) -> Option<(u32, u32)> {
        let place = self.cursors[cursor].as_mut().expect("the cursor is open");
        while place.index < self.table.num_buckets() {
            place.index += 1;
            if let Some((key, value)) = self.table.get_bucket(place.index - 1) {
                return Some(numbers(key, value));
            }
        }
        None
    }

    fn cursor_close(&mut self, cursor: usize) {
        self.cursors[cursor] = None;
    }

    fn cursor_is_valid(&self, cursor: usize) -> bool {
        self.cursors[cursor].is_some_and(|place| place.moves == self.moves)
    }

    crate::subject_methods! { table:
        len, drain(), into_iter, clone, clone_from, capacity, clear, nan;
        by hand: insert, remove, get, iter, remove_entry, get_mut, get_disjoint_mut,
        get_key_value, iter_mut, retain, extract_if, reserve, try_reserve, shrink_to_fit,
        shrink_to, cursors
    }
}
