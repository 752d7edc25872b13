//! Maps that hold the wrong entries: lost, made up, or with another's value.

use std::mem;

use map_oracle::check::Kind;
use map_oracle::probe::{Key, Value};
use map_oracle::subject::{End, take_some, walk};

use super::Row;
use super::flaw::{Bounded, Flaw, Hashed, Listed, Sorted};
use super::plain::{Plain, Slot};

pub fn rows() -> Vec<Row> {
    use Kind::*;
    vec![
        Row::of::<Hashed>("a lost key", &LostKey, &[Len]),
        Row::of::<Hashed>(
            "a key lost in growth past 512",
            &LostInGrowth,
            &[Len, Answer],
        ),
        Row::of::<Hashed>("a key lost in a chain", &LostInChain, &[LookUp, Answer]),
        Row::of::<Hashed>("a phantom", &Phantom, &[LookUp, Answer]),
        Row::of::<Hashed>("an entry shown twice", &ShownTwice, &[Contents, Answer]),
        Row::of::<Hashed>("an entry not shown", &NotShown, &[Contents, Answer]),
        Row::of::<Hashed>("a wrong len", &WrongLen, &[Len]),
        Row::of::<Hashed>("is_empty lies", &FullIsEmpty, &[Len]),
        Row::of::<Hashed>("a write to another key", &WritesElsewhere, &[LookUp]),
        Row::of::<Hashed>("a clone with another value", &SharedClone, &[Contents]),
        Row::of::<Hashed>("a clone that loses an entry", &ShortClone, &[Len]),
        Row::of::<Hashed>("clone_from keeps an old entry", &KeepsOld, &[Len, Contents]),
        Row::of::<Hashed>("retain inverted", &RetainsOthers, &[Len, Contents]),
        Row::of::<Hashed>("drain leaves entries", &DrainsHalf, &[Len]),
        Row::of::<Hashed>(
            "a forgotten drain miscounts",
            &ForgottenMiscounts,
            &[Contents],
        ),
        Row::of::<Hashed>(
            "extract_if drops an unselected entry",
            &ExtractsMore,
            &[Len],
        ),
        Row::of::<Hashed>("append loses the overlap", &AppendLoses, &[Len]),
        Row::of::<Hashed>(
            "append keeps old values",
            &AppendKeepsOld,
            &[LookUp, Contents],
        ),
        Row::of::<Sorted>("split_off is off by one", &SplitsAbove, &[Len]),
        Row::of::<Hashed>("truncate keeps one more", &TruncatesShort, &[Len, Contents]),
        Row::of::<Listed>(
            "truncate turns the order around",
            &TruncateReverses,
            &[Order],
        ),
        Row::of::<Bounded>("a refusal that evicts", &RefusalEvicts, &[Len]),
        Row::of::<Hashed>(
            "extend keeps old values",
            &ExtendKeepsOld,
            &[LookUp, Contents],
        ),
    ]
}

/// Every eighth new key is dropped.
struct LostKey;
impl Flaw for LostKey {
    fn insert(&self, map: &mut Plain, key: Key, value: Value) -> Option<Value> {
        map.memo += usize::from(!map.contains_key(&key));
        if map.memo == 8 {
            map.memo = 0;
            return None;
        }
        map.insert(key, value)
    }
}

/// An entry is lost when the map grows past 512 entries.
struct LostInGrowth;
impl Flaw for LostInGrowth {
    fn insert(&self, map: &mut Plain, key: Key, value: Value) -> Option<Value> {
        let before = map.len();
        let replaced = map.insert(key, value);
        if before == 512 && map.len() == 513 {
            map.slots.remove(77);
        }
        replaced
    }
}

/// Once a key was removed from a chain of three, the last of the chain is not
/// found any more, until the chain is longer again.
struct LostInChain;
impl Flaw for LostInChain {
    fn remove(&self, map: &mut Plain, key: &Key) -> Option<Value> {
        let spot = map.find(key);
        let chain = map.slots.iter().filter(|slot| slot.hash == spot.hash);
        if spot.found && chain.count() == 3 {
            map.memo = spot.hash as usize;
        }
        map.remove(key)
    }
    fn get(&self, map: &Plain, key: &Key) -> Option<u32> {
        let spot = map.find(key);
        let mut chain = map.slots.iter().filter(|slot| slot.hash == spot.hash);
        let behind = chain.clone().count() == 2
            && chain
                .next_back()
                .is_some_and(|last| last.key.id() == key.id());
        if behind && map.memo == spot.hash as usize {
            return None;
        }
        map.get(key)
    }
}

/// An absent key is found where another key has its hash.
struct Phantom;
impl Flaw for Phantom {
    fn get(&self, map: &Plain, key: &Key) -> Option<u32> {
        let hash = map.find(key).hash;
        let other = || map.slots.iter().find(|slot| slot.hash == hash);
        map.get(key)
            .or_else(|| other().map(|slot| slot.value.get()))
    }
}

/// Iteration shows the last of five entries or more twice.
struct ShownTwice;
impl Flaw for ShownTwice {
    fn each(&self, map: &Plain, visit: &mut dyn FnMut(&Key, &Value)) {
        let twice = map.iter().skip(4).last();
        walk(map.iter().chain(twice), true, |(key, value)| {
            visit(key, value)
        });
    }
}

/// Iteration does not come to the ninth entry.
struct NotShown;
impl Flaw for NotShown {
    fn each(&self, map: &Plain, visit: &mut dyn FnMut(&Key, &Value)) {
        let shown = map.iter().enumerate().filter(|&(place, _)| place != 8);
        walk(shown, true, |(_, (key, value))| visit(key, value));
    }
}

/// The removal of an absent key is counted.
struct WrongLen;
impl Flaw for WrongLen {
    fn remove(&self, map: &mut Plain, key: &Key) -> Option<Value> {
        let removed = map.remove(key);
        map.memo += usize::from(removed.is_none() && !map.is_empty());
        removed
    }
    fn len(&self, map: &Plain) -> usize {
        map.len().saturating_sub(map.memo)
    }
}

/// `is_empty` says yes to one entry.
struct FullIsEmpty;
impl Flaw for FullIsEmpty {
    fn is_empty(&self, map: &Plain) -> bool {
        map.len() <= 1
    }
}

/// `get_mut` hands out the value next to the right one.
struct WritesElsewhere;
impl Flaw for WritesElsewhere {
    fn get_mut(&self, map: &mut Plain, key: &Key, payload: u32) -> Option<u32> {
        let before = map.get(key)?;
        let at = (map.find(key).at + 1) % map.len();
        map.slots[at].value.set(payload);
        Some(before)
    }
}

/// A clone has the last value of a map of four entries or more changed.
struct SharedClone;
impl Flaw for SharedClone {
    fn duplicate(&self, map: &Plain) -> Plain {
        let mut clone = map.duplicate();
        if let Some(slot) = clone.slots.get_mut(3) {
            slot.value.set(slot.value.get() ^ 1);
        }
        clone
    }
}

/// A clone lacks the eighth entry.
struct ShortClone;
impl Flaw for ShortClone {
    fn duplicate(&self, map: &Plain) -> Plain {
        let mut clone = map.duplicate();
        clone.slots.truncate(7);
        clone
    }
}

/// `clone_from` keeps what its source has no key for.
struct KeepsOld;
impl Flaw for KeepsOld {
    fn assign_from(&self, map: &mut Plain, source: &Plain) {
        let old = mem::take(&mut map.slots);
        map.assign_from(source);
        if let Some(slot) = old.into_iter().next_back() {
            map.insert(slot.key, slot.value);
        }
    }
}

/// `retain` keeps the others.
struct RetainsOthers;
impl Flaw for RetainsOthers {
    fn retain(&self, map: &mut Plain, keep: &mut dyn FnMut(&Key, &mut Value) -> bool) {
        map.retain(&mut |key, value| !keep(key, value));
    }
}

/// `drain`, dropped early, leaves what it has not come to.
struct DrainsHalf;
impl Flaw for DrainsHalf {
    fn drain(&self, map: &mut Plain, take: usize, end: End) -> Vec<(Key, Value)> {
        let taken = take.min(map.len());
        take_some(map.slots.drain(..taken).map(Slot::pair), take, end)
    }
}

/// `extract_if` drops the entry after a selected one.
struct ExtractsMore;
impl Flaw for ExtractsMore {
    fn extract_if(
        &self,
        map: &mut Plain,
        select: &mut dyn FnMut(&Key, &mut Value) -> bool,
        take: usize,
        end: End,
    ) -> Vec<(Key, Value)> {
        let before = map.len();
        let extracted = map.extract_if(select, take, end);
        if map.len() < before {
            map.slots.pop();
        }
        extracted
    }
}

/// `append` loses the keys that are in both maps.
struct AppendLoses;
impl Flaw for AppendLoses {
    fn append(&self, map: &mut Plain, other: &mut Plain) {
        for (key, value) in other.drain(usize::MAX, End::Drop) {
            if map.remove(&key).is_none() {
                map.insert(key, value);
            }
        }
    }
}

/// `append` lets the values of the map that is appended give way.
struct AppendKeepsOld;
impl Flaw for AppendKeepsOld {
    fn append(&self, map: &mut Plain, other: &mut Plain) {
        for (key, value) in other.drain(usize::MAX, End::Drop) {
            drop(map.try_insert(key, value));
        }
    }
}

/// `split_off` leaves the key itself below.
struct SplitsAbove;
impl Flaw for SplitsAbove {
    fn split_off(&self, map: &mut Plain, key: &Key) -> Plain {
        let at = map.slots.partition_point(|slot| slot.key <= *key);
        let upper = map.slots.split_off(at);
        map.of_slots(upper)
    }
}

/// `truncate` keeps one more.
struct TruncatesShort;
impl Flaw for TruncatesShort {
    fn truncate(&self, map: &mut Plain, len: usize) {
        map.truncate(len + 1);
    }
}

/// After a `drain` that was forgotten, there is one entry less than is counted.
struct ForgottenMiscounts;
impl Flaw for ForgottenMiscounts {
    fn drain(&self, map: &mut Plain, take: usize, end: End) -> Vec<(Key, Value)> {
        map.memo = usize::from(matches!(end, End::Forget));
        map.drain(take, end)
    }
    fn len(&self, map: &Plain) -> usize {
        map.len() + map.memo
    }
}

/// `truncate` keeps the right entries, in the wrong order.
struct TruncateReverses;
impl Flaw for TruncateReverses {
    fn truncate(&self, map: &mut Plain, len: usize) {
        map.truncate(len);
        map.slots.reverse();
    }
}

/// A full map refuses, and drops its first entry.
struct RefusalEvicts;
impl Flaw for RefusalEvicts {
    fn insert_checked(
        &self,
        map: &mut Plain,
        key: Key,
        value: Value,
    ) -> Result<Option<Value>, Option<(Key, Value)>> {
        let answer = map.insert_checked(key, value);
        if answer.is_err() {
            map.slots.remove(0);
        }
        answer
    }
}

/// `extend` does not replace.
struct ExtendKeepsOld;
impl Flaw for ExtendKeepsOld {
    fn extend(&self, map: &mut Plain, entries: Vec<(Key, Value)>) {
        for (key, value) in entries {
            drop(map.try_insert(key, value));
        }
    }
}
