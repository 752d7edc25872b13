//! What is printed when something panics.
//!
//! A panic of the map under test is caught and told by its divergence: printed
//! here, it would be told twice, and again with every step of the shrinking. A
//! panic that cannot be caught is the last that is heard of a case, so the
//! case is printed. Any other panic is a mistake of ours.

use std::panic::{self, PanicHookInfo};

use crate::conform;
use crate::probe::Probe;
use crate::process;

/// For the rest of the process.
pub(super) fn install_hook() {
    panic::set_hook(Box::new(|info| {
        if conform::is_playing() && !is_fatal(info) {
            return;
        }
        if !Probe::is_under_way() {
            match info.location() {
                Some(place) => eprintln!("internal error: {} ({place})", one_line(info)),
                None => eprintln!("internal error: {}", one_line(info)),
            }
            // Other threads may be in the middle of a case that never ends.
            std::process::exit(101);
        }
        if is_fatal(info) {
            let message = one_line(info);
            eprintln!("the map under test brings the process down: {message}");
            if let Some((subject, case)) = process::under_way() {
                eprintln!("{subject}, with the case (save it as FILE.case to replay it)\n\n{case}");
            }
        }
    }));
}

/// Whether std is about to abort.
fn is_fatal(info: &PanicHookInfo<'_>) -> bool {
    let message = one_line(info);
    message.starts_with("panic in a destructor during cleanup")
        || message.starts_with("panic in a function that cannot unwind")
}

fn one_line(info: &PanicHookInfo<'_>) -> String {
    let message = info.payload_as_str();
    let message = message.unwrap_or("a panic of an unknown type");
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
