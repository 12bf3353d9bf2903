"""A section of anybody's sheet as its entries: which lines begin one, which are its heading, and what was done.

A heading's words are kept as cells, stretches that stand apart by their place, their hand or a divider; what each of
them is, is for others to say (`fields`).
"""

import functools
import re
from dataclasses import dataclass, field, replace
from statistics import median

from web.kit.reading import moments, roles
from web.kit.reading.dates import Stay
from web.kit.reading.lines import Line, Span, Style, joined, segments
from web.kit.reading.paragraphs import MARKS, SET_IN, Room, bare, run_on, unhung
from web.kit.reading.sections import Hand, hand

DIVIDER = re.compile(r"\s*[|•·⋅∙‧◦●]\s*|\s+[–—―-]\s+|\s+@\s+|\s*\t\s*")
SENTENCE = re.compile(r"^\W*\w+(?:\W+\w+){2,}.*\w{2}[)\"'’”]*[.!。]$")
SHORTENED = re.compile(r"\b(?:Inc|Ltd|Co|Corp|St|Jr|Sr|LLC|GmbH|bzw|Univ|Dept|Assoc)\.$")
HANGS = re.compile(
    r"(?:[,·–/&-]|\b(?:and|or|of|the|a|an|in|for|with|to|by|on|at|from|und|der|die|das|mit|et|de|la|le|y|e|von|für))$",
    re.IGNORECASE,
)
LONG = 75  # letters of what is no heading's line
NEAR_DATE = 0.55  # of the letters' size: how far a date in the left margin is from the words beside it at least


@dataclass(frozen=True)
class Cell:
    """A stretch of a heading. `row` counts the lines of the heading; `is_right` says that it ends a line of several."""

    text: str
    hand: Hand
    row: int
    is_right: bool = False


@dataclass
class Group:
    """One entry: the cells of its heading, its time, and its texts."""

    cells: list[Cell] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rows: int = 0
    open: str = ""  # what the first cell of its last line ends in, if it cannot end there

    @property
    def has_body(self) -> bool:
        return bool(self.points or self.texts)


# --- lines -----------------------------------------------------------------------------------------------------------


def is_dated(text: str) -> bool:
    return bool(moments.find_all(text))


def is_beside(text: str) -> bool:
    """What stands in a margin: a date, how long it was, a place."""
    return (
        moments.read(text) is not None
        or roles.is_place(text)
        or bool(re.fullmatch(rf"(?:{moments.LENGTH}[\s,]*)+", text.strip(), re.I))
    )


@dataclass
class Row:
    """A line of a section: its main words, and what stands beside them in the margin."""

    main: Line | None
    beside: list[Line]
    left_date: bool = False

    @property
    def text(self) -> str:
        return self.main.text if self.main else ""


def _parts(line: Line) -> list[Line]:
    """Segments; a date at the very left is one by itself, however near the words beside it."""
    parts = segments(line)
    spans = parts[0].spans
    for cut in range(1, min(len(spans), 8)):
        gap = spans[cut].left - spans[cut - 1].right
        if gap > NEAR_DATE * spans[cut].style.size and moments.read(joined(spans[:cut])):
            return [replace(line, spans=spans[:cut]), replace(line, spans=spans[cut:]), *parts[1:]]
    return parts


def rows_in(lines: list[Line]) -> list[Row]:
    made: list[Row] = []
    point: Line | None = None  # the point that may go on
    for line in lines:
        parts = _parts(line)
        if line.has_bullet and len(parts) > 1 and MARKS.fullmatch(parts[0].text.strip() + " "):
            first = replace(line, spans=(*parts[0].spans, *parts[1].spans))
            parts = [first, *parts[2:]]
        if len(parts) > 1 and moments.read(parts[0].text) and not _is_mark(parts[0].text):
            rest = parts[1:]
            made.append(Row(_as_one(line, rest), [parts[0]], left_date=True))
        elif len(parts) > 1 and (line.has_bullet or len(parts[0].text) > LONG or _is_inside(point, line, parts)):
            beside = [part for part in parts[1:] if is_beside(part.text)]
            made.append(Row(_as_one(line, [part for part in parts if part not in beside]), beside))
        elif len(parts) == 1 and moments.read(line.text):
            made.append(Row(None, [line]))
        else:
            made.append(Row(line, []))
        main = made[-1].main
        point = main if main and (main.has_bullet or (point and main.left > point.left + 3)) else None
    return made


def _is_inside(point: Line | None, line: Line, parts: list[Line]) -> bool:
    """Whether a line goes on with a point, and only a date or the like stands beside it."""
    return point is not None and line.left > point.left + 3 and all(is_beside(part.text) for part in parts[1:])


def _is_mark(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,2}[.)]", text.strip()))


def _as_one(line: Line, parts: list[Line]) -> Line:
    return replace(line, spans=tuple(span for part in parts for span in part.spans))


class Grouping:
    """The entries of one section."""

    def __init__(self, lines: list[Line], room: Room, body: Style) -> None:
        self.room, self.body = room, body
        self.rows = rows_in(unhung([line for line in lines if not roles.is_label(line.text)], room))
        self.right = max((row.main.right for row in self.rows if row.main and not row.beside), default=0.0)
        self.main_right = max((segments(row.main)[0].right for row in self.rows if row.main), default=self.right)
        titles = [row.main for row in self.rows if row.main and not row.main.has_bullet]
        self.left = titles[0].left if titles else 0.0
        self.title = lead(titles[0]) if titles else None
        self.title_left = self.left
        plain = Hand(body.size, body.is_bold, body.is_slanted, body.colour, False)
        alike = sum(lead(line) == self.title for line in titles)
        self.is_set_apart = self.title not in (None, plain) and (alike < 0.7 * len(titles) or len(titles) < 3)
        self.has_left_dates = sum(row.left_date for row in self.rows) >= 1
        self.pauses = self._pauses()

    def _pauses(self) -> float:
        gaps = [row.main.above for row in self.rows if row.main and row.main.above > 0]
        return median(gaps) * 1.15 + 1 if gaps else 0.0

    def groups(self) -> list[Group]:
        made: list[Group] = []
        last: Row | None = None
        before = ""  # what the row before was: a line that goes on counts as what it goes on with
        self._is_after_date = False
        for number, row in enumerate(self.rows):
            kind = self._kind_of(row, number, before, last)
            is_new = not made or (kind == "head" and self._begins(row, made[-1], number))
            if kind == "beside" and (not made or self._date_begins(row, made[-1], number)):
                is_new = True
            if is_new:
                made.append(Group())
            self._take(made[-1], row, kind, last if not is_new else None, before)
            before = before if kind in ("more", "beside") and before else kind
            last = row if row.main else last
            self._is_after_date = row.main is None and made[-1].rows > 2  # two lines and the date's own
        return _with_their_own([group for group in made if group.cells or group.has_body])

    # --- what a row is

    def _kind_of(self, row: Row, number: int, before: str, last: Row | None) -> str:
        line = row.main
        if line is None:
            return "beside"
        if row.left_date:
            return "head"
        if line.has_bullet or MARKS.match(line.text):
            return "point"
        if last and before in ("point", "item", "text") and self._continues(last, row, before):
            return "more"
        room = 30 if before == "head" else 12
        is_title = self.is_set_apart and lead(line) == self.title and abs(line.left - self.title_left) <= room
        if is_title:
            return "head"
        is_in = line.left > self.left + SET_IN
        if len(segments(line)) > 1 or row.beside:
            return "head"
        names = roles.is_degree(line.text) or roles.is_school(line.text) or roles.is_place(line.text)
        if before == "head" and names and len(line.text) < LONG:
            return "head"
        if is_in and before and not is_dated(line.text) and (before in ("item", "point") or not self._leads(number)):
            return "item"
        if self._is_text(line, number):
            return "text"
        if before in ("text", "item", "point") and not self._leads(number):
            return "text" if not is_in else "item"
        return "head"

    def _is_text(self, line: Line, number: int) -> bool:
        text = line.text
        if is_dated(text) and len(text) < LONG:
            return False
        follows = self.rows[number + 1] if number + 1 < len(self.rows) else None
        wraps = (
            follows is not None
            and follows.main is not None
            and not follows.main.has_bullet
            and len(segments(follows.main)) == 1
            and follows.main.size == line.size
            and abs(follows.main.left - line.left) < 3
            and hand(follows.main) == hand(line)
            and self.room.is_close(follows.main)
            and self.room.is_full(line, follows.main, self.right)
            and len(text) > 25
        )
        is_sentence = (bool(SENTENCE.search(text)) and not SHORTENED.search(text)) or (
            len(text.split()) > 5 and len(text) > LONG
        )
        is_said = len(text.split()) > 9 or (wraps and len(text.split()) > 4)
        return is_sentence or is_said

    def _continues(self, last: Row, row: Row, kind: str) -> bool:
        before, line = last.main, row.main
        if before is None or line is None or before.size != line.size or line.has_bullet or MARKS.match(line.text):
            return False
        is_marked = before.has_bullet or bool(MARKS.match(before.text))
        if kind == "item" and not is_marked:
            return self._item_goes_on(before, line)
        if not self.room.is_close(line):
            return False
        if (
            hand(before)._replace(is_capital=False) != hand(line)._replace(is_capital=False)
            and not before.has_bullet
            and len(line.text) < 30
        ):
            return False
        text = line.text
        if before.has_bullet and line.left > before.left + 3:
            return True
        if text[:1].islower() and before.text.rstrip()[-1:] not in ".;":
            return True
        return self.room.is_full(before, line, self.main_right)

    def _item_goes_on(self, before: Line, line: Line) -> bool:
        """Whether a line goes on with an item that has no mark, by its first letter and how far it is below."""
        said = before.text.rstrip()
        if line.text[:1].islower():
            return line.above <= 2 * line.size
        if HANGS.search(said):
            return line.above <= self._wrap + 1
        is_near = 0 < line.above <= self._wrap + 1 < self._between
        return is_near and said[-1:] not in ".!" and self.room.is_full(before, line, self.main_right)

    @functools.cached_property
    def _wrap(self) -> float:
        """How far lines are apart that surely go on, since they begin with a small letter."""
        gaps = [row.main.above for row in self.rows if row.main and row.main.text[:1].islower() and row.main.above > 0]
        return min(gaps, default=0.0)

    @functools.cached_property
    def _between(self) -> float:
        items = (row.main for row in self.rows if row.main and row.main.left > self.left + SET_IN)
        gaps = [line.above for line in items if line.text[:1].isupper() and line.above > 0]
        return median(gaps) if gaps else 0.0

    def _leads(self, number: int) -> bool:
        """Whether a date or a line in the hand of titles is near enough for a new heading to begin here."""
        for row in self.rows[number : number + 3]:
            if row.main is None or row.left_date or row.beside:
                return True
            if row.main.has_bullet or (row is not self.rows[number] and self._is_text(row.main, self.rows.index(row))):
                return False
            if is_dated(row.main.text) and len(row.main.text) < 110:
                return True
        return False

    # --- where an entry begins

    def _begins(self, row: Row, group: Group, number: int) -> bool:
        line = row.main
        assert line is not None
        if row.left_date:
            return bool(group.stays or group.has_body or group.cells)
        is_title = self.is_set_apart and lead(line) == self.title
        has_date = is_dated(line.text) or any(is_dated(part.text) for part in row.beside)
        if group.has_body:
            return is_title or self._leads(number)
        if is_title and group.cells:
            wraps = (
                group.rows == 1
                and self.room.is_close(line)
                and not group.stays
                and self.room.is_full(group.lines[-1], line, self.right)
            )
            same_row_only = group.rows >= 1 and lead(line) == group.cells[0].hand._replace(is_capital=False)
            apart = line.above > self.pauses or bool(group.stays)
            return same_row_only and not wraps and (apart or group.rows >= 2)
        if has_date and group.stays:
            return True
        if self._is_after_date and group.cells and self.rows[0].main is not None and self._leads(number):
            return True  # a date that stands alone ended the entry above
        return line.above > self.pauses and bool(group.stays) and self._leads(number)

    def _date_begins(self, row: Row, group: Group, number: int) -> bool:
        """Whether a date that stands alone leads an entry rather than ends one."""
        if not any(moments.read(part.text) for part in row.beside):
            return False
        if not group.has_body and not (group.stays and group.cells):
            return False
        if not group.stays and group.has_body:
            follows = self.rows[number + 1] if number + 1 < len(self.rows) else None
            return bool(follows and follows.main and not follows.main.has_bullet)
        return True

    # --- taking a row in

    def _take(self, group: Group, row: Row, kind: str, last: Row | None, before: str) -> None:
        group.lines += [line for line in (row.main, *row.beside) if line]
        for part in row.beside:
            self._take_cells(group, [part], True)
        line = row.main
        if line is None:
            group.rows += bool(not group.has_body)
            return
        text = bare(line.text) if kind == "point" else line.text.strip()
        if kind == "more" and (group.points or group.texts):
            held = (group.texts if before == "text" else group.points) or group.points or group.texts
            held[-1] = run_on(held[-1], text)
        elif kind in ("point", "item"):
            group.points += [text] if text else []
        elif kind == "text":
            group.texts.append(text)
        else:
            parts = segments(line)
            self._take_cells(group, parts, False)
            group.rows += 1
            found = re.search(r"[,&]$|(?<= )(?:and|of|und|et|de|y|for|in)$", parts[0].text.rstrip())
            group.open = found[0] if found and len(group.cells) and (len(parts) == 1 or group.rows == 1) else ""

    def _take_cells(self, group: Group, parts: list[Line], is_beside: bool) -> None:
        for number, part in enumerate(parts):
            for piece, set_as in pieces(part):
                if number == 0 and not is_beside and self._wraps(group, piece, set_as):
                    last = group.cells[-1]
                    group.cells[-1] = replace(last, text=f"{last.text}{group.open} {piece}")
                    group.open = ""
                    continue
                rest = self._without_dates(group, piece)
                is_right = is_beside or (number > 0 and number == len(parts) - 1)
                group.cells += [Cell(text, set_as, group.rows, is_right) for text in rest if _says(text)]

    def _wraps(self, group: Group, piece: str, set_as: Hand) -> bool:
        """Whether a narrow cell goes on: "University of California," and then "Berkeley"."""
        return (
            bool(group.open) and len(group.cells) > 0 and group.cells[-1].hand == set_as and not moments.find_all(piece)
        )

    def _without_dates(self, group: Group, text: str) -> list[str]:
        found = moments.find_all(text)
        if not found or (len(text) > 60 and len(found) == 1 and found[0].end - found[0].start < 8):
            return _divided(text)
        kept, at = [], 0
        for one in found:
            around = text[at : one.start]
            if (
                re.search(r"\w['’]?s?\s$", around)
                and one.end - one.start == 4
                and not re.search(r"[,(|·•–—-]\s*$|\s{2}$", around)
                and len(found) == 1
                and not text[one.end :].strip(" )")
            ):
                pass
            kept.append(around)
            group.stays.append(one.stay)
            at = one.end
        kept.append(text[at:])
        rest = [re.sub(rf"[(\[]?\s*(?:{moments.LENGTH}[\s,]*)+[)\]]?", "", part, flags=re.I) for part in kept]
        return [piece for part in rest for piece in _divided(part)]


def of_text(text: str) -> Group:
    """One entry, all in one line."""
    line = Line(0, 0.0, (Span(text, 0.0, 5.0 * len(text), Style(10.0)),))
    group, *_ = [*Grouping([line], Room({}, {}), Style(10.0)).groups(), Group()]
    return group


def _with_their_own(groups: list[Group]) -> list[Group]:
    """A heading that has its time but no text, and one below it that has a text but no time, are one entry's."""
    made: list[Group] = []
    for group in groups:
        before = made[-1] if made else None
        if before and before.stays and not before.has_body and not group.stays and group.has_body:
            before.cells += [replace(cell, row=cell.row + before.rows) for cell in group.cells]
            before.points, before.texts = group.points, group.texts
            before.lines += group.lines
        else:
            made.append(group)
    return made


def lead(line: Line) -> Hand:
    """How the first word of a line is set, which in a heading is often bolder than the rest."""
    style = next((span.style for span in line.spans if any(map(str.isalnum, span.text))), line.style)
    return Hand(style.size, style.is_bold, style.is_slanted, style.colour, False)


def pieces(line: Line) -> list[tuple[str, Hand]]:
    """Stretches of one hand; a comma or a bracket alone goes with what stands before it."""
    made: list[list[Span]] = []
    for span in line.spans:
        says = any(map(str.isalnum, span.text))
        if made and (not says or _alike(made[-1], span)):
            made[-1].append(span)
        else:
            made.append([span])
    parts = [replace(line, spans=tuple(spans)) for spans in made] if len(made) > 1 else [line]
    return [(part.text, hand(part)) for part in parts]


def _alike(spans: list[Span], span: Span) -> bool:
    last = next((one for one in reversed(spans) if any(map(str.isalnum, one.text))), spans[-1])
    a, b = last.style, span.style
    return (a.is_bold, a.is_slanted, a.size) == (b.is_bold, b.is_slanted, b.size) and a.colour == b.colour


def _divided(text: str) -> list[str]:
    return [
        part.strip(" ,;:|·•–—-\t") if not part.strip().endswith(")") or "(" in part else part.strip(" ,;:|·•–—-\t)")
        for part in DIVIDER.split(text)
    ]


def _says(text: str) -> bool:
    return any(map(str.isalnum, text)) and not re.fullmatch(
        r"(?:expected|graduation|expected graduation|anticipated|to|from|since)\W*", text, re.I
    )
