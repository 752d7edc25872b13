//! What the words of [`subject!`](crate::subject!) expand to that belong to
//! maps with an order: the methods of std's `BTreeMap` and of `indexmap`.

/// The method of [`Subject`](crate::subject::Subject) behind a word.
#[doc(hidden)]
#[macro_export]
macro_rules! ordered_method {
    (rev $map:tt) => {
        fn each_from(&self, ends: $crate::subject::Ends) -> Vec<(u32, u32)> {
            let fused = Self::SUPPORT.fused;
            $crate::subject::walk_ends(
                $crate::exact!(self.$map.iter()),
                ends,
                fused,
                |(key, value)| $crate::subject::numbers(key, value),
            )
        }
    };
    (first $map:tt) => {
        $crate::ordered_method! { first $map first_key_value }
    };
    (first $map:tt $method:ident) => {
        fn first(&self) -> Option<(u32, u32)> {
            self.$map
                .$method()
                .map(|(key, value)| $crate::subject::numbers(key, value))
        }
    };
    (last $map:tt) => {
        $crate::ordered_method! { last $map last_key_value }
    };
    (last $map:tt $method:ident) => {
        fn last(&self) -> Option<(u32, u32)> {
            self.$map
                .$method()
                .map(|(key, value)| $crate::subject::numbers(key, value))
        }
    };
    (pop_first $map:tt) => {
        $crate::ordered_method! { pop_first $map pop_first }
    };
    (pop_first $map:tt $method:ident) => {
        fn pop_first(&mut self) -> Option<$crate::subject::Pair<Self>> {
            self.$map.$method()
        }
    };
    (pop_last $map:tt) => {
        $crate::ordered_method! { pop_last $map pop_last }
    };
    (pop_last $map:tt $method:ident) => {
        fn pop_last(&mut self) -> Option<$crate::subject::Pair<Self>> {
            self.$map.$method()
        }
    };
    (range $map:tt) => {
        fn range(
            &self,
            bounds: $crate::subject::Bounds<'_, Self::Key>,
            ends: $crate::subject::Ends,
        ) -> Vec<(u32, u32)> {
            let range = self.$map.range::<Self::Key, _>(bounds);
            let fused = Self::SUPPORT.fused;
            $crate::subject::walk_ends(range, ends, fused, |(key, value)| {
                $crate::subject::numbers(key, value)
            })
        }
    };
    (range_mut $map:tt) => {
        fn range_mut(
            &mut self,
            bounds: $crate::subject::Bounds<'_, Self::Key>,
            visit: $crate::subject::VisitMut<'_, Self>,
        ) {
            let range = self.$map.range_mut::<Self::Key, _>(bounds);
            $crate::subject::walk(range, Self::SUPPORT.fused, |(key, value)| visit(key, value));
        }
    };
    (neighbours $map:tt) => {
        fn successor(&self, key: &Self::Key) -> Option<(u32, u32)> {
            use std::ops::Bound::{Excluded, Unbounded};
            let mut range = self.$map.range::<Self::Key, _>((Excluded(key), Unbounded));
            range
                .next()
                .map(|(key, value)| $crate::subject::numbers(key, value))
        }
        fn predecessor(&self, key: &Self::Key) -> Option<(u32, u32)> {
            let mut range = self.$map.range::<Self::Key, _>(..key);
            range
                .next_back()
                .map(|(key, value)| $crate::subject::numbers(key, value))
        }
    };
    (split_off $map:tt) => {
        fn split_off(&mut self, key: &Self::Key) -> Self {
            Self::from_map(self.$map.split_off(key))
        }
    };
    (get_index $map:tt) => {
        fn get_index(&self, place: usize) -> Option<(u32, u32)> {
            self.$map
                .get_index(place)
                .map(|(key, value)| $crate::subject::numbers(key, value))
        }
    };
    (index_of $map:tt) => {
        fn index_of(&self, key: &Self::Key) -> Option<usize> {
            self.$map.get_index_of(key)
        }
    };
    (swap_remove $map:tt) => {
        fn swap_remove(&mut self, key: &Self::Key) -> Option<Self::Value> {
            self.$map.swap_remove(key)
        }
    };
    (shift_remove $map:tt) => {
        fn shift_remove(&mut self, key: &Self::Key) -> Option<Self::Value> {
            self.$map.shift_remove(key)
        }
    };
    (swap_remove_index $map:tt) => {
        fn swap_remove_index(&mut self, place: usize) -> Option<$crate::subject::Pair<Self>> {
            self.$map.swap_remove_index(place)
        }
    };
    (shift_remove_index $map:tt) => {
        fn shift_remove_index(&mut self, place: usize) -> Option<$crate::subject::Pair<Self>> {
            self.$map.shift_remove_index(place)
        }
    };
    (swap_indices $map:tt) => {
        fn swap_indices(&mut self, first: usize, second: usize) {
            self.$map.swap_indices(first, second);
        }
    };
    (move_index $map:tt) => {
        fn move_index(&mut self, from: usize, to: usize) {
            self.$map.move_index(from, to);
        }
    };
    (sort_keys $map:tt) => {
        fn sort_keys(&mut self) {
            self.$map.sort_keys();
        }
    };
    (reverse $map:tt) => {
        fn reverse(&mut self) {
            self.$map.reverse();
        }
    };
    (shift_insert $map:tt) => {
        fn shift_insert(
            &mut self,
            place: usize,
            (key, value): $crate::subject::Pair<Self>,
        ) -> Option<Self::Value> {
            self.$map.shift_insert(place, key, value)
        }
    };
    (split_off_at $map:tt) => {
        fn split_off_at(&mut self, place: usize) -> Self {
            Self::from_map(self.$map.split_off(place))
        }
    };
    (splice $map:tt) => {
        fn splice(
            &mut self,
            places: ::std::ops::Range<usize>,
            entries: Vec<$crate::subject::Pair<Self>>,
        ) -> Vec<$crate::subject::Pair<Self>> {
            self.$map.splice(places, entries).collect()
        }
    };
    (drain_range $map:tt) => {
        fn drain_range(
            &mut self,
            places: ::std::ops::Range<usize>,
        ) -> Vec<$crate::subject::Pair<Self>> {
            let drained = $crate::exact!(self.$map.drain(places));
            $crate::subject::take_some(drained, usize::MAX, $crate::subject::End::Drop)
        }
    };
    (prefix $map:tt $method:ident) => {
        fn prefix(&self, prefix: &Self::Key) -> Vec<(u32, u32)> {
            let shown = self.$map.$method(prefix);
            shown
                .map(|(key, value)| $crate::subject::numbers(&key, &value))
                .collect()
        }
    };
    (remove_prefix $map:tt $method:ident) => {
        fn remove_prefix(&mut self, prefix: &Self::Key) {
            self.$map.$method(prefix);
        }
    };
    (lower_bound $map:tt) => {
        fn lower_bound(&self, key: &Self::Key) -> Option<(u32, u32)> {
            let found = self.$map.range::<Self::Key, _>(key..).next();
            found.map(|(key, value)| $crate::subject::numbers(key, value))
        }
    };
    (upper_bound $map:tt) => {
        fn upper_bound(&self, key: &Self::Key) -> Option<(u32, u32)> {
            let found = self.$map.range::<Self::Key, _>(..=key).next_back();
            found.map(|(key, value)| $crate::subject::numbers(key, value))
        }
    };
    (first_entry $map:tt) => {
        $crate::ordered_method! { @end first_entry $map }
    };
    (@end $method:ident $map:tt) => {
        fn $method(
            &mut self,
            form: $crate::case::EntryForm,
            value: Self::Value,
        ) -> $crate::subject::EntryAnswer<Self::Key, Self::Value> {
            match self.$map.$method() {
                Some(entry) => $crate::used_entry!(entry, form, value),
                None => $crate::subject::EntryAnswer::vacant(value),
            }
        }
    };
    (last_entry $map:tt) => {
        $crate::ordered_method! { @end last_entry $map }
    };
    (get_full $map:tt) => {
        fn get_full(&self, key: &Self::Key) -> Option<(usize, (u32, u32))> {
            let found = self.$map.get_full(key);
            found.map(|(place, key, value)| (place, $crate::subject::numbers(key, value)))
        }
    };
    (insert_full $map:tt) => {
        fn insert_full(
            &mut self,
            key: Self::Key,
            value: Self::Value,
        ) -> (usize, Option<Self::Value>) {
            self.$map.insert_full(key, value)
        }
    };
    (swap_remove_full $map:tt) => {
        fn swap_remove_full(
            &mut self,
            key: &Self::Key,
        ) -> Option<(usize, $crate::subject::Pair<Self>)> {
            let removed = self.$map.swap_remove_full(key);
            removed.map(|(place, key, value)| (place, (key, value)))
        }
    };
    (insert_sorted $map:tt) => {
        fn insert_sorted(
            &mut self,
            key: Self::Key,
            value: Self::Value,
        ) -> (usize, Option<Self::Value>) {
            self.$map.insert_sorted(key, value)
        }
    };
    (replace_index $map:tt) => {
        fn replace_index(&mut self, place: usize, key: Self::Key) -> (Option<usize>, Self::Key) {
            match self.$map.replace_index(place, key) {
                Ok(old) => (None, old),
                Err((place, key)) => (Some(place), key),
            }
        }
    };
}
