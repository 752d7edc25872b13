//! What each subject says about itself.

use serde::Serialize;

use super::table;
use crate::case::{Mark, OpKind, OpSet, Order, Vocabulary};
use crate::check::Runner;

/// A subject's declaration. The fields are those of
/// [`Support`](crate::subject::Support).
#[derive(Clone, Debug, Serialize)]
pub struct SubjectReport {
    /// The subject.
    pub name: &'static str,
    /// The names of the ops that it offers.
    pub ops: Vec<&'static str>,
    /// The most entries that it holds.
    pub max_entries: Option<u16>,
    /// Whether it can be used after a panic of user code.
    pub usable_after_panic: bool,
    /// Whether no entry is lost by one.
    pub keeps_entries_on_panic: bool,
    /// Whether nothing is leaked by one.
    pub frees_all_on_panic: bool,
    /// The order of iteration: `any`, `sorted`, `insertion` or
    /// `insertion, removal swaps`.
    pub order: &'static str,
    /// Whether a new key for a full map is given back.
    pub refuses: bool,
    /// The names of the structural marks that it reports.
    pub marks: Vec<&'static str>,
    #[serde(skip)]
    set: OpSet,
    #[serde(skip)]
    vocabulary: &'static Vocabulary,
}

impl SubjectReport {
    fn new(runner: &Runner) -> SubjectReport {
        let support = runner.support;
        SubjectReport {
            name: runner.name,
            ops: runner.ops.iter().map(OpKind::name).collect(),
            max_entries: support.max_entries,
            usable_after_panic: support.usable_after_panic,
            keeps_entries_on_panic: support.keeps_entries_on_panic,
            frees_all_on_panic: support.frees_all_on_panic,
            order: match support.order {
                Order::Any => "any",
                Order::Sorted => "sorted",
                Order::Insertion => "insertion",
                Order::InsertionSwap => "insertion, removal swaps",
                Order::InsertionLast => "insertion, a new value moves",
                Order::UseLast => "last use",
            },
            refuses: support.refuses,
            marks: support.marks.iter().copied().map(Mark::name).collect(),
            set: runner.ops,
            vocabulary: runner.vocabulary(),
        }
    }

    /// The ops that it offers or those that it lacks, whichever are fewer.
    fn ops_text(&self) -> String {
        let lacks = self.vocabulary.ops().without(self.set);
        let lacks: Vec<&str> = lacks.iter().map(OpKind::name).collect();
        if lacks.is_empty() {
            "all".to_owned()
        } else if lacks.len() < self.ops.len() {
            format!("all but {}", lacks.join(", "))
        } else {
            self.ops.join(", ")
        }
    }

    fn promises_text(&self) -> String {
        if !self.usable_after_panic {
            return "can only be dropped".to_owned();
        }
        let mut promises = vec!["usable"];
        if self.keeps_entries_on_panic {
            promises.push("keeps entries");
        }
        if self.frees_all_on_panic {
            promises.push("leaks nothing");
        }
        promises.join(", ")
    }
}

/// All subjects, in their order.
#[derive(Clone, Debug, Serialize)]
pub struct SubjectsReport {
    /// The subjects.
    pub subjects: Vec<SubjectReport>,
}

impl SubjectsReport {
    /// The report of these subjects.
    #[must_use]
    pub fn new(runners: &[Runner]) -> SubjectsReport {
        SubjectsReport {
            subjects: runners.iter().map(SubjectReport::new).collect(),
        }
    }

    /// The table of all subjects, `width` columns wide.
    #[must_use]
    pub fn table(&self, width: u16) -> String {
        let header = [
            "subject",
            "ops",
            "after a panic",
            "most entries",
            "structural marks",
        ];
        let mut table = table(width, &header);
        for subject in &self.subjects {
            table.add_row([
                subject.name.to_owned(),
                subject.ops_text(),
                subject.promises_text(),
                subject
                    .max_entries
                    .map_or_else(|| "no bound".to_owned(), |most| most.to_string()),
                subject.marks.len().to_string(),
            ]);
        }
        table.trim_fmt()
    }
}
