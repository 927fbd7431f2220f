// What the person has said and the server has not yet acknowledged: kept in this browser, sent in order, one at a
// time, again and again until it is there. The server knows an update by its id, so a repeat is harmless.

import * as server from "./server.js";
import * as store from "./store.js";

const KEY = "out.";

let items = [];
let changed = () => {};
let running = false;
let wake = () => {};
let last = 0;

/** `onChange(item)` is told of each change of `item.state`: sending, waiting (not through yet), sent, refused. */
export function start(onChange) {
  changed = onChange;
  items = store
    .keys(KEY)
    .map((key) => parsed(store.get(key)))
    .filter(Boolean)
    .sort((a, b) => a.at - b.at);
  window.addEventListener("online", () => wake());
  return [...items];
}

export function add(body, file = null) {
  last = Math.max(Date.now(), last + 1);
  const item = { at: last, body: { ...body, id: crypto.randomUUID?.() ?? uuid() }, file, state: "sending" };
  items.push(item);
  if (!file) store.set(KEY + item.body.id, JSON.stringify({ at: item.at, body: item.body }));
  return item;
}

export function remove(item) {
  items = items.filter((other) => other !== item);
  store.remove(KEY + item.body.id);
}

export function holdsFile() {
  return items.some((item) => item.file);
}

export function hasCommand(text) {
  return items.some((item) => item.body.kind === "command" && item.body.text === text);
}

/** Send what is there; called again at any time, it tries at once instead of waiting on. */
export async function run() {
  wake();
  if (running) return;
  running = true;
  let pause = 1;
  while (items.length) {
    const item = items[0];
    try {
      await (item.file ? server.sendFile(item.body, item.file) : server.send(item.body));
      remove(item);
      mark(item, "sent");
      pause = 1;
    } catch (error) {
      if (error instanceof server.Refused && error.status !== 401) {
        remove(item);
        item.code = error.code;
        mark(item, "refused");
        continue;
      }
      for (const each of items) mark(each, error.busy ? "busy" : "waiting");
      await rest(error.busy ? error.seconds : Math.max(error.seconds ?? 0, pause));
      pause = Math.min(pause * 2, 30);
      for (const each of items) mark(each, "sending");
    }
  }
  running = false;
}

function mark(item, state) {
  item.state = state;
  changed(item);
}

function rest(seconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function parsed(json) {
  try {
    const { at, body } = JSON.parse(json);
    return body?.id ? { at, body, file: null, state: "sending" } : null;
  } catch {
    return null;
  }
}

// For pages that are not served over HTTPS, where randomUUID is missing.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
