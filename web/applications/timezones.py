"""A time zone as iCalendar wants it said (RFC 5545, 3.6.5): when clocks change, as a rule that recurs wherever there is
one. The `icalendar` library would list every change by itself, which some calendars do not read, and an hour late."""

import calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

YEARS_AHEAD = 12  # looked at beyond the last event: enough to tell the fourth Sunday of a month from its last one
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """Clocks change: `wall` is what they show in that moment, before they do."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str


@lru_cache(maxsize=128)
def timezone_of(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """The zone for events of these years, and of a dozen more."""
    start, end = datetime(first - 1, 1, 1, tzinfo=UTC), datetime(last + YEARS_AHEAD, 1, 1, tzinfo=UTC)
    changes = changes_in(zone, start, end)
    kinds: dict[tuple[timedelta, timedelta, str], list[Change]] = defaultdict(list)
    if not changes or changes[0].wall.year >= first:
        here = start.astimezone(zone)
        offset = here.utcoffset() or timedelta()
        kinds[offset, offset, here.tzname() or zone.key] = [
            Change(here.replace(tzinfo=None), offset, offset, here.tzname() or zone.key)
        ]
    for change in changes:
        kinds[change.before, change.after, change.name].append(change)
    made = Timezone()
    made.add("tzid", zone.key)
    for each in kinds.values():
        made.add_component(observance_of(each))
    return made


def changes_in(zone: ZoneInfo, start: datetime, end: datetime) -> list[Change]:
    """Every change of clocks between two moments in UTC. No zone there is changes twice within a week."""
    found, at = [], start
    while at < end:
        later = at + timedelta(weeks=1)
        if said_at(zone, at) != said_at(zone, later):
            moment = moment_between(zone, at, later)
            before, (after, name) = said_at(zone, at)[0], said_at(zone, moment)
            found.append(Change((moment + before).replace(tzinfo=None), before, after, name))
        at = later
    return found


def said_at(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str]:
    there = at.astimezone(zone)
    return there.utcoffset() or timedelta(), there.tzname() or zone.key


def moment_between(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second at which clocks have changed."""
    before = said_at(zone, low)
    while high - low > timedelta(seconds=1):
        half = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (half, high) if said_at(zone, half) == before else (low, half)
    return high


def observance_of(changes: Sequence[Change]) -> Any:
    """All the changes of one kind, as a rule for every year where they follow one, else day by day."""
    first = changes[0]
    made = TimezoneDaylight() if first.after > first.before else TimezoneStandard()
    made.add("dtstart", first.wall)
    if rule := rule_of([change.wall for change in changes]):
        made.add("rrule", rule)
    elif changes[1:]:
        made.add("rdate", [change.wall for change in changes[1:]])
    made.add("tzoffsetfrom", first.before)
    made.add("tzoffsetto", first.after)
    made.add("tzname", first.name)
    return made


def rule_of(walls: Sequence[datetime]) -> dict[str, Any] | None:
    """Such as the last Sunday of March in every year, or its Friday from the 23rd to the 29th; None where these are no
    such thing."""
    first = walls[0]
    each_year = [wall.year for wall in walls] == list(range(first.year, first.year + len(walls)))
    alike = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if len(walls) < YEARS_AHEAD // 2 or not each_year or len(alike) > 1:
        return None
    weeks = {(wall.day - 1) // 7 + 1 for wall in walls}
    is_last = all(wall.day + 7 > calendar.monthrange(wall.year, wall.month)[1] for wall in walls)
    rule = {"freq": "yearly", "bymonth": first.month, "byday": DAYS[first.weekday()]}
    if len(weeks) > 1 and not is_last:
        days = [wall.day for wall in walls]
        is_one_week = max(days) - min(days) == len(DAYS) - 1
        return rule | {"bymonthday": list(range(min(days), max(days) + 1))} if is_one_week else None
    which = -1 if is_last else weeks.pop()
    return rule | {"byday": f"{which}{rule['byday']}"}
