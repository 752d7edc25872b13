//! How an op reads in a program of its own, which uses nothing but the map: a
//! template for the command `export`.
//!
//! A template holds these placeholders:
//!
//! - `$key` and `$second`, the keys; `$value`, the value; `$new`, its number; `$n`
//!   and `$m`, the first and the second operand; `$more`, the value for what is
//!   done then;
//! - `$at` and `$end`, the places of an op on a range of them, and `$from` and `$to`,
//!   two places within the map; `$if_any(CALL)`, the call unless the map is empty;
//! - `$select`, the closure that selects keys; `$args`, the arguments that the
//!   adapter says come before it (`$first_args` with a comma);
//!   `$method(NAME)`, the method that the adapter names, or NAME;
//! - `$make` and `$make_key`, the closures that make a value; `$modify`, one that
//!   writes it; `$alter`, one that fills a vacant place and empties another;
//! - `$empty`, an empty map; `$type`, the type of keys; `$range`, the ends of a range;
//!   `$fed` and `$fed_iter`, what `extend` and `collect` take;
//! - `$id`, `$held`, `$place`, `$add(BY)` and `$add_value`, what is behind the names
//!   `key` and `value`; `$field` and `$deref`, how a value is read, `$key_field` a key;
//!   `$read_value` and `$read_pairs`, how an `Option` of a value and entries are;
//! - of a name `entry`: `$get`, `$number`, `$entry_place`, `$remove` and
//!   `$remove_entry`; `$mutentry`, the name itself; `$use`, what is done with it;
//! - `$call`, the call of the map's method, in what is around it.

/// How an op reads in a program of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rust {
    /// What is made before it.
    pub(crate) before: Before,
    /// The call of the map's method, for which an adapter may have its own
    /// spelling.
    pub(crate) call: &'static str,
    /// The whole expression, around `$call`.
    pub(crate) around: &'static str,
    /// What it comes to.
    pub(crate) gives: Gives,
}

/// What is made before an op.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// Nothing but a key and a value.
    Nothing,
    /// A map of this name that holds the entries of the op's run.
    MapOfRun(&'static str),
    /// The map that it is compared with.
    Twin,
    /// An iterator, and a clone of it after so many entries.
    Clone,
}

/// What an op comes to, and so what turns that into numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    /// Nothing of interest.
    Nothing,
    /// Something that can be compared as it is.
    Plain,
    /// An old value, or that the map refused.
    Replaced,
    /// A value.
    Value,
    /// An entry.
    Pair,
    /// What `try_insert` ends in.
    Tried,
    /// A reference to a value, if there is one.
    SeenValue,
    /// References to an entry, if there is one.
    SeenPair,
    /// A reference to a value.
    Reference,
    /// What is found where an entry is occupied, and where it is vacant.
    Entry {
        occupied: &'static str,
        vacant: &'static str,
    },
    /// An iterator of numbers.
    Numbers,
    /// An iterator of entries.
    Pairs,
    /// An iterator of keys.
    Keys,
    /// An iterator of values.
    Values,
    /// An iterator of references to entries.
    SeenPairs,
    /// An iterator of references to keys.
    SeenKeys,
    /// An iterator of references to values.
    SeenValues,
    /// An iterator of references to entries, taken from both ends in turn.
    BothEnds,
    /// An iterator of entries, forgotten after so many.
    Forgotten(&'static str),
    /// One call for each key of a run.
    EachOfRun,
}

impl Rust {
    /// A call of one method.
    pub(crate) const fn new(call: &'static str, gives: Gives) -> Rust {
        Rust {
            before: Before::Nothing,
            call,
            around: "$call",
            gives,
        }
    }

    /// The same within something else.
    pub(crate) const fn within(self, around: &'static str) -> Rust {
        Rust { around, ..self }
    }

    /// The same after something was made.
    pub(crate) const fn after(self, before: Before) -> Rust {
        Rust { before, ..self }
    }
}
