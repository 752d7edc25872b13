//! The path of a type that is to be checked, as `--subject` names it.
//!
//! Only a compiler knows whether there is such a type. What can be told without
//! one is told: whether it is a path, whether it leads into the crate, and
//! whether its names are anywhere in the source.

use std::fs;
use std::path::Path;

use super::manifest::Manifest;

/// The name of this crate's library.
const ORACLE: &str = "map_oracle";

/// The path of a type, from outside of its crate.
pub(super) struct SubjectPath {
    path: String,
}

impl SubjectPath {
    pub(super) fn new(given: &str, manifest: &Manifest) -> Result<SubjectPath, String> {
        let library = manifest.library();
        let about = format!("--subject `{}`", given.escape_debug());
        let names: Vec<&str> = given.split("::").collect();
        if names.len() < 2 || !names.iter().copied().all(is_name) {
            return Err(format!(
                "{about} is not the path of a type, such as `{library}::oracle::Mine`"
            ));
        }
        let (first, inner) = (names[0], &names[1..]);
        if first == ORACLE && library != ORACLE {
            return Ok(SubjectPath {
                path: given.to_owned(),
            });
        }
        if first != "crate" && first != library {
            return Err(format!(
                "{about} is not in the crate: its path would begin with `{library}::`"
            ));
        }
        if let Some(keyword) = inner.iter().find(|name| is_keyword(name)) {
            return Err(format!("{about} is not a path: `{keyword}` is a keyword"));
        }
        let source = manifest.source_folder();
        let mut missing: Vec<&str> = inner.to_vec();
        find_names(&source, &mut missing)?;
        if let Some(name) = missing.first() {
            return Err(format!(
                "{about}: there is no `{name}` in {}",
                source.display()
            ));
        }
        if !manifest.depends_on_oracle() {
            return Err(format!(
                "{about} cannot implement `{ORACLE}::subject::Subject`: map-oracle is not among \
                 the [dependencies] of {}; without --subject, the adapter is put in \
                 tests/oracle.rs, which takes a dev-dependency",
                manifest.path().display()
            ));
        }
        Ok(SubjectPath {
            path: format!("{library}::{}", inner.join("::")),
        })
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The type's own name.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or(&self.path)
    }
}

fn is_name(name: &str) -> bool {
    let starts = |c: char| c.is_alphabetic() || c == '_';
    name.starts_with(starts) && name.chars().all(is_in_name) && name != "_"
}

fn is_in_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum",
        "extern", "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move",
        "mut", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait",
        "true", "type", "unsafe", "use", "where", "while",
    ];
    KEYWORDS.contains(&name)
}

/// Strikes out the names that stand in some source file, or are that of one.
fn find_names(folder: &Path, missing: &mut Vec<&str>) -> Result<(), String> {
    let unreadable = |path: &Path, error| format!("{}: cannot be read: {error}", path.display());
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let path = entry.path();
        let kind = entry
            .file_type()
            .map_err(|error| unreadable(&path, error))?;
        if kind.is_dir() {
            find_names(&path, missing)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read(&path).map_err(|error| unreadable(&path, error))?;
            let source = String::from_utf8_lossy(&source);
            let words: Vec<&str> = source.split(|c| !is_in_name(c)).collect();
            missing.retain(|name| !words.contains(name));
        }
        if missing.is_empty() {
            return Ok(());
        }
    }
    Ok(())
}
