"""The file itself: it comes back as it came, is never run, and goes when one says so."""

import re

from tests.imports.bringing import CAREER, brought, row, taken
from tests.world import Somebody


def test_it_comes_back_byte_for_byte_and_no_browser_shows_it(alice: Somebody) -> None:
    body = b"<html><script>alert(1)</script><h1>Ann</h1><h2>Work</h2><p>Cook, Acme, 2010 - 2015</p></html>"
    at = brought(alice, body, 'évil "name"\r\n.html')
    answer = alice.get(f"{at}/file")
    assert answer.content == body
    assert answer.headers["content-type"] == "application/octet-stream"
    assert re.fullmatch(r'attachment; filename="[\w-]+\.html"', answer.headers["content-disposition"])
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_original_goes_and_what_was_read_stays(alice: Somebody) -> None:
    at = brought(alice)
    file = row(alice, at).file
    assert alice.house.files.get(file)
    assert alice.post(f"{at}/forget").headers["location"] == "/imports"
    assert alice.house.files.get(file) is None and alice.get(f"{at}/file").status_code == 404
    page = alice.get("/imports").text
    assert "The original is deleted" in page and f"{at}/again" not in page
    alice.post(f"{at}/again")
    taken(alice, at)


def test_off_the_list_what_was_taken_stays(alice: Somebody) -> None:
    at = brought(alice, CAREER)
    taken(alice, at)
    file = row(alice, at).file
    alice.post(f"{at}/remove")
    assert alice.house.files.get(file) is None and alice.get(at).status_code == 404
    assert "Airedale" in alice.get("/profile/steps/experience").text
