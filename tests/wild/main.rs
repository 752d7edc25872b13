//! Broken maps are the normal case: what `check`, `replay` and `explain` make of
//! maps that crash, hang and worse, of many bugs in one map, and of being killed
//! themselves.
//!
//! The command runs in a process of its own, which is this program once more; so
//! signals, exit codes and what is printed are the real ones.

#[cfg(unix)]
mod acceptance;
#[cfg(unix)]
mod subjects;
#[cfg(unix)]
#[path = "../cli_support/mod.rs"]
mod support;

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    acceptance::main()
}

/// Elsewhere a map cannot run wild without taking the command with it.
#[cfg(not(unix))]
fn main() {}
