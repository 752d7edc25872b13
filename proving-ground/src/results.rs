//! `RESULTS.md`: who finds what, how soon, and how small.

use std::fmt::Write as _;

use crate::bugs::{self, Bug};
use crate::controls;
use crate::outcome::Outcome;
use crate::table::{markdown, median};

/// Whose column comes first.
pub const OURS: &str = "map-oracle";

/// All outcomes, by who hunted and what for.
#[derive(Debug)]
pub struct Results<'o> {
    /// Who hunted: [`OURS`] first, then the peers in the order of their first
    /// hunt.
    finders: Vec<&'o str>,
    outcomes: &'o [Outcome],
}

impl<'o> Results<'o> {
    /// Sorts outcomes.
    #[must_use]
    pub fn of(outcomes: &'o [Outcome]) -> Self {
        let mut finders = vec![OURS];
        for outcome in outcomes {
            let finder = outcome.finder.as_str();
            if !finders.contains(&finder) {
                finders.push(finder);
            }
        }
        finders[1..].sort_unstable();
        Results { finders, outcomes }
    }

    fn hunts(&self, finder: &str, name: &str) -> Vec<&'o Outcome> {
        let of = |outcome: &&Outcome| outcome.finder == finder && outcome.name == name;
        self.outcomes.iter().filter(of).collect()
    }

    /// The bugs that were hunted.
    fn bugs(&self) -> Vec<&'static Bug> {
        let hunted = |bug: &&Bug| !self.hunts(OURS, bug.name).is_empty();
        bugs::all().filter(hunted).collect()
    }

    /// With how many seeds the bug was found.
    fn times(&self, finder: &str, bug: &Bug) -> usize {
        let hunts = self.hunts(finder, bug.name);
        hunts
            .iter()
            .filter(|outcome| outcome.found.is_some())
            .count()
    }

    /// Whether it was found with more than half of the seeds that we had.
    fn finds(&self, finder: &str, bug: &Bug) -> bool {
        2 * self.times(finder, bug) > self.hunts(OURS, bug.name).len()
    }

    /// Seconds of CPU time until it was found, the median over the seeds.
    fn cpu(&self, finder: &str, bug: &Bug) -> Option<f64> {
        if !self.finds(finder, bug) {
            return None;
        }
        median(self.hunts(finder, bug.name).iter().map(|outcome| {
            outcome
                .found
                .as_ref()
                .map_or(f64::INFINITY, |_| outcome.effort.cpu)
        }))
    }

    /// The number of ops of the small case, the median over the seeds.
    fn shrunk(&self, finder: &str, bug: &Bug) -> Option<usize> {
        let hunts = self.hunts(finder, bug.name);
        let found = hunts.iter().filter_map(|outcome| outcome.found.as_ref());
        median(found.filter_map(|find| find.shrunk.map(|ops| ops as f64))).map(|ops| ops as usize)
    }

    /// The bugs that everybody finds.
    fn common(&self) -> Vec<&'static Bug> {
        let mut bugs = self.bugs();
        bugs.retain(|bug| self.finders.iter().all(|finder| self.finds(finder, bug)));
        bugs
    }

    /// The whole page, but for its head.
    #[must_use]
    pub fn page(&self) -> String {
        let mut page = String::new();
        let common = self.common().len();
        let bugs = self.bugs().len();
        let _ = write!(
            page,
            "## In short\n\n{}\n\
             *found*: with most of the seeds, of {bugs}. *CPU s*: seconds of CPU time until it was \
             found,\nby map-oracle with shrinking, by its peers without; the geometric mean over the \
             {common} bugs that\nall find. *small*: bugs whose shrunk case is no longer than the \
             shortest known. *only*: found by\nnobody else; *not ours*: found by this one and not \
             by map-oracle.\n\n",
            self.summary()
        );
        let _ = write!(
            page,
            "## Bug by bug\n\n{}\n\
             *found*: seeds that found it. *CPU s*: until it was found and made small. *ops*: steps \
             of all cases,\nup to where `check` had stopped. *shrunk*: ops of the small case, where a run \
             of keys is an op for\neach; *min* was the fewest known. Medians over the seeds.\n\n",
            self.ours()
        );
        if self.finders.len() > 1 {
            let _ = write!(
                page,
                "## Seconds of CPU time until it is found\n\n{}\n\
                 By map-oracle with shrinking, by its peers without. `--`: not found with most of the \
                 seeds.\n\n",
                self.versus(|finder, bug| self.cpu(finder, bug).map(|cpu| format!("{cpu:.4}")))
            );
            let _ = write!(
                page,
                "## Ops in the shrunk case\n\n{}\n`--`: not found, or no case was left to look at.\n\n",
                self.versus(|finder, bug| {
                    let found = self.finds(finder, bug);
                    self.shrunk(finder, bug)
                        .filter(|_| found)
                        .map(|ops| ops.to_string())
                })
            );
        }
        let controls = self.controls();
        if controls.len() > 1 {
            let _ = write!(
                page,
                "## Controls\n\n{}\n\
                 *without*: the version in which that bug is mended. Where it is not the newest \
                 one, other bugs were\nmended later; *others*: findings of these.\n\n",
                markdown(&controls, 2)
            );
        }
        page
    }

    fn summary(&self) -> String {
        let head = ["", "found", "CPU s", "small", "only", "not ours"];
        let mut rows = vec![strings(&head)];
        let (bugs, common) = (self.bugs(), self.common());
        for finder in &self.finders {
            let found = bugs.iter().filter(|bug| self.finds(finder, bug));
            let others = |bug: &Bug| {
                let mut others = self.finders.iter().filter(|other| *other != finder);
                others.any(|other| self.finds(other, bug))
            };
            let all = found.clone().count();
            let only = found.clone().filter(|bug| !others(bug)).count();
            let small = found
                .clone()
                .filter(|bug| self.shrunk(finder, bug).is_some_and(|ops| ops <= bug.min));
            let logs = common.iter().filter_map(|bug| self.cpu(finder, bug));
            let logs: Vec<f64> = logs.map(|cpu| cpu.max(1e-6).ln()).collect();
            let mean = (logs.iter().sum::<f64>() / logs.len() as f64).exp();
            let not_ours = found.clone().filter(|bug| !self.finds(OURS, bug)).count();
            rows.push(vec![
                (*finder).to_owned(),
                all.to_string(),
                if logs.is_empty() {
                    "--".to_owned()
                } else {
                    format!("{mean:.4}")
                },
                small.count().to_string(),
                only.to_string(),
                not_ours.to_string(),
            ]);
        }
        markdown(&rows, 1)
    }

    fn ours(&self) -> String {
        let head = [
            "bug",
            "what is wrong",
            "check",
            "found",
            "CPU s",
            "ops",
            "shrunk",
            "min",
        ];
        let mut rows = vec![strings(&head)];
        for bug in self.bugs() {
            let hunts = self.hunts(OURS, bug.name);
            let mut signs: Vec<&str> = hunts
                .iter()
                .filter_map(|outcome| outcome.found.as_ref())
                .map(|find| find.sign.as_str())
                .collect();
            signs.sort_unstable();
            signs.dedup();
            let or_none = |cell: Option<String>| cell.unwrap_or_else(|| "--".to_owned());
            rows.push(vec![
                bug.name.to_owned(),
                bug.what.to_owned(),
                signs.join(", "),
                format!("{}/{}", self.times(OURS, bug), hunts.len()),
                or_none(self.cpu(OURS, bug).map(|cpu| format!("{cpu:.4}"))),
                or_none(median(hunts.iter().map(|o| o.effort.ops as f64)).map(|n| n.to_string())),
                or_none(self.shrunk(OURS, bug).map(|ops| ops.to_string())),
                bug.min.to_string(),
            ]);
        }
        markdown(&rows, 3)
    }

    /// A column for each finder.
    fn versus(&self, cell: impl Fn(&str, &Bug) -> Option<String>) -> String {
        let mut head = vec!["bug".to_owned()];
        head.extend(self.finders.iter().map(|&finder| finder.to_owned()));
        head.push("min".to_owned());
        let mut rows = vec![head];
        for bug in self.bugs() {
            let mut row = vec![bug.name.to_owned()];
            let cells = self.finders.iter().map(|finder| cell(finder, bug));
            row.extend(cells.map(|cell| cell.unwrap_or_else(|| "--".to_owned())));
            row.push(bug.min.to_string());
            rows.push(row);
        }
        markdown(&rows, 1)
    }

    fn controls(&self) -> Vec<Vec<String>> {
        let head = ["control", "", "others", "cases", "ops", "CPU s"];
        let mut rows = vec![strings(&head)];
        for control in controls::ALL {
            let hunts = self.hunts(OURS, control.subject);
            if hunts.is_empty() {
                continue;
            }
            let news: usize = hunts.iter().map(|o| control.news(o).len()).sum();
            let all: usize = hunts.iter().map(|o| o.also.len()).sum();
            let mended: Vec<&str> = control.mends().map(|bug| bug.name).collect();
            let sum = |read: fn(&Outcome) -> f64| hunts.iter().map(|o| read(o)).sum::<f64>();
            rows.push(vec![
                control.subject.to_owned(),
                match news {
                    0 if mended.is_empty() => "clean".to_owned(),
                    0 => format!("without {}", mended.join(", ")),
                    _ => "NOT CLEAN".to_owned(),
                },
                (all - news).to_string(),
                sum(|outcome| outcome.effort.cases as f64).to_string(),
                sum(|outcome| outcome.effort.ops as f64).to_string(),
                format!("{:.1}", sum(|outcome| outcome.effort.cpu)),
            ]);
        }
        rows
    }
}

fn strings(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|&cell| cell.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::{Effort, Find};

    fn outcome(finder: &str, bug: &Bug, seed: u64, cpu: f64, shrunk: Option<usize>) -> Outcome {
        Outcome {
            name: bug.name.to_owned(),
            finder: finder.to_owned(),
            seed,
            found: shrunk.map(|ops| Find {
                sign: "len".to_owned(),
                path: None,
                shrunk: Some(ops),
            }),
            also: Vec::new(),
            effort: Effort {
                cases: 1,
                ops: 10,
                cpu,
            },
            out_of_time: false,
        }
    }

    #[test]
    fn the_summary_counts_majorities_and_takes_means_over_what_all_find() {
        let mut bugs = bugs::all();
        let (first, second) = (bugs.next().unwrap(), bugs.next().unwrap());
        let outcomes = [
            outcome(OURS, first, 1, 0.01, Some(first.min)),
            outcome(OURS, first, 2, 0.04, Some(first.min)),
            outcome(OURS, first, 3, 9.0, None),
            outcome(OURS, second, 1, 0.5, Some(second.min + 1)),
            outcome("peer", first, 1, 0.09, Some(first.min)),
            outcome("peer", first, 2, 0.02, Some(first.min + 7)),
            outcome("peer", second, 1, 20.0, None),
        ];
        let results = Results::of(&outcomes);
        let summary = results.summary();
        let cells = |name: &str| -> Vec<String> {
            let row = summary.lines().find(|line| line.contains(name)).unwrap();
            let cells = row.trim_matches('|').split('|');
            cells.map(|cell| cell.trim().to_owned()).collect()
        };
        assert_eq!(cells(OURS)[1..], ["2", "0.0400", "1", "1", "0"]);
        assert_eq!(cells("peer")[1..], ["1", "0.0200", "1", "0", "0"]);
    }

    #[test]
    fn what_a_peer_alone_finds_is_told() {
        let bug = bugs::all().next().unwrap();
        let outcomes = [
            outcome(OURS, bug, 1, 20.0, None),
            outcome("peer", bug, 1, 0.1, Some(3)),
        ];
        let summary = Results::of(&outcomes).summary();
        let row = summary.lines().find(|line| line.contains("peer")).unwrap();
        assert!(row.trim_end().ends_with("1 |        1 |"), "{row}");
    }
}
