"""What is over goes: everything that is anybody's has an end, and is gone after it."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import select

from tests.accounts.filled import fill, keeper_of, owned_tables
from tests.world import Somebody, forget_limits, work
from web.accounts.actions import ERASED_DAYS, GUEST_DAYS, STAY_DAYS, erase
from web.accounts.exports import EXPORT_DAYS, clear_expired_exports, pack_export
from web.accounts.tables import Person
from web.accounts.tasks import clear_abandoned_guests, clear_stale, erase_who_left
from web.db import Database
from web.kit.house import House
from web.settings import Settings

KEPT = {
    "events": "anonymised: that it happened stays, by a number; the key to the rest goes with the person",
    "counts": "limits: keyed hashes and numbers, over within a day",
    "keys": "values by which the house knows its own keys, nobody's",
    "technologies": "reference data, nobody's",
    "alembic_version": "the revision of the tables",
    "procrastinate_jobs": "errands: those of a person are forgotten with them",
    "procrastinate_events": "what became of an errand: goes with it",
    "procrastinate_periodic_defers": "the clock of the chores, nobody's",
    "procrastinate_workers": "which workers are alive",
}
FILES = {"people": "erased with the person", "check": "the file by which a store shows that it answers"}


@pytest.fixture
def anna(alice: Somebody) -> Somebody:
    return alice.register()


@pytest.fixture
def keeper(settings: Settings) -> Iterator[sa.Connection]:
    with keeper_of(settings) as connection:
        yield connection


def later(days: float) -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=False)


def count(keeper: sa.Connection, table: str, person_id: UUID, more: str = "true") -> int:
    owner = "id" if table == "people" else "owner_id"
    found = keeper.scalar(sa.text(f'select count(*) from "{table}" where {owner} = :id and {more}'), {"id": person_id})
    return int(found)


# --- erased accounts -------------------------------------------------------------------------------------------------


def test_every_table_has_a_fate(keeper: sa.Connection) -> None:
    """A new table hangs on its person, and goes with them, or says here why it stays."""
    tables = set(
        keeper.scalars(
            sa.text("""
                select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition""")
        )
    )
    cascading = set(
        keeper.scalars(
            sa.text("""
                select conrelid::regclass::text from pg_constraint
                 where contype = 'f' and confrelid = 'people'::regclass and confdeltype = 'c'""")
        )
    )
    gone = {name.strip('"') for name in cascading} | {"people"}
    assert tables - gone == set(KEPT)
    assert gone - {"people"} == {table.name for table in owned_tables()}


def test_a_full_account_is_empty_everywhere_afterwards(
    anna: Somebody, bob: Somebody, keeper: sa.Connection, database: Database
) -> None:
    anna_id, house, mark = anna.id, anna.house, f"canary{secrets.token_hex(8)}"
    forget_limits(database)
    anna.post("/account/exports")
    assert "sheet print" in anna.part("/resumes/default/sheet").text
    work(house)
    fill(keeper, anna_id, mark)
    fill(keeper, bob.id, "bobs")
    house.files.put(f"people/{anna_id}/uploads/cv.pdf", b"x")
    house.files.put(f"people/{bob.id}/uploads/cv.pdf", b"bobs")
    anna.post("/forgot", {"email": anna.email})
    anna.post("/account/leave")  # its letter waits in the queue
    assert {name.partition("/")[0] for name in house.files.names_under("")} <= set(FILES)
    assert places_that_say(keeper, mark) > {"profiles", "experiences", "resumes", "notifications", "letters"}
    assert all(count(keeper, table.name, anna_id) for table in owned_tables() if table.name != "sign_ins")
    bobs = {table.name: count(keeper, table.name, bob.id) for table in owned_tables()}
    with later(ERASED_DAYS + 1):
        erase_who_left(house)
        erase_who_left(house)
    assert {table.name: n for table in owned_tables() if (n := count(keeper, table.name, anna_id))} == {}
    assert count(keeper, "people", anna_id) == 0 and house.files.names_under(f"people/{anna_id}") == []
    assert {table.name: count(keeper, table.name, bob.id) for table in owned_tables()} == bobs
    assert house.files.get(f"people/{bob.id}/uploads/cv.pdf") == b"bobs"
    assert places_that_say(keeper, str(anna_id)) <= {"events", "counts"}
    for words in (mark, anna.email):
        assert places_that_say(keeper, words) == set(), words
    work(house)
    assert house.files.names_under(f"people/{anna_id}") == []


def places_that_say(keeper: sa.Connection, words: str) -> set[str]:
    """The tables, the queue's among them, where these words stand anywhere in the clear."""
    names = keeper.scalars(
        sa.text("""
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition""")
    ).all()
    asked = {"words": f"%{words}%", "hex": f"%{words.encode().hex()}%"}
    return {
        name
        for name in names
        if keeper.scalar(
            sa.text(f'select exists (select from "{name}" t where t::text like :words or t::text like :hex)'), asked
        )
    }


def test_the_trail_keeps_the_event_without_the_person(anna: Somebody, keeper: sa.Connection) -> None:
    anna_id = anna.id
    anna.post("/account/leave")
    before = count(keeper, "events", anna_id)
    with later(ERASED_DAYS + 1):
        erase_who_left(anna.house)
    assert count(keeper, "events", anna_id) == before + 1
    assert count(keeper, "events", anna_id, "action = 'left' and detail is not null") == 1
    assert count(keeper, "events", anna_id, "action = 'erased' and detail is null and actor_id = owner_id") == 1
    assert (
        keeper.scalar(sa.text("select count(*) from people where id = :id"), {"id": anna_id}) == 0
    )  # the key was here


@pytest.mark.parametrize(
    ("days", "stays"), [(ERASED_DAYS - 1, True), (ERASED_DAYS - 0.01, True), (ERASED_DAYS + 0.01, False)]
)
def test_who_left_is_erased_on_the_thirtieth_day(
    anna: Somebody, keeper: sa.Connection, days: float, stays: bool
) -> None:
    anna_id = anna.id
    anna.post("/account/leave")
    with later(days):
        erase_who_left(anna.house)
    assert bool(count(keeper, "people", anna_id)) is stays
    assert bool(count(keeper, "profiles", anna_id)) is stays


def test_who_did_not_leave_is_never_erased(anna: Somebody, keeper: sa.Connection) -> None:
    with later(1_000):
        erase_who_left(anna.house)
        clear_abandoned_guests(anna.house)
    assert count(keeper, "people", anna.id) == 1 and count(keeper, "profiles", anna.id) == 1


def test_killed_half_way_the_next_run_finishes(anna: Somebody, keeper: sa.Connection, database: Database) -> None:
    """Files go first: the row that says what is to be done goes last."""
    anna_id, house = anna.id, anna.house
    house.files.put(f"people/{anna_id}/uploads/cv.pdf", b"x")
    anna.post("/account/leave")
    with pytest.raises(KeyboardInterrupt):
        die_erasing(anna_id, house, database)
    assert count(keeper, "people", anna_id) == 1 and count(keeper, "events", anna_id, "action = 'erased'") == 0
    with later(ERASED_DAYS + 1):
        erase_who_left(house)
        erase_who_left(house)
    assert count(keeper, "people", anna_id) == 0 and count(keeper, "events", anna_id, "action = 'erased'") == 1
    assert house.files.names_under(f"people/{anna_id}") == []


def die_erasing(person_id: UUID, house: House, database: Database) -> None:
    with database.as_person(person_id) as db:
        erase(db, house.files, db.exec(select(Person)).one())
        raise KeyboardInterrupt


def test_an_export_that_was_being_packed_does_not_outlive_its_person(anna: Somebody, keeper: sa.Connection) -> None:
    """The worker was killed with the errand in its hands: it comes back to a person who is gone."""
    anna_id, house = anna.id, anna.house
    forget_limits(anna.database)
    anna.post("/account/exports")
    export_id = keeper.scalar(sa.text("select id from exports where owner_id = :id"), {"id": anna_id})
    anna.post("/account/leave")
    with later(ERASED_DAYS + 1):
        erase_who_left(house)
    house.files.put(f"people/{anna_id}/exports/{export_id}.zip", b"x")
    pack_export(house, {"owner_id": str(anna_id), "export_id": str(export_id)})
    assert house.files.names_under(f"people/{anna_id}") == []


# --- the other ends --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "stays"), [(GUEST_DAYS - 0.1, True), (GUEST_DAYS + 0.1, False)])
def test_a_guest_stays_thirty_idle_days(alice: Somebody, keeper: sa.Connection, days: float, stays: bool) -> None:
    alice_id = alice.id
    with later(days):
        clear_abandoned_guests(alice.house)
    assert bool(count(keeper, "people", alice_id)) is stays


@pytest.mark.parametrize(("days", "stays"), [(STAY_DAYS + 29.9, True), (STAY_DAYS + 30.1, False)])
def test_a_sign_in_is_forgotten_a_month_after_its_end(
    anna: Somebody, keeper: sa.Connection, days: float, stays: bool
) -> None:
    keeper.execute(
        sa.text(
            "update sign_ins set expires_at = now() + interval '7 days', idle_seconds = 604800 where owner_id = :id"
        ),
        {"id": (anna_id := anna.id)},
    )
    with later(days):
        clear_stale(anna.house)
    assert bool(count(keeper, "sign_ins", anna_id)) is stays


@pytest.mark.parametrize(("hours", "stays"), [(0.9, True), (1.1, False)])
def test_a_link_is_forgotten_when_it_is_over(anna: Somebody, keeper: sa.Connection, hours: float, stays: bool) -> None:
    forget_limits(anna.database)
    anna.post("/forgot", {"email": anna.email})
    work(anna.house)
    with later(hours / 24):
        clear_stale(anna.house)
    assert bool(count(keeper, "tokens", anna.id, "purpose = 'reset'")) is stays


@pytest.mark.parametrize(("days", "stays"), [(29.9, True), (30.1, False)])
def test_a_letter_that_was_sent_is_forgotten_after_a_month(
    anna: Somebody, keeper: sa.Connection, days: float, stays: bool
) -> None:
    with later(days):
        clear_stale(anna.house)
    assert bool(count(keeper, "letters", anna.id, "name = 'verify'")) is stays


@pytest.mark.parametrize(("days", "stays"), [(EXPORT_DAYS - 0.1, True), (EXPORT_DAYS + 0.1, False)])
def test_an_export_is_kept_a_week_file_and_row(anna: Somebody, keeper: sa.Connection, days: float, stays: bool) -> None:
    forget_limits(anna.database)
    anna.post("/account/exports")
    work(anna.house)
    with later(days):
        clear_expired_exports(anna.house)
        clear_expired_exports(anna.house)
    assert bool(count(keeper, "exports", anna.id)) is stays
    assert bool(anna.house.files.names_under(f"people/{anna.id}/exports")) is stays


def test_the_link_to_an_export_ends_on_the_minute(anna: Somebody, keeper: sa.Connection) -> None:
    """Whether or not the chore came by."""
    forget_limits(anna.database)
    anna.post("/account/exports")
    work(anna.house)
    export_id = keeper.scalar(sa.text("select id from exports where owner_id = :id"), {"id": anna.id})
    assert anna.get(f"/account/exports/{export_id}/zip").status_code == 200
    keeper.execute(sa.text("update exports set expires_at = now() where id = :id"), {"id": export_id})
    assert anna.get(f"/account/exports/{export_id}/zip").status_code == 404
    assert str(export_id) not in anna.get("/account/exports").text


def test_what_nobody_packs_is_given_up_and_can_be_asked_for_again(anna: Somebody, keeper: sa.Connection) -> None:
    forget_limits(anna.database)
    anna.post("/account/exports")
    keeper.execute(sa.text("update exports set expires_at = now() where owner_id = :id"), {"id": anna.id})
    clear_expired_exports(anna.house)
    page = anna.get("/account/exports").text
    assert "could not be packed" in page and "Try again" in page
    work(anna.house)
    assert anna.house.files.names_under(f"people/{anna.id}/exports") == []
