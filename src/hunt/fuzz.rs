//! One case from a fuzzer's bytes.

use std::panic;
use std::process;
use std::sync::Once;

use crate::case::Case;
use crate::check::{Divergence, Runner};
use crate::generate::Profile;

/// Cases that amount to more single-key operations than this are passed over:
/// they cost time and show nothing that a shorter one does not.
const MAX_WEIGHT: usize = 20_000;

/// Decodes a fuzzer's bytes to a case, bends it to the profile, and runs it:
/// the whole body of a fuzz target.
///
/// Tells whether the case was run; one that is too long is not, and a fuzzer
/// should not keep it. With `libfuzzer-sys` that is `Corpus::Reject`.
///
/// The first call takes away the panic hook, since that of a fuzzer aborts at
/// any panic, before the oracle can catch it and tell the case. Std's hook,
/// which takes its place, prints where the panic was. Planned panics meet no
/// hook at all.
///
/// # Aborts
///
/// If the case diverges, after the divergence was printed to stderr with the
/// case in its text form. The fuzzer takes that for a crash and saves the
/// bytes; it is left to it to make them smaller.
#[must_use = "a fuzzer should not keep bytes that were not run"]
pub fn fuzz(runner: &Runner, profile: Profile, bytes: &[u8]) -> bool {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| drop(panic::take_hook()));
    attempt(runner, profile, bytes).unwrap_or_else(|divergence| {
        eprintln!("{divergence}");
        process::abort();
    })
}

fn attempt(runner: &Runner, profile: Profile, bytes: &[u8]) -> Result<bool, Box<Divergence>> {
    let case = profile.bend(Case::from_bytes(bytes));
    if case.weight() > MAX_WEIGHT {
        return Ok(false);
    }
    runner.run(&case).map(|_| true)
}
