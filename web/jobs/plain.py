"""Words out of markup: a line for what is a line on the page, "- " before an item, an empty line between paragraphs."""

import re
from collections.abc import Iterable
from html import unescape

from lxml import etree

from web.jobs.fields import written
from web.kit.markup import Element, parsed_html

PARAGRAPHS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "section", "article", "blockquote", "pre",
    "header", "footer", "hr", "figure", "fieldset", "main", "form", "aside", "details",
})  # fmt: skip
LINES = frozenset({"div", "li", "tr", "dt", "dd", "br", "address", "figcaption", "summary", "option", "center", "nav"})
BREAKS = {**dict.fromkeys(PARAGRAPHS, "\n\n"), **dict.fromkeys(LINES, "\n"), "td": " ", "th": " "}  # before and behind
UNSAID = frozenset({
    "script", "style", "template", "noscript", "svg", "canvas", "iframe", "object", "head", "select", "textarea",
    "video", "audio", "math", "datalist",
})  # fmt: skip
SPACE = re.compile(r"\s+")
HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,20});")
ITEM = "\ue000"  # stands for the sign of an item until it is known whether there are words behind it
SIGN = re.compile(r"^\s*(?:(?:[•▪◦●‣∙■□➢➤✓✔✅·–—*+-]|\d{1,2}[.)])\s+(?=\S)|[•▪◦●■➢✓✔✅](?=\w)|\*(?=\w)(?![^*]*\*))")


def plain(markup: str) -> str:
    """The words in a piece of markup, be it escaped once or twice more than it should be, or no markup at all."""
    if not markup.strip():
        return ""
    for _ in range(2):
        if TAG.search(markup) is None and "lt;" in markup:
            markup = unescape(markup)
    if TAG.search(markup) is not None:
        root = parsed_html(markup)
        return words_of(root) if root is not None else ""
    return tidy(unescape(markup) if ENTITY.search(markup) else markup)


def under_headings(parts: Iterable[tuple[str, str]]) -> str:
    """A text out of passages, each with its heading or "", those left out that say nothing."""
    return "\n\n".join(f"{heading}\n\n{words}".strip() for heading, words in parts if words)


def words_of(root: Element, unsaid: frozenset[str] = UNSAID) -> str:
    pieces: list[str] = []
    left_out: Element | None = None
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag
        if event == "start":
            if name in unsaid or not isinstance(name, str) or _is_hidden(element):
                left_out = element
                walk.skip_subtree()
                continue
            pieces.append(f"\n{ITEM}" if name == "li" else BREAKS.get(name, ""))
            if element.text:
                pieces.append(element.text if name == "pre" else SPACE.sub(" ", element.text))
            continue
        if element is not left_out and name != "br":
            pieces.append(BREAKS.get(name, ""))
        if element.tail and element is not root:
            pieces.append(SPACE.sub(" ", element.tail))
    return tidy("".join(pieces))


def _is_hidden(element: Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and HIDDEN.search(style) is not None)


def tidy(text: str) -> str:
    """Lines without white space at their ends, at most one empty line between two, and none between items."""
    kept: list[str] = []
    is_apart = is_item_waiting = False
    for line in written(text).split("\n"):
        words = " ".join(line.replace(ITEM, " ").split())
        is_item_waiting |= ITEM in line
        if not words:
            is_apart = True
            continue
        if is_item_waiting:
            words = "- " + SIGN.sub("", words)
        elif (sign := SIGN.match(words)) and not sign[0].strip()[0].isdigit():
            words = "- " + words[sign.end() :]
        if kept and is_apart and not (words.startswith("- ") and kept[-1].startswith("- ")):
            kept.append("")
        kept.append(words)
        is_apart = is_item_waiting = False
    return "\n".join(kept)
