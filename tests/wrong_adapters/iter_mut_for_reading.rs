//! says: the trait bound `&map_oracle::probe::Value: DerefMut` is not satisfied

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: iter_mut(|map| map.iter());
}

fn main() {}
