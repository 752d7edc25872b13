//! What a map offers to be checked, and the maps that come along.
//!
//! A [`Subject`] is a map of our [`Key`]s and [`Value`]s behind one interface.
//! Only making it, insertion, look-up, removal, length and iteration are
//! asked of every map; the rest is declared in [`Support`], and what is not
//! declared is never asked for. A map with the methods of std's `HashMap` gets
//! its adapter from the [`subject!`](crate::subject!) macro in a few lines;
//! any other implements the trait by hand.
//!
//! Answers are owned or plain data, never references into the map, so that
//! maps that hand out guards or copies fit as well.

mod adapter;
mod builtin;
mod gomap;
#[cfg(feature = "indexmap")]
mod indexmap;

pub use builtin::*;
pub use gomap::{GoMapSubject, SLOTS, Table, TableArray, TableBucket};
#[cfg(feature = "indexmap")]
pub use indexmap::IndexMap;

use crate::case::{EntryForm, Mark, OpKind, OpSet, Reach};
use crate::probe::{Key, Value};

/// What a subject says about itself.
#[derive(Clone, Copy, Debug)]
pub struct Support {
    /// The ops that it offers. Those of [`OpSet::CORE`] must be among them.
    pub ops: OpSet,
    /// The most entries that it holds, if it is bounded. Cases are given no
    /// more keys than this.
    pub max_entries: Option<u16>,
    /// After a panic in user code the map can still be used. One that cannot
    /// is only dropped then, and the case goes on with an empty one.
    pub usable_after_panic: bool,
    /// After a panic in user code no entry is missing but those that the op
    /// would have removed. Std's maps do not promise this: a hasher that
    /// panics while they rehash may cost entries.
    pub keeps_entries_on_panic: bool,
    /// After a panic in user code nothing is leaked.
    pub frees_all_on_panic: bool,
    /// The structural marks that [`Subject::reached`] can report. A profile's
    /// gate counts only for subjects that can report its mark.
    pub marks: &'static [Mark],
}

impl Support {
    /// A map that offers the core ops and promises no more than std's maps do.
    pub const CORE: Support = Support {
        ops: OpSet::CORE,
        max_entries: None,
        usable_after_panic: true,
        keeps_entries_on_panic: false,
        frees_all_on_panic: false,
        marks: &[],
    };

    /// Whether a run can report `mark`: some marks are counted by the run
    /// itself, some need a map that tells its capacity or has cursors, the
    /// rest must be declared.
    #[must_use]
    pub fn reports(&self, mark: Mark) -> bool {
        match mark {
            Mark::Ops | Mark::Entries | Mark::Reinserts | Mark::Collisions | Mark::Faults => true,
            Mark::Growths | Mark::IterationsAfterGrowth => self.ops.contains(OpKind::Reserve),
            Mark::CursorEntries => self.ops.contains(OpKind::CursorStep),
            declared => self.marks.contains(&declared),
        }
    }

    /// The largest key that a case for this subject may name.
    #[must_use]
    pub fn max_key(&self) -> u16 {
        match self.max_entries {
            Some(most) => most.saturating_sub(1),
            None => u16::MAX,
        }
    }
}

/// What an entry op saw and gave back.
#[derive(Debug, Default)]
pub struct EntryAnswer {
    /// Whether the entry was occupied, for the forms that look.
    pub occupied: Option<bool>,
    /// The number of the key that the entry showed.
    pub key: Option<u32>,
    /// The value behind the reference that the op ended in.
    pub seen: Option<u32>,
    /// The key that the op gave back.
    pub returned_key: Option<Key>,
    /// The value that the op gave back.
    pub returned: Option<Value>,
    /// The value that the form had no use for. It goes back so that its drop
    /// is not taken for one of the map's.
    pub unused: Option<Value>,
}

/// A map under test.
///
/// Methods without a default are asked of every subject. Each of the others
/// is called only if [`Support::ops`] has the op of its name; its default
/// panics and says that the declaration is wrong.
pub trait Subject: Sized {
    /// The name that people use for it, in lower case.
    const NAME: &'static str;
    /// What it offers.
    const SUPPORT: Support;

    /// An empty map, with room for `hint` entries asked for if `hint` is
    /// not 0.
    fn with_hint(hint: usize) -> Self;
    /// Inserts; the value that was there before is given back.
    fn insert(&mut self, key: Key, value: Value) -> Option<Value>;
    /// Removes; gives the value back.
    fn remove(&mut self, key: &Key) -> Option<Value>;
    /// Looks up; tells what the value holds.
    fn get(&self, key: &Key) -> Option<u32>;
    /// The number of entries.
    fn len(&self) -> usize;
    /// Shows every entry once.
    fn each(&self, visit: &mut dyn FnMut(&Key, &Value));

    /// Whether there is no entry.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Looks up and writes `payload` into the value; tells what it held.
    fn get_mut(&mut self, _key: &Key, _payload: u32) -> Option<u32> {
        undeclared("get_mut")
    }
    /// Looks up; tells the number of the stored key and what the value holds.
    fn get_key_value(&self, _key: &Key) -> Option<(u32, u32)> {
        undeclared("get_key_value")
    }
    /// Whether there is an entry.
    fn contains_key(&self, _key: &Key) -> bool {
        undeclared("contains_key")
    }
    /// `map[key]` of a present key; tells what the value holds.
    fn index(&self, _key: &Key) -> u32 {
        undeclared("index")
    }
    /// Removes; gives the stored key and the value back.
    fn remove_entry(&mut self, _key: &Key) -> Option<(Key, Value)> {
        undeclared("remove_entry")
    }
    /// Looks up the entry of `key` and does with it what `form` says. The
    /// forms that have a method of their own below do not come here.
    fn entry(&mut self, _form: EntryForm, _key: Key, _value: Value) -> EntryAnswer {
        undeclared("entry")
    }
    /// `entry(key).and_modify(..).or_insert(value)`, the closure writing what
    /// `value` holds; tells what the entry holds then.
    fn and_modify(&mut self, _key: Key, _value: Value) -> u32 {
        undeclared("entry_and_modify")
    }
    /// `entry(key).or_insert_with_key(|_| value)`; tells what the entry holds
    /// then.
    fn or_insert_with_key(&mut self, _key: Key, _value: Value) -> u32 {
        undeclared("entry_or_insert_with_key")
    }
    /// `entry(key).insert_entry(value)`; tells what the entry holds then.
    fn insert_entry(&mut self, _key: Key, _value: Value) -> u32 {
        undeclared("entry_insert_entry")
    }
    /// Inserts all of `entries` through `Extend`.
    fn extend(&mut self, _entries: Vec<(Key, Value)>) {
        undeclared("extend")
    }
    /// A map collected from `entries`.
    fn from_entries(_entries: Vec<(Key, Value)>) -> Self {
        undeclared("from_iter")
    }
    /// Keeps the entries for which `keep` answers true.
    fn retain(&mut self, _keep: &mut dyn FnMut(&Key, &mut Value) -> bool) {
        undeclared("retain")
    }
    /// Drains: takes up to `take` entries, then drops the iterator.
    fn drain(&mut self, _take: usize) -> Vec<(Key, Value)> {
        undeclared("drain")
    }
    /// Extracts entries for which `select` answers true, up to `take` of them,
    /// then drops the iterator.
    fn extract_if(
        &mut self,
        _select: &mut dyn FnMut(&Key, &mut Value) -> bool,
        _take: usize,
    ) -> Vec<(Key, Value)> {
        undeclared("extract_if")
    }
    /// Turns into an owning iterator, takes up to `take` entries, drops it.
    fn into_entries(self, _take: usize) -> Vec<(Key, Value)> {
        undeclared("into_iter")
    }
    /// Keeps the first `len` entries in iteration order.
    fn truncate(&mut self, _len: usize) {
        undeclared("truncate")
    }
    /// Shows every key once.
    fn each_key(&self, _visit: &mut dyn FnMut(&Key)) {
        undeclared("keys")
    }
    /// Shows every value once.
    fn each_value(&self, _visit: &mut dyn FnMut(&Value)) {
        undeclared("values")
    }
    /// Shows every entry once, the value for writing.
    fn each_mut(&mut self, _visit: &mut dyn FnMut(&Key, &mut Value)) {
        undeclared("iter_mut")
    }
    /// Shows every value once, for writing.
    fn each_value_mut(&mut self, _visit: &mut dyn FnMut(&mut Value)) {
        undeclared("values_mut")
    }
    /// A clone.
    fn duplicate(&self) -> Self {
        undeclared("clone")
    }
    /// `clone_from(source)`.
    fn assign_from(&mut self, _source: &Self) {
        undeclared("clone_from")
    }
    /// `self == other`, for maps that can be compared; others answer `None`.
    fn equals(&self, _other: &Self) -> Option<bool> {
        None
    }
    /// Asks for room for `additional` more entries.
    fn reserve(&mut self, _additional: usize) {
        undeclared("reserve")
    }
    /// Gives room back.
    fn shrink_to_fit(&mut self) {
        undeclared("shrink_to_fit")
    }
    /// Removes all entries.
    fn clear(&mut self) {
        undeclared("clear")
    }
    /// For how many entries there is room, if the map tells.
    fn capacity(&self) -> Option<usize> {
        None
    }

    /// Opens cursor number `cursor` (one that is open is closed first).
    /// `start` says where it starts; the map makes of it what it can.
    fn cursor_open(&mut self, _cursor: usize, _start: u16) {
        undeclared("cursor_open")
    }
    /// Steps an open cursor: the next entry's number and value, or `None` at
    /// the end.
    fn cursor_step(&mut self, _cursor: usize) -> Option<(u32, u32)> {
        undeclared("cursor_step")
    }
    /// Closes an open cursor.
    fn cursor_close(&mut self, _cursor: usize) {
        undeclared("cursor_close")
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
    fn reached(&mut self, _reach: &mut Reach) {}
}

#[cold]
fn undeclared(op: &str) -> ! {
    panic!("the adapter declares `{op}`, but does not implement it")
}
