"""A forgotten password, a new one, another address: what kills what, and who is told."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.world import PASSWORD, Somebody, forget_limits, key_in, letters_to, words_of, work
from web.db import hash_token, owner_url

NEW = "nine calm rivers turn"


@pytest.fixture
def alice(alice: Somebody) -> Somebody:
    return alice.register()


def keeper(somebody: Somebody) -> sa.Engine:
    return sa.create_engine(owner_url(somebody.house.settings), poolclass=sa.NullPool)


def reset_key(somebody: Somebody) -> str:
    forget_limits(somebody.database)
    somebody.another_browser().post("/forgot", {"email": somebody.email})
    work(somebody.house)
    return key_in(somebody.letters()[-1])


def reset(somebody: Somebody, key: str, password: str = NEW) -> tuple[int, str]:
    answer = somebody.another_browser().post("/reset", {"key": key, "password": password})
    return answer.status_code, answer.headers.get("location", "") or answer.text


def may_sign_in(somebody: Somebody, password: str) -> bool:
    forget_limits(somebody.database)
    return somebody.another_browser().sign_in(password).status_code == 303


def is_in(somebody: Somebody) -> bool:
    return somebody.get("/account").status_code == 200


def long_ago(somebody: Somebody) -> None:
    """It is an hour since this person showed who they are."""
    with keeper(somebody).begin() as connection:
        connection.execute(
            sa.text("update sign_ins set proved_at = proved_at - :back where token_hash = :hash"),
            {"back": timedelta(hours=1), "hash": hash_token(somebody.token)},
        )


# --- reset -----------------------------------------------------------------------------------------------------------


def test_a_reset_sets_the_password_signs_out_everywhere_and_signs_nobody_in(alice: Somebody) -> None:
    key = reset_key(alice)
    answer = alice.another_browser().post("/reset", {"key": key, "password": NEW})
    assert answer.headers["location"] == "/sign-in?changed=1" and "metier=" not in str(answer.headers)
    assert not is_in(alice) and not may_sign_in(alice, PASSWORD) and may_sign_in(alice, NEW)


def test_a_reset_is_good_once(alice: Somebody) -> None:
    key = reset_key(alice)
    assert reset(alice, key)[0] == 303
    assert "This link is over" in reset(alice, key, "ten warm stones sleep")[1]
    assert may_sign_in(alice, NEW)


def test_of_two_letters_the_newer_counts(alice: Somebody) -> None:
    older, newer = reset_key(alice), reset_key(alice)
    assert "This link is over" in reset(alice, older)[1] and reset(alice, newer)[0] == 303


def test_looking_uses_nothing_up_and_says_nothing_of_whom(alice: Somebody, charlie: Somebody) -> None:
    key = reset_key(alice)
    for _ in range(2):
        page = charlie.get(f"/reset?key={key}")
        assert page.status_code == 200 and alice.email not in page.text
        assert (
            page.headers["referrer-policy"] in ("no-referrer", "same-origin")
            and page.headers["cache-control"] == "no-store"
        )
    assert reset(alice, key)[0] == 303


@pytest.mark.parametrize(
    "happening", ["signed in", "changed password", "changed address", "disabled", "an hour", "a bit"]
)
def test_what_happens_meanwhile_voids_the_link(alice: Somebody, happening: str) -> None:
    key = reset_key(alice)
    if happening == "signed in":
        assert may_sign_in(alice, PASSWORD)
    elif happening == "changed password":
        assert alice.post("/account/password", {"password": "ten warm stones sleep"}).status_code == 303
    elif happening == "changed address":
        change_address(alice, f"moved-{alice.id.hex[-8:]}@people.example")
    elif happening == "disabled":
        with keeper(alice).begin() as connection:
            connection.execute(sa.text("update people set disabled_at = now() where id = :id"), {"id": alice.id})
    elif happening == "an hour":
        with alice.database.as_person(alice.id) as db:
            db.execute(sa.text("update tokens set expires_at = now() - interval '1 second'"))
    else:
        key = key[:-2] + ("A" if key[-2] != "A" else "B") + key[-1]
    assert "This link is over" in reset(alice, key)[1]


def test_a_sign_up_key_resets_nothing(alice: Somebody, bob: Somebody) -> None:
    forget_limits(bob.database)
    bob.post("/sign-up", {"email": (email := f"bob-{bob.id.hex[-8:]}@people.example"), "password": PASSWORD})
    work(bob.house)
    assert "This link is over" in reset(alice, key_in(letters_to(bob.house, email)[-1]))[1]


def test_a_weak_password_comes_back_and_the_link_still_holds(alice: Somebody) -> None:
    key = reset_key(alice)
    status, page = reset(alice, key, "password123")
    assert status == 422 and "tried first" in page and f'value="{key}"' in page
    assert reset(alice, key)[0] == 303


def test_letters_for_a_reset_are_limited(alice: Somebody) -> None:
    forget_limits(alice.database)
    said = [alice.another_browser().post("/forgot", {"email": alice.email.upper()}).status_code for _ in range(6)]
    assert said == [303] * 5 + [429]


# --- from inside -----------------------------------------------------------------------------------------------------


def test_a_new_password_keeps_this_browser_and_no_other(alice: Somebody) -> None:
    phone = alice.another_browser()
    phone.sign_in()
    assert alice.post("/account/password", {"password": NEW}).headers["location"] == "/account?done=password"
    assert is_in(alice) and not is_in(phone)
    assert may_sign_in(alice, NEW) and not may_sign_in(alice, PASSWORD)


SENSITIVE = [
    ("/account/password", {"password": NEW}),
    ("/account/address", {"email": "thief@people.example"}),
]


@pytest.mark.parametrize(("path", "said"), SENSITIVE)
def test_what_is_sensitive_asks_who_it_is(alice: Somebody, path: str, said: dict[str, str]) -> None:
    long_ago(alice)
    before = len(alice.letters())
    for answer in (alice.get(path), alice.post(path, said, headers={"Referer": f"http://testserver.local{path}"})):
        assert answer.headers["location"] == f"/account/prove?next={path}"
    work(alice.house)
    assert len(alice.letters()) == before and may_sign_in(alice, PASSWORD)
    wrong = alice.post("/account/prove", {"password": NEW, "next": path})
    assert wrong.status_code == 422 and "This is not your password" in wrong.text
    old_token = alice.token
    proven = alice.post("/account/prove", {"password": PASSWORD, "next": path})
    alice._keep_token(proven)
    assert proven.headers["location"] == path and alice.token != old_token
    assert not is_in(Somebody("Thief", alice.client, alice.database, token=old_token))
    assert alice.get(path).status_code == 200


def test_guests_have_no_account_to_change(bob: Somebody) -> None:
    for path, said in SENSITIVE:
        assert bob.get(path).headers["location"].startswith("/sign-in")
        assert bob.post(path, said).headers["location"].startswith("/sign-in")


# --- another address -------------------------------------------------------------------------------------------------


def ask_for(somebody: Somebody, email: str) -> str:
    forget_limits(somebody.database)
    assert somebody.post("/account/address", {"email": email}).headers["location"] == "/account?done=address"
    work(somebody.house)
    return key_in(letters_to(somebody.house, email)[-1])


def confirm(somebody: Somebody, key: str) -> tuple[int, str]:
    answer = somebody.post("/account/address/confirm", {"key": key})
    return answer.status_code, answer.headers.get("location", "") or answer.text


def change_address(somebody: Somebody, email: str) -> None:
    assert confirm(somebody, ask_for(somebody, email)) == (303, "/account?done=confirmed")


def test_the_old_address_counts_until_the_new_one_is_proved(alice: Somebody) -> None:
    new, old = f"new-{alice.id.hex[-8:]}@people.example", alice.email
    key = ask_for(alice, new)
    assert "about to change" in str(alice.letters()[-1]["Subject"]) and new not in words_of(alice.letters()[-1])
    assert may_sign_in(alice, PASSWORD)
    assert alice.get(f"/account/address/confirm?key={key}").status_code == 200
    assert old in alice.get("/account").text
    assert confirm(alice, key)[0] == 303
    assert new in alice.get("/account").text and not may_sign_in(alice, PASSWORD)
    alice.email = new
    assert may_sign_in(alice, PASSWORD)
    assert "over" in confirm(alice, key)[1]


def test_nobody_else_confirms_it(alice: Somebody, bob: Somebody, charlie: Somebody) -> None:
    bob.register()
    key = ask_for(alice, f"new-{alice.id.hex[-8:]}@people.example")
    assert confirm(bob, key)[0] == 422
    assert confirm(charlie, key)[1].startswith("/sign-in")
    assert alice.email in alice.get("/account").text and bob.email in bob.get("/account").text


def test_a_new_password_voids_the_change(alice: Somebody) -> None:
    key = ask_for(alice, f"new-{alice.id.hex[-8:]}@people.example")
    alice.post("/account/password", {"password": NEW})
    assert confirm(alice, key)[0] == 422


def test_a_taken_address_is_not_revealed(alice: Somebody, bob: Somebody) -> None:
    bob.register()
    forget_limits(alice.database)
    before = len(bob.letters())
    answer = alice.post("/account/address", {"email": bob.email.upper()})
    assert answer.headers["location"] == "/account?done=address"
    work(alice.house)
    assert len(bob.letters()) == before + 1 and "key=" not in words_of(bob.letters()[-1])


def test_an_address_that_is_taken_meanwhile_stays_with_its_owner(alice: Somebody, bob: Somebody) -> None:
    email = f"wanted-{alice.id.hex[-8:]}@people.example"
    key = ask_for(alice, email)
    bob.register(email)
    assert confirm(alice, key)[0] == 422 and alice.email in alice.get("/account").text


def test_addresses_are_changed_twice_a_day(alice: Somebody) -> None:
    forget_limits(alice.database)
    said = [alice.post("/account/address", {"email": f"n{n}@people.example"}).status_code for n in range(3)]
    assert said == [303, 303, 429]


@pytest.mark.parametrize(("email", "words"), [("", "Write the new address"), ("nowhere", "Write the whole address")])
def test_what_is_no_address_is_said(alice: Somebody, email: str, words: str) -> None:
    answer = alice.post("/account/address", {"email": email})
    assert answer.status_code == 422 and words in answer.text
    same = alice.post("/account/address", {"email": alice.email.upper()})
    assert same.status_code == 422 and "your address already" in same.text
