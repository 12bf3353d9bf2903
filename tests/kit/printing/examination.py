"""What is promised of every sheet, held against one of them. Each check gives the sentences that describe a fault."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.kit.printing.people import Person
from tests.kit.printing.readers import FORBIDDEN, Dom, Read, words
from web.kit.printing import Order, designs
from web.kit.printing.lists import LONGEST_NAME
from web.kit.printing.scale import properties
from web.kit.printing.typeset import markup, typeset
from web.kit.printing.words import words_of

SIZES = {"a4": (595.276, 841.89), "letter": (612.0, 792.0)}
MOST_BYTES = {1: 25_000, 2: 32_000}
# What a person's controls can do to a sheet at most.
LOOKS: dict[str, dict[str, str]] = {
    "default": {},
    "densest": {"size": "smallest", "density": "close", "margins": "narrow"},
    "largest": {"size": "largest", "density": "open", "margins": "wide"},
}
LEAST_EDGE = 7.5 / 25.4 * 72  # points: the narrowest margin, with a bullet that hangs into it
# Below the last line of a page that others follow at most so much may be empty: this share of the paper's height, or,
# in large print, the margin and what never parts: a heading, the three lines over an entry, and its first three lines,
# of which a third alone would be a widow; with the white over them.
EARLY = 0.3
TOGETHER = 9  # lines
LONG = 7_000  # letters above which no weight is promised
WIDE = re.compile("[\u2e80-\u9fff\u3000-\u30ff\uff00-\uffef]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u06ff]")
ENDLESS = 50  # letters; a longer word is broken, and its pieces are compared without spaces
# Keys whose values are links, languages or for programs; dates are compared by their year.
UNPRINTED = {"$schema", "meta", "url", "image", "kind"}
DATES = {"startDate", "endDate", "date", "releaseDate"}


@dataclass
class Sheet:
    order: Order
    person: Person
    read: Read
    dom: Dom
    said: list[list[list[str]]]  # reader, page, word: without the running line

    @property
    def expected(self) -> list[str]:
        return [word for word, _, _ in self.dom.words]


def examine(design: str, paper: str, person: Person, look: str = "default") -> list[str]:
    """The faults of one sheet, in words."""
    order = Order(person.resume, design, paper, person.language, LOOKS[look])
    pdf, step = typeset(order)
    read = Read(pdf)
    running = words_of(person.language)
    faults = list(_running_lines(read, running, person))
    said = [
        [_without_running_line(page, i, read, running, person) for i, page in enumerate(pages, 1)]
        for pages in read.texts.values()
    ]
    sheet = Sheet(order, person, read, Dom(markup(order, step)), said)
    faults += [
        *_order(sheet),
        *_letters(sheet),
        *_values(sheet),
        *_tags(sheet),
        *_links(sheet),
        *_file(sheet),
        *_edges(sheet),
        *_weight(sheet),
    ]
    return faults or list(_breaks(sheet))


# --- the words -------------------------------------------------------------------------------------------------------


def _running_line(number: int, read: Read, running: dict[str, str]) -> list[str]:
    return f"{running['page']} {number} {running['of']} {read.pages}".split()


def _running_lines(read: Read, running: dict[str, str], person: Person) -> Iterator[str]:
    for reader, pages in read.texts.items():
        for number, page in enumerate(pages, 1):
            has_line = _found(words(page), _running_line(number, read, running)) is not None
            if has_line != (number > 1) and not RIGHT_TO_LEFT.search(page):
                yield f"{reader}: running line of page {number}"


def _without_running_line(page: str, number: int, read: Read, running: dict[str, str], person: Person) -> list[str]:
    found = words(page)
    if number > 1:
        for part in (_running_line(number, read, running), words(_running_name(person))):
            place = _found(found, part)
            if place is not None:
                del found[place]
    return found


def _running_name(person: Person) -> str:
    name = str(person.resume["basics"].get("name", ""))
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _found(found: list[str], part: list[str]) -> slice | None:
    """Where a run of words stands, looking from the end; between an ideograph and a figure a reader may see no space."""
    for sought in (part, ["".join(part)]):
        starts = range(len(found) - len(sought), -1, -1) if part else ()
        for at in starts:
            if found[at : at + len(sought)] == sought:
                return slice(at, at + len(sought))
    return None


def _order(sheet: Sheet) -> Iterator[str]:
    """Every word, once, in the order of the page."""
    whole = "".join(sheet.expected)
    for reader, pages in zip(sheet.read.texts, sheet.said, strict=True):
        found = [word for page in pages for word in page]
        if found == sheet.expected:
            continue
        if RIGHT_TO_LEFT.search(whole):  # readers order runs differently; no letter may be lost
            same = _is_whole(sheet, "".join(found))
        elif WIDE.search(whole) or max(map(len, sheet.expected)) > ENDLESS:
            same = "".join(found) == whole
        else:
            same = False
        if not same:
            yield f"{reader}: {_first_difference(found, sheet.expected)}"


def _is_whole(sheet: Sheet, found: str) -> bool:
    """Whether no letter is lost, and none is there too often that is not of a running line, taken apart as well."""
    running, name = words_of(sheet.person.language), _running_name(sheet.person)
    lines = [[*_running_line(number, sheet.read, running), name] for number in range(2, sheet.read.pages + 1)]
    feet = Counter("".join(word for line in lines for word in line))
    odd = Counter(found)
    odd.subtract("".join(sheet.expected))
    return all(0 <= count <= feet[letter] for letter, count in odd.items())


def _first_difference(found: list[str], expected: list[str]) -> str:
    for i, (one, other) in enumerate(zip(found, expected, strict=False)):
        if one != other:
            return f"{' '.join(found[max(0, i - 2) : i + 4])!r} for {' '.join(expected[max(0, i - 2) : i + 4])!r}"
    rest = max(found, expected, key=len)[min(len(found), len(expected)) :]
    return f"{len(found)} words for {len(expected)}: {' '.join(rest[:6])!r}"


def _letters(sheet: Sheet) -> Iterator[str]:
    for reader, pages in sheet.read.texts.items():
        if bad := FORBIDDEN.search("".join(pages).replace("\r", "")):
            yield f"{reader}: code point U+{ord(bad[0]):04X}"


def _values(sheet: Sheet) -> Iterator[str]:
    """Every value of the file stands on the sheet, whatever our own lists made of it; lists keep their order."""
    if RIGHT_TO_LEFT.search("".join(sheet.expected)):
        return
    text = "".join(word for page in sheet.said[0] for word in page)
    for section, value in sheet.person.resume.items():
        if section not in UNPRINTED and (
            missing := [v for v in values_in(value) if _squeezed(v).casefold() not in text.casefold()]
        ):
            yield f"{section}: {missing[0]!r} is not printed"
    for entry in entries_in(sheet.person.resume):
        if not _in_order([_squeezed(h) for h in entry.get("highlights") or []], text):
            yield f"out of order: {entry['highlights'][0][:60]!r}"


def values_in(value: Any, key: str = "") -> Iterator[str]:
    if key in UNPRINTED or value in ("present", "", None):
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from values_in(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from values_in(inner, key)
    else:
        yield str(value)[:4] if key in DATES else str(value)


def entries_in(resume: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for value in resume.values():
        if isinstance(value, list):
            yield from (entry for entry in value if isinstance(entry, dict))


def _squeezed(value: str) -> str:
    value = re.sub(r"^https?://(www\.)?|/$", "", value) if value.startswith("http") else value
    value = re.sub("[\ufb00-\ufb06]", lambda m: unicodedata.normalize("NFKC", m[0]), value)
    return "".join(words(re.sub("[\u00ad\u200b\ufeff\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f]", "", value)))


def _in_order(parts: list[str], text: str) -> bool:
    at = text.find(parts[0]) if parts else 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found
    return True


# --- the file --------------------------------------------------------------------------------------------------------


def _tags(sheet: Sheet) -> Iterator[str]:
    if "Tagged:          yes" not in sheet.read.info or 'pdfuaid:part="1"' not in sheet.read.metadata:
        yield "not PDF/UA-1"
    has_author = re.search(r"^Author: +\S", sheet.read.info, re.M) or not sheet.person.resume["basics"].get("name")
    has_title = re.search(r"^Title: +\S", sheet.read.info, re.M)
    if not has_title or not has_author or f"/Lang ({sheet.order.language})".encode() not in sheet.read.plain:
        yield "title, author or language"
    for tag, mark in (("h1", "H1"), ("h2", "H2"), ("h3", "H3"), ("a", "Link")):
        wanted, found = sheet.dom.count[tag], sheet.read.tags[mark]
        if not wanted <= found <= wanted + sheet.read.pages * 8:
            yield f"{found} {mark} for {wanted}"
    path: list[str] = []
    for indent, tag in sheet.read.structure:
        path = [*path[: len(indent) // 2], tag]
        if len(path) > 1 and (path[-2] == "L") != (tag == "LI") and tag not in ("L", "Object"):
            yield f"{tag} in {path[-2]}"


def _links(sheet: Sheet) -> Iterator[str]:
    found = re.findall(rb"/URI \(((?:[^()\\]|\\.)*)\)", sheet.read.plain)
    for link in found:
        if not re.match(rb"(https?|mailto|tel):", link):
            yield f"a link to {link!r}"
    if len(set(found)) > sheet.dom.count["a"] or (sheet.dom.count["a"] and not found):
        yield f"{len(set(found))} links for {sheet.dom.count['a']}"


def _file(sheet: Sheet) -> Iterator[str]:
    width, height = SIZES[sheet.order.paper]
    if any(abs(w - width) > 0.5 or abs(h - height) > 0.5 for w, h in sheet.read.sizes):
        yield "paper size"
    if json.loads(sheet.read.attachments.get("resume.json", b"null")) != sheet.person.resume:
        yield "resume.json is not what was printed"
    if b"/AFRelationship /Source" not in sheet.read.plain or b"/AF [" not in sheet.read.plain:
        yield "the attachment is not marked as the source"


def _edges(sheet: Sheet) -> Iterator[str]:
    for number, nearest in enumerate(sheet.read.nearest, 1):
        if nearest < LEAST_EDGE:
            yield f"page {number} has words {nearest / 72 * 25.4:.1f} mm from the paper's edge"


def _weight(sheet: Sheet) -> Iterator[str]:
    """Of what was written in Latin letters, on one page or two; in small ones a page holds what are two usual ones."""
    letters = "".join(sheet.expected)
    is_latin = all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters if letter.isalpha())
    pages = max(sheet.read.pages, 2) if sheet.order.controls.get("size") == "smallest" else sheet.read.pages
    most = MOST_BYTES.get(pages)
    if is_latin and most and len(letters) < LONG and len(sheet.read.pdf) > most:
        yield f"{len(sheet.read.pdf)} bytes on {sheet.read.pages} page(s)"


# --- the pages -------------------------------------------------------------------------------------------------------


def _breaks(sheet: Sheet) -> Iterator[str]:
    """Headings keep with what follows, no line stands alone, no entry is split in its first lines."""
    whole = "".join(sheet.expected)
    if WIDE.search(whole) or RIGHT_TO_LEFT.search(whole) or max(map(len, sheet.expected)) > ENDLESS:
        return
    pages = _lines(sheet)
    for above, below in pairwise(pages):
        yield from _break(sheet.dom, above, below)
    if len(pages) > 1 and len(pages[-1]) < 4:
        yield f"{len(pages[-1])} lines on the last page"
    most = _most_left_empty(sheet.order)
    for number, lowest in enumerate(sheet.read.lowest[:-1], 1):
        if lowest > most:
            yield f"page {number} ends early"


def _most_left_empty(order: Order) -> float:
    """In points."""
    design = designs()[order.design]
    said = properties(design, design.settled(order.controls), 0)
    margin, leading = float(said["bottom"].removesuffix("mm")), float(said["leading"].removesuffix("pt"))
    return max(EARLY * SIZES[order.paper][1], margin / 25.4 * 72 + TOGETHER * leading)


def _lines(sheet: Sheet) -> list[list[range]]:
    """For every page its lines, each as the numbers of its words in the document."""
    at, pages = 0, []
    raw = sheet.said[list(sheet.read.texts).index("pdftotext -raw")]
    for page, kept in zip(sheet.read.texts["pdftotext -raw"], raw, strict=True):
        lines, left = [], len(kept)
        for line in map(words, page.split("\n")):
            size = min(len(line), left)
            if size:
                lines.append(range(at, at + size))
            at, left = at + size, left - size
        pages.append(lines)
    return pages


def _break(dom: Dom, above: list[range], below: list[range]) -> Iterator[str]:
    cut = below[0][0]
    _, block, entry = dom.words[cut - 1]
    word, next_block, next_entry = dom.words[cut]
    same_entry = entry is not None and entry == next_entry
    if block[1] == "h2" or (block[1] == "h3" and same_entry) or (
        block[2] in ("meta", "date") and same_entry and block[2] != next_block[2]
    ):  # fmt: skip
        yield f"a page ends after {block[1]} {dom.words[cut - 1][0]!r}"
    if block == next_block and min(_count(dom, lines, 1, block) for lines in (above, below)) < 2:
        yield f"widow or orphan at {word!r}"
    if same_entry and _count(dom, above, 2, entry) < 2:
        yield f"an entry is split in its first lines at {word!r}"


def _count(dom: Dom, lines: list[range], column: int, wanted: Any) -> int:
    return sum(any(dom.words[i][column] == wanted for i in line) for line in lines)
