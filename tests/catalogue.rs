//! The guide's catalogue names each adapter of the proving ground.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names of the adapters in a folder.
fn adapters(folder: &Path) -> BTreeSet<String> {
    let files = fs::read_dir(folder).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let sources = paths.filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let name = |path: std::path::PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    sources.map(name).collect()
}

#[test]
fn the_catalogue_names_every_adapter() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("proving-ground/adapters");
    if !folder.exists() {
        // The published package comes without it.
        return;
    }
    let mut there = adapters(&folder);
    there.extend(adapters(&folder.join("ten_lines")));
    assert!(there.len() > 60, "{}", there.len());

    let page = include_str!("../src/guide/catalogue.rs");
    let words: BTreeSet<&str> = page.split('`').skip(1).step_by(2).collect();
    let missing: Vec<_> = there
        .iter()
        .filter(|name| !words.contains(name.as_str()))
        .collect();
    assert!(missing.is_empty(), "not in the catalogue: {missing:?}");
}
