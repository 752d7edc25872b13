//! `map-oracle stats`: what a campaign ran, found and reached.

use super::args::StatsArgs;
use super::{Console, Exit, Misuse, marks};
use crate::campaign::Stats;
use crate::check::Runner;
use crate::corpus;
use crate::report::StatsReport;

pub(super) fn stats(
    args: &StatsArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let stats = Stats::read(&args.folder)?;
    let report = StatsReport::of(&stats, &marks(runners));
    if let Some(file) = &args.svg {
        let title = args.folder.display().to_string();
        corpus::write(file, report.svg(&title).as_bytes())?;
    }
    if args.json {
        console.print_json(&report)?;
    } else {
        console.print(&report.text(console.width))?;
    }
    note_torn(stats.torn, console);
    Ok(Exit::Fine)
}

/// Tells that lines were left out.
pub(super) fn note_torn(torn: usize, console: &mut Console<'_>) {
    match torn {
        0 => {}
        1 => console.note("one line is torn, since a run was killed, and is left out"),
        _ => console.note(&format!(
            "{torn} lines are torn, since runs were killed, and are left out"
        )),
    }
}
