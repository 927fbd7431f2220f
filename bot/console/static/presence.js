// Tells the desk that somebody looks at this conversation or writes in it, and shows who else does.

const STILL_HERE = 10000;
const STILL_WRITING = 3000;

export function showPresence(standing) {
  const shown = document.getElementById("presence");
  if (!standing || !shown) return { show() {}, here() {} };
  const where = `/desk/conversations/${standing.dataset.conversation}/presence`;
  let wrote = 0;

  function say(doing) {
    // to look on is no sign of life for the session; to write is
    const headers = doing === "writing" || doing === "answering" ? {} : { "Desk-Poll": "1" };
    const body = new URLSearchParams({ token: standing.dataset.token, doing });
    fetch(where, { method: "POST", body, headers, keepalive: doing === "gone" }).catch(() => {});
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-draft]") || Date.now() - wrote < STILL_WRITING) return;
    wrote = Date.now();
    // the trainee sees that a reply is on its way, and nothing of notes
    say(event.target.dataset.draft === "reply" ? "answering" : "writing");
  });
  document.addEventListener("visibilitychange", () => say(document.hidden ? "gone" : "looking"));
  window.addEventListener("pagehide", () => say("gone"));
  window.setInterval(() => {
    if (!document.hidden && Date.now() - wrote > STILL_HERE) say("looking");
  }, STILL_HERE);
  return {
    show(words) {
      shown.textContent = words;
    },
    here() {
      if (!document.hidden) say("looking");
    },
  };
}
