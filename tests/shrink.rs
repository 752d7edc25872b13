//! The shrinker keeps the failure that it was given, always comes to the same
//! end, changes nothing there, and gets there soon: on maps that are broken on
//! purpose, each in its own way.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, hash_map};
use std::hash::BuildHasher as _;
use std::ops::{Bound, ControlFlow};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::time::{Duration, Instant};

use map_oracle::case::{Case, Mark};
use map_oracle::check::{Class, Divergence, Ended, Finding, Kind, ProcessEnd, Runner, Signature};
use map_oracle::generate::Profile;
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::shrink::{Shrunk, Trial, minimize, minimize_watched, shrink};
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
    fn get<'a>(map: &'a Map, key: &Key) -> Option<&'a Value> {
        map.get(key)
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
    fn get(&self, key: &Key) -> Option<u32> {
        F::get(&self.map, key).map(Value::get)
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
        len, get_mut, contains_key, entry(hash_map::Entry), clone, reserve, capacity,
        extend, keys;
        by hand: insert, get, remove, iter, clear, retain
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

fn class(divergence: &Divergence) -> Class {
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
            let (kind, drawn) = (class(&divergence), divergence.case.clone());
            let start = Instant::now();
            let small = minimize(&runner, divergence.clone());
            took.push(start.elapsed());
            println!(
                "{} from {}: {:?}\n{small}",
                runner.name,
                drawn.steps.len(),
                start.elapsed()
            );

            assert_eq!(class(&small), kind, "{small}");
            assert!(small.case.steps.len() <= 6, "{small}");
            assert!(small.case.steps.len() <= drawn.steps.len());
            assert!(small.case.weight() <= drawn.weight());
            let replayed = runner.run(&small.case).expect_err("it fails again");
            assert_eq!(replayed.case, small.case);
            assert_eq!(class(&replayed), kind);

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
            if runs > most {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert_eq!(class(&part), class(&divergence));
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
    assert_eq!(divergence.kind(), Kind::Panic);
    let small = minimize(&runner, *divergence);
    assert_eq!(small.kind(), Kind::Panic);
    assert!(
        small
            .got()
            .starts_with("panic: 3 removals, at tests/shrink.rs:")
    );
    let smaller: Case = "map-oracle case 1\nremove 0\n".parse().unwrap();
    assert_eq!(runner.run(&smaller).unwrap_err().kind(), Kind::Panic);
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
    let shrunk = shrunk(&runner, Finding::Diverged(finding.unwrap()));
    assert!(!shrunk.steady && shrunk.finished);
    let small = shrunk.finding.case();
    assert_eq!(small.steps.len(), 2, "{small}");

    let steady = Runner::of::<Broken<Forgetful>>();
    let divergence = failures(&steady, 60).remove(0);
    let shrunk = self::shrunk(&steady, Finding::Diverged(Box::new(divergence)));
    assert!(shrunk.steady);
    assert_eq!(shrunk.failed_of, (1, 1));
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
    assert!(runner.run(&case).unwrap().get(Mark::OPS) > 0);
}

fn parsed(body: &str) -> Case {
    format!("map-oracle case 1\n{body}").parse().unwrap()
}

/// How a case that fails fails on `runner`.
#[track_caller]
fn fails(runner: &Runner, body: &str) -> Finding {
    Finding::Diverged(runner.run(&parsed(body)).expect_err("it fails"))
}

/// Shrinks in this process.
fn shrunk(runner: &Runner, finding: Finding) -> Shrunk {
    shrink(runner, finding, &[], |case, _| {
        ControlFlow::Continue(runner.run(case).err().map(Finding::Diverged))
    })
}

/// The steps of the smallest case, `;` between them.
#[track_caller]
fn steps(shrunk: &Shrunk) -> String {
    assert!(shrunk.finished);
    let steps = shrunk.finding.case().steps.iter();
    steps
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}

/// How many keys have the same hash in the lowest six bits as `key`.
fn beside(map: &Map, key: &Key) -> usize {
    let low = |key: &Key| map.hasher().hash_one(key) & 0x3f;
    map.keys().filter(|other| low(other) == low(key)).count()
}

/// Loses its smallest key when another one is removed that collides with it, but
/// only in a table of 2, or of more than 32 entries.
struct Colliding;
impl Flaw for Colliding {
    const NAME: &'static str = "colliding";
    fn remove(map: &mut Map, _: usize, key: &Key) -> Option<Value> {
        let together = beside(map, key);
        if map.contains_key(key)
            && together == map.len()
            && (together == 2 || together > 32)
            && let Some(lost) = map.keys().filter(|other| *other != key).min().cloned()
        {
            map.remove(&lost);
        }
        map.remove(key)
    }
}

#[test]
fn a_collision_of_33_keys_becomes_one_of_two() {
    let runner = Runner::of::<Broken<Colliding>>();
    for body in [
        "hash low 6 seed 0\ninsert_run 0 len 33\nremove 0\n",
        "hash low 6 seed 7\nhint 90\ninsert_run 4 len 40\nget 9\nremove 5\nremove 6\n",
        "hash distinct 1 seed 0\ninsert_run 0 len 33\nremove 32\n",
    ] {
        let finding = fails(&runner, body);
        let shrunk = shrunk(&runner, finding.clone());
        assert_eq!(shrunk.finding.class(), finding.class());
        let case = shrunk.finding.case();
        assert!(case.domain().len() <= 2, "{case}");
        assert_eq!(case.steps.len(), 2, "{case}");
        assert_eq!(case.hint, 0);
    }
}

/// Does not show one of 7, or of 30 and more.
struct Gappy;
impl Flaw for Gappy {
    const NAME: &'static str = "gappy";
    fn shows(map: &Map, nth: usize) -> bool {
        !(nth == 1 && (map.len() == 7 || map.len() >= 30))
    }
}

/// Panics when it is cleared with 2 or with 10 and more entries, which must all
/// collide.
struct Gap;
impl Flaw for Gap {
    const NAME: &'static str = "gap";
    fn clear(map: &mut Map) {
        let together = smallest(map).map_or(0, |key| beside(map, &key));
        let len = map.len();
        map.clear();
        assert!(
            together != len || len < 2 || (3..10).contains(&len),
            "all is lost"
        );
    }
}

#[test]
fn sizes_at_which_the_failure_disappears_are_jumped_over() {
    let runner = Runner::of::<Broken<Gap>>();
    let finding = fails(
        &runner,
        "hash low 9 seed 3\nhint 64\ninsert_run 0 len 20\nclear\n",
    );
    assert_eq!(
        steps(&shrunk(&runner, finding)),
        "insert_run 0 len 2; clear"
    );

    // Seven is not tiny.
    let runner = Runner::of::<Broken<Gappy>>();
    let finding = fails(
        &runner,
        "hash low 9 seed 3\nhint 64\ninsert_run 0 len 40\nclear\n",
    );
    assert_eq!(steps(&shrunk(&runner, finding)), "insert_run 0 len 7");
}

/// Finds key 0 when it holds key 1 alone.
struct Ghostly;
impl Flaw for Ghostly {
    const NAME: &'static str = "ghostly";
    fn get<'a>(map: &'a Map, key: &Key) -> Option<&'a Value> {
        let one = map.iter().find(|(other, _)| other.id() == 1);
        match one {
            Some((_, value)) if key.id() == 0 && map.len() == 1 => Some(value),
            _ => map.get(key),
        }
    }
}

/// Loses its smallest key at any removal of another one.
struct Careless;
impl Flaw for Careless {
    const NAME: &'static str = "careless";
    fn remove(map: &mut Map, _: usize, key: &Key) -> Option<Value> {
        let removed = map.remove(key)?;
        if let Some(lost) = smallest(map) {
            map.remove(&lost);
        }
        Some(removed)
    }
}

/// Panics at a look-up after it was cleared.
struct Cleared;
impl Flaw for Cleared {
    const NAME: &'static str = "cleared";
    fn clear(map: &mut Map) {
        map.clear();
        map.shrink_to_fit();
    }
    fn get<'a>(map: &'a Map, key: &Key) -> Option<&'a Value> {
        assert!(map.capacity() > 0, "there is no table");
        map.get(key)
    }
}

#[test]
fn an_op_that_only_names_a_key_goes_or_shows_the_failure() {
    let careless = Runner::of::<Broken<Careless>>();
    let finding = fails(
        &careless,
        "get 70\nget 0\ninsert_run 0 len 9\nget 3\nget 4\nremove 8\nget 0\n",
    );
    let small = steps(&shrunk(&careless, finding));
    assert_eq!(small, "insert_run 0 len 2; remove 0");

    // Key 0 is never in the map: it must be named to be looked for.
    let ghostly = Runner::of::<Broken<Ghostly>>();
    let finding = fails(
        &ghostly,
        "get 0\ncontains_key 0\ninsert 1 = 4\ninsert 2 = 4\n",
    );
    assert_eq!(steps(&shrunk(&ghostly, finding)), "insert 1 = 0; get 0");

    let cleared = Runner::of::<Broken<Cleared>>();
    let finding = fails(
        &cleared,
        "hint 8\nget 5\ninsert 4 = 1\nget 4\nclear\nget 4\n",
    );
    let small = steps(&shrunk(&cleared, finding));
    assert!(
        ["get 0", "insert 0 = 0; clear"].contains(&small.as_str()),
        "{small}"
    );
}

static ROLLS: AtomicU64 = AtomicU64::new(0);

/// A number that nobody can tell before: it depends on all that was asked in
/// this process.
fn roll() -> u64 {
    let mut x = ROLLS
        .fetch_add(1, SeqCst)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ x >> 31
}

/// Loses its smallest key at the second removal of one that is there, once in `N` times.
struct Rarely<const N: u64>;
impl<const N: u64> Flaw for Rarely<N> {
    const NAME: &'static str = "rarely";
    fn remove(map: &mut Map, nth: usize, key: &Key) -> Option<Value> {
        let removed = map.remove(key);
        if nth == 2
            && roll().is_multiple_of(N)
            && let Some(lost) = smallest(map)
        {
            map.remove(&lost);
        }
        removed
    }
}

/// Loses a key when two of them have the same two low bits in a hash of its own,
/// which is another one for each map that is made.
struct OwnState;
impl Flaw for OwnState {
    const NAME: &'static str = "own state";
    fn remove(map: &mut Map, nth: usize, key: &Key) -> Option<Value> {
        let removed = map.remove(key)?;
        if nth == 1 {
            let seed = roll() | 1;
            let low = |key: &Key| u64::from(key.id() + 1).wrapping_mul(seed) >> 61;
            if let Some(lost) = map.keys().find(|other| low(other) == low(key)).cloned() {
                map.remove(&lost);
            }
        }
        Some(removed)
    }
}

/// Runs a case until it fails.
fn fails_once(runner: &Runner, body: &str) -> Finding {
    let case = parsed(body);
    let failure = (0..1_000).find_map(|_| runner.run(&case).err());
    Finding::Diverged(failure.expect("it fails now and then"))
}

#[test]
fn who_fails_now_and_then_is_shrunk_by_repeats() {
    let body = "insert_run 3 len 20\nget 5\nremove 4\niter\nget 9\nremove 6\ninsert 90 = 1\n";
    let rarely = [
        Runner::of::<Broken<Rarely<3>>>(),
        Runner::of::<Broken<Rarely<10>>>(),
    ];
    for runner in rarely {
        for _ in 0..40 {
            let shrunk = shrunk(&runner, fails_once(&runner, body));
            assert!(!shrunk.steady);
            let (failed, of) = shrunk.failed_of;
            println!("{failed} of {of}, {} runs", shrunk.runs);
            assert!(failed > 0 && failed < of && of <= 60, "{failed} of {of}");
            let case = shrunk.finding.case();
            assert!(case.steps.len() <= 4, "{case}");
            let again = (0..300).filter(|_| runner.run(case).is_err()).count();
            assert!(again > 2, "{again} of 300: {case}");
        }
    }

    let own = Runner::of::<Broken<OwnState>>();
    let shrunk = shrunk(
        &own,
        fails_once(&own, "insert_run 0 len 4\nget 7\nremove 2\nget 1\n"),
    );
    assert!(!shrunk.steady);
    assert!(shrunk.failed_of.0 > 0);
    assert!(shrunk.finding.case().steps.len() <= 2);
}

#[test]
fn what_never_fails_again_is_left_as_it_is() {
    let runner = Runner::of::<Broken<Careless>>();
    let finding = fails(&runner, "insert_run 0 len 9\nget 3\nremove 8\n");
    let case = finding.case().clone();
    let shrunk = shrink(&runner, finding, &[], |_, _| ControlFlow::Continue(None));
    assert_eq!(*shrunk.finding.case(), case);
    assert!(!shrunk.steady);
    assert_eq!(shrunk.failed_of.0, 0);
    assert!(shrunk.failed_of.1 >= 10 && shrunk.runs < 200);
}

/// Loses its smallest key when more than three are looked through, and when one is
/// removed that is not there while it holds no more than three.
struct Double;
impl Flaw for Double {
    const NAME: &'static str = "double";
    fn retain(map: &mut Map, keep: &mut dyn FnMut(&Key, &mut Value) -> bool) {
        let lost = smallest(map).filter(|_| map.len() > 3);
        map.retain(keep);
        lost.and_then(|lost| map.remove(&lost));
    }
    fn remove(map: &mut Map, _: usize, key: &Key) -> Option<Value> {
        let lost = smallest(map).filter(|_| map.len() <= 3 && !map.contains_key(key));
        lost.and_then(|lost| map.remove(&lost));
        map.remove(key)
    }
}

#[test]
fn a_known_failure_is_not_slipped_to() {
    let runner = Runner::of::<Broken<Double>>();
    let body = "insert_run 0 len 6\nremove 9\nretain mod 1 is 0\n";
    let with_known = |finding: &Finding, known: &[Signature]| {
        shrink(&runner, finding.clone(), known, |case, _| {
            ControlFlow::Continue(runner.run(case).err().map(Finding::Diverged))
        })
    };
    let finding = fails(&runner, body);
    let own = finding.signature();
    assert_eq!(own.op, Some("retain"));

    let slipped = with_known(&finding, &[]).finding.signature();
    assert_eq!((&slipped.class, slipped.op), (&own.class, Some("remove")));
    let kept = with_known(&finding, std::slice::from_ref(&slipped));
    assert_eq!(kept.finding.signature(), own);
    assert_eq!(steps(&kept), "insert_run 0 len 4; retain mod 1 is 0");

    // Who begins with a known one is free.
    let free = with_known(&finding, &[slipped.clone(), own]);
    assert_eq!(free.finding.signature(), slipped);
}

fn crash(case: &Case) -> Finding {
    Finding::Ended(Box::new(Ended {
        subject: "any",
        how: ProcessEnd::Signal(11),
        place: None,
        words: None,
        case: case.clone(),
    }))
}

#[test]
fn a_result_that_fails_only_behind_others_is_taken_back() {
    let runner = Runner::of::<Broken<Careless>>();
    let mut body = "insert 5 = 1\n".to_owned();
    for key in 0..30 {
        body += &format!("insert {key} = 0\nget {key}\n");
    }
    body += "remove 3\n";
    let case = parsed(&body);
    let truth = |case: &Case| {
        let text = case.to_string();
        text.contains("insert") && text.contains("remove")
    };
    // After some cases in one process, whatever runs there crashes.
    let run = |break_off: bool| {
        let mut ran = 0;
        let mut fresh = 0;
        let shrunk = shrink(&runner, crash(&case), &[], |case, trial| {
            if trial == Trial::Fresh {
                fresh += 1;
                if break_off {
                    return ControlFlow::Break(());
                }
                return ControlFlow::Continue(truth(case).then(|| crash(case)));
            }
            ran += 1;
            ControlFlow::Continue((ran > 12 || truth(case)).then(|| crash(case)))
        });
        (shrunk, fresh)
    };
    let (shrunk, fresh) = run(false);
    assert_eq!(steps(&shrunk), "insert 0 = 0; remove 0");
    assert_eq!(shrunk.failed_of, (1, 1));
    assert!(fresh > 2);
    // The caller is told if the result was not confirmed.
    let (shrunk, _) = run(true);
    assert_eq!(shrunk.failed_of, (0, 0));

    // Where not even the first case fails by itself, that is what is left.
    let none = shrink(&runner, crash(&case), &[], |case, trial| {
        ControlFlow::Continue((trial == Trial::Candidate).then(|| crash(case)))
    });
    assert_eq!(*none.finding.case(), case);
    assert_eq!(none.failed_of.0, 0);
    assert!(none.failed_of.1 > 1);
}

/// Its ranges show all entries if their ends are exchanged, and else one entry before
/// their start: two failures of one method.
#[derive(Default)]
struct Eager(BTreeMap<Key, Value>);

impl Eager {
    fn wrong_range(
        &self,
        (low, high): (Bound<&Key>, Bound<&Key>),
    ) -> impl DoubleEndedIterator<Item = (&Key, &Value)> {
        let start = match low {
            Bound::Included(key) | Bound::Excluded(key) => {
                let before = self.0.range(..key).next_back();
                before.map_or(low, |(before, _)| Bound::Included(before))
            }
            Bound::Unbounded => low,
        };
        let inverted = match (low, high) {
            (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
            (
                Bound::Included(low) | Bound::Excluded(low),
                Bound::Included(high) | Bound::Excluded(high),
            ) => low >= high,
        };
        let bounds = if inverted {
            (Bound::Unbounded, Bound::Unbounded)
        } else {
            (start, high)
        };
        self.0.range::<Key, _>(bounds)
    }
}

map_oracle::subject! {
    struct EagerTree("eager", Eager);
    new: |_| Eager::default();
    ops: insert(|map, key, value| map.0.insert(key, value)), get(|map, key| map.0.get(key)),
        remove(|map, key| map.0.remove(key)), len(|map| map.0.len()), iter(|map| map.0.iter()),
        range(|map, bounds| map.wrong_range(bounds));
    promises: { order: map_oracle::case::Order::Sorted }
}

#[test]
fn a_wrong_range_does_not_become_an_inverted_one() {
    let runner = Runner::of::<EagerTree>();
    for (range, wanted) in [
        ("[9 3]", "wrong answer to an inverted range in range"),
        ("[3 9]", "wrong answer in range"),
    ] {
        let case = format!("map-oracle case 1\ninsert_run 0 len 12\nremove 4\nrange {range}\n");
        let divergence = *runner.run(&case.parse().unwrap()).expect_err("it is wrong");
        let small = minimize(&runner, divergence);
        let signature = Finding::Diverged(Box::new(small.clone())).signature();
        assert_eq!(signature.to_string(), wanted, "{small}");
        assert!(small.case.steps.len() <= 2, "{small}");
    }
}
