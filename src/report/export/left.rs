//! What is asserted of the maps themselves: as an op leaves them, after the last
//! op, and when they are dropped.

use super::judge::{some_of, takes_other};
use super::prelude::live;
use super::spell::{PAIR, list};
use super::{Failure, Refusal, refuse};
use crate::evidence::{Broken, Evidence, Kind, Which};
use crate::structure::Model;

impl Failure<'_> {
    /// The assertion on the map as an op leaves it.
    pub(super) fn judged(&self, step: usize) -> Result<Vec<String>, Refusal> {
        let Some((kind, evidence, of)) = self.wrong() else {
            return Ok(Vec::new());
        };
        let op = self.steps[step].op;
        let model = self.after(step);
        Ok(match kind {
            Kind::Answer | Kind::Panic => Vec::new(),
            Kind::Contents | Kind::Order | Kind::LookUp | Kind::Len
                if matches!(of, Which::Clone | Which::CloneTarget | Which::SplitOff) =>
            {
                Vec::new()
            }
            Kind::Contents if let Evidence::NotWhole { after, .. } = evidence => match after {
                Broken::Forgotten => self.whole(step, false),
                Broken::Appended | Broken::CloneFrom => Vec::new(),
            },
            Kind::Contents if matches!(evidence, Evidence::Kept { .. }) => {
                let before = self.before(step).entries();
                let read = format!("sorted(map.iter(){})", self.read_pair_ref());
                let count = before.len().min(op.count());
                some_of(&read, count, &list(&before, PAIR), true)
            }
            Kind::Len | Kind::LookUp | Kind::Contents | Kind::Order => {
                self.found_wrong(evidence, "map", &*model)
            }
            Kind::Capacity => self.room(evidence),
            Kind::Iterator => {
                let fused = self.runner.support.fused;
                vec![format!("well_behaved(map.iter(), {fused});")]
            }
            Kind::Ledger => self.balanced(evidence),
            Kind::AfterPanic if *evidence == Evidence::Swallowed => Vec::new(),
            Kind::AfterPanic if self.counts() => self.balanced(evidence),
            Kind::AfterPanic if matches!(evidence, Evidence::Capacity { .. }) => {
                self.room(evidence)
            }
            Kind::AfterPanic => self.whole(step, true),
            Kind::Cursor | Kind::Invariant | Kind::Adapter => {
                return refuse(format!("`{}` cannot be exported", kind.name()));
            }
        })
    }

    /// The assertions after the last op.
    pub(super) fn end(&self) -> Result<Vec<String>, Refusal> {
        let Some((kind, evidence, _)) = self.wrong() else {
            return Ok(Vec::new());
        };
        let dropped = if self.has_op(|op| takes_other(op.kind())) {
            "drop((map, other));"
        } else {
            "drop(map);"
        };
        let at_drop = matches!(
            kind,
            Kind::Ledger | Kind::Panic | Kind::Iterator | Kind::AfterPanic
        );
        let mut lines = if at_drop {
            Vec::new()
        } else {
            let model = self.models.last();
            let model = model.map_or_else(|| self.runner.model(), |model| model.copy());
            self.found_wrong(evidence, "map", &*model)
        };
        lines.push(dropped.to_owned());
        if kind == Kind::Ledger {
            lines.extend(self.counted("0", "0"));
        }
        Ok(lines)
    }

    /// The one thing that is wrong with a map.
    fn found_wrong(&self, evidence: &Evidence, map: &str, model: &dyn Model) -> Vec<String> {
        if let Evidence::IsEmpty { .. } = evidence {
            let is_empty = model.is_empty();
            vec![format!("assert_eq!({map}.is_empty(), {is_empty});")]
        } else if let Evidence::Len { .. } = evidence {
            vec![format!("assert_eq!({map}.len(), {});", model.len())]
        } else if let Evidence::LookUp { key, expected, .. } = evidence {
            let (key, read) = (self.key(&key.to_string()), self.read_ref());
            vec![format!(
                "assert_eq!({map}.get(&{key}){read}, {expected:?});"
            )]
        } else if matches!(evidence.kind(), Kind::Contents | Kind::Order) {
            vec![self.iterated(map, model)]
        } else {
            self.state(map, model)
        }
    }

    fn room(&self, evidence: &Evidence) -> Vec<String> {
        if let Evidence::Capacity { needed, .. } = evidence {
            vec![format!("assert!(map.capacity() >= {needed});")]
        } else {
            Vec::new()
        }
    }

    fn iterated(&self, map: &str, model: &dyn Model) -> String {
        let read = format!("{map}.iter(){}", self.read_pair_ref());
        let read = if model.order().is_known() {
            format!("{read}.collect::<Vec<_>>()")
        } else {
            format!("sorted({read})")
        };
        format!("assert_eq!({read}, {});", list(&model.in_order(), PAIR))
    }

    /// All that a map holds.
    pub(super) fn state(&self, map: &str, model: &dyn Model) -> Vec<String> {
        let mut lines = vec![
            format!("assert_eq!({map}.len(), {});", model.len()),
            self.iterated(map, model),
        ];
        let keys = self.case.domain().into_iter().map(u32::from);
        let wanted: Vec<(u32, Option<u32>)> = keys.map(|id| (id, model.get(id))).collect();
        if !wanted.is_empty() {
            let (key, read) = (self.key("key"), self.read_ref());
            lines.push(format!("for (key, value) in {wanted:?} {{"));
            lines.push(format!(
                "    assert_eq!({map}.get(&{key}){read}, value, \"key {{key}}\");"
            ));
            lines.push("}".to_owned());
        }
        lines
    }

    /// A map that agrees with itself, and holds nothing that an op which was
    /// broken off could not have left.
    fn whole(&self, step: usize, or_done: bool) -> Vec<String> {
        let before = self.before(step);
        let after = self.after(step);
        let mut allowed = before.entries();
        if or_done {
            allowed.extend(after.entries());
            allowed.extend(before.between(self.steps[step].op));
            allowed.sort_unstable();
            allowed.dedup();
        }
        let (key, read) = (self.key("key"), self.read_ref());
        let mut lines = vec![
            format!(
                "let shown: Vec<{PAIR}> = map.iter(){}.collect();",
                self.read_pair_ref()
            ),
            "assert_eq!(map.len(), shown.len());".to_owned(),
            format!("let allowed = {};", list(&allowed, PAIR)),
            "assert!(shown.iter().all(|entry| allowed.contains(entry)), \"{shown:?}\");".to_owned(),
            format!("for key in {} {{", list(&self.case.domain(), "u32")),
            "    let entries: Vec<_> = shown.iter().filter(|entry| entry.0 == key).collect();"
                .to_owned(),
            "    assert!(entries.len() <= 1, \"{entries:?}\");".to_owned(),
            format!(
                "    assert_eq!(map.get(&{key}){read}, entries.first().map(|entry| entry.1), \"key {{key}}\");"
            ),
            "}".to_owned(),
        ];
        if or_done && self.runner.support.keeps_entries_on_panic {
            let kept: Vec<u32> = before
                .entries()
                .into_iter()
                .map(|(id, _)| id)
                .filter(|&id| after.get(id).is_some())
                .collect();
            lines.push(format!("for key in {} {{", list(&kept, "u32")));
            lines.push(
                "    assert!(shown.iter().any(|entry| entry.0 == key), \"key {key} is gone\");"
                    .to_owned(),
            );
            lines.push("}".to_owned());
        }
        lines
    }

    fn balanced(&self, evidence: &Evidence) -> Vec<String> {
        if let Evidence::Balance { due, .. } = evidence {
            let [keys, values] = due.map(|due| due.to_string());
            self.counted(&keys, &values)
        } else {
            let len = self.all("len()");
            self.counted(&len, &len)
        }
    }

    fn counted(&self, keys: &str, values: &str) -> Vec<String> {
        vec![
            format!("assert_eq!({}.get(), {keys}, \"live keys\");", live("Key")),
            format!(
                "assert_eq!({}.get(), {values}, \"live values\");",
                live("Value")
            ),
        ]
    }
}
