//! One case from a fuzzer's bytes.

use std::panic;
use std::process;
use std::sync::{Once, OnceLock};

use super::cost::affordable;
use super::environment;
use crate::case::{Case, FaultKind, OpKind, OpSet, Without};
use crate::check::{Divergence, Finding, Runner, notes};
use crate::generate::Profile;

/// The most that a case may cost, in look-ups as [`cost`](super::cost) estimates
/// them. Under
/// a sanitizer one takes a microsecond or two, and a fuzzer wants hundreds of
/// cases in a second.
const MAX_COST: usize = 4_000;

/// Decodes a fuzzer's bytes to a case, bends it to the profile, and runs it:
/// the whole body of a fuzz target.
///
/// Tells whether the case was run. One that would take long is given fewer
/// keys and less room; one that even so is too long is not run, and a fuzzer
/// should not keep it. With `libfuzzer-sys` that is `Corpus::Reject`.
///
/// Subjects that may leak after a panic are spared panics in `drop` and `eq`:
/// a fuzzer's leak check would take them for broken.
///
/// The first call takes away the panic hook, since that of a fuzzer aborts at
/// any panic, before the oracle can catch it and tell the case. Std's hook,
/// which takes its place, prints where the panic was. Planned panics meet no
/// hook at all.
///
/// `MAP_ORACLE_WITHOUT`, `MAP_ORACLE_ONLY` and `MAP_ORACLE_FAULTS` in the
/// environment leave ops, checks and faults out, so that a fuzzer gets past a
/// bug that is known: [`Without`] has the words. A wrong one ends the process
/// with exit code 2.
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
    static LEFT_OUT: OnceLock<Without> = OnceLock::new();
    let left_out = LEFT_OUT.get_or_init(|| {
        environment::left_out().unwrap_or_else(|error| {
            eprintln!("error: {error}");
            process::exit(2);
        })
    });
    let runner = &runner.without(*left_out);
    attempt(runner, profile, bytes).unwrap_or_else(|divergence| {
        let finding = Finding::Diverged(divergence.clone());
        eprintln!("{}", divergence.with_notes(&notes(runner, &finding)));
        process::abort();
    })
}

/// Writes a fuzz target for a map: the whole file of it, with a dependency on
/// `libfuzzer-sys`. A [profile](crate::generate::Profile) may follow the
/// subject's type; without one it is `Mixed`.
///
/// ```ignore
/// #![no_main]
/// map_oracle::fuzz!(my_crate::oracle::Mine);
/// ```
#[macro_export]
macro_rules! fuzz {
    ($subject:ty) => {
        $crate::fuzz!($subject, $crate::generate::Profile::Mixed);
    };
    ($subject:ty, $profile:expr) => {
        ::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> ::libfuzzer_sys::Corpus {
            match $crate::hunt::fuzz(&$crate::check::Runner::of::<$subject>(), $profile, bytes) {
                true => ::libfuzzer_sys::Corpus::Keep,
                false => ::libfuzzer_sys::Corpus::Reject,
            }
        });
    };
}

fn attempt(runner: &Runner, profile: Profile, bytes: &[u8]) -> Result<bool, Box<Divergence>> {
    match as_fuzzed(runner, profile, bytes) {
        Some(case) => runner.run(&case).map(|_| true),
        None => Ok(false),
    }
}

/// The case that [`fuzz()`] runs for these bytes, if it runs any: what a fuzzer's
/// artifact stands for.
#[must_use]
pub fn as_fuzzed(runner: &Runner, profile: Profile, bytes: &[u8]) -> Option<Case> {
    let mut case = profile.bend(Case::from_bytes(bytes).within(FREEING, u16::MAX));
    spare_leaks(&mut case, runner.support.frees_all_on_panic);
    affordable(case, MAX_COST)
}

/// Plans no panic where well-known maps leak after it: in `drop`, when the
/// rest of the storage is given up, and in `eq`, from which `BTreeMap` leaks the
/// tree that it is collecting. They may; a fuzzer's leak check does not know.
///
/// After a lie any map may.
fn spare_leaks(case: &mut Case, frees_all: bool) {
    let leaks = |kind| matches!(kind, FaultKind::Drop | FaultKind::Eq) && !frees_all;
    for step in &mut case.steps {
        step.fault = step
            .fault
            .filter(|fault| fault.kind.panics() && !leaks(fault.kind));
    }
}

/// The ops that give back all memory.
const FREEING: OpSet = OpSet::ALL.without(OpSet::of(&[
    OpKind::DrainForget,
    OpKind::ExtractForget,
    OpKind::IntoIterForget,
]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::StdBTreeMap;

    #[test]
    fn a_long_case_is_given_fewer_keys_before_it_is_passed_over() {
        let runner = Runner::of::<StdBTreeMap>();
        let case = |steps: usize| -> Case {
            let run = "insert_run 0 len 3000\n".repeat(steps);
            format!("map-oracle case 1\n{run}").parse().unwrap()
        };
        assert_eq!(affordable(case(1), MAX_COST).unwrap().domain().len(), 1024);
        assert_eq!(affordable(case(10), MAX_COST).unwrap().domain().len(), 64);
        for (steps, runs) in [(1, true), (10, true), (1_000, false)] {
            assert_eq!(fuzz(&runner, Profile::Mixed, &case(steps).to_bytes()), runs);
        }
    }

    #[test]
    fn a_short_case_is_run_as_it_is() {
        let case = Profile::Mixed.case(OpSet::ALL, 40, 30, 1);
        assert_eq!(affordable(case.clone(), MAX_COST), Some(case));
    }
}
