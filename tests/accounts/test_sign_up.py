"""From a guest to a person: an address, a password, a letter, a link."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from tests.world import PASSWORD, Somebody, forget_limits, key_in, letters_to, words_of, work
from web.accounts.passwords import problem_with, strength

ADDRESS = "noor@people.example"


def accounts(somebody: Somebody) -> int:
    """How many people have registered, as somebody sees it who looks over the wall: the tables' owner."""
    from web.db import owner_url

    engine = sa.create_engine(owner_url(somebody.house.settings), poolclass=sa.NullPool)
    with engine.connect() as connection:
        return int(connection.scalar(sa.text("select count(*) from people where registered_at is not null")) or 0)


def ask(somebody: Somebody, email: str, password: str = PASSWORD) -> Any:
    answer = somebody.post("/sign-up", {"email": email, "password": password})
    somebody._keep_token(answer)
    return answer


def test_a_guest_becomes_a_person_and_keeps_everything(alice: Somebody) -> None:
    before, profile, old_token = alice.id, alice.profile.id, alice.token
    entry = alice.add("experience", title="Cook")
    alice.register()
    assert alice.id == before and alice.profile.id == profile and alice.token != old_token
    assert 'value="Cook"' in alice.part(f"/profile/experience/{entry}/part?open=1").text
    assert alice.email in alice.get("/account").text
    ghost = Somebody("Ghost", alice.client, alice.database, token=old_token)
    assert ghost.get("/account").headers["location"] == "/sign-in?next=/account"


def test_who_comes_fresh_begins_at_once_and_proves_later(charlie: Somebody) -> None:
    charlie.register()
    assert charlie.profile.full_name == "" and charlie.get("/profile/steps/about").status_code == 200


def test_looking_at_the_link_uses_nothing_up(alice: Somebody) -> None:
    """Mail scanners open every link, some of them twice."""
    forget_limits(alice.database)
    ask(alice, email := f"scanned-{alice.id.hex[-8:]}@people.example")
    work(alice.house)
    key = key_in(letters_to(alice.house, email)[-1])
    stranger = Somebody("Scanner", alice.client, alice.database)
    for _ in range(3):
        assert stranger.get(f"/verify?key={key}").status_code == 200
        stranger.client.head(f"/verify?key={key}")
    assert alice.post("/verify", {"key": key, "password": PASSWORD}).status_code == 303


def test_the_link_alone_is_not_enough(alice: Somebody, bob: Somebody) -> None:
    """Bob signs up with Alice's address, hoping that she confirms it: she does not know his password, and he has no link."""
    forget_limits(bob.database)
    ask(bob, email := f"trojan-{alice.id.hex[-8:]}@people.example", "his quiet violins drift")
    work(bob.house)
    key, before = key_in(letters_to(bob.house, email)[-1]), accounts(bob)
    answer = alice.post("/verify", {"key": key, "password": PASSWORD})
    assert answer.status_code == 422 and "not the password that was chosen" in answer.text
    assert accounts(bob) == before


def test_a_link_is_good_once_and_only_the_newest(alice: Somebody) -> None:
    forget_limits(alice.database)
    email = f"twice-{alice.id.hex[-8:]}@people.example"
    for _ in range(2):
        ask(alice, email)
        work(alice.house)
    older, newer = map(key_in, letters_to(alice.house, email))
    for key in (older, newer[:-1] + ("A" if newer[-1] != "A" else "B"), "", "x" * 5_000):
        answer = alice.post("/verify", {"key": key, "password": PASSWORD})
        assert answer.status_code == 422 and "This link is over" in answer.text
    first = alice.post("/verify", {"key": newer, "password": PASSWORD})
    assert first.status_code == 303
    alice._keep_token(first)
    assert "This link is over" in alice.post("/verify", {"key": newer, "password": PASSWORD}).text


def test_a_link_waits_two_days_and_no_longer(alice: Somebody) -> None:
    forget_limits(alice.database)
    ask(alice, email := f"late-{alice.id.hex[-8:]}@people.example")
    work(alice.house)
    with alice.database.as_person(alice.id) as db:
        db.execute(sa.text("update tokens set expires_at = now() - interval '1 second'"))
    answer = alice.post("/verify", {"key": key_in(letters_to(alice.house, email)[-1]), "password": PASSWORD})
    assert answer.status_code == 422 and "This link is over" in answer.text


def test_a_reset_key_is_no_sign_up_key(alice: Somebody, bob: Somebody) -> None:
    alice.register()
    alice.another_browser().post("/forgot", {"email": alice.email})
    work(alice.house)
    key = key_in(alice.letters()[-1])
    assert bob.post("/verify", {"key": key, "password": PASSWORD}).status_code == 422


def test_a_taken_address_is_told_to_its_owner_alone(alice: Somebody, bob: Somebody) -> None:
    alice.register()
    taken, free = alice.email, f"free-{bob.id.hex[-8:]}@people.example"
    forget_limits(bob.database)
    answers = [ask(bob, email) for email in (taken, free, taken.upper())]
    assert len({(a.status_code, a.headers["location"], a.text) for a in answers}) == 1
    before = len(alice.letters())
    work(bob.house)
    letters = alice.letters()
    assert len(letters) == before + 2 and "already" in words_of(letters[-1]) and "key=" not in words_of(letters[-1])
    assert not bob.get("/account").text and accounts(bob) >= 1


def test_two_who_want_one_address_get_one_account(alice: Somebody, bob: Somebody) -> None:
    forget_limits(alice.database)
    email = f"both-{alice.id.hex[-8:]}@people.example"
    for somebody in (alice, bob):
        ask(somebody, email)
    work(alice.house)
    hers, his = map(key_in, letters_to(alice.house, email))
    won = alice.post("/verify", {"key": hers, "password": PASSWORD})
    lost = bob.post("/verify", {"key": his, "password": PASSWORD})
    assert won.status_code == 303
    assert lost.status_code == 422 and "This link is over" in lost.text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"email": "", "password": PASSWORD}, "Write your address"),
        ({"email": "noor@", "password": PASSWORD}, "Write the whole address"),
        ({"email": ADDRESS, "password": ""}, "Choose a password"),
        ({"email": ADDRESS, "password": "short"}, "10 are the least"),
        ({"email": ADDRESS, "password": "password123"}, "tried first"),
        ({"email": ADDRESS, "password": "noor@people.example"}, "close to your name or address"),
        ({"email": ADDRESS, "password": "x" * 1_001}, "1,000 is the most"),
    ],
)
def test_what_will_not_do_is_said_at_its_field(charlie: Somebody, said: dict[str, str], words: str) -> None:
    forget_limits(charlie.database)
    answer = charlie.post("/sign-up", said)
    assert answer.status_code == 422 and words in answer.text and 'aria-invalid="true"' in answer.text
    assert f'value="{said["email"]}"' in answer.text
    assert 'type="password"' in answer.text and not re.search(r'type="password"[^>]* value="[^"]', answer.text)
    assert "set-cookie" not in answer.headers


def test_the_strength_of_a_password_is_said_in_words(charlie: Somebody) -> None:
    said = charlie.part("/sign-up/strength", {"password": PASSWORD, "email": ADDRESS}).text
    assert said.strip() == strength(PASSWORD, [ADDRESS]) != ""


@pytest.mark.parametrize(
    "password",
    ["correct horse battery staple", "tide lamp 7 otters hum", "пароль из семи слов тихо", "𝒶" * 5 + " unusual hills"],
)
def test_length_counts_and_composition_does_not(password: str) -> None:
    assert problem_with(password) == ""


@pytest.mark.parametrize(
    "password", ["password", "1234567890", "qwertyuiop", "aaaaaaaaaaaa", "iloveyou123", "letmein2024", "Passw0rd!!"]
)
def test_common_passwords_are_refused(password: str) -> None:
    assert problem_with(password) != ""


def test_letters_to_one_address_are_limited(charlie: Somebody) -> None:
    forget_limits(charlie.database)
    answers = [ask(charlie, "flooded@people.example").status_code for _ in range(4)]
    assert answers == [303, 303, 303, 429]
