// The rest of what is seen, and the controls.

/** Of longer lists, so many are shown. */
const MOST_KEYS = 28;
const MOST_ENTRIES = 100;
const ROW = 22;
const OPS_HEIGHT = 8 * ROW;
const LAST = frames.length - 1;
const verdict = recording.verdict;
/** What happens to the key that is sought. */
let life = [];

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

const failAt = verdict.state === "wrong" ? Math.min(verdict.step + 1, LAST) : verdict.state === "ended" ? LAST : -1;

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

/** What the subject has, and the page can tell of: the rest of the legend is hidden. */
const HAS = {
  growth: frames.some((frame) => frame.t?.s || frame.t?.n?.[3]),
  cursors: frames.some((frame) => frame.c),
  hashes: Object.keys(recording.hashes).length > 0,
  failure: failAt >= 0,
};

/** The first op of those at which the most happens: what one would look for. */
function tellingOp() {
  let [best, most] = [0, 0];
  const open = new Set();
  frames.forEach((frame, at) => {
    for (const [number, what] of frame.c ?? []) what === "c" ? open.delete(number) : open.add(number);
    const evacuated = Object.keys(frame.t?.o ?? {}).length;
    let weight = Math.min((frame.m ?? []).length, 20);
    if (frame.t?.s) weight += 200;
    else if (evacuated) weight += 100;
    if (open.size) weight += evacuated || frame.t?.s ? 100 : 30;
    if (weight > most) [best, most] = [at, weight];
  });
  return best;
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
  show($("asks"), frame.k === undefined ? "" : escape(asksText(frame.k)));
  show($("home"), sought === null ? "" : escape(asksText(sought)));
  if (recording.drawn) {
    show($("events"), eventsOf(frame).map((text) => `<span>${text}</span>`).join(""));
    show($("counters"), countersText());
    $("focus-label").hidden = player.state.widths[0] <= ALL_DRAWN;
    drawArray("o");
    drawArray("c");
    follow();
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
  // Nobody listens that fast.
  document.querySelector(".now").setAttribute("aria-live", on ? "off" : "polite");
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
  const told = frames.length - 1;
  const right = told < recording.ops ? `✓ right until a key lied, in op ${told + 1}` : "✓ right to the end";
  chip.textContent = { right, wrong: `✗ wrong ${where}`, ended: "✗ did not end" }[verdict.state];
  if (verdict.state !== "right") {
    chip.title = "Go there";
    const title = verdict.state === "ended" ? "The case did not come to its end" : `The first wrong answer ${where} (${verdict.kind})`;
    $("failure").innerHTML = `<h2>✗ ${title}</h2>` + verdict.reasons.map((reason) => `<p>${escape(reason)}</p>`).join("");
  }
  $("cursors-box").hidden = !HAS.cursors;
  for (const part of document.querySelectorAll("[data-of]")) part.hidden = !HAS[part.dataset.of];
  $("asks").hidden = !HAS.hashes;
  if (!recording.drawn) {
    $("table").hidden = true;
    document.querySelector("main").classList.add("bare");
  }
  $("slider").max = LAST;
  $("ops").firstChild.style.height = `${(LAST + 1) * ROW}px`;
  const wanted = new URLSearchParams(location.hash.slice(1));
  document.documentElement.classList.toggle("dark", matchMedia("(prefers-color-scheme: dark)").matches);
  if (wanted.has("key")) {
    $("key").value = wanted.get("key");
    sought = keyOf(wanted.get("key"));
    life = sought === null ? [] : lifeOf(sought);
  }
  drawRibbon();
  // A failure is what one came for.
  go(wanted.has("op") ? Number(wanted.get("op")) : failAt >= 0 ? failAt : tellingOp());
}

start();
