// The words of the page in the language of the conversation, and its way to write days and times.

let texts = {};
// Days and hours are written as in Europe, also in English.
const region = () => (lang === "en" ? "en-GB" : lang);
export let lang = "en";

export function use(newLang, newTexts) {
  lang = newLang;
  texts = newTexts;
  document.documentElement.lang = newLang;
}

export function t(key, fields = {}) {
  return (texts[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => fields[name] ?? "");
}

/** Write the texts of the page's fixed parts again: `data-text` names the content, `data-label` the accessible name. */
export function apply(root = document) {
  for (const element of root.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
    if (element.localName === "button") element.title = t(element.dataset.label);
  }
}

export function time(date) {
  return new Intl.DateTimeFormat(region(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
}

export function day(date) {
  const days = Math.round((midnight(date) - midnight(new Date())) / 86_400_000);
  if (days === 0 || days === -1) {
    const word = new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(days, "day");
    return word.charAt(0).toLocaleUpperCase(lang) + word.slice(1);
  }
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(region(), { weekday: "long", day: "numeric", month: "long", year }).format(date);
}

/** A day sent as 2027-05-03, as people write it; any other text as it is. */
export function spoken(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!parts) return text;
  const date = new Date(parts[1], parts[2] - 1, parts[3]);
  return new Intl.DateTimeFormat(region(), { dateStyle: "long" }).format(date);
}

export function size(bytes) {
  const [amount, unit] = bytes >= 1_000_000 ? [bytes / 1_000_000, "megabyte"] : [bytes / 1_000, "kilobyte"];
  const digits = amount >= 10 ? 0 : 1;
  const style = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits };
  return new Intl.NumberFormat(lang, style).format(Math.max(0.1, amount));
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
