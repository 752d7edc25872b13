//! The doors between rooms are those of `ARCHITECTURE.md`, and open one way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rooms in the order of the table, and what each may use.
fn plan() -> Vec<(String, BTreeSet<String>)> {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let names = |cell: &str| -> BTreeSet<String> {
            let names = cell.split('`').skip(1).step_by(2);
            names.map(str::to_owned).collect()
        };
        let room = names(cells[1]).pop_first().unwrap();
        (room, names(cells[3]))
    })
    .collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// Where a path from the crate's root leads: the room furthest in. `lib.rs` shows two
/// rooms of the maps at the root as well.
fn room_of(path: &str, rooms: &BTreeSet<String>) -> Option<String> {
    let first = path.split('/').next().unwrap();
    let path = match first {
        "model" | "subject" => format!("kinds/map/{path}"),
        _ => path.to_owned(),
    };
    let leads = |room: &&String| path == **room || path.starts_with(&format!("{room}/"));
    rooms
        .iter()
        .filter(leads)
        .max_by_key(|room| room.len())
        .cloned()
}

/// The rooms that the code of a file names, its tests and comments left out.
fn named(path: &Path, rooms: &BTreeSet<String>) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("\nmod tests {").next().unwrap();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n");
    let behind = code.split("crate::").skip(1);
    let names = behind.filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        let path = rest[..end.unwrap_or(rest.len())].replace("::", "/");
        room_of(&path, rooms)
    });
    names.collect()
}

#[test]
fn doors_are_those_of_the_plan() {
    let plan = plan();
    let rooms: BTreeSet<String> = plan.iter().map(|(room, _)| room.clone()).collect();
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in sources(&root().join("src")) {
        let inside = path.strip_prefix(root().join("src")).unwrap();
        let inside = inside.to_str().unwrap().replace('\\', "/");
        let first = inside.split('/').next().unwrap();
        if ["lib.rs", "main.rs", "guide"].contains(&first) {
            continue;
        }
        let room = room_of(inside.trim_end_matches(".rs"), &rooms);
        let room = room.unwrap_or_else(|| panic!("`{inside}` is not in ARCHITECTURE.md"));
        let is_test = inside
            .split('/')
            .any(|part| part == "tests" || part == "tests.rs");
        if !is_test {
            let named = named(&path, &rooms);
            uses.entry(room).or_default().extend(named);
        }
    }
    for (room, allowed) in &plan {
        let mut used = uses
            .remove(room)
            .unwrap_or_else(|| panic!("there is no room `{room}`"));
        used.remove(room);
        assert_eq!(&used, allowed, "what `{room}` uses");
    }
}

#[test]
fn doors_open_one_way() {
    let mut above = BTreeSet::new();
    for (room, uses) in plan() {
        let unknown: Vec<_> = uses.difference(&above).collect();
        assert!(
            unknown.is_empty(),
            "`{room}` uses rooms further down: {unknown:?}"
        );
        above.insert(room);
    }
}
