//! What one sees of the page at first sight: where it opens, whether it fits, what
//! its legend speaks of, and where the hashes of keys lead.

use std::fs;
use std::path::Path;

use map_oracle::check::Runner;
use map_oracle::corpus;
use map_oracle::generate::Profile;
use map_oracle::subject::{GoMapSubject, StdBTreeMap, StdHashMap};
use serde_json::json;

use crate::browser::Browser;
use crate::{content, long, page_of, pictured, scratch};

/// Nobody comes for an empty table.
pub fn opening() {
    let browser = Browser::start(1400, 1000, "light");
    let go = Runner::of::<GoMapSubject>();
    browser.open(&page_of(&pictured(), go), "");
    assert_eq!(browser.text("#place"), "op 8 of 17");
    assert!(browser.text("#events").contains("growth begins"));

    // Without a table it is the op that changes the most.
    let file = scratch("opening.case");
    let ops = "insert 3 = 1\nget 3\ninsert_run 4 len 9\nremove 4\n";
    fs::write(&file, format!("map-oracle case 1\n{ops}")).expect("can be written");
    browser.open(&page_of(&file, Runner::of::<StdBTreeMap>()), "");
    assert_eq!(browser.text("#place"), "op 3 of 4");

    fs::write(&file, "map-oracle case 1\n").expect("can be written");
    browser.open(&page_of(&file, go), "");
    assert_eq!(browser.text("#place"), "the start");
    content(&browser);
}

/// What sticks out of the window or of its own box, at any of some ops.
const STICKS_OUT: &str = "
const out = new Set();
const step = Math.max(1, Math.floor(frames.length / 40));
for (let at = 0; at < frames.length; at += step) {
  go(at);
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) out.add(`page: ${wide} > ${innerWidth}`);
  const arrays = $('arrays');
  if (arrays.scrollWidth > arrays.clientWidth)
    out.add(`arrays: ${arrays.scrollWidth} > ${arrays.clientWidth}`);
  for (const id of ['verdict', 'theme', 'play', 'op', 'home', 'legend']) {
    const rect = $(id).getBoundingClientRect();
    if (rect.left < 0 || rect.right > innerWidth) out.add(`${id}: ${rect.left} to ${rect.right}`);
  }
}
return [...out]";

pub fn widths() {
    let browser = Browser::start(1400, 1000, "light");
    let go = Runner::of::<GoMapSubject>();
    let large = long(Profile::GrowthMidIteration, 2_000);
    for (file, runner) in [
        (pictured(), go),
        (pictured(), Runner::of::<StdBTreeMap>()),
        (large, go),
    ] {
        let page = page_of(&file, runner);
        for width in [1920, 1280, 1201, 1200, 861, 860, 400] {
            browser.resize(width, 900);
            browser.open(&page, "#key=12");
            assert_eq!(browser.eval("return innerWidth"), width);
            assert_eq!(
                browser.eval(STICKS_OUT),
                json!([]),
                "{} on {} at {width} px",
                file.display(),
                runner.name
            );
        }
    }
    content(&browser);
}

/// What the page makes of a hash is what `GoMap` makes of it: a key that is in an array
/// is in the bucket, and under the tophash, that the page says it asks for.
pub fn hashes() {
    let browser = Browser::start(1400, 1000, "light");
    let runner = Runner::of::<GoMapSubject>();
    let astray = "
const astray = [];
let seen = 0;
for (let at = 0; at < frames.length; at++) {
  player.go(at);
  for (const [array, width] of [['c', player.state.widths[0]], ['o', player.state.widths[1]]])
    for (const [name, text] of player.state.buckets(array))
      for (const { mark, key } of readBucket(text).cells) {
        if (mark < LIVE || key > LAST_EQUAL) continue;
        seen++;
        const top = /tophash (..),/.exec(asksText(key))?.[1];
        if (homeOf(key, width) !== parseInt(name) || parseInt(top, 16) !== mark)
          astray.push([at, array + name, key, homeOf(key, width), top]);
      }
}
return [seen, astray.slice(0, 3)]";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut seen = 0;
    for file in corpus::files(&folder).expect("can be read") {
        browser.open(&page_of(&file, runner), "");
        let found = browser.eval(astray);
        assert_eq!(found[1], json!([]), "{}", file.display());
        seen += found[0].as_u64().expect("a number");
    }
    assert!(seen > 10_000, "{seen} keys in buckets");

    // As it is told: of the op's key, and of the one that is looked for.
    let file = pictured();
    let case = corpus::read(&file).expect("a case");
    browser.open(&page_of(&file, runner), "#op=9&key=12");
    let hash = |key| format!("key {key}: hash {:#018x}, tophash ", case.plan.hash(key));
    let asks = browser.text("#asks");
    assert!(asks.starts_with(&hash(9)), "{asks}");
    let home = browser.text("#home");
    assert!(home.starts_with(&hash(12)), "{home}");
    let ends = "asks for bucket 5 (old bucket 1 is evacuated)";
    assert!(home.ends_with(ends), "{home}");
    let label = "return document.querySelector('#array-c .chain.home > b').textContent";
    assert_eq!(browser.eval(label), "5");
    browser.open(&page_of(&file, Runner::of::<StdBTreeMap>()), "#op=9");
    assert_eq!(browser.text("#asks"), "", "it hashes nothing");
    browser.open(&page_of(&file, Runner::of::<StdHashMap>()), "#op=9");
    let hash = case.plan.hash(9);
    let told = format!("key 9: hash {hash:#018x}, slot mod 8 = {}", hash % 8);
    assert_eq!(browser.text("#asks"), told);
    content(&browser);
}

/// The parts of the legend and of the key below the slider that are seen.
const SEEN: &str = "
return [...document.querySelectorAll('[data-of]')]
  .filter((part) => part.offsetParent !== null)
  .map((part) => part.dataset.of)
  .filter((of, at, all) => all.indexOf(of) === at)
  .sort()";

pub fn legend() {
    let browser = Browser::start(1400, 1000, "light");
    let go = Runner::of::<GoMapSubject>();
    browser.open(&page_of(&pictured(), go), "");
    assert_eq!(browser.eval(SEEN), json!(["cursors", "growth", "hashes"]));

    // It has cursors, and nothing that grows; the other one has neither.
    browser.open(&page_of(&pictured(), Runner::of::<StdBTreeMap>()), "");
    assert_eq!(browser.eval(SEEN), json!(["cursors"]));
    browser.open(&page_of(&pictured(), Runner::of::<StdHashMap>()), "");
    assert_eq!(browser.eval(SEEN), json!([]));

    let file = scratch("legend.case");
    fs::write(&file, "map-oracle case 1\ninsert_run 0 len 3\n").expect("can be written");
    browser.open(&page_of(&file, go), "");
    assert_eq!(browser.eval(SEEN), json!(["hashes"]));
    let legend = browser.text("#legend");
    assert!(
        !legend.contains("evacuated") && !legend.contains("cursor"),
        "{legend}"
    );
    content(&browser);
}
