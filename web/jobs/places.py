"""Places as a line of words, out of the fields of an address."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel import Locale

from web.jobs.vocabulary import vocabulary
from web.kit.content import SHORT
from web.kit.reading.headings import plain
from web.kit.reading.roles import is_place

TOWN = r"[A-ZÀ-Þ][^\W\d_]+(?:[ /-][^\W\d_]+){0,3}"
IRISH = re.compile(r"(?:Co\.?|County) [A-Z][a-z]+")
NUMBERED = re.compile(rf"(?:[A-Z]{{1,2}}-)?\d{{4,5}} {TOWN}|{TOWN} (?:\(\d{{2,3}}\)|\d{{1,2}}e)")


def place_of(*parts: str) -> str:
    """City, region and country in a line, each once; a country's code becomes its name."""
    kept: list[str] = []
    for part in parts:
        words = " ".join(part.split()).strip(" ,;")
        if words and words.lower() not in (each.lower() for each in kept):
            kept.append(words)
    return ", ".join(kept)[:SHORT]


def country_of(code: str) -> str:
    """The English name of what may be a country's code; other words as they are."""
    code = code.strip()
    name = _english().get(code.upper()) if len(code) == 2 else None
    return name or code


def is_where(words: str) -> bool:
    """Whether words are a place and nothing else: a known one, or one with its number, as "72764 Reutlingen" and
    "Grenoble (38)"."""
    is_known = is_place(words) or plain(words) in _towns() or words.lower() in vocabulary("job")["wide"]
    town, _, county = words.partition(", ")
    is_in_county = county.lower() in vocabulary("job")["counties"] or IRISH.fullmatch(county) is not None
    is_beside = is_in_county and re.fullmatch(TOWN, town) is not None
    return is_known or is_beside or NUMBERED.fullmatch(words) is not None


@cache
def _towns() -> frozenset[str]:
    lines = Path(__file__).with_name("towns.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(plain(line) for line in lines if not line.startswith("#"))


def town_in(words: str) -> str:
    """The longest beginning of some words that is a known place, or else those with a capital."""
    parts = words.split()
    known = (" ".join(parts[:many]) for many in range(len(parts), 0, -1))
    return next((each for each in known if is_where(each)), "") or re.sub(r"(?: [a-zß-ÿ]\S*)+$", "", words)


def places_of(places: Iterable[str]) -> str:
    """Several places in a line."""
    return "; ".join(dict.fromkeys(place for place in places if place))[:SHORT]


@cache
def _english() -> dict[str, str]:
    return {code: str(name) for code, name in Locale("en").territories.items() if code.isalpha() and len(code) == 2}
