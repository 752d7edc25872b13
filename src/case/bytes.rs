//! The byte form of a case, for fuzzers: total, local and lossless.
//!
//! ```text
//! header   8 bytes   spread, its parameter, seed u32, hint u16
//! step     7 bytes   code, operand u16, operand u16, fault u16
//! ```
//!
//! Three operands share the four bytes of two, each in the bits that it needs; what
//! is left makes keys, places and lengths small, as they are elsewhere.
//! Codes are those of the case's vocabulary, which the bytes do not name, and fixed for
//! ever, so a new op changes no bytes but those that hold its
//! code.
//!
//! All numbers are little-endian. Steps follow until the bytes end; a last
//! step that is cut short is read as if zeros followed. So every byte string
//! is a case, changing a byte changes one field of one step, and cutting or
//! splicing at a multiple of seven moves whole steps. 64 bytes hold eight
//! steps, and each of them calls the map.
//!
//! A fault is read only where the top bit of the kind byte is set. Random bytes
//! plan one in every second step, but few of them strike: a random number of a
//! call is large.
//!
//! Pins would break the count above, as they take bytes and do nothing. They
//! are read only from strings of at least [`PINNED_BYTES`] whose first byte
//! has its top bit set, and then stand behind the header:
//!
//! ```text
//! pins     u16, u32  how many pins, how many steps
//! pin      10 bytes  key u16, hash u64
//! ```
//!
//! Only there is the number of steps stated, and what follows them is padding.

use std::collections::BTreeMap;

use super::{Case, Fault, FaultKind, HashPlan, Op, Spread, Step};
use crate::vocabulary::{MAX_KEY, Operand, Vocabulary};

/// Strings shorter than this have no pins.
const PINNED_BYTES: usize = 512;
/// Set in the first byte where pins follow the header.
const PINNED: u8 = 0x80;
/// Set in the kind byte of a step with a fault.
const FAULTED: u8 = 0x80;
const STEP_BYTES: usize = 7;

impl Case {
    /// The case for a map that these bytes stand for. Every byte string is one.
    ///
    /// ```
    /// use map_oracle::case::Case;
    ///
    /// let case = Case::from_bytes(b"any bytes at all are a case");
    /// assert_eq!(Case::from_bytes(&case.to_bytes()), case);
    /// ```
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Case {
        Case::from_bytes_in(Vocabulary::MAP, bytes)
    }

    /// As [`Case::from_bytes`], in another vocabulary. Bytes do not say which they
    /// are in.
    #[must_use]
    pub fn from_bytes_in(vocabulary: &'static Vocabulary, bytes: &[u8]) -> Case {
        let mut reader = Reader { rest: bytes };
        let spread_byte = reader.u8();
        let parameter = reader.u8();
        let seed = reader.u32();
        let hint = reader.u16();
        let pinned = spread_byte & PINNED != 0 && bytes.len() >= PINNED_BYTES;

        let mut pins = BTreeMap::new();
        let mut steps_stated = usize::MAX;
        if pinned {
            let pins_stated = reader.u16();
            steps_stated = reader.u32() as usize;
            for _ in 0..pins_stated {
                if reader.rest.is_empty() {
                    break;
                }
                let key = reader.u16() % (MAX_KEY + 1);
                pins.insert(key, reader.u64());
            }
        }

        let mut steps =
            Vec::with_capacity(reader.rest.len().div_ceil(STEP_BYTES).min(steps_stated));
        while !reader.rest.is_empty() && steps.len() < steps_stated {
            steps.push(decode_step(vocabulary, &mut reader));
        }
        Case {
            plan: HashPlan {
                spread: decode_spread(spread_byte & !PINNED, parameter),
                seed,
                pins,
            },
            hint,
            steps,
        }
    }

    /// Bytes that [`Case::from_bytes`] turns back into this case: 8 for the
    /// header and 7 for each step (with pins: 10 more for each, and 512 at
    /// least).
    ///
    /// Only operands in their documented ranges survive; ops out of
    /// [`Op::from_parts`], the generators and the text form all have such.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let pinned = !self.plan.pins.is_empty();
        let mut bytes = Vec::with_capacity(8 + STEP_BYTES * self.steps.len());
        let (spread, parameter) = encode_spread(self.plan.spread);
        bytes.push(if pinned { spread | PINNED } else { spread });
        bytes.push(parameter);
        bytes.extend(self.plan.seed.to_le_bytes());
        bytes.extend(self.hint.to_le_bytes());
        if pinned {
            // At most 4,096 keys can be pinned.
            bytes.extend((self.plan.pins.len() as u16).to_le_bytes());
            bytes.extend((self.steps.len() as u32).to_le_bytes());
            for (key, hash) in &self.plan.pins {
                bytes.extend(key.to_le_bytes());
                bytes.extend(hash.to_le_bytes());
            }
        }
        for step in &self.steps {
            encode_step(step, &mut bytes);
        }
        if pinned && bytes.len() < PINNED_BYTES {
            bytes.resize(PINNED_BYTES, 0);
        }
        bytes
    }
}

fn decode_spread(kind: u8, parameter: u8) -> Spread {
    match kind % 5 {
        0 => Spread::Random,
        1 => Spread::Distinct(1 + parameter % Spread::MAX_DISTINCT),
        2 => Spread::LowBits(1 + parameter % Spread::MAX_LOW_BITS),
        3 => Spread::TopByte,
        _ => Spread::Sequential,
    }
}

fn encode_spread(spread: Spread) -> (u8, u8) {
    match spread {
        Spread::Random => (0, 0),
        Spread::Distinct(n) => (1, n - 1),
        Spread::LowBits(n) => (2, n - 1),
        Spread::TopByte => (3, 0),
        Spread::Sequential => (4, 0),
    }
}

fn decode_step(vocabulary: &Vocabulary, reader: &mut Reader<'_>) -> Step {
    let code = reader.u8();
    let (a, b, fault) = (reader.u16(), reader.u16(), reader.u16());
    let kind = vocabulary.decode(code & !FAULTED);
    let operands = decode_operands(kind.operands(), a, b);
    let fault = (code & FAULTED != 0).then(|| Fault {
        kind: FaultKind::ALL[usize::from(fault & 7)],
        call: 1 + (fault >> 3),
    });
    Step {
        op: Op::new(kind, operands),
        fault,
    }
}

fn decode_operands(of: [Option<Operand>; 3], a: u16, b: u16) -> [u16; 3] {
    let [of_a, of_b, of_c] = of;
    let decode = |of: Option<Operand>, raw| of.map_or(0, |operand| operand.decode(raw));
    if of_c.is_none() {
        return [decode(of_a, a), decode(of_b, b), 0];
    }
    let mut rest = u32::from(a) | u32::from(b) << 16;
    // The bits that are left say by how many the operands are shifted down, as the
    // top nibble does where each has bits of its own.
    let taken: u32 = of.iter().flatten().map(|operand| operand.bits()).sum();
    let lean = (32 - taken).min(4);
    let shift = rest.checked_shr(taken).unwrap_or(0) & ((1 << lean) - 1);
    let shift = shift << (4 - lean);
    of.map(|operand| {
        let Some(operand) = operand else {
            return 0;
        };
        let raw = rest & ((1 << operand.bits()) - 1);
        rest >>= operand.bits();
        let raw = if operand.leans() { raw >> shift } else { raw };
        operand.fold(raw as u16)
    })
}

fn encode_operands(of: [Option<Operand>; 3], operands: [u16; 3]) -> (u16, u16) {
    let [of_a, of_b, of_c] = of;
    let [a, b, _] = operands;
    let encode = |of: Option<Operand>, legal| of.map_or(0, |operand| operand.encode(legal));
    if of_c.is_none() {
        return (encode(of_a, a), encode(of_b, b));
    }
    let mut all = 0;
    for (operand, legal) in of.into_iter().zip(operands).rev() {
        if let Some(operand) = operand {
            all = all << operand.bits() | u32::from(legal);
        }
    }
    (all as u16, (all >> 16) as u16)
}

fn encode_step(step: &Step, bytes: &mut Vec<u8>) {
    let kind = step.op.kind();
    let (a, b) = encode_operands(kind.operands(), step.op.operands());
    let faulted = if step.fault.is_some() { FAULTED } else { 0 };
    bytes.push(kind.code() | faulted);
    bytes.extend(a.to_le_bytes());
    bytes.extend(b.to_le_bytes());
    let fault = step
        .fault
        .map_or(0, |fault| fault.kind as u16 | (fault.call - 1) << 3);
    bytes.extend(fault.to_le_bytes());
}

/// Reads numbers; where the bytes have ended, it reads zeros.
struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        let n = N.min(self.rest.len());
        out[..n].copy_from_slice(&self.rest[..n]);
        self.rest = &self.rest[n..];
        out
    }

    fn u8(&mut self) -> u8 {
        u8::from_le_bytes(self.take())
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{OpKind, OpSet};

    #[test]
    fn any_bytes_decode_and_re_encode_to_the_same_case() {
        let mut rng = fastrand::Rng::with_seed(1);
        for round in 0..5_000 {
            let len = rng.usize(0..1_400);
            let bytes: Vec<u8> = (0..len).map(|_| rng.u8(..)).collect();
            let case = Case::from_bytes(&bytes);
            let again = Case::from_bytes(&case.to_bytes());
            assert_eq!(again, case, "round {round}");
        }
    }

    #[test]
    fn no_64_bytes_hold_fewer_than_eight_steps() {
        let mut rng = fastrand::Rng::with_seed(2);
        for _ in 0..20_000 {
            let bytes: [u8; 64] = std::array::from_fn(|_| rng.u8(..));
            assert_eq!(Case::from_bytes(&bytes).steps.len(), 8);
        }
        assert_eq!(Case::from_bytes(&[0xff; 64]).steps.len(), 8);
    }

    #[test]
    fn three_operands_fit_into_four_bytes() {
        for kind in OpSet::ALL.iter() {
            let operands = kind.operands();
            let bits: u32 = operands.iter().flatten().map(|of| of.bits()).sum();
            assert!(operands[2].is_none() || bits <= 32, "{kind:?}: {bits}");
        }
    }

    #[test]
    fn random_bytes_make_small_runs_as_a_rule() {
        let mut rng = fastrand::Rng::with_seed(4);
        let mut lens = Vec::new();
        while lens.len() < 1_000 {
            let bytes: [u8; 64] = std::array::from_fn(|_| rng.u8(..));
            let steps = Case::from_bytes(&bytes).steps;
            let runs = steps.iter().filter(|step| step.op.kind() == OpKind::Extend);
            lens.extend(runs.map(|step| step.op.run().len));
        }
        lens.sort_unstable();
        assert!(
            lens[500] <= 64 && lens[900] > 256,
            "{} {}",
            lens[500],
            lens[900]
        );
    }

    #[test]
    fn one_changed_byte_changes_one_step() {
        let mut rng = fastrand::Rng::with_seed(3);
        for _ in 0..2_000 {
            let bytes: Vec<u8> = (0..78).map(|_| rng.u8(..)).collect();
            let before = Case::from_bytes(&bytes);
            let at = rng.usize(8..bytes.len());
            let mut bytes = bytes;
            bytes[at] = rng.u8(..);
            let after = Case::from_bytes(&bytes);
            assert_eq!(before.plan, after.plan);
            let differing = before
                .steps
                .iter()
                .zip(&after.steps)
                .filter(|(a, b)| a != b)
                .count();
            assert!(differing <= 1);
        }
    }
}
