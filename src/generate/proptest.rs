//! The door for proptest: a strategy of cases that shrinks by ops.

use proptest::prelude::Rng;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::Profile;
use crate::case::{Case, OpSet};
use crate::reduce::Descent;

/// A strategy of this profile's cases, of up to `steps` steps of `ops`, with
/// keys up to `max_key`.
///
/// With [`assert_agrees`](crate::hunt::assert_agrees) as the property, a failure
/// tells the case that it was shrunk to and the file that this is in.
///
/// ```
/// use map_oracle::check;
/// use map_oracle::generate::{Profile, proptest::cases};
/// use map_oracle::subject::{StdHashMap, Subject};
/// use proptest::prelude::*;
///
/// # let mut config = ProptestConfig::with_cases(16);
/// # config.failure_persistence = None;
/// proptest!(config, |(case in cases(Profile::Mixed, StdHashMap::OPS, 200, 40))| {
///     if let Err(divergence) = check::run::<StdHashMap>(&case) {
///         prop_assert!(false, "{divergence}");
///     }
/// });
/// ```
#[must_use]
pub fn cases(profile: Profile, ops: OpSet, max_key: u16, steps: usize) -> Cases {
    Cases {
        profile,
        ops,
        max_key,
        steps,
    }
}

/// The strategy that [`cases`] makes.
#[derive(Clone, Copy, Debug)]
pub struct Cases {
    profile: Profile,
    ops: OpSet,
    max_key: u16,
    steps: usize,
}

impl Strategy for Cases {
    type Tree = CaseTree;
    type Value = Case;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let seed = runner.rng().next_u64();
        let case = self.profile.case(self.ops, self.max_key, self.steps, seed);
        Ok(CaseTree {
            descent: Descent::new(&case, self.ops, self.max_key),
            failing: case.clone(),
            current: case,
        })
    }
}

/// A case and the way down from it.
#[derive(Clone, Debug)]
pub struct CaseTree {
    descent: Descent,
    /// The smallest case known to fail, or the one drawn.
    failing: Case,
    current: Case,
}

impl CaseTree {
    fn go_on(&mut self) -> bool {
        let next = self.descent.propose();
        let goes_on = next.is_some();
        self.current = next.unwrap_or_else(|| self.failing.clone());
        goes_on
    }
}

impl ValueTree for CaseTree {
    type Value = Case;

    fn current(&self) -> Case {
        self.current.clone()
    }

    /// The current case fails: goes on from there.
    fn simplify(&mut self) -> bool {
        if self.current != self.failing {
            self.descent.take(self.current.clone());
            self.failing = self.current.clone();
        }
        self.go_on()
    }

    /// The current case does not fail: tries the next one.
    fn complicate(&mut self) -> bool {
        self.go_on()
    }
}
