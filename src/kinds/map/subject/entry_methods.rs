//! What the words of [`subject!`](crate::subject!) expand to that are about an entry,
//! found by its key.

/// The method of [`Subject`](crate::subject::Subject) behind a word.
#[doc(hidden)]
#[macro_export]
macro_rules! entry_method {
    (entry $map:tt [$($entry:ident)::+]) => {
        $crate::entry_method! { @entry $map, remove, remove_entry, $($entry)::+,
            [replace remove remove_entry write peek] [fill peek] [or_insert or_insert_with] }
    };
    (entry $map:tt [$($entry:ident)::+; $remove:ident, $remove_entry:ident]) => {
        $crate::entry_method! { @entry $map, $remove, $remove_entry, $($entry)::+,
            [replace remove remove_entry write peek] [fill peek] [or_insert or_insert_with] }
    };
    (entry $map:tt [$($entry:ident)::+: $($form:ident),+ $(,)?]) => {
        $crate::entry_method! { @entry $map, remove, remove_entry, $($entry)::+,
            [$($form)+] [$($form)+] [] }
    };
    (entry $map:tt [$($how:tt)*]) => {
        compile_error!(concat!(
            "`entry` wants the path of the map's `Entry`, and may list what its two kinds have: \
             `entry(hash_map::Entry: replace, remove, remove_entry, write, peek, fill)`; it was \
             given `", stringify!($($how)*), "`. A map that has no such `Entry` says `or_insert`, \
             `or_insert_with`, `or_insert_with_key`, `and_modify`"
        ));
    };
    (@entry $map:tt, $remove:ident, $remove_entry:ident, $($entry:ident)::+,
        [$($occupied:ident)*] [$($vacant:ident)*] [$($both:ident)*]) => {
        fn entry(
            &mut self,
            form: $crate::case::EntryForm,
            key: Self::Key,
            value: Self::Value,
        ) -> $crate::subject::EntryAnswer<Self::Key, Self::Value> {
            use $($entry)::+::{Occupied, Vacant};
            let id = $crate::probe::TestKey::id(&key);
            let entry = self.$map.entry(key);
            $($crate::entry_form! { @both $both form entry value Self })*
            match entry {
                Occupied(entry) => $crate::occupied_entry! {
                    entry, Some(id), form, value, [$($occupied)*], $remove, $remove_entry
                },
                Vacant(entry) => {
                    let mut answer = $crate::subject::EntryAnswer {
                        occupied: Some(false),
                        key: Some(id),
                        ..$crate::subject::EntryAnswer::default()
                    };
                    $($crate::entry_form! { @key $vacant entry answer })*
                    $($crate::entry_form! { @vacant $vacant form entry value answer Self })*
                    // Not left to the end of the scope: should it panic there, the
                    // compiler itself would leak the answer.
                    { let _gone = entry; }
                    answer.unused = Some(value);
                    answer
                }
            }
        }
    };
    (or_insert $map:tt []) => {
        $crate::entry_method! { or_insert $map [|map, key, value| map.entry(key).or_insert(value)] }
    };
    (or_insert $map:tt $how:tt) => {
        fn or_insert(
            &mut self,
            key: Self::Key,
            value: Self::Value,
        ) -> $crate::subject::EntryAnswer<Self::Key, Self::Value> {
            $crate::call! { or_insert: or_insert(key, value) on self.$map, [&mut], $how,
                {$crate::subject::ended_in::<Self, _>} {} }
        }
    };
    (or_insert_with $map:tt []) => {
        $crate::entry_method! { or_insert_with $map
            [|map, key, make| map.entry(key).or_insert_with(make)] }
    };
    (or_insert_with $map:tt $how:tt) => {
        fn or_insert_with(
            &mut self,
            key: Self::Key,
            value: Self::Value,
        ) -> $crate::subject::EntryAnswer<Self::Key, Self::Value> {
            let make = $crate::subject::makes(value);
            $crate::call! { or_insert_with: or_insert_with(key, make) on self.$map, [&mut], $how,
                {$crate::subject::ended_in::<Self, _>} {} }
        }
    };
    (or_insert_with_key $map:tt []) => {
        fn or_insert_with_key(&mut self, key: Self::Key, value: Self::Value) -> u32 {
            let make = $crate::subject::makes(value);
            let make = |key: &Self::Key| {
                let _ = $crate::probe::TestKey::id(key);
                make()
            };
            $crate::subject::number::<Self::Value, _>(self.$map.entry(key).or_insert_with_key(make))
        }
    };
    (or_insert_with_key $map:tt $how:tt) => {
        fn or_insert_with_key(&mut self, key: Self::Key, value: Self::Value) -> u32 {
            let make = $crate::subject::makes(value);
            let make = |_| make();
            $crate::call! { or_insert_with_key: or_insert_with_key(key, make) on self.$map,
                [&mut], $how, {$crate::subject::number::<Self::Value, _>} {} }
        }
    };
    (and_modify $map:tt []) => {
        $crate::entry_method! { and_modify $map
            [|map, key, modify, value| map.entry(key).and_modify(modify).or_insert(value)] }
    };
    (and_modify $map:tt $how:tt) => {
        fn and_modify(&mut self, key: Self::Key, value: Self::Value) -> u32 {
            let modify = $crate::subject::modifies::<Self::Value>(
                $crate::probe::TestValue::get(&value));
            $crate::call! { and_modify: and_modify(key, modify, value) on self.$map, [&mut], $how,
                {$crate::subject::number::<Self::Value, _>} {} }
        }
    };
    (insert_entry $map:tt []) => {
        $crate::entry_method! { insert_entry $map [insert_entry] }
    };
    (insert_entry $map:tt [$method:ident]) => {
        fn insert_entry(&mut self, key: Self::Key, value: Self::Value) -> u32 {
            $crate::subject::number::<Self::Value, _>(self.$map.entry(key).$method(value).get())
        }
    };
    (insert_entry $map:tt $how:tt) => {
        fn insert_entry(&mut self, key: Self::Key, value: Self::Value) -> u32 {
            $crate::call! { insert_entry: insert_entry(key, value) on self.$map, [&mut], $how,
                {$crate::subject::number::<Self::Value, _>} {} }
        }
    };
    (entry_ref $map:tt []) => {
        $crate::entry_method! { entry_ref $map
            [|map, key, value| map.entry_ref(key).or_insert(value)] }
    };
    (entry_ref $map:tt $how:tt) => {
        fn entry_ref(&mut self, key: &Self::Key, value: Self::Value) -> u32 {
            $crate::call! { entry_ref: entry_ref(key, value) on self.$map, [&mut], $how,
                {$crate::subject::number::<Self::Value, _>} {} }
        }
    };
    (insert_entry_then $map:tt []) => {
        $crate::entry_method! { insert_entry_then $map [insert_entry] }
    };
    (insert_entry_then $map:tt [$method:ident]) => {
        $crate::entry_method! { insert_entry_then $map [$method, remove, remove_entry] }
    };
    (insert_entry_then $map:tt [$method:ident, $remove:ident, $remove_entry:ident]) => {
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
    ($word:ident $map:tt $how:tt) => {
        $crate::ordered_method! { $word $map $how }
    };
}

/// What one form does with an entry, if it is that one.
#[doc(hidden)]
#[macro_export]
macro_rules! entry_form {
    (@both or_insert $form:ident $entry:ident $value:ident $this:ident) => {
        if $form == $crate::case::EntryForm::OrInsert {
            return $crate::subject::ended_in::<$this, _>($entry.or_insert($value));
        }
    };
    (@both or_insert_with $form:ident $entry:ident $value:ident $this:ident) => {
        if $form == $crate::case::EntryForm::OrInsertWith {
            let make = $crate::subject::makes($value);
            return $crate::subject::ended_in::<$this, _>($entry.or_insert_with(make));
        }
    };
    // The key that an entry shows, which is the one that was looked for; of an entry
    // that shows none, that one is taken for it.
    (@key peek $entry:ident $answer:ident) => {{
        #[allow(unused_imports, reason = "our own types have the methods without it")]
        use $crate::probe::TestKey as _;
        $answer.key = Some($entry.key().id());
    }};
    (@key $other:ident $($rest:tt)*) => {};
    (@vacant fill $form:ident $entry:ident $value:ident $answer:ident $this:ident) => {
        if $form == $crate::case::EntryForm::Fill {
            $answer.seen = Some($crate::subject::number::<
                <$this as $crate::subject::Subject>::Value,
                _,
            >($entry.insert($value)));
            return $answer;
        }
    };
    (@vacant $other:ident $($rest:tt)*) => {};
    (@occupied replace $form:ident $entry:ident $value:ident $answer:ident $r:ident $re:ident) => {
        if $form == $crate::case::EntryForm::Replace {
            $answer.returned = Some($entry.insert($value));
            return $answer;
        }
    };
    (@occupied remove $form:ident $entry:ident $value:ident $answer:ident $r:ident $re:ident) => {
        if $form == $crate::case::EntryForm::Remove {
            $answer.unused = Some($value);
            $answer.returned = Some($entry.$r());
            return $answer;
        }
    };
    (@occupied remove_entry $form:ident $entry:ident $value:ident $answer:ident $r:ident $re:ident) => {
        if $form == $crate::case::EntryForm::RemoveEntry {
            $answer.unused = Some($value);
            let (key, value) = $entry.$re();
            $answer.returned_key = Some(key);
            $answer.returned = Some(value);
            return $answer;
        }
    };
    (@occupied write $form:ident $entry:ident $value:ident $answer:ident $r:ident $re:ident) => {
        if $form == $crate::case::EntryForm::Write {
            #[allow(unused_imports, reason = "our own types have the methods without it")]
            use $crate::probe::TestValue as _;
            $entry.get_mut().set($value.get());
            $answer.unused = Some($value);
            $answer.seen = Some($entry.into_mut().get());
            return $answer;
        }
    };
    (@occupied peek $($rest:tt)*) => {};
    (@occupied fill $($rest:tt)*) => {};
    (@occupied $form:ident $($rest:tt)*) => {
        compile_error!(concat!(
            "`",
            stringify!($form),
            "` is nothing that `entry` lists: those are `replace`, \
             `remove`, `remove_entry`, `write`, `peek` and `fill`"
        ));
    };
}

/// What a form does with an occupied entry, of those that it has. The adapter's
/// function returns it.
#[doc(hidden)]
#[macro_export]
macro_rules! occupied_entry {
    ($entry:expr, $key:expr, $form:expr, $value:expr, [$($of:ident)*],
        $remove:ident, $remove_entry:ident) => {{
        #[allow(unused_imports, reason = "our own types have the methods without it")]
        use $crate::probe::{TestKey as _, TestValue as _};
        let (form, value) = ($form, $value);
        #[allow(unused_mut, reason = "some entries are handles")]
        let mut entry = $entry;
        #[allow(unused_mut, reason = "an entry may have no more than that")]
        let mut answer = $crate::subject::EntryAnswer {
            occupied: Some(true),
            key: $key,
            seen: Some(entry.get().get()),
            ..$crate::subject::EntryAnswer::default()
        };
        $($crate::entry_form! { @key $of entry answer })*
        $($crate::entry_form! { @occupied $of form entry value answer $remove $remove_entry })*
        { let _gone = entry; }
        answer.unused = Some(value);
        answer
    }};
}

/// What a form does with an occupied entry, found by a key or returned by a method.
#[doc(hidden)]
#[macro_export]
macro_rules! used_entry {
    ($entry:expr, $form:expr, $value:expr) => {
        $crate::used_entry!($entry, $form, $value; remove, remove_entry)
    };
    ($entry:expr, $form:expr, $value:expr; $remove:ident, $remove_entry:ident) => {
        // A closure, as each form returns.
        (|| $crate::occupied_entry! {
            $entry, None, $form, $value, [peek replace remove remove_entry write],
            $remove, $remove_entry
        })()
    };
}
