//! A subject without its type: what lists of subjects are made of.

use std::ops::ControlFlow;

use super::exhaustive::{Part, Walked, walk_part};
use super::panics::listen;
use super::run::run_observed;
use super::watch::watch_leaving_out;
use super::{Divergence, Moment, Scope};
use crate::case::{Case, HashPlan, Mark, Op, OpKind, OpSet, Reach, Vocabulary, Without};
use crate::probe::{Observer, Probe};
#[cfg(feature = "cli")]
use crate::structure::Model;
use crate::structure::{Blueprint, Source, Structure, Support};

/// A subject by its name, for whatever runs cases on many of them.
#[derive(Clone, Copy, Debug)]
pub struct Runner {
    /// [`Subject::NAME`](crate::subject::Subject::NAME).
    pub name: &'static str,
    /// [`Subject::OPS`](crate::subject::Subject::OPS), as far as its keys allow for them and they are not
    /// left out.
    pub ops: OpSet,
    /// What its runs leave out; see [`Runner::without`].
    pub without: Without,
    /// [`Subject::SUPPORT`](crate::subject::Subject::SUPPORT).
    pub support: &'static Support,
    /// The largest key that a case for it may name.
    pub max_key: u16,
    /// [`Subject::WORDS`](crate::subject::Subject::WORDS).
    pub words: &'static [(&'static str, &'static str)],
    /// [`Subject::source`](crate::subject::Subject::source), if it is filled with [`Key`](crate::probe::Key)s
    /// and [`Value`](crate::probe::Value)s.
    pub source: Option<Source>,
    blueprint: &'static Blueprint,
}

impl Runner {
    /// The runner of `S`.
    #[must_use]
    pub fn of<S: Structure>() -> Runner {
        Runner::from_blueprint(S::BLUEPRINT)
    }

    fn from_blueprint(blueprint: &'static Blueprint) -> Runner {
        Runner {
            name: blueprint.name,
            ops: blueprint.ops_left(&Without::NOTHING),
            without: Without::NOTHING,
            support: blueprint.support,
            max_key: blueprint.max_key,
            words: blueprint.words,
            source: (blueprint.source)(),
            blueprint,
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
            ops: self.blueprint.ops_left(&without),
            without,
            ..self
        }
    }

    /// The vocabulary of its cases.
    #[must_use]
    pub fn vocabulary(&self) -> &'static Vocabulary {
        self.blueprint.vocabulary
    }

    /// The model of an empty one.
    #[cfg(feature = "cli")]
    pub(crate) fn model(&self) -> Box<dyn Model> {
        (self.blueprint.model)()
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
            Mark::OPS | Mark::ENTRIES | Mark::REINSERTS => true,
            Mark::COLLISIONS | Mark::FAULTS | Mark::LIES => self.blueprint.has_planned_keys,
            Mark::GROWTHS | Mark::ITERATIONS_AFTER_GROWTH => {
                self.blueprint.tells_capacity && self.ops.contains(OpKind::Reserve)
            }
            Mark::CURSOR_ENTRIES => self.ops.contains(OpKind::CursorStep),
            Mark::REFUSALS => self.support.refuses,
            own => self.support.marks.contains(&own),
        }
    }

    /// The marks that runs count, and those that it declares.
    pub fn marks(&self) -> impl Iterator<Item = Mark> {
        Mark::COMMON.iter().chain(self.support.marks).copied()
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
        self.blueprint.has_planned_keys || self.blueprint.followed != [false; 2]
    }

    /// Whether the case's plan decides how the map sees the hashes of its keys.
    pub(crate) fn hashes_by_plan(&self) -> bool {
        self.blueprint.hashes_by_plan
    }

    /// What stands for the key of this number, in its `Debug` form, unless that
    /// is the number.
    pub(crate) fn real_key(&self, plan: &HashPlan, id: u32) -> Option<String> {
        if Probe::is_under_way() {
            return None;
        }
        // A key that cannot be made or shown has no such form.
        let shown = listen(|| (self.blueprint.shown_key)(&Probe::start(plan.clone()), id));
        shown.ok().filter(|shown| *shown != id.to_string())
    }

    /// [`run`](super::run()) for this subject, but for what is left out.
    ///
    /// # Errors
    ///
    /// The first difference between map and model.
    pub fn run(&self, case: &Case) -> Result<Reach, Box<Divergence>> {
        run_observed(self.blueprint, case, self.without, None)
            .map_err(|divergence| self.by_name(divergence))
    }

    /// As [`Runner::run`]; the observer is told of each place of the case before
    /// what is done there begins.
    pub(crate) fn run_observed(
        &self,
        case: &Case,
        observer: Observer,
    ) -> Result<Reach, Box<Divergence>> {
        let outcome = run_observed(self.blueprint, case, self.without, Some(observer));
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
        let walked = walk_part(self.blueprint, scope, part, self.without, observer, watch);
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
        watch_leaving_out(self.blueprint, case, self.without, watch)
            .map_err(|divergence| self.by_name(divergence))
    }
}
