// The chat on any page: <script src="https://…/widget.js" data-lang="fr" data-position="right" async></script>
// A round button and a panel, in a shadow root: no style comes in or goes out, and no name is left in the page.
(() => {
  "use strict";

  const WORDS = __WORDS__;
  const script = document.currentScript;
  if (!script || document.querySelector("[data-compagnon]")) return;

  const origin = new URL(script.src).origin;
  const wished = script.dataset.lang || document.documentElement.lang || navigator.language || "";
  const lang = WORDS[wished.slice(0, 2).toLowerCase()] ? wished.slice(0, 2).toLowerCase() : Object.keys(WORDS)[0];
  const words = WORDS[lang];
  const side = script.dataset.position === "left" ? "left" : "right";

  const BUBBLE =
    "M20.5 11.500c0 4.1-3.8 7.5-8.5 7.5-1.2 0-2.4-.2-3.4-.6L4 20l1.2-3.700a7 7 0 0 1-1.7-4.800C3.5 7.4 7.3 4 12 4s8.5 3.4 8.5 7.500z";
  const STYLE = `
    :host { all: initial; }
    button {
      position: fixed; z-index: 2147483000; bottom: max(20px, env(safe-area-inset-bottom)); ${side}: 20px;
      width: 60px; height: 60px; padding: 0; border: 0; border-radius: 50%;
      display: grid; place-items: center; cursor: pointer;
      background: #0d5c63; color: #fff; box-shadow: 0 4px 20px rgb(0 0 0 / 28%);
    }
    button:hover { background: #08474d; }
    button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #0a6cff; }
    svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    [aria-expanded="true"] svg:first-child, [aria-expanded="false"] svg:nth-child(2) { display: none; }
    .count {
      position: absolute; top: -4px; ${side}: -4px; min-width: 22px; height: 22px; padding: 0 6px; box-sizing: border-box;
      border-radius: 11px; background: #a4262c; color: #fff; font: 600 13px/22px system-ui, sans-serif; text-align: center;
    }
    .panel {
      position: fixed; z-index: 2147483001; bottom: 92px; ${side}: 20px;
      width: 400px; height: min(680px, calc(100vh - 112px)); max-width: calc(100vw - 40px);
      border-radius: 18px; overflow: hidden; background: #f4f2ec; box-shadow: 0 12px 48px rgb(0 0 0 / 30%);
    }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    [hidden] { display: none; }
    @media (prefers-color-scheme: dark) { .panel { background: #0f1719; } }
    @media (max-width: 520px), (max-height: 480px) {
      .panel { inset: 0; width: 100%; max-width: none; height: 100%; height: 100dvh; border-radius: 0; }
    }
  `;

  const host = document.createElement("div");
  host.dataset.compagnon = "";
  const root = host.attachShadow({ mode: "closed" });
  if (root.adoptedStyleSheets) {
    // Made by script, so that a strict policy of the page around does not forbid it.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } else {
    root.append(element("style", {}, STYLE));
  }

  const count = element("span", { class: "count", "aria-hidden": "true" });
  const button = element("button", { type: "button", "aria-expanded": "false", "aria-controls": "panel" });
  const panel = element("div", { class: "panel", id: "panel", role: "dialog", "aria-label": words["widget.title"] });
  count.hidden = true;
  panel.hidden = true;
  button.append(drawing(BUBBLE), drawing("M6 6l12 12M18 6L6 18"), count);
  button.addEventListener("click", () => (panel.hidden ? open() : close()));
  root.append(button, panel);
  label(0);

  let frame = null;

  function open() {
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    label(0);
    if (frame) {
      shown();
      return;
    }
    const src = `${origin}/chat?embed=1&lang=${encodeURIComponent(lang)}`;
    frame = element("iframe", { src, title: words["widget.title"] });
    frame.addEventListener("load", shown);
    panel.append(frame);
  }

  function close() {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    label(0);
    button.focus();
    frame?.contentWindow.postMessage({ compagnon: "hidden" }, origin);
  }

  function shown() {
    if (panel.hidden) return;
    frame.focus();
    frame.contentWindow.postMessage({ compagnon: "shown" }, origin);
  }

  window.addEventListener("message", (event) => {
    if (event.origin !== origin || event.source !== frame?.contentWindow) return;
    if (event.data?.compagnon === "close") close();
    if (event.data?.compagnon === "unread" && panel.hidden) label(Number(event.data.count) || 0);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
  });

  function label(unread) {
    const name = panel.hidden ? words["widget.open"] : words["widget.close"];
    button.setAttribute("aria-label", unread ? `${name} (${words["widget.unread"]}: ${unread})` : name);
    count.textContent = unread > 9 ? "9+" : String(unread);
    count.hidden = !unread;
  }

  function element(tag, attributes, text) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text) made.textContent = text;
    return made;
  }

  function drawing(d) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    svg.append(path);
    return svg;
  }

  if (document.body) document.body.append(host);
  else document.addEventListener("DOMContentLoaded", () => document.body.append(host));
})();
