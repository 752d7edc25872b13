//! A subject without its type: what lists of subjects are made of.

use std::any::TypeId;
use std::ops::ControlFlow;

use super::panics::listen;
use super::run::{hashes_by_plan, ops};
use super::{Divergence, Moment, Scope, exhaust, run, run_watched};
use crate::case::{Case, HashPlan, Mark, OpKind, OpSet, Reach};
use crate::probe::{Key, Probe, TestKey, TestValue, Value};
use crate::subject::{GoMapSubject, Source, StdBTreeMap, StdHashMap, Subject, Support};

/// A subject by its name, for whatever runs cases on many of them.
#[derive(Clone, Copy, Debug)]
pub struct Runner {
    /// [`Subject::NAME`].
    pub name: &'static str,
    /// [`Subject::OPS`], as far as its keys allow for them.
    pub ops: OpSet,
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
    real_key: fn(&HashPlan, u32) -> Option<String>,
    run: fn(&Case) -> Result<Reach, Box<Divergence>>,
    watch: Watch,
    exhaust: Exhaust,
}

type Exhaust =
    fn(Scope<'_>, &mut dyn FnMut(&Case) -> ControlFlow<()>) -> Result<u64, Box<Divergence>>;

type Watch = fn(&Case, &mut dyn FnMut(Moment<'_>)) -> Result<Reach, Box<Divergence>>;

impl Runner {
    /// The runner of `S`.
    #[must_use]
    pub fn of<S: Subject>() -> Runner {
        Runner {
            name: S::NAME,
            ops: ops::<S>(),
            support: &S::SUPPORT,
            max_key: S::SUPPORT.max_key(<S::Key as TestKey>::LAST),
            words: S::WORDS,
            source: S::source()
                .filter(|_| TypeId::of::<(S::Key, S::Value)>() == TypeId::of::<(Key, Value)>()),
            instruments: <S::Key as TestKey>::FOLLOWED || <S::Value as TestValue>::FOLLOWED,
            plain_keys: !<S::Key as TestKey>::FOLLOWED,
            hashes_by_plan: hashes_by_plan::<S>(),
            real_key: real_key::<S::Key>,
            run: run::<S>,
            watch: run_watched::<S>,
            exhaust: exhaust::<S>,
        }
    }

    /// The same subject under another name.
    #[must_use]
    pub fn named(self, name: &'static str) -> Runner {
        Runner { name, ..self }
    }

    /// Whether a run can report `mark`: some marks are counted by the run
    /// itself, some need a map that tells its capacity or has cursors, the
    /// rest must be declared.
    #[must_use]
    pub fn reports(&self, mark: Mark) -> bool {
        match mark {
            Mark::Ops | Mark::Entries | Mark::Reinserts => true,
            Mark::Collisions | Mark::Faults | Mark::Lies => !self.plain_keys,
            Mark::Growths | Mark::IterationsAfterGrowth => self.ops.contains(OpKind::Reserve),
            Mark::CursorEntries => self.ops.contains(OpKind::CursorStep),
            Mark::Refusals => self.support.refuses,
            declared => self.support.marks.contains(&declared),
        }
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

    /// [`run`] for this subject.
    ///
    /// # Errors
    ///
    /// The first difference between map and model.
    pub fn run(&self, case: &Case) -> Result<Reach, Box<Divergence>> {
        (self.run)(case).map_err(|divergence| self.by_name(divergence))
    }

    /// [`exhaust`] for this subject.
    ///
    /// # Errors
    ///
    /// The first divergence.
    pub fn exhaust(
        &self,
        scope: Scope<'_>,
        watch: &mut dyn FnMut(&Case) -> ControlFlow<()>,
    ) -> Result<u64, Box<Divergence>> {
        (self.exhaust)(scope, watch).map_err(|divergence| self.by_name(divergence))
    }

    fn by_name(&self, mut divergence: Box<Divergence>) -> Box<Divergence> {
        divergence.subject = self.name;
        divergence
    }

    /// [`run_watched`] for this subject.
    ///
    /// # Errors
    ///
    /// The first difference between map and model.
    pub fn watch(
        &self,
        case: &Case,
        watch: &mut dyn FnMut(Moment<'_>),
    ) -> Result<Reach, Box<Divergence>> {
        (self.watch)(case, watch).map_err(|divergence| self.by_name(divergence))
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
