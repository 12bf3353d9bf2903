"""Where each value of a career stands in its document, and how sure its reader may be of it.

A value's letters are looked for among the letters of the lines, spaces and signs aside, nearest to what was found
before it. What stands nowhere was not said, and is taken out: nothing is invented.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Any

from web.kit.reading import moments
from web.kit.reading.confidence import confidence_of
from web.kit.reading.lines import Line, Sheet, Span, joined
from web.kit.reading.sections import guess
from web.kit.reading.traces import Trace, pointer

Data = dict[str, Any]
Keys = tuple[str | int, ...]
DATES = frozenset({"startDate", "endDate", "date", "releaseDate"})
FIRST = (
    "name",
    "organization",
    "institution",
    "title",
    "position",
    "studyType",
    "language",
    "startDate",
)  # looked for before the rest
SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}
ASCENT, DESCENT = 0.8, 0.25  # of the letters' size: how far a word goes above and below its baseline
NEAR = 160  # letters that may stand between two parts of one value


class Document:
    """The letters of a sheet in reading order, and on which line and in which stretch each of them stands."""

    def __init__(self, sheet: Sheet, keeps: bool = False) -> None:
        self.sheet, self.keeps = sheet, keeps
        self.spans: list[tuple[Line, Span]] = [(line, span) for line in sheet.lines for span in line.spans]
        parts = [folded(span.text) for _, span in self.spans]
        self.letters = "".join(parts)
        *self.starts, _ = accumulate(map(len, parts), initial=0)
        firsts = accumulate((len(line.spans) for line in sheet.lines), initial=0)
        self.line_starts = [self.starts[first] for first, _ in zip(firsts, sheet.lines, strict=False)]
        self.dates = [
            (start, found.stay)
            for start, line in zip(self.line_starts, sheet.lines, strict=True)
            for found in moments.find_all(line.text)
        ]

    def heading(self, kind: str) -> int:
        """Where the section of a kind begins, as far as its heading tells."""
        wanted = "contact" if kind == "basics" else kind
        return next(
            (
                start
                for start, line in zip(self.line_starts, self.sheet.lines, strict=True)
                if len(line.text) < 60 and guess(line.text) == wanted
            ),
            0,
        )

    def find(self, text: str, near: int) -> list[tuple[int, int]]:
        """The stretches of letters that say a text, nearest to a place; several where other words stand between."""
        wanted = folded(text)
        if not wanted:
            return []
        if at := self._nearest(wanted, near):
            return [(at[0], at[0] + len(wanted))]
        return self._in_parts(wanted, near)

    def _nearest(self, wanted: str, near: int) -> tuple[int] | None:
        places = list(_places(self.letters, wanted))
        if not places:
            return None
        return (min(places, key=lambda at: abs(at - near) if at >= near else 2 * (near - at)),)

    def _in_parts(self, wanted: str, near: int) -> list[tuple[int, int]]:
        """Words of one value with others between them, such as a date in the margin."""
        found: list[tuple[int, int]] = []
        rest = wanted
        while rest:
            start = found[-1][1] if found else None
            size = self._longest(rest, start)
            if size < min(4, len(rest)):
                return []
            within = self.letters if start is None else self.letters[start : start + NEAR + size]
            at = within.find(rest[:size]) + (start or 0)
            if not found:
                at = (self._nearest(rest[:size], near) or (at,))[0]
            found.append((at, at + size))
            rest = rest[size:]
        return found

    def _longest(self, rest: str, start: int | None) -> int:
        within = self.letters if start is None else self.letters[start : start + NEAR + len(rest)]
        low, high = 0, len(rest)
        while low < high:
            middle = (low + high + 1) // 2
            if rest[:middle] in within:
                low = middle
            else:
                high = middle - 1
        return low

    def find_date(self, value: str, near: int) -> list[tuple[int, int]]:
        """The line on which a date stands."""
        said = [(at, stay) for at, stay in self.dates if value in (stay.start, stay.end)]
        if not said:
            return []
        at = min(said, key=lambda one: abs(one[0] - near))[0]
        line = self.spans[self._span_at(at)][0]
        ends = at + sum(len(folded(span.text)) for span in line.spans)
        return [(at, ends)]

    def _span_at(self, letter: int) -> int:
        return max(bisect_right(self.starts, letter) - 1, 0)

    def source(self, stretches: list[tuple[int, int]], confidence: float) -> Trace:
        held: dict[Line, list[Span]] = {}
        for start, end in stretches:
            for line, span in self.spans[self._span_at(start) : self._span_at(max(end - 1, start)) + 1]:
                held.setdefault(line, []).append(span)
        words = " ".join(map(joined, held.values())).replace("\u00ad", "-")
        page = next(iter(held)).page + 1 if self.sheet.widths else 0
        boxes = [self._box(line, spans) for line, spans in held.items() if line.page + 1 == page]
        return Trace(confidence, words, page, tuple(boxes))

    def _box(self, line: Line, spans: list[Span]) -> tuple[float, float, float, float]:
        size = max([span.style.size for span in spans])
        left, right = min([span.left for span in spans]), max([span.right for span in spans])
        if self.sheet.is_mirrored:
            width = self.sheet.widths[line.page]
            left, right = width - right, width - left
        top, bottom = line.base - ASCENT * size, line.base + DESCENT * size
        return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def folded(text: str) -> str:
    """Letters and digits alone."""
    if text.isascii():
        return text.lower().translate(SIGNS)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _places(letters: str, wanted: str) -> Iterator[int]:
    at = letters.find(wanted)
    while at >= 0:
        yield at
        at = letters.find(wanted, at + 1)


# --- a whole career --------------------------------------------------------------------------------------------------


def grounded(career: Data, sheet: Sheet) -> tuple[Data, dict[str, Trace]]:
    """The career without what its document does not say, and the source of each value."""
    return _grounded(career, Document(sheet))


def traced(career: Data, sheet: Sheet) -> dict[str, Trace]:
    """The sources alone, of a career whose values are known to stand in their document."""
    return _grounded(career, Document(sheet, keeps=True))[1]


def _grounded(career: Data, document: Document) -> tuple[Data, dict[str, Trace]]:
    traces: dict[str, Trace] = {}
    kept: Data = {}
    for section, value in career.items():
        if section == "meta":
            kept[section] = value
            continue
        near = document.heading(section)
        if isinstance(value, dict):
            kept[section], _ = _entry(value, (section,), document, near if section != "basics" else 0, traces, value)
            continue
        entries: list[Any] = []
        for entry in value:
            found, near = _entry(entry, (section, len(entries)), document, near, traces, entry)
            if found:
                entries.append(found)
        kept[section] = entries
    return kept, traces


def _entry(
    value: Any, keys: Keys, document: Document, near: int, traces: dict[str, Trace], entry: Any
) -> tuple[Any, int]:
    """What of a value is found from a place on, and the place after it."""
    if isinstance(value, dict):
        found: Data = {}
        for key in sorted(value, key=lambda key: key not in FIRST):
            inner, near = _entry(value[key], (*keys, key), document, near, traces, entry)
            if inner not in ("", [], {}, None):
                found[key] = inner
        return {key: found[key] for key in value if key in found}, near
    if isinstance(value, list):
        made: list[Any] = []
        for inner in value:
            kept, near = _entry(inner, (*keys, len(made)), document, near, traces, entry)
            if kept not in ("", [], {}, None):
                made.append(kept)
        return made, near
    is_date = keys[-1] in DATES
    stretches = document.find_date(value, near) if is_date else document.find(str(value), near)
    if not stretches and keys[-1] == "network":
        return value, near  # said by the address beside it
    if not stretches:
        return (value if document.keeps else ""), near
    traces[pointer(*keys)] = document.source(stretches, confidence_of(keys, str(value), entry))
    return value, near if is_date else stretches[-1][1]


def without_page(traces: dict[str, Trace]) -> dict[str, Trace]:
    """The same for a document that has no pages."""
    return {place: replace(trace, page=0, boxes=()) for place, trace in traces.items()}
