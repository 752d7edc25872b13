//! Values that a map shows for reading only, where others hand them out to be
//! written.

use map_oracle::probe::quietly;

/// Asks `keep` about a copy of the value. The copy is nobody's but ours: no
/// planned panic strikes where it is made or dropped.
pub fn ask<V: Clone>(value: &V, keep: impl FnOnce(&mut V) -> bool) -> bool {
    let mut copy = quietly(|| value.clone());
    let kept = keep(&mut copy);
    quietly(move || {
        let _dropped = copy;
    });
    kept
}
