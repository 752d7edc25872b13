//! A run with a spectator: what it is shown after each step.

use super::divergence::Divergence;
use super::run::run_shown;
use crate::case::{Case, Reach, Step};
use crate::model::{Answer, Model};
use crate::subject::{Subject, Table};

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
    /// What the map did.
    pub told: &'a Told,
    /// What a right map would hold. After a panic of the map's own, what it
    /// would have held before the step.
    pub model: &'a Model,
    /// The map's structure, if it shows any.
    pub table: Option<Table>,
    /// What iteration shows, if the map just diverged.
    pub seen: Option<Vec<(u32, u32)>>,
}

/// Runs `case` as [`run`](super::run) does, and shows `watch` the map and the
/// model: before the first step and after each, the one that diverges
/// included. A map that panics when it is looked at after that is not shown.
///
/// # Errors
///
/// The first difference between map and model.
///
/// # Panics
///
/// As [`run`](super::run).
pub fn run_watched<S: Subject>(
    case: &Case,
    watch: &mut dyn FnMut(Moment<'_>),
) -> Result<Reach, Box<Divergence>> {
    run_shown::<S>(case, watch)
}
