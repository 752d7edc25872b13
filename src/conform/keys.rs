//! Keys that hash as they did when the trace was recorded.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::record::KeyRecord;

/// What a key is for the length of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// The key that it equals, itself if no other.
    pub same_as: u32,
    /// Whether it does not equal itself.
    pub nan: bool,
}

/// What the trace told of its keys.
#[derive(Debug, Default)]
pub(super) struct Kinds(HashMap<u32, Kind>);

impl Kinds {
    pub(super) fn learn(&mut self, record: KeyRecord) {
        let kind = self.0.entry(record.id).or_insert(Kind {
            same_as: record.id,
            nan: record.hash.is_none(),
        });
        if let Some(other) = record.same_as {
            kind.same_as = other;
        }
    }

    /// The kind of a key, if the trace told it.
    pub(super) fn get(&self, id: u32) -> Option<Kind> {
        self.0.get(&id).copied()
    }
}

/// The hashes on record, shared by all keys of a trace.
#[derive(Debug, Default)]
pub(super) struct Hashes {
    /// By key, under the current seed.
    known: RefCell<HashMap<u32, u64>>,
    /// What the next hashes of NaN keys are.
    draws: RefCell<VecDeque<u64>>,
    /// The first hash asked for that is not on record.
    missing: RefCell<Option<String>>,
}

impl Hashes {
    pub(super) fn learn(&self, record: KeyRecord) {
        if let Some(hash) = record.hash {
            self.known.borrow_mut().insert(record.id, hash);
        }
    }

    /// A new seed was drawn.
    pub(super) fn forget(&self) {
        self.known.borrow_mut().clear();
    }

    /// Sets what is drawn for NaN keys during one operation.
    pub(super) fn expect_draws(&self, draws: &[u64]) {
        let mut queue = self.draws.borrow_mut();
        queue.clear();
        queue.extend(draws);
    }

    /// How many of those draws are left.
    pub(super) fn draws_left(&self) -> usize {
        self.draws.borrow().len()
    }

    /// What was asked for and is not on record, the first of it.
    pub(super) fn take_missing(&self) -> Option<String> {
        self.missing.take()
    }

    fn hash(&self, key: &TraceKey) -> u64 {
        let (hash, what) = if key.kind.nan {
            (
                self.draws.borrow_mut().pop_front(),
                "one more draw for NaN key",
            )
        } else {
            (self.known.borrow().get(&key.id).copied(), "the hash of key")
        };
        hash.unwrap_or_else(|| {
            let mut missing = self.missing.borrow_mut();
            missing.get_or_insert_with(|| format!("{what} {}, which is not on record", key.id));
            0
        })
    }
}

/// A key of a trace.
#[derive(Clone, Debug)]
pub(super) struct TraceKey {
    pub id: u32,
    kind: Kind,
    hashes: Rc<Hashes>,
}

impl TraceKey {
    pub(super) fn new(id: u32, kind: Kind, hashes: &Rc<Hashes>) -> TraceKey {
        TraceKey {
            id,
            kind,
            hashes: Rc::clone(hashes),
        }
    }
}

impl Hash for TraceKey {
    /// Writes the hash on record, as one number.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hashes.hash(self));
    }
}

impl PartialEq for TraceKey {
    fn eq(&self, other: &TraceKey) -> bool {
        self.kind == other.kind && !self.kind.nan
    }
}

impl Eq for TraceKey {}
