"""The worker reads what was brought: stage by stage, once, stopped when asked, and never half."""

import asyncio
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select

from tests.accounts.filled import keeper_of
from tests.accounts.test_export import take_up_stalled, until
from tests.imports.bringing import CAREER, brought, put_down, row
from tests.imports.test_github_fetch import SAMPLE, as_json
from tests.kit.test_outbound import Site, saying
from tests.operations.conftest import bare_environment
from tests.world import Somebody, work
from web.imports import read_document
from web.imports import reading as stages
from web.imports.drafts import REUSED, Draft, draft_of, packed, reader_version
from web.imports.queries import kept_reading
from web.imports.reading import MOST_TRIES, read_import
from web.imports.tables import Import, KeptReading, Stage, State
from web.imports.tasks import tidy_imports
from web.kit.clock import now
from web.kit.tasks import Stopped
from web.operations.worker import STALLED_SECONDS
from web.settings import ROOT, Settings

BODY = json.dumps(CAREER).encode()


def errand(who: Somebody, at: str) -> dict[str, Any]:
    return {"owner_id": str(who.id), "import_id": at.rpartition("/")[2]}


def readings(who: Somebody) -> list[KeptReading]:
    with who.database.as_person(who.id) as db:
        return list(db.exec(select(KeptReading)))


def test_it_says_how_far_it_is(alice: Somebody) -> None:
    at = put_down(alice, BODY)
    page = alice.get(at)
    assert (
        "Received" in page.text
        and "Waits for its turn" in page.text
        and f'hx-get="{at}/part?seen=waiting-received"' in page.text
    )
    assert alice.part(f"{at}/part?seen=waiting-received").status_code == 204
    said = errand(alice, at)
    ids = UUID(said["owner_id"]), UUID(said["import_id"])
    stages._begin(alice.house, *ids)
    stages._say(alice.house, *ids, Stage.UNDERSTOOD, {"work": 2})
    part = alice.part(f"{at}/part?seen=waiting-received")
    assert part.status_code == 200 and "2 places of work so far" in part.text and "<html" not in part.text
    read_import(alice.house, said)
    assert alice.part(f"{at}/part?seen=reading-understood").headers["hx-redirect"] == at
    read = row(alice, at)
    assert (read.state, read.format, read.reader) == (State.READY, "JSON Resume", reader_version())
    assert read.found == {"work": 2, "skills": 1, "languages": 1} and read.confidence == 1.0


def test_stopped_before_it_began(alice: Somebody) -> None:
    at = put_down(alice, BODY)
    assert alice.post(f"{at}/stop").headers["location"] == at
    work(alice.house)
    assert row(alice, at).state is State.CANCELLED and "You stopped this" in alice.get(at).text
    alice.post(f"{at}/again")
    work(alice.house)
    assert row(alice, at).state is State.READY


STEPS: dict[str, Callable[[Any, UUID, UUID], object]] = {
    "begun": lambda house, owner, which: None,
    "read": lambda house, owner, which: stages._say(house, owner, which, Stage.READ, {"pages": 1}),
    "understood": lambda house, owner, which: stages._say(house, owner, which, Stage.UNDERSTOOD, {"work": 2}),
    "kept": lambda house, owner, which: kept_already(house, owner),
}  # what a killed worker may leave behind


def kept_already(house: Any, owner_id: UUID) -> None:
    with house.database.as_person(owner_id) as db:
        stages._kept(db, owner_id, hashlib.sha256(BODY).digest(), "JSON Resume", draft_of(read_document(BODY)))


def left_behind(who: Somebody, step: str) -> tuple[str, dict[str, Any], tuple[UUID, UUID]]:
    """An import as a worker left it that was killed after this step: its address, its errand, whose and which it is."""
    at = put_down(who, BODY)
    said = errand(who, at)
    ids = UUID(said["owner_id"]), UUID(said["import_id"])
    stages._begin(who.house, *ids)
    STEPS[step](who.house, *ids)
    return at, said, ids


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_worker_begins_anew_and_ends_with_one(alice: Somebody, step: str) -> None:
    at, said, _ = left_behind(alice, step)
    read_import(alice.house, said)
    read_import(alice.house, said)
    work(alice.house)
    assert row(alice, at).state is State.READY and len(readings(alice)) == 1


@pytest.mark.parametrize("step", STEPS)
def test_stopped_or_gone_at_each_step_nothing_is_written(alice: Somebody, step: str) -> None:
    at, said, ids = left_behind(alice, step)
    alice.post(f"{at}/stop")
    with pytest.raises(Stopped):
        stages._finish(alice.house, *ids, BODY, "JSON Resume", Draft(CAREER))
    read_import(alice.house, said)
    assert row(alice, at).state is State.CANCELLED and not row(alice, at).draft
    alice.post(f"{at}/remove")
    read_import(alice.house, said)
    assert "resume.json" not in alice.get("/imports").text


HELD_UP = """
    create function hold_up() returns trigger language plpgsql as $$
    begin
        perform pg_advisory_xact_lock({key});
        return new;
    end $$;
    create trigger hold_up after update on imports for each row
    when (new.id = '{which}' and new.stage = '{stage}' and new.state <> 'waiting') execute function hold_up()"""
KEY = 5_150_515  # of a lock that nothing else takes
STATE_OF = "select state || ' ' || stage from imports where id = :id"
BEFORE = {
    Stage.RECEIVED: "waiting received",
    Stage.READ: "reading received",
    Stage.UNDERSTOOD: "reading read",
    Stage.READY: "reading understood",
}


@pytest.mark.parametrize("stage", BEFORE)
def test_a_real_worker_killed_at_each_step_is_followed_by_one_that_ends_it(
    alice: Somebody, settings: Settings, stage: Stage
) -> None:
    """By SIGKILL, held up by the database between its change and the commit; the next one finds its errand stalled."""
    at = put_down(alice, BODY)
    which = at.rpartition("/")[2]
    with keeper_of(settings) as keeper:
        keeper.execute(sa.text(HELD_UP.format(key=KEY, which=which, stage=stage)))
        keeper.execute(sa.text("select pg_advisory_lock(:key)"), {"key": KEY})
        try:
            kill_a_worker_that_waits(settings, keeper)
            assert keeper.scalar(sa.text(STATE_OF), {"id": which}) == BEFORE[stage]
        finally:
            keeper.execute(sa.text("select pg_advisory_unlock(:key)"), {"key": KEY})
            keeper.execute(sa.text("drop trigger hold_up on imports; drop function hold_up"))
        beat = "update procrastinate_workers set last_heartbeat = now() - make_interval(secs => :seconds)"
        keeper.execute(sa.text(beat), {"seconds": STALLED_SECONDS + 1})
    asyncio.run(take_up_stalled(alice.house))
    work(alice.house)
    assert row(alice, at).state is State.READY and len(readings(alice)) == 1
    assert row(alice, at).tries == (1 if stage is Stage.RECEIVED else 2)


def kill_a_worker_that_waits(settings: Settings, keeper: sa.Connection) -> None:
    given = {
        "METIER_ENV": "test", "METIER_HOME": str(settings.home), "DATABASE_URL": settings.database_url,
        "DATABASE_OWNER_URL": settings.database_owner_url, "METIER_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    waits = sa.text("select exists (select from pg_locks where locktype = 'advisory' and objid = :key and not granted)")
    worker = subprocess.Popen([sys.executable, "-m", "web", "worker"], cwd=ROOT, env=bare_environment() | given)
    try:
        until(lambda: keeper.scalar(waits, {"key": KEY}), worker)
    finally:
        worker.kill()
        worker.wait()


def test_what_is_cut_short_again_and_again_is_given_up(alice: Somebody) -> None:
    at = put_down(alice, BODY)
    said = errand(alice, at)
    for _ in range(MOST_TRIES):
        stages._begin(alice.house, UUID(said["owner_id"]), UUID(said["import_id"]))
    read_import(alice.house, said)
    assert row(alice, at).state is State.FAILED and "cut short again and again" in alice.get(at).text


def test_a_file_that_is_gone_or_a_store_that_is_away_is_told(alice: Somebody) -> None:
    at = put_down(alice, BODY)
    alice.house.files.delete(row(alice, at).file)
    work(alice.house)
    assert "no longer there" in alice.get(at).text
    at = put_down(alice, {"work": [{"name": "Other"}]})
    place = alice.house.settings.home / "files" / row(alice, at).file
    place.unlink()
    place.mkdir()
    work(alice.house)
    assert row(alice, at).state is State.FAILED


# --- the same file twice ---------------------------------------------------------------------------------------------


def test_the_same_file_twice_is_there_at_once(alice: Somebody, bob: Somebody) -> None:
    """For the person who brought it; somebody else's reading is their own."""
    brought(alice, BODY, "one.json")
    again = put_down(alice, BODY, "two.json")
    assert row(alice, again).state is State.READY and row(alice, again).found == {
        "work": 2,
        "skills": 1,
        "languages": 1,
    }
    assert [reading.hits for reading in readings(alice)] == [1]
    assert row(bob, put_down(bob, BODY)).state is State.WAITING


def test_only_a_reading_that_is_sure_and_of_todays_reader_is_used_again(alice: Somebody) -> None:
    brought(alice, BODY)
    for change in ({"confidence": REUSED - 0.01}, {"reader": "of yesterday", "confidence": 1.0}):
        with alice.database.as_person(alice.id) as db:
            db.execute(sa.update(KeptReading).values(**change))
        at = put_down(alice, BODY)
        assert row(alice, at).state is State.WAITING
        alice.post(f"{at}/stop")


def test_a_newer_reader_is_offered_and_reads_again(alice: Somebody) -> None:
    """What was taken stays as it is, so that it can be undone; the file is read as one more."""
    at = brought(alice, BODY)
    assert "today’s reader" not in alice.get("/imports").text
    with alice.database.as_person(alice.id) as db:
        db.execute(sa.update(Import).values(reader="of yesterday", state="taken"))
        db.execute(sa.update(KeptReading).values(reader="of yesterday"))
    assert "today’s reader" in alice.get("/imports").text
    again = alice.post(f"{at}/again").headers["location"]
    assert again != at and row(alice, at).state is State.TAKEN
    work(alice.house)
    assert row(alice, again).state is State.READY and row(alice, again).reader == reader_version()
    assert len(readings(alice)) == 2


def test_what_nobody_uses_is_forgotten_and_what_was_never_read_is_given_up(alice: Somebody) -> None:
    brought(alice, BODY)
    at = put_down(alice, {"work": [{"name": "Other"}]})
    sha256 = hashlib.sha256(BODY).digest()
    for hits, days, stays in ((0, 29, True), (1, 31, True), (0, 31, False), (5, 181, False)):
        with alice.database.as_person(alice.id) as db:
            db.execute(sa.delete(KeptReading))
            read = {"sha256": sha256, "reader": "x", "format": "y", "draft": packed(Draft(CAREER)), "confidence": 1.0}
            db.add(KeptReading(owner_id=alice.id, hits=hits, used_at=now() - timedelta(days=days), **read))
        tidy_imports(alice.house)
        with alice.database.as_person(alice.id) as db:
            assert bool(kept_reading(db, alice.id, sha256, "x")) is stays
    assert row(alice, at).state is State.WAITING
    with keeper_of(alice.house.settings) as keeper:
        keeper.execute(sa.text("alter table imports disable trigger touch"))
        keeper.execute(
            sa.text("update imports set updated_at = now() - interval '3 hours' where owner_id = :id"), {"id": alice.id}
        )
        keeper.execute(sa.text("alter table imports enable trigger touch"))
    tidy_imports(alice.house)
    assert row(alice, at).state is State.FAILED and "once more" in row(alice, at).reason


# --- github ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def github() -> Iterator[Site]:
    """A server that speaks as GitHub does, of the user in our sample."""
    said = json.loads(SAMPLE.read_text())
    with Site(host="127.0.0.1") as site:
        site.answers = {
            "/users/noa": as_json(said["user"]),
            "/users/noa/repos?sort=pushed&per_page=100": as_json(said["repositories"]),
        }
        yield site


def test_what_github_shows_is_fetched_read_and_kept(alice: Somebody, github: Site) -> None:
    at = alice.post("/imports", {"github": "@noa"}).headers["location"]
    settings = alice.house.settings.model_copy(update={"github_api": f"http://127.0.0.1:{github.port}"})
    read_import(replace(alice.house, settings=settings), errand(alice, at))
    read = row(alice, at)
    assert (read.state, read.format, read.name) == (State.READY, "GitHub", "github-noa.json")
    assert "Noa Ben-Ami" in alice.get(at).text and "meter" in alice.get(at).text
    assert json.loads(alice.get(f"{at}/file").content)["user"] == json.loads(SAMPLE.read_text())["user"]


def test_a_name_that_nobody_has_at_github_is_told(alice: Somebody, github: Site) -> None:
    at = alice.post("/imports", {"github": "nobody-there"}).headers["location"]
    github.answers["/users/nobody-there"] = saying(b"{}", 404)
    settings = alice.house.settings.model_copy(update={"github_api": f"http://127.0.0.1:{github.port}"})
    read_import(replace(alice.house, settings=settings), errand(alice, at))
    assert "GitHub knows nobody by the name of nobody-there" in alice.get(at).text
