"""What becomes of an event: a notice, a letter, both, or nothing; in the same transaction."""

from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient
from sqlmodel import col, select

from tests.notifications.test_letters import FACTS
from tests.world import PASSWORD, Somebody, forget_limits, key_in, letters_to, words_of, work
from web.kit.events import Whence, record
from web.notifications.tables import Notification
from web.notifications.tellings import TELLINGS

FIREFOX = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def titles(who: Somebody) -> list[str]:
    return [notice.title for notice in notices(who)]


def notices(who: Somebody) -> list[Notification]:
    with who.database.as_person(who.id) as db:
        return list(db.exec(select(Notification).order_by(col(Notification.id))))


def subjects(who: Somebody) -> list[str]:
    work(who.house)
    return [str(letter["Subject"]) for letter in who.letters()]


def happen(who: Somebody, action: str, facts: Mapping[str, Any]) -> None:
    with who.database.as_person(who.id) as db:
        record(db, action, who.id, whence=Whence("203.0.113.9", FIREFOX["User-Agent"]), facts=facts)


# --- as it comes about -----------------------------------------------------------------------------------------------


def test_who_registers_is_welcomed_without_another_letter(alice: Somebody) -> None:
    alice.register()
    assert titles(alice) == ["Welcome to Métier"]
    assert subjects(alice) == ["Your address, for Métier"]


def test_a_new_device_is_told_and_a_known_one_is_not(alice: Somebody) -> None:
    alice.register()
    elsewhere = alice.another_browser()
    elsewhere.headers |= FIREFOX
    assert elsewhere.sign_in().status_code == 303
    assert titles(alice)[-1] == "A new device signed in"
    assert "Firefox on Windows, from testclient" in notices(alice)[-1].words
    assert subjects(alice)[-1] == "A new device signed in"
    letter = words_of(alice.letters()[-1])
    assert "Firefox on Windows, from testclient" in letter and " UTC" in letter and "/account/places" in letter
    elsewhere.post("/sign-out")
    elsewhere.headers["User-Agent"] = FIREFOX["User-Agent"].replace("140.0", "141.0")
    for known in (elsewhere, elsewhere, alice.another_browser()):
        assert known.sign_in().status_code == 303
    assert titles(alice).count("A new device signed in") == 1
    assert subjects(alice).count("A new device signed in") == 1


def test_a_guests_work_that_came_along_is_counted(alice: Somebody, bob: Somebody) -> None:
    alice.register()
    for title in ("Cook", "Baker", "Waiter"):
        bob.add("experience", title=title)
    bob.email = alice.email
    assert bob.sign_in().status_code == 303
    told = notices(alice)[-1]
    assert told.title == "Your work from this device came along"
    assert "1 profile with 3 places of work. It stands beside what was there" in told.words
    assert told.link == "/profiles" and "came along" not in "".join(subjects(alice))


def test_a_changed_password_is_told(alice: Somebody) -> None:
    alice.register()
    alice.post("/account/password", {"password": f"{PASSWORD} again"})
    assert titles(alice)[-1] == "Your password is changed" == subjects(alice)[-1]
    assert "/forgot" in words_of(alice.letters()[-1])


def test_a_changed_address_is_told_at_both(alice: Somebody) -> None:
    alice.register()
    before, after = alice.email, f"new-{alice.email}"
    forget_limits(alice.database)
    alice.post("/account/address", {"email": after})
    work(alice.house)
    alice.post("/account/address/confirm", {"key": key_in(letters_to(alice.house, after)[-1])})
    work(alice.house)
    at_old, at_new = (letters_to(alice.house, address)[-1] for address in (before, after))
    assert at_new["Subject"] == "Your address is changed" and after in words_of(at_new)
    assert at_old["Subject"] == "Your account has another address now"
    assert "answer this letter" in words_of(at_old) and after not in at_old.as_string(), "that is not theirs to know"
    assert titles(alice)[-1] == "Your address is changed" and titles(alice).count("Your address is changed") == 1


# --- by the table ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", TELLINGS)
def test_every_event_in_the_table_is_told(alice: Somebody, action: str) -> None:
    happen(alice, action, FACTS)
    told, expected = notices(alice), TELLINGS[action]
    assert len(told) == sum(telling.is_notice for telling in expected)
    work(alice.house)
    with alice.database.as_person(alice.id) as db:
        letters = db.execute(sa.text("select name, state from letters")).all()
    assert [tuple(letter) for letter in letters] == [("told", "sent")] * sum(bool(telling.to) for telling in expected)


def test_every_notice_leads_somewhere(client: TestClient[Litestar]) -> None:
    pages = {route.path for route in client.app.routes if isinstance(route, HTTPRoute) and "GET" in route.methods}
    ways = {telling.way.format(**FACTS) for tellings in TELLINGS.values() for telling in tellings}
    assert ways <= pages


def test_a_sign_in_at_a_known_device_is_not_told(alice: Somebody) -> None:
    happen(alice, "signed-in", {**FACTS, "is_new": False})
    assert notices(alice) == []


def test_what_is_undone_is_not_told(alice: Somebody) -> None:
    with pytest.raises(KeyError):
        happen(alice, "factor-added", {"email": alice.email})
    with alice.database.as_person(alice.id) as db:
        for table in ("notifications", "letters", "events"):
            there = f"select count(*) from {table} where owner_id = :id"
            assert db.scalar(sa.text(there), {"id": alice.id}) == (table == "events"), (
                "how she began stays in the trail"
            )


def test_a_fact_with_braces_is_text(alice: Somebody) -> None:
    happen(alice, "factor-added", {**FACTS, "what": "{email.__class__} {0} %s <b>"})
    assert "{email.__class__} {0} %s <b>" in notices(alice)[0].words
