//! The leak check: as many keys and values live as the map should hold, and
//! each was used while it lived.
//!
//! Where a planned panic or a forgotten iterator allows for leaks, whatever
//! lives beside the entries is written off. It need not be lost for good: a map
//! may still hold it, and free it later. So from there on any number between
//! the entries and the entries with what was written off is right, and what was
//! freed is written off no longer.

use crate::evidence::{Evidence, Wrong};
use crate::probe::Probe;
use crate::structure::Drops;

/// Compares the number of live keys and values with the number of entries.
pub(super) struct LeakCheck<'p> {
    probe: &'p Probe,
    /// Whether keys are counted, and whether values.
    followed: [bool; 2],
    /// Whether keys are counted only at the end.
    shares_keys: bool,
    /// When what was removed is dropped.
    drops: Drops,
    /// Instances that a planned panic was allowed to leak, and that live.
    written_off_keys: usize,
    written_off_values: usize,
    /// Whether the maps are gone.
    at_the_end: bool,
}

impl<'p> LeakCheck<'p> {
    pub(super) fn new(probe: &'p Probe, followed: [bool; 2], drops: Drops) -> Self {
        LeakCheck {
            probe,
            followed,
            shares_keys: false,
            drops,
            written_off_keys: 0,
            written_off_values: 0,
            at_the_end: false,
        }
    }

    /// Has keys be counted only at the end: clones of a key may be one and the same.
    pub(super) fn sharing_keys(self, shares_keys: bool) -> Self {
        LeakCheck {
            shares_keys,
            ..self
        }
    }

    /// Says that the maps are gone, with all that they kept.
    pub(super) fn end(&mut self) {
        self.at_the_end = true;
        self.followed[0] |= self.shares_keys;
    }

    /// Writes off whatever lives beside `keys` and `values`.
    pub(super) fn write_off(&mut self, keys: usize, values: usize) {
        // Of a key that several entries share, another pointer may have been leaked.
        let keys = if self.shares_keys { 0 } else { keys };
        self.written_off_keys = self.probe.live_keys().saturating_sub(keys);
        self.written_off_values = self.probe.live_values().saturating_sub(values);
    }

    /// Finds fault unless every instance was used while it lived, and dropped
    /// once. This holds whatever the keys do.
    pub(super) fn check_lives(&self) -> Result<(), Wrong> {
        let done = self.probe.violations();
        if done.is_empty() {
            return Ok(());
        }
        Err(Evidence::Misuse { done }.into())
    }

    /// As [`LeakCheck::check_lives`], and finds fault where an iterator broke a
    /// promise.
    pub(super) fn check_conduct(&self) -> Result<(), Wrong> {
        self.check_lives()?;
        let broken = self.probe.broken_promises();
        if !broken.is_empty() {
            return Err(Evidence::Iterator { broken }.into());
        }
        Ok(())
    }

    /// As [`LeakCheck::check_conduct`], and finds fault unless `keys` and
    /// `values` live, as far as they are followed.
    pub(super) fn check(&mut self, keys: usize, values: usize) -> Result<(), Wrong> {
        self.check_conduct()?;
        let live_keys = self.probe.live_keys();
        let live_values = self.probe.live_values();
        let lazily = match self.drops {
            Drops::AtOnce => false,
            Drops::WithTheMap => !self.at_the_end,
            Drops::AtAnyTime => true,
        };
        let mut off = false;
        let mut counted = [0; 2];
        let of_both = [
            (live_keys, keys, &mut self.written_off_keys),
            (live_values, values, &mut self.written_off_values),
        ];
        let of_both = of_both.into_iter().zip(self.followed);
        for (((live, due, written_off), followed), counted) in of_both.zip(&mut counted) {
            *counted = due;
            if !followed {
                continue;
            }
            match live.checked_sub(due) {
                Some(_) if lazily => {}
                Some(beside) if beside <= *written_off => *written_off = beside,
                Some(beside) => *counted = due + (beside - *written_off),
                None => *counted = live,
            }
            off |= *counted != due;
        }
        if !off {
            return Ok(());
        }
        let (due, live) = ([keys, values], counted);
        Err(Evidence::Balance { due, live }.into())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::case::{HashPlan, Mark};
    use crate::check;
    use crate::probe::{Key, PlanState, Value};
    use crate::subject::Subject;

    /// What the check says where so many of each should live.
    fn told(check: &mut LeakCheck<'_>, keys: usize, values: usize) -> Option<String> {
        let wrong = check.check(keys, values).err()?;
        Some(format!(
            "{}, not {}",
            wrong.got(),
            wrong.evidence.expected()
        ))
    }

    #[test]
    fn what_was_written_off_may_be_freed_later_but_no_more_than_that() {
        let probe = Probe::start(HashPlan::default());
        let mut keys: Vec<Key> = (0..6).map(|id| probe.key(id)).collect();
        let _values: Vec<Value> = (0..4).map(|payload| probe.value(payload)).collect();
        let mut check = LeakCheck::new(&probe, [true; 2], Drops::AtOnce);
        assert_eq!(
            told(&mut check, 4, 4).as_deref(),
            Some("6 and 4, not 4 live keys and 4 live values")
        );
        check.write_off(4, 4);
        assert_eq!(told(&mut check, 4, 4), None);
        keys.pop();
        assert_eq!(told(&mut check, 4, 4), None);
        // What was freed is written off no longer.
        keys.push(probe.key(7));
        assert_eq!(
            told(&mut check, 4, 4).as_deref(),
            Some("5 and 4, not 4 live keys and 4 live values")
        );
        keys.truncate(3);
        assert_eq!(
            told(&mut check, 4, 4).as_deref(),
            Some("3 and 4, not 4 live keys and 4 live values")
        );
    }

    /// Keeps what an insert is given where a panic cannot reach it, and frees
    /// what is left over there only with the next removal, or at its end.
    struct Waiting {
        map: HashMap<Key, Value, PlanState>,
        waiting: Vec<(Key, Value)>,
    }

    impl Subject for Waiting {
        type Key = Key;
        type Value = Value;
        const NAME: &'static str = "waiting";

        fn with_hint(_: usize) -> Self {
            Waiting {
                map: HashMap::default(),
                waiting: Vec::new(),
            }
        }

        fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
            self.waiting.push((key, value));
            let (key, _) = self.waiting.last().expect("just pushed");
            let _ = self.map.contains_key(key);
            let (key, value) = self.waiting.pop().expect("just pushed");
            self.map.insert(key, value)
        }

        fn remove(&mut self, key: &Key) -> Option<Value> {
            self.waiting.clear();
            self.map.remove(key)
        }

        crate::subject_methods! { map: get, len, iter; by hand: insert, remove }
    }

    #[test]
    fn a_map_may_free_late_what_a_panic_left_in_it() {
        for rest in ["", "remove 0\n", "insert 7 = 1\nremove 9\nclear\n"] {
            let body = format!("insert_run 0 len 4 panic hash 6\n{rest}");
            let case = format!("map-oracle case 1\n{body}")
                .parse()
                .expect("a case");
            let reach = check::run::<Waiting>(&case).expect("all is freed at last");
            assert_eq!(reach.get(Mark::FAULTS), 1);
        }
    }
}
