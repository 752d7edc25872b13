//! What a map may promise of the order in which it iterates.

/// The order of iteration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Order {
    /// Any order, and another one after each change.
    #[default]
    Any,
    /// By ascending keys.
    Sorted,
    /// As inserted. What is removed leaves the rest in order; a new value for
    /// a key that is there does not move it.
    Insertion,
    /// As inserted, but `remove` and an entry's removal put the last entry in
    /// the place of the removed one.
    InsertionSwap,
    /// As inserted, and an insert of a key that is there moves it to the back:
    /// `insert`, `extend` and an entry's `insert` do, nothing else does. What is
    /// removed leaves the rest in order.
    InsertionLast,
    /// By the last use, the latest at the back, as a cache of the least recently
    /// used keeps it: `insert`, `extend`, `get_mut`, and whatever goes by way of
    /// `entry` move a key that is there to the back. Looks by `get` and
    /// `contains_key`, and all iteration, do not: an adapter says what does not
    /// count as a use by `get(peek)`. What is removed leaves the rest in order.
    UseLast,
}

impl Order {
    /// Whether the promise says which entry comes first.
    #[must_use]
    pub fn is_known(self) -> bool {
        self != Order::Any
    }

    /// Whether the order is that of the keys' arrival, by whatever rule they move
    /// later.
    pub(crate) fn is_of_arrival(self) -> bool {
        match self {
            Order::Any | Order::Sorted => false,
            Order::Insertion | Order::InsertionSwap | Order::InsertionLast | Order::UseLast => true,
        }
    }
}
