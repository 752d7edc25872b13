//! The table drawn for people: every chain with the marks of its cells, and,
//! where they are at hand, keys and values.
//!
//! [`Layout`] draws itself without entries, as it holds none; a [`Picture`]
//! borrows the map and has them. Both are the same drawing. In the alternate
//! form, `{:#}`, cells are coloured for a terminal by their state.

use std::fmt::{self, Debug, Display, Write as _};

use super::GoMap;
use super::layout::{ArrayLayout, ChainLayout, Layout, Location};
use super::table::{ArrayKind, ITERATOR, OLD_ITERATOR, SAME_SIZE_GROW};
use super::tophash::{EMPTY_ONE, EMPTY_REST, EVACUATED_EMPTY, EVACUATED_X, EVACUATED_Y, MIN_LIVE};

/// Wider cells push their right neighbours out of line, not those of every
/// other bucket.
const MOST_PADDING: usize = 24;

/// A map as a drawing of its table, made by [`GoMap::picture`].
pub struct Picture<'a, K, V, S> {
    map: &'a GoMap<K, V, S>,
}

impl<K, V, S> GoMap<K, V, S> {
    /// The table to look at: counters, then each chain of the current array
    /// and, while the map grows, of the old one, a line for each bucket.
    ///
    /// The alternate form, `{:#}`, is coloured for a terminal.
    ///
    /// ```
    /// use map_oracle::gomap::GoMap;
    ///
    /// let map = GoMap::from([("pear", 5)]);
    /// let picture = map.picture().to_string();
    /// assert!(picture.contains("\"pear\"=5"), "{picture}");
    /// ```
    #[must_use]
    pub fn picture(&self) -> Picture<'_, K, V, S> {
        Picture { map: self }
    }
}

impl<K: Debug, V: Debug, S> Display for Picture<'_, K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        draw(f, &self.map.layout(), &|location| {
            let (key, value) = self.map.entry_at(location)?;
            Some(format!("{key:?}={value:?}"))
        })
    }
}

impl Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        draw(f, self, &|_| None)
    }
}

/// Tells the entry in a cell, if it is known.
type Entries<'a> = &'a dyn Fn(Location) -> Option<String>;

fn draw(f: &mut fmt::Formatter<'_>, layout: &Layout, entries: Entries<'_>) -> fmt::Result {
    draw_counters(f, layout)?;
    f.write_str(
        "cells      hex: tophash of a live one; o emptyOne; . emptyRest;\n           \
         X, Y evacuated to the lower, upper half; E empty when evacuated\n",
    )?;
    if let Some(array) = &layout.current {
        draw_array(f, array, ArrayKind::Current, entries)?;
    }
    if let Some(array) = &layout.old {
        draw_array(f, array, ArrayKind::Old, entries)?;
    }
    Ok(())
}

fn draw_counters(f: &mut fmt::Formatter<'_>, layout: &Layout) -> fmt::Result {
    let shape = &layout.shape;
    let (count, live) = (shape.count, layout.live_cells());
    write!(
        f,
        "entries    len {count}, and {live} live cells found by walking"
    )?;
    f.write_str(if count == live {
        "\n"
    } else {
        ": THEY DIFFER\n"
    })?;
    match &layout.current {
        None => f.write_str("buckets    none yet\n")?,
        Some(_) => writeln!(
            f,
            "buckets    {} (B {}), noverflow {}, {} preallocated left",
            1_usize << shape.b,
            shape.b,
            shape.noverflow,
            shape.unused_prealloc
        )?,
    }
    match &layout.old {
        None => f.write_str("growth     none in progress\n")?,
        Some(old) => writeln!(
            f,
            "growth     from {} buckets{}, {} of them evacuated, nevacuate {}",
            1_usize << old.b,
            if shape.same_size { " to as many" } else { "" },
            evacuated_chains(old),
            shape.nevacuate
        )?,
    }
    writeln!(
        f,
        "flags      {:#x}{}",
        shape.flags,
        flag_names(shape.flags)
    )?;
    writeln!(
        f,
        "seed       {:#010x}, redraws: {}",
        layout.hash0, shape.reseeds
    )?;
    writeln!(
        f,
        "memory     {} bytes of buckets, arrays made so far: {}",
        layout.bytes, shape.arrays_made
    )?;
    if layout.stale_keys > 0 || layout.retired > 0 {
        writeln!(
            f,
            "cursors    have the map keep keys: {}, former arrays: {}",
            layout.stale_keys, layout.retired
        )?;
    }
    Ok(())
}

fn flag_names(flags: u8) -> String {
    let names = [
        (ITERATOR, "iterator"),
        (OLD_ITERATOR, "oldIterator"),
        (SAME_SIZE_GROW, "sameSizeGrow"),
    ];
    let set = names.into_iter().filter(|(bit, _)| flags & bit != 0);
    set.map(|(_, name)| format!(" {name}")).collect()
}

fn is_evacuated(chain: &ChainLayout) -> bool {
    (EVACUATED_X..=EVACUATED_EMPTY).contains(&chain.buckets[0].tophash[0])
}

fn evacuated_chains(array: &ArrayLayout) -> usize {
    array
        .chains
        .iter()
        .filter(|chain| is_evacuated(chain))
        .count()
}

fn draw_array(
    f: &mut fmt::Formatter<'_>,
    array: &ArrayLayout,
    kind: ArrayKind,
    entries: Entries<'_>,
) -> fmt::Result {
    let width = 1_usize << array.b;
    let name = match kind {
        ArrayKind::Current => "current",
        ArrayKind::Old => "old",
    };
    let links = array.chains.iter().map(|chain| chain.buckets.len() - 1);
    write!(
        f,
        "\n{name} array: {width} main buckets, {} chained behind them, {} bytes",
        links.sum::<usize>(),
        array.bytes
    )?;
    match width - array.chains.len() {
        0 => f.write_char('\n')?,
        skipped => writeln!(f, "; not shown, as untouched: {skipped}")?,
    }
    let lines: Vec<Line> = array
        .chains
        .iter()
        .flat_map(|chain| chain_lines(chain, kind, entries))
        .collect();
    let head = lines.iter().map(|line| line.head.len()).max().unwrap_or(0);
    let cells = lines.iter().flat_map(|line| &line.cells);
    let widest = cells.map(|cell| cell.text.chars().count()).max();
    let padding = widest.unwrap_or(0).min(MOST_PADDING);
    for line in &lines {
        write!(f, "  {:head$} ", line.head)?;
        for (slot, cell) in line.cells.iter().enumerate() {
            f.write_char(' ')?;
            cell.draw(f)?;
            if slot + 1 < line.cells.len() {
                let shown = cell.text.chars().count();
                write!(f, "{:1$}", "", padding.saturating_sub(shown))?;
            }
        }
        f.write_char('\n')?;
    }
    Ok(())
}

/// One bucket.
struct Line {
    head: String,
    cells: Vec<Cell>,
}

struct Cell {
    mark: u8,
    text: String,
}

fn chain_lines<'a>(
    chain: &'a ChainLayout,
    array: ArrayKind,
    entries: Entries<'a>,
) -> impl Iterator<Item = Line> + 'a {
    chain.buckets.iter().enumerate().map(move |(link, bucket)| {
        let cell = |(slot, mark)| {
            let location = Location {
                array,
                bucket: chain.index,
                link,
                slot,
            };
            Cell {
                mark,
                text: cell_text(mark, entries(location)),
            }
        };
        Line {
            head: match link {
                0 => format!("bucket {} #{}", chain.index, bucket.id),
                _ => format!("  overflow #{}", bucket.id),
            },
            cells: bucket.tophash.into_iter().enumerate().map(cell).collect(),
        }
    })
}

fn cell_text(mark: u8, entry: Option<String>) -> String {
    match mark {
        EMPTY_REST => ".".to_owned(),
        EMPTY_ONE => "o".to_owned(),
        EVACUATED_X => "X".to_owned(),
        EVACUATED_Y => "Y".to_owned(),
        EVACUATED_EMPTY => "E".to_owned(),
        top => match entry {
            Some(entry) => format!("{top:02x} {entry}"),
            None => format!("{top:02x}"),
        },
    }
}

impl Cell {
    fn draw(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return f.write_str(&self.text);
        }
        // Green, yellow, blue, and faint: the basic colours of every terminal.
        let colour = match self.mark {
            MIN_LIVE.. => "32",
            EMPTY_ONE => "33",
            EMPTY_REST => "2",
            _ => "34",
        };
        write!(f, "\x1b[{colour}m{}\x1b[0m", self.text)
    }
}
