"""From a PDF's pages to lines: what stands where, how large and in which hand. The first step of reading.

The order is that in which the file draws its words, as most readers have it. Distances are in points from the upper
left corner of a page.
"""

import ctypes
import functools
import math
import re
import unicodedata
from array import array
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, compress, count, groupby, pairwise, repeat
from operator import itemgetter, ne, sub
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

# Marks that have no breadth: joiners, soft hyphens, and those that only turn the direction.
INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x200E, 0x2010), *range(0x202A, 0x202F)])
LINE_END = "\ufffe"  # what pdfium says for a hyphen at the end of a line
SUPPOSED = " \r\n"  # what pdfium may add to what is drawn
BULLETS = "•‣▪◦●○∙·–—*➢➤■□§-"  # the last stands for itself in a set
MARK = re.compile(rf"(?:[{BULLETS}]|\d{{1,3}}[.)])(?=\s|$)")  # a bullet, or the number of an item
DIVIDERS = " \u00a0·|,"  # no column ends in one of these
SAME_LINE = 0.35  # of the letters' size: how far apart baselines of one line may be
A_SPACE = 0.15  # of the letters' size: a wider gap is a space
FAR = 1.8  # of the letters' size: a wider gap divides segments of a line
A_GUTTER = 0.25  # of the letters' size: what stands so far left of a column's edge is not of that column

FIRST_OF_THE_RIGHT = "\u0590"

BOLD = re.compile("bold|black|heavy|demi|semi|medium|fett", re.IGNORECASE)
SLANTED = re.compile("ital|obli|kursiv", re.IGNORECASE)


class Style(NamedTuple):
    """A hand: which face it is does not matter, since one word may need several."""

    size: float = 0.0
    is_bold: bool = False
    is_slanted: bool = False
    colour: int = 0


Hand = tuple[Style, str]  # and its face


class Letters(NamedTuple):
    """What a page draws, letter by letter, and run by run: a run is what one text object draws on end."""

    texts: list[str]
    lefts: list[float]
    rights: list[float]
    runs: list[int]  # in which each of them stands
    bases: list[float]  # of each run, as is its hand
    hands: list[Hand]


class Span(NamedTuple):
    """A stretch drawn in one go."""

    text: str
    left: float
    right: float
    style: Style
    face: str = ""
    first: float = 0.0  # how broad its first word is


@dataclass(eq=False)
class Line:
    """Spans on one baseline within one column."""

    page: int
    base: float
    spans: tuple[Span, ...]
    above: float = 0.0  # from the baseline before it on the same page and in the same column; 0 at the top
    column: int = 0  # which of the document's columns it stands in, those read first counted first

    @property
    def left(self) -> float:
        return self.spans[0].left

    @property
    def right(self) -> float:
        return self.spans[-1].right

    @property
    def style(self) -> Style:
        return self.spans[0].style

    @functools.cached_property
    def size(self) -> float:
        return max([span.style.size for span in self.spans])

    @functools.cached_property
    def text(self) -> str:
        return joined(self.spans)

    @property
    def is_numbered(self) -> bool:
        return self.has_bullet and self.spans[0].text.lstrip()[0].isdigit()

    @functools.cached_property
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
    widths: list[float] = field(default_factory=list)  # of each page; none where a document has no pages


def joined(spans: Iterable[Span]) -> str:
    """What the spans say, with a space where there is room for one."""
    said = ""
    end = math.inf
    for text, left, right, style, *_ in spans:
        said += f" {text}" if left - end > A_SPACE * style[0] else text
        end = right
    return " ".join(said.split())


@functools.lru_cache(maxsize=4096)
def segments(line: Line) -> list[Line]:
    """The stretches of a line that stand far apart."""
    cuts = [
        number
        for number, (before, span) in enumerate(pairwise(line.spans), 1)
        if (gap := span.left - before.right) > FAR and gap > FAR * span.style.size
    ]
    if not cuts:
        return [line]
    return [replace(line, spans=line.spans[start:end]) for start, end in pairwise([0, *cuts, None])]


def read_lines(pdf: bytes) -> Sheet:
    """Raises pdfium's own error for what is no PDF or is locked."""
    with pdfium.PdfDocument(pdf) as document:
        return lines_in(document)


def lines_in(document: pdfium.PdfDocument) -> Sheet:
    drawn, texts, widths = [], [], []
    for number, page in enumerate(document):
        text = page.get_textpage()
        widths.append(page.get_width())
        texts.append(text.get_text_range())
        letters = letters_of(text, page.get_height(), texts[-1])
        drawn += [(number, base, span) for base, span in _spans(letters)]
    lines = list(_in_columns(_on_baselines(drawn)))
    is_mirrored = runs_from_the_right(texts)
    return Sheet(_with_distances(lines), len(texts), most_letters(lines), is_mirrored, texts, widths)


# --- letters to spans ------------------------------------------------------------------------------------------------


def _spans(letters: Letters) -> Iterator[tuple[float, Span]]:
    """Every run of a page, with its baseline."""
    first = 0
    for run, size in Counter(letters.runs).items():
        end = first + size
        texts, lefts, rights = letters.texts[first:end], letters.lefts[first:end], letters.rights[first:end]
        if any(text.strip() for text in texts):
            yield letters.bases[run], _span(texts, lefts, rights, letters.hands[run])
        first = end


def letters_of(page: pdfium.PdfTextPage, height: float, said: str) -> Letters:
    """Letters that are really drawn; a space that pdfium only supposes is found again by its breadth.

    `said` is the page's text. What pdfium tells of each letter is gathered in columns, with no turn of Python's own for
    every one of them: that is several times as quick."""
    handle = ctypes.cast(page.raw, ctypes.c_void_p).value or 0
    every = range(page.count_chars())
    if len(said) != len(every):  # it leaves out what is no character
        said = "".join(map(chr, map(CODE_OF, repeat(handle), every)))
    objects = list(map(OBJECT_OF, repeat(handle), every))
    there = [n for n in every if objects[n] and not (said[n] in SUPPOSED and GENERATED(handle, n) == 1)]
    lefts, tops, rights, bottoms = _told(BOX_OF, handle, there, "f", 4, 1)
    drawn = [objects[n] for n in there]
    begins = [*map(ne, drawn, [None, *drawn])]
    firsts = [*compress(there, begins)]
    heights = map(sub, compress(tops, begins), compress(bottoms, begins))
    hands = _hands(handle, firsts, [*compress(drawn, begins)], heights)
    bases = [height - y for y in _told(ORIGIN_OF, handle, firsts, "d", 2, 2)[1]]
    shown = {letter: letter.translate(INVISIBLE) for letter in set(said)}
    runs = [run - 1 for run in accumulate(begins)]
    return Letters([shown[said[n]] for n in there], lefts, rights, runs, bases, hands)


def _told(function: Any, handle: int, letters: list[int], code: str, values: int, places: int) -> list[list[Any]]:
    """Columns of the values that pdfium writes for every letter, to as many places as it wants to be given."""
    told = array(code, bytes(array(code).itemsize * values * len(letters)))
    start, size = told.buffer_info()[0], told.itemsize
    deque(map(function, repeat(handle), letters, *(count(start + n * size, values * size) for n in range(places))), 0)
    return [told[n::values].tolist() for n in range(values)]


def _hands(handle: int, letters: list[int], objects: list[int], heights: Iterable[float]) -> list[Hand]:
    """How runs are set, of which these are the first letters. Some programs draw every letter for itself, so what is
    set alike is asked once. The height of a letter's box shows its size, unless it is turned on its side."""
    sizes = [height or _size(handle, n) for n, height in zip(letters, heights, strict=True)]
    keys = [*zip(map(FONT_OF, objects), sizes, *_told(COLOUR_OF, handle, letters, "I", 4, 4), strict=True)]
    one_of_each = dict(zip(keys, letters, strict=True))
    known = {key: _hand(handle, n, key[2] << 16 | key[3] << 8 | key[4]) for key, n in one_of_each.items()}
    return [known[key] for key in keys]


def _hand(handle: int, letter: int, colour: int) -> Hand:
    name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    NAME_OF(handle, letter, ctypes.byref(name), 256, ctypes.byref(flags))
    face = name.value.decode("utf-8", "replace")
    return Style(_size(handle, letter), bool(BOLD.search(face)), bool(SLANTED.search(face)), colour), face


def _size(handle: int, letter: int) -> float:
    """The size on paper: a file may draw at any size and scale it."""
    matrix = raw.FS_MATRIX()
    MATRIX_OF(handle, letter, ctypes.byref(matrix))
    return round(float(SIZE_OF(handle, letter)) * (math.hypot(matrix.b, matrix.d) or 1.0), 1)


def _function(name: str, result: Any, *arguments: Any) -> Any:
    """One of pdfium's that is called for every letter, with plain handles: that is several times as quick."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0)


A_PAGE, A_LETTER = ctypes.c_void_p, ctypes.c_int
OBJECT_OF = _function("FPDFText_GetTextObject", ctypes.c_void_p, A_PAGE, A_LETTER)
GENERATED = _function("FPDFText_IsGenerated", ctypes.c_int, A_PAGE, A_LETTER)
CODE_OF = _function("FPDFText_GetUnicode", ctypes.c_uint, A_PAGE, A_LETTER)
ORIGIN_OF = _function("FPDFText_GetCharOrigin", ctypes.c_int, A_PAGE, A_LETTER, ctypes.c_void_p, ctypes.c_void_p)
BOX_OF = _function("FPDFText_GetLooseCharBox", ctypes.c_int, A_PAGE, A_LETTER, ctypes.c_void_p)
FONT_OF = _function("FPDFTextObj_GetFont", ctypes.c_void_p, ctypes.c_void_p)
SIZE_OF = _function("FPDFText_GetFontSize", ctypes.c_double, A_PAGE, A_LETTER)
MATRIX_OF = _function("FPDFText_GetMatrix", ctypes.c_int, A_PAGE, A_LETTER, ctypes.c_void_p)
COLOUR_OF = _function("FPDFText_GetFillColor", ctypes.c_int, A_PAGE, A_LETTER, *[ctypes.c_void_p] * 4)
NAME_OF = _function(
    "FPDFText_GetFontInfo", ctypes.c_ulong, A_PAGE, A_LETTER, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p
)


def _span(texts: list[str], lefts: list[float], rights: list[float], hand: Hand) -> Span:
    seen = [n for n, text in enumerate(texts) if text.strip()]
    word = [n for n, place in enumerate(seen, seen[0]) if n == place]
    text = in_order(texts, lefts).replace("\u00a0", " ").replace(LINE_END, "-")
    left, right = min(lefts[n] for n in seen), max(rights[n] for n in seen)
    first = max(rights[n] for n in word) - min(lefts[n] for n in word)
    return Span(unicodedata.normalize("NFC", text), left, right, *hand, first)


def in_order(texts: list[str], lefts: list[float]) -> str:
    """The letters as they are spoken: pdfium turns those of a ligature about where a script runs from the right."""
    said = "".join(texts)
    if said.isascii() or max(said) < FIRST_OF_THE_RIGHT:
        return said
    glyphs = [[text for text, _ in glyph] for _, glyph in groupby(zip(texts, lefts, strict=True), itemgetter(1))]
    return "".join("".join(reversed(glyph) if _is_of_the_right("".join(glyph)) else glyph) for glyph in glyphs)


def _is_of_the_right(text: str) -> bool:
    return all(unicodedata.bidirectional(letter) in ("R", "AL", "NSM") for letter in text)


def runs_from_the_right(texts: list[str]) -> bool:
    sides: Counter[str] = Counter()
    for letter, times in Counter("".join(texts)).items():
        sides[unicodedata.bidirectional(letter)] += times
    return sides["R"] + sides["AL"] > sides["L"]


# --- spans to lines --------------------------------------------------------------------------------------------------


def _on_baselines(drawn: list[tuple[int, float, Span]]) -> Iterator[Line]:
    held: list[Span] = []
    page, base = 0, 0.0
    for number, y, span in drawn:
        near = SAME_LINE * span.style.size
        steps_back = held and span.right < held[0].left - 2 * span.style.size
        is_accent = all(unicodedata.combining(letter) for letter in span.text)
        if held and (number != page or (abs(y - base) > near and not is_accent) or steps_back):
            yield Line(page, base, tuple(held))
            held = []
        if not held:
            page, base = number, y
        held.append(span)
    if held:
        yield Line(page, base, tuple(held))


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


def most_letters(lines: list[Line]) -> Style:
    """The hand in which most of a document is set."""
    letters: Counter[Style] = Counter()
    for line in lines:
        for span in line.spans:
            letters[span.style] += len(span.text)
    return letters.most_common(1)[0][0] if letters else Style()
