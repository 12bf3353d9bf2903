"""Bringing files: from the front page before there is anything, later, several at once, and what is refused in words."""

import json
import re
from typing import Any

import pytest

from tests.imports.bringing import CAREER, brought, profile_rows, put_down, row, taken, words_on
from tests.world import Somebody, work
from web.imports import LARGEST_UPLOAD
from web.imports.actions import MOST_IMPORTS
from web.imports.pages.bring import LARGEST_TOGETHER, MOST_AT_ONCE
from web.imports.tables import State


def test_a_visitor_begins_with_a_file(charlie: Somebody) -> None:
    """Without a name and without an account, and what was taken is theirs when they come back."""
    answer = charlie.post("/start/file", files={"file": ("cv.json", json.dumps(CAREER).encode())})
    assert answer.status_code == 303
    charlie._keep_token(answer)
    at = answer.headers["location"]
    work(charlie.house)
    assert "St Mary’s" in charlie.get(at).text.replace("&#39;", "’")
    taken(charlie, at)
    assert charlie.profile.full_name == "Samira Haddad"
    assert "Airedale" in charlie.get("/profile/steps/experience").text
    assert charlie.get("/start/file").headers["location"] == "/imports", "who has begun has a page of their own"


def test_who_only_looks_at_the_way_in_leaves_nothing(charlie: Somebody) -> None:
    answer = charlie.get("/start/file")
    assert answer.status_code == 200 and "set-cookie" not in answer.headers
    refused = charlie.post("/start/file")
    assert refused.status_code == 422 and "set-cookie" not in refused.headers


def test_nothing_is_written_before_somebody_says_so(alice: Somebody) -> None:
    before = profile_rows(alice)
    at = brought(alice)
    assert alice.get(at).status_code == alice.get("/imports").status_code == 200
    assert profile_rows(alice) == before


def test_several_at_once_and_one_after_the_other(alice: Somebody) -> None:
    """What the second file says of the same post is proposed as one with the first."""
    other = {**CAREER, "work": [{**CAREER["work"][0], "name": "St. Marys", "location": "Leeds"}]}
    files = [("file", (name, json.dumps(body).encode())) for name, body in (("a.json", CAREER), ("b.json", other))]
    first = alice.post("/imports", files=files).headers["location"]
    work(alice.house)
    taken(alice, first)
    page = alice.get(first)
    after = re.search(r'href="(/imports/[0-9a-f-]{36})">Go on to b.json', page.text)
    assert after
    assert "Complete mine with it: town" in words_on(alice.get(after[1]))
    taken(alice, after[1])
    assert words_on(alice.get("/profile/steps/experience")).count("St Mary") == 1


def test_the_list_says_what_became_of_each(alice: Somebody) -> None:
    taken(alice, brought(alice))
    brought(alice, b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "photo.png")
    put_down(alice, {"work": [{"name": "Zenith"}]}, "later.json")
    words = words_on(alice.get("/imports"))
    assert "In your profile, as JSON Resume" in words and "Two places of work" in words.replace(
        "2 places", "Two places"
    )
    assert "Could not be read" in words and "Waits for its turn" in words


@pytest.mark.parametrize(
    "posted", [{}, {"files": {"file": ("", b"")}}, {"files": {"other": ("resume.json", b"{}")}}], ids=str
)
def test_no_file_at_all_is_told(alice: Somebody, posted: dict[str, Any]) -> None:
    answer = alice.post("/imports", **posted)
    assert answer.status_code == 422 and "Choose a file first" in answer.text


def test_a_text_in_place_of_a_file_is_no_file(alice: Somebody) -> None:
    assert alice.post("/imports", {"file": json.dumps(CAREER)}).status_code == 422


def test_what_is_too_large_or_too_many_is_told_and_nothing_is_kept(alice: Somebody, charlie: Somebody) -> None:
    big, small = ("big.pdf", b" " * (LARGEST_UPLOAD + 1)), ("small.json", json.dumps(CAREER).encode())
    for who, at in ((alice, "/imports"), (charlie, "/start/file")):
        answer = who.post(at, files=[("file", small), ("file", big)])
        assert answer.status_code == 413 and "big.pdf is larger than 10 MB" in answer.text
        answer = who.post(at, files=[("file", small)] * (MOST_AT_ONCE + 1))
        assert answer.status_code == 413 and "more than 10 files" in answer.text
        assert who.post(at, files=[("file", ("a", b" " * LARGEST_TOGETHER))]).status_code == 413
    assert not charlie.token and "small.json" not in alice.get("/imports").text


def test_without_script_the_page_renews_itself_while_it_is_read_and_no_longer(alice: Somebody) -> None:
    renews = '<noscript><meta http-equiv="refresh"'
    for body, name in ((json.dumps(CAREER).encode(), "cv.json"), (b"\0\1", "cv.bin")):
        at = put_down(alice, body, name)
        assert renews in alice.get(at).text
        work(alice.house)
        assert renews not in alice.get(at).text


def test_so_many_are_kept_and_no_more(alice: Somebody) -> None:
    at = put_down(alice, CAREER)
    kept = row(alice, at)
    with alice.database.as_person(alice.id) as db:
        for _ in range(MOST_IMPORTS - 1):
            db.add(type(kept)(owner_id=kept.owner_id, profile_id=kept.profile_id, upload_id=kept.upload_id))
    answer = alice.post("/imports", files={"file": ("one.json", b"{}")})
    assert answer.status_code == 413 and "Delete one" in answer.text
    assert alice.post(f"{at}/remove").status_code == 303
    assert alice.post("/imports", files={"file": ("one.json", b"{}")}).status_code == 303


def test_a_name_at_github_is_asked_for_as_it_is_written(alice: Somebody) -> None:
    for wrong in ("-ada", "ada lovelace", "x" * 40, "https://example.org/ada"):
        answer = alice.post("/imports", {"github": wrong})
        assert (
            answer.status_code == 422
            and "This is no name at GitHub" in answer.text
            and f'value="{wrong}"' in answer.text
        )
    at = alice.post("/imports", {"github": "https://github.com/ada-lovelace/"}).headers["location"]
    assert row(alice, at).github == "ada-lovelace"


REFUSED = {
    "empty.json": (b"", "This file is empty"),
    "cv.json": (b'{"basics": {"name": 1}}', "basics.name"),
    "cv.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "PDF"),
    "cv.zip": (b"PK\x03\x04" + b"\0" * 100, ""),
    "../../etc/passwd": (b"\0\1\2\3" * 40, "PDF"),
    "page.json": (b'{"basics": {"url": "java\\tscript:alert(1)"}}', "not a web address"),
    "nobody.json": (b'{"basics": {}}', "nothing here that belongs in a r"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_words(alice: Somebody, name: str) -> None:
    """And what to do instead stands beside it."""
    before = profile_rows(alice)
    at = brought(alice, REFUSED[name][0] or b"{}"[:0] + b" ", name)
    page = alice.get(at)
    assert row(alice, at).state is State.FAILED
    assert 'role="alert"' in page.text and re.search(r"<li>[^<]{10,}</li>", page.text), page.text
    assert REFUSED[name][1] in words_on(page), words_on(page)
    assert "Bring another file" in page.text and "Write it yourself" in page.text
    assert profile_rows(alice) == before


def test_a_stranger_meets_nothing(alice: Somebody, bob: Somebody, charlie: Somebody) -> None:
    at = brought(alice)
    for path in ("", "/file", "/part", "/pages/1", "/pages/1/picture"):
        assert bob.get(at + path).status_code == 404
        assert charlie.get(at + path).headers["location"].startswith("/sign-in")
    for path in ("/take", "/undo", "/stop", "/again", "/forget", "/remove"):
        assert bob.post(at + path).status_code == 404
    assert "resume.json" not in bob.get("/imports").text
