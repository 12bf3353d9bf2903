"""A guest becomes a person: nothing of theirs is lost or changed, and nobody else gets in that way."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from litestar.routes import HTTPRoute

from tests.accounts.test_merging import COMES_ALONG, PATIENT, fill, happened, keeper, rows_of
from tests.world import PASSWORD, Somebody, forget_limits, key_in, what_waits, words_of, work
from web.accounts import tokens
from web.accounts.pages.sign_up import OVER
from web.accounts.tables import Purpose
from web.accounts.tasks import answer_sign_up
from web.kit.tasks import enclose
from web.profile.steps import steps

__all__ = ["keeper"]  # a fixture

ANOTHER_PASSWORD = "nine patient herons sail"


def sign_up(who: Somebody, email: str, password: str = PASSWORD) -> str:
    """Ask for an account; returns the key of the newest letter to that address, or says why there is none."""
    forget_limits(who.database)
    answer = who.post("/sign-up", {"email": email, "password": password})
    assert answer.headers["location"] == "/sign-up/letter", answer.text
    who._keep_token(answer)
    work(who.house)
    who.email = email
    letters = [letter for letter in who.letters() if "/verify?key=" in words_of(letter)]
    return key_in(letters[-1]) if letters else what_waits(who.house)


def verify(who: Somebody, key: str, password: str = PASSWORD) -> Any:
    forget_limits(who.database)
    answer = who.post("/verify", {"key": key, "password": password})
    if answer.status_code == 303:
        who._keep_token(answer)
    return answer


def is_guest(keeper: sa.Connection, person_id: Any) -> bool:
    return bool(keeper.scalar(sa.text("select registered_at is null from people where id = :id"), {"id": person_id}))


def is_over(answer: Any) -> bool:
    return answer.status_code == 422 and OVER[:17] in answer.text and "set-cookie" not in answer.headers


def clone(who: Somebody) -> Somebody:
    """Somebody with a copy of this browser's cookie."""
    return Somebody("Mallory", who.client, who.database, token=who.token)


# --- nothing is lost -------------------------------------------------------------------------------------------------


def test_every_row_stays_as_it_was(alice: Somebody, keeper: sa.Connection) -> None:
    keeper.execute(sa.text("update profiles set is_default = false where owner_id = :id"), {"id": alice.id})
    fill(keeper, alice.id)
    keeper.execute(sa.text("delete from authenticators where owner_id = :id"), {"id": alice.id})
    keeper.execute(sa.text("delete from passkeys where owner_id = :id"), {"id": alice.id})  # they would ask for a proof
    keeper.execute(sa.text("delete from tokens where owner_id = :id"), {"id": alice.id})
    before, alice_id = rows_of(keeper, alice.id), alice.id
    alice.register()
    after = rows_of(keeper, alice.id)
    assert alice.id == alice_id
    for name in (*COMES_ALONG, "prints", "exports", "identities", "recovery_codes", "notifications"):
        assert {row_id: row for row_id, row in after[name].items() if row_id in before[name]} == before[name], name
        if name != "notifications":
            assert set(after[name]) == set(before[name]), name


@pytest.mark.parametrize("slug", [step.slug for step in steps()])
def test_at_every_step_of_the_wizard(charlie: Somebody, slug: str, keeper: sa.Connection) -> None:
    """With answers that are no values yet, and an entry open; the wizard goes on where it was."""
    charlie.start()
    for step in steps():
        charlie.post(f"/profile/steps/{step.slug}", {"go": "next", "headline": "Cook", "url": "not an address"})
        if step.slug == slug:
            break
    entry = charlie.add("experience")
    charlie.part(f"/profile/experience/{entry}", {"title": "Cook", "start_date-year": "20"})
    before, where = rows_of(keeper, charlie.id), charlie.get("/profile/steps").headers["location"]
    page = charlie.get(f"/profile/steps/experience?open={entry}").text
    assert 'value="20"' in page
    charlie.register()
    after = rows_of(keeper, charlie.id)
    assert {name: after[name] for name in COMES_ALONG} == {name: before[name] for name in COMES_ALONG}
    assert charlie.get("/profile/steps").headers["location"] == where
    assert 'value="20"' in charlie.get(f"/profile/steps/experience?open={entry}").text


def test_verified_in_another_browser_it_is_the_same_work(alice: Somebody, charlie: Somebody) -> None:
    """The letter is read on a telephone, where nobody is signed in."""
    entry, alice_id = alice.add("experience", title="Cook"), alice.id
    key = sign_up(alice, "telephone@people.example")
    assert verify(charlie, key).status_code == 303
    assert charlie.id == alice_id and f'id="entry-{entry}"' in charlie.get("/profile/steps/experience").text
    assert alice.get("/account").headers["location"].startswith("/sign-in"), "signed out where one was a guest"


def test_verified_where_another_guest_writes_their_work_comes_along(alice: Somebody, bob: Somebody) -> None:
    alice.add("experience", title="Cook")
    bob.add("experience", title="Baker")
    key = sign_up(alice, "two-browsers@people.example")
    assert verify(bob, key).status_code == 303
    page = bob.get("/profiles").text
    assert "Alice Ashby" in page and "Bob Barlow" in page and "Came along" in page


# --- exactly once ----------------------------------------------------------------------------------------------------


def test_a_link_is_good_once(alice: Somebody, keeper: sa.Connection) -> None:
    key = sign_up(alice, "once@people.example")
    assert verify(alice, key).status_code == 303
    token = alice.token
    assert is_over(verify(alice, key)) and is_over(verify(clone(alice), key))
    assert alice.token == token and alice.get("/account").status_code == 200
    assert happened(keeper, alice.id, "registered") == 1


def test_the_older_of_two_links_is_over(alice: Somebody, keeper: sa.Connection) -> None:
    older, newer = sign_up(alice, "first@people.example"), sign_up(alice, "second@people.example")
    assert is_over(verify(alice, older)) and is_guest(keeper, alice.id)
    assert verify(alice, newer).status_code == 303
    assert "second@people.example" in alice.get("/account").text


def test_the_address_found_an_owner_meanwhile(alice: Somebody, bob: Somebody, keeper: sa.Connection) -> None:
    """Two guests asked for one address. The first to prove it has it; the other one's link is over, and their work
    stays theirs."""
    entry = bob.add("experience", title="Baker")
    hers, his = (
        sign_up(alice, "contested@people.example"),
        sign_up(bob, "contested@people.example", ANOTHER_PASSWORD),
    )
    assert verify(alice, hers).status_code == 303
    assert is_over(verify(bob, his, ANOTHER_PASSWORD)) and is_guest(keeper, bob.id)
    assert f'id="entry-{entry}"' in bob.get("/profile/steps/experience").text


def test_fifty_conversions_at_once_make_one_account(alice: Somebody, keeper: sa.Connection) -> None:
    """Most are told to wait, because a password is asked for or the machine is busy; of the rest one comes in."""
    alice.add("experience", title="Cook")
    key, before, alice_id = sign_up(alice, "fifty@people.example"), rows_of(keeper, alice.id), alice.id
    browsers = [clone(alice) for _ in range(50)]
    forget_limits(alice.database)

    def convert(browser: Somebody) -> int:
        answer = browser.post("/verify", {"key": key, "password": PASSWORD})
        browser._keep_token(answer)
        return answer.status_code

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(convert, browsers))
    assert answers.count(303) == 1 and set(answers) <= {303, 422, 429, 503}
    after = rows_of(keeper, alice_id)
    assert {name: after[name] for name in COMES_ALONG} == {name: before[name] for name in COMES_ALONG}
    assert len(after["sign_ins"]) == 1 and happened(keeper, alice_id, "registered") == 1
    winner = browsers[answers.index(303)]
    assert winner.get("/account").status_code == 200 and winner.id == alice_id


def test_fifty_transactions_at_once_redeem_once(alice: Somebody) -> None:
    key = sign_up(alice, "redeemed@people.example")

    def redeem(_: int) -> bool:
        with alice.database.as_nobody() as db:
            db.execute(PATIENT)  # thirty wait for one row
            return tokens.redeem(db, key, Purpose.REGISTER) is not None

    with ThreadPoolExecutor(30) as pool:
        assert list(pool.map(redeem, range(50))).count(True) == 1


# --- nobody else gets in ---------------------------------------------------------------------------------------------


def test_before_the_link_there_is_no_account(alice: Somebody) -> None:
    """Non-verifying: an address and a password that nobody proved open nothing, from anywhere."""
    sign_up(alice, "unproven@people.example")
    elsewhere = alice.another_browser()
    assert elsewhere.sign_in().status_code == 422 and elsewhere.token == ""
    assert alice.get("/account").headers["location"] == "/sign-up"


def test_a_planted_guest_is_not_the_planters_afterwards(alice: Somebody) -> None:
    """Unexpired session: Mallory put her own guest's cookie into Alice's browser, and waited."""
    mallory = clone(alice)
    alice.register()
    alice.part("/profile/steps/about", {"headline": "canary"})
    assert mallory.get("/profile/steps/about").headers["location"].startswith("/sign-in")
    assert mallory.part("/profile/steps/about", {"headline": "Thief"}).status_code == 401
    assert mallory.get("/account/places").headers["location"].startswith("/sign-in")


def test_who_prepares_an_account_for_somebody_elses_address_gets_nowhere(
    alice: Somebody, bob: Somebody, keeper: sa.Connection
) -> None:
    """Classic: Mallory (Bob) signs up with Alice's address and a password of his. The letter goes to her; following it
    she cannot say his password; and once she has signed up herself his link is over, even in his own hands."""
    planted = sign_up(bob, "target@people.example", ANOTHER_PASSWORD)
    answer = verify(alice, planted)
    assert answer.status_code == 422 and "not the password" in answer.text and is_guest(keeper, bob.id)
    assert verify(alice, sign_up(alice, "target@people.example")).status_code == 303
    assert is_over(verify(bob, planted, ANOTHER_PASSWORD)) and is_guest(keeper, bob.id)
    stranger = alice.another_browser()
    assert stranger.sign_in(ANOTHER_PASSWORD).status_code == 422
    assert stranger.sign_in(PASSWORD).status_code == 303


def test_a_guest_can_prepare_no_way_in(alice: Somebody, keeper: sa.Connection) -> None:
    """Trojan identifier: whatever a guest asks of the account's pages, no proof or link is there for later."""
    paths = {
        (method, route.path)
        for route in alice.client.app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/account/") and "{" not in route.path
        for method in route.methods & {"GET", "POST"}
    }
    paths.remove(("POST", "/account/leave"))  # a guest may go, at once and for good
    assert len(paths) >= 10
    said = {"email": "mallory@people.example", "password": ANOTHER_PASSWORD, "code": "123456", "name": "Mallory"}
    for method, path in sorted(paths):
        answer = alice.get(path) if method == "GET" else alice.post(path, said)
        assert answer.status_code < 500 and "set-cookie" not in answer.headers, (method, path)
    work(alice.house)
    rows = rows_of(keeper, alice.id)
    for name in ("identities", "authenticators", "recovery_codes", "passkeys", "tokens", "exports", "letters"):
        assert rows[name] == {}, name
    assert is_guest(keeper, alice.id)


def test_a_link_asked_for_before_is_dead_afterwards(alice: Somebody, keeper: sa.Connection) -> None:
    """Unexpired change of address: Mallory, who shares the guest, has a letter of her own underway, or late."""
    alice_id, planted = alice.id, sign_up(alice, "mallory@people.example", ANOTHER_PASSWORD)
    assert verify(alice, sign_up(alice, "owner@people.example")).status_code == 303
    assert is_over(verify(alice.another_browser(), planted, ANOTHER_PASSWORD))
    late = enclose(email="mallory@people.example", password_hash="x")
    answer_sign_up(alice.house, {"owner_id": str(alice_id), "said": late})
    work(alice.house)
    assert not [row for row in rows_of(keeper, alice_id)["tokens"].values() if row["used_at"] is None]
    assert "owner@people.example" in alice.get("/account").text


def test_a_taken_address_is_neither_merged_nor_told(alice: Somebody, bob: Somebody, keeper: sa.Connection) -> None:
    alice.add("experience", title="canary")
    alice.register()
    fresh, taken = (
        bob.post("/sign-up", {"email": address, "password": PASSWORD})
        for address in ("nobody@people.example", alice.email.upper())
    )
    assert (fresh.status_code, fresh.headers["location"], fresh.text) == (
        taken.status_code, taken.headers["location"], taken.text,
    )  # fmt: skip
    letters = len(alice.letters())
    work(bob.house)
    assert len(alice.letters()) == letters + 1 and "/verify" not in words_of(alice.letters()[-1])
    assert is_guest(keeper, bob.id) and "canary" not in bob.get("/profile/steps/experience").text
    assert happened(keeper, alice.id, "work-came-along") == 0
