//! A time limit for cases, where a map that hangs must not hang the test.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::case::Case;

/// What the job under watch is at.
#[derive(Clone, Default)]
pub(super) struct Beat(Arc<Mutex<Option<(Case, Instant)>>>);

impl Beat {
    /// This case begins.
    pub(super) fn begins(&self, case: &Case) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((case.clone(), Instant::now()));
    }
}

/// Does `job` on a thread of its own, which tells each case before it runs it.
///
/// # Errors
///
/// The case that has run for longer than `patience`. The thread is left behind.
pub(super) fn watch<R: Send + 'static>(
    patience: Duration,
    job: impl FnOnce(Beat) -> R + Send + 'static,
) -> Result<R, Case> {
    let beat = Beat::default();
    let (sender, receiver) = mpsc::channel();
    let worker = {
        let beat = beat.clone();
        thread::spawn(move || drop(sender.send(job(beat))))
    };
    loop {
        match receiver.recv_timeout(Duration::from_millis(200)) {
            Ok(result) => {
                // It has nothing left to do.
                let _ = worker.join();
                return Ok(result);
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => match worker.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => unreachable!("the job sends its result before it ends"),
            },
            Err(mpsc::RecvTimeoutError::Timeout) => {
                let current = beat.0.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some((case, since)) = &*current
                    && since.elapsed() > patience
                {
                    return Err(case.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hang_is_told_with_its_case_and_a_panic_comes_through() {
        let case = Case {
            hint: 7,
            ..Case::default()
        };
        let told = watch(Duration::from_millis(300), {
            let case = case.clone();
            move |beat| {
                beat.begins(&case);
                thread::sleep(Duration::from_secs(60));
            }
        });
        assert_eq!(told, Err(case));
        assert_eq!(watch(Duration::from_secs(60), |_| 5), Ok(5));
        let panics = || watch(Duration::from_secs(60), |_| panic!("of the job"));
        assert!(std::panic::catch_unwind(panics).is_err());
    }
}
