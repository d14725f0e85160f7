// Line charts as SVG: bands, dashes, points, a cursor for pointer and arrow keys, and export as SVG, PNG and CSV.
import { t, number, svgElement, element } from "./words.js";

const MARGIN = { left: 46, right: 10, top: 8, bottom: 34 };

function ticks(low, high, most) {
  const span = high - low || 1, power = 10 ** Math.floor(Math.log10(span / most));
  const step = [1, 2, 5, 10].map((k) => k * power).find((k) => span / k <= most);
  const found = [];
  for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + 1e-9 * span; v += step) found.push(+v.toFixed(10));
  return found;
}

function extent(chart) {
  let low = Infinity, high = -Infinity;
  const take = (v) => { if (v !== null && v !== undefined) { low = Math.min(low, v); high = Math.max(high, v); } };
  for (const one of chart.series) { one.values.forEach(take); (one.low || []).forEach(take); (one.high || []).forEach(take); }
  for (const one of chart.points || []) one.values.forEach(take);
  if (chart.zero !== false) take(0);
  if (low > high) return [0, 1];
  if (low === high) return [low - 0.5, high + 0.5];
  const room = 0.04 * (high - low);
  return [low === 0 ? 0 : low - room, high === 0 ? 0 : high + room];
}

function line(xs, ys, X, Y) {
  let path = "", down = false;
  ys.forEach((y, i) => {
    if (y === null || y === undefined) { down = false; return; }
    path += `${down ? "L" : "M"}${X(xs[i]).toFixed(1)} ${Y(y).toFixed(1)}`;
    down = true;
  });
  return path;
}

function area(xs, low, high, X, Y) {
  const there = xs.map((_, i) => i).filter((i) => low[i] !== null && high[i] !== null);
  if (there.length < 2) return "";
  const up = there.map((i) => `${X(xs[i]).toFixed(1)} ${Y(high[i]).toFixed(1)}`);
  const back = there.reverse().map((i) => `${X(xs[i]).toFixed(1)} ${Y(low[i]).toFixed(1)}`);
  return `M${up.join("L")}L${back.join("L")}Z`;
}

/** Draw a chart into its figure; chart: {title, xs, xName, xText, series, points, marks, height, digits, zero}. */
export function draw(figure, chart) {
  figure.chart = chart;
  const box = figure.querySelector(".plot");
  const width = Math.max(260, Math.round(box.clientWidth)), height = chart.height || 200;
  const [y0, y1] = extent(chart), x0 = chart.xs[0], x1 = chart.xs[chart.xs.length - 1];
  const X = (v) => MARGIN.left + ((v - x0) / (x1 - x0 || 1)) * (width - MARGIN.left - MARGIN.right);
  const Y = (v) => MARGIN.top + ((y1 - v) / (y1 - y0)) * (height - MARGIN.top - MARGIN.bottom);
  const svg = svgElement("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": chart.title });
  const add = (name, attributes, text) => {
    const one = svgElement(name, attributes);
    if (text !== undefined) one.textContent = text;
    svg.append(one);
    return one;
  };
  for (const v of ticks(y0, y1, 5)) {
    add("line", { x1: MARGIN.left, x2: width - MARGIN.right, y1: Y(v), y2: Y(v), class: v === 0 ? "zero" : "grid" });
    add("text", { x: MARGIN.left - 5, y: Y(v) + 4, "text-anchor": "end" }, number(v, null));
  }
  for (const v of ticks(x0, x1, Math.max(3, Math.floor(width / 80)))) {
    if (chart.wholeX && v % 1) continue;
    add("line", { x1: X(v), x2: X(v), y1: MARGIN.top, y2: height - MARGIN.bottom, class: "grid" });
    add("text", { x: X(v), y: height - MARGIN.bottom + 14, "text-anchor": X(v) > width - 18 ? "end" : "middle" }, String(v));
  }
  add("text", { x: (width + MARGIN.left) / 2, y: height - 4, "text-anchor": "middle" }, chart.xName);
  for (const mark of chart.marks || []) add("line", { x1: X(mark), x2: X(mark), y1: MARGIN.top, y2: height - MARGIN.bottom, class: "mark" });
  for (const one of chart.series) if (one.low) add("path", { d: area(chart.xs, one.low, one.high, X, Y), class: `band ${one.look}` });
  for (const one of chart.series) add("path", { d: line(chart.xs, one.values, X, Y), class: `line ${one.look}` });
  for (const one of chart.points || []) {
    add("path", { d: one.xs.map((x, i) => `M${X(x).toFixed(1)} ${Y(one.values[i]).toFixed(1)}h0`).join(""), class: `points ${one.look}` });
  }
  const cursor = add("line", { y1: MARGIN.top, y2: height - MARGIN.bottom, class: "cursor", visibility: "hidden" });
  box.replaceChildren(svg);
  legend(figure, chart);
  listen(figure, box, { X, cursor, width, x0, x1 });
}

function legend(figure, chart) {
  const items = [...chart.series, ...(chart.points || [])].map((one) => {
    const key = svgElement("svg", { width: 26, height: 10, class: "key", "aria-hidden": "true" });
    key.append(svgElement("path", { d: one.xs ? "M13 5h0" : "M1 5H25", class: `${one.xs ? "points" : "line"} ${one.look}` }));
    const item = element("span", { class: "item" });
    item.append(key, one.name);
    return item;
  });
  figure.querySelector(".legend").replaceChildren(...items);
}

function listen(figure, box, view) {
  const out = figure.querySelector(".reading");
  const show = (place) => {
    const chart = figure.chart, at = Math.max(0, Math.min(chart.xs.length - 1, place));
    figure.at = at;
    const x = view.X(chart.xs[at]).toFixed(1);
    for (const [name, value] of [["x1", x], ["x2", x], ["visibility", "visible"]]) view.cursor.setAttribute(name, value);
    const parts = chart.series.filter((one) => one.values[at] !== null && one.values[at] !== undefined).map((one) =>
      one.low && one.low[at] !== null
        ? t("value_band", { name: one.name, value: number(one.values[at], chart.digits), low: number(one.low[at], chart.digits), high: number(one.high[at], chart.digits) })
        : `${one.name} ${number(one.values[at], chart.digits)}`);
    out.textContent = t("reading", { where: chart.xText(at), what: parts.join("; ") });
  };
  box.onpointermove = (event) => {
    const edge = box.getBoundingClientRect(), chart = figure.chart;
    const share = (event.clientX - edge.left - MARGIN.left) / (view.width - MARGIN.left - MARGIN.right);
    show(Math.round(share * (chart.xs.length - 1)));
  };
  box.onkeydown = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12 }[event.key];
    if (step === undefined && !["Home", "End"].includes(event.key)) return;
    show(event.key === "Home" ? 0 : event.key === "End" ? figure.chart.xs.length - 1 : (figure.at ?? -1) + step);
    event.preventDefault();
  };
}

/** Return a chart, or any SVG, as the text of a file that looks as it does here: styles become attributes. */
export function svgText(svg) {
  const copy = svg.cloneNode(true), from = [svg, ...svg.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((one, i) => {
    const look = getComputedStyle(one);
    for (const name of ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "fill-opacity", "stroke-opacity", "font-size", "font-family", "font-weight", "paint-order", "visibility", "fill-rule"]) {
      to[i].setAttribute(name, look.getPropertyValue(name));
    }
    to[i].removeAttribute("class");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const paper = svgElement("rect", { width: "100%", height: "100%", fill: getComputedStyle(document.body).backgroundColor });
  copy.prepend(paper);
  return new XMLSerializer().serializeToString(copy);
}

/** Return a chart's numbers as CSV: a row a place, three columns a series. */
export function csvText(chart) {
  const cell = (v) => (v === null || v === undefined ? "" : /[",\n]/.test(v) ? `"${String(v).replaceAll('"', '""')}"` : v);
  const head = [chart.xName, ...chart.series.flatMap((one) => (one.low ? [one.name, `${one.name}, low`, `${one.name}, high`] : [one.name]))];
  const rows = chart.xs.map((_, i) => [chart.xText(i), ...chart.series.flatMap((one) => (one.low ? [one.values[i], one.low[i], one.high[i]] : [one.values[i]]))]);
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\n") + "\n";
}

export function download(name, type, content) {
  const link = element("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export function downloadPng(name, svg) {
  const image = new Image(), scale = 2;
  image.onload = () => {
    const canvas = element("canvas", {});
    canvas.width = svg.clientWidth * scale;
    canvas.height = svg.clientHeight * scale;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(name, "image/png", blob));
  };
  image.src = URL.createObjectURL(new Blob([svgText(svg)], { type: "image/svg+xml" }));
}
