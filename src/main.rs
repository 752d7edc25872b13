//! The command `map-oracle`, for the maps that come along. A command for your
//! own map is as short: see `map_oracle::cli`.

use std::process::ExitCode;

use map_oracle::check::Runner;

fn main() -> ExitCode {
    map_oracle::cli::main(Runner::built_in())
}
