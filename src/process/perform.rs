//! A task is carried out: what a worker does, whichever process it is in.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use super::task::{BatchTask, Detail, Report, Task, WalkTask};
use crate::case::{Case, HashPlan, Reach};
use crate::check::Runner;
use crate::evidence::Divergence;
use crate::hunt;
use crate::probe::Observer;

/// How often it is told that the work goes on.
const OFTEN: Duration = Duration::from_millis(2);

/// Whom a worker tells what it does. `Break` ends the task.
pub(crate) trait Tell {
    fn tell(&mut self, report: Report) -> ControlFlow<()>;
    /// Who is told of places; see [`Runner::run_observed`].
    fn observer(&self) -> Observer;
    /// Looks after the process itself, after so much as [`Detail`] says.
    fn look_after(&mut self, thoroughly: bool) -> ControlFlow<()>;
}

/// A task under way.
pub(crate) struct Performance<'a> {
    runner: Runner,
    detail: Detail,
    tell: &'a mut dyn Tell,
    told: Instant,
    /// What was right since that was last told.
    cases: u64,
    reach: Reach,
}

impl<'a> Performance<'a> {
    pub(crate) fn new(runner: Runner, detail: Detail, tell: &'a mut dyn Tell) -> Self {
        Performance {
            runner,
            detail,
            tell,
            told: Instant::now(),
            cases: 0,
            reach: Reach::default(),
        }
    }

    /// Carries out a task. `Break` if nobody listens any more.
    pub(crate) fn perform(&mut self, task: &Task) -> ControlFlow<()> {
        match task {
            Task::Case(case) => {
                self.begins(0, || case.clone())?;
                let outcome = self.run(&self.runner.clone(), case);
                self.ends(0, outcome)?;
                self.right(1)?;
            }
            Task::Batch(batch) => self.batch(batch)?,
            #[cfg(feature = "process")]
            Task::Sweep { case, from } => {
                self.sweep(case, *from)?;
                self.right(u64::MAX)?;
            }
            Task::Walk(walk) => self.walk(walk)?,
            #[cfg(feature = "process")]
            Task::Tell(_) => unreachable!("front-ends carry out their own tasks"),
        }
        self.tell.tell(Report::Done)
    }

    fn batch(&mut self, batch: &BatchTask) -> ControlFlow<()> {
        for unit in batch.from..batch.to {
            let (runner, case) = batch.case(unit, &self.runner);
            self.begins(unit, || case.clone())?;
            let outcome = if batch.swept {
                self.swept(&runner, &case)?
            } else {
                self.run(&runner, &case)
            };
            self.ends(unit, outcome)?;
        }
        self.right(batch.to)
    }

    /// One case swept, the faults being the units.
    #[cfg(feature = "process")]
    fn sweep(&mut self, case: &Case, from: u64) -> ControlFlow<()> {
        let runner = self.runner;
        let swept = hunt::sweep_from(case, from, &runner.without, |unit, struck| {
            self.begins(unit, || struck.clone())?;
            let outcome = self.run(&runner, struck);
            let reached = outcome.as_ref().ok().cloned();
            self.ends(unit, outcome)?;
            // A divergence has ended it.
            ControlFlow::Continue(Ok(reached.unwrap_or_default()))
        })?;
        swept.map_or(ControlFlow::Break(()), ControlFlow::Continue)
    }

    /// One case swept, as a unit among others.
    fn swept(
        &mut self,
        runner: &Runner,
        case: &Case,
    ) -> ControlFlow<(), Result<Reach, Box<Divergence>>> {
        let mut reach = Reach::default();
        let swept = hunt::sweep_from(case, 0, &runner.without, |_, struck| {
            match self.detail {
                Detail::Coarse => self.goes_on()?,
                _ => self.tell.tell(Report::Unit(struck.clone()))?,
            }
            let outcome = self.run(runner, struck);
            if let Ok(reached) = &outcome {
                reach.merge(reached);
            }
            ControlFlow::Continue(outcome)
        })?;
        ControlFlow::Continue(swept.map(|()| reach).map_err(|(_, divergence)| divergence))
    }

    fn walk(&mut self, walk: &WalkTask) -> ControlFlow<()> {
        let plan = HashPlan {
            spread: walk.spread,
            ..HashPlan::default()
        };
        let runner = self.runner;
        let observer = (self.detail == Detail::Places).then(|| self.tell.observer());
        // Of the sequence under way.
        let mut now = 0;
        let mut unit = walk.from;
        let scope = (walk.length, walk.keys);
        let walked = hunt::exhaust_from(
            &runner,
            scope,
            &plan,
            walk.from,
            observer,
            |number, case, reading| {
                self.cases += now;
                now = 1 + reading.len() as u64;
                unit = number;
                // Looking at the clock takes as long as a short sequence.
                if self.detail == Detail::Coarse && !number.is_multiple_of(64) {
                    return ControlFlow::Continue(());
                }
                self.begins(number, || {
                    let mut case = case.clone();
                    case.steps.extend(reading.iter().map(|&op| op.into()));
                    case
                })
            },
        );
        match walked {
            Ok(walked) => {
                self.cases += now;
                self.right(walked.to)
            }
            Err(divergence) => {
                self.right(unit)?;
                self.wrong(unit, divergence)
            }
        }
    }

    fn run(&mut self, runner: &Runner, case: &Case) -> Result<Reach, Box<Divergence>> {
        match self.detail {
            Detail::Places => runner.run_observed(case, self.tell.observer()),
            _ => runner.run(case),
        }
    }

    /// To be called before each unit.
    fn begins(&mut self, unit: u64, case: impl FnOnce() -> Case) -> ControlFlow<()> {
        if self.detail != Detail::Coarse {
            self.right(unit)?;
            self.tell.tell(Report::At(unit))?;
            return self.tell.tell(Report::Unit(case()));
        }
        self.look_after(false)?;
        if self.told.elapsed() >= OFTEN {
            self.told = Instant::now();
            self.right(unit)?;
            self.tell.tell(Report::At(unit))?;
        }
        ControlFlow::Continue(())
    }

    /// To be called after each unit. `Break` if it was wrong, which is told.
    fn ends(&mut self, unit: u64, outcome: Result<Reach, Box<Divergence>>) -> ControlFlow<()> {
        match outcome {
            Ok(reached) => {
                self.cases += 1;
                self.reach.merge(&reached);
                ControlFlow::Continue(())
            }
            Err(divergence) => {
                self.right(unit)?;
                self.wrong(unit, divergence)
            }
        }
    }

    /// Tells that all units before this one were right, and did nothing to the
    /// process.
    fn right(&mut self, to: u64) -> ControlFlow<()> {
        self.look_after(true)?;
        self.tell.tell(Report::Right {
            to,
            cases: std::mem::take(&mut self.cases),
            reach: std::mem::take(&mut self.reach),
        })
    }

    fn wrong(&mut self, unit: u64, divergence: Box<Divergence>) -> ControlFlow<()> {
        self.tell.tell(Report::Wrong { unit, divergence })?;
        ControlFlow::Break(())
    }

    /// Within a unit that consists of many runs.
    fn goes_on(&mut self) -> ControlFlow<()> {
        if self.told.elapsed() < OFTEN {
            return ControlFlow::Continue(());
        }
        self.told = Instant::now();
        self.tell.tell(Report::Busy)
    }

    fn look_after(&mut self, thoroughly: bool) -> ControlFlow<()> {
        self.tell.look_after(thoroughly)
    }
}
