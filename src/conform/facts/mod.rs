//! What is said about Go's classic map, claim by claim, and what is true.
//!
//! Articles contradict one another on tombstones, on growth and on what a
//! delete frees. The claims of five of them, C01 to C87, were settled on the
//! runtimes of Go 1.19.8, 1.21.13, 1.22.10 and 1.23.9, and so were two about
//! the language's own promise, C88 and C89. From C90 on stand facts that the
//! articles leave out.
//!
//! A [`Fact`] whose subject a Rust map shares is checked on
//! [`GoMap`](crate::gomap::GoMap) whenever it is asked for: [`Check::Live`]
//! runs a small experiment and tells what it measured. A false claim is
//! checked by showing the opposite. Claims about Go's compiler, collector or
//! allocator, which nothing in Rust can show, say so.
//!
//! ```
//! use map_oracle::conform::facts::{self, Outcome};
//!
//! let fact = facts::find("C42").expect("the claim on the ninth key");
//! match fact.check() {
//!     Outcome::Confirmed(evidence) => println!("{}: {evidence}", fact.claim),
//!     other => panic!("{other:?}"),
//! }
//! ```

mod clearing;
mod evacuation;
mod growth;
mod iteration;
mod lab;
mod layout;
mod marks;
mod omitted;
mod probing;

use std::fmt;

/// One claim.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// `C` and a number. The numbers have no gap.
    pub id: &'static str,
    /// The numbers of the articles that make the claim. Empty for a fact that
    /// none of them has.
    pub seeds: &'static str,
    /// What is claimed.
    pub claim: &'static str,
    /// What is true of it in Go.
    pub verdict: Verdict,
    /// Why that is so.
    pub why: &'static str,
    /// How it is checked on `GoMap`.
    pub check: Check,
    /// A case that shows it, in the text form.
    pub case: Option<&'static str>,
}

/// What the real runtimes say about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    True,
    /// It does not.
    False,
    /// It has a true core.
    Partly,
    /// It depends on the version of Go.
    Version,
    /// It depends on the types of keys and values.
    Type,
    /// It cannot be settled by running anything.
    NotCheckable,
}

impl Verdict {
    /// The word for it, in capitals.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::True => "TRUE",
            Verdict::False => "FALSE",
            Verdict::Partly => "PARTLY",
            Verdict::Version => "VERSION",
            Verdict::Type => "TYPE",
            Verdict::NotCheckable => "N-C",
        }
    }
}

/// How a claim is checked on `GoMap`.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// By an experiment.
    Live(fn() -> Finding),
    /// Not at all, for this reason.
    RuntimeOnly(&'static str),
}

/// What an experiment found.
pub type Finding = Result<Evidence, Contradiction>;

/// What was measured, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence(String);

/// What was measured and should not have been.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Contradiction(String);

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What came of checking a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `GoMap` agrees with the verdict.
    Confirmed(Evidence),
    /// `GoMap` does not.
    Contradicted(Contradiction),
    /// Only Go's runtime can tell, for this reason.
    RuntimeOnly(&'static str),
}

impl Fact {
    /// Checks the fact now.
    #[must_use]
    pub fn check(&self) -> Outcome {
        // What one fact hashed must not change what the next one meets.
        lab::restart_nans();
        match self.check {
            Check::Live(experiment) => match experiment() {
                Ok(evidence) => Outcome::Confirmed(evidence),
                Err(contradiction) => Outcome::Contradicted(contradiction),
            },
            Check::RuntimeOnly(reason) => Outcome::RuntimeOnly(reason),
        }
    }

    /// Whether there is an experiment.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self.check, Check::Live(_))
    }
}

/// All facts, by number.
pub fn all() -> impl Iterator<Item = &'static Fact> {
    let groups: [&[Fact]; 8] = [
        marks::FACTS,
        probing::FACTS,
        layout::FACTS,
        growth::FACTS,
        evacuation::FACTS,
        clearing::FACTS,
        iteration::FACTS,
        omitted::FACTS,
    ];
    groups.into_iter().flatten()
}

/// The fact of this id, in either case of letters.
#[must_use]
pub fn find(id: &str) -> Option<&'static Fact> {
    all().find(|fact| fact.id.eq_ignore_ascii_case(id))
}
