//! A run with a spectator: what it is shown after each step.

use super::panics::listen;
use super::run::{Run, guarded};
use crate::case::{Case, Reach, Standing, Step, Without};
use crate::evidence::Divergence;
use crate::structure::{Answer, Blueprint, Model, Structure, Table};

/// What a map did at a step, as far as it says something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Told {
    /// Nothing: the op has no answer, or the map panicked of its own accord.
    #[default]
    Nothing,
    /// It answered.
    Answer(Answer),
    /// An op on a cursor.
    Cursor {
        /// The cursor's number.
        cursor: usize,
        /// Whether it was opened first.
        opened: bool,
        /// What it produced, in order.
        produced: Vec<(u32, u32)>,
        /// Whether it came to its end.
        ended: bool,
    },
    /// The planned panic was thrown and came out.
    Injected,
}

/// A run between two steps.
pub struct Moment<'a> {
    /// The step that was just taken, and its number from 0; `None` before the
    /// first.
    pub step: Option<(usize, &'a Step)>,
    /// The hash of the key of an op that names one key, if the map sees it.
    pub hash: Option<u64>,
    /// What the map did.
    pub told: &'a Told,
    /// What a right map would hold. After a panic of the map's own, what it
    /// would have held before the step.
    pub model: &'a dyn Model,
    /// The map's structure, if it shows any.
    pub table: Option<Table>,
    /// What iteration shows, if the map just diverged.
    pub seen: Option<Vec<(u32, u32)>>,
}

/// Runs `case` as [`run`](super::run) does, and shows `watch` the map and the
/// model: before the first step and after each, the one that diverges
/// included. A map that panics when it is looked at after that is not shown.
/// From a step on in which a key lied, nothing is shown but a divergence: there
/// is no right map to compare it with.
///
/// # Errors
///
/// The first difference between map and model.
///
/// # Panics
///
/// As [`run`](super::run).
pub fn run_watched<S: Structure>(
    case: &Case,
    watch: &mut dyn FnMut(Moment<'_>),
) -> Result<Reach, Box<Divergence>> {
    watch_leaving_out(S::BLUEPRINT, case, Without::NOTHING, watch)
}

/// As [`run_watched`], but for what is left out.
pub(super) fn watch_leaving_out(
    blueprint: &'static Blueprint,
    case: &Case,
    without: Without,
    watch: &mut dyn FnMut(Moment<'_>),
) -> Result<Reach, Box<Divergence>> {
    guarded(blueprint, case, without, None, |case, probe| {
        let domain = case.domain();
        let mut run = Run::start(blueprint, probe, case.hint, &domain)?;
        watch(run.moment(None));
        for (index, step) in case.steps.iter().enumerate() {
            probe.begin_step(index);
            run.told = Told::Nothing;
            let outcome = run.step(step.op, step.fault);
            let diverged = outcome.is_err();
            let lied = probe.lied();
            let shows = diverged && !lied && probe.checks(Standing::Iteration);
            let mut look = || {
                let moment = run.moment(Some((index, step)));
                watch(Moment {
                    seen: shows.then(|| run.subject.entries()),
                    table: moment.table.filter(|_| !lied),
                    ..moment
                });
            };
            if run.given_up && !diverged {
                break;
            }
            if lied && !diverged {
                continue;
            }
            if diverged {
                // A broken map may do anything when it is looked at. What it
                // did before is the news.
                let _ = listen(look);
            } else {
                look();
            }
            outcome?;
        }
        run.finish(case.steps.len())
    })
}

impl Run<'_> {
    /// The run as a spectator sees it.
    fn moment<'a>(&'a self, step: Option<(usize, &'a Step)>) -> Moment<'a> {
        let hash = step.and_then(|(_, step)| {
            let mut keys = step.op.keys();
            let only = keys.next().filter(|_| keys.next().is_none())?;
            self.blueprint
                .hashes_by_plan
                .then(|| self.probe.hash_of(only.into()))
        });
        Moment {
            step,
            hash,
            told: &self.told,
            model: &*self.model,
            table: self.subject.table(),
            seen: None,
        }
    }
}
