// rbtree: a red-black tree.
//
// Its `insert` keeps an entry beside one of the same key; what inserts as a map
// does is called `replace_or_insert`. `extend` and `collect` go by the former, so
// they are left out. So is `clone`, which reads from a null pointer if the tree is
// empty. Keys are plain numbers: a comparison that lies makes it read from a null
// pointer, too.

use krate::RBTree;
use map_oracle::case::Order;
use map_oracle::subject::{Source, Subject, Support};
use map_oracle::subject_methods;

/// `RBTree` of rbtree.
pub struct Map(RBTree<u32, Value>);

impl Map {
    fn from_map(map: RBTree<u32, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u32;
    type Value = Value;

    const NAME: &'static str = "rbtree";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        // A drop that panics in `clear` leaves `len` behind the entries.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            imports: &["use krate::RBTree;"],
            map: "RBTree<u32, Value>",
            new: "RBTree::new()",
            methods: &[("insert", "map.replace_or_insert(KEY, VALUE)")],
            ..Source::EMPTY
        })
    }

    fn with_hint(_hint: usize) -> Self {
        Map(RBTree::new())
    }

    fn insert(&mut self, key: u32, value: Value) -> Option<Value> {
        self.0.replace_or_insert(key, value)
    }

    subject_methods! { 0:
        remove, get, len, iter,
        get_mut, contains_key, index,
        debug,
        into_iter, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        rev, first(get_first), last(get_last), pop_first, pop_last;
        by hand: insert
    }
}
