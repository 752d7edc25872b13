//! Maps that may be full: which ops still fit, and what must be refused.

use super::run::Run;
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
                Op::from_parts(K::EntryPeek, key, 0).within(self.ops, u16::MAX)
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

    use super::Run;
    use crate::case::Case;
    use crate::check;
    use crate::probe::{Key, PlanState, Probe, Value};
    use crate::subject::{Pair, Subject, Support};

    const ROOM: usize = 4;

    struct Four(HashMap<Key, Value, PlanState>);

    impl Subject for Four {
        type Key = Key;
        type Value = Value;

        const NAME: &'static str = "four";
        const SUPPORT: Support = Support {
            max_entries: Some(ROOM as u16),
            refuses: true,
            ..Support::DEFAULT
        };

        fn with_hint(_: usize) -> Self {
            Four(HashMap::default())
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
        check::run::<Four>(&case.expect("a case")).expect("nothing is wrong");
    }

    fn case(body: &str) -> Case {
        format!("map-oracle case 1\n{body}")
            .parse()
            .expect("a case")
    }

    /// The op as it is asked of a map that holds the keys below `held`.
    fn fitted(held: u16, op: &str) -> String {
        let probe = Probe::start(case("").plan);
        let mut run = Run::<Four>::start(&probe, 0, &[]).expect("an empty map");
        for key in 0..held {
            let insert = case(&format!("insert {key} = 1")).steps[0].op;
            run.step(insert, None).expect("there is room");
        }
        let fitted = run.fitting(case(op).steps[0].op).to_string();
        run.retire().expect("nothing is wrong");
        fitted
    }

    #[test]
    fn ops_are_cut_to_the_room_that_is_left() {
        for (op, asked) in [
            ("insert_run 1 len 9", "insert_run 1 len 3"),
            ("insert_run 7 len 2", "insert_run 7 len 2"),
            ("extend 7 len 9", "extend 7 len 2"),
            ("append 7 len 9", "append 7 len 2"),
            ("union 7 len 9", "union 7 len 2"),
            ("from_iter 1 len 9", "from_iter 1 len 4"),
            ("clone_from 1 len 9", "clone_from 1 len 4"),
            ("append_other", "iter"),
        ] {
            assert_eq!(fitted(2, op), asked);
        }
        assert_eq!(fitted(1, "from_iter 1 len 9"), "from_iter 1 len 4");
        for op in [
            "insert_nan = 1",
            "equal_toggled 7",
            "try_insert 7 = 1",
            "entry_fill 7 = 1",
        ] {
            assert_eq!(fitted(2, op), op);
        }
    }

    #[test]
    fn a_full_map_is_asked_to_refuse_an_insert_and_nothing_else() {
        for (op, asked) in [
            ("insert_run 7 len 2", "insert 7 = 1"),
            ("insert_run 3 len 2", "insert_run 3 len 1"),
            ("extend 7 len 2", "iter"),
            ("insert_nan = 1", "iter"),
            ("append_other", "iter"),
            ("equal_toggled 7", "equal_copy"),
            ("try_insert 7 = 1", "get 7"),
            // `entry_peek`, of a map that has it.
            ("entry_or_insert 7 = 1", "get 7"),
            ("entry_fill 7 = 1", "get 7"),
        ] {
            assert_eq!(fitted(4, op), asked);
        }
        for op in [
            "insert 7 = 1",
            "equal_toggled 3",
            "try_insert 3 = 1",
            "entry_or_insert 3 = 1",
            "entry_replace 7 = 1",
            "entry_remove 7",
            "entry_remove_entry 7",
            "entry_write 7 = 1",
            "entry_peek 7",
            "remove 7",
        ] {
            assert_eq!(fitted(4, op), op);
        }
    }
}
