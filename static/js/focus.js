/* Where the pen goes after a swap: a new entry's first field, a closed entry's heading, the way back. */
(() => {
  let wanted = null;

  document.addEventListener("htmx:before:request", (event) => {
    const source = event.target;
    const step = source.dataset?.step;
    const entry = source.closest?.("[id^=entry-]");
    if (step && entry) wanted = `#${entry.id} [data-step=${step}]`;
    else if (source.matches?.(".add")) wanted = source.querySelector(".quick input") ? `#${source.querySelector(".quick input").id}` : "new";
    else if (entry && !source.matches("form[data-saves]")) wanted = `#${entry.id}`;
    else wanted = null;
    if (source.matches?.(".add")) {
      const list = document.querySelector(source.getAttribute("hx-target"));
      source.known = new Set([...(list?.children ?? [])].map((child) => child.id));
    }
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (!wanted) return;
    const source = event.detail.ctx?.sourceElement;
    let found = null;
    if (wanted === "new") {
      const list = document.querySelector(source?.getAttribute("hx-target"));
      found = [...(list?.children ?? [])].find((child) => !source.known?.has(child.id));
    } else found = document.querySelector(wanted);
    if (source?.matches?.("[data-clears]")) {
      const box = source.querySelector(".quick input");
      if (box) box.value = "";
    }
    wanted = null;
    if (!found) return;
    const target = found.matches("input, button, a, textarea, select")
      ? found
      : found.querySelector("input:not([type=hidden]), textarea, select, a[href], button");
    (target ?? found).focus();
  });
})();
