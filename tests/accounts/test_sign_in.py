"""Signing in and out, the limits on guessing, and what a stranger learns: nothing."""

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import bcrypt
import pytest
import sqlalchemy as sa
from litestar.testing import TestClient

from tests.world import PASSWORD, Somebody, forget_limits, key_in, words_of, work
from web.accounts.actions import IDLE_HOURS, SHORT_HOURS, STAY_DAYS
from web.app import create_app
from web.db import hash_token, owner_url
from web.kit.visits import form_token_for
from web.settings import ROOT

WRONG = "eight loud trombones rest"


@pytest.fixture
def alice(alice: Somebody) -> Somebody:
    return alice.register()


@pytest.fixture
def keeper(alice: Somebody) -> sa.Engine:
    """The tables' owner, who sees behind every wall and may turn back a row's clock."""
    return sa.create_engine(owner_url(alice.house.settings), poolclass=sa.NullPool)


def turn_back(keeper: sa.Engine, somebody: Somebody, column: str, back: timedelta) -> None:
    with keeper.begin() as connection:
        connection.execute(
            sa.text(f"update sign_ins set {column} = {column} - :back where token_hash = :hash"),
            {"back": back, "hash": hash_token(somebody.token)},
        )


def is_in(somebody: Somebody) -> bool:
    return somebody.get("/account").status_code == 200


# --- in and out ------------------------------------------------------------------------------------------------------


def test_another_device_comes_in_and_finds_everything(alice: Somebody) -> None:
    alice.part("/profile/steps/about", {"headline": "Primary teacher"})
    phone = alice.another_browser()
    answer = phone.sign_in(stay="on", next="/profile/steps/about")
    assert answer.headers["location"] == "/profile/steps/about"
    assert 'value="Primary teacher"' in phone.get("/profile/steps/about").text and phone.token != alice.token


def test_the_token_is_new_and_the_old_one_dead(alice: Somebody) -> None:
    """A cookie that was planted before, and one that was stolen, are worth nothing afterwards."""
    phone = alice.another_browser()
    phone.token = "attackerchosen1234"
    phone.post("/sign-in", {"email": alice.email, "password": PASSWORD})
    assert not is_in(phone)
    phone.sign_in()
    first = phone.token
    phone.sign_in()
    assert phone.token not in ("attackerchosen1234", first) and is_in(phone)
    assert not is_in(Somebody("Thief", alice.client, alice.database, token=first))


def test_signing_out_ends_this_browser_alone(alice: Somebody) -> None:
    phone = alice.another_browser()
    phone.sign_in()
    stolen = Somebody("Thief", alice.client, alice.database, token=phone.token)
    answer = phone.post("/sign-out")
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert not is_in(stolen) and is_in(alice)


def test_out_everywhere_else(alice: Somebody) -> None:
    phone, laptop = alice.another_browser(), alice.another_browser()
    for each in (phone, laptop):
        each.sign_in()
    page = alice.get("/account/places").text
    ids = re.findall(r"/account/places/([0-9a-f-]{36})/end", page)
    assert len(ids) == 2 and "this one" in page
    assert alice.post(f"/account/places/{ids[0]}/end").status_code == 303
    assert [is_in(phone), is_in(laptop)].count(True) == 1
    alice.post("/account/places/end")
    assert not is_in(phone) and not is_in(laptop) and is_in(alice)


def test_nobody_ends_anothers_sign_in(alice: Somebody, bob: Somebody) -> None:
    bob.register()
    with alice.database.as_person(alice.id) as db:
        hers = db.scalar(sa.text("select id from sign_ins"))
    assert bob.post(f"/account/places/{hers}/end").status_code == 404
    assert is_in(alice)


@pytest.mark.parametrize(
    ("stay", "column", "inside", "over"),
    [
        ("on", "expires_at", timedelta(days=STAY_DAYS, minutes=-5), timedelta(days=STAY_DAYS, seconds=5)),
        ("", "expires_at", timedelta(hours=SHORT_HOURS, minutes=-5), timedelta(hours=SHORT_HOURS, seconds=5)),
        ("", "seen_at", timedelta(hours=IDLE_HOURS, minutes=-5), timedelta(hours=IDLE_HOURS, seconds=5)),
    ],
)
def test_a_sign_in_ends_by_itself(
    alice: Somebody, keeper: sa.Engine, stay: str, column: str, inside: timedelta, over: timedelta
) -> None:
    for back, lives in ((inside, True), (over, False)):
        phone = alice.another_browser()
        cookie = phone.sign_in(stay=stay).headers["set-cookie"].lower()
        assert ("max-age=604800" in cookie) is bool(stay) and "httponly" in cookie and "samesite=lax" in cookie
        turn_back(keeper, phone, column, back)
        assert is_in(phone) is lives


def test_who_is_disabled_is_out_at_once(alice: Somebody, keeper: sa.Engine) -> None:
    with keeper.begin() as connection:
        connection.execute(sa.text("update people set disabled_at = now() where id = :id"), {"id": alice.id})
    assert not is_in(alice)
    right, wrong = alice.another_browser().sign_in(), alice.another_browser().sign_in(WRONG)
    assert (
        (right.status_code, wrong.status_code) == (403, 422) and "closed" in right.text and "closed" not in wrong.text
    )


def test_an_old_bcrypt_hash_is_accepted_and_replaced(alice: Somebody, keeper: sa.Engine) -> None:
    known = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    with keeper.begin() as connection:
        connection.execute(sa.text("update people set password_hash = :h where id = :id"), {"h": known, "id": alice.id})
    person_id = alice.id
    for _ in range(2):
        assert alice.another_browser().sign_in().status_code == 303
    with alice.database.as_person(person_id) as db:
        assert str(db.scalar(sa.text("select password_hash from people"))).startswith("$argon2id$")


def test_a_password_costs_what_is_recommended() -> None:
    """RFC 9106, section 4, in a process where no test has made it cheap."""
    asked = "from web.accounts.passwords import hash_password; print(hash_password('three warm stones'))"
    said = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


# --- guessing --------------------------------------------------------------------------------------------------------


def guess(somebody: Somebody, email: str, password: str = WRONG) -> int:
    return somebody.client.post(
        "/sign-in", data={"email": email, "password": password}, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False,
    ).status_code  # fmt: skip


@pytest.fixture
def from_everywhere(alice: Somebody) -> Iterator[Any]:
    """Ask from an address of one's choice, each through an app of its own."""

    def at(address: str) -> Somebody:
        app = create_app(alice.house.settings)

        async def seen_from(scope: Any, receive: Any, send: Any) -> None:
            await app({**scope, "client": (address, 50_000)} if scope["type"] == "http" else scope, receive, send)

        client = TestClient(seen_from)
        client.__enter__()
        clients.append(client)
        return Somebody("Guesser", client, alice.database)

    clients: list[Any] = []
    yield at
    for client in clients:
        client.__exit__(None, None, None)


def test_one_account_is_guessed_ten_times_from_anywhere(alice: Somebody, from_everywhere: Any) -> None:
    """From two processes and addresses together; then the right password is refused as well, until a reset."""
    forget_limits(alice.database)
    one, other = from_everywhere("198.51.100.1"), from_everywhere("198.51.100.2")
    said = [guess(who, alice.email) for _ in range(5) for who in (one, other)]
    assert said == [422] * 10
    assert guess(one, alice.email) == guess(other, alice.email, PASSWORD) == 429
    assert is_in(alice), "whoever is inside stays inside"
    forgot = alice.another_browser()
    forgot.post("/forgot", {"email": alice.email})
    work(alice.house)
    answer = forgot.post("/reset", {"key": key_in(alice.letters()[-1]), "password": "nine calm rivers turn"})
    assert answer.status_code == 303
    assert guess(from_everywhere("198.51.100.3"), alice.email, "nine calm rivers turn") == 303


def test_one_address_guesses_ten_times_at_whomever(alice: Somebody) -> None:
    forget_limits(alice.database)
    said = [guess(alice, f"nobody-{i}@people.example") for i in range(11)]
    assert said == [422] * 10 + [429]
    spoofed = alice.client.post(
        "/sign-in", data={"email": "x@y.example", "password": WRONG}, follow_redirects=False,
        headers={"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9"},
    )  # fmt: skip
    assert spoofed.status_code == 429


def test_all_of_us_together_guess_a_thousand_times(alice: Somebody, from_everywhere: Any) -> None:
    """Many addresses against many accounts: a thousand failures in five minutes and nobody may try until it is over."""
    forget_limits(alice.database)
    with alice.database.as_nobody() as db:
        db.execute(sa.text("insert into counts values ('password:all', 999, now() + interval '1 minute')"))
    assert guess(from_everywhere("198.51.100.7"), "a@people.example") == 422
    assert guess(from_everywhere("198.51.100.8"), "b@people.example") == 429
    assert is_in(alice)
    forget_limits(alice.database)


def test_only_failures_count(alice: Somebody) -> None:
    forget_limits(alice.database)
    assert [alice.another_browser().sign_in().status_code for _ in range(12)] == [303] * 12
    assert guess(alice, alice.email) == 422


def test_twenty_guesses_at_once_are_twenty(alice: Somebody) -> None:
    forget_limits(alice.database)
    with ThreadPoolExecutor(20) as threads:
        said = list(threads.map(lambda _: guess(alice, alice.email), range(20)))
    assert said.count(422) == 10 and said.count(429) == 10


def test_an_attacker_outside_cannot_lock_the_person_out_of_what_is_sensitive(
    alice: Somebody, keeper: sa.Engine
) -> None:
    forget_limits(alice.database)
    for _ in range(11):
        guess(alice, alice.email)
    turn_back(keeper, alice, "proved_at", timedelta(hours=1))
    assert alice.get("/account/address").headers["location"] == "/account/prove?next=/account/address"
    answer = alice.post("/account/prove", {"password": PASSWORD, "next": "/account/address"})
    assert answer.headers["location"] == "/account/address"


# --- what a stranger learns ------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    return re.sub(r'name="token" value="[0-9a-f]+"|[\w.-]+@[\w.-]+', "", text)


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up", "/forgot"])
def test_known_and_unknown_addresses_are_answered_alike(alice: Somebody, path: str) -> None:
    forget_limits(alice.database)
    answers = []
    for email in (alice.email, "nobody@people.example"):
        stranger = Somebody("Stranger", alice.client, alice.database)
        answers.append(stranger.post(path, {"email": email, "password": WRONG}))
    one, other = answers
    assert one.status_code == other.status_code and plain(one.text) == plain(other.text)
    drop = ("set-cookie", "content-length", "date")
    assert [(n, v) for n, v in one.headers.items() if n not in drop] == [
        (n, v) for n, v in other.headers.items() if n not in drop
    ]


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up", "/forgot"])
def test_known_and_unknown_addresses_take_as_long(alice: Somebody, path: str) -> None:
    """The medians of 200 runs of each, in turn, in CPU time of this very process, where the answer is made:
    other work on the machine does not count."""
    took: dict[str, list[float]] = {alice.email: [], "nobody@people.example": []}
    stranger = Somebody("Stranger", alice.client, alice.database)
    for n in range(200):
        if n % 5 == 0:
            forget_limits(alice.database)
        for email in took:
            forget_limits(alice.database) if path != "/sign-in" else None
            began = time.process_time()
            answer = stranger.post(path, {"email": email, "password": WRONG})
            took[email].append(time.process_time() - began)
            assert answer.status_code in (303, 422)
    known, unknown = (statistics.median(each) for each in took.values())
    assert abs(known - unknown) / max(known, unknown) < 0.1, (known, unknown)


# --- elsewhere -------------------------------------------------------------------------------------------------------

ELSEWHERE = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "/\r/evil.example",
    "https://evil.example", "http:evil.example", "https:/evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example",
    "/ /evil.example", "\x00//evil.example", "//evil.example/%2f..", "/\\/evil.example", "/\\\\evil.example",
    "http://testserver.local@evil.example", "evil.example", ".evil.example", "@evil.example", "/\u2028/evil.example", "//[::1]", "ftp://evil.example",
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_elsewhere(alice: Somebody, wanted: str) -> None:
    forget_limits(alice.database)
    phone = alice.another_browser()
    assert f'value="{wanted}"' not in phone.get("/sign-in", params={"next": wanted}).text
    assert phone.sign_in(next=wanted).headers["location"] == "/profile/steps"
    assert alice.get("/sign-in", params={"next": wanted}).headers["location"] == "/profile/steps"
    assert alice.post("/account/prove", {"password": PASSWORD, "next": wanted}).headers["location"] == "/account"


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"}, {"X-Forwarded-Proto": "gopher"}],
    ids=str,
)  # fmt: skip
def test_links_in_letters_lead_to_us_whoever_asks(alice: Somebody, headers: dict[str, str]) -> None:
    forget_limits(alice.database)
    before = len(alice.letters())
    answer = alice.another_browser().post("/forgot", {"email": alice.email}, headers=headers)
    assert answer.status_code in (303, 400)
    work(alice.house)
    letters = alice.letters()[before:]
    assert all("evil.example" not in str(letter) for letter in letters)
    assert all(f"{alice.house.settings.address}/reset?key=" in words_of(letter) for letter in letters)


def test_a_form_token_of_another_sign_in_is_refused_when_signing_in_and_out(alice: Somebody, bob: Somebody) -> None:
    for path in ("/sign-in", "/sign-out"):
        assert alice.post(path, {"token": form_token_for(bob.token)}).status_code == 403
    assert is_in(alice)
