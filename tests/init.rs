//! `map-oracle init`: what it writes works in a crate made just now, and where
//! it refuses, it says why in a line and has written nothing.

#[path = "cli_support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use support::{binary, refuses, scratch, text};

const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// A crate with a library, as `cargo new --lib` makes it.
fn new_crate(folder: &Path, name: &str) {
    let manifest = format!(
        "[package]\nname = \"{name}\"   # as it is\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n"
    );
    put(folder, "Cargo.toml", &manifest);
    put(folder, "src/lib.rs", "//! A crate.\n");
}

fn put(folder: &Path, name: &str, content: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// An archive of nothing in the place of libFuzzer, which takes a minute to
/// build: no target is linked here.
static NO_LIBFUZZER: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = scratch("libfuzzer").join("libFuzzer.a");
    fs::write(&path, "!<arch>\n").unwrap();
    path
});

/// Everything below a folder: files with their content, and folders.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut tree(&path));
            found.insert(path, None);
        } else {
            let content = fs::read(&path).ok();
            found.insert(path, content);
        }
    }
    found
}

fn at(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// `init` in this folder, which must work; what it prints.
#[track_caller]
fn init(folder: &Path, args: &[&str]) -> String {
    let output = binary(&[&["init", "--dir", at(folder)], args].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// `init` in this folder must refuse with one line that holds all of `parts`,
/// and leave everything below `all` as it was.
#[track_caller]
fn init_refuses(all: &Path, folder: &Path, args: &[&str], parts: &[&str]) {
    let before = tree(all);
    refuses(&[&["init", "--dir", at(folder)], args].concat(), parts);
    assert!(before == tree(all), "the tree was changed");
}

/// Cargo, without the network, in a target folder that all these tests share.
#[track_caller]
fn cargo(folder: &Path, args: &[&str]) -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("init-target");
    let output = Command::new(env!("CARGO"))
        .args(args)
        .arg("--offline")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        // Few cases: what is tried here is what `init` writes.
        .env("MAP_ORACLE_CASES", "20")
        .env("CUSTOM_LIBFUZZER_PATH", &*NO_LIBFUZZER)
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{args:?}\n{out}\n{err}");
    out + &err
}

/// Whether the fuzz crate can be compiled without the network.
fn libfuzzer_is_here() -> bool {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let Some(registries) = home.map(|home| home.join("registry/cache")) else {
        return false;
    };
    let folders = fs::read_dir(registries).into_iter().flatten().flatten();
    folders
        .flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten())
        .any(|file| {
            file.file_name()
                .to_string_lossy()
                .starts_with("libfuzzer-sys-0.4")
        })
}

#[track_caller]
fn fuzz_compiles(folder: &Path) {
    if !libfuzzer_is_here() {
        println!("libfuzzer-sys is not in the local registry: its crate is not compiled");
        return;
    }
    let said = cargo(&folder.join("fuzz"), &["check", "--all-targets"]);
    assert!(!said.contains("warning"), "{said}");
}

#[test]
fn a_new_crate_with_a_dash_tests_and_fuzzes_a_map() {
    let folder = scratch("new").join("my-map");
    new_crate(&folder, "my-map");
    let said = init(&folder, &["--map-oracle-path", HERE]);
    assert!(said.contains("tests/oracle.rs"), "{said}");
    assert!(said.contains("cargo test --test oracle"), "{said}");

    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    assert!(manifest.starts_with("[package]\nname = \"my-map\"   # as it is\n"));
    assert!(
        manifest.ends_with(&format!(
            "\n[dependencies]\n\n[dev-dependencies]\n\
             map-oracle = {{ path = \"{HERE}\", default-features = false, features = [\"process\"] }}\n"
        )),
        "{manifest}"
    );
    let cases = fs::read_dir(folder.join("corpus")).unwrap().count() - 1;
    assert!(said.contains(&format!("({cases} cases)")), "{said}");
    assert!(cases >= 20, "{cases}");
    for (path, content) in tree(&folder.join("corpus")) {
        let text = text(&content.unwrap());
        assert!(!text.contains("\ncursor_"), "{path:?} is for GoMap alone");
        let comment = "map-oracle case 1\n# ";
        let is_case = path
            .extension()
            .is_some_and(|extension| extension == "case");
        assert!(!is_case || text.starts_with(comment), "{path:?}");
    }

    let said = cargo(&folder, &["test"]);
    for test in ["corpus", "exhaustive", "faults", "mixed", "overflow_chains"] {
        assert!(
            said.contains(&format!("test oracle::{test} ... ok")),
            "{said}"
        );
    }
    assert!(!said.contains("warning"), "{said}");
    fuzz_compiles(&folder);
    if libfuzzer_is_here() {
        let said = cargo(&folder.join("fuzz"), &["run", "--example", "seeds"]);
        assert!(said.contains(&format!("{cases} seeds in ")), "{said}");
        let seeds = fs::read_dir(folder.join("fuzz/corpus/oracle")).unwrap();
        assert_eq!(seeds.count(), cases);
    }

    // All of it stands in the way of another one.
    fs::remove_file(folder.join("tests/oracle.rs")).unwrap();
    let manifest = manifest.replace("map-oracle", "other-oracle");
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let more = format!("and so do {} more files", cases + 6);
    let parts = &[
        "fuzz/Cargo.toml exists",
        more.as_str(),
        "overwrites nothing",
    ];
    init_refuses(&folder, &folder, &[], parts);
}

const ADAPTER: &str = "pub mod oracle {
    use map_oracle::probe::{Key, PlanState, Value};

    map_oracle::subject! {
        pub struct Mine(\"mine\", std::collections::HashMap<Key, Value, PlanState>);
        new: |_| Default::default();
        ops: get_mut, clear;
    }
}
";

/// The script that stands for rustc in a fuzz build takes the fuzzer's instruments out
/// of the oracle, and out of nothing else.
#[cfg(unix)]
#[test]
fn the_oracle_is_kept_out_of_a_fuzzers_coverage() {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/map-guided");
    let folder = scratch("guided");
    new_crate(&folder, "guided");
    init(&folder, &["--map-oracle-path", env!("CARGO_MANIFEST_DIR")]);
    let planted = folder.join("fuzz/map-guided");
    assert_eq!(fs::read(&ours).unwrap(), fs::read(&planted).unwrap());
    let asked = |name: &str| {
        let flags = [
            "-Cpasses=sancov-module",
            "-Zsanitizer=address",
            "-Cllvm-args=-sanitizer-coverage-level=4",
            "a b",
        ];
        let mut rustc = Command::new(&planted);
        rustc.args(["printf", "%s|", "--crate-name", name]);
        let output = rustc.args(flags).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(
        asked("map_oracle"),
        "--crate-name|map_oracle|-Zsanitizer=address|a b|"
    );
    assert_eq!(
        asked("map_oracle_fuzz"),
        "--crate-name|map_oracle_fuzz|-Cpasses=sancov-module|-Zsanitizer=address|\
         -Cllvm-args=-sanitizer-coverage-level=4|a b|"
    );
}

#[test]
fn a_member_of_a_workspace_names_its_subject() {
    let root = scratch("member");
    put(
        &root,
        "Cargo.toml",
        &format!(
            "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n\n\
             [workspace.dependencies]\n\
             map-oracle = {{ path = \"{HERE}\", default-features = false }}\n"
        ),
    );
    let folder = root.join("crates/a");
    new_crate(&folder, "a");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let manifest = format!("{manifest}map-oracle.workspace = true\n");
    fs::write(folder.join("Cargo.toml"), &manifest).unwrap();
    put(&folder, "src/lib.rs", ADAPTER);

    init(&folder, &["--subject", "crate::oracle::Mine"]);
    assert_eq!(
        fs::read_to_string(folder.join("Cargo.toml")).unwrap(),
        manifest
    );
    let test = fs::read_to_string(folder.join("tests/oracle.rs")).unwrap();
    assert!(
        test.contains("use a::oracle::Mine;\n\nmap_oracle::suite!(Mine);\n"),
        "{test}"
    );
    let said = cargo(&root, &["test", "--workspace", "--test", "oracle"]);
    assert!(said.contains("test oracle::mixed ... ok"), "{said}");
    fuzz_compiles(&folder);
}

#[test]
fn a_path_in_a_workspace_is_found_from_the_fuzz_crate() {
    let root = scratch("relative");
    put(
        &root,
        "Cargo.toml",
        "[workspace]\nmembers = [\"a\"]\n\n[workspace.dependencies]\n\
         map-oracle = { path = \"vendor/map-oracle\", features = [\"hashbrown\"] }\n",
    );
    let folder = root.join("a");
    new_crate(&folder, "a");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let manifest = format!("{manifest}map-oracle = {{ workspace = true }}\n");
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    init(&folder, &[]);
    let fuzz = fs::read_to_string(folder.join("fuzz/Cargo.toml")).unwrap();
    assert!(
        fuzz.contains(
            "map-oracle = { path = \"../../vendor/map-oracle\", default-features = false, features = [\"process\"] }\n\
             a = { path = \"..\" }\n"
        ),
        "{fuzz}"
    );
}

#[test]
fn the_published_crate_is_named_where_no_path_is() {
    let folder = scratch("published");
    put(
        &folder,
        "Cargo.toml",
        "[package]\r\nname = \"b\"\r\n[lib]\r\nname = \"c\"\r\n\
         [dev-dependencies]\r\n# kept\r\nz = \"1\"\r\n\r\n[profile.dev]\r\n",
    );
    put(&folder, "src/lib.rs", "");
    init(&folder, &[]);
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    assert_eq!(
        manifest,
        "[package]\r\nname = \"b\"\r\n[lib]\r\nname = \"c\"\r\n\
         [dev-dependencies]\r\n# kept\r\nz = \"1\"\r\n\
         map-oracle = { version = \"0.1\", default-features = false, features = [\"process\"] }\r\n\r\n[profile.dev]\r\n"
    );
    let test = fs::read_to_string(folder.join("tests/oracle.rs")).unwrap();
    assert!(test.contains("`c::MyMap<"), "{test}");
}

#[test]
fn a_wrong_subject_is_refused() {
    let folder = scratch("subject");
    new_crate(&folder, "my-map");
    put(&folder, "src/lib.rs", "mod inner;\n");
    put(&folder, "src/inner.rs", "pub struct Mine;\n");
    for (path, parts) in [
        (
            "Mine",
            &["`Mine` is not the path of a type", "my_map::oracle::Mine"][..],
        ),
        ("", &["`` is not the path of a type"]),
        ("my_map::", &["`my_map::` is not the path of a type"]),
        ("my_map:inner:Mine", &["not the path of a type"]),
        ("my_map::inner::Mine<u8>", &["not the path of a type"]),
        ("my_map::9::Mine", &["not the path of a type"]),
        ("my-map::inner::Mine", &["not the path of a type"]),
        ("my_map::inner\n::Mine", &["`my_map::inner\\n::Mine`"]),
        (
            "other::inner::Mine",
            &["not in the crate", "begin with `my_map::`"],
        ),
        ("my_map::self::Mine", &["`self` is a keyword"]),
        ("my_map::outer::Mine", &["there is no `outer` in ", "src"]),
        ("crate::inner::Min", &["there is no `Min` in ", "src"]),
        (
            "crate::inner::Mine",
            &[
                "cannot implement `map_oracle::subject::Subject`",
                "[dependencies]",
            ],
        ),
    ] {
        init_refuses(&folder, &folder, &["--subject", path], parts);
    }
    init(&folder, &["--subject", "map_oracle::subject::StdHashMap"]);
}

#[test]
fn what_stands_in_the_way_is_left_there() {
    let folder = scratch("way");
    for name in [
        "tests/oracle.rs",
        "fuzz/Cargo.toml",
        "corpus/range_bounds.case",
    ] {
        let _ = fs::remove_dir_all(&folder);
        new_crate(&folder, "my-map");
        put(&folder, name, "mine");
        let part = format!("{name} exists: init overwrites nothing");
        init_refuses(&folder, &folder, &[], &[&part]);
    }
    for name in ["tests", "fuzz", "fuzz/examples", "corpus"] {
        let _ = fs::remove_dir_all(&folder);
        new_crate(&folder, "my-map");
        put(&folder, name, "mine");
        let part = format!("{name} is not a folder");
        init_refuses(&folder, &folder, &[], &[&part]);
    }
    // Other tests, cases and fuzz targets do not.
    let _ = fs::remove_dir_all(&folder);
    new_crate(&folder, "my-map");
    put(&folder, "tests/mine.rs", "");
    put(&folder, "corpus/mine.case", "map-oracle case 1\nclear\n");
    init(&folder, &[]);
    assert!(folder.join("tests/mine.rs").is_file());
}

#[test]
#[cfg(unix)]
fn a_link_that_leads_nowhere_stands_in_the_way() {
    let folder = scratch("link");
    new_crate(&folder, "my-map");
    fs::create_dir(folder.join("tests")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.join("tests/oracle.rs")).unwrap();
    init_refuses(&folder, &folder, &[], &["tests/oracle.rs exists"]);
}

#[test]
#[cfg(unix)]
fn a_folder_that_cannot_be_written_to_is_left() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = scratch("rights");
    new_crate(&folder, "my-map");
    let set = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
    set(0o555);
    // Root may write everywhere.
    if fs::write(folder.join("probe"), "").is_ok() {
        fs::remove_file(folder.join("probe")).unwrap();
        println!("rights do not bind this user: not tried");
    } else {
        init_refuses(&folder, &folder, &[], &["cannot be written: "]);
    }
    set(0o755);
}

#[test]
fn what_is_no_crate_with_a_library_is_refused() {
    let root = scratch("no crate");
    let refused = |parts: &[&str]| init_refuses(&root, &root, &[], parts);
    refused(&["Cargo.toml is not there", "--dir"]);
    let missing = root.join("missing");
    init_refuses(&root, &missing, &[], &["missing", "is not there"]);

    put(&root, "Cargo.toml", "[package]\nname = \"a\"\n");
    refused(&["src/lib.rs is not there", "library"]);
    put(
        &root,
        "Cargo.toml",
        "[package]\nname = \"a\"\n[lib]\npath = \"code.rs\"\n",
    );
    refused(&["code.rs is not there"]);
    put(&root, "Cargo.toml", "[package]\nname = \"a\nversion = 1\n");
    refused(&["Cargo.toml:2:10: "]);
    put(&root, "Cargo.toml", "[package]\nname = 3\n");
    refused(&["the package has no name"]);
    put(&root, "Cargo.toml", "[dependencies]\n");
    refused(&["there is no [package] in it"]);
    put(&root, "src/lib.rs", "");
    put(
        &root,
        "Cargo.toml",
        "[package]\nname = \"a\"\nautotests = false\n",
    );
    refused(&["autotests = false"]);
    put(
        &root,
        "Cargo.toml",
        "dev-dependencies = 3\n[package]\nname = \"a\"\n",
    );
    refused(&["`dev-dependencies` is not a table"]);
}

#[test]
fn a_workspace_is_told_apart_from_a_crate() {
    let root = scratch("workspace");
    let refused = |folder: &Path, parts: &[&str]| init_refuses(&root, folder, &[], parts);
    put(&root, "Cargo.toml", "[workspace]\n");
    refused(&root, &["of a workspace", "--dir", "it has none yet"]);
    put(
        &root,
        "Cargo.toml",
        "[workspace]\nmembers = [\"tools\", \"crates/*\"]\n",
    );
    new_crate(&root.join("crates/b"), "b");
    new_crate(&root.join("crates/a"), "a");
    put(&root, "crates/notes/README", "");
    refused(
        &root,
        &["choose a member by --dir (tools, crates/a, crates/b)"],
    );

    // A fuzz crate that the workspace would take in breaks it.
    put(
        &root,
        "Cargo.toml",
        "[workspace]\nmembers = [\"crates/**\"]\n",
    );
    let member = root.join("crates/a");
    refused(
        &member,
        &["member", "crates/**", "exclude = [\"crates/a/fuzz\"]"],
    );
    let excluded = "[workspace]\nmembers = [\"crates/**\"]\nexclude = [\"crates/a/fuzz\"]\n";
    put(&root, "Cargo.toml", excluded);
    init(&member, &[]);

    let manifest = "[package]\nname = \"b\"\n[dependencies]\nmap-oracle.workspace = true\n";
    put(&root, "crates/b/Cargo.toml", manifest);
    refused(&root.join("crates/b"), &["no workspace that says where"]);
}

#[test]
fn a_wrong_path_of_map_oracle_is_refused() {
    let folder = scratch("oracle path");
    new_crate(&folder, "my-map");
    let refused = |path: &str, parts: &[&str]| {
        init_refuses(&folder, &folder, &["--map-oracle-path", path], parts);
    };
    refused("/nowhere", &["/nowhere/Cargo.toml: cannot be read"]);
    refused(at(&folder), &["is not that of map-oracle"]);
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    put(
        &folder,
        "Cargo.toml",
        &format!("{manifest}map-oracle = \"0.1\"\n"),
    );
    refused(HERE, &["depends on map-oracle already"]);
}
