"""The words that postings are read by, out of `vocabulary.toml`."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

GROUP = re.compile(r"\((?:[^()\\]|\\.)*\)[?*+]?(?:\{[^}]*\}\??)?")
BREAK = re.compile(r"\\.[?*+]?(?:\{[^}]*\})?|\[[^\]]*\][?*+]?(?:\{[^}]*\}\??)?|.[?*]|[.+$^|]|\uffff")
SLASHED = re.compile(r"(?<![\d/-])(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?!\d)")


@cache
def vocabulary(section: str) -> dict[str, Any]:
    return dict(tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))[section])


class Lines(list[str]):
    """Lines of a text, and the same in small letters."""

    @cached_property
    def small(self) -> str:
        return _plain("\n".join(self)).lower()

    @cached_property
    def words(self) -> str:
        """Each of their words once, which is quicker to look through."""
        return " ".join(dict.fromkeys(self.small.split()))

    @cached_property
    def are_months_first(self) -> bool | None:
        """How days such as 03/04/2026 are written here, if other days show it."""
        parts = [found for line in self for found in SLASHED.findall(line)]
        told = {int(second) > 12 for first, second in parts if (int(first) > 12) != (int(second) > 12)}
        return told.pop() if len(told) == 1 else None

    @cached_property
    def each_small(self) -> list[str]:
        return self.small.split("\n") if self else []


@dataclass(frozen=True)
class Words:
    """Any of some words, in any case, none of them as a part of another. A text that has nothing of them in small
    letters is not looked through, which is most of them."""

    regex: re.Pattern[str]
    hints: tuple[str, ...]

    @cached_property
    def looked_for(self) -> list[tuple[str, str]]:
        """Each hint, and the longest word in it."""
        return [(hint, max(hint.split() or [""], key=len)) for hint in self.hints]

    def may_be_in(self, small: str) -> bool:
        return any(map(small.__contains__, self.hints))

    def search(self, line: str) -> re.Match[str] | None:
        line = _plain(line)
        return self.regex.search(line) if self.may_be_in(line.lower()) else None

    def finditer(self, line: str) -> Iterator[re.Match[str]]:
        line = _plain(line)
        return self.regex.finditer(line) if self.may_be_in(line.lower()) else iter(())

    def in_lines(self, lines: Lines) -> Iterator[tuple[str, re.Match[str]]]:
        """The first of each line that has any."""
        words, small_lines = lines.words, lines.small
        hints = [hint for hint, word in self.looked_for if word in words and hint in small_lines]
        for line, small in zip(lines, lines.each_small, strict=True) if hints else ():
            if any(map(small.__contains__, hints)) and (found := self.regex.search(_plain(line))):
                yield line, found


def _plain(text: str) -> str:
    return text.replace("’", "'")


@cache
def pattern(section: str, name: str) -> Words:
    return any_of(vocabulary(section)[name])


def any_of(fragments: list[str], regex: str = r"(?:\b|(?=/))(?:{})(?!\w)") -> Words:
    """Regular expressions for words; a sum's "/hr" may follow it closely."""
    compiled = re.compile(regex.replace("{}", "|".join(fragments)), re.IGNORECASE)
    hints = dict.fromkeys(map(hint_of, fragments))
    return Words(compiled, tuple(hint for hint in hints if not any(other in hint for other in hints if other != hint)))


def hint_of(fragment: str) -> str:
    """The longest run of letters that stands in whatever the expression matches."""
    while GROUP.search(fragment):
        fragment = GROUP.sub("\uffff", fragment)
    return max((run.strip() for run in BREAK.split(fragment)), key=len).lower()
