// What this browser keeps: the session token, what is not sent yet, the draft, the size of the text.
// A frame on another site may be refused storage: then memory serves, and the conversation ends with the page.

const PREFIX = "compagnon.";
const memory = new Map();

function area() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export function get(key) {
  try {
    return area()?.getItem(PREFIX + key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

export function set(key, value) {
  try {
    const kept = area();
    if (kept) {
      kept.setItem(PREFIX + key, value);
      memory.delete(key);
      return;
    }
  } catch {
    // full or forbidden
  }
  memory.set(key, value);
}

export function remove(key) {
  memory.delete(key);
  try {
    area()?.removeItem(PREFIX + key);
  } catch {
    // nothing was kept there
  }
}

export function keys(start) {
  const found = new Set([...memory.keys()]);
  try {
    for (const key of Object.keys(area() ?? {})) {
      if (key.startsWith(PREFIX)) found.add(key.slice(PREFIX.length));
    }
  } catch {
    // nothing is kept there
  }
  return [...found].filter((key) => key.startsWith(start));
}

export function clear() {
  keys("").forEach(remove);
}
