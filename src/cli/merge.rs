//! `map-oracle merge`: the campaigns of several machines become one.

use super::args::MergeArgs;
use super::stats::note_torn;
use super::{Console, Exit, Misuse, marks};
use crate::campaign;
use crate::check::Runner;

pub(super) fn merge(
    args: &MergeArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let merged = campaign::merge(&args.folders, &args.out, &marks(runners))?;
    let out = args.out.display();
    let count = |number: usize, what: &str| match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    };
    let line = format!(
        "{} merged to {out}: {} of {}\n",
        count(args.folders.len(), "campaign"),
        count(merged.findings, "finding"),
        merged.of
    );
    console.print(&line)?;
    note_torn(merged.torn, console);
    Ok(Exit::Fine)
}
