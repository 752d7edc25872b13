//! Maps that hold the right entries and give wrong answers, or break what they
//! promise about room.

use std::ops::Bound;

use map_oracle::case::EntryForm;
use map_oracle::check::Kind;
use map_oracle::probe::{Key, Value};
use map_oracle::subject::{Bounds, Ends, EntryAnswer, numbers};

use super::Row;
use super::flaw::{Flaw, Hashed, Listed, Sorted};
use super::plain::Plain;

pub fn rows() -> Vec<Row> {
    use Kind::*;
    vec![
        Row::of::<Hashed>(
            "a replaced value not returned",
            &ReplacesInSilence,
            &[Answer],
        ),
        Row::of::<Hashed>("contains_key says yes", &ContainsAll, &[Answer]),
        Row::of::<Hashed>("an Eq that is not symmetric", &OneSidedEq, &[Answer]),
        Row::of::<Hashed>("an Eq that ignores values", &EqOfKeys, &[Answer]),
        Row::of::<Hashed>("an Eq that takes NaNs for equal", &NanEqual, &[Answer]),
        Row::of::<Hashed>("a NaN found", &NanFound, &[LookUp]),
        Row::of::<Hashed>("or_insert returns another slot", &WrongSlot, &[Answer]),
        Row::of::<Hashed>("try_reserve grants the absurd", &AbsurdRoom, &[Answer]),
        Row::of::<Hashed>("a Debug that hides an entry", &HidesInDebug, &[Answer]),
        Row::of::<Hashed>("iter().clone() starts anew", &CloneBeginsAnew, &[Answer]),
        Row::of::<Hashed>("an index that does not panic", &IndexOfAbsent, &[Answer]),
        Row::of::<Hashed>("one value handed out twice", &SameTwice, &[Answer]),
        Row::of::<Hashed>("the second of two values not found", &FirstOfTwo, &[Answer]),
        Row::of::<Sorted>("a broken bound", &InclusiveEnd, &[Answer]),
        Row::of::<Sorted>("a range whose rev goes below", &RevGoesBelow, &[Answer]),
        Row::of::<Sorted>(
            "a successor that is the key itself",
            &SuccessorOfItself,
            &[Answer],
        ),
        Row::of::<Sorted>("pop_last takes another", &PopsTheSecond, &[Answer]),
        Row::of::<Hashed>("reserve falls short", &ShortRoom, &[Capacity]),
        Row::of::<Hashed>("shrink_to goes too far", &RoomIsTooSmall, &[Capacity]),
        Row::of::<Hashed>("an unsound structure", &Unsound, &[Invariant]),
        Row::of::<Listed>("a place off by one", &PlaceOffByOne, &[Answer]),
        Row::of::<Hashed>(
            "an adapter that contradicts itself",
            &Contradiction,
            &[Adapter],
        ),
    ]
}

/// `insert` does not give back what it replaces.
struct ReplacesInSilence;
impl Flaw for ReplacesInSilence {
    fn insert(&self, map: &mut Plain, key: Key, value: Value) -> Option<Value> {
        drop(map.insert(key, value));
        None
    }
}

/// `contains_key` says yes if the map is large.
struct ContainsAll;
impl Flaw for ContainsAll {
    fn contains_key(&self, map: &Plain, key: &Key) -> bool {
        map.len() > 20 || map.contains_key(key)
    }
}

/// A map equals every map that has its entries, and more.
struct OneSidedEq;
impl Flaw for OneSidedEq {
    fn equals(&self, map: &Plain, other: &Plain) -> bool {
        map.is_part_of(other)
    }
}

/// Values do not count in `==`.
struct EqOfKeys;
impl Flaw for EqOfKeys {
    fn equals(&self, map: &Plain, other: &Plain) -> bool {
        map.len() == other.len() && map.iter().all(|(key, _)| other.contains_key(key))
    }
}

/// A map with a NaN in it equals its clone.
struct NanEqual;
impl Flaw for NanEqual {
    fn equals(&self, map: &Plain, other: &Plain) -> bool {
        let ids = |map: &Plain| -> Vec<_> { map.iter().map(|(k, v)| numbers(k, v)).collect() };
        map.equals(other)
            || map.iter().any(|(key, _)| key.id() > Key::LAST_EQUAL) && ids(map) == ids(other)
    }
}

/// A NaN is found, as if keys were compared by their bits.
struct NanFound;
impl Flaw for NanFound {
    fn get(&self, map: &Plain, key: &Key) -> Option<u32> {
        let same = |(other, _): &(&Key, &Value)| other.id() == key.id();
        map.iter().find(same).map(|(_, value)| value.get())
    }
}

/// `entry(..).or_insert` ends in the slot before the right one.
struct WrongSlot;
impl Flaw for WrongSlot {
    fn entry(
        &self,
        map: &mut Plain,
        form: EntryForm,
        key: Key,
        value: Value,
    ) -> EntryAnswer<Key, Value> {
        let at = map.find(&key).at;
        let mut answer = map.entry(form, key, value);
        if form == EntryForm::OrInsert && at > 0 {
            answer.seen = Some(map.seen(at - 1));
        }
        answer
    }
}

/// Any room is granted.
struct AbsurdRoom;
impl Flaw for AbsurdRoom {
    fn try_reserve(&self, map: &mut Plain, additional: usize) -> bool {
        map.room = map.room.max(map.len().saturating_add(additional));
        true
    }
}

/// `Debug` stops after ten entries.
struct HidesInDebug;
impl Flaw for HidesInDebug {
    fn debug(&self, map: &Plain) -> String {
        let shown: Vec<String> = map
            .iter()
            .take(10)
            .map(|(k, v)| format!("{k:?}: {v:?}"))
            .collect();
        format!("{{{}}}", shown.join(", "))
    }
}

/// A clone of an iterator starts from the beginning.
struct CloneBeginsAnew;
impl Flaw for CloneBeginsAnew {
    fn each_cloned(&self, map: &Plain, count: usize) -> [Vec<(u32, u32)>; 2] {
        let [rest, _] = map.each_cloned(count);
        let [anew, _] = map.each_cloned(0);
        [rest, anew]
    }
}

/// `map[key]` of an absent key is the first value.
struct IndexOfAbsent;
impl Flaw for IndexOfAbsent {
    fn index(&self, map: &Plain, key: &Key) -> u32 {
        map.get(key)
            .or_else(|| map.first().map(|(_, value)| value))
            .unwrap_or(0)
    }
}

/// `get_disjoint_mut` of one key twice hands out its value twice.
struct SameTwice;
impl Flaw for SameTwice {
    fn get_disjoint_mut(&self, map: &mut Plain, keys: [&Key; 2]) -> [Option<u32>; 2] {
        keys.map(|key| {
            let before = map.get(key)?;
            map.get_mut(key, before.wrapping_add(1))
        })
    }
}

/// `get_disjoint_mut` stops at the first key that it finds.
struct FirstOfTwo;
impl Flaw for FirstOfTwo {
    fn get_disjoint_mut(&self, map: &mut Plain, keys: [&Key; 2]) -> [Option<u32>; 2] {
        if keys[0] == keys[1] {
            return map.get_disjoint_mut(keys);
        }
        let mut found = false;
        keys.map(|key| {
            let before = map.get(key).filter(|_| !found)?;
            found = true;
            map.get_mut(key, before.wrapping_add(1))
        })
    }
}

/// An excluded end is taken for an included one.
struct InclusiveEnd;
impl Flaw for InclusiveEnd {
    fn range(&self, map: &Plain, (low, high): Bounds<'_, Key>, ends: Ends) -> Vec<(u32, u32)> {
        let high = match high {
            Bound::Excluded(key) => Bound::Included(key),
            high => high,
        };
        map.range((low, high), ends)
    }
}

/// A range that is taken from its back goes one below its lower end.
struct RevGoesBelow;
impl Flaw for RevGoesBelow {
    fn range(&self, map: &Plain, bounds: Bounds<'_, Key>, ends: Ends) -> Vec<(u32, u32)> {
        let mut shown = map.range(bounds, ends);
        let (begin, end) = map.bounds(bounds);
        if ends == Ends::Back && begin > 0 && begin < end {
            shown.extend(map.get_index(begin - 1));
        }
        shown
    }
}

/// The successor of a key that is there is this key.
struct SuccessorOfItself;
impl Flaw for SuccessorOfItself {
    fn successor(&self, map: &Plain, key: &Key) -> Option<(u32, u32)> {
        map.get_key_value(key).or_else(|| map.successor(key))
    }
}

/// `pop_last` takes the last but one.
struct PopsTheSecond;
impl Flaw for PopsTheSecond {
    fn pop_last(&self, map: &mut Plain) -> Option<(Key, Value)> {
        match map.len() {
            0 | 1 => map.pop_last(),
            len => Some(map.slots.remove(len - 2).pair()),
        }
    }
}

/// `reserve` forgets the entries that are there.
struct ShortRoom;
impl Flaw for ShortRoom {
    fn reserve(&self, map: &mut Plain, additional: usize) {
        map.room = map.room.max(additional).max(map.len());
    }
}

/// `shrink_to` gives all room back.
struct RoomIsTooSmall;
impl Flaw for RoomIsTooSmall {
    fn shrink_to(&self, map: &mut Plain, _least: usize) {
        map.shrink_to_fit();
    }
}

/// `clear` leaves a trace that the map itself would see.
struct Unsound;
impl Flaw for Unsound {
    fn clear(&self, map: &mut Plain) {
        map.clear();
        map.memo = 1;
    }
    fn invariants(&self, map: &Plain) -> Vec<String> {
        vec!["a tombstone in an empty map".to_owned(); map.memo]
    }
}

/// `get_index_of` counts from 1 beyond the third entry.
struct PlaceOffByOne;
impl Flaw for PlaceOffByOne {
    fn index_of(&self, map: &Plain, key: &Key) -> Option<usize> {
        map.index_of(key)
            .map(|place| place + usize::from(place > 2))
    }
}

/// The adapter says of a vacant entry that it gave something back.
struct Contradiction;
impl Flaw for Contradiction {
    fn entry(
        &self,
        map: &mut Plain,
        form: EntryForm,
        key: Key,
        value: Value,
    ) -> EntryAnswer<Key, Value> {
        let mut answer = map.entry(form, key, value);
        if answer.occupied == Some(false) {
            answer.returned = answer.unused.take();
        }
        answer
    }
}
