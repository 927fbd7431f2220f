// Takes over the parts of a fresh page that differ from those on the screen. What somebody has opened, chosen, typed or reached with
// the keyboard stays as it is.

const shown = new WeakMap();

export function take(fresh) {
  document.title = fresh.title;
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (!other) continue;
    part.className = other.className;
    if (other.innerHTML !== (shown.get(part) ?? part.innerHTML)) swap(part, other);
  }
  const composer = document.getElementById("composer");
  const newer = fresh.getElementById("composer");
  if (composer && newer) composer.className = newer.className;
}

function swap(part, other) {
  const focus = part.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  const open = new Set([...part.querySelectorAll("details[open]")].map(nameOf));
  const typed = new Map([...part.querySelectorAll("select, textarea, input:not([type=hidden])")].filter(isChanged).map((one) => [nameOf(one), one.value]));
  const ticked = new Map([...part.querySelectorAll("input[type=checkbox]")].filter((one) => one.checked !== one.defaultChecked).map((one) => [nameOf(one), one.checked]));
  const scroll = part.closest(".scroll");
  // further up, somebody reads: what comes below does not push it away
  const height = scroll && scroll.scrollTop < -20 ? scroll.scrollHeight : 0;
  shown.set(part, other.innerHTML);
  part.replaceChildren(...other.childNodes);
  for (const one of part.querySelectorAll("details")) if (open.has(nameOf(one))) one.open = true;
  for (const one of part.querySelectorAll("select, textarea, input:not([type=hidden])")) if (typed.has(nameOf(one))) one.value = typed.get(nameOf(one));
  for (const one of part.querySelectorAll("input[type=checkbox]")) if (ticked.has(nameOf(one))) one.checked = ticked.get(nameOf(one));
  if (height) scroll.scrollTop -= scroll.scrollHeight - height;
  if (focus) [...part.querySelectorAll("a, summary, select, button, textarea, input")].find((one) => nameOf(one) === focus)?.focus({ preventScroll: true });
}

function isChanged(control) {
  if (control.tagName !== "SELECT") return control.value !== control.defaultValue;
  const first = [...control.options].find((one) => one.defaultSelected) ?? control.options[0];
  return control.value !== first?.value;
}

function nameOf(element) {
  return element.id || element.getAttribute("href");
}
