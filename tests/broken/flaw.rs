//! A flaw: what one broken map does otherwise than the sound one.
//!
//! [`Flaw`] has a hook for each method of a map, which by default does what the
//! sound map does. A flaw overrides one or two of them.
//! [`Promise`] says what kind of map it is built into.

use std::cell::Cell;
use std::marker::PhantomData;

use map_oracle::case::{EntryForm, OpKind as K, OpSet, Order, Vocabulary};
use map_oracle::probe::{Key, Value};
use map_oracle::subject::{Bounds, End, Ends, EntryAnswer, Subject, Support};

use super::plain::Plain;

/// What a broken map promises, and may break.
pub trait Promise: 'static {
    const SUPPORT: Support;
}

macro_rules! promises {
    ($($(#[$doc:meta])* $name:ident: { $($field:ident: $setting:expr),* } beside $other:expr;)*) => {
        $($(#[$doc])*
        pub struct $name;
        impl Promise for $name {
            const SUPPORT: Support = Support { $($field: $setting,)* ..$other };
        })*
    };
}

promises! {
    /// An unordered map, which finds by hash.
    Hashed: { fused: true, clone_keeps_order: true } beside Support::DEFAULT;
    /// A sorted map.
    Sorted: { order: Order::Sorted } beside Hashed::SUPPORT;
    /// A map in the order of insertion. It is searched from front to back, so
    /// it is kept small.
    Listed: { order: Order::Insertion, max_entries: Some(64) } beside Hashed::SUPPORT;
    /// A map that refuses what it has no room for.
    Bounded: { max_entries: Some(12), refuses: true } beside Listed::SUPPORT;
    /// A map that promises all that can be promised about panics.
    Careful: { keeps_entries_on_panic: true, frees_all_on_panic: true } beside Hashed::SUPPORT;
}

/// The ops of a map of this order.
const fn ops_of(order: Order) -> OpSet {
    let places = OpSet::of(&[
        K::GetIndex,
        K::IndexOf,
        K::SwapRemove,
        K::ShiftRemove,
        K::SwapRemoveIndex,
        K::ShiftRemoveIndex,
        K::SwapIndices,
        K::MoveIndex,
        K::SortKeys,
        K::Reverse,
    ]);
    let sorted = OpSet::of(&[
        K::Successor,
        K::Predecessor,
        K::Range,
        K::RangeRev,
        K::RangeEnds,
        K::RangeMut,
        K::SplitOff,
        K::SplitSwap,
        K::CursorOpen,
        K::CursorStep,
        K::CursorClose,
    ]);
    let ends = OpSet::of(&[K::Rev, K::Ends, K::First, K::Last, K::PopFirst, K::PopLast]);
    let nan = OpSet::of(&[K::InsertNan]);
    // What came after these has its broken maps in `tests/vocabulary.rs`.
    let newer = OpSet::of(&[
        K::ShiftInsert,
        K::EntryRef,
        K::SplitOffAt,
        K::Splice,
        K::DrainRange,
        K::RetainMut,
        K::Prefix,
        K::RemovePrefix,
        K::LowerBound,
        K::UpperBound,
        K::Alter,
        K::FirstEntry,
        K::LastEntry,
        K::GetOrInsertWith,
        K::GetFull,
        K::InsertFull,
        K::SwapRemoveFull,
        K::InsertSorted,
        K::ReplaceIndex,
        K::EntryInsertThen,
        K::ExtendTwice,
        K::FromIterTwice,
    ]);
    let all = Vocabulary::MAP.ops().without(newer);
    match order {
        Order::Any => all.without(places).without(sorted).without(ends),
        Order::Sorted => all.without(places).without(nan),
        _ => all.without(sorted).without(nan),
    }
}

thread_local! {
    /// What is wrong with the maps of this thread.
    ///
    /// A type for each flaw would have the whole oracle compiled for each.
    static FLAW: Cell<&'static dyn Flaw> = const { Cell::new(&Sound) };
}

/// From here on the maps of this thread have this flaw.
pub fn set_flaw(flaw: &'static dyn Flaw) {
    FLAW.set(flaw);
}

/// No flaw at all.
pub struct Sound;
impl Flaw for Sound {}

/// A map with the flaw that its thread was given.
pub struct Broken<P> {
    plain: Plain,
    flaw: &'static dyn Flaw,
    promise: PhantomData<P>,
}

impl<P> Broken<P> {
    fn of(plain: Plain) -> Self {
        Broken {
            plain,
            flaw: FLAW.get(),
            promise: PhantomData,
        }
    }
}

macro_rules! hooks {
    (
        looking { $(fn $look:ident($($look_arg:ident: $look_type:ty),*) -> $looked:ty;)* }
        changing { $(fn $change:ident($($change_arg:ident: $change_type:ty),*) -> $changed:ty;)* }
        ending { $(fn $end:ident($($end_arg:ident: $end_type:ty),*) -> $ended:ty;)* }
    ) => {
        /// What is wrong with a map.
        #[allow(clippy::wrong_self_convention, reason = "it is the map that is turned into it")]
        pub trait Flaw: Sync {
            $(fn $look(&self, map: &Plain, $($look_arg: $look_type),*) -> $looked {
                map.$look($($look_arg),*)
            })*
            $(fn $change(&self, map: &mut Plain, $($change_arg: $change_type),*) -> $changed {
                map.$change($($change_arg),*)
            })*
            $(fn $end(&self, map: Plain, $($end_arg: $end_type),*) -> $ended {
                map.$end($($end_arg),*)
            })*
            fn duplicate(&self, map: &Plain) -> Plain {
                map.duplicate()
            }
            fn assign_from(&self, map: &mut Plain, source: &Plain) {
                map.assign_from(source);
            }
            fn equals(&self, map: &Plain, other: &Plain) -> bool {
                map.equals(other)
            }
            fn append(&self, map: &mut Plain, other: &mut Plain) {
                map.append(other);
            }
            fn split_off(&self, map: &mut Plain, key: &Key) -> Plain {
                map.split_off(key)
            }
        }

        impl<P: Promise> Subject for Broken<P> {
            type Key = Key;
            type Value = Value;
            const NAME: &'static str = "broken";
            const SUPPORT: Support = P::SUPPORT;
            const OPS: OpSet = ops_of(P::SUPPORT.order);

            fn with_hint(hint: usize) -> Self {
                Broken::of(Plain::new(P::SUPPORT, hint))
            }
            $(fn $look(&self, $($look_arg: $look_type),*) -> $looked {
                self.flaw.$look(&self.plain, $($look_arg),*)
            })*
            $(fn $change(&mut self, $($change_arg: $change_type),*) -> $changed {
                self.flaw.$change(&mut self.plain, $($change_arg),*)
            })*
            $(fn $end(self, $($end_arg: $end_type),*) -> $ended {
                self.flaw.$end(self.plain, $($end_arg),*)
            })*
            fn from_entries(entries: Vec<(Key, Value)>) -> Self {
                let mut map = Self::with_hint(0);
                map.flaw.extend(&mut map.plain, entries);
                map
            }
            fn duplicate(&self) -> Self {
                Broken::of(self.flaw.duplicate(&self.plain))
            }
            fn assign_from(&mut self, source: &Self) {
                self.flaw.assign_from(&mut self.plain, &source.plain);
            }
            fn equals(&self, other: &Self) -> Option<bool> {
                Some(self.flaw.equals(&self.plain, &other.plain))
            }
            fn append(&mut self, other: &mut Self) {
                self.flaw.append(&mut self.plain, &mut other.plain);
            }
            fn union(self, other: Self) -> Self {
                Broken::of(self.plain.union(other.plain))
            }
            fn split_off(&mut self, key: &Key) -> Self {
                Broken::of(self.flaw.split_off(&mut self.plain, key))
            }
        }
    };
}

hooks! {
    looking {
        fn get(key: &Key) -> Option<u32>;
        fn len() -> usize;
        fn is_empty() -> bool;
        fn each(visit: &mut dyn FnMut(&Key, &Value)) -> ();
        fn get_key_value(key: &Key) -> Option<(u32, u32)>;
        fn contains_key(key: &Key) -> bool;
        fn index(key: &Key) -> u32;
        fn each_key(visit: &mut dyn FnMut(&Key)) -> ();
        fn each_value(visit: &mut dyn FnMut(&Value)) -> ();
        fn each_from(ends: Ends) -> Vec<(u32, u32)>;
        fn each_cloned(count: usize) -> [Vec<(u32, u32)>; 2];
        fn debug() -> String;
        fn capacity() -> Option<usize>;
        fn first() -> Option<(u32, u32)>;
        fn last() -> Option<(u32, u32)>;
        fn successor(key: &Key) -> Option<(u32, u32)>;
        fn predecessor(key: &Key) -> Option<(u32, u32)>;
        fn range(bounds: Bounds<'_, Key>, ends: Ends) -> Vec<(u32, u32)>;
        fn get_index(place: usize) -> Option<(u32, u32)>;
        fn index_of(key: &Key) -> Option<usize>;
        fn invariants() -> Vec<String>;
    }
    changing {
        fn insert(key: Key, value: Value) -> Option<Value>;
        fn insert_checked(
            key: Key, value: Value
        ) -> Result<Option<Value>, Option<(Key, Value)>>;
        fn try_insert(key: Key, value: Value) -> Result<u32, (u32, Value)>;
        fn remove(key: &Key) -> Option<Value>;
        fn remove_entry(key: &Key) -> Option<(Key, Value)>;
        fn get_mut(key: &Key, payload: u32) -> Option<u32>;
        fn get_disjoint_mut(keys: [&Key; 2]) -> [Option<u32>; 2];
        fn entry(form: EntryForm, key: Key, value: Value) -> EntryAnswer<Key, Value>;
        fn and_modify(key: Key, value: Value) -> u32;
        fn or_insert_with_key(key: Key, value: Value) -> u32;
        fn insert_entry(key: Key, value: Value) -> u32;
        fn extend(entries: Vec<(Key, Value)>) -> ();
        fn retain(keep: &mut dyn FnMut(&Key, &mut Value) -> bool) -> ();
        fn drain(take: usize, end: End) -> Vec<(Key, Value)>;
        fn extract_if(
            select: &mut dyn FnMut(&Key, &mut Value) -> bool, take: usize, end: End
        ) -> Vec<(Key, Value)>;
        fn truncate(len: usize) -> ();
        fn each_mut(visit: &mut dyn FnMut(&Key, &mut Value)) -> ();
        fn each_value_mut(visit: &mut dyn FnMut(&mut Value)) -> ();
        fn reserve(additional: usize) -> ();
        fn try_reserve(additional: usize) -> bool;
        fn shrink_to_fit() -> ();
        fn shrink_to(least: usize) -> ();
        fn clear() -> ();
        fn pop_first() -> Option<(Key, Value)>;
        fn pop_last() -> Option<(Key, Value)>;
        fn range_mut(bounds: Bounds<'_, Key>, visit: &mut dyn FnMut(&Key, &mut Value)) -> ();
        fn swap_remove(key: &Key) -> Option<Value>;
        fn shift_remove(key: &Key) -> Option<Value>;
        fn swap_remove_index(place: usize) -> Option<(Key, Value)>;
        fn shift_remove_index(place: usize) -> Option<(Key, Value)>;
        fn swap_indices(first: usize, second: usize) -> ();
        fn move_index(from: usize, to: usize) -> ();
        fn sort_keys() -> ();
        fn reverse() -> ();
        fn cursor_open(cursor: usize, start: u16) -> ();
        fn cursor_step(cursor: usize) -> Option<(u32, u32)>;
        fn cursor_close(cursor: usize) -> ();
    }
    ending {
        fn into_entries(take: usize, end: End) -> Vec<(Key, Value)>;
        fn into_keys(take: usize) -> Vec<Key>;
        fn into_values(take: usize) -> Vec<Value>;
    }
}
