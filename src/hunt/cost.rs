//! What it costs to run a case, and the same case with fewer keys for whoever
//! cannot afford it: keys that share one hash are compared one by one, so that
//! three thousand of them take seconds.

use crate::case::{Case, Effect, MAX_KEY, Op, OpKind, OpSet, Spread};

/// The case with as many of its keys as the budget allows, if it allows any.
/// `most` is a number of look-ups, as [`cost`] estimates them.
pub(super) fn affordable(case: Case, most: usize) -> Option<Case> {
    [u16::MAX, MAX_KEY, MAX_KEY >> 2, MAX_KEY >> 4, MAX_KEY >> 6]
        .into_iter()
        .map(|keys| within(&case, keys))
        .find(|case| cost(case) <= most)
}

/// The case with keys up to `most`, one less than a power of two, and with
/// room asked for up to `most` entries.
fn within(case: &Case, most: u16) -> Case {
    let mut case = case.within(OpSet::ALL, most);
    case.hint &= most;
    for step in &mut case.steps {
        if asks_room(step.op) {
            let [additional, ..] = step.op.operands();
            step.op = step.op.with([additional & most, 0, 0]);
        }
    }
    case
}

fn asks_room(op: Op) -> bool {
    op.kind().has(Effect::MAKES_ROOM)
}

/// About how many look-ups of a well-spread key it costs to run the case.
///
/// Orders of magnitude decide here, not a factor of two: the whole contents
/// and the map's structure are compared after each op on the whole map, and
/// keys with one hash are compared one by one.
pub(crate) fn cost(case: &Case) -> usize {
    // At most so many; `Case::domain` would count, and take long itself.
    let named: usize = case.steps.iter().map(|step| step.op.weight()).sum();
    let last = |op: Op| op.keys().max().map_or(0, |key| usize::from(key) + 1);
    let last = case.steps.iter().map(|step| last(step.op)).max();
    let keys = named.min(last.unwrap_or(0));
    let look_up = match case.plan.spread {
        Spread::Distinct(hashes) => 1 + keys.div_ceil(hashes.into()) / 4,
        Spread::LowBits(_) => 1 + keys / 32,
        Spread::Random | Spread::TopByte | Spread::Sequential => 1,
    };
    let mut room = usize::from(case.hint);
    let mut cost = 0;
    for step in &case.steps {
        let weight = step.op.weight();
        cost += match step.op.kind() {
            // It ends when there is no more.
            OpKind::CursorStep => keys.min(weight),
            _ => weight,
        };
        if asks_room(step.op) {
            room = room.max(keys + step.op.count());
        }
        let whole = 2 * keys + room / 8;
        let named = step.op.keys().next().is_some();
        cost += if named && weight == 1 && step.fault.is_none() {
            // What an op has to bear of a comparison every now and then.
            whole.min(8)
        } else {
            whole
        };
    }
    cost * look_up
}
