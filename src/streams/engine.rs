//! Streams of cases and the workers that run them, as many at a time as there are
//! to be.

use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use super::examine::{Examined, examine, look};
use super::stream::{Found, Raw, Stream};
use crate::case::Case;
use crate::check::Runner;
use crate::evidence::Signature;
use crate::process::{BatchTask, Limits, Program, Task, Worker};

/// How often the watcher is told that time passes.
const TICK: Duration = Duration::from_millis(50);
/// How many blocks may be under way or wait for each worker.
const AHEAD: usize = 2;

/// Whether this failure of this subject is listed as known.
pub(crate) type Listed = Arc<dyn Fn(&Runner, &Signature) -> bool + Send + Sync>;

/// How streams are run.
#[derive(Clone)]
pub(crate) struct Setup {
    /// How many workers there are.
    pub jobs: usize,
    /// How their children are started; none if they have none.
    pub program: Option<Program>,
    /// What a case may use.
    pub limits: Limits,
    /// When to stop, if all is not done before.
    pub deadline: Option<Duration>,
    /// The user breaks it off.
    pub interrupt: Arc<AtomicBool>,
    /// Whether a failure is listed as known.
    pub listed: Listed,
}

/// What the watcher of a campaign is told, in its own thread.
#[cfg_attr(
    not(feature = "cli"),
    expect(
        dead_code,
        reason = "a suite has but one stream, and need not ask which"
    )
)]
pub(crate) enum News {
    /// A failure is about to be examined: the stream, and the case as it was
    /// drawn. Now is the time to save it.
    Drawn(usize, Case),
    /// The examination of a stream's failure has ended.
    Examined(usize),
    /// Something new was found: the stream and its place there.
    Found(usize, usize),
    /// Some cases were right or failed.
    Cases,
    /// A stream is through.
    Through(usize),
    /// Some time has passed.
    Tick,
}

/// Streams under way.
pub(crate) struct Engine {
    state: Mutex<State>,
    changed: Condvar,
    setup: Setup,
    start: Instant,
    /// Microseconds of CPU time that children took.
    cpu: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
}

struct State {
    streams: Vec<Stream>,
    /// Streams that are through, and were told of.
    through: Vec<bool>,
    failed: Option<io::Error>,
    examining: Vec<bool>,
}

enum Job {
    Block(usize, u64, Runner, BatchTask),
    Examine(usize, Runner, Box<Raw>, Vec<Found>),
}

impl Engine {
    pub(crate) fn new(streams: Vec<Stream>, setup: Setup) -> Engine {
        let state = State {
            through: vec![false; streams.len()],
            examining: vec![false; streams.len()],
            streams,
            failed: None,
        };
        Engine {
            state: Mutex::new(state),
            changed: Condvar::new(),
            stop: Arc::default(),
            setup,
            start: Instant::now(),
            cpu: Arc::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows a stream.
    pub(crate) fn with<R>(&self, stream: usize, look: impl FnOnce(&Stream) -> R) -> R {
        look(&self.state().streams[stream])
    }

    /// Shows all of them at one moment.
    #[cfg(feature = "cli")]
    pub(crate) fn with_all<R>(&self, look: impl FnOnce(&[Stream]) -> R) -> R {
        look(&self.state().streams)
    }

    /// The time since it began.
    #[cfg(feature = "cli")]
    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// The CPU time that its children took.
    #[cfg(feature = "cli")]
    pub(crate) fn cpu(&self) -> Duration {
        Duration::from_micros(self.cpu.load(Ordering::Relaxed))
    }

    /// Runs all streams. `watch` is told on this thread what happens, and may
    /// break off.
    ///
    /// # Errors
    ///
    /// If there is no child to be had.
    pub(crate) fn run(&self, mut watch: impl FnMut(News) -> ControlFlow<()>) -> io::Result<()> {
        let (sender, news) = mpsc::channel();
        thread::scope(|scope| {
            for _ in 0..self.setup.jobs.max(1) {
                let sender = sender.clone();
                scope.spawn(move || self.work(&sender));
            }
            drop(sender);
            loop {
                let news = match news.recv_timeout(TICK) {
                    Ok(news) => news,
                    Err(mpsc::RecvTimeoutError::Timeout) => News::Tick,
                    Err(mpsc::RecvTimeoutError::Disconnected) => break,
                };
                let interrupted = self.setup.interrupt.load(Ordering::Relaxed);
                if watch(news).is_break() || interrupted || self.is_late() {
                    self.break_off();
                }
            }
        });
        match self.state().failed.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Whether its time is over.
    pub(crate) fn is_late(&self) -> bool {
        let deadline = self.setup.deadline;
        deadline.is_some_and(|deadline| self.start.elapsed() >= deadline)
    }

    fn break_off(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.changed.notify_all();
    }

    fn work(&self, news: &mpsc::Sender<News>) {
        let setup = &self.setup;
        let interrupt = Arc::clone(&self.stop);
        let mut worker = Worker::new(setup.program.clone(), setup.limits, interrupt);
        worker.count_cpu(Arc::clone(&self.cpu));
        while let Some(job) = self.next_job() {
            if let Err(error) = self.do_job(&mut worker, job, news) {
                self.state().failed.get_or_insert(error);
                self.break_off();
            }
            self.tell_of_ends(news);
            self.changed.notify_all();
        }
    }

    fn tell_of_ends(&self, news: &mpsc::Sender<News>) {
        let state = &mut *self.state();
        for (index, stream) in state.streams.iter().enumerate() {
            if !state.through[index] && stream.is_done() {
                state.through[index] = true;
                let _ = news.send(News::Through(index));
            }
        }
    }

    /// What to do next; `None` if nothing is left.
    fn next_job(&self) -> Option<Job> {
        let mut state = self.state();
        loop {
            if self.setup.interrupt.load(Ordering::Relaxed)
                || state.streams.iter().all(Stream::is_done)
            {
                return None;
            }
            if self.stop.load(Ordering::Relaxed) {
                // What was found, and nothing else.
                return pick_examination(&mut state);
            }
            if let Some(job) = pick(&mut state, self.setup.jobs.max(1) * AHEAD) {
                return Some(job);
            }
            let waited = self.changed.wait_timeout(state, TICK);
            state = waited.map_or_else(|poisoned| poisoned.into_inner().0, |(state, _)| state);
        }
    }

    fn do_job(&self, worker: &mut Worker, job: Job, news: &mpsc::Sender<News>) -> io::Result<()> {
        match job {
            Job::Block(index, id, runner, task) => {
                worker.set_interrupt(&self.stop);
                let from = task.from;
                let make = |from| {
                    Task::Batch(BatchTask {
                        from,
                        ..task.clone()
                    })
                };
                let stretch = worker.stretch(&runner, from, &make, &mut |_| {
                    let _ = news.send(News::Cases);
                    ControlFlow::Continue(())
                })?;
                self.state().streams[index].came(id, stretch);
            }
            Job::Examine(index, runner, raw, found) => {
                // What was found is examined to its end even if the time is over.
                worker.set_interrupt(&self.setup.interrupt);
                let look = look(&raw);
                let known = self.state().streams[index].known_by_look(&look);
                let examined = match known {
                    Some(place) => Ok(Examined::Known(place)),
                    None => {
                        let _ = news.send(News::Drawn(index, raw.finding.case().clone()));
                        examine(worker, &runner, &raw, &found, self.setup.limits.cpu)
                    }
                };
                let state = &mut *self.state();
                state.examining[index] = false;
                let stream = &mut state.streams[index];
                let examined = examined?;
                let is_over = !matches!(examined, Examined::Interrupted);
                match examined {
                    Examined::Known(place) => stream.met_again(look, place),
                    Examined::Gone => stream.forget_raw(),
                    Examined::Interrupted => stream.stop(),
                    Examined::New(smallest) => {
                        let signature = smallest.finding.signature();
                        let mut met = vec![0; stream.progress.len()];
                        met[raw.profile] = 1;
                        let found = Found {
                            listed: (self.setup.listed)(&runner, &signature),
                            signature,
                            finding: smallest.finding,
                            without: if smallest.reduced {
                                raw.runner.left_out(&runner)
                            } else {
                                String::new()
                            },
                            first: (raw.profile, raw.unit),
                            met,
                            failed_of: smallest.failed_of,
                        };
                        if let Some(place) = stream.found_new(look, found) {
                            let _ = news.send(News::Found(index, place));
                        }
                    }
                }
                // The case as it was drawn is all there is of one broken off.
                if known.is_none() && is_over {
                    let _ = news.send(News::Examined(index));
                }
            }
        }
        Ok(())
    }

    /// The streams, once nothing is run any more.
    pub(crate) fn into_streams(self) -> Vec<Stream> {
        self.state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .streams
    }
}

fn examination(state: &mut State, index: usize, raw: Raw) -> Job {
    state.examining[index] = true;
    let stream = &state.streams[index];
    let (runner, found) = (stream.orders.runner, stream.found.clone());
    Job::Examine(index, runner, Box::new(raw), found)
}

/// A failure that is still to be examined.
fn pick_examination(state: &mut State) -> Option<Job> {
    let mut streams = state.streams.iter_mut().enumerate();
    let (index, raw) = streams.find_map(|(index, stream)| Some((index, stream.take_raw()?)))?;
    Some(examination(state, index, raw))
}

/// The stream that the fewest workers are at and that is the furthest behind.
fn pick(state: &mut State, most: usize) -> Option<Job> {
    let mut order: Vec<usize> = (0..state.streams.len()).collect();
    order.sort_by_key(|&index| {
        let stream = &state.streams[index];
        (stream.busy(), stream.taken(), index)
    });
    for index in order {
        let stream = &mut state.streams[index];
        let runner = stream.orders.runner;
        if state.examining[index] {
            continue;
        }
        if let Some(raw) = stream.take_raw() {
            return Some(examination(state, index, raw));
        }
        if let Some((id, task)) = stream.next_block(most) {
            return Some(Job::Block(index, id, runner, task));
        }
    }
    None
}
