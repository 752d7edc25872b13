//! What of the sound map only a map with an order can do: ends, ranges, places
//! and cursors.

use std::ops::Bound;

use map_oracle::probe::{Key, Value};
use map_oracle::subject::{Bounds, Ends, walk, walk_ends};

use super::plain::{Plain, Slot};

impl Plain {
    pub fn first(&self) -> Option<(u32, u32)> {
        self.slots.first().map(Slot::numbers)
    }

    pub fn last(&self) -> Option<(u32, u32)> {
        self.slots.last().map(Slot::numbers)
    }

    pub fn pop_first(&mut self) -> Option<(Key, Value)> {
        (!self.slots.is_empty()).then(|| self.slots.remove(0).pair())
    }

    pub fn pop_last(&mut self) -> Option<(Key, Value)> {
        self.slots.pop().map(Slot::pair)
    }

    pub fn successor(&self, key: &Key) -> Option<(u32, u32)> {
        let at = self.slots.partition_point(|slot| slot.key <= *key);
        self.slots.get(at).map(Slot::numbers)
    }

    pub fn predecessor(&self, key: &Key) -> Option<(u32, u32)> {
        let at = self.slots.partition_point(|slot| slot.key < *key);
        self.slots[..at].last().map(Slot::numbers)
    }

    /// Where a range begins and ends.
    pub fn bounds(&self, (low, high): Bounds<'_, Key>) -> (usize, usize) {
        let begin = self.slots.partition_point(|slot| match low {
            Bound::Included(key) => slot.key < *key,
            Bound::Excluded(key) => slot.key <= *key,
            Bound::Unbounded => false,
        });
        let end = self.slots.partition_point(|slot| match high {
            Bound::Included(key) => slot.key <= *key,
            Bound::Excluded(key) => slot.key < *key,
            Bound::Unbounded => true,
        });
        (begin, end.max(begin))
    }

    pub fn range(&self, bounds: Bounds<'_, Key>, ends: Ends) -> Vec<(u32, u32)> {
        let (begin, end) = self.bounds(bounds);
        walk_ends(self.slots[begin..end].iter(), ends, true, Slot::numbers)
    }

    pub fn range_mut(&mut self, bounds: Bounds<'_, Key>, visit: &mut dyn FnMut(&Key, &mut Value)) {
        let (begin, end) = self.bounds(bounds);
        walk(self.slots[begin..end].iter_mut(), true, |slot| {
            visit(&slot.key, &mut slot.value);
        });
    }

    pub fn split_off(&mut self, key: &Key) -> Plain {
        let at = self.slots.partition_point(|slot| slot.key < *key);
        let upper = self.slots.split_off(at);
        self.of_slots(upper)
    }

    pub fn get_index(&self, place: usize) -> Option<(u32, u32)> {
        self.slots.get(place).map(Slot::numbers)
    }

    pub fn index_of(&self, key: &Key) -> Option<usize> {
        let spot = self.find(key);
        spot.found.then_some(spot.at)
    }

    pub fn swap_remove(&mut self, key: &Key) -> Option<Value> {
        let place = self.index_of(key)?;
        Some(self.slots.swap_remove(place).into_value())
    }

    pub fn shift_remove(&mut self, key: &Key) -> Option<Value> {
        self.remove(key)
    }

    pub fn swap_remove_index(&mut self, place: usize) -> Option<(Key, Value)> {
        (place < self.slots.len()).then(|| self.slots.swap_remove(place).pair())
    }

    pub fn shift_remove_index(&mut self, place: usize) -> Option<(Key, Value)> {
        (place < self.slots.len()).then(|| self.slots.remove(place).pair())
    }

    pub fn swap_indices(&mut self, first: usize, second: usize) {
        self.slots.swap(first, second);
    }

    pub fn move_index(&mut self, from: usize, to: usize) {
        let slot = self.slots.remove(from);
        self.slots.insert(to, slot);
    }

    pub fn sort_keys(&mut self) {
        self.slots.sort_by(|a, b| a.key.cmp(&b.key));
    }

    pub fn reverse(&mut self) {
        self.slots.reverse();
    }

    pub fn cursor_open(&mut self, cursor: usize, _start: u16) {
        self.cursors[cursor] = Some(None);
    }

    pub fn cursor_step(&mut self, cursor: usize) -> Option<(u32, u32)> {
        let last = self.cursors[cursor].expect("the cursor is open");
        let shown = |slot: &Slot| last.is_some_and(|last| slot.key.id() <= last);
        let entry = self.slots.get(self.slots.partition_point(shown))?.numbers();
        self.cursors[cursor] = Some(Some(entry.0));
        Some(entry)
    }

    pub fn cursor_close(&mut self, cursor: usize) {
        self.cursors[cursor] = None;
    }

    /// A promise about the room, to be broken.
    pub fn invariants(&self) -> Vec<String> {
        let over = self.slots.len() > self.room;
        let fault = || format!("{} entries, room for {}", self.slots.len(), self.room);
        over.then(fault).into_iter().collect()
    }
}
