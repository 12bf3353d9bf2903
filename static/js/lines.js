/* One thing in each box. Enter opens the next box and takes along what stands behind the caret, Backspace at the start
   joins two, the arrows lead on to the next box, with Alt they move the line; and one empty box always waits. Several
   lines that were pasted go again at one Ctrl+Z: the browser knows nothing of the boxes they were given. */
{
  const BOX = "textarea, input";
  const STEPS = { ArrowUp: -1, ArrowDown: 1 };
  let held; // the line that was written in last
  let pasted; // several lines that came in at once, until something else is written

  document.addEventListener("focusin", ({ target }) => {
    held = target.closest("[data-lines] li") ?? held;
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target;
    const line = box.closest("[data-lines] li");
    if (!line || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      divide(line, box);
    } else if (event.key === "Backspace" && box.selectionEnd === 0 && line.previousElementSibling) {
      event.preventDefault();
      join(line.previousElementSibling, line);
    } else if (STEPS[event.key] && !box.list && event.altKey) {
      event.preventDefault();
      move(line, STEPS[event.key]);
    } else if (STEPS[event.key] && !box.list && !event.shiftKey) {
      const before = box.selectionStart;
      setTimeout(() => box.selectionStart === before && box.selectionEnd === before && step(line, STEPS[event.key]));
    }
  });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-line]");
    if (button && button.closest("[data-lines]").contains(held)) move(held, Number(button.dataset.line));
  });

  /* However several lines came into one box, each gets its own. */
  document.addEventListener("input", ({ target }) => {
    const line = target.closest("[data-lines] li");
    if (line && target.value.includes("\n")) spread(line, target.value.split("\n"));
    else if (line) keepOneWaiting(line.parentElement);
  });

  document.addEventListener("lines", ({ target, detail }) => {
    const line = target.closest("li");
    const before = target.value;
    pasted = { line, before, added: spread(line, detail) };
  });

  document.addEventListener("input", ({ isTrusted }) => {
    if (isTrusted) pasted = null;
  });

  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
    if (!isUndo || !pasted?.line.parentElement?.contains(event.target)) return;
    event.preventDefault();
    takeBack(pasted);
  });

  function divide(line, box) {
    const [before, after] = [box.value.slice(0, box.selectionStart), box.value.slice(box.selectionEnd)];
    const next = line.nextElementSibling;
    if (next && (!box.value || (!after && !boxOf(next).value))) return focus(next, 0);
    if (!box.value) return;
    box.value = before.trimEnd();
    focus(another(line, after.trimStart()), 0);
    changed(line);
  }

  function join(first, second) {
    const [box, rest] = [boxOf(first), boxOf(second).value];
    const at = box.value.length;
    box.value += rest;
    if (rest || second.nextElementSibling || !at) second.remove();
    focus(first, at);
    changed(first);
  }

  /* The words change places and the boxes stay, so that the focus has somewhere to be. */
  function move(line, by) {
    const other = by < 0 ? line.previousElementSibling : line.nextElementSibling;
    const [box, there] = [boxOf(line), other && boxOf(other)];
    if (!there?.value || !box.value) return box.focus();
    const caret = box.selectionStart;
    [box.value, there.value] = [there.value, box.value];
    focus(other, caret);
    changed(other);
  }

  function step(line, by) {
    const other = by < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (other) focus(other, by < 0 ? boxOf(other).value.length : 0);
  }

  function spread(line, texts) {
    const [first, ...more] = texts.map((text) => text.trim()).filter(Boolean);
    boxOf(line).value = first ?? "";
    let last = line;
    const added = more.map((text) => (last = another(last, text)));
    focus(last, boxOf(last).value.length);
    changed(line);
    return added;
  }

  function takeBack({ line, before, added }) {
    pasted = null;
    for (const each of added) each.remove();
    boxOf(line).value = before;
    focus(line, before.length);
    changed(line);
  }

  function another(line, text = "") {
    const copy = line.cloneNode(true);
    const box = boxOf(copy);
    box.textContent = "";
    box.value = text;
    line.after(copy);
    return copy;
  }

  function changed(line) {
    number(line.parentElement);
    boxOf(line).dispatchEvent(new Event("input", { bubbles: true }));
  }

  function keepOneWaiting(list) {
    if (!boxOf(list.lastElementChild).value) return;
    another(list.lastElementChild);
    number(list);
  }

  function number(list) {
    [...list.children].forEach((line, place) => {
      const box = boxOf(line);
      box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+$/, place + 1));
    });
  }

  function focus(line, caret) {
    boxOf(line).focus();
    boxOf(line).setSelectionRange(caret, caret);
  }

  function boxOf(line) {
    return line.querySelector(BOX);
  }
}
