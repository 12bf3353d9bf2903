"""A Word document (DOCX), read from its own files: how it looks follows from styles, as Word computes them.

Read are the text, tables, text boxes, content controls and page headers; not what was struck out or is hidden, and no
footnotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from web.imports.files import ours
from web.imports.files.archives import Archive, holds
from web.imports.files.prose import NOTHING, read_passages, with_margins, words_of_link
from web.kit.jsonresume import Unreadable
from web.kit.markup import Element, child, children, local, parsed_xml, said
from web.kit.outline import Kind
from web.kit.reading import Reading
from web.kit.reading.flow import BODY, BULLET, Passage, Run, row_of
from web.kit.reading.lines import Style

NAME = "Word (DOCX)"

DOCUMENT, ADDRESSES, STYLES = "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml"
ABOUT = "docProps/core.xml"
WHAT = "This Word document"
SKIPPED = frozenset({
    "del", "moveFrom", "instrText", "delText", "footnoteReference", "endnoteReference", "commentReference", "Fallback",
    "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "tblGrid", "sectPr",
})  # fmt: skip
BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t", "sym": " "}
SIZES = {0: 26.0, 1: 18.0, 2: 15.0, 3: 13.0}  # points of a title and of headings whose style says nothing
A_LEVEL = 0.05  # points between headings of two levels that are set alike
INDENT = 18.0  # points for each level of a list
DEEPEST = 100  # elements within each other


def recognises(body: bytes, filename: str) -> bool:
    return holds(body, DOCUMENT)


def read(body: bytes) -> Reading:
    """Raises Unreadable for a document that is damaged, locked, swollen or empty."""
    archive = Archive(body)
    if _is_ours(archive):
        return ours.read_blocks(_blocks_of(archive))
    links: list[str] = []
    return read_passages(passages_of(archive, links), links)


def passages_of(archive: Archive, links: list[str]) -> Iterator[Passage]:
    """The text with its margins; addresses behind words are added to `links`."""
    reader = _Reader(_Styles.of(archive), _numbering_of(archive), _addresses_of(archive), links)
    body = child(parsed_xml(archive.read(DOCUMENT), WHAT), "body")
    if body is None:
        raise Unreadable(NOTHING)
    yield from with_margins(reader.blocks(body), _margin(reader, archive, "header"), _margin(reader, archive, "footer"))


def _margin(reader: "_Reader", archive: Archive, name: str) -> Iterator[Passage]:
    for part in sorted(part for part in archive.names if re.fullmatch(rf"word/{name}\d*\.xml", part)):
        yield from reader.blocks(parsed_xml(archive.read(part), WHAT))


def _addresses_of(archive: Archive) -> dict[str, str]:
    """Where links lead, by their id."""
    if not archive.has(ADDRESSES):
        return {}
    every = children(parsed_xml(archive.read(ADDRESSES), WHAT), "Relationship")
    return {
        _attribute(one, "Id"): _attribute(one, "Target") for one in every if _attribute(one, "TargetMode") == "External"
    }


# --- how it looks ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """What a style says, and what it leaves to the style it is based on (None)."""

    size: float | None = None
    is_bold: bool | None = None
    is_slanted: bool | None = None
    colour: int | None = None
    is_hidden: bool | None = None
    left: float | None = None
    before: float | None = None
    after: float | None = None
    level: int | None = None  # 0 for a title, 1 to 9 for headings
    list_id: str | None = None
    list_level: int | None = None

    def under(self, other: "Look") -> "Look":
        """This look where the other says nothing."""
        theirs = {name: value for name, value in vars(other).items() if value is not None}
        return replace(self, **theirs)

    @property
    def style(self) -> Style:
        return Style(self.size or BODY.size, bool(self.is_bold), bool(self.is_slanted), self.colour or 0)


def _attribute(element: Element | None, name: str = "val") -> str:
    """An attribute whatever its namespace: strict and transitional documents have different ones."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def _points(text: str, parts: int = 20) -> float | None:
    number = _number(text)
    return number / parts if number is not None else None


def _tick(properties: Element | None, name: str) -> bool | None:
    found = child(properties, name)
    return None if found is None else _attribute(found) not in ("0", "false", "none", "off")


def _look_of_letters(properties: Element | None) -> Look:
    colour = _attribute(child(properties, "color"))
    return Look(
        size=_points(_attribute(child(properties, "sz")), 2),
        is_bold=_tick(properties, "b"),
        is_slanted=_tick(properties, "i"),
        colour=int(colour, 16) if re.fullmatch("[0-9A-Fa-f]{6}", colour) else None,
        is_hidden=_tick(properties, "vanish"),
    )


def _look_of_paragraph(properties: Element | None) -> Look:
    indent, spacing, numbering = (child(properties, name) for name in ("ind", "spacing", "numPr"))
    level = _number(_attribute(child(properties, "outlineLvl")))
    list_level = _number(_attribute(child(numbering, "ilvl")))
    return Look(
        left=_points(_attribute(indent, "left") or _attribute(indent, "start")),
        before=_points(_attribute(spacing, "before")),
        after=_points(_attribute(spacing, "after")),
        level=int(level) + 1 if level is not None and level < 9 else None,
        list_id=_attribute(child(numbering, "numId")) or None,
        list_level=int(list_level) if list_level is not None else None,
    )


@dataclass
class _Styles:
    """Every style by its id, each with what it is based on worked in."""

    plain: Look = field(default_factory=Look)
    looks: dict[str, Look] = field(default_factory=dict)
    default: str = ""

    @classmethod
    def of(cls, archive: Archive) -> "_Styles":
        if not archive.has(STYLES):
            return cls()
        root = parsed_xml(archive.read(STYLES), WHAT)
        plain = _look_of_letters(child(root, "docDefaults", "rPrDefault", "rPr"))
        styles = cls(plain.under(_look_of_paragraph(child(root, "docDefaults", "pPrDefault", "pPr"))))
        every = {_attribute(style, "styleId"): style for style in children(root, "style")}
        styles.looks = {name: _worked_out(name, every) for name in every}
        styles.default = next(
            (name for name, style in every.items()
             if _attribute(style, "default") == "1" and _attribute(style, "type") == "paragraph"), ""
        )  # fmt: skip
        return styles


def _worked_out(name: str, every: dict[str, Element]) -> Look:
    chain: list[str] = []
    while name in every and name not in chain:
        chain.append(name)
        name = _attribute(child(every[name], "basedOn"))
    look = Look()
    for one in reversed(chain):
        style = every[one]
        look = look.under(_look_of_paragraph(child(style, "pPr"))).under(_look_of_letters(child(style, "rPr")))
        look = replace(look, level=_level_by_name(_attribute(child(style, "name"))) or look.level)
    return look


def _level_by_name(name: str) -> int | None:
    found = re.fullmatch(r"heading (\d)", name.lower())
    return int(found[1]) if found else None


# --- lists -----------------------------------------------------------------------------------------------------------


class Level(NamedTuple):
    """How the items of a list are marked ("bullet", "decimal", "none"), and how far they are set in."""

    kind: str
    left: float


Numbering = dict[tuple[str, int], Level]


def _numbering_of(archive: Archive) -> Numbering:
    """Each level of each list, by the list's id."""
    if not archive.has("word/numbering.xml"):
        return {}
    root = parsed_xml(archive.read("word/numbering.xml"), WHAT)
    lists = {_attribute(one, "abstractNumId"): _levels_of(one) for one in children(root, "abstractNum")}
    return {
        (_attribute(one, "numId"), number): level
        for one in children(root, "num")
        for number, level in lists.get(_attribute(child(one, "abstractNumId")), {}).items()
    }


def _levels_of(one: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for level in children(one, "lvl"):
        number = int(_number(_attribute(level, "ilvl")) or 0)
        left = _look_of_paragraph(child(level, "pPr")).left or INDENT * (number + 1)
        levels[number] = Level(_attribute(child(level, "numFmt")), left)
    return levels


# --- what it says ----------------------------------------------------------------------------------------------------


class _Reader:
    def __init__(self, styles: _Styles, numbering: Numbering, addresses: dict[str, str], links: list[str]) -> None:
        self.styles, self.numbering, self.addresses, self.links = styles, numbering, addresses, links
        self.counts: dict[tuple[str, int], int] = {}
        self.after = 0.0  # white space that the paragraph before asks for

    def blocks(self, parent: Element, depth: int = 0) -> Iterator[Passage]:
        """The paragraphs and tables below an element, content controls and the like opened."""
        if depth > DEEPEST:
            raise Unreadable("This Word document is nested too deeply.")
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self.paragraph(element, depth)
            elif name == "tbl":
                for row in _rows(element):
                    yield from row_of(list(self.blocks(cell, depth + 1)) for cell in children(row, "tc"))
            elif name not in SKIPPED and not _is_placeholder(element):
                yield from self.blocks(element, depth + 1)

    def paragraph(self, element: Element, depth: int) -> Iterator[Passage]:
        properties = child(element, "pPr")
        named = self.styles.looks.get(_attribute(child(properties, "pStyle")) or self.styles.default, Look())
        look = self.styles.plain.under(named).under(_look_of_paragraph(properties))
        runs, boxes = self._runs(element, look)
        for box in boxes:
            yield from self.blocks(box, depth + 1)
        above, self.after = max(look.before or 0.0, self.after), look.after or 0.0
        if not any(run.text.strip() for run in runs):
            yield Passage((Run("\n"),))
            return
        mark, indent = self._mark(look)
        yield Passage(tuple(runs), max(indent, look.left or 0.0, 0.0), above, mark)

    def _mark(self, look: Look) -> tuple[str, float]:
        at = (look.list_id or "0", look.list_level or 0)
        level = self.numbering.get(at, Level("bullet" if at[0] != "0" else "none", INDENT * (at[1] + 1)))
        if at[0] == "0" or level.kind == "none" or look.level is not None:
            return "", 0.0
        self.counts[at] = self.counts.get(at, 0) + 1
        return BULLET if level.kind == "bullet" else f"{self.counts[at]}.", level.left

    def _runs(self, paragraph: Element, look: Look) -> tuple[list[Run], list[Element]]:
        """The words of a paragraph in their hands, and the text boxes that hang on it."""
        runs: list[Run] = []
        boxes: list[Element] = []
        for found in _texts(paragraph, boxes):
            properties = child(found.run, "rPr")
            named = self.styles.looks.get(_attribute(child(properties, "rStyle")), Look())
            own = look.under(named).under(_look_of_letters(properties))
            if not own.is_hidden:
                address = self.addresses.get(found.link, "")
                text = words_of_link(found.text, address, self.links) if address else found.text
                runs.append(Run(text, _as_heading(own)))
        return runs, boxes


def _as_heading(look: Look) -> Style:
    """A heading is set like no other text and like no heading of another level, whatever its style says."""
    if look.level is None:
        return look.style
    is_plain = look.size is None and look.is_bold is None
    style = Style(SIZES.get(look.level, 12.0), is_bold=True) if is_plain else look.style
    return style._replace(size=round(style.size + A_LEVEL * (10 - look.level), 2))


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, those in content controls too, and none of tables inside it."""
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) not in SKIPPED:
            yield from _rows(element)


def _is_placeholder(element: Element) -> bool:
    """A content control in which nobody has written anything yet."""
    return local(element) == "sdt" and child(element, "sdtPr", "showingPlcHdr") is not None


class _Text(NamedTuple):
    """A piece of text, the run it stands in, and the id of its link."""

    text: str
    run: Element
    link: str = ""


def _texts(element: Element, boxes: list[Element]) -> Iterator[_Text]:
    """Every piece of text in order, a link in one piece; text boxes are set aside."""
    for inner in element:
        name = local(inner)
        if name == "txbxContent":
            boxes.append(inner)
        elif name == "t":
            yield _Text(inner.text or "", element)
        elif name in BREAKS:
            yield _Text(BREAKS[name], element)
        elif name == "hyperlink":
            if pieces := list(_texts(inner, boxes)):
                yield _Text("".join(piece.text for piece in pieces), pieces[0].run, _attribute(inner, "id"))
        elif name not in SKIPPED and not _is_placeholder(inner):
            yield from _texts(inner, boxes)


# --- documents of our own --------------------------------------------------------------------------------------------

KINDS = {
    "title": Kind.NAME, "subtitle": Kind.LABEL, "contact": Kind.CONTACTS,
    "heading 1": Kind.SECTION, "heading 2": Kind.ENTRY, "dates": Kind.META,
    "list bullet": Kind.POINT,
}  # fmt: skip
LEADS_TO = re.compile(r'HYPERLINK "(?P<address>[^"]+)"')


def _is_ours(archive: Archive) -> bool:
    """By what it is called and by the names of its styles, which outlive an hour in Word."""
    if not (archive.has(ABOUT) and archive.has(STYLES)):
        return False
    title = said(parsed_xml(archive.read(ABOUT), WHAT), "title")
    return ours.is_title_of_ours(title) and set(KINDS) <= set(_names_of_styles(archive).values())


def _names_of_styles(archive: Archive) -> dict[str, str]:
    every = children(parsed_xml(archive.read(STYLES), WHAT), "style")
    return {_attribute(style, "styleId"): _attribute(child(style, "name")).lower() for style in every}


def _blocks_of(archive: Archive) -> Iterator[ours.Block]:
    names = _names_of_styles(archive)
    for paragraph in children(parsed_xml(archive.read(DOCUMENT), WHAT), "body", "p"):
        kind = KINDS.get(names.get(_attribute(child(paragraph, "pPr", "pStyle")), ""), Kind.TEXT)
        yield ours.Block(kind, tuple(_runs_of(paragraph)))


def _runs_of(paragraph: Element) -> Iterator[ours.Run]:
    """What is linked stands in a field, between where it leads and the field's end."""
    link = ""
    for element in paragraph:
        if found := LEADS_TO.search(said(element, "instrText")):
            link = found["address"]
        elif _attribute(child(element, "fldChar"), "fldCharType") == "end":
            link = ""
        look = _look_of_letters(child(element, "rPr"))
        if local(element) not in SKIPPED:
            for piece in _texts(element, []):
                yield ours.Run(piece.text, bool(look.is_bold), bool(look.is_slanted), link)
