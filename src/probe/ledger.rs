//! The ledger of an experiment: which of its keys and values live, how many,
//! and what there is to complain of.
//!
//! An instance is known by its experiment and its number there. Any thread may
//! make, look at and drop one: whoever hands an instance to another thread
//! orders what is noted of it, too, so the ledger itself need not.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// More different complaints than these tell nothing more.
const MOST_COMPLAINTS: usize = 8;

/// What there is to complain of, each with how often it was met.
pub(super) struct Complaints {
    /// Whether there are any: that is asked after each op.
    any: AtomicBool,
    told: Mutex<Vec<(String, usize)>>,
}

impl Complaints {
    pub(super) const fn new() -> Complaints {
        Complaints {
            any: AtomicBool::new(false),
            told: Mutex::new(Vec::new()),
        }
    }

    fn told(&self) -> MutexGuard<'_, Vec<(String, usize)>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn note(&self, what: String) {
        let mut told = self.told();
        if let Some((_, times)) = told.iter_mut().find(|(said, _)| *said == what) {
            *times += 1;
        } else if told.len() < MOST_COMPLAINTS {
            told.push((what, 1));
        }
        self.any.store(true, Relaxed);
    }

    pub(super) fn take(&self) -> Vec<String> {
        if !self.any.load(Relaxed) {
            return Vec::new();
        }
        let mut told = self.told();
        self.any.store(false, Relaxed);
        let told = std::mem::take(&mut *told).into_iter();
        told.map(|(what, times)| match times {
            1 => what,
            _ => format!("{what} ({times} times)"),
        })
        .collect()
    }
}

/// What kind of instance is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instance {
    Key,
    Value,
}

impl Instance {
    pub(super) fn name(self) -> &'static str {
        match self {
            Instance::Key => "key",
            Instance::Value => "value",
        }
    }
}

/// Where an instance stands: its experiment, and its number in the ledger of
/// that. A map that writes over an instance may put any numbers here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) experiment: u32,
    pub(super) number: u32,
}

/// What stands in the slot of a live instance, and in that of a dropped one.
const LIVE: u8 = 1;
const DROPPED: u8 = 0;

/// The first slots are allocated at once, and looked up with one comparison.
const NEAR: usize = 1 << NEAR_BITS;
const NEAR_BITS: u32 = 16;

pub(super) struct Ledger {
    /// The experiment that it is kept for; 0 while there is none.
    experiment: AtomicU32,
    /// How many instances were made. Their slots are those that count; what
    /// stands in the others is left of an earlier experiment.
    made: AtomicUsize,
    near: Vec<AtomicU8>,
    /// The slots after these, each time as many as there are before.
    far: [OnceLock<Box<[AtomicU8]>>; (u32::BITS - NEAR_BITS) as usize],
    live_keys: AtomicUsize,
    live_values: AtomicUsize,
    violations: Complaints,
}

impl Ledger {
    /// A ledger without room, kept for no experiment.
    pub(super) const fn idle() -> Ledger {
        Ledger {
            experiment: AtomicU32::new(0),
            made: AtomicUsize::new(0),
            near: Vec::new(),
            far: [const { OnceLock::new() }; _],
            live_keys: AtomicUsize::new(0),
            live_values: AtomicUsize::new(0),
            violations: Complaints::new(),
        }
    }

    pub(super) fn new() -> Ledger {
        Ledger {
            near: slots(NEAR),
            ..Ledger::idle()
        }
    }

    /// Begins anew, for the experiment of this number.
    pub(super) fn open(&self, experiment: u32) {
        self.made.store(0, Relaxed);
        self.live_keys.store(0, Relaxed);
        self.live_values.store(0, Relaxed);
        let _ = self.violations.take();
        self.experiment.store(experiment, Relaxed);
    }

    /// From here on its instances are no longer followed.
    pub(super) fn close(&self) {
        self.experiment.store(0, Relaxed);
    }

    /// The experiment that it is kept for; 0 if there is none.
    pub(super) fn experiment(&self) -> u32 {
        self.experiment.load(Relaxed)
    }

    #[inline]
    fn slot(&self, number: usize) -> Option<&AtomicU8> {
        self.near.get(number).or_else(|| self.far_slot(number))
    }

    #[inline(never)]
    fn far_slot(&self, number: usize) -> Option<&AtomicU8> {
        let part = number.checked_ilog2()?.checked_sub(NEAR_BITS)?;
        let slots = self.far.get(part as usize)?.get()?;
        slots.get(number - (NEAR << part))
    }

    /// As [`Ledger::slot`], and makes room for the number where it is the first
    /// beyond what there is. A ledger that is kept for nothing has none.
    #[cold]
    fn new_slot(&self, number: usize) -> Option<&AtomicU8> {
        if let Some(part) = (number / NEAR).checked_ilog2()
            && !self.near.is_empty()
        {
            let _ = self.far[part as usize].get_or_init(|| slots(NEAR << part).into());
        }
        self.slot(number)
    }

    /// Enters a new live instance.
    #[inline]
    pub(super) fn enter(&self, of: Instance) -> Entry {
        let made = self.made.fetch_add(1, Relaxed);
        let number = u32::try_from(made).expect("a case makes fewer than 2^32 values");
        if let Some(slot) = self.slot(made).or_else(|| self.new_slot(made)) {
            slot.store(LIVE, Relaxed);
        }
        self.count(of).fetch_add(1, Relaxed);
        Entry {
            experiment: self.experiment(),
            number,
        }
    }

    /// Whether an entry is in this ledger, if it is in any.
    #[inline]
    pub(super) fn follows(&self, entry: Entry) -> bool {
        self.experiment() == entry.experiment
    }

    /// The slot of an instance that was made.
    #[inline]
    fn find(&self, entry: Entry) -> Option<&AtomicU8> {
        let number = entry.number as usize;
        if self.follows(entry) && number < self.made.load(Relaxed) {
            self.slot(number)
        } else {
            None
        }
    }

    #[inline]
    pub(super) fn is_live(&self, entry: Entry) -> bool {
        self.find(entry)
            .is_some_and(|slot| slot.load(Relaxed) == LIVE)
    }

    /// Notes that something was done with an instance that is not live.
    pub(super) fn note_misuse(&self, entry: Entry, of: Instance, doing: &str) {
        let end = match self.find(entry) {
            Some(_) => "was dropped before",
            None => "was never made",
        };
        self.note(format!("{doing} of a {} that {end}", of.name()));
    }

    /// Strikes an instance out; notes a violation if it is not live.
    #[inline]
    pub(super) fn strike_out(&self, entry: Entry, of: Instance) {
        let slot = self.find(entry);
        if slot.is_some_and(|slot| slot.swap(DROPPED, Relaxed) == LIVE) {
            self.count(of).fetch_sub(1, Relaxed);
        } else {
            self.note_drop(slot.is_some(), of);
        }
    }

    #[cold]
    pub(super) fn note_drop(&self, made: bool, of: Instance) {
        let name = of.name();
        self.note(if made {
            format!("a {name} was dropped twice")
        } else {
            format!("a {name} was dropped that was never made")
        });
    }

    /// Counts a new instance that has no room for an [`Entry`].
    pub(super) fn count_born(&self, of: Instance) {
        self.count(of).fetch_add(1, Relaxed);
    }

    /// Counts the end of an instance that has no room for an [`Entry`].
    pub(super) fn count_dropped(&self, of: Instance) {
        let one_less = |live: usize| live.checked_sub(1);
        if self
            .count(of)
            .fetch_update(Relaxed, Relaxed, one_less)
            .is_err()
        {
            let name = of.name();
            self.note(format!("more {name}s were dropped than were made"));
        }
    }

    /// How many instances are live.
    pub(super) fn live(&self, of: Instance) -> usize {
        self.count(of).load(Relaxed)
    }

    pub(super) fn note(&self, what: String) {
        self.violations.note(what);
    }

    /// Takes what there is to complain of.
    pub(super) fn violations(&self) -> Vec<String> {
        self.violations.take()
    }

    #[inline]
    fn count(&self, of: Instance) -> &AtomicUsize {
        match of {
            Instance::Key => &self.live_keys,
            Instance::Value => &self.live_values,
        }
    }
}

fn slots(count: usize) -> Vec<AtomicU8> {
    (0..count).map(|_| AtomicU8::new(DROPPED)).collect()
}
