"""The worker: chores run once, a killed one is taken up again, and doing a chore twice ends the same."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import procrastinate
import pytest
import sqlalchemy as sa
from litestar import Litestar
from litestar.testing import TestClient

from tests.operations.conftest import bare_environment, until
from tests.world import Somebody
from web.db import Database, owner_url
from web.kit.files import Files
from web.operations.worker import CHORES, STALLED_SECONDS, build_queue, furnish
from web.resumes.tasks import SHEET_DAYS
from web.settings import ROOT, Settings

CHORE = "clear_expired_prints"


@pytest.fixture
def keeper(settings: Settings) -> Iterator[sa.Engine]:
    """The owner of the tables, on a queue with nothing in it."""
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("delete from procrastinate_jobs"))
    return engine


def do(keeper: sa.Engine, words: str, **values: Any) -> list[Any]:
    with keeper.begin() as connection:
        done = connection.execute(sa.text(words), values)
        return list(done.all()) if done.returns_rows else []


def statuses(keeper: sa.Engine) -> list[str]:
    return [
        status for (status,) in do(keeper, "select status from procrastinate_jobs where task_name = :name", name=CHORE)
    ]


def an_expired_print(somebody: Somebody, keeper: sa.Engine, days: float = SHEET_DAYS + 0.1) -> list[str]:
    """A sheet that nobody looked at for so long; returns the names of its files."""
    assert somebody.get("/resumes/default/pdf").status_code == 200
    words = "update prints set used_at = now() - make_interval(secs => :seconds) where owner_id = :id"
    do(keeper, words, seconds=days * 86_400, id=somebody.id)
    names = files_of(somebody).names_under(f"people/{somebody.id}")
    assert len(names) >= 2
    return names


def files_of(somebody: Somebody) -> Files:
    return somebody.client.app.state.house.files  # type: ignore[no-any-return]


def prints_of(somebody: Somebody, keeper: sa.Engine) -> int:
    return int(do(keeper, "select count(*) from prints where owner_id = :id", id=somebody.id)[0][0])


def queue_of(settings: Settings) -> procrastinate.App:
    """The worker's own queue without its clock, so that the minute at which a test runs makes no difference."""
    queue = build_queue(furnish(settings))
    queue.periodic_registry.periodic_tasks.clear()
    return queue


async def defer(queue: procrastinate.App, name: str) -> None:
    async with queue.open_async():
        with suppress(procrastinate.exceptions.AlreadyEnqueued):
            await queue.configure_task(name).defer_async(timestamp=0)


async def work_until_empty(queue: procrastinate.App) -> None:
    async with queue.open_async():
        await queue.run_worker_async(wait=False, delete_jobs="always", install_signal_handlers=False, concurrency=2)


def test_a_chore_runs_once_and_clears_what_is_expired(
    alice: Somebody, bob: Somebody, settings: Settings, keeper: sa.Engine
) -> None:
    gone = an_expired_print(alice, keeper)
    kept = an_expired_print(bob, keeper, days=SHEET_DAYS - 0.1)
    for _ in range(3):
        asyncio.run(defer(queue_of(settings), CHORE))
    assert statuses(keeper) == ["todo"]
    asyncio.run(work_until_empty(queue_of(settings)))
    assert statuses(keeper) == []
    assert prints_of(alice, keeper) == 0 and prints_of(bob, keeper) == 1
    assert [files_of(alice).get(name) for name in gone] == [None] * len(gone)
    assert all(files_of(bob).get(name) for name in kept)
    assert alice.get("/resumes/default/pdf").status_code == 200


@pytest.mark.parametrize("chore", CHORES, ids=lambda chore: chore.name)
def test_a_chore_done_twice_ends_the_same(
    alice: Somebody, bob: Somebody, database: Database, keeper: sa.Engine, chore: Any
) -> None:
    an_expired_print(alice, keeper)
    do(keeper, "update people set seen_at = now() - interval '40 days' where id = :id", id=bob.id)
    chore.work(alice.house)
    tables = ("people", "profiles", "prints", "counts")
    counted = [do(keeper, f"select count(*) from {table}") for table in tables]
    assert chore.work(alice.house) == 0
    assert [do(keeper, f"select count(*) from {table}") for table in tables] == counted


def test_every_chore_is_on_the_queue_and_has_a_lock(settings: Settings) -> None:
    tasks = build_queue(furnish(settings)).tasks
    for chore in CHORES:
        assert tasks[chore.name].lock == tasks[chore.name].queueing_lock == chore.name
    assert "retry_stalled" in tasks


def test_a_stalled_chore_makes_way_for_the_one_that_waits(
    alice: Somebody, settings: Settings, keeper: sa.Engine
) -> None:
    """The stalled one holds the lock of its name: put back beside the waiting one it cannot be, so neither would run."""
    an_expired_print(alice, keeper)
    asyncio.run(defer(queue_of(settings), CHORE))
    do(keeper, "update procrastinate_jobs set status = 'doing'")
    asyncio.run(defer(queue_of(settings), CHORE))
    assert sorted(statuses(keeper)) == ["doing", "todo"]
    asyncio.run(defer(queue_of(settings), "retry_stalled"))
    asyncio.run(work_until_empty(queue_of(settings)))
    asyncio.run(work_until_empty(queue_of(settings)))
    assert statuses(keeper) == [] and prints_of(alice, keeper) == 0


def test_a_killed_workers_chore_is_taken_up_again(
    alice: Somebody, settings: Settings, keeper: sa.Engine, client: TestClient[Litestar]
) -> None:
    gone = an_expired_print(alice, keeper)
    asyncio.run(defer(queue_of(settings), CHORE))
    given = {
        "METIER_ENV": "test", "METIER_HOME": str(settings.home), "DATABASE_URL": settings.database_url,
        "DATABASE_OWNER_URL": settings.database_owner_url, "METIER_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    with keeper.begin() as holding:
        holding.execute(sa.text("select id from prints where owner_id = :id for update"), {"id": alice.id})
        worker = subprocess.Popen(
            [sys.executable, "-m", "web", "worker"], cwd=ROOT, env={**bare_environment(), **given},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            until(lambda: is_waiting(keeper), worker)
        finally:
            os.kill(worker.pid, 9)
            worker.communicate()
    assert "doing" in statuses(keeper) and prints_of(alice, keeper) == 1
    asyncio.run(work_until_empty(queue_of(settings)))
    assert "doing" in statuses(keeper), "a worker may only be slow: nobody takes its work over at once"
    do(
        keeper,
        "update procrastinate_workers set last_heartbeat = now() - make_interval(secs => :s)",
        s=STALLED_SECONDS + 1,
    )
    asyncio.run(defer(queue_of(settings), "retry_stalled"))
    asyncio.run(work_until_empty(queue_of(settings)))
    asyncio.run(work_until_empty(queue_of(settings)))
    assert statuses(keeper) == [] and prints_of(alice, keeper) == 0
    assert [files_of(alice).get(name) for name in gone] == [None] * len(gone)


def is_waiting(keeper: sa.Engine) -> bool:
    """Whether the chore stands in the middle of its work, at the row that this test holds."""
    words = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike 'delete from prints%'"
    return "doing" in statuses(keeper) and bool(do(keeper, words))
