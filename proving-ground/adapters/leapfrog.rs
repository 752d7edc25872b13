// leapfrog 0.3: its `HashMap`, for values that have marks of their own set
// aside and that may be copied. Nothing is dropped, so the keys are numbers, too.

use krate::HashMap;
use krate::hashmap::Entry;
use map_oracle::case::EntryForm;
use map_oracle::probe::{TestKey as _, TestValue as _, call_closure};
use map_oracle::subject::{EntryAnswer, Subject};
use map_oracle::subject_methods;

/// `HashMap` of leapfrog 0.3.
pub struct Map(HashMap<u64, u64, PlanState>);

impl Map {
    fn from_map(map: HashMap<u64, u64, PlanState>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u64;
    type Value = u64;

    const NAME: &'static str = "leapfrog";

    fn with_hint(hint: usize) -> Self {
        Map(HashMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    fn entry(&mut self, form: EntryForm, key: u64, value: u64) -> EntryAnswer<u64, u64> {
        let mut answer = EntryAnswer::default();
        match (form, self.0.entry(key)) {
            (EntryForm::OrInsert, entry) => answer.seen = Some(entry.or_insert(value).get()),
            (EntryForm::OrInsertWith, entry) => {
                let make = || {
                    call_closure();
                    value
                };
                answer.seen = Some(entry.or_insert_with(make).get());
            }
            (form, Entry::Occupied(mut entry)) => {
                answer.occupied = Some(true);
                answer.key = Some(entry.key().id());
                answer.seen = Some(entry.get().get());
                match form {
                    EntryForm::Replace => answer.returned = Some(entry.insert(value)),
                    EntryForm::Remove => answer.returned = Some(entry.remove()),
                    EntryForm::RemoveEntry => {
                        let (key, value) = entry.remove_entry();
                        answer.returned_key = Some(key);
                        answer.returned = Some(value);
                    }
                    EntryForm::Write => {
                        *entry.get_mut() = value;
                        answer.seen = Some(entry.into_mut().get());
                    }
                    _ => {}
                }
            }
            (form, Entry::Vacant(mut entry)) => {
                answer.occupied = Some(false);
                answer.key = Some(entry.key().id());
                if form == EntryForm::Fill {
                    answer.seen = Some(entry.insert(value).get());
                }
            }
        }
        answer
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key, and_modify, or_insert_with_key, insert_entry,
        clone, clone_from, into_iter, iter_mut, capacity;
        by hand: entry
    }
}
