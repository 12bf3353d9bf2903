/* One thing in each box: Enter opens the next box, Backspace in an empty one closes it. */
document.addEventListener("keydown", (event) => {
  const box = event.target.closest("[data-lines] li :is(textarea, input)");
  if (!box || event.isComposing) return;
  const item = box.closest("li");
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    const next = item.nextElementSibling || another(item);
    next.querySelector("textarea, input").focus();
  } else if (event.key === "Backspace" && !box.value && item.previousElementSibling) {
    event.preventDefault();
    const before = item.previousElementSibling.querySelector("textarea, input");
    if (item.nextElementSibling) item.remove();
    before.focus();
  }
});

/* There is always one empty box at the end. */
document.addEventListener("input", (event) => {
  const item = event.target.closest("[data-lines] li");
  if (item && !item.nextElementSibling && event.target.value) another(item);
});

function another(item) {
  const copy = item.cloneNode(true);
  const box = copy.querySelector("textarea, input");
  box.value = "";
  if (box.tagName === "TEXTAREA") box.textContent = "";
  const number = item.parentElement.children.length + 1;
  box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+$/, number));
  item.after(copy);
  return copy;
}
