"""Days in what servers and people write: with or without an hour and a zone, and in the words of several languages."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from babel import Locale

from web.jobs.vocabulary import Lines, pattern

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs")
YEARS = range(1990, 2101)
MILLISECONDS = 10**11  # from here on a number of seconds would lie beyond the year 5000
ISO = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
UNTIL = re.compile(r"\s*(?:-|–|to|until|bis|au|al)\s+")
NEAR = 45  # letters between the words that announce a day and the day


class Found(NamedTuple):
    day: date
    words: str
    is_whole: bool  # its year is said


def day_of(value: object) -> date | None:
    """The day of what a server says: a moment in its own zone, seconds or milliseconds since 1970 in UTC, RFC 2822."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) in (10, 13):
        value = int(value)
    if isinstance(value, int | float):
        return _since_1970(value)
    if not isinstance(value, str):
        return None
    if found := ISO.match(value):
        return _date(*map(int, found.groups()))
    read = first_day(value[:60])
    return read.day if read and read.is_whole else None


def _since_1970(number: float) -> date | None:
    seconds = number // 1000 if abs(number) >= MILLISECONDS else number
    if not 10**8 < seconds < 10**10:  # 1973 to 2286; less counts something else
        return None
    return _within((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date())


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return _within(date(year, month, day))
    except ValueError:
        return None


def _within(day: date) -> date | None:
    return day if day.year in YEARS else None


@cache
def _months() -> dict[str, int]:
    """Names of months, long and short, in all the languages at once: no two of them mean different months."""
    months: dict[str, int] = {"sept": 9, "febr": 2, "mrt": 3, "jänner": 1, "feber": 2}
    for language in LANGUAGES:
        locale = Locale(language)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    months.setdefault(str(name).lower().strip("."), number)
    return {name: number for name, number in months.items() if name.isalpha() and len(name) > 2}


@cache
def _written() -> re.Pattern[str]:
    month = "|".join(sorted(_months(), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.])(?:(?P<y1>\d{{4}})-(?P<m1>\d\d)-(?P<d1>\d\d)"
        rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:of\s+|de\s+|d')?(?P<m2>{month})\b\.?(?:,?[\s-]+(?:de\s+|del\s+)?(?P<y2>\d{{4}}))?"
        rf"|(?P<m3>{month})\b\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y3>\d{{4}}))?"
        rf"|(?P<d4>\d{{1,2}})(?P<sign>[./-])(?P<m4>\d{{1,2}})(?P=sign)(?P<y4>\d{{4}})"
        rf"|(?P<d5>\d{{1,2}})\.(?P<m5>\d{{1,2}})\.(?!\d))(?![\d%])",
        re.IGNORECASE,
    )


def first_day(text: str, seen_on: date | None = None, lines: Lines | None = None) -> Found | None:
    """The first day in a text. One without its year is the next after `seen_on`; without that it is none. Nor is one
    of which nobody can tell the day from the month, not even by the other days in `lines`."""
    for found in _written().finditer(text):
        parts = {name[0]: value for name, value in found.groupdict().items() if value and name != "sign"}
        month = _months().get(parts["m"].lower()) or (int(parts["m"]) if parts["m"].isdecimal() else 0)
        day, year = int(parts["d"]), int(parts.get("y", 0))
        if found["d4"] and found["sign"] != ".":
            is_turned = month > 12
            if day <= 12 and month <= 12 and day != month:
                if lines is None or lines.are_months_first is None:
                    continue
                is_turned = lines.are_months_first
            day, month = (month, day) if is_turned else (day, month)
        read = _date(year, month, day) if year else _next(month, day, seen_on)
        if read:
            return Found(read, found[0].rstrip("., "), bool(year))
    return None


def _next(month: int, day: int, seen_on: date | None) -> date | None:
    if seen_on is None:
        return None
    found = (_date(year, month, day) for year in range(seen_on.year, seen_on.year + 9))
    return next((each for each in found if each and each >= seen_on), None)


def last_day(text: str, seen_on: date | None = None, lines: Lines | None = None) -> Found | None:
    """The day on which something ends: of "12 May to 3 June", the second."""
    first = first_day(text, seen_on, lines)
    behind = text[text.index(first.words) + len(first.words) :] if first else ""
    until = UNTIL.match(behind)
    return (until and first_day(behind[until.end() : until.end() + 20], seen_on, lines)) or first


def deadline_in(lines: Lines, seen_on: date | None) -> Found | None:
    return _announced("closes_on", lines, seen_on)


def posted_in(lines: Lines) -> Found | None:
    return _announced("posted_on", lines, None)


def _announced(what: str, lines: Lines, seen_on: date | None) -> Found | None:
    cue = pattern("days", what)
    for line, _ in cue.in_lines(lines):
        for said in cue.finditer(line):
            if read := last_day(line[said.end() : said.end() + NEAR], seen_on, lines):
                until = line.find(read.words, said.end()) + len(read.words)
                return Found(read.day, line[said.start() : until], read.is_whole)
    return None
