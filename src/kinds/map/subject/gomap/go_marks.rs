//! What a run can come across in a map like Go's: buckets with tombstones and
//! overflow chains, and growth a step at a time, beside cursors.

use crate::case::Mark;

/// Inserts that took a slot marked emptyOne.
pub const TOMBSTONES_REUSED: Mark = Mark::how_often("tombstones reused");
/// Removals that turned tombstones of an earlier bucket of the chain into
/// emptyRest.
pub const EMPTY_REST_ACROSS: Mark = Mark::how_often("emptyRest across buckets");
/// Buckets in the longest chain.
pub const CHAIN: Mark = Mark::how_far("longest chain");
/// Growths to an array of the same size.
pub const SAME_SIZE_GROWTHS: Mark = Mark::how_often("same-size growths");
/// Growths that began while a cursor was open.
pub const GROWTHS_UNDER_CURSOR: Mark = Mark::how_often("growths under a cursor");
/// Growths that ended while a cursor that was open at their beginning was
/// still open.
pub const GROWTHS_OUTLIVED: Mark = Mark::how_often("growths outlived by a cursor");
/// Cursors opened while the map was growing.
pub const CURSORS_MID_GROWTH: Mark = Mark::how_often("cursors opened mid-growth");
/// Cursors opened in the middle of a doubling that saw entries before and after a step
/// of the evacuation, and came to their end.
pub const WALKS_OVERTAKEN: Mark = Mark::how_often("walks overtaken by evacuation");
/// Clears, and removals of the last entry, while a cursor was open.
pub const EMPTIED_UNDER_CURSOR: Mark = Mark::how_often("emptied under a cursor");
/// Growths begun while a key was in the map that is not equal to itself.
pub const GROWTHS_WITH_NAN: Mark = Mark::how_often("growths with a NaN key");

/// All of these.
pub const ALL: &[Mark] = &[
    TOMBSTONES_REUSED,
    EMPTY_REST_ACROSS,
    CHAIN,
    SAME_SIZE_GROWTHS,
    GROWTHS_UNDER_CURSOR,
    GROWTHS_OUTLIVED,
    CURSORS_MID_GROWTH,
    WALKS_OVERTAKEN,
    EMPTIED_UNDER_CURSOR,
    GROWTHS_WITH_NAN,
];
