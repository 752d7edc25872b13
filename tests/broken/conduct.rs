//! Maps that hold and answer what is right, and misbehave on the way: in what
//! they leak and drop, in the order they show, in their iterators and cursors,
//! when user code panics or lies, or by never coming to an end.

use std::mem::{self, ManuallyDrop};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use map_oracle::check::Kind;
use map_oracle::probe::{Key, Value};
use map_oracle::subject::{End, walk};

use super::Row;
use super::flaw::{Bounded, Careful, Flaw, Hashed, Listed, Sorted};
use super::plain::Plain;

pub fn rows() -> Vec<Row> {
    use Kind::*;
    vec![
        Row::of::<Hashed>("a leak", &Leak, &[Ledger]),
        Row::of::<Hashed>(
            "an owning iterator that leaks its rest",
            &LeaksTheRest,
            &[Ledger],
        ),
        Row::of::<Bounded>("a refused key leaked", &RefusalLeaks, &[Ledger]),
        Row::of::<Hashed>("a double drop", &DoubleDrop, &[Ledger]),
        Row::of::<Hashed>("a use after drop", &UseAfterDrop, &[Ledger]),
        Row::of::<Hashed>("a double drop when a key lies", &TrustsKeys, &[Ledger]),
        Row::of::<Sorted>("a wrong order", &WrongOrder, &[Order, Answer]),
        Row::of::<Listed>(
            "a swap_remove that shifts",
            &SwapsInPlaceOfShift,
            &[Order, Answer],
        ),
        Row::of::<Listed>("move_index is off by one", &MovesTooFar, &[Order]),
        Row::of::<Listed>("a clone in another order", &CloneReverses, &[Order]),
        Row::of::<Hashed>(
            "an iterator that lies on its length",
            &LyingLength,
            &[Iterator],
        ),
        Row::of::<Hashed>(
            "an exact iterator that only estimates",
            &Estimates,
            &[Iterator],
        ),
        Row::of::<Hashed>("a fold that ends early", &FoldEndsEarly, &[Answer]),
        Row::of::<Hashed>("an iterator that is not fused", &NotFused, &[Iterator]),
        Row::of::<Hashed>("an iterator without end", &Endless, &[Iterator]),
        Row::of::<Sorted>("a cursor that repeats an entry", &CursorRepeats, &[Cursor]),
        Row::of::<Sorted>("a cursor that skips an entry", &CursorSkips, &[Cursor]),
        Row::of::<Hashed>("a panic of its own", &OwnPanic, &[Panic]),
        Row::of::<Hashed>("a swallowed panic", &SwallowsPanic, &[AfterPanic]),
        Row::of::<Careful>(
            "retain half done after a panic",
            &HalfRetained,
            &[AfterPanic],
        ),
        Row::of::<Hashed>(
            "a len not restored after a panic",
            &LenAfterPanic,
            &[AfterPanic],
        ),
        Row::of::<Careful>("a leak after a panic in drop", &LeaksOnPanic, &[AfterPanic]),
        Row::of::<Hashed>("a hang", &Hang, &[]),
    ]
}

/// What `retain` removes is not dropped.
struct Leak;
impl Flaw for Leak {
    fn retain(&self, map: &mut Plain, keep: &mut dyn FnMut(&Key, &mut Value) -> bool) {
        let removed: Vec<_> = map
            .slots
            .extract_if(.., |slot| !keep(&slot.key, &mut slot.value))
            .collect();
        removed.into_iter().for_each(|slot| mem::forget(slot.value));
    }
}

/// An owning iterator that is dropped early leaks what it did not come to.
struct LeaksTheRest;
impl Flaw for LeaksTheRest {
    fn into_entries(&self, map: Plain, take: usize, _: End) -> Vec<(Key, Value)> {
        map.into_entries(take, End::Forget)
    }
}

/// A full map leaks the key that it refuses.
struct RefusalLeaks;
impl Flaw for RefusalLeaks {
    fn insert_checked(
        &self,
        map: &mut Plain,
        key: Key,
        value: Value,
    ) -> Result<Option<Value>, Option<(Key, Value)>> {
        map.insert_checked(key, value).map_err(|refused| {
            mem::forget(refused);
            None
        })
    }
}

/// `clear` drops the last value twice.
struct DoubleDrop;
impl Flaw for DoubleDrop {
    fn clear(&self, map: &mut Plain) {
        if let Some(slot) = map.slots.last() {
            slot.value.feign_drop();
        }
        map.clear();
    }
}

/// `remove` compares the key with one that it has dropped.
struct UseAfterDrop;
impl Flaw for UseAfterDrop {
    fn remove(&self, map: &mut Plain, key: &Key) -> Option<Value> {
        let (removed, value) = map.remove_entry(key)?;
        let removed = ManuallyDrop::new(removed);
        removed.feign_drop();
        (removed.id() == key.id()).then_some(value)
    }
}

/// An insert that looks a key up twice, and drops the value of a slot that it
/// took for free: it is right as long as keys do not change their mind.
struct TrustsKeys;
impl Flaw for TrustsKeys {
    fn insert(&self, map: &mut Plain, key: Key, value: Value) -> Option<Value> {
        let (first, second) = (map.find(&key), map.find(&key));
        if first.found != second.found {
            value.feign_drop();
        }
        map.insert(key, value)
    }
}

/// As [`TrustsKeys`], with a circle of entries as the outcome: that is no
/// misbehaviour, as it takes a lie.
pub struct EndlessAfterLie;
impl Flaw for EndlessAfterLie {
    fn insert(&self, map: &mut Plain, key: Key, value: Value) -> Option<Value> {
        let (first, second) = (map.find(&key), map.find(&key));
        map.memo |= usize::from(first.found != second.found);
        map.insert(key, value)
    }
    fn each(&self, map: &Plain, visit: &mut dyn FnMut(&Key, &Value)) {
        let endless = map.memo == 1 && !map.is_empty();
        let rounds = if endless { usize::MAX } else { 1 };
        let around = (0..rounds).flat_map(|_| map.iter());
        walk(around, true, |(key, value)| visit(key, value));
    }
}

/// As [`TrustsKeys`], with panics from there on, which is no misbehaviour
/// either.
pub struct PanicsAfterLie;
impl Flaw for PanicsAfterLie {
    fn insert(&self, map: &mut Plain, key: Key, value: Value) -> Option<Value> {
        let (first, second) = (map.find(&key), map.find(&key));
        map.memo |= usize::from(first.found != second.found);
        let replaced = map.insert(key, value);
        assert_eq!(map.memo, 0, "an inconsistent key");
        replaced
    }
    fn get(&self, map: &Plain, key: &Key) -> Option<u32> {
        assert_eq!(map.memo, 0, "an inconsistent key");
        map.get(key)
    }
    fn each(&self, map: &Plain, visit: &mut dyn FnMut(&Key, &Value)) {
        assert_eq!(map.memo, 0, "an inconsistent key");
        map.each(visit);
    }
}

/// A new largest key of a map of six entries goes to the front.
struct WrongOrder;
impl Flaw for WrongOrder {
    fn each(&self, map: &Plain, visit: &mut dyn FnMut(&Key, &Value)) {
        let (low, high) = map.slots.split_at(map.len().min(5));
        let shown = high.iter().chain(low);
        walk(shown, true, |slot| visit(&slot.key, &slot.value));
    }
}

/// `swap_remove` shifts.
struct SwapsInPlaceOfShift;
impl Flaw for SwapsInPlaceOfShift {
    fn swap_remove(&self, map: &mut Plain, key: &Key) -> Option<Value> {
        map.shift_remove(key)
    }
}

/// `move_index` upwards ends one too early.
struct MovesTooFar;
impl Flaw for MovesTooFar {
    fn move_index(&self, map: &mut Plain, from: usize, to: usize) {
        map.move_index(from, if to > from { to - 1 } else { to });
    }
}

/// A clone is in the opposite order.
struct CloneReverses;
impl Flaw for CloneReverses {
    fn duplicate(&self, map: &Plain) -> Plain {
        let mut clone = map.duplicate();
        clone.reverse();
        clone
    }
}

/// An iterator whose length is off by one beyond three items.
#[derive(Clone)]
struct Lying<I>(I);
impl<I: ExactSizeIterator> std::iter::Iterator for Lying<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.0.len() + usize::from(self.0.len() > 3);
        (len, Some(len))
    }
}

/// The iterator of keys lies on its length.
struct LyingLength;
impl Flaw for LyingLength {
    fn each_key(&self, map: &Plain, visit: &mut dyn FnMut(&Key)) {
        walk(Lying(map.slots.iter()), true, |slot| visit(&slot.key));
    }
}

/// Knows how many items are left, and does not tell by `size_hint`.
struct Vague<I>(I);
impl<I: std::iter::Iterator> std::iter::Iterator for Vague<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }
}
impl<I: ExactSizeIterator> ExactSizeIterator for Vague<I> {
    fn len(&self) -> usize {
        self.0.len()
    }
}

/// The iterator of keys is exact, but for its `size_hint`.
struct Estimates;
impl Flaw for Estimates {
    fn each_key(&self, map: &Plain, visit: &mut dyn FnMut(&Key)) {
        let keys = map.slots.iter().map(|slot| &slot.key);
        walk(map_oracle::exact!(Vague(keys)), true, visit);
    }
}

/// An iterator whose `fold` leaves out the last item.
struct Hasty<I>(I);
impl<I: ExactSizeIterator> std::iter::Iterator for Hasty<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
    fn fold<B, F: FnMut(B, I::Item) -> B>(self, init: B, f: F) -> B {
        let all_but_one = self.0.len().saturating_sub(1);
        self.0.take(all_but_one).fold(init, f)
    }
}

/// The iterator of values has such a `fold`.
struct FoldEndsEarly;
impl Flaw for FoldEndsEarly {
    fn each_value(&self, map: &Plain, visit: &mut dyn FnMut(&Value)) {
        let values = map.slots.iter().map(|slot| &slot.value);
        walk(Hasty(values), true, visit);
    }
}

/// The iterator of values starts again after its end.
struct NotFused;
impl Flaw for NotFused {
    fn each_value(&self, map: &Plain, visit: &mut dyn FnMut(&Value)) {
        let mut at = 0;
        let next = || {
            let item = map.slots.get(at);
            at = if item.is_some() { at + 1 } else { 0 };
            item
        };
        walk(std::iter::from_fn(next), true, |slot| visit(&slot.value));
    }
}

/// The iterator of keys goes round and round beyond eight entries.
struct Endless;
impl Flaw for Endless {
    fn each_key(&self, map: &Plain, visit: &mut dyn FnMut(&Key)) {
        let rounds = if map.len() > 8 { usize::MAX } else { 1 };
        let around = (0..rounds).flat_map(|_| map.iter());
        walk(around, true, |(key, _)| visit(key));
    }
}

/// A cursor shows the entry before a removed one again.
struct CursorRepeats;
impl Flaw for CursorRepeats {
    fn remove(&self, map: &mut Plain, key: &Key) -> Option<Value> {
        let removed = map.remove(key);
        if removed.is_some() {
            for last in map.cursors.iter_mut().flatten().flatten() {
                *last = last.saturating_sub(1);
            }
        }
        removed
    }
}

/// A cursor goes on behind an entry that was inserted right before it.
struct CursorSkips;
impl Flaw for CursorSkips {
    fn cursor_step(&self, map: &mut Plain, cursor: usize) -> Option<(u32, u32)> {
        let shown = map.cursor_step(cursor)?;
        if shown.0 % 8 == 3 {
            map.cursors[cursor] = Some(Some(shown.0 + 1));
        }
        Some(shown)
    }
}

/// `remove` of the last of sixteen entries panics.
struct OwnPanic;
impl Flaw for OwnPanic {
    fn remove(&self, map: &mut Plain, key: &Key) -> Option<Value> {
        let spot = map.find(key);
        assert!(!spot.found || spot.at != 15, "index out of bounds");
        map.remove(key)
    }
}

/// `retain` swallows the panic of its closure.
struct SwallowsPanic;
impl Flaw for SwallowsPanic {
    fn retain(&self, map: &mut Plain, keep: &mut dyn FnMut(&Key, &mut Value) -> bool) {
        let _ = catch_unwind(AssertUnwindSafe(|| map.retain(keep)));
    }
}

/// A panic in `retain` loses what it has not come to.
struct HalfRetained;
impl Flaw for HalfRetained {
    fn retain(&self, map: &mut Plain, keep: &mut dyn FnMut(&Key, &mut Value) -> bool) {
        for mut slot in mem::take(&mut map.slots) {
            if keep(&slot.key, &mut slot.value) {
                map.slots.push(slot);
            }
        }
    }
}

/// `extend` counts first and inserts then, also if a panic comes in between.
struct LenAfterPanic;
impl Flaw for LenAfterPanic {
    fn assign_from(&self, map: &mut Plain, source: &Plain) {
        map.clear();
        map.memo = source.len();
        let slots = source.slots.clone();
        map.memo = 0;
        *map = map.of_slots(slots);
    }
    fn len(&self, map: &Plain) -> usize {
        map.len() + map.memo
    }
}

/// A panic in the drop of an entry leaks those that come after it, which the
/// map promises not to.
struct LeaksOnPanic;
impl Flaw for LeaksOnPanic {
    fn clear(&self, map: &mut Plain) {
        let mut slots = ManuallyDrop::new(mem::take(&mut map.slots));
        while let Some(slot) = slots.pop() {
            drop(slot);
        }
        drop(ManuallyDrop::into_inner(slots));
    }
}

/// A look-up does not end once a key was removed from a map of ten.
struct Hang;
impl Flaw for Hang {
    fn remove(&self, map: &mut Plain, key: &Key) -> Option<Value> {
        if map.len() == 10 && map.contains_key(key) {
            loop {
                // As good as a loop that turns, and easier on the machine.
                thread::park();
            }
        }
        map.remove(key)
    }
}
