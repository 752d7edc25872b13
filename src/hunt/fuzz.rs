//! One case from a fuzzer's bytes.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic;
use std::path::PathBuf;
use std::process;
use std::sync::{Mutex, Once, OnceLock, PoisonError};

use super::cost::{affordable, cost};
use super::environment;
use super::known::Stepped;
use crate::case::{Case, Effect, FaultKind, OpSet, Without};
use crate::check::{Runner, notes};
use crate::evidence::{Divergence, Finding, Signature};
use crate::generate::Profile;
use crate::shrink;

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
/// bug that is known: [`Without`] has the words. `MAP_ORACLE_KNOWN` names a
/// file of known failures, `known-failures.toml`: a case that fails by one of
/// them is counted, and passed over. What is wrong with any of these ends the
/// process with exit code 2.
///
/// # Aborts
///
/// If the case diverges, unless that is a known failure, after the divergence
/// was printed to stderr with the case in its text form. The fuzzer takes that
/// for a crash and saves the bytes; it is left to it to make them smaller.
#[must_use = "a fuzzer should not keep bytes that were not run"]
pub fn fuzz(runner: &Runner, profile: Profile, bytes: &[u8]) -> bool {
    fuzz_beside(&[], runner, profile, bytes)
}

/// As [`fuzz()`], with the known failures of the first of these files that
/// exists, if `MAP_ORACLE_KNOWN` names no other. [`fuzz!`](crate::fuzz!) names
/// those that lie in the corpus of the crate under test.
#[must_use = "a fuzzer should not keep bytes that were not run"]
pub fn fuzz_beside(known: &[&str], runner: &Runner, profile: Profile, bytes: &[u8]) -> bool {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| drop(panic::take_hook()));
    static LEFT_OUT: OnceLock<Without> = OnceLock::new();
    let left_out = LEFT_OUT.get_or_init(|| environment::left_out().unwrap_or_else(refuse));
    static KNOWN: OnceLock<Mutex<Passed>> = OnceLock::new();
    let passed = KNOWN.get_or_init(|| Mutex::new(Passed::new(known).unwrap_or_else(refuse)));
    let runner = &runner.without(*left_out);
    attempt(runner, profile, bytes).unwrap_or_else(|divergence| {
        let mut passed = passed.lock().unwrap_or_else(PoisonError::into_inner);
        let finding = match passed.judge(runner, Finding::Diverged(divergence)) {
            // What there is behind it, other bytes show sooner.
            Judged::Known => return false,
            Judged::New(finding) => finding,
        };
        if let Finding::Diverged(divergence) = &finding {
            eprintln!("{}", divergence.with_notes(&notes(runner, &finding)));
        }
        eprintln!("signature: {}", finding.signature());
        eprintln!(
            "libFuzzer names the file with these bytes below. To import it: `map-oracle import \
             FILE`, or `import` of the command line that you made with `main!`"
        );
        process::abort();
    })
}

fn refuse<T>(error: String) -> T {
    eprintln!("error: {error}");
    process::exit(2);
}

/// The known failures that a target passes over.
struct Passed {
    known: Stepped,
    /// What failures look like before they are made small, and how often one
    /// after the other they came to a known one, and to which.
    looks: BTreeMap<Signature, (Signature, u32)>,
    times: BTreeMap<Signature, u64>,
}

enum Judged {
    Known,
    New(Finding),
}

/// As often must failures that look the same have come to one that is known
/// before others like them are taken for it: making one small takes as long as
/// hundreds of cases.
const TRUSTED: u32 = 3;
/// The most that it may cost to make one small, as [`cost`] estimates it.
const MOST_SHRINKING: usize = 200 * MAX_COST;

impl Passed {
    fn new(files: &[&str]) -> Result<Passed, String> {
        let beside = || {
            let mut files = files.iter().map(PathBuf::from);
            files.find(|file| file.exists())
        };
        let known = match environment::known_failures().or_else(beside) {
            Some(file) => Stepped::read(&file)?,
            None => Stepped::default(),
        };
        Ok(Passed::of(known))
    }

    fn of(known: Stepped) -> Passed {
        Passed {
            known,
            looks: BTreeMap::new(),
            times: BTreeMap::new(),
        }
    }

    /// Whether a failure is known, by its smallest case. As long as nothing is
    /// known of the subject, no case is made small.
    fn judge(&mut self, runner: &Runner, finding: Finding) -> Judged {
        if !self.known.lists_any(runner.name) {
            return Judged::New(finding);
        }
        let look = finding.signature();
        if let Some((signature, times)) = self.looks.get(&look)
            && *times >= TRUSTED
        {
            let signature = signature.clone();
            self.count(runner, signature);
            return Judged::Known;
        }
        let finding = smallest(runner, finding);
        let signature = finding.signature();
        if !self.known.lists(runner.name, &signature) {
            return Judged::New(finding);
        }
        let entry = self.looks.entry(look);
        let (last, times) = entry.or_insert_with(|| (signature.clone(), 0));
        if *last != signature {
            (*last, *times) = (signature.clone(), 0);
        }
        *times += 1;
        self.count(runner, signature);
        Judged::Known
    }

    /// It is told at the first time, and at each tenfold of it.
    fn count(&mut self, runner: &Runner, signature: Signature) {
        let times = self.times.entry(signature.clone()).or_insert(0);
        *times += 1;
        if times.ilog10() > (*times - 1).checked_ilog10().unwrap_or(0) || *times == 1 {
            let name = runner.name;
            eprintln!("{name}: known failure `{signature}`, passed over {times} times so far");
        }
        self.known.meet(runner.name, &signature, 1);
    }
}

fn smallest(runner: &Runner, finding: Finding) -> Finding {
    let mut spent = 0;
    let shrunk = shrink::shrink(runner, finding, &[], |case, _| {
        spent += cost(case);
        if spent > MOST_SHRINKING {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(runner.run(case).err().map(Finding::Diverged))
    });
    shrunk.finding
}

/// Writes a fuzz target for a map: the whole file of it, with a dependency on
/// `libfuzzer-sys`. A [profile](crate::generate::Profile) may follow the
/// subject's type; without one it is `Mixed`.
///
/// Known failures are those in `known-failures.toml` in the folder `corpus` of
/// the crate around the fuzz crate, or of the fuzz crate itself.
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
            // The fuzz crate lies in the crate under test, or stands by itself.
            let known = [
                concat!(env!("CARGO_MANIFEST_DIR"), "/../corpus/known-failures.toml"),
                concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/known-failures.toml"),
            ];
            let runner = $crate::check::Runner::of::<$subject>();
            if $crate::hunt::fuzz_beside(&known, &runner, $profile, bytes) {
                ::libfuzzer_sys::Corpus::Keep
            } else {
                ::libfuzzer_sys::Corpus::Reject
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
    let case = Case::from_bytes_in(runner.vocabulary(), bytes);
    let mut case = profile.bend(case.within(FREEING, u16::MAX));
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
const FREEING: OpSet = OpSet::ALL.without(OpSet::with_effect(Effect::FORGETS));

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

    #[cfg(feature = "process")]
    mod known_failures {
        use super::super::*;
        use crate::probe::{Key, PlanState, Value};
        use crate::subject::Subject;

        /// Gets one op wrong, and another one.
        struct Wrong(std::collections::HashMap<Key, Value, PlanState>);

        impl Subject for Wrong {
            type Key = Key;
            type Value = Value;
            const NAME: &'static str = "wrong";

            fn with_hint(_: usize) -> Self {
                Wrong(Default::default())
            }
            fn clear(&mut self) {}
            fn remove(&mut self, _: &Key) -> Option<Value> {
                None
            }

            crate::subject_methods! { 0: insert, get, len, iter; by hand: clear, remove }
        }

        #[test]
        fn a_known_failure_is_passed_over_and_others_are_not() {
            let name = format!("map-oracle-fuzz-{}.toml", std::process::id());
            let file = std::env::temp_dir().join(name);
            let text = "[[failure]]\nsignature = 'wrong len after clear'\nreason = 'issue 3'\n";
            std::fs::write(&file, text).unwrap();
            let mut passed = Passed::of(Stepped::read(&file).unwrap());
            std::fs::remove_file(&file).unwrap();
            let mut nothing = Passed::of(Stepped::default());

            let runner = Runner::of::<Wrong>();
            let judge = |passed: &mut Passed, body: &str| {
                let case: Case = format!("map-oracle case 1\n{body}").parse().unwrap();
                let finding = Finding::Diverged(runner.run(&case).unwrap_err());
                match passed.judge(&runner, finding) {
                    Judged::Known => None,
                    Judged::New(finding) => Some(finding.signature().to_string()),
                }
            };
            let known = "insert_run 0 len 9\nget 3\nclear\n";
            let other = "insert 0 = 0\ninsert 1 = 1\nremove 0\nclear\n";
            for _ in 0..12 {
                assert_eq!(judge(&mut passed, known), None);
            }
            let told = judge(&mut passed, other);
            assert_ne!(told, None);
            assert!(!told.unwrap().contains("clear"));
            assert!(judge(&mut nothing, known).is_some());
            // The first ones are made small, the others are known by their look.
            let times: Vec<u64> = passed.times.values().copied().collect();
            assert_eq!(times, [12]);
            assert_eq!(passed.looks.values().next().unwrap().1, TRUSTED);
        }
    }

    #[test]
    fn a_short_case_is_run_as_it_is() {
        let case = Profile::Mixed.case(OpSet::ALL, 40, 30, 1);
        assert_eq!(affordable(case.clone(), MAX_COST), Some(case));
    }
}
