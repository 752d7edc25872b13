//! Maps with bugs that were planted, each in an op of its own.

use std::collections::HashMap;
use std::marker::PhantomData;

use map_oracle::probe::{Key, PlanState, Value, call_closure};
use map_oracle::subject::{Select, Subject};

type Map = HashMap<Key, Value, PlanState>;

/// What is broken in a [`Planted`].
pub trait Bugs: 'static {
    const NAME: &'static str = "planted";
    const REMOVE: bool = false;
    const CLEAR: bool = false;
    const RETAIN: bool = false;
    const GET_MUT: bool = false;
    const CLONE: bool = false;
    const OR_INSERT: bool = false;
}

pub struct All;
impl Bugs for All {
    const REMOVE: bool = true;
    const CLEAR: bool = true;
    const RETAIN: bool = true;
    const GET_MUT: bool = true;
    const CLONE: bool = true;
    const OR_INSERT: bool = true;
}

pub struct Mended;
impl Bugs for Mended {}

pub struct Three;
impl Bugs for Three {
    const NAME: &'static str = "three";
    const REMOVE: bool = true;
    const CLEAR: bool = true;
    const GET_MUT: bool = true;
}

/// A map with some of six bugs, each in an op of its own.
pub struct Planted<B> {
    map: Map,
    bugs: PhantomData<B>,
}

impl<B> Planted<B> {
    fn of(map: Map) -> Self {
        Planted {
            map,
            bugs: PhantomData,
        }
    }

    /// The smallest key.
    fn least(&self) -> Option<u32> {
        self.map.keys().map(Key::id).min()
    }

    /// Forgets the entry of the smallest key.
    fn lose_one(&mut self) {
        let lost = self.least();
        self.map.retain(|key, _| Some(key.id()) != lost);
    }
}

impl<B: Bugs> Subject for Planted<B> {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = B::NAME;

    fn with_hint(hint: usize) -> Self {
        Planted::of(HashMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    /// Of five, another one goes as well.
    fn remove(&mut self, key: &Key) -> Option<Value> {
        let removed = self.map.remove(key);
        if B::REMOVE && removed.is_some() && self.map.len() == 4 {
            self.lose_one();
        }
        removed
    }

    /// Of three or more, the one with the smallest key stays.
    fn clear(&mut self) {
        if !B::CLEAR || self.map.len() < 3 {
            return self.map.clear();
        }
        let least = self.least();
        self.map.retain(|key, _| Some(key.id()) == least);
    }

    /// The first one of two that was to go stays.
    fn retain(&mut self, keep: Select<'_, Self>) {
        let mut gone = 0;
        self.map.retain(|key, value| {
            let kept = keep(key, value);
            gone += u32::from(!kept);
            kept || B::RETAIN && gone == 2
        });
    }

    /// Beside another entry, one more than it should is written.
    fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        let more = u32::from(B::GET_MUT && self.map.len() >= 2);
        let value = self.map.get_mut(key)?;
        let before = value.get();
        value.set(payload.wrapping_add(more));
        Some(before)
    }

    /// Of three or more, one is not in the clone.
    fn duplicate(&self) -> Self {
        let mut clone = Planted::of(self.map.clone());
        if B::CLONE && clone.map.len() >= 3 {
            clone.lose_one();
        }
        clone
    }

    /// What `or_insert_with_key` finds is overwritten.
    fn or_insert_with_key(&mut self, key: Key, value: Value) -> u32 {
        if B::OR_INSERT && self.map.contains_key(&key) {
            let payload = value.get();
            self.map.insert(key, value);
            return payload;
        }
        let make = |_: &Key| {
            call_closure();
            value
        };
        self.map.entry(key).or_insert_with_key(make).get()
    }

    map_oracle::subject_methods! {
        map: insert, get, len, iter, contains_key, extend, drain, into_iter;
        by hand: remove, clear, retain, get_mut, clone, or_insert_with_key
    }
}
