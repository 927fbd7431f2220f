// The conversation on the screen: what is said, in the order of the server, then what is still on its way there.

import { Choices, sameQuestion } from "./choices.js";
import { icon, linked, make } from "./dom.js";
import { day, size, spoken, t, time } from "./words.js";

const TOGETHER = 5 * 60_000; // messages of one author within so many milliseconds stand together

export class Log {
  /** `on` has press(choice, label), retry(), remove(item) and edit(item). */
  constructor(said, waiting, name, on) {
    this.said = said;
    this.waiting = waiting;
    this.name = name;
    this.on = on;
    this.entries = new Map();
    this.pending = new Map();
    this.reset();
  }

  reset() {
    this.said.replaceChildren();
    this.open = null; // the message whose buttons can be pressed
    this.byToken = new Map();
    this.previous = null; // the last entry on the screen
    this.speaker = null; // who spoke last on the other side
  }

  get lastId() {
    return Math.max(0, ...this.entries.keys());
  }

  get firstId() {
    return Math.min(...this.entries.keys());
  }

  /** Show entries that come before those on the screen. */
  prepend(entries) {
    this.entries = new Map([...entries.map((entry) => [entry.id, entry]), ...this.entries]);
    this.redraw();
  }

  /** Draw everything again, as after a change of language. */
  redraw() {
    const focused = this.open?.choices.holds(document.activeElement);
    this.reset();
    for (const entry of this.entries.values()) this.draw(entry);
    for (const { item, answered } of [...this.pending.values()]) {
      if (answered) this.forget(item.body.id);
      else this.pend(item);
    }
    if (focused) this.open?.choices.focus();
  }

  /** Show an entry of the server; false when it was there already. */
  add(entry) {
    if (this.entries.has(entry.id)) return false;
    this.entries.set(entry.id, entry);
    this.draw(entry);
    return true;
  }

  draw(entry) {
    if (entry.author === "you") this.drawOwn(entry);
    else this.drawOther(entry);
  }

  drawOwn(entry) {
    const message = entry.message;
    this.forget(message.id);
    if (message.kind === "press") {
      const holder = this.byToken.get(message.token);
      holder?.confirm(message.token);
      if (message.label) {
        holder?.close(message.token);
        if (holder && this.open?.choices === holder) this.open = null;
      }
    }
    const content = own(message);
    if (!content) return;
    this.place(entry, make("div", { class: "entry you" }, this.aloud(t("chat.you")), content), icon("check"));
  }

  drawOther(entry) {
    const message = entry.message;
    const person = entry.author !== "bot";
    const name = person ? entry.author : this.name;
    this.speaker = { name, person };
    const again = this.open && sameQuestion(this.open.message, message) && this.previous === this.open.entry;
    if (again) {
      this.open.choices.update(message);
      this.register(message, this.open.choices);
      this.open.message = message;
      this.open.bubble.replaceChildren(...paragraphs(message));
      return;
    }
    if (message.choices.length || message.wants || person) this.closeOpen();
    if (message.replaces) this.said.querySelector(`[data-id="${message.replaces}"]`)?.remove();
    const bubble = make("div", { class: "bubble" }, ...paragraphs(message), ...attached(message));
    const element = make("div", { class: `entry ${person ? "person" : "bot"}`, lang: message.lang });
    element.append(person ? make("p", { class: "name" }, icon("person"), name) : this.aloud(name), bubble);
    if (message.choices.length) {
      const choices = new Choices(message, (choice, label) => this.pressed(choices, choice, label));
      this.register(message, choices);
      this.open = { entry, message, bubble, choices };
      element.append(choices.element);
    }
    this.place(entry, element);
  }

  pressed(choices, choice, label) {
    if (label && this.open?.choices === choices) this.open = null;
    this.on.press(choice, label);
  }

  register(message, choices) {
    for (const choice of message.choices) this.byToken.set(choice.token, choices);
  }

  closeOpen() {
    this.open?.choices.close();
    this.open = null;
  }

  place(entry, element, ...state) {
    if (entry.author !== "you") this.leaveInPlace();
    const at = new Date(entry.at);
    const before = this.previous;
    if (!before || day(new Date(before.at)) !== day(at)) {
      this.said.append(make("p", { class: "day" }, make("span", {}, day(at))));
    } else if (before.author === entry.author && at - new Date(before.at) < TOGETHER) {
      element.classList.add("same");
    }
    element.dataset.id = entry.id;
    element.append(make("p", { class: "meta" }, make("time", { datetime: entry.at }, time(at)), ...state));
    this.said.append(element);
    this.previous = entry;
  }

  /** What was said before consent never comes back from the server: it stays above the answer to it. */
  leaveInPlace() {
    for (const found of this.pending.values()) {
      if (found.item.state !== "sent" || found.answered) continue;
      found.answered = true;
      this.said.append(found.element);
    }
  }

  /** Show something of the person's own that is not acknowledged yet. */
  pend(item) {
    const content = own({ ...item.body, file: item.file ?? item.body.file });
    this.forget(item.body.id);
    if (!content) return;
    const state = make("p", { class: "meta" });
    const element = make("div", { class: "entry you" }, this.aloud(t("chat.you")), content, state);
    this.pending.set(item.body.id, { item, element, state });
    this.waiting.append(element);
    this.mark(item);
  }

  /** The state of something on its way has changed. */
  mark(item) {
    const found = this.pending.get(item.body.id);
    if (!found) return;
    found.element.className = `entry you ${item.state}`;
    found.state.replaceChildren(...this.state(item));
  }

  state(item) {
    const button = (name, act, key) => {
      const element = make("button", { type: "button", class: "link" }, icon(name), t(key));
      element.addEventListener("click", act);
      return element;
    };
    const reason = (key) => make("span", { class: "reason" }, icon("alert"), make("span", {}, t(key)));
    const gone = () => {
      this.forget(item.body.id);
      this.on.remove(item);
    };
    switch (item.state) {
      case "sent":
        return [icon("check"), make("span", { class: "aloud" }, t("chat.sent"))];
      case "waiting":
        return [reason("chat.not_sent"), button("retry", () => this.on.retry(), "chat.retry")];
      case "refused": {
        const again = () => {
          gone();
          this.on.edit(item);
        };
        const edit = item.body.kind === "text" ? [button("retry", again, "chat.edit")] : [];
        const known = item.code.startsWith("file.") ? `chat.${item.code}` : "chat.not_sent";
        return [reason(known), ...edit, button("close", gone, "chat.remove")];
      }
      default:
        return [make("span", {}, t("chat.sending"))];
    }
  }

  forget(id) {
    this.pending.get(id)?.element.remove();
    this.pending.delete(id);
  }

  aloud(name) {
    return make("span", { class: "aloud" }, `${name}: `);
  }
}

function paragraphs(message) {
  return message.parts.map((part) => {
    const text = make("span", { dir: "auto" }, ...worded(part));
    return make("p", { class: `part ${part.style}` }, part.style === "warn" ? icon("alert") : null, text);
  });
}

/** The words of a part, emphasized where staff did so. */
function worded(part) {
  const newTab = t("chat.new_tab");
  if (!part.stretches) return linked(part.text, newTab);
  const wrapped = (inner, kind) => [make(TAGS[kind], {}, ...inner)];
  return part.stretches.flatMap(([words, kinds]) => kinds.reduce(wrapped, linked(words, newTab)));
}

const TAGS = { bold: "strong", italic: "em", underline: "u", strike: "s", code: "code" };

/** The files that came with a message, to be heard or seen where the browser can, and to be saved. */
function attached(message) {
  return (message.files ?? []).flatMap(({ name, size: bytes, mime, url }) => {
    const kind = /^(audio|video)\//.exec(mime ?? "")?.[1];
    const shown = { class: "player", src: url, controls: "", preload: "none", "aria-label": name };
    const player = kind ? [make(kind, shown)] : [];
    const link = make("a", { class: "file", href: url, download: name });
    link.append(icon("file"), make("bdi", {}, name), make("small", {}, size(bytes)));
    return [...player, link];
  });
}

function own(message) {
  const text = message.kind === "press" || message.kind === "command" ? message.label : message.text;
  const children = [];
  if (message.kind === "file") {
    const { name, size: bytes } = message.file;
    children.push(make("span", { class: "file" }, icon("file"), make("bdi", {}, name), make("small", {}, size(bytes))));
  }
  if (text) children.push(make("span", { dir: "auto" }, spoken(text)));
  return children.length ? make("div", { class: "bubble", dir: "auto" }, ...children) : null;
}
