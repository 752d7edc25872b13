//! Maps that may be full: which ops still fit, and what must be refused.

use super::run::{Run, ops};
use crate::case::{EntryForm, Op, OpKind};
use crate::subject::Subject;

impl<S: Subject> Run<'_, S> {
    /// Whether the map is full and lacks this key.
    pub(super) fn is_refused(&self, id: u32) -> bool {
        S::SUPPORT.refuses && self.room() == 0 && self.model.get(id).is_none()
    }

    fn room(&self) -> usize {
        match S::SUPPORT.max_entries {
            Some(most) => usize::from(most).saturating_sub(self.model.len()),
            None => usize::MAX,
        }
    }

    /// The op, as far as there is room. Only `insert` is tried on a full map:
    /// it alone can refuse. Runs end where there is no more room, and an entry
    /// that cannot be filled is looked at.
    pub(super) fn fitting(&self, op: Op) -> Op {
        use OpKind as K;
        if op.kind() == K::AppendOther && self.has_nan() {
            // Both maps may hold a key that is not equal to itself, and the
            // merged one would hold it twice, which a model by number cannot.
            return Op::from_parts(K::Iter, 0, 0);
        }
        if !S::SUPPORT.refuses {
            return op;
        }
        let key = op.key();
        match op.kind() {
            K::InsertRun | K::Extend | K::Append | K::Union => self.shortened(op, self.room()),
            K::FromIter | K::CloneFrom => self.shortened(op, self.room() + self.model.len()),
            K::InsertNan | K::AppendOther if self.room() == 0 => Op::from_parts(K::Iter, 0, 0),
            K::AppendOther => Op::from_parts(K::Iter, 0, 0),
            K::EqualToggled if self.is_refused(key.into()) => Op::from_parts(K::EqualCopy, 0, 0),
            K::TryInsert if self.is_refused(key.into()) => Op::from_parts(K::Get, key, 0),
            kind if kind.entry_form().is_some_and(fills) && self.is_refused(key.into()) => {
                Op::from_parts(K::EntryPeek, key, 0).within(ops::<S>(), u16::MAX)
            }
            _ => op,
        }
    }

    /// A run of keys, cut before the first new one for which there is no room.
    fn shortened(&self, op: Op, room: usize) -> Op {
        let (kind, start, _) = op.parts();
        let whole = matches!(kind, OpKind::FromIter | OpKind::CloneFrom);
        let mut new = 0;
        let fits = op.run().keys().take_while(|&key| {
            new += usize::from(whole || self.model.get(key.into()).is_none());
            new <= room
        });
        match fits.count() {
            // One that is refused is worth a try.
            0 if kind == OpKind::InsertRun => Op::from_parts(OpKind::Insert, start, 1),
            0 => Op::from_parts(OpKind::Iter, 0, 0),
            len => Op::from_parts(kind, start, len as u16),
        }
    }
}

/// Whether this form puts an entry where there is none.
fn fills(form: EntryForm) -> bool {
    !matches!(
        form,
        EntryForm::Replace
            | EntryForm::Remove
            | EntryForm::RemoveEntry
            | EntryForm::Peek
            | EntryForm::Write
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use crate::check;
    use crate::probe::{Key, PlanState, Value};
    use crate::subject::{Pair, Subject, Support};

    const ROOM: usize = 2;

    struct Two(HashMap<Key, Value, PlanState>);

    impl Subject for Two {
        type Key = Key;
        type Value = Value;

        const NAME: &'static str = "two";
        const SUPPORT: Support = Support {
            max_entries: Some(ROOM as u16),
            refuses: true,
            ..Support::DEFAULT
        };

        fn with_hint(_: usize) -> Self {
            Two(HashMap::default())
        }

        fn insert_checked(
            &mut self,
            key: Key,
            value: Value,
        ) -> Result<Option<Value>, Option<Pair<Self>>> {
            match self.0.len() < ROOM || self.0.contains_key(&key) {
                true => Ok(self.0.insert(key, value)),
                false => Err(Some((key, value))),
            }
        }

        fn capacity(&self) -> Option<usize> {
            Some(ROOM)
        }

        crate::subject_methods! { 0: insert, remove, get, len, iter; by hand: refusal }
    }

    #[test]
    fn a_hint_asks_a_bounded_map_for_no_more_room_than_it_has() {
        let case = "map-oracle case 1\nhint 49\ninsert_run 0 len 3\n".parse();
        check::run::<Two>(&case.expect("a case")).expect("nothing is wrong");
    }
}
