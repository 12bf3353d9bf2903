"""From a text without pages (Word, web page, plain text) to the lines that reading begins with.

Such a file says outright what a page only shows: where a paragraph ends, what is a heading, what a point of a list. So
the places are made up, as on a typist's sheet: a paragraph is one line however long, with double spacing, so that no
line looks like the end of the one above; an indent moves it to the right, a tab leaves a wide gap.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from web.kit.reading import moments
from web.kit.reading.lines import Line, Sheet, Span, Style, most_letters, runs_from_the_right

LEFT = 56.0  # points; where a line begins that is not set in
LEADING = 2.4  # of the letters' size: from one line to the next
A_SPACE = 0.3  # of the letters' size
A_GAP = 4.0  # of the letters' size: what a tab leaves at least
TAB = 36.0  # points between two tab stops
CELL = 220.0  # points from one column of a table to the next
NEXT_CELL = "\x1f"  # leads to the next column of a table, as a tab does to the next stop
BULLET = "•"
SYMBOLS = re.compile("[\uf020-\uf0ff]+")  # of fonts such as Wingdings, whose letters are bullets and telephones
JOINT = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_]{2,12}\.?\s\d|\d{4})")  # where a date may begin
LENGTH = re.compile(  # how long it was, behind until when
    r"(?<=\d{4}|[^\W\d_]{4})(?=\d{1,2}\s?(?:yrs?|years?|mos?|months?|jahre?n?|monate?n?|ans?|mois|años?|mes(?:es)?)\b)",
    re.IGNORECASE,
)
BODY = Style(11.0)


@dataclass(frozen=True)
class Run:
    """Words in one hand. A tab among them divides what stands apart, a line end begins a line."""

    text: str
    style: Style = BODY


@dataclass(frozen=True)
class Passage:
    """A paragraph, an item of a list (`mark` is its bullet or number), or a row of a table.

    `cells` are for a row whose cells hold passages of their own: each is read through before the next.
    """

    runs: tuple[Run, ...] = ()
    indent: float = 0.0  # points
    above: float = 0.0  # points of white space more than between two lines
    mark: str = ""
    cells: tuple[tuple["Passage", ...], ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def sheet_of(passages: Iterable[Passage]) -> Sheet:
    """The passages as one long page."""
    setter = _Setter()
    for passage in passages:
        setter.set(passage, LEFT)
    text = "\n".join(line.text for line in setter.lines)
    return Sheet(setter.lines, 1, most_letters(setter.lines), runs_from_the_right([text]), [text])


class _Setter:
    """Goes down the page, a line at a time."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.base = 0.0
        self.white = 0.0  # above the line to come
        self.column = 0

    def set(self, passage: Passage, left: float = LEFT) -> None:
        if passage.cells:
            self._set_beside_each_other(passage, left)
            return
        self.white += passage.above
        mark = passage.mark or (BULLET if SYMBOLS.match(passage.text.lstrip()) else "")
        for runs in _at_line_ends(passage.runs):
            if any(run.text.strip() for run in runs):
                self._set_line(runs, left + passage.indent, mark)
                mark = ""
            else:
                self.white += BODY.size

    def _set_beside_each_other(self, row: Passage, left: float) -> None:
        """Cells that are columns of the page, each read to its end; what follows begins under the longest."""
        top, lowest, white = self.base, self.base, self.white + row.above
        for number, cell in enumerate(row.cells):
            self.base, self.white, self.column = top, white, self.column + (number > 0)
            for passage in cell:
                self.set(passage, left + number * CELL)
            lowest = max(lowest, self.base)
        self.base, self.white, self.column = lowest, 0.0, self.column + 1

    def _set_line(self, runs: list[Run], left: float, mark: str) -> None:
        size = max(run.style.size for run in runs if run.text.strip())
        above = LEADING * size + self.white
        self.base += above
        spans = tuple(_spans(runs, left, mark))
        self.lines.append(Line(0, self.base, spans, above if self.lines else 0.0, self.column))
        self.white = 0.0


def row_of(cells: Iterable[Iterable[Passage]]) -> list[Passage]:
    """A row of a table as passages.

    A cell with one passage, such as a date or a label, stands on the first line of the cell beside it; cells that hold
    more each are columns of a page.
    """
    said = ([passage for passage in cell if passage.text.strip() or passage.cells] for cell in cells)
    filled = [cell for cell in said if cell]
    if len(filled) < 2:
        return [passage for cell in filled for passage in cell]
    if any(len(cell) > 1 or cell[0].cells for cell in filled[:-1]):
        return [Passage(cells=tuple(map(tuple, filled)))]
    *labels, (first, *rest) = filled
    beside = first.runs
    if first.cells or first.mark:
        beside, rest = (), [first, *rest]
    runs: list[Run] = []
    for (label,) in labels:
        runs += [*label.runs, Run(NEXT_CELL, label.runs[-1].style if label.runs else BODY)]
    head = Passage((*runs, *beside), above=max(label.above for (label,) in labels))
    return [head, *(replace(passage, indent=passage.indent + CELL) for passage in rest)]


def _at_line_ends(runs: Iterable[Run]) -> Iterator[list[Run]]:
    held: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        held.append(replace(run, text=first))
        for text in others:
            yield held
            held = [replace(run, text=text)]
    yield held


def _spans(runs: Iterable[Run], left: float, mark: str) -> Iterator[Span]:
    """Words from left to right, each as broad as its letters; a tab leads to the next stop that is far enough."""
    at = left
    if mark:
        style = next(run.style for run in runs if run.text.strip())
        yield _span(mark, at, style)
        at += 1.5 * style.size
    is_first = True
    for run in _unglued(runs):
        for piece in re.split(r"(\s)", SYMBOLS.sub("", run.text)):
            if piece == "\t" and not is_first:
                at = max(at + A_GAP * run.style.size, LEFT + TAB * (int((at - LEFT) / TAB) + 1))
            elif piece == "\t":
                at += TAB
            elif piece == NEXT_CELL:
                at = left + CELL * (int((at + A_GAP * run.style.size - left) / CELL) + 1)
            elif piece.isspace():
                at += 0 if is_first else A_SPACE * run.style.size
            elif piece:
                yield (made := _span(piece, at, run.style))
                at, is_first = made.right, False


def _unglued(runs: Iterable[Run]) -> Iterator[Run]:
    """A date that was made to stand apart by a style sheet alone, and follows a word without a space, stands apart."""
    last = ""
    for run in runs:
        text = last + LENGTH.sub(" ", run.text)
        joints = [joint.start() for joint in JOINT.finditer(text)]
        for at in reversed([at for at in joints if text[at - 1].islower() and not text[at].islower()]):
            found = moments.find_all(text[at:])
            is_more_than_a_year = bool(found) and found[0].stay.start != found[0].stay.end[:4]
            if is_more_than_a_year and found[0].start == 0:
                text = f"{text[:at]}\t{text[at:]}"
        yield replace(run, text=text[len(last) :])
        last = text[-1:]


def _span(word: str, left: float, style: Style) -> Span:
    said = unicodedata.normalize("NFC", word)
    width = breadth(said, style.size)
    return Span(said, left, left + width, style, "", width)


def breadth(text: str, size: float) -> float:
    """How broad letters are about."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.5 for letter in text) * size
