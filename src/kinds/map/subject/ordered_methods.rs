//! What the words of [`subject!`](crate::subject!) expand to that belong to
//! maps with an order: the methods of std's `BTreeMap` and of `indexmap`.

/// The method of [`Subject`](crate::subject::Subject) behind a word.
#[doc(hidden)]
#[macro_export]
macro_rules! ordered_method {
    (rev $map:tt $how:tt) => {
        fn each_from(&self, ends: $crate::subject::Ends) -> Vec<(u32, u32)> {
            $crate::call_showing! { rev: iter() on self.$map, [&], $how,
                {$crate::walk_ends_held!} {, ends, Self::SUPPORT.fused}
                show $crate::subject::numbers }
        }
    };
    (first $map:tt $how:tt) => {
        fn first(&self) -> Option<(u32, u32)> {
            $crate::call_showing! { first: first_key_value() on self.$map, [&], $how,
                {$crate::subject::maybe} {} show $crate::subject::numbers }
        }
    };
    (last $map:tt $how:tt) => {
        fn last(&self) -> Option<(u32, u32)> {
            $crate::call_showing! { last: last_key_value() on self.$map, [&], $how,
                {$crate::subject::maybe} {} show $crate::subject::numbers }
        }
    };
    (pop_first $map:tt $how:tt) => {
        fn pop_first(&mut self) -> Option<$crate::subject::Pair<Self>> {
            $crate::call! { pop_first: pop_first() on self.$map, [&mut], $how, {} {} }
        }
    };
    (pop_last $map:tt $how:tt) => {
        fn pop_last(&mut self) -> Option<$crate::subject::Pair<Self>> {
            $crate::call! { pop_last: pop_last() on self.$map, [&mut], $how, {} {} }
        }
    };
    (range $map:tt []) => {
        $crate::ordered_method! { range $map [|map, bounds| map.range::<Self::Key, _>(bounds)] }
    };
    (range $map:tt $how:tt) => {
        fn range(
            &self,
            bounds: $crate::subject::Bounds<'_, Self::Key>,
            ends: $crate::subject::Ends,
        ) -> Vec<(u32, u32)> {
            $crate::call_showing! { range: range(bounds) on self.$map, [&], $how,
                {$crate::walk_ends_held!} {, ends, Self::SUPPORT.fused}
                show $crate::subject::numbers }
        }
    };
    (range_forward $map:tt []) => {
        $crate::ordered_method! { range_forward $map
            [|map, bounds| map.range::<Self::Key, _>(bounds)] }
    };
    (range_forward $map:tt $how:tt) => {
        fn range(
            &self,
            bounds: $crate::subject::Bounds<'_, Self::Key>,
            _: $crate::subject::Ends,
        ) -> Vec<(u32, u32)> {
            let mut shown = Vec::new();
            $crate::call_showing! { range_forward: range(bounds) on self.$map, [&], $how,
                {$crate::walk_held!} {, Self::SUPPORT.fused}
                show |key, value| shown.push($crate::subject::numbers(key, value)) }
            shown
        }
    };
    (range_mut $map:tt []) => {
        $crate::ordered_method! { range_mut $map
            [|map, bounds| map.range_mut::<Self::Key, _>(bounds)] }
    };
    (range_mut $map:tt $how:tt) => {
        fn range_mut(
            &mut self,
            bounds: $crate::subject::Bounds<'_, Self::Key>,
            visit: $crate::subject::VisitMut<'_, Self>,
        ) {
            $crate::call_showing! { range_mut: range_mut(bounds) on self.$map, [&mut], $how,
                {$crate::walk_held!} {, Self::SUPPORT.fused}
                show_mut |key, value| visit(key, value) }
        }
    };
    (neighbours $map:tt []) => {
        $crate::ordered_method! { neighbours $map
            [|map, bounds| map.range::<Self::Key, _>(bounds)] }
    };
    // By ranges: a method or a closure that makes one of its bounds.
    (neighbours $map:tt $how:tt) => {
        fn successor(&self, key: &Self::Key) -> Option<(u32, u32)> {
            let bounds = (::std::ops::Bound::Excluded(key), ::std::ops::Bound::Unbounded);
            $crate::call_showing! { neighbours: range(bounds) on self.$map, [&], $how,
                {$crate::subject::next} {} show $crate::subject::numbers }
        }
        fn predecessor(&self, key: &Self::Key) -> Option<(u32, u32)> {
            let bounds = (::std::ops::Bound::Unbounded, ::std::ops::Bound::Excluded(key));
            $crate::call_showing! { neighbours: range(bounds) on self.$map, [&], $how,
                {$crate::subject::next_back} {} show $crate::subject::numbers }
        }
    };
    (split_off $map:tt $how:tt) => {
        fn split_off(&mut self, key: &Self::Key) -> Self {
            $crate::call! { split_off: split_off(key) on self.$map, [&mut], $how,
                {Self::from_map} {} }
        }
    };
    (get_index $map:tt $how:tt) => {
        fn get_index(&self, place: usize) -> Option<(u32, u32)> {
            $crate::call_showing! { get_index: get_index(place) on self.$map, [&], $how,
                {$crate::subject::maybe} {} show $crate::subject::numbers }
        }
    };
    (index_of $map:tt $how:tt) => {
        fn index_of(&self, key: &Self::Key) -> Option<usize> {
            $crate::call! { index_of: get_index_of(key) on self.$map, [&], $how, {} {} }
        }
    };
    (swap_remove $map:tt $how:tt) => {
        fn swap_remove(&mut self, key: &Self::Key) -> Option<Self::Value> {
            $crate::call! { swap_remove: swap_remove(key) on self.$map, [&mut], $how, {} {} }
        }
    };
    (shift_remove $map:tt $how:tt) => {
        fn shift_remove(&mut self, key: &Self::Key) -> Option<Self::Value> {
            $crate::call! { shift_remove: shift_remove(key) on self.$map, [&mut], $how, {} {} }
        }
    };
    (swap_remove_index $map:tt $how:tt) => {
        fn swap_remove_index(&mut self, place: usize) -> Option<$crate::subject::Pair<Self>> {
            $crate::call! { swap_remove_index: swap_remove_index(place) on self.$map, [&mut],
                $how, {} {} }
        }
    };
    (shift_remove_index $map:tt $how:tt) => {
        fn shift_remove_index(&mut self, place: usize) -> Option<$crate::subject::Pair<Self>> {
            $crate::call! { shift_remove_index: shift_remove_index(place) on self.$map, [&mut],
                $how, {} {} }
        }
    };
    (swap_indices $map:tt $how:tt) => {
        fn swap_indices(&mut self, first: usize, second: usize) {
            $crate::call! { swap_indices: swap_indices(first, second) on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (move_index $map:tt $how:tt) => {
        fn move_index(&mut self, from: usize, to: usize) {
            $crate::call! { move_index: move_index(from, to) on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (sort_keys $map:tt $how:tt) => {
        fn sort_keys(&mut self) {
            $crate::call! { sort_keys: sort_keys() on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (reverse $map:tt $how:tt) => {
        fn reverse(&mut self) {
            $crate::call! { reverse: reverse() on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (shift_insert $map:tt $how:tt) => {
        fn shift_insert(
            &mut self,
            place: usize,
            (key, value): $crate::subject::Pair<Self>,
        ) -> Option<Self::Value> {
            $crate::call! { shift_insert: shift_insert(place, key, value) on self.$map, [&mut],
                $how, {} {} }
        }
    };
    (split_off_at $map:tt $how:tt) => {
        fn split_off_at(&mut self, place: usize) -> Self {
            $crate::call! { split_off_at: split_off(place) on self.$map, [&mut], $how,
                {Self::from_map} {} }
        }
    };
    (splice $map:tt $how:tt) => {
        fn splice(
            &mut self,
            places: ::std::ops::Range<usize>,
            entries: Vec<$crate::subject::Pair<Self>>,
        ) -> Vec<$crate::subject::Pair<Self>> {
            $crate::call! { splice: splice(places, entries) on self.$map, [&mut], $how,
                {Vec::from_iter} {} }
        }
    };
    (drain_range $map:tt $how:tt) => {
        fn drain_range(
            &mut self,
            places: ::std::ops::Range<usize>,
        ) -> Vec<$crate::subject::Pair<Self>> {
            $crate::call! { drain_range: drain(places) on self.$map, [&mut], $how,
                {$crate::take_held!} {, usize::MAX, $crate::subject::End::Drop} }
        }
    };
    (prefix $map:tt []) => {
        compile_error!("`prefix` wants the name of a method, or a closure `|map, prefix| ..`");
    };
    (prefix $map:tt $how:tt) => {
        fn prefix(&self, prefix: &Self::Key) -> Vec<(u32, u32)> {
            let mut all = Vec::new();
            $crate::call_showing! { prefix: prefix(prefix) on self.$map, [&], $how,
                {Iterator::for_each} {}
                show |key, value| all.push($crate::subject::numbers(key, value)) };
            all
        }
    };
    (remove_prefix $map:tt []) => {
        compile_error!(
            "`remove_prefix` wants the name of a method, or a closure `|map, prefix| ..`");
    };
    (remove_prefix $map:tt $how:tt) => {
        fn remove_prefix(&mut self, prefix: &Self::Key) {
            $crate::call! { remove_prefix: remove_prefix(prefix) on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (lower_bound $map:tt []) => {
        $crate::ordered_method! { lower_bound $map
            [|map, key| map.range::<Self::Key, _>(key..).next()] }
    };
    (lower_bound $map:tt $how:tt) => {
        fn lower_bound(&self, key: &Self::Key) -> Option<(u32, u32)> {
            $crate::call_showing! { lower_bound: lower_bound(key) on self.$map, [&], $how,
                {$crate::subject::maybe} {} show $crate::subject::numbers }
        }
    };
    (upper_bound $map:tt []) => {
        $crate::ordered_method! { upper_bound $map
            [|map, key| map.range::<Self::Key, _>(..=key).next_back()] }
    };
    (upper_bound $map:tt $how:tt) => {
        fn upper_bound(&self, key: &Self::Key) -> Option<(u32, u32)> {
            $crate::call_showing! { upper_bound: upper_bound(key) on self.$map, [&], $how,
                {$crate::subject::maybe} {} show $crate::subject::numbers }
        }
    };
    (first_entry $map:tt []) => {
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
    (last_entry $map:tt []) => {
        $crate::ordered_method! { @end last_entry $map }
    };
    (get_full $map:tt $how:tt) => {
        fn get_full(&self, key: &Self::Key) -> Option<(usize, (u32, u32))> {
            let found = $crate::call! { get_full: get_full(key) on self.$map, [&], $how, {} {} };
            found.map(|(place, key, value)| (place, $crate::subject::numbers(key, value)))
        }
    };
    (insert_full $map:tt $how:tt) => {
        fn insert_full(
            &mut self,
            key: Self::Key,
            value: Self::Value,
        ) -> (usize, Option<Self::Value>) {
            $crate::call! { insert_full: insert_full(key, value) on self.$map, [&mut], $how,
                {} {} }
        }
    };
    (swap_remove_full $map:tt $how:tt) => {
        fn swap_remove_full(
            &mut self,
            key: &Self::Key,
        ) -> Option<(usize, $crate::subject::Pair<Self>)> {
            let removed = $crate::call! { swap_remove_full: swap_remove_full(key) on self.$map,
                [&mut], $how, {} {} };
            removed.map(|(place, key, value)| (place, (key, value)))
        }
    };
    (insert_sorted $map:tt $how:tt) => {
        fn insert_sorted(
            &mut self,
            key: Self::Key,
            value: Self::Value,
        ) -> (usize, Option<Self::Value>) {
            $crate::call! { insert_sorted: insert_sorted(key, value) on self.$map, [&mut], $how,
                {} {} }
        }
    };
    (replace_index $map:tt $how:tt) => {
        fn replace_index(&mut self, place: usize, key: Self::Key) -> (Option<usize>, Self::Key) {
            let replaced = $crate::call! { replace_index: replace_index(place, key) on self.$map,
                [&mut], $how, {} {} };
            match replaced {
                Ok(old) => (None, old),
                Err((place, key)) => (Some(place), key),
            }
        }
    };
    ($word:ident $map:tt []) => {
        compile_error!(concat!(
            "`", stringify!($word), "` is no word of `subject!`: they are listed in \
             docs/words.md, and at https://docs.rs/map-oracle/latest/map_oracle/macro.subject.html"
        ));
    };
    ($word:ident $map:tt [$($how:tt)*]) => {
        compile_error!(concat!(
            "`", stringify!($word), "(", stringify!($($how)*), ")` is nothing that `subject!` \
             takes: the words, and what may stand in their parentheses, are listed in \
             docs/words.md, and at https://docs.rs/map-oracle/latest/map_oracle/macro.subject.html"
        ));
    };
}
