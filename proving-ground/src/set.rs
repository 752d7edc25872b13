//! A set: one program with the crates that can live in one lock file.
//!
//! Each crate version is a module made by [`specimens!`](crate::specimens!) from
//! an adapter in `adapters/`. The adapter is compiled twice: filled with
//! map-oracle's instruments for map-oracle, and with plain numbers for its
//! peers.

use std::process::ExitCode;

use map_oracle::check::Runner;

#[cfg(feature = "fuzz")]
pub use crate::peers::driven::Plain;

/// The map as the peers drive it, in a program without peers.
#[cfg(not(feature = "fuzz"))]
#[derive(Clone, Copy, Debug)]
pub struct Plain;

#[cfg(not(feature = "fuzz"))]
impl Plain {
    /// Nothing of it.
    #[must_use]
    pub const fn of<S: map_oracle::subject::Subject>() -> Plain {
        Plain
    }
}

/// A crate version in a set.
#[derive(Clone, Copy, Debug)]
pub struct Specimen {
    /// The subject for map-oracle.
    pub runner: Runner,
    /// The subject for the peers.
    pub plain: Plain,
}

/// What the adapters of a set are filled with for the peers.
pub mod plain {
    use std::hash::{BuildHasherDefault, DefaultHasher};

    /// Keys.
    pub type Key = u32;
    /// Values.
    pub type Value = u32;
    /// Hashes the same way in every run, so that what a peer finds can be
    /// shrunk.
    pub type PlanState = BuildHasherDefault<DefaultHasher>;
}

/// Writes a set's program: a list of `DEPENDENCY: "ADAPTER"`, where the
/// dependency is named for the crate and its version. `NAME in DEPENDENCY: "ADAPTER"`
/// is for crates that have more than one map, and for std.
///
/// An adapter is a file in `adapters/` that defines a subject named `Map`. It
/// finds the crate under the name `krate`, and `Key`, `Value` and `PlanState` in
/// its scope. With the set's feature `fuzz` it is a fuzz program, of libFuzzer's.
#[macro_export]
macro_rules! specimens {
    ($($version:ident $(in $home:ident)?: $file:literal),* $(,)?) => {
        $(
            mod $version {
                #[cfg(not(feature = "fuzz"))]
                #[allow(unused_imports, reason = "not every adapter needs all of them")]
                pub mod probed {
                    $crate::specimens!(@import $version $($home)?);
                    use map_oracle::probe::{Key, PlanState, Value};
                    include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../adapters/", $file));
                }
                #[allow(unused_imports, reason = "not every adapter needs all of them")]
                pub mod plain {
                    $crate::specimens!(@import $version $($home)?);
                    use $crate::set::plain::{Key, PlanState, Value};
                    include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../adapters/", $file));
                }
            }
        )*

        #[cfg(not(feature = "fuzz"))]
        fn main() -> std::process::ExitCode {
            $crate::set::main(&[$($crate::set::Specimen {
                runner: map_oracle::check::Runner::of::<$version::probed::Map>()
                    .named(stringify!($version)),
                plain: $crate::set::Plain::of::<$version::plain::Map>(),
            }),*])
        }

        #[cfg(feature = "fuzz")]
        libfuzzer_sys::fuzz_target!(
            init: $crate::peers::libfuzzer::start(&[
                $((stringify!($version), $crate::set::Plain::of::<$version::plain::Map>())),*
            ]),
            |ops: Vec<$crate::peers::ops::Op>| { $crate::peers::libfuzzer::run(&ops) }
        );
    };
    (@import $version:ident) => { use ::$version as krate; };
    (@import $version:ident $home:ident) => { use ::$home as krate; };
}

/// A set's program: map-oracle's command line for the maps of the set, and the hunts
/// of the peers.
#[must_use]
pub fn main(specimens: &[Specimen]) -> ExitCode {
    #[cfg(feature = "peers")]
    {
        let mut args = std::env::args().skip(1);
        if args.next().as_deref() == Some(crate::peers::COMMAND) {
            return crate::peers::run::main(specimens, args);
        }
    }
    map_oracle::cli::main(specimens.iter().map(|specimen| specimen.runner).collect())
}
