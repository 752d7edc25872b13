//! The contract of an open cursor, held against what was recorded: the oracle
//! applied to Go itself. No [`GoMap`](crate::gomap::GoMap) is needed for it.
//!
//! The contract is the [`Model`]'s, which knows one entry per number. A NaN
//! can be inserted twice and is two entries then, so the second one goes by a
//! number of its own.

use std::collections::HashMap;

use super::keys::{Kind, Kinds};
use super::record::{Op, Step};
use crate::model::Model;

/// The first number for an entry whose key's own number is taken.
const FIRST_SPARE: u32 = 1 << 31;

/// In which way an operation breaks the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Breach {
    /// An iterator produced an entry that is not in the map.
    Absent,
    /// An iterator produced an entry that is not in the map, of a key that is
    /// in the map with another value.
    Stale,
    /// An iterator produced an entry that it had produced before.
    Twice,
    /// An iterator ended and left out an entry that it owed.
    Missed,
    /// A lookup or a count is wrong.
    Answer,
}

impl Breach {
    /// All of them.
    pub const ALL: [Breach; 5] = [
        Breach::Absent,
        Breach::Stale,
        Breach::Twice,
        Breach::Missed,
        Breach::Answer,
    ];

    /// The breach in words that go on from "Go".
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Breach::Absent => "produces an entry that is not in the map",
            Breach::Stale => "produces an entry of the past, whose key is back with another value",
            Breach::Twice => "produces an entry twice",
            Breach::Missed => "leaves out an entry",
            Breach::Answer => "gives a wrong answer",
        }
    }
}

/// Whose walk is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The recorded one.
    Gos,
    /// The one that [`GoMap`](crate::gomap::GoMap)'s cursor takes meanwhile.
    Ours,
}

/// The entries that the map holds by rights, and all open walks over them.
#[derive(Default)]
pub(super) struct Contract {
    model: Model,
    /// More entries of NaN keys, by the key's number.
    spares: HashMap<u32, Vec<u32>>,
    spares_made: u32,
}

impl Contract {
    /// Does to the entries what the operation does to them. Opens walks, of
    /// either side, and takes no step.
    pub(super) fn apply(&mut self, op: &Op, kinds: &Kinds) {
        match *op {
            Op::Make { .. } => *self = Contract::default(),
            Op::Set { key, value } => {
                let id = self.place(key, kinds.get(key));
                self.model.insert(id, value);
            }
            Op::Delete { key } => {
                if let Some(kind) = kinds.get(key).filter(|kind| !kind.nan) {
                    self.model.remove(kind.same_as);
                }
            }
            Op::Clear => {
                self.model.clear();
                self.spares.clear();
            }
            Op::Open { iterator, .. } => {
                self.model.cursor_open(walk(Whose::Gos, iterator));
                self.model.cursor_open(walk(Whose::Ours, iterator));
            }
            Op::Get { .. } | Op::Next { .. } => {}
        }
    }

    /// The number that an insert's entry goes by.
    fn place(&mut self, key: u32, kind: Option<Kind>) -> u32 {
        match kind {
            Some(kind) if !kind.nan => kind.same_as,
            _ if self.model.get(key).is_none() => key,
            _ => {
                let id = FIRST_SPARE + self.spares_made;
                self.spares_made += 1;
                self.spares.entry(key).or_default().push(id);
                id
            }
        }
    }

    /// Judges what a lookup found.
    pub(super) fn judge_get(&self, kind: Kind, found: Option<u32>) -> Result<(), String> {
        let expected = self.model.get(kind.same_as).filter(|_| !kind.nan);
        if expected == found {
            return Ok(());
        }
        Err(expected.map_or("-".to_owned(), |value| value.to_string()))
    }

    /// Judges how many entries there are.
    pub(super) fn judge_count(&self, count: usize) -> Result<(), String> {
        let expected = self.model.len();
        if expected == count {
            Ok(())
        } else {
            Err(format!("{expected} entries"))
        }
    }

    /// Judges a step of a walk, or its end. A walk that has ended may end
    /// again.
    ///
    /// # Errors
    ///
    /// What the contract says instead.
    pub(super) fn judge_step(
        &mut self,
        whose: Whose,
        iterator: usize,
        step: Option<Step>,
        kinds: &Kinds,
    ) -> Result<(), String> {
        let walk = walk(whose, iterator);
        if !self.model.cursor_is_open(walk) {
            return match step {
                None => Ok(()),
                Some(_) => Err("nothing after the end".to_owned()),
            };
        }
        let Some(Step { key, value, .. }) = step else {
            return self
                .model
                .cursor_ended(walk)
                .map_err(|fault| fault.to_string());
        };
        let Some(kind) = kinds.get(key) else {
            return Err(format!("no entry of key {key}, which nobody knows"));
        };
        let mut verdict = self.model.cursor_produced(walk, kind.same_as, value);
        for &spare in self.spares.get(&key).into_iter().flatten() {
            if verdict.is_err() {
                verdict = self.model.cursor_produced(walk, spare, value);
            }
        }
        verdict.map_err(|fault| fault.to_string())
    }

    /// Says in which way an operation is wrong that was judged so.
    pub(super) fn breach(&self, op: &Op, kinds: &Kinds) -> Breach {
        let (Op::Open { step, .. } | Op::Next { step, .. }) = *op else {
            return Breach::Answer;
        };
        let Some(Step { key, value, .. }) = step else {
            return Breach::Missed;
        };
        let id = kinds.get(key).map_or(key, |kind| kind.same_as);
        match self.model.get(id) {
            None => Breach::Absent,
            Some(now) if now != value => Breach::Stale,
            Some(_) => Breach::Twice,
        }
    }

    /// Ends both walks of an iterator, without a verdict.
    pub(super) fn close(&mut self, iterator: usize) {
        self.model.cursor_close(walk(Whose::Gos, iterator));
        self.model.cursor_close(walk(Whose::Ours, iterator));
    }
}

/// The model's number of a walk.
fn walk(whose: Whose, iterator: usize) -> usize {
    2 * iterator + usize::from(whose == Whose::Ours)
}
