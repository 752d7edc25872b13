//! What is right where a map may choose: which entries a `drain` that is broken
//! off takes, and in which order.

use super::{Answer, Model};

impl Model {
    /// So many of `all`, which come in order: the first ones, if the map
    /// promises an order, else those that it chose.
    pub(crate) fn some_of(
        &self,
        all: Vec<(u32, u32)>,
        count: usize,
        answer: Option<&Answer>,
    ) -> Answer {
        let chosen = match answer {
            Some(Answer::Entries(chosen)) => Some(chosen),
            _ => None,
        };
        match self.chosen_of(all, count, chosen) {
            Ok(some) => Answer::Entries(some),
            Err((count, all)) => Answer::SomeOf(count, all),
        }
    }

    /// As [`Model::some_of`], for keys or values.
    pub(crate) fn some_numbers_of(
        &self,
        all: Vec<u32>,
        count: usize,
        answer: Option<&Answer>,
    ) -> Answer {
        let chosen = match answer {
            Some(Answer::Numbers(chosen)) => Some(chosen),
            _ => None,
        };
        match self.chosen_of(all, count, chosen) {
            Ok(some) => Answer::Numbers(some),
            Err((count, all)) => Answer::SomeNumbersOf(count, all),
        }
    }

    /// What is right of `count` of `all`; if that is for the map to choose, and it
    /// did not choose rightly, how many of what it may choose.
    fn chosen_of<T: Ord + Copy>(
        &self,
        mut all: Vec<T>,
        count: usize,
        chosen: Option<&Vec<T>>,
    ) -> Result<Vec<T>, (usize, Vec<T>)> {
        let count = all.len().min(count);
        if self.order().is_known() {
            all.truncate(count);
            return Ok(all);
        }
        all.sort_unstable();
        match chosen {
            Some(chosen) if is_choice(chosen, &all, count) => Ok(chosen.clone()),
            _ => Err((count, all)),
        }
    }

    /// All of these, which come in order: ascending, if the map promises none.
    pub(crate) fn numbers(&self, mut all: Vec<u32>) -> Answer {
        if !self.order().is_known() {
            all.sort_unstable();
        }
        Answer::Numbers(all)
    }
}

/// Whether `some` are `count` of `all`, each as often at most. `all` ascend.
pub(crate) fn is_choice<T: Ord + Copy>(some: &[T], all: &[T], count: usize) -> bool {
    let mut some = some.to_vec();
    some.sort_unstable();
    let mut rest = all.iter();
    some.len() == count && some.iter().all(|one| rest.any(|other| other == one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Op, OpKind};

    #[test]
    fn some_of_takes_any_choice_but_no_invention() {
        let model = Model::default();
        let is_right = |got: &Answer| {
            let answer = Some(got);
            let all = vec![(1, 10), (2, 20), (3, 30)];
            model.some_of(all, 2, answer) == *got
        };
        assert!(is_right(&Answer::Entries(vec![(1, 10), (3, 30)])));
        assert!(!is_right(&Answer::Entries(vec![(1, 10)])));
        assert!(!is_right(&Answer::Entries(vec![(1, 10), (1, 10)])));
        assert!(!is_right(&Answer::Entries(vec![(1, 10), (2, 30)])));
        let is_right = |got: &Answer| {
            let answer = Some(got);
            model.some_numbers_of(vec![7, 8, 7], 2, answer) == *got
        };
        assert!(is_right(&Answer::Numbers(vec![7, 7])));
        assert!(!is_right(&Answer::Numbers(vec![8, 8])));
    }

    #[test]
    fn an_iterator_and_its_clone_must_agree() {
        let mut model = Model::default();
        model.insert(1, 10);
        model.insert(2, 20);
        let op = Op::from_parts(OpKind::IterClone, 1, 0);
        let mut is_right = |first, second| {
            let got = Answer::Twice([vec![first], vec![second]]);
            model.step(op, &got, 0).is_ok()
        };
        assert!(is_right((2, 20), (2, 20)));
        assert!(!is_right((2, 20), (1, 10)));
    }
}
