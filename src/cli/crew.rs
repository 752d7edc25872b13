//! A crew of threads that run cases, and the one who watches over them.
//!
//! A map under test may loop for ever, so nobody waits for a worker without a
//! limit: each says on the [`Board`] which case it begins, and the watching
//! thread looks there. A worker that hangs is left behind; it ends with the
//! process.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::case::Case;

/// How often the watching thread looks up.
const TICK: Duration = Duration::from_millis(50);
/// How long workers may take to end their case once they are told to stop.
const GRACE: Duration = Duration::from_secs(2);

/// What all workers are at.
struct Board {
    /// What the jobs are called.
    labels: Vec<String>,
    /// The first job that nobody has begun.
    next: AtomicUsize,
    places: Vec<Mutex<Place>>,
    stop: AtomicBool,
}

/// What one worker is at.
#[derive(Default)]
struct Place {
    job: usize,
    /// The case that it is in, and since when.
    case: Option<(Case, Instant)>,
}

impl Board {
    fn place(&self, worker: usize) -> MutexGuard<'_, Place> {
        self.places[worker]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// A job that has been in its case for too long.
    fn hangs(&self, patience: Duration) -> Option<(usize, Case)> {
        (0..self.places.len()).find_map(|worker| {
            let place = self.place(worker);
            let (case, since) = place.case.as_ref()?;
            (since.elapsed() > patience).then(|| (place.job, case.clone()))
        })
    }
}

thread_local! {
    /// This worker's place.
    static HERE: RefCell<Option<(Arc<Board>, usize)>> = const { RefCell::new(None) };
}

/// The label of the job and the text of the case that this thread is in.
pub(super) fn case_under_way() -> Option<(String, String)> {
    let (board, worker) = HERE.with_borrow(Clone::clone)?;
    let place = board.place(worker);
    let (case, _) = place.case.as_ref()?;
    Some((board.labels[place.job].clone(), case.to_string()))
}

/// A worker, as its job sees it.
pub(super) struct Worker<N> {
    board: Arc<Board>,
    index: usize,
    news: Sender<(usize, N)>,
}

impl<N> Worker<N> {
    /// To be called before each case. Tells whether it should still be run.
    pub(super) fn begins(&self, case: &Case) -> ControlFlow<()> {
        if self.board.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        self.board.place(self.index).case = Some((case.clone(), Instant::now()));
        ControlFlow::Continue(())
    }

    /// To be called before anything takes long that is not a case.
    pub(super) fn rests(&self) {
        self.board.place(self.index).case = None;
    }

    /// Tells the watching thread something of its job.
    pub(super) fn tells(&self, news: N) {
        let job = self.board.place(self.index).job;
        // No one listens if the watching thread has given up on this worker.
        let _ = self.news.send((job, news));
    }

    /// Does one job after another until none is left.
    fn work(&self, job: impl Fn(usize, &Self)) {
        HERE.set(Some((Arc::clone(&self.board), self.index)));
        while !self.board.stop.load(Ordering::Relaxed) {
            let number = self.board.next.fetch_add(1, Ordering::Relaxed);
            if number >= self.board.labels.len() {
                return;
            }
            self.board.place(self.index).job = number;
            job(number, self);
            self.rests();
        }
    }
}

/// What the watching thread is told.
pub(super) enum Tidings<N> {
    /// A job, by its number, has something to tell.
    News(usize, N),
    /// A job is in a case that should have ended long ago. Everything stops.
    Hangs(usize, Case),
    /// Some time has passed.
    Tick,
}

/// What a crew is to do, and within which limits.
pub(super) struct Task<'a> {
    /// The most workers.
    pub workers: usize,
    /// What each job is called.
    pub labels: Vec<String>,
    /// How long a case may take.
    pub patience: Duration,
    /// Everything stops when this is true.
    pub interrupt: &'a AtomicBool,
}

/// Does each job on some worker, the first ones first. `watch` is told on the
/// calling thread what happens, and may break off.
pub(super) fn work<N: Send + 'static>(
    task: Task<'_>,
    job: impl Fn(usize, &Worker<N>) + Send + Sync + 'static,
    mut watch: impl FnMut(Tidings<N>) -> ControlFlow<()>,
) {
    let workers = task.workers.min(task.labels.len());
    let board = Arc::new(Board {
        labels: task.labels,
        next: AtomicUsize::new(0),
        places: (0..workers).map(|_| Mutex::default()).collect(),
        stop: AtomicBool::new(false),
    });
    let job = Arc::new(job);
    let (sender, mail) = mpsc::channel();
    let threads: Vec<_> = (0..workers)
        .map(|index| {
            let worker = Worker {
                board: Arc::clone(&board),
                index,
                news: sender.clone(),
            };
            let job = Arc::clone(&job);
            thread::spawn(move || worker.work(&*job))
        })
        .collect();
    drop(sender);

    let mut leave_at = None;
    loop {
        let tidings = match mail.recv_timeout(TICK) {
            Ok((job, news)) => Tidings::News(job, news),
            Err(RecvTimeoutError::Timeout) => Tidings::Tick,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        let mut stop = watch(tidings).is_break() || task.interrupt.load(Ordering::Relaxed);
        if leave_at.is_none() {
            if let Some((job, case)) = board.hangs(task.patience) {
                let _ = watch(Tidings::Hangs(job, case));
                stop = true;
            }
            if stop {
                board.stop.store(true, Ordering::Relaxed);
                leave_at = Some(Instant::now() + GRACE);
            }
        } else if leave_at.is_some_and(|at| Instant::now() > at) {
            // Whoever still works is left behind.
            return;
        }
    }
    for thread in threads {
        if let Err(panic) = thread.join() {
            resume_unwind(panic);
        }
    }
}
