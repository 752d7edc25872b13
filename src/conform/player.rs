//! Drives a [`GoMap`] through a trace and holds every operation against what
//! was recorded.
//!
//! What the map would decide by itself and the recording decides instead: the
//! hashes of keys, the random draws for NaN keys, where an iterator starts;
//! the number of buckets that an array gets, which depends on the size classes
//! of Go's allocator; and the count of overflow buckets from 2^16 buckets on,
//! which Go leaves to chance. All else is the map's own doing and is compared.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;

use super::contract::{Contract, Whose};
use super::dump;
use super::keys::{Hashes, Kind, Kinds, TraceKey};
use super::record::{Counters, Header, Op, OpRecord, Step};
use crate::gomap::{Cursor, GoMap, SAME_SIZE_GROW, Shape};
use crate::probe::PlanState;

type Map = GoMap<TraceKey, u32, PlanState>;

/// What came out differently.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub what: &'static str,
    pub expected: String,
    pub got: String,
}

impl Difference {
    fn new(what: &'static str, expected: impl Into<String>, got: impl Into<String>) -> Difference {
        Difference {
            what,
            expected: expected.into(),
            got: got.into(),
        }
    }
}

type Compared = Result<(), Difference>;

/// How the map's walk relates to the recorded one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// They go step by step together.
    InStep,
    /// The map was cleared under way. What Go does from there on hangs on
    /// pointers into arrays of the past, and the map need only keep the
    /// contract.
    FreeAfterClear,
    /// Go broke the contract, so the map had to go another way.
    Parted,
}

struct Walk {
    cursor: Cursor,
    pace: Pace,
    /// log2 of the map's main buckets when the walk was opened.
    b: u8,
    /// The first entry that Go passed over and the map produced, and what Go
    /// produced there.
    passed_over: Option<[Step; 2]>,
}

impl Walk {
    /// Whether Go, by the mistake in its rule for halves, passes over an entry
    /// that the map produces. In a chain of the old array, an iterator takes
    /// the entries of its own half, unless the growth under way is a same-size
    /// one, which has no halves. When that ends while the iterator is inside a
    /// chain, the halves are back: the half of a key that does not equal itself
    /// is read off its cell, whose mark says "lower" once it is evacuated.
    fn goes_lost(&self, entry: Step, counters: Counters, kinds: &Kinds) -> bool {
        let upper = |check: usize| self.b > 0 && check >> (self.b - 1) == 1;
        kinds.get(entry.key).is_some_and(|kind| kind.nan)
            && counters.flags & SAME_SIZE_GROW == 0
            && entry.state.check_bucket.is_some_and(upper)
    }
}

/// A step of an iterator as it was recorded.
#[derive(Clone, Copy, Debug)]
struct Recorded {
    step: Option<Step>,
    /// Whether it keeps the contract.
    is_right: bool,
    /// The map's counters with it.
    counters: Counters,
}

/// What a compared operation was, apart from right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tale {
    /// A step of a walk that is free after a clear.
    pub free_after_clear: bool,
    /// A step in which Go passed over entries that the map produces.
    pub passed_over: bool,
}

/// A map beside a trace.
pub(super) struct Player {
    header: Header,
    hashes: Rc<Hashes>,
    map: Map,
    walks: BTreeMap<usize, Walk>,
}

thread_local! {
    static PLAYING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is in an operation of a map that is played. A panic is
/// caught then and told as a mismatch.
#[cfg(feature = "cli")]
pub(crate) fn is_playing() -> bool {
    PLAYING.get()
}

/// Does something with a map that may panic.
fn guarded<T>(what: impl FnOnce() -> T) -> Result<T, Difference> {
    let before = PLAYING.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(what));
    PLAYING.set(before);
    outcome.map_err(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("of an unknown type");
        Difference::new("panic", "no panic", format!("panic: {message}"))
    })
}

impl Player {
    pub(super) fn new(header: Header, hashes: Rc<Hashes>) -> Player {
        Player {
            map: GoMap::with_quirks(PlanState::default(), header.quirks),
            header,
            hashes,
            walks: BTreeMap::new(),
        }
    }

    /// Does one operation and compares. `go_is_right` tells whether its
    /// recorded step keeps the contract.
    ///
    /// The contract must have [applied](Contract::apply) the operation, and
    /// judges the map's steps here.
    pub(super) fn play(
        &mut self,
        record: &OpRecord,
        go_is_right: bool,
        contract: &mut Contract,
        kinds: &Kinds,
    ) -> Result<Tale, Difference> {
        self.hashes.expect_draws(&record.draws);
        let mut before = self.map.shape();
        if let Op::Make { hint } = record.op {
            self.walks.clear();
            self.map = GoMap::with_quirks(PlanState::default(), self.header.quirks);
            before = self.map.shape();
            self.tell_array(record)?;
            let hint = self.header.effective_hint(hint);
            guarded(|| self.map.reserve(hint))?;
        } else {
            self.tell_array(record)?;
        }
        let tale = self.perform(record, go_is_right, contract, kinds)?;
        if record.counters.b == self.map.shape().b {
            self.map.tell_noverflow(record.counters.noverflow);
        }
        self.compare_hashing(record, before.count)?;
        let after = self.map.shape();
        compare_events(record, &before, &after)?;
        compare_counters(record.counters, &after)?;
        if let Some(expected) = record.digest {
            let got = guarded(|| dump::digest(&self.map))?;
            if expected != got {
                let (expected, got) = (format!("{expected:016x}"), format!("{got:016x}"));
                return Err(Difference::new("digest", expected, got));
            }
        }
        if record.reseeded {
            self.hashes.forget();
        }
        Ok(tale)
    }

    /// Compares a full dump.
    pub(super) fn compare_dump(&self, expected: &str) -> Compared {
        let got = guarded(|| dump::dump(&self.map))?;
        if got == expected {
            return Ok(());
        }
        let expected: Vec<&str> = expected.split(' ').collect();
        let got: Vec<&str> = got.split(' ').collect();
        let pairs = expected
            .iter()
            .zip(&got)
            .take_while(|(expected, got)| expected == got);
        let at = pairs.count();
        let part = |words: &[&str]| words.get(at).copied().unwrap_or("the end").to_owned();
        Err(Difference::new("dump", part(&expected), part(&got)))
    }

    /// The table as it is.
    pub(super) fn dump(&self) -> String {
        guarded(|| dump::dump(&self.map)).unwrap_or_else(|difference| difference.got)
    }

    /// Tells the map how many buckets the next array has.
    fn tell_array(&mut self, record: &OpRecord) -> Compared {
        let Some((b, len)) = record.array else {
            self.map.tell_array_len(None);
            return Ok(());
        };
        // From four on there is a sixteenth more, and then what fits into the
        // allocation anyway.
        let width = 1usize
            .checked_shl(b.into())
            .filter(|&width| width <= 1 << 30);
        let least = width.map(|width| if b < 4 { width } else { width + width / 16 });
        let most = width.map(|width| if b < 4 { width } else { 2 * width });
        if least.is_none_or(|least| len < least) || most.is_none_or(|most| len > most) {
            let expected = format!("{len} buckets in an array of B {b}");
            let got = match (least, most) {
                (Some(least), Some(most)) => format!("from {least} to {most} of them"),
                _ => "no array so large".to_owned(),
            };
            return Err(Difference::new("array", expected, got));
        }
        self.map.tell_array_len(Some(len));
        Ok(())
    }

    fn key(&self, id: u32, kinds: &Kinds) -> TraceKey {
        let kind = kinds.get(id).unwrap_or(Kind {
            same_as: id,
            nan: false,
        });
        TraceKey::new(id, kind, &self.hashes)
    }

    /// Does the operation itself and compares what it gives.
    fn perform(
        &mut self,
        record: &OpRecord,
        go_is_right: bool,
        contract: &mut Contract,
        kinds: &Kinds,
    ) -> Result<Tale, Difference> {
        match record.op {
            Op::Make { .. } => {}
            Op::Set { key, value } => {
                let key = self.key(key, kinds);
                guarded(|| self.map.insert(key, value))?;
            }
            Op::Get { key, found } => {
                let key = self.key(key, kinds);
                let got = guarded(|| self.map.get(&key).copied())?;
                if got != found {
                    let text = |value: Option<u32>| value.map_or("-".to_owned(), |v| v.to_string());
                    return Err(Difference::new("result", text(found), text(got)));
                }
            }
            Op::Delete { key } => {
                let key = self.key(key, kinds);
                guarded(|| self.map.remove(&key))?;
            }
            Op::Clear => {
                if !self.map.is_empty() {
                    for walk in self.walks.values_mut() {
                        walk.pace = Pace::FreeAfterClear;
                    }
                }
                guarded(|| self.map.clear())?;
            }
            Op::Open {
                iterator,
                start,
                step,
            } => {
                if start.is_none() != self.map.is_empty() {
                    let (expected, got) = ("an empty map", "a map that is not empty");
                    return Err(match start {
                        None => Difference::new("iterator start", expected, got),
                        Some(_) => Difference::new("iterator start", got, expected),
                    });
                }
                let (bucket, offset) = start.unwrap_or_default();
                let b = self.map.shape().b;
                let cursor = guarded(|| self.map.cursor_at(bucket, offset))?;
                self.walks.insert(
                    iterator,
                    Walk {
                        cursor,
                        pace: Pace::InStep,
                        b,
                        passed_over: None,
                    },
                );
                let go = Recorded {
                    step,
                    is_right: go_is_right,
                    counters: record.counters,
                };
                return self.step(iterator, go, contract, kinds);
            }
            Op::Next { iterator, step } => {
                let go = Recorded {
                    step,
                    is_right: go_is_right,
                    counters: record.counters,
                };
                return self.step(iterator, go, contract, kinds);
            }
        }
        Ok(Tale::default())
    }

    /// Takes a step of a walk and compares, or judges it by the contract alone
    /// if Go's walk is no measure.
    ///
    /// Where Go passes over entries by its mistake, the map's walk goes on to
    /// the entry that Go produces, and they are in step again. Whether Go broke
    /// the contract with that is known when its walk ends. If it did not, the
    /// map had no reason to differ; a walk that is left before its end settles
    /// nothing.
    fn step(
        &mut self,
        iterator: usize,
        go: Recorded,
        contract: &mut Contract,
        kinds: &Kinds,
    ) -> Result<Tale, Difference> {
        let Some(walk) = self.walks.get_mut(&iterator) else {
            return Ok(Tale::default());
        };
        let text = |step: Option<Step>| step.map_or("-".to_owned(), |step| step.to_string());
        let expected = go.step;
        let mut got = guarded(|| next(&mut walk.cursor, &self.map))?;
        let mut verdict = contract.judge_step(Whose::Ours, iterator, got, kinds);
        let mut passed_over = false;
        if let (Pace::InStep, Some(step)) = (walk.pace, expected) {
            while let Some(entry) = got.filter(|entry| {
                *entry != step && verdict.is_ok() && walk.goes_lost(*entry, go.counters, kinds)
            }) {
                passed_over = true;
                walk.passed_over.get_or_insert([step, entry]);
                got = guarded(|| next(&mut walk.cursor, &self.map))?;
                verdict = contract.judge_step(Whose::Ours, iterator, got, kinds);
            }
        }
        // At the same place with another entry, it is the tables that differ.
        let elsewhere = got.map(|step| step.state) != expected.map(|step| step.state);
        if walk.pace == Pace::InStep && !go.is_right && elsewhere {
            walk.pace = Pace::Parted;
        }
        let (pace, first) = (walk.pace, walk.passed_over);
        if expected.is_none() {
            // Beyond Go's end, a walk of its own has to come to a right one.
            while pace == Pace::Parted && verdict.is_ok() && got.is_some() {
                got = guarded(|| next(&mut walk.cursor, &self.map))?;
                if self.hashes.take_missing().is_some() {
                    break;
                }
                verdict = contract.judge_step(Whose::Ours, iterator, got, kinds);
            }
            self.walks.remove(&iterator);
        }
        if pace == Pace::InStep && got != expected {
            // The first entry that sets the walks apart says most.
            let [expected, got] = match first.filter(|_| passed_over) {
                Some(first) => first.map(Some),
                None => [expected, got],
            };
            return Err(Difference::new("iterator step", text(expected), text(got)));
        }
        if let Err(expected) = verdict {
            return Err(Difference::new("iterator contract", expected, text(got)));
        }
        if let (None, Pace::InStep, true, Some([theirs, ours])) =
            (expected, pace, go.is_right, first)
        {
            return Err(Difference::new(
                "iterator step",
                format!("{theirs}, earlier in this walk"),
                format!("{ours} before that"),
            ));
        }
        Ok(Tale {
            free_after_clear: pace == Pace::FreeAfterClear,
            passed_over,
        })
    }

    /// Compares which hashes were asked for.
    fn compare_hashing(&self, record: &OpRecord, count: usize) -> Compared {
        if let Some(missing) = self.hashes.take_missing() {
            return Err(Difference::new("hashing", "what is on record", missing));
        }
        let left = self.hashes.draws_left();
        // Go hashes a key that may not be hashable even if there is nothing to
        // look for, so as to panic.
        let looks = matches!(record.op, Op::Get { .. } | Op::Delete { .. });
        let for_the_panic = looks && count == 0 && self.header.hash_may_panic;
        if left == 0 || (left == 1 && for_the_panic) {
            return Ok(());
        }
        let all = record.draws.len();
        Err(Difference::new(
            "hashing",
            format!("{all} draws for NaN keys"),
            (all - left).to_string(),
        ))
    }
}

fn next(cursor: &mut Cursor, map: &Map) -> Option<Step> {
    let (key, &value) = cursor.next(map)?;
    Some(Step {
        key: key.id,
        value,
        state: cursor.state(),
    })
}

/// Compares whether a seed was drawn and whether an array was made. A new map
/// draws its seed sooner or later; Go does it at once.
fn compare_events(record: &OpRecord, before: &Shape, after: &Shape) -> Compared {
    let reseeded = matches!(record.op, Op::Make { .. }) || after.reseeds > before.reseeds;
    if record.reseeded != reseeded {
        let text = |drawn: bool| if drawn { "a new seed" } else { "no new seed" };
        return Err(Difference::new(
            "seed",
            text(record.reseeded),
            text(reseeded),
        ));
    }
    let array = (after.arrays_made > before.arrays_made).then_some(after.b);
    let expected = record.array.map(|(b, _)| b);
    if expected != array {
        let text = |array: Option<u8>| {
            array.map_or("no new array".to_owned(), |b| {
                format!("a new array of B {b}")
            })
        };
        return Err(Difference::new("array", text(expected), text(array)));
    }
    Ok(())
}

fn compare_counters(expected: Counters, shape: &Shape) -> Compared {
    let got = Counters {
        count: shape.count,
        flags: shape.flags,
        b: shape.b,
        noverflow: shape.noverflow,
        nevacuate: shape.nevacuate,
        unused: shape.unused_prealloc,
    };
    if expected == got {
        return Ok(());
    }
    Err(Difference::new(
        "counters",
        expected.to_string(),
        got.to_string(),
    ))
}
