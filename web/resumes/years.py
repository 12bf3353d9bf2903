"""How long a career is, from partial dates: as software counts it, and as advice needs it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from web.kit.clock import now

Data = dict[str, Any]
Month = int  # counted from year 0


@dataclass(frozen=True)
class Span:
    """An entry's time, both months within it; `is_exact` where both ends name their month."""

    section: str
    index: int
    first: Month
    last: Month
    is_exact: bool
    is_present: bool


def spans_of(career: Data, section: str = "work", today: date | None = None) -> list[Span]:
    """Of every entry with a beginning; what has no end is over when it began, what goes on ends today."""
    today = today or now().date()
    return [
        span for index, entry in enumerate(career.get(section) or []) for span in _span(section, index, entry, today)
    ]


def _span(section: str, index: int, entry: Data, today: date) -> Iterator[Span]:
    start, end = str(entry.get("startDate") or ""), str(entry.get("endDate") or "")
    is_present = end == "present"
    first = month_of(start or end, 1)
    last = month_of(today.isoformat(), 12) if is_present else month_of(end or start, 12)
    if first is not None and last is not None:
        exact = len(start) >= 7 and (is_present or len(end) >= 7)
        yield Span(section, index, first, last, exact, is_present)


def month_of(value: str, otherwise: int) -> Month | None:
    """The month of a partial date; a year alone stands for its month `otherwise`."""
    year, _, rest = value.partition("-")
    if not (year.isdigit() and len(year) == 4):
        return None
    number = rest[:2]
    return int(year) * 12 + (int(number) if number.isdigit() else otherwise) - 1


def years_worked(career: Data, today: date | None = None) -> int:
    """Whole years in which there was work, what overlaps counted once."""
    months: set[Month] = set()
    for span in spans_of(career, "work", today):
        months.update(range(span.first, span.last + 1))
    return round(len(months) / 12)
