// Where the reader is: new messages are followed at the end, and announced by a button further up.

import * as store from "./store.js";

const NEAR = 80; // pixels from the end that still count as being there

const area = document.getElementById("scroll");
const newest = document.getElementById("newest");
let following = true;

function atEnd() {
  return area.scrollHeight - area.scrollTop - area.clientHeight < NEAR;
}

area.addEventListener("scroll", () => {
  following = atEnd();
  if (following) newest.hidden = true;
  remember();
});
newest.addEventListener("click", () => {
  toEnd();
  area.focus({ preventScroll: true });
});
// The keyboard of a telephone, a turned screen or a growing text box: the end stays in sight.
new ResizeObserver(() => follow()).observe(area);

if (window.visualViewport) {
  const app = document.getElementById("app");
  visualViewport.addEventListener("resize", () => {
    if (visualViewport.scale === 1) app.style.blockSize = `${visualViewport.height}px`;
  });
}

export function toEnd() {
  newest.hidden = true;
  following = true;
  area.scrollTop = area.scrollHeight;
}

export function follow() {
  if (following) toEnd();
}

/** A message has come: go to it, to its beginning when it is longer than the screen. */
export function arrived(element) {
  if (!following) {
    newest.hidden = false;
    return;
  }
  toEnd();
  if (element && element.offsetHeight > area.clientHeight) element.scrollIntoView({ block: "start" });
}

/** Change what stands above without moving what is being read. */
export function hold(change) {
  const fromEnd = area.scrollHeight - area.scrollTop;
  change();
  area.scrollTop = area.scrollHeight - fromEnd;
}

/** Back to where the reader was before the page was loaded again. */
export function restore() {
  const place = JSON.parse(store.get("place") ?? "null");
  const element = place && document.querySelector(`#said [data-id="${Number(place.id)}"]`);
  if (element) area.scrollTop = element.offsetTop - place.offset;
  else toEnd();
  following = atEnd();
}

function remember() {
  if (following) {
    store.remove("place");
    return;
  }
  const first = [...document.querySelectorAll("#said [data-id]")].find(
    (element) => element.offsetTop + element.offsetHeight > area.scrollTop,
  );
  if (first) store.set("place", JSON.stringify({ id: first.dataset.id, offset: first.offsetTop - area.scrollTop }));
}
