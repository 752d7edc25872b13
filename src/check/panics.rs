//! Panics of the map under test: where they were, and that nobody hears them.
//!
//! A map may panic a thousand times while its case is shrunk, and may have to
//! (`map[&absent]`). A hook that is installed once keeps quiet while a map is
//! called, and remembers where the panic was; all other panics go to the hook
//! that was there before.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use crate::evidence::{Evidence, Wrong};
use crate::structure::{ENDLESS, UNDECLARED};

thread_local! {
    /// How many calls into the map are under way.
    static LISTENING: Cell<u32> = const { Cell::new(0) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Calls the map, and catches what it panics with.
pub(super) fn listen<R>(call: impl FnOnce() -> R) -> Result<R, Box<dyn Any + Send>> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if LISTENING.get() == 0 {
                return before(info);
            }
            let place = info
                .location()
                .map(|at| format!("{}:{}", portable(at.file()), at.line()));
            PLACE.set(place);
        }));
    });
    LISTENING.set(LISTENING.get() + 1);
    // What is behind `call` is either checked from the ground up after a
    // panic, or not touched again.
    let outcome = catch_unwind(AssertUnwindSafe(call));
    LISTENING.set(LISTENING.get() - 1);
    outcome
}

/// What a panic says.
fn message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("of an unknown type")
}

/// Whether this panic broke off an iteration without end.
pub(super) fn is_endless(payload: &(dyn Any + Send)) -> bool {
    message(payload).starts_with(ENDLESS)
}

/// A panic that nobody planned.
pub(super) fn unplanned(payload: &(dyn Any + Send)) -> Wrong {
    let message = message(payload);
    let told = message.to_owned();
    if message.starts_with(UNDECLARED) {
        return Evidence::Undeclared { told }.into();
    }
    if message.starts_with(ENDLESS) {
        return Evidence::Endless { told }.into();
    }
    let (message, place) = (told, PLACE.take());
    Evidence::Panic { message, place }.into()
}

/// The path of a source file without the part that differs from machine to
/// machine.
fn portable(path: &str) -> &str {
    // A registry's sources lie in a folder named after its index.
    for (folder, skipped) in [("/registry/src/", 1), ("/library/", 0)] {
        if let Some((_, rest)) = path.split_once(folder) {
            return rest.splitn(skipped + 1, '/').last().unwrap_or(rest);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Kind;

    #[test]
    fn paths_are_the_same_on_every_machine() {
        let in_registry = "/home/me/.cargo/registry/src/index-1f/griddle-0.6.0/src/lib.rs";
        assert_eq!(portable(in_registry), "griddle-0.6.0/src/lib.rs");
        assert_eq!(portable("/rustc/0af/library/std/src/x.rs"), "std/src/x.rs");
        assert_eq!(portable("src/mine.rs"), "src/mine.rs");
    }

    #[test]
    fn a_panic_is_told_with_its_place() {
        let payload = listen(|| -> () { panic!("oh") }).expect_err("it panics");
        assert_eq!(LISTENING.get(), 0, "other panics are heard again");
        let wrong = unplanned(&*payload);
        assert_eq!(wrong.kind(), Kind::Panic);
        assert!(
            wrong.got().contains("oh, at src/check/panics.rs:"),
            "{}",
            wrong.got()
        );
    }
}
