//! The map that a peer hunts in this thread.
//!
//! Most of the libraries call back with nothing but a generator or a case, so what
//! they draw from has to be found here.

use std::cell::RefCell;

use map_oracle::case::OpKind;

use super::driven::Plain;
use super::ops::offer;
use super::trial::Trial;

thread_local! {
    static FIELD: RefCell<Option<(Plain, Vec<OpKind>)>> = const { RefCell::new(None) };
}

fn with<R>(look: impl FnOnce(Plain, &[OpKind]) -> R) -> R {
    FIELD.with_borrow(|field| {
        let (plain, offer) = field.as_ref().expect("a map was chosen");
        look(*plain, offer)
    })
}

/// Chooses the map.
pub(super) fn enter(plain: Plain) {
    FIELD.set(Some((plain, offer(plain.ops))));
}

/// An empty map, and its model.
pub(super) fn trial() -> Trial {
    Trial::new(&with(|plain, _| plain))
}

/// Picks one of the kinds that the map offers.
pub(super) fn pick<R>(pick: impl FnOnce(&[OpKind]) -> R) -> R {
    with(|_, offer| pick(offer))
}
