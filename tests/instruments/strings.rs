//! Strings and arrays of bytes.

use std::collections::BTreeMap;

use map_oracle::case::Order;
use map_oracle::check::{Kind, Runner};
use map_oracle::probe::{NonEmpty, PrefixFree, TestKey, Value};
use map_oracle::subject::Subject;

use super::{is_caught, passes};

/// How a trie goes wrong with some keys, if it does.
trait Rule: 'static {
    const NAME: &'static str;

    /// What it takes a key for.
    fn seen(key: &str) -> &str {
        key
    }
    /// Looks at a key that is inserted, and at the one before it.
    fn meet(_before: Option<&str>, _key: &str) {}
}

struct Trie<K, R> {
    map: BTreeMap<String, (K, Value)>,
    rule: std::marker::PhantomData<R>,
}

impl<K: TestKey + AsRef<str>, R: Rule> Subject for Trie<K, R> {
    type Key = K;
    type Value = Value;
    const NAME: &'static str = R::NAME;

    fn with_hint(_: usize) -> Self {
        Trie {
            map: BTreeMap::new(),
            rule: std::marker::PhantomData,
        }
    }
    fn insert(&mut self, key: K, value: Value) -> Option<Value> {
        let seen = R::seen(key.as_ref()).to_owned();
        let before = self.map.range(..seen.clone()).next_back();
        R::meet(before.map(|(before, _)| before.as_str()), &seen);
        let old = self.map.insert(seen, (key, value));
        old.map(|(_, value)| value)
    }
    fn remove(&mut self, key: &K) -> Option<Value> {
        let old = self.map.remove(R::seen(key.as_ref()));
        old.map(|(_, value)| value)
    }
    fn get(&self, key: &K) -> Option<u32> {
        let found = self.map.get(R::seen(key.as_ref()));
        found.map(|(_, value)| value.get())
    }
    fn len(&self) -> usize {
        self.map.len()
    }
    fn each(&self, visit: &mut dyn FnMut(&K, &Value)) {
        self.map.values().for_each(|(key, value)| visit(key, value));
    }

    map_oracle::subject_methods! { map: clear; by hand: insert, remove, get, len, iter }
}

struct Sound;
impl Rule for Sound {
    const NAME: &'static str = "sound";
}

/// Cuts a node where the bytes of two keys begin to differ.
struct CutsCharacters;
impl Rule for CutsCharacters {
    const NAME: &'static str = "cuts characters";

    fn meet(before: Option<&str>, key: &str) {
        let both = before.unwrap_or_default().bytes().zip(key.bytes());
        let _ = &key[..both.take_while(|(a, b)| a == b).count()];
    }
}

/// Keeps the first 256 bytes of a key.
struct Truncates;
impl Rule for Truncates {
    const NAME: &'static str = "truncates keys";

    fn seen(key: &str) -> &str {
        let most = key.len().min(256);
        &key[..most]
    }
}

struct TakesNoEmpty;
impl Rule for TakesNoEmpty {
    const NAME: &'static str = "takes no empty key";

    fn meet(_: Option<&str>, key: &str) {
        assert!(!key.is_empty(), "no empty keys");
    }
}

struct TakesNoPrefix;
impl Rule for TakesNoPrefix {
    const NAME: &'static str = "takes no key that begins another";

    fn meet(before: Option<&str>, key: &str) {
        assert!(before.is_none_or(|before| !key.starts_with(before)));
    }
}

#[test]
fn words_cut_through_characters_and_begin_alike() {
    is_caught(
        &Runner::of::<Trie<String, CutsCharacters>>(),
        &[Kind::Panic],
    );
    is_caught(
        &Runner::of::<Trie<NonEmpty, CutsCharacters>>(),
        &[Kind::Panic],
    );
    is_caught(
        &Runner::of::<Trie<PrefixFree, CutsCharacters>>(),
        &[Kind::Panic],
    );
    let told = [Kind::Answer, Kind::Len, Kind::LookUp, Kind::Contents];
    is_caught(&Runner::of::<Trie<String, Truncates>>(), &told);
    is_caught(&Runner::of::<Trie<PrefixFree, Truncates>>(), &told);
}

#[test]
fn a_map_is_given_the_strings_that_it_takes() {
    passes(&Runner::of::<Trie<NonEmpty, TakesNoEmpty>>());
    is_caught(&Runner::of::<Trie<String, TakesNoEmpty>>(), &[Kind::Panic]);
    passes(&Runner::of::<Trie<PrefixFree, TakesNoPrefix>>());
    is_caught(
        &Runner::of::<Trie<NonEmpty, TakesNoPrefix>>(),
        &[Kind::Panic],
    );
    passes(&Runner::of::<Trie<String, Sound>>());
}

/// Reads its keys from the wrong end.
struct LittleEndian(BTreeMap<[u8; 8], ([u8; 8], Value)>);

fn reversed(mut bytes: [u8; 8]) -> [u8; 8] {
    bytes.reverse();
    bytes
}

map_oracle::subject! {
    struct Reversed("reads from the wrong end", LittleEndian);
    new: |_| LittleEndian(BTreeMap::new());
    keys: [u8; 8];
    ops: insert(|map, key, value| map.0.insert(reversed(key), (key, value)).map(|old| old.1)),
        remove(|map, key| map.0.remove(&reversed(*key)).map(|old| old.1)),
        get(|map, key| map.0.get(&reversed(*key)).map(|(_, value)| value)),
        len(|map| map.0.len()), iter(|map| map.0.values().map(|(key, value)| (key, value)));
    promises: { order: Order::Sorted }
}

map_oracle::subject! {
    struct Arrays("arrays", BTreeMap<[u8; 20], Value>);
    new: |_| BTreeMap::new();
    keys: [u8; 20];
    ops: get_mut, retain, clear, clone, first, last, range;
    promises: { order: Order::Sorted }
}

map_oracle::subject! {
    struct Short("short arrays", BTreeMap<[u8; 2], ()>);
    new: |_| BTreeMap::new();
    keys: [u8; 2];
    values: ();
    ops: get_mut, retain(|map, keep| map.retain(|key, value| keep(key, value))), clear, clone,
        first, last, range;
    promises: { order: Order::Sorted }
}

#[test]
fn arrays_are_ordered_by_their_bytes() {
    is_caught(&Runner::of::<Reversed>(), &[Kind::Order]);
    passes(&Runner::of::<Arrays>());
    passes(&Runner::of::<Short>());
}
