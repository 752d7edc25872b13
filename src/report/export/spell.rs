//! How keys, values, types and lists are spelled in the test.

use std::collections::BTreeSet;
use std::fmt::Debug;

use super::{Failure, Hashing, hashes_by_plan};
use crate::case::{FaultKind, OpKind};
use crate::kinds::map::ops::{Gives, rust};

/// The words of a piece of code that are names.
pub(super) fn names(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !is_name(c)).filter(|n| !n.is_empty())
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The code with each name put through `to`.
pub(super) fn renamed<'a>(code: &'a str, to: impl Fn(&'a str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let end = rest
            .find(|c| is_name(c) != is_name(first))
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        match to(piece) {
            Some(new) => out += &new,
            None => out += piece,
        }
        rest = after;
    }
    out
}

/// A list of numbers or pairs of them.
pub(super) fn list<T: Debug>(items: &[T], of: &str) -> String {
    match items {
        [] => format!("[] as [{of}; 0]"),
        items => format!("{items:?}"),
    }
}

pub(super) const PAIR: &str = "(u32, u32)";

/// What the word `entry` of an adapter says.
pub(super) struct EntryWords<'a> {
    /// The enum.
    pub(super) path: &'a str,
    /// What an occupied entry's `remove` is called.
    pub(super) remove: &'a str,
    /// What its `remove_entry` is called.
    pub(super) remove_entry: &'a str,
}

impl EntryWords<'_> {
    /// Reads the arguments of the word: `PATH`, `PATH; METHOD, METHOD` or
    /// `PATH: FORMS`.
    pub(super) fn of(args: &str) -> EntryWords<'_> {
        let (args, _forms) = args.split_once(": ").unwrap_or((args, ""));
        let (path, methods) = args.split_once(';').unwrap_or((args, ""));
        let (remove, remove_entry) = methods
            .split_once(',')
            .unwrap_or(("remove", "remove_entry"));
        let [path, remove, remove_entry] = [path, remove, remove_entry].map(str::trim);
        EntryWords {
            path: if path.is_empty() { "Entry" } else { path },
            remove,
            remove_entry,
        }
    }
}

impl Failure<'_> {
    /// Whether keys are of a type of their own.
    pub(super) fn own_keys(&self) -> bool {
        let faults = [
            FaultKind::Hash,
            FaultKind::Eq,
            FaultKind::Clone,
            FaultKind::Drop,
        ];
        self.hashing == Hashing::Table
            || self.counts()
            || self.has_nan()
            || faults.into_iter().any(|kind| self.has_fault(kind))
    }

    /// Whether values are of a type of their own.
    pub(super) fn own_values(&self) -> bool {
        self.counts() || self.has_fault(FaultKind::Clone) || self.has_fault(FaultKind::Drop)
    }

    pub(super) fn has_nan(&self) -> bool {
        self.has_op(|op| op.kind() == OpKind::InsertNan)
    }

    /// A key with this number.
    pub(super) fn key(&self, number: &str) -> String {
        match (self.own_keys(), self.counts()) {
            (false, _) => number.to_owned(),
            (true, false) => format!("Key({number})"),
            (true, true) => format!("Key::new({number})"),
        }
    }

    /// A value that holds this number.
    pub(super) fn value(&self, number: &str) -> String {
        match (self.own_values(), self.counts()) {
            (false, _) => number.to_owned(),
            (true, false) => format!("Value({number})"),
            (true, true) => format!("Value::new({number})"),
        }
    }

    /// The number of the key behind the reference `name`.
    pub(super) fn id(&self, name: &str) -> String {
        if self.own_keys() {
            format!("{name}.0")
        } else {
            format!("*{name}")
        }
    }

    /// What the value behind the reference `name` holds, as a place.
    pub(super) fn held(&self, name: &str) -> String {
        if self.own_values() {
            format!("{name}.0")
        } else {
            format!("*{name}")
        }
    }

    /// Reads an `Option` of a reference to a value.
    pub(super) fn read_ref(&self) -> &'static str {
        if self.own_values() {
            ".map(|value| value.0)"
        } else {
            ".copied()"
        }
    }

    /// Reads an `Option` or an iterator of values.
    pub(super) fn read_value(&self) -> &'static str {
        if self.own_values() {
            ".map(|value| value.0)"
        } else {
            ""
        }
    }

    /// Reads an `Option` or an iterator of entries.
    pub(super) fn read_pair(&self) -> String {
        let key = if self.own_keys() { "key.0" } else { "key" };
        let value = if self.own_values() {
            "value.0"
        } else {
            "value"
        };
        if self.own_keys() || self.own_values() {
            format!(".map(|(key, value)| ({key}, {value}))")
        } else {
            String::new()
        }
    }

    /// Reads an `Option` or an iterator of references to entries.
    pub(super) fn read_pair_ref(&self) -> String {
        let (key, value) = (self.id("key"), self.held("value"));
        format!(".map(|(key, value)| ({key}, {value}))")
    }

    /// A type or an expression of the adapter's in the test's own words.
    pub(super) fn translated(&self, code: &str, hint: u16) -> String {
        let code = code
            .replace("map_oracle::probe::", "")
            .replace("probe::", "");
        let known = |name: &str| {
            let new = match name {
                "Key" if !self.own_keys() => "u32".to_owned(),
                "Value" if !self.own_values() => "u32".to_owned(),
                "PlanState" => "State".to_owned(),
                _ if name == self.source.hint => hint.to_string(),
                _ => return None,
            };
            Some(new)
        };
        renamed(&code, known)
    }

    /// An empty map.
    pub(super) fn empty(&self) -> String {
        self.made(0)
    }

    pub(super) fn made(&self, hint: u16) -> String {
        self.translated(self.source.new, hint)
    }

    /// The items that the map needs to be imported.
    pub(super) fn imports(&self) -> BTreeSet<String> {
        if !self.source.imports.is_empty() {
            let items = self.source.imports.iter();
            return items.map(|&item| item.to_owned()).collect();
        }
        let mut items = BTreeSet::new();
        let full = self.source.type_name.split('<').next().unwrap_or_default();
        let (root, real) = match (full.split("::").next(), full.split("::").last()) {
            (Some(root), Some(real)) => (root, real),
            _ => return items,
        };
        let base = match root {
            "std" | "core" | "alloc" => "std::collections",
            root => root,
        };
        let head = self.source.map.split('<').next().unwrap_or_default().trim();
        match head.split_once("::") {
            Some((first, _)) if first == root || first == "std" => {}
            Some((first, _)) => drop(items.replace(format!("use {base}::{first};"))),
            None if head == real => drop(items.replace(format!("use {base}::{real};"))),
            None => drop(items.replace(format!("use {base}::{real} as {head};"))),
        }
        let entry = self.word("entry").filter(|_| self.names_entry());
        let entry = entry.map(|args| EntryWords::of(args).path);
        match entry.map(|path| (path, path.split_once("::"))) {
            Some((_, Some((first, _)))) if first != root && first != "std" => {
                items.insert(format!("use {base}::{first};"));
            }
            Some((path, None)) => {
                let module = match real {
                    "BTreeMap" => "btree_map",
                    _ => "hash_map",
                };
                items.insert(format!("use {base}::{module}::{path};"));
            }
            _ => {}
        }
        items
    }

    /// Whether the program names the map's `Entry`.
    fn names_entry(&self) -> bool {
        self.has_op(|op| matches!(rust(op.kind()).gives, Gives::Entry { .. }))
    }

    /// The arguments of a word that the adapter's methods were written from.
    pub(super) fn word(&self, word: &str) -> Option<&'static str> {
        let words = self.runner.words.iter();
        let mut found = words.filter(|(known, _)| *known == word);
        found.next().map(|&(_, args)| args)
    }

    /// Whether a hasher of the test's own is needed.
    pub(super) fn own_hasher(&self) -> bool {
        hashes_by_plan(&self.source)
            && (self.hashing != Hashing::Std || self.has_fault(FaultKind::Hasher))
    }
}
