//! `map-oracle convert` and `map-oracle draw`: one case from one form to another,
//! or from the seed that it was drawn from.

use super::args::{ConvertArgs, DrawArgs, Form};
use super::shrink::one;
use super::target::writable;
use super::{Console, Exit, Misuse};
use crate::case::Case;
use crate::check::Runner;
use crate::corpus::{self, Content};
use crate::hunt::Batch;

pub(super) fn convert(args: &ConvertArgs, console: &mut Console<'_>) -> Result<Exit, Misuse> {
    let (case, comment) = match corpus::read_any_argument(&args.file)? {
        Content::Text(case, text) => (case, corpus::comment(&text).join("\n")),
        Content::Bytes(bytes) => (Case::from_bytes(&bytes), String::new()),
    };
    let content = match args.to {
        Form::Text => corpus::commented(&case, &comment).into_bytes(),
        Form::Bytes => case.to_bytes(),
    };
    match &args.out {
        Some(out) => {
            writable(out)?;
            corpus::write(out, &content)?;
        }
        None => console.print_bytes(&content)?,
    }
    Ok(Exit::Fine)
}

pub(super) fn draw(
    args: &DrawArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let runner = args
        .selecting
        .apply(vec![one(runners, args.subject.as_deref())?])?[0];
    let batch = Batch {
        profile: args.profile,
        cases: args.case + 1,
        steps: args.ops,
        seed: args.seed,
    };
    let case = batch.case(args.case, &runner);
    let comment = format!(
        "case {} of profile {} for {}, {} ops, seed {}",
        args.case,
        args.profile.name(),
        runner.name,
        args.ops,
        args.seed
    );
    console.print(&corpus::commented(&case, &comment))?;
    Ok(Exit::Fine)
}
