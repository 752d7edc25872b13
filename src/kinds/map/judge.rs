//! The model of a map as the run of a case sees it.

use crate::case::{Op, OpSet, Order};
use crate::model::Model;
use crate::structure::{self, Answer, CursorFault, Life, Panics};

impl structure::Model for Model {
    fn fit(&self, op: Op, ops: OpSet) -> Op {
        Model::fit(self, op, ops)
    }

    fn step(&mut self, op: Op, answer: &Answer, fresh: u32) -> Result<(), Answer> {
        Model::step(self, op, answer, fresh)
    }

    fn assume(&mut self, op: Op, fresh: u32) -> Answer {
        Model::assume(self, op, fresh)
    }

    fn between(&self, op: Op) -> Vec<(u32, u32)> {
        Model::between(self, op)
    }

    fn panics(&self, op: Op) -> Panics {
        Model::panics(self, op)
    }

    fn len(&self) -> usize {
        Model::len(self)
    }

    fn get(&self, id: u32) -> Option<u32> {
        Model::get(self, id)
    }

    fn entries(&self) -> Vec<(u32, u32)> {
        Model::entries(self)
    }

    fn in_order(&self) -> Vec<(u32, u32)> {
        Model::in_order(self)
    }

    fn order(&self) -> Order {
        Model::order(self)
    }

    fn has_nan(&self) -> bool {
        Model::has_nan(self)
    }

    fn lives(&self) -> Vec<Life> {
        Model::lives(self).collect()
    }

    fn put(&mut self, id: u32, value: u32) {
        self.insert(id, value);
    }

    fn restart_from(&mut self, found: &[(u32, u32)]) {
        Model::restart_from(self, found);
    }

    fn take_part(&mut self) -> Box<dyn structure::Model> {
        Box::new(Model::take_part(self))
    }

    fn fresh(&self) -> Box<dyn structure::Model> {
        Box::new(Model::fresh(self))
    }

    fn copy(&self) -> Box<dyn structure::Model> {
        Box::new(self.clone())
    }

    fn without_cursors(&self) -> Box<dyn structure::Model> {
        Box::new(Model::without_cursors(self))
    }

    fn cursor_is_open(&self, cursor: usize) -> bool {
        Model::cursor_is_open(self, cursor)
    }

    fn cursor_open(&mut self, cursor: usize) {
        Model::cursor_open(self, cursor);
    }

    fn cursor_produced(&mut self, cursor: usize, id: u32, value: u32) -> Result<(), CursorFault> {
        Model::cursor_produced(self, cursor, id, value)
    }

    fn cursor_ended(&mut self, cursor: usize) -> Result<(), CursorFault> {
        Model::cursor_ended(self, cursor)
    }

    fn cursor_close(&mut self, cursor: usize) {
        Model::cursor_close(self, cursor);
    }
}
