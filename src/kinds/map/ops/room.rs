//! Ops that ask for room or give it back.

use super::{Act, Conduct, Fit, Given, Got, Inputs, Seen};
#[cfg(feature = "cli")]
use super::{Gives, Rust};
use crate::case::Op;
use crate::model::{Answer, Model};
use crate::subject::Subject;

pub(super) struct Reserve;
impl Act for Reserve {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.reserve($n)", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        map.reserve(op.count());
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct ShrinkToFit;
impl Act for ShrinkToFit {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.shrink_to_fit()", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        map.shrink_to_fit();
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct ShrinkTo;
impl Act for ShrinkTo {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.shrink_to($n)", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        map.shrink_to(op.count());
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct TryReserve;
impl Act for TryReserve {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.try_reserve($n).is_ok()", Gives::Plain);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Flag(map.try_reserve(op.count()))
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Flag(true)
    }
}

pub(super) struct TryReserveAbsurd;
impl Act for TryReserveAbsurd {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.try_reserve(usize::MAX >> $n).is_ok()", Gives::Plain);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Flag(map.try_reserve(usize::MAX >> op.count()))
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Flag(false)
    }
}
