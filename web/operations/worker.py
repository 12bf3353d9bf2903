"""The worker: every room's chores and errands on procrastinate, and stalled work taken up again."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import procrastinate
import structlog
from procrastinate.jobs import Status
from psycopg import conninfo

import web.accounts.tasks
import web.applications.packing
import web.applications.tasks
import web.imports.packing
import web.imports.tasks
import web.kit.mail
import web.notifications.listeners
import web.notifications.packing
import web.operations.tasks
import web.profile.packing
import web.profile.tasks
import web.resumes.packing
import web.resumes.tasks
from web.db import Database, app_url
from web.kit.files import Files
from web.kit.house import House
from web.kit.keys import take_keys
from web.kit.log import configure_logging
from web.kit.printing import Press
from web.kit.tasks import Chore, Errand
from web.kit.templates import template_environment
from web.settings import Settings

ROOMS = (
    web.kit.mail, web.accounts.tasks, web.profile.tasks, web.imports.tasks, web.resumes.tasks, web.applications.tasks,
    web.operations.tasks,
)  # fmt: skip
CHORES: list[Chore] = [chore for room in ROOMS for chore in getattr(room, "CHORES", [])]
ERRANDS: list[Errand] = [errand for room in ROOMS for errand in getattr(room, "ERRANDS", [])]
STALLED_SECONDS = 60
FIRST_PAUSE = 2  # seconds before an errand is tried again, doubling
log = structlog.get_logger()


def work(settings: Settings) -> None:
    """Do background work until told to stop (SIGINT or SIGTERM finish what is being done)."""
    configure_logging(settings.log_level)
    house = furnish(settings)
    take_keys(settings, house.database)
    queue = build_queue(house)
    asyncio.run(_run(queue))


def furnish(settings: Settings) -> House:
    """The house as the worker needs it: nobody looks at pages here, and the press is not started."""
    return House(
        settings=settings,
        database=Database(settings),
        files=Files(settings.files_place),
        press=Press(),
        templates=template_environment(lambda name: name),
    )


async def _run(queue: procrastinate.App) -> None:
    async with queue.open_async():
        await queue.run_worker_async(concurrency=2, delete_jobs="always")


def build_queue(house: House) -> procrastinate.App:
    queue = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=_conninfo(house.settings)))
    for chore in CHORES:
        _enlist_chore(queue, chore.name, chore.cron, _as_task(chore, house), lock=chore.name)
    for errand in ERRANDS:
        _enlist_errand(queue, errand, house)
    _enlist_chore(queue, "retry_stalled", "* * * * *", partial(retry_stalled, queue))
    return queue


def _enlist_chore(
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


def _as_task(chore: Chore, house: House) -> Callable[[int], Coroutine[None, None, None]]:
    async def task(timestamp: int) -> None:
        done = await asyncio.to_thread(chore.work, house)
        log.info("chore", name=chore.name, done=done)

    return task


def _enlist_errand(queue: procrastinate.App, errand: Errand, house: House) -> None:
    async def task(**said: Any) -> None:
        await asyncio.to_thread(errand.work, house, said)
        log.info("errand", name=errand.name)

    again = procrastinate.RetryStrategy(
        max_attempts=errand.tries - 1, exponential_wait=FIRST_PAUSE
    )  # `max_attempts` counts what comes after the first
    queue.task(name=errand.name, retry=again)(task)


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
