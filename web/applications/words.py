"""How the tracker says days and times: in the person's zone, as one says them aloud."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FAR = 6  # days ahead that are named by their weekday alone


@lru_cache(maxsize=512)
def zone_named(name: str) -> ZoneInfo:
    """The time zone of this name; UTC where there is none such."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def day_of(at: datetime, zone: str, is_whole_day: bool) -> date:
    """The day of a moment: as it was said where only a day was said, else where the person is."""
    return at.astimezone(UTC if is_whole_day else zone_named(zone)).date()


def noon(day: date) -> datetime:
    """How a day without an hour is kept."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def day_words(day: date, today: date) -> str:
    """`today`, `tomorrow`, `Tuesday 24`, `2 December`, `2 December 2027`."""
    ahead = (day - today).days
    if ahead in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[ahead]
    if 0 < ahead <= FAR:
        return f"{day:%A} {day.day}"
    return f"{day.day} {day:%B}" if day.year == today.year or abs(ahead) < 90 else f"{day.day} {day:%B %Y}"


def moment_words(at: datetime, zone: str, is_whole_day: bool, present: datetime) -> str:
    """A moment with its hour where one was said: `Tuesday 24, 10:30`."""
    today = present.astimezone(zone_named(zone)).date()
    words = day_words(day_of(at, zone, is_whole_day), today)
    return words if is_whole_day else f"{words}, {at.astimezone(zone_named(zone)):%H:%M}"


def both_words(at: datetime, said_in: str, own: str, is_whole_day: bool, present: datetime) -> str:
    """A moment in the zone it was said in and, where the clocks differ there, in the person's own: `today, 10:30 in
    London, 11:30 for you`. Days are named as the person names them, wherever the clock stands."""
    here = at.astimezone(zone_named(own))
    there = at.astimezone(zone_named(said_in or own))
    if is_whole_day or here.utcoffset() == there.utcoffset():
        return moment_words(at, own, is_whole_day, present)
    today = present.astimezone(zone_named(own)).date()
    first = f"{day_words(there.date(), today)}, {there:%H:%M} {in_place(said_in)}"
    day = "" if here.date() == there.date() else f"{day_words(here.date(), today)}, "
    return f"{first}, {day}{here:%H:%M} for you"


def in_place(zone: str) -> str:
    """Such as `in Buenos Aires`, from `America/Argentina/Buenos_Aires`; `UTC` for a zone that is no place."""
    area, _, city = zone.rpartition("/")
    return f"in {city.replace('_', ' ')}" if area and area != "Etc" else city


def in_zone(zone: str) -> str:
    """Whose clock it is: `in Berlin`, `in UTC`."""
    place = in_place(zone)
    return place if place.startswith("in ") else f"in {place}"


def since_words(at: datetime, present: datetime) -> str:
    days = (present - at) // timedelta(days=1)
    return "today" if days < 1 else "a day" if days == 1 else f"{days} days"


def starts_at(day: date, zone: ZoneInfo, hour: int = 0) -> datetime:
    """When a day comes to this hour somewhere. An hour that a change of clocks leaves out is as much later as they went
    forward; of one that comes twice it is the first."""
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
