//! Each op in the map's own words: by its template, [`Rust`], which is filled in
//! `template.rs`. What takes more than one call is in `many.rs`.

mod many;
mod template;

use super::{Failure, Refusal, refuse};
use crate::case::Op;
use crate::kinds::map::ops::{self, Before, Given, Gives as Of, Rust};
use crate::structure::Model;

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

impl Failure<'_> {
    /// The op of a step. With `apart`, what it is given is made before it.
    pub(super) fn spelled(&self, step: usize, apart: bool) -> Result<Spelled, Refusal> {
        let op = self.steps[step].op;
        let words = op.kind().row().words;
        let by_hand = self.source.methods.iter();
        let by_hand = by_hand.clone().find(|(of, _)| words.contains(of));
        let args = words.iter().find_map(|word| self.word(word));
        if args.is_none() && by_hand.is_none() {
            return refuse(format!(
                "op {}, `{op}`: the adapter of {} writes `{}` by hand, and its `source` does not \
                 spell it",
                step + 1,
                self.runner.name,
                words[0]
            ));
        }
        let mut before = Vec::new();
        let given = ops::given(op.kind());
        let mut key = if given == Given::FreshPair {
            self.key(&self.fresh(step).to_string())
        } else {
            self.key(&op.key().to_string())
        };
        let mut value = self.value(&op.value().to_string());
        if apart && (self.own_keys() || self.own_values()) {
            let pair = matches!(given, Given::Pair | Given::PairAndValue | Given::FreshPair);
            if pair || given == Given::Keys && !op.kind().is_run() {
                before.push(format!("let key = {key};"));
                key = "key".to_owned();
            }
            if pair {
                before.push(format!("let value = {value};"));
                value = "value".to_owned();
            }
        }
        let spelling = Spelling {
            failure: self,
            rust: ops::rust(op.kind()),
            owned: !matches!(given, Given::Keys | Given::KeyAndValue),
            op,
            step,
            key,
            value,
            args: args.unwrap_or_default(),
            template: by_hand.map(|&(_, template)| template),
            apart,
            before,
            method: String::new(),
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
    rust: Rust,
    /// Whether it is given the key to keep.
    owned: bool,
    op: Op,
    step: usize,
    key: String,
    value: String,
    args: &'static str,
    template: Option<&'static str>,
    apart: bool,
    before: Vec<String>,
    /// The call of the map's method.
    method: String,
}

impl Spelling<'_> {
    /// The adapter's own spelling of the call, or this one.
    fn call(&self, method: String) -> String {
        let Some(template) = self.template else {
            return method;
        };
        let key = if self.owned {
            self.key.clone()
        } else {
            format!("&{}", self.key)
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
        if self.failure.has_closure_fault(self.step) {
            "tick(&CLOSURE_FAULT); "
        } else {
            ""
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

    fn model(&self) -> &dyn Model {
        self.failure.before(self.step)
    }

    fn add(&self, by: &str) -> String {
        let held = self.failure.held("value");
        format!("{held} = {held}.wrapping_add({by})")
    }

    fn finish(mut self) -> Result<Spelled, Refusal> {
        self.prepare();
        let (call, gives) = self.spell();
        Ok(Spelled {
            before: self.before,
            call,
            gives,
        })
    }

    /// What is made before.
    fn prepare(&mut self) {
        let f = self.failure;
        match self.rust.before {
            Before::Nothing => {}
            Before::MapOfRun(name) => self.before.extend(f.map_of_run(name, self.op)),
            Before::Twin => {
                let twin = self.twin();
                self.before.extend(f.map_of("twin", &twin));
            }
            Before::Clone => {
                self.before.push("let mut iter = map.iter();".to_owned());
                let skipped = self.op.count();
                self.before
                    .push(format!("for _ in 0..{skipped} {{ iter.next(); }}"));
                self.before.push("let clone = iter.clone();".to_owned());
            }
        }
    }

    fn spell(&mut self) -> (String, Gives) {
        let f = self.failure;
        if self.rust.gives == Of::EachOfRun {
            return self.run();
        }
        let method = self.filled(self.rust.call);
        self.method = self.call(method);
        let call = self.filled(self.rust.around);
        let behind_references = |read: String| Gives::Items(format!(".map({read})"));
        match self.rust.gives {
            Of::Nothing => (call, Gives::Nothing),
            Of::Plain => (call, Gives::Own(String::new())),
            Of::Replaced if f.runner.support.refuses => match f.read_value() {
                "" => (call, Gives::Own(".ok()".to_owned())),
                read => (call, Gives::Own(format!(".ok().map(|old| old{read})"))),
            },
            Of::Replaced | Of::Value => (call, Gives::Own(f.read_value().to_owned())),
            Of::Pair => (call, Gives::Own(f.read_pair())),
            Of::Tried => {
                let held = f.held("value");
                let (there, given) = if f.own_values() {
                    ("error.entry.get().0", "error.value.0")
                } else {
                    ("*error.entry.get()", "error.value")
                };
                let read = format!(".map(|value| {held}).map_err(|error| ({there}, {given}))");
                (call, Gives::Seen(read))
            }
            Of::SeenValue => (call, Gives::Seen(f.read_ref().to_owned())),
            Of::SeenPair => (call, Gives::Seen(f.read_pair_ref())),
            Of::Reference => {
                let read = format!(".map(|value| {})", f.held("value"));
                (format!("Some({call})"), Gives::Seen(read))
            }
            Of::Entry { occupied, vacant } => (
                self.matched(&call, occupied, vacant),
                Gives::Own(String::new()),
            ),
            Of::Numbers => (call, Gives::Items(String::new())),
            Of::Pairs => (call, Gives::Items(f.read_pair())),
            Of::Keys if f.own_keys() => (call, Gives::Items(".map(|key| key.0)".to_owned())),
            Of::Values => (call, Gives::Items(f.read_value().to_owned())),
            Of::Keys => (call, Gives::Items(String::new())),
            Of::SeenPairs => (call, Gives::Items(f.read_pair_ref())),
            Of::SeenKeys => (call, behind_references(format!("|key| {}", f.id("key")))),
            Of::SeenValues => {
                let read = format!("|value| {}", f.held("value"));
                (call, behind_references(read))
            }
            Of::BothEnds => self.both_ends(&call),
            Of::Forgotten(count) => {
                let count = self.filled(count);
                self.forget(&call, &count)
            }
            Of::EachOfRun => unreachable!("it was spelled above"),
        }
    }

    /// A `match` on the entry of the key.
    fn matched(&mut self, entry: &str, occupied: &str, vacant: &str) -> String {
        let (mutable, occupied) = match occupied.strip_prefix("mut ") {
            Some(occupied) => ("mut ", occupied),
            None => ("", occupied),
        };
        let (occupied, vacant) = (self.filled(occupied), self.filled(vacant));
        let of = super::spell::EntryWords::of(self.args).path;
        format!(
            "match {entry} {{ {of}::Occupied({mutable}entry) => {occupied}, {of}::Vacant(entry) => {vacant} }}"
        )
    }
}
