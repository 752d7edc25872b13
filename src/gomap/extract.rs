//! Removal by predicate: a walk along the chains, as removal has to repair
//! the marks around each cell it empties.

use std::fmt;
use std::iter::FusedIterator;

use super::bucket::BucketId;
use super::table::{ArrayKind, Core, Spot};
use super::tophash::SLOTS;

/// Iterator that takes out the entries chosen by a predicate. See
/// [`GoMap::extract_if`](super::GoMap::extract_if).
#[must_use = "nothing is removed until the iterator is stepped"]
pub struct ExtractIf<'a, K, V, F> {
    core: &'a mut Core<K, V>,
    pred: F,
    /// The next cell to ask about.
    array: ArrayKind,
    index: usize,
    /// `None` at the start of a chain.
    id: Option<BucketId>,
    slot: usize,
}

impl<'a, K, V, F> ExtractIf<'a, K, V, F> {
    pub(super) fn new(core: &'a mut Core<K, V>, pred: F) -> ExtractIf<'a, K, V, F> {
        core.sweep();
        ExtractIf {
            core,
            pred,
            array: ArrayKind::Old,
            index: 0,
            id: None,
            slot: 0,
        }
    }
}

impl<K, V, F> Iterator for ExtractIf<'_, K, V, F>
where
    F: FnMut(&K, &mut V) -> bool,
{
    type Item = (K, V);

    fn next(&mut self) -> Option<(K, V)> {
        loop {
            if self.core.count == 0 {
                return None;
            }
            let array = self
                .core
                .array_mut(self.array)
                .filter(|array| self.index < array.width());
            let Some(array) = array else {
                if self.array == ArrayKind::Current {
                    return None;
                }
                (self.array, self.index, self.id) = (ArrayKind::Current, 0, None);
                continue;
            };
            let id = *self.id.get_or_insert(BucketId::from_index(self.index));
            while self.slot < SLOTS {
                let slot = self.slot;
                self.slot += 1;
                let Some((key, value)) = array.bucket_mut(id).entry_mut(slot) else {
                    continue;
                };
                if (self.pred)(key, value) {
                    let spot = Spot {
                        array: self.array,
                        index: self.index,
                        id,
                        slot,
                    };
                    return self.core.erase(spot);
                }
            }
            self.slot = 0;
            self.id = array.bucket(id).overflow();
            if self.id.is_none() {
                self.index += 1;
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.core.count))
    }
}

impl<K, V, F> FusedIterator for ExtractIf<'_, K, V, F> where F: FnMut(&K, &mut V) -> bool {}

impl<K, V, F> fmt::Debug for ExtractIf<'_, K, V, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExtractIf").finish_non_exhaustive()
    }
}
