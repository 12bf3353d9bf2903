/* One thing in each box. Enter opens the next box, Backspace closes an empty one, and one empty box always waits. */
{
  const BOX = "textarea, input";

  document.addEventListener("keydown", (event) => {
    const line = event.target.closest("[data-lines] li");
    if (!line || event.isComposing) return;
    const box = event.target;
    const [before, after] = [line.previousElementSibling, line.nextElementSibling];
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      (after ?? (box.value ? another(line) : line)).querySelector(BOX).focus();
    } else if (event.key === "Backspace" && !box.value && before) {
      event.preventDefault();
      const last = before.querySelector(BOX);
      last.focus();
      if (after || !last.value) close(line);
    }
  });

  document.addEventListener("input", (event) => {
    const line = event.target.closest("[data-lines] li");
    if (line && !line.nextElementSibling && event.target.value) another(line);
  });

  function another(line) {
    const copy = line.cloneNode(true);
    const box = copy.querySelector(BOX);
    box.value = box.textContent = "";
    line.after(copy);
    number(line.parentElement);
    return copy;
  }

  function close(line) {
    const list = line.parentElement;
    line.remove();
    number(list);
  }

  function number(list) {
    [...list.children].forEach((line, place) => {
      const box = line.querySelector(BOX);
      box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+$/, place + 1));
    });
  }
}
