"""A web page in one file: its headings, paragraphs, lists and tables. What its style sheet makes of them is unknown."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from web.imports.files import ours
from web.imports.files.prose import NOTHING, read_passages, words_of_link
from web.kit.decoding import decoded, is_text
from web.kit.jsonresume import Unreadable
from web.kit.markup import Element, local, looks_like_html, parsed_html
from web.kit.outline import DOT, Kind
from web.kit.reading import Reading
from web.kit.reading.flow import BULLET, Passage, Run, row_of
from web.kit.reading.lines import Style

NAME = "Web page (HTML)"

BODY = Style(11.0)
HEADINGS = {
    "h1": Style(24.0, True), "h2": Style(16.0, True), "h3": Style(13.0, True), "h4": Style(12.0, True),
    "h5": Style(11.5, True), "h6": Style(11.2, True), "dt": Style(11.0, True), "th": Style(11.0, True),
}  # fmt: skip
BOLD, SLANTED = frozenset({"b", "strong"}), frozenset({"i", "em", "cite", "var"})
LINES = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "aside", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "tbody", "thead", "tfoot", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "address", "blockquote", "pre", "figure",
    "figcaption", "hr", "body", "form", "fieldset", "details", "summary", "hgroup", "center",
})  # fmt: skip
SKIPPED = frozenset({
    "script", "style", "template", "noscript", "svg", "canvas", "iframe", "object", "head", "title", "nav", "button",
    "select", "input", "textarea", "math", "video", "audio", "",
})  # fmt: skip
HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
INDENT = 18.0  # points for each level of a list
WHITE = 6.0  # points above a paragraph
DEEPEST = 200  # elements within each other


def recognises(body: bytes, filename: str) -> bool:
    if not is_text(body):
        return False
    return looks_like_html(decoded(body[:4_000])) or filename.lower().endswith((".html", ".htm", ".xhtml"))


def read(body: bytes) -> Reading:
    """Raises Unreadable for a page without text."""
    text = decoded(body)
    root = parsed_html(text) if _is_called_as_ours(text) else None
    if root is not None and root.find("main/header") is not None:
        return ours.read_blocks(own_blocks(root))
    return read_page(text)


def read_page(text: str) -> Reading:
    root = parsed_html(text)
    if root is None:
        raise Unreadable(NOTHING)
    links: list[str] = []
    return read_passages(_Walk(links).blocks(root, BODY, 0.0, 0), links)


class _Walk:
    """Goes through a page; words between two blocks are gathered into a passage."""

    def __init__(self, links: list[str]) -> None:
        self.links = links  # addresses behind words

    def blocks(self, element: Element, style: Style, indent: float, depth: int) -> Iterator[Passage]:
        if depth > DEEPEST:
            raise Unreadable("This page is nested too deeply.")
        runs: list[Run] = [Run(element.text or "", style)]
        for inner in element:
            if _is_block(inner):
                yield from _passage(runs, indent)
                runs = []
                yield from self.block(inner, style, indent, depth + 1)
            else:
                runs += [Run("\t", style)] * _stands_apart(element, inner)
                runs += self.words(inner, style, depth + 1)
            runs.append(Run(inner.tail or "", style))
        yield from _passage(runs, indent)

    def block(self, element: Element, style: Style, indent: float, depth: int) -> Iterator[Passage]:
        name = local(element)
        style = HEADINGS.get(name, style)
        if name in ("ul", "ol"):
            yield from self.items(element, style, indent + INDENT, depth)
        elif name == "tr":
            yield from row_of(
                list(self.blocks(cell, HEADINGS.get(local(cell), style), 0.0, depth + 1))
                for cell in element if local(cell) in ("td", "th")
            )  # fmt: skip
        else:
            yield from self.blocks(element, style, indent + INDENT * (name in ("dd", "blockquote")), depth)

    def items(self, element: Element, style: Style, indent: float, depth: int) -> Iterator[Passage]:
        """Items of a list; the mark stands at the first passage of each."""
        number = 0
        for item in element:
            if local(item) in ("ul", "ol"):
                yield from self.items(item, style, indent + INDENT, depth + 1)
            elif local(item) == "li":
                number += 1
                mark = BULLET if local(element) == "ul" else f"{number}."
                for passage in self.blocks(item, style, indent, depth + 1):
                    yield Passage(passage.runs, passage.indent, 0.0, passage.mark or mark, passage.cells)
                    mark = ""

    def words(self, element: Element, style: Style, depth: int) -> Iterator[Run]:
        name = local(element)
        if name == "br":
            yield Run("\n", style)
        if depth > DEEPEST or _is_skipped(element):
            return
        style = style._replace(is_bold=style.is_bold or name in BOLD, is_slanted=style.is_slanted or name in SLANTED)
        if name == "a":
            said = " ".join("".join(map(str, element.itertext())).split())
            shown = words_of_link(said, element.get("href", ""), self.links)
            if shown != said:
                yield Run(shown, style)
                return
        yield Run(element.text or "", style)
        for inner in element:
            if _stands_apart(element, inner):
                yield Run("\t", style)
            yield from self.words(inner, style, depth + 1)
            yield Run(inner.tail or "", style)


def _is_block(element: Element) -> bool:
    """By its name, or because it holds a block, as in a link around a whole entry."""
    return not _is_skipped(element) and (
        local(element) in LINES or any(local(inner) in LINES for inner in element.iter())
    )


def _is_skipped(element: Element) -> bool:
    is_hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return local(element) in SKIPPED or is_hidden or HIDDEN.search(element.get("style", "")) is not None


def _stands_apart(parent: Element, element: Element) -> bool:
    """Whether elements of a line have no words between them: then something else, such as a grid, parts them."""
    before = element.getprevious()
    if before is None or local(before) == "br" or local(element) == "br":
        return False
    texts = [parent.text, *(inner.tail for inner in parent)]
    return not any((text or "").strip() for text in texts)


def _passage(runs: list[Run], indent: float) -> Iterator[Passage]:
    """White space as a browser shows it: any of it is one space, none at the ends."""
    kept: list[Run] = []
    ends_in_space = True
    for run in runs:
        text = run.text if run.text in ("\n", "\t") else re.sub(r"\s+", " ", run.text)
        if ends_in_space:
            text = text.lstrip(" ")
        if text:
            kept.append(Run(text, run.style))
            ends_in_space = text[-1] in " \n\t"
    if any(run.text.strip() for run in kept):
        yield Passage(tuple(kept), indent, WHITE)


# --- pages of our own ------------------------------------------------------------------------------------------------

TITLE = re.compile(r"<title>(?P<said>[^<]*)</title>")
KINDS = {"h1": Kind.NAME, "h2": Kind.SECTION, "h3": Kind.ENTRY, "li": Kind.POINT}
CLASSES = {"label": Kind.LABEL, "contacts": Kind.CONTACTS, "meta": Kind.META}


def _is_called_as_ours(text: str) -> bool:
    found = TITLE.search(text)
    return found is not None and ours.is_title_of_ours(unescape(found["said"]))


def own_blocks(root: Element) -> Iterator[ours.Block]:
    """What each element of such a page is, by its class or its name."""
    for element in root.iter():
        kind = CLASSES.get(element.get("class", "")) or KINDS.get(local(element))
        if kind is Kind.CONTACTS:
            yield ours.Block(kind, tuple(_contacts(element)))
        elif local(element) == "p" or (kind and not _is_contact(element)):
            yield ours.Block(kind or Kind.TEXT, tuple(own_runs(element, ours.Run(""))))


def _is_contact(element: Element) -> bool:
    above = element.getparent()
    return above is not None and above.get("class") == "contacts"


def _contacts(element: Element) -> Iterator[ours.Run]:
    for number, item in enumerate(element):
        yield ours.Run(DOT if number else "")
        yield from own_runs(item, ours.Run(""))


def own_runs(element: Element, hand: ours.Run, depth: int = 0) -> Iterator[ours.Run]:
    """The stretches between any two tags, each in its hand."""
    if depth > DEEPEST:
        raise Unreadable("This page is nested too deeply.")
    name = local(element)
    hand = ours.Run(
        "", hand.is_bold or name in BOLD, hand.is_slanted or name in SLANTED, element.get("href") or hand.link
    )
    yield from _said(element.text, hand)
    for inner in element:
        yield from own_runs(inner, hand, depth + 1)
        yield from _said(inner.tail, hand)


def _said(text: str | None, hand: ours.Run) -> Iterator[ours.Run]:
    if text:
        yield replace(hand, text=re.sub(r"\s+", " ", text))
