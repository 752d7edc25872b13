//! What a map may promise of the order in which it iterates.

/// The order of iteration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
}

impl Order {
    /// Whether the promise says which entry comes first.
    #[must_use]
    pub fn is_known(self) -> bool {
        self != Order::Any
    }
}
