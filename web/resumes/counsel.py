"""Advice on one résumé as it prints: what the rules found, each with its place, less what its owner put aside."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select
from uuid_utils.compat import uuid7

from web.kit.numbers import in_words
from web.kit.visits import NotFound
from web.resumes.advice import Facts, Found, Rule, rules
from web.resumes.places import Places
from web.resumes.tables import Dismissal, Resume

MOST_OF_A_RULE = 3  # said one by one; of more only the number is told
PAGES = {"design": "/design", "settings": "/settings", "headings": "?arrange=1#words"}


@dataclass(frozen=True)
class Advice:
    """One piece of advice. `about` names the place and the words it is about, so that other words are judged anew."""

    rule: str
    about: str
    words: str
    of: str
    reason: str
    address: str
    more: int = 0


@dataclass(frozen=True)
class Counsel:
    given: list[Advice]
    put_aside: list[Advice]

    @property
    def sentence(self) -> str:
        count = sum(1 + one.more for one in self.given)
        if not count:
            return "Nothing to advise" if not self.put_aside else "Nothing more to advise"
        return "One thing to look at" if count == 1 else f"{in_words(count).capitalize()} things to look at"


def counsel_of(facts: Facts, places: Places, dismissed: Iterable[tuple[str, str]]) -> Counsel:
    kept = set(dismissed)
    every = [_advice(rule, found, places) for rule in rules() for found in rule.advise(facts)]
    given = [one for one in every if (one.rule, one.about) not in kept]
    return Counsel(list(_first_of_each(given)), [one for one in every if (one.rule, one.about) in kept])


def _advice(rule: Rule, found: Found, places: Places) -> Advice:
    place = found.section if found.section in PAGES else places.piece(found.section, found.index)
    words = hashlib.sha256((found.of or found.words).encode()).hexdigest()[:16]
    return Advice(rule.slug, f"{place}:{words}", found.words, found.of, rule.reason, address_of(found, places))


def address_of(found: Found, places: Places) -> str:
    """Where a click goes: the page or the piece of the editor that can change it."""
    if found.section in PAGES:
        return f"/resumes/{places.resume_id}{PAGES[found.section]}"
    if found.section not in ("basics", "summary") and not places.pieces.get(found.section):
        return f"/resumes/{places.resume_id}#words"  # a part that is not there yet is added at the end of the words
    return places.address(found.section, found.index)


def _first_of_each(given: list[Advice]) -> Iterator[Advice]:
    """A rule that finds the same everywhere says so once it has shown where."""
    for _, several in groupby(given, lambda one: one.rule):
        found = list(several)
        yield from found[: MOST_OF_A_RULE - 1]
        if last := found[MOST_OF_A_RULE - 1 : MOST_OF_A_RULE]:
            yield Advice(**{**vars(last[0]), "more": len(found) - MOST_OF_A_RULE})


# --- put aside -------------------------------------------------------------------------------------------------------


def dismissed(db: Session, resume: Resume) -> list[tuple[str, str]]:
    wanted = select(Dismissal.rule, Dismissal.about).where(Dismissal.resume_id == resume.id)
    return [(rule, about) for rule, about in db.exec(wanted)]


def dismiss(db: Session, resume: Resume, rule: str, about: str) -> None:
    """Not for this person; a second time changes nothing. Raises NotFound for a rule there is none of."""
    if rule not in {known.slug for known in rules()}:
        raise NotFound
    row = {"id": uuid7(), "owner_id": resume.owner_id, "resume_id": resume.id, "rule": rule, "about": about}
    db.execute(insert(Dismissal).values(row).on_conflict_do_nothing(index_elements=["resume_id", "rule", "about"]))


def bring_back(db: Session, resume_id: UUID, rule: str, about: str) -> None:
    wanted = delete(Dismissal).where(col(Dismissal.resume_id) == resume_id, col(Dismissal.rule) == rule)
    db.execute(wanted.where(col(Dismissal.about) == about))
