//! Maps from keys to values.

mod judge;
pub mod model;
pub(crate) mod ops;
pub(crate) mod rows;
mod specimen;
pub mod subject;

use crate::case::{OpKind, OpSet, Order, Vocabulary};
use crate::check::Runner;
use crate::model::Model;
use crate::probe::{TestKey, TestValue};
use crate::structure::{self, Blueprint, Structure};
use crate::subject::Subject;
pub use rows::MapOp;
use specimen::Map;

impl<S: Subject> Structure for S {
    const BLUEPRINT: &'static Blueprint = &Blueprint {
        name: S::NAME,
        vocabulary: Vocabulary::MAP,
        ops: {
            let ops = S::OPS
                .union(OpSet::CORE)
                .intersection(Vocabulary::MAP.ops());
            if <S::Key as TestKey>::NAN {
                ops
            } else {
                ops.without(OpSet::of(&[OpKind::InsertNan]))
            }
        },
        support: &S::SUPPORT,
        max_key: S::SUPPORT.max_key(<S::Key as TestKey>::LAST),
        followed: [
            <S::Key as TestKey>::FOLLOWED,
            <S::Value as TestValue>::FOLLOWED,
        ],
        shares_keys: <S::Key as TestKey>::SHARED,
        has_planned_keys: <S::Key as TestKey>::PLANNED,
        hashes_by_plan: <S::Key as TestKey>::PLANNED
            && <S::Key as TestKey>::LAST > 0
            && !matches!(S::SUPPORT.order, Order::Sorted),
        tells_capacity: S::TELLS_CAPACITY,
        words: S::WORDS,
        source: specimen::source::<S>,
        shown_key: |probe, id| format!("{:?}", S::Key::make(probe, id)),
        conduct: ops::conduct,
        make: |hint| Box::new(Map::new(S::with_hint(hint))),
        model: model_of::<S>,
    };
}

/// The model of an empty map.
fn model_of<S: Subject>() -> Box<dyn structure::Model> {
    let most = S::SUPPORT.max_entries.filter(|_| S::SUPPORT.refuses);
    let model = Model::new(S::SUPPORT.order, S::Value::keep)
        .refusing(most)
        .with_prefixes(S::Key::begins_with);
    Box::new(model)
}

impl Runner {
    /// The maps that come along, `gomap` first.
    #[must_use]
    pub fn built_in() -> Vec<Runner> {
        vec![
            Runner::of::<subject::GoMapSubject>(),
            Runner::of::<subject::StdHashMap>(),
            Runner::of::<subject::StdBTreeMap>(),
            #[cfg(feature = "hashbrown")]
            Runner::of::<subject::Hashbrown>(),
            #[cfg(feature = "hashbrown")]
            Runner::of::<subject::HashTable>(),
            #[cfg(feature = "indexmap")]
            Runner::of::<subject::IndexMap>(),
        ]
    }
}
