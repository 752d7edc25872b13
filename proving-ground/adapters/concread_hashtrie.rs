// concread: its `HashTrie`, a trie over hashes that is read and written in
// transactions.
//
// All ops are done in one write transaction, which stays open;
// `shrink_to_fit` commits it, which gives back what was kept beside it, and opens
// another. A transaction clones what it touches, so there are more keys and
// values alive than the map has entries, and the ledger cannot count them: they
// are plain numbers here, the values boxed. Hashes are the crate's own affair.
//
// Its iterators' hints go on counting what was shown, so they are shown without.

use krate::hashtrie::{HashTrie, HashTrieWriteTxn};
use map_oracle::probe::{Boxed, TestValue as _};
use map_oracle::subject::{Pair, Subject, Visit, walk};
use map_oracle::subject_methods;
use proving_ground::unhinted::Unhinted;

type Payload = Boxed<u32>;
type Trie = HashTrie<u32, Payload>;
/// There is always one, but while it is committed.
type Open<'a> = Option<HashTrieWriteTxn<'a, u32, Payload>>;

self_cell::self_cell! {
    struct Writing {
        owner: Trie,
        #[covariant]
        dependent: Open,
    }
}

/// `HashTrie` of concread.
pub struct Map(Writing);

impl Map {
    fn from_map(map: Trie) -> Self {
        Map(Writing::new(map, |map| Some(map.write())))
    }

    fn open(&self) -> &HashTrieWriteTxn<'_, u32, Payload> {
        self.0.borrow_dependent().as_ref().expect("it is open")
    }

    fn change<R>(&mut self, with: impl FnOnce(&mut HashTrieWriteTxn<'_, u32, Payload>) -> R) -> R {
        self.0
            .with_dependent_mut(|_, open| with(open.as_mut().expect("it is open")))
    }
}

impl Subject for Map {
    type Key = u32;
    type Value = Payload;

    const NAME: &'static str = "concread-hashtrie";

    fn with_hint(_hint: usize) -> Self {
        Self::from_map(Trie::new())
    }

    fn insert(&mut self, key: u32, value: Payload) -> Option<Payload> {
        self.change(|open| open.insert(key, value))
    }

    fn remove(&mut self, key: &u32) -> Option<Payload> {
        self.change(|open| open.remove(key))
    }

    fn get(&self, key: &u32) -> Option<u32> {
        self.open().get(key).map(|value| value.get())
    }

    fn len(&self) -> usize {
        self.open().len()
    }

    fn is_empty(&self) -> bool {
        self.open().is_empty()
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(Unhinted(self.open().iter()), false, |(key, value)| {
            visit(key, value)
        });
    }

    fn get_mut(&mut self, key: &u32, payload: u32) -> Option<u32> {
        self.change(|open| {
            let value = open.get_mut(key)?;
            let before = value.get();
            value.set(payload);
            Some(before)
        })
    }

    fn contains_key(&self, key: &u32) -> bool {
        self.open().contains_key(key)
    }

    fn extend(&mut self, entries: Vec<Pair<Self>>) {
        self.change(|open| open.extend(entries));
    }

    fn from_entries(entries: Vec<Pair<Self>>) -> Self {
        Self::from_map(entries.into_iter().collect())
    }

    fn clear(&mut self) {
        self.change(|open| open.clear());
    }

    fn each_key(&self, visit: &mut dyn FnMut(&u32)) {
        walk(Unhinted(self.open().keys()), false, visit);
    }

    fn each_value(&self, visit: &mut dyn FnMut(&Payload)) {
        walk(Unhinted(self.open().values()), false, visit);
    }

    fn shrink_to_fit(&mut self) {
        self.0.with_dependent_mut(|map, open| {
            open.take().expect("it is open").commit();
            *open = Some(map.write());
        });
    }

    subject_methods! { 0:;
        by hand: insert, remove, get, len, iter, get_mut, contains_key, extend, from_iter,
        clear, keys, values, shrink_to_fit
    }
}
