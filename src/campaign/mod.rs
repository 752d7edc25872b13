//! A long run, and the folder that it is kept in.
//!
//! Whatever ends a campaign, what it knew is in its folder: it can be told
//! (`map-oracle stats`), gone on with, and put together with what other machines
//! found (`map-oracle merge`). The folder holds
//!
//! | file | |
//! | --- | --- |
//! | `findings.jsonl` | an [`Entry`] a line, appended the moment a finding is made |
//! | `progress.jsonl` | a [`Progress`] a line, appended now and then |
//! | `campaign.json` | what was asked for and how far it came, replaced as a whole |
//! | `*.case` | the cases that the entries name |
//!
//! A line of the first two is one JSON object. A process that is killed may leave
//! the last line torn; whoever reads them leaves such a line out, and counts it.
//! Fields that a reader does not know are passed over, so that an older one reads
//! the folder of a newer one.
//!
//! This room reads and writes the folder; what a campaign does is none of its
//! business.

mod entry;
mod log;
mod merge;
mod progress;
mod state;
mod stats;

use std::path::Path;

pub use entry::{Entry, append, read, together};
pub use log::Log;
pub use merge::{Merged, merge};
pub use progress::{Progress, Repeat, append_progress, read_progress};
pub use state::{Held, hold, write_json_atomically};
pub use stats::Stats;

/// The file of the findings.
pub const FINDINGS: &str = "findings.jsonl";
/// The file of the heartbeats.
pub const PROGRESS: &str = "progress.jsonl";
/// The file that a campaign is gone on with from.
pub const STATE: &str = "campaign.json";

/// Whether a folder holds a campaign, or what is left of one.
#[must_use]
pub fn is_campaign(folder: &Path) -> bool {
    [FINDINGS, PROGRESS, STATE]
        .into_iter()
        .any(|file| folder.join(file).exists())
}
