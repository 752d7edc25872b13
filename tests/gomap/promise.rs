//! The promise of an open cursor, held against a small model under random
//! changes of the map: collisions, growth, clears, removals of everything,
//! rebuilds, and keys that do not equal themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{MASKS, Masked, Odd, assert_sound};
use map_oracle::gomap::{Cursor, GoMap};

/// Identifies an entry from its insert to its removal.
type Serial = u64;

struct Open {
    cursor: Cursor,
    /// Alive since the opening, and not produced yet.
    must: BTreeSet<Serial>,
    produced: BTreeSet<Serial>,
}

#[derive(Default)]
struct Reached {
    nan_produced: usize,
    younger_produced: usize,
    finished_by_itself: usize,
    growths_under_cursor: usize,
    stale_keys: usize,
    retired: usize,
}

struct Run {
    map: GoMap<Odd, (Serial, u32), Masked>,
    /// Ordinary entries by id, and all entries by serial.
    by_id: BTreeMap<u32, Serial>,
    alive: BTreeMap<Serial, (Odd, u32)>,
    cursors: Vec<Open>,
    next_serial: Serial,
    rng: fastrand::Rng,
    ids: u32,
    nans: bool,
    reached: Reached,
}

impl Run {
    fn new(seed: u64) -> Run {
        let mut rng = fastrand::Rng::with_seed(seed);
        let hasher = Masked(MASKS[rng.usize(..MASKS.len())]);
        let map = if rng.bool() {
            GoMap::with_hasher(hasher)
        } else {
            GoMap::with_capacity_and_hasher(rng.usize(..100), hasher)
        };
        Run {
            map,
            by_id: BTreeMap::new(),
            alive: BTreeMap::new(),
            cursors: Vec::new(),
            next_serial: 0,
            ids: [6, 20, 60, 200][rng.usize(..4)],
            nans: rng.u8(..3) == 0,
            rng,
            reached: Reached::default(),
        }
    }

    fn insert(&mut self, id: u32) {
        let version = self.rng.u32(..);
        if let Some(&serial) = self.by_id.get(&id) {
            let former = self.map.insert(Odd { id, nan: false }, (serial, version));
            assert_eq!(former.map(|(serial, _)| serial), Some(serial));
            self.alive.get_mut(&serial).unwrap().1 = version;
            return;
        }
        let serial = self.begin(Odd { id, nan: false }, version);
        self.by_id.insert(id, serial);
        assert_eq!(
            self.map.insert(Odd { id, nan: false }, (serial, version)),
            None
        );
    }

    fn insert_nan(&mut self) {
        let (id, version) = (self.rng.u32(..), self.rng.u32(..));
        let serial = self.begin(Odd { id, nan: true }, version);
        assert_eq!(
            self.map.insert(Odd { id, nan: true }, (serial, version)),
            None
        );
    }

    /// Growth is short, and where a cursor's life is hardest.
    fn fill_to_growth(&mut self) {
        for _ in 0..60 {
            if self.map.shape().growing {
                return self.open();
            }
            if self.nans && self.rng.bool() {
                self.insert_nan()
            } else {
                let id = self.rng.u32(..self.ids);
                self.insert(id);
            }
        }
    }

    fn begin(&mut self, key: Odd, version: u32) -> Serial {
        self.next_serial += 1;
        self.alive.insert(self.next_serial, (key, version));
        self.next_serial
    }

    fn end(&mut self, serial: Serial) {
        let (key, _) = self.alive.remove(&serial).expect("was alive");
        if !key.nan {
            self.by_id.remove(&key.id);
        }
        for open in &mut self.cursors {
            open.must.remove(&serial);
        }
    }

    fn remove(&mut self, id: u32) {
        let got = self.map.remove(&Odd { id, nan: false });
        let want = self.by_id.get(&id).copied();
        assert_eq!(got.map(|(serial, _)| serial), want);
        if let Some(serial) = want {
            self.end(serial);
        }
    }

    fn end_all(&mut self) {
        for serial in self.alive.keys().copied().collect::<Vec<_>>() {
            self.end(serial);
        }
    }

    fn open(&mut self) {
        if self.cursors.len() >= 4 {
            self.cursors.swap_remove(self.rng.usize(..4));
        }
        let cursor = if self.rng.bool() {
            self.map.cursor()
        } else {
            self.map.cursor_at(self.rng.usize(..), self.rng.usize(..))
        };
        let must = self.alive.keys().copied().collect();
        self.cursors.push(Open {
            cursor,
            must,
            produced: BTreeSet::new(),
        });
    }

    fn step(&mut self, which: usize) -> bool {
        let open = &mut self.cursors[which];
        let place = open.cursor.place(&self.map);
        let Some((key, &(serial, version))) = open.cursor.next(&self.map) else {
            assert!(open.must.is_empty(), "never produced: {:?}", open.must);
            assert!(open.cursor.is_finished());
            assert!(open.cursor.next(&self.map).is_none());
            self.reached.finished_by_itself += 1;
            return false;
        };
        assert!(place.is_some(), "entry {serial} came from nowhere");
        let (model_key, model_version) = self
            .alive
            .get(&serial)
            .unwrap_or_else(|| panic!("produced dead entry {serial}"));
        assert_eq!((key.id, key.nan), (model_key.id, model_key.nan));
        assert_eq!(version, *model_version, "not the current value");
        assert!(
            open.produced.insert(serial),
            "entry {serial} produced twice"
        );
        let old_enough = open.must.remove(&serial);
        self.reached.younger_produced += usize::from(!old_enough);
        self.reached.nan_produced += usize::from(key.nan);
        true
    }

    fn step_some(&mut self) {
        if self.cursors.is_empty() {
            return self.open();
        }
        let which = self.rng.usize(..self.cursors.len());
        for _ in 0..self.rng.usize(1..6) {
            if !self.step(which) {
                self.cursors.swap_remove(which);
                return;
            }
        }
    }

    fn change(&mut self) {
        let was_growing = self.map.shape().growing;
        match self.rng.u32(..1000) {
            0..400 => {
                let id = self.rng.u32(..self.ids);
                self.insert(id);
            }
            400..640 => {
                let id = self.rng.u32(..self.ids);
                self.remove(id);
            }
            640..670 if self.nans => self.insert_nan(),
            670..700 => self.fill_to_growth(),
            640..670 => {
                let id = self.rng.u32(..self.ids);
                self.insert(id);
                self.open();
            }
            700..712 => {
                self.map.clear();
                self.end_all();
            }
            712..724 => {
                for id in self.by_id.keys().copied().collect::<Vec<_>>() {
                    self.remove(id);
                }
            }
            724..736 => {
                let additional = self.rng.usize(..200);
                self.map.reserve(additional);
            }
            736..748 => self.map.shrink_to_fit(),
            748..756 => {
                let keep = self.rng.u64(1..4);
                self.map.retain(|_, (serial, _)| *serial % keep == 0);
                for serial in self.alive.keys().copied().collect::<Vec<_>>() {
                    if serial % keep != 0 {
                        self.end(serial);
                    }
                }
            }
            756..760 => {
                let mut drained = self.map.drain();
                for _ in 0..self.rng.usize(..5) {
                    drained.next();
                }
                drop(drained);
                self.end_all();
            }
            760..800 => self.open(),
            _ => self.step_some(),
        }
        if !was_growing && self.map.shape().growing && !self.cursors.is_empty() {
            self.reached.growths_under_cursor += 1;
        }
        self.reached.stale_keys = self.reached.stale_keys.max(self.map.stale_keys());
        self.reached.retired = self.reached.retired.max(self.map.layout().retired);
    }

    fn check(&self) {
        assert_sound(&self.map);
        assert_eq!(self.map.len(), self.alive.len());
        assert_eq!(self.map.iter().count(), self.alive.len());
    }

    fn finish(&mut self) {
        while let Some(which) = self.cursors.len().checked_sub(1) {
            while self.step(which) {}
            self.cursors.pop();
        }
        self.map.sweep();
        assert_eq!(self.map.stale_keys(), 0);
        assert_eq!(self.map.layout().retired, 0);
    }
}

#[test]
fn promise_holds_under_random_changes() {
    let mut reached = Reached::default();
    // Fewer for slow ways to run this, such as valgrind.
    let cases = std::env::var("GOMAP_CASES").map_or(1_000, |n| n.parse().expect("a number"));
    for seed in 0..cases {
        let result = std::panic::catch_unwind(|| {
            let mut run = Run::new(seed);
            for _ in 0..300 {
                run.change();
                run.check();
            }
            run.finish();
            run.reached
        });
        let one = result.unwrap_or_else(|panic| {
            eprintln!("seed {seed}");
            std::panic::resume_unwind(panic)
        });
        reached.nan_produced += one.nan_produced;
        reached.younger_produced += one.younger_produced;
        reached.finished_by_itself += one.finished_by_itself;
        reached.growths_under_cursor += one.growths_under_cursor;
        reached.stale_keys = reached.stale_keys.max(one.stale_keys);
        reached.retired = reached.retired.max(one.retired);
    }
    assert!(reached.nan_produced > 0);
    assert!(reached.younger_produced > 0);
    assert!(reached.finished_by_itself > 0);
    assert!(reached.growths_under_cursor > 0);
    assert!(reached.stale_keys > 0);
    assert!(reached.retired > 1, "never two former arrays at once");
}
