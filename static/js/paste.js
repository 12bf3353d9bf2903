/* What is pasted comes in as words with our few marks, and a list as a box for each of its things. */
{
  const BOX = "[data-marks], [data-lines] :is(textarea, input)";
  const DROPPED = "script, style, head, title, template, noscript, svg, math, img, button, [hidden], [data-style*='mso-list:Ignore' i]";
  const BLOCKS =
    "address, article, aside, blockquote, br, dd, div, dl, dt, figure, figcaption, footer, h1, h2, h3, h4, h5, h6, header, hr, li, main, nav, ol, p, pre, section, table, tr, ul";
  const BULLET = /^[•◦▪▫●○■□◆➢‣⁃∙·]\s*/; // nothing else than a bullet
  const NUMBER = /^(?:[*+–—-]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+/; // the words' own, unless a list begins with one
  const BOLD = { on: "b, strong", said: /(?<![\w-])font-weight:\s*(?:bold|[6-9]00)/i, off: /(?<![\w-])font-weight:\s*(?:normal|[1-5]00)/i };
  const ITALIC = { on: "i, em", said: /(?<![\w-])font-style:\s*(?:italic|oblique)/i, off: /(?<![\w-])font-style:\s*normal/i };
  const ADDRESS = /^(?:https?:\/\/|mailto:|tel:)[^\s()<>"\\]+$/i;
  const LETTER = /(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])[\p{L}\p{N}\p{M}]/u;

  document.addEventListener("paste", (event) => {
    const box = event.target;
    if (!box.matches?.(BOX)) return;
    const [rich, bare] = ["text/html", "text/plain"].map((kind) => event.clipboardData.getData(kind));
    const lines = linked(box, bare.trim()) ?? (rich ? unbulleted(linesOfPage(rich, box.matches("[data-marks]"))) : linesOf(box, bare));
    if (!lines.length) return;
    event.preventDefault();
    insert(box, lines);
  });

  /* An address that is pasted onto words becomes where they lead. */
  function linked(box, text) {
    const words = box.value.slice(box.selectionStart, box.selectionEnd);
    return box.matches("[data-marks]") && words.trim() && !/[[\]\n]/.test(words) && ADDRESS.test(text) ? [`[${words}](${text})`] : null;
  }

  /* In a paragraph, plain text stays as it is. */
  function linesOf(box, text) {
    return box.closest("[data-lines]") ? unbulleted(text.split(/\r\n?|[\n\u2028\u2029]/)) : [];
  }

  /* Lines without their bullets; in a list, a line without one goes on where the last one stopped. */
  function unbulleted(texts) {
    const lines = texts.map((text) => text.trim()).filter(Boolean);
    const isList = lines.length > 1 && (BULLET.test(lines[0]) || NUMBER.test(lines[0]));
    const isBulleted = (line) => BULLET.test(line) || (isList && NUMBER.test(line));
    const said = [];
    for (const line of lines) {
      if (isBulleted(line)) said.push({ text: line.replace(BULLET, "").replace(NUMBER, ""), isItem: true });
      else if (said.at(-1)?.isItem) said.at(-1).text += ` ${line}`;
      else said.push({ text: line });
    }
    return said.map(({ text }) => text).filter(Boolean);
  }

  /* One item goes in where the caret is, so that the browser can undo it; several need boxes of their own. */
  function insert(box, lines) {
    const { selectionStart: start, selectionEnd: end, value } = box;
    if (lines.length > 1 && box.closest("[data-lines]")) {
      const whole = value.slice(0, start) + lines.join("\n") + value.slice(end);
      box.dispatchEvent(new CustomEvent("lines", { bubbles: true, detail: whole.split("\n") }));
    } else if (!document.execCommand("insertText", false, lines.join("\n"))) {
      box.setRangeText(lines.join("\n"), start, end, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // --- pages of others: read in a document that loads and runs nothing ---

  function linesOfPage(source, keepsMarks) {
    const blocks = [[]];
    read(new DOMParser().parseFromString(harmless(source), "text/html").body, {}, blocks);
    return blocks.map((runs) => (keepsMarks ? written(tidied(merged(runs))) : runs.map((run) => run.text).join("")).replace(/\s+/g, " ").trim());
  }

  /* Our policy knows neither styles nor handlers in a page, and the browser holds a page that is only read to it too. */
  function harmless(source) {
    const tag = /<[a-z][^>]*>/gi;
    return source.replace(/<style\b.*?<\/style>/gis, "").replace(tag, (said) => said.replace(/\s(style|on\w+)=/gi, " data-$1="));
  }

  function read(parent, style, blocks) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) blocks.at(-1).push({ ...style, text: node.data.replace(/[\s\u200b\ufeff]+/g, " ") });
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(DROPPED)) continue;
      if (node.matches(BLOCKS)) blocks.push([]);
      read(node, styleOf(node, style), blocks);
      if (node.matches(BLOCKS)) blocks.push([]);
      if (node.matches("td, th")) blocks.at(-1).push({ text: " " });
    }
  }

  function styleOf(node, { bold, italic, link }) {
    const css = node.dataset.style ?? "";
    const says = ({ on, said, off }, before) => said.test(css) || (!off.test(css) && (node.matches(on) || before));
    const address = node.matches("a[href]") ? node.getAttribute("href").trim().replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29")) : "";
    return { bold: says(BOLD, bold), italic: says(ITALIC, italic), link: ADDRESS.test(address) ? address : link };
  }

  const isAlike = (one, other) => one.bold === other.bold && one.italic === other.italic && one.link === other.link;

  function merged(runs) {
    const said = [];
    for (const run of runs) {
      if (said.length && isAlike(said.at(-1), run)) said.at(-1).text += run.text;
      else if (run.text) said.push({ ...run });
    }
    return said;
  }

  /* Without marks in the middle of a word, where they would mean nothing. */
  function tidied(runs) {
    const touches = (one, other) => LETTER.test(one?.text.at(-1) ?? "") && LETTER.test(other?.text[0] ?? "");
    return runs.map((run, place) => {
      const isPart = touches(runs[place - 1], run) || touches(run, runs[place + 1]);
      return isPart ? { text: run.text, link: run.link } : run;
    });
  }

  /* What goes on for longest is outermost, as in web/kit/marks.py. */
  function written(runs) {
    if (!runs.length) return "";
    const [first] = runs;
    const ends = ["link", "bold", "italic"].filter((style) => first[style]).map((style) => {
      const end = runs.findIndex((run) => run[style] !== first[style]);
      return { style, end: end < 0 ? runs.length : end };
    });
    if (!ends.length) return first.text + written(runs.slice(1));
    const { style, end } = ends.reduce((one, other) => (other.end > one.end ? other : one));
    const inner = written(runs.slice(0, end).map((run) => ({ ...run, [style]: undefined })));
    return around(inner, style, first.link) + written(runs.slice(end));
  }

  /* There is no space directly inside a mark. */
  function around(text, style, link) {
    const [, before, words, after] = text.match(/^(\s*)(.*?)(\s*)$/s);
    if (!words) return text;
    if (style === "link") return /[[\]]/.test(words) ? text : `${before}[${words}](${link})${after}`;
    const sign = style === "bold" ? "**" : "*";
    return before + sign + words + sign + after;
  }
}
