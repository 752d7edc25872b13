//! Ops on cursors: iterators that stay open while the map changes. They are
//! conducted by the run, which judges them by the contract of an open cursor.

use super::{Act, Conduct, Fit, Given, Got, Inputs, Seen, Turn, entries};
#[cfg(feature = "cli")]
use super::{Gives, Rust};
use crate::case::Op;
use crate::model::{Answer, Model};
use crate::subject::Subject;

/// After a lie, a cursor means nothing: the map is walked through once.
fn walk<S: Subject>(map: &S, given: &Inputs<S>) -> Got<S> {
    if given.iterates {
        drop(entries(map));
    }
    Got::Nothing
}

pub(super) struct CursorOpen;
impl Act for CursorOpen {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Cursor(Turn::Open);
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        walk(map, given)
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct CursorStep;
impl Act for CursorStep {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Cursor(Turn::Step);
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        walk(map, given)
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct CursorClose;
impl Act for CursorClose {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Cursor(Turn::Close);
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        walk(map, given)
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}
