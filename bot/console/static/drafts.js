// What somebody is writing stays, across news, reloads and a lost session, until it is sent or they sign out.

const boxes = () => document.querySelectorAll("[data-draft]");
const nameOf = (box) => `draft ${location.pathname} ${box.dataset.draft}`;

export function keepDrafts() {
  for (const box of boxes()) {
    if (!box.value) box.value = sessionStorage.getItem(nameOf(box)) ?? "";
    else sessionStorage.setItem(nameOf(box), box.value);
    if (box.value) box.closest("details")?.setAttribute("open", "");
  }
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-draft]")) remember(event.target);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/desk/sign-out") {
      for (const name of Object.keys(sessionStorage)) if (name.startsWith("draft ")) sessionStorage.removeItem(name);
    }
  });
}

export function remember(box) {
  if (box.value) sessionStorage.setItem(nameOf(box), box.value);
  else sessionStorage.removeItem(nameOf(box));
}
