"""Bringing: how long somebody else waits for a page while the worker reads files that were made to hurt it.

One person has put them all down; then a worker begins, and somebody else opens a page again and again until the last of
them is refused. The same page was opened as often before and is opened after, when nothing is read.
"""

import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import sqlalchemy as sa

from tests.bench.serving import Client, Guest, served
from tests.imports.test_formats import HOSTILE
from tests.kit.reading.test_pdf import crowded, empty
from web.db import owner_url
from web.settings import Settings

Row = tuple[str, float, float, Literal["≤", "≥"]]
PAGE = "/profile/steps/experience"
ALONE, PAUSE = 100, 0.05  # requests before and after, and seconds between two
PAGES = 10_001
GOAL = 2.0


def rows() -> Iterator[Row]:
    with served() as client:
        guest = Guest(client)
        guest.fill()
        many = put_down_all(Guest(Client(client.port, client.settings)))
        alone = times(client, iter(range(ALONE)))
        with at_work(client.settings) as states:
            beside = times(client, iter(lambda: is_reading(states()), False))
        alone += times(client, iter(range(ALONE)))
        assert states() == {"failed": many}, states()
    yield "a page while hostile files are read, p95 of it alone", p95(beside) / p95(alone), GOAL, "≤"


def put_down_all(guest: Guest) -> int:
    files = [(filename, body) for _, filename, body, _ in HOSTILE]
    files += [("pages.pdf", empty(PAGES)), ("crowded.pdf", crowded())]
    for filename, body in files:
        put_down(guest, filename, body)
    return len(files)


def put_down(guest: Guest, filename: str, body: bytes) -> None:
    guest.client.connection.close()  # the server lets go of one that was idle
    edge = secrets.token_hex(16)
    parts = (
        f'--{edge}\r\nContent-Disposition: form-data; name="token"\r\n\r\n{guest.token}\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n'
    )
    sent = parts.encode() + body + f"\r\n--{edge}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    status, said, _ = guest.client.ask("POST", "/imports", sent, kind)
    assert status == 303, said[:2_000]


@contextmanager
def at_work(settings: Settings) -> Iterator[Callable[[], dict[str, int]]]:
    """While a worker works; gives how many imports there are of each state. It begins once the first is being read."""
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url, "DATABASE_OWNER_URL": settings.database_owner_url,
        "METIER_HOME": str(settings.home), "METIER_ENV": "test", "METIER_LOG_LEVEL": "ERROR",
    }  # fmt: skip
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)

    def states() -> dict[str, int]:
        with engine.connect() as connection:
            return dict(connection.execute(sa.text("select state, count(*) from imports group by 1")).tuples().all())

    worker = subprocess.Popen([sys.executable, "-m", "web", "worker"], env=environment)
    try:
        while "reading" not in states():
            assert worker.poll() is None, "the worker ended"
            time.sleep(PAUSE)
        yield states
    finally:
        worker.terminate()
        worker.wait()


def is_reading(states: dict[str, int]) -> bool:
    return bool({"waiting", "reading"} & states.keys())


def times(client: Client, rounds: Iterator[object]) -> list[float]:
    client.connection.close()  # the server lets go of one that was idle
    found = []
    for _ in rounds:
        began = time.perf_counter()
        status, _, _ = client.get(PAGE)
        found.append(time.perf_counter() - began)
        assert status == 200, status
        time.sleep(PAUSE)
    return found


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
