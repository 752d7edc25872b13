//! hashbrown under our suite, as `mutants` runs it: the map by the methods that
//! std's has too, the map by its own methods, one of plain numbers, and the
//! table below them.

use std::hash::BuildHasher as _;
use std::mem;

use hashbrown::hash_map::{Entry, EntryRef, HashMap, RawEntryMut};
use hashbrown::hash_table::{self, HashTable};
use map_oracle::case::EntryForm as Form;
use map_oracle::exact;
use map_oracle::probe::{Key, PlanState, TestValue, Value, call_closure};
use map_oracle::subject::{
    End, EntryAnswer, Pair, Select, Subject, Support, Visit, VisitMut, numbers, take_some, walk,
};

type Map = HashMap<Key, Value, PlanState>;

const SUPPORT: Support = Support {
    fused: true,
    clone_keeps_order: true,
    ..Support::DEFAULT
};

map_oracle::subject! {
    /// The methods that std's map has, too.
    pub struct Plain("hashbrown", Map);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    ops: get_mut, get_disjoint_mut, get_key_value, contains_key, index, remove_entry,
        try_insert, entry(Entry), and_modify, or_insert_with_key, insert_entry(insert),
        extend, from_iter, clone, clone_from, eq, debug,
        retain, drain(), extract_if(), into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, try_reserve, shrink_to_fit, shrink_to, capacity, nan;
    promises: { fused: true, clone_keeps_order: true }
}

/// hashbrown's own ways to do the same: by reference, by raw entries, in place.
pub struct Own(Map);

impl Own {
    fn from_map(map: Map) -> Self {
        Own(map)
    }
}

fn hash(key: &Key) -> u64 {
    PlanState::default().hash_one(key)
}

/// Writes `payload`; tells what was there.
fn swap(value: &mut Value, payload: u32) -> u32 {
    let before = value.get();
    value.set(payload);
    before
}

fn bump(value: &mut Value) -> u32 {
    let next = value.get().wrapping_add(1);
    swap(value, next)
}

impl Subject for Own {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "hashbrown-own";
    const SUPPORT: Support = SUPPORT;

    fn with_hint(hint: usize) -> Self {
        let mut map = Map::default();
        map.reserve(hint);
        Own(map)
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        match self.0.raw_entry_mut().from_key(&key) {
            RawEntryMut::Occupied(mut entry) => Some(entry.insert(value)),
            RawEntryMut::Vacant(entry) => {
                let (key, value) = entry.insert(key, value);
                let _ = numbers(key, value);
                None
            }
        }
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        match self.0.entry_ref(key) {
            EntryRef::Occupied(entry) => Some(entry.remove()),
            EntryRef::Vacant(_) => None,
        }
    }

    fn remove_entry(&mut self, key: &Key) -> Option<(Key, Value)> {
        let of = hash(key);
        match self.0.raw_entry_mut().from_hash(of, |other| other == key) {
            RawEntryMut::Occupied(entry) => Some(entry.remove_entry()),
            RawEntryMut::Vacant(_) => None,
        }
    }

    fn get(&self, key: &Key) -> Option<u32> {
        let found = self.0.raw_entry().from_key(key);
        found.map(|(_, value)| value.get())
    }

    fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        let found = self.0.get_key_value_mut(key);
        found.map(|(_, value)| swap(value, payload))
    }

    fn get_disjoint_mut(&mut self, keys: [&Key; 2]) -> [Option<u32>; 2] {
        let found = self.0.get_disjoint_key_value_mut(keys);
        found.map(|entry| entry.map(|(_, value)| bump(value)))
    }

    fn get_key_value(&self, key: &Key) -> Option<(u32, u32)> {
        let of = hash(key);
        let found = self.0.raw_entry().from_hash(of, |other| other == key);
        found.map(|(key, value)| numbers(key, value))
    }

    fn contains_key(&self, key: &Key) -> bool {
        let of = hash(key);
        self.0
            .raw_entry()
            .from_key_hashed_nocheck(of, key)
            .is_some()
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(exact!((&self.0).into_iter()), true, |(key, value)| {
            visit(key, value);
        });
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(exact!((&mut self.0).into_iter()), true, |(key, value)| {
            visit(key, value);
        });
    }

    fn entry(&mut self, form: Form, key: Key, value: Value) -> EntryAnswer<Key, Value> {
        let mut answer = EntryAnswer::default();
        match form {
            Form::OrInsert => {
                answer.seen = Some(self.0.entry(key).or_insert_entry(value).get().get());
                return answer;
            }
            Form::OrInsertWith => {
                let entry = self.0.raw_entry_mut().from_key(&key);
                let (_, value) = entry.or_insert_with(|| {
                    call_closure();
                    (key, value)
                });
                answer.seen = Some(value.get());
                return answer;
            }
            _ => {}
        }
        let of = hash(&key);
        match self.0.raw_entry_mut().from_key_hashed_nocheck(of, &key) {
            RawEntryMut::Occupied(mut entry) => {
                answer.occupied = Some(true);
                answer.key = Some(entry.key().id());
                answer.seen = Some(entry.get().get());
                match form {
                    Form::Replace => answer.returned = Some(entry.insert(value)),
                    Form::Remove => {
                        answer.unused = Some(value);
                        let entry = entry.replace_entry_with(|_, value| {
                            answer.returned = Some(value);
                            None
                        });
                        assert!(matches!(entry, RawEntryMut::Vacant(_)), "it was removed");
                    }
                    Form::RemoveEntry => {
                        answer.unused = Some(value);
                        let (key, value) = entry.remove_entry();
                        answer.returned_key = Some(key);
                        answer.returned = Some(value);
                    }
                    Form::Write => {
                        swap(entry.get_key_value_mut().1, value.get());
                        answer.unused = Some(value);
                        answer.seen = Some(entry.into_key_value().1.get());
                    }
                    _ => {
                        let (key, value_of) = entry.get_key_value();
                        assert_eq!(Some(key.id()), answer.key, "one key in two ways");
                        assert_eq!(Some(value_of.get()), answer.seen, "one value in two ways");
                        answer.unused = Some(value);
                    }
                }
            }
            RawEntryMut::Vacant(entry) => {
                answer.occupied = Some(false);
                answer.key = Some(key.id());
                match form {
                    Form::Fill => {
                        let (_, value) = entry.insert_hashed_nocheck(of, key, value);
                        answer.seen = Some(value.get());
                    }
                    _ => answer.unused = Some(value),
                }
            }
        }
        answer
    }

    fn and_modify(&mut self, key: Key, value: Value) -> u32 {
        let payload = value.get();
        let entry = self.0.entry_ref(&key).and_modify(|value| {
            call_closure();
            value.set(payload);
        });
        entry.or_insert(value).get()
    }

    fn or_insert_with_key(&mut self, key: Key, value: Value) -> u32 {
        let entry = self.0.entry_ref(&key);
        let value = entry.or_insert_with_key(|key| {
            call_closure();
            let _ = key.id();
            value
        });
        value.get()
    }

    fn insert_entry(&mut self, key: Key, value: Value) -> u32 {
        let entry = self.0.entry_ref(&key).insert(value);
        assert_eq!(entry.key().id(), key.id(), "the key of an entry");
        entry.get().get()
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0
            .extract_if(|key, value| !keep(key, value))
            .for_each(drop);
    }

    map_oracle::subject_methods! { 0:
        len, clone, drain(), into_iter, clear, reserve, capacity, nan;
        by hand: insert, remove, get, iter, get_mut, get_disjoint_mut, get_key_value,
        contains_key, remove_entry, entry, and_modify, or_insert_with_key, insert_entry,
        retain, iter_mut
    }
}

/// Plain numbers: nothing to drop, all of it to be copied, and the hasher that
/// comes along.
pub struct Numbers(HashMap<u64, u64>);

impl Numbers {
    fn from_map(map: HashMap<u64, u64>) -> Self {
        Numbers(map)
    }
}

impl Subject for Numbers {
    type Key = u64;
    type Value = u64;
    const NAME: &'static str = "hashbrown-numbers";
    const SUPPORT: Support = SUPPORT;

    fn with_hint(hint: usize) -> Self {
        Numbers(match hint {
            0 => HashMap::new(),
            _ => HashMap::with_capacity(hint),
        })
    }

    fn insert(&mut self, key: u64, value: u64) -> Option<u64> {
        match self.0.entry(key) {
            Entry::Occupied(mut entry) => Some(mem::replace(entry.get_mut(), value)),
            Entry::Vacant(entry) => {
                let entry = entry.insert_entry(value);
                assert_eq!((*entry.key(), *entry.get()), (key, value), "the new entry");
                None
            }
        }
    }

    fn insert_entry(&mut self, key: u64, value: u64) -> u32 {
        let seen = match self.0.entry_ref(&key) {
            EntryRef::Occupied(mut entry) => {
                entry.insert(value);
                *entry.into_mut()
            }
            EntryRef::Vacant(entry) => *entry.insert_with_key(key, value),
        };
        seen.get()
    }

    fn extend(&mut self, entries: Vec<(u64, u64)>) {
        match entries.len() % 2 {
            0 => self.0.extend(&entries),
            _ => self
                .0
                .extend(entries.iter().map(|(key, value)| (key, value))),
        }
    }

    map_oracle::subject_methods! { 0:
        remove, get, len, iter, get_mut, get_disjoint_mut, get_key_value, contains_key, index,
        remove_entry, entry(Entry), and_modify, or_insert_with_key, from_iter,
        clone, clone_from, eq, debug, retain, drain(), extract_if(), into_iter, clear,
        keys, values, iter_mut, values_mut, reserve, try_reserve, shrink_to_fit, shrink_to,
        capacity;
        by hand: insert, insert_entry, extend
    }
}

/// The table below the maps, by its buckets and its hashes.
pub struct Table(HashTable<(Key, Value)>);

impl Table {
    fn from_map(table: HashTable<(Key, Value)>) -> Self {
        Table(table)
    }
}

impl Subject for Table {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "hashbrown-table";
    const SUPPORT: Support = SUPPORT;

    fn with_hint(hint: usize) -> Self {
        Table(HashTable::with_capacity(hint))
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        let of = hash(&key);
        match self
            .0
            .entry(of, |(other, _)| *other == key, |(key, _)| hash(key))
        {
            hash_table::Entry::Occupied(mut entry) => {
                Some(mem::replace(&mut entry.get_mut().1, value))
            }
            hash_table::Entry::Vacant(entry) => {
                entry.insert((key, value));
                None
            }
        }
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.remove_entry(key).map(|(_, value)| value)
    }

    fn remove_entry(&mut self, key: &Key) -> Option<(Key, Value)> {
        let index = self
            .0
            .find_bucket_index(hash(key), |(other, _)| other == key)?;
        let entry = self.0.get_bucket_entry(index).ok()?;
        Some(entry.remove().0)
    }

    fn get(&self, key: &Key) -> Option<u32> {
        let mut same = self.0.iter_hash(hash(key));
        let found = same.find(|(other, _)| other == key);
        found.map(|(_, value)| value.get())
    }

    fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        let index = self
            .0
            .find_bucket_index(hash(key), |(other, _)| other == key)?;
        let (_, value) = self.0.get_bucket_mut(index)?;
        Some(swap(value, payload))
    }

    fn get_disjoint_mut(&mut self, keys: [&Key; 2]) -> [Option<u32>; 2] {
        let found = self
            .0
            .get_disjoint_mut(keys.map(hash), |which, (other, _)| other == keys[which]);
        found.map(|entry| entry.map(|(_, value)| bump(value)))
    }

    fn get_key_value(&self, key: &Key) -> Option<(u32, u32)> {
        let index = self
            .0
            .find_bucket_index(hash(key), |(other, _)| other == key)?;
        let (key, value) = self.0.get_bucket(index)?;
        Some(numbers(key, value))
    }

    fn contains_key(&self, key: &Key) -> bool {
        let mut same = self.0.iter_hash_buckets(hash(key));
        same.any(|index| {
            self.0
                .get_bucket(index)
                .is_some_and(|(other, _)| other == key)
        })
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(exact!(self.0.iter_buckets()), true, |index| {
            let (key, value) = self.0.get_bucket(index).expect("a bucket that was shown");
            visit(key, value);
        });
        // There is nothing beyond.
        assert!(self.0.get_bucket(self.0.num_buckets()).is_none());
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(exact!(self.0.iter_mut()), true, |(key, value)| {
            visit(key, value)
        });
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0.retain(|(key, value)| keep(key, value));
    }

    fn extract_if(&mut self, select: Select<'_, Self>, take: usize, end: End) -> Vec<Pair<Self>> {
        let extracted = self.0.extract_if(|(key, value)| select(key, value));
        take_some(extracted, take, end)
    }

    fn reserve(&mut self, additional: usize) {
        self.0.reserve(additional, |(key, _)| hash(key));
    }

    fn try_reserve(&mut self, additional: usize) -> bool {
        self.0.try_reserve(additional, |(key, _)| hash(key)).is_ok()
    }

    fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit(|(key, _)| hash(key));
    }

    fn shrink_to(&mut self, least: usize) {
        self.0.shrink_to(least, |(key, _)| hash(key));
    }

    map_oracle::subject_methods! { 0:
        len, drain(), into_iter, clone, clone_from, capacity, clear, nan;
        by hand: insert, remove, get, iter, remove_entry, get_mut, get_disjoint_mut,
        get_key_value, contains_key, iter_mut, retain, extract_if, reserve, try_reserve,
        shrink_to_fit, shrink_to
    }
}

map_oracle::suite!(plain: Plain);
map_oracle::suite!(own: Own);
map_oracle::suite!(numbers_only: Numbers);
map_oracle::suite!(table: Table);
