//! The ledger, balanced against what the map should hold.

use super::divergence::Kind;
use super::verify::Wrong;
use crate::probe::{Probe, TestKey, TestValue};
use crate::subject::Subject;

/// Compares the probe's ledger with the number of entries.
pub(super) struct Books<'p> {
    probe: &'p Probe,
    /// Instances that a planned panic was allowed to leak.
    lost_keys: usize,
    lost_values: usize,
}

impl<'p> Books<'p> {
    pub(super) fn new(probe: &'p Probe) -> Self {
        Books {
            probe,
            lost_keys: 0,
            lost_values: 0,
        }
    }

    /// Writes off whatever lives beside `keys` and `values`.
    pub(super) fn write_off(&mut self, keys: usize, values: usize) {
        self.lost_keys = self.probe.live_keys().saturating_sub(keys);
        self.lost_values = self.probe.live_values().saturating_sub(values);
    }

    /// Finds fault unless every instance was used while it lived, and dropped
    /// once. This holds whatever the keys do.
    pub(super) fn check_lives(&self) -> Result<(), Wrong> {
        let violations = self.probe.violations();
        if violations.is_empty() {
            return Ok(());
        }
        Err(Wrong::new(
            Kind::Ledger,
            "each key and value used while it lives, and dropped once",
            violations.join("; "),
        ))
    }

    /// Finds fault unless `keys` and `values` live, as far as those of `S` are
    /// followed, and iterators kept their promises.
    pub(super) fn check<S: Subject>(&self, keys: usize, values: usize) -> Result<(), Wrong> {
        self.check_lives()?;
        let broken = self.probe.broken_promises();
        if !broken.is_empty() {
            return Err(Wrong::new(
                Kind::Iterator,
                "iterators to keep what they promise",
                broken.join("; "),
            ));
        }
        let live_keys = self.probe.live_keys();
        let live_values = self.probe.live_values();
        let keys_right = !S::Key::FOLLOWED || live_keys == keys + self.lost_keys;
        let values_right = !S::Value::FOLLOWED || live_values == values + self.lost_values;
        if keys_right && values_right {
            return Ok(());
        }
        Err(Wrong::new(
            Kind::Ledger,
            format!("{keys} live keys and {values} live values"),
            format!(
                "{} and {}",
                live_keys.saturating_sub(self.lost_keys),
                live_values.saturating_sub(self.lost_values)
            ),
        ))
    }
}
