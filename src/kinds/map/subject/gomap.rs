//! The adapter that joins [`GoMap`] to the oracle: the one place where the two
//! meet.
//!
//! Beside the methods it keeps up to four detached cursors, and watches the
//! structure from outside to report what a case reached. Watching is done
//! [`quietly`], so that it shifts no planned panic.

pub mod go_marks;
mod table;

use crate::structure::Table;

use std::hash::Hash;

use super::{Subject, Support, numbers};
use crate::case::{CURSORS, Reach};
use crate::gomap::{Cursor, Entry, GoMap, Shape};
use crate::probe::{Key, PlanState, TestKey, TestValue, Value, quietly};

/// The mark of a cell that a removal left behind.
const EMPTY_ONE: u8 = 1;
/// Tables of up to 2^this buckets are looked at whole.
const SMALL_TABLE: u8 = 5;

/// [`GoMap`] under test, with its cursors.
pub struct GoMapSubject<K = Key, V = Value> {
    map: GoMap<K, V, PlanState>,
    cursors: [Option<OpenCursor>; CURSORS as usize],
    watch: Watch,
}

struct OpenCursor {
    cursor: Cursor,
    /// How many growths had begun when it was opened.
    growths: u64,
    /// How far the doubling was, in the middle of which it was opened.
    doubling: Option<Shape>,
    /// Whether it produced an entry before the evacuation went on, and after.
    produced: [bool; 2],
}

/// What is known of the structure, and what of it was reached.
#[derive(Default)]
struct Watch {
    reach: Reach,
    last: Option<Shape>,
    /// How many growths have begun.
    growths: u64,
    /// Whether a key that is not equal to itself may be in the map.
    nan: bool,
    /// Whether anything was removed yet.
    removed: bool,
}

impl<K, V> GoMapSubject<K, V> {
    fn from_map(map: GoMap<K, V, PlanState>) -> Self {
        GoMapSubject {
            map,
            cursors: Default::default(),
            watch: Watch::default(),
        }
    }

    /// The map itself, to look at.
    #[must_use]
    pub fn map(&self) -> &GoMap<K, V, PlanState> {
        &self.map
    }

    /// Compares the map's counters with what they were.
    fn observe(&mut self) {
        let shape = self.map.shape();
        let Some(last) = self.watch.last.replace(shape) else {
            return;
        };
        if shape == last {
            return;
        }
        let open = self.cursors.iter().flatten();
        let cursors = open.clone().count() as u64;
        let reach = &mut self.watch.reach;
        let began = shape.growing && shape.arrays_made > last.arrays_made;
        let ended = last.growing && (!shape.growing || began);
        if ended {
            let outlived = open
                .filter(|open| open.growths < self.watch.growths)
                .count();
            reach.note(go_marks::GROWTHS_OUTLIVED, outlived as u64);
        }
        if began {
            self.watch.growths += 1;
            reach.note(go_marks::SAME_SIZE_GROWTHS, shape.same_size.into());
            reach.note(go_marks::GROWTHS_UNDER_CURSOR, cursors);
            reach.note(go_marks::GROWTHS_WITH_NAN, self.watch.nan.into());
        }
        if shape.reseeds > last.reseeds {
            reach.note(go_marks::EMPTIED_UNDER_CURSOR, cursors);
            self.watch.nan &= shape.count > 0;
        }
    }
}

impl<K, V> Subject for GoMapSubject<K, V>
where
    K: TestKey + Clone + Eq + Hash,
    V: TestValue + Clone + PartialEq,
{
    type Key = K;
    type Value = V;

    const NAME: &'static str = "gomap";
    const SUPPORT: Support = Support {
        fused: true,
        keeps_entries_on_panic: true,
        frees_all_on_panic: true,
        marks: go_marks::ALL,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Self::from_map(GoMap::with_capacity_and_hasher(hint, PlanState::default()))
    }

    fn insert(&mut self, key: K, value: V) -> Option<V> {
        // What emptied the map may not have been seen yet.
        self.observe();
        let before = self.map.shape();
        let reuses = self.watch.removed
            && quietly(|| self.map.first_free(&key)).is_some_and(|(_, mark)| mark == EMPTY_ONE);
        self.watch.nan |= key.id() > Key::LAST_EQUAL;
        // The chain is looked up by another key of the same hash.
        let twin = quietly(|| key.clone());
        let replaced = self.map.insert(key, value);
        let after = self.map.shape();
        if after.arrays_made == before.arrays_made {
            self.watch
                .reach
                .note(go_marks::TOMBSTONES_REUSED, reuses.into());
        }
        if after.noverflow > before.noverflow {
            let chain = quietly(|| self.map.chain_len(&twin));
            self.watch.reach.note(go_marks::CHAIN, chain as u64);
        }
        quietly(|| drop(twin));
        self.observe();
        replaced
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        let place = quietly(|| self.map.locate(key));
        let removed = self.map.remove(key);
        self.watch.removed |= removed.is_some();
        if let Some(place) = place
            && place.link > 0
            && self.map.shape().b <= SMALL_TABLE
        {
            let layout = self.map.layout();
            let chain = layout
                .current
                .iter()
                .flat_map(|array| &array.chains)
                .find(|chain| chain.index == place.bucket);
            let emptied = chain
                .and_then(|chain| chain.buckets.get(place.link - 1))
                .is_some_and(|bucket| bucket.tophash[7] == 0);
            self.watch
                .reach
                .note(go_marks::EMPTY_REST_ACROSS, emptied.into());
        }
        self.observe();
        removed
    }

    fn cursor_open(&mut self, cursor: usize, start: u16) {
        self.observe();
        let shape = self.map.shape();
        if shape.growing {
            self.watch.reach.note(go_marks::CURSORS_MID_GROWTH, 1);
        }
        // The low three bits rotate the slots, the rest picks the bucket.
        let opened = self
            .map
            .cursor_at(usize::from(start >> 3), usize::from(start & 7));
        self.cursors[cursor] = Some(OpenCursor {
            cursor: opened,
            growths: self.watch.growths,
            doubling: Some(shape).filter(|shape| shape.growing && !shape.same_size),
            produced: [false; 2],
        });
    }

    fn cursor_step(&mut self, cursor: usize) -> Option<(u32, u32)> {
        let open = self.cursors[cursor].as_mut().expect("the cursor is open");
        let overtaken = open.doubling.is_some_and(|before| {
            let shape = self.map.shape();
            let goes_on = shape.reseeds == before.reseeds;
            goes_on && (shape.nevacuate != before.nevacuate || !shape.growing)
        });
        let Some((key, value)) = open.cursor.next(&self.map) else {
            let whole = open.produced == [true; 2];
            self.watch
                .reach
                .note(go_marks::WALKS_OVERTAKEN, whole.into());
            return None;
        };
        open.produced[usize::from(overtaken)] = true;
        Some(numbers(key, value))
    }

    fn cursor_close(&mut self, cursor: usize) {
        self.observe();
        self.cursors[cursor] = None;
    }

    fn retained_keys(&self) -> usize {
        self.map.stale_keys()
    }

    fn invariants(&self) -> Vec<String> {
        self.map.check_invariants()
    }

    fn table(&self) -> Option<Table> {
        Some(self.draw())
    }

    fn reached(&mut self, reach: &mut Reach) {
        self.observe();
        reach.merge(&std::mem::take(&mut self.watch.reach));
    }

    crate::subject_methods! { map:
        get, len, iter,
        get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify, or_insert_with_key, insert_entry, insert_entry_then,
        extend, from_iter, clone, clone_from, eq, debug,
        retain, drain(), extract_if(), into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, shrink_to_fit, shrink_to, capacity, nan;
        by hand: insert, remove, cursors
    }
}
