/*!
Fuzzing: libFuzzer looks for a case, and the way back from its bytes.

# A target

The whole file of a fuzz target, with `libfuzzer-sys` among the dependencies of
the fuzz crate, is this:

```ignore
#![no_main]
map_oracle::fuzz!(my_crate::oracle::Mine);
```

(It is not run here, as libFuzzer has a `main` of its own; the targets in `fuzz/`
are of this form and are run in CI.) `map-oracle init` writes it together with
the crate around it. A profile may follow the type, to which cases are then bent:
`map_oracle::fuzz!(Mine, Profile::OverflowChains)`.

```sh
cargo run --manifest-path fuzz/Cargo.toml --example seeds   # seeds, of corpus/
export RUSTC_WRAPPER=$PWD/fuzz/map-guided                   # guided by the map alone
cargo +nightly fuzz run oracle -- -max_len=512              # under AddressSanitizer
cargo fuzz run -s none oracle -- -max_len=512               # on stable
```

A case of 512 bytes has about 70 ops; longer ones are seldom worth their time.

`fuzz/map-guided`, which `init` writes, is a script of a few lines that stands for
rustc. It takes libFuzzer's instruments out of the oracle: without it, most of what
the fuzzer sees and counts is how the oracle compares and keeps its books, and it
runs a third of the cases. AddressSanitizer watches all of it either way. A map that
lies in the crate `map-oracle` itself is seen as well, since its code is compiled where
its keys are known, which is the target.

# Every byte string is a case

There is no syntax to get wrong, and no byte that means nothing: seven bytes are
an op, whatever they are. Bytes that are near each other are cases that are near
each other, which is what makes a mutation a small step.

```
use map_oracle::case::Case;

let case = Case::from_bytes(b"any bytes at all, from anywhere");
assert!(!case.steps.is_empty());
assert_eq!(Case::from_bytes(&case.to_bytes()), case);
```

What the target does with its bytes is [`hunt::fuzz`](crate::hunt::fuzz): it
decodes them, takes keys and room from a case that would cost much, and rejects
one that even so is too long, so that the fuzzer does not keep it. The numbers
are made for hundreds of cases in a second under a sanitizer.

Panics of user code are part of cases. In a fuzz target those after which
well-known maps leak are left out, as LeakSanitizer would take that for an error,
and so are lies, after which anything goes. A map that promises to free all
([`frees_all_on_panic`](crate::subject::Support::frees_all_on_panic)) is not
spared.

# From an artifact to a case

When the map is wrong, the target prints the divergence, the case in its text
form and how to import it, then aborts; libFuzzer saves the bytes, and says where.
(Its own hint, `cargo fuzz tmin`, is of no use here: `import` shrinks by ops.) What
is listed in `corpus/known-failures.toml` is passed over instead: see
[`known`](super::known). The bytes are as good as the text:

```
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::as_fuzzed;
use map_oracle::subject::StdHashMap;

let runner = Runner::of::<StdHashMap>();
let bytes = b"what libFuzzer left in fuzz/artifacts";
// The case that the target ran, which is not quite the one of the bytes alone.
if let Some(case) = as_fuzzed(&runner, Profile::Mixed, bytes) {
    runner.run(&case).expect("std's map is right");
}
```

From the command line, of `map-oracle` for the maps that come along, or that of
`main!` for yours:

```sh
map-oracle import fuzz/artifacts          # shrunk, named, filed under corpus/found/
map-oracle convert ARTIFACT --to text     # just the text
map-oracle convert FILE --to bytes        # and back
```

`import` runs each artifact in a process of its own, so one that crashes the map
or makes it hang is shrunk as well. A failure that is filed already, or that two
artifacts share, is filed once. What is worth keeping goes to `corpus/`, and is a
seed the next time.

# Other fuzzers

`Case` implements `arbitrary::Arbitrary` (feature `arbitrary`), for targets that
want a case among other things. AFL and honggfuzz take the same bytes: call
[`hunt::fuzz`](crate::hunt::fuzz) in their loop.
*/
