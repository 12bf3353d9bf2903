"""What both generations of Europass files have in common."""

import functools
import re
from collections.abc import Mapping
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from web.imports.files.found import Found, Words
from web.imports.files.points import parted_html
from web.kit.jsonresume import PRESENT, is_before

MOTHER_TONGUE = "Mother tongue"
DATE = re.compile(r"(\d{4})(?:-?-?(\d{2}))?(?:-?-?-?(\d{2}))?(?:T.*|Z)?")
OLD_CODES = {"UK": "GB", "EL": "GR"}  # what the EU calls two countries


def partial_date(text: str) -> Words | None:
    """ "2014", "2014-05", "2014-05-01T00:00:00": as exact as it is written."""
    found = DATE.fullmatch(text.strip())
    return Words("-".join(part for part in found.groups() if part), text) if found else None


def stay(found: Found, whence: str, start: Words | None, end: Words | None, goes_on: bool) -> dict[str, Any]:
    if goes_on:
        end = Words(PRESENT, "true")
    elif start and end and is_before(end, start):
        found.leave(f"{whence}: it ends ({end}) before it begins ({start}); the end was left out.")
        end = None
    return {"startDate": start, "endDate": end}


def done(text: str, prose: str = "summary") -> dict[str, Any]:
    """What an editor's text says, its list as points."""
    said, points = parted_html(text)
    return {prose: said, "highlights": points}


def country(code: str) -> str:
    code = code.strip().upper()
    return OLD_CODES.get(code, code) if re.fullmatch("[A-Z]{2}", code) else ""


@functools.cache
def language_name(code: str, locale: str) -> str:
    """The name of a language: "fre", "fr" and an address that ends in "/FRA" are one. Other words are themselves."""
    tag = code.strip().rpartition("/")[2]
    if not re.fullmatch("[A-Za-z]{2,3}", tag):
        return code.strip()
    tag = get_global("language_aliases").get(tag.lower(), tag.lower())
    return str(locale_of(locale).languages.get(tag, code.strip()))


def locale_of(language: str) -> Locale:
    try:
        return Locale.parse(language or "en")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def fluency(levels: Mapping[str, str]) -> str:
    """One level where all are the same; otherwise each with what it is for."""
    said = {what: level for what, level in levels.items() if level}
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return ", ".join(f"{what} {level}" for what, level in said.items())


def skills(found: Found, whence: str, heading: str, text: str) -> None:
    """Skills told in an editor's text: points and short lines are skills; a text is a section of its own."""
    said, points = parted_html(text)
    lines = [line for line in said.split("\n") if line]
    short = [line for line in lines if len(line) <= 100 and not line.endswith(".")]
    if points or short:
        found.add("skills", whence, {"name": heading, "keywords": [point[:300] for point in points + short]})
    if long := [line for line in lines if line not in short]:
        found.add_own(heading, whence, {"title": heading, "summary": "\n".join(long)})


def items(text: str) -> list[str]:
    """The points of a text, or its lines where it has none."""
    said, points = parted_html(text)
    return points or [line for line in said.split("\n") if line]
