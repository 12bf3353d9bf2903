"""Lines that belong together: the later lines of a point, and the lines of a paragraph, as one text."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from web.kit.reading.lines import Line, segments

MARKS = re.compile(r"^\s*(?:[•‣▪◦●○∙·➢➤■□§>*+–—✓✔►▶▸-]|\(?\d{1,2}[.)])(?=\s|$)\s*")
HANG = 25.0  # points by which the later lines of an entry are set in at most
SET_IN = 5.0  # points by which the lines of a list are set in
CLOSE = 1.6  # points more than between two lines of a paragraph


@dataclass(frozen=True)
class Room:
    """How wide the columns of a document are and how far its lines are apart: whether a line is full."""

    edges: dict[int, float]
    leadings: dict[tuple[int, float], float]

    @classmethod
    def of(cls, lines: list[Line]) -> "Room":
        edges: dict[int, float] = {}
        gaps: dict[tuple[int, float], list[float]] = {}
        for line in lines:
            edges[line.column] = max(edges.get(line.column, 0.0), segments(line)[0].right)
            if 0.8 * line.size < line.above < 2.2 * line.size:
                gaps.setdefault((line.column, line.size), []).append(round(line.above, 1))
        return cls(edges, {key: _least_common(Counter(seen)) for key, seen in gaps.items()})

    def leading(self, line: Line) -> float:
        return self.leadings.get((line.column, line.size), 1.3 * line.size)

    def is_close(self, line: Line) -> bool:
        """Whether it stands no further from the line above it than lines of a paragraph do; a new page says nothing."""
        return line.above <= max(self.leading(line) + CLOSE, 1.45 * line.size)

    def is_full(self, before: Line, line: Line, right: float) -> bool:
        first = line.spans[0]
        word = first.right - first.left
        return before.right + 0.22 * line.size + word > right - 1.5 or before.text[-1:] in ",·–-/&"


def _least_common(counted: Counter[float]) -> float:
    """The smallest distance that is no exception."""
    many = max(counted.values())
    return min(gap for gap, count in counted.items() if count >= max(1, many * 0.25))


def bare(text: str) -> str:
    return MARKS.sub("", text).strip()


def unmarked(line: Line) -> Line:
    """Without the mark of a point."""
    return replace(line, spans=line.spans[1:]) if line.has_bullet and len(line.spans) > 1 else line


def unhung(lines: list[Line], room: Room) -> list[Line]:
    """Entries of a list whose later lines are set in, each as one line."""
    made: list[Line] = []
    last: Line | None = None
    for line in lines:
        first = made[-1] if made else None
        if first and last and _hangs(first, last, line, room):
            text = run_on(first.spans[-1].text, line.text).removesuffix(line.text)
            spans = (*first.spans[:-1], first.spans[-1]._replace(text=text), *line.spans)
            made[-1] = replace(first, spans=spans)
        else:
            made.append(line)
        last = line
    return made


def _hangs(first: Line, last: Line, line: Line, room: Room) -> bool:
    is_set_in = SET_IN < line.left - first.left < HANG and not line.has_bullet and not first.has_bullet
    is_same = line.column == first.column and line.size == last.size and room.is_close(line)
    is_one = len(segments(last)) == len(segments(line)) == 1
    return is_set_in and is_same and is_one and room.is_full(last, line, room.edges.get(line.column, 0.0))


def joined_lines(lines: list[Line], room: Room) -> list[str]:
    """Running text: the lines of each paragraph as one."""
    made: list[str] = []
    for before, line in pairwise([lines[0], *lines] if lines else []):
        text = bare(line.text)
        is_more = bool(made) and not line.has_bullet and before.size == line.size and room.is_close(line)
        is_more = is_more and (room.is_full(before, line, room.edges.get(line.column, 0)) or text[:1].islower())
        if is_more:
            made[-1] = run_on(made[-1], text)
        elif text:
            made.append(text)
    return made


def run_on(text: str, more: str) -> str:
    """Two lines of one text; a word that was broken at its end is whole again."""
    if text.endswith("\u00ad"):
        return (text[:-1] if more[:1].islower() and not COMPOUND.search(text[:-1]) else f"{text[:-1]}-") + more
    if is_wide(text[-1:]) and is_wide(more[:1]):
        return text + more
    is_broken = text.endswith("-") and more[:1].islower() and not HANGING.match(more)
    return text + more if is_broken else f"{text} {more}"


HANGING = re.compile(r"(?:and|or|to|und|oder|bis|et|ou|y|o|e|og|och|en|of)(?=\s|$)")  # as in "short- and long-term"
COMPOUND = re.compile(
    r"(?<!\w)(?:non|self|multi|cross|long|short|high|low|well|real|co|pre|post|next|full|event|open|cloud|data|on|off|end|end-to|"
    r"state-of-the|up-to|one|two|three|four|five|six|user|customer|client|server|object|front|back|part|half|third|first|second|"
    r"large|small|mid|in|e|best|award|fast|risk|cost|time|test|team|peer|hands|problem|decision|day-to|year|month|week|"
    r"hour)$",
    re.IGNORECASE,
)  # fmt: skip


def is_wide(letter: str) -> bool:
    return "\u2e80" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"
