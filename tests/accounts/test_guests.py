"""Guests: they begin without an account, find everything again, and are cleared away when they do not come back."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from litestar import Litestar
from litestar.testing import TestClient

from tests.world import Somebody
from web.accounts.actions import GUEST_DAYS
from web.accounts.tasks import clear_abandoned_guests, clear_old_counts
from web.db import Database, owner_url
from web.kit.house import House
from web.settings import Settings


@pytest.fixture
def house(client: TestClient[Litestar]) -> House:
    return client.app.state.house  # type: ignore[no-any-return]


def test_a_guest_begins_with_a_profile_and_finds_it_again(alice: Somebody) -> None:
    assert 'value="Alice Ashby"' in alice.get("/profile/steps/about").text
    assert "Go on with your résumé" in alice.get("/").text


def test_beginning_twice_makes_one_guest(alice: Somebody) -> None:
    before = alice.id
    again = alice.post("/start", {"name": "Somebody else"})
    assert again.headers["location"] == "/profile/steps" and "set-cookie" not in again.headers
    assert alice.id == before and alice.profile.full_name == "Alice Ashby"


def test_a_name_that_is_too_long_comes_back_in_place(charlie: Somebody) -> None:
    answer = charlie.post("/start", {"name": "x" * 400})
    assert answer.status_code == 422 and "300 is the most" in answer.text and "x" * 400 in answer.text


def test_an_address_cannot_make_guests_without_end(charlie: Somebody) -> None:
    with charlie.database.as_nobody() as db:
        db.execute(sa.text("delete from counts"))
    answers = [charlie.post("/start", {"name": "x"}, headers={"X-Forwarded-For": f"198.51.100.{i}"}) for i in range(61)]
    assert [answer.status_code for answer in answers] == [303] * 60 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


def unseen_since(settings: Settings, somebody: Somebody, days: float) -> None:
    """Turn back the clock of the row; the keeper of `updated_at` is not asked."""
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(
            sa.text("update people set seen_at = now() - make_interval(secs => :seconds) where id = :id"),
            {"seconds": days * 86_400, "id": somebody.id},
        )


def test_who_stays_away_is_cleared_away_with_everything(
    alice: Somebody, bob: Somebody, settings: Settings, database: Database, house: House
) -> None:
    clear_abandoned_guests(house)  # whom other tests left behind
    alice.add("experience")
    alice_id = alice.id
    house.files.put(f"people/{alice_id}/prints/x.pdf", b"x")
    house.files.put(f"people/{bob.id}/prints/x.pdf", b"x")
    unseen_since(settings, alice, GUEST_DAYS + 0.1)
    unseen_since(settings, bob, GUEST_DAYS - 0.1)
    assert clear_abandoned_guests(house) == 1
    assert clear_abandoned_guests(house) == 0
    assert alice.get("/profile/steps/about").headers["location"].startswith("/sign-in?")
    assert house.files.names_under(f"people/{alice_id}") == []
    assert bob.get("/profile/steps/about").status_code == 200
    assert house.files.get(f"people/{bob.id}/prints/x.pdf") == b"x"
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)
    with engine.connect() as connection:
        for table in ("sign_ins", "profiles", "experiences", "resumes"):
            left = connection.scalar(sa.text(f"select count(*) from {table} where owner_id = :id"), {"id": alice_id})
            assert left == 0, table


def test_the_day_is_counted_by_the_clock(alice: Somebody, database: Database, house: House) -> None:
    alice_id = alice.id
    with time_machine.travel(datetime.now(UTC) + timedelta(days=GUEST_DAYS - 1), tick=False):
        clear_abandoned_guests(house)
    with database.as_person(alice_id) as db:
        assert db.scalar(sa.text("select count(*) from people")) == 1


def test_who_comes_back_is_seen_again(alice: Somebody, settings: Settings, database: Database, house: House) -> None:
    unseen_since(settings, alice, GUEST_DAYS - 1)
    assert alice.get("/profile/steps/about").status_code == 200
    unseen = clear_abandoned_guests(house)
    assert unseen == 0 and alice.get("/profile/steps/about").status_code == 200
    with database.as_person(alice.id) as db:
        assert db.scalar(sa.text("select seen_at > now() - interval '1 minute' from people"))


def test_limits_whose_window_is_over_are_forgotten(database: Database, house: House) -> None:
    with database.as_nobody() as db:
        db.execute(
            sa.text(
                "insert into counts values ('old', 3, now() - interval '1 s'), ('new', 3, now() + interval '1 hour')"
            )
        )
    assert clear_old_counts(house) >= 1
    with database.as_nobody() as db:
        assert db.scalar(sa.text("select count(*) from counts where bucket in ('old', 'new')")) == 1
