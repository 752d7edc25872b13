//! The ops on two maps: copies, comparisons, and maps that are merged, split
//! or exchanged.

use super::run::{Attempt, Run, Second, attempt};
use super::suspect::Suspect;
use super::verify;
use crate::case::{Doing, Fault, Op, Standing};
use crate::evidence::{Broken, Evidence, Which, Wrong};
use crate::structure::{Merge, Model, Specimen, Twin};

impl<'p> Run<'p> {
    /// `clone`.
    pub(super) fn clone_op(&mut self, lives_on: bool, fault: Option<Fault>) -> Result<bool, Wrong> {
        let subject = &*self.subject;
        let clone = match attempt(self.probe, fault, || subject.duplicate())? {
            Attempt::Done(clone) => Suspect::new(self.probe, clone),
            Attempt::Injected => {
                self.settle_ledger();
                return Ok(true);
            }
        };
        self.check_twin(&*clone, Which::Clone)?;
        self.check_equality(&*clone)?;
        if lives_on {
            self.replace(clone)?;
        } else {
            self.discard(clone)?;
        }
        Ok(false)
    }

    /// `clone_from`: the target of it is a map of a run's entries, which takes
    /// the place of the map, or the other map.
    pub(super) fn clone_from_op(
        &mut self,
        op: Op,
        to_other: bool,
        fault: Option<Fault>,
    ) -> Result<bool, Wrong> {
        let (mut target, held) = if to_other {
            self.take_other()?
        } else {
            self.map_of_run(op)?
        };
        self.probe.begin(Doing::Op);
        let subject = &*self.subject;
        match attempt(self.probe, fault, || target.assign_from(subject))? {
            Attempt::Done(()) => {
                self.check_twin(&*target, Which::CloneTarget)?;
                self.check_equality(&*target)?;
                if to_other {
                    let model = self.model.without_cursors();
                    self.other = Some((target, model));
                } else {
                    self.replace(target)?;
                }
                Ok(false)
            }
            Attempt::Injected => {
                if self.goes_on_after_panic() {
                    let found = target.entries();
                    // `clone_from` is free to empty its target first.
                    let allowed = |&(id, value): &(u32, u32)| {
                        held.get(id) == Some(value) || self.model.get(id) == Some(value)
                    };
                    if !found.iter().all(allowed) || !self.len_is(&*target, found.len()) {
                        return Err(self.not_whole(Broken::CloneFrom, &*target, found));
                    }
                }
                self.discard(target)?;
                self.settle_ledger();
                Ok(true)
            }
        }
    }

    /// `==` with a map that was built from the same entries, but for a change.
    pub(super) fn equal_op(
        &mut self,
        op: Op,
        with: Twin,
        fault: Option<Fault>,
    ) -> Result<bool, Wrong> {
        let (twin, model) = match with {
            Twin::Other => self.take_other()?,
            Twin::Copy | Twin::Toggled | Twin::Changed => self.rebuilt(op, with)?,
        };
        let same_order =
            !self.model.order().is_known() || model.in_order() == self.model.in_order();
        let equal = model.entries() == self.model.entries();
        self.probe.begin(Doing::Op);
        let subject = &*self.subject;
        let (compared, injected) = match attempt(self.probe, fault, || {
            (subject.equals(&*twin), twin.equals(subject))
        })? {
            Attempt::Done(compared) => (compared, false),
            Attempt::Injected => ((None, None), true),
        };
        // Whether the order of entries counts is for the map to say.
        if same_order || !equal {
            self.judge_equality(compared, &*model, equal && !self.model.has_nan())?;
        }
        if with == Twin::Other {
            self.other = Some((twin, model));
        } else {
            self.discard(twin)?;
        }
        if injected {
            self.settle_ledger();
        }
        Ok(injected)
    }

    /// `append` and `union`.
    pub(super) fn merge_op(
        &mut self,
        op: Op,
        merge: Merge,
        fault: Option<Fault>,
    ) -> Result<bool, Wrong> {
        let (mut second, held) = match merge {
            Merge::AppendOther => self.take_other()?,
            Merge::Append | Merge::Union => self.map_of_run(op)?,
        };
        let unites = merge == Merge::Union;
        if unites {
            self.retire_subject();
        }
        let before = self.model.copy();
        self.probe.begin(Doing::Op);
        let subject = &mut *self.subject;
        let merged = if unites {
            let given = second.take();
            let drops = self.probe.checks(Standing::Drop);
            attempt(self.probe, fault, || subject.unite(given, drops))?
        } else {
            attempt(self.probe, fault, || subject.append(&mut *second))?
        };
        for (id, value) in held.in_order() {
            if !unites || self.model.get(id).is_none() {
                self.model.put(id, value);
            }
        }
        let injected = matches!(merged, Attempt::Injected);
        if injected {
            let after = std::mem::replace(&mut self.model, before.copy());
            // What went into `union` is gone with it, whatever the map keeps.
            let after = if unites { before.fresh() } else { after };
            self.recover_to(&*before, &*after)?;
        } else {
            let is_empty = !self.probe.checks(Standing::Len) || second.is_empty();
            let left = if self.probe.checks(Standing::Iteration) {
                second.entries()
            } else {
                Vec::new()
            };
            if !is_empty || !left.is_empty() {
                return Err(self.not_whole(Broken::Appended, &*second, left));
            }
        }
        if merge == Merge::AppendOther && !injected {
            let model = held.fresh();
            self.other = Some((second, model));
        } else {
            self.discard(second)?;
            if injected {
                self.settle_ledger();
            }
        }
        Ok(injected)
    }

    /// `split_off`.
    pub(super) fn split_op(
        &mut self,
        op: Op,
        lives_on: bool,
        fault: Option<Fault>,
    ) -> Result<bool, Wrong> {
        let before = self.model.copy();
        self.subject.give(op, 0, self.probe);
        let split = self.perform(op, fault);
        self.model.assume(op, 0);
        let upper_model = self.model.take_part();
        let upper = match split? {
            Attempt::Done(()) => {
                let upper = self.subject.take_part();
                Suspect::new(self.probe, upper.expect("an op that splits gives the part"))
            }
            Attempt::Injected => {
                // Where the upper part is lost, so are its entries.
                let after = std::mem::replace(&mut self.model, before.copy());
                self.recover_to(&*before, &*after)?;
                return Ok(true);
            }
        };
        verify::contents(&*upper, &*upper_model, self.domain, self.probe)
            .map_err(|wrong| wrong.of_map(Which::SplitOff))?;
        if lives_on {
            self.check_contents()?;
            self.model = upper_model;
            self.replace(upper)?;
        } else {
            self.discard(upper)?;
        }
        Ok(false)
    }

    /// The map and the other one change places.
    pub(super) fn swap_op(&mut self) -> Result<bool, Wrong> {
        self.retire_subject();
        let (other, model) = self.take_other()?;
        let subject = std::mem::replace(&mut self.subject, other);
        let model = std::mem::replace(&mut self.model, model);
        self.other = Some((subject, model));
        Ok(false)
    }

    /// The other map, which is empty at first.
    fn take_other(&mut self) -> Result<Second<'p>, Wrong> {
        if let Some(other) = self.other.take() {
            return Ok(other);
        }
        self.probe.begin(Doing::Prepare);
        let mut made = None;
        let make = self.blueprint.make;
        self.call(|_| made = Some(make(0)))?;
        let made = made.expect("no panic was planned");
        Ok((Suspect::new(self.probe, made), self.model.fresh()))
    }

    /// A map that holds the entries of a run.
    fn map_of_run(&mut self, op: Op) -> Result<Second<'p>, Wrong> {
        self.probe.begin(Doing::Prepare);
        let run = op.run();
        let insert = Op::from_parts(
            self.blueprint.vocabulary.roles.insert_run,
            run.start,
            run.len,
        );
        let mut map = Suspect::new(self.probe, (self.blueprint.make)(0));
        map.give(insert, 0, self.probe);
        self.call(|_| {
            map.perform(insert);
            // What it answers is dropped.
            drop(map.answer());
        })?;
        let mut model = self.model.fresh();
        model.assume(insert, 0);
        self.check_built(&*map, &*model)?;
        Ok((map, model))
    }

    /// A map that was given the entries one by one, and then the change that
    /// `op` speaks of.
    fn rebuilt(&mut self, op: Op, with: Twin) -> Result<Second<'p>, Wrong> {
        self.probe.begin(Doing::Prepare);
        let mut model = self.model.fresh();
        let mut map = Suspect::new(self.probe, (self.blueprint.make)(0));
        let probe = self.probe;
        let id = u32::from(op.key());
        let there = self.model.get(id);
        let toggled = with == Twin::Toggled;
        for (key, value) in self.model.in_order() {
            if toggled && key == id {
                continue;
            }
            model.put(key, value);
            self.call(|_| map.put(key, value, probe))?;
        }
        let value = match there {
            Some(there) => there.wrapping_add(1),
            None => 1,
        };
        let changed = with == Twin::Changed;
        if (changed && there.is_some()) || (toggled && there.is_none()) {
            model.put(id, value);
            self.call(|_| map.put(id, value, probe))?;
        }
        self.check_built(&*map, &*model)?;
        Ok((map, model))
    }

    /// Compares a map that was built for an op on two maps, so that the op is
    /// not blamed for what went wrong before it.
    fn check_built(&self, map: &dyn Specimen, model: &dyn Model) -> Result<(), Wrong> {
        verify::contents(map, model, self.domain, self.probe).map_err(|wrong| {
            self.probe.begin(Doing::Prepare);
            wrong.of_map(Which::BuiltAnew)
        })
    }

    /// Compares a map that should hold what this one holds.
    fn check_twin(&self, twin: &dyn Specimen, what: Which) -> Result<(), Wrong> {
        verify::contents(twin, &*self.model, self.domain, self.probe)
            .map_err(|wrong| wrong.of_map(what))?;
        if self.blueprint.support.clone_keeps_order && self.probe.checks(Standing::Iteration) {
            let (original, copied) = (self.subject.entries(), twin.entries());
            if original != copied {
                let clone = copied;
                let wrong = Wrong::from(Evidence::CloneOrder { original, clone });
                return Err(wrong.of_map(what));
            }
        }
        Ok(())
    }

    /// Compares the map with one that holds the same, by `==`.
    fn check_equality(&self, twin: &dyn Specimen) -> Result<(), Wrong> {
        if !self.probe.checks(Standing::Equality) {
            return Ok(());
        }
        self.probe.begin(Doing::Op);
        let compared = (self.subject.equals(twin), twin.equals(&*self.subject));
        self.judge_equality(compared, &*self.model, !self.model.has_nan())
    }

    /// Judges `map == twin` and `twin == map`, where the twin holds what `model`
    /// does.
    fn judge_equality(
        &self,
        compared: (Option<bool>, Option<bool>),
        model: &dyn Model,
        equal: bool,
    ) -> Result<(), Wrong> {
        let (forth, back) = compared;
        for (answer, forth) in [(forth, true), (back, false)] {
            if answer.is_some_and(|answer| answer != equal) {
                let evidence = Evidence::Equality {
                    forth,
                    expected: equal,
                    map: self.model.in_order(),
                    copy: model.in_order(),
                };
                return Err(evidence.into());
            }
        }
        Ok(())
    }
}
