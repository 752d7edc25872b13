//! What an op may be: the vocabulary of a kind of structure, as data.
//!
//! A [`Vocabulary`] has a [`Row`] for each of its ops. The rows of each kind are in
//! `kinds/*/rows.rs`, and their list in `kinds/mod.rs`; the forms of a case, the
//! generators and the shrinker read them and know no kind by itself.

mod bound;
mod fault_kind;
mod op_kind;
mod operand;
mod row;

pub(crate) use bound::{pack, unpack};
pub use fault_kind::FaultKind;
pub use op_kind::OpKind;
pub use operand::{CURSORS, MAX_KEY, MAX_MODULUS, MAX_RUN};
pub(crate) use operand::{Operand, Then, Token};
pub(crate) use row::{Effect, Row, operands_of, rows};

/// The ops of a kind of structure.
pub struct Vocabulary {
    /// The name of the kind, as in the first line of a case.
    pub(crate) name: &'static str,
    /// Its place in the list of vocabularies.
    pub(crate) id: u8,
    /// A row for each op, at its code.
    pub(crate) rows: &'static [Row],
    /// How many codes there were at first. A code that no op has stands for one of
    /// these, so that a new op changes no bytes but those that hold its code.
    pub(crate) first_codes: u8,
    /// The ops that are asked of every structure of the kind.
    pub(crate) roles: Roles,
}

/// The ops that are asked of every structure of a kind, however small its
/// interface, by what they are needed for.
pub(crate) struct Roles {
    /// Puts in an entry.
    pub(crate) insert: OpKind,
    /// Takes out an entry.
    pub(crate) remove: OpKind,
    /// Looks at an entry.
    pub(crate) get: OpKind,
    /// Shows all entries.
    pub(crate) iter: OpKind,
    /// Puts in a run of entries.
    pub(crate) insert_run: OpKind,
    /// Takes out a run of entries.
    pub(crate) remove_run: OpKind,
}
