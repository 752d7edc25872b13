//! Every case of the corpus runs on every subject that comes along, and still
//! reaches on `gomap` the corner that it was made for.
//!
//! A case names its corner in a comment, `# reaches: MARK >= N, ...`, with the
//! marks of [`Mark`]: a change of the map that steers a case around its corner
//! fails here, where it would otherwise turn the case into an empty promise.

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use map_oracle::case::{Case, Mark, Reach};
use map_oracle::check::Runner;
use map_oracle::corpus;
use map_oracle::subject::go_marks;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let files = corpus::files(&folder).expect("the corpus is there");
    assert!(!files.is_empty(), "{} holds no case", folder.display());
    let trials = files
        .into_iter()
        .map(|file| Trial::test(format!("corpus::{}", name(&file)), move || run(&file)))
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn name(file: &Path) -> String {
    file.file_stem()
        .expect("a case file has a name")
        .to_string_lossy()
        .into_owned()
}

fn run(file: &PathBuf) -> Result<(), Failed> {
    let case = corpus::read(file)?;
    if case.to_string().parse::<Case>()? != case {
        return Err("the text form does not give the case back".into());
    }
    if Case::from_bytes(&case.to_bytes()) != case {
        return Err("the byte form does not give the case back".into());
    }
    for runner in Runner::built_in() {
        let reach = runner.run(&case)?;
        if runner.name == "gomap" {
            check_reach(&std::fs::read_to_string(file)?, &reach)?;
        }
    }
    Ok(())
}

fn check_reach(text: &str, reach: &Reach) -> Result<(), Failed> {
    let promises = text
        .lines()
        .filter_map(|line| line.strip_prefix("# reaches:"))
        .flat_map(|line| line.split(','));
    for promise in promises {
        let (mark, least) = read_promise(promise)
            .ok_or_else(|| format!("`{promise}` is not `MARK >= N` with a mark's name"))?;
        if reach.get(mark) < least {
            return Err(format!("gomap did not reach{promise}, but {reach:?}").into());
        }
    }
    Ok(())
}

fn read_promise(promise: &str) -> Option<(Mark, u64)> {
    let (name, least) = promise.split_once(">=")?;
    let mut known = Mark::COMMON.iter().chain(go_marks::ALL);
    let mark = known.find(|mark| mark.name() == name.trim())?;
    Some((*mark, least.trim().parse().ok()?))
}
