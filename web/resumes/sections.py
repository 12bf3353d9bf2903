"""The sections of a sheet: which entries of a career stand in each, in which order, under which title."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from web.kit.printing.lists import ORDER, OWN
from web.kit.printing.words import words_of
from web.profile.entries import KINDS, Kind
from web.profile.jsonresume.writing import Rows
from web.profile.tables import Achievement, AchievementKind, CustomEntry, Entry

CONTACTS = "contacts"  # stands in the head of every sheet
SECTIONS = {
    "link": CONTACTS, "detail": CONTACTS, "experience": "work", "project": "projects", "education": "education",
    "skill-group": "skills", "skill": "skills", "language": "languages", "certification": "certificates",
    "volunteering": "volunteer", "interest": "interests", "reference": "references",
}  # fmt: skip
OF_ACHIEVEMENTS = {AchievementKind.AWARD: "awards", AchievementKind.PUBLICATION: "publications"}
KIND_OF = {kind.table: kind for kind in KINDS.values()}


@dataclass(frozen=True)
class Section:
    """One section as its editor sees it: what is left out is in it, too. `usual` is its title in the résumé's language
    where the person gives it none."""

    slug: str
    usual: str
    title: str
    shelves: list[tuple[Kind, list[Entry]]]
    is_hidden: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether its place and its title are the design's own affair."""
        return self.slug == CONTACTS

    @property
    def anchor(self) -> str:
        return anchor_of(self.slug)

    @property
    def is_own(self) -> bool:
        return self.slug.startswith(OWN)


def anchor_of(slug: str) -> str:
    """A section's name in a page."""
    return re.sub(r"\W+", "-", slug)


def section_of(row: Entry) -> str:
    if isinstance(row, CustomEntry):
        return OWN + row.section
    if isinstance(row, Achievement):
        return OF_ACHIEVEMENTS.get(row.kind, "achievements")
    return SECTIONS[KIND_OF[type(row)].slug]


def sections_of(
    rows: Rows, language: str, wanted: Iterable[str], titles: dict[str, str], hidden: Iterable[str]
) -> list[Section]:
    """Every section that has an entry, in the order in which they print; `wanted` is that of the résumé or its
    design."""
    found: dict[str, dict[str, list[Entry]]] = {}
    for slug, kind in KINDS.items():
        for row in rows[kind.table]:
            found.setdefault(section_of(row), {}).setdefault(slug, []).append(row)
    words: dict[str, Any] = {CONTACTS: "Websites and details", **words_of(language)}
    made = []
    for slug in dict.fromkeys((CONTACTS, *wanted, *ORDER, *found)):
        if slug in found:
            usual = slug.removeprefix(OWN) if slug.startswith(OWN) else words[slug]
            shelves = [(KINDS[kind], entries) for kind, entries in found[slug].items()]
            made.append(Section(slug, usual, titles.get(slug) or usual, shelves, slug in hidden))
    return made
