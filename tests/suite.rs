//! `suite!` on maps that the world relies on.

use map_oracle::subject::{StdBTreeMap, StdHashMap};

map_oracle::suite!(std_hashmap: StdHashMap);
map_oracle::suite!(std_btreemap: StdBTreeMap);
map_oracle::suite!(gomap: map_oracle::subject::GoMapSubject);
#[cfg(feature = "hashbrown")]
map_oracle::suite!(hashbrown: map_oracle::subject::Hashbrown);
#[cfg(feature = "hashbrown")]
map_oracle::suite!(hashbrown_table: map_oracle::subject::HashTable);
#[cfg(feature = "indexmap")]
map_oracle::suite!(indexmap: map_oracle::subject::IndexMap);
