//! Set a of the hash maps: crates with bugs, each in the first of the versions
//! that are looked at.

#![cfg_attr(feature = "fuzz", no_main)]

proving_ground::specimens! {
    chashmap_2_1_1: "chashmap.rs",
    dashmap_4_0_0_rc6: "dashmap_4_0_0_rc6.rs",
    hashbrown_0_1_0: "hashbrown_0_1.rs",
    hashbrown_0_8_2: "hashbrown_0_8.rs",
    hashbrown_0_12_2: "hashbrown_0_12.rs",
    hashbrown_0_14_3: "hashbrown_0_14.rs",
    hashlink_0_7_0: "hashlink.rs",
    heapless_0_7_17: "heapless_0_7.rs",
    heapless_0_9_2: "heapless_0_9.rs",
    id_map_0_2_1: "id_map.rs",
    im_15_1_0: "im_hash.rs",
    intmap_1_0_0: "intmap_1.rs",
    intmap_3_0_1: "intmap_3.rs",
    leapfrog_0_3_3: "leapfrog.rs",
    linked_hash_map_0_5_0: "linked_hash_map.rs",
    lru_0_6_2: "lru.rs",
    micromap_0_0_13: "micromap_0_0_13.rs",
    micromap_0_0_14: "micromap_0_0_13.rs",
    micromap_0_0_15: "micromap_0_0_15.rs",
    slotmap_1_0_7: "slotmap.rs",
    thincollections_0_5_4: "thin_map.rs",
}
