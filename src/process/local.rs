//! A task in this process, on a thread of its own that is left behind if it
//! hangs: for debuggers, for sanitizers, and where there are no children.
//!
//! The limit of a case counts by the clock here, and nothing survives a map that
//! crashes. The panic hook can at least tell the case: see [`under_way`].

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::Limits;
use super::perform::{Performance, Tell};
use super::task::{Detail, Report, Task};
use crate::case::{Case, Place};
use crate::check::Runner;
use crate::probe::Observer;

const TICK: Duration = Duration::from_millis(50);

thread_local! {
    /// The subject and the case that this thread is in.
    static UNDER_WAY: RefCell<Option<(&'static str, Case)>> = const { RefCell::new(None) };
}

/// The subject and the case that this thread is in, if it carries out a task.
#[cfg(feature = "cli")]
pub(crate) fn under_way() -> Option<(&'static str, Case)> {
    UNDER_WAY.with_borrow(Clone::clone)
}

/// A task under way on another thread.
pub(super) struct Local {
    reports: Receiver<Report>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// What came from it.
pub(super) enum Overheard {
    Report(Report),
    /// It has been in a case for too long.
    Hangs,
    /// The user broke off.
    Interrupted,
}

impl Local {
    pub(super) fn start(runner: Runner, detail: Detail, task: Task) -> Local {
        let (sender, reports) = mpsc::channel();
        let stop = Arc::new(AtomicBool::new(false));
        let mut line = Line {
            sender,
            stop: Arc::clone(&stop),
            subject: runner.name,
        };
        let thread = thread::spawn(move || {
            let _ = Performance::new(runner, detail, &mut line).perform(&task);
            UNDER_WAY.set(None);
        });
        Local {
            reports,
            stop,
            thread: Some(thread),
        }
    }

    /// Waits for the next report.
    pub(super) fn hear(&mut self, limits: &Limits, interrupt: &AtomicBool) -> Overheard {
        let start = Instant::now();
        loop {
            match self.reports.recv_timeout(TICK) {
                Ok(report) => return Overheard::Report(report),
                Err(RecvTimeoutError::Disconnected) => {
                    let thread = self.thread.take();
                    return match thread.map(JoinHandle::join) {
                        Some(Err(panic)) => std::panic::resume_unwind(panic),
                        _ => Overheard::Report(Report::Done),
                    };
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            let interrupted = interrupt.load(Ordering::Relaxed);
            if interrupted || start.elapsed() > limits.cpu {
                self.stop.store(true, Ordering::Relaxed);
                return if interrupted {
                    Overheard::Interrupted
                } else {
                    Overheard::Hangs
                };
            }
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

struct Line {
    sender: Sender<Report>,
    stop: Arc<AtomicBool>,
    subject: &'static str,
}

impl Tell for Line {
    fn tell(&mut self, report: Report) -> ControlFlow<()> {
        if let Report::Unit(case) = &report {
            UNDER_WAY.set(Some((self.subject, case.clone())));
        }
        if !self.stop.load(Ordering::Relaxed) && self.sender.send(report).is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    fn observer(&self) -> Observer {
        let sender = self.sender.clone();
        Arc::new(move |place: Place| {
            let _ = sender.send(Report::Place(place));
        })
    }

    fn look_after(&mut self, _: bool) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
