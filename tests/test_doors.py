"""What every request passes: the origin and the form's token on the way in, the headers on the way out."""

from uuid import uuid4

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from tests.world import PART, Somebody
from web.kit.visits import form_token_for

EVIL = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


def every_route(client: TestClient[Litestar], method: str) -> list[str]:
    """The address of every handler of a method, ids filled with ones that name nothing."""
    found = []
    for route in client.app.routes:
        if isinstance(route, HTTPRoute) and any(method in handler.http_methods for handler in route.route_handlers):
            parts = [
                ""
                if not part
                else str(part)
                if isinstance(part, str)
                else {"uuid": str(uuid4()), "int": "1"}.get(part.type.__name__.lower(), "default")
                for part in route.path_components
            ]
            found.append("/" + "/".join(parts))
    return found


def test_the_route_table_is_looked_at(client: TestClient[Litestar]) -> None:
    assert len(every_route(client, "POST")) >= 10 and len(every_route(client, "GET")) >= 12


@pytest.mark.parametrize("headers", EVIL, ids=str)
def test_no_change_is_asked_for_from_elsewhere(alice: Somebody, headers: dict[str, str]) -> None:
    for address in every_route(alice.client, "POST"):
        assert alice.post(address, headers=headers).status_code == 403, address


def test_no_change_without_the_token_of_this_very_sign_in(alice: Somebody, bob: Somebody) -> None:
    for address in every_route(alice.client, "POST"):
        for token in ("", "x" * 64, form_token_for(bob.token)):
            assert alice.post(address, {"token": token}).status_code == 403, address


def test_the_token_may_come_in_a_header(alice: Somebody) -> None:
    asked = {**PART, "X-Form-Token": form_token_for(alice.token)}
    assert alice.post("/profile/steps/about", {"token": "", "headline": "Cook"}, headers=asked).status_code == 200


def test_reading_changes_nothing(alice: Somebody) -> None:
    from sqlalchemy import text

    def checksum() -> str:
        with alice.database.as_person(alice.id) as db:
            parts = [
                str(db.scalar(text(f'select md5(string_agg(t::text, chr(10) order by id)) from "{table}" t')))
                for table in ("people", "sign_ins", "profiles", "preferences", "experiences", "skills", "resumes")
            ]
        return "".join(parts)

    alice.add("experience")
    before = checksum()
    for address in every_route(alice.client, "GET"):
        alice.get(address)
        alice.part(address)
    assert checksum() == before


def test_headers_on_every_answer(alice: Somebody, charlie: Somebody) -> None:
    for somebody in (alice, charlie):
        for address in [*every_route(alice.client, "GET"), "/nothing/here"]:
            answer = somebody.get(address)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy, address
            if "sandbox" not in policy:
                assert "script-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert answer.headers["cross-origin-opener-policy"] == "same-origin"
            assert answer.headers["cache-control"], address


def test_who_only_looks_leaves_no_cookie_and_no_row(charlie: Somebody) -> None:
    from sqlalchemy import text

    def people() -> int:
        with charlie.database.as_nobody() as db:
            return int(db.scalar(text("select reltuples from pg_class where relname = 'sign_ins'")) or 0)

    before = people()
    for _ in range(3):
        answer = charlie.get("/")
        assert answer.status_code == 200 and "set-cookie" not in answer.headers
    assert people() == before


def test_a_token_the_browser_made_up_is_nobodys(charlie: Somebody) -> None:
    charlie.token = "attackerchosen1234"
    assert charlie.get("/profile/steps/about").headers["location"] == "/"
    begun = charlie.post("/start", {"name": "Charlie"})
    assert begun.status_code == 303 and "attackerchosen1234" not in begun.headers["set-cookie"]


def test_the_cookie_is_closed_to_scripts_and_other_sites(charlie: Somebody) -> None:
    cookie = charlie.post("/start", {"name": "Charlie"}).headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie


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
