"""Who may do what, over every route there is: nobody meets anything of Ann's, and nobody changes it.

The matrix is built from the route table, so a new route is in it by itself, and one it cannot address fails it.
"""

from collections.abc import Callable

import httpx
import pytest
import sqlalchemy as sa

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
    shows_hers,
    ways,
)
from tests.world import Somebody, forget_limits
from web.db import hash_token

ALL_KINDS = "bob"  # asks with her entries of every kind; for the others one kind stands for all


# --- who asks --------------------------------------------------------------------------------------------------------


def nobody(ann: Somebody) -> Somebody:
    return Somebody("Charlie Chan", ann.client, ann.database)


def guest(ann: Somebody) -> Somebody:
    return nobody(ann).start()


def bob(ann: Somebody) -> Somebody:
    return Somebody("Bob Barlow", ann.client, ann.database).start().register()


def with_row(ann: Somebody, change: str) -> Somebody:
    """Bob, of whose row something else is true; his sign-in stands."""
    made = bob(ann)
    with keeper_of(ann.house.settings) as keeper:
        keeper.execute(sa.text(f"update people set {change} where id = :id"), {"id": made.id})
    return made


def expired(ann: Somebody) -> Somebody:
    """Ann's own browser of last week."""
    return ended(ann, "expires_at = now() - interval '1 second'")


def idle(ann: Somebody) -> Somebody:
    return ended(ann, "seen_at = now() - interval '8 days'")


def ended(ann: Somebody, change: str) -> Somebody:
    browser = bob(ann)
    with keeper_of(ann.house.settings) as keeper:
        moved = sa.text(f"update sign_ins set {change}, owner_id = :id where token_hash = :hash")
        keeper.execute(moved, {"id": ann.id, "hash": hash_token(browser.token)})
    return browser


def half(ann: Somebody) -> Somebody:
    """Who knows Ann's password and has no second factor."""
    browser = ann.another_browser()
    assert browser.sign_in().headers["location"] == "/sign-in/code" and browser.slips.keys() == {"metier-half"}
    return browser


STRANGERS: dict[str, Callable[[Somebody], Somebody]] = {
    "nobody": nobody,
    "guest": guest,
    "bob": bob,
    "admin": lambda ann: with_row(ann, "is_admin = true"),
    "erased": lambda ann: with_row(ann, "erased_at = now()"),
    "disabled": lambda ann: with_row(ann, "disabled_at = now()"),
    "expired": expired,
    "idle": idle,
    "half": half,
}
INSIDE = {"guest", "bob", "admin"}


# --- the matrix ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_meets_or_changes_what_is_anns(ann: Somebody, hers: Possessions, who: str) -> None:
    forget_limits(ann.database)
    visitor = STRANGERS[who](ann)
    may_leave = "code-refused" if who == "half" else ""
    before, asked, asked_out = everything_of(ann, hers, may_leave), 0, False
    for way in ways(ann.client):
        if who == "admin" and way.path.startswith("/admin"):
            continue  # what an administrator may do to Ann: tests/operations/test_admin.py
        for address in hers.addresses(way.path)[: None if who == ALL_KINDS else 1]:
            for as_part in (False, True):
                if way.path in ENDS and who in INSIDE:
                    assert is_in(visitor) or asked_out, "who was thrown out on the way was not asked as who they are"
                    visitor, asked_out = STRANGERS[who](ann), True
                answer = ask(visitor, way, address, hers, as_part)
                at = f"{way.method} {address} as {who}: {answer.status_code} {answer.headers.get('location', '')}"
                assert answer.status_code < 500 and not shows_hers(answer, hers), at
                assert is_as_it_should_be(who, way, answer), at
                asked += 1
                if who in INSIDE:
                    visitor._keep_token(answer)
    assert asked >= 150
    assert everything_of(ann, hers, may_leave) == before


def is_as_it_should_be(who: str, way: Way, answer: httpx.Response) -> bool:
    """What names hers is not there. From outside only the public pages answer; inside one does as one may."""
    if answer.status_code == 404 or (who not in ("bob", "admin") and is_turned_away(answer)):
        return True
    return not way.names_hers and (who in INSIDE or way.path in PUBLIC)


def is_in(who: Somebody) -> bool:
    return who.get("/profile/steps").headers["location"].startswith("/profile/")


def test_ann_has_one_of_everything(ann: Somebody, hers: Possessions) -> None:
    """A matrix of misspelt addresses, or about somebody who has nothing, would prove nothing."""
    answered = {
        way.path
        for way in ways(ann.client)
        if way.method == "GET"
        for address in hers.addresses(way.path)[:1]
        if ann.get(address).status_code in (200, 303)
    }
    not_hers = {
        "/admin", "/admin/people/{person_id:uuid}", "/sign-in/with/{provider:str}/callback",
        "/sign-in/with/{provider:str}", "/static/{name:path}", "/calendar/{secret:str}",
    }  # fmt: skip
    assert {way.path for way in ways(ann.client) if way.method == "GET"} - answered == not_hers
    for page in ("/account/places", "/account/history", "/notifications", "/profiles", "/account/factors"):
        assert ann.get(page).status_code == 200
    for page in ("/profiles", "/notifications", "/account/factors", "/resumes/default/json"):
        assert CANARY in ann.get(page).text, page
    with keeper_of(ann.house.settings) as keeper:
        for table in owned_tables():
            assert keeper.scalar(
                sa.text(f'select count(*) from "{table.name}" where owner_id = :id'), {"id": hers.id}
            ), table


def test_what_is_hers_hangs_on_nothing_of_bobs(ann: Somebody, hers: Possessions) -> None:
    """His own parent, her child: an id of hers in a form of his is nobody's."""
    other = bob(ann)
    skill = other.add("skill", name="Baking", group_id=hers.ids["group_id"])
    project = other.add("project", name="Oven", experience_ids=hers.ids["entry_id"])
    other.part(f"/profile/skill/{skill}", {"group_id": hers.ids["group_id"]})
    other.part(f"/profile/project/{project}", {"experience_ids": hers.ids["entry_id"]})
    with other.database.as_person(other.id) as db:
        assert db.execute(sa.text("select group_id from skills")).all() == [(None,)]
        assert db.execute(sa.text("select experience_ids from projects")).all() == [([],)]
