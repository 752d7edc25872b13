//! Each op in the map's own words: those on one key or on the map as a whole
//! here, the rest in the files below.

mod entry;
mod many;

use super::{Failure, Refusal, refuse};
use crate::case::{Op, OpKind};
use crate::model::Model;

/// An op as code.
pub(super) struct Spelled {
    /// What is made before.
    pub(super) before: Vec<String>,
    /// Does it.
    pub(super) call: String,
    /// What it comes to.
    pub(super) gives: Gives,
}

/// What the call of an op comes to, and what turns that into numbers.
pub(super) enum Gives {
    /// Nothing of interest.
    Nothing,
    /// Something owned.
    Own(String),
    /// Something that borrows from the map.
    Seen(String),
    /// An iterator of owned items.
    Items(String),
}

/// The word of [`subject_methods!`](crate::subject_methods!) that an op needs.
fn word(kind: OpKind) -> &'static str {
    use OpKind as K;
    match kind {
        K::InsertNan | K::InsertRun => "insert",
        K::RemoveRun => "remove",
        K::EntryOrInsert
        | K::EntryOrInsertWith
        | K::EntryReplace
        | K::EntryRemove
        | K::EntryRemoveEntry
        | K::EntryPeek
        | K::EntryFill
        | K::EntryWrite => "entry",
        K::EntryAndModify => "and_modify",
        K::EntryOrInsertWithKey => "or_insert_with_key",
        K::EntryInsertEntry => "insert_entry",
        K::DrainForget => "drain",
        K::ExtractTwo | K::ExtractForget => "extract_if",
        K::IntoIterForget => "into_iter",
        K::CloneSwap => "clone",
        K::CloneToOther => "clone_from",
        K::EqualCopy | K::EqualToggled | K::EqualChanged | K::EqualOther => "eq",
        K::AppendOther => "append",
        K::TryReserveAbsurd => "try_reserve",
        K::Swap => "len",
        K::Ends => "rev",
        K::RangeRev | K::RangeEnds => "range",
        K::Successor | K::Predecessor => "neighbours",
        K::SplitSwap => "split_off",
        kind => kind.name(),
    }
}

impl Failure<'_> {
    /// The op of a step. With `apart`, what it is given is made before it.
    pub(super) fn spelled(&self, step: usize, apart: bool) -> Result<Spelled, Refusal> {
        let op = self.steps[step].op;
        let word = word(op.kind());
        let by_hand = self.source.methods.iter().find(|(of, _)| *of == word);
        let args = self.word(word);
        if args.is_none() && by_hand.is_none() {
            return refuse(format!(
                "op {}, `{op}`: the adapter of {} writes `{word}` by hand, and its `source` does not \
                 spell it",
                step + 1,
                self.runner.name
            ));
        }
        let mut before = Vec::new();
        let (key, value) = match op.kind() {
            OpKind::InsertNan => (self.key(&self.fresh(step).to_string()), op.value()),
            _ => (self.key(&op.key().to_string()), op.value()),
        };
        let mut value = self.value(&value.to_string());
        let mut key = key;
        if apart && (self.own_keys() || self.own_values()) {
            if op.keys().next().is_some() || op.kind() == OpKind::InsertNan {
                before.push(format!("let key = {key};"));
                key = "key".to_owned();
            }
            if op.kind().entry_form().is_some()
                || matches!(
                    op.kind(),
                    OpKind::Insert | OpKind::InsertNan | OpKind::TryInsert
                )
            {
                before.push(format!("let value = {value};"));
                value = "value".to_owned();
            }
        }
        let spelling = Spelling {
            failure: self,
            op,
            step,
            key,
            value,
            args: args.unwrap_or_default(),
            template: by_hand.map(|&(_, template)| template),
            apart,
            before,
        };
        spelling.finish()
    }

    /// The statements that make a map of these entries.
    pub(super) fn map_of(&self, name: &str, entries: &[(u32, u32)]) -> Vec<String> {
        let (key, value) = (self.key("key"), self.value("value"));
        let mut lines = vec![format!("let mut {name}: Map = {};", self.empty())];
        if !entries.is_empty() {
            let insert = self.insert(name, &key, &value);
            lines.push(format!(
                "for (key, value) in {entries:?} {{ let _ = {insert}; }}"
            ));
        }
        lines
    }

    fn map_of_run(&self, name: &str, op: Op) -> Vec<String> {
        let run = op.run();
        let entries: Vec<(u32, u32)> = run.keys().map(|k| (k.into(), run.value(k))).collect();
        self.map_of(name, &entries)
    }

    fn insert(&self, map: &str, key: &str, value: &str) -> String {
        let by_hand = self.source.methods.iter().find(|(of, _)| *of == "insert");
        let template = by_hand.map_or("map.insert(KEY, VALUE)", |&(_, template)| template);
        super::spell::renamed(template, |name| match name {
            "KEY" => Some(key.to_owned()),
            "VALUE" => Some(value.to_owned()),
            "map" => Some(map.to_owned()),
            _ => None,
        })
    }

    fn has_closure_fault(&self, step: usize) -> bool {
        let fault = self.steps[step].fault;
        fault.is_some_and(|fault| fault.kind == crate::case::FaultKind::Closure)
    }
}

struct Spelling<'a> {
    failure: &'a Failure<'a>,
    op: Op,
    step: usize,
    key: String,
    value: String,
    args: &'static str,
    template: Option<&'static str>,
    apart: bool,
    before: Vec<String>,
}

impl Spelling<'_> {
    /// The adapter's own spelling of the call, or this one.
    fn call(&self, method: String) -> String {
        let Some(template) = self.template else {
            return method;
        };
        let key = match self.op.kind() {
            OpKind::Insert | OpKind::InsertNan | OpKind::InsertRun => self.key.clone(),
            kind if kind.entry_form().is_some() => self.key.clone(),
            _ => format!("&{}", self.key),
        };
        super::spell::renamed(template, |name| match name {
            "KEY" => Some(key.clone()),
            "VALUE" => Some(self.value.clone()),
            "SELECT" => Some(self.select()),
            _ => None,
        })
    }

    /// `tick(..)`, where a closure is to panic.
    fn tick(&self) -> &'static str {
        match self.failure.has_closure_fault(self.step) {
            true => "tick(&CLOSURE_FAULT); ",
            false => "",
        }
    }

    fn select(&self) -> String {
        let selection = self.op.selection();
        let id = self.failure.id("key");
        let test = match selection.modulus {
            1 => "true".to_owned(),
            modulus => format!("{id} % {modulus} == {}", selection.residue),
        };
        match self.tick() {
            "" if selection.modulus == 1 => "|_, _| true".to_owned(),
            "" => format!("|key, _| {test}"),
            tick if selection.modulus == 1 => format!("|_, _| {{ {tick}true }}"),
            tick => format!("|key, _| {{ {tick}{test} }}"),
        }
    }

    fn before_args(&self) -> String {
        match self.args {
            "" => String::new(),
            args => format!("{args}, "),
        }
    }

    fn method(&self, usual: &'static str) -> &'static str {
        if self.args.is_empty() {
            usual
        } else {
            self.args
        }
    }

    fn model(&self) -> &Model {
        self.failure.before(self.step)
    }

    fn add(&self, by: &str) -> String {
        let held = self.failure.held("value");
        format!("{held} = {held}.wrapping_add({by})")
    }

    fn finish(mut self) -> Result<Spelled, Refusal> {
        let (call, gives) = self.spell();
        Ok(Spelled {
            before: self.before,
            call,
            gives,
        })
    }

    fn spell(&mut self) -> (String, Gives) {
        use OpKind as K;
        let f = self.failure;
        let (op, key, value) = (self.op, self.key.clone(), self.value.clone());
        let (n, taken) = (op.count(), f.empty());
        let nothing = |call: String| (call, Gives::Nothing);
        let own = |call: String| (call, Gives::Own(f.read_value().to_owned()));
        let own_pair = |call: String| (call, Gives::Own(f.read_pair()));
        let seen_pair = |call: String| (call, Gives::Seen(f.read_pair_ref()));
        let plain = |call: String| (call, Gives::Own(String::new()));
        if let Some(form) = op.kind().entry_form() {
            return self.entry(form);
        }
        match op.kind() {
            K::Insert | K::InsertNan => {
                let (call, gives) = own(self.call(format!("map.insert({key}, {value})")));
                match f.runner.support.refuses {
                    false => (call, gives),
                    true => match f.read_value() {
                        "" => (call, Gives::Own(".ok()".to_owned())),
                        read => (call, Gives::Own(format!(".ok().map(|old| old{read})"))),
                    },
                }
            }
            K::TryInsert => {
                let held = f.held("value");
                let (there, given) = match f.own_values() {
                    true => ("error.entry.get().0", "error.value.0"),
                    false => ("*error.entry.get()", "error.value"),
                };
                let read = format!(".map(|value| {held}).map_err(|error| ({there}, {given}))");
                (format!("map.try_insert({key}, {value})"), Gives::Seen(read))
            }
            K::Remove => own(self.call(format!("map.remove(&{key})"))),
            K::SwapRemove => own(self.call(format!("map.swap_remove(&{key})"))),
            K::ShiftRemove => own(self.call(format!("map.shift_remove(&{key})"))),
            K::RemoveEntry => own_pair(self.call(format!("map.remove_entry(&{key})"))),
            K::SwapRemoveIndex => own_pair(self.call(format!("map.swap_remove_index({n})"))),
            K::ShiftRemoveIndex => own_pair(self.call(format!("map.shift_remove_index({n})"))),
            K::PopFirst => own_pair(self.call(format!("map.{}()", self.method("pop_first")))),
            K::PopLast => own_pair(self.call(format!("map.{}()", self.method("pop_last")))),
            K::Get => {
                let call = self.call(format!("map.get(&{key})"));
                (call, Gives::Seen(f.read_ref().to_owned()))
            }
            K::Index => match f.own_values() {
                true => plain(format!("Some(map[&{key}].0)")),
                false => plain(format!("Some(map[&{key}])")),
            },
            K::GetMut => {
                let place = match f.own_values() {
                    true => "&mut value.0",
                    false => "value",
                };
                let new = op.value();
                let call = self.call(format!("map.get_mut(&{key})"));
                plain(format!(
                    "{call}.map(|value| std::mem::replace({place}, {new}))"
                ))
            }
            K::GetDisjointMut => {
                let method = self.method("get_disjoint_mut");
                let (one, two) = (key, f.key(&op.second_key().to_string()));
                let (held, add) = (f.held("value"), self.add("1"));
                plain(format!(
                    "map.{method}([&{one}, &{two}]).map(|value| value.map(|value| {{ {add}; {held}.wrapping_sub(1) }}))"
                ))
            }
            K::GetKeyValue => seen_pair(self.call(format!("map.get_key_value(&{key})"))),
            K::ContainsKey => plain(self.call(format!("map.contains_key(&{key})"))),
            K::First => seen_pair(format!("map.{}()", self.method("first_key_value"))),
            K::Last => seen_pair(format!("map.{}()", self.method("last_key_value"))),
            K::Successor | K::Predecessor => {
                let (range, next) = match op.kind() {
                    K::Successor => (
                        format!("(std::ops::Bound::Excluded(&{key}), std::ops::Bound::Unbounded)"),
                        "next",
                    ),
                    _ => (
                        format!("(std::ops::Bound::Unbounded, std::ops::Bound::Excluded(&{key}))"),
                        "next_back",
                    ),
                };
                let of = self.key_type();
                seen_pair(format!("map.range::<{of}, _>({range}).{next}()"))
            }
            K::GetIndex => seen_pair(self.call(format!("map.get_index({n})"))),
            K::IndexOf => plain(self.call(format!("map.get_index_of(&{key})"))),
            K::InsertRun | K::RemoveRun => self.run(),
            K::Extend => nothing(format!("map.extend({})", self.fed())),
            K::FromIter => nothing(format!("map = {}.collect::<Map>()", self.fed_iter())),
            K::Retain => nothing(self.call(format!("map.retain({})", self.select()))),
            K::Truncate => nothing(self.call(format!("map.truncate({n})"))),
            K::Reserve => nothing(self.call(format!("map.reserve({n})"))),
            K::ShrinkToFit => nothing(self.call("map.shrink_to_fit()".to_owned())),
            K::ShrinkTo => nothing(self.call(format!("map.shrink_to({n})"))),
            K::Clear => nothing(self.call("map.clear()".to_owned())),
            K::TryReserve => plain(format!("map.try_reserve({n}).is_ok()")),
            K::TryReserveAbsurd => plain(format!("map.try_reserve(usize::MAX >> {n}).is_ok()")),
            K::ExtractIf | K::ExtractTwo | K::ExtractForget => {
                let select = self.select();
                let args = self.before_args();
                let call = self.call(format!("map.extract_if({args}{select})"));
                match op.kind() {
                    K::ExtractIf => (call, Gives::Items(f.read_pair())),
                    K::ExtractTwo => (format!("{call}.take(2)"), Gives::Items(f.read_pair())),
                    _ => self.forget(&call, 2),
                }
            }
            K::Drain | K::DrainForget => {
                let call = self.call(format!("map.drain({})", self.args));
                match op.kind() {
                    K::Drain => (format!("{call}.take({n})"), Gives::Items(f.read_pair())),
                    _ => self.forget(&call, n),
                }
            }
            K::IntoIter | K::IntoIterForget => {
                let call = format!("std::mem::replace(&mut map, {taken}).into_iter()");
                match op.kind() {
                    K::IntoIter => (format!("{call}.take({n})"), Gives::Items(f.read_pair())),
                    _ => self.forget(&call, n),
                }
            }
            K::IntoKeys | K::IntoValues => {
                let method = op.kind().name();
                let read = match op.kind() {
                    K::IntoKeys if f.own_keys() => ".map(|key| key.0)",
                    K::IntoValues if f.own_values() => ".map(|value| value.0)",
                    _ => "",
                };
                let call = format!("std::mem::replace(&mut map, {taken}).{method}().take({n})");
                (call, Gives::Items(read.to_owned()))
            }
            K::Iter => ("map.iter()".to_owned(), Gives::Items(f.read_pair_ref())),
            K::Rev => (
                "map.iter().rev()".to_owned(),
                Gives::Items(f.read_pair_ref()),
            ),
            K::Ends => self.both_ends("map.iter()"),
            kind if kind.is_range() => self.range(),
            K::Keys => {
                let read = format!(".map(|key| {})", f.id("key"));
                ("map.keys()".to_owned(), Gives::Items(read))
            }
            K::Values => {
                let read = format!(".map(|value| {})", f.held("value"));
                ("map.values()".to_owned(), Gives::Items(read))
            }
            K::IterMut | K::ValuesMut => {
                let (held, add) = (f.held("value"), self.add(&op.value().to_string()));
                let id = f.id("key");
                let call = match op.kind() {
                    K::IterMut => format!(
                        "map.iter_mut().map(|(key, value)| {{ let seen = ({id}, {held}); {add}; seen }})"
                    ),
                    _ => format!(
                        "map.values_mut().map(|value| {{ let seen = {held}; {add}; seen }})"
                    ),
                };
                (call, Gives::Items(String::new()))
            }
            K::IterClone => {
                let read = f.read_pair_ref();
                self.before.push("let mut iter = map.iter();".to_owned());
                self.before
                    .push(format!("for _ in 0..{n} {{ iter.next(); }}"));
                self.before.push("let clone = iter.clone();".to_owned());
                plain(format!(
                    "[iter{read}.collect::<Vec<_>>(), clone{read}.collect::<Vec<_>>()]"
                ))
            }
            K::Debug => plain("format!(\"{map:?}\")".to_owned()),
            K::Clone => plain("map.clone()".to_owned()),
            K::CloneSwap => nothing("map = map.clone()".to_owned()),
            K::CloneFrom => {
                let lines = f.map_of_run("target", op);
                self.before.extend(lines);
                nothing("{ target.clone_from(&map); map = target; }".to_owned())
            }
            K::CloneToOther => nothing("other.clone_from(&map)".to_owned()),
            K::EqualOther => plain("(map == other, other == map)".to_owned()),
            K::EqualCopy | K::EqualToggled | K::EqualChanged => {
                let lines = f.map_of("twin", &self.twin());
                self.before.extend(lines);
                plain("(map == twin, twin == map)".to_owned())
            }
            K::Append => {
                let lines = f.map_of_run("run", op);
                self.before.extend(lines);
                nothing("map.append(&mut run)".to_owned())
            }
            K::AppendOther => nothing("map.append(&mut other)".to_owned()),
            K::Union => {
                let lines = f.map_of_run("run", op);
                self.before.extend(lines);
                nothing(format!(
                    "map = std::mem::replace(&mut map, {taken}).union(run)"
                ))
            }
            K::Swap => nothing("std::mem::swap(&mut map, &mut other)".to_owned()),
            K::SplitOff => plain(format!("map.split_off(&{key})")),
            K::SplitSwap => nothing(format!("map = map.split_off(&{key})")),
            K::SwapIndices | K::MoveIndex => {
                let len = self.model().len();
                if len == 0 {
                    return nothing("()".to_owned());
                }
                let (from, to) = (n % len, op.second_count() % len);
                nothing(format!("map.{}({from}, {to})", op.kind().name()))
            }
            K::SortKeys => nothing("map.sort_keys()".to_owned()),
            K::Reverse => nothing("map.reverse()".to_owned()),
            kind => unreachable!("`{}` is refused before, or an entry's", kind.name()),
        }
    }

    fn key_type(&self) -> &'static str {
        if self.failure.own_keys() {
            "Key"
        } else {
            "u32"
        }
    }
}
