// The map: land, ties of a month by state and strength, cities by size, names without overlap; and moving through time.
import { state, move, change, onChange } from "./state.js";
import { t, number, element, svgElement, byId, monthLabel, gap, letters } from "./words.js";

const W = 640, STRENGTHS = [0.15, 0.4, 0.7], PLAY_MS = 160, MOST_NAMES = 16, LEAST_REACH = 16, MANY = 900, BUNDLE = 60;
let world, ask, project, height, view, layers = {}, playing = null, wanted = 0, running = false, again = false;
const size = (i) => { const p = world.places.population[i] || 0; return p > 5e6 ? 2 : p > 1e6 ? 1 : 0; };

/** Build the map; `post` asks the server, and gets what the state needs. */
export function buildMap(given, post) {
  [world, ask] = [given, post];
  const { longitude, latitude } = world.places;
  const box = [Math.min(...longitude), Math.max(...longitude), Math.min(...latitude), Math.max(...latitude)];
  const pad = 0.06 * Math.max(box[1] - box[0], box[3] - box[2], 1), squeeze = Math.cos(((box[2] + box[3]) / 2) * Math.PI / 180);
  const wide = box[1] - box[0] + 2 * pad, high = box[3] - box[2] + 2 * pad, k = W / wide;
  height = Math.round(Math.min(W * 0.95, Math.max(W * 0.45, (high * k) / squeeze)));
  const middle = (box[2] + box[3]) / 2;
  project = (lon, lat) => [(lon - box[0] + pad) * k, height / 2 - ((lat - middle) * k) / squeeze];
  view = [0, 0, W, height];
  const svg = byId("map");
  for (const name of ["land", "ties", "mine", "cities", "names"]) { layers[name] = svgElement("g", { class: name }); svg.append(layers[name]); }
  drawLand();
  drawCities();
  svg.addEventListener("click", pick);
  setView(view);
  byId("no-land").hidden = world.places.land.length > 0;
  controls();
  onChange((keys) => { if (keys.has("step")) refreshMap(); if (keys.has("city")) { mark(); names(); } });
}

function drawLand() {
  const rings = world.places.land.map((ring) => {
    let x = 0, y = 0, path = "";
    for (let i = 0; i < ring.length; i += 2) {
      [x, y] = [ring[i] / 100, ring[i + 1] / 100];
      const [px, py] = project(x, y);
      path += `${i ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`;
    }
    return `${path}Z`;
  });
  layers.land.replaceChildren(svgElement("path", { d: rings.join(""), "fill-rule": "evenodd" }));
}

const at = (i) => project(world.places.longitude[i], world.places.latitude[i]);

function drawCities() {
  const codes = Object.keys(world.nations), paths = new Map();
  world.places.nation.forEach((nation, i) => {
    const key = `n${codes.indexOf(nation) % 7} s${size(i)}`, [x, y] = at(i);
    paths.set(key, `${paths.get(key) || ""}M${x.toFixed(1)} ${y.toFixed(1)}h0`);
  });
  layers.cities.replaceChildren(...[...paths].map(([look, d]) => svgElement("path", { d, class: `city ${look}` })));
  const few = codes.length <= 7;
  byId("map-key").replaceChildren(...[
    ...(few ? codes.map((code, i) => item(`city n${i} s2`, world.nations[code])) : []),
    item("tie open w2", t("open_tie")), item("tie dormant", t("dormant_tie")), item("tie suspended", t("suspended_tie")),
  ]);
}

function item(look, text) {
  const key = svgElement("svg", { width: 22, height: 10, class: "key", "aria-hidden": "true" });
  key.append(svgElement("path", { d: look.startsWith("city") ? "M11 5h0" : "M1 5H21", class: look }));
  const one = element("span", { class: "item" });
  one.append(key, text);
  return one;
}

/** Ask for the ties of the month, one request at a time, the newest month last. */
export async function refreshMap(signal) {
  wanted = state.step;
  shownMonth();
  if (running) { again = true; return; }
  running = true;
  do {
    again = false;
    try { drawTies(await ask("ties", { ...base(), month: monthLabel(world.start, wanted) }, signal)); } catch { /* the status says why */ }
  } while (again);
  running = false;
  document.body.dataset.mapped = monthLabel(world.start, wanted);
}

const base = () => ({ settings: state.settings, crisis: state.crisis, dyad: state.dyad });

let drawn = null;

/** Draw the ties of a month by look; many are thin and stand in bundles, whose colour adds up where they cross. */
function drawTies(found) {
  drawn = found;
  const many = found.a.length > MANY;
  byId("map").classList.toggle("many", many);
  const paths = new Map();
  found.a.forEach((a, i) => {
    const look = found.look[i] === 2 ? "suspended" : found.look[i] === 1 ? "dormant" : `open w${STRENGTHS.filter((s) => found.strength[i] >= s).length}`;
    const [x, y] = at(a), [u, v] = at(found.b[i]);
    if (!paths.has(look)) paths.set(look, []);
    paths.get(look).push(`M${x.toFixed(1)} ${y.toFixed(1)}L${u.toFixed(1)} ${v.toFixed(1)}`);
  });
  const bundles = (lines) => Array.from({ length: many ? Math.ceil(lines.length / BUNDLE) : 1 }, (_, k) => (many ? lines.slice(k * BUNDLE, (k + 1) * BUNDLE) : lines).join(""));
  const order = ["open w0", "open w1", "open w2", "open w3", "dormant", "suspended"];
  layers.ties.replaceChildren(...order.filter((look) => paths.has(look)).flatMap((look) => bundles(paths.get(look)).map((d) => svgElement("path", { d, class: `tie ${look}` }))));
  const month = monthLabel(world.start, found.step), band = ([v, low, high]) => `${number(v, 0)} [${number(low, 0)}, ${number(high, 0)}]`;
  const { ties, suspended, dormant } = found.counts;
  byId("map-said").textContent = [
    t("map_counts", { month, ties: band(ties), suspended: band(suspended), dormant: band(dormant), n: found.replicates }),
    found.one_in > 1 ? t("map_thinned", { k: found.one_in }) : t("map_drawn"),
    found.every > 1 ? t("map_every", { k: found.every }) : "",
  ].join(gap());
  byId("map").setAttribute("aria-label", t("map_alt", { month, cities: world.places.names.length, ties: number(ties[0], 0) }));
  mark();
}

/** Draw the chosen city and its ties above all others. */
function mark() {
  const city = world.places.names.indexOf(state.city);
  layers.mine.replaceChildren();
  byId("map").classList.toggle("has-city", city >= 0);
  if (city < 0) return;
  if (drawn) drawn.a.forEach((a, i) => {
    if (a !== city && drawn.b[i] !== city) return;
    const [x, y] = at(a), [u, v] = at(drawn.b[i]);
    layers.mine.append(svgElement("path", { d: `M${x} ${y}L${u} ${v}`, class: `tie ${["open w3", "dormant", "suspended"][drawn.look[i]]}` }));
  });
  const [x, y] = at(city);
  layers.mine.append(svgElement("circle", { cx: x, cy: y, r: (5 * view[2]) / W, class: "chosen-city" }));
}

/** Write names beside the largest cities of each nation in turn, where none stands yet. */
function names() {
  const { names: all, named_first: first } = world.places, scale = view[2] / W, chosen = all.indexOf(state.city);
  const seen = [...(chosen < 0 ? [] : [chosen]), ...first.filter((i) => i !== chosen)].filter((i) => { const [x, y] = at(i); return x > view[0] && x < view[0] + view[2] && y > view[1] && y < view[1] + view[3]; });
  const taken = [], texts = [];
  for (const i of seen.slice(0, 400)) {
    if (texts.length >= MOST_NAMES) break;
    const name = world.places.called[i], [x, y] = at(i), wide = 6.2 * letters(name) * scale, high = 12 * scale;
    for (const [dx, dy] of [[5 * scale, -high / 2], [-5 * scale - wide, -high / 2], [-wide / 2, 4 * scale], [-wide / 2, -high - 4 * scale]]) {
      const box = [x + dx, y + dy, x + dx + wide, y + dy + high];
      const out = box[0] < view[0] || box[2] > view[0] + view[2] || box[1] < view[1] || box[3] > view[1] + view[3];
      if (out || taken.some((o) => box[0] < o[2] && box[2] > o[0] && box[1] < o[3] && box[3] > o[1])) continue;
      taken.push(box);
      const text = svgElement("text", { x: box[0], y: box[3] - 2.5 * scale, "font-size": 10.5 * scale, "stroke-width": 2.5 * scale });
      text.textContent = name;
      texts.push(text);
      break;
    }
  }
  layers.names.replaceChildren(...texts);
}

function setView(next) {
  view = next;
  byId("map").setAttribute("viewBox", view.map((v) => v.toFixed(1)).join(" "));
  names();
  mark();
}

function zoom(by) {
  const wide = Math.min(W, Math.max(W / 24, view[2] * by)), high = (wide * height) / W, city = world.places.names.indexOf(state.city);
  const [cx, cy] = city >= 0 && by < 1 ? at(city) : [view[0] + view[2] / 2, view[1] + view[3] / 2];
  const clamp = (v, most) => Math.max(0, Math.min(most, v));
  setView([clamp(cx - wide / 2, W - wide), clamp(cy - high / 2, height - high), wide, high]);
}

function pick(event) {
  const box = byId("map").getBoundingClientRect();
  const x = view[0] + ((event.clientX - box.left) / box.width) * view[2], y = view[1] + ((event.clientY - box.top) / box.height) * view[3];
  let best = -1, least = ((LEAST_REACH * view[2]) / box.width) ** 2;
  world.places.names.forEach((_, i) => { const [u, v] = at(i), far = (u - x) ** 2 + (v - y) ** 2; if (far < least) [best, least] = [i, far]; });
  change({ city: best < 0 ? "" : world.places.names[best], partner: "" });
}

function shownMonth() {
  byId("month").value = state.step;
  byId("month-shown").textContent = monthLabel(world.start, state.step);
  byId("month").setAttribute("aria-valuetext", monthLabel(world.start, state.step));
}

function stop() {
  clearInterval(playing);
  playing = null;
  byId("play").textContent = t("play");
}

function controls() {
  const slider = byId("month"), last = world.months - 1;
  slider.max = last;
  slider.addEventListener("input", () => { stop(); move(+slider.value); });
  byId("previous").addEventListener("click", () => { stop(); move(Math.max(0, state.step - 1)); });
  byId("next").addEventListener("click", () => { stop(); move(Math.min(last, state.step + 1)); });
  byId("play").addEventListener("click", () => {
    if (playing) { stop(); return; }
    byId("play").textContent = t("pause");
    playing = setInterval(() => { if (state.step >= last) stop(); else if (!running) move(state.step + 1); }, PLAY_MS);
  });
  const all = [...world.crises.map((one) => ({ step: one.step, title: t("reading", { where: world.dyads[one.dyad], what: one.title }) })), ...world.common].sort((one, other) => one.step - other.step);
  byId("jump").append(...all.map((one) => element("option", { value: one.step }, `${monthLabel(world.start, one.step)} ${one.title}`)));
  byId("jump").addEventListener("change", () => { stop(); if (byId("jump").value) move(+byId("jump").value); byId("jump").value = ""; });
  byId("zoom-in").addEventListener("click", () => zoom(0.5));
  byId("zoom-out").addEventListener("click", () => zoom(2));
  byId("zoom-whole").addEventListener("click", () => setView([0, 0, W, height]));
}
