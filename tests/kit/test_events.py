"""The trail: what is written stays as it is, says nothing to anybody else, and lands in its month."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from tests.world import Somebody
from web.accounts.tables import Person
from web.db import Database, act_as, owner_url
from web.kit.events import Event, Whence, details_of, events_of, listens, record, tellable
from web.kit.sealed import unseal
from web.operations.tasks import make_partitions
from web.settings import Settings

REFUSED = (sa.exc.ProgrammingError, sa.exc.DBAPIError)
HERE = Whence("203.0.113.77", "Firefox/999.0 canary")


@pytest.fixture
def keeper(settings: Settings) -> Iterator[Session]:
    """The owner of the tables, who sees behind every wall."""
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)
    with Session(engine) as db:
        yield db


# --- append-only -----------------------------------------------------------------------------------------------------

CHANGES = [
    "update events set action = 'nothing'",
    "delete from events",
    "truncate events",
    "update events_otherwise set action = 'nothing'",
    "truncate events_otherwise",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_apps_role_can_change_no_line(alice: Somebody, change: str) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), alice.database.as_person(alice.id) as db:
        db.execute(sa.text(change))


@pytest.mark.parametrize(
    "change", [*CHANGES, "truncate {month}", "update {month} set action = 'nothing'", "delete from {month}"]
)
def test_nor_can_the_owner_of_the_tables(alice: Somebody, keeper: Session, change: str) -> None:
    write(keeper, datetime(1999, 1, 1, tzinfo=UTC))  # lands in the rest
    keeper.commit()
    month = f"events_{datetime.now(UTC):%Y_%m}"
    with pytest.raises(sa.exc.ProgrammingError, match="append-only"):
        keeper.execute(sa.text(change.format(month=month)))


def test_the_apps_role_cannot_date_a_line_nor_reach_a_months_table(alice: Somebody) -> None:
    for act in (
        "insert into events (id, owner_id, actor_id, action, at) values (gen_random_uuid(), :id, :id, 'x', '2020-01-01')",
        f"select * from events_{datetime.now(UTC):%Y_%m}",
        "select * from events_otherwise",
    ):
        with (
            pytest.raises(sa.exc.ProgrammingError, match="permission denied"),
            alice.database.as_person(alice.id) as db,
        ):
            db.execute(sa.text(act), {"id": alice.id})


# --- whose it is -----------------------------------------------------------------------------------------------------


def test_nobody_writes_into_anybody_elses_trail(alice: Somebody, bob: Somebody) -> None:
    hers, his = alice.id, bob.id
    before = actions_of(alice.database, hers)
    for owner, actor in ((hers, his), (hers, hers), (his, hers)):
        with (
            pytest.raises(sa.exc.ProgrammingError, match="row-level security"),
            bob.database.as_person(his) as db,
        ):
            db.execute(WRITE, {"id": uuid4(), "owner": owner, "actor": actor})
    with pytest.raises(sa.exc.ProgrammingError, match="row-level security"), bob.database.as_nobody() as db:
        db.execute(WRITE, {"id": uuid4(), "owner": hers, "actor": hers})
    assert actions_of(alice.database, hers) == before


WRITE = sa.text("insert into events (id, owner_id, actor_id, action) values (:id, :owner, :actor, 'planted')")


def test_nobody_reads_anybody_elses_trail(alice: Somebody, bob: Somebody) -> None:
    hers = alice.id
    with bob.database.as_person(bob.id) as db:
        assert events_of(db, hers) == []
        assert {event.owner_id for event in db.scalars(sa.select(Event))} == {bob.id}
    with bob.database.as_nobody() as db:
        assert db.scalars(sa.select(Event)).all() == []


# --- what it says ----------------------------------------------------------------------------------------------------


def test_what_is_said_is_sealed_and_goes_with_the_person(alice: Somebody, keeper: Session) -> None:
    with alice.database.as_person(alice.id) as db:
        record(
            db,
            "tested",
            alice.id,
            whence=HERE,
            old={"email": "old@canary.example"},
            new={"email": "new@canary.example"},
        )
    with alice.database.as_person(alice.id) as db:
        person, events = db.get_one(Person, alice.id), events_of(db, alice.id, most=1)
        assert details_of(events, person.event_key)[events[0].id] == {
            "address": HERE.address, "agent": HERE.agent,
            "old": {"email": "old@canary.example"}, "new": {"email": "new@canary.example"},
        }  # fmt: skip
        assert details_of(events, "") == {events[0].id: {}}
    row = keeper.execute(sa.text("select t::text, detail from events t where id = :id"), {"id": events[0].id}).one()
    for canary in ("canary", HERE.address):
        assert canary not in row[0] and canary.encode() not in row[1]
    her_id = alice.id
    keeper.execute(sa.text("delete from people where id = :id"), {"id": her_id})
    keeper.commit()
    assert keeper.scalar(sa.text("select count(*) from events where owner_id = :id"), {"id": her_id}) >= 2


def test_the_key_of_the_trail_is_itself_sealed(alice: Somebody, keeper: Session) -> None:
    kept = keeper.scalar(sa.text("select event_key from people where id = :id"), {"id": alice.id})
    assert len(bytes.fromhex(unseal(bytes(kept)))) == 32


def test_secrets_and_long_texts_are_left_out() -> None:
    said = tellable({"email": "a@b.example", "password_hash": "x", "reset_token": "x", "summary": "x" * 201, "n": None})
    assert said == {"email": "a@b.example", "n": None}
    assert json.dumps(tellable({"headline": "x" * 200}))


def test_who_listens_hears_it_in_the_same_transaction(alice: Somebody) -> None:
    heard: list[tuple[UUID, str]] = []

    @listens("tested-listening")
    def hear(happening: object) -> None:
        heard.append((happening.owner_id, happening.facts["word"]))  # type: ignore[attr-defined]
        raise LookupError

    before = actions_of(alice.database, alice.id)
    with pytest.raises(LookupError), alice.database.as_person(alice.id) as db:
        record(db, "tested-listening", alice.id, facts={"word": "canary"})
    assert heard == [(alice.id, "canary")]
    assert actions_of(alice.database, alice.id) == before


# --- months ----------------------------------------------------------------------------------------------------------


def test_months_are_made_ahead_across_a_years_end(keeper: Session, client: object, alice: Somebody) -> None:
    """24 months cross two years' ends whenever this runs: no gap, no overlap, the first and the last moment in place."""
    keeper.execute(sa.text("select make_event_partitions(24)"))
    keeper.commit()
    this_month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    firsts = [this_month]
    while len(firsts) <= 24:
        firsts.append((firsts[-1] + timedelta(days=32)).replace(day=1))
    assert len({first.year for first in firsts}) >= 3
    for first, following in pairwise(firsts):
        for moment in (first, following - timedelta(microseconds=1)):
            assert place_of(keeper, write(keeper, moment)) == f"events_{first:%Y_%m}", moment
    keeper.rollback()


def test_making_them_twice_or_at_once_makes_them_once(alice: Somebody, settings: Settings) -> None:
    make_partitions(alice.house)
    assert make_partitions(alice.house) == 0
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)

    def make_ahead(_: int) -> int:
        with engine.begin() as connection:
            return int(connection.scalar(sa.text("select make_event_partitions(24)")) or 0)

    make_ahead(0)
    with engine.begin() as connection:
        last = connection.scalar(sa.text(LAST))
        connection.execute(sa.text(f"drop table {last}"))
    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(make_ahead, range(8))) == 1
    with engine.connect() as connection:
        assert connection.scalar(sa.text(LAST)) == last


LAST = "select max(relname) from pg_class where relname ~ '^events_[0-9]{4}_[0-9]{2}$'"


def test_a_moment_without_a_month_is_caught_and_holds_nothing_up(keeper: Session, settings: Settings) -> None:
    """A worker that was away for months: the rest takes the rows, and later months are made all the same."""
    keeper.execute(sa.text("select make_event_partitions(24)"))
    last, one_before = keeper.scalars(
        sa.text(LAST.replace("max(relname)", "relname") + " order by 1 desc limit 2")
    ).all()
    keeper.execute(sa.text(f"drop table {one_before}, {last}"))
    year, month = (int(part) for part in one_before.removeprefix("events_").split("_"))
    row = write(keeper, datetime(year, month, 15, tzinfo=UTC))
    assert place_of(keeper, row) == "events_otherwise"
    assert keeper.scalar(sa.text("select make_event_partitions(24)")) == 1
    assert keeper.scalar(sa.text(LAST)) == last
    assert place_of(keeper, row) == "events_otherwise"
    keeper.rollback()


# --- words used above ------------------------------------------------------------------------------------------------


def write(keeper: Session, at: datetime) -> UUID:
    id = uuid4()
    keeper.execute(
        sa.text("insert into events (id, at, owner_id, actor_id, action) values (:id, :at, :id, :id, 'tested')"),
        {"id": id, "at": at},
    )
    return id


def place_of(keeper: Session, id: UUID) -> str:
    return str(keeper.scalar(sa.text("select tableoid::regclass::text from events where id = :id"), {"id": id}))


def actions_of(database: Database, owner_id: UUID) -> list[str]:
    with database.as_nobody() as db:
        act_as(db, owner_id)
        return [event.action for event in events_of(db, owner_id)]
