//! Maps that may be full: which ops still fit, and what must be refused.

use crate::case::{Op, OpKind, OpSet};
use crate::model::Model;

/// What becomes of an op where a map is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It needs no room.
    Always,
    /// It is tried on a full map, which must refuse.
    Refused,
    /// It may put an entry where there is none: another op that names the key
    /// stands for it then.
    Key(OpKind),
    /// It adds an entry: another op stands for it.
    Entry(OpKind),
    /// A run, which ends where there is no more room.
    Run(OpKind),
    /// As [`Fit::Run`], of an op that begins with an empty map.
    WholeRun(OpKind),
    /// It is not asked of a map that may be full.
    Never(OpKind),
}

impl Model {
    /// The op, as far as there is room. Only `insert` is tried on a full map:
    /// it alone can refuse. Runs end where there is no more room, and an entry
    /// that cannot be filled is looked at. `ops` are those that may be asked.
    pub(crate) fn fit(&self, op: Op, ops: OpSet) -> Op {
        if op.kind() == OpKind::AppendOther && self.has_nan() {
            // Both maps may hold a key that is not equal to itself, and the
            // merged one would hold it twice, which a model by number cannot.
            return Op::from_parts(OpKind::Iter, 0, 0);
        }
        let Some(room) = self.room() else {
            return op;
        };
        let refused = self.refuses(op.key().into());
        match super::fit_of(op.kind()) {
            Fit::Key(instead) if refused => op.as_kind(instead).within(ops, u16::MAX),
            Fit::Entry(instead) if room == 0 => op.as_kind(instead),
            Fit::Never(instead) => op.as_kind(instead),
            Fit::Run(instead) => self.shortened(op, instead, room, false),
            Fit::WholeRun(instead) => self.shortened(op, instead, room + self.len(), true),
            Fit::Always | Fit::Refused | Fit::Key(_) | Fit::Entry(_) => op,
        }
    }

    /// A run of keys, cut before the first new one for which there is no room.
    fn shortened(&self, op: Op, instead: OpKind, room: usize, whole: bool) -> Op {
        let mut new = 0;
        let fits = op.run().keys().take_while(|&key| {
            new += usize::from(whole || self.get(key.into()).is_none());
            new <= room
        });
        match fits.count() {
            0 => Op::from_parts(instead, op.key(), 1),
            len => Op::from_parts(op.kind(), op.key(), len as u16),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;

    /// The op as it is asked of a map with room for four that holds the keys below
    /// `held`.
    fn fitted(held: u32, op: &str) -> String {
        let mut model = Model::default().refusing(Some(4));
        for key in 0..held {
            model.insert(key, 1);
        }
        let case: Case = format!("map-oracle case 1\n{op}\n")
            .parse()
            .expect("a case");
        model.fit(case.steps[0].op, OpSet::ALL).to_string()
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
            ("entry_or_insert 7 = 1", "entry_peek 7"),
            ("entry_fill 7 = 1", "entry_peek 7"),
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
