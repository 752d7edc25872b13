// concread: its `BptreeMap`, a B+-tree that is read and written in transactions.
//
// All ops are done in one write transaction, which stays open;
// `shrink_to_fit` commits it, which gives back what was kept beside it, and opens
// another. A transaction clones what it touches, so there are more keys and
// values alive than the map has entries, and the ledger cannot count them: they
// are plain numbers here, the values boxed.
//
// Its iterators' hints go on counting what was shown, so they are shown without.

use std::ops::Bound;

use krate::bptree::{BptreeMap, BptreeMapWriteTxn};
use map_oracle::case::Order;
use map_oracle::probe::{Boxed, TestValue as _};
use map_oracle::subject::{
    Bounds, Ends, Pair, Subject, Support, Visit, VisitMut, numbers, walk, walk_ends,
};
use map_oracle::subject_methods;
use proving_ground::unhinted::Unhinted;

type Payload = Boxed<u32>;
type Tree = BptreeMap<u32, Payload>;
/// There is always one, but while it is committed.
type Open<'a> = Option<BptreeMapWriteTxn<'a, u32, Payload>>;

self_cell::self_cell! {
    struct Writing {
        owner: Tree,
        #[not_covariant]
        dependent: Open,
    }
}

/// `BptreeMap` of concread.
pub struct Map(Writing);

impl Map {
    fn from_map(map: Tree) -> Self {
        Map(Writing::new(map, |map| Some(map.write())))
    }

    fn look<R>(&self, with: impl FnOnce(&BptreeMapWriteTxn<'_, u32, Payload>) -> R) -> R {
        self.0
            .with_dependent(|_, open| with(open.as_ref().expect("it is open")))
    }

    fn change<R>(&mut self, with: impl FnOnce(&mut BptreeMapWriteTxn<'_, u32, Payload>) -> R) -> R {
        self.0
            .with_dependent_mut(|_, open| with(open.as_mut().expect("it is open")))
    }
}

impl Subject for Map {
    type Key = u32;
    type Value = Payload;

    const NAME: &'static str = "concread-bptree";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Self::from_map(Tree::new())
    }

    fn insert(&mut self, key: u32, value: Payload) -> Option<Payload> {
        self.change(|open| open.insert(key, value))
    }

    fn remove(&mut self, key: &u32) -> Option<Payload> {
        self.change(|open| open.remove(key))
    }

    fn get(&self, key: &u32) -> Option<u32> {
        self.look(|open| open.get(key).map(|value| value.get()))
    }

    fn len(&self) -> usize {
        self.look(|open| open.len())
    }

    fn is_empty(&self) -> bool {
        self.look(|open| open.is_empty())
    }

    fn each(&self, visit: Visit<'_, Self>) {
        self.look(|open| {
            walk(Unhinted(open.iter()), false, |(key, value)| {
                visit(key, value);
            })
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
        self.look(|open| open.contains_key(key))
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
        self.look(|open| walk(Unhinted(open.keys()), false, visit));
    }

    fn each_value(&self, visit: &mut dyn FnMut(&Payload)) {
        self.look(|open| walk(Unhinted(open.values()), false, visit));
    }

    fn each_from(&self, ends: Ends) -> Vec<(u32, u32)> {
        self.look(|open| {
            walk_ends(Unhinted(open.iter()), ends, false, |(key, value)| {
                numbers(key, value)
            })
        })
    }

    fn first(&self) -> Option<(u32, u32)> {
        self.look(|open| {
            open.first_key_value()
                .map(|(key, value)| numbers(key, value))
        })
    }

    fn last(&self) -> Option<(u32, u32)> {
        self.look(|open| {
            open.last_key_value()
                .map(|(key, value)| numbers(key, value))
        })
    }

    fn range(&self, bounds: Bounds<'_, u32>, ends: Ends) -> Vec<(u32, u32)> {
        self.look(|open| {
            let range = open.range::<_, u32>(bounds);
            walk_ends(Unhinted(range), ends, false, |(key, value)| {
                numbers(key, value)
            })
        })
    }

    fn range_mut(&mut self, bounds: Bounds<'_, u32>, visit: VisitMut<'_, Self>) {
        self.change(|open| {
            let range = open.range_mut::<_, u32>(bounds);
            walk(Unhinted(range), false, |(key, value)| visit(key, value));
        });
    }

    fn successor(&self, key: &u32) -> Option<(u32, u32)> {
        self.look(|open| {
            let bounds = (Bound::Excluded(key), Bound::Unbounded);
            let next = open.range::<_, u32>(bounds).next();
            next.map(|(key, value)| numbers(key, value))
        })
    }

    fn predecessor(&self, key: &u32) -> Option<(u32, u32)> {
        self.look(|open| {
            let next = open.range::<_, u32>(..key).next_back();
            next.map(|(key, value)| numbers(key, value))
        })
    }

    fn shrink_to_fit(&mut self) {
        self.0.with_dependent_mut(|map, open| {
            open.take().expect("it is open").commit();
            *open = Some(map.write());
        });
    }

    subject_methods! { 0:;
        by hand: insert, remove, get, len, iter, get_mut, contains_key, extend, from_iter,
        clear, keys, values, rev, first, last, range, range_mut, neighbours, shrink_to_fit
    }
}
