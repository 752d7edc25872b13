//! The detached cursor: Go's `range`, in which the map may be changed in any
//! way between two steps.
//!
//! A cursor walks the buckets of the array that was current when it was
//! opened. As the map grows, an entry can be met in three places:
//!
//! - in place, where the cursor's own array still holds it;
//! - in the old array of a growth that was under way at the opening, which the
//!   cursor visits instead of its own as long as the bucket is not evacuated.
//!   An old array with half the buckets holds two buckets' entries in one, so
//!   the cursor picks those that belong to the bucket it is at;
//! - through the record that an evacuated cell left behind: the key, looked up
//!   in the map as it is now, or for a key that does not equal itself the cell
//!   that the entry went to.
//!
//! Each entry belongs to one bucket index under the cursor's mask and the
//! cursor enters each index once, in one of the arrays. That is why it meets
//! every entry once. The one thing that upsets this is a new seed, drawn when
//! the map became empty: it files keys under other buckets than the records
//! have them in. All entries are younger than the cursor then, so none has to
//! be produced, and a cursor that notices starts to remember what it produced.
//!
//! Source: `mapiterinit` and `mapiternext` in Go 1.23's `runtime/map.go`.
//! Where that breaks the language's own promise (a repeated entry after a
//! clear or across two growths), this does not.

mod link;
mod place;

pub use place::CursorPlace;

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, Hash};

use link::Link;

use super::GoMap;
use super::array::{Array, Pin, Stale};
use super::bucket::BucketId;
use super::grow::is_reflexive;
use super::table::{Core, ITERATOR, OLD_ITERATOR};
use super::tophash::{EVACUATED_EMPTY, EVACUATED_X, MIN_LIVE, SLOTS};

/// A position in a map that does not borrow it, made by
/// [`GoMap::cursor`].
///
/// The promise, for a cursor opened at some time:
///
/// - an entry that is there from then to the end is produced exactly once;
/// - an entry removed before the cursor reached it is not produced;
/// - an entry inserted later may be produced, at most once;
/// - a produced value is the value at that moment;
/// - nothing that was cleared is produced.
///
/// A cursor belongs to the map that opened it. For any other map (a clone, or
/// what was moved into its place) it has simply ended.
///
/// ```
/// use map_oracle::gomap::GoMap;
///
/// let mut map: GoMap<u32, u32> = (0..100).map(|n| (n, n * n)).collect();
/// let mut cursor = map.cursor();
/// let mut seen = 0;
/// while let Some((&key, _)) = cursor.next(&map) {
///     seen += 1;
///     map.remove(&key);
///     map.remove(&(key ^ 1));
/// }
/// assert!(map.is_empty());
/// assert_eq!(seen, 50);
/// ```
#[must_use = "a cursor does nothing until it is stepped"]
pub struct Cursor {
    /// The identity of the array walked; `None` once finished.
    own: Option<Pin>,
    /// log2 of that array's width.
    b: u8,
    start: usize,
    offset: usize,
    /// The map's counters when the cursor was opened.
    reseeds: u64,
    rebuilds: u64,
    at: Position,
    /// Hashes of what was produced since the map drew a new seed, and whether
    /// it was met under another bucket than its own.
    produced: HashMap<u64, bool>,
}

/// Where a cursor stands between two steps.
#[derive(Clone)]
struct Position {
    /// The bucket to enter after this one.
    next: usize,
    wrapped: bool,
    /// The next slot, before rotation by the offset.
    slot: usize,
    check: Option<usize>,
    /// The bucket entered last.
    index: usize,
    link: Option<Link>,
}

/// The counters of a [`Cursor`], named as in Go's `hiter`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CursorState {
    /// The bucket that is entered next.
    pub bucket: usize,
    /// How many slots of the current bucket are done.
    pub i: u8,
    /// Whether the end of the array was passed.
    pub wrapped: bool,
    /// While half of an unevacuated old bucket is produced: the bucket whose
    /// entries those are.
    pub check_bucket: Option<usize>,
}

impl<K, V, S> GoMap<K, V, S> {
    /// Opens a cursor at a random place, as Go's `range` does.
    ///
    /// Neither the order nor the start is specified. An empty map gives a
    /// cursor that has ended.
    ///
    /// The map keeps clones of keys for cursors that are behind a growth, and
    /// drops them on the next write after those cursors are gone.
    pub fn cursor(&mut self) -> Cursor
    where
        K: Clone,
    {
        if self.core.count == 0 {
            return Cursor::finished();
        }
        let random = self.core.rng.next();
        let offset = random >> self.core.b();
        self.cursor_at(random as usize, offset as usize)
    }

    /// Opens a cursor at a given bucket and rotation of slots, both reduced to
    /// the range they can have.
    pub fn cursor_at(&mut self, start_bucket: usize, offset: usize) -> Cursor
    where
        K: Clone,
    {
        let core = &mut self.core;
        let Some(current) = core.current.as_ref().filter(|_| core.count > 0) else {
            return Cursor::finished();
        };
        let start = start_bucket & (current.width() - 1);
        let cursor = Cursor {
            own: Some(current.pin()),
            b: current.b(),
            start,
            offset: offset % SLOTS,
            reseeds: core.reseeds,
            rebuilds: core.rebuilds,
            at: Position {
                next: start,
                wrapped: false,
                slot: 0,
                check: None,
                index: start,
                link: None,
            },
            produced: HashMap::new(),
        };
        core.clone_key = Some(K::clone);
        core.flags |= ITERATOR | OLD_ITERATOR;
        core.sweep();
        cursor
    }

    /// How many clones of keys the map holds for cursors.
    #[must_use]
    pub fn stale_keys(&self) -> usize {
        let core = &self.core;
        core.retired
            .iter()
            .chain(&core.old)
            .map(|array| array.stale.keys())
            .sum()
    }

    /// Drops what the map kept for cursors that are gone. Every write does
    /// this too.
    pub fn sweep(&mut self) {
        self.core.sweep();
    }
}

impl Cursor {
    fn finished() -> Cursor {
        Cursor {
            own: None,
            b: 0,
            start: 0,
            offset: 0,
            reseeds: 0,
            rebuilds: 0,
            at: Position {
                next: 0,
                wrapped: false,
                slot: 0,
                check: None,
                index: 0,
                link: None,
            },
            produced: HashMap::new(),
        }
    }

    /// Whether the cursor has produced its last entry and knows it.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.own.is_none()
    }

    /// The cursor's counters.
    #[must_use]
    pub fn state(&self) -> CursorState {
        CursorState {
            bucket: self.at.next,
            i: self.at.slot as u8,
            wrapped: self.at.wrapped,
            check_bucket: self.at.check,
        }
    }

    /// Steps to the next entry, which is `None` at the end and from then on.
    ///
    /// # Panics
    ///
    /// As `K`'s `Hash` and `Eq` do. The cursor then stands where it stood.
    pub fn next<'m, K, V, S>(&mut self, map: &'m GoMap<K, V, S>) -> Option<(&'m K, &'m V)>
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        let core = &map.core;
        let Some(own) = core.array_of(self.own.as_ref()?) else {
            *self = Cursor::finished();
            return None;
        };
        let mut at = self.at.clone();
        loop {
            if at.link.is_none() {
                if at.next == self.start && at.wrapped {
                    *self = Cursor::finished();
                    return None;
                }
                self.enter(core, own, &mut at);
            }
            if let Some((entry, produced)) = self.scan(map, own, &mut at) {
                if let Some((hash, stray)) = produced {
                    *self.produced.entry(hash).or_default() |= stray;
                }
                self.at = at;
                return Some(entry);
            }
        }
    }

    /// Enters the next bucket: in the old array of the growth that was under
    /// way when the cursor was opened, as long as that holds its entries, else
    /// in the cursor's own.
    fn enter<K, V>(&self, core: &Core<K, V>, own: &Array<K, V>, at: &mut Position) {
        at.index = at.next;
        at.slot = 0;
        at.check = None;
        at.next += 1;
        if at.next == 1 << self.b {
            at.next = 0;
            at.wrapped = true;
        }
        // A rebuild, unlike a growth, can make an array of this cursor's width
        // that is not this cursor's.
        let visitable = core.old.as_ref().filter(|old| {
            core.b() == self.b
                && core.rebuilds == self.rebuilds
                && !old.is_evacuated(at.index & (old.width() - 1))
        });
        at.link = match visitable {
            Some(old) => {
                at.check = Some(at.index);
                let id = BucketId::from_index(at.index & (old.width() - 1));
                Some(Link {
                    visited: Some(old.pin()),
                    id,
                    epoch: old.epoch,
                    recycled: false,
                })
            }
            None => {
                let id = BucketId::from_index(at.index);
                Some(Link {
                    visited: None,
                    id,
                    epoch: own.epoch,
                    recycled: false,
                })
            }
        };
    }

    /// Goes along the chain to the next entry to produce. At the chain's end,
    /// leaves no link.
    #[expect(
        clippy::type_complexity,
        reason = "an entry and what to remember of it"
    )]
    fn scan<'m, K, V, S>(
        &self,
        map: &'m GoMap<K, V, S>,
        own: &'m Array<K, V>,
        at: &mut Position,
    ) -> Option<((&'m K, &'m V), Option<(u64, bool)>)>
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        let (mut link, array) = at.link.take()?.resume(&map.core, own)?;
        loop {
            let bucket = array.bucket(link.id);
            while at.slot < SLOTS {
                let slot = (at.slot + self.offset) % SLOTS;
                at.slot += 1;
                let mark = bucket.mark(slot);
                if mark < EVACUATED_X || mark == EVACUATED_EMPTY {
                    continue;
                }
                let candidate = Candidate {
                    array,
                    link: &link,
                    slot,
                    mark,
                };
                if let Some(found) = self.judge(map, at, candidate) {
                    at.link = Some(link);
                    return Some(found);
                }
            }
            at.slot = 0;
            link = link.advance(array)?;
        }
    }

    /// Whether, and as what, to produce the entry of a cell.
    #[expect(
        clippy::type_complexity,
        reason = "an entry and what to remember of it"
    )]
    fn judge<'m, K, V, S>(
        &self,
        map: &'m GoMap<K, V, S>,
        at: &Position,
        candidate: Candidate<'_, 'm, K, V>,
    ) -> Option<((&'m K, &'m V), Option<(u64, bool)>)>
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        let Candidate {
            array,
            link,
            slot,
            mark,
        } = candidate;
        let core = &map.core;
        let in_place = array.bucket(link.id).entry(slot);
        let record = array.stale.get(link.id, slot);
        let key = match (in_place, record) {
            (Some((key, _)), _) | (None, Stale::Key(key)) => Some(key),
            (None, Stale::Moved(..)) => None,
            (None, Stale::Nothing) => return None,
        };
        // Half of what an array with fewer buckets than the cursor's holds
        // here belongs to another index.
        let half = at.check.filter(|_| array.b() < self.b);
        let reseeded = core.reseeds != self.reseeds;
        let must_hash = (half.is_some() || reseeded) && key.is_some_and(is_reflexive);
        let hash = key
            .filter(|_| must_hash || mark < MIN_LIVE)
            .map(|key| map.hash(key));
        let bucket_of = |hash: u64| hash as usize & ((1 << self.b) - 1);
        if let Some(check) = half {
            let belongs = match hash {
                Some(hash) => bucket_of(hash) == check,
                None => check >> (self.b - 1) == usize::from(mark & 1),
            };
            if !belongs {
                return None;
            }
        }
        let entry = match (in_place, record) {
            (Some(entry), _) => entry,
            (None, Stale::Key(key)) => core.get(hash?, |other| other == key)?,
            (None, &Stale::Moved(id, slot)) if array.stale.leads_on => {
                core.follow(array.generation + 1, id, slot)?
            }
            _ => return None,
        };
        if !reseeded {
            return Some((entry, None));
        }
        let Some(hash) = hash else {
            // Nothing tells such an entry from the same one met again.
            return (!link.recycled).then_some((entry, None));
        };
        let misplaced = bucket_of(hash) != at.index;
        let repeats = self
            .produced
            .get(&hash)
            .is_some_and(|&stray| stray || misplaced);
        (!repeats).then_some((entry, Some((hash, misplaced))))
    }
}

/// A cell that holds an entry, or a record of one.
struct Candidate<'c, 'm, K, V> {
    array: &'m Array<K, V>,
    link: &'c Link,
    slot: usize,
    mark: u8,
}

impl<K, V> Core<K, V> {
    /// The array with this identity, if it is one of this map's.
    fn array_of(&self, pin: &Pin) -> Option<&Array<K, V>> {
        self.current
            .iter()
            .chain(&self.old)
            .chain(&self.retired)
            .find(|array| array.is(pin))
    }

    /// Goes after an entry whose key does not equal itself, from generation to
    /// generation, to the cell it is in now.
    fn follow(&self, generation: u64, id: BucketId, slot: usize) -> Option<(&K, &V)>
    where
        K: Eq,
    {
        let arrays = || self.retired.iter().chain(&self.old).chain(&self.current);
        let mut target = (generation, id, slot);
        loop {
            let (generation, id, slot) = target;
            let array = arrays().find(|array| array.generation == generation)?;
            if array.is_shell() {
                return None;
            }
            if let Some(entry) = array.bucket(id).entry(slot) {
                return Some(entry).filter(|(key, _)| !is_reflexive(*key));
            }
            let &Stale::Moved(id, slot) = array.stale.get(id, slot) else {
                return None;
            };
            target = (generation + 1, id, slot);
        }
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cursor")
            .field("finished", &self.is_finished())
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}
