"""Partial ISO dates as a language prints them."""

import functools
import re
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from web.kit.printing.words import words_of

# "May – Aug 2022" reads well in these
SHARES_YEAR = {"da", "de", "el", "en", "es", "fr", "id", "it", "nb", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk"}
PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-\d\d)?)?")
INVISIBLE = re.compile("[\u200e\u200f\u061c]")
GAP = " – "
USUAL = "short"
# How a person may have dates written; a year alone is a year in every language.
STYLES = {"short": "yMMM", "long": "yMMMM", "number": "yMM", "year": "y"}
MONTHS = {"short": "LLL", "long": "LLLL"}
ONE_DIGIT = re.compile(r"^(?=\d/)")


@functools.cache
def locale_of(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def month(value: str, language: str, style: str = USUAL) -> str:
    """`2019-03` as "Mar 2019"; anything that is no partial ISO date comes back as it is."""
    parts = PARTIAL.fullmatch(value)
    if not parts or not parts[2] or not (1 <= int(parts[2]) <= 12 and int(parts[1])):
        return value
    if style == "year":
        return parts[1]
    return INVISIBLE.sub("", _written(date(int(parts[1]), int(parts[2]), 1), language, style))


def _written(day: date, language: str, style: str) -> str:
    own = words_of(language).get("month")
    if own and style == USUAL:
        return format_date(day, own, locale=locale_of(language))
    return ONE_DIGIT.sub("0", format_skeleton(STYLES[style], day, locale=locale_of(language)))


def span(start: str, end: str, language: str, style: str = USUAL) -> str:
    """ "Mar 2019 – present", "2016 – 2019", "May – Aug 2022", "2014"."""
    first, last = month(start, language, style), _end(end, language, style)
    if not first or not last or first == last:
        return first or last
    if style in MONTHS and _within_a_year(start, end) and language.split("-")[0] in SHARES_YEAR:
        first = format_date(date(int(start[:4]), int(start[5:7]), 1), MONTHS[style], locale=locale_of(language))
    return f"{first}{GAP}{last}"


def narrow_span(start: str, end: str, language: str, most: float, style: str = USUAL) -> str:
    """The same in at most `most` em where that can be had: with the month shortened, or as a number."""
    wished = span(start, end, language, style)
    narrower = (span(start, end, language, other) for other in dict.fromkeys((style, USUAL, "number")))
    return next((each for each in narrower if breadth(each) <= most), wished)


def _end(end: str, language: str, style: str) -> str:
    return words_of(language)["present"] if end.lower() == "present" else month(end, language, style)


def _within_a_year(start: str, end: str) -> bool:
    return start[:4] == end[:4] and all(re.fullmatch(r"\d{4}-\d\d.*", value) for value in (start, end))


def breadth(text: str) -> float:
    """About how many em a line of text takes in a book face; rather too much than too little."""
    return sum(_breadth_of(letter) for letter in text)


def _breadth_of(letter: str) -> float:
    if letter in " .,:;'’!|iljtfr":
        return 0.3
    if letter.isupper() or letter in "mwMW":
        return 0.75
    return 1.0 if ord(letter) > 0x2E80 else 0.53
