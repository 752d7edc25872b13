//! Makes a fuzz seed of every case in `corpus/`. In the folder `fuzz`:
//!
//! ```sh
//! cargo run --example seeds
//! ```

use std::error::Error;
use std::fs;
use std::path::Path;

use map_oracle::corpus;

fn main() -> Result<(), Box<dyn Error>> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seeds = fuzz.join("corpus/oracle");
    fs::create_dir_all(&seeds)?;
    let files = corpus::files(&fuzz.join("../corpus"))?;
    for file in &files {
        let name = file.file_stem().unwrap_or_default();
        fs::write(seeds.join(name), corpus::read(file)?.to_bytes())?;
    }
    println!("{} seeds in {}", files.len(), seeds.display());
    Ok(())
}
