"""Passkeys, with an authenticator made of software: what is right opens, and what is bent in any way does not."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import cbor2
import httpx
import pytest
import sqlalchemy as sa
import time_machine
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.accounts.filled import keeper_of
from tests.accounts.test_factors import actions_of, codes_in, everything_of, half_way, is_inside, long_ago, set_up, tell
from tests.world import PASSWORD, Somebody, work
from web.settings import Settings

HERE = "http://testserver.local"
SITE = "testserver.local"
PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


@pytest.fixture
def keeper(settings: Settings) -> Iterator[sa.Connection]:
    with keeper_of(settings) as connection:
        yield connection


def plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Authenticator:
    """What a phone does: keeps a key pair, and signs challenges with it. `count` goes up where `counts`."""

    counts: bool = True
    count: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, challenge: str, origin: str = HERE, site: str = SITE, flags: int = PRESENT | VERIFIED) -> str:
        numbers = self.key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        made = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(key)
        data = self._data(site, flags | NEW) + made
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", challenge, origin)
        return self._wrapped({"clientDataJSON": plain(said), "attestationObject": plain(attestation)})

    def answer(
        self, challenge: str, origin: str = HERE, site: str = SITE, flags: int = PRESENT | VERIFIED, handle: bytes = b""
    ) -> str:
        self.count += self.counts
        data, said = self._data(site, flags), self._said("webauthn.get", challenge, origin)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._wrapped(
            {
                "clientDataJSON": plain(said), "authenticatorData": plain(data), "signature": plain(signature),
                **({"userHandle": plain(handle)} if handle else {}),
            }
        )  # fmt: skip

    def _data(self, site: str, flags: int) -> bytes:
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _said(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _wrapped(self, response: dict[str, str]) -> str:
        return json.dumps({"id": plain(self.id), "rawId": plain(self.id), "type": "public-key", "response": response})


def ask(browser: Somebody, address: str = "/sign-in/passkey/ask") -> dict[str, Any]:
    answer = browser.post(address)
    assert answer.status_code == 200, answer.text
    browser._keep_token(answer)
    return answer.json()  # type: ignore[no-any-return]


def add(somebody: Somebody, key: Authenticator, name: str = "Phone") -> httpx.Response:
    credential = key.make(ask(somebody, "/account/passkeys/ask")["challenge"])
    return somebody.post("/account/passkeys", {"credential": credential, "name": name})


def have(somebody: Somebody, **how: Any) -> Authenticator:
    """A registered person's passkey."""
    key = Authenticator(**how)
    answer = add(somebody.register(), key)
    assert len(codes_in(answer)) == 10, answer.text
    return key


def come_in(browser: Somebody, credential: str, address: str = "/sign-in/passkey", **more: str) -> httpx.Response:
    answer = browser.post(address, {"credential": credential, **more})
    browser._keep_token(answer)
    return answer


def id_of(somebody: Somebody, keeper: sa.Connection) -> UUID:
    return keeper.scalar(sa.text("select id from passkeys where owner_id = :id limit 1"), {"id": somebody.id})


# --- making one ------------------------------------------------------------------------------------------------------


def test_a_passkey_is_made_named_and_removed(alice: Somebody, keeper: sa.Connection) -> None:
    alice.register()
    asked = ask(alice, "/account/passkeys/ask")
    assert asked["rp"] == {"name": "Métier", "id": SITE} and asked["user"]["name"] == alice.email
    assert (
        asked["authenticatorSelection"]["residentKey"]
        == asked["authenticatorSelection"]["userVerification"]
        == "required"
    )
    answer = alice.post("/account/passkeys", {"credential": Authenticator().make(asked["challenge"])})
    assert len(codes_in(answer)) == 10, "whoever adds a first second proof gets a way in without it"
    assert "an unknown browser" in alice.get("/account/factors").text
    assert add(alice, Authenticator()).headers["location"] == "/account/factors?done=passkey"
    passkey = id_of(alice, keeper)
    nameless = alice.post(f"/account/passkeys/{passkey}/name", {"name": " "})
    assert nameless.status_code == 422 and "Write a name." in nameless.text
    assert alice.post(f"/account/passkeys/{passkey}/name", {"name": "<b>Kitchen</b>"}).status_code == 303
    assert "&lt;b&gt;Kitchen&lt;/b&gt;" in alice.get("/account/factors").text
    assert alice.post(f"/account/passkeys/{passkey}/remove").headers["location"] == "/account/factors?done=removed"
    assert "Kitchen" not in alice.get("/account/factors").text
    work(alice.house)
    assert [word for word in actions_of(alice) if word.startswith("factor")] == ["factor-added"] * 2 + [
        "factor-removed"
    ]


Bent = Callable[[Authenticator, str], str]
BENT: dict[str, Bent] = {
    "another site’s origin": lambda key, challenge: key.make(challenge, origin="https://evil.example"),
    "our origin with a port": lambda key, challenge: key.make(challenge, origin=f"{HERE}:8443"),
    "another site’s name": lambda key, challenge: key.make(challenge, site="evil.example"),
    "another challenge": lambda key, challenge: key.make(plain(secrets.token_bytes(64))),
    "nobody verified": lambda key, challenge: key.make(challenge, flags=PRESENT),
    "an answer, not a new one": lambda key, challenge: key.answer(challenge),
    "nothing": lambda key, challenge: "",
    "no JSON": lambda key, challenge: "{",
    "a list": lambda key, challenge: "[]",
    "very deep": lambda key, challenge: "[" * 7_000,
    "no base64": lambda key, challenge: json.dumps({"id": "é", "rawId": "é", "type": "public-key", "response": {}}),
    "half of it": lambda key, challenge: key.make(challenge)[:-200] + '"}}',
    "an empty key": lambda key, challenge: with_key(key, challenge, {}),
    "a key of no kind": lambda key, challenge: with_key(key, challenge, {1: 99, 3: -7}),
}  # fmt: skip


def with_key(authenticator: Authenticator, challenge: str, key: dict[int, Any]) -> str:
    made = json.loads(authenticator.make(challenge))
    data = authenticator._data(SITE, PRESENT | VERIFIED | NEW) + bytes(16) + (32).to_bytes(2, "big") + authenticator.id
    attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data + cbor2.dumps(key)})
    made["response"]["attestationObject"] = plain(attestation)
    return json.dumps(made)


def test_what_is_bent_is_not_kept(alice: Somebody, keeper: sa.Connection) -> None:
    alice.register()
    before = everything_of(keeper, alice)
    for how, bend in BENT.items():
        challenge = ask(alice, "/account/passkeys/ask")["challenge"]
        answer = alice.post("/account/passkeys", {"credential": bend(Authenticator(), challenge)})
        assert answer.status_code == 422 and "Please try once more." in answer.text, how
        assert everything_of(keeper, alice) == before, how


def test_a_question_is_answered_once_and_by_whom_it_was_put_to(alice: Somebody, bob: Somebody) -> None:
    alice.register(), bob.register()
    challenge = ask(alice, "/account/passkeys/ask")["challenge"]
    bob.slips = dict(alice.slips)
    assert bob.post("/account/passkeys", {"credential": Authenticator().make(challenge)}).status_code == 422
    ask_again = ask(alice, "/account/passkeys/ask")["challenge"]
    assert alice.post("/account/passkeys", {"credential": Authenticator().make(ask_again)}).status_code == 200
    again = alice.post("/account/passkeys", {"credential": Authenticator().make(ask_again)})
    assert again.status_code == 422 and "That took a while" in again.text


def test_a_key_is_kept_for_one_person(alice: Somebody, bob: Somebody) -> None:
    key = have(alice)
    answer = add(bob.register(), key)
    assert answer.status_code == 422 and "kept here already" in answer.text
    browser = alice.another_browser()
    come_in(browser, key.answer(ask(browser)["challenge"]))
    assert browser.id == alice.id


def test_twenty_are_enough(alice: Somebody) -> None:
    have(alice)
    assert [add(alice, Authenticator()).status_code for _ in range(20)] == [303] * 19 + [422]


# --- signing in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("counts", [True, False])
def test_a_passkey_alone_signs_in(alice: Somebody, counts: bool) -> None:
    key = have(alice, counts=counts)
    for _ in range(2):
        browser = alice.another_browser()
        asked = ask(browser)
        assert asked["rpId"] == SITE and asked["userVerification"] == "required" and asked["allowCredentials"] == []
        answer = come_in(browser, key.answer(asked["challenge"], handle=alice.id.bytes), next="/profile/steps/about")
        assert answer.headers["location"] == "/profile/steps/about" and browser.id == alice.id
    assert "Last used" in alice.get("/account/factors").text


def test_a_passkey_is_a_second_proof_beside_the_password(alice: Somebody) -> None:
    key = have(alice)
    browser = half_way(alice)
    shown = browser.get("/sign-in/code").text
    assert "Use my passkey" in shown and "Recovery code" in shown
    come_in(browser, key.answer(ask(browser)["challenge"]))
    assert is_inside(browser) and "metier-half" not in browser.slips


def test_a_guests_work_comes_along(alice: Somebody, bob: Somebody) -> None:
    key = have(alice)
    profile = bob.profile.id
    come_in(bob, key.answer(ask(bob)["challenge"]))
    assert bob.id == alice.id
    with alice.database.as_person(alice.id) as db:
        assert profile in db.scalars(sa.text("select id from profiles")).all()


def bad_signature(key: Authenticator, challenge: str) -> str:
    other = Authenticator(id=key.id, count=key.count)
    return other.answer(challenge)


WRONG: dict[str, Bent] = {
    "another key’s signature": bad_signature,
    "another site’s origin": lambda key, challenge: key.answer(challenge, origin="https://evil.example"),
    "our origin as http with a port": lambda key, challenge: key.answer(challenge, origin=f"{HERE}:80"),
    "another site’s name": lambda key, challenge: key.answer(challenge, site="evil.example"),
    "a part of our name": lambda key, challenge: key.answer(challenge, site="local"),
    "another challenge": lambda key, challenge: key.answer(plain(secrets.token_bytes(64))),
    "an empty challenge": lambda key, challenge: key.answer(""),
    "nobody verified": lambda key, challenge: key.answer(challenge, flags=PRESENT),
    "nobody present": lambda key, challenge: key.answer(challenge, flags=VERIFIED),
    "a key that was never made": lambda key, challenge: Authenticator().answer(challenge),
    "somebody else’s handle": lambda key, challenge: key.answer(challenge, handle=bytes(16)),
    "a new one, not an answer": lambda key, challenge: key.make(challenge),
    "no JSON": lambda key, challenge: "{",
    "very deep": lambda key, challenge: "[" * 7_000,
    "no signature": lambda key, challenge: without(key.answer(challenge), "signature"),
    "a short signature": lambda key, challenge: without(key.answer(challenge), "signature", "AA"),
    "short data": lambda key, challenge: without(key.answer(challenge), "authenticatorData", "AA"),
    "a number for a handle": lambda key, challenge: without(key.answer(challenge), "userHandle", 7),
    "a handle that is no base64": lambda key, challenge: without(key.answer(challenge), "userHandle", "é"),
    "a challenge that is a number": lambda key, challenge: with_said(key, {"type": "webauthn.get", "challenge": 7, "origin": HERE}),
    "said as a list": lambda key, challenge: with_said(key, []),
}  # fmt: skip


def without(credential: str, name: str, instead: Any = None) -> str:
    said = json.loads(credential)
    said["response"][name] = instead
    return json.dumps(said)


def with_said(key: Authenticator, said: Any) -> str:
    return without(key.answer(""), "clientDataJSON", plain(json.dumps(said).encode()))


def test_what_is_bent_opens_nothing(alice: Somebody, keeper: sa.Connection) -> None:
    key = have(alice)
    before = everything_of(keeper, alice)
    for how, bend in WRONG.items():
        browser = alice.another_browser()
        answer = come_in(browser, bend(key, ask(browser)["challenge"]))
        assert answer.status_code == 422 and 'role="alert"' in answer.text and not browser.token, how
        assert everything_of(keeper, alice) == before, how


def test_a_key_that_cannot_be_read_opens_nothing(alice: Somebody) -> None:
    """Somebody who speaks to us without a browser may leave such a one in their own account."""
    alice.register()
    key = Authenticator()
    off_the_curve = {1: 2, 3: -7, -1: 1, -2: bytes(32), -3: b"x"}
    made = with_key(key, ask(alice, "/account/passkeys/ask")["challenge"], off_the_curve)
    assert alice.post("/account/passkeys", {"credential": made}).status_code == 200
    browser = alice.another_browser()
    answer = come_in(browser, key.answer(ask(browser)["challenge"]))
    assert answer.status_code == 422 and "does not hold" in answer.text and not browser.token


def test_an_answer_is_good_once_and_in_one_browser(alice: Somebody) -> None:
    key = have(alice, counts=False)
    browser, elsewhere = alice.another_browser(), alice.another_browser()
    credential = key.answer(ask(browser)["challenge"])
    kept = dict(browser.slips)
    ask(elsewhere)
    assert come_in(elsewhere, credential).status_code == 422 and not elsewhere.token
    assert come_in(alice.another_browser(), credential).status_code == 422
    assert come_in(browser, credential).status_code == 303
    thief = Somebody("Thief", alice.client, alice.database, slips=kept)
    assert come_in(thief, credential).status_code == 422 and not thief.token


def test_a_question_is_over_after_ten_minutes(alice: Somebody) -> None:
    key = have(alice)
    browser = alice.another_browser()
    credential = key.answer(ask(browser)["challenge"])
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11), tick=False):
        assert come_in(browser, credential).status_code == 422 and not browser.token


def test_a_counter_that_goes_back_is_a_copied_key(alice: Somebody) -> None:
    key = have(alice)
    copy = Authenticator(id=key.id, key=key.key, count=key.count)
    for _ in range(2):
        browser = alice.another_browser()
        assert come_in(browser, key.answer(ask(browser)["challenge"])).status_code == 303
    for _ in range(2):
        thief = alice.another_browser()
        answer = come_in(thief, copy.answer(ask(thief)["challenge"]))
        assert answer.status_code == 422 and "may have been copied" in answer.text and not thief.token
    assert actions_of(alice).count("passkey-refused") == 2


def test_nobody_makes_us_write_of_a_copied_key_without_the_key(alice: Somebody) -> None:
    key = have(alice)
    browser = alice.another_browser()
    come_in(browser, key.answer(ask(browser)["challenge"]))
    stranger = alice.another_browser()
    forged = Authenticator(id=key.id).answer(ask(stranger)["challenge"])
    assert come_in(stranger, forged).status_code == 422 and "passkey-refused" not in actions_of(alice)


def test_a_removed_key_opens_nothing(alice: Somebody, keeper: sa.Connection) -> None:
    key = have(alice)
    alice.post(f"/account/passkeys/{id_of(alice, keeper)}/remove")
    browser = alice.another_browser()
    assert come_in(browser, key.answer(ask(browser)["challenge"])).status_code == 422 and not browser.token
    assert browser.sign_in().headers["location"] == "/profile/steps"


def test_a_closed_account_stays_closed(alice: Somebody, keeper: sa.Connection) -> None:
    key = have(alice)
    keeper.execute(sa.text("update people set disabled_at = now() where id = :id"), {"id": alice.id})
    browser = alice.another_browser()
    assert come_in(browser, key.answer(ask(browser)["challenge"])).status_code == 403 and not browser.token


def test_answers_without_end_are_refused(alice: Somebody, charlie: Somebody) -> None:
    answers = [come_in(charlie, "{}").status_code for _ in range(31)]
    assert answers == [422] * 30 + [429]


# --- being asked again -----------------------------------------------------------------------------------------------


def test_a_passkey_alone_proves(alice: Somebody, keeper: sa.Connection) -> None:
    key = have(alice)
    long_ago(alice, keeper)
    old = alice.token
    asked = ask(alice)
    assert [each["id"] for each in asked["allowCredentials"]] == [plain(key.id)]
    answer = come_in(alice, key.answer(asked["challenge"]), "/account/prove/passkey", next="/account/factors")
    assert answer.headers["location"] == "/account/factors" and alice.token != old
    assert alice.get("/account/factors").status_code == 200


def test_bobs_passkey_proves_nothing_of_alice(alice: Somebody, bob: Somebody, keeper: sa.Connection) -> None:
    have(alice)
    his = have(bob)
    long_ago(alice, keeper)
    before = everything_of(keeper, alice), everything_of(keeper, bob)
    answer = come_in(alice, his.answer(ask(alice)["challenge"]), "/account/prove/passkey")
    assert answer.status_code == 422 and alice.get("/account/factors").status_code == 303
    assert (everything_of(keeper, alice), everything_of(keeper, bob)) == before


def test_somebody_elses_passkey_is_not_there(alice: Somebody, bob: Somebody, keeper: sa.Connection) -> None:
    have(alice)
    have(bob)
    before = everything_of(keeper, alice)
    hers = id_of(alice, keeper)
    assert bob.post(f"/account/passkeys/{hers}/name", {"name": "Mine"}).status_code == 404
    assert bob.post(f"/account/passkeys/{hers}/remove").status_code == 404
    assert everything_of(keeper, alice) == before


# --- the last way in -------------------------------------------------------------------------------------------------


def test_the_last_way_in_stays(alice: Somebody, keeper: sa.Connection) -> None:
    have(alice)
    add(alice, Authenticator(), "Key ring")
    keeper.execute(sa.text("update people set password_hash = '' where id = :id"), {"id": alice.id})
    assert alice.post(f"/account/passkeys/{id_of(alice, keeper)}/remove").status_code == 303
    answer = alice.post(f"/account/passkeys/{id_of(alice, keeper)}/remove")
    assert answer.status_code == 422 and "your only way in" in answer.text and id_of(alice, keeper)


def test_without_a_password_a_passkey_is_how_one_proves(alice: Somebody, keeper: sa.Connection) -> None:
    key = have(alice)
    keeper.execute(sa.text("update people set password_hash = '' where id = :id"), {"id": alice.id})
    long_ago(alice, keeper)
    shown = alice.get("/account/prove").text
    assert 'type="password"' not in shown and "Use my passkey" in shown
    assert alice.post("/account/prove", {"password": PASSWORD, "code": "000000"}).status_code == 422
    assert come_in(alice, key.answer(ask(alice)["challenge"]), "/account/prove/passkey").status_code == 303


def test_the_app_and_a_passkey_stand_side_by_side(alice: Somebody) -> None:
    app, codes = set_up(alice.register())
    key = Authenticator()
    assert add(alice, key).headers["location"] == "/account/factors?done=passkey", (
        "the recovery codes are there already"
    )
    alice.post("/account/factors/app/remove")
    browser = half_way(alice)
    assert tell(browser, app.now()).status_code == 422
    assert tell(browser, codes[0]).status_code == 303, "they last as long as one second proof does"
