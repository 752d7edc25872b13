//! What the words of [`subject!`](crate::subject!) expand to: the methods of
//! std's `HashMap`. Those of ordered maps are in `ordered_methods.rs`, those of
//! entries in `entry_methods.rs`; how a map is called is in `call.rs`.

/// The method of [`Subject`](crate::subject::Subject) behind a word:
/// `WORD FIELD [HOW] [ANSWER]`, `HOW` being what stands in parentheses after the
/// word, and `ANSWER` what stands after `->`.
#[doc(hidden)]
#[macro_export]
macro_rules! subject_method {
    (insert $map:tt $how:tt [Result]) => {
        fn insert(&mut self, key: Self::Key, value: Self::Value) -> Option<Self::Value> {
            match $crate::subject::Subject::insert_checked(self, key, value) {
                Ok(old) => old,
                Err(_) => panic!("a map with room left refused an entry"),
            }
        }
        fn insert_checked(
            &mut self,
            key: Self::Key,
            value: Self::Value,
        ) -> Result<Option<Self::Value>, Option<$crate::subject::Pair<Self>>> {
            $crate::call! { insert: insert(key, value) on self.$map, [&mut], $how,
                {$crate::subject::tried::<Self>} {} }
        }
    };
    (insert $map:tt $how:tt $answer:tt) => {
        fn insert(&mut self, key: Self::Key, value: Self::Value) -> Option<Self::Value> {
            $crate::subject::Subject::insert_told(self, key, value).value()
        }
        fn insert_told(
            &mut self,
            key: Self::Key,
            value: Self::Value,
        ) -> $crate::subject::Told<Self::Value> {
            $crate::subject_method! { @insert $map $how $answer key value self }
        }
    };
    (@insert $map:tt $how:tt [] $key:ident $value:ident $self:ident) => {
        $crate::call! { insert: insert($key, $value) on $self.$map, [&mut], $how,
            {$crate::subject::told::<Self::Value, _>} {} }
    };
    (@insert $map:tt $how:tt [()] $key:ident $value:ident $self:ident) => {
        $crate::call! { insert: insert($key, $value) on $self.$map, [&mut], $how,
            {$crate::subject::nothing} {} }
    };
    (@insert $map:tt $how:tt [bool] $key:ident $value:ident $self:ident) => {{
        let is_new = $crate::call! { insert: insert($key, $value) on $self.$map, [&mut], $how,
            {$crate::subject::says} {} };
        $crate::subject::Told::There(!is_new)
    }};
    (@insert $map:tt $how:tt [$($answer:tt)*] $($rest:tt)*) => {
        compile_error!(concat!(
            "`insert` answers the old value, or says `-> ()`, `-> bool` (whether the key was \
             new) or `-> Result` (of a map that may be full); not `-> ", stringify!($($answer)*), "`"
        ))
    };
    (remove $map:tt $how:tt $answer:tt) => {
        fn remove(&mut self, key: &Self::Key) -> Option<Self::Value> {
            $crate::subject::Subject::remove_told(self, key).value()
        }
        fn remove_told(&mut self, key: &Self::Key) -> $crate::subject::Told<Self::Value> {
            $crate::subject_method! { @remove $map $how $answer key self }
        }
    };
    (@remove $map:tt $how:tt [] $key:ident $self:ident) => {
        $crate::call! { remove: remove($key) on $self.$map, [&mut], $how,
            {$crate::subject::told::<Self::Value, _>} {} }
    };
    (@remove $map:tt $how:tt [()] $key:ident $self:ident) => {
        $crate::call! { remove: remove($key) on $self.$map, [&mut], $how,
            {$crate::subject::nothing} {} }
    };
    (@remove $map:tt $how:tt [bool] $key:ident $self:ident) => {
        $crate::subject::Told::There(
            $crate::call! { remove: remove($key) on $self.$map, [&mut], $how,
                {$crate::subject::says} {} }
        )
    };
    (@remove $map:tt $how:tt [$($answer:tt)*] $($rest:tt)*) => {
        compile_error!(concat!(
            "`remove` answers the old value, or says `-> ()` or `-> bool` (whether the key was \
             there); not `-> ", stringify!($($answer)*), "`"
        ))
    };
    // No other word says what it answers.
    ($word:ident $map:tt $how:tt [$($answer:tt)+]) => {
        compile_error!(concat!(
            "`", stringify!($word), "` takes no `-> ", stringify!($($answer)*),
            "`: only `insert` and `remove` say what they answer"
        ));
    };
    (get $map:tt $how:tt []) => {
        fn get(&self, key: &Self::Key) -> Option<u32> {
            $crate::call! { get: get(key) on self.$map, [&], $how,
                {$crate::subject::found::<Self::Value, _>} {} }
        }
    };
    // A map with the method may have one for emptiness as well.
    (len $map:tt [] []) => {
        $crate::subject_method! { len $map [len] [] }
        fn is_empty(&self) -> bool {
            #[allow(unused_imports, reason = "a map's own method goes before")]
            use $crate::subject::{AnyMap as _, SaysEmpty as _};
            let map = &self.$map;
            map.is_empty().said().unwrap_or_else(|| self.len() == 0)
        }
    };
    (len $map:tt $how:tt []) => {
        fn len(&self) -> usize {
            $crate::call! { len: len() on self.$map, [&], $how, {$crate::subject::count} {} }
        }
    };
    (is_empty $map:tt $how:tt []) => {
        fn is_empty(&self) -> bool {
            $crate::call! { is_empty: is_empty() on self.$map, [&], $how,
                {$crate::subject::says} {} }
        }
    };
    (iter $map:tt $how:tt []) => {
        fn each(&self, visit: $crate::subject::Visit<'_, Self>) {
            $crate::call_showing! { iter: iter() on self.$map, [&], $how,
                {$crate::walk_held!} {, Self::SUPPORT.fused} show |key, value| visit(key, value) }
        }
    };
    (try_insert $map:tt [] []) => {
        fn try_insert(
            &mut self,
            key: Self::Key,
            value: Self::Value,
        ) -> Result<u32, (u32, Self::Value)> {
            let tried = self.$map.try_insert(key, value);
            let tried = tried.map_err(|error| {
                let there = $crate::subject::number::<Self::Value, _>(error.entry.get());
                (there, error.value)
            });
            tried.map(|value| $crate::subject::number::<Self::Value, _>(value))
        }
    };
    (try_insert $map:tt $how:tt []) => {
        fn try_insert(
            &mut self,
            key: Self::Key,
            value: Self::Value,
        ) -> Result<u32, (u32, Self::Value)> {
            $crate::call! { try_insert: try_insert(key, value) on self.$map, [&mut], $how,
                {$crate::subject::tried_insert} {} }
        }
    };
    (get_mut $map:tt $how:tt []) => {
        fn get_mut(&mut self, key: &Self::Key, payload: u32) -> Option<u32> {
            $crate::call! { get_mut: get_mut(key) on self.$map, [&mut], $how,
                {$crate::subject::written::<Self::Value>} {, payload} }
        }
    };
    (get_disjoint_mut $map:tt $how:tt []) => {
        fn get_disjoint_mut(&mut self, keys: [&Self::Key; 2]) -> [Option<u32>; 2] {
            $crate::call! { get_disjoint_mut: get_disjoint_mut(keys) on self.$map, [&mut], $how,
                {$crate::subject::both_written::<Self::Value>} {} }
        }
    };
    (get_key_value $map:tt $how:tt []) => {
        fn get_key_value(&self, key: &Self::Key) -> Option<(u32, u32)> {
            $crate::call_showing! { get_key_value: get_key_value(key) on self.$map, [&], $how,
                {$crate::subject::maybe} {} show $crate::subject::numbers }
        }
    };
    (contains_key $map:tt $how:tt []) => {
        fn contains_key(&self, key: &Self::Key) -> bool {
            $crate::call! { contains_key: contains_key(key) on self.$map, [&], $how,
                {$crate::subject::says} {} }
        }
    };
    (index $map:tt [] []) => {
        fn index(&self, key: &Self::Key) -> u32 {
            $crate::subject::number::<Self::Value, _>(&self.$map[key])
        }
    };
    (index $map:tt $how:tt []) => {
        fn index(&self, key: &Self::Key) -> u32 {
            $crate::call! { index: index(key) on self.$map, [&], $how,
                {$crate::subject::number::<Self::Value, _>} {} }
        }
    };
    (remove_entry $map:tt $how:tt []) => {
        fn remove_entry(&mut self, key: &Self::Key) -> Option<$crate::subject::Pair<Self>> {
            $crate::call! { remove_entry: remove_entry(key) on self.$map, [&mut], $how, {} {} }
        }
    };
    (extend $map:tt [] []) => {
        fn extend(&mut self, entries: Vec<$crate::subject::Pair<Self>>) {
            Extend::extend(&mut self.$map, $crate::subject::feed(entries));
        }
    };
    (extend $map:tt $how:tt []) => {
        fn extend(&mut self, entries: Vec<$crate::subject::Pair<Self>>) {
            let entries = $crate::subject::feed(entries);
            $crate::call! { extend: extend(entries) on self.$map, [&mut], $how, {} {} }
        }
    };
    (from_iter $map:tt [] []) => {
        fn from_entries(entries: Vec<$crate::subject::Pair<Self>>) -> Self {
            Self::from_map($crate::subject::feed(entries).collect())
        }
    };
    (from_iter $map:tt [|$entries:pat_param| $body:expr] []) => {
        fn from_entries(entries: Vec<$crate::subject::Pair<Self>>) -> Self {
            let $entries = $crate::subject::feed(entries);
            Self::from_map($body)
        }
    };
    (from_iter $map:tt [$($how:tt)*] []) => {
        compile_error!(concat!(
            "`from_iter` wants nothing, or a closure `|entries| ..` that makes a map; it was \
             given `", stringify!($($how)*), "`"
        ));
    };
    (retain $map:tt $how:tt []) => {
        fn retain(&mut self, keep: $crate::subject::Select<'_, Self>) {
            $crate::subject_method! { @retain retain $map $how keep self }
        }
    };
    (@retain $word:ident $map:tt [] $keep:ident $self:ident) => {
        $crate::subject_method! { @retain $word $map [$word] $keep $self }
    };
    (@retain $word:ident $map:tt [$method:ident] $keep:ident $self:ident) => {{
        let keep = $crate::subject::Asks::<Self::Key, Self::Value>::new($keep);
        $self.$map.$method(|key, value| keep.ask(key, value));
    }};
    (@retain $word:ident $map:tt $how:tt $keep:ident $self:ident) => {{
        let keep = $crate::subject::Asks::<Self::Key, Self::Value>::new($keep);
        let keep = |key: &Self::Key, value: &Self::Value| keep.ask(key, value);
        $crate::call! { $word: $word(keep) on $self.$map, [&mut], $how, {} {} };
    }};
    (drain $map:tt [..] []) => {
        $crate::subject_method! { drain $map [|map| map.drain(..)] [] }
    };
    (drain $map:tt $how:tt []) => {
        fn drain(
            &mut self,
            take: usize,
            end: $crate::subject::End,
        ) -> Vec<$crate::subject::Pair<Self>> {
            $crate::call! { drain: drain() on self.$map, [&mut], $how,
                {$crate::take_held!} {, take, end} }
        }
    };
    (extract_if $map:tt $how:tt []) => {
        fn extract_if(
            &mut self,
            select: $crate::subject::Select<'_, Self>,
            take: usize,
            end: $crate::subject::End,
        ) -> Vec<$crate::subject::Pair<Self>> {
            let select = $crate::subject::Asks::<Self::Key, Self::Value>::new(select);
            $crate::subject_method! { @extract $map $how select take end self }
        }
    };
    (@extract $map:tt [] $select:ident $take:ident $end:ident $self:ident) => {
        $crate::subject_method! { @extract $map [extract_if] $select $take $end $self }
    };
    (@extract $map:tt [$method:ident] $select:ident $take:ident $end:ident $self:ident) => {
        $crate::subject::take_some(
            $self.$map.$method(|key, value| $select.ask(key, value)), $take, $end)
    };
    (@extract $map:tt [..] $select:ident $take:ident $end:ident $self:ident) => {
        $crate::subject::take_some(
            $self.$map.extract_if(.., |key, value| $select.ask(key, value)), $take, $end)
    };
    (@extract $map:tt $how:tt $select:ident $take:ident $end:ident $self:ident) => {{
        let select = |key: &Self::Key, value: &Self::Value| $select.ask(key, value);
        $crate::call! { extract_if: extract_if(select) on $self.$map, [&mut], $how,
            {$crate::subject::take_some} {, $take, $end} }
    }};
    (into_iter $map:tt $how:tt []) => {
        fn into_entries(
            self,
            take: usize,
            end: $crate::subject::End,
        ) -> Vec<$crate::subject::Pair<Self>> {
            $crate::call! { into_iter: into_iter() on self.$map, [], $how,
                {$crate::take_held!} {, take, end} }
        }
    };
    (into_keys $map:tt $how:tt []) => {
        fn into_keys(self, take: usize) -> Vec<Self::Key> {
            let end = $crate::subject::End::Drop;
            $crate::call! { into_keys: into_keys() on self.$map, [], $how,
                {$crate::take_held!} {, take, end} }
        }
    };
    (into_values $map:tt $how:tt []) => {
        fn into_values(self, take: usize) -> Vec<Self::Value> {
            let end = $crate::subject::End::Drop;
            $crate::call! { into_values: into_values() on self.$map, [], $how,
                {$crate::take_held!} {, take, end} }
        }
    };
    (truncate $map:tt $how:tt []) => {
        fn truncate(&mut self, len: usize) {
            $crate::call! { truncate: truncate(len) on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (keys $map:tt $how:tt []) => {
        fn each_key(&self, visit: &mut dyn FnMut(&Self::Key)) {
            $crate::call_showing! { keys: keys() on self.$map, [&], $how,
                {$crate::walk_held!} {, Self::SUPPORT.fused} show_key |key| visit(key) }
        }
    };
    (values $map:tt $how:tt []) => {
        fn each_value(&self, visit: &mut dyn FnMut(&Self::Value)) {
            $crate::call_showing! { values: values() on self.$map, [&], $how,
                {$crate::walk_held!} {, Self::SUPPORT.fused} show_value |value| visit(value) }
        }
    };
    (iter_mut $map:tt $how:tt []) => {
        fn each_mut(&mut self, visit: $crate::subject::VisitMut<'_, Self>) {
            $crate::call_showing! { iter_mut: iter_mut() on self.$map, [&mut], $how,
                {$crate::walk_held!} {, Self::SUPPORT.fused}
                show_mut |key, value| visit(key, value) }
        }
    };
    (values_mut $map:tt $how:tt []) => {
        fn each_value_mut(&mut self, visit: &mut dyn FnMut(&mut Self::Value)) {
            $crate::call_showing! { values_mut: values_mut() on self.$map, [&mut], $how,
                {$crate::walk_held!} {, Self::SUPPORT.fused} show_value_mut |value| visit(value) }
        }
    };
    (iter_clone $map:tt $how:tt []) => {
        fn each_cloned(&self, count: usize) -> [Vec<(u32, u32)>; 2] {
            $crate::call_showing! { iter_clone: iter() on self.$map, [&], $how,
                {$crate::walk_clone_held!} {, count} show $crate::subject::numbers }
        }
    };
    (debug $map:tt [] []) => {
        fn debug(&self) -> String {
            format!("{:?}", self.$map)
        }
    };
    (debug $map:tt $how:tt []) => {
        fn debug(&self) -> String {
            $crate::call! { debug: debug() on self.$map, [&], $how, {String::from} {} }
        }
    };
    (clone $map:tt $how:tt []) => {
        fn duplicate(&self) -> Self {
            $crate::call! { clone: clone() on self.$map, [&], $how, {Self::from_map} {} }
        }
    };
    (clone_from $map:tt $how:tt []) => {
        fn assign_from(&mut self, source: &Self) {
            let source = &source.$map;
            $crate::call! { clone_from: clone_from(source) on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (eq $map:tt [] []) => {
        fn equals(&self, other: &Self) -> Option<bool> {
            Some(self.$map == other.$map)
        }
    };
    (eq $map:tt $how:tt []) => {
        fn equals(&self, other: &Self) -> Option<bool> {
            let other = &other.$map;
            $crate::call! { eq: eq(other) on self.$map, [&], $how,
                {Some} {} }
        }
    };
    (append $map:tt $how:tt []) => {
        fn append(&mut self, other: &mut Self) {
            let other = &mut other.$map;
            $crate::call! { append: append(other) on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (union $map:tt $how:tt []) => {
        fn union(self, other: Self) -> Self {
            let other = other.$map;
            $crate::call! { union: union(other) on self.$map, [], $how, {Self::from_map} {} }
        }
    };
    (reserve $map:tt $how:tt []) => {
        fn reserve(&mut self, additional: usize) {
            $crate::call! { reserve: reserve(additional) on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (try_reserve $map:tt $how:tt []) => {
        fn try_reserve(&mut self, additional: usize) -> bool {
            $crate::call! { try_reserve: try_reserve(additional) on self.$map, [&mut], $how,
                {$crate::subject::granted} {} }
        }
    };
    (shrink_to_fit $map:tt $how:tt []) => {
        fn shrink_to_fit(&mut self) {
            $crate::call! { shrink_to_fit: shrink_to_fit() on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (shrink_to $map:tt $how:tt []) => {
        fn shrink_to(&mut self, least: usize) {
            $crate::call! { shrink_to: shrink_to(least) on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (capacity $map:tt $how:tt []) => {
        fn capacity(&self) -> Option<usize> {
            $crate::call! { capacity: capacity() on self.$map, [&], $how, {Some} {} }
        }
    };
    (clear $map:tt $how:tt []) => {
        fn clear(&mut self) {
            $crate::call! { clear: clear() on self.$map, [&mut], $how, {$crate::subject::done} {} }
        }
    };
    (retain_mut $map:tt $how:tt []) => {
        fn retain_mut(&mut self, keep: $crate::subject::Select<'_, Self>) {
            $crate::subject_method! { @retain_mut $map $how keep self }
        }
    };
    (@retain_mut $map:tt [] $keep:ident $self:ident) => {
        $crate::subject_method! { @retain_mut $map [retain_mut] $keep $self }
    };
    // Some lend the key for writing, too.
    (@retain_mut $map:tt [$method:ident] $keep:ident $self:ident) => {
        $self.$map.$method(|key, value| $keep(&*key, value))
    };
    (@retain_mut $map:tt $how:tt $keep:ident $self:ident) => {
        $crate::subject_method! { @retain retain_mut $map $how $keep $self }
    };
    (alter $map:tt [] []) => {
        $crate::subject_method! { alter $map [alter] [] }
    };
    (alter $map:tt $how:tt []) => {
        fn alter(
            &mut self,
            key: Self::Key,
            change: &mut dyn FnMut(Option<Self::Value>) -> Option<Self::Value>,
        ) {
            $crate::call! { alter: alter(key, change) on self.$map, [&mut], $how,
                {$crate::subject::done} {} }
        }
    };
    (get_or_insert_with $map:tt $how:tt []) => {
        fn get_or_insert_with(&mut self, key: Self::Key, value: Self::Value) -> u32 {
            let make = $crate::subject::makes(value);
            $crate::call! { get_or_insert_with: get_or_insert_with(key, make) on self.$map,
                [&mut], $how, {$crate::subject::number::<Self::Value, _>} {} }
        }
    };
    // Keys that differ from themselves are inserted like any other.
    (nan $map:tt [] []) => {};
    ($word:ident $map:tt $how:tt []) => {
        $crate::entry_method! { $word $map $how }
    };
}
