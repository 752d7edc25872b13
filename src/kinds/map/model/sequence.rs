//! The order of entries, for maps that promise one.

use super::Model;
use crate::case::Order;

impl Model {
    pub(super) fn keeps_sequence(&self) -> bool {
        self.order.is_of_arrival()
    }

    /// All entries in the order that the map promises; by ascending keys, if
    /// it promises none.
    #[must_use]
    pub fn in_order(&self) -> Vec<(u32, u32)> {
        if !self.keeps_sequence() {
            return self.entries();
        }
        let entry = |&id| (id, self.entries[&id].value);
        self.sequence.iter().map(entry).collect()
    }

    /// The entry at a place in that order.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<(u32, u32)> {
        let id = if self.keeps_sequence() {
            self.sequence.get(place)
        } else {
            self.entries.keys().nth(place)
        };
        id.map(|&id| (id, self.entries[&id].value))
    }

    /// The place of a key in that order.
    #[must_use]
    pub fn place_of(&self, id: u32) -> Option<usize> {
        if self.keeps_sequence() {
            self.sequence.iter().position(|&other| other == id)
        } else {
            self.entries.keys().position(|&other| other == id)
        }
    }

    /// Strikes a removed key from the sequence, as `remove` does.
    pub(super) fn remove_from_sequence(&mut self, id: u32) {
        let swaps = self.order == Order::InsertionSwap;
        self.strike(id, swaps);
    }

    fn strike(&mut self, id: u32, swaps: bool) {
        // Often the last one, or the first.
        let place = match self.sequence.last() {
            Some(&last) if last == id => Some(self.sequence.len() - 1),
            _ => self.sequence.iter().position(|&other| other == id),
        };
        match place {
            Some(place) if swaps => {
                self.sequence.swap_remove(place);
            }
            Some(place) => {
                self.sequence.remove(place);
            }
            None => {}
        }
    }

    /// Removes a key; the last entry takes its place if `swaps`, else all
    /// later ones move up.
    pub(crate) fn remove_by(&mut self, id: u32, swaps: bool) -> Option<u32> {
        let removed = self.entries.remove(&id)?;
        self.strike(id, swaps);
        Some(removed.value)
    }

    /// Removes the entry at a place.
    pub(crate) fn remove_at(&mut self, place: usize, swaps: bool) -> Option<(u32, u32)> {
        let (id, value) = self.at(place)?;
        self.remove_by(id, swaps);
        Some((id, value))
    }

    /// Removes every entry that `gone` selects, and gives them in their order.
    pub(crate) fn remove_where(&mut self, gone: impl Fn(u32) -> bool) -> Vec<(u32, u32)> {
        let mut removed = self.in_order();
        removed.retain(|&(id, _)| gone(id));
        self.entries.retain(|&id, _| !gone(id));
        self.sequence.retain(|&id| !gone(id));
        removed
    }

    /// Removes what the map chose to give away of its own accord.
    pub(crate) fn forget(&mut self, entries: &[(u32, u32)]) {
        let mut gone: Vec<u32> = entries.iter().map(|&(id, _)| id).collect();
        gone.sort_unstable();
        self.remove_where(|id| gone.binary_search(&id).is_ok());
    }

    /// Lets two entries change places.
    pub(crate) fn swap(&mut self, first: usize, second: usize) {
        self.sequence.swap(first, second);
    }

    /// Moves an entry to the place of another.
    pub(crate) fn move_to(&mut self, from: usize, to: usize) {
        let id = self.sequence.remove(from);
        self.sequence.insert(to, id);
    }

    /// Moves the entry of a key to a place, or to the end if there are fewer.
    pub(crate) fn put_at(&mut self, id: u32, place: usize) {
        self.sequence.retain(|&other| other != id);
        let place = place.min(self.sequence.len());
        self.sequence.insert(place, id);
    }

    /// Moves what is there of these keys to the back, one after the other.
    pub(crate) fn move_back(&mut self, ids: impl Iterator<Item = u32>) {
        for id in ids {
            if self.entries.contains_key(&id) {
                self.put_at(id, usize::MAX);
            }
        }
    }

    /// Whether the keys ascend in the sequence.
    pub(crate) fn is_sorted(&self) -> bool {
        self.in_order().is_sorted_by_key(|&(id, _)| id)
    }

    pub(crate) fn sort_sequence(&mut self) {
        self.sequence.sort_unstable();
    }

    pub(crate) fn reverse_sequence(&mut self) {
        self.sequence.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(order: Order) -> Model {
        let mut model = Model::new(order, |value| value);
        for id in [5, 1, 4, 2] {
            model.insert(id, id * 10);
        }
        model
    }

    fn ids(model: &Model) -> Vec<u32> {
        model.in_order().iter().map(|&(id, _)| id).collect()
    }

    #[test]
    fn removal_leaves_the_order_that_was_promised() {
        for (order, left) in [
            (Order::Sorted, [1, 2, 4]),
            (Order::Insertion, [1, 4, 2]),
            (Order::InsertionSwap, [2, 1, 4]),
        ] {
            let mut m = model(order);
            m.remove(5);
            assert_eq!(ids(&m), left);
            m.insert(left[0], 99);
            assert_eq!(ids(&m), left, "a new value does not move its key");
            assert_eq!(m.at(1).map(|(id, _)| id), Some(left[1]));
            assert_eq!(m.place_of(left[2]), Some(2));
        }
    }

    #[test]
    fn entries_move_and_are_sorted() {
        let mut m = model(Order::Insertion);
        m.move_to(0, 2);
        assert_eq!(ids(&m), [1, 4, 5, 2]);
        m.swap(0, 3);
        assert_eq!(ids(&m), [2, 4, 5, 1]);
        m.reverse_sequence();
        assert_eq!(ids(&m), [1, 5, 4, 2]);
        m.sort_sequence();
        assert_eq!(ids(&m), [1, 2, 4, 5]);
        assert_eq!(m.remove_where(|id| id % 2 == 1), [(1, 10), (5, 50)]);
        assert_eq!(ids(&m), [2, 4]);
    }
}
