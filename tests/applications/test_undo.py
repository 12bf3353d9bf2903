"""Taking back: a move, a bulk move, the bin, and what was changed since."""

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlmodel import select

from tests.applications.following import follows
from tests.applications.test_moving import found, lane
from tests.world import Somebody
from web.applications.tables import Moment, Sending


def act_in(answer: httpx.Response) -> str:
    return parse_qs(urlsplit(answer.headers["location"]).query)["done"][0]


def undo(who: Somebody, answer: httpx.Response, **more: str) -> httpx.Response:
    return who.post(f"/applications/acts/{act_in(answer)}/undo", more)


def test_a_move_is_taken_back_with_all_it_brought(alice: Somebody) -> None:
    card = follows(alice, "saved", title="Cook")
    answer = alice.post(f"/applications/{card}/move", {"stage": "applied"})
    back = undo(alice, answer)
    assert "Taken back: Cook is now in Applied." in alice.get(back.headers["location"]).text
    kept = found(alice, card)
    assert kept.stage == "saved" and kept.applied_on is None and lane(alice, "saved") == ["Cook"]
    with alice.database.as_person(alice.id) as db:
        assert not db.exec(select(Sending).where(Sending.application_id == card)).all()
        assert not db.exec(select(Moment).where(Moment.application_id == card)).all()
    undo(alice, answer)
    assert found(alice, card).stage == "saved", "twice is once"


def test_what_was_changed_since_stays_and_is_said(alice: Somebody) -> None:
    card = follows(alice, "screening")
    first = alice.post(f"/applications/{card}/move", {"stage": "interview"})
    alice.post(f"/applications/{card}/move", {"stage": "offer"})
    back = undo(alice, first)
    assert found(alice, card).stage == "offer"
    assert "What was changed since stays as it is." in alice.get(back.headers["location"]).text


def test_one_comes_back_to_where_one_was(alice: Somebody) -> None:
    card = follows(alice, "saved")
    answer = alice.post(f"/applications/{card}/remove")
    for wanted, to in (
        ("/applications/list", "/applications/list"), ("//evil.example", "/applications"), ("/account", "/applications"),
    ):  # fmt: skip
        assert undo(alice, answer, next=wanted).headers["location"].partition("?")[0] == to


def test_the_newest_acts_are_kept(alice: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.applications.undoing.MOST_ACTS", 3)
    card = follows(alice, "saved")
    first, *others = [
        alice.post(f"/applications/{card}/move", {"stage": stage, "meant": "yes"})
        for stage in ("screening", "interview", "screening", "interview")
    ]
    assert undo(alice, first).status_code == 404
    for each in reversed(others):
        undo(alice, each)
    assert found(alice, card).stage == "screening"


def test_what_somebody_else_did_is_not_taken_back(alice: Somebody, bob: Somebody) -> None:
    card = follows(alice, "saved")
    answer = alice.post(f"/applications/{card}/move", {"stage": "applied"})
    assert undo(bob, answer).status_code == 404 and found(alice, card).stage == "applied"
    assert not re.search("Cook is now", bob.get(answer.headers["location"]).text)
