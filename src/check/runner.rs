//! A subject without its type: what lists of subjects are made of.

use super::{Divergence, Moment, run, run_watched};
use crate::case::{Case, Reach};
use crate::subject::{GoMapSubject, StdBTreeMap, StdHashMap, Subject, Support};

/// A subject by its name, for whatever runs cases on many of them.
#[derive(Clone, Copy, Debug)]
pub struct Runner {
    /// [`Subject::NAME`].
    pub name: &'static str,
    /// [`Subject::SUPPORT`].
    pub support: &'static Support,
    run: fn(&Case) -> Result<Reach, Box<Divergence>>,
    watch: Watch,
}

type Watch = fn(&Case, &mut dyn FnMut(Moment<'_>)) -> Result<Reach, Box<Divergence>>;

impl Runner {
    /// The runner of `S`.
    #[must_use]
    pub fn of<S: Subject>() -> Runner {
        Runner {
            name: S::NAME,
            support: &S::SUPPORT,
            run: run::<S>,
            watch: run_watched::<S>,
        }
    }

    /// [`run`] for this subject.
    ///
    /// # Errors
    ///
    /// The first difference between map and model.
    pub fn run(&self, case: &Case) -> Result<Reach, Box<Divergence>> {
        (self.run)(case)
    }

    /// [`run_watched`] for this subject.
    ///
    /// # Errors
    ///
    /// The first difference between map and model.
    pub fn watch(
        &self,
        case: &Case,
        watch: &mut dyn FnMut(Moment<'_>),
    ) -> Result<Reach, Box<Divergence>> {
        (self.watch)(case, watch)
    }

    /// The subjects that come along, `gomap` first.
    #[must_use]
    pub fn built_in() -> Vec<Runner> {
        vec![
            Runner::of::<GoMapSubject>(),
            Runner::of::<StdHashMap>(),
            Runner::of::<StdBTreeMap>(),
            #[cfg(feature = "hashbrown")]
            Runner::of::<crate::subject::Hashbrown>(),
            #[cfg(feature = "indexmap")]
            Runner::of::<crate::subject::IndexMap>(),
        ]
    }
}
