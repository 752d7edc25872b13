//! A map as the run of a case sees it.

use std::any::{Any, TypeId};

use crate::case::{Op, Reach};
use crate::kinds::map::ops::{self, Got, Inputs};
use crate::probe::{Key, Probe, TestKey, TestValue, Value};
use crate::structure::{Answer, Odd, Source, Specimen, Table};
use crate::subject::Subject;

/// A map under test, with what its op is given and gives back.
pub(super) struct Map<S: Subject> {
    map: S,
    given: Option<Inputs<S>>,
    got: Option<Got<S>>,
}

impl<S: Subject> Map<S> {
    pub(super) fn new(map: S) -> Self {
        Map {
            map,
            given: None,
            got: None,
        }
    }
}

/// How a map is written in a program of its own, which fills it with plain keys and
/// values in the place of ours.
pub(super) fn source<S: Subject>() -> Option<Source> {
    let ours = TypeId::of::<(S::Key, S::Value)>() == TypeId::of::<(Key, Value)>();
    S::source().filter(|_| ours)
}

fn same<S: Subject>(other: &dyn Specimen) -> &S {
    other.inner().downcast_ref().expect("both are of one type")
}

impl<S: Subject> Specimen for Map<S> {
    fn give(&mut self, op: Op, fresh: u32, probe: &Probe) {
        self.got = None;
        self.given = Some(Inputs::new(op, fresh, probe));
    }

    fn perform(&mut self, op: Op) {
        let given = self.given.as_mut().expect("it was given");
        self.got = Some(ops::perform(&mut self.map, op, given));
    }

    fn put_away(&mut self) {
        self.given = None;
    }

    fn answer(&mut self) -> Result<Answer, Odd> {
        self.given = None;
        let got = self.got.take().expect("the op was performed");
        got.into_answer()
    }

    fn take_part(&mut self) -> Option<Box<dyn Specimen>> {
        match self.got.take()? {
            Got::Part(part) => Some(Box::new(Map::new(part))),
            _ => None,
        }
    }

    fn put(&mut self, id: u32, value: u32, probe: &Probe) {
        drop(
            self.map
                .insert(S::Key::make(probe, id), S::Value::make(probe, value)),
        );
    }

    fn find(&self, id: u32, probe: &Probe) -> Option<u32> {
        let key = S::Key::make(probe, id);
        self.map.get(&key)
    }

    fn len(&self) -> usize {
        self.map.len()
    }

    fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    fn entries(&self) -> Vec<(u32, u32)> {
        ops::entries(&self.map)
    }

    fn capacity(&self) -> Option<usize> {
        self.map.capacity()
    }

    fn retained_keys(&self) -> usize {
        self.map.retained_keys()
    }

    fn invariants(&self) -> Vec<String> {
        self.map.invariants()
    }

    fn table(&self) -> Option<Table> {
        self.map.table()
    }

    fn reached(&mut self, reach: &mut Reach) {
        self.map.reached(reach);
    }

    fn cursor_open(&mut self, cursor: usize, start: u16) {
        self.map.cursor_open(cursor, start);
    }

    fn cursor_step(&mut self, cursor: usize) -> Option<(u32, u32)> {
        self.map.cursor_step(cursor)
    }

    fn cursor_close(&mut self, cursor: usize) {
        self.map.cursor_close(cursor);
    }

    fn cursor_is_valid(&self, cursor: usize) -> bool {
        self.map.cursor_is_valid(cursor)
    }

    fn duplicate(&self) -> Box<dyn Specimen> {
        Box::new(Map::new(self.map.duplicate()))
    }

    fn assign_from(&mut self, source: &dyn Specimen) {
        self.map.assign_from(same(source));
    }

    fn equals(&self, other: &dyn Specimen) -> Option<bool> {
        self.map.equals(same(other))
    }

    fn append(&mut self, other: &mut dyn Specimen) {
        let other = other.inner_mut().downcast_mut();
        self.map.append(other.expect("both are of one type"));
    }

    fn unite(&mut self, other: Box<dyn Specimen>, drops: bool) {
        let other = other.into_inner().downcast::<S>();
        let other = *other.expect("both are of one type");
        let united = ops::take(&mut self.map).union(other);
        ops::dispose(std::mem::replace(&mut self.map, united), drops);
    }

    fn take(&mut self) -> Box<dyn Specimen> {
        Box::new(Map::new(ops::take(&mut self.map)))
    }

    fn moved(self: Box<Self>) -> Box<dyn Specimen> {
        Box::new(*self)
    }

    fn inner(&self) -> &dyn Any {
        &self.map
    }

    fn inner_mut(&mut self) -> &mut dyn Any {
        &mut self.map
    }

    fn into_inner(self: Box<Self>) -> Box<dyn Any> {
        Box::new(self.map)
    }
}
