// Keeps a page of the desk fresh: told by the event stream that something has changed, or now and then by itself, it asks for the
// same page and takes over the parts that are new. Without this script everything works too, by loading the page again.

import { listenForKeys } from "./keys.js";
import { listen } from "./news.js";
import { take } from "./parts.js";
import { showPresence } from "./presence.js";
import { sendForms } from "./sending.js";

// how often to ask while the stream is silent, and while there is none
const SELDOM = 30000;
const EVERY = 4000;
const SLOWEST = 60000;

// how long a press may take before news no longer waits for it
const LONGEST_PRESS = 1000;

let tag = null;
let wait = EVERY;
let timer = 0;
let asking = null;
let again = false;

let pressedAt = -LONGEST_PRESS;

const offline = document.getElementById("offline");
const standing = document.querySelector("[data-conversation]");
const conversation = Number(standing?.dataset.conversation ?? 0);

async function look() {
  window.clearTimeout(timer);
  if (asking) {
    again = true;
    return;
  }
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
    if (answer.status === 404) {
      location.assign("/desk");
      return;
    }
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      await released();
      if (asking !== mine) return;
      tag = answer.headers.get("ETag");
      take(fresh);
    }
    wait = EVERY;
    offline.hidden = true;
  } catch {
    if (asking !== mine) return;
    wait = Math.min(wait * 2, SLOWEST);
    offline.hidden = false;
  }
  asking = null;
  if (again) {
    again = false;
    look();
  } else {
    next();
  }
}

// A press ends on the button it began on: news does not take that away meanwhile.
async function released() {
  while (performance.now() - pressedAt < LONGEST_PRESS) await new Promise((done) => window.setTimeout(done, 20));
}

document.addEventListener("pointerdown", () => (pressedAt = performance.now()), true);
for (const end of ["pointerup", "pointercancel"]) {
  // after the click that comes of it
  document.addEventListener(end, () => window.setTimeout(() => (pressedAt = -LONGEST_PRESS)), true);
}

function next() {
  window.clearTimeout(timer);
  if (!document.hidden) timer = window.setTimeout(look, news.alive && wait === EVERY ? SELDOM : wait);
}

// What is on its way was asked for before something changed here.
function forget() {
  asking?.abort();
  asking = null;
  again = false;
  tag = null;
}

const presence = showPresence(standing);
const news = listen(conversation, {
  // a page of one conversation cares for that one, a list for all
  changed: (number) => {
    if (!conversation || number === conversation) look();
  },
  presence: presence.show,
  begun: () => {
    presence.here();
    look();
  },
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});
window.addEventListener("online", look);

sendForms({
  before: forget,
  taken: () => {
    offline.hidden = true;
    next();
  },
  failed: () => {
    offline.hidden = false;
    next();
  },
});
listenForKeys();

// The filter works as one types; the button is for pages without this script.
const filter = document.querySelector("[data-filter]");
if (filter) {
  let typing = 0;
  const apply = () => {
    const wanted = new URLSearchParams([...new FormData(filter)].filter(([, value]) => value));
    history.replaceState(null, "", wanted.size ? `?${wanted}` : location.pathname);
    forget();
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
