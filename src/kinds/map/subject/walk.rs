//! Iterators, run under suspicion: what they promise on their way is held
//! against what they do.
//!
//! Adapters run their map's iterators through here. A promise that was broken
//! (a `size_hint` that was off, an entry after the end) is noted in the
//! experiment and told by the check as its own kind of divergence.

use std::ops::Bound;

use crate::case::Said;
use crate::probe::{TestKey, TestValue, has_lied, is_said, note_broken_promise};
use crate::structure::ENDLESS;

/// What becomes of an owning iterator that was not run to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is dropped.
    Drop,
    /// It is forgotten, by `mem::forget`.
    Forget,
}

/// Both ends of a range of keys.
pub type Bounds<'k, K> = (Bound<&'k K>, Bound<&'k K>);

/// From which end of an iterator the next entry is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// Always the front.
    Front,
    /// Always the back.
    Back,
    /// Front and back in turn.
    Both,
}

/// Shows everything that `iter` yields. `fused` says whether its end must be
/// its end for good.
///
/// An iterator may have a `fold` of its own, which `for_each` and most adaptors
/// run. Where the op says so, the second half is left to it.
pub fn walk<I: Iterator>(iter: I, fused: bool, mut visit: impl FnMut(I::Item)) {
    let mut watched = Watched::new(iter);
    let folded_from = if is_said(Said::Folded) {
        watched.least / 2
    } else {
        usize::MAX
    };
    while watched.steps < folded_from {
        let Some(item) = watched.step(I::next) else {
            return watched.end(fused, I::next);
        };
        visit(item);
    }
    watched.fold(visit);
}

/// What `iter` shows when it is taken from these ends: in the order of its
/// taking from the front or the back alone, and put together again where it
/// was taken from both.
pub fn walk_ends<I>(
    iter: I,
    ends: Ends,
    fused: bool,
    mut read: impl FnMut(I::Item) -> (u32, u32),
) -> Vec<(u32, u32)>
where
    I: DoubleEndedIterator,
{
    let mut watched = Watched::new(iter);
    let (mut front, mut back) = (Vec::new(), Vec::new());
    let mut from_front = ends != Ends::Back;
    loop {
        let item = if from_front {
            watched.step(I::next)
        } else {
            watched.step(I::next_back)
        };
        let Some(item) = item else { break };
        if from_front {
            front.push(read(item))
        } else {
            back.push(read(item))
        }
        from_front ^= ends == Ends::Both;
    }
    watched.end(fused, I::next);
    match ends {
        Ends::Back => back,
        _ => {
            front.extend(back.into_iter().rev());
            front
        }
    }
}

/// Takes up to `count` items, and leaves the rest to its `end`.
pub fn take_some<I: Iterator>(iter: I, count: usize, end: End) -> Vec<I::Item> {
    let mut watched = Watched::new(iter);
    let mut taken = Vec::new();
    while taken.len() < count {
        match watched.step(I::next) {
            Some(item) => taken.push(item),
            None => {
                watched.end(false, I::next);
                return taken;
            }
        }
    }
    match end {
        End::Forget => std::mem::forget(watched),
        // Not left to the end of the scope: should it panic there, what was
        // taken would already be on its way out, and leak.
        End::Drop => drop(watched),
    }
    taken
}

/// What a map is collected or extended from: an iterator that tells how many
/// items it has, unless the op says that it does not. Maps that make room for
/// what is promised must do without, too.
pub fn feed<T>(items: Vec<T>) -> impl Iterator<Item = T> {
    let tells = !is_said(Said::Unsized);
    Feed {
        items: items.into_iter(),
        tells,
    }
}

struct Feed<T> {
    items: std::vec::IntoIter<T>,
    /// Whether it tells how many are left.
    tells: bool,
}

impl<T> Iterator for Feed<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.items.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.tells {
            self.items.size_hint()
        } else {
            (0, Some(self.items.len()))
        }
    }
}

/// What `iter`, after `count` items, and a clone that is made then show from
/// there on.
pub fn walk_clone<I: Iterator + Clone>(
    mut iter: I,
    count: usize,
    mut read: impl FnMut(I::Item) -> (u32, u32),
) -> [Vec<(u32, u32)>; 2] {
    for _ in 0..count {
        if iter.next().is_none() {
            break;
        }
    }
    let clone = iter.clone();
    [iter, clone].map(|rest| {
        let mut seen = Vec::new();
        walk(rest, false, |item| seen.push(read(item)));
        seen
    })
}

/// The numbers of an entry.
pub fn numbers<K: TestKey, V: TestValue>(key: &K, value: &V) -> (u32, u32) {
    (key.id(), value.get())
}

/// No case has so many entries.
const MOST_ITEMS: usize = 1 << 20;
/// After a lie of a key an iteration without end is no fault, and a sweep may
/// meet thousands of them.
const MOST_AFTER_LIE: usize = 1 << 16;

/// Breaks off an iteration that has shown so many items and shows another.
///
/// # Panics
///
/// If no case has so many.
pub(crate) fn must_end(items: usize) {
    if items >= MOST_AFTER_LIE {
        let most = if has_lied() {
            MOST_AFTER_LIE
        } else {
            MOST_ITEMS
        };
        assert!(items < most, "{ENDLESS}: {items} items");
    }
}

struct Watched<I> {
    iter: I,
    /// How many items have come.
    steps: usize,
    /// The most items that were promised to come in all, as a lower bound.
    least: usize,
    /// The fewest that were promised as an upper bound.
    most: Option<usize>,
}

impl<I: Iterator> Watched<I> {
    fn new(iter: I) -> Self {
        let mut watched = Watched {
            iter,
            steps: 0,
            least: 0,
            most: None,
        };
        watched.ask();
        watched
    }

    fn ask(&mut self) {
        let (least, most) = self.iter.size_hint();
        self.least = self.least.max(self.steps.saturating_add(least));
        if let Some(most) = most {
            let most = self.steps.saturating_add(most);
            self.most = Some(self.most.map_or(most, |known| known.min(most)));
        }
    }

    fn step(&mut self, step: impl FnOnce(&mut I) -> Option<I::Item>) -> Option<I::Item> {
        let item = step(&mut self.iter)?;
        must_end(self.steps);
        self.steps += 1;
        self.ask();
        Some(item)
    }

    fn fold(self, mut visit: impl FnMut(I::Item)) {
        let Watched { least, most, .. } = self;
        let steps = self.iter.fold(self.steps, |steps, item| {
            must_end(steps);
            visit(item);
            steps + 1
        });
        judge(steps, least, most);
    }

    fn end(mut self, fused: bool, step: fn(&mut I) -> Option<I::Item>) {
        judge(self.steps, self.least, self.most);
        if fused && (step(&mut self.iter).is_some() || step(&mut self.iter).is_some()) {
            note_broken_promise("an item came after the end of a fused iterator".to_owned());
        }
    }
}

fn judge(steps: usize, least: usize, most: Option<usize>) {
    if steps < least || most.is_some_and(|most| steps > most) {
        let most = most.map_or("any".to_owned(), |most| most.to_string());
        note_broken_promise(format!(
            "size_hint promised from {least} to {most} items, and {steps} came"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Case, HashPlan};
    use crate::probe::Probe;

    /// Calls with what the op of this line says.
    fn as_said<R>(line: &str, call: impl FnOnce() -> R) -> R {
        let case: Case = format!("map-oracle case 1\n{line}\n")
            .parse()
            .expect("a case");
        let probe = Probe::start(HashPlan::default());
        let _saying = case.steps[0].op.says().map(|said| probe.say(said));
        call()
    }

    #[test]
    fn what_is_fed_tells_its_length_or_not() {
        let hint = |line: &str| as_said(line, || feed(vec![7; 3]).size_hint());
        assert_eq!(hint("extend 0 len 3"), (3, Some(3)));
        assert_eq!(hint("extend 0 len 3 unsized"), (0, Some(3)));
        assert_eq!(feed(vec![7]).size_hint(), (1, Some(1)));
        assert!(feed(vec![1, 2, 3]).eq([1, 2, 3]));
    }

    /// An iterator whose own `fold` leaves out an item.
    struct Short(std::ops::Range<u32>);

    impl Iterator for Short {
        type Item = u32;

        fn next(&mut self) -> Option<u32> {
            self.0.next()
        }

        fn fold<B, F: FnMut(B, u32) -> B>(self, init: B, fold: F) -> B {
            self.0.skip(1).fold(init, fold)
        }
    }

    #[test]
    fn the_second_half_is_folded_where_the_op_says_so() {
        let shown = |line: &str| {
            let mut shown = Vec::new();
            as_said(line, || {
                walk(Short(0..4), false, |item| shown.push(item));
            });
            shown
        };
        assert_eq!(shown("iter"), [0, 1, 2, 3]);
        assert_eq!(shown("iter folded").len(), 3);
    }
}
