//! What each op does: a block for each, in a file for each family.
//!
//! A block says how an op is carried out on a map under test ([`Act::map`]) and on
//! the model ([`Act::model`]), what it is given, what becomes of it where a map is
//! full, how its run is conducted, and how it reads in a program of its own. What
//! can be said without a map at hand is in its row (`kinds/map/rows.rs`).
//!
//! What an op is given is made before a fault is armed, and what it gives back is
//! read and dropped after it is disarmed: a planned panic in `Drop` or `Eq` strikes
//! inside the map's own code and nowhere else.

// An op that is added must be met by whoever tells ops apart.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod bulk;
mod cursor;
mod entry;
mod fit;
mod given;
mod got;
mod iter;
mod moves;
mod places;
mod room;
#[cfg(feature = "cli")]
mod rust;
mod single;
mod sorted;
mod two;

use bulk::*;
use cursor::*;
use entry::*;
use iter::*;
use places::*;
use room::*;
use single::*;
use sorted::*;
use two::*;

pub(crate) use crate::structure::{Conduct, Merge, Panics, Turn, Twin};
pub(crate) use bulk::insert;
use bulk::told;
pub(crate) use fit::Fit;
pub(crate) use given::{Given, Inputs};
pub(crate) use got::Got;
#[cfg(feature = "cli")]
pub(crate) use rust::{Before, Gives, Rust};

use crate::case::{Op, OpKind};
use crate::kinds::map::rows::{MapOp, for_each_map_op};
use crate::model::{Answer, Model};
use crate::probe::{TestKey, TestValue};
use crate::subject::{Subject, must_end};

/// What an op does.
pub(crate) trait Act {
    /// What it is given.
    const GIVEN: Given;
    /// What becomes of it where a map is full.
    const FIT: Fit;
    /// How its run is conducted.
    const CONDUCT: Conduct;
    /// How it reads in a program of its own.
    #[cfg(feature = "cli")]
    const RUST: Rust;

    /// Carries it out on a map. Of an op that concerns two maps, this is what is
    /// done where there is only one: after a lie, when no answer is wrong.
    fn map<S: Subject>(map: &mut S, op: Op, given: &mut Inputs<S>) -> Got<S>;

    /// Carries it out on the model, and tells the answer that is right beside the
    /// one that was seen: where a map may choose, that is the map's own if it is
    /// one of the choices. After an op that was broken off, all is done that it
    /// might have done.
    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer;

    /// What keys may hold in the middle of the op, for one that changes a key more
    /// than once: a planned panic may leave it so.
    fn between(model: &Model, op: Op) -> Vec<(u32, u32)> {
        let _ = (model, op);
        Vec::new()
    }

    /// Whether a right map panics of its own accord, without having changed
    /// anything.
    fn panics(model: &Model, op: Op) -> Panics {
        let _ = (model, op);
        Panics::Never
    }
}

/// What is known of an op that was carried out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    /// What the map answered; `None` if it was broken off by a planned panic.
    pub(crate) answer: Option<&'a Answer>,
    /// The number of the key that an [`OpKind::InsertNan`] brings.
    pub(crate) fresh: u32,
}

macro_rules! by_kind {
    ($kind:expr, $act:ident => $do:expr, $($name:ident)*) => {
        match MapOp::of($kind) { $(MapOp::$name => { type $act = $name; $do })* }
    };
}

/// Calls a generic function of the block of a kind.
macro_rules! act {
    ($kind:expr, $act:ident => $do:expr) => {
        for_each_map_op!(by_kind $kind, $act => $do,)
    };
}

/// Carries out an op on one map.
pub(crate) fn perform<S: Subject>(map: &mut S, op: Op, given: &mut Inputs<S>) -> Got<S> {
    act!(op.kind(), Block => Block::map(map, op, given))
}

/// What an op of this kind is given.
pub(crate) fn given(kind: OpKind) -> Given {
    act!(kind, Block => Block::GIVEN)
}

/// How the run of an op of this kind is conducted.
pub(crate) fn conduct(kind: OpKind) -> Conduct {
    act!(kind, Block => Block::CONDUCT)
}

/// How an op of this kind reads in a program of its own.
#[cfg(feature = "cli")]
pub(crate) fn rust(kind: OpKind) -> Rust {
    act!(kind, Block => Block::RUST)
}

fn fit_of(kind: OpKind) -> Fit {
    act!(kind, Block => Block::FIT)
}

impl Model {
    /// Carries out `op`, at which a map answered `answer`. `fresh` is the number
    /// of the key that an [`OpKind::InsertNan`] brings.
    ///
    /// Ops on two maps and on cursors are judged by whoever runs them: of those,
    /// only what they do to one map is done here.
    ///
    /// # Errors
    ///
    /// What would have been right, if the answer is not.
    pub fn step(&mut self, op: Op, answer: &Answer, fresh: u32) -> Result<(), Answer> {
        let seen = Seen {
            answer: Some(answer),
            fresh,
        };
        let right = self.carry_out(op, seen);
        if right == *answer { Ok(()) } else { Err(right) }
    }

    /// Does all that `op` might have done, if nothing is known of its end.
    pub fn assume(&mut self, op: Op, fresh: u32) -> Answer {
        let answer = None;
        self.carry_out(op, Seen { answer, fresh })
    }

    fn carry_out(&mut self, op: Op, seen: Seen<'_>) -> Answer {
        let answer = act!(op.kind(), Block => Block::model(self, op, seen));
        self.move_back(moves::moved(op, self.order()));
        answer
    }

    /// What keys may hold in the middle of `op`, beside what they hold before and
    /// after.
    pub(crate) fn between(&self, op: Op) -> Vec<(u32, u32)> {
        act!(op.kind(), Block => Block::between(self, op))
    }

    /// Whether a right map panics at `op` of its own accord.
    pub(crate) fn panics(&self, op: Op) -> Panics {
        act!(op.kind(), Block => Block::panics(self, op))
    }
}

/// Drops a map that is not needed any more, or leaks it where the drop is left
/// out.
pub(crate) fn dispose<S>(map: S, drops: bool) {
    if drops {
        drop(map);
    } else {
        std::mem::forget(map);
    }
}

/// The map, with an empty one left in its place.
pub(crate) fn take<S: Subject>(map: &mut S) -> S {
    std::mem::replace(map, S::with_hint(0))
}

/// What iteration shows, in its order.
///
/// # Panics
///
/// If it does not come to an end.
pub(crate) fn entries<S: Subject>(map: &S) -> Vec<(u32, u32)> {
    let mut seen = Vec::new();
    map.each(&mut |key, value| {
        // An adapter need not use `walk`, which asks the same.
        must_end(seen.len());
        seen.push((key.id(), value.get()));
    });
    seen
}
