//! The trees and tries in the versions that mend what is wrong with those of the
//! sets `trees` and `trees_b`.

#![cfg_attr(feature = "fuzz", no_main)]

proving_ground::specimens! {
    blart_0_6_0: "blart.rs",
    concread_0_4_2: "concread_hashtrie.rs",
    indexset_0_11_0: "indexset.rs",
    patricia_tree_0_5_5: "patricia_tree.rs",
    qp_trie_0_8_2: "qp_trie.rs",
    radix_trie_0_1_5: "radix_trie.rs",
    rb_tree_0_3_5: "rb_tree.rs",
    rbtree_0_2_0: "rbtree.rs",
    skiplist_0_4_0: "skiplist.rs",
}
