//! libFuzzer under AddressSanitizer, as `cargo fuzz` runs it, on a `Vec` of ops
//! that `arbitrary` makes of its bytes.
//!
//! After "Structure-Aware Fuzzing" of the Rust Fuzz Book: `fuzz_target!` on a
//! type that is `Arbitrary`, every answer compared, the contents at the end. The
//! derive would make an op of every variant; as the map may not offer all, the
//! same code is written here for the kinds that it does offer. The program is
//! built with the flags that `cargo fuzz` passes by default
//! ([`programs`](crate::programs)), so leaks and debug assertions count, too. This
//! is what runs in it; who runs it is in `fuzzer.rs`.

use arbitrary::{Arbitrary, Unstructured};

use super::field;
use super::ops::{Entries, Op, Range, Source};
use crate::set::Plain;

/// Names the subject to the fuzz program.
pub const SUBJECT: &str = "PROVING_GROUND_SUBJECT";

struct Drawn<'u, 'a>(&'u mut Unstructured<'a>);

impl Drawn<'_, '_> {
    /// Numbers never fail: where bytes are missing, they are 0.
    fn draw<'a, T: Arbitrary<'a> + Default>(source: &mut Unstructured<'a>) -> T {
        T::arbitrary(source).unwrap_or_default()
    }
}

impl Source for Drawn<'_, '_> {
    fn number(&mut self) -> u8 {
        Self::draw(self.0)
    }
    fn entries(&mut self) -> Entries {
        Self::draw(self.0)
    }
    fn range(&mut self) -> Range {
        use std::ops::Bound::Unbounded;
        Range::arbitrary(self.0).unwrap_or((Unbounded, Unbounded))
    }
}

impl<'a> Arbitrary<'a> for Op {
    fn arbitrary(source: &mut Unstructured<'a>) -> arbitrary::Result<Op> {
        // As the derive numbers the variants.
        let number = u64::from(u32::arbitrary(source)?);
        let kind = field::pick(|kinds| kinds[((number * kinds.len() as u64) >> 32) as usize]);
        Ok(Op::draw(kind, &mut Drawn(source)))
    }
}

/// Before the first input, in the fuzz program.
///
/// # Panics
///
/// If the subject is not named, or not in the set.
pub fn start(maps: &[(&str, Plain)]) {
    let name = std::env::var(SUBJECT).expect("the subject is named");
    let map = maps.iter().find(|(own, _)| *own == name);
    let (_, plain) = map.expect("the subject is in the set");
    field::enter(*plain);
}

/// An input, in the fuzz program.
///
/// # Panics
///
/// If the map is wrong.
pub fn run(ops: &[Op]) {
    let mut trial = field::trial();
    for op in ops {
        trial.step(op).unwrap_or_else(|error| panic!("{error}"));
    }
    trial.check().unwrap_or_else(|error| panic!("{error}"));
}
