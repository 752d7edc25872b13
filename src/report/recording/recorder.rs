//! From the moments of a run to frames: each is compared with the one before.

use std::collections::BTreeSet;

use super::answer::in_words;
use super::{ArrayDelta, Change, CursorEvent, Frame, TableDelta};
use crate::check::{Moment, Told};
use crate::structure::{Life, Model, Table, TableArray};

/// Makes frames. It has to be shown every moment of a run.
#[derive(Debug, Default)]
pub struct Recorder {
    lives: Vec<Life>,
    cursors: BTreeSet<usize>,
    table: Option<Table>,
}

impl Recorder {
    /// The frame of a moment.
    pub fn frame(&mut self, moment: Moment<'_>) -> Frame {
        let Moment {
            step,
            hash,
            told,
            model,
            table,
            seen,
        } = moment;
        let keys = step.and_then(|(_, step)| step.op.keys().next());
        Frame {
            op: step.map(|(_, step)| step.to_string()).unwrap_or_default(),
            key: keys.map(Into::into),
            hash,
            answer: in_words(told),
            changes: self.changes(model),
            cursors: self.cursor_events(told, model),
            table: table.and_then(|table| self.delta(table)),
            seen,
        }
    }

    fn changes(&mut self, model: &dyn Model) -> Vec<Change> {
        let now = model.lives();
        let mut changes = Vec::new();
        let merged = merge(&self.lives, &now, |life| life.key);
        for pair in merged {
            match pair {
                (Some(old), Some(new)) if old.born == new.born => {
                    if old.value != new.value {
                        changes.push(Change::Changed {
                            key: new.key,
                            from: old.value,
                            to: new.value,
                        });
                    }
                }
                (old, new) => {
                    changes.extend(old.map(|&Life { key, value, .. }| Change::Died { key, value }));
                    changes.extend(new.map(|&Life { key, value, .. }| Change::Born { key, value }));
                }
            }
        }
        self.lives = now;
        changes
    }

    fn cursor_events(&mut self, told: &Told, model: &dyn Model) -> Vec<CursorEvent> {
        let mut events = Vec::new();
        if let Told::Cursor {
            cursor,
            opened,
            produced,
            ..
        } = told
        {
            if *opened {
                events.push(CursorEvent::Opened(*cursor));
                self.cursors.insert(*cursor);
            }
            if !produced.is_empty() {
                let keys = produced.iter().map(|&(key, _)| key).collect();
                events.push(CursorEvent::Produced(*cursor, keys));
            }
        }
        self.cursors.retain(|&cursor| {
            let open = model.cursor_is_open(cursor);
            if !open {
                events.push(CursorEvent::Closed(cursor));
            }
            open
        });
        events
    }

    fn delta(&mut self, now: Table) -> Option<TableDelta> {
        let shift = match &self.table {
            Some(before) => {
                now.old.is_some()
                    && (before.old.is_none() || before.shape.arrays_made < now.shape.arrays_made)
            }
            None => false,
        };
        let before = self.table.take();
        let (current, old) = match &before {
            Some(before) if shift => (None, before.current.as_ref()),
            Some(before) => (before.current.as_ref(), before.old.as_ref()),
            None => (None, None),
        };
        let delta = TableDelta {
            shift,
            shape: now.shape,
            current: array_delta(current, now.current.as_ref()),
            old: array_delta(old, now.old.as_ref()),
            cursors: now.cursors.clone(),
        };
        let changed = before.as_ref() != Some(&now);
        self.table = Some(now);
        changed.then_some(delta)
    }
}

fn array_delta(before: Option<&TableArray>, now: Option<&TableArray>) -> ArrayDelta {
    let buckets = |array: Option<&TableArray>| array.map_or(Vec::new(), |a| a.buckets.clone());
    let (old, new) = (buckets(before), buckets(now));
    let merged = merge(&old, &new, |bucket| (bucket.index, bucket.link));
    let changed = merged.filter(|(old, new)| old != new);
    ArrayDelta {
        b: now.map(|array| array.b),
        buckets: changed
            .filter_map(|(old, new)| {
                let place = old.or(new)?;
                Some(((place.index, place.link), new.copied()))
            })
            .collect(),
    }
}

/// Walks two lists that ascend by `key`, and pairs what has the same one.
fn merge<'a, T, O: Ord>(
    left: &'a [T],
    right: &'a [T],
    key: impl Fn(&T) -> O,
) -> impl Iterator<Item = (Option<&'a T>, Option<&'a T>)> {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    std::iter::from_fn(move || {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let order = match (left.peek(), right.peek()) {
            (None, None) => return None,
            (Some(_), None) => Less,
            (None, Some(_)) => Greater,
            (Some(l), Some(r)) => key(l).cmp(&key(r)),
        };
        Some(match order {
            Less => (left.next(), None),
            Greater => (None, right.next()),
            Equal => (left.next(), right.next()),
        })
    })
}
