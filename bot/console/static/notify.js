// Tells somebody who is at another window that one more waits, if they have asked for it here and the browser lets us.
// It says how many, never who: a notification may be seen by anybody.

const KEPT = "compagnon.desk.notify";
const EVERY = 30000;

const button = document.querySelector("[data-notify]");
let known = waiting(document.title);
let timer = 0;
let tag = null;

if (button && "Notification" in window && Notification.permission !== "denied") {
  button.hidden = false;
  show();
  button.addEventListener("click", async () => {
    const wanted = !isOn();
    if (wanted && (await Notification.requestPermission()) !== "granted") {
      button.hidden = Notification.permission === "denied";
      return;
    }
    localStorage.setItem(KEPT, wanted ? "on" : "off");
    show();
  });
  // The page keeps its title fresh while it is looked at, and perhaps when it is not.
  new MutationObserver(() => news(waiting(document.title))).observe(document.querySelector("title"), { childList: true });
  document.addEventListener("visibilitychange", later);
  later();
}

function isOn() {
  return Notification.permission === "granted" && localStorage.getItem(KEPT) === "on";
}

function show() {
  button.setAttribute("aria-pressed", String(isOn()));
  button.lastElementChild.textContent = isOn() ? button.dataset.off : button.dataset.on;
}

function waiting(title) {
  return Number(/^\((\d+)\)/.exec(title)?.[1] ?? 0);
}

function news(number) {
  if (number > known && document.hidden && isOn()) {
    const told = new Notification(`(${number}) ${button.dataset.text}`, { tag: "compagnon-waiting", renotify: true });
    told.onclick = () => {
      window.focus();
      told.close();
    };
  }
  known = number;
}

function later() {
  window.clearTimeout(timer);
  if (document.hidden) timer = window.setTimeout(look, EVERY);
}

async function look() {
  if (isOn()) {
    try {
      const headers = { "Desk-Poll": "1" };
      if (tag) headers["If-None-Match"] = tag;
      const answer = await fetch("/desk", { headers, cache: "no-store" });
      if (answer.ok && !answer.redirected) {
        tag = answer.headers.get("ETag");
        news(waiting(new DOMParser().parseFromString(await answer.text(), "text/html").title));
      }
    } catch {
      // No network: the next look may have one.
    }
  }
  later();
}
