//! From the first lie of a key on: what a map answers is its own affair, and
//! so is a panic or an iteration without end, but it must not touch memory
//! that is not its own.
//!
//! So nothing is compared any more, every call of the map may panic, and what
//! is looked for are keys and values that were used after their drop or dropped
//! twice. A map that was seen not to come to an end is given up.

use std::panic::resume_unwind;

use super::panics::{is_endless, listen};
use super::run::{Run, attempt, dispose};
use crate::case::{Doing, Fault, Mark, Op, Reach, Standing};
use crate::evidence::{Evidence, Wrong};

impl Run<'_> {
    /// A step in which keys may lie. If none does, it is like any other.
    pub(super) fn step_of_lie(&mut self, op: Op, lie: Fault) -> Result<(), Wrong> {
        let outcome = listen(|| self.take_step(op, Some(lie)));
        if !self.probe.lied() {
            return outcome.unwrap_or_else(|payload| resume_unwind(payload));
        }
        // Whatever came of it, it is not the map's fault.
        self.reach.note(Mark::LIES, 1);
        let endless = match outcome {
            Ok(Ok(())) => false,
            Ok(Err(wrong)) => matches!(wrong.evidence, Evidence::Endless { .. }),
            Err(payload) => is_endless(&*payload),
        };
        if endless {
            self.give_up();
        } else {
            self.bear(Self::close_cursors);
        }
        self.check_after_lie()
    }

    /// Does what the op says, whatever it answers, and looks for keys and
    /// values that were used after their drop or dropped twice.
    pub(super) fn step_after_lie(&mut self, op: Op, fault: Option<Fault>) -> Result<(), Wrong> {
        self.reach.note(Mark::OPS, 1);
        self.bear(|run| {
            let Run { subject, probe, .. } = run;
            subject.give(op, run.next_nan, probe);
            let _saying = op.says().map(|said| probe.say(said));
            // There is no right map to compare it with.
            probe.armed(fault, || {
                subject.perform(op);
                if let Some(part) = subject.take_part() {
                    dispose(part, probe);
                }
            });
        });
        self.bear(|run| run.subject.put_away());
        if self.probe.checks(Standing::Iteration) {
            self.bear(|run| drop(run.subject.entries()));
        }
        self.check_after_lie()
    }

    /// Calls the map, which may panic: that is one of the things that it may
    /// answer with.
    fn bear(&mut self, call: impl FnOnce(&mut Self)) {
        if self.given_up {
            return;
        }
        if let Err(payload) = listen(|| call(self))
            && is_endless(&*payload)
        {
            self.give_up();
        }
    }

    /// Ends the case here, and leaks the maps. Whatever is asked of a map with
    /// a circle in it may not come back, its drop as well.
    fn give_up(&mut self) {
        self.given_up = true;
        self.set_aside();
    }

    fn set_aside(&mut self) {
        self.subject.set_aside();
        if let Some((other, _)) = &mut self.other {
            other.set_aside();
        }
    }

    fn check_after_lie(&mut self) -> Result<(), Wrong> {
        let outcome = self.leaks.check_lives();
        if outcome.is_err() {
            self.set_aside();
        }
        outcome
    }

    /// Drops the maps, as far as they can be.
    pub(super) fn retire_after_lie(mut self) -> Result<Reach, Wrong> {
        self.bear(Self::retire_subject);
        let Run {
            probe,
            subject,
            other,
            leaks,
            reach,
            given_up,
            ..
        } = self;
        if !given_up && probe.checks(Standing::Drop) {
            probe.begin(Doing::Drop);
            let _ = attempt(probe, None, || {
                drop(subject.clear());
                drop(other.map(|(other, _)| other.clear()));
            });
        }
        leaks.check_lives()?;
        Ok(reach)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::HashMap;

    use crate::case::{Case, Mark};
    use crate::check::{run, run_watched};
    use crate::evidence::Kind;
    use crate::probe::{Key, PlanState, Value};
    use crate::subject::{Subject, walk};

    /// Where a map that was lied to goes wrong.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Weak {
        Op,
        Len,
        Get,
        Iterate,
        Drop,
        Endless,
        Twice,
    }

    thread_local! {
        static WEAK: Cell<Weak> = const { Cell::new(Weak::Op) };
        /// Whether `retain` startles it without any lie.
        static STARTS: Cell<bool> = const { Cell::new(false) };
    }

    /// Asks each key of itself whether it is there before `retain`, and goes
    /// wrong for good where one says no.
    struct Touchy {
        map: HashMap<Key, Value, PlanState>,
        startled: bool,
    }

    impl Touchy {
        fn bear(&self, weak: Weak) {
            assert!(!self.startled || WEAK.get() != weak, "startled");
        }
    }

    impl Drop for Touchy {
        fn drop(&mut self) {
            self.bear(Weak::Drop);
        }
    }

    impl Subject for Touchy {
        type Key = Key;
        type Value = Value;
        const NAME: &'static str = "touchy";

        fn with_hint(_: usize) -> Self {
            Touchy {
                map: HashMap::default(),
                startled: false,
            }
        }

        fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
            self.map.insert(key, value)
        }

        fn remove(&mut self, key: &Key) -> Option<Value> {
            self.map.remove(key)
        }

        fn get(&self, key: &Key) -> Option<u32> {
            self.bear(Weak::Get);
            self.map.get(key).map(Value::get)
        }

        fn len(&self) -> usize {
            self.bear(Weak::Len);
            self.map.len()
        }

        fn each(&self, visit: &mut dyn FnMut(&Key, &Value)) {
            self.bear(Weak::Iterate);
            let rounds = if self.startled && WEAK.get() == Weak::Endless {
                usize::MAX
            } else {
                1
            };
            let around = (0..rounds).flat_map(|_| self.map.iter());
            walk(around, false, |(key, value)| visit(key, value));
        }

        fn retain(&mut self, keep: &mut dyn FnMut(&Key, &mut Value) -> bool) {
            self.startled |= STARTS.get();
            self.startled |= self.map.keys().any(|key| !self.map.contains_key(key));
            self.bear(Weak::Op);
            if self.startled && WEAK.get() == Weak::Twice {
                self.map.values().for_each(Value::feign_drop);
                panic!("startled");
            }
            self.map.retain(|key, value| keep(key, value));
        }

        fn duplicate(&self) -> Self {
            Touchy {
                map: self.map.clone(),
                startled: self.startled,
            }
        }

        crate::subject_methods! { map: clear; by hand: insert, remove, get, len, iter, retain, clone }
    }

    fn case(body: &str) -> Case {
        format!("map-oracle case 1\n{body}")
            .parse()
            .expect("a case")
    }

    const LIE: &str = "insert 1 = 5\nretain mod 2 is 1 lie eq 1\n";

    #[test]
    fn after_a_lie_a_map_may_panic_wherever_it_likes_and_need_not_come_to_an_end() {
        for weak in [
            Weak::Op,
            Weak::Len,
            Weak::Get,
            Weak::Iterate,
            Weak::Drop,
            Weak::Endless,
        ] {
            WEAK.set(weak);
            for more in ["", "retain mod 2 is 1\n", "clone_swap\nget 1\n", "clear\n"] {
                let case = case(&format!("{LIE}{more}"));
                let reach = run::<Touchy>(&case);
                let reach = reach.unwrap_or_else(|wrong| panic!("{weak:?}: {wrong}"));
                assert_eq!(reach.get(Mark::LIES), 1, "{weak:?}");
                run_watched::<Touchy>(&case, &mut |_| ()).expect("it is the same run");
            }
        }
    }

    #[test]
    fn a_map_that_does_not_come_to_an_end_ends_the_case() {
        WEAK.set(Weak::Endless);
        let more = "get 1\n".repeat(5_000);
        let case = case(&format!("{LIE}{more}"));
        let reach = run::<Touchy>(&case).expect("a lie allows for it");
        assert!(reach.get(Mark::OPS) < 5_000);
    }

    /// A panic is only excused if a lie was told, not if one was planned.
    #[test]
    fn a_lie_that_nobody_told_excuses_nothing() {
        WEAK.set(Weak::Len);
        let unasked = case("insert 1 = 5\nretain mod 2 is 1 lie eq 9\n");
        run::<Touchy>(&unasked).expect("nothing is wrong");
        STARTS.set(true);
        let found = run::<Touchy>(&unasked);
        STARTS.set(false);
        assert_eq!(found.expect_err("it panics by itself").kind(), Kind::Panic);
    }

    #[test]
    fn a_second_drop_counts_even_if_a_panic_covers_it() {
        WEAK.set(Weak::Twice);
        let found = run::<Touchy>(&case(LIE)).expect_err("a value was dropped twice");
        assert_eq!(found.kind(), Kind::Ledger);
        assert!(found.got().contains("dropped twice"), "{found}");
    }
}
