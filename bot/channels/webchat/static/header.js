// The bar on top: who answers, the language, the way to a person, the menu.

import * as store from "./store.js";
import { t } from "./words.js";

const $ = (id) => document.getElementById(id);

/** `on` has command(text, label) and leave(). */
export function start(on) {
  const open = (wanted) => {
    $("menu").hidden = !wanted;
    $("menu-button").setAttribute("aria-expanded", wanted);
  };
  $("menu-button").addEventListener("click", () => {
    open($("menu").hidden);
    if (!$("menu").hidden) $("menu").querySelector("button").focus();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#menu, #menu-button")) open(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || $("menu").hidden) return;
    event.stopImmediatePropagation();
    open(false);
    $("menu-button").focus();
  });
  for (const button of $("menu").querySelectorAll("[data-command]")) {
    button.addEventListener("click", () => {
      open(false);
      on.command(button.dataset.command, button.textContent.trim());
      $("text").focus({ preventScroll: true });
    });
  }
  $("human").addEventListener("click", () => on.command("/human", t("chat.human")));
  $("language").addEventListener("click", () => on.command("/language", t("chat.menu.language")));

  const larger = (wanted) => {
    document.documentElement.classList.toggle("larger", wanted);
    $("text-size").setAttribute("aria-pressed", wanted);
  };
  larger(store.get("larger") === "1");
  $("text-size").addEventListener("click", () => {
    const wanted = $("text-size").getAttribute("aria-pressed") !== "true";
    store.set("larger", wanted ? "1" : "0");
    larger(wanted);
  });

  $("leave-button").addEventListener("click", () => {
    open(false);
    $("leave").showModal();
  });
  $("leave-no").addEventListener("click", () => $("leave").close());
  $("leave-yes").addEventListener("click", on.leave);
}

export function show(speaker, languageName) {
  $("subtitle").textContent = speaker?.person ? t("chat.with_person", { name: speaker.name }) : t("chat.subtitle");
  $("subtitle").classList.toggle("with-person", Boolean(speaker?.person));
  $("language-name").textContent = languageName;
}

/** `progress` is [answered, about all] or null. */
export function progress(steps) {
  const bar = $("progress");
  bar.hidden = !steps;
  if (!steps) return;
  const [done, all] = steps;
  const words = t("chat.progress", { done, total: all });
  bar.setAttribute("aria-valuenow", done);
  bar.setAttribute("aria-valuemax", all);
  bar.setAttribute("aria-valuetext", words);
  bar.querySelector(".figure").textContent = words;
  bar.style.setProperty("--done", `${Math.min(100, Math.max(3, (100 * done) / Math.max(1, all)))}%`);
}
