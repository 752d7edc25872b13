//! The process that risky cases are run in: it reads one case after the other
//! from standard input and answers each with a line, until a case brings it
//! down or nobody asks any more.
//!
//! A case comes as a line with a JSON string, its text form. An answer is a
//! line with [`MARK`] and an [`Answer`] in JSON; whatever else is on standard
//! output was printed by the map.

use std::io::{self, BufRead as _};
use std::process;
use std::sync::mpsc;
use std::thread;

use serde::{Deserialize, Serialize};

use super::args::RunCasesArgs;
use super::{Console, Exit, Misuse, choose};
use crate::case::{Case, Doing, Mark, Reach};
use crate::check::{Difference, Divergence, Kind, Runner};

/// What a line of ours begins with.
pub(super) const MARK: &str = "map-oracle answers ";

/// What is said about a case.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// Before the first one: cases are taken.
    Ready,
    /// It is right, and reached these marks.
    Right(Vec<(String, u64)>),
    /// It diverged.
    Wrong {
        kind: String,
        step: usize,
        expected: String,
        got: String,
    },
}

impl Answer {
    fn of(outcome: Result<Reach, Box<Divergence>>) -> Answer {
        match outcome {
            Ok(reach) => Answer::Right(
                reach
                    .iter()
                    .map(|(mark, amount)| (mark.name().to_owned(), amount))
                    .collect(),
            ),
            Err(divergence) => Answer::Wrong {
                kind: divergence.kind.name().to_owned(),
                step: divergence.step,
                expected: divergence.expected,
                got: divergence.got,
            },
        }
    }

    /// The outcome of `case` on the subject that was asked; `None` if this is
    /// nothing that [`Answer::of`] makes.
    pub(super) fn outcome(
        self,
        runner: &Runner,
        case: &Case,
    ) -> Option<Result<Reach, Box<Divergence>>> {
        match self {
            Answer::Ready => None,
            Answer::Right(marks) => {
                let mut reach = Reach::default();
                for (name, amount) in marks {
                    let mark = Mark::ALL.iter().find(|mark| mark.name() == name)?;
                    reach.note(*mark, amount);
                }
                Some(Ok(reach))
            }
            Answer::Wrong {
                kind,
                step,
                expected,
                got,
            } => Some(Err(Box::new(Divergence {
                subject: runner.name,
                kind: Kind::from_name(&kind)?,
                difference: Difference::Other,
                step,
                doing: Doing::Op,
                expected,
                got,
                case: case.within(runner.ops, runner.max_key),
            }))),
        }
    }
}

pub(super) fn run_cases(
    args: &RunCasesArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let runner = choose(runners, std::slice::from_ref(&args.subject))?;
    let runner = args.selecting.apply(runner)?[0];
    tell(console, &Answer::Ready)?;
    let (sender, cases) = mpsc::channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
        // Whoever asked is gone, and the case under way may never end.
        process::exit(0);
    });
    for line in cases {
        let text: String = serde_json::from_str(&line).map_err(unreadable)?;
        let case: Case = text.parse().map_err(unreadable)?;
        tell(console, &Answer::of(runner.run(&case)))?;
    }
    Ok(Exit::Fine)
}

fn tell(console: &mut Console<'_>, answer: &Answer) -> Result<(), Misuse> {
    let json = serde_json::to_string(answer).map_err(unreadable)?;
    // The map may have left a line unended.
    console.print(&format!("\n{MARK}{json}\n"))
}

fn unreadable(error: impl std::fmt::Display) -> Misuse {
    Misuse::new(format!("this is no case of `shrink`'s: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::StdBTreeMap;

    #[test]
    fn an_outcome_survives_the_wire() {
        let runner = Runner::of::<StdBTreeMap>();
        let case: Case = "map-oracle case 1\ninsert 1 = 2\nclear\n".parse().unwrap();
        let sent = |outcome: Result<Reach, Box<Divergence>>| {
            let json = serde_json::to_string(&Answer::of(outcome)).unwrap();
            let answer: Answer = serde_json::from_str(&json).unwrap();
            answer.outcome(&runner, &case).unwrap()
        };
        let reach = runner.run(&case).unwrap();
        assert_eq!(sent(Ok(reach.clone())).unwrap(), reach);
        for kind in Kind::ALL {
            let divergence = Divergence {
                subject: runner.name,
                kind,
                difference: Difference::Other,
                step: 1,
                doing: Doing::Op,
                expected: "a\nb".to_owned(),
                got: "ö".to_owned(),
                case: case.clone(),
            };
            let back = sent(Err(Box::new(divergence.clone()))).unwrap_err();
            assert_eq!(back.to_string(), divergence.to_string());
        }
    }
}
