//! The form in which tasks and reports go from one process to the other: a line
//! of JSON each.

use serde::{Deserialize, Serialize};

use super::avoid::Avoidance;
use super::task::{BatchTask, Detail, Report, Task, TellTask, WalkTask};
use crate::case::{Case, Doing, Mark, Place, Reach, Without};
use crate::check::Runner;
use crate::evidence::{Divergence, ProcessEnd, Wrong};
#[cfg(feature = "cli")]
use crate::evidence::{Ended, Finding};
use crate::generate::Profile;

/// What is sent to a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) subject: String,
    /// What the runner leaves out, in words.
    without: [Option<String>; 3],
    detail: u8,
    task: WireTask,
}

#[derive(Debug, Serialize, Deserialize)]
enum WireTask {
    Case(String),
    Batch {
        profile: String,
        steps: usize,
        seed: u64,
        from: u64,
        to: u64,
        shard: (u64, u64),
        swept: bool,
        avoid: Vec<WireAvoidance>,
    },
    Sweep(String, u64),
    /// A case of which only the hash plan counts.
    Walk(String, usize, u16, u64),
    Tell(String, usize, String),
}

/// An [`Avoidance`] in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct WireAvoidance {
    without: [Option<String>; 3],
    keys: Option<u16>,
    collisions: bool,
    inverted: bool,
    spared: u32,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum WireReport {
    At(u64),
    Busy,
    Place(usize, u8, u32),
    Unit(String),
    Right(u64, u64, Vec<(String, u64)>),
    Wrong(u64, Box<WireDivergence>),
    Strange(u8),
    Told(String),
    Done,
    Internal(String),
}

/// A [`Divergence`] without its subject, which is known.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WireDivergence {
    wrong: Wrong,
    step: usize,
    doing: (u8, u32),
    case: String,
}

impl Order {
    pub(super) fn new(runner: &Runner, detail: Detail, task: &Task) -> Order {
        Order {
            subject: runner.name.to_owned(),
            without: words(&runner.without),
            detail: match detail {
                Detail::Coarse => 0,
                Detail::Units => 1,
                Detail::Places => 2,
            },
            task: match task {
                Task::Case(case) => WireTask::Case(case.to_string()),
                Task::Batch(batch) => WireTask::Batch {
                    profile: batch.profile.name().to_owned(),
                    steps: batch.steps,
                    seed: batch.seed,
                    from: batch.from,
                    to: batch.to,
                    shard: batch.shard,
                    swept: batch.swept,
                    avoid: batch.avoid.iter().map(WireAvoidance::from).collect(),
                },
                Task::Sweep { case, from } => WireTask::Sweep(case.to_string(), *from),
                Task::Walk(walk) => {
                    let mut case = Case::default();
                    case.plan.spread = walk.spread;
                    WireTask::Walk(case.to_string(), walk.length, walk.keys, walk.from)
                }
                Task::Tell(tell) => {
                    WireTask::Tell(tell.case.to_string(), tell.steps, tell.request.clone())
                }
            },
        }
    }

    /// What the runner leaves out. `None` if this is nothing that [`Order::new`]
    /// makes.
    pub(super) fn without(&self) -> Option<Without> {
        read_words(&self.without)
    }

    /// How closely is to be told what, and the task. `None` if this is nothing
    /// that [`Order::new`] makes.
    pub(super) fn read(self) -> Option<(Detail, Task)> {
        let case = |text: String| text.parse::<Case>().ok();
        let detail = *[Detail::Coarse, Detail::Units, Detail::Places].get(self.detail as usize)?;
        let task = match self.task {
            WireTask::Case(text) => Task::Case(case(text)?),
            WireTask::Batch {
                profile,
                steps,
                seed,
                from,
                to,
                shard,
                swept,
                avoid,
            } => Task::Batch(BatchTask {
                profile: Profile::from_name(&profile)?,
                steps,
                seed,
                from,
                to,
                shard,
                swept,
                avoid: avoid
                    .into_iter()
                    .map(WireAvoidance::read)
                    .collect::<Option<_>>()?,
            }),
            WireTask::Sweep(text, from) => Task::Sweep {
                case: case(text)?,
                from,
            },
            WireTask::Walk(text, length, keys, from) => Task::Walk(WalkTask {
                spread: case(text)?.plan.spread,
                length,
                keys,
                from,
            }),
            WireTask::Tell(text, steps, request) => Task::Tell(TellTask {
                case: case(text)?,
                steps,
                request,
            }),
        };
        Some((detail, task))
    }
}

/// What is left out, by the options of the command line.
fn words(without: &Without) -> [Option<String>; 3] {
    let words = without.words();
    ["without", "only", "faults"].map(|option| {
        let found = words.iter().find(|(name, _)| *name == option);
        found.map(|(_, words)| words.clone())
    })
}

fn read_words(words: &[Option<String>; 3]) -> Option<Without> {
    let [without, only, faults] = words.each_ref().map(Option::as_deref);
    Without::parse(without, only, faults).ok()
}

impl From<&Avoidance> for WireAvoidance {
    fn from(avoidance: &Avoidance) -> WireAvoidance {
        WireAvoidance {
            without: words(&avoidance.without),
            keys: avoidance.keys,
            collisions: avoidance.collisions,
            inverted: avoidance.inverted,
            spared: avoidance.spared,
        }
    }
}

impl WireAvoidance {
    fn read(self) -> Option<Avoidance> {
        Some(Avoidance {
            without: read_words(&self.without)?,
            keys: self.keys,
            collisions: self.collisions,
            inverted: self.inverted,
            spared: self.spared,
        })
    }
}

/// Ends that a worker tells by itself.
const STRANGE: [ProcessEnd; 2] = [ProcessEnd::Fork, ProcessEnd::Signals];

impl WireReport {
    pub(super) fn new(report: &Report) -> WireReport {
        match report {
            Report::At(unit) => WireReport::At(*unit),
            Report::Busy => WireReport::Busy,
            Report::Place(place) => {
                let (doing, key) = doing_number(place.doing);
                WireReport::Place(place.step, doing, key)
            }
            Report::Unit(case) => WireReport::Unit(case.to_string()),
            Report::Right { to, cases, reach } => WireReport::Right(*to, *cases, marks(reach)),
            Report::Wrong { unit, divergence } => {
                WireReport::Wrong(*unit, Box::new(WireDivergence::new(divergence)))
            }
            Report::Strange(end) => {
                let place = STRANGE.iter().position(|other| other == end);
                WireReport::Strange(place.unwrap_or_default() as u8)
            }
            Report::Told(text) => WireReport::Told(text.clone()),
            Report::Done => WireReport::Done,
            Report::Internal(message) => WireReport::Internal(message.clone()),
        }
    }

    /// The report of a worker on this subject. `None` if this is nothing that
    /// [`WireReport::new`] makes.
    pub(super) fn read(self, runner: &Runner) -> Option<Report> {
        Some(match self {
            WireReport::At(unit) => Report::At(unit),
            WireReport::Busy => Report::Busy,
            WireReport::Place(step, doing, key) => Report::Place(Place {
                step,
                doing: read_doing((doing, key))?,
            }),
            WireReport::Unit(text) => Report::Unit(text.parse().ok()?),
            WireReport::Right(to, cases, marks) => Report::Right {
                to,
                cases,
                reach: read_marks(runner, &marks)?,
            },
            WireReport::Wrong(unit, divergence) => Report::Wrong {
                unit,
                divergence: Box::new(divergence.read(runner.name)?),
            },
            WireReport::Strange(number) => Report::Strange(*STRANGE.get(number as usize)?),
            WireReport::Told(text) => Report::Told(text),
            WireReport::Done => Report::Done,
            WireReport::Internal(message) => Report::Internal(message),
        })
    }
}

/// What was reached, by the names of the marks.
fn marks(reach: &Reach) -> Vec<(String, u64)> {
    let named = |(mark, amount): (Mark, u64)| (mark.name().to_owned(), amount);
    reach.iter().map(named).collect()
}

/// The inverse of [`marks`].
fn read_marks(runner: &Runner, marks: &[(String, u64)]) -> Option<Reach> {
    let mut reach = Reach::default();
    for (name, amount) in marks {
        let mark = runner.marks().find(|mark| mark.name() == name)?;
        reach.note(mark, *amount);
    }
    Some(reach)
}

fn doing_number(doing: Doing) -> (u8, u32) {
    match doing {
        Doing::Make => (0, 0),
        Doing::Op => (1, 0),
        Doing::Prepare => (2, 0),
        Doing::Len => (3, 0),
        Doing::Capacity => (4, 0),
        Doing::LookUp(key) => (5, key),
        Doing::Iterate => (6, 0),
        Doing::Invariants => (7, 0),
        Doing::Drop => (8, 0),
    }
}

fn read_doing((number, key): (u8, u32)) -> Option<Doing> {
    Some(match number {
        0 => Doing::Make,
        1 => Doing::Op,
        2 => Doing::Prepare,
        3 => Doing::Len,
        4 => Doing::Capacity,
        5 => Doing::LookUp(key),
        6 => Doing::Iterate,
        7 => Doing::Invariants,
        8 => Doing::Drop,
        _ => return None,
    })
}

impl WireDivergence {
    fn new(divergence: &Divergence) -> WireDivergence {
        WireDivergence {
            wrong: divergence.wrong.clone(),
            step: divergence.step,
            doing: doing_number(divergence.doing),
            case: divergence.case.to_string(),
        }
    }

    fn read(self, subject: &'static str) -> Option<Divergence> {
        Some(Divergence {
            subject,
            wrong: self.wrong,
            step: self.step,
            doing: read_doing(self.doing)?,
            case: self.case.parse().ok()?,
        })
    }
}

/// A [`Finding`] in words; its subject is known.
#[cfg(feature = "cli")]
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum WireFinding {
    /// The map diverged.
    Diverged(Box<WireDivergence>),
    /// The process ended: how, and the number of the signal or the code; where;
    /// the last words; the case.
    Ended {
        how: (u8, i32),
        place: Option<(usize, u8, u32)>,
        words: Option<String>,
        case: String,
    },
}

#[cfg(feature = "cli")]
impl WireFinding {
    pub(crate) fn new(finding: &Finding) -> WireFinding {
        match finding {
            Finding::Diverged(divergence) => {
                WireFinding::Diverged(Box::new(WireDivergence::new(divergence)))
            }
            Finding::Ended(ended) => WireFinding::Ended {
                how: end_number(ended.how),
                place: ended.place.map(|place| {
                    let (doing, key) = doing_number(place.doing);
                    (place.step, doing, key)
                }),
                words: ended.words.clone(),
                case: ended.case.to_string(),
            },
        }
    }

    /// The finding on this subject. `None` if this is nothing that
    /// [`WireFinding::new`] makes.
    pub(crate) fn read(self, subject: &'static str) -> Option<Finding> {
        Some(match self {
            WireFinding::Diverged(divergence) => {
                Finding::Diverged(Box::new(divergence.read(subject)?))
            }
            WireFinding::Ended {
                how,
                place,
                words,
                case,
            } => Finding::Ended(Box::new(Ended {
                subject,
                how: read_end(how)?,
                place: match place {
                    Some((step, doing, key)) => Some(Place {
                        step,
                        doing: read_doing((doing, key))?,
                    }),
                    None => None,
                },
                words,
                case: case.parse().ok()?,
            })),
        })
    }
}

#[cfg(feature = "cli")]
fn end_number(how: ProcessEnd) -> (u8, i32) {
    match how {
        ProcessEnd::Signal(number) => (0, number),
        ProcessEnd::Exit(code) => (1, code),
        ProcessEnd::Hang => (2, 0),
        ProcessEnd::StackOverflow => (3, 0),
        ProcessEnd::Memory => (4, 0),
        ProcessEnd::Output => (5, 0),
        ProcessEnd::Fork => (6, 0),
        ProcessEnd::Signals => (7, 0),
    }
}

#[cfg(feature = "cli")]
fn read_end(how: (u8, i32)) -> Option<ProcessEnd> {
    Some(match how {
        (0, number) => ProcessEnd::Signal(number),
        (1, code) => ProcessEnd::Exit(code),
        (2, _) => ProcessEnd::Hang,
        (3, _) => ProcessEnd::StackOverflow,
        (4, _) => ProcessEnd::Memory,
        (5, _) => ProcessEnd::Output,
        (6, _) => ProcessEnd::Fork,
        (7, _) => ProcessEnd::Signals,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::{GoMapSubject, StdHashMap, go_marks};

    #[test]
    fn what_was_reached_comes_through_if_the_map_counts_it() {
        let mut reach = Reach::default();
        reach.note(Mark::OPS, 7);
        reach.note(go_marks::CHAIN, 3);
        let sent = WireReport::new(&Report::Right {
            to: 5,
            cases: 2,
            reach: reach.clone(),
        });
        let line = serde_json::to_string(&sent).expect("it is plain data");
        let read = |runner: &Runner| {
            let wire: WireReport = serde_json::from_str(&line).expect("as it was written");
            wire.read(runner)
        };
        match read(&Runner::of::<GoMapSubject>()) {
            Some(Report::Right { reach: read, .. }) => assert_eq!(read, reach),
            _ => panic!("{line} is not read"),
        }
        assert!(read(&Runner::of::<StdHashMap>()).is_none());
    }
}
