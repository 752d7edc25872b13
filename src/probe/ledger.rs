//! The ledger of live keys and values, and the armed fault.
//!
//! Both are kept per thread, because `Drop` and `Hash` are given nothing but
//! the value itself. An instance is known by its number in the current
//! experiment; one that outlives its experiment is left alone.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::resume_unwind;
use std::rc::Rc;

use super::number::Digits;
use super::{Key, Value};
use crate::case::{Doing, Fault, FaultKind, HashPlan, Place, Standing, Without};

/// More different complaints than these tell nothing more.
const MOST_VIOLATIONS: usize = 8;

/// What there is to complain of, each with how often it was met.
#[derive(Default)]
struct Complaints(Vec<(String, usize)>);

impl Complaints {
    fn note(&mut self, what: String) {
        if let Some((_, times)) = self.0.iter_mut().find(|(told, _)| *told == what) {
            *times += 1;
        } else if self.0.len() < MOST_VIOLATIONS {
            self.0.push((what, 1));
        }
    }

    fn take(&mut self) -> Vec<String> {
        let told = std::mem::take(&mut self.0).into_iter();
        told.map(|(what, times)| match times {
            1 => what,
            _ => format!("{what} ({times} times)"),
        })
        .collect()
    }
}

/// The payload of a planned panic, by which it is told from any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Injected(pub FaultKind);

struct Lab {
    /// Counts experiments on this thread; 0 while there is none.
    experiment: Cell<u32>,
    /// For each instance of this experiment, whether it is live.
    live: RefCell<Vec<bool>>,
    live_keys: Cell<usize>,
    live_values: Cell<usize>,
    armed: Cell<Option<Fault>>,
    /// Whether the armed panic was thrown.
    fired: Cell<bool>,
    /// Calls of the user code that is armed to lie.
    calls: Cell<u16>,
    /// Whether any lie was told in this experiment.
    lied: Cell<bool>,
    /// How plain numbers stand for keys.
    digits: Cell<Digits>,
    /// Promises of an iterator that it broke.
    broken_promises: RefCell<Complaints>,
    violations: RefCell<Complaints>,
}

thread_local! {
    static LAB: Lab = const {
        Lab {
            experiment: Cell::new(0),
            live: RefCell::new(Vec::new()),
            live_keys: Cell::new(0),
            live_values: Cell::new(0),
            armed: Cell::new(None),
            fired: Cell::new(false),
            calls: Cell::new(0),
            lied: Cell::new(false),
            digits: Cell::new(Digits::PLAIN),
            broken_promises: RefCell::new(Complaints(Vec::new())),
            violations: RefCell::new(Complaints(Vec::new())),
        }
    };
}

/// What kind of instance is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instance {
    Key,
    Value,
}

/// Where an instance stands in the ledger: its experiment and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    experiment: u32,
    number: u32,
}

impl Entry {
    /// Enters a new live instance.
    pub(super) fn new(of: Instance) -> Entry {
        LAB.with(|lab| {
            let mut live = lab.live.borrow_mut();
            let number = u32::try_from(live.len()).expect("a case makes fewer than 2^32 values");
            live.push(true);
            let count = lab.count(of);
            count.set(count.get() + 1);
            Entry {
                experiment: lab.experiment.get(),
                number,
            }
        })
    }

    /// Notes a violation unless the instance is live.
    #[inline]
    pub(super) fn check_live(self, of: Instance, doing: &str) {
        LAB.with(|lab| {
            if lab.experiment.get() == self.experiment
                && lab.live.borrow().get(self.number as usize) == Some(&true)
            {
                return;
            }
            lab.violation(match lab.live.borrow().get(self.number as usize) {
                Some(false) if lab.experiment.get() == self.experiment => {
                    format!("{doing} of a {} that was dropped before", name(of))
                }
                _ => format!("{doing} of a {} that was never made", name(of)),
            });
        });
    }

    /// Strikes the instance out; notes a violation if it is not live.
    pub(super) fn drop(self, of: Instance) {
        LAB.with(|lab| {
            if lab.experiment.get() != self.experiment {
                return;
            }
            let mut live = lab.live.borrow_mut();
            match live.get_mut(self.number as usize) {
                Some(flag @ true) => {
                    *flag = false;
                    let count = lab.count(of);
                    count.set(count.get() - 1);
                }
                Some(false) => lab.violation(format!("a {} was dropped twice", name(of))),
                None => lab.violation(format!("a {} was dropped that was never made", name(of))),
            }
        });
    }
}

/// Counts a new instance that has no room for an [`Entry`].
pub(super) fn count_born(of: Instance) {
    LAB.with(|lab| lab.count(of).set(lab.count(of).get() + 1));
}

/// Counts the end of an instance that has no room for an [`Entry`].
pub(super) fn count_dropped(of: Instance) {
    LAB.with(|lab| match lab.count(of).get().checked_sub(1) {
        Some(left) => lab.count(of).set(left),
        None => lab.violation(format!("more {}s were dropped than were made", name(of))),
    });
}

/// Notes that an instance was found to be damaged.
pub(super) fn note_damage(of: Instance) {
    LAB.with(|lab| lab.violation(format!("a {} whose memory was overwritten", name(of))));
}

/// Notes a promise that an iterator broke.
pub(crate) fn note_broken_promise(what: String) {
    LAB.with(|lab| lab.broken_promises.borrow_mut().note(what));
}

/// Whether a key has lied in the experiment under way.
pub(crate) fn has_lied() -> bool {
    LAB.with(|lab| lab.lied.get())
}

/// How the experiment under way writes keys as plain numbers.
pub(super) fn digits() -> Digits {
    LAB.with(|lab| lab.digits.get())
}

fn name(of: Instance) -> &'static str {
    match of {
        Instance::Key => "key",
        Instance::Value => "value",
    }
}

impl Lab {
    fn count(&self, of: Instance) -> &Cell<usize> {
        match of {
            Instance::Key => &self.live_keys,
            Instance::Value => &self.live_values,
        }
    }

    fn violation(&self, what: String) {
        self.violations.borrow_mut().note(what);
    }
}

/// Counts a call of user code, and panics if it is the planned one. Never
/// panics while the thread unwinds already: that would abort.
#[inline]
pub(super) fn tick(kind: FaultKind) {
    LAB.with(|lab| {
        if let Some(fault) = lab.armed.get()
            && fault.kind == kind
        {
            tick_armed(lab, fault);
        }
    });
}

/// Counts a call of user code that may be armed to lie. Tells whether it is to
/// lie now.
#[inline]
pub(super) fn lies(kind: FaultKind) -> bool {
    LAB.with(|lab| match lab.armed.get() {
        Some(fault) if fault.kind == kind => {
            let calls = lab.calls.get().wrapping_add(1);
            lab.calls.set(calls);
            let lies = calls.is_multiple_of(fault.call);
            lab.lied.set(lab.lied.get() | lies);
            lies
        }
        _ => false,
    })
}

#[cold]
fn tick_armed(lab: &Lab, fault: Fault) {
    if std::thread::panicking() {
        return;
    }
    if fault.call > 1 {
        lab.armed.set(Some(Fault {
            call: fault.call - 1,
            ..fault
        }));
    } else {
        lab.armed.set(None);
        lab.fired.set(true);
        // Not `panic!`: a planned panic should not print, nor meet a hook
        // that aborts, as libFuzzer's does.
        resume_unwind(Box::new(Injected(fault.kind)));
    }
}

/// To be called in every closure that an adapter hands to its map, so that
/// the case can make it panic.
#[inline]
pub fn call_closure() {
    tick(FaultKind::Closure);
}

/// Runs `look` with no panic armed and none of its calls counted: for an
/// adapter that looks into its map beside an op.
pub fn quietly<R>(look: impl FnOnce() -> R) -> R {
    let armed = LAB.with(|lab| lab.armed.take());
    let seen = look();
    LAB.with(|lab| lab.armed.set(armed));
    seen
}

/// One experiment: makes keys under its plan, keeps the ledger, arms panics.
///
/// There is one at a time on a thread. Instances that outlive it are no
/// longer followed.
pub struct Probe {
    plan: HashPlan,
    /// Where the experiment is.
    place: Cell<Place>,
    /// Told of each place before what is done there begins.
    observer: Option<Observer>,
    /// What the run leaves out.
    without: Without,
}

/// See [`Probe::observed`].
pub(crate) type Observer = Rc<dyn Fn(Place)>;

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe")
            .field("plan", &self.plan)
            .field("place", &self.place.get())
            .finish_non_exhaustive()
    }
}

impl Probe {
    /// Starts an experiment with an empty ledger.
    ///
    /// # Panics
    ///
    /// If one is under way on this thread.
    #[must_use]
    pub fn start(plan: HashPlan) -> Probe {
        thread_local!(static STARTED: Cell<u32> = const { Cell::new(0) });
        LAB.with(|lab| {
            assert_eq!(
                lab.experiment.get(),
                0,
                "one experiment at a time on a thread"
            );
            // Numbers are not used again, so that a straggler of an earlier
            // experiment is known as one.
            let experiment = STARTED.get() % u32::MAX + 1;
            STARTED.set(experiment);
            lab.experiment.set(experiment);
            lab.live.borrow_mut().clear();
            lab.live_keys.set(0);
            lab.live_values.set(0);
            lab.armed.set(None);
            lab.fired.set(false);
            lab.lied.set(false);
            lab.digits.set(Digits::of(&plan));
            lab.broken_promises.borrow_mut().0.clear();
            lab.violations.borrow_mut().0.clear();
        });
        Probe {
            plan,
            place: Cell::new(Place::default()),
            observer: None,
            without: Without::NOTHING,
        }
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
        self.move_to(Place {
            step,
            doing: Doing::Op,
        });
    }

    /// Something else begins at the same step.
    #[inline]
    pub(crate) fn begin(&self, doing: Doing) {
        self.move_to(Place {
            doing,
            ..self.place.get()
        });
    }

    #[inline]
    fn move_to(&self, place: Place) {
        self.place.set(place);
        if let Some(observer) = &self.observer {
            observer(place);
        }
    }

    /// Whether an experiment is under way on this thread: for a panic hook that
    /// keeps quiet about a map under test.
    #[must_use]
    pub fn is_under_way() -> bool {
        LAB.with(|lab| lab.experiment.get() != 0)
    }

    /// Makes a key. Numbers above [`Key::LAST_EQUAL`] are not equal to
    /// themselves.
    #[must_use]
    pub fn key(&self, id: u32) -> Key {
        Key::new(id, self.plan.hash(id))
    }

    /// The hash that the plan gives to a key.
    #[must_use]
    pub fn hash_of(&self, id: u32) -> u64 {
        self.plan.hash(id)
    }

    /// Makes a value.
    #[must_use]
    pub fn value(&self, payload: u32) -> Value {
        Value::new(payload)
    }

    /// Runs `op` with `fault` armed. The second result says whether the
    /// planned panic was thrown (it unwinds out of here, if the op lets it).
    pub fn armed<R>(&self, fault: Option<Fault>, op: impl FnOnce() -> R) -> (R, bool) {
        struct Disarm;
        impl Drop for Disarm {
            fn drop(&mut self) {
                LAB.with(|lab| lab.armed.set(None));
            }
        }
        LAB.with(|lab| {
            lab.armed.set(fault);
            lab.fired.set(false);
            lab.calls.set(0);
        });
        let disarm = Disarm;
        let result = op();
        drop(disarm);
        (result, LAB.with(|lab| lab.fired.get()))
    }

    /// Whether a key has lied in this experiment: from there on a map may
    /// answer anything.
    #[must_use]
    pub fn lied(&self) -> bool {
        LAB.with(|lab| lab.lied.get())
    }

    /// Takes the promises that iterators broke. One that was broken several
    /// times is told once, with how often.
    #[must_use]
    pub fn broken_promises(&self) -> Vec<String> {
        LAB.with(|lab| lab.broken_promises.borrow_mut().take())
    }

    /// How many keys are live.
    #[must_use]
    pub fn live_keys(&self) -> usize {
        LAB.with(|lab| lab.live_keys.get())
    }

    /// How many values are live.
    #[must_use]
    pub fn live_values(&self) -> usize {
        LAB.with(|lab| lab.live_values.get())
    }

    /// Takes what the ledger has to complain of, likewise.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        LAB.with(|lab| lab.violations.borrow_mut().take())
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        LAB.with(|lab| {
            lab.armed.set(None);
            lab.experiment.set(0);
        });
    }
}
