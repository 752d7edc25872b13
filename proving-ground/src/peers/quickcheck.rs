//! quickcheck, in the manner of indexmap's `tests/quick.rs`: all ops are applied
//! to map and model, and only what both hold at the end is compared: their
//! length, their entries, and what is found at each key.
//!
//! 100 tests of `Gen`'s default size, 100. As there, a `Vec` of ops is shrunk,
//! but no op.

use ::quickcheck::{Arbitrary, Gen, QuickCheck, TestResult};

use super::ops::{Entries, Op, Range, Source};
use super::{Shrunk, field, log};

/// What `Gen` has by itself.
const SIZE: usize = 100;

struct Drawn<'g>(&'g mut Gen);

impl Source for Drawn<'_> {
    fn number(&mut self) -> u8 {
        u8::arbitrary(self.0)
    }
    fn entries(&mut self) -> Entries {
        Entries::arbitrary(self.0)
    }
    fn range(&mut self) -> Range {
        Range::arbitrary(self.0)
    }
}

impl Arbitrary for Op {
    fn arbitrary(g: &mut Gen) -> Op {
        let kind = field::pick(|kinds| *g.choose(kinds).expect("every map has ops"));
        Op::draw(kind, &mut Drawn(g))
    }
}

fn holds_the_same(ops: Vec<Op>) -> TestResult {
    let result = log::case(|| {
        let mut trial = field::trial();
        for op in &ops {
            log::count_op();
            let _ = trial.step(op);
        }
        trial.check()
    });
    match result {
        Ok(()) => TestResult::passed(),
        Err(error) => TestResult::error(error),
    }
}

/// One run of so many tests as are the default.
pub(super) fn round(seed: u64, round: u64) -> Shrunk {
    let seed = seed << 32 | round;
    let result = QuickCheck::new()
        .rng(Gen::from_size_and_seed(SIZE, seed))
        .quicktest(holds_the_same as fn(Vec<Op>) -> TestResult);
    // The last case that failed is the one that it tells.
    result.is_err().then(log::last)
}
