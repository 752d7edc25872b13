/*!
The corpus: cases that are kept, and the grammar of their files.

# A habit

`corpus/` in your crate holds one case a file, by any name that ends in `.case`.
[`suite!`](crate::suite!) replays each of them, and the cases that come along
with this crate ([`corpus::shared`](crate::corpus::shared)), in the test
`corpus`; fuzz targets start from them. What fails is saved under
`corpus/found/`; what is worth keeping is moved up, with a name that says what it
shows:

```sh
map-oracle corpus add corpus/found/FILE --name retain_panic_in_a_growth
map-oracle corpus list                  # what there is, by the first line of its comment
map-oracle corpus stats                 # what each case reaches, and adds to the others
map-oracle corpus prune                 # which add nothing; --yes removes them
```

A case is kept as it is, and not as the seed that once drew it. So it stays the
same whatever becomes of the generators, and is never out of date.

# A file

```
use map_oracle::case::Case;

let case: Case = "map-oracle case 1
## What it is for, in a line or two. `corpus list` shows the first.
## reaches: growths >= 1
hash low 4 seed 7              # all keys share their low four bits
pin 3 = 0xff00000000000001     # but this one has this hash
hint 100                       # room that is asked for at the start
insert 3 = 5
insert_run 10 len 200          # 10, 11, ... 209
remove 3 panic eq 2            # the second comparison panics
range [3 17)                   # from 3 up to, but not with, 17
get 5 lie hash 1               # every hash of this op is wrong
".parse()?;
assert_eq!((case.hint, case.steps.len()), (100, 5));
assert_eq!(case.to_string().parse::<Case>()?, case);
# Ok::<(), map_oracle::case::CaseError>(())
```

After `reaches:`, a comment may say what the case must come across, by the names
of [marks](crate::case::Mark). `prune` leaves such a case alone.

# The grammar

In EBNF; quoted words are separated by spaces or tabs, a line ends at its line
feed, and empty lines may stand anywhere but at the very start.

```text
file     = version , { comment | header | op } ;
version  = "map-oracle" , "case" , NUMBER ;          (* at the start of the file, one space between *)
comment  = "#" , { any character } ;                 (* also at the end of any other line *)

header   = "hash" , spread , [ "seed" , NUMBER ]     (* headers come before the first op *)
         | "pin" , key , "=" , NUMBER                (* 64 bits *)
         | "hint" , NUMBER ;                         (* up to 65535 *)
spread   = "random"
         | "distinct" , NUMBER                       (* so many hashes: 1 to 64 *)
         | "low" , NUMBER                            (* so many equal low bits: 1 to 32 *)
         | "top"                                     (* the top byte is equal *)
         | "sequential" ;                            (* key + seed *)

op       = NAME , { operand | WORD } , [ fault ] ;   (* by the table of ops *)
operand  = key | value | length | count | modulus | residue | cursor | shift | low | high ;
key      = NUMBER ;                                  (* 0 to 4095 *)
value    = NUMBER ;                                  (* 0 to 65535 *)
length   = NUMBER ;                                  (* 1 to 4096 *)
count    = NUMBER ;                                  (* 0 to 4095 *)
modulus  = NUMBER ;                                  (* 1 to 64 *)
residue  = NUMBER ;                                  (* below the modulus *)
cursor   = NUMBER ;                                  (* 0 to 3 *)
shift    = NUMBER ;                                  (* 0 to 2 *)
low      = ".." | "[" KEY | "(" KEY ;                (* no space within *)
high     = ".." | KEY "]" | KEY ")" ;

fault    = "panic" , code , NUMBER                   (* the how-manieth call: 1 to 8192 *)
         | "lie" , ( "eq" | "hash" ) , NUMBER ;      (* each so-manieth call *)
code     = "hash" | "eq" | "clone" | "drop" | "closure" | "hasher" ;

NUMBER   = DIGIT , { DIGIT } | "0x" , HEX , { HEX } ;
KEY      = DIGIT , { DIGIT } ;
```

Which words and operands follow the name of an op, is in the table of
[`MapOp`](crate::kinds::map::MapOp): each is shown there as a line would read. Some of
each form:

```
use map_oracle::case::{Case, Vocabulary};

let ops = "\
clear
remove 3
insert 3 = 5
insert_run 3 len 40
retain mod 4 is 1
drain take 2
get_disjoint_mut 3 and 4
range (3 ..
cursor_open 0 at 13
cursor_step 0 by 4
try_reserve_absurd 1
move_index 2 to 5
";
let case: Case = format!("map-oracle case 1\n{ops}").parse()?;
assert!(case.to_string().ends_with(&ops));
assert!(Vocabulary::MAP.kinds().all(|kind| Vocabulary::MAP.kind(kind.name()) == Some(kind)));
# Ok::<(), map_oracle::case::CaseError>(())
```

What is not of the grammar is refused with its line and column, and what was
expected there:

```
use map_oracle::case::Case;

let error = "map-oracle case 1\nretain mod 4 is 4\n".parse::<Case>().unwrap_err();
assert_eq!(
    error.to_string(),
    "2:17: `4` is out of range: a residue is a number from 0 to 3"
);
```

# Versions

The first line tells the version of the format. A version of this crate reads all
formats up to [`FORMAT_VERSION`](crate::case::FORMAT_VERSION), for ever, and
writes that one. Ops are added without a new version, since a file that has none
of them means what it meant; the number rises when a line would come to mean
something else. A file from the future is refused, with a line that says so.

The byte form has no version. It is for the fuzzer that is running; what it
finds is kept as text.
*/
