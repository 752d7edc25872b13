//! What is left of a map after a planned panic.

use super::run::{Run, dispose};
use crate::case::{Op, Standing};
use crate::evidence::{Broken, Evidence, Wrong};
use crate::structure::{Model, Specimen};

impl Run<'_> {
    /// After a planned panic: each key is as it was before the op or as it
    /// would be after it; a map that does not promise to keep its entries may
    /// have lost any. The model starts again from what is found.
    pub(super) fn recover(&mut self, op: Op, fresh: u32, before: &dyn Model) -> Result<(), Wrong> {
        let mut after = before.copy();
        after.assume(op, fresh);
        self.recover_among(before, &*after, &before.between(op))
    }

    /// As [`Run::recover`], with what the op would have left.
    pub(super) fn recover_to(
        &mut self,
        before: &dyn Model,
        after: &dyn Model,
    ) -> Result<(), Wrong> {
        self.recover_among(before, after, &[])
    }

    fn recover_among(
        &mut self,
        before: &dyn Model,
        after: &dyn Model,
        between: &[(u32, u32)],
    ) -> Result<(), Wrong> {
        if !self.goes_on_after_panic() {
            return Ok(());
        }
        let found = self.subject.entries();
        self.judge_remains(&found, before, after, between)?;
        self.model.restart_from(&found);
        self.settle_ledger();
        Ok(())
    }

    /// After an iterator that would have emptied the map, or parts of it, was
    /// forgotten: what is still there must be whole, and the rest is leaked.
    pub(super) fn judge_forgotten(&mut self, before: &dyn Model) -> Result<(), Wrong> {
        let found = self.subject.entries();
        let mut ids: Vec<u32> = found.iter().map(|&(id, _)| id).collect();
        ids.sort_unstable();
        ids.dedup();
        let known = |&(id, value): &(u32, u32)| before.get(id) == Some(value);
        let once = ids.len() == found.len() && self.len_is(&*self.subject, found.len());
        let whole = once && found.iter().all(known);
        if !whole {
            return Err(self.not_whole(Broken::Forgotten, &*self.subject, found));
        }
        self.model.restart_from(&found);
        self.leaks.write_off(self.keys(), self.values());
        Ok(())
    }

    /// Whether a map has this many entries, as far as it is asked.
    pub(super) fn len_is(&self, map: &dyn Specimen, len: usize) -> bool {
        !self.probe.checks(Standing::Len) || map.len() == len
    }

    /// That a map is not whole: its length, as far as it is asked, and its
    /// entries.
    pub(super) fn not_whole(
        &self,
        after: Broken,
        map: &dyn Specimen,
        entries: Vec<(u32, u32)>,
    ) -> Wrong {
        let len = self.probe.checks(Standing::Len).then(|| map.len());
        let evidence = Evidence::NotWhole {
            after,
            len,
            entries,
        };
        evidence.into()
    }

    /// After a planned panic: a map that does not promise otherwise may have
    /// leaked.
    pub(super) fn settle_ledger(&mut self) {
        if !self.blueprint.support.frees_all_on_panic {
            self.leaks.write_off(self.keys(), self.values());
        }
    }

    /// Drops a map that a planned panic may have left in any state, and goes
    /// on with an empty one.
    pub(super) fn start_over(&mut self) -> Result<(), Wrong> {
        self.model = self.model.fresh();
        self.forget_capacity();
        let probe = self.probe;
        self.call(|subject| dispose(subject.take(), probe))?;
        let (keys, values) = (self.keys(), self.values());
        self.leaks.write_off(keys, values);
        self.leaks.check(keys, values)
    }

    /// Judges what a map holds after a planned panic.
    fn judge_remains(
        &self,
        found: &[(u32, u32)],
        before: &dyn Model,
        after: &dyn Model,
        between: &[(u32, u32)],
    ) -> Result<(), Wrong> {
        let mut sorted = found.to_vec();
        sorted.sort_unstable();
        if let Some(twice) = sorted.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let entries = [twice[0], twice[1]];
            return Err(Evidence::Twice { entries }.into());
        }
        for &(id, value) in &sorted {
            let (was, will) = (before.get(id), after.get(id));
            if was != Some(value) && will != Some(value) && !between.contains(&(id, value)) {
                let evidence = Evidence::Neither {
                    key: id,
                    was,
                    will,
                    got: value,
                };
                return Err(evidence.into());
            }
        }
        if self.blueprint.support.keeps_entries_on_panic {
            for (id, value) in before.entries() {
                let kept = sorted.binary_search_by_key(&id, |&(id, _)| id).is_ok();
                if !kept && after.get(id).is_some() {
                    return Err(Evidence::Gone { key: id, value }.into());
                }
            }
        }
        Ok(())
    }
}
