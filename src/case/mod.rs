//! The case: what every front door makes, every failure prints and every
//! corpus file holds.
//!
//! A [`Case`] is plain data: a [`HashPlan`] that decides how each key hashes,
//! a capacity hint, and a list of [`Step`]s, each an [`Op`] with at most one
//! [`Fault`]. It knows nothing of maps, models or generators.
//!
//! It has two forms. The text form (`case/text.rs`) is for people and for the
//! corpus: one op a line, comments, errors with line and column. The byte
//! form (`case/bytes.rs`) is for fuzzers: every byte string is a case. Both
//! are built on one view of an op: a kind and its [operands](Op::operands).
//!
//! ```
//! use map_oracle::case::Case;
//!
//! let text = "map-oracle case 1\nhash low 4 seed 7\ninsert 3 = 5\nremove 3\n";
//! let case: Case = text.parse()?;
//! assert_eq!(case.steps.len(), 2);
//! assert_eq!(case.to_string(), text);
//! assert_eq!(Case::from_bytes(&case.to_bytes()), case);
//! # Ok::<(), map_oracle::case::CaseError>(())
//! ```

// An op that is added must be met by whoever tells ops apart.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod bytes;
mod fault;
mod hash_plan;
mod op;
mod op_kind;
mod op_set;
mod order;
mod place;
mod reach;
mod text;
mod vocabulary;
mod without;
mod words;

pub use fault::Fault;
pub use hash_plan::{HashPlan, Spread};
pub(crate) use op::Said;
pub use op::{EntryForm, Op, Run, Selection};
pub use op_set::OpSet;
pub use order::Order;
pub use place::{Doing, Place};
pub use reach::{Mark, Reach};
pub use text::{FORMAT_VERSION, MAX_TEXT};
pub use without::{Standing, Without};
pub use words::CaseError;

pub use crate::vocabulary::{
    CURSORS, FaultKind, MAX_KEY, MAX_MODULUS, MAX_RUN, OpKind, Vocabulary,
};
pub(crate) use crate::vocabulary::{Effect, Operand, Then};

use std::collections::BTreeSet;

/// One op and the panic, if any, that is planned inside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// What is done to the map.
    pub op: Op,
    /// Which call of user code goes wrong while it is done.
    pub fault: Option<Fault>,
}

impl From<Op> for Step {
    fn from(op: Op) -> Self {
        Step { op, fault: None }
    }
}

/// A whole experiment on one map. See the [module](self) for its two forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Case {
    /// How keys hash.
    pub plan: HashPlan,
    /// The capacity asked for when the map is made, in entries; 0 asks for
    /// none.
    pub hint: u16,
    /// What is done, in order, by ops of one vocabulary. Faults travel with their step, so that a
    /// shrinker that drops a step cannot move a fault to another op.
    pub steps: Vec<Step>,
}

impl Case {
    /// Every ordinary key that some op names, in ascending order: the domain
    /// over which contents are compared. Keys made by
    /// [`OpKind::InsertNan`] are not in it, as no look-up can find them.
    #[must_use]
    pub fn domain(&self) -> Vec<u16> {
        let mut keys = BTreeSet::new();
        for step in &self.steps {
            keys.extend(step.op.keys());
        }
        keys.into_iter().collect()
    }

    /// The vocabulary that its ops are of. A case without any goes for a map's.
    #[must_use]
    pub fn vocabulary(&self) -> &'static Vocabulary {
        let first = self.steps.first();
        first.map_or(Vocabulary::MAP, |step| step.op.kind().vocabulary())
    }

    /// How many single-key operations the case amounts to, bulk ops counted
    /// by their length: a measure of what it costs to run.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.steps.iter().map(|step| step.op.weight()).sum()
    }

    /// The same case for a map that offers only the ops in `ops` and takes
    /// keys up to `max_key`: each op that it lacks becomes the nearest one it
    /// has, so that no step turns into a no-op. A step whose op nothing in the
    /// set comes near is dropped; none is where the set holds
    /// [`OpSet::CORE`].
    #[must_use]
    pub fn within(&self, ops: OpSet, max_key: u16) -> Case {
        let brought = |step: &Step| {
            let op = step.op.stand_in(ops, max_key)?;
            Some(Step { op, ..step.clone() })
        };
        Case {
            plan: self.plan.clone(),
            hint: self.hint,
            steps: self.steps.iter().filter_map(brought).collect(),
        }
    }

    /// Takes away the faults that are left out.
    pub(crate) fn leave_out_faults(&mut self, without: &Without) {
        for step in &mut self.steps {
            let kept = |fault: &Fault| !without.leaves_out_fault(fault.kind);
            step.fault = step.fault.filter(kept);
        }
    }
}
