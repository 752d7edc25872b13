//! Maps of sixteen kinds, each with an adapter of about ten lines.
//!
//! No peer hunts here, so each adapter is compiled once, for map-oracle.

/// Modules with an adapter of `adapters/ten_lines` each, and the program. Other sets
/// have some of the same crates, so the names are of this one.
macro_rules! adapters {
    ($($name:ident in $version:ident: $file:literal),* $(,)?) => {
        $(
            mod $name {
                #[allow(unused_imports, reason = "not every adapter needs all of them")]
                use map_oracle::probe::{Key, PlanState, Value};
                use ::$version as krate;
                include!(concat!("../../../adapters/ten_lines/", $file));
            }
        )*

        fn main() -> std::process::ExitCode {
            map_oracle::cli::main(vec![$(
                map_oracle::check::Runner::of::<$name::Map>().named(stringify!($name))
            ),*])
        }
    };
}

adapters! {
    ten_lru in lru_0_19_0: "lru.rs",
    ten_hashlink in hashlink_0_12_2: "hashlink.rs",
    ten_ordered_hash_map in ordered_hash_map_0_6_1: "ordered_hash_map.rs",
    ten_linked_hash_map in linked_hash_map_0_5_6: "linked_hash_map.rs",
    ten_dashmap in dashmap_6_2_1: "dashmap.rs",
    ten_papaya in papaya_0_2_5: "papaya.rs",
    ten_imbl in imbl_7_0_2: "imbl.rs",
    ten_rpds in rpds_1_2_1: "rpds.rs",
    ten_heapless in heapless_0_9_3: "heapless.rs",
    ten_slotmap in slotmap_1_1_1: "slotmap.rs",
    ten_litemap in litemap_0_8_3: "litemap.rs",
    ten_intmap in intmap_3_1_3: "intmap.rs",
    ten_weak_table in weak_table_0_4_0: "weak_table.rs",
    ten_concread_bptree in concread_0_5_12: "concread_bptree.rs",
    ten_redb in redb_4_6_0: "redb.rs",
    ten_ic_stable_structures in ic_stable_structures_0_7_2: "ic_stable_structures.rs",
}
