// Shortcuts, for whoever has switched them on: never while typing, and each leads to a button that is there anyway.

const ON = "desk shortcuts";
const LIST = "desk list";

const byId = (id) => document.getElementById(id);
const rows = () => [...document.querySelectorAll('main a[href^="/desk/conversations/"]')].filter((one) => one.closest("td, li"));
const areOn = () => localStorage.getItem(ON) !== "off";

const actions = {
  r: () => byId("reply-words")?.focus(),
  n: () => openAnd("note-box", "note-words"),
  t: () => press("do-take"),
  b: () => openAnd("act-back", "send-back"),
  e: () => openAnd("act-resolve", "send-resolve"),
  j: () => step(1),
  k: () => step(-1),
  "/": search,
  "?": () => byId("keys")?.showModal(),
};

export function listenForKeys() {
  const list = byId("keys");
  const show = byId("show-keys");
  const on = byId("keys-on");
  if (!list || !show || !on) return;
  show.hidden = false;
  show.addEventListener("click", () => list.showModal());
  on.checked = areOn();
  on.addEventListener("change", () => localStorage.setItem(ON, on.checked ? "on" : "off"));
  if (location.pathname === "/desk") remember();
  if (location.hash === "#search") search();
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form[data-send]");
      if (!form || event.target.tagName !== "TEXTAREA") return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit]"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !areOn() || list.open) return;
    if (event.key === "Escape") return close(event);
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

function openAnd(details, inside) {
  const box = byId(details);
  if (!box) return;
  box.open = true;
  byId(inside)?.focus();
}

// From a colleague it is taken by a second press only.
function press(id) {
  const button = byId(id);
  if (!button) return;
  if (button.form.elements.force) button.focus();
  else button.form.requestSubmit(button);
}

function close(event) {
  const open = event.target.closest?.("details.act[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
}

function search() {
  const field = document.querySelector("input[type=search]");
  if (field) {
    field.focus();
    field.select();
  } else {
    location.assign("/desk#search");
  }
}

// In the list the keys go from row to row; in a conversation, to its neighbour in the list seen last.
function step(by) {
  const here = rows();
  if (here.length) {
    const at = here.findIndex((one) => one === document.activeElement);
    here[at < 0 ? (by > 0 ? 0 : here.length - 1) : Math.min(Math.max(at + by, 0), here.length - 1)].focus();
    remember();
    return;
  }
  const list = JSON.parse(sessionStorage.getItem(LIST) ?? "[]");
  const next = list[list.indexOf(location.pathname) + by];
  if (list.includes(location.pathname) && next) location.assign(next);
}

function remember() {
  const list = rows().map((one) => one.getAttribute("href"));
  sessionStorage.setItem(LIST, JSON.stringify([...new Set(list)]));
}
