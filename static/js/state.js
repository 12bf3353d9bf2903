/* The state of saving, in words. What cannot be sent stays in the page and is tried again. */
(() => {
  const AGAIN = 20000;
  const waiting = new Map(); // forms whose last save did not arrive
  let since = "";
  let shown = 0;

  const place = () => document.getElementById("save-state");
  const time = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

  function say(words, state) {
    const here = place();
    if (!here) return;
    here.dataset.state = state;
    here.textContent = words;
  }

  function failed(form, words) {
    since = since || time();
    const timer = waiting.get(form);
    if (timer) clearTimeout(timer);
    waiting.set(form, setTimeout(() => again(form), AGAIN));
    say(`Not saved: ${words} since ${since}. Your words are kept on this page; we try again every 20 seconds. `, "failed");
    const now = document.createElement("button");
    now.className = "button small";
    now.type = "button";
    now.textContent = "Try now";
    now.addEventListener("click", () => [...waiting.keys()].forEach(again));
    place()?.append(now);
  }

  function again(form) {
    if (form.isConnected) form.dispatchEvent(new Event("change", { bubbles: true }));
    else waiting.delete(form);
  }

  const saving = (event) => event.target.closest?.("[data-saves]");

  document.addEventListener("htmx:before:request", (event) => {
    const form = saving(event);
    if (!form) return;
    const turn = ++shown;
    setTimeout(() => turn === shown && !waiting.has(form) && say("Saving…", "saving"), 400);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const form = saving(event);
    if (!form) return;
    shown++;
    const status = event.detail.ctx?.response?.status ?? 0;
    if (status >= 500) failed(form, "our side did not answer");
    else {
      clearTimeout(waiting.get(form));
      waiting.delete(form);
      if (!waiting.size) since = "";
    }
  });
  document.addEventListener("htmx:error", (event) => {
    const form = saving(event);
    if (form && !event.detail.ctx?.response) {
      shown++;
      failed(form, "there is no connection");
    }
  });
  document.addEventListener("htmx:after:swap", () => {
    const here = place();
    if (here?.dataset.state === "saved" && here.textContent.trim() === "Saved") here.textContent = `Saved at ${time()}`;
    for (const error of document.querySelectorAll(".field > .error")) {
      const box = document.getElementById(error.id.replace(/-error$/, ""));
      if (!box) continue;
      if (error.textContent.trim()) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    }
  });
  addEventListener("beforeunload", (event) => waiting.size && event.preventDefault());
})();
