"""The worker: every room's chores on procrastinate, and stalled work taken up again."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial

import procrastinate
import structlog
from procrastinate.jobs import Status
from psycopg import conninfo

import web.accounts.tasks
import web.profile.tasks
import web.resumes.tasks
from web.db import Database, app_url
from web.kit import sealed
from web.kit.files import Files
from web.kit.log import configure_logging
from web.kit.tasks import Chore
from web.settings import Settings

CHORES = [*web.accounts.tasks.CHORES, *web.profile.tasks.CHORES, *web.resumes.tasks.CHORES]
STALLED_SECONDS = 60
log = structlog.get_logger()


def work(settings: Settings) -> None:
    """Do background work until told to stop (SIGINT or SIGTERM finish what is being done)."""
    configure_logging(settings.log_level)
    sealed.hold(settings.key_ring())
    queue = build_queue(settings)
    asyncio.run(_run(queue))


async def _run(queue: procrastinate.App) -> None:
    async with queue.open_async():
        await queue.run_worker_async(concurrency=2, delete_jobs="always")


def build_queue(settings: Settings) -> procrastinate.App:
    database, files = Database(settings), Files(settings.files_place)
    queue = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=_conninfo(settings)))
    for chore in CHORES:
        _enlist(queue, chore.name, chore.cron, _as_task(chore, database, files), lock=chore.name)
    _enlist(queue, "retry_stalled", "* * * * *", partial(retry_stalled, queue))
    return queue


def _enlist(
    queue: procrastinate.App,
    name: str,
    cron: str,
    work: Callable[[int], Coroutine[None, None, None]],
    lock: str | None = None,
) -> None:
    """One waiting task of a name at most: a worker that was away does a chore once, not once for every hour missed."""

    async def task(timestamp: int) -> None:
        await work(timestamp)

    queue.periodic(cron=cron)(queue.task(name=name, queueing_lock=name, lock=lock)(task))


def _as_task(chore: Chore, database: Database, files: Files) -> Callable[[int], Coroutine[None, None, None]]:
    async def task(timestamp: int) -> None:
        done = await asyncio.to_thread(chore.work, database, files)
        log.info("chore", name=chore.name, done=done)

    return task


async def retry_stalled(queue: procrastinate.App, timestamp: int) -> None:
    """procrastinate leaves the tasks of a killed worker alone; this puts them back into the queue."""
    for job in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await queue.job_manager.retry_job(job)
        except procrastinate.exceptions.UniqueViolation:  # the next of its name waits already, and does the same
            await queue.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)


def _conninfo(settings: Settings) -> str:
    url = app_url(settings).set(drivername="postgresql")
    return conninfo.make_conninfo(url.render_as_string(hide_password=False).replace("+", "%20"))
