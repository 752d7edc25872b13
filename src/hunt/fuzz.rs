//! One case from a fuzzer's bytes.

use crate::case::Case;
use crate::check::Runner;
use crate::generate::Profile;

/// Cases that amount to more single-key operations than this are passed over:
/// they cost time and show nothing that a shorter one does not.
const MAX_WEIGHT: usize = 20_000;

/// Decodes a fuzzer's bytes to a case, bends it to the profile, and runs it.
///
/// Tells whether the case was run; one that is too long is not, and a fuzzer
/// should not keep it.
///
/// # Panics
///
/// If the case diverges. The message holds the case in its text form; it is
/// left to the fuzzer to make the bytes smaller.
pub fn fuzz(runner: &Runner, profile: Profile, bytes: &[u8]) -> bool {
    let case = profile.bend(Case::from_bytes(bytes));
    if case.weight() > MAX_WEIGHT {
        return false;
    }
    if let Err(divergence) = runner.run(&case) {
        panic!("{divergence}");
    }
    true
}
