"""Counting applications: one narrow row of each (`tables.Tally`), which the database draws anew with every change."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from web.resumes.tables import Resume

BY = ("resume", "design", "source", "month")
Replies = dict[str, dict[str, tuple[int, int]]]


@dataclass(frozen=True)
class Counts:
    """`reached` by the furthest step; `replies` by kind as name: (went out, answered); `stays` by stage as (how many
    ended, the days of the middle one)."""

    reached: Counter[int] = field(default_factory=Counter)
    replies: Replies = field(default_factory=lambda: {kind: {} for kind in BY})
    stays: dict[str, tuple[int, float]] = field(default_factory=dict)


_COUNTED = sa.text("""
    select reached, is_answered, resume, design, source, month, count(*) as many
      from tallies where owner_id = :owner and is_counted group by 1, 2, 3, 4, 5, 6""")
_STAYED = sa.text("""
    select stays, count(*) from tallies where owner_id = :owner and is_counted and stays <> '{}' group by 1""")


def count(db: Session, owner_id: UUID) -> Counts:
    """What lies in the bin is not counted, what is archived is."""
    chosen = {str(each): (name, design) for each, name, design in db.exec(_resumes(owner_id))}
    counts = Counts()
    for row in db.execute(_COUNTED, {"owner": owner_id}):
        counts.reached[row.reached] += row.many
        if row.reached:
            _add(counts.replies, _named(row, chosen), row.many, row.is_answered)
    counts.stays.update(_middles(db, owner_id))
    return counts


def _resumes(owner_id: UUID) -> Any:
    return select(Resume.id, Resume.name, Resume.design).where(Resume.owner_id == owner_id)


def _named(row: Any, chosen: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Under the name it was sent, or as the résumé that is chosen for it is called now."""
    name, design = chosen.get(row.resume, (row.resume, ""))
    return {"resume": name, "design": row.design or design, "source": row.source, "month": row.month}


def _add(replies: Replies, names: Mapping[str, str], many: int, is_answered: bool) -> None:
    for kind, name in names.items():
        sent, answered = replies[kind].get(name, (0, 0))
        replies[kind][name] = (sent + many, answered + many * is_answered)


def _middles(db: Session, owner_id: UUID) -> dict[str, tuple[int, float]]:
    stays: dict[str, Counter[int]] = {}
    for said, many in db.execute(_STAYED, {"owner": owner_id}):
        for each in said:
            stage, _, days = each.rpartition(":")
            stays.setdefault(stage, Counter())[int(days)] += many
    return {stage: (days.total(), median(days.elements())) for stage, days in stays.items()}
