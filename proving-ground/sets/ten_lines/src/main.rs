//! Maps of sixteen kinds, each with an adapter of about ten lines.
//!
//! No peer hunts here, so each adapter is compiled once, for map-oracle.

/// Modules named for the crate and its version, each with an adapter in
/// `adapters/ten_lines`, and the program.
macro_rules! adapters {
    ($($version:ident: $file:literal),* $(,)?) => {
        $(
            mod $version {
                #[allow(unused_imports, reason = "not every adapter needs all of them")]
                use map_oracle::probe::{Key, PlanState, Value};
                use ::$version as krate;
                include!(concat!("../../../adapters/ten_lines/", $file));
            }
        )*

        fn main() -> std::process::ExitCode {
            map_oracle::cli::main(vec![$(
                map_oracle::check::Runner::of::<$version::Map>().named(stringify!($version))
            ),*])
        }
    };
}

adapters! {
    lru_0_19_0: "lru.rs",
    hashlink_0_12_2: "hashlink.rs",
    ordered_hash_map_0_6_1: "ordered_hash_map.rs",
    linked_hash_map_0_5_6: "linked_hash_map.rs",
    dashmap_6_2_1: "dashmap.rs",
    papaya_0_2_5: "papaya.rs",
    imbl_7_0_2: "imbl.rs",
    rpds_1_2_1: "rpds.rs",
    heapless_0_9_3: "heapless.rs",
    slotmap_1_1_1: "slotmap.rs",
    litemap_0_8_3: "litemap.rs",
    intmap_3_1_3: "intmap.rs",
    weak_table_0_4_0: "weak_table.rs",
    concread_0_5_12: "concread_bptree.rs",
    redb_4_6_0: "redb.rs",
    ic_stable_structures_0_7_2: "ic_stable_structures.rs",
}
