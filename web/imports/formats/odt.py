"""An OpenDocument text (ODT), as LibreOffice and others write it."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from web.imports.files.archives import Archive, holds
from web.imports.files.prose import NOTHING, read_passages, with_margins, words_of_link
from web.kit.jsonresume import Unreadable
from web.kit.markup import Element, child, children, local, parsed_xml
from web.kit.reading import Reading
from web.kit.reading.flow import BODY, BULLET, Passage, Run, row_of
from web.kit.reading.lines import Style

NAME = "OpenDocument (ODT)"

WHAT = "This OpenDocument text"
KIND = b"application/vnd.oasis.opendocument.text"
POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0, "px": 0.75}
SKIPPED = frozenset({
    "tracked-changes", "note", "annotation", "annotation-end", "sequence-decls", "forms", "table-of-content",
    "bookmark", "soft-page-break", "ruby-text", "object", "image",
})  # fmt: skip
INDENT = 18.0  # points for each level of a list
DEEPEST = 100  # elements within each other


def recognises(body: bytes, filename: str) -> bool:
    with suppress(Unreadable):
        return holds(body, "content.xml", "mimetype") and KIND in Archive(body).read("mimetype")
    return False


def read(body: bytes) -> Reading:
    """Raises Unreadable for a document that is damaged, locked, swollen or empty."""
    links: list[str] = []
    return read_passages(passages_of(Archive(body), links), links)


def passages_of(archive: Archive, links: list[str]) -> Iterator[Passage]:
    """The text with its margins; addresses behind words are added to `links`."""
    if archive.has("META-INF/manifest.xml") and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Unreadable(f"{WHAT} is locked with a password. Please save it without one.")
    content = parsed_xml(archive.read("content.xml"), WHAT)
    general = parsed_xml(archive.read("styles.xml"), WHAT) if archive.has("styles.xml") else None
    reader = _Reader(_Styles.of([*_style_lists(general), *_style_lists(content)]), links)
    body = child(content, "body", "text")
    if body is None:
        raise Unreadable(NOTHING)
    yield from with_margins(reader.blocks(body), _margin(reader, general, "header"), _margin(reader, general, "footer"))


def _margin(reader: "_Reader", general: Element | None, name: str) -> Iterator[Passage]:
    for margin in children(general, "master-styles", "master-page", name):
        yield from reader.blocks(margin)


def _style_lists(root: Element | None) -> list[Element]:
    return [found for name in ("styles", "automatic-styles") for found in children(root, name)]


# --- how it looks ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    style: Style = BODY
    left: float = 0.0
    above: float = 0.0
    below: float = 0.0


def _attribute(element: Element | None, name: str) -> str:
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _length(text: str, of: float = 0.0) -> float | None:
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|pc|px|%)", text)
    if found is None:
        return None
    return of * float(found[1]) / 100 if found[2] == "%" else float(found[1]) * POINTS[found[2]]


@dataclass
class _Styles:
    every: dict[tuple[str, str], Element] = field(default_factory=dict)
    numbered: set[str] = field(default_factory=set)  # styles of lists whose first level counts

    @classmethod
    def of(cls, lists: Iterable[Element]) -> "_Styles":
        styles = cls()
        for one in lists:
            for style in one:
                if local(style) == "style":
                    styles.every[_attribute(style, "family"), _attribute(style, "name")] = style
                elif local(style) == "default-style":
                    styles.every[_attribute(style, "family"), ""] = style
                elif local(style) == "list-style" and child(style, "list-level-style-number") is not None:
                    first = next((local(level) for level in style if _attribute(level, "level") == "1"), "")
                    styles.numbered |= {_attribute(style, "name")} if first.endswith("number") else set()
        return styles

    def look(self, family: str, name: str, under: Look) -> Look:
        """A look with everything that a style and those above it say."""
        chain: list[str] = []
        while (family, name) in self.every and name not in chain:
            chain.append(name)
            name = _attribute(self.every[family, name], "parent-style-name")
        for one in reversed(chain):
            under = _worked_in(self.every[family, one], under)
        return under


def _worked_in(style: Element, look: Look) -> Look:
    letters, paragraph = child(style, "text-properties"), child(style, "paragraph-properties")
    hand = look.style
    weight, slant, colour = (_attribute(letters, name) for name in ("font-weight", "font-style", "color"))
    hand = hand._replace(
        size=round(_length(_attribute(letters, "font-size"), hand.size) or hand.size, 1),
        is_bold=weight not in ("normal", "400") if weight else hand.is_bold,
        is_slanted=slant != "normal" if slant else hand.is_slanted,
        colour=int(colour[1:], 16) if re.fullmatch("#[0-9a-fA-F]{6}", colour) else hand.colour,
    )
    sides = {"left": "margin-left", "above": "margin-top", "below": "margin-bottom"}
    lengths = {key: _length(_attribute(paragraph, name)) for key, name in sides.items()}
    return replace(look, style=hand, **{key: value for key, value in lengths.items() if value is not None})


# --- what it says ----------------------------------------------------------------------------------------------------


class _Reader:
    def __init__(self, styles: _Styles, links: list[str]) -> None:
        self.styles, self.links = styles, links
        self.plain = styles.look("paragraph", "", Look())
        self.below = 0.0  # white space that the paragraph before asks for

    def blocks(self, parent: Element, depth: int = 0) -> Iterator[Passage]:
        if depth > DEEPEST:
            raise Unreadable(f"{WHAT} is nested too deeply.")
        for element in parent:
            name = local(element)
            if name in ("p", "h"):
                yield from self.paragraph(element, depth)
            elif name == "list":
                yield from self.items(element, 1, _attribute(element, "style-name"), depth)
            elif name == "table-row":
                cells = (cell for cell in element if local(cell) == "table-cell")
                yield from row_of(list(self.blocks(cell, depth + 1)) for cell in cells)
            elif name not in SKIPPED and name:
                yield from self.blocks(element, depth + 1)

    def items(self, element: Element, level: int, style: str, depth: int) -> Iterator[Passage]:
        for number, item in enumerate(children(element, "list-item"), start=1):
            mark = f"{number}." if style in self.styles.numbered else BULLET
            for inner in item:
                if local(inner) == "list":
                    yield from self.items(inner, level + 1, style, depth + 1)
                else:
                    for passage in self.paragraph(inner, depth + 1):
                        if passage.text.strip():
                            yield replace(passage, indent=INDENT * level, mark=mark)
                            mark = ""

    def paragraph(self, element: Element, depth: int) -> Iterator[Passage]:
        look = self.styles.look("paragraph", _attribute(element, "style-name"), self.plain)
        if local(element) == "h" and look.style == self.plain.style:
            level = _length(f"{_attribute(element, 'outline-level')}pt") or 1.0
            look = replace(look, style=look.style._replace(size=max(12.0, 20.0 - 2 * level), is_bold=True))
        boxes: list[Element] = []
        runs = tuple(self.runs(element, look, boxes, depth))
        for box in boxes:
            yield from self.blocks(box, depth + 1)
        above, self.below = max(look.above, self.below), look.below
        if any(run.text.strip() for run in runs):
            yield Passage(runs, max(look.left, 0.0), above)
        else:
            yield Passage((Run("\n"),))

    def runs(self, element: Element, look: Look, boxes: list[Element], depth: int) -> Iterator[Run]:
        if depth > DEEPEST:
            return
        yield Run(_plain(element.text), look.style)
        for inner in element:
            name = local(inner)
            if name == "text-box":
                boxes.append(inner)
            elif name == "s":
                yield Run(" " * min(int(_length(f"{_attribute(inner, 'c')}pt") or 1), 100), look.style)
            elif name in ("tab", "line-break"):
                yield Run("\t" if name == "tab" else "\n", look.style)
            elif name == "a" and (shown := self._shown(inner)):
                yield Run(shown, look.style)
            elif name and name not in SKIPPED:
                own = self.styles.look("text", _attribute(inner, "style-name"), look) if name == "span" else look
                yield from self.runs(inner, own, boxes, depth + 1)
            yield Run(_plain(inner.tail), look.style)

    def _shown(self, link: Element) -> str:
        """What is said instead of the words of a link, if anything is."""
        words = _plain("".join(map(str, link.itertext())))
        shown = words_of_link(words, _attribute(link, "href"), self.links)
        return shown if shown != words else ""


def _plain(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
