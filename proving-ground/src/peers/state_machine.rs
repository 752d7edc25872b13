//! proptest-state-machine: an op is a transition, its answer is compared when it
//! is applied, and length and contents are invariants.
//!
//! After the "State Machine testing" chapter of the proptest book. The map's
//! `BTreeMap` is kept beside the map, as the model must follow what a map chooses
//! to drain first, and the reference machine, which is run ahead, cannot. Up to
//! 100 transitions; the chapter's examples have 20.

use proptest::strategy::{BoxedStrategy, Just, Strategy as _};
use proptest::test_runner::{TestCaseError, TestError};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

use super::ops::Op;
use super::proptest::{OPS, any_op, runner};
use super::trial::Trial;
use super::{Shrunk, field, log};

struct Reference;

impl ReferenceStateMachine for Reference {
    type State = ();
    type Transition = Op;

    fn init_state() -> BoxedStrategy<()> {
        Just(()).boxed()
    }

    fn transitions((): &()) -> BoxedStrategy<Op> {
        any_op().boxed()
    }

    fn apply((): (), _: &Op) {}
}

struct Test;

impl StateMachineTest for Test {
    type SystemUnderTest = Trial;
    type Reference = Reference;

    fn init_test((): &()) -> Trial {
        field::trial()
    }

    fn apply(mut trial: Trial, (): &(), op: Op) -> Trial {
        log::count_op();
        trial.step(&op).unwrap_or_else(|error| log::fail(&error));
        trial
    }

    fn check_invariants(trial: &Trial, (): &()) {
        trial
            .check_contents()
            .unwrap_or_else(|error| log::fail(&error));
    }

    fn teardown(trial: Trial, (): ()) {
        trial.check().unwrap_or_else(|error| log::fail(&error));
    }
}

/// One run of so many cases as are the default.
pub(super) fn round(seed: u64, round: u64) -> Shrunk {
    let mut runner = runner(seed, round);
    let config = runner.config().clone();
    let strategy = Reference::sequential_strategy(1..OPS);
    let result = runner.run(&strategy, |(state, transitions, seen)| {
        log::case(|| {
            Test::test_sequential(config.clone(), state, transitions, seen);
            Ok(())
        })
        .map_err(TestCaseError::fail)
    });
    match result {
        Err(TestError::Fail(_, (_, transitions, _))) => Some(transitions.len()),
        _ => None,
    }
}
