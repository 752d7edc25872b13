//! The experiment: what a case plans for the keys and values that are made in
//! it, and what became of that.
//!
//! A thread is in one experiment at a time, or in none. Keys and values know
//! theirs; but a hasher, a closure and an instance without any room ask which
//! experiment the thread is in. One that is in several threads counts as one:
//! its ledger, its fault and its complaints are the same in all of them.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::Ordering::{self, Relaxed};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize};
use std::sync::{Arc, MutexGuard, PoisonError, RwLock};

use super::fault::Armed;
use super::ledger::{Complaints, Instance, Ledger};
use super::number::Digits;
use super::{Key, Value};
use crate::case::{Doing, Fault, FaultKind, HashPlan, Place, Said, Standing, Without};

/// What all threads of an experiment share.
pub(super) struct Experiment {
    /// Whether a [`Probe`] has it.
    taken: AtomicBool,
    pub(super) ledger: Ledger,
    pub(super) armed: Armed,
    /// How plain numbers stand for keys.
    digits: AtomicU32,
    /// What the op under way says of an iterator, counted from 1; 0 if nothing.
    said: AtomicU8,
    /// Promises of an iterator that it broke.
    broken_promises: Complaints,
}

impl Experiment {
    const fn with(ledger: Ledger) -> Experiment {
        Experiment {
            taken: AtomicBool::new(false),
            ledger,
            armed: Armed::new(),
            digits: AtomicU32::new(Digits::PLAIN.to_bits()),
            said: AtomicU8::new(0),
            broken_promises: Complaints::new(),
        }
    }

    /// Whether nobody had it, and the caller has it now.
    fn take(&self) -> bool {
        self.taken
            .compare_exchange(false, true, Ordering::Acquire, Relaxed)
            .is_ok()
    }
}

/// What threads are in that are in no experiment: nothing is armed there, and
/// nobody asks for its complaints.
static NONE: Experiment = Experiment::with(Ledger::idle());

/// As many experiments as there were at one time. When one has ended, its place
/// is taken by another.
static EXPERIMENTS: RwLock<Vec<&'static Experiment>> = RwLock::new(Vec::new());

/// How many were started. Numbers are not used again, so that a straggler of an
/// earlier experiment is known as one.
static STARTED: AtomicU32 = AtomicU32::new(0);

thread_local! {
    /// The experiment that the thread is in.
    static CURRENT: Cell<&'static Experiment> = const { Cell::new(&NONE) };
}

/// The experiment that this thread is in.
#[inline]
pub(super) fn current() -> &'static Experiment {
    CURRENT.get()
}

/// The experiment of this number, if it is under way.
pub(super) fn find(number: u32) -> Option<&'static Experiment> {
    let experiments = EXPERIMENTS.read().unwrap_or_else(PoisonError::into_inner);
    let is_it = |experiment: &&&Experiment| experiment.ledger.experiment() == number;
    experiments
        .iter()
        .find(is_it)
        .copied()
        .filter(|_| number != 0)
}

/// Whether there ever was an experiment of this number.
pub(super) fn was_started(number: u32) -> bool {
    number != 0 && number <= STARTED.load(Relaxed)
}

/// An experiment that nobody has.
fn take_free() -> &'static Experiment {
    let is_free = |experiment: &&&Experiment| experiment.take();
    let experiments = EXPERIMENTS.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(free) = experiments.iter().find(is_free) {
        return free;
    }
    drop(experiments);
    let new: &'static Experiment = Box::leak(Box::new(Experiment::with(Ledger::new())));
    let _ = new.take();
    let mut experiments = EXPERIMENTS.write().unwrap_or_else(PoisonError::into_inner);
    experiments.push(new);
    new
}

/// Notes a promise that an iterator broke.
pub(crate) fn note_broken_promise(what: String) {
    current().broken_promises.note(what);
}

/// Whether the op under way says this.
pub(crate) fn is_said(said: Said) -> bool {
    current().said.load(Relaxed) == said as u8 + 1
}

/// Whether a key has lied in the experiment under way.
pub(crate) fn has_lied() -> bool {
    current().armed.lied()
}

/// How the experiment under way writes keys as plain numbers.
pub(super) fn digits() -> Digits {
    Digits::from_bits(current().digits.load(Relaxed))
}

/// Counts a call of user code, and panics if it is the planned one.
#[inline]
pub(super) fn tick(kind: FaultKind) {
    current().armed.tick(kind);
}

/// Counts a call of user code that may be armed to lie. Tells whether it is to
/// lie now.
#[inline]
pub(super) fn lies(kind: FaultKind) -> bool {
    current().armed.lies(kind)
}

/// To be called in every closure that an adapter hands to its map, so that
/// the case can make it panic.
#[inline]
pub fn call_closure() {
    tick(FaultKind::Closure);
}

/// One experiment: makes keys under its plan, keeps the ledger, arms panics.
///
/// The thread that starts it is in it, until it is dropped; other threads
/// [enter](Probe::enter) it. Instances that outlive it are no longer followed.
pub struct Probe {
    plan: HashPlan,
    /// Where the experiment is.
    place: Whereabouts,
    /// Told of each place before what is done there begins.
    observer: Option<Observer>,
    /// What the run leaves out.
    without: Without,
    _starter: Entered<'static>,
    // The last to go: who takes it next must not find a thread in it.
    taken: Taken,
}

/// See [`Probe::observed`].
pub(crate) type Observer = Arc<dyn Fn(Place) + Send + Sync>;

/// A thread is in an experiment, as long as this lives; then it is back where it
/// was before.
#[must_use]
pub struct Entered<'p> {
    before: &'static Experiment,
    /// It is for this thread alone.
    _of: PhantomData<(&'p Probe, MutexGuard<'static, ()>)>,
}

impl Entered<'_> {
    fn enter(experiment: &'static Experiment) -> Self {
        Entered {
            before: CURRENT.replace(experiment),
            _of: PhantomData,
        }
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        CURRENT.set(self.before);
    }
}

impl fmt::Debug for Entered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entered").finish_non_exhaustive()
    }
}

/// See [`Probe::say`]. Also after a panic nothing is said any more.
#[must_use]
pub(crate) struct Saying(&'static Experiment);

impl Drop for Saying {
    fn drop(&mut self) {
        self.0.said.store(0, Relaxed);
    }
}

/// The experiment that a probe has.
struct Taken(&'static Experiment);

impl Drop for Taken {
    fn drop(&mut self) {
        self.0.armed.disarm();
        self.0.ledger.close();
        self.0.taken.store(false, Ordering::Release);
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe")
            .field("plan", &self.plan)
            .field("place", &self.place())
            .finish_non_exhaustive()
    }
}

impl Probe {
    /// Starts an experiment with an empty ledger.
    ///
    /// # Panics
    ///
    /// If this thread is in one already.
    #[must_use]
    pub fn start(plan: HashPlan) -> Probe {
        assert!(
            !Probe::is_under_way(),
            "one experiment at a time on a thread"
        );
        let experiment = take_free();
        let number = STARTED.fetch_add(1, Relaxed).wrapping_add(1).max(1);
        experiment.armed.reset();
        experiment
            .digits
            .store(Digits::of(&plan).to_bits(), Relaxed);
        experiment.said.store(0, Relaxed);
        let _ = experiment.broken_promises.take();
        experiment.ledger.open(number);
        Probe {
            plan,
            place: Whereabouts::default(),
            observer: None,
            without: Without::NOTHING,
            _starter: Entered::enter(experiment),
            taken: Taken(experiment),
        }
    }

    fn experiment(&self) -> &'static Experiment {
        self.taken.0
    }

    /// Has this thread be in the experiment, too: what a hasher, a closure or an
    /// instance without room does on it is done in this experiment, and the
    /// fault that is armed strikes here as well.
    ///
    /// ```
    /// use map_oracle::probe::Probe;
    ///
    /// let probe = Probe::start(Default::default());
    /// let (key, other) = (probe.key(1), probe.key(1));
    /// std::thread::scope(|scope| {
    ///     let there = || {
    ///         let _entered = probe.enter();
    ///         assert!(key == other);
    ///         drop(key);
    ///     };
    ///     scope.spawn(there).join().unwrap();
    /// });
    /// assert_eq!(probe.live_keys(), 1);
    /// assert!(probe.violations().is_empty());
    /// ```
    pub fn enter(&self) -> Entered<'_> {
        Entered::enter(self.experiment())
    }

    /// As [`Probe::start`]; `observer` is told of each place of the case before
    /// what is done there begins.
    pub(crate) fn observed(plan: HashPlan, observer: Option<Observer>) -> Probe {
        let mut probe = Probe::start(plan);
        probe.observer = observer;
        probe
    }

    /// The same experiment; the run leaves this out.
    pub(crate) fn leaving_out(mut self, without: Without) -> Probe {
        self.without = without;
        self
    }

    /// What the run leaves out.
    pub(crate) fn without(&self) -> &Without {
        &self.without
    }

    /// Whether the run makes this check.
    pub(crate) fn checks(&self, check: Standing) -> bool {
        !self.without.leaves_out(check)
    }

    /// Where the experiment is.
    pub(crate) fn place(&self) -> Place {
        self.place.get()
    }

    /// The next step begins.
    pub(crate) fn begin_step(&self, step: usize) {
        super::end_copies();
        self.place.step.store(step, Relaxed);
        self.begin(Doing::Op);
    }

    /// Something else begins at the same step.
    #[inline]
    pub(crate) fn begin(&self, doing: Doing) {
        self.place.set_doing(doing);
        if let Some(observer) = &self.observer {
            observer(self.place());
        }
    }

    /// Whether this thread is in an experiment: for a panic hook that keeps
    /// quiet about a map under test.
    #[must_use]
    pub fn is_under_way() -> bool {
        !std::ptr::eq(current(), &raw const NONE)
    }

    /// Makes a key. Numbers above [`Key::LAST_EQUAL`] are not equal to
    /// themselves.
    #[must_use]
    pub fn key(&self, id: u32) -> Key {
        let entry = self.experiment().ledger.enter(Instance::Key);
        Key::new(id, self.plan.hash(id), entry)
    }

    /// The hash that the plan gives to a key.
    #[must_use]
    pub fn hash_of(&self, id: u32) -> u64 {
        self.plan.hash(id)
    }

    /// Makes a value.
    #[must_use]
    pub fn value(&self, payload: u32) -> Value {
        Value::new(payload, self.experiment().ledger.enter(Instance::Value))
    }

    /// Runs `op` with `fault` armed. The second result says whether the
    /// planned panic was thrown (it unwinds out of here, if the op lets it).
    pub fn armed<R>(&self, fault: Option<Fault>, op: impl FnOnce() -> R) -> (R, bool) {
        struct Disarm<'e>(&'e Armed);
        impl Drop for Disarm<'_> {
            fn drop(&mut self) {
                self.0.disarm();
            }
        }
        let armed = &self.experiment().armed;
        armed.arm(fault);
        let disarm = Disarm(armed);
        let result = op();
        drop(disarm);
        (result, armed.was_thrown())
    }

    /// The op under way says this of an iterator, until what is returned is
    /// dropped.
    pub(crate) fn say(&self, said: Said) -> Saying {
        let experiment = self.experiment();
        experiment.said.store(said as u8 + 1, Relaxed);
        Saying(experiment)
    }

    /// Whether a key has lied in this experiment: from there on a map may
    /// answer anything.
    #[must_use]
    pub fn lied(&self) -> bool {
        self.experiment().armed.lied()
    }

    /// Takes the promises that iterators broke. One that was broken several
    /// times is told once, with how often.
    #[must_use]
    pub fn broken_promises(&self) -> Vec<String> {
        self.experiment().broken_promises.take()
    }

    /// How many keys are live.
    #[must_use]
    pub fn live_keys(&self) -> usize {
        self.experiment().ledger.live(Instance::Key)
    }

    /// How many values are live.
    #[must_use]
    pub fn live_values(&self) -> usize {
        self.experiment().ledger.live(Instance::Value)
    }

    /// Takes what the ledger has to complain of, likewise.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        self.experiment().ledger.violations()
    }
}

/// A [`Place`] that is read and changed from any thread.
#[derive(Default)]
struct Whereabouts {
    step: AtomicUsize,
    /// See [`Whereabouts::set_doing`].
    doing: AtomicU64,
}

impl Whereabouts {
    /// What has no key, by its place in this list; a key comes after these.
    const DOINGS: [Doing; 8] = [
        Doing::Make,
        Doing::Op,
        Doing::Prepare,
        Doing::Len,
        Doing::Capacity,
        Doing::Iterate,
        Doing::Invariants,
        Doing::Drop,
    ];

    fn get(&self) -> Place {
        let doing = self.doing.load(Relaxed);
        let listed = usize::try_from(doing).ok();
        let listed = listed.and_then(|at| Self::DOINGS.get(at));
        let key = || Doing::LookUp((doing - Self::DOINGS.len() as u64) as u32);
        Place {
            step: self.step.load(Relaxed),
            doing: listed.copied().unwrap_or_else(key),
        }
    }

    fn set_doing(&self, doing: Doing) {
        let number = match doing {
            Doing::Make => 0,
            Doing::Op => 1,
            Doing::Prepare => 2,
            Doing::Len => 3,
            Doing::Capacity => 4,
            Doing::Iterate => 5,
            Doing::Invariants => 6,
            Doing::Drop => 7,
            Doing::LookUp(key) => Self::DOINGS.len() as u64 + u64::from(key),
        };
        self.doing.store(number, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;
    use crate::case::FaultKind;
    use crate::probe::{Injected, quietly};

    #[test]
    fn threads_that_enter_are_in_the_same_experiment() {
        let probe = Probe::start(HashPlan::default());
        let (left, right) = (probe.key(3), probe.key(3));
        let value = probe.value(7);
        std::thread::scope(|scope| {
            let there = || {
                assert!(!Probe::is_under_way());
                {
                    let _entered = probe.enter();
                    assert!(Probe::is_under_way());
                    assert!(left == right);
                    let copies = (left.clone(), value.clone(), probe.key(4));
                    assert_eq!((probe.live_keys(), probe.live_values()), (4, 2));
                    drop((copies, left, value));
                    note_broken_promise("an end".to_owned());
                }
                assert!(!Probe::is_under_way());
            };
            scope.spawn(there).join().expect("nothing is wrong there");
        });
        assert_eq!((probe.live_keys(), probe.live_values()), (1, 0));
        assert!(probe.violations().is_empty());
        assert_eq!(probe.broken_promises(), ["an end"]);
        right.feign_drop();
        drop(right);
        assert_eq!(probe.violations(), ["a key was dropped twice"]);
    }

    #[test]
    fn a_fault_strikes_once_on_whichever_thread_makes_the_planned_call() {
        let probe = Probe::start(HashPlan::default());
        let keys = (probe.key(1), probe.key(1));
        let compare = || {
            let equal = catch_unwind(AssertUnwindSafe(|| keys.0 == keys.1));
            equal.is_err_and(|panic| panic.is::<Injected>())
        };
        let fault = Fault {
            kind: FaultKind::Eq,
            call: 50,
        };
        for _ in 0..20 {
            let (struck, thrown) = probe.armed(Some(fault), || {
                // Of a thread that is not in the experiment nothing is counted.
                std::thread::scope(|scope| {
                    let outside = scope.spawn(|| (0..100).filter(|_| compare()).count());
                    assert_eq!(outside.join().expect("it catches panics"), 0);
                });
                quietly(|| assert!(!compare()));
                std::thread::scope(|scope| {
                    let threads = [(); 3].map(|()| {
                        scope.spawn(|| {
                            let _entered = probe.enter();
                            (0..40).filter(|_| compare()).count()
                        })
                    });
                    threads
                        .map(|thread| thread.join().expect("it catches panics"))
                        .iter()
                        .sum::<usize>()
                })
            });
            assert_eq!((struck, thrown), (1, true));
            assert!(!compare(), "it is armed no longer");
        }
    }

    #[test]
    fn every_place_is_kept_as_it_is() {
        let place = Whereabouts::default();
        assert_eq!(place.get(), Place::default());
        let keys = [0, 1, u32::MAX].map(Doing::LookUp);
        for doing in Whereabouts::DOINGS.into_iter().chain(keys) {
            place.set_doing(doing);
            assert_eq!(place.get().doing, doing);
        }
    }
}
