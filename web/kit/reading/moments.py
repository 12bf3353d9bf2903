"""Dates as anybody writes them, in every language of the sheets: "03/2020", "3.2020", "Summer 2019", "2019 – 20",
"since 2020", "Sept. ’19", "2020年3月" become ISO dates of the precision that the document has.

A season says no month, so its date is the year. "03/04/2020" could be read in two ways, so only its year is sure.
"""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel import Locale

from web.kit.printing.words import LANGUAGES, words_of
from web.kit.reading.dates import Stay

YEAR = r"(?:1[89]|20)\d\d"
SHORT = r"[’'ʼ‘`]\d\d"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
NUMBER = r"(?:1[0-2]|0?[1-9])"
NAME = r"[^\W\d_]{3,12}(?:[’'][^\W\d_]+)?"
ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.)?"
MOMENT = re.compile(
    rf"""
    (?<![\w/.])(?:
        (?P<iso>{YEAR})(?P<dash>[-/.])(?P<iso_month>{NUMBER})(?:(?P=dash)(?P<iso_day>{DAY}))?(?![\d/])
      | (?P<wide>{YEAR})\s?[年년]\s?(?P<wide_month>{NUMBER})\s?[月월](?:\s?(?P<wide_day>{DAY})\s?[日일])?
      | (?:tháng|thg)\s?(?P<viet>{NUMBER})[,/]?\s?(?:năm\s)?(?P<viet_year>{YEAR})
      | (?P<first>{DAY})\s?(?P<stroke>[./-])\s?(?P<second>{DAY})\s?(?P=stroke)\s?(?P<last>{YEAR})(?!\d)
      | (?P<month>{NUMBER})\s?[./-]\s?(?P<of>{YEAR})(?!\d)
      | (?:(?P<day>{DAY}){ORDINAL}\s(?:de\s|di\s)?)?(?P<name>{NAME})[.,]?\s?(?:(?P<after>{DAY}){ORDINAL},?\s)?
        (?:(?:de|del|di|do|of|od)\s|/)?(?:(?P<named>{YEAR})|(?P<brief>{SHORT}))(?!\d)
      | (?P<led>{YEAR})[.,]?\s(?P<follows>{NAME})\b\.?
      | (?P<shortly>{NUMBER})/(?P<cut>\d\d)(?![\d/%])
      | (?P<year>{YEAR})(?:\s?[年년])?(?![\d%]|[a-z]\b)
      | (?P<apart>{SHORT})(?!\w)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
DASHES = r"‐‑‒–—―−~～〜\-"
WORDS = tomllib.loads((Path(__file__).parent / "moments.toml").read_text("utf-8"))
TO = "|".join(re.escape(word) for word in WORDS["to"])
GAP = re.compile(rf"\s*(?:[{DASHES}]{{1,2}}|→|(?<!\w)(?:{TO})(?!\w))\s*", re.IGNORECASE)
OPEN = re.compile(rf"\s*[{DASHES}]\s*(?=$|[|,;)\]])")
SINCE = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, WORDS['since']))})\s*$", re.IGNORECASE)


class Found(NamedTuple):
    """A stay and where its words stand in a text."""

    stay: Stay
    start: int
    end: int


class Point(NamedTuple):
    when: str
    start: int
    end: int
    needs: bool = False  # a month that takes its year from the end of a span: "May – Aug 2022"
    is_weak: bool = False  # "3/20" is a date only within a span


@functools.lru_cache(maxsize=8192)
def find_all(text: str) -> tuple[Found, ...]:
    """Every date and span of time in a text, in order."""
    return tuple(_spans(text, list(_points(text)))) if DIGIT.search(text) else ()


def read(text: str) -> Stay | None:
    """A text that is nothing but a date or a span of time, brackets and the length of a stay aside."""
    found = find_all(text)
    if len(found) != 1:
        return None
    around = text[: found[0].start] + text[found[0].end :]
    return found[0].stay if not re.sub(LENGTH, "", around, flags=re.IGNORECASE).strip(" ()[]|,·•:;.-–—⋅") else None


DIGIT = re.compile(r"\d")
LENGTH = r"\b\d+\s?(?:yrs?|years?|mos?|months?|jahre?n?|monate?n?|ans?|mois|años?|mes(?:es)?)\b"


def _spans(text: str, points: list[Point]) -> Iterator[Found]:
    index = 0
    while index < len(points):
        point = points[index]
        index += 1
        start = _with_since(text, point.start)
        gap = GAP.match(text, point.end)
        after = points[index] if index < len(points) else None
        if gap and after and after.start == gap.end():
            end = after.when
            begun = f"{end[:4]}{point.when}" if point.needs else point.when
            yield Found(Stay(begun, end), point.start, after.end)
            index += 1
        elif point.needs:
            continue
        elif (gap and (now := _now().match(text, gap.end()))) or (now := _closing().match(text, point.end)):
            yield Found(Stay(point.when, "present"), point.start, now.end())
        elif (cut := re.compile(rf"\s?[/{DASHES}]\s?(\d\d)(?![\w/.])").match(text, point.end)) and len(point.when) == 4:
            yield Found(Stay(point.when, _after(point.when, cut[1])), point.start, cut.end())
        elif point.is_weak:
            continue
        elif start < point.start or ((opened := OPEN.match(text, point.end)) and point.end < len(text)):
            end_at = point.end if start < point.start else opened.end()  # type: ignore[union-attr]
            yield Found(Stay(point.when, "present"), start, end_at)
        else:
            yield Found(Stay(point.when, point.when), point.start, point.end)


def _with_since(text: str, start: int) -> int:
    before = SINCE.search(text[:start])
    return before.start() if before else start


def _after(year: str, cut: str) -> str:
    """ "2019 – 20": the end has the century of its start."""
    return year[:2] + cut


def _points(text: str) -> Iterator[Point]:
    at = 0
    while found := MOMENT.search(text, at):
        point = _point(found)
        if point:
            yield from _month_before(text, found, at)
            yield point
            at = found.end() if not found["follows"] or _month(found["follows"]) else found.end("led")
        else:
            at = found.end("name") if found["name"] else found.start() + 1


def _month_before(text: str, found: re.Match[str], at: int) -> Iterator[Point]:
    """A month without a year right before a dash and a date: "May – Aug 2022"."""
    before = re.search(rf"(?<!\w)(?P<name>{NAME})\.?\s*[{DASHES}]\s*$", text[at : found.start()])
    if before and (number := _month(before["name"])):
        end = at + before.end("name")
        end += text[end : end + 1] == "."
        yield Point(f"-{number:02}", at + before.start(), end, needs=True)


def _point(found: re.Match[str]) -> Point | None:
    if found["iso"]:
        when = _date(found["iso"], found["iso_month"], found["iso_day"])
    elif found["wide"]:
        when = _date(found["wide"], found["wide_month"], found["wide_day"])
    elif found["viet"]:
        when = _date(found["viet_year"], found["viet"])
    elif found["last"]:
        when = _of_three(found)
    elif found["of"]:
        when = _date(found["of"], found["month"])
    elif found["name"]:
        return _of_name(found)
    elif found["led"]:
        number = _month(found["follows"])
        when = _date(found["led"], str(number)) if number else found["led"]
        return Point(when, found.start(), found.end() if number else found.end("led"))
    elif found["shortly"]:
        when = f"{_century(found['cut'])}-{int(found['shortly']):02}"
        return Point(when, found.start(), found.end(), is_weak=True)
    elif found["year"]:
        when = found["year"]
    else:
        when = _century(found["apart"][1:])
    return Point(when, found.start(), found.end())


def _of_three(found: re.Match[str]) -> str:
    first, second, year = int(found["first"]), int(found["second"]), found["last"]
    if found["stroke"] == "." and second <= 12:
        return _date(year, str(second), str(first))
    if first > 12 >= second:
        return _date(year, str(second), str(first))
    if second > 12 >= first:
        return _date(year, str(first), str(second))
    return f"{year}-{first:02}" if first == second else str(year)


def _of_name(found: re.Match[str]) -> Point | None:
    number, is_season = _month(found["name"]), plain(found["name"]) in WORDS["season"]
    year = found["named"] or _century(found["brief"][1:])
    if number:
        return Point(_date(year, str(number), found["day"] or found["after"]), found.start(), found.end())
    if is_season and not found["day"]:
        return Point(year, found.start(), found.end())
    return None


def _date(year: str, month: str, day: str | None = None) -> str:
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _century(cut: str) -> str:
    return f"19{cut}" if int(cut) > 50 else f"20{cut}"


def _month(name: str) -> int:
    return _months().get(plain(name), 0)


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold()).strip(" .")


@functools.cache
def _months() -> dict[str, int]:
    """The names of months, those of the commonest languages first where two languages disagree."""
    known: dict[str, int] = dict(WORDS["month"])
    for tag in ("en", "de", "fr", "es", *LANGUAGES):
        months = Locale.parse(tag.replace("-", "_")).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    if len(plain(name)) > 2:
                        known.setdefault(plain(name), number)
    return known


@functools.cache
def _now() -> re.Pattern[str]:
    words = {*WORDS["now"], *(words_of(tag)["present"] for tag in LANGUAGES)}
    longest = sorted({word.replace("’", "'") for word in words}, key=len, reverse=True)
    either = "|".join(re.escape(word).replace("'", "[’']") for word in longest)
    return re.compile(f"(?:{either})(?!\\w)", re.IGNORECASE)


@functools.cache
def _closing() -> re.Pattern[str]:
    """Words for "until now" that need no dash: "2020 to date", "2020년 ~ 현재", "2020至今", "1847 ff."."""
    return re.compile(r"\s*(?:至今|ff\b\.?|onwards?\b|–\s*$)", re.IGNORECASE)
