"""Google and LinkedIn: who vouches for people elsewhere (OpenID Connect, authorization code flow).

A provider is believed where signature, issuer, audience, times and nonce of its token are right, and an address only
where it says as a boolean that it checked it. Of what it gives nothing is kept: no token, only who vouched for whom.

LinkedIn differs from the book: its token endpoint answers a PKCE verifier with `invalid_client`, its tokens carry no
nonce, and call `email_verified` "true" as text; only its userinfo says it as a boolean.
"""

import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar, cast
from urllib.parse import urlencode

import anyio
import structlog
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from litestar.datastructures import FormMultiDict

from web.accounts.tables import Provider
from web.kit.forms import EMail, Form, Line
from web.kit.outbound import NotFetched, Outbound
from web.settings import Settings

T = TypeVar("T")

NAMES = {Provider.GOOGLE: "Google", Provider.LINKEDIN: "LinkedIn"}
BY_THE_BOOK = {Provider.GOOGLE}  # take PKCE and give the nonce back
PROMPTS = {Provider.GOOGLE: "select_account", Provider.LINKEDIN: "login"}  # Google knows no "login"
ALGORITHMS = ["RS256", "ES256"]
SECONDS = 10  # for all that is asked of a provider in one request
KEPT_SECONDS = 3_600
LEEWAY = 60  # seconds that clocks may differ

log = structlog.get_logger()


class Refused(Exception):
    """What the provider says, or who it vouches for, does not do; the text tells the person."""


class Unanswered(Exception):
    """The provider is down, slow, or says what no provider says."""


class Mode(StrEnum):
    """What somebody goes to a provider for."""

    ENTER = "enter"
    LINK = "link"
    PROVE = "prove"


@dataclass(frozen=True)
class Desk:
    """A provider as it was set up for this installation."""

    provider: Provider
    issuer: str
    client_id: str
    secret: str
    callback: str

    @property
    def name(self) -> str:
        return NAMES[self.provider]


@dataclass(frozen=True)
class Trip:
    """What the browser takes along to the provider, sealed: only who brings it back comes in."""

    provider: str
    mode: str
    next: str
    sign_in_id: str
    began: float
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Vouched:
    """For whom a provider vouches. `address` is "" where it was not checked there; `shown` is only for looking at."""

    provider: Provider
    key: bytes
    address: str
    shown: str
    name: str
    auth_time: float | None


def providers(settings: Settings) -> dict[Provider, str]:
    """Those that are configured, with their names."""
    return {each: name for each, name in NAMES.items() if desk_of(settings, each)}


def desk_of(settings: Settings, provider: Provider) -> Desk | None:
    issuer, client_id, secret = {
        Provider.GOOGLE: (settings.google_issuer, settings.google_id, settings.google_secret),
        Provider.LINKEDIN: (settings.linkedin_issuer, settings.linkedin_id, settings.linkedin_secret),
    }[provider]
    callback = f"{settings.address}/sign-in/with/{provider.value}/callback"
    return Desk(provider, issuer, client_id, secret, callback) if client_id else None


# --- there -----------------------------------------------------------------------------------------------------------


def pack(provider: Provider, mode: Mode, next_: str, sign_in_id: object = "") -> Trip:
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Trip(provider.value, mode.value, next_, str(sign_in_id), time.time(), state, nonce, verifier)


async def way_there(desk: Desk, trip: Trip) -> str:
    """The provider's address that asks who somebody is; raises Unanswered."""
    with in_time():
        places = await places_of(desk)
    asked = {"nonce": trip.nonce}
    if desk.provider in BY_THE_BOOK:
        asked["code_verifier"] = trip.verifier
    if trip.mode == Mode.PROVE:
        asked |= {"prompt": PROMPTS[desk.provider], "max_age": "0"}
    client = OAuth2Client(
        None, desk.client_id, scope="openid email profile", redirect_uri=desk.callback, code_challenge_method="S256"
    )
    address, _ = client.create_authorization_url(places["authorization_endpoint"], state=trip.state, **asked)
    return str(address)


# --- and back --------------------------------------------------------------------------------------------------------


async def vouch(desk: Desk, trip: Trip, code: str) -> Vouched:
    """Exchange the code for who it is; raises Refused or Unanswered."""
    with in_time():
        places = await places_of(desk)
        given = await exchange(desk, places, trip, code)
        claims = await claims_of(desk, places, trip, given)
        said = claims
        if not isinstance(claims.get("email_verified"), bool):
            said = await userinfo(desk, places, claims, given)
    who = WhoForm.read(
        FormMultiDict([(name, str(said.get(name) or "").encode(errors="ignore").decode()) for name in WHO])
    ).values
    address = who.get("email") or ""
    return Vouched(
        provider=desk.provider,
        key=hashlib.sha256(json.dumps([desk.issuer, claims["sub"]]).encode()).digest(),
        address=address if said.get("email_verified") is True else "",
        shown=address,
        name=who.get("name") or "",
        auth_time=claims.get("auth_time"),
    )


WHO = ("email", "name")


class WhoForm(Form):
    """What a provider says of somebody, read as carefully as what a browser sends."""

    email: EMail = ""
    name: Line = ""


async def exchange(desk: Desk, places: Mapping[str, str], trip: Trip, code: str) -> dict[str, Any]:
    asked = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": desk.callback,
        "client_id": desk.client_id, "client_secret": desk.secret,
    }  # fmt: skip
    if desk.provider in BY_THE_BOOK:
        asked["code_verifier"] = trip.verifier
    status, given = await ask(desk, "POST", places["token_endpoint"], form=asked)
    if status != HTTPStatus.OK:
        refuse(desk, str(given.get("error")))
    if not isinstance(given.get("access_token"), str) or not isinstance(given.get("id_token"), str):
        refuse(desk, "no_token")
    return given


async def claims_of(desk: Desk, places: Mapping[str, str], trip: Trip, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the token says, once everything about it is right."""
    try:
        try:
            token = jwt.decode(given["id_token"], await kept(desk, places["jwks_uri"], keys_in), ALGORITHMS)
        except InvalidKeyIdError:  # the provider has a new key
            token = jwt.decode(given["id_token"], await kept(desk, places["jwks_uri"], keys_in, anew=True), ALGORITHMS)
        needs_nonce = desk.provider in BY_THE_BOOK or "nonce" in token.claims
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                name: {"essential": True, "value": v} for name, v in (("iss", desk.issuer), ("aud", desk.client_id))
            },
            params={
                "client_id": desk.client_id,
                "access_token": given["access_token"],
                "nonce": trip.nonce if needs_nonce else None,
            },
        )
        claims.validate(leeway=LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        refuse(desk, type(error).__name__)
    if not claims["sub"]:
        refuse(desk, "no_subject")
    return dict(claims)


async def userinfo(
    desk: Desk, places: Mapping[str, str], claims: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    bearer = {"Authorization": f"Bearer {given['access_token']}"}
    status, said = await ask(desk, "GET", places["userinfo_endpoint"], headers=bearer)
    if status != HTTPStatus.OK or said.get("sub") != claims["sub"]:
        refuse(desk, "other_userinfo")
    return said


def refuse(desk: Desk, reason: str) -> NoReturn:
    """Raises Refused. The log says why, in one word that holds nothing secret."""
    reason = reason if re.fullmatch(r"\w{1,40}", reason) else "other"
    log.warning("provider-refused", provider=desk.provider.value, reason=reason)
    raise Refused(f"{desk.name} did not say who you are in a way that can be relied on. Please start once more.")


# --- what a provider publishes ---------------------------------------------------------------------------------------

_kept: dict[str, tuple[float, Any]] = {}


async def places_of(desk: Desk) -> dict[str, str]:
    """Where to ask what, from the discovery document of the issuer that is set."""
    return await kept(desk, f"{desk.issuer}/.well-known/openid-configuration", partial(places_in, desk))


def places_in(desk: Desk, said: Mapping[str, Any]) -> dict[str, str]:
    if said.get("issuer") != desk.issuer:
        raise Unanswered("another issuer")
    places = {name: str(said.get(name)) for name in PLACES}
    schemes = ("https://",) if desk.issuer.startswith("https://") else ("https://", "http://")
    if not all(place.startswith(schemes) for place in places.values()):
        raise Unanswered("not https")
    return places


PLACES = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")


def keys_in(said: Mapping[str, Any]) -> KeySet:
    """The provider's public keys; a shared secret is none."""
    try:
        keys = [each for each in said["keys"] if each["kty"] in ("RSA", "EC")]
        return KeySet.import_key_set({"keys": keys})
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise Unanswered("no keys") from error


async def kept(desk: Desk, address: str, read: Callable[[Mapping[str, Any]], T], anew: bool = False) -> T:
    """What stands at this address, read, and asked for again after an hour."""
    until, found = _kept.get(address, (0.0, None))
    if found is not None and not anew and until > time.monotonic():
        return cast(T, found)
    status, said = await ask(desk, "GET", address)
    if status != HTTPStatus.OK:
        raise Unanswered(str(status))
    read_now = read(said)
    _kept[address] = (time.monotonic() + KEPT_SECONDS, read_now)
    return read_now


# --- over the wire ---------------------------------------------------------------------------------------------------


@contextmanager
def in_time() -> Iterator[None]:
    """However slowly a provider drips: after SECONDS it is over."""
    try:
        with anyio.fail_after(SECONDS):
            yield
    except TimeoutError as error:
        raise Unanswered("slow") from error


async def ask(
    desk: Desk, method: str, address: str, headers: Mapping[str, str] = {}, form: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Status and JSON object of an answer; follows no redirect. Of this machine only what a setting names is asked."""
    said = {"Accept": "application/json", **headers}
    if form is not None:
        said["Content-Type"] = "application/x-www-form-urlencoded"
    body = None if form is None else urlencode(form).encode()
    try:
        answer = await Outbound().trusting(desk.issuer).ask(method, address, headers=said, body=body)
        told = json.loads(answer.body)
    except (NotFetched, ValueError, RecursionError) as error:
        raise Unanswered(type(error).__name__) from error
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or not isinstance(told, dict):
        raise Unanswered(str(answer.status))
    return answer.status, told
