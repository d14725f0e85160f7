// The panel of settings: sliders, switches and choices made from the declarations of their keys, and a search over all.
import { state, set, change } from "./state.js";
import { t, element, byId, translated } from "./words.js";

const MOST_FOUND = 30;
const controls = new Map();
const shownRows = new Map();
let known = [];

export const controlOf = (key) => controls.get(key);

export function build(given) {
  known = given;
  for (const one of given) controls.set(one.key, one);
  fill("first", (one) => one.group === "first");
  fill("switches", (one) => one.group === "switches");
  fill("policies", (one) => one.group === "policies");
  byId("search").addEventListener("input", search);
  refresh();
}

/** Show the severities of a crisis's shocks. */
export function showCrisis(crisis) {
  const wanted = (one) => one.group === "severity" && one.crisis === crisis;
  byId("severity-part").hidden = !known.some(wanted);
  fill("severity", wanted);
}

/** Add controls that were not known before, as those of a city, to a list. */
export function addControls(list, given) {
  for (const one of given) if (!controls.has(one.key)) controls.set(one.key, one);
  list.replaceChildren(...given.map((one) => row(controls.get(one.key))));
}

function fill(id, wanted) { byId(id).replaceChildren(...known.filter(wanted).map(row)); }

function search() {
  const words = byId("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const list = byId("found"), said = byId("found-count");
  if (!words.length) { list.replaceChildren(); said.textContent = ""; return; }
  const hits = known.map((one) => [score(one, words), one]).filter(([s]) => s > 0).sort((a, b) => b[0] - a[0]).map(([, one]) => one);
  said.textContent = !hits.length ? t("found_none") : hits.length > MOST_FOUND ? t("found_more", { n: hits.length, shown: MOST_FOUND }) : t("found", { n: hits.length });
  list.replaceChildren(...hits.slice(0, MOST_FOUND).map(row));
}

function score(one, words) {
  const name = nameOf(one).toLowerCase(), key = one.key.toLowerCase(), all = `${key} ${name} ${one.meaning} ${one.about || ""}`.toLowerCase();
  let sum = 0;
  for (const word of words) {
    if (!all.includes(word)) return 0;
    sum += name.startsWith(word) || key.startsWith(word) ? 4 : name.includes(word) || key.includes(word) ? 2 : 1;
  }
  return sum;
}

/** Return the name of a control as people read it. */
export function nameOf(one) {
  if (one.month && one.group === "severity") return `${one.month} ${one.about}`;
  return one.name ?? one.key;
}

const valueOf = (one) => (one.key in state.settings ? state.settings[one.key] : one.value);

let rows = 0;

function row(one) {
  const id = `c${++rows}`, name = nameOf(one);
  const item = element("div", { class: "control", "data-key": one.key });
  const meaning = element("div", { class: "meaning", id: `${id}m` }, ...(one.hint ? [element("p", { class: "hint" }, one.hint)] : []), describe(one));
  if (translated()) meaning.append(" · ", element("code", {}, one.key));
  const reset = element("button", { type: "button", class: "reset", "aria-label": t("reset", { name }), title: t("reset", { name }) }, "↺");
  reset.addEventListener("click", () => set(one.key, one.value, one.value));
  const inputs = one.kind === "number" ? numberInputs(one, id, name) : [otherInput(one, id)];
  item.append(element("label", { for: id }, name), ...inputs, reset, meaning);
  const kept = shownRows.get(one.key) || new Set();
  kept.add(item);
  shownRows.set(one.key, kept);
  item.update = () => {
    const value = valueOf(one), is = one.key in state.settings;
    item.classList.toggle("is-changed", is);
    reset.hidden = !is;
    for (const input of inputs) input.show(value);
  };
  item.update();
  return item;
}

function describe(one) {
  const parts = [one.about && one.group !== "severity" ? t("reading", { where: one.about, what: one.meaning }) : one.meaning];
  if (one.unit) parts.push(one.unit);
  if (one.prior) parts.push(t("prior", { prior: one.prior }));
  else if (one.kind === "number") parts.push(t("bounds", { low: short(one.low), high: short(one.high) }));
  return parts.join(" · ");
}

function numberInputs(one, id, name) {
  const there = (v) => (one.ratio ? Math.log(v) : v), back = (v) => (one.ratio ? Math.exp(v) : v);
  const step = one.ratio ? (there(one.to) - there(one.from)) / 200 : one.step;
  const slider = element("input", { type: "range", id, min: there(one.from), max: there(one.to), step: one.ratio ? "any" : step, "aria-describedby": `${id}m` });
  slider.show = (value) => { slider.value = there(value); slider.setAttribute("aria-valuetext", short(value)); };
  slider.addEventListener("input", () => {
    const value = round(back(+slider.value), one);
    set(one.key, Math.abs(value - one.value) < 1e-9 ? one.value : value, one.value);
  });
  if (one.ratio) slider.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (!by) return;
    event.preventDefault();
    slider.value = +slider.value + by * step;
    slider.dispatchEvent(new Event("input"));
  });
  const field = element("input", { type: "number", class: "value", min: one.low, max: one.high, step: "any", "aria-label": t("value_of", { name }) });
  field.show = (value) => { if (document.activeElement !== field) field.value = short(value); };
  field.addEventListener("change", () => {
    const value = field.value === "" ? one.value : Math.min(one.high, Math.max(one.low, +field.value));
    set(one.key, one.whole ? Math.round(value) : value, one.value);
    field.value = short(valueOf(one));
  });
  return [field, slider];
}

function otherInput(one, id) {
  const attributes = { id, "aria-describedby": `${id}m` };
  let input;
  if (one.kind === "switch") {
    input = element("input", { type: "checkbox", ...attributes });
    input.show = (value) => { input.checked = value; };
    input.addEventListener("change", () => set(one.key, input.checked, one.value));
  } else if (one.kind === "choice") {
    input = element("select", attributes, ...one.choices.map(([choice, words]) => element("option", { value: choice }, words)));
    input.show = (value) => { input.value = value; };
    input.addEventListener("change", () => set(one.key, input.value, one.value));
  } else {
    input = element("input", { type: "text", pattern: "[0-9]{4}-[0-9]{2}", size: 8, ...attributes });
    input.show = (value) => { if (document.activeElement !== input) input.value = value; };
    input.addEventListener("change", () => set(one.key, input.value.trim() || one.value, one.value));
  }
  return input;
}

function round(value, one) {
  if (one.whole) return Math.round(value);
  if (one.ratio) return +value.toPrecision(3);
  const digits = Math.max(0, -Math.floor(Math.log10(one.step)));
  return +value.toFixed(digits);
}

/** Return a value as short as it can be written. */
export function short(value) { return typeof value === "number" ? String(+value.toPrecision(6)) : String(value); }

/** Bring every control shown, and the list of what is changed, up to the state. */
export function refresh() {
  for (const [key, items] of shownRows) {
    for (const item of items) { if (item.isConnected) item.update(); else items.delete(item); }
    if (!items.size) shownRows.delete(key);
  }
  const changed = Object.keys(state.settings).map((key) => controls.get(key) || { key, value: "", kind: "other" });
  byId("changed-count").textContent = changed.length ? `${t("changed")} (${changed.length})` : t("changed");
  byId("changed").replaceChildren(...(changed.length ? changed.map(changedItem) : [element("li", {}, t("changed_none"))]));
  byId("reset-all").disabled = !changed.length;
}

/** Return a value as people read it: a number as it is, a switch or a choice in words. */
function inWords(one, value) {
  if (one.kind === "switch") return t(value ? "on" : "off");
  return one.choices?.find(([choice]) => choice === value)?.[1] ?? short(value);
}

function changedItem(one) {
  const name = nameOf(one), value = inWords(one, state.settings[one.key]), was = inWords(one, one.value);
  const reset = element("button", { type: "button", class: "reset", "aria-label": t("reset", { name }) }, "↺");
  reset.addEventListener("click", () => {
    const settings = { ...state.settings };
    delete settings[one.key];
    change({ settings });
  });
  return element("li", {}, element("b", {}, name), ` ${value} (${t("changed_from", { value: was })}) `, reset);
}
