//! The tests that [`suite!`](crate::suite!) writes.
//!
//! Each is a function that panics with the whole story if the map is wrong:
//! every failure once, with what differs, the smallest case, where it was saved,
//! and the line that repeats the test. Cases run in child processes, which are
//! this test binary started anew for the one test, so that a map that crashes or
//! hangs is a failure like any other (`children.rs`). What is listed in
//! `corpus/known-failures.toml` is stepped over, and counted.
//!
//! Numbers come from two variables of the environment, for those who want to
//! look longer or elsewhere, and more of them leave out what is known to be
//! wrong; nothing else outside of the code matters.

mod children;
mod told;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use crate::case::{Case, Without};
use crate::check::Runner;
use crate::corpus;
use crate::evidence::{Class, Finding, ProcessEnd, Signature};
use crate::generate::{Alphabet, Gate, Profile};
use crate::hunt::known::{self, Stepped};
use crate::hunt::{Batch, environment, missed_gates};
use crate::process::{Detail, Worker};
use crate::streams::{self, Engine, News, Orders, Setup, Stream, Walk};
use crate::structure::Structure;
use children::Children;
use told::Failure;

/// How many cases of each profile, if `MAP_ORACLE_CASES` does not say.
const CASES: u64 = 500;
/// The most steps in one.
const STEPS: usize = 120;
/// One case to be swept stands for so many others: each is run once for each
/// call of user code in it.
const SWEPT_SHARE: u64 = 10;
/// The most steps in a case that is swept.
const SWEPT_STEPS: usize = 12;
/// Sequences of up to so many ops are tried out, over so many keys.
const SCOPE: (usize, u16) = (3, 2);

/// Where a suite was written, and what it is called.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    /// The folder of the crate.
    pub root: &'static str,
    /// The path of the test, that of its module with the crate before it.
    pub test: &'static str,
    /// What its author leaves out.
    pub left_out: LeftOut,
}

/// What a suite leaves out, in the words of [`Without::parse`].
#[derive(Clone, Copy, Debug, Default)]
pub struct LeftOut {
    /// Ops and checks that are left out.
    pub without: Option<&'static str>,
    /// The ops that are kept.
    pub only: Option<&'static str>,
    /// The faults that are kept.
    pub faults: Option<&'static str>,
}

impl Site {
    /// The name by which the test harness knows the test.
    fn name(&self) -> &'static str {
        let parts = self.test.split_once("::");
        parts.map_or(self.test, |(_, name)| name)
    }

    fn corpus(&self) -> PathBuf {
        PathBuf::from(self.root).join("corpus")
    }
}

/// Random cases of one profile.
///
/// # Panics
///
/// If one fails, or a gate is not reached.
pub fn profile<S: Structure>(site: Site, profile: Profile) {
    if let Some(mut test) = Test::of::<S>(site) {
        let batch = Batch {
            profile,
            cases: test.cases as usize,
            steps: STEPS,
            seed: test.seed,
        };
        let stream = test.run(batch, false);
        let progress = &stream.progress[0];
        let (cases, reach) = (progress.right, &progress.reach);
        // What was kept clear of a known failure reaches what it likes.
        if stream.found.is_empty() {
            let missed = missed_gates(&test.runner, batch, cases, reach);
            let missed: Vec<String> = missed.iter().map(Gate::to_string).collect();
            assert!(
                missed.is_empty(),
                "{}, profile {}: {cases} cases did not reach {}; reached {reach:?}\n{}",
                test.runner.name,
                profile.name(),
                missed.join(", "),
                test.repeat()
            );
        }
        println!(
            "{}, profile {}: {cases} cases are right; reached {reach:?}",
            test.runner.name,
            profile.name()
        );
    }
}

/// Small cases, with a panic and a lie at every call of user code.
///
/// # Panics
///
/// If one fails.
pub fn faults<S: Structure>(site: Site) {
    if let Some(mut test) = Test::of::<S>(site) {
        let batch = Batch {
            profile: Profile::Mixed,
            cases: test.cases.div_ceil(SWEPT_SHARE) as usize,
            steps: SWEPT_STEPS,
            seed: test.seed,
        };
        let stream = test.run(batch, true);
        let cases = stream.progress[0].right;
        println!("{}: {cases} swept cases are right", test.runner.name);
    }
}

/// Every sequence of a few ops.
///
/// # Panics
///
/// If one fails.
pub fn exhaustive<S: Structure>(site: Site) {
    let Some(mut test) = Test::of::<S>(site) else {
        return;
    };
    let mut worker = test.worker();
    let mut found: BTreeMap<Signature, (Finding, Vec<String>)> = BTreeMap::new();
    for plan in Alphabet::plans(test.runner.support.order) {
        let spread = plan.spread.to_string();
        let walk = Walk {
            runner: test.runner,
            plan,
            scope: SCOPE,
        };
        let walked = walk.run(&mut worker, false, test.children.limits().cpu);
        let walked = walked.unwrap_or_else(|error| panic!("{error}"));
        println!(
            "{}, hash {spread}: {} sequences are right",
            test.runner.name, walked.right
        );
        for (signature, (finding, times)) in walked.found {
            if !test.known.meet(test.runner.name, &signature, times) {
                let entry = found.entry(signature);
                let (_, met) = entry.or_insert_with(|| (finding, Vec::new()));
                met.push(format!("{} under hash {spread}", told::times(times)));
            }
        }
    }
    let failures = found.into_values().map(|(finding, met)| Failure {
        saved: test.save(&finding),
        met: format!("met {}", met.join(", ")),
        ..Failure::new(test.runner, finding)
    });
    test.judge(&failures.collect::<Vec<_>>(), false);
}

/// The cases of the crate's `corpus` folder, and those that come along.
///
/// # Panics
///
/// If any of them fails, or a file is no case.
pub fn corpus<S: Structure>(site: Site) {
    let Some(mut test) = Test::of::<S>(site) else {
        return;
    };
    let cases = cases(&site);
    let mut worker = test.worker();
    let mut found: Vec<(Finding, Vec<String>)> = Vec::new();
    // What failed as it is in the file, and its place among those found.
    let mut looks: BTreeMap<Signature, usize> = BTreeMap::new();
    for (name, case) in &cases {
        let Some(finding) = fails(&mut worker, &test.runner, case) else {
            continue;
        };
        let look = finding.signature();
        if test.known.meet(test.runner.name, &look, 1) {
            continue;
        }
        let place = match looks.get(&look) {
            Some(&place) => place,
            None => {
                let finding = smallest(&mut worker, &test, finding);
                let signature = finding.signature();
                let place = found
                    .iter()
                    .position(|(other, _)| other.signature() == signature);
                let place = place.unwrap_or_else(|| {
                    found.push((finding, Vec::new()));
                    found.len() - 1
                });
                looks.insert(look, place);
                place
            }
        };
        found[place].1.push(name.clone());
    }
    let mut failures = Vec::new();
    for (finding, names) in found {
        let times = names.len() as u64;
        if !test
            .known
            .meet(test.runner.name, &finding.signature(), times)
        {
            failures.push(Failure {
                saved: test.save(&finding),
                met: format!("by {}", names.join(", ")),
                ..Failure::new(test.runner, finding)
            });
        }
    }
    test.judge(&failures, false);
    println!("{}: {} cases were replayed", test.runner.name, cases.len());
}

fn cases(site: &Site) -> Vec<(String, Case)> {
    let folder = site.corpus();
    let mut cases: Vec<(String, Case)> = corpus::shared();
    if folder.is_dir() {
        let files = corpus::files(&folder).unwrap_or_else(|error| panic!("{error}"));
        for file in files {
            let case = corpus::read(&file).unwrap_or_else(|error| panic!("{error}"));
            cases.push((file.display().to_string(), case));
        }
    }
    cases
}

/// How a case fails, if it does; looked at closely if it ends the process.
fn fails(worker: &mut Worker, runner: &Runner, case: &Case) -> Option<Finding> {
    let mut run = |detail| {
        let outcome = worker.case(runner, case, detail);
        let outcome = outcome.unwrap_or_else(|error| panic!("{error}"));
        outcome.and_then(Result::err)
    };
    match run(Detail::Coarse) {
        // A case before it may have damaged that process; this one is new.
        Some(Finding::Ended(_)) => run(Detail::Places),
        outcome => outcome,
    }
}

fn smallest(worker: &mut Worker, test: &Test, finding: Finding) -> Finding {
    let limit = test.children.limits().cpu;
    let smallest = streams::smallest(worker, &test.runner, finding, &[], limit);
    smallest.unwrap_or_else(|error| panic!("{error}")).finding
}

/// One test of a suite, as it is run.
struct Test {
    site: Site,
    runner: Runner,
    children: Children,
    known: Stepped,
    cases: u64,
    seed: u64,
}

impl Test {
    /// The test, unless this process is a child of one. A child of this test
    /// serves it, and does not come back.
    fn of<S: Structure>(site: Site) -> Option<Test> {
        if children::serves(Runner::of::<S>(), site.name()) {
            return None;
        }
        let runner = runner::<S>(site);
        let usual = Some(site.corpus().join(known::FILE)).filter(|file| file.exists());
        let known = match environment::known_failures().or(usual) {
            Some(file) => Stepped::read(&file).unwrap_or_else(|error| panic!("{error}")),
            None => Stepped::default(),
        };
        Some(Test {
            site,
            runner,
            children: Children::of(site.name(), &runner),
            known,
            cases: number("MAP_ORACLE_CASES", CASES),
            seed: number("MAP_ORACLE_SEED", 1),
        })
    }

    fn worker(&self) -> Worker {
        let program = self.children.program();
        Worker::new(program, self.children.limits(), Arc::default())
    }

    /// Runs cases of a profile to their end, behind every failure. Known ones are
    /// counted, any other fails the test.
    fn run(&mut self, batch: Batch, swept: bool) -> Stream {
        let orders = Orders {
            runner: self.runner,
            profiles: vec![batch.profile],
            cases: batch.cases as u64,
            steps: batch.steps,
            seed: batch.seed,
            swept,
            shard: (1, 0),
            keeps_going: true,
        };
        let known = self.known.clone();
        let setup = Setup {
            jobs: 1,
            program: self.children.program(),
            limits: self.children.limits(),
            deadline: None,
            interrupt: Arc::default(),
            listed: Arc::new(move |runner, signature| known.lists(runner.name, signature)),
        };
        let engine = Engine::new(vec![Stream::new(orders)], setup);
        let drawn = RefCell::new(None);
        let mut hangs = false;
        let outcome = engine.run(|news| {
            match news {
                // What comes next may bring down this process.
                News::Drawn(_, case) if !self.children.are_there() => {
                    drawn.replace(self.save_drawn(&case));
                }
                News::Examined(_) => forget(drawn.take()),
                News::Found(stream, place) => {
                    let found = engine.with(stream, |stream| stream.found[place].clone());
                    if !found.listed {
                        let _ = self.save(&found.finding);
                        hangs = is_hang(&found.finding);
                    }
                }
                _ => {}
            }
            if hangs {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
        let stream = engine.into_streams().remove(0);
        let mut failures = Vec::new();
        for found in &stream.found {
            let times = found.met.iter().sum();
            if self.known.meet(self.runner.name, &found.signature, times) {
                continue;
            }
            let (times, first) = (told::times(times), found.first.1);
            failures.push(Failure {
                saved: self.save(&found.finding),
                met: format!("met {times}, first in case {first}"),
                without: found.without.clone(),
                failed_of: found.failed_of,
                ..Failure::new(self.runner, found.finding.clone())
            });
        }
        self.judge(&failures, hangs);
        stream
    }

    fn found(&self) -> PathBuf {
        self.site.corpus().join("found")
    }

    fn save(&self, finding: &Finding) -> Result<PathBuf, String> {
        corpus::save_found(&self.found(), finding, &[]).map_err(|error| error.to_string())
    }

    fn save_drawn(&self, case: &Case) -> Option<PathBuf> {
        let name = format!("{}-drawn", self.runner.name);
        corpus::save_case(&self.found(), &name, "as it was drawn", case).ok()
    }

    /// Fails the test by these failures, if there are any.
    fn judge(&self, failures: &[Failure], broken_off: bool) {
        let known = self.known.lines();
        for line in &known {
            println!("{line}");
        }
        if failures.is_empty() {
            return;
        }
        let mut text: String = failures.iter().map(Failure::text).collect();
        if broken_off {
            text += "the test went no further, since each case that hangs takes long\n\n";
        }
        text += &format!(
            "to step over a failure, list it in corpus/{}\n",
            known::FILE
        );
        panic!("{text}{}", self.repeat())
    }

    /// The line that repeats the test.
    fn repeat(&self) -> String {
        format!(
            "repeat: {}{}MAP_ORACLE_SEED={} MAP_ORACLE_CASES={} cargo test {}",
            environment::assignments(),
            children::assignments(),
            self.seed,
            self.cases,
            self.site.name()
        )
    }
}

/// The runner of a suite, without what its author and the environment leave
/// out.
fn runner<S: Structure>(site: Site) -> Runner {
    let LeftOut {
        without,
        only,
        faults,
    } = site.left_out;
    let outcome = Without::parse(without, only, faults)
        .map_err(|error| format!("suite!: {error}"))
        .and_then(|by_author| Ok(by_author.and(environment::left_out()?)))
        .and_then(|without| leave_out(Runner::of::<S>(), without));
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

fn leave_out(runner: Runner, without: Without) -> Result<Runner, String> {
    let runner = runner.without(without);
    if runner.ops.is_empty() {
        return Err(format!("{}: no op is left to be drawn", runner.name));
    }
    Ok(runner)
}

fn is_hang(finding: &Finding) -> bool {
    finding.class() == Class::Ended(ProcessEnd::Hang)
}

fn forget(drawn: Option<PathBuf>) {
    if let Some(path) = drawn {
        // That it stays does no harm.
        let _ = std::fs::remove_file(path);
    }
}

/// The number in a variable of the environment.
fn number<N: FromStr>(variable: &str, default: N) -> N {
    match environment::variable(variable) {
        None => default,
        Some(text) => match text.parse() {
            Ok(number) => number,
            Err(_) => panic!("{variable} is to be a whole number, not `{text}`"),
        },
    }
}

/// Writes the tests of a map: one for each profile, one that strikes every call
/// of user code, one of all short sequences of ops, and one that replays the
/// corpus.
///
/// The tests are in a module `oracle`, or in one of another name:
/// `suite!(mine: Mine)`. Failing cases are saved under `corpus/found/`; those
/// in `corpus/` are replayed. `MAP_ORACLE_CASES` and `MAP_ORACLE_SEED` in the
/// environment let them look longer and elsewhere.
///
/// # In child processes
///
/// With the feature `process`, on Unix, the cases of a test run in child
/// processes: this test binary, started anew for the one test. So a map that
/// crashes, hangs or exits fails the test as any other does, with the op and the
/// smallest case, and the test goes on behind it. A case may use 20 s of CPU
/// time. With `MAP_ORACLE_IN_PROCESS=1` in the environment, for debuggers and
/// sanitizers, all runs in the one process.
///
/// # Known failures
///
/// What `corpus/known-failures.toml` lists (or another file that
/// `MAP_ORACLE_KNOWN` names) fails no test; each test prints how often it met
/// it. [`guide::known`](crate::guide::known) has the format.
///
/// # Leaving out
///
/// What is known to be wrong can be left out, so that the rest of the map is
/// still tested: `suite!(Mine, without: "get_mut, entry_*", faults: "none")`.
/// There are `without`, `only` and `faults`, any of them, in the words of
/// [`Without`](crate::case::Without). `MAP_ORACLE_WITHOUT`, `MAP_ORACLE_ONLY`
/// and `MAP_ORACLE_FAULTS` in the environment leave out more, without a build.
///
/// # Example
///
/// ```
/// use std::collections::HashMap;
/// use map_oracle::probe::{Key, PlanState, Value};
///
/// map_oracle::subject! {
///     pub struct Mine("mine", HashMap<Key, Value, PlanState>);
///     new: |_| HashMap::default();
///     ops: get_mut, clear;
/// }
/// map_oracle::suite!(Mine);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! suite {
    ($module:ident: $subject:ty $(, $option:ident: $words:expr)* $(,)?) => {
        #[cfg(test)]
        mod $module {
            #[allow(unused_imports, reason = "the subject may stand anywhere")]
            use super::*;
            use $crate::generate::Profile;
            use $crate::suite as tests;

            fn site(test: &'static str) -> tests::Site {
                tests::Site {
                    root: env!("CARGO_MANIFEST_DIR"),
                    test,
                    left_out: tests::LeftOut {
                        $($option: Some($words),)*
                        ..tests::LeftOut::default()
                    },
                }
            }

            #[test]
            fn corpus() {
                tests::corpus::<$subject>(site(concat!(module_path!(), "::corpus")));
            }

            #[test]
            fn exhaustive() {
                tests::exhaustive::<$subject>(site(concat!(module_path!(), "::exhaustive")));
            }

            #[test]
            fn faults() {
                tests::faults::<$subject>(site(concat!(module_path!(), "::faults")));
            }

            $crate::suite!(@profiles $subject:
                tombstone_reuse TombstoneReuse,
                growth_mid_iteration GrowthMidIteration,
                overflow_chains OverflowChains,
                mixed Mixed
            );
        }
    };
    (@profiles $subject:ty: $($test:ident $profile:ident),*) => {
        $(
            #[test]
            fn $test() {
                let site = site(concat!(module_path!(), "::", stringify!($test)));
                tests::profile::<$subject>(site, Profile::$profile);
            }
        )*
    };
    // Last, as everything begins like a type. What comes here was no type.
    ($subject:ty $(, $option:ident: $words:expr)* $(,)?) => {
        $crate::suite!(oracle: $subject $(, $option: $words)*);
    };
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::panic::catch_unwind;

    use super::*;
    use crate::case::{FaultKind, OpKind, OpSet};
    use crate::probe::{Key, PlanState, Value};
    use crate::subject::StdHashMap;
    use crate::subject::Subject;

    fn site(left_out: LeftOut) -> Site {
        Site {
            root: "nowhere",
            test: "my_crate::of_no_name",
            left_out,
        }
    }

    #[test]
    fn a_suite_leaves_out_what_its_author_says() {
        let runner = runner::<StdHashMap>(site(LeftOut {
            without: Some("get_mut, entry_*"),
            faults: Some("none"),
            ..LeftOut::default()
        }));
        assert!(!runner.ops.contains(OpKind::GetMut) && !runner.ops.contains(OpKind::EntryPeek));
        assert!(runner.ops.contains(OpKind::Get));
        assert!(runner.without.leaves_out_fault(FaultKind::Hash));
    }

    #[test]
    #[should_panic(expected = "suite!: `gett` is no op and no check; did you mean `get`?")]
    fn a_wrong_word_is_told_in_one_line() {
        let _ = runner::<StdHashMap>(site(LeftOut {
            without: Some("gett"),
            ..LeftOut::default()
        }));
    }

    #[test]
    fn a_map_without_any_op_that_is_kept_is_not_called_right() {
        let only = Without::parse(None, Some("pop_first"), None).expect("a known word");
        let error = leave_out(Runner::of::<StdHashMap>(), only).expect_err("it has none");
        assert_eq!(error, "std-hashmap: no op is left to be drawn");
        assert!(OpSet::ALL.without(only.ops()).contains(OpKind::PopFirst));
    }

    /// Finds nothing once it holds two entries.
    struct Robin(HashMap<Key, Value, PlanState>);

    impl Subject for Robin {
        type Key = Key;
        type Value = Value;
        const NAME: &'static str = "robin";

        fn with_hint(_: usize) -> Self {
            Robin(HashMap::default())
        }

        fn get(&self, key: &Key) -> Option<u32> {
            let found = self.0.get(key)?;
            (self.0.len() < 2).then(|| found.get())
        }

        crate::subject_methods! { 0: insert, remove, len, iter; by hand: get }
    }

    /// This test's binary does not know a test of that name, so this also shows
    /// that cases run in this process where no child comes back.
    #[test]
    fn a_failing_test_tells_how_to_read_and_repeat_it() {
        let site = Site {
            // No folder can be made there, so nothing is left behind.
            root: concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
            test: "my_crate::oracle::exhaustive",
            left_out: LeftOut::default(),
        };
        let payload = catch_unwind(|| exhaustive::<Robin>(site)).expect_err("it is wrong");
        let told = payload.downcast_ref::<String>().expect("a text");
        for part in [
            "robin: lost key after insert",
            ": hash 0x",
            "slot mod 8 = ",
            "\nthe case:\n\nmap-oracle case 1\n",
            "\nit cannot be saved: ",
            "cargo test oracle::exhaustive",
        ] {
            assert!(told.contains(part), "{part} is missing:\n{told}");
        }
        // The installed command does not know this map.
        assert!(!told.contains("--subject"), "{told}");
    }
}
