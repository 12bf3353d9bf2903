"""Reading what lies ahead of a person, over all their applications: next steps, interviews, closing dates; and which
applications have been quiet. What is archived, in the bin, or has ended lies ahead of nobody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from web.applications.stages import STAGES, Meaning
from web.applications.tables import Board
from web.applications.words import day_of, starts_at, zone_named

MOST_AHEAD = 500
MOST_QUIET = 100
ENDED = [stage.slug for stage in STAGES if stage.is_end]
NOT_WAITING = [*ENDED, *(stage.slug for stage in STAGES if stage.meaning in (Meaning.SAVED, Meaning.OFFER))]


@dataclass(frozen=True)
class Ahead:
    """One thing ahead: a step, an interview, or the day a posting closes, which is nobody's moment. `day` is where the
    person is; `zone` "" where only the day counts."""

    application_id: UUID
    moment_id: UUID | None
    kind: str
    at: datetime
    zone: str
    title: str
    place: str
    told_for: datetime | None
    job: str
    company: str
    day: date

    @property
    def is_whole_day(self) -> bool:
        return not self.zone

    @property
    def is_told(self) -> bool:
        return self.told_for == self.at


@dataclass(frozen=True)
class Quiet:
    """An application of which nothing was heard for so many days."""

    application_id: UUID
    job: str
    company: str
    days: int


_OPEN = "a.archived_at is null and a.removed_at is null"
_AHEAD = sa.text(f"""
    select a.id as application_id, m.id as moment_id, m.kind, m.at, m.zone, m.title, m.place, m.told_for,
           j.title as job, j.company
      from moments m
      join applications a on a.owner_id = m.owner_id and a.id = m.application_id
      join jobs j on j.owner_id = a.owner_id and j.id = a.job_id
     where m.owner_id = :owner and m.kind in ('step', 'interview') and m.done_at is null
       and m.at < :until and (m.kind = 'step' or m.at >= :since)
       and {_OPEN} and not a.stage = any(:ended)
    union all
    select a.id, null, 'closing', (j.closes_on + time '12:00') at time zone 'UTC', '', '', '', null, j.title, j.company
      from applications a join jobs j on j.owner_id = a.owner_id and j.id = a.job_id
     where a.owner_id = :owner and a.stage = 'saved' and {_OPEN} and j.closes_on between :first and :last
     order by at limit :most""")
_QUIET = sa.text(f"""
    select a.id, j.title, j.company, a.touched_at
      from applications a join jobs j on j.owner_id = a.owner_id and j.id = a.job_id
     where a.owner_id = :owner and {_OPEN} and not a.stage = any(:not_waiting) and a.touched_at < :before
       and not exists (select from moments m where m.owner_id = a.owner_id and m.application_id = a.id
                        and m.done_at is null and (m.kind = 'step' or m.kind = 'interview' and m.at > :present))
     order by a.touched_at limit :most""")


def ahead_of(db: Session, board: Board, present: datetime, days: int) -> list[Ahead]:
    """What is to be done and was not, and what comes today and in so many days after it, the soonest first."""
    zone = zone_named(board.zone)
    today = present.astimezone(zone).date()
    last = today + timedelta(days=days)
    said = {
        "owner": board.owner_id, "ended": ENDED, "first": today, "last": last, "most": MOST_AHEAD,
        "since": starts_at(today, zone) - timedelta(days=1), "until": starts_at(last, zone) + timedelta(days=2),
    }  # fmt: skip
    found = [_thing(row, board.zone) for row in db.execute(_AHEAD, said)]
    return [each for each in found if each.day <= last and (each.day >= today or each.kind == "step")]


def _thing(row: Any, zone: str) -> Ahead:
    return Ahead(**row._mapping, day=day_of(row.at, zone, not row.zone))


def quiet_of(db: Session, board: Board, present: datetime) -> list[Quiet]:
    """Applications that wait for an answer and of which nothing was heard for as long as the person said; the quietest
    first."""
    if not board.quiet_days:
        return []
    zone = zone_named(board.zone)
    today = present.astimezone(zone).date()
    before = starts_at(today - timedelta(days=board.quiet_days - 1), zone)
    said = {
        "owner": board.owner_id, "not_waiting": NOT_WAITING, "before": before, "present": present, "most": MOST_QUIET,
    }  # fmt: skip
    return [
        Quiet(row.id, row.title, row.company, (today - row.touched_at.astimezone(zone).date()).days)
        for row in db.execute(_QUIET, said)
    ]
