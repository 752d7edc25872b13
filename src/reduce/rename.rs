//! Keys by other numbers: the same case, said with fewer and smaller keys.
//!
//! What an op is told first is its *anchor*, if the op names keys: the key
//! itself, or the first of a run. Pins move along with the keys that they
//! belong to, so that a key keeps its hash where it was given outright.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Case, Op};

/// The first key that an op names, if it names any.
///
/// Only where the first operand is that key: elsewhere it could not be changed
/// without knowing the op.
pub(super) fn anchor(op: Op) -> Option<u16> {
    let [a, ..] = op.operands();
    op.keys().next().filter(|&key| key == a)
}

impl Case {
    /// The keys that all steps name, or begin their runs with, ascending.
    pub(super) fn anchors(&self) -> Vec<u16> {
        let ranges = self.steps.iter().flat_map(|step| step.op.key_ranges());
        let anchors = ranges
            .filter(|keys| !keys.is_empty())
            .map(|keys| keys.start);
        anchors.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The keys that the case names, as stretches without a gap: the first key,
    /// and the one after the last.
    pub(super) fn stretches(&self) -> Vec<(u16, u16)> {
        let named = self.steps.iter().flat_map(|step| step.op.key_ranges());
        let mut named: Vec<(u16, u16)> = named
            .filter(|keys| !keys.is_empty())
            .map(|keys| (keys.start, keys.end))
            .collect();
        named.sort_unstable();
        let mut stretches: Vec<(u16, u16)> = Vec::new();
        for (start, end) in named {
            match stretches.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => stretches.push((start, end)),
            }
        }
        stretches
    }

    /// Gives each anchor the number that `to` has for it, everywhere at once.
    pub(super) fn rename(&mut self, to: impl Fn(u16) -> u16) {
        for step in &mut self.steps {
            step.op = step.op.map_keys(&to);
        }
        let mut pins = BTreeMap::new();
        for (&key, &hash) in &self.plan.pins {
            // Where two come together, the lower one's hash stays.
            pins.entry(to(key)).or_insert(hash);
        }
        self.plan.pins = pins;
    }

    /// Moves all keys from `from` on down by `by`.
    pub(super) fn shift(&mut self, from: u16, by: u16) {
        self.rename(|key| if key >= from { key - by } else { key });
    }

    /// Closes all gaps between the keys, the one before the first too.
    pub(super) fn close_gaps(&mut self) {
        let mut closed = 0;
        // From the lowest stretch up; those above come down with each shift.
        let mut taken = 0;
        for (start, end) in self.stretches() {
            let (start, end) = (start - closed, end - closed);
            let gap = start - taken;
            if gap > 0 {
                self.plan.pins.retain(|&key, _| key < taken || key >= start);
                self.shift(start, gap);
            }
            closed += gap;
            taken = end - gap;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(body: &str) -> Case {
        format!("map-oracle case 1\nhash random seed 0\n{body}")
            .parse()
            .unwrap()
    }

    #[test]
    fn gaps_are_closed_and_pins_move_along() {
        let mut wide = case(
            "pin 9 = 0x7\npin 3 = 0x1\npin 60 = 0x2\n\
             insert 5 = 1\ninsert_run 8 len 4\nremove 60\nget 5\nclear\n",
        );
        wide.close_gaps();
        let dense = case(
            "pin 2 = 0x7\npin 5 = 0x2\n\
             insert 0 = 1\ninsert_run 1 len 4\nremove 5\nget 0\nclear\n",
        );
        assert_eq!(wide, dense);
        wide.close_gaps();
        assert_eq!(wide, dense);
    }

    #[test]
    fn one_key_becomes_another_everywhere() {
        let mut case_ = case("pin 4 = 0x9\ninsert 4 = 1\ninsert 2 = 1\nget 4\n");
        case_.rename(|key| if key == 4 { 2 } else { key });
        assert_eq!(
            case_,
            case("pin 2 = 0x9\ninsert 2 = 1\ninsert 2 = 1\nget 2\n")
        );
    }
}
