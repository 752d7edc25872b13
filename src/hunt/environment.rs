//! What the environment leaves out of a run, and which failures it knows of.
//!
//! A test and a fuzz target have no command line of their own, and building
//! them anew takes minutes. So what they leave out is read from three variables
//! of the environment, in the words of the command line.

use std::env;
use std::path::PathBuf;

use crate::case::Without;

/// What is left out, by the words of [`Without::parse`].
type Parse = fn(&str) -> Result<Without, String>;

/// The variables.
const VARIABLES: [(&str, Parse); 3] = [
    ("MAP_ORACLE_WITHOUT", |words| {
        Without::parse(Some(words), None, None)
    }),
    ("MAP_ORACLE_ONLY", |words| {
        Without::parse(None, Some(words), None)
    }),
    ("MAP_ORACLE_FAULTS", |words| {
        Without::parse(None, None, Some(words))
    }),
];

/// The variable that names a file of known failures.
pub(crate) const KNOWN: &str = "MAP_ORACLE_KNOWN";

/// What the environment leaves out.
///
/// # Errors
///
/// A line that names the variable and says what is wrong with it.
pub(crate) fn left_out() -> Result<Without, String> {
    read(variable)
}

/// The file of known failures that the environment names instead of the usual
/// one.
pub(crate) fn known_failures() -> Option<PathBuf> {
    variable(KNOWN).map(PathBuf::from)
}

/// The variables that are set, in front of a command that is to be repeated.
pub(crate) fn assignments() -> String {
    written(variable)
}

pub(crate) fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name)?.to_string_lossy().into_owned();
    // So that a variable can be unset in front of a command.
    (!value.trim().is_empty()).then_some(value)
}

fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Without, String> {
    let mut without = Without::NOTHING;
    for (name, parse) in VARIABLES {
        if let Some(words) = variable(name) {
            without = without.and(parse(&words).map_err(|error| format!("{name}: {error}"))?);
        }
    }
    Ok(without)
}

fn written(variable: impl Fn(&str) -> Option<String>) -> String {
    let names = VARIABLES.iter().map(|(name, _)| *name);
    let set = names.chain([KNOWN]).filter_map(|name| {
        let value = variable(name)?;
        Some(format!("{name}='{value}' "))
    });
    set.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{FaultKind, OpKind};

    /// An environment with these variables.
    fn environment(
        variables: &'static [(&str, &str)],
    ) -> impl Fn(&str) -> Option<String> + 'static {
        move |name| {
            let mut variables = variables.iter();
            let found = variables.find(|(known, _)| *known == name);
            found.map(|(_, words)| (*words).to_owned())
        }
    }

    #[test]
    fn each_variable_is_read() {
        assert_eq!(read(environment(&[])), Ok(Without::NOTHING));
        let variables = environment(&[
            ("MAP_ORACLE_WITHOUT", "get"),
            ("MAP_ORACLE_ONLY", "insert, get"),
            ("MAP_ORACLE_FAULTS", "hash"),
        ]);
        assert_eq!(
            written(&variables),
            "MAP_ORACLE_WITHOUT='get' MAP_ORACLE_ONLY='insert, get' MAP_ORACLE_FAULTS='hash' "
        );
        let without = read(variables).expect("known words");
        assert!(without.ops().contains(OpKind::Get) && without.ops().contains(OpKind::Remove));
        assert!(!without.ops().contains(OpKind::Insert));
        assert!(without.leaves_out_fault(FaultKind::Drop));
    }

    #[test]
    fn a_wrong_word_is_told_with_its_variable() {
        for (variables, told) in [
            (
                environment(&[("MAP_ORACLE_WITHOUT", "gett")]),
                "MAP_ORACLE_WITHOUT: `gett` is no op and no check; did you mean `get`?",
            ),
            (
                environment(&[("MAP_ORACLE_FAULTS", "dorp")]),
                "MAP_ORACLE_FAULTS: `dorp` is no kind of fault; did you mean `drop`?",
            ),
        ] {
            assert_eq!(read(variables), Err(told.to_owned()));
        }
    }
}
