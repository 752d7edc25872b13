//! A subject without its type: what lists of subjects are made of.

use std::any::TypeId;
use std::ops::ControlFlow;

use super::exhaustive::{Part, Walked, walk_part};
use super::panics::listen;
use super::run::{hashes_by_plan, ops_left, run_observed};
use super::watch::watch_leaving_out;
use super::{Divergence, Moment, Scope};
use crate::case::{Case, HashPlan, Mark, Op, OpKind, OpSet, Reach, Without};
use crate::probe::{Key, Observer, Probe, TestKey, TestValue, Value};
use crate::subject::{GoMapSubject, Source, StdBTreeMap, StdHashMap, Subject, Support};

/// A subject by its name, for whatever runs cases on many of them.
#[derive(Clone, Copy, Debug)]
pub struct Runner {
    /// [`Subject::NAME`].
    pub name: &'static str,
    /// [`Subject::OPS`], as far as its keys allow for them and they are not
    /// left out.
    pub ops: OpSet,
    /// What its runs leave out; see [`Runner::without`].
    pub without: Without,
    /// [`Subject::SUPPORT`].
    pub support: &'static Support,
    /// The largest key that a case for it may name.
    pub max_key: u16,
    /// [`Subject::WORDS`].
    pub words: &'static [(&'static str, &'static str)],
    /// [`Subject::source`], if it is filled with [`Key`]s and [`Value`]s.
    pub source: Option<Source>,
    /// Its keys are plain data, which does not follow the hash plan, nor lie;
    /// and so little of what a map calls is ours that few planned panics
    /// strike.
    plain_keys: bool,
    instruments: bool,
    hashes_by_plan: bool,
    /// [`Subject::TELLS_CAPACITY`], by which growths are seen.
    tells_capacity: bool,
    real_key: fn(&HashPlan, u32) -> Option<String>,
    ops_left: fn(&Without) -> OpSet,
    run: Run,
    watch: Watch,
    exhaust: Exhaust,
}

type Run = fn(&Case, Without, Option<Observer>) -> Result<Reach, Box<Divergence>>;

type Exhaust = fn(
    Scope<'_>,
    Part,
    Without,
    Option<Observer>,
    &mut dyn FnMut(&Case) -> ControlFlow<()>,
) -> Result<Walked, Box<Divergence>>;

type Watch = fn(&Case, Without, &mut dyn FnMut(Moment<'_>)) -> Result<Reach, Box<Divergence>>;

impl Runner {
    /// The runner of `S`.
    #[must_use]
    pub fn of<S: Subject>() -> Runner {
        Runner {
            name: S::NAME,
            ops: ops_left::<S>(&Without::NOTHING),
            without: Without::NOTHING,
            support: &S::SUPPORT,
            max_key: S::SUPPORT.max_key(<S::Key as TestKey>::LAST),
            words: S::WORDS,
            source: S::source()
                .filter(|_| TypeId::of::<(S::Key, S::Value)>() == TypeId::of::<(Key, Value)>()),
            instruments: <S::Key as TestKey>::FOLLOWED || <S::Value as TestValue>::FOLLOWED,
            plain_keys: !<S::Key as TestKey>::FOLLOWED,
            hashes_by_plan: hashes_by_plan::<S>(),
            tells_capacity: S::TELLS_CAPACITY,
            real_key: real_key::<S::Key>,
            ops_left: ops_left::<S>,
            run: run_observed::<S>,
            watch: watch_leaving_out::<S>,
            exhaust: walk_part::<S>,
        }
    }

    /// The same subject under another name.
    #[must_use]
    pub fn named(self, name: &'static str) -> Runner {
        Runner { name, ..self }
    }

    /// The same subject, whose runs leave this out, beside what they leave out
    /// already. A case from elsewhere is brought to the ops that are left, and
    /// loses the faults that are not; a step for which no op is left is
    /// dropped.
    ///
    /// ```
    /// use map_oracle::case::{OpKind, Without};
    /// use map_oracle::check::Runner;
    /// use map_oracle::subject::StdHashMap;
    ///
    /// let without = Without::parse(Some("iter, entry_*"), None, Some("none"))?;
    /// let runner = Runner::of::<StdHashMap>().without(without);
    /// assert!(!runner.ops.contains(OpKind::Iter));
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn without(self, without: Without) -> Runner {
        let without = self.without.and(without);
        Runner {
            ops: (self.ops_left)(&without),
            without,
            ..self
        }
    }

    /// The case that is run where this one is given.
    pub(crate) fn suited(&self, case: &Case) -> Case {
        let mut case = case.within(self.ops, self.max_key);
        case.leave_out_faults(&self.without);
        case
    }

    /// Whether a run can report `mark`: some marks are counted by the run
    /// itself, some need a map that tells its capacity or has cursors, the
    /// rest must be declared.
    #[must_use]
    pub fn reports(&self, mark: Mark) -> bool {
        match mark {
            Mark::Ops | Mark::Entries | Mark::Reinserts => true,
            Mark::Collisions | Mark::Faults | Mark::Lies => !self.plain_keys,
            Mark::Growths | Mark::IterationsAfterGrowth => {
                self.tells_capacity && self.ops.contains(OpKind::Reserve)
            }
            Mark::CursorEntries => self.ops.contains(OpKind::CursorStep),
            Mark::Refusals => self.support.refuses,
            Mark::TombstonesReused
            | Mark::EmptyRestAcross
            | Mark::Chain
            | Mark::SameSizeGrowths
            | Mark::GrowthsUnderCursor
            | Mark::GrowthsOutlived
            | Mark::CursorsMidGrowth
            | Mark::EmptiedUnderCursor
            | Mark::GrowthsWithNan => self.support.marks.contains(&mark),
        }
    }

    /// Whether it leaves out what `base` does not.
    pub(crate) fn is_reduced(&self, base: &Runner) -> bool {
        !self.without.beyond(&base.without).is_nothing()
    }

    /// What it leaves out that `base` does not, as for `--without`.
    pub(crate) fn left_out(&self, base: &Runner) -> String {
        let words = self.without.beyond(&base.without).words();
        let mut words = words.into_iter();
        let found = words.find(|(option, _)| *option == "without");
        found.map_or(String::new(), |(_, words)| words)
    }

    /// Whether its keys or values count their calls and can be made to panic.
    #[must_use]
    pub fn has_instruments(&self) -> bool {
        self.instruments
    }

    /// Whether the case's plan decides how the map sees the hashes of its keys.
    pub(crate) fn hashes_by_plan(&self) -> bool {
        self.hashes_by_plan
    }

    /// What stands for the key of this number, in its `Debug` form, unless that
    /// is the number.
    pub(crate) fn real_key(&self, plan: &HashPlan, id: u32) -> Option<String> {
        (self.real_key)(plan, id)
    }

    /// [`run`](super::run()) for this subject, but for what is left out.
    ///
    /// # Errors
    ///
    /// The first difference between map and model.
    pub fn run(&self, case: &Case) -> Result<Reach, Box<Divergence>> {
        (self.run)(case, self.without, None).map_err(|divergence| self.by_name(divergence))
    }

    /// As [`Runner::run`]; the observer is told of each place of the case before
    /// what is done there begins.
    pub(crate) fn run_observed(
        &self,
        case: &Case,
        observer: Observer,
    ) -> Result<Reach, Box<Divergence>> {
        let outcome = (self.run)(case, self.without, Some(observer));
        outcome.map_err(|divergence| self.by_name(divergence))
    }

    /// [`exhaust`](super::exhaust()) for this subject, but for what is left out:
    /// letters that are, too.
    ///
    /// # Errors
    ///
    /// The first divergence.
    pub fn exhaust(
        &self,
        scope: Scope<'_>,
        watch: &mut dyn FnMut(&Case) -> ControlFlow<()>,
    ) -> Result<u64, Box<Divergence>> {
        self.walk(scope, Part::default(), None, watch)
            .map(|walked| walked.cases)
    }

    /// As [`Runner::exhaust`], for a part of the scope, and with an observer.
    pub(crate) fn walk(
        &self,
        scope: Scope<'_>,
        part: Part,
        observer: Option<Observer>,
        watch: &mut dyn FnMut(&Case) -> ControlFlow<()>,
    ) -> Result<Walked, Box<Divergence>> {
        let left = |letters: &[Op]| -> Vec<Op> {
            let kept = |op: &&Op| !self.without.ops().contains(op.kind());
            letters.iter().filter(kept).copied().collect()
        };
        let scope = Scope {
            changing: &left(scope.changing),
            closing: &left(scope.closing),
            reading: &left(scope.reading),
            ..scope
        };
        let walked = (self.exhaust)(scope, part, self.without, observer, watch);
        walked.map_err(|divergence| self.by_name(divergence))
    }

    fn by_name(&self, mut divergence: Box<Divergence>) -> Box<Divergence> {
        divergence.subject = self.name;
        divergence
    }

    /// [`run_watched`](super::run_watched()) for this subject, but for what is
    /// left out.
    ///
    /// # Errors
    ///
    /// The first difference between map and model.
    pub fn watch(
        &self,
        case: &Case,
        watch: &mut dyn FnMut(Moment<'_>),
    ) -> Result<Reach, Box<Divergence>> {
        (self.watch)(case, self.without, watch).map_err(|divergence| self.by_name(divergence))
    }

    /// The subjects that come along, `gomap` first.
    #[must_use]
    pub fn built_in() -> Vec<Runner> {
        vec![
            Runner::of::<GoMapSubject>(),
            Runner::of::<StdHashMap>(),
            Runner::of::<StdBTreeMap>(),
            #[cfg(feature = "hashbrown")]
            Runner::of::<crate::subject::Hashbrown>(),
            #[cfg(feature = "hashbrown")]
            Runner::of::<crate::subject::HashTable>(),
            #[cfg(feature = "indexmap")]
            Runner::of::<crate::subject::IndexMap>(),
        ]
    }
}

/// See [`Runner::real_key`]. A key that cannot be made or shown has no such
/// form.
fn real_key<K: TestKey>(plan: &HashPlan, id: u32) -> Option<String> {
    if Probe::is_under_way() {
        return None;
    }
    let shown = listen(|| {
        let probe = Probe::start(plan.clone());
        format!("{:?}", K::make(&probe, id))
    });
    shown.ok().filter(|shown| *shown != id.to_string())
}
