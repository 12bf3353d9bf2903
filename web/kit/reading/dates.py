"""Dates as résumés print them, in every language of the sheets, back to `2019-03` and `present`."""

import functools
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from babel.dates import format_date, format_skeleton

from web.kit.printing.dates import locale_of, month
from web.kit.printing.words import words_of

YEAR = r"[12]\d{3}"
GAP = r"\s*(?:[–—−-]|\bto\b|\buntil\b|\bbis\b|\bau?\b|～|~|至)\s*"
PRESENT = ("now", "current", "currently", "ongoing", "today", "date", "to date")
NUMBERS = rf"{YEAR}[-/.](?:1[0-2]|0?[1-9])(?!\d)|(?:1[0-2]|0?[1-9])[/.]{YEAR}|{YEAR}"


class Stay(NamedTuple):
    """From when to when; a single date is both, and the end of what goes on is `present`."""

    start: str
    end: str


class Dates:
    """The dates of some languages, the likeliest first."""

    def __init__(self, languages: Iterable[str]) -> None:
        self._months: dict[str, int] = {}
        self._bare: dict[str, int] = {}
        self._present = {word.lower() for word in PRESENT}
        for language in dict.fromkeys((*languages, "en")):
            self._present.add(words_of(language)["present"].lower())
            for form, number in _forms(language):
                self._months.setdefault(form, number)
            for form, number in _names(language):
                self._bare.setdefault(form, number)
        day = "|".join((*(re.escape(form).replace("2001", YEAR) for form in _longest(self._months)), NUMBERS))
        names = "|".join(map(re.escape, _longest(self._bare)))
        present = "|".join(map(re.escape, _longest(self._present)))
        whole = rf"(?:(?P<start>{day}|{names}){GAP}(?P<end>{day}|{present})|(?P<only>{day}))"
        self._stay = re.compile(rf"(?<![^\W\d_]){whole}(?![^\W_])", re.IGNORECASE)

    def read(self, text: str) -> Stay | None:
        """A text that is nothing but a date or a span of time."""
        found = self._stay.fullmatch(_plain(text))
        return self._stay_of(found) if found else None

    def find(self, text: str) -> tuple[Stay, int, int] | None:
        """The last date in a text, and where it stands."""
        every = list(self._stay.finditer(text))
        return (self._stay_of(every[-1]), every[-1].start(), every[-1].end()) if every else None

    def _stay_of(self, found: re.Match[str]) -> Stay:
        if found["only"]:
            only = self._date(found["only"])
            return Stay(only, only)
        end = self._date(found["end"])
        start = found["start"]
        if _plain(start).lower() in self._bare and not re.search(YEAR, start):
            return Stay(f"{end[:4]}-{self._bare[_plain(start).lower()]:02}", end)
        return Stay(self._date(start), end)

    def _date(self, text: str) -> str:
        text = _plain(text).lower()
        if text in self._present:
            return "present"
        year = re.search(YEAR, text)
        if not year:
            return text
        if number := self._months.get(text.replace(year[0], "2001", 1)):
            return f"{year[0]}-{number:02}"
        digits = re.search(r"\d+", text.replace(year[0], "", 1))
        return f"{year[0]}-{int(digits[0]):02}" if digits else year[0]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


@functools.cache
def _forms(language: str) -> list[tuple[str, int]]:
    """Every month of 2001 as the sheets of this language and others print it."""
    return [(_plain(form).lower(), number) for number in range(1, 13) for form in _written(number, language)]


def _written(number: int, language: str) -> Iterator[str]:
    day, locale = date(2001, number, 1), locale_of(language)
    yield month(f"2001-{number:02}", language)
    for skeleton in ("yMMM", "yMMMM", "yMM"):
        yield format_skeleton(skeleton, day, locale=locale)
    for pattern in ("LLL y", "LLLL y", "MMM y", "MMMM y"):
        yield format_date(day, pattern, locale=locale)


@functools.cache
def _names(language: str) -> list[tuple[str, int]]:
    locale = locale_of(language)
    return [
        (_plain(format_date(date(2001, number, 1), pattern, locale=locale)).lower(), number)
        for number in range(1, 13)
        for pattern in ("LLL", "LLLL", "MMM", "MMMM")
    ]
