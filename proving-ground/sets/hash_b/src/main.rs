//! Set b of the hash maps: of some crates the second version with a bug; of
//! others the one in which the first is mended.

#![cfg_attr(feature = "fuzz", no_main)]

proving_ground::specimens! {
    chashmap_2_2_2: "chashmap.rs",
    dashmap_4_0_0: "dashmap_4.rs",
    griddle_0_6_0: "griddle.rs",
    hashbrown_0_1_1: "hashbrown_0_1.rs",
    hashbrown_0_9_0: "hashbrown_0_8.rs",
    hashbrown_0_12_3: "hashbrown_0_12.rs",
    hashbrown_0_14_5: "hashbrown_0_14.rs",
    hashlink_0_8_0: "hashlink.rs",
    heapless_0_8_0: "heapless_0_8.rs",
    heapless_0_9_3: "heapless_0_9.rs",
    id_map_0_2_2: "id_map.rs",
    intmap_1_1_0: "intmap_1.rs",
    intmap_3_1_0: "intmap_3.rs",
    linked_hash_map_0_5_1: "linked_hash_map.rs",
    lru_0_6_3: "lru.rs",
    slotmap_1_1_0: "slotmap.rs",
    small_map_0_1_4: "small_map.rs",
}
