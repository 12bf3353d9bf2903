"""Who may do what, over every route there is: nobody meets anything of Alice's, and nobody changes it.

The matrix is built from the route table, so a new route is in it by itself, and one it cannot address fails it.
"""

from collections.abc import Callable

import httpx
import pytest
import sqlalchemy as sa
from litestar import Litestar
from litestar.testing import TestClient

from tests.accounts.filled import keeper_of, owned_tables
from tests.accounts.strangers import (
    CANARY,
    ENDS,
    PUBLIC,
    Possessions,
    Way,
    ask,
    everything_of,
    is_turned_away,
    possess,
    shows_hers,
    ways,
)
from tests.world import Somebody, forget_limits
from web.db import Database, hash_token

ALL_KINDS = "bob"  # asks with her entries of every kind; for the others one kind stands for all


@pytest.fixture(scope="module")
def alice(client: TestClient[Litestar], database: Database) -> Somebody:
    """The same for all of this file: nobody changes what is hers."""
    return Somebody("Alice Ashby", client, database)


@pytest.fixture(scope="module")
def hers(alice: Somebody) -> Possessions:
    return possess(alice)


# --- who asks --------------------------------------------------------------------------------------------------------


def nobody(alice: Somebody) -> Somebody:
    return Somebody("Charlie Chan", alice.client, alice.database)


def guest(alice: Somebody) -> Somebody:
    return nobody(alice).start()


def bob(alice: Somebody) -> Somebody:
    return Somebody("Bob Barlow", alice.client, alice.database).start().register()


def with_row(alice: Somebody, change: str) -> Somebody:
    """Bob, of whose row something else is true; his sign-in stands."""
    made = bob(alice)
    with keeper_of(alice.house.settings) as keeper:
        keeper.execute(sa.text(f"update people set {change} where id = :id"), {"id": made.id})
    return made


def expired(alice: Somebody) -> Somebody:
    """Alice's own browser of last week."""
    return ended(alice, "expires_at = now() - interval '1 second'")


def idle(alice: Somebody) -> Somebody:
    return ended(alice, "seen_at = now() - interval '8 days'")


def ended(alice: Somebody, change: str) -> Somebody:
    browser = bob(alice)
    with keeper_of(alice.house.settings) as keeper:
        moved = sa.text(f"update sign_ins set {change}, owner_id = :id where token_hash = :hash")
        keeper.execute(moved, {"id": alice.id, "hash": hash_token(browser.token)})
    return browser


def half(alice: Somebody) -> Somebody:
    """Who knows Alice's password and has no second factor."""
    browser = alice.another_browser()
    assert browser.sign_in().headers["location"] == "/sign-in/code" and browser.slips.keys() == {"metier-half"}
    return browser


STRANGERS: dict[str, Callable[[Somebody], Somebody]] = {
    "nobody": nobody,
    "guest": guest,
    "bob": bob,
    "admin": lambda alice: with_row(alice, "is_admin = true"),
    "erased": lambda alice: with_row(alice, "erased_at = now()"),
    "disabled": lambda alice: with_row(alice, "disabled_at = now()"),
    "expired": expired,
    "idle": idle,
    "half": half,
}
INSIDE = {"guest", "bob", "admin"}


# --- the matrix ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_meets_or_changes_what_is_alices(alice: Somebody, hers: Possessions, who: str) -> None:
    forget_limits(alice.database)
    visitor = STRANGERS[who](alice)
    may_leave = "code-refused" if who == "half" else ""
    before, asked, asked_out = everything_of(alice, hers, may_leave), 0, False
    for way in ways(alice.client):
        if who == "admin" and way.path.startswith("/admin"):
            continue  # what an administrator may do to Alice: tests/operations/test_admin.py
        for address in hers.addresses(way.path)[: None if who == ALL_KINDS else 1]:
            for as_part in (False, True):
                if way.path in ENDS and who in INSIDE:
                    assert is_in(visitor) or asked_out, "who was thrown out on the way was not asked as who they are"
                    visitor, asked_out = STRANGERS[who](alice), True
                answer = ask(visitor, way, address, hers, as_part)
                at = f"{way.method} {address} as {who}: {answer.status_code} {answer.headers.get('location', '')}"
                assert answer.status_code < 500 and not shows_hers(answer, hers), at
                assert is_as_it_should_be(who, way, answer), at
                asked += 1
                if who in INSIDE:
                    visitor._keep_token(answer)
    assert asked >= 150
    assert everything_of(alice, hers, may_leave) == before


def is_as_it_should_be(who: str, way: Way, answer: httpx.Response) -> bool:
    """What names hers is not there. From outside only the public pages answer; inside one does as one may."""
    if answer.status_code == 404 or (who not in ("bob", "admin") and is_turned_away(answer)):
        return True
    return not way.names_hers and (who in INSIDE or way.path in PUBLIC)


def is_in(who: Somebody) -> bool:
    return who.get("/profile/steps").headers["location"].startswith("/profile/")


def test_alice_has_one_of_everything(alice: Somebody, hers: Possessions) -> None:
    """A matrix of misspelt addresses, or about somebody who has nothing, would prove nothing."""
    answered = {
        way.path
        for way in ways(alice.client)
        if way.method == "GET"
        for address in hers.addresses(way.path)[:1]
        if alice.get(address).status_code in (200, 303)
    }
    not_hers = {
        "/admin", "/admin/people/{person_id:uuid}", "/sign-in/with/{provider:str}/callback",
        "/sign-in/with/{provider:str}", "/static/{name:path}",
    }  # fmt: skip
    assert {way.path for way in ways(alice.client) if way.method == "GET"} - answered == not_hers
    for page in ("/account/places", "/account/history", "/notifications", "/profiles", "/account/factors"):
        assert alice.get(page).status_code == 200
    for page in ("/profiles", "/notifications", "/account/factors", "/resumes/default/json"):
        assert CANARY in alice.get(page).text, page
    with keeper_of(alice.house.settings) as keeper:
        for table in owned_tables():
            assert keeper.scalar(
                sa.text(f'select count(*) from "{table.name}" where owner_id = :id'), {"id": hers.id}
            ), table


def test_what_is_hers_hangs_on_nothing_of_bobs(alice: Somebody, hers: Possessions) -> None:
    """His own parent, her child: an id of hers in a form of his is nobody's."""
    other = bob(alice)
    skill = other.add("skill", name="Baking", group_id=hers.ids["group_id"])
    project = other.add("project", name="Oven", experience_ids=hers.ids["entry_id"])
    other.part(f"/profile/skill/{skill}", {"group_id": hers.ids["group_id"]})
    other.part(f"/profile/project/{project}", {"experience_ids": hers.ids["entry_id"]})
    with other.database.as_person(other.id) as db:
        assert db.execute(sa.text("select group_id from skills")).all() == [(None,)]
        assert db.execute(sa.text("select experience_ids from projects")).all() == [([],)]
