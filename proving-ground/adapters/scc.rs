// scc 3: a hash map of buckets with locks of their own, on one thread.
//
// Its methods that do not wait are asked, and what they hand out is let go of at
// the end of each op. Its `capacity` counts slots and may be less than the entries.
// After a panic in user code the map is only dropped: where the drop of a parameter
// panics, the compiler forgets what was to be returned, here a lock
// (rust-lang/rust#47949). `from_iter` and `clone_from` are left out: they drop a map,
// which drops an entry twice if a drop panics. See FOUND.md.

use krate::HashMap;
use krate::hash_map::Entry;
use map_oracle::case::EntryForm;
use map_oracle::probe::{TestKey as _, TestValue as _, call_closure};
use map_oracle::subject::{EntryAnswer, Pair, Select, Subject, Support, Visit, VisitMut, numbers};
use map_oracle::subject_methods;

/// `HashMap` of scc.
pub struct Map(HashMap<Key, Value, PlanState>);

impl Map {
    fn from_map(map: HashMap<Key, Value, PlanState>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "scc";
    const SUPPORT: Support = Support {
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Map(HashMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.0.upsert_sync(key, value)
    }

    fn get(&self, key: &Key) -> Option<u32> {
        self.0.read_sync(key, |_, value| value.get())
    }

    fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        self.0.update_sync(key, |_, value| {
            let before = value.get();
            value.set(payload);
            before
        })
    }

    fn get_key_value(&self, key: &Key) -> Option<(u32, u32)> {
        let entry = self.0.get_sync(key)?;
        Some(numbers(entry.key(), entry.get()))
    }

    fn contains_key(&self, key: &Key) -> bool {
        self.0.contains_sync(key)
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.0.remove_sync(key).map(|(_, value)| value)
    }

    fn remove_entry(&mut self, key: &Key) -> Option<Pair<Self>> {
        self.0.remove_sync(key)
    }

    fn each(&self, visit: Visit<'_, Self>) {
        self.0.iter_sync(|key, value| {
            visit(key, value);
            true
        });
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        self.0.retain_sync(|key, value| {
            visit(key, value);
            true
        });
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0.retain_sync(|key, value| keep(key, value));
    }

    fn clear(&mut self) {
        self.0.clear_sync();
    }

    fn entry(&mut self, form: EntryForm, key: Key, value: Value) -> EntryAnswer<Key, Value> {
        let mut answer = EntryAnswer::default();
        match (form, self.0.entry_sync(key)) {
            (EntryForm::OrInsert, entry) => answer.seen = Some(entry.or_insert(value).get().get()),
            (EntryForm::OrInsertWith, entry) => {
                let make = || {
                    call_closure();
                    value
                };
                answer.seen = Some(entry.or_insert_with(make).get().get());
            }
            (form, Entry::Occupied(mut entry)) => {
                answer.occupied = Some(true);
                answer.key = Some(entry.key().id());
                answer.seen = Some(entry.get().get());
                match form {
                    EntryForm::Replace => answer.returned = Some(entry.insert(value)),
                    EntryForm::Remove => {
                        answer.unused = Some(value);
                        answer.returned = Some(entry.remove());
                    }
                    EntryForm::RemoveEntry => {
                        answer.unused = Some(value);
                        let (key, value) = entry.remove_entry();
                        answer.returned_key = Some(key);
                        answer.returned = Some(value);
                    }
                    EntryForm::Write => {
                        entry.get_mut().set(value.get());
                        answer.unused = Some(value);
                        answer.seen = Some(entry.get().get());
                    }
                    _ => answer.unused = Some(value),
                }
            }
            (form, Entry::Vacant(entry)) => {
                answer.occupied = Some(false);
                answer.key = Some(entry.key().id());
                match form {
                    EntryForm::Fill => answer.seen = Some(entry.insert_entry(value).get().get()),
                    _ => answer.unused = Some(value),
                }
            }
        }
        answer
    }

    fn and_modify(&mut self, key: Key, value: Value) -> u32 {
        let payload = value.get();
        let modify = |value: &mut Value| {
            call_closure();
            value.set(payload);
        };
        let entry = self.0.entry_sync(key).and_modify(modify);
        entry.or_insert(value).get().get()
    }

    fn or_insert_with_key(&mut self, key: Key, value: Value) -> u32 {
        let make = |key: &Key| {
            call_closure();
            let _ = key.id();
            value
        };
        self.0.entry_sync(key).or_insert_with_key(make).get().get()
    }

    fn insert_entry(&mut self, key: Key, value: Value) -> u32 {
        self.0.entry_sync(key).insert_entry(value).get().get()
    }

    subject_methods! { 0:
        len, clone, eq, debug;
        by hand: insert, get, get_mut, get_key_value, contains_key, remove, remove_entry,
        iter, iter_mut, retain, clear, entry, and_modify, or_insert_with_key, insert_entry
    }
}
