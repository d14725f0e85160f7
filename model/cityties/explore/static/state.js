// What a tab looks at: settings, what is pinned, crisis, pair of nations. It lives in the address, and nowhere else.
const MOST_UNDO = 200;
const listeners = [];
let past = [];

export const state = { settings: {}, pinned: null, crisis: "", dyad: "", step: 0, city: "", partner: "" };

function written() {
  const kept = Object.fromEntries(Object.entries(state).filter(([, v]) => v && (typeof v !== "object" || v === state.pinned || Object.keys(v).length)));
  return Object.keys(kept).length ? `#${encodeURIComponent(JSON.stringify(kept))}` : "";
}

function usable(key, value) {
  if (key === "settings") return value && typeof value === "object" && !Array.isArray(value);
  if (key === "pinned") return value === null || (value && typeof value === "object" && !Array.isArray(value));
  return typeof value === typeof state[key];
}

/** Take the state that the address holds; what is none is left out. */
export function readAddress() {
  if (location.hash.length < 2) return;
  try {
    const found = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    for (const key of Object.keys(state)) if (key in found && usable(key, found[key])) state[key] = found[key];
  } catch { /* an address that was cut off opens the scenario as its file has it */ }
}

export function onChange(listener) { listeners.push(listener); }

/** Change the state; changes of one control in a row are one step of undo. */
export function change(changes, source = "") {
  const before = JSON.stringify(state), last = past[past.length - 1];
  Object.assign(state, changes);
  if (JSON.stringify(state) === before) return;
  if (!source || !last || last.source !== source) past.push({ source, state: before });
  if (past.length > MOST_UNDO) past = past.slice(-MOST_UNDO);
  tell(Object.keys(changes));
}

/** Move in time without a step of undo. */
export function move(step) { state.step = step; tell(["step"]); }

export function set(key, value, base) {
  const settings = { ...state.settings };
  if (value === base) delete settings[key]; else settings[key] = value;
  change({ settings }, `set ${key}`);
}

export function undo() {
  const last = past.pop();
  if (!last) return;
  Object.assign(state, JSON.parse(last.state));
  tell(Object.keys(state));
}

export const canUndo = () => past.length > 0;

function tell(keys) {
  history.replaceState(null, "", `${location.pathname}${location.search}${written()}`);
  for (const listener of listeners) listener(new Set(keys));
}
