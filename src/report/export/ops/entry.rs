//! Ops on an entry.

use super::{Gives, Spelling};
use crate::case::EntryForm;
use crate::report::export::spell::EntryWords;

impl Spelling<'_> {
    /// The forms of an entry. What those answer that look at it is whether it
    /// was occupied, its key, the value that is seen in it, and the one that is
    /// given back.
    pub(super) fn entry(&mut self, form: EntryForm) -> (String, Gives) {
        let f = self.failure;
        let (key, value, tick) = (self.key.clone(), self.value.clone(), self.tick());
        let read = format!(".map(|value| {})", f.held("value"));
        let entry = format!("map.entry({key})");
        let seen = |call: String| (format!("Some({call})"), Gives::Seen(read.clone()));
        let lazy = |args: &str| match tick {
            "" => format!("|{args}| {value}"),
            tick => format!("|{args}| {{ {tick}{value} }}"),
        };
        match form {
            EntryForm::OrInsert => return seen(self.call(format!("{entry}.or_insert({value})"))),
            EntryForm::OrInsertWith => {
                return seen(format!("{entry}.or_insert_with({})", lazy("")));
            }
            EntryForm::OrInsertWithKey => {
                return seen(format!("{entry}.or_insert_with_key({})", lazy("_")));
            }
            EntryForm::AndModify => {
                let (held, new) = (f.held("value"), self.op.value());
                let modify = format!("|value| {{ {tick}{held} = {new}; }}");
                return seen(format!("{entry}.and_modify({modify}).or_insert({value})"));
            }
            EntryForm::InsertEntry => {
                let method = self.method("insert_entry");
                let (get, own) = match f.own_values() {
                    true => (".get().0", ""),
                    false => (".get()", "*"),
                };
                let call = format!("Some({own}{entry}.{method}({value}){get})");
                return (call, Gives::Own(String::new()));
            }
            _ => {}
        }
        let words = EntryWords::of(self.args);
        let get = match f.own_values() {
            true => "entry.get().0",
            false => "*entry.get()",
        };
        let number = match f.own_keys() {
            true => "entry.key().0",
            false => "*entry.key()",
        };
        let returned = |call: &str| match f.own_values() {
            true => format!("Some({call}.0)"),
            false => format!("Some({call})"),
        };
        let place = match f.own_values() {
            true => "entry.get_mut().0",
            false => "*entry.get_mut()",
        };
        let (mutable, occupied) = match form {
            EntryForm::Replace => (
                "mut ",
                format!(
                    "(true, {number}, Some({get}), {})",
                    returned(&format!("entry.insert({value})"))
                ),
            ),
            EntryForm::Remove => (
                "",
                format!(
                    "(true, {number}, Some({get}), {})",
                    returned(&format!("entry.{}()", words.remove))
                ),
            ),
            EntryForm::RemoveEntry => (
                "",
                format!(
                    "{{ let (number, seen, (_key, value)) = ({number}, {get}, entry.{}()); \
                     (true, number, Some(seen), {}) }}",
                    words.remove_entry,
                    returned("value")
                ),
            ),
            EntryForm::Write => (
                "mut ",
                format!(
                    "{{ {place} = {}; let number = {number}; let value = entry.into_mut(); \
                     (true, number, Some({}), None) }}",
                    self.op.value(),
                    f.held("value")
                ),
            ),
            _ => ("", format!("(true, {number}, Some({get}), None)")),
        };
        let vacant = match form {
            EntryForm::Fill => format!(
                "{{ let number = {number}; let value = entry.insert({value}); (false, number, Some({}), None) }}",
                f.held("value")
            ),
            _ => format!("(false, {number}, None, None::<u32>)"),
        };
        let of = words.path;
        let call = format!(
            "match {entry} {{ {of}::Occupied({mutable}entry) => {occupied}, {of}::Vacant(entry) => {vacant} }}"
        );
        (call, Gives::Own(String::new()))
    }
}
