/* Put in another order with a mouse or a finger: <div data-drag="address"> of children with a name and a handle. What
   was put down is posted once, as the names in their new order; the buttons beside do the same, one place at a time. */
{
  const children = (list) => [...list.children].filter((child) => child.dataset.name);
  const names = (list) => children(list).map((child) => child.dataset.name);
  const edge = (y) => (y < 80 ? -12 : y > innerHeight - 80 ? 12 : 0);
  let held = null;

  function ready() {
    for (const list of document.querySelectorAll("[data-drag]")) {
      list.toggleAttribute("data-draggable", children(list).length > 1);
    }
  }

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    const child = handle?.closest("[data-name]");
    const list = child?.closest("[data-drag]");
    if (!list || event.button) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    child.dataset.held = "";
    held = { child, list, before: names(list).join() };
  });

  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const { child, list } = held;
    if (edge(event.clientY)) scrollBy(0, edge(event.clientY));
    const all = children(list);
    const at = all.indexOf(child);
    const above = all.slice(0, at).find((other) => event.clientY < middle(other));
    const below = all.slice(at + 1).findLast((other) => event.clientY > middle(other));
    if (above) above.before(child);
    else if (below) below.after(child);
  });

  function middle(child) {
    const { top, height } = child.getBoundingClientRect();
    return top + height / 2;
  }

  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, putDown);

  function putDown() {
    if (!held) return;
    const { child, list, before } = held;
    delete child.dataset.held;
    held = null;
    if (names(list).join() === before) return;
    const token = document.querySelector("[name=token]").value;
    htmx.ajax("POST", list.dataset.drag, { source: list, target: list.dataset.dragTarget || "#words", swap: "outerHTML", values: { token, names: names(list).join("\n") } });
  }

  document.addEventListener("htmx:after:swap", ready);
  ready();
}
