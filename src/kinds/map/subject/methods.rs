//! What the words of [`subject!`](crate::subject!) expand to: the methods of
//! std's `HashMap`. Those of ordered maps are in `ordered_methods.rs`.

/// The method of [`Subject`](crate::subject::Subject) behind a word.
#[doc(hidden)]
#[macro_export]
macro_rules! subject_method {
    (insert $map:tt) => {
        fn insert(&mut self, key: Self::Key, value: Self::Value) -> Option<Self::Value> {
            self.$map.insert(key, value)
        }
    };
    (remove $map:tt) => {
        fn remove(&mut self, key: &Self::Key) -> Option<Self::Value> {
            self.$map.remove(key)
        }
    };
    (get $map:tt) => {
        fn get(&self, key: &Self::Key) -> Option<u32> {
            self.$map.get(key).map($crate::probe::TestValue::get)
        }
    };
    (len $map:tt) => {
        fn len(&self) -> usize {
            self.$map.len()
        }
        fn is_empty(&self) -> bool {
            self.$map.is_empty()
        }
    };
    (iter $map:tt) => {
        fn each(&self, visit: $crate::subject::Visit<'_, Self>) {
            $crate::subject::walk($crate::exact!(self.$map.iter()), Self::SUPPORT.fused, |(key, value)| {
                visit(key, value);
            });
        }
    };
    (try_insert $map:tt) => {
        fn try_insert(
            &mut self,
            key: Self::Key,
            value: Self::Value,
        ) -> Result<u32, (u32, Self::Value)> {
            #[allow(unused_imports, reason = "our own types have the methods without it")]
            use $crate::probe::TestValue as _;
            match self.$map.try_insert(key, value) {
                Ok(value) => Ok(value.get()),
                Err(error) => Err((error.entry.get().get(), error.value)),
            }
        }
    };
    (get_mut $map:tt) => {
        fn get_mut(&mut self, key: &Self::Key, payload: u32) -> Option<u32> {
            #[allow(unused_imports, reason = "our own types have the methods without it")]
            use $crate::probe::TestValue as _;
            self.$map.get_mut(key).map(|value| {
                let before = value.get();
                value.set(payload);
                before
            })
        }
    };
    (get_disjoint_mut $map:tt) => {
        $crate::subject_method! { get_disjoint_mut $map get_disjoint_mut }
    };
    (get_disjoint_mut $map:tt $method:ident) => {
        fn get_disjoint_mut(&mut self, keys: [&Self::Key; 2]) -> [Option<u32>; 2] {
            #[allow(unused_imports, reason = "our own types have the methods without it")]
            use $crate::probe::TestValue as _;
            // Both are read before either is written: they must not overlap.
            let mut found = self.$map.$method(keys);
            let before = found.each_ref().map(|value| value.as_ref().map(|value| value.get()));
            for (value, before) in found.iter_mut().zip(before) {
                if let (Some(value), Some(before)) = (value, before) {
                    value.set(before.wrapping_add(1));
                }
            }
            before
        }
    };
    (get_key_value $map:tt) => {
        fn get_key_value(&self, key: &Self::Key) -> Option<(u32, u32)> {
            self.$map
                .get_key_value(key)
                .map(|(key, value)| $crate::subject::numbers(key, value))
        }
    };
    (contains_key $map:tt) => {
        fn contains_key(&self, key: &Self::Key) -> bool {
            self.$map.contains_key(key)
        }
    };
    (index $map:tt) => {
        fn index(&self, key: &Self::Key) -> u32 {
            $crate::probe::TestValue::get(&self.$map[key])
        }
    };
    (remove_entry $map:tt) => {
        fn remove_entry(&mut self, key: &Self::Key) -> Option<$crate::subject::Pair<Self>> {
            self.$map.remove_entry(key)
        }
    };
    (entry $map:tt $($entry:ident)::+; $remove:ident, $remove_entry:ident) => {
        $crate::subject_method! { @entry $map, $remove, $remove_entry, $($entry)::+ }
    };
    (entry $map:tt $($entry:tt)*) => {
        $crate::subject_method! { @entry $map, remove, remove_entry, $($entry)* }
    };
    (@entry $map:tt, $remove:ident, $remove_entry:ident, $($entry:tt)*) => {
        fn entry(
            &mut self,
            form: $crate::case::EntryForm,
            key: Self::Key,
            value: Self::Value,
        ) -> $crate::subject::EntryAnswer<Self::Key, Self::Value> {
            use $($entry)*::{Occupied, Vacant};
            use $crate::case::EntryForm as Form;
            #[allow(unused_imports, reason = "our own types have the methods without it")]
            use $crate::probe::{TestKey as _, TestValue as _};
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
                (form, Occupied(entry)) => {
                    return $crate::used_entry!(entry, form, value; $remove, $remove_entry);
                }
                (form, Vacant(entry)) => {
                    answer.occupied = Some(false);
                    answer.key = Some(entry.key().id());
                    match form {
                        Form::Fill => answer.seen = Some(entry.insert(value).get()),
                        _ => answer.unused = Some(value),
                    }
                }
            }
            answer
        }
    };
    (and_modify $map:tt) => {
        fn and_modify(&mut self, key: Self::Key, value: Self::Value) -> u32 {
            #[allow(unused_imports, reason = "our own types have the methods without it")]
            use $crate::probe::TestValue as _;
            let payload = value.get();
            let modify = |value: &mut Self::Value| {
                $crate::probe::call_closure();
                value.set(payload);
            };
            self.$map.entry(key).and_modify(modify).or_insert(value).get()
        }
    };
    (or_insert_with_key $map:tt) => {
        fn or_insert_with_key(&mut self, key: Self::Key, value: Self::Value) -> u32 {
            #[allow(unused_imports, reason = "our own types have the methods without it")]
            use $crate::probe::{TestKey as _, TestValue as _};
            let make = |key: &Self::Key| {
                $crate::probe::call_closure();
                let _ = key.id();
                value
            };
            self.$map.entry(key).or_insert_with_key(make).get()
        }
    };
    (insert_entry $map:tt) => {
        $crate::subject_method! { insert_entry $map insert_entry }
    };
    (insert_entry $map:tt $method:ident) => {
        fn insert_entry(&mut self, key: Self::Key, value: Self::Value) -> u32 {
            $crate::probe::TestValue::get(self.$map.entry(key).$method(value).get())
        }
    };
    (extend $map:tt) => {
        fn extend(&mut self, entries: Vec<$crate::subject::Pair<Self>>) {
            Extend::extend(&mut self.$map, $crate::subject::feed(entries));
        }
    };
    (from_iter $map:tt) => {
        fn from_entries(entries: Vec<$crate::subject::Pair<Self>>) -> Self {
            Self::from_map($crate::subject::feed(entries).collect())
        }
    };
    (retain $map:tt) => {
        fn retain(&mut self, keep: $crate::subject::Select<'_, Self>) {
            self.$map.retain(|key, value| keep(key, value));
        }
    };
    (drain $map:tt $($arg:tt)*) => {
        fn drain(
            &mut self,
            take: usize,
            end: $crate::subject::End,
        ) -> Vec<$crate::subject::Pair<Self>> {
            $crate::subject::take_some($crate::exact!(self.$map.drain($($arg)*)), take, end)
        }
    };
    (extract_if $map:tt $($arg:tt)*) => {
        fn extract_if(
            &mut self,
            select: $crate::subject::Select<'_, Self>,
            take: usize,
            end: $crate::subject::End,
        ) -> Vec<$crate::subject::Pair<Self>> {
            let select = |key: &Self::Key, value: &mut Self::Value| select(key, value);
            let extracted =
                $crate::subject_method!(@extract self.$map, ($($arg)*), select);
            $crate::subject::take_some(extracted, take, end)
        }
    };
    (@extract $map:expr, (), $select:expr) => { $map.extract_if($select) };
    (@extract $map:expr, ($($arg:tt)+), $select:expr) => { $map.extract_if($($arg)+, $select) };
    (into_iter $map:tt) => {
        fn into_entries(
            self,
            take: usize,
            end: $crate::subject::End,
        ) -> Vec<$crate::subject::Pair<Self>> {
            $crate::subject::take_some($crate::exact!(self.$map.into_iter()), take, end)
        }
    };
    (into_keys $map:tt) => {
        fn into_keys(self, take: usize) -> Vec<Self::Key> {
            let end = $crate::subject::End::Drop;
            $crate::subject::take_some($crate::exact!(self.$map.into_keys()), take, end)
        }
    };
    (into_values $map:tt) => {
        fn into_values(self, take: usize) -> Vec<Self::Value> {
            let end = $crate::subject::End::Drop;
            $crate::subject::take_some($crate::exact!(self.$map.into_values()), take, end)
        }
    };
    (truncate $map:tt) => {
        fn truncate(&mut self, len: usize) {
            self.$map.truncate(len);
        }
    };
    (keys $map:tt) => {
        fn each_key(&self, visit: &mut dyn FnMut(&Self::Key)) {
            $crate::subject::walk($crate::exact!(self.$map.keys()), Self::SUPPORT.fused, visit);
        }
    };
    (values $map:tt) => {
        fn each_value(&self, visit: &mut dyn FnMut(&Self::Value)) {
            $crate::subject::walk($crate::exact!(self.$map.values()), Self::SUPPORT.fused, visit);
        }
    };
    (iter_mut $map:tt) => {
        fn each_mut(&mut self, visit: $crate::subject::VisitMut<'_, Self>) {
            let iter = $crate::exact!(self.$map.iter_mut());
            $crate::subject::walk(iter, Self::SUPPORT.fused, |(key, value)| visit(key, value));
        }
    };
    (values_mut $map:tt) => {
        fn each_value_mut(&mut self, visit: &mut dyn FnMut(&mut Self::Value)) {
            $crate::subject::walk($crate::exact!(self.$map.values_mut()), Self::SUPPORT.fused, visit);
        }
    };
    (iter_clone $map:tt) => {
        fn each_cloned(&self, count: usize) -> [Vec<(u32, u32)>; 2] {
            $crate::subject::walk_clone($crate::exact!(self.$map.iter()), count, |(key, value)| {
                $crate::subject::numbers(key, value)
            })
        }
    };
    (debug $map:tt) => {
        fn debug(&self) -> String {
            format!("{:?}", self.$map)
        }
    };
    (clone $map:tt) => {
        fn duplicate(&self) -> Self {
            Self::from_map(self.$map.clone())
        }
    };
    (clone_from $map:tt) => {
        fn assign_from(&mut self, source: &Self) {
            self.$map.clone_from(&source.$map);
        }
    };
    (eq $map:tt) => {
        fn equals(&self, other: &Self) -> Option<bool> {
            Some(self.$map == other.$map)
        }
    };
    (append $map:tt) => {
        fn append(&mut self, other: &mut Self) {
            self.$map.append(&mut other.$map);
        }
    };
    (union $map:tt) => {
        fn union(self, other: Self) -> Self {
            Self::from_map(self.$map.union(other.$map))
        }
    };
    (reserve $map:tt) => {
        fn reserve(&mut self, additional: usize) {
            self.$map.reserve(additional);
        }
    };
    (try_reserve $map:tt) => {
        fn try_reserve(&mut self, additional: usize) -> bool {
            self.$map.try_reserve(additional).is_ok()
        }
    };
    (shrink_to_fit $map:tt) => {
        fn shrink_to_fit(&mut self) {
            self.$map.shrink_to_fit();
        }
    };
    (shrink_to $map:tt) => {
        fn shrink_to(&mut self, least: usize) {
            self.$map.shrink_to(least);
        }
    };
    (capacity $map:tt) => {
        fn capacity(&self) -> Option<usize> {
            Some(self.$map.capacity())
        }
    };
    (clear $map:tt) => {
        fn clear(&mut self) {
            self.$map.clear();
        }
    };
    (entry_ref $map:tt) => {
        fn entry_ref(&mut self, key: &Self::Key, value: Self::Value) -> u32 {
            $crate::probe::TestValue::get(self.$map.entry_ref(key).or_insert(value))
        }
    };
    (retain_mut $map:tt) => {
        $crate::subject_method! { retain_mut $map retain_mut }
    };
    (retain_mut $map:tt $method:ident) => {
        fn retain_mut(&mut self, keep: $crate::subject::Select<'_, Self>) {
            self.$map.$method(|key, value| keep(&*key, value));
        }
    };
    (alter $map:tt) => {
        fn alter(
            &mut self,
            key: Self::Key,
            change: &mut dyn FnMut(Option<Self::Value>) -> Option<Self::Value>,
        ) {
            self.$map.alter(key, |old| change(old));
        }
    };
    (get_or_insert_with $map:tt) => {
        fn get_or_insert_with(&mut self, key: Self::Key, value: Self::Value) -> u32 {
            let make = || {
                $crate::probe::call_closure();
                value
            };
            $crate::probe::TestValue::get(&*self.$map.get_or_insert_with(key, make))
        }
    };
    (insert_entry_then $map:tt) => {
        $crate::subject_method! { insert_entry_then $map insert_entry }
    };
    (insert_entry_then $map:tt $method:ident) => {
        $crate::subject_method! { insert_entry_then $map $method, remove, remove_entry }
    };
    (insert_entry_then $map:tt $method:ident, $remove:ident, $remove_entry:ident) => {
        fn insert_entry_then(
            &mut self,
            (key, value): $crate::subject::Pair<Self>,
            form: $crate::case::EntryForm,
            more: Self::Value,
        ) -> $crate::subject::EntryAnswer<Self::Key, Self::Value> {
            let entry = self.$map.entry(key).$method(value);
            $crate::used_entry!(entry, form, more; $remove, $remove_entry)
        }
    };
    // Keys that differ from themselves are inserted like any other.
    (nan $map:tt) => {};
    ($word:ident $map:tt $($arg:tt)*) => {
        $crate::ordered_method! { $word $map $($arg)* }
    };
}

/// What a form does with an occupied entry, found by a key or returned by a method.
#[doc(hidden)]
#[macro_export]
macro_rules! used_entry {
    ($entry:expr, $form:expr, $value:expr) => {
        $crate::used_entry!($entry, $form, $value; remove, remove_entry)
    };
    ($entry:expr, $form:expr, $value:expr; $remove:ident, $remove_entry:ident) => {{
        use $crate::case::EntryForm as Form;
        #[allow(unused_imports, reason = "our own types have the methods without it")]
        use $crate::probe::{TestKey as _, TestValue as _};
        #[allow(unused_mut, reason = "some entries are handles")]
        let mut entry = $entry;
        let mut answer = $crate::subject::EntryAnswer {
            occupied: Some(true),
            key: Some(entry.key().id()),
            seen: Some(entry.get().get()),
            ..$crate::subject::EntryAnswer::default()
        };
        match $form {
            Form::Replace => answer.returned = Some(entry.insert($value)),
            Form::Remove => {
                answer.unused = Some($value);
                answer.returned = Some(entry.$remove());
            }
            Form::RemoveEntry => {
                answer.unused = Some($value);
                let (key, value) = entry.$remove_entry();
                answer.returned_key = Some(key);
                answer.returned = Some(value);
            }
            Form::Write => {
                entry.get_mut().set($value.get());
                answer.unused = Some($value);
                answer.seen = Some(entry.into_mut().get());
            }
            _ => answer.unused = Some($value),
        }
        answer
    }};
}
