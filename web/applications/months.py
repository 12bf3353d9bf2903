"""A month of the calendar: interviews, next steps and closing dates on their days, in the person's zone."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from web.applications.stages import Meaning, Stage
from web.applications.words import day_of, zone_named


@dataclass(frozen=True)
class Dated:
    """One thing of a day; `hour` is "" where only the day counts."""

    day: date
    hour: str
    words: str
    application_id: UUID
    about: str
    is_done: bool


_DATED = sa.text("""
    select m.at, m.zone, m.kind, m.title, m.done_at is not null, a.id, j.title as job, j.company
      from moments m
      join applications a on a.owner_id = m.owner_id and a.id = m.application_id
      join jobs j on j.owner_id = a.owner_id and j.id = a.job_id
     where m.owner_id = :owner and m.kind in ('step', 'interview') and a.removed_at is null
       and m.at >= :begins and m.at < :ends
     order by m.at, m.id""")
_CLOSING = sa.text("""
    select j.closes_on, a.id, j.title, j.company
      from jobs j
      join applications a on a.owner_id = j.owner_id and a.job_id = j.id
     where j.owner_id = :owner and j.closes_on >= :begins and j.closes_on < :ends
       and a.removed_at is null and a.archived_at is null and a.stage = any(:waiting)
     order by j.closes_on, a.id""")
NAMES = {"step": "Next step", "interview": "Interview"}


def dated_between(
    db: Session, owner_id: UUID, begins: date, ends: date, zone: str, stages: Sequence[Stage]
) -> list[Dated]:
    """Everything from this day up to, not with, that one. A day begins earlier or later than in UTC: what is fetched
    reaches a day further on both sides."""
    reach = {
        "owner": owner_id,
        "begins": datetime(begins.year, begins.month, begins.day, tzinfo=UTC) - timedelta(days=1),
        "ends": datetime(ends.year, ends.month, ends.day, tzinfo=UTC) + timedelta(days=1),
    }
    found = []
    for at, said_in, kind, title, is_done, application_id, job, company in db.execute(_DATED, reach):
        hour = f"{at.astimezone(zone_named(zone)):%H:%M}" if said_in else ""
        day, about = day_of(at, zone, not said_in), ", ".join(filter(None, [job, company]))
        found.append(Dated(day, hour, title or NAMES[kind], application_id, about, is_done))
    waiting = [stage.slug for stage in stages if stage.meaning is Meaning.SAVED]
    days = {"owner": owner_id, "begins": begins, "ends": ends, "waiting": waiting}
    for day, application_id, job, company in db.execute(_CLOSING, days):
        found.append(Dated(day, "", "Closes", application_id, ", ".join(filter(None, [job, company])), False))
    within = [each for each in found if begins <= each.day < ends]
    return sorted(within, key=lambda each: (each.day, each.hour))


# --- the month as it is drawn ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    day: date
    things: list[Dated]
    is_today: bool
    is_outside: bool  # of the month, at its edges


def weeks_of(month: date, things: Iterable[Dated], today: date) -> list[list[Day]]:
    """Whole weeks from Monday to Sunday."""
    by_day = defaultdict(list)
    for each in things:
        by_day[each.day].append(each)
    return [
        [Day(day, by_day[day], day == today, day.month != month.month) for day in week]
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
    ]


def bounds_of(month: date) -> tuple[date, date]:
    """The first day shown, and the one after the last."""
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return weeks[0][0], weeks[-1][-1] + timedelta(days=1)


def beside(month: date) -> tuple[date, date]:
    """The months before and after."""
    return (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=32)).replace(day=1)


def month_in(text: str, today: date) -> date:
    """`2026-11` as its first day; this month for anything else."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 1950 <= found.year <= 2100 else today.replace(day=1)
