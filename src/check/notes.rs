//! What helps to read a failure, a line each: the real keys behind the numbers
//! that a case gives them, the hashes of the keys in question, and what the
//! case's hash plan and faults mean.

use super::runner::Runner;
use crate::case::{Case, Doing, Fault, FaultKind, Place, Spread};
use crate::evidence::Finding;
use crate::evidence::{Difference, Divergence};
use crate::probe::KeyName;

/// The most keys whose hashes are told.
const MOST_HASHES: usize = 4;
/// The most keys that are shown as what they are.
const MOST_KEYS: usize = 8;
/// The most faults that are explained.
const MOST_FAULTS: usize = 4;
/// A longer key than this many characters is cut.
const MOST_CHARS: usize = 40;

/// Notes on a failure of this subject, a line each: only on what occurs in it.
#[must_use]
pub fn notes(runner: &Runner, finding: &Finding) -> Vec<String> {
    let case = finding.case();
    let named = named(finding);
    let mut notes = Vec::new();
    notes.extend(real_keys(runner, case, &named));
    if runner.hashes_by_plan() {
        for &key in named.iter().take(MOST_HASHES) {
            let hash = case.plan.hash(key);
            notes.push(format!("key {}: {}", KeyName(key), hash_told(hash)));
        }
        notes.extend(told_spread(case));
    }
    let last = finding.place().map_or(usize::MAX, |place| place.step);
    let mut faults: Vec<Fault> = Vec::new();
    for step in case.steps.iter().take(last.saturating_add(1)) {
        faults.extend(step.fault.filter(|fault| !faults.contains(fault)));
    }
    // The last ones are more likely to matter.
    let skipped = faults.len().saturating_sub(MOST_FAULTS);
    notes.extend(faults[skipped..].iter().map(|&fault| told_fault(fault)));
    notes
}

/// A hash, and the slot that it asks for in a small table.
pub(crate) fn hash_told(hash: u64) -> String {
    format!("hash {hash:#018x}, slot mod 8 = {}", hash % 8)
}

/// The keys that a failure is about, those first that it names outright.
fn named(finding: &Finding) -> Vec<u32> {
    let mut keys = Vec::new();
    if let Finding::Diverged(divergence) = finding {
        keys.extend(divergence.keys());
    }
    if let Some(Place { step, doing }) = finding.place() {
        if let Doing::LookUp(key) = doing {
            keys.push(key);
        }
        let op = finding.case().steps.get(step).map(|step| step.op);
        keys.extend(
            op.into_iter()
                .flat_map(|op| op.keys().take(2))
                .map(u32::from),
        );
    }
    let mut seen = Vec::new();
    for key in keys {
        if KeyName(key).is_made() && !seen.contains(&key) {
            seen.push(key);
        }
    }
    seen
}

impl Divergence {
    /// The keys that it names, in its difference and in its evidence.
    fn keys(&self) -> Vec<u32> {
        let mut keys = match self.difference() {
            Difference::Lost(key) | Difference::Phantom(key) | Difference::Value(key) => vec![key],
            Difference::Other => Vec::new(),
        };
        keys.extend(self.evidence().keys());
        keys
    }
}

/// The keys as they are, those of the failure first, where they are something
/// else than their numbers.
fn real_keys(runner: &Runner, case: &Case, named: &[u32]) -> Option<String> {
    let of_ops = case
        .steps
        .iter()
        .flat_map(|step| step.op.keys().take(MOST_KEYS));
    let mut keys: Vec<u32> = Vec::new();
    for key in named.iter().copied().chain(of_ops.map(u32::from)) {
        if keys.len() < MOST_KEYS && !keys.contains(&key) {
            keys.push(key);
        }
    }
    let shown = keys.into_iter().filter_map(|key| {
        let real = runner.real_key(&case.plan, key)?;
        let real = match real.char_indices().nth(MOST_CHARS) {
            Some((end, _)) => format!("{}... ({} bytes)", &real[..end], real.len()),
            None => real,
        };
        Some(format!("{} = {real}", KeyName(key)))
    });
    let shown: Vec<String> = shown.collect();
    (!shown.is_empty()).then(|| format!("keys: {}", shown.join(", ")))
}

/// What the hash plan means, if keys have less in common than they should.
fn told_spread(case: &Case) -> Option<String> {
    Some(match case.plan.spread {
        Spread::Random => return None,
        Spread::Distinct(1) => "hash distinct 1: all keys have the same hash".to_owned(),
        Spread::Distinct(number) => format!(
            "hash distinct {number}: there are {number} hashes in all, and sixteen keys in a row \
             share one"
        ),
        Spread::LowBits(bits) => {
            format!("hash low {bits}: all keys agree in the {bits} low bits of their hashes")
        }
        Spread::TopByte => "hash top: all keys agree in the top byte of their hashes".to_owned(),
        Spread::Sequential => {
            "hash sequential: the hash of a key is its number plus the seed".to_owned()
        }
    })
}

fn told_fault(fault: Fault) -> String {
    let Fault { kind, call } = fault;
    let what = match kind {
        FaultKind::Hash | FaultKind::HashLie => "hash of a key",
        FaultKind::Eq | FaultKind::EqLie => "comparison of two keys",
        FaultKind::Clone => "clone of a key or value",
        FaultKind::Drop => "drop of a key or value",
        FaultKind::Closure => "call of the closure",
        FaultKind::Hasher => "call of the hasher (its making, `finish`, its drop)",
    };
    let ordinal = match call {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        _ if matches!(call % 100, 11..=13) => format!("{call}th"),
        _ => match call % 10 {
            1 => format!("{call}st"),
            2 => format!("{call}nd"),
            3 => format!("{call}rd"),
            _ => format!("{call}th"),
        },
    };
    let each = match call {
        1 => format!("each {what}"),
        _ => format!("each {ordinal} {what}"),
    };
    match kind {
        FaultKind::EqLie => format!("{fault}: {each} inside the op answers the opposite"),
        FaultKind::HashLie => format!("{fault}: {each} inside the op is another one"),
        FaultKind::Hash
        | FaultKind::Eq
        | FaultKind::Clone
        | FaultKind::Drop
        | FaultKind::Closure
        | FaultKind::Hasher => format!("{fault}: the {ordinal} {what} inside the op panics"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::evidence::{Ended, ProcessEnd};
    use crate::probe::{Key, PlanState, Value};
    use crate::subject::{StdBTreeMap, StdHashMap, Subject};

    /// A map that loses the second key it is given, of this type.
    struct Loses<K>(HashMap<K, Value, PlanState>);

    macro_rules! loses {
        ($($key:ty),*) => {
            $(impl Subject for Loses<$key> {
                type Key = $key;
                type Value = Value;
                const NAME: &'static str = "loses";

                fn with_hint(_: usize) -> Self {
                    Loses(HashMap::default())
                }

                fn get(&self, key: &$key) -> Option<u32> {
                    let found = self.0.get(key)?;
                    (self.0.len() < 2).then(|| found.get())
                }

                crate::subject_methods! { 0: insert, remove, len, iter; by hand: get }
            })*
        };
    }

    loses!(Key, String, Vec<u8>, u64);

    fn case(body: &str) -> Case {
        format!("map-oracle case 1\n{body}")
            .parse()
            .expect("a case")
    }

    fn noted<S: Subject>(body: &str) -> Vec<String> {
        let runner = Runner::of::<S>();
        let found = runner.run(&case(body)).expect_err("it is wrong");
        notes(&runner, &Finding::Diverged(found))
    }

    const BODY: &str = "hash distinct 1\ninsert 14 = 1\ninsert 8 = 2\n";

    #[test]
    fn keys_are_shown_with_their_hashes_where_the_plan_gives_them() {
        let hash = case(BODY).plan.hash(8);
        let told = hash_told(hash);
        assert!(told.starts_with("hash 0x") && told.contains("slot mod 8 = "));
        assert_eq!(
            noted::<Loses<Key>>(BODY),
            [
                format!("key 8: {told}"),
                "hash distinct 1: all keys have the same hash".to_owned(),
            ]
        );
    }

    #[test]
    fn a_key_is_shown_as_what_it_is_where_that_is_not_its_number() {
        let long = format!("\"abc{}... (", "d".repeat(36));
        let notes = noted::<Loses<String>>(BODY);
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(
            notes[0].starts_with(&format!("keys: 8 = {long}")),
            "{notes:?}"
        );
        assert!(notes[0].ends_with(", 14 = \"\u{e9}\""), "{notes:?}");
        let bytes = noted::<Loses<Vec<u8>>>("insert 1 = 1\ninsert 2 = 2\n");
        assert_eq!(bytes, ["keys: 2 = [97], 1 = [0]"]);
        let numbers = noted::<Loses<u64>>("hash low 4\ninsert 1 = 1\ninsert 2 = 2\n");
        assert_eq!(numbers, ["keys: 2 = 32, 1 = 16"]);
        let same = noted::<Loses<u64>>("hash sequential\ninsert 1 = 1\ninsert 2 = 2\n");
        assert!(same.is_empty(), "{same:?}");
    }

    fn ended(runner: &Runner, body: &str, step: usize) -> Vec<String> {
        let place = Some(Place {
            step,
            doing: Doing::Op,
        });
        let ended = Ended {
            subject: runner.name,
            how: ProcessEnd::Signal(6),
            place,
            words: None,
            case: case(body),
        };
        notes(runner, &Finding::Ended(Box::new(ended)))
    }

    #[test]
    fn faults_are_explained_up_to_where_it_failed() {
        let body =
            "clear panic drop 1\nclear panic drop 1\nremove 3 lie eq 2\nclear panic hash 23\n";
        let sorted = Runner::of::<StdBTreeMap>();
        assert_eq!(
            ended(&sorted, body, 2),
            [
                "panic drop 1: the first drop of a key or value inside the op panics",
                "lie eq 2: each second comparison of two keys inside the op answers the opposite",
            ]
        );
        assert_eq!(
            ended(&sorted, body, 3)[2],
            "panic hash 23: the 23rd hash of a key inside the op panics"
        );
        let hashed = Runner::of::<StdHashMap>();
        assert!(ended(&hashed, body, 2)[0].starts_with("key 3: hash 0x"));
    }
}
