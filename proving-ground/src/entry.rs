//! Entries with less to them than std's.

/// Writes `Subject::entry` for an `Entry` that has no `key` and no
/// `remove_entry`, but else the methods of std's.
///
/// What the entry does not show of its key, the adapter answers itself, and
/// `remove` stands in for `remove_entry`. So the op asks nothing of the map that
/// is not there, and the values are looked at all the same. `0 by (|key| ..)` says
/// what the map calls a key.
#[macro_export]
macro_rules! lesser_entry {
    ($map:tt $(by ($of:expr))?: $($entry:tt)*) => {
        fn entry(
            &mut self,
            form: map_oracle::case::EntryForm,
            key: Self::Key,
            value: Self::Value,
        ) -> map_oracle::subject::EntryAnswer<Self::Key, Self::Value> {
            use map_oracle::case::EntryForm as Form;
            #[allow(unused_imports, reason = "our own types have the methods without it")]
            use map_oracle::probe::{TestKey as _, TestValue as _};
            use $($entry)*::{Occupied, Vacant};
            let mut answer = map_oracle::subject::EntryAnswer::default();
            let id = key.id();
            let own = (form == Form::RemoveEntry)
                .then(|| map_oracle::probe::quietly(|| Clone::clone(&key)));
            match (form, self.$map.entry($crate::lesser_entry!(@key key $($of)?))) {
                (Form::OrInsert, entry) => answer.seen = Some(entry.or_insert(value).get()),
                (Form::OrInsertWith, entry) => {
                    let make = || {
                        map_oracle::probe::call_closure();
                        value
                    };
                    answer.seen = Some(entry.or_insert_with(make).get());
                }
                (form, Occupied(mut entry)) => {
                    answer.occupied = Some(true);
                    answer.key = Some(id);
                    answer.seen = Some(entry.get().get());
                    match form {
                        Form::Replace => answer.returned = Some(entry.insert(value)),
                        Form::Remove | Form::RemoveEntry => {
                            answer.unused = Some(value);
                            answer.returned_key = own;
                            answer.returned = Some(entry.remove());
                        }
                        Form::Write => {
                            entry.get_mut().set(value.get());
                            answer.unused = Some(value);
                            answer.seen = Some(entry.into_mut().get());
                        }
                        _ => answer.unused = Some(value),
                    }
                }
                (form, Vacant(entry)) => {
                    answer.occupied = Some(false);
                    answer.key = Some(id);
                    match form {
                        Form::Fill => answer.seen = Some(entry.insert(value).get()),
                        _ => answer.unused = Some(value),
                    }
                }
            }
            answer
        }
    };
    (@key $key:ident) => { $key };
    (@key $key:ident $of:expr) => { ($of)($key) };
}
