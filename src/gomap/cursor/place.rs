//! Where a cursor stands, for whoever draws it.

use super::Cursor;
use crate::gomap::GoMap;
use crate::gomap::array::Array;
use crate::gomap::table::ArrayKind;
use crate::gomap::tophash::SLOTS;

/// The cell that a cursor looks at next. By then the map may have evacuated
/// it, and the cursor goes after its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CursorPlace {
    /// The array that the cell is in; `None` if that is a former one, kept
    /// for the cursor.
    pub array: Option<ArrayKind>,
    /// The bucket's number within its array, as in
    /// [`BucketLayout::id`](crate::gomap::BucketLayout::id).
    pub bucket: u32,
    /// Which of its cells.
    pub slot: usize,
    /// Whether the end of the array was passed.
    pub wrapped: bool,
}

impl Cursor {
    /// Where the cursor stands in its map. `None` once it has ended, or has
    /// nothing left to do but to end.
    #[must_use]
    pub fn place<K, V, S>(&self, map: &GoMap<K, V, S>) -> Option<CursorPlace> {
        let core = &map.core;
        let own = core.array_of(self.own.as_ref()?)?;
        let mut at = self.at.clone();
        // A bucket that is done, or is gone, is left when the cursor is stepped.
        let mut place = at.link.take().and_then(|link| link.resume(core, own));
        if at.slot == SLOTS {
            at.slot = 0;
            place = place.and_then(|(link, array)| Some((link.advance(array)?, array)));
        }
        if place.is_none() {
            if at.next == self.start && at.wrapped {
                return None;
            }
            self.enter(core, own, &mut at);
            place = at.link.take().and_then(|link| link.resume(core, own));
        }
        let (link, array) = place?;
        let is = |other: &Option<Array<K, V>>| {
            other
                .as_ref()
                .is_some_and(|other| std::ptr::eq(other, array))
        };
        Some(CursorPlace {
            array: match (is(&core.current), is(&core.old)) {
                (true, _) => Some(ArrayKind::Current),
                (_, true) => Some(ArrayKind::Old),
                _ => None,
            },
            bucket: link.id.number(),
            slot: (at.slot + self.offset) % SLOTS,
            wrapped: at.wrapped,
        })
    }
}
