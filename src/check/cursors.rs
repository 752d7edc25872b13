//! The ops on cursors, judged by the contract.

use super::run::{Attempt, Run, attempt};
use super::watch::Told;
use crate::case::{CURSORS, Fault, Mark, Op};
use crate::evidence::{Evidence, Wrong};
use crate::structure::Turn;

impl Run<'_> {
    pub(super) fn close_cursors(&mut self) {
        for cursor in 0..usize::from(CURSORS) {
            if self.model.cursor_is_open(cursor) {
                self.model.cursor_close(cursor);
                self.subject.cursor_close(cursor);
            }
        }
    }

    pub(super) fn cursor_op(
        &mut self,
        op: Op,
        turn: Turn,
        fault: Option<Fault>,
    ) -> Result<bool, Wrong> {
        let (cursor, start, steps, close) = match turn {
            Turn::Open => (op.cursor(), Some(op.value()), 0, false),
            Turn::Step => (op.cursor(), None, op.value(), false),
            Turn::Close => (op.cursor(), None, 0, true),
        };
        if self.model.cursor_is_open(cursor) && !self.subject.cursor_is_valid(cursor) {
            self.model.cursor_close(cursor);
            self.subject.cursor_close(cursor);
        }
        let was_open = self.model.cursor_is_open(cursor);
        if was_open && start.is_some() {
            self.subject.cursor_close(cursor);
        }
        if !was_open || start.is_some() {
            self.model.cursor_open(cursor);
        }
        let open = !was_open || start.is_some();
        let mut produced = Vec::new();
        let subject = &mut *self.subject;
        let stepped = attempt(self.probe, fault, || {
            if open {
                subject.cursor_open(cursor, start.unwrap_or(0));
            }
            for _ in 0..steps {
                match subject.cursor_step(cursor) {
                    Some(entry) => produced.push(entry),
                    None => return true,
                }
            }
            false
        })?;
        let broken = |produced, fault| {
            Wrong::from(Evidence::Cursor {
                cursor,
                produced,
                fault,
            })
        };
        self.reach.note(Mark::CURSOR_ENTRIES, produced.len() as u64);
        let judged = produced.iter().try_for_each(|&(id, value)| {
            self.model
                .cursor_produced(cursor, id, value)
                .map_err(|fault| broken(Some((id, value)), fault))
        });
        self.told = Told::Cursor {
            cursor,
            opened: open,
            produced,
            ended: matches!(stepped, Attempt::Done(true)),
        };
        judged?;
        let ended = match stepped {
            Attempt::Done(ended) => ended,
            Attempt::Injected => {
                // Whether the step was taken is unknown.
                self.subject.cursor_close(cursor);
                self.model.cursor_close(cursor);
                self.settle_ledger();
                return Ok(true);
            }
        };
        if ended {
            let ended = self.model.cursor_ended(cursor);
            ended.map_err(|fault| broken(None, fault))?;
        }
        if ended || close {
            self.model.cursor_close(cursor);
            self.subject.cursor_close(cursor);
        }
        Ok(false)
    }
}
