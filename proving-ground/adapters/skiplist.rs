// skiplist: a sorted map of linked lists; the crate draws the levels of its
// nodes, so two runs of a case need not go alike.
//
// Its `range` takes both bounds by themselves, it is indexed by place, and its
// `Debug` shows a list of pairs. Keys are plain numbers: a comparison that lies
// makes it follow pointers to what is freed.

use std::ops::Bound;

use krate::SkipMap;
use map_oracle::case::Order;
use map_oracle::subject::{Bounds, Ends, Pair, Source, Subject, Support, numbers, walk_ends};
use map_oracle::subject_methods;

/// `SkipMap` of skiplist.
pub struct Map(SkipMap<u32, Value>);

impl Map {
    fn from_map(map: SkipMap<u32, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u32;
    type Value = Value;

    const NAME: &'static str = "skiplist";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        // It keeps raw pointers and promises nothing of a panic in their midst.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            imports: &["use krate::SkipMap;"],
            map: "SkipMap<u32, Value>",
            new: "SkipMap::new()",
            ..Source::EMPTY
        })
    }

    fn with_hint(hint: usize) -> Self {
        Map(match hint {
            0 => SkipMap::new(),
            _ => SkipMap::with_capacity(hint),
        })
    }

    fn range(&self, (from, to): Bounds<'_, u32>, ends: Ends) -> Vec<(u32, u32)> {
        let range = self.0.range(from, to);
        walk_ends(range, ends, false, |(key, value)| numbers(key, value))
    }

    fn successor(&self, key: &u32) -> Option<(u32, u32)> {
        let mut range = self.0.range(Bound::Excluded(key), Bound::Unbounded);
        range.next().map(|(key, value)| numbers(key, value))
    }

    fn predecessor(&self, key: &u32) -> Option<(u32, u32)> {
        let mut range = self.0.range(Bound::Unbounded, Bound::Excluded(key));
        range.next_back().map(|(key, value)| numbers(key, value))
    }

    /// `remove_index` has no answer but a panic for a place that is not there.
    fn shift_remove_index(&mut self, place: usize) -> Option<Pair<Self>> {
        (place < self.0.len()).then(|| self.0.remove_index(place))
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, contains_key,
        extend, from_iter, eq, into_iter, clear,
        keys, values, iter_mut,
        rev, first(front), last(back), pop_first(pop_front), pop_last(pop_back);
        by hand: range, neighbours, shift_remove_index
    }
}
