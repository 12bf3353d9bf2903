/* The focus moves on purpose: to what was asked for, or to where it was before a swap took its place away. */
{
  const WRONG = "[aria-invalid=true]";
  const FIELD = "input:not([type=hidden]), textarea, select";
  let before = {};

  document.addEventListener("htmx:before:swap", () => {
    const held = document.activeElement;
    before = { entry: held.closest("[id^=entry-]")?.id, step: held.dataset.step };
  });

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    const source = ctx.sourceElement;
    if (source.matches(".add")) added(source);
    else if (source.matches("button") && ctx.response?.status === 422) first(source.form)?.focus();
    else if (document.activeElement === document.body && before.entry) returned();
  });

  function added(form) {
    const list = document.querySelector(form.getAttribute("hx-target"));
    const entry = form.getAttribute("hx-swap") === "afterbegin" ? list.firstElementChild : list.lastElementChild;
    const named = form.querySelector(FIELD);
    if (!named) first(entry)?.focus();
    else if (entry) named.value = "";
  }

  function returned() {
    const entry = document.getElementById(before.entry);
    const again = before.step && entry?.querySelector(`[data-step=${before.step}]`);
    (again || first(entry))?.focus();
  }

  function first(place) {
    return [WRONG, FIELD, "a[href], button"].map((kind) => place?.querySelector(kind)).find(Boolean);
  }
}
