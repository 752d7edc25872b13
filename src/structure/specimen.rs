//! A structure under test, its type forgotten.

use std::any::Any;

use super::Answer;
use super::Table;
use crate::case::{Op, Reach};
use crate::probe::Probe;

/// What is wrong with what an op gives back, whatever the structure holds.
#[derive(Debug)]
pub(crate) enum Odd {
    /// `Debug` prints something else than what iteration shows.
    Printed {
        /// What it prints.
        printed: String,
        /// What iteration shows, in its form.
        right: String,
    },
    /// The adapter contradicts itself.
    Contradiction(&'static str),
}

/// A structure under test, its type forgotten.
///
/// An op is [given](Specimen::give) its keys and values before a fault is armed,
/// [performed](Specimen::perform) while it is, and its [answer](Specimen::answer) is
/// read and dropped after it is disarmed: a planned panic in `Drop` or `Eq` strikes
/// inside the structure's own code and nowhere else.
///
/// Where two are given to each other, they are of one type.
pub(crate) trait Specimen {
    /// Makes the keys and values that `op` is given. `fresh` is the number of the key
    /// of an `insert_nan`.
    fn give(&mut self, op: Op, fresh: u32, probe: &Probe);
    /// Carries out `op`.
    fn perform(&mut self, op: Op);
    /// Drops what is left of what the op was given.
    fn put_away(&mut self);
    /// Reads what the op gave back, and drops it.
    ///
    /// # Errors
    ///
    /// What needs no model to be known as wrong.
    fn answer(&mut self) -> Result<Answer, Odd>;
    /// A structure that the op split off.
    fn take_part(&mut self) -> Option<Box<dyn Specimen>>;

    /// Puts in an entry. What it has to say is dropped.
    fn put(&mut self, id: u32, value: u32, probe: &Probe);
    /// What is at `id`.
    fn find(&self, id: u32, probe: &Probe) -> Option<u32>;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    /// What iteration shows, in its order.
    ///
    /// # Panics
    ///
    /// If it does not come to an end.
    fn entries(&self) -> Vec<(u32, u32)>;
    fn capacity(&self) -> Option<usize>;
    /// How many keys it keeps beside those of its entries.
    fn retained_keys(&self) -> usize;
    /// What is wrong with its inner structure.
    fn invariants(&self) -> Vec<String>;
    fn table(&self) -> Option<Table>;
    fn reached(&mut self, reach: &mut Reach);

    fn cursor_open(&mut self, cursor: usize, start: u16);
    fn cursor_step(&mut self, cursor: usize) -> Option<(u32, u32)>;
    fn cursor_close(&mut self, cursor: usize);
    fn cursor_is_valid(&self, cursor: usize) -> bool;

    /// A clone.
    fn duplicate(&self) -> Box<dyn Specimen>;
    /// `clone_from`.
    fn assign_from(&mut self, source: &dyn Specimen);
    /// `==`, of those that can be compared.
    fn equals(&self, other: &dyn Specimen) -> Option<bool>;
    /// Moves all entries of `other` here; their values win.
    fn append(&mut self, other: &mut dyn Specimen);
    /// Takes in all of `other`; what is here wins. Whether the one that was here
    /// before is dropped is for `drops` to say.
    fn unite(&mut self, other: Box<dyn Specimen>, drops: bool);
    /// What it holds, with an empty one left in its place.
    fn take(&mut self) -> Box<dyn Specimen>;
    /// The same at another address.
    fn moved(self: Box<Self>) -> Box<dyn Specimen>;

    /// The structure itself.
    fn inner(&self) -> &dyn Any;
    fn inner_mut(&mut self) -> &mut dyn Any;
    fn into_inner(self: Box<Self>) -> Box<dyn Any>;
}
