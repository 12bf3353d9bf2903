"""The calendar: private, right on both sides of a change of clocks, and as calendars want it written."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from icalendar import Calendar, Event

from tests.accounts.filled import keeper_of
from tests.applications.following import follows, plans
from tests.world import Somebody, forget_limits
from web.applications.feed import Dated, calendar_of
from web.applications.pages.feed import MOST_READ
from web.applications.tables import Application, Kind, Moment
from web.applications.timezones import timezone_of
from web.applications.words import noon
from web.kit.clock import now

ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Europe/Dublin", "Africa/Casablanca",
    "America/Santiago", "Asia/Jerusalem", "America/Sao_Paulo", "Asia/Tokyo",
)  # fmt: skip


# --- RFC 5545 --------------------------------------------------------------------------------------------------------

LINE = re.compile(
    r"(?P<name>[A-Z0-9-]+)(?P<parameters>(;[A-Z0-9-]+=(\"[^\"\x00-\x1f]*\"|[^\";:,\x00-\x1f]*))*):(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
ONCE = {"VCALENDAR": ("PRODID", "VERSION"), "VEVENT": ("UID", "DTSTAMP", "DTSTART"), "VTIMEZONE": ("TZID",)}
OBSERVANCE = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")
TEXTS = {"SUMMARY", "LOCATION", "NAME", "X-WR-CALNAME"}


def faults_of(body: bytes) -> list[str]:
    """What is wrong with a feed, by the rules of RFC 5545 and 7986 that matter to who reads it."""
    faults = ["ends otherwise"] if not body.endswith(b"END:VCALENDAR\r\n") else []
    faults += [f"a line of {len(line)} octets" for line in body.split(b"\r\n") if len(line) > 75]
    faults += ["a bare line break"] if re.search(rb"(?<!\r)\n|\r(?!\n)", body) else []
    for line in body.split(b"\r\n"):
        try:
            line.decode()
        except UnicodeDecodeError:
            faults.append("folded inside a letter")
    lines = re.sub(rb"\r\n[ \t]", b"", body).decode().removesuffix("\r\n").split("\r\n")
    open_parts: list[tuple[str, list[str]]] = []
    zones, named, ids = set(), set(), []
    for line in lines:
        found = LINE.fullmatch(line)
        if found is None:
            faults.append(f"not a line: {line!r}")
            continue
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            open_parts.append((value, []))
            continue
        if name == "END":
            part, names = open_parts.pop()
            wanted = OBSERVANCE if part in ("STANDARD", "DAYLIGHT") else ONCE[part]
            faults += [f"{part} has {names.count(each)} {each}" for each in wanted if names.count(each) != 1]
            faults += ["an end and a length"] if {"DTEND", "DURATION"} <= set(names) else []
            continue
        part, names = open_parts[-1]
        names.append(name)
        if name == "TZID":
            zones.add(value)
        if name == "UID":
            ids.append(value)
        if name in TEXTS and re.search(r"(?<!\\)(?:\\\\)*[;,]|(?<!\\)(?:\\\\)*\\[^\\;,nN]", value):
            faults.append(f"not escaped: {line}")
        named |= set(re.findall(r";TZID=([^;:]+)", found["parameters"] or ""))
        if name in ("DTSTAMP", "LAST-MODIFIED") and not re.fullmatch(r"\d{8}T\d{6}Z", value):
            faults.append(f"not in UTC: {line}")
    faults += [f"left open: {open_parts}"] if open_parts else []
    faults += [f"zones {named} named and {zones} told"] if named != zones else []
    faults += ["an id twice"] if len(set(ids)) < len(ids) else []
    return faults


def test_the_validator_sees_faults() -> None:
    good = feed_of(thing())
    assert faults_of(good) == []
    for broken in (
        good.replace(b"\r\n", b"\n"), good.replace(b"UID:", b"X-UID:"), good.replace(b"SUMMARY:", b"SUMMARY:a;b"),
        good.replace(b"BEGIN:VTIMEZONE", b"BEGIN:VEVENT"), good.replace(b"TZID:Europe", b"TZID:Mars"), good[:-5],
        good.replace(b"SUMMARY:", b"SUMMARY:" + b"x" * 80),
    ):  # fmt: skip
        assert faults_of(broken) != []


def thing(**said: Any) -> Dated:
    """An interview in Berlin, but for what is said otherwise."""
    at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    plain: dict[str, Any] = {
        "id": "0198-a", "application_id": UUID(int=7), "kind": "interview", "at": at, "zone": "Europe/Berlin", "minutes": 0,
        "title": "", "place": "", "job": "Stage manager", "company": "Northlight", "made_at": at, "changed_at": at, "is_off": False,
    }  # fmt: skip
    return Dated(**plain | said)


def feed_of(*things: Dated) -> bytes:
    return calendar_of(things, "Europe/Berlin", "https://metier.example")


def events_in(body: bytes) -> list[Event]:
    assert faults_of(body) == []
    return list(Calendar.from_ical(body).events)


# --- times -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_written_out_says_what_the_zone_says(zone: str) -> None:
    """Read back as a reader without a list of zones would, hour by hour around every change of three years."""
    there, told = ZoneInfo(zone), Calendar.from_ical(feed_of(thing(zone=zone, at=datetime(2027, 6, 1, tzinfo=UTC))))
    written = told.timezones[0].to_tz(lookup_tzid=False)
    for hour in range(0, 3 * 366 * 24, 1):
        at = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
        local = at.astimezone(there).replace(tzinfo=None)
        is_twice_or_never = (
            local.replace(tzinfo=there, fold=0).utcoffset() != local.replace(tzinfo=there, fold=1).utcoffset()
        )
        if not is_twice_or_never:
            assert local.replace(tzinfo=written).utcoffset() == at.astimezone(there).utcoffset(), local


@pytest.mark.parametrize("zone", ZONES)
def test_a_change_is_said_by_the_clock_before_it(zone: str) -> None:
    """RFC 5545, 3.6.5: from DTSTART, less TZOFFSETFROM, on it is TZOFFSETTO."""
    for part in timezone_of(ZoneInfo(zone), 2026, 2027).subcomponents:
        before, after = part.decoded("tzoffsetfrom"), part.decoded("tzoffsetto")
        change = part.decoded("dtstart").replace(tzinfo=UTC) - before
        there = [each.astimezone(ZoneInfo(zone)).utcoffset() for each in (change - timedelta(seconds=1), change)]
        assert there == [before, after]


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Asia/Jerusalem", "America/Santiago",
    ],
)  # fmt: skip
def test_changes_of_clocks_are_rules_that_recur(zone: str) -> None:
    written = timezone_of(ZoneInfo(zone), 2026, 2027).to_ical().decode()
    assert written.count("RRULE:FREQ=YEARLY") == 2 and "RDATE" not in written


@pytest.mark.parametrize("zone", ZONES)
def test_an_hour_comes_back_as_it_was_on_both_sides_of_a_change(zone: str) -> None:
    moments = [
        datetime(2027, month, day, hour, 30, tzinfo=UTC)
        for month in (3, 4, 10, 11)
        for day in (1, 7, 14, 28, 29)
        for hour in (0, 1, 9)
    ]
    body = feed_of(*(thing(id=str(at), at=at, zone=zone) for at in moments))
    found = {str(event["uid"]): event.decoded("dtstart") for event in events_in(body)}
    for at in moments:
        assert found[f"{at}@metier"].astimezone(UTC) == at, zone


def test_an_hour_that_comes_twice_is_told_apart() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    body = feed_of(thing(id="1", at=first), thing(id="2", at=second)).decode()
    assert "DTSTART;TZID=Europe/Berlin:20261025T023000" in body and "DTSTART:20261025T013000Z" in body


def test_a_day_is_a_whole_day_and_utc_needs_no_zone() -> None:
    day, hour = events_in(
        feed_of(
            thing(id="1", at=noon(date(2026, 11, 24)), zone="", kind="step", title="Write"), thing(id="2", zone="UTC")
        )
    )
    assert (day.decoded("dtstart"), day.decoded("dtend")) == (date(2026, 11, 24), date(2026, 11, 25))
    assert str(day["transp"]) == "TRANSPARENT" and hour.decoded("dtstart").tzinfo is not None
    assert b"VTIMEZONE" not in feed_of(thing(zone="UTC"))


@pytest.mark.parametrize(("minutes", "long"), [(0, 60), (90, 90), (10_080, 10_080)])
def test_it_takes_as_long_as_was_said_or_an_hour(minutes: int, long: int) -> None:
    (event,) = events_in(feed_of(thing(minutes=minutes)))
    assert event.decoded("duration") == timedelta(minutes=long)


# --- words -----------------------------------------------------------------------------------------------------------

HOSTILE = 'a, b; c\\ d: "e" \r\nATTACH:http://evil.example\r\nBEGIN:VALARM \x00\x07 üöß 面接 👩‍🎤 ' + "é" * 120


def test_words_of_a_person_stay_words() -> None:
    (event,) = events_in(feed_of(thing(kind="step", title=HOSTILE, place=HOSTILE, job=HOSTILE, company=HOSTILE)))
    words = " ".join(re.sub(r"[\x00-\x1f]", " ", HOSTILE).split())
    assert str(event["summary"]) == f"{words}: {words}, {words}" and str(event["location"]) == words
    assert "attach" not in event and event.subcomponents == []


def test_what_calendars_look_for_is_there() -> None:
    body = feed_of(thing(is_off=True))
    told = Calendar.from_ical(body)
    assert (str(told["version"]), str(told["method"]), str(told["x-wr-calname"])) == (
        "2.0",
        "PUBLISH",
        "Métier: applications",
    )
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in body and b"X-PUBLISHED-TTL:PT1H\r\n" in body
    (event,) = told.events
    assert str(event["status"]) == "CANCELLED" and str(event["class"]) == "PRIVATE"
    assert str(event["url"]) == f"https://metier.example/applications/{UUID(int=7)}"
    assert faults_of(feed_of()) == [], "and a feed with nothing in it is one"


def test_what_changes_counts_up_and_keeps_its_name() -> None:
    made = thing()
    (before,), (after,) = (
        events_in(feed_of(each))
        for each in (made, thing(changed_at=made.made_at + timedelta(minutes=2), title="Other"))
    )
    assert str(before["uid"]) == str(after["uid"]) and int(before["sequence"]) < int(after["sequence"])
    assert feed_of(made) == feed_of(made)


# --- whose it is -----------------------------------------------------------------------------------------------------


def address_of(who: Somebody) -> str:
    """Make a feed, as one does it; returns its path."""
    answer = who.post("/applications/reminders/feed")
    found = re.search(r"/calendar/[\w-]{43}\.ics", answer.text)
    assert answer.status_code == 201 or answer.status_code == 200
    assert found
    return found[0]


def nobody(who: Somebody) -> Somebody:
    forget_limits(who.database)
    return Somebody("Google", who.client, who.database)


def test_whoever_has_the_address_reads_the_dates_and_nothing_else(alice: Somebody, bob: Somebody) -> None:
    application = follows(alice)
    plans(alice, application, now() + timedelta(days=2), "Europe/Leeds", Kind.INTERVIEW, words="They pay badly")
    plans(alice, application, now() + timedelta(days=3), "Europe/London", Kind.INTERVIEW, place="Stage door, York")
    plans(alice, application, noon(now().date()), title="Call Joan")
    plans(bob, follows(bob), noon(now().date()), title="Of Bob’s")
    follows(alice, "saved", title="Producer", closes_on=now().date() + timedelta(days=5))
    answer = nobody(alice).get(address_of(alice))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"].startswith("private") and "set-cookie" not in answer.headers
    said = sorted(str(event["summary"]) for event in events_in(answer.content))
    assert said == [
        "Call Joan: Stage manager, Northlight Theatre", "Closes: Producer, Northlight Theatre", "Interview: Stage manager, Northlight Theatre",
        "Interview: Stage manager, Northlight Theatre",
    ]  # fmt: skip
    assert "pay badly" not in answer.text and "Ashby" not in answer.text


def test_a_calendar_may_ask_first_whether_it_is_there(alice: Somebody) -> None:
    address = address_of(alice)
    told, read = nobody(alice).client.head(address), nobody(alice).get(address)
    assert (told.status_code, told.content) == (200, b"")
    assert told.headers["content-type"] == read.headers["content-type"]
    assert nobody(alice).client.head(f"{address}x").status_code == 404


def test_a_new_address_and_off_end_the_one_before(alice: Somebody) -> None:
    first = address_of(alice)
    second = address_of(alice)
    stranger = nobody(alice)
    assert [stranger.get(path).status_code for path in (first, second)] == [404, 200]
    assert second.encode() not in alice.get("/applications/reminders").content, "it is shown once"
    alice.post("/applications/reminders/feed/off")
    assert stranger.get(second).status_code == 404


def test_only_a_hash_is_kept(alice: Somebody) -> None:
    secret = address_of(alice).removeprefix("/calendar/").removesuffix(".ics")
    with keeper_of(alice.house.settings) as keeper:
        row = keeper.execute(
            sa.text("select b::text from boards b where owner_id = :id"), {"id": alice.id}
        ).scalar_one()
    assert secret not in row and secret.encode().hex() not in row


def test_an_address_of_nobodys_is_answered_alike_whatever_it_is(alice: Somebody) -> None:
    address = address_of(alice)
    wrong = [
        address[:-5] + ("A" if address[-5] != "A" else "B") + ".ics",
        address.removesuffix(".ics"),
        "/calendar/.ics",
        "/calendar/%00.ics",
    ]
    answers = [nobody(alice).get(path) for path in [*wrong, address + "x", "/calendar/" + "a" * 5_000 + ".ics"]]
    assert {answer.status_code for answer in answers} == {404} and len({answer.content for answer in answers}) == 1


def test_a_feed_is_read_so_often_and_no_oftener_whoever_reads_it(alice: Somebody) -> None:
    address, stranger = address_of(alice), nobody(alice)
    with alice.database.as_nobody() as db:
        full = {"bucket": f"feed-read:{alice.id}", "hits": MOST_READ[0]}
        db.execute(sa.text("insert into counts values (:bucket, :hits, now() + interval '1 hour')"), full)
    answer = stranger.get(address)
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) > 0
    forget_limits(alice.database)
    assert stranger.get(address).status_code == 200


def test_what_has_ended_does_not_take_place(alice: Somebody) -> None:
    application = follows(alice, "rejected", quiet=1)
    plans(alice, application, now() + timedelta(days=2), "UTC", Kind.INTERVIEW)
    plans(alice, application, now() - timedelta(days=5), "UTC", Kind.INTERVIEW)
    removed = follows(alice, title="In the bin")
    plans(alice, removed, now() + timedelta(days=2), "UTC", Kind.INTERVIEW)
    done = plans(alice, follows(alice), now() + timedelta(days=2), "UTC", title="Done")
    with alice.database.as_person(alice.id) as db:
        db.execute(sa.update(Application).values(removed_at=now()).where(Application.id == removed))  # type: ignore[arg-type]
        db.execute(sa.update(Moment).values(done_at=now()).where(Moment.id == done))  # type: ignore[arg-type]
    events = events_in(nobody(alice).get(address_of(alice)).content)
    assert sorted(str(event["status"]) for event in events) == ["CANCELLED", "CONFIRMED"]


def test_who_left_has_no_calendar(alice: Somebody) -> None:
    address, her_id = address_of(alice), alice.id
    with keeper_of(alice.house.settings) as keeper:
        keeper.execute(sa.text("update people set erased_at = now() where id = :id"), {"id": her_id})
    assert nobody(alice).get(address).status_code == 404
