//! The pages that are made from the vocabulary: what is drawn for whom
//! (`docs/ops.md`), which ops a word of an adapter makes possible
//! (`docs/words.md`), and which ops are left out with others
//! (`docs/leaving-out.md`).
//!
//! An op that a map offers and that is never drawn is never tested, and nothing
//! else would tell. `UPDATE_EXPECT=1 cargo test --test ops_table` writes the
//! pages anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use expect_test::expect_file;
use map_oracle::case::{OpKind, Vocabulary};
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::Batch;

/// Of each profile; 10,000 cases in all.
const CASES: usize = 2_500;
const STEPS: usize = 120;
const SEED: u64 = 1;
/// The fewest times that an op is drawn.
const LEAST: usize = 20;

const HEAD: &str = "\
# What is drawn, and how often

Each row is an op, as it reads in a case; each column a map that comes along.
The number says how often the op is drawn in 10,000 cases: 2,500 of each profile,
with up to 120 steps each, from seed 1. `--`: the map does not offer it, so it is
never drawn; a case that holds it nevertheless is given the nearest op that the
map has. A test fails if an op that is offered is drawn less than 20 times.

This file is made by `UPDATE_EXPECT=1 cargo test --test ops_table`.

";

#[test]
#[cfg_attr(
    not(all(feature = "hashbrown", feature = "indexmap")),
    ignore = "the table is of all subjects"
)]
fn every_op_that_is_offered_is_drawn() {
    let runners = Runner::built_in();
    let drawn: Vec<_> = runners.iter().map(draws).collect();

    let mut rare = Vec::new();
    for (runner, drawn) in runners.iter().zip(&drawn) {
        for kind in runner.ops.iter() {
            let times = drawn.get(&kind).copied().unwrap_or(0);
            if times < LEAST {
                rare.push(format!("{} {} {times}", runner.name, kind.name()));
            }
        }
    }
    assert!(rare.is_empty(), "drawn too seldom: {rare:?}");

    expect_file!["../docs/ops.md"].assert_eq(&table(&runners, &drawn));
}

/// How often each op is drawn for a subject.
fn draws(runner: &Runner) -> BTreeMap<OpKind, usize> {
    let mut drawn = BTreeMap::new();
    for profile in Profile::ALL {
        let batch = Batch {
            profile,
            cases: CASES,
            steps: STEPS,
            seed: SEED,
        };
        for index in 0..CASES {
            for step in batch.case(index, runner).steps {
                *drawn.entry(step.op.kind()).or_default() += 1;
            }
        }
    }
    drawn
}

fn table(runners: &[Runner], drawn: &[BTreeMap<OpKind, usize>]) -> String {
    let mut text = HEAD.to_owned();
    let widest = Vocabulary::MAP.kinds().map(|kind| kind.name().len()).max();
    let first = widest.unwrap_or(0) + 2;
    let mut row = |name: &str, cells: &mut dyn Iterator<Item = (usize, String)>| {
        write!(text, "| {name:first$} |").expect("a string takes anything");
        for (width, cell) in cells {
            write!(text, " {cell:>width$} |").expect("a string takes anything");
        }
        text.push('\n');
    };
    let width = |runner: &Runner| runner.name.len().max(6);
    row(
        "op",
        &mut runners.iter().map(|r| (width(r), r.name.to_owned())),
    );
    row(
        &"-".repeat(first),
        &mut runners
            .iter()
            .map(|r| (width(r), format!("{}:", "-".repeat(width(r) - 1)))),
    );
    for kind in Vocabulary::MAP.kinds() {
        let cells = runners.iter().zip(drawn).map(|(runner, drawn)| {
            let cell = if runner.ops.contains(kind) {
                drawn.get(&kind).copied().unwrap_or(0).to_string()
            } else {
                "--".to_owned()
            };
            (width(runner), cell)
        });
        row(&format!("`{}`", kind.name()), &mut { cells });
    }
    text
}

/// What the words of an adapter expand to.
const METHODS: [&str; 3] = [
    include_str!("../src/kinds/map/subject/methods.rs"),
    include_str!("../src/kinds/map/subject/entry_methods.rs"),
    include_str!("../src/kinds/map/subject/ordered_methods.rs"),
];

/// Words for methods that an adapter writes by hand.
const BY_HAND: [&str; 2] = ["cursors", "extract_all"];

/// How a word is written beside its own name, and what a closure is given, by the
/// calls of the map that it expands to.
fn written(word: &str) -> Option<[String; 2]> {
    let special = match word {
        "entry" => Some([
            "`entry(PATH)`, `entry(PATH: FORM, ..)` or `entry(PATH; METHOD, METHOD)`",
            "",
        ]),
        "nan" | "first_entry" | "last_entry" => Some(["", ""]),
        "retain" | "retain_mut" => Some(["METHOD", "`\\|map, keep\\|`"]),
        "extract_if" => Some(["METHOD, `extract_if(..)`", "`\\|map, select\\|`"]),
        "drain" => Some(["METHOD, `drain(..)`", "`\\|map\\|`"]),
        "from_iter" => Some(["", "`\\|entries\\|`"]),
        "insert_entry_then" => Some(["`insert_entry_then(METHOD)`", ""]),
        "insert_entry" => Some(["METHOD of the entry", "`\\|map, key, value\\|`"]),
        _ => None,
    };
    if let Some(special) = special {
        return Some(special.map(str::to_owned));
    }
    let call = |showing: &str| {
        let start = format!("call{showing}! {{ {word}: ");
        let rest = METHODS.iter().find_map(|text| text.split_once(&start));
        let (args, _) = rest?.1.split_once('(')?.1.split_once(')')?;
        let args = args.replace('$', "");
        let comma = if args.is_empty() { "" } else { ", " };
        let item = match showing {
            "" => "",
            _ => ", `\\|item\\|`",
        };
        let method = match word {
            "insert" => "METHOD; `-> ()`, `-> bool`, `-> Result`",
            "remove" => "METHOD; `-> ()`, `-> bool`",
            "prefix" | "remove_prefix" => "METHOD (it must be said)",
            _ => "METHOD",
        };
        Some([method.to_owned(), format!("`\\|map{comma}{args}\\|`{item}")])
    };
    call("").or_else(|| call("_showing"))
}

fn words() -> Vec<&'static str> {
    let mut seen = BTreeSet::new();
    let words = Vocabulary::MAP.kinds().flat_map(OpKind::words);
    let each = words.copied().filter(|&word| seen.insert(word));
    // What is named after a form of `entry` is said in its parentheses.
    each.filter(|word| !word.starts_with("entry_") || *word == "entry_ref")
        .collect()
}

#[test]
fn every_word_has_a_method() {
    for word in words() {
        let by_hand = BY_HAND.contains(&word);
        assert_eq!(written(word).is_none(), by_hand, "`{word}`");
    }
}

fn code(names: impl Iterator<Item = &'static str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

const WORDS_HEAD: &str = "
| word | in parentheses | or a closure | ops |
|---|---|---|---|
";

#[test]
fn the_page_of_words_is_current() {
    let mut page = WORDS_HEAD.to_owned();
    for word in words() {
        let Some([method, closure]) = written(word) else {
            continue;
        };
        let offered = Vocabulary::MAP
            .kinds()
            .filter(|kind| kind.words().contains(&word));
        let offered = code(offered.map(|kind| kind.name()));
        writeln!(page, "| `{word}` | {method} | {closure} | {offered} |").expect("a string");
    }
    page +=
        "| `len`, `is_empty`, `capacity` | METHOD | `\\|map\\|` | none: asked after every op |\n";
    expect_file!["../docs/words.md"].assert_eq(&page);
}

#[test]
fn the_page_of_what_is_left_out_is_current() {
    let mut page = "\n| word | what goes with it |\n|---|---|\n".to_owned();
    for kind in Vocabulary::MAP.kinds() {
        let followers = Vocabulary::MAP
            .kinds()
            .filter(|other| other.goes_with().contains(&kind));
        let followers = code(followers.map(|kind| kind.name()));
        if !followers.is_empty() {
            writeln!(page, "| `{}` | {followers} |", kind.name()).expect("a string");
        }
    }
    expect_file!["../docs/leaving-out.md"].assert_eq(&page);
}
