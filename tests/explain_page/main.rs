//! The page that `map-oracle explain --html` writes, in a browser: it shows
//! what the recording holds, obeys keys and clicks, and stays quick on a case
//! of 5,000 ops. Without a browser its tests are left out, and said to be
//! ignored, unless `MAP_ORACLE_BROWSER` insists on them.

mod browser;
mod layout;
mod shown;
#[path = "../cli_support/mod.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use browser::Browser;
use libtest_mimic::{Arguments, Trial};
use map_oracle::case::Case;
use map_oracle::check::Runner;
use map_oracle::cli::Exit;
use map_oracle::corpus;
use map_oracle::generate::Profile;
use map_oracle::hunt::Batch;
use map_oracle::probe::{Key, Value};
use map_oracle::report::recording::StageArray;
use map_oracle::subject::{GoMapSubject, Subject, Table};
use serde_json::json;
use shown::{DUMP, agrees, dump, stages};
use support::run;

fn main() {
    let is_wanted = Browser::is_wanted();
    let tests: [(&str, fn()); 13] = [
        (
            "each_step_shows_what_the_recording_holds",
            each_step_shows_what_the_recording_holds,
        ),
        (
            "the_whole_corpus_is_played_back_as_it_was",
            the_whole_corpus_is_played_back_as_it_was,
        ),
        (
            "keys_and_clicks_do_what_they_say",
            keys_and_clicks_do_what_they_say,
        ),
        (
            "it_is_light_or_dark_as_the_reader_likes",
            it_is_light_or_dark_as_the_reader_likes,
        ),
        (
            "everything_has_a_name_and_a_sign",
            everything_has_a_name_and_a_sign,
        ),
        (
            "a_wrong_answer_is_where_the_page_opens",
            a_wrong_answer_is_where_the_page_opens,
        ),
        (
            "a_map_without_a_layout_is_shown_by_model_and_answers",
            a_map_without_a_layout_is_shown_by_model_and_answers,
        ),
        (
            "five_thousand_ops_stay_usable",
            five_thousand_ops_stay_usable,
        ),
        ("the_picture_in_the_readme", the_picture_in_the_readme),
        ("it_opens_where_the_most_happens", layout::opening),
        ("it_fits_wide_and_narrow_windows", layout::widths),
        ("keys_are_where_their_hashes_lead", layout::hashes),
        ("the_legend_is_of_what_there_is", layout::legend),
    ];
    let trials = tests.map(|(name, test)| {
        let trial = Trial::test(name, move || {
            test();
            Ok(())
        });
        trial.with_ignored_flag(!is_wanted)
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit();
}

/// The case of the README's picture.
fn pictured() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/explain.case")
}

/// A file of these tests' own.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("explain_page");
    fs::create_dir_all(&folder).expect("can be made");
    folder.join(name)
}

/// The page of a case file.
fn page_of(file: &Path, runner: Runner) -> PathBuf {
    let stem = file.file_stem().expect("a name").to_string_lossy();
    let page = scratch(&format!("{stem}-{}.html", runner.name));
    let [file, out] = [file, &page].map(|path| path.display().to_string());
    let ran = run(&[runner], &["explain", &file, "--html", &out], false);
    assert_ne!(ran.exit, Exit::Misuse, "{}", ran.err);
    page
}

#[track_caller]
fn content(browser: &Browser) {
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

fn each_step_shows_what_the_recording_holds() {
    let browser = Browser::start(1400, 1000, "light");
    let runner = Runner::of::<GoMapSubject>();
    let file = pictured();
    let stages = stages(&file, runner);
    browser.open(&page_of(&file, runner), "#op=0");
    for (op, stage) in stages.iter().enumerate() {
        agrees(&browser, stage, &format!("on, at op {op}"));
        browser.press(&["ArrowRight"]);
    }
    for (op, stage) in stages.iter().enumerate().rev() {
        agrees(&browser, stage, &format!("back, at op {op}"));
        browser.press(&["ArrowLeft"]);
    }
    content(&browser);
}

fn the_whole_corpus_is_played_back_as_it_was() {
    let browser = Browser::start(1400, 1000, "light");
    let runner = Runner::of::<GoMapSubject>();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for file in corpus::files(&folder).expect("can be read") {
        let stages = stages(&file, runner);
        browser.open(&page_of(&file, runner), "");
        let shown = browser.eval(DUMP);
        let shown = shown.as_array().expect("a list");
        assert_eq!(shown.len(), stages.len());
        for (op, (shown, stage)) in shown.iter().zip(&stages).enumerate() {
            assert_eq!(shown, &dump(stage), "{} at op {op}", file.display());
        }
    }
    content(&browser);
}

fn keys_and_clicks_do_what_they_say() {
    let browser = Browser::start(1400, 1000, "light");
    let file = pictured();
    browser.open(&page_of(&file, Runner::of::<GoMapSubject>()), "#op=8");
    let place = || browser.text("#place");
    assert_eq!(place(), "op 8 of 17");
    assert_eq!(browser.text("#op"), "insert 32 = 320");
    assert_eq!(browser.text("#answer"), "answered none");
    assert!(browser.text("#events").contains("growth begins"));
    assert!(
        browser
            .text("#events")
            .contains("evacuates old bucket 0, 3")
    );
    let flows = "return document.querySelectorAll('#flows path.fresh').length";
    assert_eq!(browser.eval(flows), 4);
    assert_eq!(browser.text("#array-o .pin"), "▾0");

    browser.press(&["End"]);
    assert_eq!(place(), "op 17 of 17");
    browser.press(&["Home"]);
    assert_eq!(place(), "the start");
    browser.press(&["PageDown"]);
    assert_eq!(place(), "op 10 of 17");
    browser.press(&["PageUp", "ArrowRight"]);
    assert_eq!(place(), "op 1 of 17");
    for (button, then) in [
        ("last", "op 17 of 17"),
        ("back", "op 16 of 17"),
        ("first", "the start"),
        ("on", "op 1 of 17"),
    ] {
        browser.click(&format!("[data-go={button}]"));
        assert_eq!(place(), then);
    }
    browser.eval("const s = document.getElementById('slider'); s.value = 5; s.oninput()");
    assert_eq!(place(), "op 5 of 17");
    browser.click("#ops [data-at='7']");
    assert_eq!(place(), "op 7 of 17");

    // The life of a key: typed, clicked through, and picked by a click.
    browser.press(&["/", "1", "2", "Escape"]);
    let life = browser.text("#life");
    let told: Vec<&str> = life.lines().filter(|line| line.contains(' ')).collect();
    assert_eq!(
        told,
        [
            "inserted = 38, into bucket 1, cell 3",
            "produced by cursor 0",
            "evacuated, old bucket 1, cell 3 → bucket 5, cell 1",
            "set, 38 → 99",
            "produced by cursor 1",
        ]
    );
    browser.click("#life li:nth-child(3) button");
    assert_eq!(place(), "op 9 of 17");
    assert_eq!(browser.text("#array-c .cell.sought"), "48\n12");
    browser.click("#array-c .cell[data-key='17'], #array-c .cell[data-key='4']");
    assert_eq!(
        browser.eval("return document.getElementById('key').value"),
        "4"
    );

    // Play, and pause.
    browser.press(&["Home", " "]);
    thread::sleep(Duration::from_millis(1_500));
    browser.press(&[" "]);
    let paused = place();
    assert!(
        ["op 3 of 17", "op 4 of 17", "op 5 of 17"].contains(&&*paused),
        "{paused}"
    );
    thread::sleep(Duration::from_millis(700));
    assert_eq!(place(), paused);
    content(&browser);
}

fn it_is_light_or_dark_as_the_reader_likes() {
    let ground = "return getComputedStyle(document.body).backgroundColor";
    let page = page_of(&pictured(), Runner::of::<GoMapSubject>());
    let mut grounds = Vec::new();
    for scheme in ["light", "dark"] {
        let browser = Browser::start(1400, 1000, scheme);
        browser.open(&page, "");
        let first = browser.eval(ground);
        browser.click("#theme");
        let second = browser.eval(ground);
        browser.press(&["t"]);
        assert_eq!(browser.eval(ground), first);
        grounds.push((first, second));
        content(&browser);
    }
    assert_ne!(grounds[0].0, grounds[0].1);
    assert_eq!(
        (&grounds[0].0, &grounds[0].1),
        (&grounds[1].1, &grounds[1].0)
    );
}

/// What a reader who does not see the page, or not its colours, goes by.
fn everything_has_a_name_and_a_sign() {
    let browser = Browser::start(1400, 1000, "light");
    browser.open(&page_of(&pictured(), Runner::of::<GoMapSubject>()), "#op=9");
    let nameless = browser.eval(
        "return [...document.querySelectorAll('button, input, select, [role=group], canvas[role]')]
           .filter((e) => !e.hidden && !e.getAttribute('aria-label') && !e.textContent.trim()
             && !e.labels?.length)
           .map((e) => e.outerHTML)",
    );
    assert_eq!(nameless, json!([]));
    assert_eq!(
        browser.eval("return document.querySelector('#array-o .chain').getAttribute('aria-label')"),
        "old bucket 0: evacuated to the same index, evacuated to the same index, evacuated to \
         the same index, evacuated to the upper half, evacuated to the same index, evacuated to \
         the same index, evacuated to the upper half, evacuated to the upper half; overflow 1: \
         evacuated to the upper half, was empty when evacuated, was empty when evacuated, was \
         empty when evacuated, was empty when evacuated, was empty when evacuated, was empty \
         when evacuated, was empty when evacuated"
    );
    assert_eq!(
        browser.eval("return document.querySelector('#slider').getAttribute('aria-valuetext')"),
        "op 9 of 17 remove 9"
    );
    // Every state has a sign of its own.
    let signs = browser.eval(
        "const signs = {};
         for (const cell of document.querySelectorAll('#arrays .cell:not(.live)'))
           signs[cell.className.split(' ')[1]] = cell.firstChild.textContent;
         return signs",
    );
    assert_eq!(
        signs,
        json!({ "rest": "·", "one": "o", "evx": "X", "evy": "Y", "eve": "E" })
    );
    // By keyboard alone: the tab key reaches the play button and the rest.
    browser.press(&["Tab", "Tab", "Tab", "Tab", "Tab"]);
    let active = "return document.activeElement.id || document.activeElement.dataset.go";
    let reached = browser.eval(active);
    assert!(
        reached == "play" || reached == "on" || reached == "back",
        "{reached}"
    );
    content(&browser);
}

/// GoMap, but for a removal that it forgets.
struct Keeps(GoMapSubject);

impl Subject for Keeps {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "keeps";

    fn with_hint(hint: usize) -> Self {
        Keeps(GoMapSubject::with_hint(hint))
    }
    fn get(&self, key: &Key) -> Option<u32> {
        self.0.get(key)
    }
    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.0.insert(key, value)
    }
    fn remove(&mut self, key: &Key) -> Option<Value> {
        match key.id() {
            5 => None,
            _ => self.0.remove(key),
        }
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn each(&self, visit: &mut dyn FnMut(&Key, &Value)) {
        self.0.each(visit);
    }
    fn table(&self) -> Option<Table> {
        self.0.table()
    }
}

fn a_wrong_answer_is_where_the_page_opens() {
    let browser = Browser::start(1400, 1000, "light");
    let file = scratch("wrong.case");
    let text = "map-oracle case 1\ninsert 4 = 40\ninsert 5 = 50\nremove 4\nremove 5\nget 4\n";
    fs::write(&file, text).expect("can be written");
    browser.open(&page_of(&file, Runner::of::<Keeps>()), "");
    assert_eq!(browser.text("#place"), "op 4 of 5");
    assert_eq!(browser.text("#verdict"), "✗ wrong at op 4");
    let reason = browser.text("#failure");
    assert!(
        reason.contains("The op answered none; a right map answers 50."),
        "{reason}"
    );
    assert!(
        reason.contains("Key 5 in the model: inserted at op 2 (= 50)"),
        "{reason}"
    );
    let hidden = "return document.getElementById('failure').hidden";
    assert_eq!(browser.eval(hidden), false);
    browser.press(&["ArrowRight"]);
    assert_eq!(
        browser.text("#place"),
        "op 4 of 5",
        "nothing comes after it"
    );
    browser.press(&["ArrowLeft"]);
    assert_eq!(browser.eval(hidden), true);
    browser.click("#verdict");
    assert_eq!(browser.eval(hidden), false);
    content(&browser);
}

fn a_map_without_a_layout_is_shown_by_model_and_answers() {
    let browser = Browser::start(1400, 1000, "light");
    let runner = Runner::of::<map_oracle::subject::StdBTreeMap>();
    let file = pictured();
    browser.open(&page_of(&file, runner), "#op=2");
    assert_eq!(
        browser.eval("return document.getElementById('table').hidden"),
        true
    );
    assert_eq!(browser.text("#answer"), "answered 29");
    assert_eq!(browser.text("#len"), "25 entries");
    content(&browser);
}

/// A case of `ops` ops.
fn long(profile: Profile, ops: usize) -> PathBuf {
    let runner = Runner::of::<GoMapSubject>();
    let batch = Batch {
        profile,
        cases: 1,
        steps: ops,
        seed: 1,
    };
    let mut case: Case = batch.case(0, &runner);
    for index in 1.. {
        if case.steps.len() >= ops {
            break;
        }
        case.steps.append(&mut batch.case(index, &runner).steps);
    }
    case.steps.truncate(ops);
    for step in &mut case.steps {
        // From a lie on there would be nothing to show.
        step.fault = step.fault.filter(|fault| fault.kind.panics());
    }
    let file = scratch(&format!("long-{}.case", profile.name()));
    fs::write(&file, case.to_string()).expect("can be written");
    file
}

fn five_thousand_ops_stay_usable() {
    for profile in Profile::ALL {
        let browser = Browser::start(1400, 1000, "light");
        let name = profile.name();
        let runner = Runner::of::<GoMapSubject>();
        let file = long(profile, 5_000);
        let page = page_of(&file, runner);
        let bytes = fs::metadata(&page).expect("was written").len();
        assert!(bytes < 5_000_000, "{name}: {bytes} bytes");

        let opened = browser.open(&page, "");
        assert!(opened < Duration::from_secs(10), "{name}: {opened:?}");

        // A leap to anywhere shows what is there.
        let stages = stages(&file, runner);
        for op in [4_999, 37, 2_500, 2_501, 2_432, 5_000] {
            let leap = format!(
                "const s = document.getElementById('slider'); s.value = {op}; s.oninput();
                 const buckets = (map) => Object.fromEntries([...map].map(([name, text]) => [name, text]));
                 return [[...player.state.model.keys()].sort((a, b) => a - b),
                   player.state.current.size, player.state.old.size,
                   [...player.state.cursors.keys()].sort()]"
            );
            let stage = &stages[op];
            let table = stage.table.as_ref().expect("is shown");
            let size = |array: &Option<StageArray>| array.as_ref().map_or(0, |a| a.buckets.len());
            assert_eq!(
                browser.eval(&leap),
                json!([
                    stage.contents.keys().collect::<Vec<_>>(),
                    size(&table.current),
                    size(&table.old),
                    stage.cursors.keys().collect::<Vec<_>>()
                ]),
                "{name}, op {op}"
            );
        }

        // Played at 60 a second, it keeps up with 60 on an idle machine, and so
        // with a sixth of that on one that has other things to do.
        browser.eval("document.getElementById('speed').value = 60");
        let mut rate = 0.0;
        for _ in 0..5 {
            browser
                .eval("const s = document.getElementById('slider'); s.value = 2000; s.oninput()");
            let start = Instant::now();
            browser.click("#play");
            thread::sleep(Duration::from_secs(2));
            browser.click("#play");
            let took = start.elapsed().as_secs_f64();
            let at = browser.eval("return player.at").as_f64();
            rate = f64::max(rate, (at.expect("a number") - 2_000.0) / took);
            if rate >= 10.0 {
                break;
            }
        }
        println!("{name}: {bytes} bytes, open in {opened:?}, {rate:.0} steps a second");
        assert!(rate >= 10.0, "{name}: {rate:.0} steps a second");
        content(&browser);
    }
}

/// `MAP_ORACLE_PICTURE=docs/explain.png` renews the README's picture.
fn the_picture_in_the_readme() {
    let browser = Browser::start(1320, 1190, "light");
    let file = pictured();
    let page = page_of(&file, Runner::of::<GoMapSubject>());
    // It is named as a reader would name it.
    let path = file.display().to_string();
    let text = fs::read_to_string(&page).expect("was written");
    fs::write(&page, text.replace(&path, "docs/explain.case")).expect("can be written");
    browser.open(&page, "#op=9&key=12");
    let picture = browser.picture();
    assert_eq!(&picture[1..4], b"PNG");
    if let Some(out) = std::env::var_os("MAP_ORACLE_PICTURE") {
        fs::write(out, picture).expect("can be written");
    }
    content(&browser);
}
