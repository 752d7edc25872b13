// What is seen: the state of the player drawn, and the controls.

const $ = (id) => document.getElementById(id);
/** Arrays with more main buckets are drawn in part, with an overview. */
const ALL_DRAWN = 48;
/** So many chains are drawn of them. */
const PART_DRAWN = 24;
/** So many buckets of a longer chain, with those that matter now. */
const MOST_LINKS = 8;
const MOST_KEYS = 24;
const MOST_ENTRIES = 100;
const ROW = 22;
const OPS_HEIGHT = 8 * ROW;
const LAST = frames.length - 1;
const verdict = recording.verdict;
const STATES = ["rest", "one", "evx", "evy", "eve"];
const GLYPHS = ["·", "o", "X", "Y", "E"];
const WORDS = ["empty rest", "deleted", "evacuated to the same index", "evacuated to the upper half", "was empty when evacuated"];

let sought = null;
let focus = null;
let life = [];

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

// ---- the table ----

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
  if (!box.title_) {
    box.title_ = box.appendChild(document.createElement("h3"));
    box.overview = box.appendChild(document.createElement("canvas"));
    box.overview.className = "overview";
    box.overview.onclick = (event) => {
      const index = Math.floor(event.offsetY / 6) * 64 + Math.floor(event.offsetX / 6);
      if (index < state.widths[array === "c" ? 0 : 1] || index >= 0) setFocus(index);
    };
    box.list = box.appendChild(document.createElement("div"));
    box.rows = new Map();
  }
  const name = array === "o" ? "Old array" : state.widths[1] ? "New array" : "Array";
  show(box.title_, width ? `<b>${name}</b>, ${plural(width, "main bucket")}` : "<b>No array yet</b>");
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
    const style = `chain${touched.has(index) ? " touched" : ""}`;
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
    const shift = $("arrays").scrollLeft;
    // Buckets are of one size and begin at one place in their row.
    const edge = (row, side) => {
      const rect = row.getBoundingClientRect();
      return [rect.left - origin.left + shift + (side === "left" ? 46 : 378), rect.top - origin.top + 20];
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

function countersText() {
  const n = player.state.counters;
  if (!n || !player.state.widths[0]) return "no buckets yet";
  const [b, overflow, evacuated, growing, same, spare] = n;
  const parts = [`B ${b}`, plural(overflow, "overflow bucket")];
  if (spare) parts.push(`${spare} preallocated left`);
  if (growing) parts.push(same ? "growing to the same size" : "growing to twice the size", `nevacuate ${evacuated} of ${player.state.widths[1]}`);
  return parts.join(" · ");
}

// ---- the side ----

function chip(key, kind, text) {
  const more = key === sought ? " sought" : "";
  return `<b class="${kind}${more}" data-key="${key}">${text ?? keyName(key)}</b>`;
}

function chips(set, kind) {
  let html = "";
  let left = MOST_KEYS;
  for (const key of set) {
    if (left-- === 0) break;
    html += chip(key, kind);
  }
  const more = set.size - MOST_KEYS;
  return html + (more > 0 ? `<em>and ${more} more</em>` : "");
}

const NONE = "<em>nothing</em>";

function drawCursors() {
  const { state } = player;
  const box = $("cursors");
  $("no-cursors").hidden = state.cursors.size > 0;
  for (const card of box.children) card.hidden = !state.cursors.has(Number(card.dataset.cursor));
  for (const number of [...state.cursors.keys()].sort()) {
    let card = box.querySelector(`[data-cursor="${number}"]`);
    if (!card) {
      card = document.createElement("div");
      card.className = "cursor";
      card.dataset.cursor = number;
      card.innerHTML = `<p><span class="pin">▾${number}</span> <span></span></p><dl>
<dt></dt><dd class="keys"></dd><dt></dt><dd class="keys"></dd><dt>must not</dt><dd class="keys"></dd></dl>`;
      const later = [...box.children].find((other) => Number(other.dataset.cursor) > number);
      box.insertBefore(card, later ?? null);
    }
    const sets = state.cursors.get(number);
    const [, array, id, slot, wrapped] = state.places.find((place) => place[0] === number) ?? [];
    let place = recording.drawn ? "past its last entry" : "open";
    if (array === "f") place = "in a former array, kept for it";
    else if (array) place = "next looks at " + placeName(array, state.nameOf(array, id) ?? "?", slot) + (wrapped ? ", wrapped" : "");
    const [must, mustKeys, may, mayKeys, , never] = card.lastChild.querySelectorAll("dt, dd");
    show(card.querySelector("p").lastChild, place);
    show(must, `must (${sets.must.size})`);
    show(mustKeys, chips(sets.must, "must") || NONE);
    show(may, `may (${sets.may.size})`);
    show(mayKeys, chips(sets.may, "may") || NONE);
    show(never, chips(sets.produced, "done") + chips(sets.removed, "gone") || NONE);
  }
}

function drawModel() {
  const { model } = player.state;
  show($("len"), plural(model.size, "entr").replace(/entr(s?)$/, (_, s) => (s ? "entries" : "entry")));
  const changes = frames[player.at].m ?? [];
  const fresh = new Set();
  let html = "";
  let left = MOST_ENTRIES;
  for (const [key, value, from] of changes) {
    if (left-- <= 0) break;
    fresh.add(key);
    if (value === undefined) html += chip(key, "gone", `−${keyName(key)}`);
    else if (from !== undefined) html += chip(key, "new", `${keyName(key)}=${from}→${value}`);
    else html += chip(key, "new", `+${keyName(key)}=${value}`);
  }
  const shown = [];
  for (const entry of model) {
    if (shown.length >= MOST_ENTRIES) break;
    if (!fresh.has(entry[0])) shown.push(entry);
  }
  shown.sort((a, b) => a[0] - b[0]);
  html += shown.map(([key, value]) => chip(key, "", `${keyName(key)}=${value}`)).join("");
  const more = model.size - shown.length - fresh.size;
  if (more > 0) html += `<em>and ${more} more; look one up above</em>`;
  show($("model"), html || "<em>nothing</em>");
}

function drawOps() {
  const box = $("ops");
  const first = Math.max(0, Math.floor(box.scrollTop / ROW) - 3);
  const last = Math.min(LAST, first + Math.ceil(OPS_HEIGHT / ROW) + 6);
  let html = "";
  for (let at = first; at <= last; at++) {
    const here = at === player.at;
    const fail = at === failAt ? " fail" : "";
    html += `<div class="row${here ? " here" : ""}${fail}" style="top:${at * ROW}px" data-at="${at}"${here ? ' aria-current="step"' : ""}><i>${at}</i>${escape(frames[at].o || "the start")}</div>`;
  }
  box.firstChild.style.height = `${(LAST + 1) * ROW}px`;
  show(box.firstChild, html);
}

function drawLife() {
  const list = $("life");
  if (sought === null) return show(list, "");
  let here = -1;
  life.forEach(([at], i) => {
    if (at <= player.at) here = i;
  });
  const from = Math.max(0, Math.min(here - 100, life.length - 300));
  const items = life.slice(from, from + 300).map(([at, what], i) =>
    `<li${from + i === here ? ' class="here"' : ""}><button type="button" data-at="${at}"${at === player.at ? ' aria-current="step"' : ""}><i>${at}</i>${what}</button></li>`);
  show(list, items.join("") || `<li><p>nothing ever happens to key ${keyName(sought)}</p></li>`);
  const current = list.children[here - from];
  if (current) list.scrollTop = current.offsetTop - list.offsetTop - 80;
}

// ---- the step ----

const failAt = verdict.state === "wrong" ? Math.min(verdict.step + 1, LAST) : verdict.state === "hangs" ? LAST : -1;

function eventsOf(frame) {
  const events = [];
  const table = frame.t;
  if (table?.s) events.push(player.state.counters?.[4] ? "growth of the same size begins" : "growth begins: the array becomes the old one");
  else if (table?.n && player.wide && player.state.widths[0] > player.wide) events.push(`grew to ${plural(player.state.widths[0], "bucket")}`);
  const evacuated = [];
  for (const name in table?.o) {
    const [was, is] = [player.before.get("o" + name), table.o[name]];
    if (!name.includes(".") && is && /^\d+:0[234]/.test(is) && !(was && /^\d+:0[234]/.test(was))) evacuated.push(name);
  }
  if (evacuated.length) events.push(`evacuates old bucket ${evacuated.slice(0, 8).join(", ")}${evacuated.length > 8 ? ", ..." : ""}`);
  if (table?.n && !table.n[3] && growingBefore()) events.push("growth ends");
  return events;
}

function growingBefore() {
  for (const key of player.before.keys()) if (key[0] === "o") return true;
  for (let at = player.at - 1; at >= 0; at--) {
    const n = frames[at].t?.n;
    if (n) return Boolean(n[3]);
  }
  return false;
}

function draw() {
  const frame = frames[player.at];
  $("slider").value = player.at;
  const name = player.at ? `op ${player.at} of ${recording.ops}` : "the start";
  $("slider").setAttribute("aria-valuetext", `${name} ${frame.o}`);
  show($("place"), name);
  show($("op"), escape(frame.o) || "before the first op");
  show($("answer"), frame.a ? `answered <b>${escape(frame.a)}</b>` : "");
  if (recording.drawn) {
    show($("events"), eventsOf(frame).map((text) => `<span>${text}</span>`).join(""));
    show($("counters"), countersText());
    $("focus-label").hidden = player.state.widths[0] <= ALL_DRAWN;
    drawArray("o");
    drawArray("c");
    drawFlows();
  }
  drawCursors();
  drawModel();
  drawLife();
  const top = player.at * ROW;
  const box = $("ops");
  if (top < box.scrollTop || top + ROW > box.scrollTop + OPS_HEIGHT) box.scrollTop = top - 3 * ROW;
  drawOps();
  $("failure").hidden = player.at !== failAt;
}

let saving = 0;
function go(to) {
  player.go(to);
  draw();
  clearTimeout(saving);
  saving = setTimeout(() => {
    const key = sought === null ? "" : `&key=${keyName(sought)}`;
    history.replaceState(null, "", `#op=${player.at}${key}`);
  }, 300);
}

const play = { last: 0, on: false };
function setPlaying(on) {
  play.on = on;
  play.last = performance.now();
  const button = $("play");
  button.setAttribute("aria-pressed", on);
  button.innerHTML = on ? "<span>❚❚</span> pause" : "<span>▶</span> play";
  document.body.classList.toggle("playing", on);
  if (on) {
    if (player.at === LAST) go(0);
    requestAnimationFrame(tick);
  }
}
function tick(time) {
  if (!play.on) return;
  const pause = 1000 / Number($("speed").value);
  // Frames come a little early or late.
  if (time - play.last > pause - 4) {
    // A slow machine shows each step, later.
    play.last = Math.max(play.last + pause, time - pause);
    go(player.at + 1);
  }
  if (player.at === LAST) setPlaying(false);
  else requestAnimationFrame(tick);
}

function seek(key) {
  sought = key;
  life = key === null ? [] : lifeOf(key);
  go(player.at);
}

function setFocus(index) {
  focus = index;
  $("focus").value = index ?? "";
  go(player.at);
}

const LEAP = Math.max(10, Math.round(LAST / 50));
const KEYS = {
  ArrowRight: () => go(player.at + 1),
  ArrowLeft: () => go(player.at - 1),
  PageDown: () => go(player.at + LEAP),
  PageUp: () => go(player.at - LEAP),
  Home: () => go(0),
  End: () => go(LAST),
  " ": () => setPlaying(!play.on),
  t: () => setTheme(!document.documentElement.classList.contains("dark")),
  "/": () => $("key").focus(),
};

document.addEventListener("keydown", (event) => {
  const at = event.target;
  const typing = at.matches?.("input:not([type=range]), select");
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (typing) {
    if (event.key === "Escape") at.blur();
    return;
  }
  if (event.key === " " && at.matches?.("button")) return;
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});
document.addEventListener("click", (event) => {
  const key = event.target.closest?.("[data-key]");
  const at = event.target.closest?.("[data-at]");
  if (key && key.dataset.key !== "null") {
    $("key").value = keyName(Number(key.dataset.key));
    seek(Number(key.dataset.key));
  } else if (at) go(Number(at.dataset.at));
});
for (const button of document.querySelectorAll("[data-go]")) {
  const act = { first: "Home", back: "ArrowLeft", on: "ArrowRight", last: "End" }[button.dataset.go];
  button.onclick = () => KEYS[act]();
}
$("play").onclick = () => setPlaying(!play.on);
$("slider").oninput = () => go(Number($("slider").value));
$("key").oninput = () => seek(keyOf($("key").value));
$("focus").oninput = () => {
  const index = parseInt($("focus").value);
  setFocus(Number.isNaN(index) ? null : index);
};
$("ops").onscroll = drawOps;
$("verdict").onclick = () => failAt >= 0 && go(failAt);
$("theme").onclick = KEYS.t;
window.onresize = () => {
  drawRibbon();
  draw();
};

function setTheme(dark) {
  document.documentElement.classList.toggle("dark", dark);
  drawRibbon();
  draw();
}

/** What happens where, under the slider. */
function drawRibbon() {
  const canvas = $("ribbon");
  const width = (canvas.width = canvas.clientWidth);
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name);
  const layers = [
    [colour("--evx-line"), 5, (frame) => frame.t?.o && Object.keys(frame.t.o).length],
    [colour("--accent"), 7, (frame) => frame.c?.some(([, what]) => what === "o")],
    [colour("--one-line"), 10, (frame) => frame.t?.s],
  ];
  pen.fillStyle = colour("--faint");
  pen.fillRect(0, 0, width, 2);
  const mark = (at, height, thick) => pen.fillRect(8 + (at / Math.max(1, LAST)) * (width - 16) - thick / 2, 0, thick, height);
  for (const [fill, height, applies] of layers) {
    pen.fillStyle = fill;
    frames.forEach((frame, at) => applies(frame) && mark(at, height, 2));
  }
  pen.fillStyle = colour("--bad");
  if (failAt >= 0) mark(failAt, 10, 5);
}

function start() {
  $("name").innerHTML = `${escape(recording.name)} <span>on ${escape(recording.subject)}</span>`;
  $("plan").textContent = recording.plan.join(" · ");
  $("made").textContent = `Made by map-oracle ${recording.version}.`;
  const chip = $("verdict");
  chip.className = verdict.state === "right" ? "right" : "wrong";
  const where = verdict.step === recording.ops ? "at the end" : `at op ${verdict.step + 1}`;
  chip.textContent = { right: "✓ right to the end", wrong: `✗ wrong ${where}`, hangs: "✗ hangs" }[verdict.state];
  if (verdict.state !== "right") {
    chip.title = "Go there";
    const title = verdict.state === "hangs" ? "The next op hangs" : `The first wrong answer ${where} (${verdict.kind})`;
    $("failure").innerHTML = `<h2>✗ ${title}</h2>` + verdict.reasons.map((reason) => `<p>${escape(reason)}</p>`).join("");
  }
  if (!recording.drawn) {
    $("table").hidden = true;
    document.querySelector("main").classList.add("bare");
  }
  $("slider").max = LAST;
  const wanted = new URLSearchParams(location.hash.slice(1));
  document.documentElement.classList.toggle("dark", matchMedia("(prefers-color-scheme: dark)").matches);
  if (wanted.has("key")) {
    $("key").value = wanted.get("key");
    sought = keyOf(wanted.get("key"));
    life = sought === null ? [] : lifeOf(sought);
  }
  drawRibbon();
  // A failure is what one came for.
  go(wanted.has("op") ? Number(wanted.get("op")) : failAt >= 0 ? failAt : 0);
}

start();
