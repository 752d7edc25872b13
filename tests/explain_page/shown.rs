//! What the page should show after each step, from a recording of the same
//! run, and the scripts that read it off the page.

use std::collections::BTreeMap;
use std::path::Path;

use map_oracle::check::Runner;
use map_oracle::corpus;
use map_oracle::report::recording::{Recorder, Stage, StageArray, key_name};
use serde_json::{Value as Json, json};

use crate::browser::Browser;

/// What is known after each step of a case.
pub fn stages(file: &Path, runner: Runner) -> Vec<Stage> {
    let case = corpus::read(file).expect("a case");
    let (mut recorder, mut stage) = (Recorder::default(), Stage::default());
    let mut stages = Vec::new();
    let outcome = runner.watch(&case, &mut |moment| {
        stage.play(&recorder.frame(moment));
        stages.push(stage.clone());
    });
    assert!(outcome.is_ok());
    stages
}

/// What an array looks like when it is drawn whole: for each bucket of each
/// chain what is written in its cells.
fn drawn(array: Option<&StageArray>) -> Json {
    let Some(array) = array else {
        return json!({});
    };
    let mut chains: BTreeMap<String, Vec<Vec<String>>> = (0..1_usize << array.b)
        .map(|index| (index.to_string(), Vec::new()))
        .collect();
    for bucket in array.buckets.values() {
        let cell = |slot: usize| match (bucket.tophash[slot], bucket.entries[slot]) {
            (0, _) => "·".to_owned(),
            (1, _) => "o".to_owned(),
            (2, _) => "X".to_owned(),
            (3, _) => "Y".to_owned(),
            (4, _) => "E".to_owned(),
            (top, Some((key, _))) => format!("{top:02x} {}", key_name(key)),
            (_, None) => unreachable!("a live cell has an entry"),
        };
        let chain = chains.get_mut(&bucket.index.to_string()).expect("main");
        chain.push((0..8).map(cell).collect());
    }
    for chain in chains.values_mut() {
        if chain.is_empty() {
            chain.push(vec!["·".to_owned(); 8]);
        }
    }
    json!(chains)
}

/// Reads the same off the page.
const READ_ARRAYS: &str = r#"
const read = (id) => {
  const chains = {};
  if (document.getElementById(id).hidden) return chains;
  for (const row of document.querySelectorAll(`#${id} .chain`)) {
    chains[row.firstChild.textContent] = [...row.querySelectorAll(".bucket")].map((bucket) =>
      [...bucket.querySelectorAll(".cell")].map((cell) => {
        const copy = cell.cloneNode(true);
        for (const pin of copy.querySelectorAll(".pin")) pin.remove();
        const small = copy.querySelector("small");
        const top = small ? small.textContent + " " : "";
        small?.remove();
        return top + copy.textContent;
      }));
  }
  return chains;
};
return [read("array-c"), read("array-o")];
"#;

/// Reads the model and the cursors off the page.
const READ_SIDE: &str = r##"
const model = {};
for (const chip of document.querySelectorAll("#model b:not(.gone)")) {
  const [key, value] = chip.textContent.replace("+", "").replace(/=.*→/, "=").split("=");
  model[key] = Number(value);
}
const cursors = {};
for (const box of document.querySelectorAll(".cursor:not([hidden])")) {
  const keys = (kind) => [...box.querySelectorAll("b." + kind)].map((b) => Number(b.textContent)).sort((a, b) => a - b);
  cursors[box.querySelector(".pin").textContent.slice(1)] = ["must", "may", "done", "gone"].map(keys);
}
return [model, cursors];
"##;

fn side(stage: &Stage) -> Json {
    let model: BTreeMap<String, u32> = stage
        .contents
        .iter()
        .map(|(key, value)| (key.to_string(), *value))
        .collect();
    let cursors: BTreeMap<String, _> = stage
        .cursors
        .iter()
        .map(|(number, sets)| {
            let all = [&sets.must, &sets.may, &sets.produced, &sets.removed];
            (number.to_string(), all)
        })
        .collect();
    json!([model, cursors])
}

/// Compares what is drawn with a stage.
#[track_caller]
pub fn agrees(browser: &Browser, stage: &Stage, what: &str) {
    let table = stage.table.as_ref();
    let arrays = json!([
        if table.and_then(|table| table.current.as_ref()).is_none() {
            json!({})
        } else {
            drawn(table.and_then(|table| table.current.as_ref()))
        },
        drawn(table.and_then(|table| table.old.as_ref()))
    ]);
    assert_eq!(browser.eval(READ_ARRAYS), arrays, "{what}");
    assert_eq!(browser.eval(READ_SIDE), side(stage), "{what}");
}

/// What the page knows after every step, the steps taken in an order that
/// needs its checkpoints as well.
pub const DUMP: &str = r#"
const sorted = (keys) => [...keys].sort((a, b) => a - b);
const table = (map) => Object.fromEntries([...map].map(([name, text]) => {
  const { id, cells } = readBucket(text);
  return [name, [id, cells.map(({ mark, key, value }) => [mark, key, value])]];
}));
const steps = [];
for (let i = LAST; i >= 0; i -= 2) { go(i); go(i); }
for (let i = 0; i <= LAST; i++) {
  go(i);
  const state = player.state;
  steps.push([
    Object.fromEntries(state.model),
    Object.fromEntries([...state.cursors].map(([number, sets]) =>
      [number, [sets.must, sets.may, sets.produced, sets.removed].map(sorted)])),
    table(state.current),
    table(state.old),
  ]);
}
return steps;
"#;

/// The same of a stage.
pub fn dump(stage: &Stage) -> Json {
    let buckets = |array: Option<&StageArray>| {
        let mut named = BTreeMap::new();
        for bucket in array.into_iter().flat_map(|array| array.buckets.values()) {
            let name = match bucket.link {
                0 => bucket.index.to_string(),
                link => format!("{}.{link}", bucket.index),
            };
            let cell = |slot: usize| {
                let key = bucket.entries[slot].map(|(key, _)| key);
                json!([bucket.tophash[slot], key, null])
            };
            let cells: Vec<Json> = (0..8).map(cell).collect();
            named.insert(name, json!([bucket.id, cells]));
        }
        named
    };
    let table = stage.table.as_ref();
    let Json::Array(mut all) = side(stage) else {
        unreachable!("made as a list")
    };
    all.push(json!(buckets(table.and_then(|t| t.current.as_ref()))));
    all.push(json!(buckets(table.and_then(|t| t.old.as_ref()))));
    Json::Array(all)
}
