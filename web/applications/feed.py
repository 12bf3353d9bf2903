"""A person's interviews, next steps and closing dates as an iCalendar feed (RFC 5545), as Google, Apple and Outlook
read it. What it says may be seen on a locked phone: the job, where and when; no notes, nobody's name."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from icalendar import Calendar, Component, Event, vDuration, vText
from sqlmodel import Session

from web.applications.ahead import ENDED
from web.applications.tables import Board
from web.applications.timezones import timezone_of
from web.applications.words import zone_named

DAYS_BACK = 180
MOST_EVENTS = 2_000
DEFAULT_MINUTES = 60
REFRESH = timedelta(hours=1)
PRODUCT = "-//Metier//Applications//EN"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


# --- the secret ------------------------------------------------------------------------------------------------------


def open_feed(board: Board) -> str:
    """A new secret for this person's feed, 256 bits; the one before opens nothing any more. Only its hash is kept."""
    secret = secrets.token_urlsafe(32)
    board.feed_hash = hash_of(secret)
    return secret


def hash_of(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def owner_of_feed(db: Session, secret: str) -> UUID | None:
    """Whose feed a secret opens; asked before anybody is known."""
    owner: UUID | None = db.scalar(sa.text("select find_feed(:hash)"), {"hash": hash_of(secret)})
    return owner


# --- what is in it ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dated:
    """What becomes an event of the feed. `changed_at` is when anything that it says last changed, `zone` "" where only
    the day counts, `is_off` whether it does not take place any more."""

    id: str
    application_id: UUID
    kind: str
    at: datetime
    zone: str
    minutes: int
    title: str
    place: str
    job: str
    company: str
    made_at: datetime
    changed_at: datetime
    is_off: bool


_DATED = sa.text("""
    select cast(m.id as text), a.id, m.kind, m.at as at, m.zone, m.minutes, m.title, m.place, j.title, j.company,
           m.created_at, greatest(m.updated_at, a.updated_at, j.updated_at),
           coalesce(a.stage = any(:ended) and m.at > a.stage_since or m.at > a.archived_at, false)
      from moments m
      join applications a on a.owner_id = m.owner_id and a.id = m.application_id
      join jobs j on j.owner_id = a.owner_id and j.id = a.job_id
     where m.owner_id = :owner and m.at >= :since and a.removed_at is null
       and (m.kind = 'interview' or m.kind = 'step' and m.done_at is null)
    union all
    select 'closing-' || j.id, a.id, 'closing', (j.closes_on + time '12:00') at time zone 'UTC', '', 0, '', '', j.title,
           j.company, j.created_at, greatest(a.updated_at, j.updated_at), false
      from applications a join jobs j on j.owner_id = a.owner_id and j.id = a.job_id
     where a.owner_id = :owner and a.stage = 'saved' and a.archived_at is null and a.removed_at is null
       and j.closes_on >= :first
     order by at desc limit :most""")


def dated_of(db: Session, owner_id: UUID, present: datetime) -> list[Dated]:
    since = present - timedelta(days=DAYS_BACK)
    said = {"owner": owner_id, "ended": ENDED, "since": since, "first": since.date(), "most": MOST_EVENTS}
    return [Dated(*row) for row in db.execute(_DATED, said)]


# --- as iCalendar ----------------------------------------------------------------------------------------------------


def calendar_of(things: Iterable[Dated], zone: str, address: str) -> bytes:
    """The feed: the same bytes as long as nothing in it changes. `address` is where the app is."""
    things = list(things)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar[name] = vText("Métier: applications")
    calendar["x-wr-timezone"] = vText(zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar["x-published-ttl"] = vDuration(REFRESH)
    events = [event_of(each, address) for each in things]
    for part in [*timezones_in(things), *events]:
        calendar.add_component(part)
    body: bytes = calendar.to_ical(sorted=False)
    return body


def event_of(thing: Dated, address: str) -> Event:
    event = Event()
    event.add("uid", f"{thing.id}@metier")
    event.add("dtstamp", thing.changed_at.astimezone(UTC))
    event.add("last-modified", thing.changed_at.astimezone(UTC))
    event.add("sequence", max(0, int((thing.changed_at - thing.made_at).total_seconds())))
    for name, value in time_of(thing):
        event.add(name, value)
    event.add("summary", summary_of(thing))
    if thing.place:
        event.add("location", plain(thing.place))
    event.add("url", f"{address}/applications/{thing.application_id}")
    event.add("status", "CANCELLED" if thing.is_off else "CONFIRMED")
    event.add("transp", "OPAQUE" if thing.kind == "interview" and thing.zone else "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def time_of(thing: Dated) -> Iterator[tuple[str, date | datetime | timedelta]]:
    """A day, or an hour in its zone with how long it takes. Of an hour that comes twice the second time cannot be said
    in the zone: that one is said in UTC."""
    if not thing.zone:
        day = thing.at.astimezone(UTC).date()
        yield "dtstart", day
        yield "dtend", day + timedelta(days=1)
        return
    there = thing.at.astimezone(zone_of(thing))
    yield "dtstart", thing.at.astimezone(UTC) if there.fold else there
    yield "duration", timedelta(minutes=thing.minutes or DEFAULT_MINUTES)


def zone_of(thing: Dated) -> ZoneInfo:
    return zone_named(thing.zone)


def summary_of(thing: Dated) -> str:
    job = ", ".join(filter(None, [thing.job, thing.company]))
    name = {"interview": "Interview", "closing": "Closes"}.get(thing.kind) or thing.title or "Next step"
    return plain(f"{name}: {job}" if job else name)


def plain(text: str) -> str:
    """On one line, and without what no calendar could read."""
    return " ".join(_CONTROL.sub(" ", text).split())


def timezones_in(things: Iterable[Dated]) -> list[Component]:
    """Each zone that an event names, with its changes of clocks from the first such event on."""
    first: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    for thing in things:
        zone = zone_of(thing)
        if thing.zone and zone.key != "UTC":
            first[zone.key] = min(first.get(zone.key, thing.at), thing.at)
            last[zone.key] = max(last.get(zone.key, thing.at), thing.at)
    return [timezone_of(zone_named(key), first[key].year, last[key].year) for key in sorted(first)]
