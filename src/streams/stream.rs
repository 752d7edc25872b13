//! The cases of one subject in one order, profile by profile in turns, and what
//! is known of its failures.
//!
//! What a case is kept clear of depends on what was found before it, so results
//! are taken in order, as if cases were run one after the other. Blocks of them
//! are run ahead by several workers; what was run behind a finding is done again
//! with what is known then. So the result is the same for any number of workers.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::case::Reach;
use crate::check::Runner;
use crate::evidence::{Class, Finding, ProcessEnd, Signature};
use crate::generate::Profile;
use crate::process::{Avoidance, BatchTask, Stretch};

/// The first turns of a profile have so many cases, ...
const SHORT: u64 = 25;
/// ... and there are so many of those, ...
const SHORTS: u64 = 4;
/// ... before they have so many.
const LONG: u64 = 100;
/// A block has no more cases than this right behind a finding.
const FIRST: u64 = 4;
/// As often must failures that look the same have come to one finding, one after
/// the other, before others like them are taken for it unexamined.
const TRUSTED: u32 = 3;

/// What is to be done on one subject.
#[derive(Clone, Debug)]
pub(crate) struct Orders {
    /// The subject.
    pub runner: Runner,
    /// The profiles, in the order of their turns.
    pub profiles: Vec<Profile>,
    /// Cases for each profile.
    pub cases: u64,
    /// The most steps in one.
    pub steps: usize,
    /// What they are drawn from.
    pub seed: u64,
    /// Whether each is swept.
    pub swept: bool,
    /// Of so many cases, the one of this number.
    pub shard: (u64, u64),
    /// Whether to go on behind a finding.
    pub keeps_going: bool,
}

/// What was done with one profile.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    /// Cases that were right.
    pub right: u64,
    /// Cases that failed.
    pub failed: u64,
    /// One behind the last case.
    pub next: u64,
    /// What they reached.
    pub reach: Reach,
    /// How long workers were at them, by the clock.
    pub took: Duration,
}

/// A failure, by its smallest case.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub signature: Signature,
    /// The smallest case.
    pub finding: Finding,
    /// What the runner left out where it showed, as for `--without`; empty as a
    /// rule.
    pub without: String,
    /// Whether it is listed as a known failure.
    pub listed: bool,
    /// The place of the profile, and the case, that showed it first.
    pub first: (usize, u64),
    /// How often each profile met it.
    pub met: Vec<u64>,
    /// How many of how many runs of its first case failed; of one that always
    /// does, that many.
    pub failed_of: (usize, usize),
}

/// A failure as it was drawn, to be examined.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub profile: usize,
    pub unit: u64,
    pub finding: Finding,
    /// What its case was kept clear of.
    pub runner: Runner,
}

/// A block of cases that some worker is at, or was.
#[derive(Debug)]
struct Flight {
    id: u64,
    profile: usize,
    to: u64,
    came: Option<Stretch>,
}

/// The cases of one subject.
#[derive(Debug)]
pub(crate) struct Stream {
    pub orders: Orders,
    pub progress: Vec<Progress>,
    pub found: Vec<Found>,
    /// What most cases are kept clear of, each for a finding.
    avoid: Vec<(usize, Avoidance)>,
    /// What failures looked like as they were drawn, and what they came to.
    looks: BTreeMap<Signature, (usize, u32)>,
    /// The turn under way: how often all profiles had theirs, whose it is, and
    /// the next case of it that no block has.
    round: u64,
    turn: usize,
    ahead: u64,
    block: u64,
    flights: VecDeque<Flight>,
    next_id: u64,
    raw: Option<Raw>,
    examined: bool,
    stopped: bool,
}

impl Stream {
    pub(crate) fn new(orders: Orders) -> Stream {
        let progress = vec![Progress::default(); orders.profiles.len()];
        Stream {
            orders,
            progress,
            found: Vec::new(),
            avoid: Vec::new(),
            looks: BTreeMap::new(),
            round: 0,
            turn: 0,
            ahead: 0,
            block: SHORT,
            flights: VecDeque::new(),
            next_id: 0,
            raw: None,
            examined: false,
            stopped: false,
        }
    }

    /// How many cases were taken.
    pub(crate) fn taken(&self) -> u64 {
        self.progress.iter().map(|progress| progress.next).sum()
    }

    /// How many workers are at it.
    pub(crate) fn busy(&self) -> usize {
        self.flights
            .iter()
            .filter(|flight| flight.came.is_none())
            .count()
    }

    /// Whether nothing is left to be done.
    pub(crate) fn is_done(&self) -> bool {
        let through = self.stopped || self.position().is_none();
        through && self.flights.is_empty() && self.raw.is_none()
    }

    /// The turn's profile and its cases that no block has yet.
    fn position(&self) -> Option<(usize, u64, u64)> {
        let (start, end) = turn(self.round);
        let end = end.min(self.orders.cases);
        (start < self.orders.cases).then_some((self.turn, self.ahead.max(start), end))
    }

    /// The failure that is to be examined now, once.
    pub(crate) fn take_raw(&mut self) -> Option<Raw> {
        if self.examined {
            return None;
        }
        let raw = self.raw.clone()?;
        self.examined = true;
        Some(raw)
    }

    /// The next block, unless so many are under way or wait to be taken.
    pub(crate) fn next_block(&mut self, most: usize) -> Option<(u64, BatchTask)> {
        if self.stopped || self.raw.is_some() || self.flights.len() >= most {
            return None;
        }
        let (profile, from, end) = self.position()?;
        let to = end.min(from + self.block);
        self.ahead = to;
        if to == end {
            self.next_turn();
        }
        let id = self.next_id;
        self.next_id += 1;
        self.flights.push_back(Flight {
            id,
            profile,
            to,
            came: None,
        });
        Some((id, self.task(profile, from, to)))
    }

    fn task(&self, profile: usize, from: u64, to: u64) -> BatchTask {
        BatchTask {
            profile: self.orders.profiles[profile],
            steps: self.orders.steps,
            seed: self.orders.seed,
            from,
            to,
            shard: self.orders.shard,
            swept: self.orders.swept,
            avoid: self.avoid.iter().map(|&(_, avoidance)| avoidance).collect(),
        }
    }

    fn next_turn(&mut self) {
        self.turn += 1;
        if self.turn == self.orders.profiles.len() {
            self.turn = 0;
            self.round += 1;
        }
        self.ahead = turn(self.round).0;
    }

    /// A block is done. What a worker did that is not wanted any more is passed
    /// over.
    pub(crate) fn came(&mut self, id: u64, stretch: Stretch) {
        let Some(flight) = self.flights.iter_mut().find(|flight| flight.id == id) else {
            return;
        };
        flight.came = Some(stretch);
        while let Some(flight) = self.flights.front_mut()
            && let Some(stretch) = flight.came.take()
        {
            let (profile, to) = (flight.profile, flight.to);
            self.flights.pop_front();
            if self.take(profile, to, stretch) {
                return;
            }
        }
    }

    /// Takes a block's results. Tells whether what was run ahead is void.
    fn take(&mut self, profile: usize, to: u64, stretch: Stretch) -> bool {
        let progress = &mut self.progress[profile];
        progress.right += stretch.cases;
        progress.reach.merge(&stretch.reach);
        progress.next = stretch.to;
        progress.took += stretch.took;
        if stretch.interrupted {
            self.stop();
            return true;
        }
        let Some((unit, finding)) = stretch.failed else {
            progress.next = to;
            let (start, end) = turn(self.round);
            self.block = (self.block * 2).min(end - start);
            return false;
        };
        // It is taken when it has been examined.
        progress.next = unit;
        let task = self.task(profile, unit, unit + 1);
        let runner = task.case(unit, &self.orders.runner).0;
        self.go_back(profile, unit + 1);
        self.raw = Some(Raw {
            profile,
            unit,
            finding,
            runner,
        });
        self.examined = false;
        true
    }

    /// Goes on with this case, and forgets what was run ahead.
    fn go_back(&mut self, profile: usize, case: u64) {
        self.flights.clear();
        self.block = FIRST;
        self.round = round_of(case - 1);
        self.turn = profile;
        self.ahead = case;
        if case >= turn(self.round).1.min(self.orders.cases) {
            self.next_turn();
        }
    }

    /// No more is done.
    pub(crate) fn stop(&mut self) {
        self.stopped = true;
        self.flights.clear();
        self.raw = None;
    }

    /// What a failure of this look comes to, if that need not be examined.
    pub(crate) fn known_by_look(&self, look: &Signature) -> Option<usize> {
        let &(found, times) = self.looks.get(look)?;
        (times >= TRUSTED).then_some(found)
    }

    /// The failure under examination is this one, found before.
    pub(crate) fn met_again(&mut self, look: Signature, found: usize) {
        let Some(raw) = self.take_failed() else {
            return;
        };
        self.found[found].met[raw.profile] += 1;
        let known = self.looks.entry(look).or_insert((found, 0));
        if known.0 == found {
            known.1 += 1
        } else {
            *known = (found, 1)
        }
        let times = self.found[found].met.iter().sum();
        let hangs = is_costly(&self.found[found].signature);
        for (_, avoidance) in self.avoid.iter_mut().filter(|&&mut (of, _)| of == found) {
            avoidance.met(times, hangs);
        }
        self.goes_on();
    }

    /// The failure under examination is a new one. Its place among those found.
    pub(crate) fn found_new(&mut self, look: Signature, found: Found) -> Option<usize> {
        self.take_failed()?;
        let place = self.found.len();
        if let Some(avoidance) = Avoidance::of(&found.finding) {
            self.avoid.push((place, avoidance));
        }
        self.looks.insert(look, (place, 1));
        self.found.push(found);
        self.goes_on();
        Some(place)
    }

    /// The failure under examination could not be made to happen again: its case
    /// is right.
    pub(crate) fn forget_raw(&mut self) {
        if let Some(raw) = self.take_failed() {
            let progress = &mut self.progress[raw.profile];
            progress.failed -= 1;
            progress.right += 1;
        }
        self.goes_on();
    }

    /// The case under examination is done with.
    fn take_failed(&mut self) -> Option<Raw> {
        let raw = self.raw.take()?;
        let progress = &mut self.progress[raw.profile];
        progress.next = raw.unit + 1;
        progress.failed += 1;
        Some(raw)
    }

    fn goes_on(&mut self) {
        let new = self.found.iter().any(|found| !found.listed);
        if new && !self.orders.keeps_going {
            self.stop();
        }
    }

    /// What is needed to go on later, beside the orders: the findings' signatures
    /// are those of their cases.
    #[cfg(feature = "cli")]
    pub(crate) fn resume(&mut self, progress: Vec<Progress>, found: Vec<Found>) {
        for found in found {
            let place = self.found.len();
            let times = found.met.iter().sum();
            let hangs = is_costly(&found.signature);
            if let Some(mut avoidance) = Avoidance::of(&found.finding) {
                avoidance.met(times, hangs);
                self.avoid.push((place, avoidance));
            }
            self.found.push(found);
        }
        self.progress = progress;
        // Whose turn it is follows from how far each is.
        let places = 0..self.progress.len();
        let behind = places.min_by_key(|&place| (round_of(self.progress[place].next), place));
        if let Some(profile) = behind {
            let next = self.progress[profile].next;
            self.round = round_of(next);
            self.turn = profile;
            self.ahead = next;
        }
    }
}

/// Whether each failure of this kind costs all the time that a case has.
fn is_costly(signature: &Signature) -> bool {
    matches!(
        signature.class,
        Class::Ended(ProcessEnd::Hang | ProcessEnd::Memory | ProcessEnd::Output)
    )
}

/// The cases of a profile in the turn of this number.
fn turn(round: u64) -> (u64, u64) {
    match round.checked_sub(SHORTS) {
        None => (round * SHORT, (round + 1) * SHORT),
        Some(long) => {
            let start = SHORTS * SHORT + long * LONG;
            (start, start + LONG)
        }
    }
}

/// The number of the turn that a case is in.
fn round_of(case: u64) -> u64 {
    match case.checked_sub(SHORTS * SHORT) {
        None => case / SHORT,
        Some(beyond) => SHORTS + beyond / LONG,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::subject::StdBTreeMap;

    fn stream(profiles: usize, cases: u64) -> Stream {
        Stream::new(Orders {
            runner: Runner::of::<StdBTreeMap>(),
            profiles: Profile::ALL[..profiles].to_vec(),
            cases,
            steps: 10,
            seed: 1,
            swept: false,
            shard: (1, 0),
            keeps_going: true,
        })
    }

    fn right(task: &BatchTask) -> Stretch {
        Stretch {
            to: task.to,
            cases: task.to - task.from,
            ..Stretch::default()
        }
    }

    #[test]
    fn every_case_has_its_turn_once() {
        for cases in [1, 24, 25, 26, 130, 350] {
            let mut stream = stream(3, cases);
            let mut seen = vec![Vec::new(); 3];
            while let Some((id, task)) = stream.next_block(1) {
                let profile = Profile::ALL
                    .iter()
                    .position(|&p| p == task.profile)
                    .unwrap();
                seen[profile].extend(task.from..task.to);
                stream.came(id, right(&task));
            }
            assert!(stream.is_done());
            for profile in seen {
                assert!(profile.into_iter().eq(0..cases), "{cases}");
            }
        }
    }

    #[test]
    fn what_was_run_behind_a_failure_is_done_again() {
        let mut stream = stream(2, 60);
        let (first, task) = stream.next_block(4).unwrap();
        let (second, ahead) = stream.next_block(4).unwrap();
        assert_eq!((task.from, task.to, ahead.from), (0, 25, 0));
        stream.came(second, right(&ahead));
        assert_eq!(stream.taken(), 0, "not before those before it");
        let finding = Finding::Ended(Box::new(crate::evidence::Ended {
            subject: "any",
            how: ProcessEnd::Signal(11),
            place: None,
            words: None,
            case: Case::default(),
        }));
        stream.came(
            first,
            Stretch {
                to: 7,
                cases: 7,
                failed: Some((7, finding)),
                ..Stretch::default()
            },
        );
        assert!(stream.next_block(4).is_none(), "it is examined first");
        let raw = stream.take_raw().unwrap();
        assert!(stream.take_raw().is_none(), "by one worker");
        assert_eq!((raw.profile, raw.unit), (0, 7));
        stream.forget_raw();
        let (_, task) = stream.next_block(4).unwrap();
        assert_eq!((task.profile, task.from), (Profile::ALL[0], 8));
    }

    #[test]
    fn turns_are_where_they_are() {
        for case in [0, 24, 25, 99, 100, 199, 200, 12_345] {
            let (start, end) = turn(round_of(case));
            assert!(start <= case && case < end, "{case}");
        }
    }
}
