// The buttons under a message: open while the question waits, then a list that shows what was picked.

import { icon, make } from "./dom.js";
import { t } from "./words.js";

export class Choices {
  /** `press(choice, label)`: label is what the person sees of it afterwards, empty for a box that was ticked. */
  constructor(message, press) {
    this.choices = message.choices;
    this.several = message.wants === "choices";
    this.press = press;
    this.unconfirmed = new Set();
    this.element = make("div", { class: "choices" });
    this.buttons = this.choices.map((choice) => this.button(choice));
    const boxes = this.buttons.filter((_, number) => this.isBox(this.choices[number]));
    const rest = this.buttons.filter((button) => !boxes.includes(button));
    if (boxes.length) this.element.append(...boxes, make("div", { class: "rest" }, ...rest));
    else this.element.append(...rest);
  }

  /** The same question once more with other boxes ticked: the buttons stay where they are, and so does the focus. */
  update(message) {
    const open = this.unconfirmed;
    this.choices = message.choices.map((choice, number) =>
      open.has(choice.label) ? { ...choice, selected: this.choices[number].selected } : choice,
    );
    this.choices.forEach((_, number) => this.tick(number));
  }

  /** A press has reached the server, which knows better from now on. */
  confirm(token) {
    const choice = this.choices.find((each) => each.token === token);
    if (choice) this.unconfirmed.delete(choice.label);
  }

  holds(element) {
    return this.element.contains(element);
  }

  focus() {
    (this.element.querySelector("button.primary") ?? this.element.querySelector("button"))?.focus();
  }

  /** No more to be pressed: shows each choice, and which were picked. */
  close(token = null) {
    if (this.closed) return;
    this.closed = true;
    const pressed = this.choices.find((choice) => choice.token === token);
    const byTicks = this.several && (!pressed || (pressed.style === "primary" && this.ticked().length > 0));
    // "Back" and "Done" say nothing about the answer: they go, unless they are the answer.
    const told = (choice) => (this.several ? this.isBox(choice) : choice.style !== "quiet");
    const items = this.choices
      .filter((choice) => (choice === pressed ? !byTicks : told(choice)))
      .map((choice) => {
        const picked = byTicks ? choice.selected : choice === pressed;
        const mark = picked ? [icon("check"), make("span", { class: "aloud" }, `${t("chat.chosen")}: `)] : [];
        return make("li", { class: picked ? "picked" : null, dir: "auto" }, ...mark, picked ? choice.label.replace(/^✓ /, "") : choice.label);
      });
    this.element.replaceChildren(make("ul", {}, ...items));
    this.element.hidden = !items.length;
  }

  button(choice) {
    const button = make("button", { type: "button", class: `button ${choice.style}`, dir: "auto" }, choice.label);
    if (this.isBox(choice)) {
      button.classList.add("box");
      button.prepend(icon("check"));
      button.setAttribute("aria-pressed", choice.selected);
    } else if (choice.selected) {
      button.classList.add("selected");
      button.prepend(icon("check"));
    }
    button.addEventListener("click", () => this.clicked(this.buttons.indexOf(button)));
    return button;
  }

  clicked(number) {
    const choice = this.choices[number];
    if (this.isBox(choice)) {
      choice.selected = !choice.selected;
      this.unconfirmed.add(choice.label);
      this.tick(number);
      this.press(choice, "");
      return;
    }
    const ticked = this.ticked().map((each) => each.label);
    this.close(choice.token);
    this.press(choice, choice.style === "primary" && ticked.length ? ticked.join(", ") : choice.label);
  }

  ticked() {
    return this.choices.filter((choice) => this.isBox(choice) && choice.selected);
  }

  tick(number) {
    if (this.isBox(this.choices[number])) {
      this.buttons[number].setAttribute("aria-pressed", this.choices[number].selected);
    }
  }

  isBox(choice) {
    return this.several && choice.style === "";
  }
}

/** Whether two messages are one question, asked again because a box was ticked. */
export function sameQuestion(one, other) {
  const words = (message) => JSON.stringify([message.parts[0], message.choices.map((choice) => choice.label)]);
  return one.wants === "choices" && other.wants === "choices" && words(one) === words(other);
}
