//! What an instance has to do with the ledger of its experiment.
//!
//! As a rule that is the thread's own experiment. It may be that of another
//! thread, or one that has ended; or the instance may have been written over.

use super::experiment::{Experiment, current, find, was_started};
use super::ledger::{Entry, Instance};

impl Entry {
    /// Enters a new live instance that is made from this one.
    #[inline]
    pub(super) fn another(self, of: Instance) -> Entry {
        let here = current();
        if here.ledger.follows(self) {
            return here.ledger.enter(of);
        }
        self.another_elsewhere(here, of)
    }

    #[cold]
    fn another_elsewhere(self, here: &Experiment, of: Instance) -> Entry {
        match find(self.experiment) {
            Some(there) => there.ledger.enter(of),
            None => here.ledger.enter(of),
        }
    }

    /// Notes a violation unless the instance is live.
    #[inline]
    pub(super) fn check_live(self, of: Instance, doing: &'static str) {
        let here = current();
        if !here.ledger.is_live(self) {
            self.check_elsewhere(here, of, doing);
        }
    }

    #[cold]
    #[inline(never)]
    fn check_elsewhere(self, here: &Experiment, of: Instance, doing: &'static str) {
        let there = find(self.experiment).unwrap_or(here);
        if !there.ledger.is_live(self) {
            there.ledger.note_misuse(self, of, doing);
        }
    }

    /// Strikes the instance out; notes a violation if it is not live. One whose
    /// experiment has ended is no longer followed.
    #[inline]
    pub(super) fn drop(self, of: Instance) {
        let here = current();
        if here.ledger.follows(self) {
            here.ledger.strike_out(self, of);
        } else {
            self.drop_elsewhere(here, of);
        }
    }

    #[cold]
    #[inline(never)]
    fn drop_elsewhere(self, here: &Experiment, of: Instance) {
        if let Some(there) = find(self.experiment) {
            there.ledger.strike_out(self, of);
        } else if !was_started(self.experiment) {
            here.ledger.note_drop(false, of);
        }
    }
}

/// Counts a new instance that has no room for an [`Entry`].
pub(super) fn count_born(of: Instance) {
    current().ledger.count_born(of);
}

/// Counts the end of an instance that has no room for an [`Entry`].
pub(super) fn count_dropped(of: Instance) {
    current().ledger.count_dropped(of);
}

/// Notes that an instance was found to be damaged.
pub(super) fn note_damage(of: Instance) {
    let name = of.name();
    current()
        .ledger
        .note(format!("a {name} whose memory was overwritten"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::HashPlan;
    use crate::probe::{Key, Probe};

    fn start() -> Probe {
        Probe::start(HashPlan::default())
    }

    /// Runs this on a thread of its own.
    fn elsewhere(run: impl FnOnce() + Send) {
        std::thread::scope(|scope| {
            let thread = scope.spawn(run);
            thread.join().expect("nothing is wrong there");
        });
    }

    #[test]
    fn an_instance_is_followed_by_its_own_ledger_wherever_it_is() {
        let probe = start();
        let keys = [1, 2, 3].map(|id| probe.key(id));
        elsewhere(|| {
            // A thread in no experiment, as one that a map starts.
            let [first, second, third] = keys;
            let copy = first.clone();
            assert!(copy == first);
            drop(second);
            third.feign_drop();
            {
                let other = start();
                let own = other.key(1);
                assert!(own != third);
                drop((own, third, first.clone()));
                assert_eq!(other.live_keys(), 0);
                assert!(other.violations().is_empty());
            }
            std::mem::forget((first, copy));
        });
        assert_eq!(probe.live_keys(), 2);
        assert_eq!(
            probe.violations(),
            [
                "a comparison of a key that was dropped before",
                "a key was dropped twice"
            ]
        );
    }

    #[test]
    fn one_that_outlives_its_experiment_is_left_alone() {
        let straggler = start().key(1);
        let probe = start();
        let key = probe.key(1);
        drop(straggler.clone());
        assert_eq!(
            probe.violations(),
            ["a clone of a key that was never made"],
            "here it was not"
        );
        drop(straggler);
        assert_eq!(probe.live_keys(), 1);
        assert!(probe.violations().is_empty());
        drop(key);
    }

    #[test]
    fn numbers_that_were_written_over_are_told() {
        let probe = start();
        let whole = [(); 3].map(|()| probe.value(7));
        let entry = probe.key(1).entry();
        for broken in [
            Entry {
                number: 1 << 16,
                ..entry
            },
            Entry {
                number: u32::MAX,
                ..entry
            },
            Entry {
                experiment: 0,
                ..entry
            },
            Entry {
                experiment: u32::MAX,
                number: u32::MAX,
            },
        ] {
            broken.check_live(Instance::Key, "a read");
            broken.drop(Instance::Key);
            assert_eq!(
                probe.violations(),
                [
                    "a read of a key that was never made",
                    "a key was dropped that was never made"
                ],
                "{broken:?}"
            );
        }
        assert_eq!((probe.live_keys(), probe.live_values()), (0, 3));
        drop(whole);
    }

    #[test]
    fn of_many_drops_of_one_instance_all_but_one_are_told() {
        const THREADS: usize = 4;
        let probe = start();
        // More than there is room for at once.
        let keys: Vec<Key> = (0..70_000).map(|id| probe.key(id)).collect();
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    let _entered = probe.enter();
                    for key in &keys[60_000..] {
                        key.feign_drop();
                        drop(key.clone());
                    }
                });
            }
        });
        assert_eq!(probe.live_keys(), 60_000);
        let told = probe.violations();
        let copied = "a clone of a key that was dropped before";
        assert!(told.iter().any(|what| what.starts_with(copied)), "{told:?}");
        let twice = format!("a key was dropped twice ({} times)", (THREADS - 1) * 10_000);
        assert!(told.contains(&twice), "{told:?}");
        std::mem::forget(keys);
    }
}
