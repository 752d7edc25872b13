//! What a map can be filled with.
//!
//! Cases speak of keys and values by number. A map's adapter says which types
//! stand for them: [`Key`](super::Key) and [`Value`](super::Value), which are
//! followed one by one; these in another [shape](super::Large); or plain
//! numbers, strings and bytes, for maps that take no others.

use std::fmt;

use super::Probe;

/// A type of keys.
pub trait TestKey: fmt::Debug + 'static {
    /// The largest number that has a key of its own.
    const LAST: u16 = u16::MAX;
    /// Whether the ledger counts them.
    const FOLLOWED: bool;
    /// Whether a clone is the same key once more, of those that the ledger counts:
    /// it is counted when the maps are gone.
    const SHARED: bool = false;
    /// Whether they hash as the case's plan says, and their `Hash` and `Eq` can be
    /// made to panic and to lie.
    const PLANNED: bool = Self::FOLLOWED;
    /// Whether those past [`Key::LAST_EQUAL`](super::Key::LAST_EQUAL) are not
    /// equal to themselves.
    const NAN: bool = false;

    /// The key of this number. Where keys are ordered, they are so by their
    /// numbers.
    fn make(probe: &Probe, id: u32) -> Self;
    /// The number of this key.
    fn id(&self) -> u32;
    /// Whether the key of the first number begins with that of the second.
    /// Keys that have no parts begin with themselves.
    #[must_use]
    fn begins_with(id: u32, prefix: u32) -> bool {
        id == prefix
    }
}

/// A type of values.
pub trait TestValue: fmt::Debug + 'static {
    /// Whether the ledger counts them.
    const FOLLOWED: bool;

    /// A value that holds `payload`.
    fn make(probe: &Probe, payload: u32) -> Self;
    /// What the value holds.
    fn get(&self) -> u32;
    /// Changes what the value holds.
    fn set(&mut self, payload: u32);
    /// What is left of a payload in such a value.
    #[must_use]
    fn keep(payload: u32) -> u32 {
        payload
    }
}
