//! What the test has beside the ops: keys, values, hashing, and what counts or
//! panics.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::spell::renamed;
use super::{Failure, Hashing, Refusal, hashes_by_plan};
use crate::case::FaultKind;
use crate::evidence::{Finding, ProcessEnd, contrast};

/// Texts that are longer than so many characters are shortened where they are
/// equal.
const MOST_CHARS: usize = 400;

impl Failure<'_> {
    /// The whole program.
    pub(super) fn program(&self) -> Result<String, Refusal> {
        let body = self.body()?;
        let mut out = self.header();
        for item in self.imports().iter().chain(&self.std_imports(&body)) {
            let _ = writeln!(out, "{item}");
        }
        out.push('\n');
        out += &self.hasher();
        let map = self.translated(self.source.map, 0);
        let _ = writeln!(out, "type Map = {map};\n");
        out += &self.faults();
        if self.own_keys() {
            out += &self.key_type();
        }
        if self.own_values() {
            out += &self.value_type();
        }
        if body.iter().any(|line| line.contains("sorted(")) {
            out += "fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {\n    \
                    let mut items: Vec<T> = items.into_iter().collect();\n    \
                    items.sort();\n    items\n}\n\n";
        }
        if body.iter().any(|line| line.contains("well_behaved(")) {
            out += WELL_BEHAVED;
        }
        let _ = writeln!(out, "#[test]\nfn {}() {{", self.name());
        for line in body {
            let _ = writeln!(out, "    {line}");
        }
        out += "}\n";
        Ok(out)
    }

    fn header(&self) -> String {
        let what = self.source.package.unwrap_or(self.runner.name);
        let mut out = match self.finding {
            Finding::Diverged(d) => format!("// {what}: {} {}\n", d.kind().name(), d.place()),
            Finding::Ended(ended) => format!("// {what}: {}\n", ended.how),
        };
        if let Finding::Diverged(found) = self.finding {
            let line = |text: &str| text.replace(char::is_control, " ");
            let (expected, got) = contrast(&found.expected(), &found.got(), MOST_CHARS);
            out += &format!("//   expected: {}\n", line(&expected));
            out += &format!("//   got:      {}\n", line(&got));
        }
        if self.source.imports.is_empty() {
            out += "// The paths below are guessed from the map's type.\n";
        }
        out += "// Written by `map-oracle export`.\n\n";
        out
    }

    fn name(&self) -> String {
        let (op, kind) = match self.finding {
            Finding::Diverged(d) => (self.steps.get(d.step), d.kind().name()),
            Finding::Ended(_) => (self.steps.last(), "loses_the_process"),
        };
        let op = op.map_or("drop", |step| step.op.kind().name());
        format!("{op}_{kind}").replace([' ', '-'], "_")
    }

    fn std_imports(&self, body: &[String]) -> BTreeSet<String> {
        let mut items = BTreeSet::new();
        let mut import = |path: &str| {
            items.insert(format!("use {path};"));
        };
        if hashes_by_plan(&self.source) {
            import("std::hash::BuildHasherDefault");
            if self.own_hasher() {
                import("std::hash::Hasher");
            } else {
                import("std::collections::hash_map::DefaultHasher");
            }
        }
        if self.own_keys() {
            if self.own_hash() {
                import("std::hash::Hash");
                import("std::hash::Hasher");
            }
            if self.own_eq() {
                import("std::cmp::Ordering");
            }
        }
        if self.counts() || self.panicking().next().is_some() {
            import("std::cell::Cell");
        }
        if self.panicking().next().is_some() {
            import("std::thread::LocalKey");
        }
        if body.iter().any(|line| line.contains("catch_unwind(")) {
            import("std::panic::AssertUnwindSafe");
            import("std::panic::catch_unwind");
        }
        // What the map's own items bring already is not imported twice.
        let own = self.imports();
        items.retain(|item| !own.contains(item));
        items
    }

    fn panicking(&self) -> impl Iterator<Item = FaultKind> {
        FaultKind::PANICS
            .into_iter()
            .filter(|&kind| self.has_fault(kind))
    }

    fn own_eq(&self) -> bool {
        self.has_nan() || self.has_fault(FaultKind::Eq)
    }

    fn own_hash(&self) -> bool {
        self.hashing == Hashing::Table || self.own_eq() || self.has_fault(FaultKind::Hash)
    }

    fn hasher(&self) -> String {
        if !hashes_by_plan(&self.source) {
            return String::new();
        }
        if !self.own_hasher() {
            return "type State = BuildHasherDefault<DefaultHasher>;\n".to_owned();
        }
        let ticks = self.has_fault(FaultKind::Hasher);
        let tick = |indent: &str| {
            if ticks {
                format!("{indent}tick(&HASHER_FAULT);\n")
            } else {
                String::new()
            }
        };
        let mut out = String::from("/// Hashes a number to itself.\n");
        if ticks {
            out += "struct Plain(u64);\n\nimpl Default for Plain {\n    fn default() -> Self {\n";
            out += &tick("        ");
            out +=
                "        Plain(0)\n    }\n}\n\nimpl Drop for Plain {\n    fn drop(&mut self) {\n";
            out += &tick("        ");
            out += "    }\n}\n\n";
        } else {
            out += "#[derive(Default)]\nstruct Plain(u64);\n\n";
        }
        out += "impl Hasher for Plain {\n    fn finish(&self) -> u64 {\n";
        out += &tick("        ");
        out += "        self.0\n    }\n    \
                fn write(&mut self, _: &[u8]) {\n        unimplemented!(\"only numbers are hashed\")\n    }\n    \
                fn write_u32(&mut self, number: u32) {\n        self.0 = number.into();\n    }\n    \
                fn write_u64(&mut self, number: u64) {\n        self.0 = number;\n    }\n}\n\n\
                type State = BuildHasherDefault<Plain>;\n";
        out
    }

    fn faults(&self) -> String {
        let mut out = String::new();
        let kinds: Vec<FaultKind> = self.panicking().collect();
        if kinds.is_empty() {
            return out;
        }
        out +=
            "thread_local! {\n    /// Which of the next calls panics, counted from 1; none if 0.\n";
        for kind in kinds {
            let _ = writeln!(
                out,
                "    static {}: Cell<u32> = const {{ Cell::new(0) }};",
                fault_name(kind)
            );
        }
        out += "}\n\n\
                fn tick(fault: &'static LocalKey<Cell<u32>>) {\n    \
                let call = fault.get();\n    \
                if std::thread::panicking() || call == 0 {\n        return;\n    }\n    \
                fault.set(call - 1);\n    \
                if call == 1 {\n        panic!(\"planned\");\n    }\n}\n\n";
        out
    }

    fn key_type(&self) -> String {
        let custom_clone = self.counts() || self.has_fault(FaultKind::Clone);
        let mut derives = vec!["Debug"];
        if !custom_clone {
            derives.push("Clone");
        }
        if !self.own_eq() {
            derives.extend(["PartialEq", "Eq", "PartialOrd", "Ord"]);
        }
        if !self.own_hash() {
            derives.push("Hash");
        }
        let mut out = format!("#[derive({})]\nstruct Key(u32);\n\n", derives.join(", "));
        if self.own_hash() {
            out += "impl Hash for Key {\n    fn hash<H: Hasher>(&self, state: &mut H) {\n";
            if self.has_fault(FaultKind::Hash) {
                out += "        tick(&HASH_FAULT);\n";
            }
            out += &self.hash_body();
            out += "    }\n}\n\n";
        }
        if self.own_eq() {
            let tick = if self.has_fault(FaultKind::Eq) {
                "        tick(&EQ_FAULT);\n"
            } else {
                ""
            };
            let nan = if self.has_nan() {
                // Such keys are like a NaN.
                " && self.0 <= u32::MAX / 2"
            } else {
                ""
            };
            let _ = write!(
                out,
                "impl PartialEq for Key {{\n    fn eq(&self, other: &Key) -> bool {{\n{tick}        \
                 self.0 == other.0{nan}\n    }}\n}}\n\nimpl Eq for Key {{}}\n\n\
                 impl PartialOrd for Key {{\n    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {{\n        \
                 Some(self.cmp(other))\n    }}\n}}\n\n\
                 impl Ord for Key {{\n    fn cmp(&self, other: &Key) -> Ordering {{\n{tick}        \
                 self.0.cmp(&other.0)\n    }}\n}}\n\n"
            );
        }
        out += &self.life("Key");
        out
    }

    fn hash_body(&self) -> String {
        if self.hashing != Hashing::Table {
            return "        state.write_u32(self.0);\n".to_owned();
        }
        let domain = self.case.domain().into_iter().map(u32::from);
        let last = self.fresh(self.steps.len());
        let nans = (u32::MAX / 2 + 1)..=last;
        let hashes: Vec<(u32, u64)> = domain
            .chain(nans)
            .map(|id| (id, self.case.plan.hash(id)))
            .collect();
        let Some(&(_, first)) = hashes.first() else {
            return "        state.write_u64(0);\n".to_owned();
        };
        if hashes.iter().all(|&(_, hash)| hash == first) {
            return format!("        state.write_u64({first:#x});\n");
        }
        let mut out = "        state.write_u64(match self.0 {\n".to_owned();
        let rest = mode(&hashes);
        for &(id, hash) in hashes.iter().filter(|&&(_, hash)| hash != rest) {
            let _ = writeln!(out, "            {id} => {hash:#018x},");
        }
        let _ = writeln!(out, "            _ => {rest:#018x},\n        }});");
        out
    }

    fn value_type(&self) -> String {
        let custom_clone = self.counts() || self.has_fault(FaultKind::Clone);
        let clone = if custom_clone { "" } else { "Clone, " };
        let mut out = format!("#[derive({clone}Debug, PartialEq, Eq)]\nstruct Value(u32);\n\n");
        out += &self.life("Value");
        out
    }

    /// Birth, clone and drop of a type.
    fn life(&self, name: &str) -> String {
        let mut out = String::new();
        let live = live(name);
        let (counts, clones, drops) = (
            self.counts(),
            self.has_fault(FaultKind::Clone),
            self.has_fault(FaultKind::Drop),
        );
        if counts {
            let _ = write!(
                out,
                "thread_local! {{\n    static {live}: Cell<usize> = const {{ Cell::new(0) }};\n}}\n\n\
                 impl {name} {{\n    fn new(number: u32) -> {name} {{\n        \
                 {live}.set({live}.get() + 1);\n        {name}(number)\n    }}\n}}\n\n"
            );
        }
        if counts || clones {
            let tick = if clones {
                "        tick(&CLONE_FAULT);\n"
            } else {
                ""
            };
            let new = if counts { "::new" } else { "" };
            let _ = write!(
                out,
                "impl Clone for {name} {{\n    fn clone(&self) -> {name} {{\n{tick}        \
                 {name}{new}(self.0)\n    }}\n}}\n\n"
            );
        }
        if counts || drops {
            let tick = if drops {
                "        tick(&DROP_FAULT);\n"
            } else {
                ""
            };
            let count = if counts {
                format!("        {live}.set({live}.get().wrapping_sub(1));\n")
            } else {
                String::new()
            };
            let _ = write!(
                out,
                "impl Drop for {name} {{\n    fn drop(&mut self) {{\n{count}{tick}    }}\n}}\n\n"
            );
        }
        out
    }

    /// What to wait for, if the map does not come back.
    pub(super) fn hangs(&self) -> bool {
        matches!(self.finding, Finding::Ended(ended) if ended.how == ProcessEnd::Hang)
    }
}

/// The hash that most keys have, for the last arm of a table.
fn mode(hashes: &[(u32, u64)]) -> u64 {
    let count = |hash: u64| hashes.iter().filter(|&&(_, other)| other == hash).count();
    let most = hashes
        .iter()
        .map(|&(_, hash)| hash)
        .max_by_key(|&h| count(h));
    most.unwrap_or(0)
}

pub(super) fn fault_name(kind: FaultKind) -> String {
    format!("{}_FAULT", kind.name().to_uppercase())
}

pub(super) fn live(name: &str) -> String {
    renamed(name, |name| Some(format!("LIVE_{}S", name.to_uppercase())))
}

const WELL_BEHAVED: &str = "/// Runs an iterator to its end, and holds it to its promises.
fn well_behaved<I: Iterator>(mut iter: I, fused: bool) {
    let (mut least, mut most, mut count) = (0, usize::MAX, 0);
    loop {
        let (lower, upper) = iter.size_hint();
        least = least.max(count + lower);
        most = most.min(upper.map_or(usize::MAX, |upper| count + upper));
        if iter.next().is_none() {
            break;
        }
        count += 1;
    }
    assert!((least..=most).contains(&count), \"{count} items, {least} to {most} promised\");
    assert!(!fused || iter.next().is_none() && iter.next().is_none(), \"an item after the end\");
}

";
