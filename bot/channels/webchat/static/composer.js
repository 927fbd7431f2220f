// The box to write in: grows with the text, sends with Enter, and helps with days, numbers and files.

import * as store from "./store.js";
import { t } from "./words.js";

const MOST = 8_000; // characters, as the server counts them
const NEAR = 7_500;
const HINTS = { choice: ".choice", choices: ".choice", number: ".number", date: ".date", file: ".file" };

const $ = (id) => document.getElementById(id);

/** `on` has say(text) and attach(file); `fileBytes` is the largest file the server takes. */
export function start(on, fileBytes) {
  const text = $("text");
  text.value = store.get("draft") ?? "";
  text.addEventListener("input", changed);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      $("composer").requestSubmit();
    }
  });
  $("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const words = tidy(text.value);
    if (!words) {
      text.focus();
      return;
    }
    if (length(words) > MOST) return;
    on.say(words);
    write("");
    text.focus();
  });
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => {
    const files = [...$("file").files];
    $("file").value = "";
    const big = files.some((file) => file.size > fileBytes);
    tell(big ? t("chat.file.too-big") : "");
    for (const file of files) if (file.size <= fileBytes) on.attach(file);
  });
  $("date").addEventListener("input", () => {
    $("date-send").disabled = !$("date").value;
  });
  $("date").addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      $("date-send").click();
    }
  });
  $("date-send").addEventListener("click", () => {
    const day = $("date").value;
    if (!day) return;
    $("date").value = "";
    $("date-send").disabled = true;
    text.focus({ preventScroll: true });
    on.say(day);
  });
  changed();
}

/** Put words back into the box, before what is there. */
export function write(words) {
  const text = $("text");
  text.value = words && text.value ? `${words}\n${text.value}` : words;
  changed();
}

/** Help with the input that the question wants (`Message.wants`). */
export function help(wants) {
  $("date-row").hidden = wants !== "date";
  $("attach").classList.toggle("wanted", wants === "file");
  $("text").inputMode = wants === "number" ? "decimal" : "text";
  $("text").placeholder = t(`chat.placeholder${HINTS[wants] ?? ""}`);
}

function changed() {
  const text = $("text");
  if (text.value) store.set("draft", text.value);
  else store.remove("draft");
  text.style.blockSize = "auto";
  text.style.blockSize = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
  const left = MOST - length(tidy(text.value));
  $("send").disabled = left < 0;
  const hint = left < 0 ? t("chat.too_long") : left < MOST - NEAR ? t("chat.left", { count: left }) : "";
  tell(hint);
}

function tell(words) {
  $("hint").textContent = words;
  $("hint").hidden = !words;
}

// Half of an emoji, left over from cutting, cannot be sent as UTF-8.
function tidy(text) {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "").trim();
}

function length(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
