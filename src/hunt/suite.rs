//! The tests that [`suite!`](crate::suite!) writes.
//!
//! Each is a function that panics with the whole story if the map is wrong:
//! what differs, the shrunk case, where it was saved, and the line that repeats
//! the test. Numbers come from two variables of the environment, for those who
//! want to look longer or elsewhere, and three more leave out what is known to
//! be wrong; nothing else outside of the code matters.

use std::fmt::Write as _;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use super::batch::{Batch, Event, Failure, Tally, hunt_watched};
use super::environment;
use super::scope::exhaust;
use super::sweep::hunt_faults;
use super::watchdog::{Beat, watch};
use crate::case::{Case, Without};
use crate::check::{Divergence, Finding, Runner, notes};
use crate::corpus;
use crate::generate::{Alphabet, Profile};
use crate::subject::Subject;

/// How many cases of each profile, if `MAP_ORACLE_CASES` does not say.
const CASES: usize = 500;
/// The most steps in one.
const STEPS: usize = 120;
/// One case to be swept stands for so many others: each is run once for each
/// call of user code in it.
const SWEPT_SHARE: usize = 10;
/// The most steps in a case that is swept.
const SWEPT_STEPS: usize = 12;
/// Sequences of up to so many ops are tried out, over so many keys.
const SCOPE: (usize, u16) = (3, 2);
/// No case takes so long, by far.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where a suite was written, and what it is called.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    /// The folder of the crate.
    pub root: &'static str,
    /// The name of the test.
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

/// The runner of a suite, without what its author and the environment leave
/// out.
fn runner<S: Subject>(site: Site) -> Runner {
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

/// Random cases of one profile.
///
/// # Panics
///
/// If one diverges or hangs, or a gate is not reached.
pub fn profile<S: Subject>(site: Site, profile: Profile) {
    let batch = Batch {
        profile,
        cases: number("MAP_ORACLE_CASES", CASES),
        steps: STEPS,
        seed: number("MAP_ORACLE_SEED", 1),
    };
    let runner = runner::<S>(site);
    judge::<S>(site, move |beat| {
        hunt_watched(&runner, batch, |event| tell(&beat, event))
    });
}

/// Small cases, with a panic and a lie at every call of user code.
///
/// # Panics
///
/// If one diverges or hangs.
pub fn faults<S: Subject>(site: Site) {
    let batch = Batch {
        profile: Profile::Mixed,
        cases: number("MAP_ORACLE_CASES", CASES).div_ceil(SWEPT_SHARE),
        steps: SWEPT_STEPS,
        seed: number("MAP_ORACLE_SEED", 1),
    };
    let runner = runner::<S>(site);
    judge::<S>(site, move |beat| {
        hunt_faults(&runner, batch, |event| tell(&beat, event))
    });
}

/// Every sequence of a few ops.
///
/// # Panics
///
/// If one diverges or hangs.
pub fn exhaustive<S: Subject>(site: Site) {
    let runner = runner::<S>(site);
    let outcome = watch(PATIENCE, move |beat| {
        let (length, keys) = SCOPE;
        for plan in Alphabet::plans(S::SUPPORT.order) {
            let cases = exhaust(&runner, length, keys, &plan, |case| {
                beat.begins(case);
                std::ops::ControlFlow::Continue(())
            })?;
            println!("{}: {cases} sequences are right", runner.name);
        }
        Ok::<(), Box<Divergence>>(())
    });
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(divergence)) => fail::<S>(site, &divergence),
        Err(case) => hangs::<S>(site, &case),
    }
}

/// The cases of the crate's `corpus` folder, and those that come along.
///
/// # Panics
///
/// If one diverges or hangs, or a file is none.
pub fn corpus<S: Subject>(site: Site) {
    let folder = Path::new(site.root).join("corpus");
    let mut cases: Vec<(String, Case)> = corpus::shared();
    if folder.is_dir() {
        let files = corpus::files(&folder).unwrap_or_else(|error| panic!("{error}"));
        for file in files {
            let case = corpus::read(&file).unwrap_or_else(|error| panic!("{error}"));
            cases.push((file.display().to_string(), case));
        }
    }
    let runner = runner::<S>(site);
    let outcome = watch(PATIENCE, move |beat| {
        for (name, case) in cases {
            beat.begins(&case);
            if let Err(divergence) = runner.run(&case) {
                return Err((name, divergence));
            }
        }
        Ok(())
    });
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err((name, divergence))) => {
            panic!("{name}\n{}\n{}", story::<S>(&divergence), repeat(site))
        }
        Err(case) => hangs::<S>(site, &case),
    }
}

fn tell(beat: &Beat, event: Event<'_>) -> std::ops::ControlFlow<()> {
    if let Event::Begins(case) = event {
        beat.begins(case);
    }
    std::ops::ControlFlow::Continue(())
}

fn judge<S: Subject>(site: Site, job: impl FnOnce(Beat) -> Tally + Send + 'static) {
    match watch(PATIENCE, job) {
        Err(case) => hangs::<S>(site, &case),
        Ok(tally) => match &tally.failure {
            None => println!("{tally}"),
            Some(Failure::Found(found)) => fail::<S>(site, &found.divergence),
            Some(Failure::Missed(_)) => panic!("{tally}"),
        },
    }
}

/// What differs, with all that helps to read it, and the case.
fn story<S: Subject>(divergence: &Divergence) -> String {
    let finding = Finding::Diverged(Box::new(divergence.clone()));
    divergence.with_notes(&notes(&Runner::of::<S>(), &finding))
}

fn fail<S: Subject>(site: Site, divergence: &Divergence) -> ! {
    let mut story = story::<S>(divergence);
    let folder = Path::new(site.root).join("corpus").join("found");
    match corpus::save(&folder, divergence) {
        Ok(path) => {
            let path = path.display();
            let _ = write!(story, "\nsaved: {path} (move it to corpus/ to keep it)");
        }
        // The case is told all the same.
        Err(error) => {
            let _ = write!(story, "\nit cannot be saved: {error}");
        }
    }
    panic!("{story}\n{}", repeat(site))
}

fn hangs<S: Subject>(site: Site, case: &Case) -> ! {
    panic!(
        "{} did not come to the end of this case within {} s:\n\n{case}\n{}",
        S::NAME,
        PATIENCE.as_secs(),
        repeat(site)
    )
}

fn repeat(site: Site) -> String {
    format!(
        "repeat: {}MAP_ORACLE_SEED={} MAP_ORACLE_CASES={} cargo test {}",
        environment::assignments(),
        number("MAP_ORACLE_SEED", 1_u64),
        number("MAP_ORACLE_CASES", CASES),
        site.test
    )
}

/// The number in a variable of the environment.
fn number<N: FromStr>(variable: &str, default: N) -> N {
    match std::env::var(variable) {
        Err(_) => default,
        Ok(text) => match text.parse() {
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
///     supports: get_mut, clear;
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
            use $crate::hunt::suite as tests;

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
                tests::corpus::<$subject>(site(concat!(stringify!($module), "::corpus")));
            }

            #[test]
            fn exhaustive() {
                tests::exhaustive::<$subject>(site(concat!(stringify!($module), "::exhaustive")));
            }

            #[test]
            fn faults() {
                tests::faults::<$subject>(site(concat!(stringify!($module), "::faults")));
            }

            $crate::suite!(@profiles $module $subject:
                tombstone_reuse TombstoneReuse,
                growth_mid_iteration GrowthMidIteration,
                overflow_chains OverflowChains,
                mixed Mixed
            );
        }
    };
    (@profiles $module:ident $subject:ty: $($test:ident $profile:ident),*) => {
        $(
            #[test]
            fn $test() {
                let site = site(concat!(stringify!($module), "::", stringify!($test)));
                tests::profile::<$subject>(site, Profile::$profile);
            }
        )*
    };
    // Last, as everything begins like a type.
    ($subject:ty $(, $option:ident: $words:expr)* $(,)?) => {
        $crate::suite!(oracle: $subject $(, $option: $words)*);
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{FaultKind, OpKind, OpSet};
    use crate::subject::StdHashMap;

    fn site(left_out: LeftOut) -> Site {
        Site {
            root: "nowhere",
            test: "of_no_name",
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
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::panic::catch_unwind;

    use super::{Site, exhaustive};
    use crate::probe::{Key, PlanState, Value};
    use crate::subject::Subject;

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

    #[test]
    fn a_failing_test_tells_how_to_read_and_repeat_it() {
        let site = Site {
            // No folder can be made there, so nothing is left behind.
            root: concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
            test: "oracle::exhaustive",
        };
        let payload = catch_unwind(|| exhaustive::<Robin>(site)).expect_err("it is wrong");
        let told = payload.downcast_ref::<String>().expect("a text");
        for part in [
            "robin diverges from the model",
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
