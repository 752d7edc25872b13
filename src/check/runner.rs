//! A subject without its type: what lists of subjects are made of.

use std::any::TypeId;
use std::ops::ControlFlow;

use super::exhaustive::exhaust_leaving_out;
use super::run::{ops_left, run_observed};
use super::watch::watch_leaving_out;
use super::{Divergence, Moment, Scope};
use crate::case::{Case, Mark, Op, OpKind, OpSet, Reach, Without};
use crate::probe::{Key, TestKey, TestValue, Value};
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
    ops_left: fn(&Without) -> OpSet,
    run: fn(&Case, Without) -> Result<Reach, Box<Divergence>>,
    watch: Watch,
    exhaust: Exhaust,
}

type Exhaust = fn(
    Scope<'_>,
    Without,
    &mut dyn FnMut(&Case) -> ControlFlow<()>,
) -> Result<u64, Box<Divergence>>;

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
            ops_left: ops_left::<S>,
            run: |case, without| run_observed::<S>(case, without, None),
            watch: watch_leaving_out::<S>,
            exhaust: exhaust_leaving_out::<S>,
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

    /// [`run`](super::run()) for this subject, but for what is left out.
    ///
    /// # Errors
    ///
    /// The first difference between map and model.
    pub fn run(&self, case: &Case) -> Result<Reach, Box<Divergence>> {
        (self.run)(case, self.without).map_err(|divergence| self.by_name(divergence))
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
        (self.exhaust)(scope, self.without, watch).map_err(|divergence| self.by_name(divergence))
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
