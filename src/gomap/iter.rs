//! Iterators over all entries: borrowed, owned and draining.
//!
//! They walk the buckets as they lie in memory, the old array's before the
//! current one's, and pay no attention to chains. Nothing can change under
//! them, so none of a cursor's care is needed.

use std::fmt;
use std::iter::FusedIterator;
use std::slice;

use super::bucket::{Bucket, Cells, CellsMut};
use super::table::Core;

/// The buckets of both arrays, run by run.
///
/// No more than slice iterators, so that a map's iterators need no drop: one
/// that is still in scope does not hold on to its borrow.
type Runs<I> = [I; 4];

/// Iterator over the entries of a [`GoMap`](super::GoMap).
pub struct Iter<'a, K, V> {
    cells: Cells<'a, K, V>,
    runs: Runs<slice::Iter<'a, Bucket<K, V>>>,
    run: usize,
    left: usize,
}

impl<'a, K, V> Iter<'a, K, V> {
    pub(super) fn new(core: &'a Core<K, V>) -> Iter<'a, K, V> {
        let [old, current] = [&core.old, &core.current]
            .map(|array| array.as_ref().map_or([&[][..]; 2], |array| array.slices()));
        Iter {
            cells: Cells::NONE,
            runs: [old[0], old[1], current[0], current[1]].map(|run| run.iter()),
            run: 0,
            left: core.count,
        }
    }
}

impl<K, V> Default for Iter<'_, K, V> {
    fn default() -> Self {
        Iter {
            cells: Cells::NONE,
            runs: [&[][..]; 4].map(|run| run.iter()),
            run: 0,
            left: 0,
        }
    }
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Iter {
            cells: self.cells.clone(),
            runs: self.runs.clone(),
            run: self.run,
            left: self.left,
        }
    }
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    #[inline]
    fn next(&mut self) -> Option<(&'a K, &'a V)> {
        if self.left == 0 {
            return None;
        }
        loop {
            if let Some(entry) = self.cells.next() {
                self.left -= 1;
                return Some(entry);
            }
            match self.runs.get_mut(self.run)?.next() {
                Some(bucket) => self.cells = bucket.cells(),
                None => self.run += 1,
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }

    #[inline]
    fn fold<B, F>(self, init: B, mut f: F) -> B
    where
        F: FnMut(B, (&'a K, &'a V)) -> B,
    {
        let mut folded = self.cells.fold(init, &mut f);
        for run in self.runs.into_iter().skip(self.run) {
            for bucket in run {
                folded = bucket.cells().fold(folded, &mut f);
            }
        }
        folded
    }
}

/// Iterator over the entries of a [`GoMap`](super::GoMap), values open to
/// change.
pub struct IterMut<'a, K, V> {
    cells: CellsMut<'a, K, V>,
    runs: Runs<slice::IterMut<'a, Bucket<K, V>>>,
    run: usize,
    left: usize,
}

impl<'a, K, V> IterMut<'a, K, V> {
    pub(super) fn new(core: &'a mut Core<K, V>) -> IterMut<'a, K, V> {
        let [old, current] = [&mut core.old, &mut core.current].map(|array| match array {
            Some(array) => array.slices_mut(),
            None => [&mut [][..], &mut [][..]],
        });
        let ([old_main, old_spill], [main, spill]) = (old, current);
        IterMut {
            cells: CellsMut::none(),
            runs: [old_main, old_spill, main, spill].map(|run| run.iter_mut()),
            run: 0,
            left: core.count,
        }
    }

    /// The entries not yet produced, to look at.
    fn peek(&self) -> impl Iterator<Item = (&K, &V)> {
        let buckets = self.runs.iter().flat_map(|run| run.as_slice());
        self.cells.peek().chain(buckets.flat_map(Bucket::cells))
    }
}

impl<'a, K, V> Iterator for IterMut<'a, K, V> {
    type Item = (&'a K, &'a mut V);

    #[inline]
    fn next(&mut self) -> Option<(&'a K, &'a mut V)> {
        if self.left == 0 {
            return None;
        }
        loop {
            if let Some(entry) = self.cells.next() {
                self.left -= 1;
                return Some(entry);
            }
            match self.runs.get_mut(self.run)?.next() {
                Some(bucket) => self.cells = bucket.cells_mut(),
                None => self.run += 1,
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

/// A core whose entries leave one by one.
struct Remains<K, V> {
    core: Core<K, V>,
    /// Which run of buckets, and which of those.
    run: usize,
    bucket: usize,
}

impl<K, V> Remains<K, V> {
    const fn new(core: Core<K, V>) -> Remains<K, V> {
        Remains {
            core,
            run: 0,
            bucket: 0,
        }
    }

    #[inline]
    fn next(&mut self) -> Option<(K, V)> {
        if self.core.count == 0 {
            return None;
        }
        loop {
            let array = match self.run {
                0 | 1 => &mut self.core.old,
                2 | 3 => &mut self.core.current,
                _ => return None,
            };
            let buckets = array.as_mut().map(|array| {
                let [main, spill] = array.slices_mut();
                if self.run.is_multiple_of(2) {
                    main
                } else {
                    spill
                }
            });
            match buckets.and_then(|buckets| buckets.get_mut(self.bucket)) {
                None => (self.run, self.bucket) = (self.run + 1, 0),
                Some(bucket) => match bucket.live().first() {
                    None => self.bucket += 1,
                    Some(slot) => {
                        self.core.count -= 1;
                        return bucket.take(slot);
                    }
                },
            }
        }
    }
}

/// Iterator that owns the entries of a former [`GoMap`](super::GoMap).
pub struct IntoIter<K, V> {
    remains: Remains<K, V>,
}

impl<K, V> IntoIter<K, V> {
    pub(super) const fn new(core: Core<K, V>) -> IntoIter<K, V> {
        IntoIter {
            remains: Remains::new(core),
        }
    }

    fn peek(&self) -> Iter<'_, K, V> {
        Iter::new(&self.remains.core)
    }
}

impl<K, V> Iterator for IntoIter<K, V> {
    type Item = (K, V);

    #[inline]
    fn next(&mut self) -> Option<(K, V)> {
        self.remains.next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.remains.core.count, Some(self.remains.core.count))
    }
}

/// Iterator that empties a [`GoMap`](super::GoMap).
pub struct Drain<'a, K, V> {
    /// The map's core, which is an empty one in the meantime.
    home: &'a mut Core<K, V>,
    remains: Remains<K, V>,
    /// Whether there was anything to take out.
    changes: bool,
}

impl<'a, K, V> Drain<'a, K, V> {
    pub(super) fn new(home: &'a mut Core<K, V>) -> Drain<'a, K, V> {
        let core = Core::new(home.rng, home.quirks);
        let remains = Remains::new(std::mem::replace(home, core));
        // Should the iterator be forgotten, the map begins as it would anew,
        // under a seed that is set.
        home.hash0 = remains.core.hash0;
        Drain {
            home,
            changes: remains.core.count > 0,
            remains,
        }
    }

    fn peek(&self) -> Iter<'_, K, V> {
        Iter::new(&self.remains.core)
    }
}

impl<K, V> Iterator for Drain<'_, K, V> {
    type Item = (K, V);

    #[inline]
    fn next(&mut self) -> Option<(K, V)> {
        self.remains.next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.remains.core.count, Some(self.remains.core.count))
    }
}

impl<K, V> Drop for Drain<'_, K, V> {
    fn drop(&mut self) {
        let mut core = std::mem::replace(
            &mut self.remains.core,
            Core::new(self.home.rng, self.home.quirks),
        );
        if self.changes {
            // If an entry panics as it drops, the map stays with the empty
            // core that it has.
            core.clear_structure();
        }
        *self.home = core;
    }
}

macro_rules! exact_and_fused {
    ($($name:ident<$($param:tt),*>),*) => {$(
        impl<$($param),*> ExactSizeIterator for $name<$($param),*> {}
        impl<$($param),*> FusedIterator for $name<$($param),*> {}
    )*};
}

exact_and_fused!(
    Iter<'a, K, V>, IterMut<'a, K, V>, IntoIter<K, V>, Drain<'a, K, V>, Keys<'a, K, V>,
    Values<'a, K, V>, ValuesMut<'a, K, V>, IntoKeys<K, V>, IntoValues<K, V>
);

macro_rules! projection {
    (
        $(#[$doc:meta])*
        $name:ident<$($param:tt),*> of $inner:ty, $item:ty, |$entry:pat_param| $part:expr
    ) => {
        $(#[$doc])*
        pub struct $name<$($param),*> {
            inner: $inner,
        }

        impl<$($param),*> $name<$($param),*> {
            pub(super) fn new(inner: $inner) -> Self {
                $name { inner }
            }
        }

        impl<$($param),*> Iterator for $name<$($param),*> {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<$item> {
                self.inner.next().map(|$entry| $part)
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.inner.size_hint()
            }
        }
    };
}

projection!(
    /// Iterator over the keys of a [`GoMap`](super::GoMap).
    Keys<'a, K, V> of Iter<'a, K, V>, &'a K, |(key, _)| key
);
projection!(
    /// Iterator over the values of a [`GoMap`](super::GoMap).
    Values<'a, K, V> of Iter<'a, K, V>, &'a V, |(_, value)| value
);
projection!(
    /// Iterator over the values of a [`GoMap`](super::GoMap), open to change.
    ValuesMut<'a, K, V> of IterMut<'a, K, V>, &'a mut V, |(_, value)| value
);
projection!(
    /// Iterator that owns the keys of a former [`GoMap`](super::GoMap).
    IntoKeys<K, V> of IntoIter<K, V>, K, |(key, value)| {
        // A panic in a drop at the end of scope would leak what is returned.
        drop(value);
        key
    }
);
projection!(
    /// Iterator that owns the values of a former [`GoMap`](super::GoMap).
    IntoValues<K, V> of IntoIter<K, V>, V, |(key, value)| {
        drop(key);
        value
    }
);

impl<K, V> Clone for Keys<'_, K, V> {
    fn clone(&self) -> Self {
        Keys {
            inner: self.inner.clone(),
        }
    }
}

impl<K, V> Clone for Values<'_, K, V> {
    fn clone(&self) -> Self {
        Values {
            inner: self.inner.clone(),
        }
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Iter<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for IterMut<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.peek()).finish()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for IntoIter<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.peek()).finish()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Drain<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.peek()).finish()
    }
}

impl<K: fmt::Debug, V> fmt::Debug for Keys<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<K, V: fmt::Debug> fmt::Debug for Values<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<K, V: fmt::Debug> fmt::Debug for ValuesMut<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.inner.peek().map(|(_, value)| value))
            .finish()
    }
}

impl<K: fmt::Debug, V> fmt::Debug for IntoKeys<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.inner.peek().map(|(key, _)| key))
            .finish()
    }
}

impl<K, V: fmt::Debug> fmt::Debug for IntoValues<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.inner.peek().map(|(_, value)| value))
            .finish()
    }
}
