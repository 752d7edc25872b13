//! The macros that write an adapter.
//!
//! [`subject!`](crate::subject!) makes a type that implements
//! [`Subject`](super::Subject) from the map's type and a list of words, each of
//! which stands for a method (or a few) and for the ops that it makes possible.
//! [`subject_methods!`](crate::subject_methods!) is its inner half, for an
//! adapter that writes some methods by hand. What a word expands to is in
//! `methods.rs` and `ordered_methods.rs`; which ops it stands for is said by their
//! rows in `case/vocabulary.rs`.

use crate::case::Order;

/// Whether a word is in a list.
#[doc(hidden)]
#[must_use]
pub const fn is_listed(word: &str, words: &[&str]) -> bool {
    let word = word.as_bytes();
    let mut i = 0;
    while i < words.len() {
        let other = words[i].as_bytes();
        let mut same = 0;
        while same < word.len() && same < other.len() && word[same] == other[same] {
            same += 1;
        }
        if same == word.len() && same == other.len() {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether a map of this order has what a word asks for: a first entry, or a place,
/// or keys that are sorted.
#[doc(hidden)]
#[must_use]
pub const fn suits(word: &str, order: Order) -> bool {
    const PLACES: [&str; 21] = [
        "first",
        "last",
        "pop_first",
        "pop_last",
        "first_entry",
        "last_entry",
        "get_index",
        "index_of",
        "get_full",
        "insert_full",
        "swap_remove_full",
        "swap_remove_index",
        "shift_remove_index",
        "swap_indices",
        "move_index",
        "shift_insert",
        "split_off_at",
        "splice",
        "drain_range",
        "replace_index",
        "insert_sorted",
    ];
    const SORTED: [&str; 7] = [
        "range",
        "range_forward",
        "range_mut",
        "neighbours",
        "split_off",
        "lower_bound",
        "upper_bound",
    ];
    match order {
        Order::Sorted => true,
        Order::Any => !is_listed(word, &PLACES) && !is_listed(word, &SORTED),
        _ => !is_listed(word, &SORTED),
    }
}

/// Writes an adapter for a map.
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
///     ops: get_mut, contains_key, entry(hash_map::Entry), retain, drain(), clear, clone;
/// }
///
/// let case = "map-oracle case 1\ninsert 3 = 5\nentry_or_insert 3 = 6\nremove 3\n".parse()?;
/// check::run::<Mine>(&case).expect("std's map is right");
/// # Ok::<(), map_oracle::case::CaseError>(())
/// ```
///
/// `new` makes an empty map, given the number of entries to make room for (0:
/// none). After it, `keys: TYPE;` and `values: TYPE;` say what the map is filled
/// with, if not [`Key`](crate::probe::Key) and [`Value`](crate::probe::Value).
///
/// # Words
///
/// `ops` takes words, each named after the method that it calls and making some ops
/// possible. `insert`, `remove`, `get`, `len` and `iter` are taken for granted if
/// they are not said. Where the map calls it otherwise, the word is given the
/// method's name, and where it is called otherwise, a closure of the map and of what
/// the method is given:
///
/// ```
/// use map_oracle::probe::{Key, Value};
/// use std::collections::BTreeMap;
/// use std::ops::Deref;
///
/// /// A map with its own mind.
/// #[derive(Default)]
/// pub struct Shelf(BTreeMap<Key, Value>);
///
/// impl Shelf {
///     fn put(&mut self, key: Key, value: Value) {
///         self.0.insert(key, value);
///     }
///     fn peek(&self, key: &Key) -> Option<impl Deref<Target = Value>> {
///         self.0.get(key)
///     }
///     fn count(&self) -> usize {
///         self.0.len()
///     }
/// }
///
/// map_oracle::subject! {
///     pub struct Mine("shelf", Shelf);
///     new: |_| Shelf::default();
///     ops: insert(put) -> (), remove(|map, key| map.0.remove(key)), get(peek), len(count),
///         iter(|map| map.0.iter()), retain(|map, keep| map.0.retain(|k, v| keep(k, v)));
/// }
///
/// let case = "map-oracle case 1\ninsert 3 = 5\nretain mod 2 is 1\nremove 3\n".parse()?;
/// map_oracle::check::run::<Mine>(&case).expect("it is right");
/// # Ok::<(), map_oracle::case::CaseError>(())
/// ```
///
/// What a method answers may be a value, a reference, or a guard that derefs to it;
/// iterators may show keys and values by value. Guards that a closure makes on its way
/// live until the answer is read: `get(|map, key| map.pin().get(key))`. Where an item
/// or an answer is a guard of a whole entry, a second closure says what it shows:
/// `iter(iter, |guard| guard.pair())`. `retain` lends values for writing or for
/// reading, whatever the map's own does; a closure of its own is given
/// `keep(&key, &value)`.
///
/// `insert` and `remove` say how they answer if it is not the old value:
///
/// | written | what is judged |
/// |---|---|
/// | `insert -> ()`, `remove -> ()` | nothing of the answer; what is there afterwards, as always |
/// | `insert -> bool` | whether the key was new |
/// | `remove -> bool` | whether the key was there |
/// | `insert -> Result` | the old value; or, of a map that is full, what it gives back |
///
/// METHOD is a method's name, PATH that of the map's `Entry`, and FORM is one of
/// `replace`, `remove`, `remove_entry`, `write`, `peek` (the entry shows its key) and
/// `fill`, of an `Entry` that has not all of them. `or_insert` and `or_insert_with` are
/// words of their own then. The closures are given:
#[doc = include_str!("../../../../docs/words.md")]
///
/// A map that [refuses](crate::subject::Support::refuses) entries where it is full is
/// asked to refuse by `insert` alone. No form of `entry` that would fill one comes to a
/// full map: it is looked at instead, by `entry_peek` or `get`. So a closure may take
/// an entry's own refusal for impossible:
/// `or_insert(|map, key, value| map.entry(key).or_insert(value).expect("room"))`.
///
/// # What is left
///
/// Before `ops`, `source: "CRATE VERSION" { use CRATE::TYPE; };` may say what
/// a test of the map's own imports, for `map-oracle export`: the map, and the
/// path of its `Entry` as it is written here. If it is left out, that is guessed.
///
/// After `ops`, `by hand: WORD, .. { fn .. }` has methods of
/// [`Subject`](crate::subject::Subject) that no word can say, and the words that they
/// stand for, if any; the map is `self.0`. After that,
/// `promises: { field: value, ... }` may set fields of
/// [`Support`](crate::subject::Support).
///
/// ```
/// use map_oracle::case::Order;
/// use map_oracle::probe::{Key, Value};
/// use std::collections::BTreeMap;
///
/// map_oracle::subject! {
///     pub struct Mine("mine", BTreeMap<Key, Value>);
///     new: |_| BTreeMap::new();
///     ops: first, last, range;
///     by hand: clear {
///         fn clear(&mut self) {
///             while self.0.pop_first().is_some() {}
///         }
///         fn invariants(&self) -> Vec<String> {
///             let sorted = self.0.keys().is_sorted();
///             if sorted { vec![] } else { vec!["the keys do not ascend".to_owned()] }
///         }
///     }
///     promises: { order: Order::Sorted }
/// }
/// # let case = "map-oracle case 1\ninsert 3 = 5\nclear\nfirst\n".parse()?;
/// # map_oracle::check::run::<Mine>(&case).expect("it is right");
/// # Ok::<(), map_oracle::case::CaseError>(())
/// ```
#[macro_export]
macro_rules! subject {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident($label:expr, $map:ty);
        new: |$hint:pat_param| $new:expr;
        $(keys: $key:ty;)?
        $(values: $value:ty;)?
        $(source: $package:literal { $($import:item)* };)?
        ops: $($word:ident $(($($arg:tt)*))? $(-> $answer:tt)?),* $(,)?;
        $(by hand: $($own:ident),* $(,)? { $($by_hand:tt)* })?
        $(promises: { $($field:ident: $setting:expr),* $(,)? })?
    ) => {
        $(#[$meta])*
        $vis struct $name($map);

        impl $name {
            fn from_map(map: $map) -> Self {
                $name(map)
            }
        }

        impl $crate::subject::Subject for $name {
            type Key = $crate::subject!(@type $($key,)? $crate::probe::Key);
            type Value = $crate::subject!(@type $($value,)? $crate::probe::Value);

            const NAME: &'static str = $label;
            const SUPPORT: $crate::subject::Support = $crate::subject::Support {
                $($($field: $setting,)*)?
                ..$crate::subject::Support::DEFAULT
            };

            fn source() -> Option<$crate::subject::Source> {
                $($(const _: () = { #[allow(unused_imports, reason = "imported elsewhere")] $import };)*)?
                Some($crate::subject::Source {
                    $(
                        package: Some($package),
                        imports: &[$(stringify!($import)),*],
                    )?
                    map: stringify!($map),
                    type_name: ::std::any::type_name::<$map>(),
                    hint: stringify!($hint),
                    new: stringify!($new),
                    ..$crate::subject::Source::EMPTY
                })
            }
            fn with_hint($hint: usize) -> Self {
                Self::from_map($new)
            }

            $crate::with_core! { [$($word)* $($($own)*)?] [insert] [remove] [get] [len] [iter] =>
                $($word $(($($arg)*))? $(-> $answer)?),*; by hand: $($($own),*)?
            }
            $($($by_hand)*)?
        }

        const _: () = {
            let order = <$name as $crate::subject::Subject>::SUPPORT.order;
            $(assert!(
                $crate::subject::suits(stringify!($word), order),
                concat!(
                    "`", stringify!($word), "` asks for an order that the map does not promise: \
                     say `promises: {{ order: .. }}` (a range of keys asks for `Order::Sorted`)"
                ),
            );)*
            let _ = order;
        };
    };
    // The words that they had before.
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident($label:expr, $map:ty);
        new: |$hint:pat_param| $new:expr;
        $(keys: $key:ty;)?
        $(values: $value:ty;)?
        $(source: $package:literal { $($import:item)* };)?
        supports: $($word:ident $(($($arg:tt)*))?),* $(,)?;
        $(support: { $($promise:tt)* })?
    ) => {
        const _: () = $crate::subject::OLD_WORDS;

        $crate::subject! {
            $(#[$meta])*
            $vis struct $name($label, $map);
            new: |$hint| $new;
            $(keys: $key;)?
            $(values: $value;)?
            $(source: $package { $($import)* };)?
            ops: $($word $(($($arg)*))?),*;
            $(promises: { $($promise)* })?
        }
    };
    (@type $given:ty, $default:ty) => { $given };
    (@type $default:ty) => { $default };
    // What is read last is nothing that is known.
    ($($other:tt)*) => {
        compile_error!(
            "`subject!` wants `struct NAME(\"name\", MAP);`, then `new: |hint| ..;`, then \
             `ops: WORD, WORD(METHOD), WORD(|map| ..), ..;`. Between `new` and `ops` may stand \
             `keys: TYPE;`, `values: TYPE;` and `source: \"..\" { .. };`, behind `ops` \
             `by hand: WORD, .. { fn .. }` and `promises: { .. }`, in this order"
        );
    };
}

/// Methods of [`Subject`](crate::subject::Subject) and the list of its ops, for
/// use in an `impl` of that trait.
///
/// The field that holds the map comes first, then words as for
/// [`subject!`](crate::subject!); `insert`, `remove`, `get`, `len` and `iter` must be
/// said here. After `by hand:` come words whose methods the `impl` writes
/// itself (`refusal` for `insert_checked`, `cursors` for those of a cursor,
/// `extract_all` for an `extract_if` that is only run to its end).
/// Methods that make a new map call `Self::from_map`.
///
/// ```
/// use std::collections::BTreeMap;
/// use map_oracle::probe::{Key, Value};
/// use map_oracle::subject::Subject;
///
/// struct Mine(BTreeMap<Key, Value>);
///
/// impl Subject for Mine {
///     type Key = Key;
///     type Value = Value;
///     const NAME: &'static str = "mine";
///
///     fn with_hint(_: usize) -> Self {
///         Mine(BTreeMap::new())
///     }
///     fn contains_key(&self, key: &Key) -> bool {
///         self.0.range(key..=key).next().is_some()
///     }
///     map_oracle::subject_methods! { 0:
///         insert, remove, get, len, iter, get_mut, clear;
///         by hand: contains_key
///     }
/// }
/// # map_oracle::check::run::<Mine>(&"map-oracle case 1\ncontains_key 3\n".parse()?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[macro_export]
macro_rules! subject_methods {
    (
        $map:tt: $($word:ident $(($($arg:tt)*))? $(-> $answer:tt)?),* $(,)?
        $(; by hand: $($own:ident),* $(,)?)?
        $(; implied: $($implied:ident)*)?
    ) => {
        const OPS: $crate::case::OpSet = $crate::case::OpSet::CORE
            $(.union($crate::offered_ops!($word [$($($arg)*)?])))*
            $($(.union($crate::case::Vocabulary::MAP.offered_by(stringify!($own))))*)?;

        const WORDS: &'static [(&'static str, &'static str)] =
            &[$((stringify!($word), stringify!($($($arg)*)?)),)* $($((stringify!($implied), "")),*)?];

        const TELLS_CAPACITY: bool = $crate::subject::is_listed(
            "capacity",
            &[$(stringify!($word),)* $($(stringify!($own)),*)?],
        );

        $($crate::subject_method! { $word $map [$($($arg)*)?] [$($answer)?] })*
        $($($crate::subject_method! { $implied $map [] [] })*)?
    };
}

/// [`subject_methods!`](crate::subject_methods!), with the words that are taken for
/// granted if they are not said: each stands in brackets of its own, which are emptied
/// where it is found among those that are said.
#[doc(hidden)]
#[macro_export]
macro_rules! with_core {
    ([insert $($said:ident)*] $i:tt $r:tt $g:tt $l:tt $t:tt => $($words:tt)*) => {
        $crate::with_core! { [$($said)*] [] $r $g $l $t => $($words)* }
    };
    ([remove $($said:ident)*] $i:tt $r:tt $g:tt $l:tt $t:tt => $($words:tt)*) => {
        $crate::with_core! { [$($said)*] $i [] $g $l $t => $($words)* }
    };
    ([get $($said:ident)*] $i:tt $r:tt $g:tt $l:tt $t:tt => $($words:tt)*) => {
        $crate::with_core! { [$($said)*] $i $r [] $l $t => $($words)* }
    };
    ([len $($said:ident)*] $i:tt $r:tt $g:tt $l:tt $t:tt => $($words:tt)*) => {
        $crate::with_core! { [$($said)*] $i $r $g [] $t => $($words)* }
    };
    ([iter $($said:ident)*] $i:tt $r:tt $g:tt $l:tt $t:tt => $($words:tt)*) => {
        $crate::with_core! { [$($said)*] $i $r $g $l [] => $($words)* }
    };
    ([$other:ident $($said:ident)*] $i:tt $r:tt $g:tt $l:tt $t:tt => $($words:tt)*) => {
        $crate::with_core! { [$($said)*] $i $r $g $l $t => $($words)* }
    };
    ([] [$($i:ident)?] [$($r:ident)?] [$($g:ident)?] [$($l:ident)?] [$($t:ident)?]
        => $($words:tt)*) => {
        $crate::subject_methods! { 0: $($words)*; implied: $($i)? $($r)? $($g)? $($l)? $($t)? }
    };
}

/// The ops that a word makes possible.
#[doc(hidden)]
#[macro_export]
macro_rules! offered_ops {
    (entry [$($entry:ident)::+: $($form:ident),+ $(,)?]) => {
        $crate::case::OpSet::of(&[])
            $(.union($crate::case::Vocabulary::MAP.offered_by(concat!("entry_", stringify!($form)))))+
    };
    ($word:ident $how:tt) => { $crate::case::Vocabulary::MAP.offered_by(stringify!($word)) };
}
