"""What every request passes: the origin and the form's token on the way in, the headers on the way out."""

from collections.abc import Iterator

import httpx
import pytest
import sqlalchemy as sa
from litestar import Litestar
from litestar.testing import TestClient

from tests.accounts.filled import keeper_of
from tests.accounts.strangers import Possessions, everything_of, ways
from tests.world import PART, PASSWORD, Somebody, forget_limits, key_in, letters_to, work
from web.app import create_app
from web.db import Database
from web.kit.visits import form_token_for
from web.settings import Settings

EVIL = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://testserver.local.evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


def addresses(ann: Somebody, hers: Possessions, reads: bool) -> list[str]:
    """Every address, with her own ids in it, so that it does what it can."""
    return [
        address
        for way in ways(ann.client)
        if (way.method == "GET") is reads
        for address in hers.addresses(way.path)[:1]
    ]


# --- in: a change comes from our own pages ---------------------------------------------------------------------------


def test_the_route_table_is_looked_at(ann: Somebody, hers: Possessions) -> None:
    assert len(addresses(ann, hers, reads=False)) >= 45 and len(addresses(ann, hers, reads=True)) >= 45
    assert {way.method for way in ways(ann.client)} == {"GET", "POST"}


@pytest.mark.parametrize("headers", EVIL, ids=str)
def test_no_change_is_asked_for_from_elsewhere(
    ann: Somebody, charlie: Somebody, hers: Possessions, headers: dict[str, str]
) -> None:
    """Signing somebody in is a change as well: neither who is in nor who is not is helped to one by another site."""
    before = everything_of(ann, hers)
    for address in addresses(ann, hers, reads=False):
        for who in (ann, charlie):
            assert who.post(address, hers.body(), headers=headers).status_code == 403, address
    assert everything_of(ann, hers) == before


def test_no_change_without_the_token_of_this_very_sign_in(ann: Somebody, bob: Somebody, hers: Possessions) -> None:
    before = everything_of(ann, hers)
    for address in addresses(ann, hers, reads=False):
        for token in ("", "x" * 64, form_token_for(bob.token)):
            assert ann.post(address, {**hers.body(), "token": token}).status_code == 403, address
    assert everything_of(ann, hers) == before


def test_the_token_may_come_in_a_header(alice: Somebody) -> None:
    asked = {**PART, "X-Form-Token": form_token_for(alice.token)}
    assert alice.post("/profile/steps/about", {"token": "", "headline": "Cook"}, headers=asked).status_code == 200


# --- reading changes nothing -----------------------------------------------------------------------------------------

WRITES_BY_READING = {
    "/account/exports/{export_id:uuid}/zip": "that it was taken is written into the trail",
    "/resumes/{wanted:str}/as/{format:str}": "the same",
    "/resumes/{wanted:str}/json": "the same",
    "/resumes/{wanted:str}/profile": "the same",
    "/resumes/{wanted:str}/pdf": "the same",
    "/resumes/{wanted:str}/history/{state_id:uuid}/pdf": "the same",
    "/resumes/{wanted:str}/letter/sheet": "setting it counts towards the sheets an hour allows",
    "/resumes/{wanted:str}/letter/pages/{number:int}": "the same",
    "/resumes/{wanted:str}/letter/pdf": "the same",
    "/profile/search": "a search counts towards those an hour allows",
    "/profile/search/part": "the same",
    "/applications/search": "the same",
    "/applications/search/part": "the same",
    "/applications/applications.csv": "taking it out counts towards what an hour allows",
    "/applications/applications.json": "the same",
    "/admin/people/{person_id:uuid}": "the person sees that somebody looked",
    "/imports/{import_id:uuid}/pages/{number:int}/picture": "drawing it counts towards those an hour allows",
    "/sign-in/with/{provider:str}/callback": "the way back from a provider is a link: it carries a sealed, single state",
}


def the_whole_database(ann: Somebody) -> dict[str, str]:
    with keeper_of(ann.house.settings) as keeper:
        names = keeper.scalars(
            sa.text("select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")
        ).all()
        told = (
            f"select '{name}', md5(string_agg(t::text, chr(10) order by t::text)) from \"{name}\" t" for name in names
        )
        return {name: str(said) for name, said in keeper.execute(sa.text(" union all ".join(told)))}


def test_reading_changes_nothing(ann: Somebody, charlie: Somebody, hers: Possessions) -> None:
    reads = [way for way in ways(ann.client) if way.method == "GET" and way.path not in WRITES_BY_READING]
    assert len(reads) >= 40

    for address in ("/sheet", "/designs/classic"):  # a sheet is set when it is first looked at
        assert ann.get(f"/resumes/{hers.ids['wanted']}{address}").status_code == 200
    before = the_whole_database(ann)
    for way in reads:
        for address in hers.addresses(way.path)[:2]:
            for who in (ann, charlie):
                who.get(address, params=hers.query(way))
                who.part(address, params=hers.query(way))
                who._ask("HEAD", address)
    after = the_whole_database(ann)
    assert {name for name in before if before[name] != after[name]} == set()


def test_who_only_looks_leaves_no_cookie_and_no_row(charlie: Somebody, ann: Somebody, hers: Possessions) -> None:
    before = the_whole_database(ann)
    for address in addresses(ann, hers, reads=True):
        answer = charlie.get(address)
        assert "set-cookie" not in answer.headers, address
    assert the_whole_database(ann) == before


# --- out: headers ----------------------------------------------------------------------------------------------------

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'",
}  # fmt: skip
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def every_answer(ann: Somebody, charlie: Somebody, hers: Possessions) -> Iterator[tuple[str, httpx.Response]]:
    """Of every kind: pages, fragments, files, pictures, and every way to fail."""
    for who in (ann, charlie):
        for address in [*addresses(ann, hers, reads=True), "/nothing/here", "/static/css/none.css", "/sign-out"]:
            yield f"{who.name} {address}", who.get(address)
        for address in addresses(ann, hers, reads=False):
            yield f"{who.name} POST {address}", who.post(address, {"token": "wrong"}, headers={"Origin": "null"})
    page = ann.get("/account").text
    yield "a stylesheet", ann.get(page.split('<link rel="stylesheet" href="')[1].split('"')[0])
    yield "a fault", ann.get(f"/resumes/{hers.ids['resume_id']}/text")
    yield "too much", charlie.post("/sign-in", {"email": "x" * 1_100_000})
    yield "malformed", charlie._ask("POST", "/sign-in", content=b"--x", headers={"Content-Type": "multipart/form-data"})
    yield "TRACE", charlie._ask("TRACE", "/")
    yield "a refusal", charlie.post("/sign-in", {"email": ann.email, "password": "wrong"})


def test_headers_on_every_answer(ann: Somebody, charlie: Somebody, hers: Possessions) -> None:
    seen, kinds = set(), set()
    for at, answer in every_answer(ann, charlie, hers):
        headers = answer.headers
        policy = {part.strip() for part in headers["content-security-policy"].split(";")}
        assert policy in (POLICY, {"sandbox", "default-src 'none'"}), at
        assert {name: headers.get(name) for name in ALWAYS} == ALWAYS, at
        kept = headers["cache-control"]
        assert kept == "no-store" or "private" in kept or at == "a stylesheet", f"{at}: {kept}"
        if "disposition" in str(headers):
            assert "attachment" in headers["content-disposition"] and "sandbox" in policy, at
        assert "server" not in headers and "x-powered-by" not in headers
        seen.add(answer.status_code)
        kinds.add(headers.get("content-type", "").partition(";")[0])
    assert seen >= {200, 303, 403, 404, 405, 413, 422, 500}
    assert kinds >= {"text/html", "text/css", "application/pdf", "application/json", "application/zip", "image/png"}


def test_what_belongs_to_somebody_is_kept_nowhere(ann: Somebody, hers: Possessions) -> None:
    """Only what lies behind an address with a key may stay in the browser's own cache, and in no other."""
    for address in addresses(ann, hers, reads=True):
        answer = ann.get(address)
        if answer.status_code == 200 and "text/html" in answer.headers.get("content-type", ""):
            assert answer.headers["cache-control"] == "no-store", address


@pytest.mark.parametrize("way_out", ["/sign-out", "/account/leave"])
def test_the_browser_forgets_everything_on_the_way_out(bob: Somebody, way_out: str) -> None:
    assert bob.register().post(way_out).headers["clear-site-data"] == '"cache", "cookies", "storage"'


# --- cookies ---------------------------------------------------------------------------------------------------------


def test_a_token_the_browser_made_up_is_nobodys(charlie: Somebody) -> None:
    charlie.token = "attackerchosen1234"
    assert charlie.get("/profile/steps/about").headers["location"] == "/sign-in?next=/profile/steps/about"
    begun = charlie.post("/start", {"name": "Charlie"})
    assert begun.status_code == 303 and "attackerchosen1234" not in begun.headers["set-cookie"]


def test_the_cookie_is_closed_to_scripts_and_other_sites(charlie: Somebody) -> None:
    cookie = charlie.post("/start", {"name": "Charlie"}).headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie


HTTPS = "https://metier.example"


@pytest.fixture
def over_https(settings: Settings, database: Database) -> Iterator[TestClient[Litestar]]:
    forget_limits(database)
    with TestClient(create_app(settings.model_copy(update={"origin": HTTPS})), base_url=HTTPS) as client:
        yield client


def test_over_https_cookies_are_the_hosts_own_and_the_browser_stays_there(
    over_https: TestClient[Litestar], settings: Settings
) -> None:
    """From the beginning to a second factor: each cookie that is set on the way, and each answer."""
    answers: list[httpx.Response] = []
    house = over_https.app.state.house

    def ask(address: str, **said: str) -> httpx.Response:
        token = over_https.cookies.get("__Host-metier")
        form = {"token": form_token_for(token)} if token else {}
        answers.append(
            over_https.post(address, data={**form, **said}, headers={"Origin": HTTPS}, follow_redirects=False)
        )
        return answers[-1]

    email = "over-https@people.example"
    ask("/start", name="Charlie")
    ask("/sign-up", email=email, password=PASSWORD)
    work(house)
    ask("/verify", key=key_in(letters_to(house, email)[-1]), password=PASSWORD)
    ask("/sign-in/passkey/ask")
    ask("/sign-out")
    over_https.cookies.clear()
    ask("/sign-in", email=email, password=PASSWORD)
    answers += [over_https.get(address) for address in ("/account", "/", "/nothing", "/healthz")]
    cookies = [cookie for answer in answers for cookie in answer.headers.get_list("set-cookie")]
    assert len({cookie.partition("=")[0] for cookie in cookies}) >= 3
    for cookie in cookies:
        name, *flags = [part.strip().lower() for part in cookie.split(";")]
        assert name.startswith("__host-metier") and {"secure", "httponly", "samesite=lax", "path=/"} <= set(flags), (
            cookie
        )
        assert not any(flag.startswith("domain") for flag in flags)
    for answer in answers:
        assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_over_http_no_browser_is_told_to_stay_on_https(ann: Somebody, hers: Possessions) -> None:
    assert "strict-transport-security" not in ann.get("/account").headers


# --- what is not there -----------------------------------------------------------------------------------------------


def test_no_description_of_the_inside_is_public(charlie: Somebody) -> None:
    for address in (
        "/schema",
        "/schema/openapi.json",
        "/docs",
        "/.git/config",
        "/static/../web/app.py",
        "/static/css/_global.css",
    ):
        assert charlie.get(address).status_code == 404, address
