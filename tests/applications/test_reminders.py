"""Being reminded: of each thing once, or once a day, wherever one is and whatever the clocks and the worker do."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tests.accounts.filled import keeper_of
from tests.applications.following import arranges, board_of, follows, moment_of, notices_of, plans
from tests.world import Somebody, words_of, work
from web.applications.reminders import comes_now, day_due, remind, tell
from web.applications.tables import Application, Board, Kind, Moment, Remind
from web.applications.words import noon, starts_at

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday


@pytest.fixture(autouse=True)
def alone(alice: Somebody) -> None:
    """Nobody of an earlier test is told anything here."""
    with keeper_of(alice.house.settings) as keeper:
        keeper.execute(sa.text("update boards set remind = 'never'"))
        keeper.execute(
            sa.text("delete from applications a where not exists (select from boards b where b.owner_id = a.owner_id)")
        )


def at(moment: datetime) -> Any:
    return time_machine.travel(moment, tick=False)


# --- when ------------------------------------------------------------------------------------------------------------

MOMENTS = st.integers(1_262_304_000, 2_145_916_800).map(
    lambda second: datetime.fromtimestamp(second, UTC)
)  # 2010 to 2038
ANYWHERE = st.sampled_from([*ZONES, "Africa/Casablanca", "America/Havana", "Pacific/Apia", "Asia/Beirut", "UTC"])


@given(MOMENTS, ANYWHERE, st.integers(0, 23))
def test_the_day_that_is_due_is_the_last_one_whose_hour_has_come(present: datetime, name: str, hour: int) -> None:
    zone = ZoneInfo(name)
    day = day_due(present, zone, hour)
    assert starts_at(day, zone, hour) <= present or name == "Pacific/Apia", "no day is told before its hour"
    assert present < starts_at(day + timedelta(days=1), zone, hour), "and none is left behind"


@pytest.mark.parametrize(
    ("day", "zone", "hour", "expected"),
    [
        (date(2027, 3, 28), "Europe/Berlin", 2, "2027-03-28T01:00+00:00"),  # 02:00 does not exist: 03:00
        (date(2026, 10, 25), "Europe/Berlin", 2, "2026-10-25T00:00+00:00"),  # 02:00 comes twice: the first
        (date(2027, 3, 14), "America/New_York", 2, "2027-03-14T07:00+00:00"),
        (date(2026, 10, 4), "Australia/Lord_Howe", 2, "2026-10-03T15:30+00:00"),  # half an hour is left out
        (date(2027, 4, 4), "Australia/Lord_Howe", 2, "2027-04-03T15:30+00:00"),
        (date(2027, 3, 14), "America/Havana", 0, "2027-03-14T05:00+00:00"),  # a day that begins at 01:00
    ],
)
def test_hours_that_do_not_exist_or_come_twice(day: date, zone: str, hour: int, expected: str) -> None:
    assert starts_at(day, ZoneInfo(zone), hour) == datetime.fromisoformat(expected)


# --- one digest a day ------------------------------------------------------------------------------------------------


def hours_of(first: datetime, days: int) -> Iterator[datetime]:
    for hour in range(days * 24):
        yield first + timedelta(hours=hour)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", range(24))
def test_a_year_has_one_digest_for_each_local_day(zone: str, hour: int) -> None:
    """Hour by hour from November 2027 over the leap day of 2028: each of two changes of clocks and 366 days."""
    board, told, start = Board(zone=zone, digest_hour=hour), [], datetime(2027, 11, 1, tzinfo=UTC)
    for present in hours_of(start, 380):
        if board.due_at is None or board.due_at <= present:
            told += [board.told_on] if comes_now(board, present) else []
        assert board.due_at and board.due_at > present
    days = [told[0] + timedelta(days=n) for n in range(len(told))]
    assert told == days and len(told) >= 379 and date(2028, 2, 29) in told


CHANGES = (
    date(2027, 11, 7), date(2028, 2, 29), date(2028, 3, 12), date(2028, 3, 26), date(2028, 4, 2), date(2028, 10, 1),
    date(2028, 10, 29), date(2028, 11, 5),
)  # of New York's clocks, a leap day, Berlin's, Lord Howe's, and back  # fmt: skip


def test_people_in_four_zones_hear_once_a_day_while_clocks_change(
    alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same against the database, hour by hour about every change, the worker away for weeks between them. The pool
    must not think its connections a year old."""
    monkeypatch.setattr(alice.database.engine.pool, "_recycle", -1)
    people = {zone: Somebody(zone, alice.client, alice.database).start() for zone in ZONES}
    for zone, hour in zip(ZONES, (2, 1, 7, 2), strict=True):
        arranges(people[zone], zone=zone, digest_hour=hour, told_on=date(2027, 11, 1))
        application = follows(people[zone])
        with alice.database.as_person(people[zone].id) as db:
            whose = {"owner_id": people[zone].id, "application_id": application, "kind": Kind.INTERVIEW}
            for day in (change + timedelta(days=n) for change in CHANGES for n in range(-2, 3)):
                db.add(Moment(at=noon(day), **whose))
    for change in CHANGES:
        with at(noon(change) - timedelta(hours=36)) as clock:
            for _ in range(60):
                remind(alice.house)
                clock.shift(3_600)
    for zone, who in people.items():
        told = [notice.title.partition(":")[0] for notice in notices_of(who)]
        assert len(told) == len(set(told)), zone
        for change in CHANGES:
            for day in (change - timedelta(days=1), change):
                assert f"{day:%A} {day.day} {day:%B}" in told, zone


def test_a_digest_says_what_is_for_today_and_tomorrow_what_is_overdue_and_who_is_quiet(alice: Somebody) -> None:
    alice.register()
    arranges(alice, zone="Europe/Berlin", told_on=date(2026, 11, 22))
    with at(NOON):
        application = follows(alice)
        plans(alice, application, noon(date(2026, 11, 20)), title="Send the references")
        plans(
            alice,
            application,
            datetime(2026, 11, 23, 15, 30, tzinfo=UTC),
            "Europe/London",
            Kind.INTERVIEW,
            place="Stage door",
        )
        plans(alice, application, noon(date(2026, 11, 24)), title="Read the play")
        plans(alice, application, noon(date(2026, 11, 26)), title="Later")
        follows(alice, "applied", quiet=14, title="Show caller", company="Ferrin and Daughters")
        follows(alice, "applied", quiet=15, title="Told yesterday", company="")
        follows(alice, "saved", closes_on=date(2026, 11, 24), title="Producer", company="Kestrel")
        assert remind(alice.house) == 1
        assert remind(alice.house) == 0
        work(alice.house)
    (notice,) = notices_of(alice)
    assert (
        notice.title
        == "Monday 23 November: one interview, one thing to do, one closing date, one overdue, one without an answer"
    )
    assert notice.link == "/applications/today"
    letter = alice.letters()[-1]
    said = words_of(letter)
    assert str(letter["Subject"]).startswith("Monday 23 November: one interview, one thing to do")
    for words in (
        "Interview, today, 15:30 in London, 16:30 for you", "Stage manager, Northlight Theatre", "Stage door", "Read the play, tomorrow",
        "Send the references, 20 November", "No answer for 14 days", "Show caller, Ferrin and Daughters", "Closes, tomorrow",
        f"{alice.house.settings.address}/applications/reminders",
    ):  # fmt: skip
        assert words in said, words
    assert "Later" not in said and "Told yesterday" not in said


def test_a_day_with_nothing_to_say_is_passed_over_in_silence(alice: Somebody) -> None:
    arranges(alice, told_on=date(2026, 11, 22))
    with at(NOON):
        plans(alice, follows(alice), noon(date(2026, 11, 10)), title="Long overdue")
        assert remind(alice.house) == 0
    assert notices_of(alice) == [] and board_of(alice).told_on == date(2026, 11, 23)


def test_whoever_begins_is_told_from_the_next_morning_on(alice: Somebody) -> None:
    with at(NOON):
        plans(alice, follows(alice), noon(date(2026, 11, 23)), title="Ask Joan")
        assert remind(alice.house) == 0
    with at(NOON + timedelta(hours=18, minutes=55)):
        assert remind(alice.house) == 0
    with at(NOON + timedelta(hours=19)):
        assert remind(alice.house) == 1


def test_after_three_days_without_a_worker_one_digest_comes_and_the_next_in_time(alice: Somebody) -> None:
    arranges(alice, told_on=date(2026, 11, 20), zone="Asia/Kolkata")
    application = follows(alice)
    for day in range(21, 27):
        plans(alice, application, noon(date(2026, 11, day)), title=f"The {day}th")
    with at(NOON):
        assert [remind(alice.house), remind(alice.house)] == [1, 0]
    with at(datetime(2026, 11, 24, 1, 30, tzinfo=UTC)):
        assert remind(alice.house) == 1
    assert len(notices_of(alice)) == 2


def test_a_digest_late_at_night_still_comes_soon_after_midnight_and_none_in_the_small_hours() -> None:
    """Told at 23:00, missed, at 00:10; told at 7:00, missed, not at 2:00 of the day after, which has its own."""
    at_night, at_seven = (
        Board(digest_hour=23, told_on=date(2026, 11, 21)),
        Board(digest_hour=7, told_on=date(2026, 11, 21)),
    )
    assert comes_now(at_night, datetime(2026, 11, 23, 0, 10, tzinfo=UTC)) and at_night.told_on == date(2026, 11, 22)
    assert not comes_now(at_seven, datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    assert at_seven.due_at == datetime(2026, 11, 23, 7, tzinfo=UTC)


def test_moving_to_another_zone_gives_no_day_twice(alice: Somebody) -> None:
    arranges(alice, zone="Asia/Kolkata", told_on=date(2026, 11, 22))
    application = follows(alice)
    plans(alice, application, noon(date(2026, 11, 23)), title="Pack")
    settings = {"remind": "digest", "by_letter": "on", "digest_hour": "7", "hours_before": "24", "quiet_days": "14"}
    with at(datetime(2026, 11, 23, 2, tzinfo=UTC)):
        assert remind(alice.house) == 1
        alice.post("/applications/reminders", {**settings, "zone": "America/New_York"})
    with at(datetime(2026, 11, 23, 12, 5, tzinfo=UTC)):
        assert remind(alice.house) == 0, "the same day begins in New York"
    with at(datetime(2026, 11, 24, 12, 5, tzinfo=UTC)):
        assert remind(alice.house) == 1


# --- each thing by itself --------------------------------------------------------------------------------------------


def test_each_thing_is_told_once_before_its_time(alice: Somebody) -> None:
    alice.register()
    arranges(alice, remind=Remind.EACH, hours_before=24, zone="Europe/Berlin")
    application = follows(alice)
    when = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
    interview = plans(alice, application, when, "Europe/London", Kind.INTERVIEW, place="12 Foundry Street")
    for minutes, many in ((-5, 0), (0, 1), (5, 0), (60 * 24, 0)):
        with at(when - timedelta(hours=24) + timedelta(minutes=minutes)):
            assert remind(alice.house) == many, minutes
    work(alice.house)
    (notice,) = notices_of(alice)
    assert (notice.title, notice.words) == (
        "Interview: tomorrow, 09:30 in London, 10:30 for you", "Stage manager, Northlight Theatre. 12 Foundry Street",
    )  # fmt: skip
    assert notice.link == f"/applications/{application}"
    letter = alice.letters()[-1]
    assert letter["Subject"] == "Interview: tomorrow, 09:30 in London, 10:30 for you"
    moment = moment_of(alice, interview)
    assert moment and moment.told_for == when


def test_what_is_put_off_is_told_of_anew(alice: Somebody) -> None:
    arranges(alice, remind=Remind.EACH, hours_before=2)
    application = follows(alice)
    interview = plans(alice, application, NOON, "UTC", Kind.INTERVIEW)
    with at(NOON - timedelta(hours=1)):
        assert remind(alice.house) == 1
        said = {"kind": "interview", "day": "2026-11-24", "hour": "12:00", "zone": "UTC"}
        assert alice.post(f"/applications/moments/{interview}", said).status_code == 303
        assert remind(alice.house) == 0
    with at(NOON + timedelta(hours=23)):
        assert remind(alice.house) == 1


def test_a_day_is_told_at_the_hour_its_person_chose(alice: Somebody) -> None:
    """A step for the 25th in Berlin, a day before at seven: six in UTC."""
    arranges(alice, remind=Remind.EACH, hours_before=24, digest_hour=7, zone="Europe/Berlin")
    plans(alice, follows(alice), noon(date(2026, 11, 25)), title="Send it")
    with at(datetime(2026, 11, 24, 5, 55, tzinfo=UTC)):
        assert remind(alice.house) == 0
    with at(datetime(2026, 11, 24, 6, 0, tzinfo=UTC)):
        assert remind(alice.house) == 1


def test_what_is_over_is_told_no_more_and_a_step_for_a_day(alice: Somebody) -> None:
    arranges(alice, remind=Remind.EACH)
    application = follows(alice)
    plans(alice, application, NOON - timedelta(minutes=1), "UTC", Kind.INTERVIEW)
    plans(alice, application, NOON - timedelta(hours=25), "UTC", title="Too late")
    plans(alice, application, NOON - timedelta(hours=23), "UTC", title="Still")
    with at(NOON):
        remind(alice.house)
    assert [notice.title for notice in notices_of(alice)] == ["Still: yesterday, 13:00"]


def test_several_at_once_are_several_notices_and_one_letter(alice: Somebody) -> None:
    alice.register()
    arranges(alice, remind=Remind.EACH)
    application = follows(alice)
    for name in ("Call Joan", "Call Piotr", "Iron the shirt"):
        plans(alice, application, NOON, "UTC", title=name)
    before = len(alice.letters())
    with at(NOON - timedelta(hours=2)):
        remind(alice.house)
        work(alice.house)
    assert len(notices_of(alice)) == 3
    (letter,) = alice.letters()[before:]
    assert letter["Subject"] == "Three things ahead" and "Iron the shirt, today, 12:00" in words_of(letter)


# --- who is told nothing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [Remind.DIGEST, Remind.EACH])
@pytest.mark.parametrize("end", ["accepted", "rejected", "withdrawn", "archived", "in the bin", "done"])
def test_what_has_ended_reminds_of_nothing(alice: Somebody, end: str, how: Remind) -> None:
    arranges(alice, remind=how, told_on=date(2026, 11, 22))
    application = follows(alice, end if end in ("accepted", "rejected", "withdrawn") else "applied")
    moment = plans(alice, application, NOON + timedelta(hours=2), "UTC", Kind.INTERVIEW)
    with alice.database.as_person(alice.id) as db:
        column = {"archived": "archived_at", "in the bin": "removed_at"}.get(end)
        if column:
            db.execute(sa.update(Application).values({column: NOON}).where(Application.id == application))  # type: ignore[arg-type]
        if end == "done":
            db.execute(sa.update(Moment).values(done_at=NOON).where(Moment.id == moment))  # type: ignore[arg-type]
    with at(NOON):
        remind(alice.house)
    assert notices_of(alice) == []


@pytest.mark.parametrize("change", ["disabled_at = now()", "erased_at = now()"])
def test_who_is_away_is_not_even_looked_at(alice: Somebody, change: str) -> None:
    arranges(alice, told_on=date(2026, 11, 22))
    plans(alice, follows(alice), noon(date(2026, 11, 23)), title="Ask")
    her_id = alice.id
    with keeper_of(alice.house.settings) as keeper:
        keeper.execute(sa.text(f"update people set {change} where id = :id"), {"id": her_id})
    with at(NOON), alice.database.as_nobody() as db:
        assert her_id not in db.scalars(sa.text("select due_reminders(:present)"), {"present": NOON}).all()


def test_who_wants_none_gets_none_and_who_wants_no_letters_gets_notices(alice: Somebody, bob: Somebody) -> None:
    for who, said in ((alice, {"remind": Remind.NEVER}), (bob, {"by_letter": False})):
        who.register()
        arranges(who, told_on=date(2026, 11, 22), **said)
        plans(who, follows(who), noon(date(2026, 11, 23)), title="Ask")
    before = len(bob.letters())
    with at(NOON):
        remind(alice.house)
        work(alice.house)
    assert notices_of(alice) == [] and len(notices_of(bob)) == 1 and len(bob.letters()) == before


def test_a_guest_has_notices_and_no_letter(alice: Somebody) -> None:
    arranges(alice, told_on=date(2026, 11, 22))
    plans(alice, follows(alice), noon(date(2026, 11, 23)), title="Ask")
    with at(NOON):
        assert remind(alice.house) == 1
    assert len(notices_of(alice)) == 1
    with alice.database.as_person(alice.id) as db:
        assert db.scalar(sa.text("select count(*) from letters where owner_id = :id"), {"id": alice.id}) == 0


# --- exactly once ----------------------------------------------------------------------------------------------------


def everybody(alice: Somebody, bob: Somebody) -> list[UUID]:
    """One who is told each thing and one who has a digest; both are due."""
    arranges(alice, remind=Remind.EACH)
    arranges(bob, told_on=date(2026, 11, 22))
    for who in (alice, bob):
        plans(who, follows(who), NOON + timedelta(hours=2), "UTC", Kind.INTERVIEW)
    return [alice.id, bob.id]


def test_two_workers_at_once_tell_everybody_once(alice: Somebody, bob: Somebody) -> None:
    everybody(alice, bob)
    with at(NOON), ThreadPoolExecutor(4) as workers:
        told = [round.result() for round in [workers.submit(remind, alice.house) for _ in range(4)]]
    assert sum(told) == 2 and [len(notices_of(who)) for who in (alice, bob)] == [1, 1]


class Killed(Exception):
    pass


def die_telling(alice: Somebody, owner_id: UUID) -> None:
    with alice.database.as_person(owner_id) as db:
        assert tell(db, owner_id)
        raise Killed


def test_a_worker_killed_half_way_has_told_nobody_and_the_next_one_does(alice: Somebody, bob: Somebody) -> None:
    """After the notice and the letter, before the commit: the state goes with them."""
    for owner_id in everybody(alice, bob):
        with at(NOON), pytest.raises(Killed):
            die_telling(alice, owner_id)
    assert notices_of(alice) == notices_of(bob) == []
    with at(NOON):
        assert [remind(alice.house), remind(alice.house)] == [2, 0]
    assert [len(notices_of(who)) for who in (alice, bob)] == [1, 1]
