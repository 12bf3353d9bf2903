"""Finding an application by a few words of its posting, its people, or what was written down about it.

Postings are long and many, so unlike a career (`web/profile/search.py`) they are found by an index: the database’s
`find_words` looks where no other owner's rows can be met, in one question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from web.profile.search import CLOSE, MOST_SHOWN, SHORTEST_SLIP, Runs, folded, runs_of, shortened, words_in

KINDS = {"job": "in the posting", "contact": "somebody you know there", "note": "in your notes", "moment": "on the way"}
MOST = 20
AROUND = 2 * MOST_SHOWN  # letters before and behind the first word that was looked for


@dataclass(frozen=True)
class Hit:
    """An application, the slug of its stage, where the words stand in it, and the line that says most of them, empty
    where its heading says them; `is_close` where it only comes close to them."""

    application_id: UUID
    stage: str
    kind: str
    heading: Runs
    beside: Runs
    line: Runs
    is_close: bool


def find_applications(db: Session, owner_id: UUID, said: str, most: int = MOST) -> list[Hit]:
    """Those that say every word, or words that begin so, the ones that are called so first; where there is none, those
    that are called nearly so."""
    words = words_in(said)
    if not words:
        return []
    asked = {"owner": owner_id, "words": words, "most": most}
    if rows := db.execute(_FOUND, {**asked, "is_close": False}).all():
        return [_hit(row, tuple(words), is_close=False) for row in rows]
    close = db.execute(_FOUND, {**asked, "is_close": True}).all()
    meant = [(row, _meant(row.names, words)) for row in close]
    return [_hit(row, sought, is_close=True) for row, sought in meant if sought]


_FOUND = sa.text("""
    select f.kind, f.names, f.says, a.id as application_id, a.stage, j.title, j.company
      from find_words(cast(:words as text[]), :is_close, :most) with ordinality
           as f (kind, application_id, names, says, place)
      join applications a on a.owner_id = :owner and a.id = f.application_id
      join jobs j on j.owner_id = a.owner_id and j.id = a.job_id
     order by f.place""")


def _meant(names: str, words: Sequence[str]) -> tuple[str, ...]:
    """The words of a name that those asked for may be slips of; none where one of them is near nothing."""
    known = {folded(each) for each in re.findall(r"[^\W_]+", names)}
    found: list[str] = []
    for word in words:
        near = [each for each in known if word in each or _is_slip(word, each)]
        if not near:
            return ()
        found += near
    return tuple(found)


def _is_slip(said: str, meant: str) -> bool:
    return len(said) >= SHORTEST_SLIP and any(
        SequenceMatcher(None, said, each).ratio() >= CLOSE for each in (meant, meant[: len(said)])
    )


def _hit(row: Any, sought: tuple[str, ...], is_close: bool) -> Hit:
    heading = row.title or row.company
    beside = row.company if row.title else ""
    is_said = row.kind == "job" and _many_in(row.names, sought) == len(sought)
    line = [] if is_said else runs_of(shortened(_line_in(row.says, sought), sought), sought)
    return Hit(
        row.application_id, row.stage, KINDS[row.kind], runs_of(heading, sought), runs_of(beside, sought),
        line if any(is_it for _, is_it in line) else [], is_close,
    )  # fmt: skip


def _many_in(line: str, sought: tuple[str, ...]) -> int:
    plain = folded(line)
    return sum(word in plain for word in sought)


def _line_in(says: str, sought: tuple[str, ...]) -> str:
    """The line that says most of it, and of a long one what stands around the first of the words: looking at every
    letter of a posting would take longer than finding it."""
    line = max(says.split("\n"), key=lambda each: _many_in(each, sought)).strip()
    plain = folded(line)
    at = min((plain.find(word) for word in sought if word in plain), default=0)
    return line[max(0, at - AROUND) : at + AROUND]
