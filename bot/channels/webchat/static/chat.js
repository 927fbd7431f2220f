// The chat page. The server's entries are the truth; what the person says is shown at once and kept until it is there.

import * as composer from "./composer.js";
import { useIcons } from "./dom.js";
import * as frame from "./frame.js";
import * as header from "./header.js";
import { Log } from "./log.js";
import * as outbox from "./outbox.js";
import * as scroll from "./scroll.js";
import * as server from "./server.js";
import * as store from "./store.js";
import * as words from "./words.js";

const $ = (id) => document.getElementById(id);
const config = JSON.parse(document.body.dataset.chat);
const tongue = config.asked ? config.lang : navigator.language;
const lang = /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/.test(tongue) ? tongue : "";

useIcons(config.icons);
words.use(config.lang, config.texts);
words.apply();

const log = new Log($("said"), $("waiting"), config.name, {
  press: (choice, label) => say({ kind: "press", token: choice.token, label: [...label].slice(0, 400).join("") }),
  retry: () => outbox.run(),
  remove: () => {},
  edit: (item) => composer.write(item.body.text),
});

let heardCount = 0; // messages of the other side since the page was loaded

function say(body, file = null) {
  const item = outbox.add(lang ? { ...body, lang } : body, file);
  item.heard = heardCount;
  log.pend(item);
  scroll.toEnd();
  outbox.run();
}

// --- what the person does ------------------------------------------------------------------------------------------

composer.start(
  {
    say: (text) => say({ kind: "text", text }),
    attach: (file) => say({ kind: "file", name: file.name }, file),
  },
  config.fileBytes,
);
header.start({
  command: (text, label) => say({ kind: "command", text, label }),
  leave: () => {
    leaving = true;
    store.clear();
    location.reload();
  },
});
frame.start({
  shown: () => matchMedia("(pointer: fine)").matches && $("text").focus(),
  overlay: () => $("leave").open,
});
let leaving = false;
window.addEventListener("beforeunload", (event) => {
  if (!leaving && outbox.holdsFile()) event.preventDefault();
});

// --- what is on its way ----------------------------------------------------------------------------------------------

for (const item of outbox.start(itemChanged)) log.pend(item);
outbox.run();

function itemChanged(item) {
  log.mark(item);
  if (item.state === "sent" && item.heard === heardCount) typing(true); // else the answer was faster
  if (item.state === "busy") notice(words.t("chat.busy"));
  else if (connected) notice("");
}

let typingTimer;

function typing(wanted) {
  clearTimeout(typingTimer);
  const person = log.speaker?.person;
  $("typing").hidden = !wanted || person;
  if (wanted && !person) {
    scroll.follow();
    typingTimer = setTimeout(() => typing(false), 15_000);
  }
}

// A person writes: the server says so again every few seconds while it lasts.
const WRITES = 6_000;
let writingTimer;

function writing(person) {
  clearTimeout(writingTimer);
  if (person) {
    typing(false);
    writingTimer = setTimeout(writing, WRITES, null);
  }
  const said = person ? words.t("chat.writing", person) : "";
  // said once, not at every sign
  if ($("writing").textContent === said) return;
  $("writing").textContent = said;
  scroll.follow();
}

// --- what the server says --------------------------------------------------------------------------------------------

let connected = false;
let wakeUp = () => {};
window.addEventListener("online", () => wakeUp());
window.addEventListener("offline", () => notice(words.t("chat.offline")));
document.addEventListener("visibilitychange", () => document.hidden || wakeUp());

async function connect() {
  let loaded = false;
  let pause = 1;
  for (;;) {
    try {
      if (!store.get("token")) store.set("token", await server.openSession());
      server.use(store.get("token"));
      if (!loaded) {
        await load();
        loaded = true;
      }
      await server.listen(log.lastId, opened, { entry: heard, writing });
      pause = 1;
    } catch (error) {
      if (error instanceof server.Refused && error.status === 401) store.remove("token");
      pause = Math.min(30, Math.max(pause * 2, error.seconds ?? 0));
    }
    connected = false;
    setTimeout(lost, 1500);
    await new Promise((resolve) => {
      wakeUp = resolve;
      setTimeout(resolve, pause * 1000 * (0.75 + Math.random() / 2));
    });
  }
}

function opened() {
  connected = true;
  notice("");
}

function lost() {
  if (!connected) notice(words.t(navigator.onLine ? "chat.reconnecting" : "chat.offline"));
}

async function load() {
  const history = await server.history();
  for (const entry of history.entries) log.add(entry);
  $("earlier").hidden = !history.earlier;
  if (!history.entries.length && !outbox.hasCommand("/start")) say({ kind: "command", text: "/start" });
  await follow(history.lang);
  scroll.restore();
  outbox.run();
  $("log").setAttribute("aria-live", "polite");
}

function heard(entry) {
  const free = [document.body, $("scroll"), null].includes(document.activeElement);
  if (!log.add(entry)) return;
  if (entry.author === "you") {
    scroll.follow();
    return;
  }
  heardCount += 1;
  typing(false);
  writing(null);
  frame.arrived();
  follow(entry.message.lang);
  if (free && pressed) log.open?.choices.focus();
  pressed = false;
  scroll.arrived($("said").lastElementChild);
}

/** The page speaks the language of the conversation, and helps with what the last message asks for. */
async function follow(newLang) {
  const last = [...log.entries.values()].filter((entry) => entry.author !== "you").at(-1);
  const asks = last?.message.wants ?? "";
  if (newLang && newLang !== words.lang && config.languages[newLang]) {
    try {
      const { texts } = await server.texts(newLang);
      words.use(newLang, texts);
      words.apply();
      log.redraw();
    } catch {
      // the texts stay as they are until the next message
    }
  }
  header.show(log.speaker, config.languages[words.lang] ?? words.lang);
  header.progress(last?.message.progress ?? null);
  composer.help(asks);
}

$("earlier").addEventListener("click", async () => {
  try {
    const history = await server.history(log.firstId);
    scroll.hold(() => log.prepend(history.entries));
    $("earlier").hidden = !history.earlier;
  } catch {
    lost();
  }
});

function notice(text) {
  $("notice").textContent = text;
  $("notice").hidden = !text;
}

// A press by keyboard takes its button away: the focus waits in the conversation and goes on to the next question.
let pressed = false;
const beforePress = (event) => {
  pressed = event.detail === 0 && Boolean(event.target.closest(".choices button:not(.box)"));
  if (pressed) $("scroll").focus({ preventScroll: true });
};
$("log").addEventListener("click", beforePress, { capture: true });

header.show(null, config.languages[words.lang]);
if (!navigator.onLine) notice(words.t("chat.offline"));
connect();
