//! The trees and tries with bugs.

#![cfg_attr(feature = "fuzz", no_main)]

proving_ground::specimens! {
    btree_slab_0_6_1: "btree_slab.rs",
    gavl_0_1_5: "gavl.rs",
    indexset_0_10_0: "indexset.rs",
    indexset_0_16_0: "indexset.rs",
    qp_trie_0_8_1: "qp_trie.rs",
    radix_trie_0_1_4: "radix_trie.rs",
    rb_tree_0_3_2: "rb_tree.rs",
    rbtree_0_1_7: "rbtree.rs",
}
