"""What happened: every act upon an account stands there in words, for its owner and for nobody else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from tests.world import Somebody
from web.accounts.history import A_PAGE, SENTENCES
from web.kit.events import Whence, record
from web.settings import ROOT

RECORD = ("record", "_record", "happened")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


def recorded() -> Iterator[tuple[str, str]]:
    """Every act that the code records, and where; one that is put together at run time could have no sentence."""
    for path in sorted(Path(ROOT, "web").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RECORD:
                acts = [word for argument in node.args[:4] for word in plain_words(argument)]
                assert acts or "action" in [getattr(argument, "id", "") for argument in node.args], ast.unparse(node)
                yield from ((act, path.name) for act in acts)


def plain_words(node: ast.expr) -> list[str]:
    """The word, or both words of `this if so else that`."""
    if isinstance(node, ast.IfExp):
        return plain_words(node.body) + plain_words(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_act_has_a_sentence_and_every_sentence_an_act() -> None:
    found = dict(recorded())
    assert len(found) >= 15
    assert {act: place for act, place in found.items() if act not in SENTENCES} == {}
    assert set(SENTENCES) - set(found) == set()


def test_one_reads_what_one_did_newest_first_with_place_and_device(alice: Somebody) -> None:
    alice.headers = {**alice.headers, "User-Agent": FIREFOX}
    alice.register()
    shown = alice.get("/account/history")
    lines = re.findall(r'<p class="ink">([^<]*)', shown.text)
    assert [line.strip() for line in lines] == [SENTENCES["signed-in"], SENTENCES["registered"], SENTENCES["began"]]
    assert "Firefox on Windows, from testclient" in shown.text
    assert "<bdi>password</bdi>" in shown.text


def test_what_changed_is_shown_old_and_new(alice: Somebody) -> None:
    alice.register()
    with alice.database.as_person(alice.id) as db:
        changes = {"old": {"email": "before@people.example"}, "new": {"email": "after@people.example"}}
        record(db, "tested", alice.id, whence=Whence("203.0.113.9"), **changes)
    shown = alice.get("/account/history").text
    assert "<del>before@people.example</del>" in shown and "<bdi>after@people.example</bdi>" in shown
    assert "203.0.113.9" in shown


def test_a_wrong_password_is_told_to_the_owner(alice: Somebody) -> None:
    alice.register()
    alice.another_browser().sign_in("not the password at all")
    assert SENTENCES["sign-in-failed"] in alice.get("/account/history").text


def test_pages_of_a_hundred_lose_and_repeat_nothing(alice: Somebody) -> None:
    alice.register()
    for _ in range(3):
        with alice.database.as_person(alice.id) as db:
            for _ in range(80):  # all of one moment, so that time alone does not order them
                record(db, "proved", alice.id)
    with alice.database.as_person(alice.id) as db:
        ids = [str(each) for each in db.scalars(sa.text("select id from events order by at desc, id desc"))]
    seen, address, pages = [], "/account/history", 0
    while address:
        shown = alice.get(address).text
        seen += re.findall(r'<li id="event-([0-9a-f-]{36})"', shown)
        assert len(seen) <= A_PAGE * (pages := pages + 1)
        onward = re.search(r'href="(/account/history\?before=[^"]+)">Older', shown)
        address = onward[1] if onward else ""
    assert seen == ids and pages == 3


def test_nobody_reads_on_from_anybody_elses_line(alice: Somebody, bob: Somebody) -> None:
    alice.register()
    bob.register()
    with alice.database.as_person(alice.id) as db:
        hers = db.scalar(sa.text("select id from events order by at desc limit 1"))
    assert "Nothing is written here" in bob.get(f"/account/history?before={hers}").text
    assert "Nothing is written here" in bob.get(f"/account/history?before={uuid4()}").text
    assert bob.get("/account/history?before=1;drop").status_code == 404


def test_a_guest_has_no_history_and_nobody_is_asked_to_sign_in(alice: Somebody, charlie: Somebody) -> None:
    assert alice.get("/account/history").status_code == 404
    assert charlie.get("/account/history").headers["location"].startswith("/sign-in")
