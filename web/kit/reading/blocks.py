"""From lines to paragraphs, and from a page to its head and its sections. The second step of reading."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from web.kit.reading.headings import kind_of
from web.kit.reading.lines import MARK, Line, Sheet, Span, Style, joined
from web.kit.reading.paragraphs import is_wide, run_on

SEPARATORS = ",·|•،、"
STOPS = f"{SEPARATORS}.:;"
LEADING = 1.35  # of the letters' size: how far lines are apart where they are set larger than the text
A_SPACE = 0.25  # of the letters' size: how broad a space is at least
A_PAUSE = 2.5  # points more than between two lines of a paragraph; scripts with tall letters take up to two
HANG = 0.6  # of the letters' size: how far from the words of a point its other lines may begin
INDENT = 3.0  # points by which a line that goes on may be set in from the one that begins
COLUMN_UP = 50.0  # points; no line of one column stands so far above the one before it
NEAR = 25.0  # points; lines that begin so close to each other are in one column


Parted = Callable[[Line, Line], bool]


@dataclass(frozen=True)
class Section:
    """`kind` is a key of JSON Resume, or nothing where the heading is somebody's own."""

    title: str
    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Paragraph:
    """Lines that are read as one."""

    lines: tuple[Line, ...]

    @property
    def is_point(self) -> bool:
        return opens_point(self.lines[0])

    @property
    def style(self) -> Style:
        return self.lines[0].style

    @property
    def spans(self) -> list[Span]:
        """All of them, a space between two lines where their script has any, without the mark of a point."""
        made: list[Span] = []
        for line in self.lines:
            if made:
                text = made[-1].text.rstrip()
                made[-1] = made[-1]._replace(text=run_on(text, line.text).removesuffix(line.text))
            made += line.spans
        return made[1:] if self.is_point else made

    @property
    def text(self) -> str:
        return joined(self.spans)


def opens_point(line: Line) -> bool:
    """A mark that our press drew for itself; a dash in one go with words is the person's."""
    return line.has_bullet and MARK.fullmatch(line.spans[0].text.strip()) is not None


# --- head and sections -----------------------------------------------------------------------------------------------


def divided(sheet: Sheet) -> tuple[list[Line], list[Section]]:
    """What stands above the first heading or at the head of another column, and what stands under each heading."""
    lines = [line for line in sheet.lines if not _is_running(line, sheet.pages)]
    styles = _heading_styles(lines, sheet.body)
    head: list[Line] = []
    sections: list[Section] = []
    held: list[Line] = []
    title = ""
    for before, line in pairwise([lines[0], *lines] if lines else []):
        if title and _is_of_another_column(before, line):
            sections.append(_section(title, held))
            title, held = "", []
        if not _is_heading(line, styles, is_first=not sections and not title, stands_after=len(head)):
            (held if title else head).append(line)
        elif title and not held and not (kind_of(title) and kind_of(line.text)):
            title = f"{title} {line.text}"  # a heading of two lines
        else:
            sections += [_section(title, held)] if title else []
            title, held = line.text, []
    return head, [*sections, _section(title, held)] if title else sections


def _is_running(line: Line, pages: int) -> bool:
    """The line at the foot or head of a later page that says which page it is."""
    numbers = [int(number) for number in re.findall(r"\d{1,4}", line.text)]
    return line.page > 0 and numbers[-2:] in ([line.page + 1, pages], [pages, line.page + 1]) and len(line.text) < 100


def _is_of_another_column(before: Line, line: Line) -> bool:
    """Whether reading goes back up the page, to begin at another side."""
    goes_up = line.page == before.page and line.base < before.base - COLUMN_UP
    return goes_up and abs(line.left - before.left) > NEAR


def _heading_styles(lines: list[Line], body: Style) -> set[Style]:
    """The hands of headings: those in which at least half of all lines are known headings, or the best there is."""
    known: Counter[Style] = Counter()
    every: Counter[Style] = Counter()
    for line in filter(_is_of_one_hand, lines):
        every[line.style] += 1
        known[line.style] += bool(kind_of(line.text))
    sure = {style for style in known if style != body and 2 * known[style] >= every[style]}
    best = max(known, key=lambda style: (known[style], style != body, style.size), default=None)
    return sure | ({best} if best and known[best] else set())


def _is_heading(line: Line, styles: set[Style], is_first: bool, stands_after: int) -> bool:
    if line.style not in styles or not _is_of_one_hand(line):
        return False
    is_label = is_first and stands_after <= 1  # the line under the name may be set like a heading
    return bool(kind_of(line.text)) or not is_label


def _is_of_one_hand(line: Line) -> bool:
    return len({span.style for span in line.spans}) == 1


def _section(title: str, lines: list[Line]) -> Section:
    return Section(title, kind_of(title), tuple(lines))


# --- lines to paragraphs ---------------------------------------------------------------------------------------------


class Columns:
    """How far to the right the lines of a column go: whether a word would have had room on the line before."""

    def __init__(self, sheet: Sheet) -> None:
        self._lines = [line for line in sheet.lines if not _is_running(line, sheet.pages)]
        gaps = Counter(round(line.above, 1) for line in self._lines if line.above > 0 and line.style == sheet.body)
        self.leading = max(gaps, key=lambda gap: (gaps[gap], -gap), default=1.3 * sheet.body.size)

    def leading_in(self, lines: Iterable[Line]) -> float:
        """The same where lines may be further apart than on the sheet as a whole, as beside a narrow column."""
        wraps = (
            line.above
            for before, line in pairwise(lines)
            if line.above > 0 and not opens_point(line) and before.spans[-1].style == line.style
            and self.is_full(before, line)
        )  # fmt: skip
        return max(self.leading, min(wraps, default=0.0))

    def left(self, line: Line) -> float:
        """Where most lines of a column begin, points of lists aside."""
        starts = Counter(round(o.left) for o in self._lines if abs(o.left - line.left) <= NEAR and not opens_point(o))
        return min(start for start, count in starts.items() if 3 * count >= max(starts.values()))

    def edge(self, line: Line) -> float:
        return max(other.right for other in self._lines if abs(other.left - line.left) <= NEAR)

    def goes_on(self, before: Line, line: Line) -> bool:
        """Whether a line is in the hand of the one before, and its first word would not have fitted there."""
        if before.text[-1:] in ",·–":
            return line.size == before.size
        most = max(self.leading, LEADING * line.size) + A_PAUSE
        return line.above <= most and before.spans[-1].style == line.style and self.is_full(before, line)

    def is_full(self, before: Line, line: Line) -> bool:
        """Whether the first word of a line would not have fitted on the one before; none ends in a comma by choice."""
        if before.text[-1:] in ",·–":
            return True
        width = 0.0
        for span in line.spans:  # a word may be drawn in several goes
            width += span.first
            if any(letter.isspace() for letter in span.text):
                break
        if is_wide(line.text[:1]):  # a line may break after any letter but a few
            width = 2 * line.size
        return before.right + A_SPACE * line.size + width > self.edge(before) - 1.5


def paragraphs(lines: Iterable[Line], columns: Columns, parted: Parted | None = None) -> list[Paragraph]:
    """Lines that belong together, by how they are set in and by whether the line before was full.

    `parted` knows from the words that a line begins something new, however full the one before it is."""
    lines = list(lines)
    hangs = any(_hangs(before, line, columns) for before, line in pairwise(lines))
    made: list[list[Line]] = []
    for line in lines:
        is_new = not made or (parted is not None and parted(made[-1][-1], line))
        if not is_new and _joins(made[-1], line, columns, hangs):
            made[-1].append(line)
        else:
            made.append([line])
    return [Paragraph(tuple(group)) for group in made]


def _hangs(before: Line, line: Line, columns: Columns) -> bool:
    is_set_in = INDENT < line.left - before.left < NEAR and before.size == line.size
    return is_set_in and not opens_point(before) and not opens_point(line) and columns.is_full(before, line)


def _joins(group: list[Line], line: Line, columns: Columns, hangs: bool) -> bool:
    first, before = group[0], group[-1]
    if opens_point(line) or abs(line.base - before.base) <= 1:
        return False
    inset = line.left - first.left
    if opens_point(first) and abs(line.left - _text_of_point(first)) <= HANG * line.size:
        is_inside = line.left > columns.left(line) + INDENT
        return is_inside or columns.goes_on(before, line)
    if INDENT < inset < NEAR and not opens_point(first):
        return line.size == before.size and (columns.is_full(before, line) or line.text[:1].islower())
    is_flush = abs(inset) <= 2 and (first.is_numbered or line.page == before.page if opens_point(first) else not hangs)
    return is_flush and columns.goes_on(before, line)


def _text_of_point(line: Line) -> float:
    """Where the words of a point begin."""
    return line.spans[1].left if len(line.spans) > 1 else line.left + line.size


def pieces(spans: Iterable[Span]) -> list[Span]:
    """Stretches of one hand, divided where the drawing stopped at a comma, a dot or a bar.

    Where only the face changes, it stopped because a face lacks a letter, and that divides nothing; nor does the end of
    a line, unless the comma there was drawn for itself."""
    made: list[list[Span]] = []
    for span in spans:
        if made and not _is_apart(made[-1][-1], span):
            made[-1].append(span)
        else:
            made.append([span])
    return [group[0]._replace(text=joined(group), right=group[-1].right) for group in made]


def _is_apart(before: Span, span: Span) -> bool:
    at_stop = before.text.rstrip()[-1:] in STOPS or span.text.lstrip()[:1] in STOPS
    wraps = span.left < before.right and len(before.text.strip()) > 1 and span.text.lstrip()[:1] not in STOPS
    is_own = not before.text.strip(f"{STOPS} ") or not span.text.strip(f"{STOPS} ")
    return before.style != span.style or is_own or (at_stop and before.face == span.face and not wraps)
