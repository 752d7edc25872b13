//! The cases that come along with the crate, for everybody's map.

use crate::case::Case;

macro_rules! shared {
    ($($name:literal,)*) => {
        /// The files of `corpus/`, by name.
        const SHARED: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../corpus/", $name, ".case")))),*
        ];
    };
}

shared! {
    "clear_under_cursor",
    "clone_from_onto_larger",
    "clone_panic_growing_under_cursor",
    "closure_panic_in_retain",
    "cursor_mid_growth_grows_again",
    "cursor_opened_mid_growth",
    "cursor_outlives_two_growths",
    "delete_all_under_cursor",
    "delete_reinsert_under_cursor",
    "drop_panic_in_clear",
    "empty_rest_across_buckets",
    "empty_rest_stopped",
    "entry_occupied_or_vacant",
    "eq_panic_in_evacuation",
    "extract_two_then_use",
    "forgotten_iterators",
    "four_cursors",
    "hash_panic_in_evacuation",
    "hasher_panic_in_growth",
    "indexmap_extract_forget",
    "indexmap_retain_panic",
    "lies_in_a_growth",
    "load_boundaries",
    "look_up_past_tombstones",
    "low_tophash",
    "nan_growth_under_cursor",
    "owning_iterators_cut_short",
    "range_bounds",
    "removal_order",
    "reserve_under_cursor",
    "same_size_growth",
    "same_size_growth_past_the_load",
    "same_size_growth_under_cursor",
    "shrink_during_growth",
    "split_off_both_ways",
    "three_thousand_keys",
    "tombstone_first_hole",
    "try_reserve_absurd",
    "two_maps",
    "whole_map_ops_mid_growth",
    "write_ahead_of_evacuation",
}

/// The cases of this crate's own corpus, with their names: corners that real
/// maps got wrong, or that are hard to come by. They run on any subject.
///
/// ```
/// let cases = map_oracle::corpus::shared();
/// assert!(cases.iter().any(|(name, _)| name == "same_size_growth"));
/// ```
#[must_use]
pub fn shared() -> Vec<(String, Case)> {
    let read = |(name, text): (&str, &str)| {
        let case = text.parse().expect("a test reads them all");
        (name.to_owned(), case)
    };
    shared_texts().map(read).collect()
}

/// The same cases as their files have them, with comments.
pub(crate) fn shared_texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    SHARED.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus;

    #[test]
    fn all_files_of_the_corpus_are_listed() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let files: Vec<String> = corpus::files(&folder)
            .unwrap()
            .iter()
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        let listed: Vec<String> = shared().into_iter().map(|(name, _)| name).collect();
        assert_eq!(listed, files);
    }
}
