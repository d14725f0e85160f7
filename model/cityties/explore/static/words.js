// Texts, numbers and elements: what all parts of the page use.
let texts = {};

export function setTexts(given) { texts = given; }

/** Return a text of the table with values in its named places. */
export function t(name, places = {}) {
  if (!(name in texts)) throw new Error(`no text ${name}`);
  return texts[name].replace(/\{(\w+)\}/g, (_, place) => String(places[place]));
}

/** Return a number as people read it, with a true minus; null digits keep it as it is. */
export function number(value, digits = 3) {
  if (value === null || value === undefined) return "–";
  const text = digits === null ? String(value) : (Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value).toFixed(digits);
  return text.replace("-", "−");
}

export function element(name, attributes = {}, ...content) {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) one.setAttribute(key, value === true ? "" : value);
  }
  one.append(...content);
  return one;
}

export function svgElement(name, attributes = {}) {
  const one = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  return one;
}

/** Return an address whose answer is in the language of the page. */
export const inLanguage = (address) => `${address}?lang=${document.documentElement.lang}`;

/** Whether names are translated, so that the keys that files take have to stand beside them. */
export const translated = () => document.documentElement.lang !== "en";

/** What stands between two sentences. */
export const gap = () => (document.documentElement.lang.startsWith("zh") ? "" : " ");

/** Return how wide a text is, in letters; a Chinese one is as wide as two. */
export const letters = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 2 : 1), 0);

export const byId = (id) => document.getElementById(id);

/** Return the month so many months after the first of the run, as YYYY-MM. */
export function monthLabel(start, step) {
  const [year, month] = start.split("-").map(Number), at = year * 12 + month - 1 + step;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
}
