// When the chat stands in the widget of another site: tells it about new messages and Escape, hears when it is shown.

const embedded = document.body.classList.contains("embed") && window.parent !== window;
let shown = true;
let unread = 0;
const title = document.title;

/** `on` has shown() and overlay(): whether Escape has something else to close first. */
export function start(on) {
  document.addEventListener("visibilitychange", seen);
  if (!embedded) return;
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || typeof event.data?.compagnon !== "string") return;
    shown = event.data.compagnon === "shown";
    if (shown) on.shown();
    seen();
  });
  const close = () => tell({ compagnon: "close" });
  document.getElementById("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !on.overlay()) close();
  });
}

/** A message has come from the other side. */
export function arrived() {
  if (!document.hidden && shown) return;
  unread += 1;
  announce();
}

function seen() {
  if (document.hidden || !shown) return;
  unread = 0;
  announce();
}

function announce() {
  document.title = unread ? `(${unread}) ${title}` : title;
  if (embedded) tell({ compagnon: "unread", count: unread });
}

// The site around is unknown, and what it is told is no secret.
function tell(message) {
  window.parent.postMessage(message, "*");
}
