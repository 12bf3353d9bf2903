"""Places as a line of words, out of the fields of an address."""

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale

from web.jobs.vocabulary import vocabulary
from web.kit.content import SHORT
from web.kit.reading.roles import is_place

TOWN = r"[A-ZÀ-Þ][^\W\d_]+(?:[ /-][^\W\d_]+){0,3}"
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
    return is_place(words) or NUMBERED.fullmatch(words) is not None or words.lower() in vocabulary("job")["wide"]


def places_of(places: Iterable[str]) -> str:
    """Several places in a line."""
    return "; ".join(dict.fromkeys(place for place in places if place))[:SHORT]


@cache
def _english() -> dict[str, str]:
    return {code: str(name) for code, name in Locale("en").territories.items() if code.isalpha() and len(code) == 2}
