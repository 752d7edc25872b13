//! What a worker is asked to do, and what it tells while it does it: plain
//! data, the same whether the worker is a process or a thread.

use super::avoid::Avoidance;
use crate::case::{Case, Place, Reach, Spread};
use crate::check::Runner;
use crate::evidence::Divergence;
#[cfg(all(unix, feature = "process"))]
use crate::evidence::ProcessEnd;
use crate::generate::Profile;
use crate::hunt::Batch;

/// Something to be done on one subject. The work comes in numbered *units*,
/// which are done in order; what they are depends on the task.
#[derive(Clone, Debug)]
pub(crate) enum Task {
    /// One case; the only unit is number 0.
    Case(Case),
    /// Cases of a profile; a unit is a case, by its number in the profile.
    Batch(BatchTask),
    /// A case with one fault at a time, from this unit on; see
    /// [`hunt::sweep`](crate::hunt::sweep). A unit is a fault at a step.
    #[cfg(feature = "process")]
    Sweep {
        /// The case.
        case: Case,
        /// The first unit.
        from: u64,
    },
    /// Every sequence of up to so many ops, from this unit on. A unit is a
    /// sequence with all ops that read behind it.
    Walk(WalkTask),
    /// A task of a front-end's own, in its own words.
    #[cfg(feature = "process")]
    Tell(TellTask),
}

/// See [`Task::Batch`].
#[derive(Clone, Debug)]
pub(crate) struct BatchTask {
    /// The profile.
    pub profile: Profile,
    /// The most steps in a case.
    pub steps: usize,
    /// The seed of the batch.
    pub seed: u64,
    /// The first case.
    pub from: u64,
    /// One behind the last case.
    pub to: u64,
    /// Of so many shards, this one: unit `n` is case `n * shards + shard`.
    pub shard: (u64, u64),
    /// Whether each case is a small one that is swept, see
    /// [`hunt::sweep`](crate::hunt::sweep).
    pub swept: bool,
    /// What cases are to be kept clear of.
    pub avoid: Vec<Avoidance>,
}

/// See [`Task::Walk`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct WalkTask {
    /// The rule by which keys hash.
    pub spread: Spread,
    /// The most ops in a sequence.
    pub length: usize,
    /// How many keys there are.
    pub keys: u16,
    /// The first unit.
    pub from: u64,
}

/// What is asked of the recording of a case.
#[cfg(feature = "process")]
#[derive(Clone, Debug)]
pub(crate) struct TellTask {
    /// The case.
    pub case: Case,
    /// How many of its steps are run.
    pub steps: usize,
    /// The rest of what is asked, in JSON.
    pub request: String,
}

/// How closely a worker tells what it is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Now and then: enough to know that it goes on.
    Coarse,
    /// Before each unit.
    Units,
    /// Before each unit and at each place of its case.
    Places,
}

/// What a worker tells.
#[derive(Clone, Debug)]
pub(crate) enum Report {
    /// This unit begins, and all before it were right.
    At(u64),
    /// The unit under way goes on.
    Busy,
    /// In the unit under way, this begins.
    Place(Place),
    /// The case of the unit under way.
    Unit(Case),
    /// All units up to and without this one were right; they reached this since
    /// the last such report, in so many cases.
    Right {
        /// One behind the last unit.
        to: u64,
        /// How many cases that were.
        cases: u64,
        /// What they reached.
        reach: Reach,
    },
    /// This unit diverged, and the task is over.
    Wrong {
        /// The unit.
        unit: u64,
        /// The divergence.
        divergence: Box<Divergence>,
    },
    /// Something happened to the process itself, at the place told last.
    #[cfg(all(unix, feature = "process"))]
    Strange(ProcessEnd),
    /// Text that was asked for.
    #[cfg(feature = "process")]
    Told(String),
    /// The task is done.
    Done,
    /// The oracle itself failed.
    #[cfg(all(unix, feature = "process"))]
    Internal(String),
}

impl BatchTask {
    /// The case of this number, and the runner that it is run with.
    pub(crate) fn case(&self, unit: u64, runner: &Runner) -> (Runner, Case) {
        let batch = Batch {
            profile: self.profile,
            cases: usize::MAX,
            steps: self.steps,
            seed: self.seed,
        };
        let (shards, shard) = self.shard;
        let index = (unit * shards + shard) as usize;
        let case = if self.swept {
            batch.case_to_sweep(index, runner)
        } else {
            batch.case(index, runner)
        };
        Avoidance::apply(&self.avoid, unit, runner, case)
    }
}

impl Task {
    /// The first unit.
    pub(crate) fn first(&self) -> u64 {
        match self {
            Task::Batch(batch) => batch.from,
            #[cfg(feature = "process")]
            Task::Sweep { from, .. } => *from,
            Task::Walk(walk) => walk.from,
            _ => 0,
        }
    }

    /// The case that fails if a worker ends in a unit, if that is known here.
    pub(crate) fn case_of(&self, unit: u64, runner: &Runner) -> Option<Case> {
        match self {
            Task::Case(case) => Some(case.clone()),
            Task::Batch(batch) => Some(batch.case(unit, runner).1),
            #[cfg(feature = "process")]
            Task::Sweep { case, .. } => crate::hunt::struck(case, unit),
            Task::Walk(_) => None,
            #[cfg(feature = "process")]
            Task::Tell(tell) => Some(tell.case.clone()),
        }
    }
}
