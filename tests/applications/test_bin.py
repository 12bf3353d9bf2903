"""The archive and the bin: away from the board, back, and for good."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
import time_machine
from sqlmodel import select

from tests.applications.following import follows, plans
from tests.applications.test_moving import found, lane
from tests.applications.test_undo import undo
from tests.world import Somebody, work
from web.applications.away import BIN_DAYS, empty_bins
from web.applications.tables import Act, Application
from web.jobs.tables import Job
from web.kit.clock import now


def is_there(who: Somebody, application_id: UUID) -> bool:
    with who.database.as_person(who.id) as db:
        return db.exec(select(Application).where(Application.id == application_id)).first() is not None


def test_into_the_archive_and_back(alice: Somebody) -> None:
    card = follows(alice, "applied", title="Cook")
    answer = alice.post(f"/applications/{card}/archive")
    assert "Cook is in the archive." in alice.get(answer.headers["location"]).text
    assert lane(alice, "applied") == [] and "Cook" not in alice.get("/applications/list").text
    assert "Cook" in alice.get("/applications/list?archived=on").text
    undo(alice, answer)
    assert lane(alice, "applied") == ["Cook"]


def test_into_the_bin_and_back(alice: Somebody) -> None:
    card = follows(alice, "applied", title="Cook")
    answer = alice.post(f"/applications/{card}/remove")
    assert "Cook is in the bin." in alice.get(answer.headers["location"]).text and lane(alice, "applied") == []
    shown = alice.get("/applications/bin").text
    assert "One application is in the bin." in shown and "Here until " in shown
    answer = alice.post(f"/applications/{card}/restore")
    assert "Cook is on the board again." in alice.get(answer.headers["location"]).text
    assert lane(alice, "applied") == ["Cook"]


def test_for_good_is_asked_about_and_leaves_nothing(alice: Somebody) -> None:
    card, other = follows(alice, "applied", title="Cook"), follows(alice, "saved", title="Baker")
    plans(alice, card, now())
    alice.post(f"/applications/{card}/move", {"stage": "interview"})
    kept = alice.post(f"/applications/{other}/move", {"stage": "applied"})
    name = f"people/{alice.id}/applications/{card}/{UUID(int=1 << 80)}"
    alice.house.files.put(name, b"a file of it")
    shown = alice.get(f"/applications/{card}/delete").text
    assert "Delete Cook for good?" in shown and "This cannot be undone." in shown and is_there(alice, card)
    alice.post(f"/applications/{card}/delete")
    work(alice.house)
    assert not is_there(alice, card) and alice.house.files.get(name) is None
    with alice.database.as_person(alice.id) as db:
        assert [job.title for job in db.exec(select(Job).where(Job.owner_id == alice.id))] == ["Baker"]
        assert len(db.exec(select(Act).where(Act.owner_id == alice.id)).all()) == 1, "nothing could bring it back"
        assert db.scalar(sa.text("select count(*) from moments where application_id = :id"), {"id": card}) == 0
    undo(alice, kept)
    assert found(alice, other).stage == "saved", "other acts can still be taken back"


def test_the_bin_is_emptied_after_its_days_and_not_before(alice: Somebody, bob: Somebody) -> None:
    old, new, archived = (follows(each, "saved") for each in (alice, bob, alice))
    alice.post(f"/applications/{archived}/archive")
    alice.post(f"/applications/{old}/remove")
    bob.post(f"/applications/{new}/remove")
    with bob.database.as_person(bob.id) as db:
        db.exec(select(Application).where(Application.id == new)).one().removed_at = now() + timedelta(days=1)
    with time_machine.travel(now() + timedelta(days=BIN_DAYS, hours=-1), tick=False):
        empty_bins(alice.house)
        assert is_there(alice, old)
    with time_machine.travel(now() + timedelta(days=BIN_DAYS, hours=1), tick=False):
        empty_bins(alice.house)
        assert empty_bins(alice.house) == 0, "twice is once"
    assert not is_there(alice, old) and is_there(bob, new) and is_there(alice, archived)
