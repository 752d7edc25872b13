//! Every sequence of a few ops, one after the other.
//!
//! Sequences are walked level by level, so that the first failure is a
//! shortest one, and a level as a tree. What an inner node did was checked on
//! the level before, so a prefix is only done again, unchecked, and the last op
//! is judged. Prefixes are replayed and not cloned: a clone may well be laid out
//! anew and forget what was wrong with the original.

use std::ops::ControlFlow;

use super::panics::{listen, unplanned};
use super::run::{Run, failed};
use crate::case::{Case, HashPlan, Op, Spread, Step, Without};
use crate::evidence::Divergence;
use crate::evidence::Wrong;
use crate::probe::{Observer, Probe};
use crate::structure::{Blueprint, Structure};

/// The sequences to walk. The letters' classes are those of
/// `generate::Alphabet`.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Ops that may stand anywhere.
    pub changing: &'a [Op],
    /// Ops that stand at the end.
    pub closing: &'a [Op],
    /// Ops that change nothing and follow any sequence.
    pub reading: &'a [Op],
    /// How keys hash.
    pub plan: &'a HashPlan,
    /// The keys are 0..`keys`.
    pub keys: u16,
    /// How many ops a sequence has.
    pub length: usize,
}

/// Which of the sequences of a scope are run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Part {
    /// The number of the scope's first sequence.
    pub first: u64,
    /// Sequences of smaller numbers are left out.
    pub from: u64,
}

/// What of a scope was walked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walked {
    /// One behind the number of the last sequence.
    pub to: u64,
    /// How many cases were run.
    pub cases: u64,
}

/// Walks all sequences of exactly [`Scope::length`] ops on `S`. `watch` is shown
/// each before it is run, and may break off. Tells how many there were.
///
/// Where all keys hash alike and the map promises no sorted order, of sequences
/// that differ only in the names of their keys one is run.
///
/// # Errors
///
/// The first divergence.
pub fn exhaust<S: Structure>(
    scope: Scope<'_>,
    watch: &mut dyn FnMut(&Case) -> ControlFlow<()>,
) -> Result<u64, Box<Divergence>> {
    let nothing = Without::NOTHING;
    let walked = walk_part(S::BLUEPRINT, scope, Part::default(), nothing, None, watch);
    walked.map(|walked| walked.cases)
}

/// As [`exhaust`], for a part of the scope, and but for the checks that are left
/// out. The letters of the scope are none of the ops that are. The observer is
/// told of each place in a sequence before what is done there begins.
pub(super) fn walk_part(
    blueprint: &'static Blueprint,
    scope: Scope<'_>,
    part: Part,
    without: Without,
    observer: Option<Observer>,
    watch: &mut dyn FnMut(&Case) -> ControlFlow<()>,
) -> Result<Walked, Box<Divergence>> {
    let letter = scope.changing.first().copied();
    let placeholder = letter.unwrap_or(Op::from_parts(blueprint.vocabulary.roles.iter, 0, 0));
    let sorted = blueprint.support.order == crate::case::Order::Sorted;
    let mut walk = Walk {
        blueprint,
        scope,
        domain: (0..scope.keys).collect(),
        case: Case {
            plan: scope.plan.clone(),
            hint: 0,
            steps: vec![Step::from(placeholder); scope.length],
        },
        renames: scope.plan.spread == Spread::Distinct(1) && !sorted,
        cases: 0,
        next: part.first,
        from: part.from,
        without,
        observer,
        watch,
    };
    let walked = match scope.length {
        0 => walk.try_case(),
        _ => walk.level(0, Names::default()),
    };
    match walked {
        ControlFlow::Break(Some(divergence)) => Err(divergence),
        ControlFlow::Break(None) | ControlFlow::Continue(()) => Ok(Walked {
            to: walk.next,
            cases: walk.cases,
        }),
    }
}

struct Walk<'a> {
    blueprint: &'static Blueprint,
    scope: Scope<'a>,
    domain: Vec<u16>,
    /// The sequence under way; what lies behind it is of no meaning.
    case: Case,
    /// Whether sequences that are renamings of others are left out.
    renames: bool,
    cases: u64,
    /// The number of the next sequence, and that of the first that is run.
    next: u64,
    from: u64,
    without: Without,
    observer: Option<Observer>,
    watch: &'a mut dyn FnMut(&Case) -> ControlFlow<()>,
}

/// How the keys of a sequence are named.
#[derive(Clone, Copy, Default)]
struct Names {
    /// The keys that came up so far, if they came in order, are those below.
    used: u16,
    /// They did not come in order.
    scrambled: bool,
    /// An op tells keys apart, so that they cannot be renamed.
    fixed: bool,
}

/// A divergence, or that the watcher has had enough.
type Flow = ControlFlow<Option<Box<Divergence>>>;

impl Walk<'_> {
    /// Puts every letter at `depth`, and everything behind it.
    fn level(&mut self, depth: usize, names: Names) -> Flow {
        let last = depth + 1 == self.scope.length;
        for &op in self.scope.changing {
            self.put(depth, op, names, last)?;
        }
        if last {
            for &op in self.scope.closing {
                self.put(depth, op, names, true)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn put(&mut self, depth: usize, op: Op, names: Names, last: bool) -> Flow {
        // Values tell one op of a sequence from the others.
        self.case.steps[depth].op = op.with_value(depth as u16 + 1);
        let names = self.named(op, names);
        if !last {
            return self.level(depth + 1, names);
        }
        if self.renames && names.scrambled && !names.fixed {
            return ControlFlow::Continue(());
        }
        self.try_case()
    }

    fn named(&self, op: Op, mut names: Names) -> Names {
        names.fixed |= !op.is_symmetric();
        for key in op.keys() {
            names.scrambled |= key > names.used;
            names.used = names.used.max(key + 1);
        }
        names
    }

    fn try_case(&mut self) -> Flow {
        if self.next < self.from {
            self.next += 1;
            return ControlFlow::Continue(());
        }
        if (self.watch)(&self.case).is_break() {
            return ControlFlow::Break(None);
        }
        self.next += 1;
        let probe = Probe::observed(self.case.plan.clone(), self.observer.clone());
        let probe = probe.leaving_out(self.without);
        let outcome =
            listen(|| self.run(&probe)).unwrap_or_else(|payload| Err(unplanned(&*payload)));
        let mut place = probe.place();
        drop(probe);
        match outcome {
            Ok(cases) => {
                self.cases += cases;
                ControlFlow::Continue(())
            }
            Err(wrong) => {
                let mut case = self.case.clone();
                if let Some(beyond) = place.step.checked_sub(case.steps.len()) {
                    // The sequence is right; an op that reads is not.
                    case.steps
                        .extend(self.scope.reading.get(beyond).copied().map(Step::from));
                }
                place.step = place.step.min(case.steps.len().saturating_sub(1));
                ControlFlow::Break(Some(failed(self.blueprint, case, place, wrong)))
            }
        }
    }

    /// Runs the sequence, and all ops that read after it. Tells how many cases
    /// that were.
    fn run(&self, probe: &Probe) -> Result<u64, Wrong> {
        let steps = &self.case.steps;
        let mut run = Run::start(self.blueprint, probe, 0, &self.domain)?;
        for (index, step) in steps.iter().enumerate() {
            probe.begin_step(index);
            if index + 1 < steps.len() {
                run.do_step(step.op, None)?;
            } else {
                run.step(step.op, None)?;
                run.check_contents()?;
            }
        }
        for (index, &op) in self.scope.reading.iter().enumerate() {
            probe.begin_step(steps.len() + index);
            run.do_step(op, None)?;
        }
        run.retire()?;
        Ok(1 + self.scope.reading.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use expect_test::expect;

    use super::*;
    use crate::evidence::Kind;
    use crate::probe::{Key, PlanState, Value};
    use crate::subject::{GoMapSubject, StdBTreeMap, Subject};

    fn ops(lines: &[&str]) -> Vec<Op> {
        let text = format!("map-oracle case 1\n{}\n", lines.join("\n"));
        let case: Case = text.parse().expect("a case");
        case.steps.iter().map(|step| step.op).collect()
    }

    fn line(case: &Case) -> String {
        let steps: Vec<String> = case.steps.iter().map(Step::to_string).collect();
        steps.join("; ") + "\n"
    }

    /// What [`exhaust`] walks and tells.
    fn walk<S: Subject>(
        changing: &[&str],
        spread: Spread,
        length: usize,
        mut watch: impl FnMut(&Case) -> ControlFlow<()>,
    ) -> (String, Result<u64, Box<Divergence>>) {
        let plan = HashPlan {
            spread,
            ..HashPlan::default()
        };
        let mut walked = String::new();
        let told = exhaust::<S>(
            Scope {
                changing: &ops(changing),
                closing: &ops(&["clear"]),
                reading: &ops(&["iter", "contains_key 0"]),
                plan: &plan,
                keys: 2,
                length,
            },
            &mut |case| {
                walked += &line(case);
                watch(case)
            },
        );
        (walked, told)
    }

    const INSERTS: [&str; 2] = ["insert 0 = 0", "insert 1 = 0"];

    #[test]
    fn every_sequence_is_walked_and_read_after() {
        let (walked, told) =
            walk::<GoMapSubject>(&INSERTS, Spread::Random, 2, |_| ControlFlow::Continue(()));
        expect![[r#"
            insert 0 = 1; insert 0 = 2
            insert 0 = 1; insert 1 = 2
            insert 0 = 1; clear
            insert 1 = 1; insert 0 = 2
            insert 1 = 1; insert 1 = 2
            insert 1 = 1; clear
        "#]]
        .assert_eq(&walked);
        // With none, one or two ops that read behind it.
        assert_eq!(told.expect("nothing is wrong"), 6 * 3);
        let (walked, told) =
            walk::<GoMapSubject>(&[], Spread::Random, 0, |_| ControlFlow::Continue(()));
        assert_eq!((walked.as_str(), told.ok()), ("\n", Some(3)));
    }

    #[test]
    fn of_renamings_one_is_walked_where_names_do_not_matter() {
        let changing = ["insert 0 = 0", "insert 1 = 0", "retain mod 2 is 0"];
        let all = |_: &Case| ControlFlow::Continue(());
        let (walked, _) = walk::<GoMapSubject>(&changing, Spread::Distinct(1), 2, all);
        expect![[r#"
            insert 0 = 1; insert 0 = 2
            insert 0 = 1; insert 1 = 2
            insert 0 = 1; retain mod 2 is 0
            insert 0 = 1; clear
            insert 1 = 1; retain mod 2 is 0
            retain mod 2 is 0; insert 0 = 2
            retain mod 2 is 0; insert 1 = 2
            retain mod 2 is 0; retain mod 2 is 0
            retain mod 2 is 0; clear
        "#]]
        .assert_eq(&walked);
        let (sorted, _) = walk::<StdBTreeMap>(&changing, Spread::Distinct(1), 2, all);
        let (spread, _) = walk::<GoMapSubject>(&changing, Spread::Distinct(2), 2, all);
        assert_eq!(sorted.lines().count(), 12);
        assert_eq!(spread, sorted);
    }

    #[test]
    fn a_watcher_ends_the_walk() {
        let mut left = 3;
        let (walked, told) = walk::<GoMapSubject>(&INSERTS, Spread::Random, 2, |_| {
            left -= 1;
            match left {
                0 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        assert_eq!(walked.lines().count(), 3);
        // The third was not run.
        assert_eq!(told.expect("nothing is wrong"), 2 * 3);
    }

    /// Wrong in one way, if two entries are there.
    struct Wrong<const LEN: bool>(HashMap<Key, Value, PlanState>);

    impl<const LEN: bool> Subject for Wrong<LEN> {
        type Key = Key;
        type Value = Value;
        const NAME: &'static str = "wrong";

        fn with_hint(_: usize) -> Self {
            Wrong(HashMap::default())
        }

        fn len(&self) -> usize {
            let len = self.0.len();
            if LEN && len == 2 { 3 } else { len }
        }

        fn contains_key(&self, key: &Key) -> bool {
            self.0.contains_key(key) == (LEN || self.0.len() != 2)
        }

        crate::subject_methods! { 0: insert, remove, get, iter; by hand: len, contains_key }
    }

    #[test]
    fn what_a_sequence_leaves_is_wrong_at_its_last_op() {
        let all = |_: &Case| ControlFlow::Continue(());
        let (_, told) = walk::<Wrong<true>>(&INSERTS, Spread::Random, 2, all);
        let found = told.expect_err("it is wrong");
        assert_eq!((found.kind(), found.step), (Kind::Len, 1));
        assert_eq!(line(&found.case), "insert 0 = 1; insert 1 = 2\n");
    }

    /// What came before was looked at when it was the last.
    #[test]
    fn only_the_last_op_of_a_sequence_is_checked() {
        let all = |_: &Case| ControlFlow::Continue(());
        let (_, told) = walk::<Wrong<true>>(&["insert_run 0 len 2"], Spread::Random, 2, all);
        let found = told.expect_err("it is wrong");
        assert_eq!((found.kind(), found.step), (Kind::Len, 1));
    }

    #[test]
    fn a_wrong_answer_is_told_with_the_op_that_reads() {
        let all = |_: &Case| ControlFlow::Continue(());
        let (_, told) = walk::<Wrong<false>>(&INSERTS, Spread::Random, 2, all);
        let found = told.expect_err("it is wrong");
        assert_eq!((found.kind(), found.step), (Kind::Answer, 2));
        assert_eq!(
            line(&found.case),
            "insert 0 = 1; insert 1 = 2; contains_key 0\n"
        );
    }
}
