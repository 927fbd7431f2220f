// Sends the forms of a conversation without leaving the page. What was refused stays in its box, with the reason above it; what
// could not be sent at all stays too.

import { keepDrafts, remember } from "./drafts.js";
import { take } from "./parts.js";

export function sendForms({ before, taken, failed }) {
  keepDrafts();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // what leads to another page goes there
    if (!form.matches("[data-send]") || event.submitter?.hasAttribute("data-page")) return;
    event.preventDefault();
    if (!form.hasAttribute("aria-busy")) send(form, event.submitter);
  });

  async function send(form, by) {
    const content = new FormData(form, by);
    const address = by?.getAttribute("formaction") ?? form.getAttribute("action");
    const body = form.enctype === "multipart/form-data" ? content : new URLSearchParams(content);
    form.setAttribute("aria-busy", "true");
    before();
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "text/html" } });
      const there = new URL(answer.url);
      if (answer.status === 404 || (answer.ok && there.pathname !== location.pathname)) {
        // signed out (what was written is kept), or it belongs to somebody else now
        if (there.pathname === "/desk") forget(form);
        location.assign(answer.status === 404 ? location.href : answer.url);
        return;
      }
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok) forget(form);
      take(fresh);
      const told = fresh.getElementById("told");
      document.getElementById("told").replaceChildren(...told.childNodes);
      look(answer.ok, address);
      taken();
    } catch {
      failed();
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  // It is done: nothing of it waits to be sent again.
  function forget(form) {
    form.reset();
    for (const box of form.querySelectorAll("[data-draft]")) {
      box.value = "";
      remember(box);
    }
    const around = form.closest("details");
    if (around) around.open = false;
  }

  // Where the reader goes on: at the reason, at the box after taking over, else where they were.
  function look(done, address) {
    if (!done) {
      document.querySelector("#told .told")?.focus();
    } else if (address.endsWith("/take") || address.endsWith("/reply")) {
      document.getElementById("reply-words")?.focus();
    } else if (document.activeElement === document.body) {
      document.getElementById("live-standing")?.focus({ preventScroll: true });
    }
  }
}
