//! The current set: the newest versions of maps that are widely used, in which
//! nothing should be found.

#![cfg_attr(feature = "fuzz", no_main)]

proving_ground::specimens! {
    std_hash_map in std: "std_hash_map.rs",
    std_btree_map in std: "std_btree_map.rs",
    hashbrown_0_17_1: "hashbrown.rs",
    hashbrown_table_0_17_1 in hashbrown_0_17_1: "hashbrown_table.rs",
    indexmap_2_14_2: "indexmap.rs",
    ordermap_1_2_2: "ordermap.rs",
    imbl_7_0_2: "imbl.rs",
    imbl_ord_7_0_2 in imbl_7_0_2: "imbl_ord.rs",
    rpds_1_2_1: "rpds.rs",
    rpds_tree_1_2_1 in rpds_1_2_1: "rpds_tree.rs",
    intmap_3_1_3: "intmap_3_1.rs",
    heapless_linear_0_9_3 in heapless_0_9_3: "heapless_linear.rs",
    litemap_0_8_3: "litemap.rs",
    dashmap_6_2_1: "dashmap.rs",
    hashlink_0_12_2: "hashlink_0_12.rs",
    lru_0_19_0: "lru_0_19.rs",
    scc_3_8_8: "scc.rs",
    papaya_0_2_5: "papaya.rs",
    flurry_0_5_2: "flurry.rs",
    crossbeam_skiplist_0_1_3: "crossbeam_skiplist.rs",
    vecmap_0_3_1: "vecmap.rs",
    vec_map_0_8_2: "vec_map.rs",
    linear_map_1_2_0: "linear_map.rs",
    micromap_0_3_0: "micromap.rs",
    small_map_0_1_5: "small_map.rs",
    patricia_tree_0_10_2: "patricia_tree_0_10.rs",
    radix_trie_0_3_0: "radix_trie_0_3.rs",
}
