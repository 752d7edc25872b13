//! What came of checking facts.

use serde::Serialize;

use crate::conform::facts::{Fact, Outcome};

/// A fact and what came of checking it just now. See the [module](super) for
/// its fields.
#[derive(Clone, Debug, Serialize)]
pub struct FactReport {
    /// The fact.
    pub id: &'static str,
    /// The articles that claim it.
    pub seeds: Vec<&'static str>,
    /// What is claimed.
    pub claim: &'static str,
    /// The word of the verdict.
    pub verdict: &'static str,
    /// Why.
    pub why: &'static str,
    /// What came of the check.
    pub outcome: &'static str,
    /// What was measured, or why nothing could be.
    pub found: String,
    /// A case that shows it.
    pub case: Option<&'static str>,
}

impl FactReport {
    /// Checks a fact.
    #[must_use]
    pub fn of(fact: &Fact) -> FactReport {
        let (outcome, found) = match fact.check() {
            Outcome::Confirmed(evidence) => ("passed", evidence.to_string()),
            Outcome::Contradicted(contradiction) => ("contradicted", contradiction.to_string()),
            Outcome::RuntimeOnly(reason) => ("runtime_only", reason.to_owned()),
        };
        FactReport {
            id: fact.id,
            seeds: fact.seeds.split_whitespace().collect(),
            claim: fact.claim,
            verdict: fact.verdict.name(),
            why: fact.why,
            outcome,
            found,
            case: fact.case,
        }
    }

    /// Whether `GoMap` contradicts the fact.
    #[must_use]
    pub fn is_contradicted(&self) -> bool {
        self.outcome == "contradicted"
    }

    /// The claim, the verdict and what was found, in three lines.
    #[must_use]
    pub fn brief(&self) -> String {
        let outcome = match self.outcome {
            "runtime_only" => "runtime only",
            "contradicted" => "CONTRADICTED",
            other => other,
        };
        let FactReport {
            id,
            claim,
            verdict,
            found,
            ..
        } = self;
        format!("{id} {verdict:7} {claim}\n    {outcome}: {found}\n")
    }

    /// All there is to say of it.
    #[must_use]
    pub fn text(&self) -> String {
        let FactReport {
            id,
            claim,
            verdict,
            why,
            found,
            ..
        } = self;
        let by = match self.seeds.as_slice() {
            [] => "none of the articles".to_owned(),
            seeds => format!("article {}", seeds.join(", ")),
        };
        let checked = match self.outcome {
            "runtime_only" => "runtime only, on GoMap it cannot be shown",
            outcome => &format!("live on GoMap, {outcome}"),
        };
        let mut text = format!(
            "{id}\n  claim:    {claim}\n  made by:  {by}\n  verdict:  {verdict}\n  why:      {why}\n  \
             checked:  {checked}\n  found:    {found}\n"
        );
        if let Some(case) = self.case {
            text += "  a case that shows it; save it as FILE.case for `replay` and `inspect`:\n\n";
            for line in case.lines() {
                text += &format!("    {line}\n");
            }
        }
        text
    }
}

/// Facts, and what came of checking them.
#[derive(Clone, Debug, Serialize)]
pub struct FactsReport {
    /// Whether none was contradicted.
    pub ok: bool,
    /// How many there are.
    pub claims: usize,
    /// How many were checked by an experiment.
    pub live: usize,
    /// How many were contradicted.
    pub contradicted: usize,
    /// Each of them.
    pub facts: Vec<FactReport>,
}

impl FactsReport {
    /// Checks facts.
    #[must_use]
    pub fn of(facts: &[&Fact]) -> FactsReport {
        let live = facts.iter().filter(|fact| fact.is_live()).count();
        let facts: Vec<FactReport> = facts.iter().map(|fact| FactReport::of(fact)).collect();
        let contradicted = facts.iter().filter(|fact| fact.is_contradicted()).count();
        FactsReport {
            ok: contradicted == 0,
            claims: facts.len(),
            live,
            contradicted,
            facts,
        }
    }

    /// One line for all of them.
    #[must_use]
    pub fn summary(&self) -> String {
        let FactsReport {
            claims,
            live,
            contradicted,
            ..
        } = self;
        format!("{live} of {claims} claims checked live, {contradicted} contradicted")
    }
}
