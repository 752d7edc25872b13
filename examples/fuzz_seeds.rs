//! Makes fuzz seeds from the corpus: `fuzz/corpus/TARGET/` gets every case of
//! `corpus/` in its byte form, and for the target `any_map` one for each
//! subject, whose number comes first.
//!
//! ```sh
//! cargo run --release --example fuzz_seeds
//! cargo +nightly fuzz run overflow_chains
//! ```

use std::error::Error;
use std::fs;
use std::path::Path;

use map_oracle::check::Runner;
use map_oracle::corpus;
use map_oracle::generate::Profile;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seeds = root.join("fuzz/corpus");
    let mut written = 0;
    let mut write = |target: &str, name: &str, bytes: &[u8]| {
        let folder = seeds.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)?;
        written += 1;
        Ok::<(), std::io::Error>(())
    };
    for file in corpus::files(&root.join("corpus"))? {
        let bytes = corpus::read(&file)?.to_bytes();
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        // The targets for one map are named after their profiles.
        for profile in Profile::ALL {
            write(profile.name(), &name, &bytes)?;
        }
        for (pick, runner) in (0..).zip(Runner::built_in()) {
            let bytes = [&[pick], bytes.as_slice()].concat();
            write("any_map", &format!("{name}-{}", runner.name), &bytes)?;
        }
    }
    println!("{written} seeds in {}", seeds.display());
    Ok(())
}
