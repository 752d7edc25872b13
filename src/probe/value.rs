//! Values whose life is followed.

use std::cmp::Ordering;
use std::fmt;

use super::experiment::tick;
use super::ledger::{Entry, Instance};
use super::{Probe, TestValue};
use crate::case::FaultKind;

/// A value: 32 bits, and an entry in the ledger.
///
/// Made by [`Probe::value`](super::Probe::value). Every use is checked
/// against the ledger.
pub struct Value {
    payload: u32,
    entry: Entry,
}

impl Value {
    pub(super) fn new(payload: u32, entry: Entry) -> Value {
        Value { payload, entry }
    }

    /// What the value holds.
    #[must_use]
    pub fn get(&self) -> u32 {
        self.entry.check_live(Instance::Value, "a read");
        self.payload
    }

    /// Changes what the value holds.
    pub fn set(&mut self, payload: u32) {
        self.entry.check_live(Instance::Value, "a write");
        self.payload = payload;
    }

    /// Strikes the value out of the ledger as its drop would: for tests of what
    /// the ledger sees, which cannot drop twice without unsafe code.
    #[doc(hidden)]
    pub fn feign_drop(&self) {
        self.entry.drop(Instance::Value);
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Value) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    /// By what they hold.
    fn cmp(&self, other: &Value) -> Ordering {
        self.get().cmp(&other.get())
    }
}

impl Clone for Value {
    fn clone(&self) -> Value {
        self.entry.check_live(Instance::Value, "a clone");
        tick(FaultKind::Clone);
        Value::new(self.payload, self.entry.another(Instance::Value))
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        self.entry.drop(Instance::Value);
        tick(FaultKind::Drop);
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.get())
    }
}

impl TestValue for Value {
    const FOLLOWED: bool = true;

    fn make(probe: &Probe, payload: u32) -> Value {
        probe.value(payload)
    }

    fn get(&self) -> u32 {
        Value::get(self)
    }

    fn set(&mut self, payload: u32) {
        Value::set(self, payload);
    }
}
