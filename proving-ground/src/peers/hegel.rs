//! hegel, in its stateful mode: a rule for each op, in which its answer is
//! compared; the length is compared after every rule, the contents where hegel
//! samples an invariant.
//!
//! After the docs of `hegel::stateful`. There an attribute makes the rules from
//! methods; here they are made from the list of ops that the map offers. The
//! default 100 test cases, and up to 100 steps instead of the default 50. No
//! health check, as those judge a test and not a map; nothing is stored.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ::hegel::generators::{integers, vecs};
use ::hegel::stateful::{Invariant, Rule, StateMachine, machine};
use ::hegel::{Database, HealthCheck, Hegel, Settings, TestCase, Verbosity};
use map_oracle::case::OpKind;

use super::ops::{Entries, KINDS, Op, Range, Source};
use super::trial::Trial;
use super::{Shrunk, field, log};

/// The most steps of a test case.
const STEPS: i64 = 100;

/// The state machine.
pub struct Machine(Trial);

struct Drawn<'t>(&'t TestCase);

impl Source for Drawn<'_> {
    fn number(&mut self) -> u8 {
        self.0.draw(integers::<u8>())
    }

    fn entries(&mut self) -> Entries {
        let entry = ::hegel::tuples!(integers::<u8>(), integers::<u8>());
        self.0.draw(vecs(entry))
    }

    fn range(&mut self) -> Range {
        use std::ops::Bound::{Excluded, Included, Unbounded};
        let mut end = || {
            let kind = self.0.draw(integers::<u8>().max_value(2));
            match kind {
                0 => Included(self.number()),
                1 => Excluded(self.number()),
                _ => Unbounded,
            }
        };
        (end(), end())
    }
}

impl Machine {
    /// The rule of an op.
    pub(super) fn step(&mut self, kind: OpKind, test: &TestCase) {
        let op = Op::draw(kind, &mut Drawn(test));
        log::count_op();
        held(self.0.step(&op));
    }
}

fn held(result: Result<(), String>) {
    result.unwrap_or_else(|error| log::fail(&error));
}

impl StateMachine for Machine {
    fn rules(&self) -> Vec<Rule<Machine>> {
        let times = |kind| field::pick(|kinds| kinds.iter().filter(|&&k| k == kind).count());
        let rule = |&kind: &OpKind| match times(kind) {
            0 => None,
            times => Some(Rule::new(kind.name(), times as f64, Op::rule(kind))),
        };
        KINDS.iter().filter_map(rule).collect()
    }

    fn invariants(&self) -> Vec<Invariant<Machine>> {
        vec![
            Invariant::new_always_run("len", |machine: &mut Machine, _| {
                held(machine.0.check_len());
            }),
            Invariant::new("contents", |machine: &mut Machine, _| {
                held(machine.0.check())
            }),
        ]
    }
}

/// One run of so many test cases as are the default.
pub(super) fn round(seed: u64, round: u64) -> Shrunk {
    let settings = Settings::from_profile("base")
        .seed(Some(seed << 32 | round))
        .database(Database::Disabled)
        .print_blob(false)
        .verbosity(Verbosity::Quiet)
        .suppress_health_check(HealthCheck::all());
    let test = |test: TestCase| {
        let _ = log::case(|| {
            machine(Machine(field::trial())).steps(STEPS).run(test);
            Ok(())
        });
    };
    // It may also give up for reasons of its own, which is no failure of the map.
    let run = catch_unwind(AssertUnwindSafe(|| {
        Hegel::new(test).settings(settings).run()
    }));
    // hegel runs the smallest case last, to show it.
    run.err().and(log::sign()).map(|_| log::last())
}
