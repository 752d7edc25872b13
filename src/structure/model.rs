//! What the run asks of a model: what a right structure would hold and answer.

use std::fmt;

use super::Answer;
use super::conduct::Panics;
use crate::case::{Op, OpSet, Order};
use crate::probe::KeyName;

/// The model of a structure: what a right one would hold and answer.
///
/// Whatever the structure is, it holds entries, a number and a number each: a key
/// and its value, a handle and what is behind it.
pub trait Model: fmt::Debug {
    /// The op as it is run: as asked, or what of it fits into a structure that is
    /// full. `ops` are those that may be asked.
    fn fit(&self, op: Op, ops: OpSet) -> Op;
    /// Carries out `op`, to which the structure gave `answer`. `fresh` is the number
    /// of the key that an `insert_nan` brings.
    ///
    /// # Errors
    ///
    /// What would have been right, if the answer is not.
    fn step(&mut self, op: Op, answer: &Answer, fresh: u32) -> Result<(), Answer>;
    /// Does all that `op` might have done, if nothing is known of its end.
    fn assume(&mut self, op: Op, fresh: u32) -> Answer;
    /// What keys may hold in the middle of `op`, beside what they hold before and
    /// after.
    fn between(&self, op: Op) -> Vec<(u32, u32)>;
    /// Whether a right structure panics at `op` of its own accord.
    fn panics(&self, op: Op) -> Panics;

    /// The number of entries.
    fn len(&self) -> usize;
    /// Whether there is no entry.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// What is at `id`.
    fn get(&self, id: u32) -> Option<u32>;
    /// All entries, ascending.
    fn entries(&self) -> Vec<(u32, u32)>;
    /// All entries as iteration shows them, if its order is promised.
    fn in_order(&self) -> Vec<(u32, u32)>;
    /// The order of iteration that is promised.
    fn order(&self) -> Order;
    /// Whether it holds a key that is not equal to itself.
    fn has_nan(&self) -> bool;
    /// All entries with their births, ascending.
    fn lives(&self) -> Vec<Life>;

    /// Puts an entry in the place of any that is there.
    fn put(&mut self, id: u32, value: u32);
    /// Starts again from what a structure was found to hold, after a panic left it
    /// to chance. Entries that are still there live on.
    fn restart_from(&mut self, found: &[(u32, u32)]);
    /// What was split off last.
    fn take_part(&mut self) -> Box<dyn Model>;
    /// The model of an empty structure of the same kind.
    fn fresh(&self) -> Box<dyn Model>;
    /// A copy, its open cursors included.
    fn copy(&self) -> Box<dyn Model>;
    /// A copy with no cursor open.
    fn without_cursors(&self) -> Box<dyn Model>;

    /// Whether a cursor is open.
    fn cursor_is_open(&self, cursor: usize) -> bool;
    /// Opens a cursor, in the place of an open one.
    fn cursor_open(&mut self, cursor: usize);
    /// Judges an entry that an open cursor produced.
    ///
    /// # Errors
    ///
    /// What the contract of an open cursor says instead, if it was broken.
    fn cursor_produced(&mut self, cursor: usize, id: u32, value: u32) -> Result<(), CursorFault>;
    /// Judges the end of an open cursor, and closes it.
    ///
    /// # Errors
    ///
    /// The entry that was never produced and should have been.
    fn cursor_ended(&mut self, cursor: usize) -> Result<(), CursorFault>;
    /// Closes a cursor, open or not.
    fn cursor_close(&mut self, cursor: usize);
}

/// An entry of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// The number of its key.
    pub key: u32,
    /// What its value holds now.
    pub value: u32,
    /// Numbers entries in the order of their births. A key that was removed
    /// and inserted again has a new one.
    pub born: u64,
}

/// How a cursor broke its contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "process", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum CursorFault {
    /// It produced an entry of this key, which is not in the map.
    Absent(u32),
    /// It produced this key with another value than this.
    Value(u32, u32),
    /// It produced the entry of this key a second time.
    Again(u32),
    /// It ended and had never produced the entry of this key, which was there
    /// all the time.
    Missed(u32),
}

impl CursorFault {
    /// The key in question.
    #[must_use]
    pub fn key(self) -> Option<u32> {
        match self {
            CursorFault::Absent(key)
            | CursorFault::Value(key, _)
            | CursorFault::Again(key)
            | CursorFault::Missed(key) => Some(key),
        }
    }
}

/// What the contract says instead.
impl fmt::Display for CursorFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            CursorFault::Absent(key) => {
                let key = KeyName(key);
                write!(f, "no entry of key {key}, which is not in the map")
            }
            CursorFault::Value(key, value) => {
                write!(f, "key {} with its value, {value}", KeyName(key))
            }
            CursorFault::Again(key) => {
                let key = KeyName(key);
                write!(f, "no second production of the entry of key {key}")
            }
            CursorFault::Missed(key) => write!(
                f,
                "the entry of key {key}, which was in the map all the time and was never produced"
            ),
        }
    }
}
