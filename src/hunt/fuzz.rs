//! One case from a fuzzer's bytes.

use std::panic;
use std::process;
use std::sync::{Once, OnceLock};

use super::environment;
use crate::case::{Case, FaultKind, MAX_KEY, Op, OpKind, OpSet, Spread, Without};
use crate::check::{Divergence, Finding, Runner, notes};
use crate::generate::Profile;

/// The most that a case may cost, in look-ups as [`cost`] estimates them. Under
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
    affordable(case)
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

/// The case with as many of its keys as the budget allows, if it allows any.
fn affordable(case: Case) -> Option<Case> {
    [u16::MAX, MAX_KEY, MAX_KEY >> 2, MAX_KEY >> 4, MAX_KEY >> 6]
        .into_iter()
        .map(|most| within(&case, most))
        .find(|case| cost(case) <= MAX_COST)
}

/// The case with keys up to `most`, one less than a power of two, and with
/// room asked for up to `most` entries.
fn within(case: &Case, most: u16) -> Case {
    let mut case = case.within(OpSet::ALL, most);
    case.hint &= most;
    for step in &mut case.steps {
        if asks_room(step.op) {
            let (kind, additional, _) = step.op.parts();
            step.op = Op::from_parts(kind, additional & most, 0);
        }
    }
    case
}

fn asks_room(op: Op) -> bool {
    matches!(op.kind(), OpKind::Reserve | OpKind::TryReserve)
}

/// About how many look-ups of a well-spread key it costs to run the case.
///
/// Orders of magnitude decide here, not a factor of two: the whole contents
/// and the map's structure are compared after each op on the whole map, and
/// keys with one hash are compared one by one.
pub(crate) fn cost(case: &Case) -> usize {
    // At most so many; `Case::domain` would count, and take long itself.
    let named: usize = case.steps.iter().map(|step| step.op.weight()).sum();
    let last = |op: Op| op.keys().max().map_or(0, |key| usize::from(key) + 1);
    let last = case.steps.iter().map(|step| last(step.op)).max();
    let keys = named.min(last.unwrap_or(0));
    let look_up = match case.plan.spread {
        Spread::Distinct(hashes) => 1 + keys.div_ceil(hashes.into()) / 4,
        Spread::LowBits(_) => 1 + keys / 32,
        Spread::Random | Spread::TopByte | Spread::Sequential => 1,
    };
    let mut room = usize::from(case.hint);
    let mut cost = 0;
    for step in &case.steps {
        let weight = step.op.weight();
        cost += match step.op.kind() {
            // It ends when there is no more.
            OpKind::CursorStep => keys.min(weight),
            _ => weight,
        };
        if asks_room(step.op) {
            room = room.max(keys + step.op.count());
        }
        let whole = 2 * keys + room / 8;
        let named = step.op.keys().next().is_some();
        cost += if named && weight == 1 && step.fault.is_none() {
            // What an op has to bear of a comparison every now and then.
            whole.min(8)
        } else {
            whole
        };
    }
    cost * look_up
}

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
        assert_eq!(affordable(case(1)).unwrap().domain().len(), 1024);
        assert_eq!(affordable(case(10)).unwrap().domain().len(), 64);
        for (steps, runs) in [(1, true), (10, true), (1_000, false)] {
            assert_eq!(fuzz(&runner, Profile::Mixed, &case(steps).to_bytes()), runs);
        }
    }

    #[test]
    fn a_short_case_is_run_as_it_is() {
        let case = Profile::Mixed.case(OpSet::ALL, 40, 30, 1);
        assert_eq!(affordable(case.clone()), Some(case));
    }
}
