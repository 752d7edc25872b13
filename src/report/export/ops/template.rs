//! The template of an op, filled with the words of one map and one op.

use super::Spelling;
use crate::case::{Operand, Then};
use crate::report::export::spell::EntryWords;

impl Spelling<'_> {
    /// A template with what its placeholders stand for. What they mean is told in
    /// `ops/rust.rs`.
    pub(super) fn filled(&mut self, template: &str) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('$') {
            out += before;
            let end = after.find(|c: char| !c.is_ascii_lowercase() && c != '_');
            let (name, after) = after.split_at(end.unwrap_or(after.len()));
            let (argument, after) = if takes_argument(name) {
                in_parentheses(after)
            } else {
                ("", after)
            };
            out += &self.filling(name, argument);
            rest = after;
        }
        out + rest
    }

    fn filling(&mut self, name: &str, argument: &str) -> String {
        let (f, op) = (self.failure, self.op);
        let by_values = |own: &str, plain: &str| {
            if f.own_values() {
                own.to_owned()
            } else {
                plain.to_owned()
            }
        };
        match name {
            "key" => self.key.clone(),
            "second" => f.key(&op.second_key().to_string()),
            "value" => self.value.clone(),
            "new" => op.value().to_string(),
            "n" => op.count().to_string(),
            "m" => op.second_count().to_string(),
            "select" => self.select(),
            "args" => self.args.to_owned(),
            "first_args" => self.before_args(),
            "method" if self.args.is_empty() => argument.to_owned(),
            "method" => self.args.to_owned(),
            "make" => self.lazy(""),
            "make_key" => self.lazy("_"),
            "modify" => {
                let (tick, held) = (self.tick(), f.held("value"));
                format!("|value| {{ {tick}{held} = {}; }}", op.value())
            }
            "alter" => format!(
                "|there| {{ {}old = there; if old.is_none() {{ new.take() }} else {{ None }} }}",
                self.tick()
            ),
            "empty" => f.empty(),
            "type" if f.own_keys() => "Key".to_owned(),
            "type" => "u32".to_owned(),
            "range" => self.bounds(),
            "fed" => self.fed(),
            "fed_iter" => self.fed_iter(),
            "fed_twice" => self.fed_twice(),
            "id" => f.id("key"),
            "held" => f.held("value"),
            "place" => by_values("&mut value.0", "value"),
            "add" => self.add(argument),
            "add_value" => self.add(&op.value().to_string()),
            "field" => by_values(".0", ""),
            "deref" => by_values("", "*"),
            "key_field" if f.own_keys() => ".0".to_owned(),
            "key_field" => String::new(),
            "read_value" => f.read_value().to_owned(),
            "get" => by_values("entry.get().0", "*entry.get()"),
            "entry_place" => by_values("entry.get_mut().0", "*entry.get_mut()"),
            "number" if f.own_keys() => "entry.key().0".to_owned(),
            "number" => "*entry.key()".to_owned(),
            "remove" => EntryWords::of(self.args).remove.to_owned(),
            "remove_entry" => EntryWords::of(self.args).remove_entry.to_owned(),
            "read_pairs" => f.read_pair_ref(),
            "if_any" if self.model().is_empty() => "()".to_owned(),
            "if_any" => self.filled(argument),
            "more" => f.value(&Then::VALUE.to_string()),
            "mutentry" => match op.then() {
                Then::Insert => "mut entry".to_owned(),
                Then::Look | Then::Remove | Then::RemoveEntry => "entry".to_owned(),
            },
            "at" => (op.count() % (self.model().len() + 1)).to_string(),
            "end" => self.end().to_string(),
            "use" => self.filled(used(op.then())),
            "call" => self.method.clone(),
            "from" => (op.count() % self.model().len()).to_string(),
            "to" => (op.second_count() % self.model().len()).to_string(),
            name => unreachable!("`${name}` stands for nothing"),
        }
    }

    /// Where the places end that an op on a range of them names.
    fn end(&self) -> usize {
        let (op, len) = (self.op, self.model().len());
        let start = op.count() % (len + 1);
        if op.kind().operands()[2] == Some(Operand::Few) {
            len.min(start + op.third_count())
        } else {
            start.max(op.second_count() % (len + 1))
        }
    }

    /// A closure that makes the value.
    fn lazy(&self, args: &str) -> String {
        match self.tick() {
            "" => format!("|{args}| {}", self.value),
            tick => format!("|{args}| {{ {tick}{} }}", self.value),
        }
    }
}

/// What is done with an occupied entry, and what is seen of it: as for the forms of
/// an entry that is matched.
fn used(then: Then) -> &'static str {
    match then {
        Then::Look => "(true, $number, Some($get), None)",
        Then::Remove => "(true, $number, Some($get), Some(entry.$remove()$field))",
        Then::RemoveEntry => {
            "{ let (number, seen, (_key, value)) = ($number, $get, entry.$remove_entry()); \
             (true, number, Some(seen), Some(value$field)) }"
        }
        Then::Insert => "(true, $number, Some($get), Some(entry.insert($more)$field))",
    }
}

fn takes_argument(name: &str) -> bool {
    matches!(name, "method" | "add" | "if_any")
}

/// What stands in the parentheses at the beginning, and what follows them.
fn in_parentheses(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&text[1..at], &text[at + 1..]);
        }
    }
    unreachable!("a placeholder lacks its argument: {text}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Vocabulary;
    use crate::kinds::map::ops::{Gives, rust};

    #[test]
    fn an_argument_ends_with_its_parenthesis() {
        assert_eq!(in_parentheses("(a(b), c).d()"), ("a(b), c", ".d()"));
    }

    /// Whoever misspells a placeholder would hear of it from a user.
    #[test]
    fn every_placeholder_of_every_op_is_known() {
        const KNOWN: &str = " alter key key_field read_value second value new n m select args first_args method make make_key \
            modify empty type range fed fed_iter fed_twice id held place at end mutentry use more add add_value field deref get \
            entry_place number remove remove_entry read_pairs if_any from to call ";
        for kind in Vocabulary::MAP.kinds() {
            let rust = rust(kind);
            let more = match rust.gives {
                Gives::Entry { occupied, vacant } => [occupied, vacant],
                Gives::Forgotten(count) => [count, ""],
                _ => ["", ""],
            };
            for template in [rust.call, rust.around, more[0], more[1]] {
                for piece in template.split('$').skip(1) {
                    let end = piece.find(|c: char| !c.is_ascii_lowercase() && c != '_');
                    let name = &piece[..end.unwrap_or(piece.len())];
                    assert!(KNOWN.contains(&format!(" {name} ")), "{kind:?}: ${name}");
                }
            }
        }
    }
}
