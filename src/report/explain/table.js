// The table drawn: buckets and their chains, the two arrays of a growth, what
// flows from one to the other.

const $ = (id) => document.getElementById(id);
/** Arrays with more main buckets are drawn in part, with an overview. */
const ALL_DRAWN = 48;
/** So many chains are drawn of them. */
const PART_DRAWN = 24;
/** So many buckets of a longer chain, with those that matter now. */
const MOST_LINKS = 8;
const STATES = ["rest", "one", "evx", "evy", "eve"];
const GLYPHS = ["·", "o", "X", "Y", "E"];
const WORDS = ["empty rest", "deleted", "evacuated to the same index", "evacuated to the upper half", "was empty when evacuated"];

/** The key whose life is told, and the bucket that is looked at. */
let sought = null;
let focus = null;

function escape(text) {
  return String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Sets what an element shows, unless it shows it already. */
function show(element, html) {
  if (element.shown !== html) {
    element.innerHTML = html;
    element.shown = html;
  }
}

const plural = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;

/** The key that one asks about: the one that is sought, or that of the op. */
const asked = () => sought ?? frames[player.at].k;

/** The main bucket of `width` that a key's hash asks for; -1 if it is not known. */
function homeOf(key, width) {
  const hash = recording.hashes[key];
  // A key that does not equal itself is never found, and goes elsewhere in a growth.
  const equal = key <= LAST_EQUAL;
  // The width is a power of two.
  return equal && hash && width ? parseInt(hash.slice(-8), 16) % width : -1;
}

/** A key's hash, and where in the table it leads. */
function asksText(key) {
  const hash = recording.hashes[key];
  if (!hash) return "";
  const told = `key ${keyName(key)}: hash 0x${hash}`;
  if (!recording.drawn) return `${told}, slot mod 8 = ${parseInt(hash.slice(-1), 16) % 8}`;
  const [width, oldWidth] = player.state.widths;
  if (!width || homeOf(key, width) < 0) return told;
  const top = parseInt(hash.slice(0, 2), 16);
  const tophash = (top < LIVE ? top + LIVE : top).toString(16).padStart(2, "0");
  let place = `bucket ${homeOf(key, width)}`;
  if (oldWidth) {
    const old = homeOf(key, oldWidth);
    const evacuated = /^\d+:0[234]/.test(player.state.old.get(String(old)) ?? "");
    place = evacuated ? `${place} (old bucket ${old} is evacuated)` : `old bucket ${old}, later for ${place}`;
  }
  return `${told}, tophash ${tophash}, asks for ${place}`;
}

/** The chains of an array that matter now: changed, sought, under a cursor. */
function wantedChains(array, width) {
  const wanted = new Set();
  const want = (index) => {
    if (index >= 0 && index < width && wanted.size < PART_DRAWN) wanted.add(index);
  };
  const buckets = player.state.buckets(array);
  for (const [, at, id] of player.state.places) {
    const name = at === array ? player.state.nameOf(array, id) : null;
    if (name) want(parseInt(name));
  }
  if (sought !== null) {
    for (const [name, text] of buckets) {
      if (text.includes(String(sought)) && readBucket(text).cells.some((c) => c.key === sought)) want(parseInt(name));
    }
  }
  want(homeOf(asked(), width));
  if (focus !== null) for (let i = focus - 2; i <= focus + 5; i++) want(i);
  for (const name of player.before.keys()) {
    if (name[0] === array) want(parseInt(name.slice(1)));
  }
  return wanted;
}

/**
 * The chains of an array to draw: all, or the ones that matter now with what
 * was drawn before, so that little moves from step to step.
 */
function chosen(array, width, drawn) {
  if (width <= ALL_DRAWN) return Array.from({ length: width }, (_, i) => i);
  const wanted = wantedChains(array, width);
  const buckets = player.state.buckets(array);
  const add = (index) => {
    if (wanted.size < PART_DRAWN && buckets.has(String(index))) wanted.add(index);
  };
  for (const index of drawn) add(index);
  for (let i = 0; i < width; i++) add(i);
  return [...wanted].sort((a, b) => a - b);
}

function cellHtml(cell, was, pins, fresh) {
  const changed = fresh && (was.mark !== cell.mark || was.key !== cell.key || was.value !== cell.value);
  const pinned = pins.map((n) => `<span class="pin" title="cursor ${n} looks here next">▾${n}</span>`).join("");
  let classes = changed ? " changed" : "";
  if (cell.mark < LIVE) {
    return `<b class="cell ${STATES[cell.mark]}${classes}" title="${WORDS[cell.mark]}">${GLYPHS[cell.mark]}${pinned}</b>`;
  }
  const name = cell.key === null ? "?" : keyName(cell.key);
  const value = cell.value ?? player.state.model.get(cell.key);
  if (cell.key === sought) classes += " sought";
  if (cell.value !== null) classes += " wrong";
  if (name.length > 4) classes += " long";
  const top = cell.mark.toString(16).padStart(2, "0");
  return `<b class="cell live${classes}" data-key="${cell.key}" title="key ${name} = ${value}, tophash ${top}"><small>${top}</small>${name}${pinned}</b>`;
}

const NOTHING = { cells: Array.from({ length: 8 }, () => ({ mark: 0, key: null, value: null })) };

function chainHtml(array, index, pins) {
  const buckets = player.state.buckets(array);
  const told = [];
  let html = "";
  let skipped = 0;
  const gap = () => {
    if (skipped) html += `<p class="skip">${plural(skipped, "bucket")} not drawn</p>`;
    skipped = 0;
  };
  for (let link = 0; link === 0 || buckets.has(`${index}.${link}`); link++) {
    const name = link ? `${index}.${link}` : String(index);
    const text = buckets.get(name);
    const fresh = player.before.has(array + name);
    if (link >= MOST_LINKS - 1 && !fresh && buckets.has(`${index}.${link + 1}`) && !pins[name]) {
      if (sought === null || !text.includes(String(sought))) {
        skipped++;
        continue;
      }
    }
    gap();
    const bucket = text ? readBucket(text) : NOTHING;
    const before = fresh ? player.before.get(array + name) : undefined;
    const was = before ? readBucket(before) : NOTHING;
    const cells = bucket.cells.map((cell, slot) => cellHtml(cell, was.cells[slot], pins[name]?.[slot] ?? [], fresh));
    html += `<div class="bucket" title="${link ? "overflow " + link : "main"} bucket${text ? " #" + bucket.id : ""}">${cells.join("")}</div>`;
    const words = bucket.cells.map((cell) => (cell.mark < LIVE ? WORDS[cell.mark] : "key " + keyName(cell.key)));
    told.push((link ? `overflow ${link}: ` : "") + words.join(", "));
  }
  return { html, label: `${array === "o" ? "old " : ""}bucket ${index}: ${told.join("; ")}` };
}

function drawArray(array) {
  const box = $("array-" + array);
  const { state, before } = player;
  const width = state.widths[array === "c" ? 0 : 1];
  const pins = {};
  for (const [number, at, id, slot] of state.places) {
    const name = at === array ? state.nameOf(array, id) : null;
    if (name) ((pins[name] ??= {})[slot] ??= []).push(number);
  }
  box.hidden = !width && array === "o";
  if (!box.heading) {
    box.heading = box.appendChild(document.createElement("h3"));
    box.overview = box.appendChild(document.createElement("canvas"));
    box.overview.className = "overview";
    box.overview.onclick = (event) => {
      // It is drawn smaller where there is less room.
      const side = (6 * box.overview.clientWidth) / box.overview.width;
      const index = Math.floor(event.offsetY / side) * 64 + Math.floor(event.offsetX / side);
      if (index < player.state.widths[array === "c" ? 0 : 1]) setFocus(index);
    };
    box.list = box.appendChild(document.createElement("div"));
    box.rows = new Map();
  }
  const name = array === "o" ? "Old array" : state.widths[1] ? "New array" : "Array";
  show(box.heading, width ? `<b>${name}</b>, ${plural(width, "main bucket")}` : "<b>No array yet</b>");
  drawOverview(box, array, width);
  const wanted = chosen(array, width, box.rows.keys());
  const keep = new Set(wanted);
  for (const [index, row] of box.rows) {
    if (!keep.has(index)) {
      row.remove();
      box.rows.delete(index);
    }
  }
  let last = null;
  let next = box.list.firstChild;
  const touched = new Set();
  for (const key of before.keys()) if (key[0] === array) touched.add(parseInt(key.slice(1)));
  const home = homeOf(asked(), width);
  for (const index of wanted) {
    let row = box.rows.get(index);
    if (!row) {
      row = document.createElement("div");
      row.innerHTML = `<b>${index}</b><div></div>`;
      row.setAttribute("role", "group");
      box.rows.set(index, row);
    }
    if (row !== next) box.list.insertBefore(row, next);
    else next = row.nextSibling;
    const { html, label } = chainHtml(array, index, pins);
    if (row.lastChild.shown !== html) row.setAttribute("aria-label", label);
    show(row.lastChild, html);
    const jump = last !== null && index > last + 1;
    const style = `chain${touched.has(index) ? " touched" : ""}${index === home ? " home" : ""}`;
    if (row.className !== style) row.className = style;
    row.style.marginTop = jump ? "10px" : "";
    row.style.borderTop = jump ? "1px dashed var(--line)" : "";
    last = index;
  }
}

/** A small square for each main bucket, darker the fuller it is. */
function drawOverview(box, array, width) {
  const canvas = box.overview;
  canvas.hidden = width <= ALL_DRAWN;
  if (canvas.hidden) return;
  const buckets = player.state.buckets(array);
  const rows = Math.ceil(width / 64);
  if (canvas.width !== 384) canvas.width = 384;
  if (canvas.height !== rows * 6) canvas.height = rows * 6;
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  const [faint, live, evacuated, ink] = ["--faint", "--live-line", "--evx-line", "--ink"].map((name) => style.getPropertyValue(name));
  pen.clearRect(0, 0, canvas.width, canvas.height);
  for (let index = 0; index < width; index++) {
    const text = buckets.get(String(index));
    const x = (index % 64) * 6;
    const y = Math.floor(index / 64) * 6;
    pen.globalAlpha = 1;
    pen.fillStyle = faint;
    pen.fillRect(x, y, 5, 5);
    if (!text) continue;
    const colon = text.indexOf(":");
    const first = parseInt(text.substr(colon + 1, 2), 16);
    const gone = first >= 2 && first <= 4;
    let full = 0;
    for (let i = colon + 18; i < text.length; i++) full += text[i] === "," ? 1 : 0;
    full += text.length > colon + 17 ? 1 : 0;
    pen.globalAlpha = gone ? 1 : 0.15 + (0.85 * full) / 8;
    pen.fillStyle = gone ? evacuated : live;
    if (gone || full) pen.fillRect(x, y, 5, gone ? 2 : 5);
  }
  pen.globalAlpha = 1;
  pen.strokeStyle = ink;
  for (const key of player.before.keys()) {
    const index = parseInt(key.slice(1));
    if (key[0] === array && index < width) pen.strokeRect((index % 64) * 6 + 0.5, Math.floor(index / 64) * 6 + 0.5, 4, 4);
  }
  canvas.title = `${plural(width, "bucket")}; click to look at one`;
}

/** From each evacuated bucket to the ones that took its entries. */
function drawFlows() {
  const svg = $("flows");
  const [box, target] = [$("array-o"), $("array-c")];
  const paths = [];
  if (player.state.widths[1]) {
    const origin = $("arrays").getBoundingClientRect();
    const [shift, down] = [$("arrays").scrollLeft, $("arrays").scrollTop];
    const edge = (row, side) => {
      const rect = row.querySelector(".bucket").getBoundingClientRect();
      return [rect[side] - origin.left + shift, rect.top - origin.top + down + 17];
    };
    const old = player.state.widths[1];
    for (const [index, row] of box.rows) {
      const text = player.state.old.get(String(index));
      if (!text) continue;
      const marks = [];
      for (let link = 0, name = String(index); player.state.old.has(name); name = `${index}.${++link}`) {
        marks.push(...readBucket(player.state.old.get(name)).cells.map((cell) => cell.mark));
      }
      const was = player.before.get("o" + index);
      const now = marks[0] >= 2 && marks[0] <= 4;
      const fresh = now && player.before.has("o" + index) && !(was && /^\d+:0[234]/.test(was));
      for (const [mark, to, kind] of [[2, index, "x"], [3, index + old, "y"]]) {
        const goal = target.rows.get(to);
        if (!goal || !marks.includes(mark)) continue;
        const [x1, y1] = edge(row, "right");
        const [x2, y2] = edge(goal, "left");
        const bend = (x2 - x1) * 0.55;
        const d = `M${x1 + 3} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 34} ${y2}`;
        paths.push(`<path class="${kind}${fresh ? " fresh" : ""}" d="${d}" marker-end="url(#tip-${kind})"/>`);
      }
    }
  }
  const width = String($("arrays").scrollWidth);
  if (svg.getAttribute("width") !== width) svg.setAttribute("width", width);
  show(svg.lastElementChild, paths.join(""));
}

/** Scrolls to what the step changed, unless some of it is in view. */
function follow() {
  const view = $("arrays");
  const rows = view.querySelectorAll(".touched");
  if (view.scrollHeight <= view.clientHeight || !rows.length) return;
  const frame = view.getBoundingClientRect();
  const rects = [...rows].map((row) => row.getBoundingClientRect());
  const seen = ({ top, bottom }) => top >= frame.top && bottom <= frame.bottom;
  if (!rects.some(seen)) view.scrollTop += rects[0].top - frame.top - frame.height / 3;
}

function countersText() {
  const n = player.state.counters;
  if (!n || !player.state.widths[0]) return "no buckets yet";
  const [b, overflow, evacuated, growing, same, spare] = n;
  const parts = [`B ${b}`, plural(overflow, "overflow bucket")];
  if (spare) parts.push(`${spare} preallocated left`);
  if (growing) parts.push(same ? "growing to the same size" : "growing to twice the size", `nevacuate ${evacuated} of ${player.state.widths[1]}`);
  return parts.join(" · ");
}
