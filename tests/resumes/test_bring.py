"""What was taken along can be brought back, and a hostile file harms nobody."""

import json
import re
from html import unescape
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from tests.conftest import SHARED
from tests.world import Somebody
from web.imports.formats import metier_pdf
from web.kit.content import LARGEST_CONTENT
from web.kit.jsonresume import LARGEST_FILE
from web.profile.jsonresume import career_of
from web.profile.tables import ENTRY_TABLES

CAREER = {
    "basics": {"name": "Samira Haddad", "label": "Midwife"},
    "work": [{"name": "St Mary's", "position": "Midwife"}],
}


def bring(somebody: Somebody, body: bytes, name: str = "resume.json") -> httpx.Response:
    return somebody.post("/profile/bring", files={"file": (name, body)})


def offered(answer: httpx.Response) -> str:
    """The career that the page of contents carries along."""
    found = re.search(r'name="career" value="([^"]*)"', answer.text)
    assert found, answer.text
    return unescape(found[1])


def rows(somebody: Somebody) -> dict[str, str]:
    """A checksum of everything a person has."""
    with somebody.database.as_person(somebody.id) as db:
        return {
            name: str(db.scalar(sa.text(f'select md5(string_agg(t::text, chr(10) order by id)) from "{name}" t')))
            for name in ["profiles", "preferences", "resumes", *(table.__tablename__ for table in ENTRY_TABLES)]
        }


def career(somebody: Somebody, audience: str) -> dict[str, Any]:
    with somebody.database.as_person(somebody.id) as db:
        return career_of(db, somebody.profile, audience=audience)  # type: ignore[arg-type]


def full_career(somebody: Somebody) -> None:
    """One answer to nearly every question, some of them half an answer."""
    somebody.part(
        "/profile/steps/about", {"headline": "Midwife & <author>", "email": "s@example.org", "city": "Bradford"}
    )
    somebody.part(
        "/profile/steps/looking",
        {"target_titles": ["Head of midwifery"], "salary_least": "50000", "salary_currency": "GBP"},
    )
    work = somebody.add("experience")
    said = {
        "title": "Midwife", "company": "St Mary's", "start_date-year": "2016", "is_current": ["", "on"],
        "lines": ["Cared for 900 births"], "achievements": ["Halved the waits"], "technologies": ["BadgerNet"],
    }  # fmt: skip
    somebody.part(f"/profile/experience/{work}", said)
    project = somebody.add("project")
    somebody.part(f"/profile/project/{project}", {"name": "Home births", "users": "2000", "team_size": "4"})
    group = somebody.add("skill-group", name="Clinical")
    skill = somebody.add("skill", name="Suturing")
    somebody.part(f"/profile/skill/{skill}", {"name": "Suturing", "level": "5", "years": "9", "group_id": str(group)})
    somebody.add("language", language="Arabic")
    half = somebody.add("education")
    somebody.part(f"/profile/education/{half}", {"area": "Midwifery", "start_date-year": "20", "url": "not an address"})


def test_what_is_taken_along_comes_back_the_same(alice: Somebody, bob: Somebody) -> None:
    full_career(alice)
    taken = alice.get("/resumes/default/json")
    assert taken.headers["content-type"].startswith("application/json")
    bob.part("/profile/steps/about", {"full_name": ""})
    shown = bring(bob, taken.content)
    assert shown.status_code == 200 and "Alice Ashby, Midwife &amp; &lt;author&gt;" in shown.text
    assert bob.post("/profile/bring/take", {"career": offered(shown)}).status_code == 303
    assert career(bob, "self") == career(alice, "self")
    assert bob.get("/resumes/default/json").content == taken.content


def test_the_pdf_brings_back_what_it_shows(alice: Somebody, bob: Somebody) -> None:
    full_career(alice)
    bob.part("/profile/steps/about", {"full_name": ""})
    shown = bring(bob, alice.get("/resumes/default/pdf").content, "Alice.pdf")
    assert bob.post("/profile/bring/take", {"career": offered(shown)}).status_code == 303
    assert career(bob, "reader") == career(alice, "reader")


def test_the_largest_numbers_a_form_takes_come_back(alice: Somebody, bob: Somebody) -> None:
    project = alice.add("project")
    alice.part(
        f"/profile/project/{project}",
        {"name": "Paper", "users": str(10**15 - 1), "team_size": "100000", "months": "1200"},
    )
    alice.part("/profile/steps/looking", {"salary_least": str(10**12), "salary_most": str(10**12)})
    shown = bring(bob, alice.get("/resumes/default/json").content)
    assert shown.status_code == 200, re.findall("<li>[^<]*", shown.text)


def test_taking_twice_is_taking_once(alice: Somebody) -> None:
    shown = bring(alice, json.dumps(CAREER).encode())
    alice.post("/profile/bring/take", {"career": offered(shown)})
    once = career(alice, "self")
    alice.post("/profile/bring/take", {"career": offered(shown)})
    assert career(alice, "self") == once


def test_nothing_is_kept_of_a_file_nobody_took(alice: Somebody) -> None:
    before = rows(alice)
    assert bring(alice, json.dumps(CAREER).encode()).status_code == 200
    assert alice.get("/profile/bring").status_code == 200
    assert rows(alice) == before


def test_what_was_there_is_not_changed(alice: Somebody) -> None:
    alice.part("/profile/steps/about", {"headline": "Cook"})
    entry = alice.add("experience", title="Chef")
    shown = bring(alice, json.dumps(CAREER).encode())
    alice.post("/profile/bring/take", {"career": offered(shown)})
    assert (alice.profile.full_name, alice.profile.headline) == ("Alice Ashby", "Cook")
    page = alice.get("/profile/steps/experience").text
    assert str(entry) in page and "Midwife" in page


def nested(depth: int) -> bytes:
    return b'{"basics":' + b"[" * depth + b"]" * depth + b"}"


HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t ",
    "not json": b"{basics: }",
    "half": b'{"basics": {"name": "A',
    "a number": b"7",
    "a list": b'[{"basics": {}}]',
    "another json": b'{"name": "package", "version": "1.0.0"}',
    "nested": nested(100_000),
    "nested where it may": b'{"basics": {}, "x": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_001,
    "twice": b'{"basics": {"name": "A"}, "basics": {"name": "B"}}',
    "wrong types": b'{"basics": [], "work": {"name": 3}, "skills": [[1]], "languages": "all"}',
    "wrong leaves": b'{"basics": {"name": {"first": "A"}, "email": 3}, "work": [{"startDate": "yesterday"}]}',
    "nul": b'{"basics": {"name": "A\\u0000B"}}',
    "half a letter": b'{"basics": {"name": "A\\ud800B"}}',
    "half a letter as a name": b'{"basics": {}, "\\ud800": 1}',
    "not utf-8": b'{"basics": {"name": "\xff\xfe\xfa"}}',
    "huge number": b'{"basics": {}, "x": 1' + b"0" * 5_000 + b"}",
    "infinite": b'{"basics": {}, "x": 1e999, "y": NaN}',
    "too large": b'{"basics": {"name": "' + b"x" * LARGEST_FILE + b'"}}',
    "too many words": json.dumps({"basics": {}, "references": [{"reference": "y" * 7_000}] * 20}).encode(),
    "javascript": b'{"basics": {"url": "java\\tscript:alert(1)"}}',
    "pdf garbage": b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "pdf with no end": b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Kids [2 0 R] /Count 1 >> endobj",
    "zip": b"PK\x03\x04" + b"\0" * 100,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(alice: Somebody, name: str) -> None:
    before = rows(alice)
    for filename in ("resume.json", "resume.pdf", "résumé", "../../etc/passwd", "\u202efdp.exe"):
        answer = bring(alice, HOSTILE[name], filename)
        assert answer.status_code in (413, 422), answer.text
        assert 'role="alert"' in answer.text and re.search(r"<li>[^<]{10,}</li>", answer.text), answer.text
    assert rows(alice) == before
    assert alice.get("/profile/steps/about").status_code == 200


@pytest.mark.parametrize("name", [name for name in HOSTILE if "pdf" not in name])
def test_a_form_that_carries_a_hostile_career_is_refused(alice: Somebody, name: str) -> None:
    """The page of contents is the person's own browser, and a browser may send anything."""
    before = rows(alice)
    answer = alice.post(
        "/profile/bring/take", {"career": HOSTILE[name].decode(errors="surrogateescape").encode("utf-8", "replace")}
    )
    assert answer.status_code == 413 or (answer.status_code == 422 and "<li>" in answer.text), answer.text
    assert rows(alice) == before


def test_a_file_beyond_the_limit_is_not_even_read(alice: Somebody) -> None:
    for size in (10_000_001, 30_000_000):
        answer = bring(alice, b" " * size)
        assert answer.status_code == 413 and ("10 MB" in answer.text or "larger than" in answer.text)
    assert alice.get("/profile/bring").status_code == 200


@pytest.mark.parametrize(
    "posted", [{}, {"files": {"file": ("", b"")}}, {"files": {"other": ("resume.json", b"{}")}}], ids=str
)
def test_no_file_at_all_is_told(alice: Somebody, posted: dict[str, Any]) -> None:
    answer = alice.post("/profile/bring", **posted)
    assert answer.status_code == 422 and "Choose a file first." in answer.text


def test_a_text_in_place_of_a_file_is_no_file(alice: Somebody) -> None:
    assert alice.post("/profile/bring", {"file": json.dumps(CAREER)}).status_code == 422


def test_the_cap_holds_for_what_is_brought(alice: Somebody) -> None:
    heavy = {"basics": {}, "references": [{"name": str(i), "reference": "y" * 7_000} for i in range(13)]}
    shown = bring(alice, json.dumps(heavy).encode())
    assert len(json.dumps(heavy)) < LARGEST_CONTENT
    assert alice.post("/profile/bring/take", {"career": offered(shown)}).status_code == 303
    before = rows(alice)
    more = bring(alice, json.dumps({"basics": {}, "references": [{"reference": "z" * 7_000}] * 2}).encode())
    again = alice.post("/profile/bring/take", {"career": offered(more)})
    assert again.status_code == 422 and "100,000 bytes" in again.text
    assert rows(alice) == before


def hostile_files() -> list[Any]:
    found = sorted((SHARED / "hostile").rglob("*.*")) if (SHARED / "hostile").exists() else []
    if not found:
        return [pytest.param(None, marks=pytest.mark.skip(reason="../shared/data/hostile is not beside the checkout"))]
    return [pytest.param(path, id=path.name) for path in found]


@pytest.mark.parametrize("path", hostile_files())
def test_the_collected_hostile_files(alice: Somebody, path: Any) -> None:
    before = rows(alice)
    answer = bring(alice, path.read_bytes(), path.name)
    assert answer.status_code == 422 and re.search(r"<li>[^<]{10,}</li>", answer.text), answer.text
    assert rows(alice) == before and alice.get("/profile/bring").status_code == 200


def test_a_pdf_that_takes_too_long_is_told(alice: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    body = alice.get("/resumes/default/pdf").content
    monkeypatch.setattr(metier_pdf, "SECONDS", 0.001)
    answer = bring(alice, body, "Alice.pdf")
    assert answer.status_code == 422 and re.search(r"<li>[^<]{10,}</li>", answer.text), answer.text
    monkeypatch.undo()
    assert bring(alice, body, "Alice.pdf").status_code == 200
