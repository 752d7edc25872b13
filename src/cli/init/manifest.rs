//! What `Cargo.toml` says of a crate, and the few lines that it is given.
//!
//! Cargo itself is not asked: it may not be there, wants the network, and
//! writes a lock file.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, TomlError, Value, value};

const ORACLE: &str = "map-oracle";

/// A crate by its `Cargo.toml`.
pub(super) struct Manifest {
    /// The folder of the crate.
    folder: PathBuf,
    path: PathBuf,
    text: String,
    document: DocumentMut,
    package: String,
    library: String,
}

impl Manifest {
    /// The crate in a folder.
    ///
    /// # Errors
    ///
    /// If there is none, or none that tests could be given to.
    pub(super) fn read(folder: &Path) -> Result<Manifest, String> {
        let path = folder.join("Cargo.toml");
        let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => format!(
                "{} is not there: go to the folder of a crate, or name it by --dir",
                path.display()
            ),
            _ => format!("{}: cannot be read: {error}", path.display()),
        })?;
        let document = parse(&path, &text)?;
        let Some(package) = table(document.as_table(), "package") else {
            return Err(no_package(folder, &path, &document));
        };
        let Some(name) = package.get("name").and_then(Item::as_str) else {
            return Err(format!("{}: the package has no name", path.display()));
        };
        if package.get("autotests").and_then(Item::as_bool) == Some(false) {
            return Err(format!(
                "{}: with `autotests = false`, tests/oracle.rs would not be run",
                path.display()
            ));
        }
        let own = table(document.as_table(), "lib");
        let of_library = |key| {
            own.and_then(|library| library.get(key))
                .and_then(Item::as_str)
        };
        let root = folder.join(of_library("path").unwrap_or("src/lib.rs"));
        if !root.is_file() {
            return Err(format!(
                "{} is not there: a test reaches only what is in a library",
                root.display()
            ));
        }
        Ok(Manifest {
            library: of_library("name").map_or_else(|| name.replace('-', "_"), str::to_owned),
            package: name.to_owned(),
            folder: folder.to_owned(),
            path,
            text,
            document,
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The name of the package.
    pub(super) fn package(&self) -> &str {
        &self.package
    }

    /// What the crate is called in code.
    pub(super) fn library(&self) -> &str {
        &self.library
    }

    /// Where the library's code is.
    pub(super) fn source_folder(&self) -> PathBuf {
        let library = table(self.document.as_table(), "lib");
        let path = library.and_then(|library| library.get("path")?.as_str());
        let root = self.folder.join(path.unwrap_or("src/lib.rs"));
        root.parent().map_or(root.clone(), Path::to_owned)
    }

    /// Whether the library itself, not only its tests, depends on this crate.
    pub(super) fn depends_on_oracle(&self) -> bool {
        dependency(&self.document, "dependencies").is_some()
    }

    /// Where the crate has map-oracle from, if it depends on it.
    ///
    /// # Errors
    ///
    /// If it is to have it from a workspace that cannot be read.
    pub(super) fn oracle(&self) -> Result<Option<Source>, String> {
        let own = ["dependencies", "dev-dependencies"]
            .into_iter()
            .find_map(|kind| dependency(&self.document, kind));
        let Some(item) = own else { return Ok(None) };
        let by_workspace = item
            .as_table_like()
            .and_then(|table| table.get("workspace"))
            .and_then(Item::as_bool);
        if by_workspace != Some(true) {
            return Ok(Some(Source::of(item, Path::new(""))));
        }
        let shared = self.workspace()?.and_then(|(root, document)| {
            let workspace = table(document.as_table(), "workspace")?;
            let item = table(workspace, "dependencies")?.get(ORACLE)?;
            let root = relative(&absolute(&self.folder).ok()?, &root);
            Some(Source::of(item, &root))
        });
        shared.map(Some).ok_or_else(|| {
            format!(
                "{}: there is no workspace that says where map-oracle comes from",
                self.path.display()
            )
        })
    }

    /// The manifest with map-oracle among its dev-dependencies, and all else as
    /// it was.
    pub(super) fn with_dev_dependency(&self, source: &Source) -> Result<String, String> {
        let mut document = self.document.clone();
        let dependencies = document
            .entry("dev-dependencies")
            .or_insert_with(|| Item::Table(Table::new()));
        let Some(dependencies) = dependencies.as_table_like_mut() else {
            return Err(format!(
                "{}: `dev-dependencies` is not a table",
                self.path.display()
            ));
        };
        dependencies.insert(ORACLE, value(source.for_tests()));
        let text = document.to_string();
        // Line ends are not kept by what prints it.
        Ok(if self.text.contains("\r\n") {
            text.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            text
        })
    }

    /// The manifest of the fuzz crate, from what it is without dependencies.
    ///
    /// # Errors
    ///
    /// If the workspace around this crate would take it in.
    pub(super) fn fuzz(&self, template: &str, source: &Source) -> Result<String, String> {
        self.check_members()?;
        let mut document: DocumentMut = template.parse().expect("the template is TOML");
        let own = InlineTable::from_iter([("path", "..")]);
        document["dependencies"][ORACLE] = value(source.one_folder_below().for_tests());
        document["dependencies"][&self.package] = value(own);
        Ok(document.to_string())
    }

    /// Two workspaces, one in the other, are an error to cargo if the outer one
    /// counts the inner one among its members.
    fn check_members(&self) -> Result<(), String> {
        let Some((root, document)) = self.workspace()? else {
            return Ok(());
        };
        let folder = absolute(&self.folder)?;
        let Ok(inside) = folder.strip_prefix(&root) else {
            return Ok(());
        };
        let fuzz = inside.join("fuzz");
        let workspace = table(document.as_table(), "workspace");
        let list = |key| strings(workspace.and_then(|workspace| workspace.get(key)?.as_array()));
        let excluded = list("exclude").any(|path| fuzz.starts_with(path));
        let Some(member) = list("members").find(|pattern| matches(pattern, &fuzz)) else {
            return Ok(());
        };
        if excluded {
            Ok(())
        } else {
            Err(format!(
                "{}: the fuzz crate would be a member of the workspace by `{member}`: add \
             `exclude = [\"{}\"]` there",
                root.join("Cargo.toml").display(),
                slashes(&fuzz)
            ))
        }
    }

    /// The workspace that the crate is in, if it is in one.
    fn workspace(&self) -> Result<Option<(PathBuf, DocumentMut)>, String> {
        let folder = absolute(&self.folder)?;
        let package = table(self.document.as_table(), "package");
        let named = package.and_then(|package| package.get("workspace")?.as_str());
        let candidates: Vec<PathBuf> = match named {
            Some(path) => vec![absolute(&folder.join(path))?],
            None => folder.ancestors().map(Path::to_owned).collect(),
        };
        for root in candidates {
            let path = root.join("Cargo.toml");
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            let document = parse(&path, &text)?;
            if document.contains_key("workspace") {
                return Ok(Some((root, document)));
            }
        }
        Ok(None)
    }
}

/// Where a dependency on map-oracle comes from, without its features. A path is
/// relative to the crate's folder, or absolute.
#[derive(Clone)]
pub(super) struct Source(InlineTable);

impl Source {
    /// The crate as published, in this version.
    pub(super) fn of_this_version() -> Source {
        let version = concat!(
            env!("CARGO_PKG_VERSION_MAJOR"),
            ".",
            env!("CARGO_PKG_VERSION_MINOR")
        );
        Source(InlineTable::from_iter([("version", version)]))
    }

    /// The crate in a folder, for one in the folder `from`.
    ///
    /// # Errors
    ///
    /// If it is not there.
    pub(super) fn at_path(path: &Path, from: &Path) -> Result<Source, String> {
        let manifest = path.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)
            .map_err(|error| format!("{}: cannot be read: {error}", manifest.display()))?;
        let document = parse(&manifest, &text)?;
        let package = table(document.as_table(), "package");
        if package.and_then(|package| package.get("name")?.as_str()) != Some(ORACLE) {
            return Err(format!("{} is not that of map-oracle", manifest.display()));
        }
        let path = if path.is_absolute() {
            path.to_owned()
        } else {
            relative(&absolute(from)?, &absolute(path)?)
        };
        Ok(Source(InlineTable::from_iter([("path", slashes(&path))])))
    }

    fn of(item: &Item, base: &Path) -> Source {
        let mut source = InlineTable::new();
        if let Some(version) = item.as_str() {
            source.insert("version", version.into());
        }
        for key in ["version", "path", "git", "branch", "tag", "rev", "registry"] {
            let given = item
                .as_table_like()
                .and_then(|table| table.get(key)?.as_str());
            match (key, given) {
                (_, None) => {}
                ("path", Some(path)) => {
                    source.insert(key, slashes(&base.join(path)).into());
                }
                (_, Some(text)) => {
                    source.insert(key, text.into());
                }
            }
        }
        Source(source)
    }

    /// The same, for a crate in a folder of this one.
    fn one_folder_below(&self) -> Source {
        let mut source = self.0.clone();
        if let Some(path) = source.get("path").and_then(Value::as_str) {
            let path = slashes(&Path::new("..").join(path));
            source.insert("path", path.into());
        }
        Source(source)
    }

    /// The dependency with as little as a test needs: child processes and known
    /// failures, and neither the command line nor the doors of other libraries.
    fn for_tests(&self) -> InlineTable {
        let mut dependency = self.0.clone();
        dependency.insert("default-features", false.into());
        dependency.insert("features", Array::from_iter(["process"]).into());
        dependency
    }
}

fn parse(path: &Path, text: &str) -> Result<DocumentMut, String> {
    text.parse().map_err(|error: TomlError| {
        let at = error.span().map_or(0, |span| span.start);
        let before = text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let message = error.message().replace('\n', ", ");
        format!("{}:{line}:{column}: {message}", path.display())
    })
}

fn table<'a>(parent: &'a dyn TableLike, key: &str) -> Option<&'a dyn TableLike> {
    parent.get(key)?.as_table_like()
}

fn dependency<'a>(document: &'a DocumentMut, kind: &str) -> Option<&'a Item> {
    table(document.as_table(), kind)?.get(ORACLE)
}

fn strings(array: Option<&Array>) -> impl Iterator<Item = &str> {
    array.into_iter().flatten().filter_map(Value::as_str)
}

fn no_package(folder: &Path, path: &Path, document: &DocumentMut) -> String {
    let Some(workspace) = table(document.as_table(), "workspace") else {
        return format!("{}: there is no [package] in it", path.display());
    };
    let members = strings(workspace.get("members").and_then(Item::as_array));
    let members: Vec<String> = members
        .flat_map(|pattern| expand(folder, pattern))
        .collect();
    let members = if members.is_empty() {
        "it has none yet".to_owned()
    } else {
        members.join(", ")
    };
    format!(
        "{} is of a workspace, not of a crate: choose a member by --dir ({members})",
        path.display()
    )
}

/// The crates below a workspace that a pattern in `members` stands for, as far
/// as stars are in its last part only; others are left as they are.
fn expand(root: &Path, pattern: &str) -> Vec<String> {
    let (folder, last) = pattern.rsplit_once('/').unwrap_or(("", pattern));
    if !last.contains('*') {
        return vec![pattern.to_owned()];
    }
    let entries = fs::read_dir(root.join(folder)).into_iter().flatten();
    let mut crates: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .map(|entry| slashes(&Path::new(folder).join(entry.file_name())))
        .filter(|path| matches(pattern, Path::new(path)))
        .collect();
    crates.sort();
    crates
}

/// Whether a path is one of those that a pattern in `members` stands for.
fn matches(pattern: &str, path: &Path) -> bool {
    let path = slashes(path);
    let pattern: Vec<&str> = pattern.split('/').filter(|part| *part != ".").collect();
    matches_parts(&pattern, &path.split('/').collect::<Vec<_>>())
}

fn matches_parts(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        ([], []) => true,
        (["**", rest @ ..], _) => {
            (0..=path.len()).any(|skipped| matches_parts(rest, &path[skipped..]))
        }
        ([first, rest @ ..], [part, path @ ..]) => {
            matches_name(first, part) && matches_parts(rest, path)
        }
        _ => false,
    }
}

fn matches_name(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|name| {
            let mut ends = (0..=name.len()).filter(|&end| name.is_char_boundary(end));
            ends.any(|end| matches_name(rest, &name[end..]))
        }),
    }
}

fn absolute(folder: &Path) -> Result<PathBuf, String> {
    fs::canonicalize(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// The way from one folder to another, both absolute.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(a, b)| a == b)
        .count();
    if shared == 0 {
        return to.to_owned();
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

/// A path as Cargo writes it everywhere.
fn slashes(path: &Path) -> String {
    let path = path.to_string_lossy();
    match std::path::MAIN_SEPARATOR {
        '/' => path.into_owned(),
        other => path.replace(other, "/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_members() {
        for (pattern, path, want) in [
            ("*", "fuzz", true),
            ("*", "a/fuzz", false),
            ("crates/*", "crates/a", true),
            ("crates/*", "crates/a/fuzz", false),
            ("crates/*/*", "crates/a/fuzz", true),
            ("**", "crates/a/fuzz", true),
            ("**/fuzz", "crates/a/fuzz", true),
            ("./f*z", "fuzz", true),
            ("f*z", "fuz-", false),
        ] {
            assert_eq!(matches(pattern, Path::new(path)), want, "{pattern} {path}");
        }
    }

    #[test]
    fn ways_between_folders() {
        let way = |from, to| slashes(&relative(Path::new(from), Path::new(to)));
        assert_eq!(way("/a/b/c", "/a/d"), "../../d");
        assert_eq!(way("/a/b", "/a/b/c"), "c");
    }
}
