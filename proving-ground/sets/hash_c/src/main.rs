//! Set c of the hash maps: third versions, and what has no place in set a
//! because of its dependencies.

#![cfg_attr(feature = "fuzz", no_main)]

proving_ground::specimens! {
    hashbrown_0_1_2: "hashbrown_0_1.rs",
    linked_hash_map_0_5_6: "linked_hash_map.rs",
    lru_0_6_4: "lru.rs",
    small_map_0_1_3: "small_map_0_1_3.rs",
}
