// Helps to write: finds an answer written beforehand as one types, puts it into the box, and says which files go along.

const holder = document.getElementById("canned");

if (holder) {
  const find = document.getElementById("canned-find");
  const notes = document.getElementById("canned-notes");
  const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const filter = () => {
    const wanted = plain(find.value).split(/\s+/).filter(Boolean);
    let left = 0;
    for (const one of document.querySelectorAll("#canned-offers li")) {
      const text = plain(one.textContent);
      one.hidden = !wanted.every((word) => text.includes(word));
      if (!one.hidden) left += 1;
    }
    document.getElementById("canned-none").hidden = left > 0;
  };
  find.addEventListener("input", filter);
  // The form loads the page with what was found, for browsers without scripts; here Enter takes the first one.
  find.form.addEventListener("submit", (event) => {
    event.preventDefault();
    document.querySelector("#canned-offers li:not([hidden]) a")?.click();
  });

  holder.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-answer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(holder.dataset.canned + link.dataset.answer, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      put(await answer.json());
    } catch {
      location.assign(link.href);
    }
  });

  // Into the box where the cursor stands; what is there already stays.
  function put({ words, notes: said }) {
    const box = document.getElementById(holder.dataset.box);
    box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    holder.open = false;
    box.focus();
    const gap = /\{\w+\}/.exec(box.value);
    if (gap) box.setSelectionRange(gap.index, gap.index + gap[0].length);
    notes.replaceChildren(...said.map((one) => Object.assign(document.createElement("p"), { textContent: one })));
  }
}

// Which files go along, and that they are not too large together: a refusal would cost the whole upload.
for (const input of document.querySelectorAll("[data-largest]")) {
  const chosen = input.form.querySelector(".chosen");
  const tell = () => {
    const files = [...input.files];
    const size = files.reduce((sum, file) => sum + file.size, 0);
    input.setCustomValidity(size > Number(input.dataset.largest) || files.length > Number(input.dataset.most) ? input.dataset.tooLarge : "");
    chosen.textContent = files.map((file) => file.name).join(", ");
    if (!input.checkValidity()) input.reportValidity();
  };
  input.addEventListener("change", tell);
  input.form.addEventListener("reset", () => window.setTimeout(tell));
}

// A draft that goes out in another language is no draft any more.
const both = document.querySelector("[data-forget]");
both?.addEventListener("submit", () => sessionStorage.removeItem(both.dataset.forget));
