"""Twenty times the web or the worker is killed, at moments nobody chose, while people write and sign up.

What was answered is there afterwards, once; every letter is written, once; nothing waits for ever. The processes are
started here and not by `metier run`, which gives a child up that dies five times in a row within ten seconds.
"""

import base64
import os
import random
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from tests.operations.conftest import PATIENCE, bare_environment
from tests.world import PART, PASSWORD
from web.db import hash_token, migrate, owner_url
from web.kit.visits import form_token_for
from web.operations.cluster import Cluster
from web.settings import ROOT, Settings

KILLS = 20
CLIENTS = 3
ENTRY = re.compile(r'id="entry-([0-9a-f-]{36})"')
QUEUED = "select count(*) from procrastinate_jobs where status in ('todo', 'doing') and scheduled_at is null"


@dataclass
class Stage:
    """A database, and a web and a worker process on it that are started anew whenever they were killed."""

    settings: Settings
    keys: str
    engine: sa.Engine
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str) -> None:
        given = {
            "METIER_ENV": "test", "METIER_HOME": str(self.settings.home), "METIER_KEYS": self.keys,
            "METIER_PROXIES": "127.0.0.1", "METIER_LOG_LEVEL": "WARNING", "PORT": str(self.settings.port),
            "DATABASE_URL": self.settings.database_url, "DATABASE_OWNER_URL": self.settings.database_owner_url,
        }  # fmt: skip
        command = [sys.executable, "-m", "web", name]
        self.processes[name] = subprocess.Popen(
            command, cwd=ROOT, env={**bare_environment(), **given}, stdout=subprocess.DEVNULL
        )

    def kill(self, name: str) -> None:
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()

    def is_serving(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{self.settings.port}/readyz", timeout=2).status_code == 200
        return False

    def until(self, is_so: Callable[[], bool], pause: float = 0.05) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < end, "patience is over"
            threading.Event().wait(pause)

    def ask(self, words: str, **values: Any) -> list[Any]:
        with self.engine.begin() as connection:
            done = connection.execute(sa.text(words), values)
            return list(done.all()) if done.returns_rows else []

    def count(self, words: str, **values: Any) -> int:
        return int(self.ask(words, **values)[0][0])

    @property
    def letters(self) -> list[str]:
        """Whom the letters in the folder are for."""
        files = (self.settings.home / "letters").glob("*.eml")
        return [str(message_from_bytes(path.read_bytes(), policy=policy.default)["To"]) for path in files]


@pytest.fixture
def stage(home: Path, port: int) -> Iterator[Stage]:
    keys = f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}"
    with Cluster.temporary() as cluster:
        settings = Settings(
            environment="test", home=home, database_url=cluster.url, database_owner_url=cluster.owner_url, port=port,
            origin=f"http://localhost:{port}", log_level="WARNING", keys=keys,
        )  # fmt: skip
        migrate(settings)
        stage = Stage(settings, keys, sa.create_engine(owner_url(settings), poolclass=sa.NullPool))
        for name in ("web", "worker"):
            stage.start(name)
        stage.until(stage.is_serving)
        yield stage
        for name in stage.processes:
            stage.kill(name)


@dataclass
class Client:
    """Somebody who begins, writes and signs up again and again, and notes what was answered."""

    number: int
    address: str
    is_over: threading.Event
    started: dict[str, str] = field(default_factory=dict)  # name to token
    added: dict[str, str] = field(default_factory=dict)  # mark to entry
    saved: dict[str, list[str]] = field(default_factory=dict)  # entry to titles: answered last, tried since
    signed_up: list[str] = field(default_factory=list)
    tried: int = 0
    answered: int = 0
    faults: list[str] = field(default_factory=list)
    token: str = ""
    entry: str = ""

    def live(self) -> None:
        while not self.is_over.is_set():
            try:
                self.do_something()
            except (httpx.HTTPError, Unanswered):
                self.is_over.wait(0.1)

    def do_something(self) -> None:
        if not self.token or random.random() < 0.1:
            self.start()
        elif not self.entry or random.random() < 0.3:
            self.add()
        elif random.random() < 0.6:
            self.save(self.entry, self.mark("title"))
        else:
            self.sign_up()

    def start(self) -> None:
        self.token = self.entry = ""
        name = self.mark("person")
        self.token = self.post("/start", 303, name=name).cookies["metier"]
        self.started[name] = self.token

    def add(self) -> None:
        mark = self.mark("employer")
        found = ENTRY.search(self.post("/profile/experience", 200, company=mark).text)
        assert found
        self.added[mark] = self.entry = found[1]

    def sign_up(self) -> None:
        email = self.mark("someone") + "@people.example"
        self.post("/sign-up", 303, email=email, password=PASSWORD)
        self.signed_up.append(email)

    def save(self, entry: str, title: str) -> None:
        self.saved.setdefault(entry, [""]).append(title)
        self.post(f"/profile/experience/{entry}", 200, title=title)
        self.saved[entry] = [title]

    def mark(self, what: str) -> str:
        self.tried += 1
        return f"{what}-{self.number}-{self.tried}"

    def post(self, path: str, wanted: int, **said: str) -> httpx.Response:
        """Raises Unanswered, or an error of httpx, where it cannot be known whether it was done."""
        form = {"token": form_token_for(self.token), **said} if self.token else said
        headers = {
            "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": f"198.51.100.{random.randint(1, 254)}",
            **({"Cookie": f"metier={self.token}"} if self.token else {}), **({} if wanted == 303 else PART),
        }  # fmt: skip
        answer = httpx.post(self.address + path, data=form, headers=headers, timeout=20)
        if answer.status_code != wanted:
            if answer.status_code != 503:
                self.faults.append(f"{path}: {answer.status_code}")
            raise Unanswered
        self.answered += 1
        return answer


class Unanswered(Exception):
    pass


@pytest.mark.skipif(sys.platform != "linux", reason="a temporary home that PostgreSQL's user may reach")
def test_twenty_kills_lose_nothing_and_double_nothing(stage: Stage) -> None:
    seed = int(os.environ.get("METIER_SEED") or secrets.randbelow(10**6))
    print(f"seed {seed}")
    began, is_over = time.monotonic(), threading.Event()
    clients = [Client(number, f"http://localhost:{stage.settings.port}", is_over) for number in range(CLIENTS)]
    threads = [threading.Thread(target=client.live) for client in clients]
    for thread in threads:
        thread.start()
    try:
        kill_at_random(stage, clients, random.Random(seed))
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
    finish_the_work(stage)
    print(
        f"{time.monotonic() - began:.0f} s, {sum(len(c.added) for c in clients)} entries, {len(stage.letters)} letters"
    )
    assert all(any(getattr(client, what) for client in clients) for what in ("added", "saved", "signed_up"))
    for client in clients:
        assert client.faults == []
        check_what_was_answered(stage, client)
    check_that_nothing_is_doubled(stage, clients)
    check_the_letters(stage, clients)


def kill_at_random(stage: Stage, clients: list[Client], chance: random.Random) -> None:
    """However slow the machine is, a few answers lie between two kills."""
    victims = ["web", "worker"] * (KILLS // 2)
    chance.shuffle(victims)
    for victim in victims:
        enough = sum(client.answered for client in clients) + chance.randint(1, 8)
        stage.until(lambda enough=enough: sum(client.answered for client in clients) >= enough)  # type: ignore[misc]
        threading.Event().wait(chance.uniform(0, 0.5))
        stage.kill(victim)
        stage.start(victim)


def finish_the_work(stage: Stage) -> None:
    """What the killed ones held is theirs until a minute or three have passed: the clock is put on."""
    stage.kill("worker")
    stage.ask("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
    stage.ask("update letters set due_at = now() where state = 'waiting'")
    for chore in ("retry_stalled", "deliver_waiting_letters"):
        with suppress(sa.exc.IntegrityError):  # it waits already
            stage.ask(DEFER, name=chore)
    stage.start("worker")
    stage.until(lambda: stage.count(QUEUED) == 0, pause=0.2)


DEFER = """
    select procrastinate_defer_jobs_v1(array[
        row('default', cast(:name as text), 0, null, cast(:name as text), '{"timestamp": 0}', null)::procrastinate_job_to_defer_v1])"""


def check_what_was_answered(stage: Stage, client: Client) -> None:
    assert client.started
    hashes = [hash_token(token) for token in client.started.values()]
    assert stage.count("select count(*) from sign_ins where token_hash = any(:hashes)", hashes=hashes) == len(hashes)
    rows = stage.ask("select id, company, title from experiences where company like :mine", mine=f"%-{client.number}-%")
    found = {str(row.id): row for row in rows}
    for mark, entry in client.added.items():
        assert found[entry].company == mark
        assert found[entry].title in client.saved.get(entry, [""]), (found[entry].title, client.saved.get(entry))


def check_that_nothing_is_doubled(stage: Stage, clients: list[Client]) -> None:
    for table, column in (("experiences", "company"), ("profiles", "full_name")):
        assert stage.ask(f"select {column} from {table} group by 1 having count(*) > 1") == []
    for table in ("profiles", "sign_ins", "resumes"):
        assert stage.ask(f"select owner_id from {table} group by 1 having count(*) <> 1") == []
        assert stage.count(f"select count(*) from people where id not in (select owner_id from {table})") == 0
    begun = "select owner_id from events where action = 'began' group by 1 having count(*) <> 1"
    assert stage.ask(begun) == []
    assert stage.count("select count(*) from events where action = 'began'") == stage.count(
        "select count(*) from people"
    )


def check_the_letters(stage: Stage, clients: list[Client]) -> None:
    written = Counter(stage.letters)
    assert {email: written[email] for client in clients for email in client.signed_up if written[email] != 1} == {}
    assert max(written.values()) == 1
    assert stage.ask("select state, count(*) from letters group by 1") == [("sent", sum(written.values()))]
    assert stage.count("select count(*) from procrastinate_jobs where status = 'failed'") == 0
