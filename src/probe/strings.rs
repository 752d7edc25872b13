//! Strings that keep to a rule, for maps that ask for it.
//!
//! They are made of the [words](super::words), in the same order.

use std::borrow::Borrow;
use std::ops::Deref;

use super::name::STRAY;
use super::words::{self, number, word};
use super::{Probe, TestKey};

/// A string that is not empty, for maps that take no empty one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NonEmpty(String);

/// A string that is no beginning of another and ends in its only NUL, as C's do: for
/// tries that take no key that begins another one.
///
/// A map that wants strings of its own is given them on the way:
///
/// ```
/// use map_oracle::probe::{PrefixFree, Value};
/// use std::collections::BTreeMap;
///
/// map_oracle::subject! {
///     pub struct Mine("mine", BTreeMap<Vec<u8>, Value>);
///     new: |_| BTreeMap::new();
///     keys: PrefixFree;
///     ops: insert(|map, key, value| map.insert(key.as_bytes().to_vec(), value)),
///         remove(|map, key| map.remove(key.as_bytes())),
///         get(|map, key| map.get(key.as_bytes())),
///         iter(|map| map.iter().map(|(key, value)| {
///             let key = String::from_utf8(key.clone()).expect("it was a string");
///             (PrefixFree::from(key), value)
///         }));
/// }
///
/// let case = "map-oracle case 1\ninsert_run 0 len 40\nremove 7\n".parse()?;
/// map_oracle::check::run::<Mine>(&case).expect("std's map is right");
/// # Ok::<(), map_oracle::case::CaseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrefixFree(String);

/// What ends a prefix-free string, and what stands for it within.
const END: char = '\0';
const WITHIN: &str = "\u{1}";

impl TestKey for NonEmpty {
    const FOLLOWED: bool = false;

    /// The first word is the empty one.
    fn make(_: &Probe, id: u32) -> Self {
        NonEmpty(word(id + 1))
    }

    fn id(&self) -> u32 {
        let id = number(&self.0).and_then(|number| number.checked_sub(1));
        id.filter(|&id| id <= u16::MAX.into()).unwrap_or(STRAY)
    }

    fn begins_with(id: u32, prefix: u32) -> bool {
        word(id + 1).starts_with(&word(prefix + 1))
    }
}

impl TestKey for PrefixFree {
    const FOLLOWED: bool = false;

    fn make(_: &Probe, id: u32) -> Self {
        let mut word = word(id).replace(END, WITHIN);
        word.push(END);
        PrefixFree(word)
    }

    fn id(&self) -> u32 {
        let word = self.0.strip_suffix(END);
        let whole = word.filter(|word| !word.contains(END));
        let id = whole.and_then(|word| words::id(&word.replace(WITHIN, "\0")));
        id.unwrap_or(STRAY)
    }
}

macro_rules! string {
    ($string:ident) => {
        impl Deref for $string {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $string {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $string {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<[u8]> for $string {
            fn as_ref(&self) -> &[u8] {
                self.0.as_bytes()
            }
        }

        /// Of what a map shows: whether it was ever made is seen by its number.
        impl From<String> for $string {
            fn from(string: String) -> Self {
                $string(string)
            }
        }

        impl From<$string> for String {
            fn from(string: $string) -> String {
                string.0
            }
        }
    };
}

string!(NonEmpty);
string!(PrefixFree);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::HashPlan;

    const SOME: [u32; 4] = [8192, 16384, 65534, 65535];

    fn keys<K: TestKey>() -> Vec<K> {
        let probe = Probe::start(HashPlan::default());
        let made = |id| K::make(&probe, id);
        let keys: Vec<K> = (0..2000).chain(SOME).map(made).collect();
        for (key, id) in keys.iter().zip((0..2000).chain(SOME)) {
            assert_eq!(key.id(), id);
        }
        keys
    }

    #[test]
    fn none_is_empty_and_all_keep_their_order() {
        let keys = keys::<NonEmpty>();
        assert!(keys.iter().all(|key| !key.is_empty()));
        assert!(keys.is_sorted_by(|a, b| a < b));
        assert!(NonEmpty::begins_with(3, 1) && !NonEmpty::begins_with(1, 3));
        for stray in ["", "stray"] {
            assert_eq!(NonEmpty::from(stray.to_owned()).id(), STRAY);
        }
    }

    #[test]
    fn none_begins_another_and_all_keep_their_order() {
        let keys = keys::<PrefixFree>();
        assert!(keys.is_sorted_by(|a, b| a < b));
        // Where one began another, it would begin the next one.
        let begins = |pair: &[PrefixFree]| pair[1].starts_with(&*pair[0]);
        assert!(!keys.windows(2).any(begins));
        for stray in ["", "a", "a\0\0", "\0a\0", "stray\0"] {
            assert_eq!(PrefixFree::from(stray.to_owned()).id(), STRAY);
        }
    }
}
