/* Bold, italic and links: Ctrl or Cmd with B, I or K, or the buttons above a box, put marks around whole words, and take
   them off again. What they mean is decided in web/kit/marks.py. */
{
  const BOX = "[data-marks]";
  const KEYS = { b: "bold", i: "italic", k: "link" };
  const SIGNS = { bold: "**", italic: "*" };
  const STRETCHES = {
    bold: /(?<!\*)(\*{2,3})(?![\s*])[^\n]*?(?<![\s*])\1(?!\*)/g,
    italic: /(?<!\*)(\*|\*{3})(?![\s*])[^\n]*?(?<![\s*])\1(?!\*)/g,
    link: /\[([^[\]\n]+)\]\([^\s()]*\)/g,
  };
  const LETTER = /(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])[\p{L}\p{N}\p{M}]/u;
  const ADDRESS = /^(https?:\/\/|mailto:|www\.)\S+$/;
  let held; // the box that was written in last

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(BOX)) held = target;
  });

  document.addEventListener("keydown", (event) => {
    const kind = KEYS[event.key?.toLowerCase()];
    const isShortcut = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (kind && isShortcut && event.target.matches(BOX)) {
      event.preventDefault();
      toggle(event.target, kind);
    } else if (event.target.matches(".marks button")) walk(event);
  });

  /* A button that is pressed leaves the focus, and with it a telephone's keyboard, where one writes. */
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".marks")) event.preventDefault();
  });

  document.addEventListener("click", ({ target }) => {
    const kind = target.closest(".marks button")?.dataset.mark;
    if (!kind) return;
    const field = target.closest(".field");
    toggle(field.contains(held) ? held : field.querySelector(BOX), kind);
  });

  /* Of a toolbar, Tab finds one button, and arrows the others. */
  function walk(event) {
    const buttons = [...event.target.parentElement.children];
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = buttons.at((buttons.indexOf(event.target) + by) % buttons.length);
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }

  /* A mark ends on its line: of a selection over several, each is marked, the last first. */
  function toggle(box, kind) {
    for (const [start, end] of linesOf(box.value, box.selectionStart, box.selectionEnd)) {
      const stretch = around(box.value, kind, start, end);
      if (stretch) unmark(box, kind, stretch);
      else mark(box, kind, ...wholeWords(box.value, start, end));
    }
  }

  function linesOf(text, start, end) {
    const lines = [];
    let at = start;
    for (const line of text.slice(start, end).split("\n")) {
      if (line.trim() || start === end) lines.unshift([at, at + line.length]);
      at += line.length + 1;
    }
    return lines;
  }

  function around(text, kind, start, end) {
    return [...text.matchAll(STRETCHES[kind])].find((found) => found.index <= start && end <= found.index + found[0].length);
  }

  /* `first` is a link's words, or the asterisks: of three, those of the other kind stay. */
  function unmark(box, kind, { 0: all, 1: first, index }) {
    const size = SIGNS[kind]?.length;
    const text = size ? all.slice(size, -size) : first;
    const kept = size ? first.length - size : 0;
    write(box, index, index + all.length, text);
    box.setSelectionRange(index + kept, index + text.length - kept);
  }

  function mark(box, kind, start, end) {
    const words = box.value.slice(start, end);
    if (kind === "link") return link(box, start, end, words);
    const sign = SIGNS[kind];
    write(box, start, end, sign + words + sign);
    box.setSelectionRange(start + sign.length, end + sign.length);
  }

  /* What is to be written next is selected: the address, or, around an address, the words. */
  function link(box, start, end, words) {
    const isAddress = ADDRESS.test(words);
    const shown = isAddress ? words.replace(/^(https?:\/\/|mailto:)?(www\.)?|\/$/g, "") : words.replace(/[[\]]/g, "\\$&");
    const address = isAddress ? words : "https://";
    write(box, start, end, `[${shown}](${address})`);
    if (isAddress || !shown) box.setSelectionRange(start + 1, start + 1 + shown.length);
    else box.setSelectionRange(start + shown.length + 3, start + shown.length + 3 + address.length);
  }

  function wholeWords(text, start, end) {
    const isLetter = (at) => LETTER.test(text[at] ?? "");
    while (start < end && /\s/.test(text[start])) start++;
    while (end > start && /\s/.test(text[end - 1])) end--;
    const isCaret = start === end;
    while (isLetter(start - 1) && (isCaret || isLetter(start))) start--;
    while (isLetter(end) && (isCaret || isLetter(end - 1))) end++;
    return [start, end];
  }

  /* In a way that the browser itself can undo. */
  function write(box, start, end, text) {
    box.focus();
    box.setSelectionRange(start, end);
    if (document.execCommand("insertText", false, text)) return;
    box.setRangeText(text, start, end, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
