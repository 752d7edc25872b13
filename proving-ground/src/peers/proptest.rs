//! proptest: a `vec` of ops, its answers compared with those of a `BTreeMap`.
//!
//! After "Getting Started" and "Higher-Order Strategies" of the proptest book:
//! `prop_oneof!` over the ops, `prop::collection::vec` of them, 256 cases.
//! proptest's own way to name a seed is a `TestRng`. Up to 100 ops, as `vec`
//! makes by itself.

use proptest::collection::vec;
use proptest::strategy::{Strategy, Union};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use super::ops::Op;
use super::{Shrunk, field, log};

/// The default number of cases.
const CASES: u32 = 256;
/// The most ops of a case.
pub(super) const OPS: usize = 100;

/// An op that the map offers.
pub(super) fn any_op() -> impl Strategy<Value = Op> + Clone {
    field::pick(|kinds| Union::new(kinds.iter().map(|&kind| Op::strategy(kind))))
}

/// A runner that writes nothing to disk.
pub(super) fn runner(seed: u64, round: u64) -> TestRunner {
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&round.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    TestRunner::new_with_rng(config, rng)
}

/// One run of so many cases as are the default.
pub(super) fn round(seed: u64, round: u64) -> Shrunk {
    let result = runner(seed, round).run(&vec(any_op(), 0..OPS), |ops| {
        log::case(|| {
            let mut trial = field::trial();
            for op in &ops {
                log::count_op();
                trial.step(op)?;
            }
            trial.check()
        })
        .map_err(TestCaseError::fail)
    });
    match result {
        Err(TestError::Fail(_, ops)) => Some(ops.len()),
        _ => None,
    }
}
