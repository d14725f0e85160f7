// A city: its ties in the month of the map, how strong they were over time, and why it decided as it did.
import { draw } from "./chart.js";
import { addControls } from "./settings.js";
import { state, change, onChange } from "./state.js";
import { t, number, element, svgElement, byId, monthLabel, gap } from "./words.js";

const MOST_OFFERED = 30, LOOKS = ["p0", "p1", "p2", "p3", "p4", "p5"];
let world, ask, turn = 0, settingsOf = "";

export function buildCity(given, post) {
  [world, ask] = [given, post];
  const field = byId("city");
  field.addEventListener("input", offer);
  field.addEventListener("change", choose);
  byId("city-close").addEventListener("click", () => change({ city: "", partner: "" }));
  onChange((keys) => { if (["city", "partner", "step"].some((key) => keys.has(key))) refreshCity(); });
}

const short = (name) => `${world.places.called[world.places.names.indexOf(name)]} (${name.split("/")[0]})`;
const latin = (name) => `${name.split("/").slice(1).join("/")} (${name.split("/")[0]})`;
const matches = (name, written) => [short(name), latin(name)].some((one) => one.toLowerCase().includes(written));
const month = () => monthLabel(world.start, state.step);

function offer() {
  const begun = byId("city").value.trim().toLowerCase();
  const hits = begun ? world.places.names.filter((name) => matches(name, begun)) : [];
  byId("city-names").replaceChildren(...hits.slice(0, MOST_OFFERED).map((name) => element("option", { value: short(name) })));
}

function choose() {
  const written = byId("city").value.trim().toLowerCase();
  if (!written) { change({ city: "", partner: "" }); return; }
  const one = world.places.names.find((name) => [short(name), latin(name)].some((spelt) => spelt.toLowerCase() === written)) || world.places.names.find((name, i) => [world.places.called[i], name.split("/").slice(1).join("/"), name].some((spelt) => spelt.toLowerCase() === written));
  byId("city-said").textContent = one ? "" : t("city_none");
  if (one) change({ city: one, partner: "" });
}

export async function refreshCity(signal) {
  const mine = ++turn, city = state.city;
  byId("city-part").hidden = !city;
  if (!city) { byId("city").value = ""; return; }
  if (document.activeElement !== byId("city")) byId("city").value = short(city);
  const sent = { settings: state.settings, crisis: state.crisis, dyad: state.dyad, month: month() };
  try {
    const found = await ask("city", { ...sent, cities: [city] }, signal);
    if (mine !== turn) return;
    show(found);
    if (state.partner) {
      const why = await ask("why", { ...sent, cities: [city, state.partner] }, signal);
      if (mine === turn) reasons(why);
    } else byId("why-part").hidden = true;
  } catch (error) { if (error.name === "AbortError") return; byId("why-part").hidden = true; byId("city-said").textContent = error.message; }
}

function show(found) {
  const name = short(state.city), names = world.places.names;
  byId("city-said").textContent = "";
  byId("city-heading").textContent = found.ties.length ? t("city_ties", { city: name, n: found.ties.length, month: month() }) : t("city_no_ties", { city: name, month: month() });
  byId("city-note").textContent = t("city_range", { n: found.histories });
  byId("city-ties").replaceChildren(...found.ties.map((one) => tieRow(one, names[one.partner], found.histories)));
  byId("city-table").hidden = !found.ties.length;
  const chart = byId("strength-chart");
  chart.hidden = !found.courses.length;
  if (found.courses.length) {
    const title = t("strength_over_time", { city: name }), [year, first] = world.start.split("-").map(Number);
    const xs = found.steps.map((step) => year + (first - 1 + step) / 12);
    byId("strength-heading").textContent = title;
    draw(chart, { title, xs, xName: t("year"), xText: (i) => monthLabel(world.start, found.steps[i]), digits: 2, wholeX: true, height: 170,
      series: found.courses.map((one, i) => ({ name: short(names[one.partner]), look: LOOKS[i], values: one.strength[0], low: one.strength[1], high: one.strength[2] })) });
  }
  byId("city-settings-name").textContent = t("city_settings", { city: name });
  if (settingsOf !== state.city) { settingsOf = state.city; addControls(byId("city-settings"), found.controls); }
}

function tieRow(one, partner, n) {
  const pick = element("button", { type: "button", class: "link", "aria-pressed": partner === state.partner ? "true" : "false", "aria-label": t("why_ask", { city: short(state.city), partner: short(partner) }) }, short(partner));
  pick.addEventListener("click", () => change({ partner }));
  const [v, low, high] = one.strength;
  return element("tr", { class: partner === state.partner ? "chosen" : "" }, element("th", { scope: "row" }, pick),
    element("td", {}, `${number(v, 2)} [${number(low, 2)}, ${number(high, 2)}]`), element("td", {}, t("of_histories", { k: one.suspended, n })));
}

function reasons(found) {
  byId("why-part").hidden = false;
  byId("why-heading").textContent = t("why_of", { heading: found.heading });
  byId("why-outcome").textContent = found.outcome.join(gap());
  byId("why-ends").replaceChildren(...found.ends.map(end));
  byId("why-changes").replaceChildren(...found.changes.map((line) => element("li", {}, line)));
}

/** Draw the terms of one end as bars from zero, right for consent and left against it; terms without a part are left out. */
function end(one) {
  const terms = one.terms.filter((term) => Math.abs(term.value) >= 0.005), most = Math.max(0.5, ...terms.map((term) => Math.abs(term.value)));
  const rows = terms.map((term) => {
    const svg = svgElement("svg", { viewBox: "0 0 120 12", class: "bar", "aria-hidden": "true" }), wide = (Math.abs(term.value) / most) * 58;
    svg.append(svgElement("rect", { x: term.value < 0 ? 60 - wide : 60, y: 1, width: wide, height: 10, class: term.value < 0 ? "against" : "for" }), svgElement("line", { x1: 60, x2: 60, y1: 0, y2: 12, class: "zero" }));
    const value = `${term.value > 0 ? "+" : ""}${number(term.value, 2)}`;
    return element("tr", { title: term.why }, element("th", { scope: "row" }, term.name, element("small", {}, ` ${term.why}`)), element("td", {}, svg), element("td", {}, value));
  });
  const table = element("table", {}, element("caption", {}, t("why_terms", { city: one.city, sum: number(one.propensity, 2), chance: number(one.chance, 2) })), element("tbody", {}, ...rows));
  return table;
}
