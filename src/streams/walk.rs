//! A walk over every short sequence of ops, which goes on behind a failure.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use super::examine::smallest;
use crate::case::{Case, HashPlan};
use crate::check::Runner;
use crate::evidence::{Finding, ProcessEnd, Signature};
use crate::process::{Detail, Stretch, Task, WalkTask, Worker};

/// A walk that met so many failures is broken off: what follows a sequence that
/// fails mostly fails, too.
const MOST: u64 = 100;
/// Or so many that brought a process down, each of which costs new ones.
const MOST_ENDED: u64 = 20;
/// Or so many that cost all the time that a case has.
const MOST_HUNG: u64 = 2;

/// A subject under a hash plan.
pub(crate) struct Walk {
    pub runner: Runner,
    pub plan: HashPlan,
    /// The most ops in a sequence, and how many keys there are.
    pub scope: (usize, u16),
}

/// What came of a walk.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    /// How many sequences were right, and how many failed.
    pub right: u64,
    pub failed: u64,
    /// Whether it came to its end.
    pub finished: bool,
    pub took: Duration,
    /// What was found, and how often it was met.
    pub found: BTreeMap<Signature, (Finding, u64)>,
}

impl Walk {
    /// Walks until it comes to an end, or has met many failures, or the `first`.
    ///
    /// # Errors
    ///
    /// If there is no process to be had.
    pub(crate) fn run(
        &self,
        worker: &mut Worker,
        first: bool,
        limit: Duration,
    ) -> io::Result<Walked> {
        let start = Instant::now();
        let (length, keys) = self.scope;
        let task = |from| {
            Task::Walk(WalkTask {
                spread: self.plan.spread,
                length,
                keys,
                from,
            })
        };
        let mut walked = Walked::default();
        // What brought a process down, as it was met and as it ended up.
        let mut looks: BTreeMap<Signature, Signature> = BTreeMap::new();
        let (mut from, mut ended, mut hung) = (0, 0, 0);
        loop {
            let go_on = &mut |_| ControlFlow::Continue(());
            let Stretch {
                cases,
                failed,
                interrupted,
                ..
            } = worker.stretch(&self.runner, from, &task, go_on)?;
            walked.right += cases;
            if interrupted {
                break;
            }
            let Some((unit, finding)) = failed else {
                walked.finished = true;
                break;
            };
            from = unit + 1;
            walked.failed += 1;
            if let Finding::Ended(end) = &finding {
                ended += 1;
                hung += u64::from(end.how == ProcessEnd::Hang);
            }
            let look = finding.signature();
            let ends = matches!(finding, Finding::Ended(_));
            if let Some((_, times)) = looks
                .get(&look)
                .filter(|_| ends)
                .and_then(|signature| walked.found.get_mut(signature))
            {
                *times += 1;
            } else {
                let finding = self.shortened(worker, finding, limit)?;
                looks.insert(look, finding.signature());
                let entry = walked.found.entry(finding.signature());
                entry.or_insert((finding, 0)).1 += 1;
            }
            let many = walked.failed >= MOST || ended >= MOST_ENDED || hung >= MOST_HUNG;
            if first || many {
                break;
            }
        }
        walked.took = start.elapsed();
        Ok(walked)
    }

    /// What brought a process down may be any of the ops that read. A sequence
    /// that diverged is as short as it gets, unless one that it begins with did:
    /// a walk compares what the last op did.
    fn shortened(
        &self,
        worker: &mut Worker,
        finding: Finding,
        limit: Duration,
    ) -> io::Result<Finding> {
        if matches!(finding, Finding::Ended(_)) {
            return Ok(smallest(worker, &self.runner, finding, &[], limit)?.finding);
        }
        let mut run = |case: &Case| worker.case(&self.runner, case, Detail::Coarse);
        let Some(Err(first)) = run(finding.case())? else {
            return Ok(finding);
        };
        let Some(last) = first.last_step() else {
            return Ok(first);
        };
        let mut case = first.case().clone();
        case.steps.truncate(last + 1);
        Ok(match run(&case)? {
            Some(Err(cut)) => cut,
            _ => first,
        })
    }
}
