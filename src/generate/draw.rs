//! The generator: draws one case from a seed.

use std::ops::Bound;

use fastrand::Rng;

use super::Profile;
use crate::case::{
    CURSORS, Case, Effect, Fault, FaultKind, HashPlan, MAX_MODULUS, MAX_RUN, Op, OpKind, OpSet,
    Operand, Spread, Step,
};

/// The most single-key operations in one case for each of its steps, on
/// average: bulk ops beyond this are drawn short.
const WEIGHT_PER_STEP: usize = 100;

/// Which way the map's size leans for a while.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tide {
    Rising,
    Level,
    Falling,
    /// Room is asked for and given back, and entries leave by the score.
    Slack,
}

pub(super) struct Draw {
    rng: Rng,
    profile: Profile,
    ops: OpSet,
    /// Keys are drawn below this.
    keys: u16,
    /// Each kind that this case may hold, with its weight.
    weights: Vec<(OpKind, u32)>,
    /// One step in so many gets a fault; 0 for none.
    fault_every: u32,
    /// The faults are lies. After one of them little can be checked, so they
    /// are few, and have cases of their own.
    lies: bool,
    tide: Tide,
    /// The last key drawn: its neighbours are drawn often.
    last: u16,
    /// The first key that [`Draw::creep`] has not come to.
    crept: u16,
    /// The weight that bulk ops may still add.
    budget: usize,
}

impl Draw {
    pub(super) fn new(profile: Profile, ops: OpSet, max_key: u16, seed: u64) -> Draw {
        let ops = ops.of_one_kind();
        let mut rng = Rng::with_seed(seed);
        let sizes: &[u16] = match profile {
            Profile::TombstoneReuse => &[4, 8, 12, 20, 40, 64],
            Profile::GrowthMidIteration => &[10, 40, 120, 300, 800],
            Profile::OverflowChains => &[24, 48, 96, 200, 500],
            Profile::Mixed => &[3, 8, 16, 40, 100, 400, 3_000],
        };
        let keys = sizes[rng.usize(0..sizes.len())]
            .min(max_key.saturating_add(1))
            .max(1);
        let weights = swarm(profile, ops, &mut rng);
        let lies = match profile {
            Profile::Mixed => rng.u8(0..10) == 0,
            Profile::TombstoneReuse | Profile::GrowthMidIteration | Profile::OverflowChains => {
                rng.u8(0..32) == 0
            }
        };
        let fault_every = if lies || rng.u8(0..3) == 0 {
            rng.u32(3..20)
        } else {
            0
        };
        Draw {
            rng,
            profile,
            ops,
            keys,
            weights,
            fault_every,
            lies,
            tide: Tide::Rising,
            last: 0,
            crept: 0,
            budget: 0,
        }
    }

    pub(super) fn case(mut self, steps: usize) -> Case {
        let steps = self.rng.usize(steps.div_ceil(4)..=steps.max(1));
        self.budget = steps * WEIGHT_PER_STEP;
        let plan = HashPlan {
            spread: self.spread(),
            seed: self.rng.u32(..),
            ..HashPlan::default()
        };
        let hint = match self.rng.u8(0..4) {
            0 => self.rng.u16(0..=self.keys),
            _ => 0,
        };
        let waves = self.profile == Profile::OverflowChains && self.rng.bool();
        let cursors = self
            .weights
            .iter()
            .any(|&(kind, _)| kind == OpKind::CursorStep);
        let creeps =
            cursors && self.profile == Profile::GrowthMidIteration && self.rng.u8(0..3) > 0;
        let mut drawn = Vec::with_capacity(steps);
        let mut turn = 0;
        for at in 0..steps {
            if at == turn {
                turn += self.rng.usize(5..60);
                self.tide =
                    [Tide::Rising, Tide::Level, Tide::Falling, Tide::Slack][self.rng.usize(0..4)];
            }
            if waves && self.rng.bool() {
                drawn.extend(self.wave());
            } else if creeps && self.rng.bool() {
                drawn.extend(self.creep());
            } else {
                drawn.extend(self.step());
            }
        }
        Case {
            plan,
            hint,
            steps: drawn,
        }
    }

    fn spread(&mut self) -> Spread {
        let rng = &mut self.rng;
        let few = |rng: &mut Rng| Spread::Distinct(rng.u8(1..=8));
        let low = |rng: &mut Rng| Spread::LowBits(rng.u8(2..=20));
        match (self.profile, rng.u8(0..10)) {
            (Profile::OverflowChains, 0..4) => few(rng),
            (Profile::OverflowChains, 4..9) => low(rng),
            (Profile::TombstoneReuse, 0..2) => few(rng),
            (Profile::TombstoneReuse, 2..5) => low(rng),
            (_, 0) => few(rng),
            (_, 1) => low(rng),
            (_, 2) => Spread::TopByte,
            (_, 3) => Spread::Sequential,
            _ => Spread::Random,
        }
    }

    /// A step, if there is any op.
    fn step(&mut self) -> Option<Step> {
        let kind = self.kind()?;
        let op = self.op(kind);
        let fault = (self.fault_every > 0 && self.rng.u32(0..self.fault_every) == 0)
            .then(|| self.fault(op));
        Some(Step { op, fault })
    }

    fn kind(&mut self) -> Option<OpKind> {
        let tide = self.tide;
        let weight = |&(kind, weight): &(OpKind, u32)| match tide {
            Tide::Rising if kind.has(Effect::GROWS) => weight * 4,
            Tide::Rising if kind.has(Effect::WIPES) => weight / 2,
            Tide::Falling if kind.has(Effect::SHRINKS) => weight * 4,
            Tide::Slack
                if kind.has(Effect::WIPES)
                    || kind.has(Effect::MAKES_ROOM)
                    || kind.has(Effect::GIVES_ROOM) =>
            {
                weight * 8
            }
            Tide::Rising | Tide::Level | Tide::Falling | Tide::Slack => weight,
        };
        let total: u32 = self.weights.iter().map(weight).sum();
        if total == 0 {
            // The tide is against the few ops that there are.
            return self.rng.choice(&self.weights).map(|&(kind, _)| kind);
        }
        let mut at = self.rng.u32(0..total);
        for entry in &self.weights {
            let weight = weight(entry);
            if at < weight {
                return Some(entry.0);
            }
            at -= weight;
        }
        unreachable!("the weights add up to their total")
    }

    fn op(&mut self, kind: OpKind) -> Op {
        let [first, second, third] = kind.operands();
        let (a, b) = match (first, second) {
            (Some(Operand::Key), Some(Operand::Len)) => self.run(),
            (Some(Operand::Key), Some(Operand::Key)) => {
                let first = self.key();
                let second = if self.rng.u8(0..8) == 0 {
                    first
                } else {
                    self.key()
                };
                (first, second)
            }
            (Some(Operand::Modulus), _) => {
                let modulus = match self.rng.u8(0..4) {
                    0 => self.rng.u16(9..=MAX_MODULUS),
                    _ => self.rng.u16(1..=8),
                };
                (modulus, self.rng.u16(0..modulus))
            }
            (Some(Operand::Take), _) => (self.rng.u16(0..=self.keys), 0),
            (Some(Operand::Room), _) => (self.rng.u16(0..=self.keys * 2), 0),
            (Some(Operand::Shift), _) => (self.rng.u16(0..3), 0),
            (Some(Operand::Low), _) => return self.range(kind),
            (Some(Operand::NearPlace), _) | (Some(Operand::Place), Some(Operand::Key)) => {
                (self.place(), self.key())
            }
            (Some(Operand::Place), _) => (self.place(), self.place()),
            (Some(Operand::Then), _) => (self.rng.u16(0..4), 0),
            (Some(Operand::Cursor), Some(Operand::Start)) => (self.cursor(), self.rng.u16(..)),
            (Some(Operand::Cursor), Some(Operand::Len)) => {
                let most = if self.rng.u8(0..8) == 0 { self.keys } else { 4 };
                (self.cursor(), self.rng.u16(1..=most.clamp(1, MAX_RUN)))
            }
            (Some(Operand::Cursor), _) => (self.cursor(), 0),
            _ => (self.key(), self.rng.u16(0..1_000)),
        };
        let c = match third {
            None => 0,
            // Often nothing more.
            Some(Operand::Then) => self.rng.u16(0..8).saturating_sub(4),
            Some(Operand::Fold | Operand::Hide) => self.rng.u16(0..2),
            Some(Operand::Few) => self.rng.u16(0..6),
            Some(_) => self.rng.u16(0..1_000),
        };
        Op::new(kind, [a, b, c])
    }

    /// A place among the entries, sometimes beyond them.
    fn place(&mut self) -> u16 {
        let most = if self.rng.bool() { 8 } else { self.keys };
        self.rng.u16(0..=most)
    }

    /// A range, one time in eight with its ends exchanged.
    fn range(&mut self, kind: OpKind) -> Op {
        let (first, second) = (self.key(), self.key());
        let (mut low, mut high) = (first.min(second), first.max(second));
        if self.rng.u8(0..8) == 0 {
            (low, high) = (high, low);
        }
        let mut end = |key| match self.rng.u8(0..5) {
            0..2 => Bound::Included(key),
            2..4 => Bound::Excluded(key),
            _ => Bound::Unbounded,
        };
        let (low, high) = (end(low), end(high));
        Op::of_range(kind, low, high)
    }

    /// Low numbers more often, so that cursors live long.
    fn cursor(&mut self) -> u16 {
        let most = u16::from(CURSORS);
        self.rng.u16(0..most).min(self.rng.u16(0..most))
    }

    fn key(&mut self) -> u16 {
        self.last = match self.rng.u8(0..4) {
            0 => (self.last + 1) % self.keys,
            _ => self.rng.u16(0..self.keys),
        };
        self.last
    }

    /// A run of keys: often one chain's worth, at times the whole domain.
    fn run(&mut self) -> (u16, u16) {
        let (start, most) = match self.rng.u8(0..8) {
            0 => (0, self.keys),
            1..4 => {
                // What shares a hash under `Spread::Distinct`.
                let group = self.rng.u16(0..self.keys.div_ceil(16)) * 16;
                (group, 16)
            }
            _ => (self.rng.u16(0..self.keys), 24),
        };
        let room = usize::from(self.keys - start).min(self.budget.max(4));
        let most = most.min(room as u16).clamp(1, MAX_RUN);
        let len = if self.rng.bool() {
            most
        } else {
            self.rng.u16(1..=most)
        };
        self.budget = self.budget.saturating_sub(len.into());
        (start, len)
    }

    /// Fills one chain beyond a bucket, and thins it out again: chain after
    /// chain keeps its overflow buckets while the map stays small.
    fn wave(&mut self) -> Vec<Step> {
        let start = self.rng.u16(0..self.keys.div_ceil(16)) * 16;
        let len = self.rng.u16(9..=14).min(self.keys - start);
        let left = self.rng.u16(0..3).min(len - 1);
        let roles = &self.ops.vocabulary().roles;
        self.offered([
            Op::from_parts(roles.insert_run, start, len),
            Op::from_parts(roles.remove_run, start, len - left),
        ])
    }

    /// These ops, as far as they may be drawn.
    fn offered(&self, ops: impl IntoIterator<Item = Op>) -> Vec<Step> {
        let offered = ops.into_iter().filter(|op| self.ops.contains(op.kind()));
        offered.map(Step::from).collect()
    }

    /// A few new keys, so that the map creeps over the sizes at which it grows
    /// and stays a while in the middle of a growth; then a cursor, opened
    /// there or stepped, that the rest of the growth passes by.
    fn creep(&mut self) -> Vec<Step> {
        let run = self.fresh_run(3);
        let cursor = self.cursor();
        let turn = match self.rng.u8(0..5) {
            3 => return self.crossing(run, cursor),
            0 => Op::from_parts(OpKind::CursorOpen, cursor, self.rng.u16(..)),
            1..3 => Op::from_parts(OpKind::CursorStep, cursor, self.rng.u16(1..=6)),
            _ => return self.offered([run]),
        };
        self.offered([run, turn])
    }

    /// A cursor that is opened where the map may be in the middle of a growth, shows a
    /// few entries, and walks to its end when the growth has gone on: what it takes of
    /// a part that was not moved yet, it must not show again where that has gone.
    fn crossing(&mut self, run: Op, cursor: u16) -> Vec<Step> {
        let open = Op::from_parts(OpKind::CursorOpen, cursor, self.rng.u16(..));
        let begin = Op::from_parts(OpKind::CursorStep, cursor, self.rng.u16(1..=6));
        let end = Op::from_parts(OpKind::CursorStep, cursor, MAX_RUN);
        let more = self.fresh_run(6);
        self.offered([run, open, begin, more, end])
    }

    /// A run of up to `most` of the keys that [`Draw::creep`] has not come to.
    fn fresh_run(&mut self, most: u16) -> Op {
        let len = self.rng.u16(1..=most).min(self.keys - self.crept);
        let insert_run = self.ops.vocabulary().roles.insert_run;
        let run = Op::from_parts(insert_run, self.crept, len);
        self.crept = (self.crept + len) % self.keys;
        run
    }

    fn fault(&mut self, op: Op) -> Fault {
        let kinds: &[FaultKind] = if self.lies {
            &[FaultKind::EqLie, FaultKind::HashLie]
        } else {
            &FaultKind::PANICS
        };
        let any = kinds[self.rng.usize(0..kinds.len())];
        let kind = match op.kind().row().calls {
            Some(kind) if !self.lies && self.rng.bool() => kind,
            _ => any,
        };
        let most = match self.rng.u8(0..4) {
            0 => 60 + 2 * op.weight() as u16,
            1 => 10,
            _ => 3,
        };
        Fault {
            kind,
            call: self.rng.u16(1..=most.min(Fault::MAX_CALL)),
        }
    }
}

/// The ops of one case: each is left out at a chance of two in five, unless
/// the profile is nothing without it, and weighs up to sixteen times its usual.
fn swarm(profile: Profile, ops: OpSet, rng: &mut Rng) -> Vec<(OpKind, u32)> {
    let insert = ops.vocabulary().roles.insert;
    let fillers: Vec<OpKind> = if ops.contains(insert) {
        Vec::new()
    } else {
        // Others have to fill the map in its place.
        let fills = |&kind: &OpKind| {
            kind.has(Effect::GROWS) || kind.has(Effect::ONLY_FILLS.and(Effect::ANEW))
        };
        ops.iter().filter(fills).collect()
    };
    let share = usual_weight(profile, insert) / fillers.len().max(1) as u32;
    let mut weights = Vec::new();
    for kind in ops.iter() {
        let fills = fillers.contains(&kind);
        let usual = match usual_weight(profile, kind) {
            usual if fills => usual.max(share),
            usual => usual,
        };
        let essential = usual >= 60 || fills;
        let left_out = rng.u8(0..5) < 2;
        let factor = if essential {
            rng.u32(1..=4)
        } else {
            1 << rng.u32(0..=4)
        };
        if usual > 0 && (essential || !left_out) {
            weights.push((kind, usual * factor));
        }
    }
    if weights.is_empty() {
        // Of so few ops none is left out.
        weights.extend(
            ops.iter()
                .map(|kind| (kind, usual_weight(profile, kind).max(1))),
        );
    }
    weights
}

fn usual_weight(profile: Profile, kind: OpKind) -> u32 {
    let [
        mixed,
        tombstone_reuse,
        growth_mid_iteration,
        overflow_chains,
    ] = kind.row().weights;
    match profile {
        Profile::Mixed => mixed,
        Profile::TombstoneReuse => tombstone_reuse,
        Profile::GrowthMidIteration => growth_mid_iteration,
        Profile::OverflowChains => overflow_chains,
    }
}
