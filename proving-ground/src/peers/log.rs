//! What a peer did, as its harness sees it: how many cases and ops until the
//! first failure, the CPU time of that, and how long the last case was that
//! failed.
//!
//! A peer hands a harness nothing but a case, so this is kept in the thread.

use std::cell::RefCell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

use super::message::Message;
use crate::outcome::Effort;

/// How often a peer says that it is still there.
const BEAT: Duration = Duration::from_millis(500);

/// Where it is told what comes of a hunt. Whether anybody listens is not a peer's
/// business.
pub type Tell = fn(&Message) -> io::Result<()>;

struct Log {
    /// The ops of the case under way.
    ops: u64,
    /// Whether the case under way gave a wrong answer.
    wrong: bool,
    /// Seconds of CPU time that are allowed until something fails.
    budget: f64,
    tell: Tell,
    start: ProcessTime,
    effort: Effort,
    /// How the first failure looked.
    sign: Option<&'static str>,
    /// The number of ops of the case that failed last.
    last: usize,
    beat: Instant,
}

thread_local! {
    static LOG: RefCell<Option<Log>> = const { RefCell::new(None) };
}

fn with<R>(look: impl FnOnce(&mut Log) -> R) -> R {
    LOG.with_borrow_mut(|log| look(log.as_mut().expect("a hunt is under way")))
}

/// A hunt begins.
pub(super) fn start(budget: f64, tell: Tell) {
    let log = Log {
        ops: 0,
        wrong: false,
        budget,
        tell,
        start: ProcessTime::now(),
        effort: Effort::default(),
        sign: None,
        last: 0,
        beat: Instant::now(),
    };
    LOG.set(Some(log));
}

/// An op of the case under way is about to be carried out.
pub(super) fn count_op() {
    with(|log| log.ops += 1);
}

/// Panics, for a peer that is told so that something is wrong.
pub(super) fn fail(error: &str) -> ! {
    with(|log| log.wrong = true);
    panic!("{error}");
}

/// Whether to go on.
pub(super) fn goes_on() -> bool {
    with(|log| log.sign.is_none() && log.start.elapsed().as_secs_f64() < log.budget)
}

/// The effort so far, or until the first failure.
pub(super) fn effort() -> Effort {
    with(|log| {
        if log.sign.is_none() {
            log.effort.cpu = log.start.elapsed().as_secs_f64();
        }
        log.effort
    })
}

/// How the first failure looked, if there was one.
pub(super) fn sign() -> Option<&'static str> {
    with(|log| log.sign)
}

/// The number of ops of the case that failed last.
pub(super) fn last() -> usize {
    with(|log| log.last)
}

/// One case; panics go on to the peer. Once the time is up nothing is done and
/// all is well, so that a peer comes to its end.
///
/// # Errors
///
/// What `run` says.
pub(super) fn case(run: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    let shrinks = with(|log| log.sign.is_some());
    if !shrinks && !goes_on() {
        return Ok(());
    }
    beat();
    with(|log| (log.ops, log.wrong) = (0, false));
    let result = catch_unwind(AssertUnwindSafe(run));
    with(|log| {
        let sign = match &result {
            Ok(Ok(())) => None,
            // What carries no words is how hegel leaves a case.
            Err(panic) if !panic.is::<&str>() && !panic.is::<String>() => None,
            Err(_) if !log.wrong => Some("panic"),
            _ => Some("wrong"),
        };
        log.count(sign);
    });
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Says that the hunt goes on, if it was not said lately.
fn beat() {
    with(|log| {
        if log.beat.elapsed() < BEAT {
            return;
        }
        log.beat = Instant::now();
        if log.sign.is_none() {
            log.effort.cpu = log.start.elapsed().as_secs_f64();
        }
        let _ = (log.tell)(&Message::Progress(log.effort));
    });
}

impl Log {
    /// A case is over.
    fn count(&mut self, sign: Option<&'static str>) {
        if self.sign.is_none() {
            self.effort.cases += 1;
            self.effort.ops += self.ops;
        }
        let Some(sign) = sign else { return };
        self.last = usize::try_from(self.ops).expect("cases are short");
        if self.sign.is_none() {
            self.sign = Some(sign);
            self.effort.cpu = self.start.elapsed().as_secs_f64();
            let _ = (self.tell)(&Message::Failed {
                sign: sign.to_owned(),
                effort: self.effort,
            });
        }
    }
}
