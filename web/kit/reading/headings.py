"""Which section a heading opens, whatever language it is in."""

import functools
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from web.kit.printing.words import LANGUAGES, words_of

SYNONYMS = tomllib.loads((Path(__file__).parent / "headings.toml").read_text("utf-8"))
KINDS = tuple(SYNONYMS)


def kind_of(heading: str) -> str:
    """The section's key in JSON Resume, or nothing for a heading of somebody's own."""
    return _known().get(plain(heading), "")


def language_of(headings: Iterable[str]) -> str:
    """The language in which most of the headings are those of the sheets; English where none is."""
    votes = Counter(tag for heading in set(map(plain, headings)) for tag in _tongues().get(heading, ()))
    return max(votes, key=lambda tag: (votes[tag], tag == "en", tag)) if votes else "en"


@functools.lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Letters alone, without case or accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+|_", " ", bare.replace("&", " and ")).split())


@functools.cache
def _known() -> dict[str, str]:
    ours = {plain(words_of(tag)[kind]): kind for tag in reversed(LANGUAGES) for kind in KINDS if kind in words_of(tag)}
    return ours | {plain(word): kind for kind, words in SYNONYMS.items() for word in words} | _english()


def _english() -> dict[str, str]:
    return {plain(words_of("en")[kind]): kind for kind in KINDS if kind in words_of("en")}


@functools.cache
def _tongues() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in LANGUAGES:
        for kind in KINDS:
            if kind in words_of(tag):
                found.setdefault(plain(words_of(tag)[kind]), []).append(tag)
    return found
