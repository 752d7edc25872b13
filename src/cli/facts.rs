//! `map-oracle facts`: what is said about Go's map, checked on `GoMap`.

use super::args::FactsArgs;
use super::{Console, Exit, Misuse};
use crate::conform::facts::{self, Fact};
use crate::report::FactsReport;

pub(super) fn facts(args: &FactsArgs, console: &mut Console<'_>) -> Result<Exit, Misuse> {
    let chosen: Vec<&Fact> = match args.ids.as_slice() {
        [] => facts::all().collect(),
        ids => ids.iter().map(|id| find(id)).collect::<Result<_, _>>()?,
    };
    let report = FactsReport::of(&chosen);
    if args.json {
        console.print_json(&report)?;
    } else if args.ids.is_empty() {
        let mut text: String = report.facts.iter().map(|fact| fact.brief()).collect();
        text += &report.summary();
        console.print(&format!("{text}\n"))?;
    } else {
        let texts: Vec<String> = report.facts.iter().map(|fact| fact.text()).collect();
        console.print(&texts.join("\n"))?;
    }
    Ok(if report.ok { Exit::Fine } else { Exit::Found })
}

fn find(id: &str) -> Result<&'static Fact, Misuse> {
    facts::find(id).ok_or_else(|| {
        let last = facts::all().last().map_or("", |fact| fact.id);
        let id = id.escape_debug();
        Misuse::new(format!("there is no fact `{id}`: they are C01 to {last}"))
    })
}
