//! How a map is written in a program that knows nothing of this crate.

/// What `map-oracle export` must know of a map to write a test
/// that uses it as anyone would.
///
/// [`subject!`](crate::subject!) makes one from what it is given. An adapter
/// that is written by hand can return its own from
/// [`Subject::source`](crate::subject::Subject::source).
///
/// In types and expressions `Key`, `Value` and `PlanState` stand for the types
/// of this crate; the program has others in their place.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The crate and its version, for people: `griddle 0.6.0`.
    pub package: Option<&'static str>,
    /// The items that the program imports, such as `use griddle::HashMap;`. If
    /// there are none, they are guessed from the map's type.
    pub imports: &'static [&'static str],
    /// The map's type.
    pub map: &'static str,
    /// The type's full name, as
    /// [`type_name`](std::any::type_name) tells it.
    pub type_name: &'static str,
    /// What the number of entries to make room for is called in `new`.
    pub hint: &'static str,
    /// Makes an empty map.
    pub new: &'static str,
    /// Calls that the adapter spells by hand: a word of
    /// [`subject_methods!`](crate::subject_methods!), and the expression that
    /// it stands for. There, `KEY` and `VALUE` are what the method is given
    /// (`KEY` by value for `insert`, else by reference), `SELECT` is a closure,
    /// and the map is `map`. Its value is that of std's method of that name.
    pub methods: &'static [(&'static str, &'static str)],
}

impl Source {
    /// A source with nothing in it, to be filled in.
    pub const EMPTY: Source = Source {
        package: None,
        imports: &[],
        map: "",
        type_name: "",
        hint: "_",
        new: "",
        methods: &[],
    };
}
