//! The ledger, balanced against what the map should hold.

use super::divergence::Kind;
use super::verify::Wrong;
use crate::probe::Probe;

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

    /// Finds fault unless `keys` and `values` live, and every instance was
    /// used while it lived and dropped once.
    pub(super) fn check(&self, keys: usize, values: usize) -> Result<(), Wrong> {
        let violations = self.probe.violations();
        if !violations.is_empty() {
            return Err(Wrong::new(
                Kind::Ledger,
                "each key and value used while it lives, and dropped once",
                violations.join("; "),
            ));
        }
        let live_keys = self.probe.live_keys();
        let live_values = self.probe.live_values();
        if (live_keys, live_values) == (keys + self.lost_keys, values + self.lost_values) {
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
