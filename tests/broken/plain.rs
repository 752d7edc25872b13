//! The sound map that every flaw is built into: a vector of entries, in the
//! order that it promises.
//!
//! It is found in as its order allows: sorted by key, sorted by hash with keys
//! of one hash side by side, or from front to back. Nothing about it is clever;
//! it must be clean under every check, and open to whatever breaks it.
//!
//! Keys are dropped by hand before a function returns: should the drop panic,
//! the compiler forgets what was to be returned (rust-lang/rust#47949), and a
//! map that promises to leak nothing would.

use std::fmt;
use std::hash::BuildHasher;
use std::mem;

use map_oracle::case::{CURSORS, EntryForm, Order};
use map_oracle::probe::{Key, PlanState, Value, call_closure};
use map_oracle::subject::{
    End, Ends, EntryAnswer, Support, numbers, take_some, walk, walk_clone, walk_ends,
};

/// An entry.
pub struct Slot {
    /// 0, if the map does not hash.
    pub hash: u64,
    pub key: Key,
    pub value: Value,
}

impl Slot {
    pub fn pair(self) -> (Key, Value) {
        (self.key, self.value)
    }

    pub fn into_key(self) -> Key {
        drop(self.value);
        self.key
    }

    pub fn into_value(self) -> Value {
        drop(self.key);
        self.value
    }

    pub fn numbers(&self) -> (u32, u32) {
        numbers(&self.key, &self.value)
    }
}

impl Clone for Slot {
    fn clone(&self) -> Slot {
        Slot {
            hash: self.hash,
            key: self.key.clone(),
            value: self.value.clone(),
        }
    }
}

/// Where a key is, or where it would be.
#[derive(Clone, Copy)]
pub struct Spot {
    pub found: bool,
    pub at: usize,
    pub hash: u64,
}

/// The sound map.
pub struct Plain {
    pub slots: Vec<Slot>,
    pub support: Support,
    /// For how many entries it says that it has room.
    pub room: usize,
    /// Open cursors, each with the number of the key that it has shown last.
    pub cursors: [Option<Option<u32>>; CURSORS as usize],
    /// For flaws that come of what was before.
    pub memo: usize,
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Plain {
    pub fn new(support: Support, hint: usize) -> Plain {
        Plain {
            slots: Vec::new(),
            support,
            room: hint,
            cursors: Default::default(),
            memo: 0,
        }
    }

    /// An empty map of the same kind.
    pub fn fresh(&self) -> Plain {
        Plain::new(self.support, 0)
    }

    pub fn of_slots(&self, slots: Vec<Slot>) -> Plain {
        Plain {
            room: slots.len(),
            slots,
            ..self.fresh()
        }
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Key, &Value)> + Clone {
        self.slots.iter().map(|slot| (&slot.key, &slot.value))
    }

    pub fn find(&self, key: &Key) -> Spot {
        let (mut found, mut hash) = (false, 0);
        let at = match self.support.order {
            Order::Any => {
                hash = PlanState::default().hash_one(key);
                let mut at = self.slots.partition_point(|slot| slot.hash < hash);
                while let Some(slot) = self.slots.get(at)
                    && slot.hash == hash
                    && !found
                {
                    found = slot.key == *key;
                    at += usize::from(!found);
                }
                at
            }
            Order::Sorted => {
                let place = self.slots.binary_search_by(|slot| slot.key.cmp(key));
                found = place.is_ok();
                place.unwrap_or_else(|at| at)
            }
            _ => {
                let place = self.slots.iter().position(|slot| slot.key == *key);
                found = place.is_some();
                place.unwrap_or(self.slots.len())
            }
        };
        Spot { found, at, hash }
    }

    /// Puts a new entry where its key belongs.
    pub fn put(&mut self, spot: Spot, key: Key, value: Value) -> &mut Value {
        let hash = spot.hash;
        self.slots.insert(spot.at, Slot { hash, key, value });
        if self.slots.len() > self.room {
            self.room = self.slots.len().next_power_of_two().max(4);
        }
        &mut self.slots[spot.at].value
    }

    pub fn seen(&self, at: usize) -> u32 {
        self.slots[at].value.get()
    }

    pub fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        let spot = self.find(&key);
        if spot.found {
            let replaced = mem::replace(&mut self.slots[spot.at].value, value);
            drop(key);
            return Some(replaced);
        }
        self.put(spot, key, value);
        None
    }

    pub fn insert_checked(
        &mut self,
        key: Key,
        value: Value,
    ) -> Result<Option<Value>, Option<(Key, Value)>> {
        let most = self.support.max_entries.map_or(usize::MAX, usize::from);
        if self.slots.len() >= most && !self.find(&key).found {
            return Err(Some((key, value)));
        }
        Ok(self.insert(key, value))
    }

    pub fn try_insert(&mut self, key: Key, value: Value) -> Result<u32, (u32, Value)> {
        let spot = self.find(&key);
        if spot.found {
            drop(key);
            return Err((self.seen(spot.at), value));
        }
        Ok(self.put(spot, key, value).get())
    }

    pub fn remove(&mut self, key: &Key) -> Option<Value> {
        let (key, value) = self.remove_entry(key)?;
        drop(key);
        Some(value)
    }

    pub fn remove_entry(&mut self, key: &Key) -> Option<(Key, Value)> {
        let spot = self.find(key);
        spot.found.then(|| self.slots.remove(spot.at).pair())
    }

    pub fn get(&self, key: &Key) -> Option<u32> {
        let spot = self.find(key);
        spot.found.then(|| self.seen(spot.at))
    }

    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    pub fn each(&self, visit: &mut dyn FnMut(&Key, &Value)) {
        walk(self.iter(), true, |(key, value)| visit(key, value));
    }

    pub fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        let spot = self.find(key);
        spot.found.then(|| {
            let before = self.seen(spot.at);
            self.slots[spot.at].value.set(payload);
            before
        })
    }

    pub fn get_disjoint_mut(&mut self, keys: [&Key; 2]) -> [Option<u32>; 2] {
        let spots = keys.map(|key| self.find(key));
        if spots[0].found && spots[1].found {
            assert_ne!(spots[0].at, spots[1].at, "one key twice");
        }
        spots.map(|spot| {
            spot.found.then(|| {
                let before = self.seen(spot.at);
                self.slots[spot.at].value.set(before.wrapping_add(1));
                before
            })
        })
    }

    pub fn get_key_value(&self, key: &Key) -> Option<(u32, u32)> {
        let spot = self.find(key);
        spot.found.then(|| self.slots[spot.at].numbers())
    }

    pub fn contains_key(&self, key: &Key) -> bool {
        self.find(key).found
    }

    pub fn index(&self, key: &Key) -> u32 {
        self.get(key).expect("the key is there")
    }

    pub fn entry(&mut self, form: EntryForm, key: Key, value: Value) -> EntryAnswer<Key, Value> {
        use EntryForm as Form;
        let spot = self.find(&key);
        let mut answer = EntryAnswer::default();
        if matches!(form, Form::OrInsert | Form::OrInsertWith) {
            if spot.found {
                answer.unused = Some(value);
                drop(key);
            } else {
                if form == Form::OrInsertWith {
                    call_closure();
                }
                self.put(spot, key, value);
            }
            answer.seen = Some(self.seen(spot.at));
            return answer;
        }
        answer.occupied = Some(spot.found);
        answer.key = Some(key.id());
        answer.seen = spot.found.then(|| self.seen(spot.at));
        if form == Form::Fill && !spot.found {
            answer.seen = Some(self.put(spot, key, value).get());
            return answer;
        }
        match form {
            Form::Replace if spot.found => {
                answer.returned = Some(mem::replace(&mut self.slots[spot.at].value, value));
            }
            Form::Remove | Form::RemoveEntry if spot.found => {
                let slot = self.slots.remove(spot.at);
                answer.unused = Some(value);
                answer.returned = Some(slot.value);
                answer.returned_key = (form == Form::RemoveEntry).then_some(slot.key);
            }
            Form::Write if spot.found => {
                self.slots[spot.at].value.set(value.get());
                answer.seen = Some(value.get());
                answer.unused = Some(value);
            }
            _ => answer.unused = Some(value),
        }
        drop(key);
        answer
    }

    pub fn and_modify(&mut self, key: Key, value: Value) -> u32 {
        let spot = self.find(&key);
        if !spot.found {
            return self.put(spot, key, value).get();
        }
        call_closure();
        self.slots[spot.at].value.set(value.get());
        self.seen(spot.at)
    }

    pub fn or_insert_with_key(&mut self, key: Key, value: Value) -> u32 {
        let spot = self.find(&key);
        if spot.found {
            return self.seen(spot.at);
        }
        call_closure();
        self.put(spot, key, value).get()
    }

    pub fn insert_entry(&mut self, key: Key, value: Value) -> u32 {
        let payload = value.get();
        drop(self.insert(key, value));
        payload
    }

    pub fn extend(&mut self, entries: Vec<(Key, Value)>) {
        for (key, value) in entries {
            drop(self.insert(key, value));
        }
    }

    pub fn retain(&mut self, keep: &mut dyn FnMut(&Key, &mut Value) -> bool) {
        self.slots
            .retain_mut(|slot| keep(&slot.key, &mut slot.value));
    }

    pub fn drain(&mut self, take: usize, end: End) -> Vec<(Key, Value)> {
        take_some(self.slots.drain(..).map(Slot::pair), take, end)
    }

    pub fn extract_if(
        &mut self,
        select: &mut dyn FnMut(&Key, &mut Value) -> bool,
        take: usize,
        end: End,
    ) -> Vec<(Key, Value)> {
        let select = |slot: &mut Slot| select(&slot.key, &mut slot.value);
        let extracted = self.slots.extract_if(.., select).map(Slot::pair);
        take_some(extracted, take, end)
    }

    pub fn into_entries(self, take: usize, end: End) -> Vec<(Key, Value)> {
        take_some(self.slots.into_iter().map(Slot::pair), take, end)
    }

    pub fn into_keys(self, take: usize) -> Vec<Key> {
        let keys = self.slots.into_iter().map(Slot::into_key);
        take_some(keys, take, End::Drop)
    }

    pub fn into_values(self, take: usize) -> Vec<Value> {
        let values = self.slots.into_iter().map(Slot::into_value);
        take_some(values, take, End::Drop)
    }

    pub fn truncate(&mut self, len: usize) {
        self.slots.truncate(len);
    }

    pub fn each_key(&self, visit: &mut dyn FnMut(&Key)) {
        walk(self.iter(), true, |(key, _)| visit(key));
    }

    pub fn each_value(&self, visit: &mut dyn FnMut(&Value)) {
        walk(self.iter(), true, |(_, value)| visit(value));
    }

    pub fn each_mut(&mut self, visit: &mut dyn FnMut(&Key, &mut Value)) {
        walk(self.slots.iter_mut(), true, |slot| {
            visit(&slot.key, &mut slot.value)
        });
    }

    pub fn each_value_mut(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        walk(self.slots.iter_mut(), true, |slot| visit(&mut slot.value));
    }

    pub fn each_from(&self, ends: Ends) -> Vec<(u32, u32)> {
        walk_ends(self.slots.iter(), ends, true, Slot::numbers)
    }

    pub fn each_cloned(&self, count: usize) -> [Vec<(u32, u32)>; 2] {
        walk_clone(self.slots.iter(), count, Slot::numbers)
    }

    pub fn debug(&self) -> String {
        format!("{self:?}")
    }

    pub fn duplicate(&self) -> Plain {
        self.of_slots(self.slots.clone())
    }

    pub fn assign_from(&mut self, source: &Plain) {
        *self = source.duplicate();
    }

    pub fn equals(&self, other: &Plain) -> bool {
        self.slots.len() == other.slots.len() && self.is_part_of(other)
    }

    /// Whether the other map has every entry of this one.
    pub fn is_part_of(&self, other: &Plain) -> bool {
        self.iter().all(|(key, value)| {
            let spot = other.find(key);
            spot.found && other.slots[spot.at].value == *value
        })
    }

    pub fn append(&mut self, other: &mut Plain) {
        self.extend(other.drain(usize::MAX, End::Drop));
    }

    pub fn union(mut self, other: Plain) -> Plain {
        for (key, value) in other.into_entries(usize::MAX, End::Drop) {
            self.entry(EntryForm::OrInsert, key, value);
        }
        self
    }

    pub fn reserve(&mut self, additional: usize) {
        self.room = self.room.max(self.slots.len() + additional);
    }

    pub fn try_reserve(&mut self, additional: usize) -> bool {
        let granted = additional < usize::MAX >> 8;
        if granted {
            self.reserve(additional);
        }
        granted
    }

    pub fn shrink_to_fit(&mut self) {
        self.shrink_to(0);
    }

    pub fn shrink_to(&mut self, least: usize) {
        self.room = self.room.min(least.max(self.slots.len()));
    }

    pub fn clear(&mut self) {
        self.slots.clear();
    }

    pub fn capacity(&self) -> Option<usize> {
        Some(self.room)
    }
}
