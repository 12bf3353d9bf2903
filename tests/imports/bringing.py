"""Bringing a file as a person does: put it down, wait for the worker, look at what was found, choose, take."""

import json
import re
from html import unescape
from typing import Any
from uuid import UUID

import httpx
import sqlalchemy as sa

from tests.world import Somebody, work
from web.imports.tables import Import
from web.profile.jsonresume import career_of
from web.profile.tables import ENTRY_TABLES

CAREER: dict[str, Any] = {
    "basics": {"name": "Samira Haddad", "label": "Midwife", "phone": "07700 900233"},
    "work": [
        {"name": "St Mary's Ltd", "position": "Midwife", "startDate": "2016", "endDate": "2020", "highlights": ["900 births"]},
        {"name": "Airedale", "position": "Nurse", "startDate": "2010", "endDate": "2015"},
    ],
    "skills": [{"name": "Clinical", "keywords": ["Suturing", "Teaching"]}],
    "languages": [{"language": "Arabic"}],
}  # fmt: skip


def put_down(who: Somebody, body: bytes | dict[str, Any], name: str = "resume.json") -> str:
    """Bring one file; returns the address of what is made of it."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = who.post("/imports", files={"file": (name, sent)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def brought(who: Somebody, body: bytes | dict[str, Any] = CAREER, name: str = "resume.json") -> str:
    """The same, and read by the worker."""
    at = put_down(who, body, name)
    work(who.house)
    return at


def proposed(page: httpx.Response) -> dict[str, str]:
    """What is chosen on the page when it opens, by place."""
    found = re.findall(r'name="do(/[^"]*)" value="(\w+)" checked', page.text)
    return {unescape(place): do for place, do in found}


def take(who: Somebody, at: str, all_certain: bool = False, **chosen: str) -> httpx.Response:
    """Take what the page proposes, or, where `chosen` names a place or a field, do that."""
    page = who.get(at)
    revision = re.search(r'name="revision" value="(\d+)"', page.text)
    assert revision, page.text
    sent = {
        place if place.startswith("pick") else f"do{place}": do for place, do in {**proposed(page), **chosen}.items()
    }
    return who.post(f"{at}/take", {**sent, "revision": revision[1], **({"take": "certain"} if all_certain else {})})


def taken(who: Somebody, at: str, **chosen: str) -> None:
    answer = take(who, at, **chosen)
    assert answer.status_code == 303, answer.text


def row(who: Somebody, at: str) -> Import:
    with who.database.as_person(who.id) as db:
        return db.get_one(Import, UUID(at.rpartition("/")[2]))


def career(who: Somebody, audience: str = "self") -> dict[str, Any]:
    with who.database.as_person(who.id) as db:
        return career_of(db, who.profile, audience=audience)  # type: ignore[arg-type]


def profile_rows(who: Somebody) -> dict[str, str]:
    """A checksum of everything a person has written."""
    with who.database.as_person(who.id) as db:
        return {
            name: str(db.scalar(sa.text(f'select md5(string_agg(t::text, chr(10) order by id)) from "{name}" t')))
            for name in ["profiles", "preferences", *(table.__tablename__ for table in ENTRY_TABLES)]
        }


def words_on(page: httpx.Response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.text))
