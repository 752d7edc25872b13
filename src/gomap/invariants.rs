//! Every rule of the structure, checked: what the property tests lean on.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash};

use super::GoMap;
use super::array::Array;
use super::grow::is_reflexive;
use super::table::{ITERATOR, OLD_ITERATOR, SAME_SIZE_GROW};
use super::tophash::{EMPTY_ONE, EMPTY_REST, EVACUATED_EMPTY, EVACUATED_X, MIN_LIVE, Tophash};

impl<K, V, S> GoMap<K, V, S>
where
    K: Eq + Hash,
    S: BuildHasher,
{
    /// Every rule of the structure that does not hold, one sentence each.
    ///
    /// Empty for every map that the public interface can produce, also after a
    /// caught panic, as long as `K`'s `Hash` and `Eq` keep their contract for
    /// keys that equal themselves. Takes time proportional to the number of
    /// buckets, hashes each key once and compares keys of equal tophash.
    #[must_use]
    pub fn check_invariants(&self) -> Vec<String> {
        let mut faults = Vec::new();
        self.check_counters(&mut faults);
        let mut live = 0;
        if let Some(current) = &self.core.current {
            live += self.check_array(current, "current", &mut faults);
            self.check_overflow_count(current, &mut faults);
        }
        if let Some(old) = &self.core.old {
            live += self.check_array(old, "old", &mut faults);
            self.check_growth(old, &mut faults);
        }
        if live != self.core.count {
            faults.push(format!(
                "count is {} but {live} cells are live",
                self.core.count
            ));
        }
        for array in &self.core.retired {
            let live: usize = array
                .slices()
                .into_iter()
                .flatten()
                .map(|bucket| bucket.live().len())
                .sum();
            if live > 0 {
                faults.push(format!("a retired array has {live} live cells"));
            }
        }
        faults
    }

    fn check_counters(&self, faults: &mut Vec<String>) {
        let core = &self.core;
        if core.flags & !(ITERATOR | OLD_ITERATOR | SAME_SIZE_GROW) != 0 {
            faults.push(format!("flags {:#x} has unknown bits", core.flags));
        }
        if core.old.is_none() {
            if core.flags & SAME_SIZE_GROW != 0 {
                faults.push("same-size flag set without a growth".into());
            }
            // An insert under a growth begins none, and a same-size growth makes
            // no room: it ends within as many inserts as there are buckets.
            let before = core.count.saturating_sub(1 << core.b());
            if core.quirks.is_over_load(before, core.b()) {
                let (count, b) = (core.count, core.b());
                faults.push(format!(
                    "{count} entries in 2^{b} buckets and no growth begun"
                ));
            }
        }
        if core.current.is_none() && (core.old.is_some() || core.count > 0 || core.noverflow > 0) {
            faults.push("no current array, yet something that needs one".into());
        }
    }

    fn check_growth(&self, old: &Array<K, V>, faults: &mut Vec<String>) {
        let core = &self.core;
        let same_size = core.flags & SAME_SIZE_GROW != 0;
        if old.b() + u8::from(!same_size) != core.b() {
            let (from, to) = (old.b(), core.b());
            faults.push(format!(
                "growth from b = {from} to {to} with same-size {same_size}"
            ));
            return;
        }
        if core.nevacuate >= old.width() {
            let (n, width) = (core.nevacuate, old.width());
            faults.push(format!(
                "nevacuate is {n} of {width} and the growth has not ended"
            ));
        } else if old.width() <= 1024 && old.is_evacuated(core.nevacuate) {
            // In a wider array the look-ahead may have stopped there.
            faults.push(format!(
                "nevacuate stands at evacuated bucket {}",
                core.nevacuate
            ));
        }
        for index in 0..core.nevacuate.min(old.width()) {
            if !old.is_evacuated(index) {
                faults.push(format!(
                    "old bucket {index} is below nevacuate but not evacuated"
                ));
            }
        }
        let Some(current) = &core.current else { return };
        for index in 0..old.width() {
            if old.is_evacuated(index) {
                continue;
            }
            for target in (index..current.width()).step_by(old.width()) {
                if !current.head(target).is_untouched() {
                    faults.push(format!(
                        "bucket {target} is in use but old bucket {index} is not evacuated"
                    ));
                }
            }
        }
    }

    /// While an array is current, each overflow bucket that it made is chained
    /// once and counted once.
    fn check_overflow_count(&self, current: &Array<K, V>, faults: &mut Vec<String>) {
        let used = current.allocated_at_once() - current.width() - current.unused_preallocated();
        if current.spilled() > 0 && current.unused_preallocated() > 0 {
            faults.push("overflow buckets beyond preallocated ones that are unused".into());
        }
        let used = used + current.spilled();
        let counted = usize::from(self.core.noverflow);
        if current.b() < 16 && counted != used & usize::from(u16::MAX) {
            faults.push(format!(
                "noverflow is {counted} but {used} overflow buckets were made"
            ));
        }
    }

    /// Checks chain after chain and returns the number of live cells.
    fn check_array(&self, array: &Array<K, V>, name: &str, faults: &mut Vec<String>) -> usize {
        let mut live = 0;
        let mut chained = HashSet::new();
        for index in 0..array.width() {
            // Most buckets of a map with room to spare; nothing can be wrong.
            if array.head(index).is_untouched() {
                continue;
            }
            let mut sound = true;
            for id in array.chain(index).skip(1) {
                if array.is_main(id) || !chained.insert(id.index()) {
                    let id = id.number();
                    faults.push(format!("{name} chain {index}: bucket {id} is not its own"));
                    sound = false;
                    break;
                }
            }
            if sound {
                live += self.check_chain(array, name, index, faults);
            }
        }
        let unused = array.unused_preallocated();
        let made = array.total() - array.width() - unused;
        let may_lack = self.core.quirks.wipe_evacuated && name == "old";
        let chained = chained.len();
        if chained > made || (chained < made && !may_lack) {
            faults.push(format!(
                "{name}: {made} overflow buckets made, {chained} chained"
            ));
        }
        let first_unused = array.allocated_at_once() - unused;
        if array.slices()[0][first_unused..]
            .iter()
            .any(|bucket| !bucket.is_untouched())
        {
            faults.push(format!("{name}: an unused overflow bucket was touched"));
        }
        live
    }

    fn check_chain(
        &self,
        array: &Array<K, V>,
        name: &str,
        index: usize,
        faults: &mut Vec<String>,
    ) -> usize {
        let mut fault = |what: String| faults.push(format!("{name} chain {index}: {what}"));
        let marks: Vec<u8> = array
            .chain(index)
            .flat_map(|id| array.bucket(id).marks())
            .collect();
        let evacuated = array.is_evacuated(index);
        if evacuated {
            if let Some(mark) = marks
                .iter()
                .find(|mark| !(EVACUATED_X..=EVACUATED_EMPTY).contains(*mark))
            {
                fault(format!("evacuated, but a cell is marked {mark}"));
            }
        } else {
            if let Some(mark) = marks
                .iter()
                .find(|mark| (EVACUATED_X..=EVACUATED_EMPTY).contains(*mark))
            {
                fault(format!("not evacuated, but a cell is marked {mark}"));
            }
            let in_use = marks
                .iter()
                .position(|&m| m == EMPTY_REST)
                .unwrap_or(marks.len());
            if marks[in_use..].iter().any(|&mark| mark != EMPTY_REST) {
                fault("a cell is in use behind an empty rest".into());
            }
            if marks[..in_use].last() == Some(&EMPTY_ONE) {
                fault("an empty cell with only empty ones behind it is not marked so".into());
            }
        }

        let mut seen: Vec<(u8, &K)> = Vec::new();
        for id in array.chain(index) {
            let bucket = array.bucket(id);
            for slot in bucket.live() {
                let (Some((key, _)), mark) = (bucket.entry(slot), bucket.mark(slot)) else {
                    continue;
                };
                if is_reflexive(key) {
                    let hash = self.hash(key);
                    let top = Tophash::of(hash).get();
                    if mark != top {
                        fault(format!(
                            "tophash {mark:#x} of a key whose hash gives {top:#x}"
                        ));
                    }
                    if array.index(hash) != index {
                        fault(format!("holds a key of bucket {}", array.index(hash)));
                    }
                    if seen.iter().any(|&(other, k)| other == mark && k == key) {
                        fault("holds a key twice".into());
                    }
                }
                seen.push((mark, key));
            }
        }
        marks.iter().filter(|&&mark| mark >= MIN_LIVE).count()
    }
}

#[cfg(test)]
mod tests;
