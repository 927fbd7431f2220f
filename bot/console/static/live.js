// Keeps a page of the desk fresh: asks for the same page every few seconds and takes over the parts that have changed.
// Without this script everything works too, by loading the page again.

const EVERY = 4000;
const SLOWEST = 60000;

let tag = null;
let wait = EVERY;
let timer = 0;
let asking = null;

const offline = document.getElementById("offline");

async function look() {
  window.clearTimeout(timer);
  asking?.abort();
  asking = new AbortController();
  const mine = asking;
  try {
    const headers = { "Desk-Poll": "1" };
    if (tag) headers["If-None-Match"] = tag;
    const answer = await fetch(location.href, { headers, cache: "no-store", signal: mine.signal });
    if (answer.status === 401 || answer.redirected) {
      // Signed out, here or elsewhere: nothing of it stays on the screen.
      location.reload();
      return;
    }
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    if (answer.ok) {
      tag = answer.headers.get("ETag");
      take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
    wait = EVERY;
    offline.hidden = true;
  } catch {
    if (mine.signal.aborted) return;
    wait = Math.min(wait * 2, SLOWEST);
    offline.hidden = false;
  }
  next();
}

function next() {
  window.clearTimeout(timer);
  if (!document.hidden) timer = window.setTimeout(look, wait);
}

function take(fresh) {
  document.title = fresh.title;
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (!other || other.innerHTML === part.innerHTML) continue;
    // Whoever is reading with the keyboard stays at the same place, and what they have opened and chosen stays too.
    const focus = part.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    const open = new Set([...part.querySelectorAll("details[open]")].map(nameOf));
    const chosen = new Map([...part.querySelectorAll("select")].map((one) => [nameOf(one), one.value]));
    part.replaceChildren(...other.childNodes);
    for (const one of part.querySelectorAll("details")) if (open.has(nameOf(one))) one.open = true;
    for (const one of part.querySelectorAll("select")) if (chosen.get(nameOf(one))) one.value = chosen.get(nameOf(one));
    if (focus) [...part.querySelectorAll("a, summary, select, button")].find((one) => nameOf(one) === focus)?.focus({ preventScroll: true });
  }
}

function nameOf(element) {
  return element.id || element.getAttribute("href");
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});
window.addEventListener("online", look);

// The filter works as one types; the button is for pages without this script.
const filter = document.querySelector("[data-filter]");
if (filter) {
  let typing = 0;
  const apply = () => {
    const wanted = new URLSearchParams([...new FormData(filter)].filter(([, value]) => value));
    history.replaceState(null, "", wanted.size ? `?${wanted}` : location.pathname);
    tag = null;
    look();
  };
  filter.addEventListener("input", () => {
    window.clearTimeout(typing);
    typing = window.setTimeout(apply, 250);
  });
  filter.addEventListener("submit", (event) => {
    event.preventDefault();
    window.clearTimeout(typing);
    apply();
  });
}

next();
