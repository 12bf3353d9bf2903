/* The strip at the foot of a narrow page shows the line that is being written, its marks as they print (`kit/marks.py`
   is exact about them; here the usual ones do). */
{
  const MARK = /\\([*[\]])|(?<![\p{L}\p{N}])(?:\*\*(?=\S)(.+?)(?<=\S)\*\*|\*(?=\S)(.+?)(?<=\S)\*)(?![\p{L}\p{N}*])|\[([^[\]]+)\]\(\S+?\)/u;

  const inside = (tag, words) => {
    const element = document.createElement(tag);
    element.append(...marked(words));
    return element;
  };

  const marked = (text) => {
    const found = MARK.exec(text);
    if (!found) return [text];
    const [whole, sign, bold, italic, words] = found;
    const shown = sign ? [sign] : bold ? [inside("strong", bold)] : italic ? [inside("em", italic)] : marked(words);
    return [text.slice(0, found.index), ...shown, ...marked(text.slice(found.index + whole.length))];
  };

  const lineAt = ({ value, selectionStart }) => {
    const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
    return value.slice(start).split("\n", 1)[0];
  };

  document.addEventListener("input", ({ target }) => {
    const strip = document.querySelector(".peek .live");
    if (!strip || !target.matches("[data-saves] :is(textarea, input:not([type]), [type=text])")) return;
    const line = lineAt(target);
    if (line) strip.replaceChildren(...marked(line));
  });
}
