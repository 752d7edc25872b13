//! The shrinker keeps the failure that it was given, always comes to the same
//! end, changes nothing there, and gets there soon: on maps that are broken on
//! purpose, each in its own way.

use std::cell::Cell;
use std::collections::{HashMap, hash_map};
use std::hash::BuildHasher as _;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use map_oracle::case::{Case, Mark};
use map_oracle::check::Finding;
use map_oracle::check::{Divergence, Kind, Runner};
use map_oracle::generate::Profile;
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::shrink::{minimize, minimize_watched, shrink};
use map_oracle::subject::Subject;

type Map = HashMap<Key, Value, PlanState>;

/// What is wrong with a [`Broken`] map. `nth` counts calls from 1.
trait Flaw: 'static {
    const NAME: &'static str;

    fn insert(map: &mut Map, _nth: usize, key: Key, value: Value) -> Option<Value> {
        map.insert(key, value)
    }
    fn remove(map: &mut Map, _nth: usize, key: &Key) -> Option<Value> {
        map.remove(key)
    }
    fn clear(map: &mut Map) {
        map.clear();
    }
    fn retain(map: &mut Map, keep: &mut dyn FnMut(&Key, &mut Value) -> bool) {
        map.retain(keep);
    }
    fn shows(_map: &Map, _nth: usize) -> bool {
        true
    }
}

struct Broken<F> {
    map: Map,
    inserts: usize,
    removals: usize,
    flaw: std::marker::PhantomData<F>,
}

impl<F: Flaw> Broken<F> {
    fn from_map(map: Map) -> Self {
        Broken {
            map,
            inserts: 0,
            removals: 0,
            flaw: std::marker::PhantomData,
        }
    }
}

impl<F: Flaw> Subject for Broken<F> {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = F::NAME;

    fn with_hint(hint: usize) -> Self {
        Self::from_map(HashMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }
    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.inserts += 1;
        F::insert(&mut self.map, self.inserts, key, value)
    }
    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.removals += 1;
        F::remove(&mut self.map, self.removals, key)
    }
    fn each(&self, visit: &mut dyn FnMut(&Key, &Value)) {
        let shown = self.map.iter().enumerate();
        for (_, (key, value)) in shown.filter(|&(nth, _)| F::shows(&self.map, nth + 1)) {
            visit(key, value);
        }
    }
    fn clear(&mut self) {
        F::clear(&mut self.map);
    }
    fn retain(&mut self, keep: &mut dyn FnMut(&Key, &mut Value) -> bool) {
        F::retain(&mut self.map, keep);
    }

    map_oracle::subject_methods! { map:
        get, len, get_mut, contains_key, entry(hash_map::Entry), clone, reserve, capacity,
        extend, keys;
        by hand: insert, remove, iter, clear, retain
    }
}

macro_rules! flaws {
    ($($(#[$doc:meta])* $flaw:ident $name:literal { $($method:item)* })*) => {
        $(
            $(#[$doc])*
            struct $flaw;
            impl Flaw for $flaw {
                const NAME: &'static str = $name;
                $($method)*
            }
        )*

        fn runners() -> Vec<Runner> {
            vec![$(Runner::of::<Broken<$flaw>>()),*]
        }
    };
}

fn smallest(map: &Map) -> Option<Key> {
    map.keys().min().cloned()
}

flaws! {
    /// Loses its smallest key on the second removal.
    Forgetful "forgetful" {
        fn remove(map: &mut Map, nth: usize, key: &Key) -> Option<Value> {
            let removed = map.remove(key);
            if nth == 2 && let Some(lost) = smallest(map) {
                map.remove(&lost);
            }
            removed
        }
    }
    /// Refuses a tenth entry.
    Full "full" {
        fn insert(map: &mut Map, _: usize, key: Key, value: Value) -> Option<Value> {
            if map.len() == 9 && !map.contains_key(&key) {
                return None;
            }
            map.insert(key, value)
        }
    }
    /// Takes keys for equal if their hashes are and both are even.
    Confused "confused" {
        fn insert(map: &mut Map, _: usize, key: Key, value: Value) -> Option<Value> {
            let hash = map.hasher().hash_one(&key);
            let even = |key: &Key| key.id().is_multiple_of(2);
            let twin = map.keys().find(|other| {
                **other != key && even(other) && even(&key) && map.hasher().hash_one(other) == hash
            });
            match twin.cloned() {
                Some(twin) => map.insert(twin, value),
                None => map.insert(key, value),
            }
        }
    }
    /// Panics at the third removal of something that is not there.
    Cross "cross" {
        fn remove(map: &mut Map, nth: usize, key: &Key) -> Option<Value> {
            assert!(nth < 3 || map.contains_key(key), "no key {key:?} at removal {nth}");
            map.remove(key)
        }
    }
    /// Leaks what it removes while it holds five others.
    Leaky "leaky" {
        fn remove(map: &mut Map, _: usize, key: &Key) -> Option<Value> {
            if map.len() == 6 && let Some((key, value)) = map.remove_entry(key) {
                std::mem::forget(key);
                return Some(value);
            }
            map.remove(key)
        }
    }
    /// Does not show the last of more than five.
    Shy "shy" {
        fn shows(map: &Map, nth: usize) -> bool {
            nth <= 5 || nth < map.len()
        }
    }
    /// Keeps an entry when more than three are cleared.
    Clingy "clingy" {
        fn clear(map: &mut Map) {
            let kept = smallest(map).filter(|_| map.len() > 3);
            map.retain(|key, _| Some(key) == kept.as_ref());
        }
    }
    /// Drops everything when a closure panics, and says nothing of it.
    Shaken "shaken" {
        fn retain(map: &mut Map, keep: &mut dyn FnMut(&Key, &mut Value) -> bool) {
            let _ = catch_unwind(AssertUnwindSafe(|| map.retain(keep)));
        }
    }
    /// Loses 5 when that is removed beside 3, 77 and 150.
    Picky "picky" {
        fn remove(map: &mut Map, _: usize, key: &Key) -> Option<Value> {
            let there = |id| map.keys().any(|key| key.id() == id);
            if key.id() == 5 && [3, 77, 150].into_iter().all(there) {
                return map.remove(key).and(None);
            }
            map.remove(key)
        }
    }
}

/// The first failing case of each profile that finds one.
fn failures(runner: &Runner, steps: usize) -> Vec<Divergence> {
    let of_profile = |profile: Profile| {
        let case = |seed| profile.case(runner.ops, runner.max_key, steps, seed);
        (0..400).find_map(|seed| runner.run(&case(seed)).err())
    };
    let found = Profile::ALL.into_iter().filter_map(of_profile);
    found.map(|divergence| *divergence).collect()
}

fn sign(divergence: &Divergence) -> map_oracle::check::Class {
    Finding::Diverged(Box::new(divergence.clone())).class()
}

#[test]
fn every_failure_shrinks_soon_to_a_small_one_of_its_kind_and_stays_there() {
    let mut took = Vec::new();
    for runner in runners() {
        let found = failures(&runner, 120);
        assert!(
            !found.is_empty() || runner.name == Picky::NAME,
            "{} is right",
            runner.name
        );
        for divergence in found {
            let (kind, drawn) = (sign(&divergence), divergence.case.clone());
            let start = Instant::now();
            let small = minimize(&runner, divergence.clone());
            took.push(start.elapsed());
            println!(
                "{} from {}: {:?}\n{small}",
                runner.name,
                drawn.steps.len(),
                start.elapsed()
            );

            assert_eq!(sign(&small), kind, "{small}");
            assert!(small.case.steps.len() <= 6, "{small}");
            assert!(small.case.steps.len() <= drawn.steps.len());
            assert!(small.case.weight() <= drawn.weight());
            let replayed = runner.run(&small.case).expect_err("it fails again");
            assert_eq!(replayed.case, small.case);
            assert_eq!(sign(&replayed), kind);

            assert_eq!(
                minimize(&runner, divergence).case,
                small.case,
                "not the same again"
            );
            assert_eq!(
                minimize(&runner, small.clone()).case,
                small.case,
                "it changed"
            );
        }
    }
    took.sort();
    println!("{} failures: {took:?}", took.len());
    assert!(took[took.len() / 2] < Duration::from_secs(1), "{took:?}");
    assert!(took[took.len() - 1] < Duration::from_secs(10), "{took:?}");
}

#[test]
fn a_thousand_ops_shrink_to_a_handful_in_a_second_or_two() {
    let runner = Runner::of::<Broken<Picky>>();
    for seed in 0..20 {
        let drawn = Profile::TombstoneReuse.case(runner.ops, 149, 10_000, seed);
        let mut case = Case {
            steps: drawn.steps.into_iter().cycle().take(995).collect(),
            ..drawn
        };
        let last = "insert 150 = 1\ninsert 3 = 1\ninsert 77 = 1\ninsert 5 = 1\nremove 5\n";
        let last: Case = format!("map-oracle case 1\n{last}").parse().unwrap();
        case.steps.extend(last.steps);
        let divergence = *runner.run(&case).expect_err("the last step fails");
        assert_eq!((divergence.case.steps.len(), divergence.step), (1_000, 999));

        let start = Instant::now();
        let mut runs = 0;
        let small = minimize_watched(&runner, divergence, |_| {
            runs += 1;
            ControlFlow::Continue(())
        });
        println!("{runs} runs, {:?}\n{}", start.elapsed(), small.case);
        assert_eq!(small.case.steps.len(), 5, "{small}");
        assert!(runs < 1_000, "{runs} runs");
        assert!(start.elapsed() < Duration::from_secs(2));
    }
}

#[test]
fn what_is_broken_off_leaves_the_best_so_far() {
    let runner = Runner::of::<Broken<Forgetful>>();
    let divergence = failures(&runner, 120).remove(0);
    let whole = minimize(&runner, divergence.clone());
    let mut sizes = vec![divergence.case.steps.len()];
    for most in [0, 10, 20, 40, 10_000] {
        let mut runs = 0;
        let part = minimize_watched(&runner, divergence.clone(), |_| {
            runs += 1;
            match runs > most {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        });
        assert_eq!(sign(&part), sign(&divergence));
        assert!(runner.run(&part.case).is_err());
        sizes.push(part.case.steps.len());
    }
    assert_eq!(sizes[0], sizes[1], "nothing was run");
    assert!(sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
    assert_eq!(sizes.last(), Some(&whole.case.steps.len()));
}

/// Panics at its third removal, and in other words at its first one if nothing is
/// there: a smaller failure lies on the way down from the first.
struct Twofold;
impl Flaw for Twofold {
    const NAME: &'static str = "twofold";
    fn remove(map: &mut Map, nth: usize, key: &Key) -> Option<Value> {
        assert!(nth > 1 || !map.is_empty(), "nothing is there");
        assert!(nth < 3, "{nth} removals");
        map.remove(key)
    }
}

#[test]
fn another_failure_on_the_way_is_not_followed() {
    let runner = Runner::of::<Broken<Twofold>>();
    let text = "map-oracle case 1\ninsert_run 0 len 30\nremove 1\nremove 2\nget 4\nremove 3\n";
    let divergence = runner.run(&text.parse().unwrap()).unwrap_err();
    assert_eq!(divergence.kind, Kind::Panic);
    let small = minimize(&runner, *divergence);
    assert_eq!(small.kind, Kind::Panic);
    assert!(
        small
            .got
            .starts_with("panic: 3 removals, at tests/shrink.rs:")
    );
    let smaller: Case = "map-oracle case 1\nremove 0\n".parse().unwrap();
    assert_eq!(runner.run(&smaller).unwrap_err().kind, Kind::Panic);
}

thread_local!(static CALLS: Cell<usize> = const { Cell::new(0) });

/// Fails in two of three runs, and only if something is inserted twice.
struct Moody;
impl Flaw for Moody {
    const NAME: &'static str = "moody";
    fn insert(map: &mut Map, _: usize, key: Key, value: Value) -> Option<Value> {
        let before = map.insert(key, value);
        CALLS.set(CALLS.get() + 1);
        before.filter(|_| CALLS.get().is_multiple_of(3))
    }
}

#[test]
fn a_map_that_does_not_always_do_the_same_is_found_out_and_tried_again() {
    let runner = Runner::of::<Broken<Moody>>();
    let text = "map-oracle case 1\ninsert 1 = 1\nget 1\ninsert 1 = 2\ninsert 2 = 1\nclear\n";
    let case: Case = text.parse().unwrap();
    let finding = std::iter::repeat_with(|| runner.run(&case)).find_map(Result::err);
    let attempt =
        |case: &Case| ControlFlow::Continue(runner.run(case).err().map(Finding::Diverged));
    let shrunk = shrink(&runner, Finding::Diverged(finding.unwrap()), attempt);
    assert!(!shrunk.steady && shrunk.finished);
    let small = shrunk.finding.case();
    assert_eq!(small.steps.len(), 2, "{small}");

    let steady = Runner::of::<Broken<Forgetful>>();
    let divergence = failures(&steady, 60).remove(0);
    let attempt =
        |case: &Case| ControlFlow::Continue(steady.run(case).err().map(Finding::Diverged));
    assert!(shrink(&steady, Finding::Diverged(Box::new(divergence)), attempt).steady);
}

#[test]
fn a_right_map_is_what_the_broken_ones_are_made_of() {
    struct Right;
    impl Flaw for Right {
        const NAME: &'static str = "right";
    }
    let runner = Runner::of::<Broken<Right>>();
    assert!(failures(&runner, 60).is_empty());
    let case = Profile::Mixed.case(runner.ops, 50, 50, 1);
    assert!(runner.run(&case).unwrap().get(Mark::Ops) > 0);
}
