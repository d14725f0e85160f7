// The page: asks the model for what its state needs, shows it, and asks for more replicates while nothing else is moved.
import { draw, svgText, csvText, download, downloadPng } from "./chart.js";
import { buildCity, refreshCity } from "./city.js";
import { buildMap, refreshMap } from "./map.js";
import { build, refresh, showCrisis } from "./settings.js";
import { state, change, undo, canUndo, onChange, readAddress } from "./state.js";
import { setTexts, t, number, element, svgElement, byId, monthLabel, inLanguage } from "./words.js";

let world, stale = false, last = null, record = [], recordOf = null, newest = 0, busy = false, waiting = null, later = null;
const few = () => world.replicates[0];

async function post(name, sent, signal) {
  const answer = await fetch(inLanguage(`api/${name}`), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent), signal });
  const found = await answer.json();
  if (!answer.ok) throw new Fault(found.fault);
  return found;
}

class Fault extends Error {}

const asked = (n, every = false) => ({ settings: state.settings, pinned: state.pinned, crisis: state.crisis, dyad: state.dyad, replicates: n, every });

function say(text, kind = "") {
  const status = byId("status");
  status.textContent = text;
  status.className = kind;
}

/** Look again: a first answer from few replicates, which the last move of a slider never waits long for, then more. */
async function look(moved = false) {
  newest += 1;
  stale ||= moved;
  if (later) later.abort();
  if (busy) { waiting = true; return; }
  busy = true;
  do {
    waiting = false;
    const turn = newest, begun = performance.now();
    try {
      show(await post("look", asked(few())));
      say(t("ready", { n: few(), ms: Math.round(performance.now() - begun) }));
      if (!waiting && turn === newest) sharpen(turn);
    } catch (error) { failed(error); }
  } while (waiting);
  busy = false;
}

async function sharpen(turn) {
  const { signal } = (later = new AbortController());
  try {
    for (const n of world.replicates.slice(1)) {
      const begun = performance.now(), found = await post("look", asked(n), signal);
      if (turn !== newest) return;
      show(found);
      say(t(n === world.replicates.at(-1) ? "ready" : "sharpening", { n, ms: Math.round(performance.now() - begun) }));
      if (n === world.replicates[1] && stale) {
        await refreshMap(signal);
        await refreshCity(signal);
        if (turn !== newest) return;
        stale = false;
      }
      if (n === world.replicates[1]) await afterSharp(turn, signal);
    }
    if (world.crises.length > last.now.buffers.length) await everyCrisis(turn, signal);
  } catch (error) { if (error.name !== "AbortError") failed(error); }
}

/** Of a world with many crises all are computed last, and only their B is shown. */
async function everyCrisis(turn, signal) {
  for (const n of world.replicates.slice(0, 2)) {
    const found = await post("look", asked(n, true), signal);
    if (turn === newest) crises(found);
  }
}

async function afterSharp(turn, signal) {
  if (recordOf !== state.dyad) {
    record = await post("record", { crisis: state.crisis, dyad: state.dyad }, signal);
    recordOf = state.dyad;
    if (turn === newest) show(last);
  }
}

function failed(error) {
  say(error instanceof Fault ? t("fault", { fault: error.message }) : t("stopped"), "fault");
}

function show(found) {
  last = found;
  answer();
  crises(found);
  charts();
  document.body.dataset.replicates = found.replicates;
}

const triple = ([b, low, high]) => ({ b: number(b), low: number(low), high: number(high) });

function verdict(one) {
  const [, low, high] = one.buffer, edge = world.threshold;
  if (!one.downturn) return "no_downturn";
  if (low > edge) return "soften";
  if (high < -edge) return "worsen";
  return low >= -edge && high <= edge ? "neither" : "open";
}

function answer() {
  const one = last.now.buffers.find((row) => row.crisis === state.crisis);
  byId("answer-part").hidden = !one;
  if (!one) return;
  const kind = verdict(one);
  byId("answer").className = kind;
  byId("verdict").textContent = t(kind);
  byId("b").textContent = t("b_is", triple(one.buffer));
  byId("mini").textContent = `${t(kind)} ${byId("b").textContent}`;
  byId("lost").textContent = t("lost", { on: interval(one.with, 2), off: interval(one.without, 2) });
  byId("because").textContent = t("because", { n: last.replicates, months: last.now.damage.with[0].length, threshold: world.threshold });
  const pinned = last.pinned && last.pinned.buffers.find((row) => row.crisis === state.crisis), apart = last.apart && last.apart.buffers[state.crisis];
  byId("pinned-b").hidden = !pinned || !apart;
  if (pinned && apart) byId("pinned-b").textContent = t("pinned_b", { ...triple(pinned.buffer), d: number(apart[0]), dlow: number(apart[1]), dhigh: number(apart[2]) });
}

const interval = ([v, low, high], digits) => `${number(v, digits)} [${number(low, digits)}, ${number(high, digits)}]`;

const stacked = ([v, low, high]) => [element("b", {}, number(v)), element("small", {}, ` [${number(low)}, ${number(high)}]`)];

function crises(found) {
  const rows = found.now.buffers, pinned = new Map((found.pinned?.buffers || []).map((one) => [one.crisis, one]));
  byId("crises-heading").textContent = rows.length < world.crises.length ? t("all_crises_some", { n: world.crises.length }) : t("all_crises_few", { n: found.replicates });
  const ends = [...rows, ...pinned.values()].filter((one) => one.downturn).flatMap((one) => one.buffer.slice(1)).filter((v) => v !== null);
  const reach = Math.min(2, Math.max(0.1, ...ends.map(Math.abs)));
  byId("with-pinned").classList.toggle("no-pin", !pinned.size);
  byId("crises").replaceChildren(...rows.map((one) => crisisRow(one, pinned.get(one.crisis), found.apart?.buffers[one.crisis], reach)));
}

function crisisRow(one, pinned, apart, reach) {
  const declared = world.crises.find((crisis) => crisis.name === one.crisis);
  const pick = element("button", { type: "button", class: "link", "aria-pressed": one.crisis === state.crisis ? "true" : "false", title: declared.title }, `${world.dyads[declared.dyad]} `, element("span", { class: "month" }, monthLabel(world.start, declared.step)));
  pick.addEventListener("click", () => chooseCrisis(one.crisis));
  const cells = [element("th", { scope: "row" }, pick)];
  cells.push(element("td", { class: "plot-cell" }, one.downturn ? bar(one.buffer, pinned?.downturn ? pinned.buffer : null, reach) : ""));
  cells.push(element("td", {}, ...(one.downturn ? stacked(one.buffer) : ["–"])));
  if (pinned) {
    cells.push(element("td", {}, ...(apart && one.downturn && pinned.downturn ? stacked(apart) : ["–"])));
  }
  return element("tr", { class: one.crisis === state.crisis ? "chosen" : "" }, ...cells);
}

/** Draw B and its interval on a scale from -reach to reach, with the band of no difference. */
function bar(now, pinned, reach) {
  const W = 110, H = 20, X = (v) => ((Math.max(-reach, Math.min(reach, v)) + reach) / (2 * reach)) * (W - 8) + 4;
  const svg = svgElement("svg", { viewBox: `0 0 ${W} ${H}`, width: W, height: H, "aria-hidden": "true" });
  const add = (name, attributes) => svg.append(svgElement(name, attributes));
  add("rect", { x: X(-world.threshold), width: X(world.threshold) - X(-world.threshold), y: 0, height: H, class: "no-difference" });
  add("line", { x1: X(0), x2: X(0), y1: 0, y2: H, class: "zero" });
  const mark = ([v, low, high], y, look) => {
    if (v === null) return;
    if (low !== null) add("line", { x1: X(low), x2: X(high), y1: y, y2: y, class: `whisker ${look}` });
    add("circle", { cx: X(v), cy: y, r: 3.2, class: `dot ${look}` });
  };
  if (pinned) mark(pinned, 13, "pinned");
  mark(now, pinned ? 6 : 9, now[1] > world.threshold ? "soften" : now[2] < -world.threshold ? "worsen" : "open");
  return svg;
}

function series(name, look, [values, low, high]) { return { name, look, values, low, high }; }

function charts() {
  const { now, pinned, apart } = last, dyad = world.dyads[now.dyad];
  const damage = now.damage;
  for (const id of ["damage", "saved"]) byId(`${id}-chart`).hidden = !damage;
  byId("apart-chart").hidden = !apart?.damage;
  if (damage) {
    const xs = damage.with[0].map((_, i) => i), since = { xs, xName: t("months_since"), xText: (i) => `${t("months_since")} ${i}`, digits: 3, wholeX: true };
    const lines = [series(t("without"), "without", damage.without), series(t("with"), "with", damage.with)];
    if (pinned?.damage) lines.push(series(t("pinned_with"), "pinned", pinned.damage.with));
    draw(byId("damage-chart"), { ...since, title: t("damage"), series: lines });
    draw(byId("saved-chart"), { ...since, title: t("saved"), height: 150, series: [series(t("saved_short"), "with", damage.saved), ...(pinned?.damage ? [series(t("column_pinned"), "pinned", pinned.damage.saved)] : [])] });
    if (apart?.damage) draw(byId("apart-chart"), { ...since, xs: xs.slice(0, apart.damage[0].length), title: t("apart"), height: 150, series: [series(t("apart_short"), "with", apart.damage)] });
  }
  const points = recordPoints(now.dyad);
  byId("record-note").hidden = points.length === 0;
  history_("relations-chart", t("relations", { dyad }), now.relations, pinned?.relations, { points, marks: marks(now.dyad) });
  yearly("exchange-chart", t("exchange", { dyad }), now.official, pinned?.official);
  byId("relations-heading").textContent = t("relations", { dyad });
  byId("exchange-heading").textContent = t("exchange", { dyad });
}

const yearOf = (step) => { const [y, m] = world.start.split("-").map(Number); return y + (m - 1 + step) / 12; };

function marks(dyad) { return world.crises.filter((one) => one.dyad === dyad).map((one) => yearOf(one.step)); }

function recordPoints(dyad) {
  return record.filter((one) => one.dyad === dyad).map((one, i) => ({ name: t("record", { series: one.series }), look: `record r${i % 4}`, xs: one.steps.map(yearOf), values: one.values }));
}

function lines(both, pinned) {
  const found = [series(t("without"), "without", both.without), series(t("with"), "with", both.with)];
  if (pinned) found.push(series(t("pinned_with"), "pinned", pinned.with));
  return found;
}

function history_(id, title, both, pinned, more) {
  const xs = both.with[0].map((_, i) => yearOf(i));
  draw(byId(id), { title, xs, xName: t("year"), xText: (i) => monthLabel(world.start, i), digits: 2, wholeX: true, series: lines(both, pinned), ...more });
}

function yearly(id, title, both, pinned) {
  const first = Math.floor(yearOf(0)), xs = both.with[0].map((_, i) => first + i);
  draw(byId(id), { title, xs, xName: t("year"), xText: (i) => String(xs[i]), digits: 1, wholeX: true, height: 170, series: lines(both, pinned) });
}

function chooseCrisis(name) {
  const crisis = world.crises.find((one) => one.name === name);
  change({ crisis: name, dyad: crisis.dyad, step: crisis.step });
}

function fillChoices() {
  byId("crisis").replaceChildren(...world.crises.map((one) => element("option", { value: one.name }, t("reading", { where: `${world.dyads[one.dyad]} ${monthLabel(world.start, one.step)}`, what: one.title }))));
  byId("dyad").replaceChildren(...Object.entries(world.dyads).map(([code, name]) => element("option", { value: code }, name)));
  byId("crisis").addEventListener("change", () => chooseCrisis(byId("crisis").value));
  byId("dyad").addEventListener("change", () => change({ dyad: byId("dyad").value }));
}

function choicesShown() {
  byId("crisis").value = state.crisis;
  byId("dyad").value = state.dyad;
  showCrisis(state.crisis);
}

function buttons() {
  byId("undo").addEventListener("click", undo);
  byId("reset-all").addEventListener("click", () => change({ settings: {} }));
  byId("pin").addEventListener("click", () => change({ pinned: state.pinned ? null : { ...state.settings } }));
  byId("copy-link").addEventListener("click", copyLink);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=text], input[type=number], input[type=search], textarea");
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing) { undo(); event.preventDefault(); }
  });
  for (const box of document.querySelectorAll("select.export")) box.addEventListener("change", () => exported(box));
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width && last) { width = innerWidth; charts(); } });
}

async function copyLink() {
  try { await navigator.clipboard.writeText(location.href); say(t("link_copied")); } catch { say(t("link_here")); }
}

function exported(box) {
  const figure = box.closest("figure"), name = `${world.name}-${figure.id.replace("-chart", "")}`, kind = box.value;
  const svg = figure.querySelector(".plot svg");
  if (kind === "svg") download(`${name}.svg`, "image/svg+xml", svgText(svg));
  if (kind === "png") downloadPng(`${name}.png`, svg);
  if (kind === "csv") download(`${name}.csv`, "text/csv", csvText(figure.chart));
  box.value = "";
}

function saving() {
  const dialog = byId("save-dialog");
  const sent = (write) => ({ settings: state.settings, name: byId("save-name").value.trim(), title: byId("save-title").value, write });
  const preview = async () => { try { byId("save-text").textContent = (await post("save", sent(false))).text; byId("save-said").textContent = ""; } catch (error) { byId("save-said").textContent = error.message; } };
  byId("save").addEventListener("click", () => { byId("save-title").value ||= t("changed_title", { title: world.title }).slice(0, 120); dialog.showModal(); preview(); });
  byId("save-title").addEventListener("input", preview);
  byId("save-close").addEventListener("click", () => dialog.close());
  byId("save-copy").addEventListener("click", async () => { try { await navigator.clipboard.writeText(byId("save-text").textContent); byId("save-said").textContent = t("copied"); } catch { getSelection().selectAllChildren(byId("save-text")); } });
  byId("save-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const found = await post("save", sent(true)), file = found.file.split("/").at(-1).replace(/\.yaml$/, "");
      byId("save-said").textContent = t("saved_to", { file: found.file, name: file, n: last.replicates });
    } catch (error) { byId("save-said").textContent = error.message; }
  });
}

async function begin() {
  say(byId("status").dataset.first);
  world = await (await fetch(inLanguage("api/world"))).json();
  setTexts(world.texts);
  readAddress();
  if (!world.crises.some((one) => one.name === state.crisis)) state.crisis = world.front;
  const crisis = world.crises.find((one) => one.name === state.crisis);
  if (!(state.dyad in world.dyads)) state.dyad = crisis ? crisis.dyad : Object.keys(world.dyads)[0];
  if (crisis && !state.step) state.step = crisis.step;
  byId("no-crisis").hidden = world.crises.length > 0;
  byId("crises-part").hidden = world.crises.length === 0;
  fillChoices();
  choicesShown();
  build(world.controls);
  buttons();
  saving();
  buildMap(world, post);
  buildCity(world, post);
  onChange((keys) => {
    refresh();
    choicesShown();
    shownButtons();
    if (["settings", "pinned", "crisis", "dyad"].some((key) => keys.has(key))) look(keys.has("settings"));
  });
  shownButtons();
  say(t("computing"));
  await look();
  byId("main").removeAttribute("aria-busy");
  await refreshMap();
  await refreshCity();
}

function shownButtons() {
  for (const link of document.querySelectorAll("a.language")) link.hash = location.hash;
  byId("undo").disabled = !canUndo();
  byId("pin").textContent = t(state.pinned ? "unpin" : "pin");
  byId("pin").setAttribute("aria-pressed", state.pinned ? "true" : "false");
}

begin().catch((error) => { byId("status").textContent = String(error.message); throw error; });
