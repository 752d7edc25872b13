//! The doors through which cases come in: bytes, proptest, quickcheck and
//! arbitrary. Every one makes cases that mean something, and shrinks by ops.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use arbitrary::{Arbitrary as _, Unstructured};
use map_oracle::case::{Case, EntryForm, Fault, FaultKind, Mark, OpKind, OpSet, Reach};
use map_oracle::check::{self, Runner};
use map_oracle::corpus;
use map_oracle::generate::{Profile, proptest::cases};
use map_oracle::hunt::assert_agrees;
use map_oracle::probe::{Key, PlanState, Value, call_closure};
use map_oracle::shrink::minimize;
use map_oracle::subject::{End, EntryAnswer, GoMapSubject, Subject, Support};
use proptest::prelude::*;
use proptest::test_runner::{TestError, TestRunner};
use quickcheck::{Gen, QuickCheck};

fn every_case() -> impl Strategy<Value = Case> {
    let [a, b, c, d] = Profile::ALL.map(|profile| cases(profile, OpSet::ALL, u16::MAX, 120));
    prop_oneof![a, b, c, d]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn a_case_survives_its_bytes_and_its_text(case in every_case()) {
        prop_assert_eq!(&Case::from_bytes(&case.to_bytes()), &case);
        prop_assert_eq!(&case.to_string().parse::<Case>().unwrap(), &case);
    }

    #[test]
    fn any_bytes_are_a_case_that_survives_its_bytes(
        bytes in proptest::collection::vec(any::<u8>(), 0..1_500)
    ) {
        let case = Case::from_bytes(&bytes);
        prop_assert_eq!(Case::from_bytes(&case.to_bytes()), case);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(250) })]

    #[test]
    fn each_step_of_64_random_bytes_calls_the_map(bytes in any::<[[u8; 32]; 2]>()) {
        let mut case = Case::from_bytes(bytes.as_flattened());
        prop_assert_eq!(case.steps.len(), 8);
        // Much room takes long and changes nothing here.
        case.hint = 0;
        for step in &mut case.steps {
            step.fault = None;
        }
        for at in 0..case.steps.len() {
            let mut case = case.clone();
            // It puts another map in the place of this one.
            if case.steps[at].op.kind() == OpKind::Swap {
                continue;
            }
            case.steps[at].fault = Some(Tripwire::FAULT);
            CLOSED.set(0);
            let reach = check::run::<Tripwire>(&case).map_err(|divergence| {
                TestCaseError::fail(divergence.to_string())
            })?;
            // A close is the one call that is made beside the op proper.
            let closes = case.steps.iter().filter(|step| step.op.kind() == OpKind::CursorClose);
            prop_assert!(
                reach.get(Mark::FAULTS) == 1
                    || case.steps[at].op.kind() == OpKind::CursorClose && CLOSED.get() >= closes.count(),
                "step {} of\n{case}", at + 1
            );
        }
    }
}

thread_local! {
    /// How often a [`Tripwire`] was told to close a cursor.
    static CLOSED: Cell<usize> = const { Cell::new(0) };
}

/// `GoMap`, with a call of [`call_closure`] at the beginning of every call of
/// its own: a planned panic in the first closure tells that an op calls the
/// map, whatever it does there.
struct Tripwire(Gomap);

type Gomap = GoMapSubject<Key, Value>;

impl Tripwire {
    const FAULT: Fault = Fault {
        kind: FaultKind::Closure,
        call: 1,
    };
}

macro_rules! tripped {
    ($(fn $method:ident(& $($mutable:ident)?; $($arg:ident: $type:ty),*) $(-> $answer:ty)?;)*) => {
        $(fn $method(& $($mutable)? self, $($arg: $type),*) $(-> $answer)? {
            call_closure();
            self.0.$method($($arg),*)
        })*
    };
}

impl Subject for Tripwire {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "tripwire";
    const OPS: OpSet = Gomap::OPS;
    const SUPPORT: Support = Gomap::SUPPORT;

    fn with_hint(hint: usize) -> Self {
        call_closure();
        Tripwire(Gomap::with_hint(hint))
    }
    fn from_entries(entries: Vec<(Key, Value)>) -> Self {
        call_closure();
        Tripwire(Gomap::from_entries(entries))
    }
    fn into_entries(self, take: usize, end: End) -> Vec<(Key, Value)> {
        call_closure();
        self.0.into_entries(take, end)
    }
    fn into_keys(self, take: usize) -> Vec<Key> {
        call_closure();
        self.0.into_keys(take)
    }
    fn into_values(self, take: usize) -> Vec<Value> {
        call_closure();
        self.0.into_values(take)
    }
    fn duplicate(&self) -> Self {
        call_closure();
        Tripwire(self.0.duplicate())
    }
    fn assign_from(&mut self, source: &Self) {
        call_closure();
        self.0.assign_from(&source.0);
    }
    fn equals(&self, other: &Self) -> Option<bool> {
        call_closure();
        self.0.equals(&other.0)
    }
    fn cursor_close(&mut self, cursor: usize) {
        CLOSED.set(CLOSED.get() + 1);
        self.0.cursor_close(cursor);
    }

    tripped! {
        fn insert(&mut; key: Key, value: Value) -> Option<Value>;
        fn remove(&mut; key: &Key) -> Option<Value>;
        fn get(&; key: &Key) -> Option<u32>;
        fn len(&;) -> usize;
        fn each(&; visit: &mut dyn FnMut(&Key, &Value));
        fn is_empty(&;) -> bool;
        fn get_mut(&mut; key: &Key, payload: u32) -> Option<u32>;
        fn get_key_value(&; key: &Key) -> Option<(u32, u32)>;
        fn contains_key(&; key: &Key) -> bool;
        fn index(&; key: &Key) -> u32;
        fn remove_entry(&mut; key: &Key) -> Option<(Key, Value)>;
        fn entry(&mut; form: EntryForm, key: Key, value: Value) -> EntryAnswer<Key, Value>;
        fn and_modify(&mut; key: Key, value: Value) -> u32;
        fn or_insert_with_key(&mut; key: Key, value: Value) -> u32;
        fn insert_entry(&mut; key: Key, value: Value) -> u32;
        fn insert_entry_then(
            &mut; entry: (Key, Value), form: EntryForm, more: Value
        ) -> EntryAnswer<Key, Value>;
        fn extend(&mut; entries: Vec<(Key, Value)>);
        fn retain(&mut; keep: &mut dyn FnMut(&Key, &mut Value) -> bool);
        fn drain(&mut; take: usize, end: End) -> Vec<(Key, Value)>;
        fn extract_if(
            &mut; select: &mut dyn FnMut(&Key, &mut Value) -> bool, take: usize, end: End
        ) -> Vec<(Key, Value)>;
        fn each_key(&; visit: &mut dyn FnMut(&Key));
        fn each_value(&; visit: &mut dyn FnMut(&Value));
        fn each_mut(&mut; visit: &mut dyn FnMut(&Key, &mut Value));
        fn each_value_mut(&mut; visit: &mut dyn FnMut(&mut Value));
        fn reserve(&mut; additional: usize);
        fn shrink_to_fit(&mut;);
        fn shrink_to(&mut; least: usize);
        fn debug(&;) -> String;
        fn each_cloned(&; count: usize) -> [Vec<(u32, u32)>; 2];
        fn clear(&mut;);
        fn capacity(&;) -> Option<usize>;
        fn cursor_open(&mut; cursor: usize, start: u16);
        fn cursor_step(&mut; cursor: usize) -> Option<(u32, u32)>;
        fn retained_keys(&;) -> usize;
        fn invariants(&;) -> Vec<String>;
        fn reached(&mut; reach: &mut Reach);
    }
}

/// A map that loses its smallest key on its second removal.
struct Forgetful {
    map: HashMap<Key, Value, PlanState>,
    removals: usize,
}

impl Subject for Forgetful {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "forgetful";

    fn with_hint(_: usize) -> Self {
        Forgetful {
            map: HashMap::default(),
            removals: 0,
        }
    }
    fn remove(&mut self, key: &Key) -> Option<Value> {
        let removed = self.map.remove(key)?;
        self.removals += 1;
        if self.removals == 2
            && let Some(lost) = self.map.keys().min().cloned()
        {
            self.map.remove(&lost);
        }
        Some(removed)
    }

    map_oracle::subject_methods! { map: insert, get, len, iter }
}

/// Three keys inserted and two of them removed make the map forget the third:
/// five ops, or fewer with runs.
const FEW: usize = 5;

#[test]
fn proptest_shrinks_to_a_few_ops() {
    for profile in Profile::ALL {
        let strategy = cases(profile, Forgetful::OPS, 200, 100);
        let failure = TestRunner::deterministic()
            .run(&strategy, |case| match check::run::<Forgetful>(&case) {
                Ok(_) => Ok(()),
                Err(divergence) => Err(TestCaseError::fail(divergence.to_string())),
            })
            .expect_err("the map is broken");
        let TestError::Fail(_, smallest) = failure else {
            panic!("{failure}");
        };
        assert!(check::run::<Forgetful>(&smallest).is_err());
        assert!(smallest.steps.len() <= FEW, "{smallest}");
        assert!(
            smallest.steps.iter().all(|step| step.fault.is_none()),
            "{smallest}"
        );
    }
}

#[test]
fn quickcheck_shrinks_to_a_few_ops() {
    thread_local!(static SMALLEST: RefCell<Case> = RefCell::default());

    /// Quickcheck goes on from whatever failed last.
    fn is_right(case: Case) -> bool {
        let right = check::run::<Forgetful>(&case).is_ok();
        if !right {
            SMALLEST.set(case);
        }
        right
    }

    for seed in 0..5 {
        QuickCheck::new()
            .rng(Gen::from_size_and_seed(100, seed))
            .quicktest(is_right as fn(Case) -> bool)
            .expect_err("the map is broken");
        let smallest = SMALLEST.take();
        assert!(check::run::<Forgetful>(&smallest).is_err());
        assert!(smallest.steps.len() <= FEW, "{smallest}");
    }
}

/// Whatever proptest and quickcheck shrink to, what is told and saved is what our
/// own shrinker ends in.
#[test]
fn a_failure_tells_and_saves_the_smallest_case() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("doors");
    let _ = std::fs::remove_dir_all(&folder);
    let property = |case: &Case| {
        let agrees = || {
            assert_agrees::<Forgetful>(case, &folder);
        };
        let payload = catch_unwind(AssertUnwindSafe(agrees)).err()?;
        Some(payload.downcast_ref::<String>().unwrap().clone())
    };
    let strategy = cases(Profile::Mixed, Forgetful::OPS, 200, 100);
    let told = TestRunner::deterministic()
        .run(&strategy, |case| match property(&case) {
            None => Ok(()),
            Some(told) => Err(TestCaseError::fail(told)),
        })
        .expect_err("the map is broken");
    let TestError::Fail(told, _) = told else {
        panic!("{told}");
    };

    // Proptest has come by hundreds of failing cases, all of them the same.
    let files = corpus::files(&folder).unwrap();
    let [file] = files.as_slice() else {
        panic!("{files:?}");
    };
    assert!(
        told.message()
            .contains(&format!("saved as {}", file.display()))
    );
    let saved = corpus::read(file).unwrap();
    assert!(told.message().contains(&saved.to_string()), "{told}");
    assert!(saved.steps.len() <= FEW, "{saved}");
    let divergence = check::run::<Forgetful>(&saved).unwrap_err();
    let runner = Runner::of::<Forgetful>();
    assert_eq!(minimize(&runner, *divergence).case, saved);
    assert_eq!(property(&Case::default()), None);
}

#[test]
fn cases_of_quickcheck_run_clean() {
    fn is_right(case: Case) -> bool {
        check::run::<GoMapSubject>(&case)
            .inspect_err(|divergence| println!("{divergence}"))
            .is_ok()
    }

    QuickCheck::new()
        .rng(Gen::from_size_and_seed(100, 1))
        .tests(200)
        .quicktest(is_right as fn(Case) -> bool)
        .expect("gomap is right");
}

#[test]
fn cases_of_arbitrary_run_clean_and_are_those_of_the_bytes() {
    let mut rng = fastrand::Rng::with_seed(1);
    for _ in 0..200 {
        let len = rng.usize(0..200);
        let bytes: Vec<u8> = std::iter::repeat_with(|| rng.u8(..)).take(len).collect();
        let case = Case::arbitrary(&mut Unstructured::new(&bytes)).unwrap();
        assert_eq!(case, Case::from_bytes(&bytes));
        assert_eq!(
            case,
            Case::arbitrary_take_rest(Unstructured::new(&bytes)).unwrap()
        );
        if let Err(divergence) = check::run::<GoMapSubject>(&case) {
            panic!("{divergence}");
        }
    }
}

/// What is never drawn is never tested, and nothing else would tell.
#[test]
fn every_profile_draws_every_op_and_every_fault() {
    for profile in Profile::ALL {
        let (mut ops, mut faults) = (BTreeSet::new(), BTreeSet::new());
        let mut hints = 0;
        for seed in 0..2_000 {
            let case = profile.case(OpSet::ALL, u16::MAX, 60, seed);
            ops.extend(case.steps.iter().map(|step| step.op.kind()));
            faults.extend(case.steps.iter().filter_map(|step| Some(step.fault?.kind)));
            hints += usize::from(case.hint > 0);
        }
        let missing: Vec<OpKind> = OpSet::ALL
            .iter()
            .filter(|kind| !ops.contains(kind))
            .collect();
        assert!(
            missing.is_empty(),
            "{} never draws {missing:?}",
            profile.name()
        );
        assert_eq!(faults.len(), FaultKind::ALL.len(), "{}", profile.name());
        assert!(hints > 0, "{}", profile.name());
    }
}

/// The other profiles leave out the spreads that lead away from what they are
/// for.
#[test]
fn mixed_draws_every_spread() {
    let spread = |seed| Profile::Mixed.case(OpSet::CORE, 10, 10, seed).plan.spread;
    let spreads: HashSet<_> = (0..2_000)
        .map(|seed| std::mem::discriminant(&spread(seed)))
        .collect();
    assert_eq!(spreads.len(), 5);
}

#[test]
fn a_subject_is_drawn_the_ops_that_it_supports_and_no_others() {
    for runner in Runner::built_in() {
        let ops = runner.ops;
        let mut drawn = BTreeSet::new();
        for seed in 0..2_000 {
            let case = Profile::Mixed.case(ops, runner.max_key, 60, seed);
            drawn.extend(case.steps.iter().map(|step| step.op.kind()));
        }
        assert_eq!(drawn, ops.iter().collect(), "{}", runner.name);
    }
}

#[test]
fn gomap_can_report_every_gate_but_that_of_bounded_maps() {
    let runner = Runner::of::<Gomap>();
    for gate in Profile::ALL.iter().flat_map(|profile| profile.gates()) {
        assert!(
            runner.reports(gate.mark) || gate.mark == Mark::REFUSALS,
            "{gate}"
        );
    }
}
