//! One case from somebody else's generator: what a property of proptest or
//! quickcheck says of it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

use crate::case::{Case, Reach};
use crate::check::Runner;
use crate::corpus;
use crate::evidence::{Class, Divergence, Finding};
use crate::shrink;
use crate::structure::Structure;

thread_local! {
    /// What failures were shrunk to on this thread: a testing library that shrinks
    /// by itself comes back with the same failure hundreds of times.
    static SHRUNK: RefCell<HashMap<(&'static str, Class), Divergence>> = RefCell::default();
}

/// Runs a case on `S` and tells what it reached: the whole body of a property.
///
/// A case that diverges is shrunk and saved in `folder`, which is made if need
/// be. So the failure that a testing library reports holds the case that this
/// crate's own shrinker ends in, whatever the library's shrinking comes to.
///
/// # Panics
///
/// If the case diverges: with what went wrong, the smallest case, and the file
/// that it is in.
///
/// ```
/// use map_oracle::generate::{Profile, proptest::cases};
/// use map_oracle::hunt::assert_agrees;
/// use map_oracle::subject::{StdHashMap, Subject};
/// use proptest::prelude::*;
///
/// # let mut config = ProptestConfig::with_cases(16);
/// # config.failure_persistence = None;
/// proptest!(config, |(case in cases(Profile::Mixed, StdHashMap::OPS, 200, 40))| {
///     assert_agrees::<StdHashMap>(&case, "corpus/found");
/// });
/// ```
#[track_caller]
pub fn assert_agrees<S: Structure>(case: &Case, folder: impl AsRef<Path>) -> Reach {
    let runner = Runner::of::<S>();
    match runner.run(case) {
        Ok(reach) => reach,
        Err(divergence) => {
            let smallest = smallest(&runner, *divergence);
            let saved = match corpus::save(folder.as_ref(), &smallest) {
                Ok(path) => format!("saved as {}", path.display()),
                Err(error) => format!("it cannot be saved: {error}"),
            };
            panic!("{smallest}\n{saved}");
        }
    }
}

fn smallest(runner: &Runner, divergence: Divergence) -> Divergence {
    let class = Finding::Diverged(Box::new(divergence.clone())).class();
    let key = (runner.name, class.clone());
    if let Some(known) = SHRUNK.with_borrow(|shrunk| shrunk.get(&key).cloned())
        // It may be another map of the same name.
        && let Err(again) = runner.run(&known.case)
        && Finding::Diverged(again).class() == class
    {
        return known;
    }
    let smallest = shrink::minimize(runner, divergence);
    SHRUNK.with_borrow_mut(|shrunk| shrunk.insert(key, smallest.clone()));
    smallest
}
