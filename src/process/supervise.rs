//! One worker and what comes of its tasks: the first failure of a stretch of
//! work, wherever the process ended, and the outcome of single cases.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

#[cfg(all(unix, feature = "process"))]
use super::child::{Child, Heard};
use super::local::{Local, Overheard};
use super::task::{Detail, Report, Task};
use super::{Limits, Program, is_from_outside};
use crate::case::{Case, Place, Reach};
use crate::check::Runner;
use crate::evidence::{Ended, Finding, ProcessEnd};

/// After the process ended in a unit, so many units are looked at closely.
const CLOSE: u64 = if cfg!(test) { 200 } else { 20_000 };
/// How often work is begun anew that ends a process for no reason that shows
/// again, or that need not be the map.
const TRIES: u64 = 3;
/// A case whose process may have been ended by somebody else is run so often.
const FROM_OUTSIDE: u32 = 5;

/// Carries out tasks, in a child or in this process.
pub(crate) struct Worker {
    program: Option<Program>,
    limits: Limits,
    interrupt: Arc<AtomicBool>,
    heeds: bool,
    /// Microseconds of CPU time that children took.
    cpu: Arc<AtomicU64>,
    #[cfg(all(unix, feature = "process"))]
    child: Option<Child>,
}

/// What came of a task.
#[derive(Debug)]
pub(crate) enum Came {
    /// It was done.
    Done,
    /// This unit failed.
    Failed(u64, Finding),
    /// Whoever heard the reports broke it off.
    BrokenOff,
    /// The user broke it off.
    Interrupted,
}

/// A stretch of units: those that were right, and the first that was not.
#[derive(Debug, Default)]
pub(crate) struct Stretch {
    /// One behind the last unit that was right.
    pub to: u64,
    /// How many cases were right.
    pub cases: u64,
    /// What they reached.
    pub reach: Reach,
    /// The unit that failed, and how.
    pub failed: Option<(u64, Finding)>,
    /// Whether the user broke it off.
    pub interrupted: bool,
    /// How often a process ended for no reason that showed again.
    pub accidents: u64,
    /// How long it took, by the clock.
    pub took: Duration,
}

impl Worker {
    /// A worker in this process, or in children that are started as `program`
    /// says.
    pub(crate) fn new(
        program: Option<Program>,
        limits: Limits,
        interrupt: Arc<AtomicBool>,
    ) -> Worker {
        Worker {
            program,
            limits,
            interrupt,
            heeds: true,
            cpu: Arc::default(),
            #[cfg(all(unix, feature = "process"))]
            child: None,
        }
    }

    /// Whether it has a process of its own.
    pub(crate) fn is_apart(&self) -> bool {
        self.program.is_some()
    }

    pub(crate) fn is_interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }

    /// What breaks off what follows.
    pub(crate) fn set_interrupt(&mut self, interrupt: &Arc<AtomicBool>) {
        self.interrupt = Arc::clone(interrupt);
    }

    /// Whether the user can break off what follows.
    #[cfg(feature = "cli")]
    pub(crate) fn heed_interrupt(&mut self, heeds: bool) {
        self.heeds = heeds;
    }

    /// From now on, the CPU time of its children is added here.
    pub(crate) fn count_cpu(&mut self, cpu: Arc<AtomicU64>) {
        self.cpu = cpu;
    }

    /// From now on, a case may use so much CPU time.
    pub(crate) fn set_cpu(&mut self, cpu: Duration) {
        self.limits.cpu = cpu;
    }

    /// How much memory a case may use, in bytes; 0 for no limit.
    pub(crate) fn memory(&self) -> u64 {
        self.limits.memory
    }

    /// From now on, a case may use so much memory.
    pub(crate) fn set_memory(&mut self, memory: u64) {
        if memory != self.limits.memory {
            self.limits.memory = memory;
            // A child has its limit from its start.
            self.renew();
        }
    }

    /// The next task gets a process in which no map has been yet.
    pub(crate) fn renew(&mut self) {
        #[cfg(all(unix, feature = "process"))]
        {
            self.child = None;
        }
    }

    /// Carries out a task. `hear` is told of each report but those that say how
    /// the task ended, and may break off.
    ///
    /// # Errors
    ///
    /// If there is no child to be had.
    pub(crate) fn perform(
        &mut self,
        runner: &Runner,
        detail: Detail,
        task: &Task,
        mut hear: impl FnMut(Report) -> ControlFlow<()>,
    ) -> io::Result<Came> {
        let mut at = At {
            unit: task.first(),
            ..At::default()
        };
        let came = self.listen(runner, detail, task, |report| {
            at.note(&report);
            match report {
                Report::Wrong { unit, divergence } => {
                    Some(Came::Failed(unit, Finding::Diverged(divergence)))
                }
                Report::Done => Some(Came::Done),
                report => hear(report).is_break().then_some(Came::BrokenOff),
            }
        })?;
        #[cfg(all(unix, feature = "process"))]
        if let Some(child) = &mut self.child {
            let spent = child.newly_spent().as_micros() as u64;
            self.cpu.fetch_add(spent, Ordering::Relaxed);
        }
        Ok(match came {
            Listened::Came(came) => {
                if !matches!(came, Came::Done) {
                    self.renew();
                }
                came
            }
            Listened::Ended(how, words) => {
                self.renew();
                let case = at.case.or_else(|| task.case_of(at.unit, runner));
                let ended = Ended {
                    subject: runner.name,
                    how,
                    place: at.place,
                    words,
                    case: runner.suited(&case.unwrap_or_default()),
                };
                Came::Failed(at.unit, Finding::Ended(Box::new(ended)))
            }
        })
    }

    /// The units of a task, from the first to the first one that fails. `task`
    /// makes the task that begins with a unit.
    ///
    /// # Errors
    ///
    /// If there is no child to be had.
    pub(crate) fn stretch(
        &mut self,
        runner: &Runner,
        from: u64,
        task: &dyn Fn(u64) -> Task,
        hear: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> io::Result<Stretch> {
        let start = Instant::now();
        let mut stretch = Stretch {
            to: from,
            ..Stretch::default()
        };
        self.fill(runner, task, hear, &mut stretch)?;
        stretch.took = start.elapsed();
        Ok(stretch)
    }

    fn fill(
        &mut self,
        runner: &Runner,
        task: &dyn Fn(u64) -> Task,
        hear: &mut dyn FnMut(u64) -> ControlFlow<()>,
        stretch: &mut Stretch,
    ) -> io::Result<()> {
        let coarse = if self.is_apart() {
            Detail::Coarse
        } else {
            // The panic hook is to know the case.
            Detail::Units
        };
        loop {
            match self.units(runner, coarse, task, stretch, u64::MAX, hear)? {
                Came::Failed(_, Finding::Ended(_)) => {}
                came => {
                    stretch.note(came);
                    return Ok(());
                }
            }
            // Once more from where it was known to be right, closely; at last all
            // that is left, since no unit is to be passed over.
            let most = if stretch.accidents < TRIES {
                stretch.to.saturating_add(CLOSE)
            } else {
                u64::MAX
            };
            match self.units(runner, Detail::Places, task, stretch, most, hear)? {
                Came::BrokenOff if stretch.to >= most => {}
                Came::Failed(_, Finding::Ended(ended))
                    if is_from_outside(ended.how) && stretch.accidents < TRIES => {}
                // It is as good as right, but for what it would have reached.
                Came::Failed(unit, Finding::Ended(ended)) if ended.is_excused() => {
                    stretch.to = unit + 1;
                    stretch.cases += 1;
                    continue;
                }
                came => {
                    let ended = matches!(came, Came::Done);
                    stretch.accidents += u64::from(ended);
                    stretch.note(came);
                    return Ok(());
                }
            }
            stretch.accidents += 1;
        }
    }

    /// Units from where the stretch ends, up to `most`.
    fn units(
        &mut self,
        runner: &Runner,
        detail: Detail,
        task: &dyn Fn(u64) -> Task,
        stretch: &mut Stretch,
        most: u64,
        hear: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> io::Result<Came> {
        self.perform(runner, detail, &task(stretch.to), |report| {
            if let Report::Right { to, cases, reach } = report {
                stretch.to = to;
                stretch.cases += cases;
                stretch.reach.merge(&reach);
                hear(cases)?;
                if to >= most {
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        })
    }

    /// One case, told place by place if it may end the process. `None` if the
    /// user broke off.
    ///
    /// # Errors
    ///
    /// If there is no child to be had.
    pub(crate) fn case(
        &mut self,
        runner: &Runner,
        case: &Case,
        detail: Detail,
    ) -> io::Result<Option<Result<Reach, Finding>>> {
        let task = Task::Case(case.clone());
        let mut tries = FROM_OUTSIDE;
        loop {
            let mut reached = Reach::default();
            let came = self.perform(runner, detail, &task, |report| {
                if let Report::Right { reach, .. } = report {
                    reached = reach;
                }
                ControlFlow::Continue(())
            })?;
            tries -= 1;
            return Ok(match came {
                Came::Done => Some(Ok(reached)),
                // Somebody may end several processes in a row.
                Came::Failed(_, Finding::Ended(ended))
                    if is_from_outside(ended.how) && tries > 0 =>
                {
                    continue;
                }
                Came::Failed(_, Finding::Ended(ended)) if ended.is_excused() => Some(Ok(reached)),
                Came::Failed(_, finding) => Some(Err(finding)),
                Came::BrokenOff | Came::Interrupted => None,
            });
        }
    }

    fn listen(
        &mut self,
        runner: &Runner,
        detail: Detail,
        task: &Task,
        mut hear: impl FnMut(Report) -> Option<Came>,
    ) -> io::Result<Listened> {
        let never = AtomicBool::new(false);
        let interrupt = if self.heeds { &*self.interrupt } else { &never };
        #[cfg(all(unix, feature = "process"))]
        if let Some(program) = &self.program {
            let child = match &mut self.child {
                Some(child) => child,
                none => none.insert(Child::start(program, &self.limits)?),
            };
            child.give(runner, detail, task);
            loop {
                let report = match child.hear(runner, &self.limits, interrupt) {
                    Heard::Report(Report::Internal(message)) => {
                        return Err(io::Error::other(format!("internal error: {message}")));
                    }
                    Heard::Report(Report::Strange(how)) => return Ok(Listened::Ended(how, None)),
                    Heard::Report(report) => report,
                    Heard::Ended(how, words) => return Ok(Listened::Ended(how, words)),
                    Heard::Interrupted => return Ok(Listened::Came(Came::Interrupted)),
                };
                if let Some(came) = hear(report) {
                    return Ok(Listened::Came(came));
                }
            }
        }
        let mut local = Local::start(*runner, detail, task.clone());
        loop {
            let report = match local.hear(&self.limits, interrupt) {
                Overheard::Report(report) => report,
                Overheard::Hangs => return Ok(Listened::Ended(ProcessEnd::Hang, None)),
                Overheard::Interrupted => return Ok(Listened::Came(Came::Interrupted)),
            };
            if let Some(came) = hear(report) {
                return Ok(Listened::Came(came));
            }
        }
    }
}

enum Listened {
    Came(Came),
    Ended(ProcessEnd, Option<String>),
}

/// What a worker is at, as far as it told.
#[derive(Default)]
struct At {
    unit: u64,
    case: Option<Case>,
    place: Option<Place>,
}

impl At {
    fn note(&mut self, report: &Report) {
        match report {
            Report::At(unit) => {
                *self = At {
                    unit: *unit,
                    ..At::default()
                };
            }
            Report::Unit(case) => {
                self.case = Some(case.clone());
                self.place = None;
            }
            Report::Place(place) => self.place = Some(*place),
            _ => {}
        }
    }
}

impl Stretch {
    fn note(&mut self, came: Came) {
        match came {
            Came::Done | Came::BrokenOff => {}
            Came::Interrupted => self.interrupted = true,
            Came::Failed(unit, finding) => self.failed = Some((unit, finding)),
        }
    }
}

#[cfg(all(test, unix, feature = "process"))]
mod tests {
    use std::collections::HashMap;
    use std::sync::atomic::AtomicUsize;

    use super::*;
    use crate::generate::Profile;
    use crate::probe::{Key, PlanState, Value};
    use crate::process::{BatchTask, is_worker, serve};
    use crate::subject::Subject;

    static MADE: AtomicUsize = AtomicUsize::new(0);
    /// So many maps are too many for a process.
    const MOST: usize = 1_000;

    /// A map whose process ends after many of them, whatever the case is.
    struct Tires(HashMap<Key, Value, PlanState>);

    impl Subject for Tires {
        type Key = Key;
        type Value = Value;
        const NAME: &'static str = "tires";

        fn with_hint(_: usize) -> Self {
            if MADE.fetch_add(1, Ordering::Relaxed) == MOST {
                std::process::abort();
            }
            Tires(HashMap::default())
        }

        crate::subject_methods! { 0: insert, get, len, iter, remove }
    }

    #[test]
    fn no_unit_is_passed_over_after_many_accidents() {
        let runner = Runner::of::<Tires>();
        if is_worker() {
            serve(&[runner], None);
        }
        let test = concat!(
            module_path!(),
            "::no_unit_is_passed_over_after_many_accidents"
        );
        let (_, test) = test.split_once("::").unwrap();
        let program = Program::this([test, "--exact", "--nocapture"].map(Into::into)).unwrap();
        let limits = Limits::of_cpu(Duration::from_secs(20));
        let mut worker = Worker::new(Some(program), limits, Arc::default());
        let task = |from| {
            Task::Batch(BatchTask {
                profile: Profile::Mixed,
                steps: 5,
                seed: 1,
                from,
                to: 20_000,
                shard: (1, 0),
                swept: false,
                avoid: Vec::new(),
            })
        };
        let stretch = worker.stretch(&runner, 0, &task, &mut |_| ControlFlow::Continue(()));
        let stretch = stretch.unwrap();
        // As often it did not happen again right behind where it did.
        assert_eq!(stretch.accidents, TRIES, "{stretch:?}");
        let (unit, finding) = stretch.failed.unwrap();
        assert!((stretch.to..20_000).contains(&unit), "{unit}");
        assert_eq!(finding.name(), "crash");
    }
}
