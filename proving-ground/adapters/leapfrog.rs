// leapfrog 0.3: its `HashMap`, for values that have marks of their own set
// aside and that may be copied. Nothing is dropped, so the keys are numbers, too.
//
// A key whose hash is 0 counts as one that is there before it is inserted, so no
// number is 0; and entries are not counted that come by way of `entry`, so that is
// left out: other bugs.

use krate::HashMap;
use map_oracle::probe::{Probe, TestKey};
use map_oracle::subject::Subject;
use map_oracle::subject_methods;

/// A number that is not 0.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number(u64);

impl std::fmt::Debug for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl TestKey for Number {
    const FOLLOWED: bool = false;

    fn make(probe: &Probe, id: u32) -> Number {
        Number(u64::make(probe, id) + 1)
    }

    fn id(&self) -> u32 {
        (self.0 - 1).id()
    }
}

/// `HashMap` of leapfrog 0.3.
pub struct Map(HashMap<Number, u64, PlanState>);

impl Map {
    fn from_map(map: HashMap<Number, u64, PlanState>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Number;
    type Value = u64;

    const NAME: &'static str = "leapfrog";

    fn with_hint(hint: usize) -> Self {
        Map(HashMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key,
        clone, clone_from, into_iter, iter_mut, capacity;
    }
}
