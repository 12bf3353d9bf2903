"""From a PDF's pages to lines: what stands where, how large and in which hand. The first step of reading.

The order is that in which the file draws its words, as most readers have it; only within a line it is the order in
which a person reads. Distances are in points from the upper left corner of a page; in a text that runs from right to
left they are mirrored, so that a line always begins at a small `left`.
"""

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import dropwhile, groupby, pairwise, takewhile
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

# Marks that have no breadth: joiners, soft hyphens, and those that only turn the direction.
INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x200E, 0x2010), *range(0x202A, 0x202F), 0xFFFE])
BULLETS = "•‣▪◦●○∙·–—*➢➤■□§-"  # the last stands for itself in a set
MARK = re.compile(rf"(?:[{BULLETS}]|\d{{1,3}}[.)])(?=\s|$)")  # a bullet, or the number of an item
DIVIDERS = " \u00a0·|,"  # no column ends in one of these
SAME_LINE = 0.35  # of the letters' size: how far apart baselines of one line may be
A_SPACE = 0.15  # of the letters' size: a wider gap is a space
A_GUTTER = 0.25  # of the letters' size: what stands so far left of a column's edge is not of that column

BOLD = re.compile("bold|black|heavy|demi|semi|medium|fett", re.IGNORECASE)
SLANTED = re.compile("ital|obli|kursiv", re.IGNORECASE)


class Style(NamedTuple):
    """A hand: which face it is does not matter, since one word may need several."""

    size: float = 0.0
    is_bold: bool = False
    is_slanted: bool = False
    colour: int = 0


@dataclass(frozen=True)
class Span:
    """A stretch drawn in one go."""

    text: str
    left: float
    right: float
    style: Style
    face: str = ""
    first: float = 0.0  # how broad its first word is


@dataclass(frozen=True)
class Line:
    """Spans on one baseline within one column."""

    page: int
    base: float
    spans: tuple[Span, ...]
    above: float = 0.0  # from the baseline before it on the same page and in the same column; 0 at the top

    @property
    def left(self) -> float:
        return self.spans[0].left

    @property
    def right(self) -> float:
        return self.spans[-1].right

    @property
    def style(self) -> Style:
        return self.spans[0].style

    @property
    def size(self) -> float:
        return max(span.style.size for span in self.spans)

    @property
    def text(self) -> str:
        return joined(self.spans)

    @property
    def is_numbered(self) -> bool:
        return self.has_bullet and self.spans[0].text.lstrip()[0].isdigit()

    @property
    def has_bullet(self) -> bool:
        """Whether it opens a point of a list. Words in one go with a number, such as "3. Liga", open none."""
        found = MARK.match(self.spans[0].text.lstrip())
        return found is not None and (not found[0][0].isdigit() or self.spans[0].text.strip() == found[0])


@dataclass
class Sheet:
    """All lines of a document in reading order, and how its body is set."""

    lines: list[Line]
    pages: int
    body: Style
    is_mirrored: bool = False
    texts: list[str] = field(default_factory=list)  # each page as pdfium reads it


def joined(spans: Iterable[Span]) -> str:
    """What the spans say, with a space where there is room for one."""
    said = ""
    before = None
    for span in spans:
        is_apart = before is not None and span.left - before.right > A_SPACE * span.style.size
        said += (" " if is_apart else "") + span.text
        before = span
    return " ".join(said.split())


def read_lines(pdf: bytes) -> Sheet:
    """Raises pdfium's own error for what is no PDF or is locked."""
    with pdfium.PdfDocument(pdf) as document:
        drawn, texts = [], []
        for number, page in enumerate(document):
            text = page.get_textpage()
            drawn += [(number, page.get_width(), base, span) for base, span in _spans(text, page.get_height())]
            texts.append(text.get_text_range())
    is_mirrored = _runs_from_the_right(texts)
    if is_mirrored:
        drawn = [(n, width, base, _mirrored(span, width)) for n, width, base, span in drawn]
    lines = list(_in_columns(_on_baselines(drawn, is_mirrored)))
    return Sheet(_with_distances(lines), len(texts), _most_letters(lines), is_mirrored, texts)


# --- letters to spans ------------------------------------------------------------------------------------------------


def _spans(page: pdfium.PdfTextPage, height: float) -> Iterator[tuple[float, Span]]:
    """Every text object of a page, with its baseline."""
    letters: list[_Letter] = []
    for letter in _letters(page, height):
        if letters and (letter.drawn != letters[-1].drawn or abs(letter.base - letters[-1].base) > letter.style.size):
            yield from _span(letters)
            letters = []
        letters.append(letter)
    yield from _span(letters)


@dataclass(frozen=True)
class _Letter:
    text: str
    origin: float
    left: float
    right: float
    base: float
    style: Style
    face: str
    drawn: int  # which text object it belongs to


def _letters(page: pdfium.PdfTextPage, height: float) -> Iterator[_Letter]:
    """Letters that are really drawn; a space that pdfium only supposes is found again by its breadth."""
    name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    colour = [ctypes.c_uint() for _ in range(4)]
    hands: dict[int, tuple[Style, str]] = {}
    for index in range(page.count_chars()):
        thing = raw.FPDFText_GetTextObject(page.raw, index)
        if not thing or raw.FPDFText_IsGenerated(page.raw, index) == 1:
            continue
        drawn = ctypes.addressof(thing.contents)
        raw.FPDFText_GetCharOrigin(page.raw, index, x, y)
        raw.FPDFText_GetLooseCharBox(page.raw, index, box)
        if drawn not in hands:
            raw.FPDFText_GetFontInfo(page.raw, index, name, 256, flags)
            raw.FPDFText_GetFillColor(page.raw, index, *colour)
            shade = colour[0].value << 16 | colour[1].value << 8 | colour[2].value
            face = name.value.decode("utf-8", "replace")
            style = Style(_size(page, index), bool(BOLD.search(face)), bool(SLANTED.search(face)), shade)
            hands[drawn] = style, face
        text = chr(raw.FPDFText_GetUnicode(page.raw, index)).translate(INVISIBLE)
        yield _Letter(text, x.value, box.left, box.right, height - y.value, *hands[drawn], drawn)


def _size(page: pdfium.PdfTextPage, index: int) -> float:
    """The size on paper: a file may draw at any size and scale it."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page.raw, index, matrix)
    scale = math.hypot(matrix.b, matrix.d) or 1.0
    return round(float(raw.FPDFText_GetFontSize(page.raw, index)) * scale, 1)


def _span(letters: list[_Letter]) -> Iterator[tuple[float, Span]]:
    if any(letter.text.strip() for letter in letters):
        seen = [letter for letter in letters if letter.text.strip()]
        text = _in_order(letters).replace("\u00a0", " ")
        left, right = min(letter.left for letter in seen), max(letter.right for letter in seen)
        begun = dropwhile(lambda letter: not letter.text.strip(), letters)
        word = list(takewhile(lambda letter: letter.text.strip(), begun))
        first = max(letter.right for letter in word) - min(letter.left for letter in word)
        said = unicodedata.normalize("NFC", text)
        yield seen[0].base, Span(said, left, right, seen[0].style, seen[0].face, first)


def _in_order(letters: list[_Letter]) -> str:
    """The letters as they are spoken: pdfium turns those of a ligature about where a script runs from the right."""
    glyphs = ["".join(letter.text for letter in glyph) for _, glyph in groupby(letters, lambda letter: letter.origin)]
    return "".join(glyph[::-1] if len(glyph) > 1 and _is_of_the_right(glyph) else glyph for glyph in glyphs)


def _is_of_the_right(text: str) -> bool:
    return all(unicodedata.bidirectional(letter) in ("R", "AL", "NSM") for letter in text)


def _runs_from_the_right(texts: list[str]) -> bool:
    counts = Counter(unicodedata.bidirectional(letter) for text in texts for letter in text)
    return counts["R"] + counts["AL"] > counts["L"]


def _mirrored(span: Span, width: float) -> Span:
    return replace(span, left=width - span.right, right=width - span.left)


# --- spans to lines --------------------------------------------------------------------------------------------------


def _on_baselines(drawn: list[tuple[int, float, float, Span]], is_mirrored: bool) -> Iterator[Line]:
    held: list[Span] = []
    page, base = 0, 0.0
    for number, _, y, span in drawn:
        near = SAME_LINE * span.style.size
        steps_back = held and not is_mirrored and span.right < held[0].left - 2 * span.style.size
        is_accent = all(unicodedata.combining(letter) for letter in span.text)
        if held and (number != page or (abs(y - base) > near and not is_accent) or steps_back):
            yield _line(page, base, held, is_mirrored)
            held = []
        if not held:
            page, base = number, y
        held.append(span)
    if held:
        yield _line(page, base, held, is_mirrored)


def _line(page: int, base: float, spans: list[Span], is_mirrored: bool) -> Line:
    return Line(page, base, tuple(sorted(spans, key=lambda span: span.left) if is_mirrored else spans))


def _in_columns(lines: Iterable[Line]) -> Iterator[Line]:
    """A line that crosses from a margin into a column is two: the edges of columns are those where many lines begin."""
    lines = list(lines)
    starts = Counter(round(line.left) for line in lines)
    edges = [x for x in starts if starts[x - 1] + starts[x] + starts[x + 1] > len(lines) // 20]
    for line in lines:
        yield from _cut(line, edges)


def _cut(line: Line, edges: list[int]) -> Iterator[Line]:
    held: list[Span] = []
    for span in line.spans:
        at_edge = any(abs(span.left - edge) <= 1 for edge in edges)
        room = A_GUTTER * span.style.size
        is_mark = len(held) == 1 and bool(MARK.fullmatch(held[0].text.strip()))
        flows = held and (held[-1].text[-1:] in DIVIDERS or span.text[:1].isspace())
        if held and at_edge and not is_mark and not flows and span.left - held[-1].right > room:
            yield replace(line, spans=tuple(held))
            held = []
        held.append(span)
    yield replace(line, spans=tuple(held))


def _with_distances(lines: list[Line]) -> list[Line]:
    """Each with how far below the line before it stands; what hangs beside a line shares its distance."""
    found = lines[:1]
    for before, line in pairwise(lines):
        if before.page != line.page or line.base < before.base - 1:
            above = 0.0
        elif abs(line.base - before.base) <= 1:
            above = found[-1].above
        else:
            above = line.base - before.base
        found.append(replace(line, above=above))
    return found


def _most_letters(lines: list[Line]) -> Style:
    """The hand in which most of a document is set."""
    letters: Counter[Style] = Counter()
    for line in lines:
        for span in line.spans:
            letters[span.style] += len(span.text)
    return letters.most_common(1)[0][0] if letters else Style()
