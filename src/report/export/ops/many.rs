//! Ops on many keys: runs, ranges, and iterators that are not just run to their
//! end.

use std::ops::Bound;

use super::{Gives, Spelling};
use crate::case::{OpKind, Said};
use crate::kinds::map::ops::{Conduct, Twin, conduct};

impl Spelling<'_> {
    /// The first items of an iterator, which is then forgotten.
    pub(super) fn forget(&self, iterator: &str, take: &str) -> (String, Gives) {
        let call = format!(
            "{{ let mut items = {iterator}; let taken: Vec<_> = items.by_ref().take({take}).collect(); \
             std::mem::forget(items); taken.into_iter() }}"
        );
        (call, Gives::Items(self.failure.read_pair()))
    }

    /// What the map is compared with.
    pub(super) fn twin(&self) -> Vec<(u32, u32)> {
        let id = u32::from(self.op.key());
        let there = self.model().get(id);
        let mut entries = self.model().in_order();
        match (conduct(self.op.kind()), there) {
            (Conduct::Equal(Twin::Toggled), Some(_)) => entries.retain(|&(key, _)| key != id),
            (Conduct::Equal(Twin::Toggled), None) => entries.push((id, 1)),
            (Conduct::Equal(Twin::Changed), Some(value)) => {
                entries.push((id, value.wrapping_add(1)));
            }
            _ => {}
        }
        entries
    }

    pub(super) fn entries_iter(&mut self) -> String {
        let value = format!("key + {}", self.op.run().len);
        let entries = self.entries_of_run("|key|", &value);
        self.made_apart(entries)
    }

    /// The entries of the run, by a closure that begins so and gives each key a value.
    fn entries_of_run(&self, closure: &str, value: &str) -> String {
        let run = self.op.run();
        let (from, to) = (run.start, u32::from(run.start) + u32::from(run.len));
        let (key, value) = (self.failure.key("key"), self.failure.value(value));
        format!("({from}..{to}).map({closure} ({key}, {value}))")
    }

    /// The entries, made before the op if that stands apart.
    fn made_apart(&mut self, entries: String) -> String {
        if !self.apart {
            return entries;
        }
        self.before
            .push(format!("let entries: Vec<_> = {entries}.collect();"));
        "entries.into_iter()".to_owned()
    }

    /// The entries as [`feed`](crate::subject::feed) gives them.
    pub(super) fn fed_iter(&mut self) -> String {
        let iter = self.entries_iter();
        if self.op.says() == Some(Said::Unsized) {
            iter + ".filter(|_| true)"
        } else {
            iter
        }
    }

    /// The entries of the run, and each of them once more with another value.
    pub(super) fn fed_twice(&mut self) -> String {
        let value = format!("key + times * {}", self.op.run().len);
        let entries = self.entries_of_run("move |key|", &value);
        self.made_apart(format!("(1..=2).flat_map(|times| {entries})"))
    }

    pub(super) fn fed(&mut self) -> String {
        let iter = self.fed_iter();
        iter.strip_suffix(".into_iter()")
            .unwrap_or(&iter)
            .to_owned()
    }

    pub(super) fn run(&mut self) -> (String, Gives) {
        let f = self.failure;
        let inserts = self.op.kind() == OpKind::InsertRun;
        let run = self.op.run();
        let (from, to) = (run.start, u32::from(run.start) + u32::from(run.len));
        if self.apart {
            let entries = if inserts {
                self.entries_iter()
            } else {
                let key = f.key("key");
                self.before.push(format!(
                    "let keys: Vec<_> = ({from}..{to}).map(|key| {key}).collect();"
                ));
                "keys.iter()".to_owned()
            };
            self.key = "key".to_owned();
            self.value = "value".to_owned();
            let call = if inserts {
                self.call("map.insert(key, value)".to_owned())
            } else {
                self.call("map.remove(key)".to_owned())
                    .replace("&key", "key")
            };
            let of = if inserts { "(key, value)" } else { "key" };
            let call = format!("{entries}.map(|{of}| {call})");
            return (call, Gives::Items(String::new()));
        }
        self.key = f.key("key");
        self.value = f.value(&format!("key + {}", run.len));
        let (key, value) = (self.key.clone(), self.value.clone());
        let call = if inserts {
            self.call(format!("map.insert({key}, {value})"))
        } else {
            self.call(format!("map.remove(&{key})"))
        };
        let read = match f.read_value() {
            "" => String::new(),
            read => format!(".map(|old| old{read})"),
        };
        let call = format!("({from}..{to}).map(|key| {call})");
        (call, Gives::Items(read))
    }

    pub(super) fn both_ends(&mut self, iter: &str) -> (String, Gives) {
        self.before.push(format!("let mut iter = {iter};"));
        self.before
            .push("let (mut front, mut back) = (Vec::new(), Vec::new());".to_owned());
        self.before.push(
            "while let Some(entry) = iter.next() { front.push(entry); back.extend(iter.next_back()); }"
                .to_owned(),
        );
        let call = "front.into_iter().chain(back.into_iter().rev())".to_owned();
        (call, Gives::Items(self.failure.read_pair_ref()))
    }

    /// The ends of a range.
    pub(super) fn bounds(&self) -> String {
        let f = self.failure;
        let (low, high) = self.op.bounds();
        let end = |bound| match bound {
            Bound::Included(key) => {
                format!(
                    "std::ops::Bound::Included(&{})",
                    f.key(&u16::to_string(&key))
                )
            }
            Bound::Excluded(key) => {
                format!(
                    "std::ops::Bound::Excluded(&{})",
                    f.key(&u16::to_string(&key))
                )
            }
            Bound::Unbounded => "std::ops::Bound::Unbounded".to_owned(),
        };
        format!("({}, {})", end(low), end(high))
    }
}
