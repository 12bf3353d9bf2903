"""Who may do what, over every route there is: nobody meets anything of Alice's, and nobody changes it.

The matrix is built from the route table, so a new route is in it by itself, and one it cannot address fails it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient
from sqlmodel import Session, SQLModel, select

from tests.world import PART, Somebody
from web.db import Database, owner_url
from web.kit.visits import NotFound
from web.profile.entries import KINDS
from web.profile.queries import default_profile, entries_of, entry_of, preferences_of
from web.profile.tables import Profile
from web.resumes.actions import newest_sheet, present_sheet, resume_of, sheet_keyed
from web.resumes.tables import Print, Resume
from web.settings import Settings

CANARY = "canary"
PUBLIC = {"/", "/start", "/static/{name:path}", "/healthz", "/readyz"}  # the same for everybody, whoever asks
HERS = {"entry_id", "wanted", "key"}  # what a path may say that is somebody's
THEFT = {
    "title": "Thief",
    "full_name": "Thief",
    "design": "classic",
    "career": '{"basics": {"name": "Thief"}}',
    "target_titles": "Thief",
}


@dataclass
class Possessions:
    """What Alice has, and how the addresses of the app name it."""

    id: Any
    profile: Profile
    resume: Resume
    key: str
    entry: Any

    def address(self, path: str) -> str:
        """A route's path with Alice's ids in it; a parameter that nobody thought of fails the test."""
        slug = "about" if path.startswith("/profile/steps/") else "classic" if "/designs/" in path else "experience"
        values = {
            "slug": slug, "entry_id": self.entry, "wanted": self.resume.id, "key": self.key, "number": 1, "name": "css/site.css",
        }  # fmt: skip
        parts = [
            part if not part.startswith("{") else str(values[part[1:].partition(":")[0]]) for part in path.split("/")
        ]
        return "/".join(parts)


def routes(client: TestClient[Litestar]) -> list[tuple[str, str]]:
    """Every method and path of the app."""
    return [
        (method, route.path)
        for route in client.app.routes
        if isinstance(route, HTTPRoute)
        for method in sorted(route.methods - {"OPTIONS", "HEAD"})
    ]


@pytest.fixture
def keeper(settings: Settings) -> Iterator[Session]:
    """The owner of the tables, who sees behind every wall."""
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)
    with Session(engine) as db:
        yield db


@pytest.fixture
def hers(alice: Somebody, database: Database) -> Possessions:
    alice.part(
        "/profile/steps/about", {"full_name": f"{CANARY} Ashby", "headline": CANARY, "email": f"{CANARY}@example.org"}
    )
    alice.part("/profile/steps/looking", {"target_titles": [CANARY], "excluded_companies": [CANARY]})
    entry = alice.add("experience")
    alice.part(f"/profile/experience/{entry}", {"title": CANARY, "company": CANARY, "lines": [CANARY]})
    assert CANARY in alice.part("/resumes/default/sheet").text
    with database.as_person(alice.id) as db:
        return Possessions(
            alice.id,
            db.exec(select(Profile)).one(),
            db.exec(select(Resume)).one(),
            db.exec(select(Print.key)).one(),
            entry,
        )


def everything_of(keeper: Session, person_id: Any) -> dict[str, str]:
    """A checksum of each table's rows of a person."""
    tables = [(table.name, "owner_id") for table in SQLModel.metadata.sorted_tables if "owner_id" in table.c]
    sums = {}
    for name, owner in [*tables, ("people", "id")]:
        query = sa.text(
            f'select count(*), md5(string_agg(t::text, chr(10) order by id)) from "{name}" t where {owner} = :id'
        )
        sums[name] = str(keeper.execute(query, {"id": person_id}).one())
    keeper.rollback()
    return sums


def ask(who: Somebody, method: str, address: str, as_part: bool) -> httpx.Response:
    headers = PART if as_part else {}
    return who.get(address, headers=headers) if method == "GET" else who.post(address, THEFT, headers=headers)


def is_allowed(who: str, path: str) -> bool:
    """Bob has a profile of his own behind the same addresses, as long as they name nothing of hers."""
    return who == "bob" and not any(f"{{{name}:" in path for name in HERS)


def is_turned_away(answer: httpx.Response) -> bool:
    to_the_front = answer.headers.get("location") == "/" or answer.headers.get("hx-redirect") == "/"
    return answer.status_code == 401 or (to_the_front and not answer.text)


@pytest.mark.parametrize("who", ["nobody", "bob", "expired"])
def test_nobody_meets_or_changes_what_is_alices(
    alice: Somebody, bob: Somebody, charlie: Somebody, hers: Possessions, keeper: Session, who: str
) -> None:
    if who == "expired":
        keeper.execute(
            sa.text("update sign_ins set expires_at = now() - interval '1 second' where owner_id = :id"),
            {"id": hers.id},
        )
        keeper.commit()
    visitor = {"nobody": charlie, "bob": bob, "expired": alice}[who]
    before, files = (
        everything_of(keeper, hers.id),
        sorted(alice.client.app.state.house.files.names_under(f"people/{hers.id}")),
    )
    asked = 0
    for method, path in routes(alice.client):
        for as_part in (False, True):
            address = hers.address(path)
            answer = ask(visitor, method, address, as_part)
            at = f"{method} {address} as {who}: {answer.status_code}"
            assert answer.status_code < 500 and CANARY not in answer.text, at
            assert CANARY not in str(answer.headers), at
            if path not in PUBLIC:
                assert (
                    answer.status_code == 404 or is_allowed(who, path) or (who != "bob" and is_turned_away(answer))
                ), at
            asked += 1
    assert asked >= 40
    assert everything_of(keeper, hers.id) == before
    assert sorted(alice.client.app.state.house.files.names_under(f"people/{hers.id}")) == files


def test_the_matrix_addresses_what_is_hers(alice: Somebody, hers: Possessions) -> None:
    """The same addresses do answer Alice: a matrix of misspelt ones would prove nothing."""
    answered = {
        path
        for method, path in routes(alice.client)
        if method == "GET" and alice.get(hers.address(path)).status_code in (200, 303)
    }
    assert {path for path in answered if "{" in path} >= {
        "/profile/steps/{slug:str}", "/profile/{slug:str}/{entry_id:uuid}/part", "/resumes/{wanted:str}/sheet",
        "/resumes/{wanted:str}/pdf", "/resumes/{wanted:str}/json", "/resumes/pages/{key:str}/{number:int}",
    }  # fmt: skip


# --- the second wall -------------------------------------------------------------------------------------------------

Query = Callable[[Session, Any, Possessions], Any]
QUERIES: dict[str, Query] = {
    "resume_of": lambda db, me, hers: resume_of(db, me, str(hers.resume.id)),
    "sheet_keyed": lambda db, me, hers: sheet_keyed(db, me, hers.key),
    "present_sheet": lambda db, me, hers: present_sheet(db, me, str(hers.resume.id)),
    "newest_sheet": lambda db, me, hers: newest_sheet(db, me, str(hers.resume.id)),
    "entry_of": lambda db, me, hers: entry_of(db, me, KINDS["experience"], hers.entry),
    "entries_of": lambda db, me, hers: entries_of(db, hers.profile, KINDS["experience"]),
    "preferences_of": lambda db, me, hers: None if (row := preferences_of(db, hers.profile)) in db.new or not row.target_titles else row,
    "default_profile": lambda db, me, hers: row if (row := default_profile(db, me)).id == hers.profile.id else None,
}  # fmt: skip


def forget_owners(state: sa.orm.ORMExecuteState) -> None:
    """What if somebody forgets the owner: take every comparison with `owner_id` out of the statement."""
    forgetful = state.statement._generate()  # type: ignore[attr-defined]
    forgetful._where_criteria = tuple(part for part in forgetful._where_criteria if "owner_id" not in str(part))
    state.statement = forgetful


def found(db: Session, query: Query, me: Any, hers: Possessions) -> bool:
    sa.event.listen(db, "do_orm_execute", forget_owners)
    try:
        return bool(query(db, me, hers))
    except NotFound:
        return False


@pytest.mark.parametrize("name", QUERIES)
def test_a_forgotten_owner_shows_nothing(alice: Somebody, bob: Somebody, hers: Possessions, name: str) -> None:
    with bob.database.as_person(bob.id) as db:
        assert not found(db, QUERIES[name], bob.id, hers)
    with bob.database.as_nobody() as db:
        assert not found(db, QUERIES[name], bob.id, hers)
    with bob.database.as_person(alice.id) as db:
        assert found(db, QUERIES[name], bob.id, hers), "without its wall this query would show her row"
