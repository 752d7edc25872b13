//! More trees and tries with bugs, so that no set takes all too long to build.

#![cfg_attr(feature = "fuzz", no_main)]

proving_ground::specimens! {
    blart_0_5_0: "blart.rs",
    concread_0_4_1: "concread_hashtrie.rs",
    concread_0_5_12: "concread_bptree.rs",
    im_ord_15_1_0: "im_ord.rs",
    patricia_tree_0_5_0: "patricia_tree.rs",
    skiplist_0_3_0: "skiplist.rs",
}
