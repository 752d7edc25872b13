//! What a word of an adapter may say: a method of another name, a closure, how it
//! answers; and what is seen of it. A sound map passes whatever way it is written
//! down, and one that is wrong behind any of these is found.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use indexmap::IndexMap;
use map_oracle::case::{OpKind, Order};
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::subject::Drops;

const SOUND: u8 = 0;

/// A map that names everything otherwise, answers by guards and in half sentences,
/// and is wrong in one of its methods.
#[derive(Clone, Debug, Default)]
struct Odd<const WRONG: u8>(BTreeMap<Key, Value>);

/// Guards a value, and has methods of its own.
struct Guard<'a>(&'a Value);

impl std::ops::Deref for Guard<'_> {
    type Target = Value;
    fn deref(&self) -> &Value {
        self.0
    }
}

impl<const WRONG: u8> Odd<WRONG> {
    /// Tells nothing; a value that is there is kept.
    fn put(&mut self, key: Key, value: Value) {
        if WRONG == 1 && self.0.contains_key(&key) {
            return;
        }
        self.0.insert(key, value);
    }

    /// Tells whether the key was new; or always that it was.
    fn add(&mut self, key: Key, value: Value) -> bool {
        self.0.insert(key, value).is_none() || WRONG == 2
    }

    /// Tells whether it was there; and leaves every other.
    fn cut(&mut self, key: &Key) -> bool {
        if WRONG == 3 && self.0.len() == 5 {
            return self.0.contains_key(key);
        }
        self.0.remove(key).is_some()
    }

    /// Says that nothing was there.
    fn cut_seen(&mut self, key: &Key) -> bool {
        self.0.remove(key).is_some() && (WRONG != 4 || self.0.len().is_multiple_of(2))
    }

    fn peek(&self, key: &Key) -> Option<Guard<'_>> {
        let found = self.0.get(key).map(Guard);
        found.filter(|_| WRONG != 5 || self.0.len() != 3)
    }

    fn count(&self) -> usize {
        self.0.len() + usize::from(WRONG == 6 && self.0.len() > 4)
    }

    /// Shows guards.
    fn all(&self) -> impl Iterator<Item = (&Key, Guard<'_>)> {
        let skipped = usize::from(WRONG == 7 && self.0.len() > 4);
        self.0
            .iter()
            .skip(skipped)
            .map(|(key, value)| (key, Guard(value)))
    }

    /// Lends for reading, to an `Fn`, and keeps the first one.
    fn keep(&mut self, keep: impl Fn((&Key, &Value)) -> bool) {
        let mut first = WRONG == 8;
        self.0
            .retain(|key, value| keep((key, value)) || std::mem::take(&mut first));
    }

    /// Fills also what is occupied.
    fn value_or(&mut self, key: Key, value: Value) -> &mut Value {
        if WRONG == 9 {
            self.0.remove(&key);
        }
        self.0.entry(key).or_insert(value)
    }

    /// Gives copies.
    fn lowest(&self) -> Option<(Key, Value)> {
        let skipped = usize::from(WRONG == 10 && self.0.len() > 2);
        let (key, value) = self.0.iter().nth(skipped)?;
        Some((key.clone(), value.clone()))
    }

    fn between(
        &self,
        (low, high): map_oracle::subject::Bounds<'_, Key>,
    ) -> impl DoubleEndedIterator<Item = (&Key, &Value)> {
        use std::ops::Bound::{Excluded, Included};
        let high = match high {
            Included(key) if WRONG == 11 => Excluded(key),
            high => high,
        };
        let empty = matches!(
            (low, high),
            (Excluded(low) | Included(low), Excluded(high)) if low >= high
        );
        let all = if empty {
            self.0.range::<Key, _>(..)
        } else {
            self.0.range::<Key, _>((low, high))
        };
        all.filter(move |_| !empty)
    }
}

macro_rules! odd {
    ($name:ident, $wrong:expr, $($ops:tt)*) => {
        map_oracle::subject! {
            struct $name("odd", Odd<{ $wrong }>);
            new: |_| Odd::default();
            ops: $($ops)*
            promises: { order: Order::Sorted }
        }
    };
}

/// Everything by other names; the last word is one for each way of telling.
macro_rules! odd_ops {
    ($name:ident, $wrong:expr) => {
        odd! { $name, $wrong,
            insert(put) -> (), remove(cut) -> bool, get(peek), len(count),
            iter(all), contains_key(|map, key| map.peek(key).is_some()),
            retain(|map, keep| map.keep(|(key, value)| keep(key, value))),
            or_insert(value_or), first(lowest), range(between), neighbours(between),
            clone, keys(|map| map.0.keys().cloned()),
            clear(|map| map.0.clear());
        }
    };
}

/// As [`odd_ops`], and tells more.
macro_rules! telling_ops {
    ($name:ident, $wrong:expr) => {
        odd! { $name, $wrong,
            insert(add) -> bool, remove(cut_seen) -> bool, get(peek), len(count),
            iter(|map| map.0.iter(), |(key, value)| (key, Guard(value)));
        }
    };
}

fn found<S: map_oracle::subject::Subject>() -> bool {
    Profile::ALL.into_iter().any(|profile| {
        let runner = Runner::of::<S>();
        (0..200).any(|seed| {
            let case = profile.case(runner.ops, runner.max_key, 60, seed);
            runner.run(&case).is_err()
        })
    })
}

/// Tests that a sound map passes, and that each wrong one is found.
macro_rules! only_the_wrong_are_found {
    ($test:ident by $ops:ident: $($name:ident $wrong:literal),*) => {
        #[test]
        fn $test() {
            $ops! { Sound, SOUND }
            assert!(!found::<Sound>(), "a sound map passes");
            $(
                $ops! { $name, $wrong }
                assert!(found::<$name>(), "{} is found", $wrong);
            )*
        }
    };
}

only_the_wrong_are_found! { what_a_method_of_another_name_does by odd_ops:
Keeps 1, Leaves 3, Hides 5, Miscounts 6, Skips 7, Retains 8, Overwrites 9, Second 10,
Exclusive 11 }
only_the_wrong_are_found! { what_a_flag_says by telling_ops: AlwaysNew 2, NotThere 4, Hides 5 }

/// A key that is there is moved to the back by what the order says, but in one method.
#[derive(Clone, Debug, Default)]
struct Moving<const WRONG: u8, const BY_USE: bool>(IndexMap<Key, Value, PlanState>);

impl<const WRONG: u8, const BY_USE: bool> Moving<WRONG, BY_USE> {
    fn back(&mut self, key: &Key) {
        if let Some(place) = self.0.get_index_of(key) {
            self.0.move_index(place, self.0.len() - 1);
        }
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        if WRONG != 1 {
            self.back(&key);
        }
        self.0.insert(key, value)
    }

    fn get_mut(&mut self, key: &Key) -> Option<&mut Value> {
        if BY_USE != (WRONG == 2) {
            self.back(key);
        }
        self.0.get_mut(key)
    }

    fn or_insert(&mut self, key: Key, value: Value) -> &mut Value {
        if BY_USE != (WRONG == 3) {
            self.back(&key);
        }
        self.0.entry(key).or_insert(value)
    }

    fn get(&self, key: &Key) -> Option<&Value> {
        self.0.get(key)
    }
}

macro_rules! moving_ops {
    ($name:ident, $wrong:expr, $by_use:literal, $order:ident) => {
        map_oracle::subject! {
            struct $name("moving", Moving<{ $wrong }, $by_use>);
            new: |_| Moving::default();
            ops: remove(|map, key| map.0.shift_remove(key)), len(|map| map.0.len()),
                iter(|map| map.0.iter()), get_mut, or_insert(or_insert),
                pop_first(|map| map.0.shift_remove_index(0)), rev(|map| map.0.iter());
            promises: { order: Order::$order }
        }
    };
}

macro_rules! moved_by_insert {
    ($name:ident, $wrong:expr) => {
        moving_ops! { $name, $wrong, false, InsertionLast }
    };
}

macro_rules! moved_by_use {
    ($name:ident, $wrong:expr) => {
        moving_ops! { $name, $wrong, true, UseLast }
    };
}

only_the_wrong_are_found! { an_insert_moves_to_the_back by moved_by_insert:
Stays 1, Moves 2, MovesByEntry 3 }
only_the_wrong_are_found! { a_use_moves_to_the_back by moved_by_use:
Stays 1, Unmoved 2, UnmovedByEntry 3 }

// Has less of an entry than std's, and two methods written by hand.
map_oracle::subject! {
    struct Lesser("lesser", BTreeMap<Key, Value>);
    new: |_| BTreeMap::new();
    ops: entry(Entry: replace, fill), or_insert;
    by hand: clear, get_mut {
        fn clear(&mut self) {
            self.0.clear();
        }
        fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
            self.0.get_mut(key).map(|value| {
                let before = value.get();
                value.set(payload);
                before
            })
        }
    }
    promises: { order: Order::Sorted }
}

#[test]
fn only_the_forms_that_are_listed_are_asked_for() {
    let ops = Runner::of::<Lesser>().ops;
    for (kind, offered) in [
        (OpKind::EntryReplace, true),
        (OpKind::EntryFill, true),
        (OpKind::EntryOrInsert, true),
        (OpKind::Clear, true),
        (OpKind::GetMut, true),
        (OpKind::EntryOrInsertWith, false),
        (OpKind::EntryRemoveEntry, false),
        (OpKind::EntryPeek, false),
    ] {
        assert_eq!(ops.contains(kind), offered, "{kind:?}");
    }
    assert!(!found::<Lesser>());
}

/// Says too much of the length.
struct TooLong<'a>(std::collections::btree_map::Iter<'a, Key, Value>);

impl<'a> Iterator for TooLong<'a> {
    type Item = (&'a Key, &'a Value);
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0.len() + 1, Some(self.0.len() + 1))
    }
}

macro_rules! too_long {
    ($name:ident, $hints:literal, $shown:expr) => {
        map_oracle::subject! {
            struct $name("too-long", BTreeMap<Key, Value>);
            new: |_| BTreeMap::new();
            ops: iter(|map| {
                let mut iter = TooLong(map.iter());
                if $shown { iter.next(); }
                iter
            });
            promises: { order: Order::Sorted, size_hints: $hints }
        }
    };
}
too_long! { Believed, true, false }
too_long! { Declined, false, false }
too_long! { DeclinedAndShort, false, true }

#[test]
fn a_length_that_is_not_promised_is_not_judged_but_what_is_shown_is() {
    assert!(found::<Believed>());
    assert!(!found::<Declined>());
    assert!(found::<DeclinedAndShort>());
}

/// Keeps what was removed in a yard, and shows it there; what is wrong is what becomes
/// of the yard, or of a value.
#[derive(Default)]
struct Lazy<const WRONG: u8> {
    map: BTreeMap<Key, Value>,
    yard: Vec<Value>,
}

impl<const WRONG: u8> Drop for Lazy<WRONG> {
    fn drop(&mut self) {
        if WRONG == 1 {
            // Leaves it to nobody.
            std::mem::forget(std::mem::take(&mut self.yard));
        }
    }
}

impl<const WRONG: u8> Lazy<WRONG> {
    fn retire(&mut self, old: Option<Value>) -> Option<&Value> {
        self.yard.push(old?);
        self.yard.last()
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<&Value> {
        let old = self.map.insert(key, value);
        self.retire(old)
    }

    fn remove(&mut self, key: &Key) -> Option<&Value> {
        let old = self.map.remove(key);
        self.retire(old)
    }
}

macro_rules! lazy {
    ($name:ident, $wrong:literal, $drops:ident) => {
        map_oracle::subject! {
            struct $name("lazy", Lazy<$wrong>);
            new: |_| Lazy::default();
            ops: insert(insert), remove(remove), get(|map, key| map.map.get(key)),
                len(|map| map.map.len()), iter(|map| map.map.iter()),
                clear(|map| map.map.clear());
            promises: { order: Order::Sorted, drops: Drops::$drops }
        }
    };
}
lazy! { DropsAtOnce, 0, AtOnce }
lazy! { DropsWithTheMap, 0, WithTheMap }
lazy! { LeaksWithTheMap, 1, WithTheMap }
lazy! { LeaksAtAnyTime, 1, AtAnyTime }

/// Holds what its values held, and only one value to show it.
#[derive(Default)]
struct Numbers {
    map: BTreeMap<Key, u32>,
    shown: RefCell<Option<Value>>,
}

map_oracle::subject! {
    struct Fewer("fewer", Numbers);
    new: |_| Numbers::default();
    ops: insert(|map, key, value| {
            map.map.insert(key, value.get());
            map.shown.replace(Some(value));
        }) -> (), remove(|map, key| map.map.remove(key).is_some()) -> bool,
        len(|map| map.map.len());
    by hand: get, iter {
        fn get(&self, key: &Key) -> Option<u32> {
            self.0.map.get(key).copied()
        }
        fn each(&self, visit: map_oracle::subject::Visit<'_, Self>) {
            let mut shown = self.0.shown.borrow_mut();
            for (key, &number) in &self.0.map {
                let value = shown.as_mut().expect("there was an insert");
                value.set(number);
                visit(key, value);
            }
        }
    }
    promises: { drops: Drops::AtAnyTime }
}

#[test]
fn what_is_dropped_late_is_still_counted() {
    assert!(found::<DropsAtOnce>(), "it does not");
    assert!(!found::<DropsWithTheMap>());
    assert!(
        found::<LeaksWithTheMap>(),
        "what it leaves is never dropped"
    );
    assert!(!found::<LeaksAtAnyTime>());
    let case = "map-oracle case 1\ninsert 1 = 2\ninsert 3 = 4\n";
    let case = case.parse().expect("a case");
    let wrong = map_oracle::check::run::<Fewer>(&case).expect_err("an entry's value is gone");
    assert!(wrong.to_string().contains("live"), "{wrong}");
}

/// Is said to be empty by a trait, or by nobody; and wrongly by its own method.
mod emptiness {
    use super::*;

    pub trait Says {
        #[expect(clippy::wrong_self_convention, reason = "as radix_trie's is")]
        fn is_empty(self) -> bool;
    }

    #[derive(Default)]
    pub struct ByTrait<const WRONG: bool>(pub BTreeMap<Key, Value>);
    #[derive(Default)]
    pub struct ByNobody(pub BTreeMap<Key, Value>);
    #[derive(Default)]
    pub struct ByItself<const WRONG: bool>(pub BTreeMap<Key, Value>);

    impl<const WRONG: bool> Says for &ByTrait<WRONG> {
        fn is_empty(self) -> bool {
            self.0.is_empty() || WRONG && self.0.len() == 2
        }
    }
    impl<const WRONG: bool> ByItself<WRONG> {
        fn is_empty(&self) -> bool {
            self.0.is_empty() || WRONG && self.0.len() == 2
        }
    }

    macro_rules! of {
        ($name:ident, $map:ident $(<$wrong:literal>)?) => {
            impl $map $(<$wrong>)? {
                fn len(&self) -> usize {
                    self.0.len()
                }
            }
            map_oracle::subject! {
                pub struct $name("empty", $map $(<$wrong>)?);
                new: |_| $map::default();
                ops: insert(|map, key, value| map.0.insert(key, value)), get(|map, key| map.0.get(key)),
                    remove(|map, key| map.0.remove(key)), iter(|map| map.0.iter());
            }
        };
    }
    of! { Trait, ByTrait<false> }
    of! { WrongTrait, ByTrait<true> }
    of! { Nobody, ByNobody }
    of! { Itself, ByItself<false> }
    of! { WrongItself, ByItself<true> }
}

#[test]
fn whoever_says_that_a_map_is_empty_is_asked() {
    assert!(!found::<emptiness::Trait>());
    assert!(!found::<emptiness::Nobody>());
    assert!(!found::<emptiness::Itself>());
    assert!(found::<emptiness::WrongTrait>());
    assert!(found::<emptiness::WrongItself>());
}
