"""In with Google or LinkedIn, which are played by `oidc-provider-mock` and by a provider of our own that lies."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import oidc_provider_mock
import pytest
import sqlalchemy as sa
import time_machine
from joserfc.jwk import RSAKey
from litestar import Litestar
from litestar.testing import TestClient
from sqlmodel import SQLModel, select

from tests.accounts.filled import keeper_of
from tests.accounts.idp import (
    CLIENT,
    SECRET,
    IdP,
    encoded,
    signed_by_another,
    signed_by_public_key,
    signed_by_secret,
    signed_by_unknown,
    tampered,
    unsigned,
    write,
)
from tests.world import PASSWORD, Somebody, forget_limits, key_in, work
from web.accounts import providers
from web.accounts.limits import MOST_TRIPS
from web.accounts.pages.sign_in import HOME
from web.accounts.tables import Authenticator, Identity, Method, Passkey, Person, Provider, SignIn
from web.app import create_app
from web.db import Database, hash_token
from web.kit.clock import now
from web.kit.events import events_of
from web.kit.limits import count
from web.kit.visits import form_token_for
from web.settings import Settings

ABROAD = {"Sec-Fetch-Site": "cross-site"}  # what a browser says that a provider sends back


@pytest.fixture(scope="session")
def google() -> Iterator[IdP]:
    idp = IdP().start()
    yield idp
    idp.stop()


@pytest.fixture(scope="session")
def linkedin() -> Iterator[IdP]:
    idp = IdP(is_linkedin=True).start()
    yield idp
    idp.stop()


@pytest.fixture(autouse=True)
def honest_again(google: IdP) -> Iterator[None]:
    yield
    google.instead.clear()
    providers._kept.clear()


@pytest.fixture(scope="session")
def client(settings: Settings, google: IdP, linkedin: IdP) -> Iterator[TestClient[Litestar]]:
    """The app of every other test, with both buttons."""
    configured = settings.model_copy(
        update={
            "google_id": CLIENT, "google_secret": SECRET, "google_issuer": google.issuer,
            "linkedin_id": CLIENT, "linkedin_secret": SECRET, "linkedin_issuer": linkedin.issuer,
        }
    )  # fmt: skip
    with TestClient(create_app(configured)) as client:
        yield client


# --- a trip, step by step --------------------------------------------------------------------------------------------


def set_out(who: Somebody, provider: str = "google", **query: str) -> str:
    """Press the button; returns where it leads."""
    forget_limits(who.database)
    answer = who.get(f"/sign-in/with/{provider}", params=query)
    assert answer.status_code == 303, answer.text
    who._keep_token(answer)
    return str(answer.headers["location"])


def come_back(who: Somebody, address: str) -> httpx.Response:
    answer = who.get(address, headers=ABROAD)
    who._keep_token(answer)
    return answer


def go(who: Somebody, idp: IdP, query: dict[str, str] | None = None, **said: Any) -> httpx.Response:
    """There and back again, with what the provider says of the person."""
    provider = "linkedin" if idp.is_linkedin else "google"
    return come_back(who, idp.let_in(set_out(who, provider, **(query or {})), **said))


def everything(settings: Settings) -> dict[str, str]:
    """A checksum of each table, but for the counts of limits."""
    with keeper_of(settings) as keeper:
        return {
            table.name: str(
                keeper.execute(
                    sa.text(
                        f'select count(*), md5(string_agg(t::text, chr(10) order by t::text)) from "{table.name}" t'
                    )
                ).one()
            )
            for table in SQLModel.metadata.sorted_tables
            if table.name != "counts"
        }


def turned_away(answer: httpx.Response, status: int = 400) -> bool:
    """In words, with a way on, and without a sign-in."""
    assert "That did not work" in answer.text and 'class="button main"' in answer.text, answer.text
    assert "metier=" not in str(answer.headers.get_list("set-cookie"))
    return answer.status_code == status


def identities(who: Somebody) -> list[Identity]:
    with who.database.as_caller(hash_token(who.token)) as db:
        return list(db.exec(select(Identity)))


def actions(who: Somebody) -> list[str]:
    with who.database.as_person(who.id) as db:
        return [each.action for each in reversed(events_of(db, who.id))]


def person(who: Somebody) -> Person:
    with who.database.as_person(who.id) as db:
        return db.get_one(Person, who.id)


def ask_for_codes(who: Somebody) -> None:
    with who.database.as_person(who.id) as db:
        db.add(Authenticator(owner_id=who.id, secret="JBSWY3DPEHPK3PXP", confirmed_at=now()))


# --- in --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", ["google", "linkedin"])
def test_a_guest_becomes_a_person_and_keeps_everything(
    alice: Somebody, google: IdP, linkedin: IdP, provider: str
) -> None:
    idp = {"google": google, "linkedin": linkedin}[provider]
    before, profile, old_token = alice.id, alice.profile.id, alice.token
    entry = alice.add("experience", title="Cook")
    answer = go(alice, idp, {"next": "/profile/steps/experience"}, sub=f"alice-at-{provider}")
    assert answer.status_code == 303 and answer.headers["location"] == "/profile/steps/experience"
    assert (alice.id, alice.profile.id) == (before, profile) and alice.token != old_token
    assert 'value="Cook"' in alice.part(f"/profile/experience/{entry}/part?open=1").text
    assert f"alice-at-{provider}@idp.example" in alice.get("/account").text
    assert [(each.provider, each.email) for each in identities(alice)] == [
        (provider, f"alice-at-{provider}@idp.example")
    ]
    ghost = Somebody("Ghost", alice.client, alice.database, token=old_token)
    assert ghost.get("/account").headers["location"] == "/sign-in?next=/account", "who planted the cookie has nothing"


def test_the_button_leads_there_with_state_nonce_and_pkce(charlie: Somebody, settings: Settings) -> None:
    before = everything(settings)
    address = set_out(charlie, next="/account")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["redirect_uri"] == "http://testserver.local/sign-in/with/google/callback"
    assert (
        asked["code_challenge_method"] == "S256" and len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    )
    assert all(len(asked[name]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert set(charlie.slips) == {"metier-trip"} and not charlie.token
    assert all(secret not in charlie.slips["metier-trip"] for secret in (asked["state"], asked["nonce"]))
    assert everything(settings) == before, "who only presses the button leaves no row"


def test_the_address_they_come_back_to_is_ours_whatever_the_host_says(charlie: Somebody) -> None:
    answer = charlie.get("/sign-in/with/google", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in answer.headers["location"]
    assert "redirect_uri=http%3A%2F%2Ftestserver.local%2Fsign-in" in answer.headers["location"]


def test_with_the_mock_that_others_made(settings: Settings, database: Database) -> None:
    user = oidc_provider_mock.User(sub="samira", claims={"email": "samira@idp.example", "email_verified": True})
    with oidc_provider_mock.run_server_in_thread(user_claims=[user]) as server:
        issuer = f"http://localhost:{server.server_port}"
        mocked = settings.model_copy(update={"google_id": "any", "google_secret": "any", "google_issuer": issuer})
        with TestClient(create_app(mocked)) as client:
            samira = Somebody("Samira Owen", client, database).start()
            before = samira.id
            there = httpx.post(set_out(samira), data={"sub": "samira"}, trust_env=False)
            address = urlsplit(there.headers["location"])._replace(scheme="", netloc="").geturl()
            answer = come_back(samira, address)
            assert answer.headers["location"] == HOME and samira.id == before
            assert person(samira).email == "samira@idp.example"
            assert turned_away(come_back(samira, address))


def test_who_has_not_begun_gets_an_account_with_their_name(charlie: Somebody, google: IdP) -> None:
    answer = go(charlie, google, name="Charlie Chan")
    assert answer.headers["location"] == HOME
    assert charlie.profile.full_name == "Charlie Chan" and person(charlie).registered_at
    with charlie.database.as_person(charlie.id) as db:
        assert [each.method for each in db.exec(select(SignIn))] == [Method.GOOGLE]


def test_who_is_known_comes_in_on_another_device_and_brings_their_work(alice: Somebody, google: IdP) -> None:
    go(alice, google, sub="alice-again")
    phone = alice.another_browser().start()
    phone.add("experience", title="Waiter")
    guest, token = phone.id, phone.token
    go(phone, google, sub="alice-again", email="another@people.example")
    assert phone.id == alice.id and phone.id != guest and phone.token != token
    assert person(alice).email == "alice-again@idp.example", "the address of the account stays"
    assert [each.email for each in identities(alice)] == ["another@people.example"]
    assert "work-came-along" in actions(alice)


def test_an_account_with_the_same_proven_address_is_linked_and_told(alice: Somebody, google: IdP) -> None:
    alice.register()
    phone = alice.another_browser()
    answer = go(phone, google, email=alice.email.upper())
    assert answer.headers["location"] == HOME and phone.id == alice.id
    assert len(identities(alice)) == 1 and actions(alice)[-2:] == ["identity-linked", "signed-in"]
    assert alice.get("/account").status_code == 200, "who was signed in stays"


def test_a_second_proof_is_asked_for_and_links_from_inside_only(
    alice: Somebody, bob: Somebody, google: IdP, settings: Settings
) -> None:
    alice.register()
    ask_for_codes(alice)
    before = everything(settings)
    phone = alice.another_browser()
    assert turned_away(go(phone, google, email=alice.email))
    assert everything(settings) == before and not phone.token
    go(bob, google, sub="bob-with-codes")
    ask_for_codes(bob)
    phone = bob.another_browser()
    assert go(phone, google, sub="bob-with-codes").headers["location"] == "/sign-in/code"
    assert not phone.token and "metier-half" in phone.slips


def test_another_subject_with_the_same_address_does_not_come_in(
    alice: Somebody, google: IdP, settings: Settings
) -> None:
    go(alice, google, sub="the-first", email="shared@people.example")
    before = everything(settings)
    assert turned_away(go(alice.another_browser(), google, sub="the-second", email="shared@people.example"))
    assert everything(settings) == before


@pytest.mark.parametrize("provider", ["google", "linkedin"])
def test_an_address_nobody_checked_opens_nothing(
    alice: Somebody, bob: Somebody, google: IdP, linkedin: IdP, settings: Settings, provider: str
) -> None:
    """Nor does the answer tell whether the address has an account."""
    idp = {"google": google, "linkedin": linkedin}[provider]
    alice.register()
    before = everything(settings)
    for verified in (False, None, "true", "True", 1, 0, [True], {"is": True}):
        known = go(bob, idp, email=alice.email, email_verified=verified)
        unknown = go(bob, idp, email="unknown@idp.example", email_verified=verified)
        assert turned_away(known) and turned_away(unknown) and known.text == unknown.text, verified
    assert everything(settings) == before


@pytest.mark.parametrize(
    "address", [None, "", "no-address", "a@b@c.example", "a\r\nBcc: b@people.example", 7, ["a@b.example"]]
)
def test_without_an_address_no_account_is_made(bob: Somebody, google: IdP, settings: Settings, address: Any) -> None:
    before = everything(settings)
    sub = f"odd-{time.time_ns()}"
    answer = come_back(bob, google.let_in(set_out(bob), sub=sub, email_verified=True, email=address or None))
    assert turned_away(answer) and everything(settings) == before


def test_linkedin_is_believed_where_it_says_so_as_a_boolean(bob: Somebody, linkedin: IdP) -> None:
    """Its token says the text "true"; its userinfo says true, of the same subject."""
    assert go(bob, linkedin, sub="bob-at-linkedin").headers["location"] == HOME
    assert turned_away(go(bob.another_browser(), linkedin, info={"sub": "somebody-else"}))
    assert turned_away(go(bob.another_browser(), linkedin, nonce="another trip's")), "where it gives one, it is ours"


def test_userinfo_of_somebody_else_is_refused(bob: Somebody, google: IdP, settings: Settings) -> None:
    before = everything(settings)
    info = {"sub": "victim", "email": "victim@people.example", "email_verified": True}
    assert turned_away(go(bob, google, email=None, email_verified=None, info=info))
    assert everything(settings) == before


# --- what a provider, or somebody who plays it, might say ------------------------------------------------------------

TOKENS: dict[str, Callable[[], dict[str, Any]]] = {
    "wrong nonce": lambda: {"nonce": "of another trip"},
    "no nonce": lambda: {"nonce": None},
    "wrong audience": lambda: {"aud": "somebody-elses-app"},
    "audience of somebody else beside ours": lambda: {"aud": [CLIENT, "other"], "azp": "other"},
    "two audiences and no azp": lambda: {"aud": [CLIENT, "other"]},
    "azp of another app": lambda: {"azp": "somebody-elses-app"},
    "no audience": lambda: {"aud": None},
    "wrong issuer": lambda: {"iss": "https://accounts.google.example"},
    "issuer with a slash more": lambda: {"iss": "http://127.0.0.1/"},
    "no issuer": lambda: {"iss": None},
    "expired": lambda: {"exp": int(time.time()) - 120},
    "never expires": lambda: {"exp": None},
    "expires in words": lambda: {"exp": "tomorrow"},
    "issued tomorrow": lambda: {"iat": int(time.time()) + 86_400},
    "never issued": lambda: {"iat": None},
    "hash of another access token": lambda: {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "no subject": lambda: {"sub": None},
    "an empty subject": lambda: {"sub": ""},
    "subject that is no text": lambda: {"sub": ["alice"]},
    "alg none": lambda: {"sign": unsigned},
    "HS256 by the client's secret": lambda: {"sign": signed_by_secret},
    "HS256 by the public key": lambda: {"sign": signed_by_public_key},
    "another key of that name": lambda: {"sign": signed_by_another},
    "a key of its own": lambda: {"sign": signed_by_unknown},
    "changed afterwards": lambda: {"sign": tampered},
    "no token": lambda: {"sign": lambda idp, claims: None},
    "a number": lambda: {"sign": lambda idp, claims: 7},
    "no dots": lambda: {"sign": lambda idp, claims: "token"},
    "no base64": lambda: {"sign": lambda idp, claims: "é.é.é"},
    "a list for claims": lambda: {"sign": lambda idp, claims: f"{encoded({'alg': 'RS256'})}.W10.AAAA"},
}  # fmt: skip


@pytest.mark.parametrize("lie", TOKENS)
def test_a_token_that_lies_changes_nothing(alice: Somebody, google: IdP, settings: Settings, lie: str) -> None:
    before = everything(settings)
    sub = f"liar-{time.time_ns()}"
    said: dict[str, Any] = {"sub": sub, **TOKENS[lie]()}
    address = google.let_in(set_out(alice), **({"sub": sub} | {k: v for k, v in said.items() if k == "sign"}))
    grant = google.grants[parse_qs(urlsplit(address).query)["code"][0]]
    grant.claims |= {name: value for name, value in said.items() if name != "sign"}
    assert turned_away(come_back(alice, address))
    assert everything(settings) == before and person(alice).is_guest


def test_the_same_token_without_a_lie_is_taken(alice: Somebody, google: IdP) -> None:
    assert go(alice, google, aud=[CLIENT], azp=CLIENT).headers["location"] == HOME


# --- what stands between the browser and the provider ----------------------------------------------------------------


def test_a_way_back_leads_in_once(alice: Somebody, google: IdP, settings: Settings) -> None:
    address = google.let_in(set_out(alice), sub="once")
    with_slip = dict(alice.slips)
    come_back(alice, address)
    after = everything(settings)
    asked = len(google.asked)
    assert turned_away(come_back(alice, address)), "with this very cookie"
    thief = Somebody("Thief", alice.client, alice.database, slips=with_slip)
    assert turned_away(come_back(thief, address)), "with a copy of all it had"
    assert everything(settings) == after and len(google.asked) == asked, "nobody was even asked"


def test_a_code_is_good_once(alice: Somebody, bob: Somebody, google: IdP, settings: Settings) -> None:
    code = parse_qs(urlsplit(address := google.let_in(set_out(alice), sub="alices-code")).query)["code"][0]
    come_back(alice, address)
    after = everything(settings)
    theirs = google.let_in(set_out(bob), sub="bob")
    own = parse_qs(urlsplit(theirs).query)
    assert turned_away(come_back(bob, f"/sign-in/with/google/callback?code={code}&state={own['state'][0]}"))
    assert everything(settings) == after


def test_a_stolen_code_does_not_fit_another_trip(
    alice: Somebody, bob: Somebody, google: IdP, settings: Settings
) -> None:
    """Alice's code, unused, in Bob's browser: the proof of the code exchange (PKCE) is hers."""
    code = parse_qs(urlsplit(google.let_in(set_out(alice), sub="alice-robbed")).query)["code"][0]
    state = parse_qs(urlsplit(google.let_in(set_out(bob))).query)["state"][0]
    before = everything(settings)
    assert turned_away(come_back(bob, f"/sign-in/with/google/callback?code={code}&state={state}"))
    assert everything(settings) == before


STRANGE = ["", "?code=x", "?state=x", "?code=x&state=", "?code=&state={state}", "?code={code}&state={state}x",
           "?code={code}", "?code={code}&state=é", "?error=server_error&state={state}", "?error=access_denied",
           "?code={code}&state={state}&iss=https://evil.example"]  # fmt: skip


@pytest.mark.parametrize("query", STRANGE)
def test_a_strange_way_back_changes_nothing(alice: Somebody, google: IdP, settings: Settings, query: str) -> None:
    before = everything(settings)
    said = {name: values[0] for name, values in parse_qs(urlsplit(google.let_in(set_out(alice))).query).items()}
    assert turned_away(come_back(alice, "/sign-in/with/google/callback" + query.format(**said)))
    assert everything(settings) == before


@pytest.mark.parametrize("provider", ["google", "linkedin"])
def test_a_state_from_another_browser_is_refused(
    alice: Somebody, bob: Somebody, google: IdP, linkedin: IdP, settings: Settings, provider: str
) -> None:
    """Somebody sends Bob the address of their own way back: he would write into their account."""
    idp = {"google": google, "linkedin": linkedin}[provider]
    before = everything(settings)
    attackers = idp.let_in(set_out(alice, provider), sub=f"attacker-at-{provider}")
    assert turned_away(come_back(bob, attackers)), "a browser that set out for nowhere"
    set_out(bob, provider)
    assert turned_away(come_back(bob, attackers)), "a browser on a trip of its own"
    assert everything(settings) == before
    assert come_back(alice, attackers).headers["location"] == HOME


def test_linkedins_code_at_googles_door(alice: Somebody, google: IdP, linkedin: IdP, settings: Settings) -> None:
    before = everything(settings)
    address = linkedin.let_in(set_out(alice, "linkedin"), sub="mixed-up")
    asked = len(google.asked)
    assert turned_away(come_back(alice, address.replace("/linkedin/", "/google/")))
    assert everything(settings) == before and len(google.asked) == asked, "Google does not even see the code"
    assert come_back(alice, address).headers["location"] == HOME


def test_a_trip_lasts_ten_minutes(alice: Somebody, google: IdP, settings: Settings) -> None:
    address = google.let_in(set_out(alice))
    before = everything(settings)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=10, seconds=1), tick=False):
        assert turned_away(come_back(alice, address))
    assert everything(settings) == before


def test_who_says_no_there_is_back_where_they_began(alice: Somebody, google: IdP) -> None:
    state = parse_qs(urlsplit(set_out(alice)).query)["state"][0]
    answer = come_back(alice, f"/sign-in/with/google/callback?error=access_denied&state={state}")
    assert answer.status_code == 303 and answer.headers["location"] == "/sign-in"


def test_another_site_starts_no_trip(alice: Somebody) -> None:
    for site in ("cross-site", "same-site"):
        answer = alice.get("/sign-in/with/google", headers={"Sec-Fetch-Site": site})
        assert answer.headers["location"] == "/sign-in" and "set-cookie" not in answer.headers


def test_what_is_not_configured_is_not_there(alice: Somebody, settings: Settings, database: Database) -> None:
    for path in ("facebook", "facebook/callback", "Google", "google?mode=other"):
        assert alice.get(f"/sign-in/with/{path}").status_code == 404
    with TestClient(create_app(settings)) as client:
        bare = Somebody("Bare", client, database)
        assert bare.get("/sign-in/with/google").status_code == 404
        assert "Continue with" not in bare.get("/sign-in").text
    assert "Continue with Google" in alice.get("/sign-in").text


ELSEWHERE = [
    "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "\t//evil.example", "/\n/evil.example", " //evil.example", "http:evil.example", "http:///evil.example", "javascript:alert(1)",
    "java\nscript:alert(1)", "data:text/html,x", "ftp://evil.example", "/%5cevil.example\\", "https:/evil.example", "evil.example",
    "//evil.example/%2e%2e", "/\x00/evil.example", "/\u2028/evil.example", "//@evil.example", "?//evil.example", "#//evil.example",
    "//testserver.local@evil.example", "//[::1]/", "/\u00a0//evil.example",
]  # fmt: skip


def test_nobody_is_led_elsewhere(charlie: Somebody, google: IdP) -> None:
    go(charlie, google, sub="charlie-here")
    for wanted in ELSEWHERE:
        assert set_out(charlie, next=wanted) == HOME, wanted
        proved = go(charlie, google, {"mode": "prove", "next": wanted}, sub="charlie-here")
        assert proved.headers["location"] == "/account", wanted
        phone = charlie.another_browser()
        assert go(phone, google, {"next": wanted}, sub="charlie-here").headers["location"] == HOME, wanted


# --- a provider in trouble -------------------------------------------------------------------------------------------


Trouble = Callable[[IdP], Callable[[BaseHTTPRequestHandler], None]]
PATIENCE = 30  # seconds for an answer that is given up after one: the machine may be busy


def drip(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for long: no single read takes its time."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    with suppress(OSError):
        for _ in range(PATIENCE * 20):
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.05)


def saying(status: int, body: bytes) -> Trouble:
    return lambda idp: lambda request: write(request, status, body)


def papers(**said: Any) -> Trouble:
    return lambda idp: lambda request: write(request, 200, json.dumps({**idp.papers(), **said}).encode())


ANYWHERE: dict[str, Trouble] = {
    "huge": lambda idp: lambda request: idp.serve_honestly(request, padding=5_000_000),
    "moved": lambda idp: lambda request: write(request, 307, b"{}", Location=f"{idp.issuer}/moved{request.path}"),
    "broken": saying(500, b"{}"),
    "gone": lambda idp: lambda request: request.connection.close(),
    "slow": lambda idp: drip,
    "nonsense": saying(200, b"<html>"),
    "nested": saying(200, b"[" * 100_000),
    "a list": saying(200, b"[]"),
}
DISCOVERY = "/.well-known/openid-configuration"
TROUBLE = {
    **{f"{path} {what}": (path, each) for path in (DISCOVERY, "/token", "/jwks", "/userinfo") for what, each in ANYWHERE.items()},
    "of another issuer": (DISCOVERY, papers(issuer="https://accounts.google.example")),
    "token at a file": (DISCOVERY, papers(token_endpoint="file:///etc/passwd")),
    "no keys": (DISCOVERY, papers(jwks_uri=None)),
    "a shared secret for a key": ("/jwks", saying(200, b'{"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "key-1"}]}')),
}  # fmt: skip


@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_provider_in_trouble_is_told_in_words(
    alice: Somebody, google: IdP, settings: Settings, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(providers, "SECONDS", 1)
    path, answer = TROUBLE[trouble]
    address = "/sign-in/with/google" if path == DISCOVERY else google.let_in(set_out(alice), email_verified=None)
    before, began = everything(settings), time.monotonic()
    google.instead[path] = answer(google)
    told = alice.get(address)
    assert turned_away(told, 400 if "moved" in trouble and path in ("/token", "/userinfo") else 503)
    assert time.monotonic() - began < PATIENCE and "set-cookie" not in told.headers
    google.instead.clear()
    assert everything(settings) == before
    assert go(alice, google).headers["location"] == HOME, "as soon as it is well again, so is the door"


def test_a_provider_cannot_send_us_to_another_door_of_this_machine(alice: Somebody, google: IdP, linkedin: IdP) -> None:
    google.instead[DISCOVERY] = papers(jwks_uri=f"{linkedin.issuer}/jwks")(google)
    linkedin.asked.clear()
    assert turned_away(go(alice, google), 503) and linkedin.asked == []


def test_no_proxy_of_the_surroundings_is_heeded(alice: Somebody, google: IdP, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert go(alice, google).headers["location"] == HOME


def test_one_address_comes_back_so_often_and_no_more(alice: Somebody, google: IdP, database: Database) -> None:
    address = google.let_in(set_out(alice))
    most, seconds = MOST_TRIPS
    for _ in range(most):
        count(database, "provider:testclient", most, seconds)
    assert come_back(alice, address).status_code == 429


def test_who_asks_over_https_is_not_sent_on_in_the_clear() -> None:
    """Where the issuer is https, all its places are."""
    desk = providers.Desk(Provider.GOOGLE, "https://idp.example", "id", "secret", "https://metier.example/cb")
    said = {name: f"https://idp.example/{name}" for name in providers.PLACES}
    for name in providers.PLACES:
        with pytest.raises(providers.Unanswered):
            providers.places_in(desk, {"issuer": desk.issuer, **said, name: "http://idp.example/x"})
    assert providers.places_in(desk, {"issuer": desk.issuer, **said}) == said


def test_a_new_key_of_the_provider_is_fetched(alice: Somebody, bob: Somebody, google: IdP) -> None:
    go(alice, google)
    old, google.key = google.key, RSAKey.generate_key(2048, {"kid": "key-2"})
    try:
        assert go(bob, google).headers["location"] == HOME
    finally:
        google.key = old


# --- exactly once ----------------------------------------------------------------------------------------------------


def test_of_fifty_at_once_one_makes_the_account(alice: Somebody, google: IdP, settings: Settings) -> None:
    alice.add("experience", title="Cook")
    guest, old_token = alice.id, alice.token
    answers = asyncio.run(all_at_once(alice, trips(alice, google, ["fifty-tabs"] * 50)))
    assert Counter((each.status_code, each.headers.get("location")) for each in answers) == {(303, HOME): 50}
    tokens = {cookie_in(each) for each in answers}
    assert len(tokens) == 50 and "" not in tokens and old_token not in tokens
    for alice.token in tokens:
        assert alice.id == guest
    assert actions(alice).count("registered") == 1 and len(identities(alice)) == 1
    with keeper_of(settings) as keeper:
        ours = {"id": guest}
        assert keeper.execute(sa.text("select count(*) from experiences where owner_id = :id"), ours).scalar() == 1
        assert keeper.execute(sa.text("select count(*) from profiles where owner_id = :id"), ours).scalar() == 1


def test_of_two_identities_at_once_one_gets_the_work(alice: Somebody, google: IdP) -> None:
    alice.add("experience", title="Cook")
    guest = alice.id
    answers = asyncio.run(all_at_once(alice, trips(alice, google, ["this-one", "that-one"] * 10)))
    assert Counter(each.headers.get("location") for each in answers) == {HOME: 20}
    accounts: dict[UUID, set[str]] = {}
    for answer in answers:
        alice.token = cookie_in(answer)
        accounts.setdefault(alice.id, set()).update([person(alice).email, *(each.email for each in identities(alice))])
    assert guest in accounts and len(accounts) == 2
    assert sorted(map(len, accounts.values())) == [1, 1], "each has one identity, and its address"


def test_of_twelve_new_browsers_with_one_identity_one_makes_the_account(charlie: Somebody, google: IdP) -> None:
    answers = asyncio.run(all_at_once(charlie, trips(charlie, google, ["twelve"] * 12)))
    assert Counter(each.headers.get("location") for each in answers) == {HOME: 12}
    made = set()
    for answer in answers:
        charlie.token = cookie_in(answer)
        made.add(charlie.id)
    assert len(made) == 1


def trips(who: Somebody, idp: IdP, subs: list[str]) -> list[tuple[str, dict[str, str]]]:
    """Many tabs on their way back: the address, and the cookies each had."""
    made = []
    for sub in subs:
        who.slips.clear()
        made.append((idp.let_in(set_out(who), sub=sub), dict(who.slips)))
    forget_limits(who.database)
    return made


async def all_at_once(who: Somebody, trips: list[tuple[str, dict[str, str]]]) -> list[httpx.Response]:
    """Ten at any moment: where more wait for one row, a busy machine tells the last of them to come again."""
    transport, doors = httpx.ASGITransport(who.client.app), asyncio.Semaphore(10)

    async def one(address: str, slips: dict[str, str]) -> httpx.Response:
        async with doors, httpx.AsyncClient(transport=transport, base_url="http://testserver.local") as browser:
            cookies = {"metier": who.token, **slips}
            header = "; ".join(f"{name}={value}" for name, value in cookies.items())
            return await browser.get(address, headers={**ABROAD, "Cookie": header})

    return await asyncio.gather(*(one(*trip) for trip in trips))


def cookie_in(answer: httpx.Response) -> str:
    cookies = dict(each.partition(";")[0].split("=", 1) for each in answer.headers.get_list("set-cookie"))
    return cookies.get("metier", "")


# --- who was there before --------------------------------------------------------------------------------------------


def test_a_sign_up_that_waits_for_its_letter_is_void_afterwards(
    alice: Somebody, bob: Somebody, google: IdP, settings: Settings
) -> None:
    """Bob, and Alice herself, signed up with Alice's address and a password; then she comes in with Google."""
    address = f"victim-{time.time_ns()}@people.example"
    for who in (bob, alice):
        who.email = address
        forget_limits(who.database)
        who._keep_token(who.post("/sign-up", {"email": address, "password": PASSWORD}))
    work(alice.house)
    keys = [key_in(letter) for letter in alice.letters()]
    assert len(keys) == 2
    go(alice, google, email=address)
    after = everything(settings)
    for key in keys:
        answer = alice.post("/verify", {"key": key, "password": PASSWORD})
        assert answer.status_code == 422 and "over" in answer.text
    assert bob.post("/sign-in", {"email": address, "password": PASSWORD}).status_code == 422
    assert not person(alice).password_hash and person(bob).is_guest
    assert {k: v for k, v in everything(settings).items() if k != "events"} == {
        k: v for k, v in after.items() if k != "events"
    }, "a failed sign-in is noted, nothing else"


def test_a_closed_account_stays_closed_and_an_erased_one_shows_the_way_back(
    alice: Somebody, bob: Somebody, google: IdP, settings: Settings
) -> None:
    go(alice, google, sub="closed")
    bob.register()
    with keeper_of(settings) as keeper:
        close = "update people set disabled_at = now() where id in (:one, :other)"
        keeper.execute(sa.text(close), {"one": alice.id, "other": bob.id})
    before = everything(settings)
    assert go(alice.another_browser(), google, sub="closed").status_code == 403
    assert go(bob.another_browser(), google, email=bob.email).status_code == 403
    assert everything(settings) == before
    with keeper_of(settings) as keeper:
        keeper.execute(
            sa.text(
                "update people set disabled_at = null, erased_at = now() where email is not null and disabled_at is not null"
            )
        )
    phone = alice.another_browser()
    assert go(phone, google, sub="closed").headers["location"] == "/sign-in/back" and not phone.token
    assert phone.get("/sign-in/back").status_code == 200


# --- link and unlink -------------------------------------------------------------------------------------------------


def unlink(who: Somebody, identity: Identity) -> httpx.Response:
    return who.post(f"/account/ways/{identity.id}/unlink")


def test_linking_from_inside_needs_no_checked_address(alice: Somebody, google: IdP) -> None:
    alice.register()
    assert "Not linked" in alice.get("/account/ways").text
    answer = go(alice, google, {"mode": "link"}, sub="linked", email_verified=False)
    assert answer.headers["location"] == "/account?done=identity" and actions(alice)[-1] == "identity-linked"
    shown = alice.get("/account/ways").text
    assert "Linked to linked@idp.example" in shown and "Last used" in shown
    phone = alice.another_browser()
    go(phone, google, sub="linked", email_verified=False)
    assert phone.id == alice.id
    assert go(alice, google, {"mode": "link"}, sub="linked").headers["location"] == "/account?done=identity"
    assert len(identities(alice)) == 1


def test_what_opens_another_account_is_not_linked(
    alice: Somebody, bob: Somebody, google: IdP, settings: Settings
) -> None:
    go(bob, google, sub="bobs")
    alice.register()
    go(alice, google, {"mode": "link"}, sub="alices")
    before = everything(settings)
    assert turned_away(go(alice, google, {"mode": "link"}, sub="bobs"))
    assert turned_away(go(alice, google, {"mode": "link"}, sub="alices-other"))
    assert everything(settings) == before


def test_linking_belongs_to_the_sign_in_that_set_out(alice: Somebody, bob: Somebody, google: IdP) -> None:
    alice.register()
    bob.register()
    attackers = google.let_in(set_out(bob, mode="link"), sub="attackers-identity")
    for slips in (bob.slips, {}):
        alice.slips = dict(slips)
        assert turned_away(come_back(alice, attackers))
        assert not identities(alice)
    mine = google.let_in(set_out(alice, mode="link"), sub="mine")
    alice.sign_in()
    assert turned_away(come_back(alice, mine)) and not identities(alice), "another sign-in of the same person"


def test_ways_are_changed_only_by_who_proved_who_they_are(alice: Somebody, google: IdP, settings: Settings) -> None:
    alice.register()
    go(alice, google, {"mode": "link"})
    with keeper_of(settings) as keeper:
        keeper.execute(
            sa.text("update sign_ins set proved_at = now() - interval '16 minutes' where owner_id = :id"),
            {"id": alice.id},
        )
    before = everything(settings)
    assert alice.get("/account/ways").headers["location"] == "/account/prove?next=/account/ways"
    assert alice.get("/sign-in/with/google?mode=link").headers["location"] == "/account/ways"
    assert unlink(alice, identities(alice)[0]).headers["location"].startswith("/account/prove")
    assert everything(settings) == before


def test_a_guest_has_no_ways(alice: Somebody, charlie: Somebody) -> None:
    for who in (alice, charlie):
        for address in ("/account/ways", "/sign-in/with/google?mode=link", "/sign-in/with/google?mode=prove"):
            assert who.get(address).headers["location"].startswith("/sign-in?next=/")


def test_the_last_way_in_stays(alice: Somebody, google: IdP, linkedin: IdP) -> None:
    go(alice, google, sub="only-way")
    (only,) = identities(alice)
    answer = unlink(alice, only)
    assert answer.status_code == 422 and "your only way in" in answer.text and identities(alice) == [only]
    go(alice, linkedin, {"mode": "link"})
    assert unlink(alice, only).headers["location"] == "/account?done=unlinked"
    assert actions(alice)[-1] == "identity-unlinked"
    (other,) = identities(alice)
    assert unlink(alice, other).status_code == 422
    with alice.database.as_person(alice.id) as db:
        db.add(Passkey(owner_id=alice.id, credential_id=alice.id.bytes, public_key=b"key", name="Phone"))
    assert unlink(alice, other).status_code == 303 and not identities(alice)
    assert unlink(alice, other).status_code == 404


def test_of_two_ways_two_tabs_take_away_one(alice: Somebody, google: IdP, linkedin: IdP) -> None:
    go(alice, google)
    go(alice, linkedin, {"mode": "link"})
    both = identities(alice)
    app, token = alice.client.app, alice.token

    async def at_once() -> list[httpx.Response]:
        async def one(identity: Identity) -> httpx.Response:
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(app), base_url="http://testserver.local"
            ) as browser:
                headers = {"Cookie": f"metier={token}", "Sec-Fetch-Site": "same-origin"}
                data = {"token": form_token_for(token)}
                return await browser.post(f"/account/ways/{identity.id}/unlink", data=data, headers=headers)

        return await asyncio.gather(*(one(each) for each in both))

    assert sorted(each.status_code for each in asyncio.run(at_once())) == [303, 422]
    assert len(identities(alice)) == 1


def test_a_stranger_unlinks_nothing(alice: Somebody, bob: Somebody, google: IdP) -> None:
    alice.register()
    bob.register()
    go(alice, google, {"mode": "link"})
    assert unlink(bob, identities(alice)[0]).status_code == 404 and identities(alice)


# --- once more -------------------------------------------------------------------------------------------------------


def grow_old(who: Somebody, settings: Settings) -> None:
    with keeper_of(settings) as keeper:
        keeper.execute(
            sa.text("update sign_ins set proved_at = now() - interval '1 hour' where token_hash = :hash"),
            {"hash": hash_token(who.token)},
        )


def test_a_provider_can_be_asked_once_more(alice: Somebody, google: IdP, settings: Settings) -> None:
    go(alice, google, sub="again")
    grow_old(alice, settings)
    old_token = alice.token
    there = set_out(alice, mode="prove", next="/account/ways")
    asked = parse_qs(urlsplit(there).query)
    assert asked["prompt"] == ["select_account"] and asked["max_age"] == ["0"]
    answer = come_back(alice, google.let_in(there, sub="again", auth_time=int(time.time())))
    assert answer.headers["location"] == "/account/ways" and alice.token != old_token
    assert alice.get("/account/ways").status_code == 200 and actions(alice)[-1] == "proved"


def test_somebody_else_or_long_ago_proves_nothing(
    alice: Somebody, bob: Somebody, google: IdP, settings: Settings
) -> None:
    go(bob, google, sub="bob-proves")
    go(alice, google, sub="alice-proves")
    grow_old(alice, settings)
    before = everything(settings)
    query = {"mode": "prove"}
    assert turned_away(go(alice, google, query, sub="bob-proves"))
    assert turned_away(go(alice, google, query, sub="unknown"))
    assert turned_away(go(alice, google, query, sub="alice-proves", auth_time=int(time.time()) - 3_600))
    assert everything(settings) == before


def test_a_second_proof_is_asked_for_here_as_well(alice: Somebody, google: IdP, settings: Settings) -> None:
    go(alice, google, sub="alice-two")
    ask_for_codes(alice)
    grow_old(alice, settings)
    answer = go(alice, google, {"mode": "prove", "next": "/account/ways"}, sub="alice-two")
    assert answer.headers["location"] == "/sign-in/code" and "metier-half" in alice.slips
    assert alice.get("/account/ways").headers["location"].startswith("/account/prove")
