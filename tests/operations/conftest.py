"""Houses to start and to hurt: real processes on a home and a port of their own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.ports import free_port
from web.kit import sealed
from web.settings import ROOT

PATIENCE = 180  # seconds; a start takes two, unless the machine is busy with other tests


@pytest.fixture
def home() -> Iterator[Path]:
    """A METIER_HOME that PostgreSQL's user may reach, as a folder of pytest's may not be."""
    home = Path(tempfile.mkdtemp(prefix="metier-test-", dir="/tmp"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


@pytest.fixture
def own_keys() -> Iterator[None]:
    """A second house in this process takes keys of its own; the suite's are handed back."""
    before, index = dict(sealed._ring), sealed._index_key
    yield
    sealed._ring.clear()
    sealed._ring.update(before)
    sealed._index_key = index


@pytest.fixture
def port() -> int:
    return free_port()


def until(is_so: Callable[[], object], process: "subprocess.Popen[Any]", said: Callable[[], object] = str) -> None:
    """Look again and again, as long as the process lives and patience lasts; `said` is what it says for itself."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, f"patience is over: {said()}"
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"it ended by itself with {process.wait(0.02)}: {said()}")


@dataclass
class Running:
    """A `metier run`."""

    home: Path
    port: int
    process: subprocess.Popen[str]
    took: float = 0

    def wait_until_open(self) -> "Running":
        began = time.monotonic()
        assert self.process.stdout
        said = []
        for line in self.process.stdout:
            said.append(line)
            if f"http://localhost:{self.port}" in line:
                self.took = time.monotonic() - began
                return self
        pytest.fail("".join(said) + self.errors())

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def until(self, is_so: Callable[[], object]) -> None:
        until(is_so, self.process, self.errors)

    def end(self, request: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(request)
        return self.process.wait(PATIENCE)

    def errors(self) -> str:
        return (self.home / "said").read_text()

    def postmaster(self) -> int:
        return int((self.home / "postgres/data/postmaster.pid").read_text().splitlines()[0])

    def children(self) -> list[int]:
        """The process ids of the database, the web and the worker (Linux); none once it is gone."""
        with suppress(OSError):
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
            return [int(word) for word in children.split()]
        return []


@pytest.fixture
def start(home: Path, port: int) -> Iterator[Callable[..., Running]]:
    """Start `metier run`, on this test's home and port unless told otherwise."""
    started: list[Running] = []

    def start(**environment: str) -> Running:
        given = {"METIER_HOME": str(home), "PORT": str(port), **environment}
        with (home / "said").open("a") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "web", "run"],
                cwd=ROOT,
                env={**bare_environment(), **given},
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            )
        started.append(Running(Path(given["METIER_HOME"]), int(given["PORT"]), process))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.end()


def bare_environment() -> dict[str, str]:
    ours = ("DATABASE_URL", "DATABASE_OWNER_URL", "METIER_", "PORT", "HOST")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
