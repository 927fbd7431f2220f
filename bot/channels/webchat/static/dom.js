// Making elements. Text only ever becomes text: nothing here, or anywhere in the chat, parses HTML.

const SVG = "http://www.w3.org/2000/svg";

let sprite = "";

export function useIcons(url) {
  sprite = url;
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

/** French sets its signs off by a space: no line begins with one. */
function glued(text) {
  return text.replace(/« /g, "«\u00a0").replace(/ (?=[»?!:;])/g, "\u00a0");
}

/** Text with its web addresses as links. */
export function linked(text, newTab) {
  const pieces = text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'’»])/);
  return pieces.filter(Boolean).map((piece) => {
    if (!/^https?:\/\//.test(piece)) return glued(piece);
    const attributes = { href: piece, target: "_blank", rel: "noopener noreferrer nofollow" };
    return make("a", attributes, piece, make("span", { class: "aloud" }, ` (${newTab})`));
  });
}
