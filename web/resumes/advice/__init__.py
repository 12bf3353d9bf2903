"""Advice on a résumé: rules that a person may follow or put aside. A file on this shelf holds a family of them.

A rule is a pure function over the facts of a sheet; it yields what it found, with words that say what to do. It says
nothing in a language whose words it does not know. `reason` is why one should believe it, and whose reason that is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from web.kit.printing.words import root_of
from web.kit.shelf import modules_on

Data = dict[str, Any]
FULL = ("work", "volunteer", "projects", "education")


@dataclass(frozen=True)
class Facts:
    """A sheet as it prints: the career, its pages as words, and how it is set. `today` is when it is judged."""

    career: Data
    language: str
    today: date
    pages: tuple[str, ...] = ()
    file_name: str = ""
    has_photo: bool = False
    titles: dict[str, str] = field(default_factory=dict)  # headings that the person named, by section

    @property
    def tongue(self) -> str:
        return root_of(self.language)

    @property
    def basics(self) -> Data:
        return self.career.get("basics") or {}

    def entries(self, section: str) -> list[Data]:
        return self.career.get(section) or []

    def points(self, *sections: str) -> Iterator["Point"]:
        """Every point of every list under work, volunteering and projects."""
        for section in sections or ("work", "volunteer", "projects"):
            for index, entry in enumerate(self.entries(section)):
                yield from (Point(section, index, text) for text in entry.get("highlights") or [] if text.strip())

    @property
    def is_in_use(self) -> bool:
        """Whether there is enough on the sheet to say something about it."""
        return bool(self.entries("work") or self.entries("education") or self.entries("projects"))


@dataclass(frozen=True)
class Point:
    section: str
    index: int
    text: str


@dataclass(frozen=True)
class Found:
    """Where a rule has something to say, and its words; `of` is the text it is about, where that is one of several.

    `section` is a key of JSON Resume, `basics`, `summary`, or the name of a page: `design` or `settings`."""

    section: str
    index: int
    words: str
    of: str = ""


@dataclass(frozen=True)
class Rule:
    slug: str
    reason: str
    find: Callable[[Facts], Iterator[Found]]
    languages: frozenset[str] | None = None  # None: it needs no words

    def advise(self, facts: Facts) -> list[Found]:
        if self.languages is not None and facts.tongue not in self.languages:
            return []
        return list(self.find(facts))


ENGLISH = frozenset({"en"})


def rules() -> list[Rule]:
    """Every rule on the shelf, in the order in which their advice is read."""
    modules = sorted(modules_on("web.resumes.advice"), key=lambda module: module.PLACE)
    return [rule for module in modules for rule in module.RULES]
