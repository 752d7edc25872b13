//! The macro that writes an adapter for a map with std's methods.
//!
//! [`subject!`](crate::subject!) makes a type that implements
//! [`Subject`](super::Subject) from the map's type and a list of words, each of
//! which stands for a method (or a few) and for the ops that it makes possible.
//! `subject_methods!` and `subject_ops!` are its two halves; an adapter that
//! writes some methods by hand uses them for the rest.

/// Writes an adapter for a map with the methods of std's `HashMap`.
///
/// ```
/// use std::collections::{HashMap, hash_map};
/// use map_oracle::check;
/// use map_oracle::probe::{Key, PlanState, Value};
///
/// map_oracle::subject! {
///     /// Std's map, from the outside.
///     pub struct Mine("mine", HashMap<Key, Value, PlanState>);
///     new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
///     supports: get_mut, contains_key, entry(hash_map::Entry), retain, drain(), clear, clone;
/// }
///
/// let case = "map-oracle case 1\ninsert 3 = 5\nentry_or_insert 3 = 6\nremove 3\n".parse()?;
/// check::run::<Mine>(&case).expect("std's map is right");
/// # Ok::<(), map_oracle::case::CaseError>(())
/// ```
///
/// `new` makes an empty map, given the number of entries to make room for (0:
/// none). `supports` takes these words, each named after the method that it
/// calls:
///
/// - `get_mut`, `get_key_value`, `contains_key`, `index`, `remove_entry`;
/// - `entry(PATH)`, with the path of the map's `Entry` enum; `and_modify`,
///   `or_insert_with_key` and `insert_entry` for the newer forms (the last one
///   may name the method: `insert_entry(insert)`);
/// - `extend`, `from_iter`, `clone`, `clone_from`, `eq`;
/// - `retain`, `drain(ARGS)`, `extract_if(ARGS)`, `into_iter`, `truncate`,
///   `clear`; ARGS are the arguments that come before a closure, such as `..`;
/// - `keys`, `values`, `iter_mut`, `values_mut`;
/// - `reserve`, `shrink_to_fit`, `capacity`;
/// - `nan`: keys that are not equal to themselves are allowed.
///
/// After the list, `support: { field: value, ... }` may set further fields of
/// [`Support`](crate::subject::Support).
#[macro_export]
macro_rules! subject {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident($label:expr, $map:ty);
        new: |$hint:pat_param| $new:expr;
        supports: $($word:ident $(($($arg:tt)*))?),* $(,)?;
        $(support: { $($field:ident: $setting:expr),* $(,)? })?
    ) => {
        $(#[$meta])*
        $vis struct $name($map);

        impl $name {
            fn from_map(map: $map) -> Self {
                $name(map)
            }
        }

        impl $crate::subject::Subject for $name {
            const NAME: &'static str = $label;
            const SUPPORT: $crate::subject::Support = $crate::subject::Support {
                ops: $crate::subject_ops!($($word),*),
                $($($field: $setting,)*)?
                ..$crate::subject::Support::CORE
            };

            fn with_hint($hint: usize) -> Self {
                Self::from_map($new)
            }

            $crate::subject_methods! { 0:
                insert, remove, get, len, iter, $($word $(($($arg)*))?),*
            }
        }
    };
}

/// The ops that words of [`subject!`](crate::subject!) make possible, with
/// those that every subject has.
#[macro_export]
macro_rules! subject_ops {
    ($($word:ident),* $(,)?) => {
        $crate::case::OpSet::CORE
            $(.union($crate::case::OpSet::of($crate::subject_ops!(@ $word))))*
    };
    (@ get_mut) => { &[$crate::case::OpKind::GetMut] };
    (@ get_key_value) => { &[$crate::case::OpKind::GetKeyValue] };
    (@ contains_key) => { &[$crate::case::OpKind::ContainsKey] };
    (@ index) => { &[$crate::case::OpKind::Index] };
    (@ remove_entry) => { &[$crate::case::OpKind::RemoveEntry] };
    (@ entry) => {
        &[
            $crate::case::OpKind::EntryOrInsert,
            $crate::case::OpKind::EntryOrInsertWith,
            $crate::case::OpKind::EntryReplace,
            $crate::case::OpKind::EntryRemove,
            $crate::case::OpKind::EntryRemoveEntry,
            $crate::case::OpKind::EntryPeek,
        ]
    };
    (@ and_modify) => { &[$crate::case::OpKind::EntryAndModify] };
    (@ or_insert_with_key) => { &[$crate::case::OpKind::EntryOrInsertWithKey] };
    (@ insert_entry) => { &[$crate::case::OpKind::EntryInsertEntry] };
    (@ extend) => { &[$crate::case::OpKind::Extend] };
    (@ from_iter) => { &[$crate::case::OpKind::FromIter] };
    (@ retain) => { &[$crate::case::OpKind::Retain] };
    (@ drain) => { &[$crate::case::OpKind::Drain] };
    (@ extract_if) => {
        &[$crate::case::OpKind::ExtractIf, $crate::case::OpKind::ExtractTwo]
    };
    (@ into_iter) => { &[$crate::case::OpKind::IntoIter] };
    (@ truncate) => { &[$crate::case::OpKind::Truncate] };
    (@ keys) => { &[$crate::case::OpKind::Keys] };
    (@ values) => { &[$crate::case::OpKind::Values] };
    (@ iter_mut) => { &[$crate::case::OpKind::IterMut] };
    (@ values_mut) => { &[$crate::case::OpKind::ValuesMut] };
    (@ clone) => { &[$crate::case::OpKind::Clone, $crate::case::OpKind::CloneSwap] };
    (@ clone_from) => { &[$crate::case::OpKind::CloneFrom] };
    (@ reserve) => { &[$crate::case::OpKind::Reserve] };
    (@ shrink_to_fit) => { &[$crate::case::OpKind::ShrinkToFit] };
    (@ clear) => { &[$crate::case::OpKind::Clear] };
    (@ nan) => { &[$crate::case::OpKind::InsertNan] };
    (@ eq) => { &[] };
    (@ capacity) => { &[] };
}

/// The methods of [`Subject`](crate::subject::Subject) behind words of
/// [`subject!`](crate::subject!), for use in an `impl` of that trait. The field
/// that holds the map comes first. Beside the words of `subject!` it takes
/// `insert`, `remove`, `get`, `len` and `iter`. Methods that make a new map
/// call `Self::from_map`.
#[macro_export]
macro_rules! subject_methods {
    ($map:tt: $($word:ident $(($($arg:tt)*))?),* $(,)?) => {
        $($crate::subject_methods! { @ $word $map $($($arg)*)? })*
    };
    (@ insert $map:tt) => {
        fn insert(
            &mut self,
            key: $crate::probe::Key,
            value: $crate::probe::Value,
        ) -> Option<$crate::probe::Value> {
            self.$map.insert(key, value)
        }
    };
    (@ remove $map:tt) => {
        fn remove(&mut self, key: &$crate::probe::Key) -> Option<$crate::probe::Value> {
            self.$map.remove(key)
        }
    };
    (@ get $map:tt) => {
        fn get(&self, key: &$crate::probe::Key) -> Option<u32> {
            self.$map.get(key).map($crate::probe::Value::get)
        }
    };
    (@ len $map:tt) => {
        fn len(&self) -> usize {
            self.$map.len()
        }
        fn is_empty(&self) -> bool {
            self.$map.is_empty()
        }
    };
    (@ iter $map:tt) => {
        fn each(&self, visit: &mut dyn FnMut(&$crate::probe::Key, &$crate::probe::Value)) {
            for (key, value) in self.$map.iter() {
                visit(key, value);
            }
        }
    };
    (@ get_mut $map:tt) => {
        fn get_mut(&mut self, key: &$crate::probe::Key, payload: u32) -> Option<u32> {
            self.$map.get_mut(key).map(|value| {
                let before = value.get();
                value.set(payload);
                before
            })
        }
    };
    (@ get_key_value $map:tt) => {
        fn get_key_value(&self, key: &$crate::probe::Key) -> Option<(u32, u32)> {
            self.$map
                .get_key_value(key)
                .map(|(key, value)| (key.id(), value.get()))
        }
    };
    (@ contains_key $map:tt) => {
        fn contains_key(&self, key: &$crate::probe::Key) -> bool {
            self.$map.contains_key(key)
        }
    };
    (@ index $map:tt) => {
        fn index(&self, key: &$crate::probe::Key) -> u32 {
            self.$map[key].get()
        }
    };
    (@ remove_entry $map:tt) => {
        fn remove_entry(
            &mut self,
            key: &$crate::probe::Key,
        ) -> Option<($crate::probe::Key, $crate::probe::Value)> {
            self.$map.remove_entry(key)
        }
    };
    (@ entry $map:tt $($entry:tt)*) => {
        fn entry(
            &mut self,
            form: $crate::case::EntryForm,
            key: $crate::probe::Key,
            value: $crate::probe::Value,
        ) -> $crate::subject::EntryAnswer {
            use $($entry)*::{Occupied, Vacant};
            use $crate::case::EntryForm as Form;
            let mut answer = $crate::subject::EntryAnswer::default();
            match (form, self.$map.entry(key)) {
                (Form::OrInsert, entry) => answer.seen = Some(entry.or_insert(value).get()),
                (Form::OrInsertWith, entry) => {
                    let make = || {
                        $crate::probe::call_closure();
                        value
                    };
                    answer.seen = Some(entry.or_insert_with(make).get());
                }
                (form, Occupied(mut entry)) => {
                    answer.occupied = Some(true);
                    answer.key = Some(entry.key().id());
                    answer.seen = Some(entry.get().get());
                    match form {
                        Form::Replace => answer.returned = Some(entry.insert(value)),
                        Form::Remove => {
                            answer.unused = Some(value);
                            answer.returned = Some(entry.remove());
                        }
                        Form::RemoveEntry => {
                            answer.unused = Some(value);
                            let (key, value) = entry.remove_entry();
                            answer.returned_key = Some(key);
                            answer.returned = Some(value);
                        }
                        _ => answer.unused = Some(value),
                    }
                }
                (_, Vacant(entry)) => {
                    answer.unused = Some(value);
                    answer.occupied = Some(false);
                    answer.key = Some(entry.key().id());
                }
            }
            answer
        }
    };
    (@ and_modify $map:tt) => {
        fn and_modify(&mut self, key: $crate::probe::Key, value: $crate::probe::Value) -> u32 {
            let payload = value.get();
            let modify = |value: &mut $crate::probe::Value| {
                $crate::probe::call_closure();
                value.set(payload);
            };
            self.$map.entry(key).and_modify(modify).or_insert(value).get()
        }
    };
    (@ or_insert_with_key $map:tt) => {
        fn or_insert_with_key(
            &mut self,
            key: $crate::probe::Key,
            value: $crate::probe::Value,
        ) -> u32 {
            let make = |key: &$crate::probe::Key| {
                $crate::probe::call_closure();
                let _ = key.id();
                value
            };
            self.$map.entry(key).or_insert_with_key(make).get()
        }
    };
    (@ insert_entry $map:tt) => {
        $crate::subject_methods! { @ insert_entry $map insert_entry }
    };
    (@ insert_entry $map:tt $method:ident) => {
        fn insert_entry(&mut self, key: $crate::probe::Key, value: $crate::probe::Value) -> u32 {
            self.$map.entry(key).$method(value).get().get()
        }
    };
    (@ extend $map:tt) => {
        fn extend(&mut self, entries: Vec<($crate::probe::Key, $crate::probe::Value)>) {
            Extend::extend(&mut self.$map, entries);
        }
    };
    (@ from_iter $map:tt) => {
        fn from_entries(entries: Vec<($crate::probe::Key, $crate::probe::Value)>) -> Self {
            Self::from_map(entries.into_iter().collect())
        }
    };
    (@ retain $map:tt) => {
        fn retain(
            &mut self,
            keep: &mut dyn FnMut(&$crate::probe::Key, &mut $crate::probe::Value) -> bool,
        ) {
            self.$map.retain(|key, value| keep(key, value));
        }
    };
    (@ drain $map:tt $($arg:tt)*) => {
        fn drain(&mut self, take: usize) -> Vec<($crate::probe::Key, $crate::probe::Value)> {
            self.$map.drain($($arg)*).take(take).collect()
        }
    };
    (@ extract_if $map:tt $($arg:tt)*) => {
        fn extract_if(
            &mut self,
            select: &mut dyn FnMut(&$crate::probe::Key, &mut $crate::probe::Value) -> bool,
            take: usize,
        ) -> Vec<($crate::probe::Key, $crate::probe::Value)> {
            $crate::subject_methods!(@extract self.$map, ($($arg)*), |key, value| select(key, value))
                .take(take)
                .collect()
        }
    };
    (@extract $map:expr, (), $select:expr) => { $map.extract_if($select) };
    (@extract $map:expr, ($($arg:tt)+), $select:expr) => { $map.extract_if($($arg)+, $select) };
    (@ into_iter $map:tt) => {
        fn into_entries(self, take: usize) -> Vec<($crate::probe::Key, $crate::probe::Value)> {
            self.$map.into_iter().take(take).collect()
        }
    };
    (@ truncate $map:tt) => {
        fn truncate(&mut self, len: usize) {
            self.$map.truncate(len);
        }
    };
    (@ keys $map:tt) => {
        fn each_key(&self, visit: &mut dyn FnMut(&$crate::probe::Key)) {
            self.$map.keys().for_each(visit);
        }
    };
    (@ values $map:tt) => {
        fn each_value(&self, visit: &mut dyn FnMut(&$crate::probe::Value)) {
            self.$map.values().for_each(visit);
        }
    };
    (@ iter_mut $map:tt) => {
        fn each_mut(
            &mut self,
            visit: &mut dyn FnMut(&$crate::probe::Key, &mut $crate::probe::Value),
        ) {
            for (key, value) in self.$map.iter_mut() {
                visit(key, value);
            }
        }
    };
    (@ values_mut $map:tt) => {
        fn each_value_mut(&mut self, visit: &mut dyn FnMut(&mut $crate::probe::Value)) {
            self.$map.values_mut().for_each(visit);
        }
    };
    (@ clone $map:tt) => {
        fn duplicate(&self) -> Self {
            Self::from_map(self.$map.clone())
        }
    };
    (@ clone_from $map:tt) => {
        fn assign_from(&mut self, source: &Self) {
            self.$map.clone_from(&source.$map);
        }
    };
    (@ eq $map:tt) => {
        fn equals(&self, other: &Self) -> Option<bool> {
            Some(self.$map == other.$map)
        }
    };
    (@ reserve $map:tt) => {
        fn reserve(&mut self, additional: usize) {
            self.$map.reserve(additional);
        }
    };
    (@ shrink_to_fit $map:tt) => {
        fn shrink_to_fit(&mut self) {
            self.$map.shrink_to_fit();
        }
    };
    (@ capacity $map:tt) => {
        fn capacity(&self) -> Option<usize> {
            Some(self.$map.capacity())
        }
    };
    (@ clear $map:tt) => {
        fn clear(&mut self) {
            self.$map.clear();
        }
    };
    // Keys that differ from themselves are inserted like any other.
    (@ nan $map:tt) => {};
}
