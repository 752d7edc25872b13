"use strict";
// The recording played back: what is known after each step. The names of one
// letter are explained where the page is made.

const LAST_EQUAL = 0x7fffffff;
const CHECKPOINT = 128;
const LIVE = 5;

const recording = JSON.parse(document.getElementById("recording").textContent);
const frames = recording.frames;

function keyName(key) {
  if (key === 0xffffffff) return "nobody's";
  return key > LAST_EQUAL ? "nan" + (key - LAST_EQUAL) : String(key);
}

function keyOf(text) {
  const found = /^(nan)?(\d+)$/i.exec(text.trim());
  return found ? Number(found[2]) + (found[1] ? LAST_EQUAL : 0) : null;
}

/** A bucket's marks, and the key and the deviating value in each live cell. */
function readBucket(text) {
  const [id, hex, list] = text.split(":");
  const entries = list ? list.split(",") : [];
  const cells = [];
  let next = 0;
  for (let slot = 0; slot < 8; slot++) {
    const mark = parseInt(hex.substr(2 * slot, 2), 16);
    const [key, value] = mark >= LIVE && next < entries.length ? entries[next++].split("=") : [];
    cells.push({
      mark,
      key: key === undefined ? null : Number(key),
      value: value === undefined ? null : Number(value),
    });
  }
  return { id: Number(id), cells };
}

class State {
  constructor() {
    this.model = new Map();
    this.cursors = new Map();
    this.counters = null;
    this.widths = [0, 0];
    this.current = new Map();
    this.old = new Map();
    this.places = [];
  }

  copy() {
    const twin = new State();
    twin.model = new Map(this.model);
    for (const [number, sets] of this.cursors) {
      const copy = {};
      for (const name in sets) copy[name] = new Set(sets[name]);
      twin.cursors.set(number, copy);
    }
    twin.counters = this.counters;
    twin.widths = this.widths;
    twin.current = new Map(this.current);
    twin.old = new Map(this.old);
    twin.places = this.places;
    return twin;
  }

  /**
   * Plays a frame. Gives back what each bucket that it changed was before, by
   * "c" or "o" and its name; undefined for one that was not there.
   */
  play(frame) {
    for (const [number, what] of frame.c ?? []) {
      if (what === "o") {
        this.cursors.set(number, {
          must: new Set(this.model.keys()),
          may: new Set(),
          produced: new Set(),
          removed: new Set(),
        });
      }
    }
    for (const [key, value] of frame.m ?? []) {
      const is = value !== undefined;
      const was = this.model.has(key);
      if (is) this.model.set(key, value);
      else this.model.delete(key);
      if (is === was) continue;
      for (const sets of this.cursors.values()) {
        for (const name in sets) sets[name].delete(key);
        (is ? sets.may : sets.removed).add(key);
      }
    }
    for (const [number, what, keys] of frame.c ?? []) {
      if (what === "c") this.cursors.delete(number);
      if (what !== "p") continue;
      const sets = this.cursors.get(number);
      for (const key of keys) {
        sets.must.delete(key);
        sets.may.delete(key);
        sets.produced.add(key);
      }
    }
    return frame.t ? this.redraw(frame.t) : new Map();
  }

  redraw(table) {
    const before = new Map();
    if (table.s) {
      this.old = this.current;
      this.current = new Map();
    }
    if (table.n) this.counters = table.n;
    this.widths = table.b.map((b) => (b < 0 ? 0 : 2 ** b));
    this.places = table.p ?? [];
    if (!this.widths[0]) this.current = new Map();
    if (!this.widths[1]) this.old = new Map();
    for (const [array, buckets, changed] of [
      ["c", this.current, table.c],
      ["o", this.old, table.o],
    ]) {
      for (const name in changed) {
        before.set(array + name, buckets.get(name));
        if (changed[name] === null) buckets.delete(name);
        else buckets.set(name, changed[name]);
      }
    }
    return before;
  }

  buckets(array) {
    return array === "c" ? this.current : this.old;
  }

  /** The name of the bucket with this number; main ones come first. */
  nameOf(array, id) {
    const width = this.widths[array === "c" ? 0 : 1];
    if (id <= width) return String(id - 1);
    for (const [name, text] of this.buckets(array)) {
      if (text.startsWith(id + ":")) return name;
    }
    return null;
  }
}

/** The run at any step. */
const player = {
  at: -1,
  state: new State(),
  before: new Map(),
  /** The main buckets before the last step. */
  wide: 0,
  checkpoints: new Map(),

  go(to) {
    to = Math.max(0, Math.min(frames.length - 1, to));
    if (to === this.at) return;
    // What the last step changed is only seen by playing it.
    let base = to - 1 - ((to - 1) % CHECKPOINT);
    while (base > 0 && !this.checkpoints.has(base)) base -= CHECKPOINT;
    if (to < this.at || base > this.at) {
      const start = base < to ? this.checkpoints.get(base) : undefined;
      this.state = start ? start.copy() : new State();
      this.at = start ? base : -1;
    }
    while (this.at < to) {
      this.at++;
      this.wide = this.state.widths[0];
      this.before = this.state.play(frames[this.at]);
      if (this.at % CHECKPOINT === 0 && !this.checkpoints.has(this.at)) {
        this.checkpoints.set(this.at, this.state.copy());
      }
    }
  },
};

function placeName(array, name, slot) {
  const [index, link] = name.split(".");
  const overflow = link ? ` overflow ${link}` : "";
  return `${array === "o" ? "old " : ""}bucket ${index}${overflow}, cell ${slot}`;
}

/** All that ever happens to a key: the step, and what. */
function lifeOf(key) {
  const life = [];
  let spot = null;
  frames.forEach((frame, at) => {
    const moved = followSpot(frame.t, key, spot);
    const where = moved.spot ? placeName(...moved.spot) : "";
    for (const [number, what, keys] of frame.c ?? []) {
      if (what === "p" && keys.includes(key)) life.push([at, `produced by cursor ${number}`]);
    }
    let told = false;
    for (const [other, value, from] of frame.m ?? []) {
      if (other !== key) continue;
      if (value === undefined) life.push([at, "removed"]);
      else if (from !== undefined) life.push([at, `set, ${from} → ${value}`]);
      else life.push([at, `inserted = ${value}${where ? ", into " + where : ""}`]);
      told ||= from === undefined;
    }
    if (moved.spot && moved.from && !told) {
      const evacuated = moved.from[0] === "o" && moved.spot[0] === "c";
      const from = placeName(...moved.from);
      life.push([at, `${evacuated ? "evacuated" : "moved"}, ${from} → ${where}`]);
    }
    spot = moved.spot;
  });
  return life;
}

/** Where a key is after a step, and where it came from if that is elsewhere. */
function followSpot(table, key, spot) {
  if (!table) return { spot };
  if (spot && table.s) spot = ["o", spot[1], spot[2]];
  let found = null;
  let left = false;
  for (const [array, changed] of [["o", table.o], ["c", table.c]]) {
    for (const name in changed) {
      const here = spot && spot[0] === array && spot[1] === name;
      left ||= here;
      const text = changed[name];
      if (text === null || !text.includes(String(key))) continue;
      const slot = readBucket(text).cells.findIndex((cell) => cell.key === key);
      if (slot < 0) continue;
      if (here && slot === spot[2]) return { spot };
      found = [array, name, slot];
    }
  }
  if (found) return { spot: found, from: spot };
  const gone = left || (spot && !(spot[0] === "c" ? table.b[0] >= 0 : table.b[1] >= 0));
  return { spot: gone ? null : spot };
}
