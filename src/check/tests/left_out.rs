//! What is left out is not looked at, and all else is, as before.

use std::cell::Cell;
use std::collections::{HashMap, hash_map};
use std::ops::ControlFlow;

use super::case;
use crate::case::{HashPlan, OpKind, Without};
use crate::check::Runner;
use crate::evidence::Divergence;
use crate::generate::Profile;
use crate::hunt::{Batch, Failure, exhaust, hunt, sweep};
use crate::probe::{Key, PlanState, Value};
use crate::subject::{End, Pair, Select, Subject, Support, Visit};

/// What may be wrong with the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    GetPanics,
    IterLosesOne,
    IterNeverEnds,
    Len,
    IsEmpty,
    DropPanics,
    RemoveDoesNothing,
    InsertAnswersNothing,
    RetainLeaks,
    Capacity,
    Invariants,
    NeverEqual,
    DrainForgets,
    BrokenByPanic,
}

thread_local! {
    static FLAWS: Cell<&'static [Flaw]> = const { Cell::new(&[]) };
}

fn has(flaw: Flaw) -> bool {
    FLAWS.get().contains(&flaw)
}

/// A map with the flaws that are set; and whether a panic broke it.
struct Flawed(HashMap<Key, Value, PlanState>, bool);

impl Flawed {
    fn from_map(map: HashMap<Key, Value, PlanState>) -> Self {
        Flawed(map, false)
    }
}

impl Drop for Flawed {
    fn drop(&mut self) {
        // Twice would be too much.
        assert!(
            !has(Flaw::DropPanics) || std::thread::panicking(),
            "it is not to be dropped"
        );
    }
}

impl Subject for Flawed {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "flawed";
    const SUPPORT: Support = Support {
        fused: true,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Flawed::from_map(HashMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.1 = has(Flaw::BrokenByPanic);
        let replaced = self.0.insert(key, value);
        self.1 = false;
        replaced.filter(|_| !has(Flaw::InsertAnswersNothing))
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        if has(Flaw::RemoveDoesNothing) {
            return None;
        }
        self.0.remove(key)
    }

    fn get(&self, key: &Key) -> Option<u32> {
        assert!(!has(Flaw::GetPanics), "it is not to be called");
        self.0.get(key).map(Value::get)
    }

    fn len(&self) -> usize {
        self.0.len() + usize::from(has(Flaw::Len) && self.0.len() > 1)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty() || has(Flaw::IsEmpty)
    }

    fn each(&self, visit: Visit<'_, Self>) {
        let mut entries = self.0.iter().skip(self.1.into());
        if has(Flaw::IterLosesOne) {
            entries.next();
        }
        for (key, value) in entries {
            visit(key, value);
            while has(Flaw::IterNeverEnds) {
                visit(key, value);
            }
        }
    }

    fn drain(&mut self, take: usize, end: End) -> Vec<Pair<Self>> {
        let mut entries = self.0.drain();
        let taken = entries.by_ref().take(take).collect();
        match end {
            End::Drop => {}
            // It forgets nothing, and changes what it leaves.
            End::Forget if has(Flaw::DrainForgets) => {
                let mut left: Vec<Pair<Self>> = entries.collect();
                for (_, value) in &mut left {
                    value.set(value.get().wrapping_add(1));
                }
                self.0.extend(left);
            }
            End::Forget => std::mem::forget(entries),
        }
        taken
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        let leaked = self.0.extract_if(|key, value| !keep(key, value));
        for (key, _) in leaked {
            if has(Flaw::RetainLeaks) {
                std::mem::forget(key);
            }
        }
    }

    fn equals(&self, other: &Self) -> Option<bool> {
        Some(self.0 == other.0 && !has(Flaw::NeverEqual))
    }

    fn capacity(&self) -> Option<usize> {
        let flawed = has(Flaw::Capacity) && self.0.len() > 1;
        Some(if flawed { 0 } else { self.0.capacity() })
    }

    fn invariants(&self) -> Vec<String> {
        let broken = has(Flaw::Invariants) && self.0.len() > 1;
        broken
            .then(|| "one is enough".to_owned())
            .into_iter()
            .collect()
    }

    crate::subject_methods! { 0: get_mut, contains_key, remove_entry,
        entry(hash_map::Entry), extend, from_iter, clone, clone_from, debug,
        extract_if(), clear, keys, values, iter_mut, reserve, shrink_to_fit, nan;
        by hand: insert, remove, get, len, iter, retain, drain, eq, capacity
    }
}

/// Each flaw, and what has to be left out so that it is not met.
const EXCUSES: [(Flaw, &str); 14] = [
    (Flaw::GetPanics, "get"),
    (Flaw::IterLosesOne, "iter"),
    (Flaw::IterNeverEnds, "iter"),
    (Flaw::Len, "len"),
    (Flaw::IsEmpty, "len"),
    (Flaw::DropPanics, "drop"),
    (Flaw::RemoveDoesNothing, "remove"),
    (Flaw::InsertAnswersNothing, "insert"),
    (Flaw::RetainLeaks, "retain"),
    (Flaw::Capacity, "capacity"),
    (Flaw::Invariants, "invariants"),
    (Flaw::NeverEqual, "equal_*"),
    (Flaw::DrainForgets, "drain_forget"),
    (Flaw::BrokenByPanic, NO_FAULTS),
];

/// Stands for `--faults none`.
const NO_FAULTS: &str = "faults";

fn without(words: &str) -> Without {
    let parsed = if words == NO_FAULTS {
        Without::parse(None, None, Some("none"))
    } else {
        Without::parse(Some(words), None, None)
    };
    parsed.expect("known words")
}

/// The first failure that random cases, a sweep of faults and short sequences
/// come upon.
fn failure(flaws: &'static [Flaw], without: Without) -> Option<Box<Divergence>> {
    FLAWS.set(flaws);
    let runner = Runner::of::<Flawed>().without(without);
    let found = (|| {
        for profile in [Profile::Mixed, Profile::TombstoneReuse] {
            for seed in 0..40 {
                runner.run(&profile.case(runner.ops, 30, 40, seed))?;
            }
        }
        let swept = "insert_run 0 len 3\nremove 1\nclone_swap\nextend 2 len 3\ninsert 7 = 1\n";
        sweep(&runner, &case(swept))?;
        let plan = HashPlan::default();
        exhaust(&runner, 2, 2, &plan, |_| ControlFlow::Continue(()))
    })();
    FLAWS.set(&[]);
    found.err()
}

#[test]
fn a_right_map_is_right_whatever_is_left_out() {
    assert!(failure(&[], Without::NOTHING).is_none());
    for (_, words) in EXCUSES {
        let found = failure(&[], without(words));
        assert!(found.is_none(), "{words}: {}", found.unwrap());
    }
}

#[test]
fn a_flaw_that_is_left_out_is_not_met() {
    for (flaw, words) in EXCUSES {
        let flaws = Box::leak(Box::new([flaw]));
        assert!(failure(flaws, Without::NOTHING).is_some(), "{flaw:?}");
        let found = failure(flaws, without(words));
        assert!(
            found.is_none(),
            "{flaw:?} without {words}: {}",
            found.unwrap()
        );
    }
}

/// Whatever is known of one flaw, every other is found.
#[test]
fn what_is_not_left_out_is_met() {
    // After a panic or a forgotten iterator, only iteration tells what is left;
    // and it is in `insert` that a panic breaks this map.
    let hidden = |flaw, words| match flaw {
        Flaw::DrainForgets => words == "iter",
        Flaw::BrokenByPanic => matches!(words, "iter" | "insert"),
        _ => false,
    };
    for (known, words) in EXCUSES {
        for (flaw, excuse) in EXCUSES {
            if excuse == words || hidden(flaw, words) {
                continue;
            }
            let both = Box::leak(Box::new([known, flaw]));
            assert!(
                failure(both, without(words)).is_some(),
                "{flaw:?} behind {words}"
            );
        }
    }
}

/// A map of which one iterator is broken need not be called unusable after a
/// panic.
#[test]
fn one_iterator_can_be_excused_alone() {
    let excused = without("drain_forget, extract_forget");
    assert!(failure(&[Flaw::DrainForgets], excused).is_none());
    let found = failure(&[Flaw::DrainForgets, Flaw::BrokenByPanic], excused);
    assert!(
        found
            .expect("it is broken by a panic")
            .case
            .steps
            .iter()
            .any(|step| step.fault.is_some())
    );
}

/// What comes from elsewhere is brought to what is left.
#[test]
fn a_case_from_elsewhere_loses_what_is_left_out() {
    let runner = Runner::of::<Flawed>().without(without("remove, get"));
    let runner = runner.without(without(NO_FAULTS));
    let case =
        case("insert 1 = 2 panic hash 1\nremove 1\nget 1\nremove_run 0 len 3\nget_mut 1 = 3\n");
    FLAWS.set(&[Flaw::GetPanics, Flaw::RemoveDoesNothing, Flaw::Len]);
    let found = runner.run(&case).map(|_| ());
    FLAWS.set(&[]);
    assert_eq!(found.map_err(|found| found.to_string()), Ok(()));
    FLAWS.set(&[Flaw::Invariants]);
    let case = self::case("insert_run 1 len 2 panic eq 9\nremove 1\n");
    let found = runner.run(&case).expect_err("it is wrong");
    FLAWS.set(&[]);
    let left = "map-oracle case 1\nhash random seed 0\ninsert_run 1 len 2\n";
    assert_eq!(found.case.to_string(), left);
    let mut ops = 0;
    let watched = runner.watch(&case, &mut |_| ops += 1);
    assert!(watched.is_ok() && ops == 2);
    assert!(!runner.ops.contains(OpKind::RemoveRun));
}

/// The shrinker keeps to what is left, and gates are not judged.
#[test]
fn a_hunt_goes_on_behind_what_is_left_out() {
    let batch = Batch {
        profile: Profile::TombstoneReuse,
        cases: 200,
        steps: 60,
        seed: 1,
    };
    let go_on = |_: usize| ControlFlow::Continue(());
    FLAWS.set(&[Flaw::GetPanics, Flaw::RemoveDoesNothing]);
    let runner = Runner::of::<Flawed>().without(without("get, contains_key"));
    let tally = hunt(&runner, batch, go_on);
    FLAWS.set(&[]);
    let Some(Failure::Found(found)) = &tally.failure else {
        panic!("{tally}");
    };
    let ops: Vec<OpKind> = found
        .divergence
        .case
        .steps
        .iter()
        .map(|step| step.op.kind())
        .collect();
    assert_eq!(ops.len(), 2, "{tally}");
    assert!(
        matches!(ops[1], OpKind::Remove | OpKind::RemoveRun),
        "{tally}"
    );
    assert!(tally.to_string().ends_with(
        " --seed 1 --without get,contains_key\n(where something is left out, gates are not judged)"
    ));

    // Nothing is inserted anew where nothing is removed.
    let runner = Runner::of::<Flawed>().without(without("remove*, entry_remove*, clear, retain"));
    let tally = hunt(&runner, batch, go_on);
    assert!(tally.failure.is_none() && tally.cases == 200, "{tally}");
}
