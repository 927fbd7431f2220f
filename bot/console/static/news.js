// The event stream: hints that something has changed, and who else is there. Read with fetch, for only so can the request say that
// it is no sign of life of a person. Only a page that is seen listens: browsers allow few connections at once.

const SILENT = 40000;
const SOONEST = 1000;
const LATEST = 30000;

export function listen(conversation, { changed, presence, begun }) {
  const state = { alive: false };
  let line = null;
  let pause = SOONEST;
  let timer = 0;

  async function connect() {
    window.clearTimeout(timer);
    if (document.hidden || line) return;
    const mine = new AbortController();
    line = mine;
    let silence = 0;
    try {
      const answer = await fetch(`/desk/events${conversation ? `?conversation=${conversation}` : ""}`, {
        headers: { "Desk-Poll": "1" },
        cache: "no-store",
        signal: mine.signal,
      });
      if (!answer.ok || !answer.body) throw new Error(String(answer.status));
      state.alive = true;
      begun();
      const words = new TextDecoder();
      const reader = answer.body.getReader();
      let rest = "";
      for (;;) {
        window.clearTimeout(silence);
        silence = window.setTimeout(() => mine.abort(), SILENT);
        const { done, value } = await reader.read();
        if (done) break;
        pause = SOONEST;
        const events = (rest + words.decode(value, { stream: true })).split("\n\n");
        rest = events.pop();
        for (const one of events) tell(one);
      }
    } catch {
      // the page asks by itself until the line is back
    }
    window.clearTimeout(silence);
    state.alive = false;
    if (line === mine) line = null;
    if (!document.hidden) timer = window.setTimeout(connect, pause);
    pause = Math.min(pause * 2, LATEST);
  }

  function tell(event) {
    const name = /^event: (.*)$/m.exec(event)?.[1];
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (name === "changed") changed(Number(data));
    if (name === "presence") presence(JSON.parse(data));
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      line?.abort();
      line = null;
    } else {
      pause = SOONEST;
      connect();
    }
  });
  window.addEventListener("pagehide", () => line?.abort());
  connect();
  return state;
}
