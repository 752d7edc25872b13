//! Maps with a flaw that can be chosen: in this process by `set`, in a test
//! that was exported by the variable `FLAW`. This file knows nothing of
//! map-oracle, as it is compiled together with such a test.
#![allow(dead_code, unreachable_pub, reason = "each user calls its own part")]

use std::cell::RefCell;
use std::hash::{BuildHasher, Hash};
use std::sync::Mutex;

/// The flaw of threads that begin, if it was set.
static LATER: Mutex<Option<String>> = Mutex::new(None);

thread_local! {
    static FLAW: RefCell<String> = RefCell::new({
        let later = LATER.lock().unwrap().clone();
        later.unwrap_or_else(|| std::env::var("FLAW").unwrap_or_default())
    });
}

/// Sets the flaw of threads that begin from now on; [`set`] sets that of this one.
pub fn set_later(flaw: &str) {
    *LATER.lock().unwrap() = Some(flaw.to_owned());
}

pub fn set(flaw: &str) {
    FLAW.with(|it| flaw.clone_into(&mut it.borrow_mut()));
}

fn has(flaw: &str) -> bool {
    FLAW.with(|it| *it.borrow() == flaw)
}

/// Four chains of entries.
#[derive(Clone)]
pub struct ChainMap<K, V, S> {
    chains: Vec<Vec<(K, V)>>,
    len: usize,
    state: S,
}

impl<K: Hash + Eq, V, S: BuildHasher> ChainMap<K, V, S> {
    pub fn with_capacity_and_hasher(_: usize, state: S) -> Self {
        let chains = (0..4).map(|_| Vec::new()).collect();
        ChainMap {
            chains,
            len: 0,
            state,
        }
    }

    fn chain(&self, key: &K) -> usize {
        self.state.hash_one(key) as usize % 4
    }

    fn find(&self, key: &K) -> (usize, Option<usize>) {
        let chain = self.chain(key);
        let hash = self.state.hash_one(key);
        let same = |(other, _): &(K, V)| {
            has("collide") && self.state.hash_one(other) == hash || other == key
        };
        (chain, self.chains[chain].iter().position(same))
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let (chain, place) = self.find(&key);
        if let Some(place) = place {
            let old = std::mem::replace(&mut self.chains[chain][place].1, value);
            return (!has("answer")).then_some(old);
        }
        if has("panic") {
            assert!(self.len < 5, "no room for entry {}", self.len);
        }
        self.chains[chain].push((key, value));
        self.len += 1;
        None
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        while has("hang") {
            std::thread::yield_now();
        }
        let (chain, place) = self.find(key);
        let (key, value) = self.chains[chain].swap_remove(place?);
        self.len -= 1;
        if has("lost") && self.len > 2 {
            self.chains[chain].pop();
        }
        if has("leak") {
            std::mem::forget(key);
        }
        Some(value)
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        let (chain, place) = self.find(key);
        let place = place.filter(|&place| !has("look-up") || place < 3);
        Some(&self.chains[chain][place?].1)
    }

    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let (chain, place) = self.find(key);
        Some(&mut self.chains[chain][place?].1)
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let short = usize::from(has("contents") && self.len > 3);
        let all = self.chains.iter().flatten();
        all.skip(short).map(|(key, value)| (key, value))
    }

    pub fn drain(&mut self) -> impl Iterator<Item = (K, V)> {
        self.len = 0;
        let chains: Vec<Vec<(K, V)>> = self.chains.iter_mut().map(std::mem::take).collect();
        chains.into_iter().flatten()
    }

    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        if has("after panic") {
            // A panic of `keep` leaves the old length behind.
            for chain in &mut self.chains {
                chain.retain_mut(|(key, value)| keep(key, value));
            }
            self.len = self.chains.iter().map(Vec::len).sum();
            return;
        }
        let len = &mut self.len;
        for chain in &mut self.chains {
            chain.retain_mut(|(key, value)| {
                let kept = keep(key, value);
                *len -= usize::from(!kept);
                kept
            });
        }
    }

    pub fn clear(&mut self) {
        for chain in &mut self.chains {
            chain.clear();
        }
        if !has("len") {
            self.len = 0;
        }
    }
}

/// Entries in the order of their keys.
pub struct SortedMap<K, V>(Vec<(K, V)>);

impl<K: Ord, V> SortedMap<K, V> {
    pub fn new() -> Self {
        SortedMap(Vec::new())
    }

    fn find(&self, key: &K) -> Option<usize> {
        self.0.iter().position(|(other, _)| other == key)
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        if let Some(place) = self.find(&key) {
            return Some(std::mem::replace(&mut self.0[place].1, value));
        }
        let place = if has("order") && self.0.len() == 3 {
            0
        } else {
            self.0.partition_point(|(other, _)| *other < key)
        };
        self.0.insert(place, (key, value));
        None
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.find(key).map(|place| self.0.remove(place).1)
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        self.find(key).map(|place| &self.0[place].1)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

/// Entries in the order of their insertion, with the methods that answer several
/// things at once. With the flaw `tuple` each of them answers one of these wrongly.
#[derive(Clone)]
pub struct RowMap<K, V> {
    row: Vec<(K, V)>,
}

impl<K: Ord, V> RowMap<K, V> {
    pub fn new() -> Self {
        RowMap { row: Vec::new() }
    }

    fn place(&self, key: &K) -> Option<usize> {
        self.row.iter().position(|(other, _)| other == key)
    }

    /// A place as it is told.
    fn told(place: usize) -> usize {
        place + usize::from(has("tuple"))
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Some(place) => Some(std::mem::replace(&mut self.row[place].1, value)),
            None => {
                self.row.push((key, value));
                None
            }
        }
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.place(key)?;
        Some(self.row.swap_remove(place).1)
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        self.place(key).map(|place| &self.row[place].1)
    }

    pub fn len(&self) -> usize {
        self.row.len()
    }

    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.row.iter().map(|(key, value)| (key, value))
    }

    pub fn get_full(&self, key: &K) -> Option<(usize, &K, &V)> {
        let place = self.place(key)?;
        let (key, value) = &self.row[place];
        Some((Self::told(place), key, value))
    }

    pub fn insert_full(&mut self, key: K, value: V) -> (usize, Option<V>) {
        let place = self.place(&key).unwrap_or(self.row.len());
        let old = self.insert(key, value);
        (Self::told(place), old)
    }

    pub fn insert_sorted(&mut self, key: K, value: V) -> (usize, Option<V>) {
        match self.row.binary_search_by(|(other, _)| other.cmp(&key)) {
            Ok(place) => {
                let old = std::mem::replace(&mut self.row[place].1, value);
                (Self::told(place), Some(old))
            }
            Err(place) => {
                self.row.insert(place, (key, value));
                (Self::told(place), None)
            }
        }
    }

    pub fn swap_remove_full(&mut self, key: &K) -> Option<(usize, K, V)> {
        let place = self.place(key)?;
        let (key, value) = self.row.swap_remove(place);
        Some((Self::told(place), key, value))
    }

    pub fn replace_index(&mut self, place: usize, key: K) -> Result<K, (usize, K)> {
        match self.place(&key) {
            Some(other) if other != place => Err((Self::told(other), key)),
            _ => Ok(std::mem::replace(&mut self.row[place].0, key)),
        }
    }

    pub fn alter(&mut self, key: K, alter: impl FnOnce(Option<V>) -> Option<V>) {
        let old = self.place(&key).map(|place| self.row.swap_remove(place).1);
        let old = old.filter(|_| !has("tuple"));
        if let Some(new) = alter(old) {
            self.row.push((key, new));
        }
    }
}
