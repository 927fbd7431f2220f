// The HTTP API. Every failure is one of two: Later (try again after so many seconds) or Refused (never this way).

export class Later extends Error {
  constructor(seconds, busy = false) {
    super("later");
    this.seconds = seconds;
    this.busy = busy;
  }
}

export class Refused extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

// Longer than the server ever is silent on an open stream.
const SILENCE = 40_000;

let token = null;

export function use(newToken) {
  token = newToken;
}

export async function openSession() {
  return (await ask("/chat/session", { method: "POST" })).token;
}

export async function history(before) {
  return ask(before === undefined ? "/chat/history" : `/chat/history?before=${before}`);
}

export async function texts(lang) {
  return ask(`/chat/texts?lang=${encodeURIComponent(lang)}`);
}

export async function send(body) {
  const headers = { "Content-Type": "application/json" };
  await ask("/chat/messages", { method: "POST", headers, body: JSON.stringify(body) });
}

export async function sendFile(body, file) {
  const form = new FormData();
  form.append("id", body.id);
  if (body.lang) form.append("lang", body.lang);
  form.append("file", file, file.name);
  await ask("/chat/files", { method: "POST", body: form }, 300_000);
}

/** Listen to the entries after `after`: `on` has a function for each kind of event, entry and writing. Returns when the line breaks, for whatever reason. */
export async function listen(after, onOpen, on) {
  const control = new AbortController();
  let watch;
  const alive = () => {
    clearTimeout(watch);
    watch = setTimeout(() => control.abort(), SILENCE);
  };
  // A telephone that was asleep comes back to a dead line: look at once instead of after the silence.
  const broken = () => control.abort();
  window.addEventListener("offline", broken);
  try {
    alive();
    const headers = { ...authorization(), "Last-Event-ID": String(after) };
    const response = await reach("/chat/events", { headers, cache: "no-store", signal: control.signal });
    onOpen();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let kind = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith("event: ")) kind = line.slice(7);
        if (line.startsWith("data: ")) on[kind]?.(JSON.parse(line.slice(6)));
      }
    }
  } catch (error) {
    if (error instanceof Refused || error instanceof Later) throw error;
  } finally {
    clearTimeout(watch);
    window.removeEventListener("offline", broken);
    control.abort();
  }
}

async function ask(path, options = {}, patience = 30_000) {
  const headers = { ...authorization(), ...options.headers };
  const response = await reach(path, { ...options, headers, signal: AbortSignal.timeout(patience) });
  try {
    return await response.json();
  } catch {
    throw new Later(2);
  }
}

async function reach(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Later(2);
  }
  if (response.ok) return response;
  const wait = Number(response.headers.get("Retry-After")) || 3;
  if (response.status === 429) throw new Later(wait, true);
  if (response.status >= 500 || response.status === 408) throw new Later(wait);
  const problem = await response.json().catch(() => ({}));
  throw new Refused(response.status, problem.error ?? "malformed");
}

function authorization() {
  return token ? { Authorization: `Bearer ${token}` } : {};
}
