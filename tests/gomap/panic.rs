//! User code may panic anywhere: in `Hash`, `Eq`, `Clone`, `Drop` or a
//! closure. Each test sweeps the k-th such call through a whole scenario and
//! then asks that the map is sound, that no entry was lost which the operation
//! did not mean to remove, and that nothing leaks or drops twice.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::support::{Masked, assert_sound};
use map_oracle::gomap::{Entry, GoMap};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Hash,
    Eq,
    Clone,
    Drop,
    Closure,
}

const CALLS: [Call; 5] = [Call::Hash, Call::Eq, Call::Clone, Call::Drop, Call::Closure];

/// Who is alive, and which call is to panic.
#[derive(Default)]
struct Ledger {
    next: u64,
    live: BTreeSet<u64>,
    armed: Option<(Call, usize)>,
    fired: bool,
}

type Book = Rc<RefCell<Ledger>>;

/// Panics if this is the armed call. Disarmed by that, so that there is one
/// panic to a scenario.
fn called(book: &Book, call: Call) {
    let mut ledger = book.borrow_mut();
    let Some((armed, left)) = &mut ledger.armed else {
        return;
    };
    if *armed != call {
        return;
    }
    if *left > 0 {
        *left -= 1;
        return;
    }
    ledger.armed = None;
    ledger.fired = true;
    drop(ledger);
    std::panic::resume_unwind(Box::new("armed"));
}

/// A value, or a key by its id, that is registered while it lives.
struct Tracked {
    id: u32,
    serial: u64,
    book: Book,
}

impl Tracked {
    fn new(id: u32, book: &Book) -> Tracked {
        let mut ledger = book.borrow_mut();
        ledger.next += 1;
        let serial = ledger.next;
        ledger.live.insert(serial);
        Tracked {
            id,
            serial,
            book: Rc::clone(book),
        }
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        assert!(
            self.book.borrow_mut().live.remove(&self.serial),
            "dropped twice"
        );
        called(&self.book, Call::Drop);
    }
}

impl Clone for Tracked {
    fn clone(&self) -> Tracked {
        called(&self.book, Call::Clone);
        Tracked::new(self.id, &self.book)
    }
}

impl Hash for Tracked {
    fn hash<H: Hasher>(&self, state: &mut H) {
        called(&self.book, Call::Hash);
        state.write_u32(self.id);
    }
}

impl PartialEq for Tracked {
    fn eq(&self, other: &Tracked) -> bool {
        called(&self.book, Call::Eq);
        self.id == other.id
    }
}

impl Eq for Tracked {}

type Map = GoMap<Tracked, Tracked, Masked>;

struct Stage {
    book: Book,
    map: Map,
}

impl Stage {
    fn key(&self, id: u32) -> Tracked {
        Tracked::new(id, &self.book)
    }

    fn ids(&self) -> Vec<u32> {
        let mut ids: Vec<u32> = self.map.iter().map(|(key, _)| key.id).collect();
        ids.sort_unstable();
        ids
    }

    /// A map with `count` entries in the midst of whatever that is the midst
    /// of. The mask makes four chains, so there are overflow buckets too.
    fn filled(mask: u64, count: u32) -> Stage {
        let book = Book::default();
        let mut stage = Stage {
            map: GoMap::with_hasher(Masked(mask)),
            book,
        };
        for id in 0..count {
            let (key, value) = (stage.key(id), stage.key(id));
            stage.map.insert(key, value);
        }
        stage
    }
}

/// What an operation may do to the entries if it panics.
enum Loss {
    /// All that were there must still be there.
    None,
    /// Anything from no loss to what the operation removes.
    Some,
}

/// Runs `operation` with the k-th call of each kind panicking, for all k until
/// none fires. Returns how many panics that were.
fn sweep(
    before: impl Fn() -> Stage,
    loss: Loss,
    operation: impl Fn(&mut Stage),
) -> [usize; CALLS.len()] {
    let mut panics = [0; CALLS.len()];
    for (call, panics) in CALLS.into_iter().zip(&mut panics) {
        for k in 0.. {
            let mut stage = before();
            let ids = stage.ids();
            stage.book.borrow_mut().armed = Some((call, k));
            let result = catch_unwind(AssertUnwindSafe(|| operation(&mut stage)));
            stage.book.borrow_mut().armed = None;
            let fired = stage.book.borrow().fired;
            assert_eq!(result.is_err(), fired, "{call:?} {k}");

            assert_sound(&stage.map);
            let after = stage.ids();
            assert_eq!(after.len(), stage.map.len());
            for &id in &after {
                assert!(
                    stage.map.contains_key(&stage.key(id)),
                    "{call:?} {k}: lost {id}"
                );
            }
            if fired && let Loss::None = loss {
                let lost: Vec<_> = ids.iter().filter(|id| !after.contains(id)).collect();
                assert!(lost.is_empty(), "{call:?} {k}: lost {lost:?}");
            }

            // The map must go on working, and end without a trace.
            for id in 1000..1100 {
                let (key, value) = (stage.key(id), stage.key(id));
                stage.map.insert(key, value);
            }
            assert_sound(&stage.map);
            let alive = stage.book.borrow().live.len();
            stage.map.sweep();
            assert_eq!(
                stage.book.borrow().live.len(),
                2 * stage.map.len() + stage.map.stale_keys(),
                "{call:?} {k}: {alive} alive"
            );
            let Stage { book, map } = stage;
            drop(map);
            assert_eq!(book.borrow().live.len(), 0, "{call:?} {k}: leaked");
            if !fired {
                break;
            }
            *panics += 1;
        }
    }
    panics
}

const SPREAD: u64 = 0xff00_0000_0000_ffff;
const FOUR_CHAINS: u64 = 0xff00_0000_0000_0003;

fn each_start(check: impl Fn(&dyn Fn() -> Stage)) {
    for (mask, count) in [
        (SPREAD, 0),
        (SPREAD, 8),
        (SPREAD, 26),
        (SPREAD, 110),
        (FOUR_CHAINS, 26),
        (FOUR_CHAINS, 60),
    ] {
        check(&|| Stage::filled(mask, count));
    }
}

#[test]
fn insert() {
    let mut hash_panics = 0;
    each_start(|before| {
        let panics = sweep(before, Loss::None, |stage| {
            for id in [0, 3, 500, 501, 502] {
                let (key, value) = (stage.key(id), stage.key(id));
                stage.map.insert(key, value);
            }
        });
        assert!(panics[0] >= 5);
    });
    // A chain's evacuation hashes all its keys.
    let stage = || Stage::filled(FOUR_CHAINS, 26);
    hash_panics += sweep(stage, Loss::None, |stage| {
        let (key, value) = (stage.key(900), stage.key(900));
        stage.map.insert(key, value);
    })[0];
    assert!(hash_panics > 5);
}

#[test]
fn entry() {
    each_start(|before| {
        sweep(before, Loss::None, |stage| {
            for id in [0, 600, 601, 602, 603] {
                let (key, value) = (stage.key(id), stage.key(id));
                let book = Rc::clone(&stage.book);
                match stage.map.entry(key) {
                    Entry::Vacant(entry) => {
                        called(&book, Call::Closure);
                        entry.insert(value);
                    }
                    Entry::Occupied(mut entry) => drop(entry.insert(value)),
                }
                let key = stage.key(id + 100);
                stage.map.entry(key).or_insert_with_key(|key| {
                    called(&book, Call::Closure);
                    Tracked::new(key.id, &book)
                });
            }
        });
    });
}

#[test]
fn remove() {
    each_start(|before| {
        sweep(before, Loss::Some, |stage| {
            for id in [2, 3] {
                let key = stage.key(id);
                if let Entry::Occupied(entry) = stage.map.entry(key) {
                    drop(entry.remove());
                }
            }
            let ids = stage.ids();
            for id in [0, 7, 8, 25, 999] {
                let len = stage.map.len();
                let key = stage.key(id);
                let book = Rc::clone(&stage.book);
                let removed = catch_unwind(AssertUnwindSafe(|| stage.map.remove(&key)));
                let gone = len - stage.map.len();
                match removed {
                    Ok(value) => assert_eq!(gone, usize::from(value.is_some())),
                    Err(panic) => {
                        let kept = ids.contains(&id) && book.borrow().fired;
                        assert!(gone <= usize::from(kept));
                        std::panic::resume_unwind(panic)
                    }
                }
            }
        });
    });
}

#[test]
fn clear_and_drop() {
    each_start(|before| {
        sweep(before, Loss::Some, |stage| {
            let result = catch_unwind(AssertUnwindSafe(|| stage.map.clear()));
            assert!(stage.map.is_empty(), "the rest is dropped all the same");
            result.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        });
        sweep(before, Loss::Some, |stage| {
            let map = std::mem::replace(&mut stage.map, GoMap::with_hasher(Masked(SPREAD)));
            drop(map);
        });
        sweep(before, Loss::Some, |stage| {
            let map = std::mem::replace(&mut stage.map, GoMap::with_hasher(Masked(SPREAD)));
            for (key, value) in map.into_iter().take(5) {
                drop((key, value));
            }
        });
        sweep(before, Loss::Some, |stage| {
            let map = std::mem::replace(&mut stage.map, GoMap::with_hasher(Masked(SPREAD)));
            map.clone().into_keys().for_each(drop);
            map.into_values().for_each(drop);
        });
        sweep(before, Loss::Some, |stage| {
            let mut drain = stage.map.drain();
            drain.next();
            drop(drain);
        });
    });
}

#[test]
fn retain_and_extract() {
    each_start(|before| {
        sweep(before, Loss::Some, |stage| {
            let book = Rc::clone(&stage.book);
            stage.map.retain(|key, _| {
                called(&book, Call::Closure);
                key.id % 3 == 0
            });
        });
        sweep(before, Loss::Some, |stage| {
            let book = Rc::clone(&stage.book);
            let mut taken = stage.map.extract_if(|key, _| {
                called(&book, Call::Closure);
                key.id % 3 != 0
            });
            taken.by_ref().take(10).for_each(drop);
        });
    });
}

#[test]
fn clone() {
    each_start(|before| {
        sweep(before, Loss::None, |stage| {
            let clone = stage.map.clone();
            assert_eq!(clone.shape(), stage.map.shape());
            assert_sound(&clone);
        });
        sweep(before, Loss::None, |stage| {
            let other = Stage::filled(SPREAD, 0);
            let mut target: Map = GoMap::with_hasher(Masked(SPREAD));
            let (key, value) = (stage.key(1), stage.key(1));
            target.insert(key, value);
            let result = catch_unwind(AssertUnwindSafe(|| target.clone_from(&stage.map)));
            assert_sound(&target);
            let whole = if result.is_ok() { stage.map.len() } else { 1 };
            assert!(target.len() == whole || target.len() == stage.map.len());
            drop(other);
            result.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        });
    });
}

#[test]
fn reserve_and_shrink() {
    each_start(|before| {
        sweep(before, Loss::None, |stage| {
            stage.map.reserve(200);
            stage.map.shrink_to_fit();
        });
    });
}

/// Growth under a cursor clones keys, and letting go of them drops some.
#[test]
fn growth_under_a_cursor() {
    let clones = std::cell::Cell::new(0);
    each_start(|before| {
        let panics = sweep(before, Loss::None, |stage| {
            let mut cursor = stage.map.cursor();
            for id in 700..760 {
                let (key, value) = (stage.key(id), stage.key(id));
                stage.map.insert(key, value);
                if id % 8 == 0 {
                    cursor.next(&stage.map);
                }
                if id == 740 {
                    cursor = stage.map.cursor();
                }
            }
            while cursor.next(&stage.map).is_some() {}
            drop(cursor);
            stage.map.reserve(1);
            let (key, value) = (stage.key(1), stage.key(1));
            stage.map.insert(key, value);
        });
        clones.set(clones.get() + panics[2]);
    });
    assert!(clones.get() > 100);
}

/// A step that panics can be taken again.
#[test]
fn cursor_step() {
    for k in 0..200 {
        let mut stage = Stage::filled(FOUR_CHAINS, 26);
        let mut cursor = stage.map.cursor();
        for id in 26..40 {
            let (key, value) = (stage.key(id), stage.key(id));
            stage.map.insert(key, value);
        }
        let mut ids = BTreeSet::new();
        stage.book.borrow_mut().armed =
            Some((if k % 2 == 0 { Call::Hash } else { Call::Eq }, k / 2));
        loop {
            match catch_unwind(AssertUnwindSafe(|| {
                cursor.next(&stage.map).map(|(k, _)| k.id)
            })) {
                Ok(Some(id)) => assert!(ids.insert(id)),
                Ok(None) => break,
                Err(_) => {}
            }
        }
        assert!((0..26).all(|id| ids.contains(&id)));
        stage.book.borrow_mut().armed = None;
    }
}

/// A forgotten `Drain` leaves an empty map that works.
#[test]
fn forgotten_drain() {
    // Keeps the drain's memory reachable, for leak checkers.
    static FORGOTTEN: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());

    let mut map: GoMap<u32, u32, Masked> = GoMap::with_hasher(Masked(SPREAD));
    map.extend((0..100).map(|n| (n, n)));
    let mut drain = map.drain();
    assert!(drain.next().is_some());
    FORGOTTEN.store(Box::into_raw(Box::new(drain)).cast(), Ordering::Relaxed);
    std::hint::black_box(&FORGOTTEN);
    assert!(map.is_empty());
    assert_sound(&map);
    map.insert(1, 1);
    assert_eq!(map.get(&1), Some(&1));
    assert_sound(&map);
}
