//! What a map offers to be checked, and the maps that come along.
//!
//! A [`Subject`] is a map behind one interface, filled with a [`TestKey`] and a
//! [`TestValue`]: as a rule our [`Key`](crate::probe::Key) and
//! [`Value`](crate::probe::Value). Only making it, insertion, look-up, removal,
//! length and iteration are asked of every map; the rest is declared in
//! [`Subject::OPS`], and what is not declared is never asked for. A map with
//! the methods of std's maps gets its adapter from the
//! [`subject!`](crate::subject!) macro in a few lines; any other implements the
//! trait, by hand where it must and through
//! [`subject_methods!`](crate::subject_methods!) where it can.
//!
//! Answers are owned or plain data, never references into the map, so that
//! maps that hand out guards or copies fit as well.
//!
//! # Example: an adapter by hand
//!
//! This is `examples/linear_map_adapter.rs`. Beside it are those for a map with
//! std's methods, for a sorted one, and for one of fixed capacity.
//!
//! ```no_run
#![doc = include_str!("../../../../examples/linear_map_adapter.rs")]
//! ```

mod adapter;
mod answers;
mod builtin;
mod call;
mod entry_methods;
mod exact;
mod gomap;
#[cfg(feature = "hashbrown")]
mod hash_table;
#[cfg(feature = "indexmap")]
mod indexmap;
mod methods;
mod ordered_methods;
mod std_btreemap;
mod walk;

pub use crate::structure::{Drops, SLOTS, Source, Support, Table, TableArray, TableBucket};
#[doc(hidden)]
pub use adapter::{is_listed, suits};
pub use answers::Told;
#[doc(hidden)]
pub use answers::{
    AnyMap, Asks, Counts, Finds, FindsMut, Grants, Holds, HoldsMut, Lends, Nothing, Refuses, Says,
    SaysEmpty, ShowsEntry, ShowsEntryMut, Tells, both_written, count, done, ended_in, found,
    granted, id, makes, maybe, modifies, next, next_back, nothing, number, says, show, show_key,
    show_mut, show_value, show_value_mut, told, tried, tried_insert, written,
};
pub use builtin::*;
#[doc(hidden)]
pub use exact::{AnySize, Exact, Sizes};
pub use gomap::{GoMapSubject, go_marks};
#[cfg(feature = "hashbrown")]
pub use hash_table::HashTable;
#[cfg(feature = "indexmap")]
pub use indexmap::IndexMap;
pub use std_btreemap::StdBTreeMap;
pub(crate) use walk::must_end;
pub use walk::{Bounds, End, Ends, feed, numbers, take_some, walk, walk_clone, walk_ends};

use std::ops::Range;

use crate::case::{EntryForm, OpSet, Reach};
use crate::probe::{TestKey, TestValue};
use crate::structure::UNDECLARED;

/// Where an adapter still says `supports:` and `support:`.
#[doc(hidden)]
#[deprecated(note = "in `subject!`, write `ops:` for `supports:`, and `promises:` for `support:`")]
pub const OLD_WORDS: () = ();

/// What an entry op saw and gave back.
#[derive(Debug)]
pub struct EntryAnswer<K, V> {
    /// Whether the entry was occupied, for the forms that look.
    pub occupied: Option<bool>,
    /// The number of the key that the entry showed.
    pub key: Option<u32>,
    /// The value behind the reference that the op ended in.
    pub seen: Option<u32>,
    /// The key that the op gave back.
    pub returned_key: Option<K>,
    /// The value that the op gave back.
    pub returned: Option<V>,
    /// The value that the form had no use for. It goes back so that its drop
    /// is not taken for one of the map's.
    pub unused: Option<V>,
}

impl<K, V> Default for EntryAnswer<K, V> {
    fn default() -> Self {
        EntryAnswer {
            occupied: None,
            key: None,
            seen: None,
            returned_key: None,
            returned: None,
            unused: None,
        }
    }
}

impl<K, V> EntryAnswer<K, V> {
    /// There was no entry, and no use for the value.
    #[must_use]
    pub fn vacant(unused: V) -> Self {
        EntryAnswer {
            occupied: Some(false),
            unused: Some(unused),
            ..EntryAnswer::default()
        }
    }
}

/// An entry that was given back.
pub type Pair<S> = (<S as Subject>::Key, <S as Subject>::Value);
/// Shows an entry.
pub type Visit<'a, S> = &'a mut dyn FnMut(&<S as Subject>::Key, &<S as Subject>::Value);
/// Shows an entry, its value for writing.
pub type VisitMut<'a, S> = &'a mut dyn FnMut(&<S as Subject>::Key, &mut <S as Subject>::Value);
/// Selects an entry.
pub type Select<'a, S> =
    &'a mut dyn FnMut(&<S as Subject>::Key, &mut <S as Subject>::Value) -> bool;

/// A map under test.
///
/// Methods without a default are asked of every subject. Each of the others
/// is called only if [`Subject::OPS`] has the op of its name; its default
/// panics and says that the declaration is wrong.
#[allow(unused_variables, reason = "the defaults use none of them")]
pub trait Subject: Sized + 'static {
    /// What stands for a case's keys.
    type Key: TestKey;
    /// What stands for a case's values.
    type Value: TestValue;

    /// The name that people use for it, in lower case.
    const NAME: &'static str;
    /// The ops that it offers. Those of [`OpSet::CORE`] are taken for granted.
    const OPS: OpSet = OpSet::CORE;
    /// What it promises.
    const SUPPORT: Support = Support::DEFAULT;
    /// The words whose methods were written by
    /// [`subject_methods!`](crate::subject_methods!), each with its arguments.
    const WORDS: &'static [(&'static str, &'static str)] = &[];

    /// Whether the map may tell its [`capacity`](Subject::capacity). The macros know
    /// it from the word; a profile asks for growths only where they can be seen.
    const TELLS_CAPACITY: bool = true;

    /// How the map is written in a program of its own, if that is known.
    fn source() -> Option<Source> {
        None
    }
    /// An empty map, with room for `hint` entries asked for if `hint` is
    /// not 0.
    fn with_hint(hint: usize) -> Self;
    /// Inserts; the value that was there before is given back. (A map that says less
    /// gives `None`, and has [`Subject::insert_told`].)
    fn insert(&mut self, key: Self::Key, value: Self::Value) -> Option<Self::Value>;
    /// Removes; gives the value back. (One that says less gives `None`, and has
    /// [`Subject::remove_told`].)
    fn remove(&mut self, key: &Self::Key) -> Option<Self::Value>;
    /// Looks up; tells what the value holds.
    fn get(&self, key: &Self::Key) -> Option<u32>;
    /// The number of entries.
    fn len(&self) -> usize;
    /// Shows every entry once.
    fn each(&self, visit: Visit<'_, Self>);

    /// Whether there is no entry.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Inserts, and tells of the value that was there before as much as the map
    /// does.
    fn insert_told(&mut self, key: Self::Key, value: Self::Value) -> Told<Self::Value> {
        Told::Value(self.insert(key, value))
    }
    /// Removes, and tells of the value as much as the map does.
    fn remove_told(&mut self, key: &Self::Key) -> Told<Self::Value> {
        Told::Value(self.remove(key))
    }
    /// Inserts, of a map that [refuses](Support::refuses) what it has no room
    /// for: that is given back, unless the map dropped it.
    fn insert_checked(
        &mut self,
        key: Self::Key,
        value: Self::Value,
    ) -> Result<Option<Self::Value>, Option<Pair<Self>>> {
        Ok(self.insert(key, value))
    }
    /// Inserts a new key, and tells what its value holds then; if there is an
    /// entry, tells what that holds and gives the value back.
    fn try_insert(
        &mut self,
        key: Self::Key,
        value: Self::Value,
    ) -> Result<u32, (u32, Self::Value)> {
        undeclared("try_insert")
    }
    /// Looks up and writes `payload` into the value; tells what it held.
    fn get_mut(&mut self, key: &Self::Key, payload: u32) -> Option<u32> {
        undeclared("get_mut")
    }
    /// Looks both up at once, adds 1 to each value that is found, and tells
    /// what it held.
    fn get_disjoint_mut(&mut self, keys: [&Self::Key; 2]) -> [Option<u32>; 2] {
        undeclared("get_disjoint_mut")
    }
    /// Looks up; tells the number of the stored key and what the value holds.
    fn get_key_value(&self, key: &Self::Key) -> Option<(u32, u32)> {
        undeclared("get_key_value")
    }
    /// Whether there is an entry.
    fn contains_key(&self, key: &Self::Key) -> bool {
        undeclared("contains_key")
    }
    /// `map[key]`; tells what the value holds. Panics if there is none.
    fn index(&self, key: &Self::Key) -> u32 {
        undeclared("index")
    }
    /// Removes; gives the stored key and the value back.
    fn remove_entry(&mut self, key: &Self::Key) -> Option<Pair<Self>> {
        undeclared("remove_entry")
    }
    /// Looks up the entry of `key` and does with it what `form` says. The
    /// forms that have a method of their own below do not come here.
    fn entry(
        &mut self,
        form: EntryForm,
        key: Self::Key,
        value: Self::Value,
    ) -> EntryAnswer<Self::Key, Self::Value> {
        undeclared("entry")
    }
    /// `entry(key).or_insert(value)`; as a rule a form of [`Subject::entry`].
    fn or_insert(
        &mut self,
        key: Self::Key,
        value: Self::Value,
    ) -> EntryAnswer<Self::Key, Self::Value> {
        self.entry(EntryForm::OrInsert, key, value)
    }
    /// `entry(key).or_insert_with(|| value)`, likewise.
    fn or_insert_with(
        &mut self,
        key: Self::Key,
        value: Self::Value,
    ) -> EntryAnswer<Self::Key, Self::Value> {
        self.entry(EntryForm::OrInsertWith, key, value)
    }
    /// `entry(key).and_modify(..).or_insert(value)`, the closure writing what
    /// `value` holds; tells what the entry holds then.
    fn and_modify(&mut self, key: Self::Key, value: Self::Value) -> u32 {
        undeclared("entry_and_modify")
    }
    /// `entry(key).or_insert_with_key(|_| value)`; tells what the entry holds
    /// then.
    fn or_insert_with_key(&mut self, key: Self::Key, value: Self::Value) -> u32 {
        undeclared("entry_or_insert_with_key")
    }
    /// `entry(key).insert_entry(value)`; tells what the entry holds then.
    fn insert_entry(&mut self, key: Self::Key, value: Self::Value) -> u32 {
        undeclared("entry_insert_entry")
    }
    /// Inserts all of `entries` through `Extend`.
    fn extend(&mut self, entries: Vec<Pair<Self>>) {
        undeclared("extend")
    }
    /// A map collected from `entries`.
    fn from_entries(entries: Vec<Pair<Self>>) -> Self {
        undeclared("from_iter")
    }
    /// Keeps the entries for which `keep` answers true.
    fn retain(&mut self, keep: Select<'_, Self>) {
        undeclared("retain")
    }
    /// Drains: takes up to `take` entries, and leaves the iterator to its end.
    fn drain(&mut self, take: usize, end: End) -> Vec<Pair<Self>> {
        undeclared("drain")
    }
    /// Extracts entries for which `select` answers true, up to `take` of them,
    /// and leaves the iterator to its end.
    fn extract_if(&mut self, select: Select<'_, Self>, take: usize, end: End) -> Vec<Pair<Self>> {
        undeclared("extract_if")
    }
    /// Turns into an owning iterator, takes up to `take` entries, and leaves it
    /// to its end.
    fn into_entries(self, take: usize, end: End) -> Vec<Pair<Self>> {
        undeclared("into_iter")
    }
    /// Turns into an iterator of keys, takes up to `take`, drops it.
    fn into_keys(self, take: usize) -> Vec<Self::Key> {
        undeclared("into_keys")
    }
    /// Turns into an iterator of values, takes up to `take`, drops it.
    fn into_values(self, take: usize) -> Vec<Self::Value> {
        undeclared("into_values")
    }
    /// Keeps the first `len` entries in iteration order.
    fn truncate(&mut self, len: usize) {
        undeclared("truncate")
    }
    /// Shows every key once.
    fn each_key(&self, visit: &mut dyn FnMut(&Self::Key)) {
        undeclared("keys")
    }
    /// Shows every value once.
    fn each_value(&self, visit: &mut dyn FnMut(&Self::Value)) {
        undeclared("values")
    }
    /// Shows every entry once, the value for writing.
    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        undeclared("iter_mut")
    }
    /// Shows every value once, for writing.
    fn each_value_mut(&mut self, visit: &mut dyn FnMut(&mut Self::Value)) {
        undeclared("values_mut")
    }
    /// What `iter` shows when it is taken from these ends; see [`walk_ends`].
    fn each_from(&self, ends: Ends) -> Vec<(u32, u32)> {
        undeclared("rev")
    }
    /// What `iter` and a clone of it show after `count` entries; see
    /// [`walk_clone`].
    fn each_cloned(&self, count: usize) -> [Vec<(u32, u32)>; 2] {
        undeclared("iter_clone")
    }
    /// What `{:?}` prints.
    fn debug(&self) -> String {
        undeclared("debug")
    }
    /// A clone.
    fn duplicate(&self) -> Self {
        undeclared("clone")
    }
    /// `clone_from(source)`.
    fn assign_from(&mut self, source: &Self) {
        undeclared("clone_from")
    }
    /// `self == other`, for maps that can be compared; others answer `None`.
    fn equals(&self, other: &Self) -> Option<bool> {
        None
    }
    /// Moves all entries of `other` here; their values win.
    fn append(&mut self, other: &mut Self) {
        undeclared("append")
    }
    /// All entries of both; the values of this one win.
    fn union(self, other: Self) -> Self {
        undeclared("union")
    }
    /// Asks for room for `additional` more entries.
    fn reserve(&mut self, additional: usize) {
        undeclared("reserve")
    }
    /// Asks for room; tells whether that was granted.
    fn try_reserve(&mut self, additional: usize) -> bool {
        undeclared("try_reserve")
    }
    /// Gives room back.
    fn shrink_to_fit(&mut self) {
        undeclared("shrink_to_fit")
    }
    /// Gives room back, but for so many entries.
    fn shrink_to(&mut self, least: usize) {
        undeclared("shrink_to")
    }
    /// Removes all entries.
    fn clear(&mut self) {
        undeclared("clear")
    }
    /// For how many entries there is room, if the map tells.
    fn capacity(&self) -> Option<usize> {
        None
    }

    /// The first entry in the promised order.
    fn first(&self) -> Option<(u32, u32)> {
        undeclared("first")
    }
    /// The last entry.
    fn last(&self) -> Option<(u32, u32)> {
        undeclared("last")
    }
    /// Removes the first entry.
    fn pop_first(&mut self) -> Option<Pair<Self>> {
        undeclared("pop_first")
    }
    /// Removes the last entry.
    fn pop_last(&mut self) -> Option<Pair<Self>> {
        undeclared("pop_last")
    }
    /// The entry with the next larger key.
    fn successor(&self, key: &Self::Key) -> Option<(u32, u32)> {
        undeclared("successor")
    }
    /// The entry with the next smaller key.
    fn predecessor(&self, key: &Self::Key) -> Option<(u32, u32)> {
        undeclared("predecessor")
    }
    /// What a range shows when it is taken from these ends; see [`walk_ends`].
    fn range(&self, bounds: Bounds<'_, Self::Key>, ends: Ends) -> Vec<(u32, u32)> {
        undeclared("range")
    }
    /// Shows every entry of a range, the value for writing.
    fn range_mut(&mut self, bounds: Bounds<'_, Self::Key>, visit: VisitMut<'_, Self>) {
        undeclared("range_mut")
    }
    /// Splits off the entries from `key` on.
    fn split_off(&mut self, key: &Self::Key) -> Self {
        undeclared("split_off")
    }

    /// The entry at a place.
    fn get_index(&self, place: usize) -> Option<(u32, u32)> {
        undeclared("get_index")
    }
    /// The place of a key.
    fn index_of(&self, key: &Self::Key) -> Option<usize> {
        undeclared("index_of")
    }
    /// Removes; the last entry takes the place.
    fn swap_remove(&mut self, key: &Self::Key) -> Option<Self::Value> {
        undeclared("swap_remove")
    }
    /// Removes; all later entries move up.
    fn shift_remove(&mut self, key: &Self::Key) -> Option<Self::Value> {
        undeclared("shift_remove")
    }
    /// Removes by place; the last entry takes it.
    fn swap_remove_index(&mut self, place: usize) -> Option<Pair<Self>> {
        undeclared("swap_remove_index")
    }
    /// Removes by place; all later entries move up.
    fn shift_remove_index(&mut self, place: usize) -> Option<Pair<Self>> {
        undeclared("shift_remove_index")
    }
    /// Lets two entries change places.
    fn swap_indices(&mut self, first: usize, second: usize) {
        undeclared("swap_indices")
    }
    /// Moves an entry; those between shift by one.
    fn move_index(&mut self, from: usize, to: usize) {
        undeclared("move_index")
    }
    /// Sorts by keys.
    fn sort_keys(&mut self) {
        undeclared("sort_keys")
    }
    /// Turns the order round.
    fn reverse(&mut self) {
        undeclared("reverse")
    }

    /// Inserts at a place, or moves the entry there and replaces its value; later
    /// entries move.
    fn shift_insert(&mut self, place: usize, entry: Pair<Self>) -> Option<Self::Value> {
        undeclared("shift_insert")
    }

    /// `entry_ref(key).or_insert(value)`; tells what the entry holds then.
    fn entry_ref(&mut self, key: &Self::Key, value: Self::Value) -> u32 {
        undeclared("entry_ref")
    }

    /// Splits off the entries from a place on.
    fn split_off_at(&mut self, place: usize) -> Self {
        undeclared("split_off_at")
    }

    /// Replaces the entries at these places, and gives them back. A key that is
    /// elsewhere keeps its place.
    fn splice(&mut self, places: Range<usize>, entries: Vec<Pair<Self>>) -> Vec<Pair<Self>> {
        undeclared("splice")
    }

    /// Drains the entries at these places, and gives them all.
    fn drain_range(&mut self, places: Range<usize>) -> Vec<Pair<Self>> {
        undeclared("drain_range")
    }

    /// As [`Subject::retain`], by a second method.
    fn retain_mut(&mut self, keep: Select<'_, Self>) {
        undeclared("retain_mut")
    }

    /// What the map shows of the entries whose keys begin with this one.
    fn prefix(&self, prefix: &Self::Key) -> Vec<(u32, u32)> {
        undeclared("prefix")
    }

    /// Removes the entries whose keys begin with this one.
    fn remove_prefix(&mut self, prefix: &Self::Key) {
        undeclared("remove_prefix")
    }

    /// The first entry whose key is not less than this one.
    fn lower_bound(&self, key: &Self::Key) -> Option<(u32, u32)> {
        undeclared("lower_bound")
    }

    /// The last entry whose key is not greater than this one.
    fn upper_bound(&self, key: &Self::Key) -> Option<(u32, u32)> {
        undeclared("upper_bound")
    }

    /// Puts at `key` what `change` makes of the value that is there.
    fn alter(
        &mut self,
        key: Self::Key,
        change: &mut dyn FnMut(Option<Self::Value>) -> Option<Self::Value>,
    ) {
        undeclared("alter")
    }

    /// The first entry, as one that is occupied, and what is done with it: `form`,
    /// which is one that an occupied entry has.
    fn first_entry(
        &mut self,
        form: EntryForm,
        value: Self::Value,
    ) -> EntryAnswer<Self::Key, Self::Value> {
        undeclared("first_entry")
    }

    /// As [`Subject::first_entry`], of the last one.
    fn last_entry(
        &mut self,
        form: EntryForm,
        value: Self::Value,
    ) -> EntryAnswer<Self::Key, Self::Value> {
        undeclared("last_entry")
    }

    /// `get_or_insert_with(key, || value)`; tells what the value holds then.
    fn get_or_insert_with(&mut self, key: Self::Key, value: Self::Value) -> u32 {
        undeclared("get_or_insert_with")
    }

    /// The place, the key and the value.
    fn get_full(&self, key: &Self::Key) -> Option<(usize, (u32, u32))> {
        undeclared("get_full")
    }

    /// Inserts, and tells the place as well.
    fn insert_full(&mut self, key: Self::Key, value: Self::Value) -> (usize, Option<Self::Value>) {
        undeclared("insert_full")
    }

    /// Removes, and tells the place as well; the last entry takes it.
    fn swap_remove_full(&mut self, key: &Self::Key) -> Option<(usize, Pair<Self>)> {
        undeclared("swap_remove_full")
    }

    /// Inserts where the key belongs, if the keys are sorted; tells the place.
    fn insert_sorted(
        &mut self,
        key: Self::Key,
        value: Self::Value,
    ) -> (usize, Option<Self::Value>) {
        undeclared("insert_sorted")
    }

    /// Replaces the key at a place and gives it back; or gives this one back, with
    /// its place, if it is elsewhere.
    fn replace_index(&mut self, place: usize, key: Self::Key) -> (Option<usize>, Self::Key) {
        undeclared("replace_index")
    }

    /// `entry(key).insert_entry(value)`, and what is done with the entry that it
    /// returns; `form` is one that an occupied entry has, `more` is for it.
    fn insert_entry_then(
        &mut self,
        entry: Pair<Self>,
        form: EntryForm,
        more: Self::Value,
    ) -> EntryAnswer<Self::Key, Self::Value> {
        undeclared("insert_entry_then")
    }

    /// Opens cursor number `cursor` (one that is open is closed first).
    /// `start` says where it starts; the map makes of it what it can.
    fn cursor_open(&mut self, cursor: usize, start: u16) {
        undeclared("cursor_open")
    }
    /// Steps an open cursor: the next entry's number and value, or `None` at
    /// the end.
    fn cursor_step(&mut self, cursor: usize) -> Option<(u32, u32)> {
        undeclared("cursor_step")
    }
    /// Closes an open cursor.
    fn cursor_close(&mut self, cursor: usize) {
        undeclared("cursor_close")
    }
    /// Whether an open cursor still means anything: one that a change of the
    /// map has made void is closed, and no more is asked of it.
    fn cursor_is_valid(&self, cursor: usize) -> bool {
        true
    }

    /// Keys that the map holds beside those of its entries, such as clones
    /// kept for an open cursor.
    fn retained_keys(&self) -> usize {
        0
    }
    /// What is wrong with the map's structure, a sentence for each fault.
    /// Called often, so it may be empty; it must not be wrong.
    fn invariants(&self) -> Vec<String> {
        Vec::new()
    }
    /// The map's structure, to be drawn, if it has one of buckets like Go's.
    fn table(&self) -> Option<Table> {
        None
    }
    /// Hands over what of the declared [`Support::marks`] was reached since
    /// this was last asked.
    fn reached(&mut self, reach: &mut Reach) {}
}

#[cold]
fn undeclared(op: &str) -> ! {
    panic!("{UNDECLARED}{op}")
}
