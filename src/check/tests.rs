//! What a run does that no broken map would show: ops that must not be passed
//! over, what is counted, and what the model is told. The maps here are right,
//! and keep a log or leave a choice.

mod left_out;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::ControlFlow;

use expect_test::expect;

use super::run::Run;
use super::*;
use crate::case::{Case, Mark};
use crate::probe::{Key, PlanState, Probe, Value, note_broken_promise};
use crate::structure::Structure;
use crate::subject::{Subject, walk};

fn case(body: &str) -> Case {
    format!("map-oracle case 1\n{body}")
        .parse()
        .expect("a case")
}

thread_local! {
    /// Which methods on two maps were called.
    static LOG: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

fn log(method: &'static str) {
    LOG.with_borrow_mut(|log| log.push(method));
}

/// And how many times it is a clone of a clone.
#[derive(Clone)]
struct Logged(HashMap<Key, Value, PlanState>, u32);

impl Subject for Logged {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "logged";

    fn with_hint(_: usize) -> Self {
        Logged(HashMap::default(), 0)
    }

    fn duplicate(&self) -> Self {
        log("clone");
        Logged(self.0.clone(), self.1 + 1)
    }

    fn assign_from(&mut self, source: &Self) {
        log("clone_from");
        self.0.clone_from(&source.0);
    }

    fn equals(&self, other: &Self) -> Option<bool> {
        log("eq");
        Some(self.0 == other.0)
    }

    fn append(&mut self, other: &mut Self) {
        log("append");
        self.0.extend(other.0.drain());
    }

    fn union(mut self, other: Self) -> Self {
        log("union");
        for (key, value) in other.0 {
            self.0.entry(key).or_insert(value);
        }
        self
    }

    /// Where a map has the choice, one key named twice is found once.
    fn get_disjoint_mut(&mut self, keys: [&Key; 2]) -> [Option<u32>; 2] {
        let first = self.write_next(keys[0]);
        if keys[0] == keys[1] {
            [first, None]
        } else {
            [first, self.write_next(keys[1])]
        }
    }

    fn capacity(&self) -> Option<usize> {
        Some(self.0.len().next_multiple_of(4))
    }

    crate::subject_methods! { 0:
        insert, remove, get, len, iter, get_mut, clear;
        by hand: clone, clone_from, eq, append, union, get_disjoint_mut, reserve, capacity
    }

    fn reserve(&mut self, _: usize) {}
}

impl Logged {
    fn write_next(&mut self, key: &Key) -> Option<u32> {
        let before = self.get(key)?;
        self.get_mut(key, before.wrapping_add(1))
    }
}

#[test]
fn once_a_key_lied_every_op_is_still_done() {
    for (op, methods) in [
        ("clone", &["clone"][..]),
        ("clone_swap", &["clone"]),
        ("clone_from 3 len 2", &["clone_from"]),
        ("clone_to_other", &["clone_from"]),
        ("equal_copy", &["eq"]),
        ("equal_toggled 3", &["eq"]),
        ("equal_changed 3", &["eq"]),
        ("equal_other", &["eq"]),
        ("append 3 len 2", &["append"]),
        ("append_other", &["append"]),
        ("union 3 len 2", &["union"]),
        ("swap", &[]),
    ] {
        LOG.take();
        let case = case(&format!("insert 0 = 1\nget 0 lie hash 1\n{op}\n"));
        run::<Logged>(&case).expect("nothing is wrong");
        assert_eq!(LOG.take(), methods, "{op}");
    }
}

#[test]
fn after_each_step_another_key_is_looked_up() {
    let case = case("iter\n");
    let probe = Probe::start(case.plan.clone());
    let mut run = Run::start(Logged::BLUEPRINT, &probe, 0, &[5, 6, 7]).expect("an empty map");
    let spots = [(); 5].map(|()| {
        run.step(case.steps[0].op, None).expect("nothing is wrong");
        run.spot
    });
    assert_eq!(spots, [1, 2, 0, 1, 2]);
    run.retire().expect("nothing is wrong");
}

#[test]
fn a_map_may_find_a_key_once_that_is_named_twice() {
    let case = case("insert 3 = 7\nget_disjoint_mut 3 and 3\nget 3\nget_disjoint_mut 3 and 4\n");
    run::<Logged>(&case).expect("nothing is wrong");
}

#[test]
fn a_clone_takes_the_place_of_the_map_if_the_op_says_so() {
    for (op, generation) in [("clone", 0), ("clone_swap", 1), ("clone_swap\nclone", 1)] {
        let mut seen = None;
        let case = case(&format!("insert 1 = 5\n{op}\n"));
        run_to::<Logged>(&case, 3, |map| seen = Some(map.1)).expect("nothing is wrong");
        assert_eq!(seen, Some(generation), "{op}");
    }
}

#[test]
fn nothing_is_shown_once_a_key_lied() {
    let mut steps = Vec::new();
    let case = case("insert 0 = 1\nget 0 lie hash 1\niter\n");
    run_watched::<Logged>(&case, &mut |moment| {
        steps.push(moment.step.map(|(index, _)| index));
    })
    .expect("nothing is wrong");
    assert_eq!(steps, [None, Some(0)]);
}

/// The entries of the model after each case.
#[test]
fn the_model_keeps_step_with_two_maps() {
    for (body, entries) in [
        ("clone_to_other\nclear\nequal_other\nswap\n", &[(1, 5)][..]),
        ("equal_other\nswap\n", &[]),
        ("equal_copy\nswap\n", &[]),
        ("swap\ninsert 2 = 6\nswap\n", &[(1, 5)]),
        ("append 1 len 2\n", &[(1, 3), (2, 4)]),
        ("union 1 len 2\n", &[(1, 5), (2, 4)]),
        ("clone_to_other\nget_mut 1 = 9\nappend_other\n", &[(1, 5)]),
        ("clone_to_other\nappend_other\nswap\n", &[]),
        ("clone_from 3 len 1\n", &[(1, 5)]),
    ] {
        let mut last = Vec::new();
        run_watched::<Logged>(&case(&format!("insert 1 = 5\n{body}")), &mut |moment| {
            last = moment.model.entries();
        })
        .expect("nothing is wrong");
        assert_eq!(last, entries, "{body}");
    }
}

#[test]
fn a_run_counts_what_it_reached() {
    let body = "hash distinct 1\n\
                insert 5 = 1\ninsert 4 = 1\ninsert 6 = 1\ninsert 9 = 1\nget 5\n\
                remove 4\ninsert 4 = 1\ninsert 8 = 1\niter\nclear\ninsert 0 = 1\n\
                insert 1 = 1 panic eq 1\niter\niter\niter\nclone_swap\n\
                insert_run 0 len 6\n";
    let reach = run::<Logged>(&case(body)).expect("nothing is wrong");
    expect![[r#"
        {
            "ops": 17,
            "entries": 6,
            "reinserts": 1,
            "collisions": 5,
            "growths": 2,
            "iterations after growth": 6,
            "faults": 1,
        }
    "#]]
    .assert_eq(&format!("{reach:#?}\n"));
}

thread_local! {
    static MADE: Cell<usize> = const { Cell::new(0) };
}

/// Every map but the first counts one entry too many.
struct Later(HashMap<Key, Value, PlanState>, usize);

impl Subject for Later {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "later";

    fn with_hint(_: usize) -> Self {
        Later(HashMap::default(), MADE.replace(1))
    }

    fn len(&self) -> usize {
        self.0.len() + self.1
    }

    fn equals(&self, other: &Self) -> Option<bool> {
        Some(self.0 == other.0)
    }

    crate::subject_methods! { 0: insert, remove, get, iter; by hand: len, eq }
}

#[test]
fn a_map_that_was_built_for_an_op_is_looked_at_before_it() {
    let found = run::<Later>(&case("insert 1 = 5\nequal_copy\n"));
    let found = found.expect_err("the second map is wrong");
    assert_eq!((found.kind(), found.step), (Kind::Len, 1));
    assert_eq!(found.got(), "a map built anew: len 2");
}

#[test]
fn what_a_subject_can_report_follows_from_what_it_offers() {
    let reports = |runner: Runner| {
        let marks = runner.marks().filter(|&mark| runner.reports(mark));
        marks.map(Mark::name).collect::<Vec<_>>().join(", ")
    };
    expect!["ops, entries, reinserts, collisions, growths, iterations after growth, faults, lies"]
        .assert_eq(&reports(Runner::of::<Logged>()));
    expect!["ops, entries, reinserts, collisions, faults, lies"]
        .assert_eq(&reports(Runner::of::<Later>()));
}

#[test]
fn a_runner_tells_its_own_name() {
    let runner = Runner::of::<Logged>().named("another");
    assert_eq!(runner.name, "another");
    assert!(runner.has_instruments());
    let scope = Scope {
        changing: &[case("clear\n").steps[0].op],
        closing: &[],
        reading: &[],
        plan: &case("").plan,
        keys: 1,
        length: 3,
    };
    let mut walked = 0;
    let told = runner.exhaust(scope, &mut |case| {
        walked += case.steps.len();
        ControlFlow::Continue(())
    });
    assert_eq!((walked, told.ok()), (3, Some(1)));
    let later = Runner::of::<Later>().named("another");
    let twice = case("insert 1 = 5\nequal_copy\n");
    assert_eq!(
        later.run(&twice).expect_err("it is wrong").subject,
        "another"
    );
    MADE.set(0);
    let watched = later.watch(&twice, &mut |_| ());
    assert_eq!(watched.expect_err("it is wrong").subject, "another");
    assert_eq!(Runner::built_in()[0].name, "gomap");
    let mut moments = 0;
    runner
        .watch(&case("insert 1 = 5\nclear\n"), &mut |_| moments += 1)
        .expect("nothing is wrong");
    assert_eq!(moments, 3);
}

thread_local! {
    /// What [`Odd`] gets wrong.
    static ODD: Cell<&'static str> = const { Cell::new("") };
}

/// A map of words that is wrong in one way.
struct Odd(HashMap<String, Value, PlanState>);

impl Subject for Odd {
    type Key = String;
    type Value = Value;
    const NAME: &'static str = "odd";

    fn with_hint(_: usize) -> Self {
        Odd(HashMap::default())
    }

    fn get(&self, key: &String) -> Option<u32> {
        assert!(ODD.get() != "get" || !self.0.is_empty(), "nothing is here");
        self.0.get(key).map(Value::get)
    }

    fn insert(&mut self, key: String, value: Value) -> Option<Value> {
        match ODD.get() {
            "insert" => self.0.insert(format!("{key}?"), value),
            _ => self.0.insert(key, value),
        }
    }

    fn debug(&self) -> String {
        format!("{:?}", self.0).replace('1', "one")
    }

    fn duplicate(&self) -> Self {
        Odd(self.0.clone())
    }

    fn equals(&self, other: &Self) -> Option<bool> {
        Some(ODD.get() != "eq" && self.0 == other.0)
    }

    fn each_key(&self, visit: &mut dyn FnMut(&String)) {
        match ODD.get() {
            "keys" => walk(Promising(self.0.keys()), false, visit),
            _ => walk(self.0.keys(), false, visit),
        }
    }

    crate::subject_methods! { 0:
        remove, len, iter; by hand: get, insert, debug, clone, eq, keys
    }
}

impl Drop for Odd {
    fn drop(&mut self) {
        assert!(ODD.get() != "drop", "it stays");
    }
}

/// Promises no item, whatever comes.
struct Promising<I>(I);

impl<I: Iterator> Iterator for Promising<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(0))
    }
}

/// How [`Odd`] fails, in words.
fn told(odd: &'static str, body: &str) -> String {
    ODD.set(odd);
    let found = run::<Odd>(&case(body)).expect_err("it is wrong");
    let (expected, got) = (found.expected(), found.got());
    format!("{}\n{expected}\n{got}", found.place())
}

#[test]
fn what_panics_is_told_as_what_it_is() {
    let two = "insert 2 = 1\nremove 2\n";
    for (odd, place) in [
        ("get", "after op 2, `remove 2`, at the look-up of key 2\n"),
        ("drop", "after op 2, `remove 2`, at the drop of the map\n"),
    ] {
        let told = told(odd, two);
        assert!(told.starts_with(place), "{told}");
    }
}

#[test]
fn debug_and_eq_show_both_texts() {
    expect![[r#"
        at op 2, `debug`
        what iteration shows, {"a": 1}
        {"a": one}"#]]
    .assert_eq(&told("debug", "insert 2 = 1\ndebug\n"));
    expect![[r#"
        at op 2, `equal_copy`
        map == copy to be true: the map holds [(2, 1)], the copy [(2, 1)]
        false"#]]
    .assert_eq(&told("eq", "insert 2 = 1\nequal_copy\n"));
}

#[test]
fn a_key_that_nobody_made_is_called_so() {
    ODD.set("insert");
    let unread = case("insert 2 = 1\n");
    let probe = Probe::start(unread.plan.clone());
    let mut run = Run::start(Odd::BLUEPRINT, &probe, 0, &[]).expect("an empty map");
    run.do_step(unread.steps[0].op, None)
        .expect("the answer is right");
    let wrong = run.check_contents().expect_err("it holds another word");
    assert_eq!(
        wrong.got(),
        "in iteration: 2 = 1 is missing, a key that nobody made = 1 should not be there"
    );
}

#[test]
fn what_an_iterator_breaks_again_and_again_is_told_once() {
    expect![[r#"
        at op 2, `keys`
        iterators to keep what they promise
        size_hint promised from 3 to 0 items, and 3 came"#]]
    .assert_eq(&told("keys", "insert_run 2 len 3\nkeys\n"));
    let probe = Probe::start(Default::default());
    for promise in ["an end", "an order", "an end", "an end"] {
        note_broken_promise(promise.to_owned());
    }
    assert_eq!(probe.broken_promises(), ["an end (3 times)", "an order"]);
}
