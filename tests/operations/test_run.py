"""`metier run`: everything starts, everything stops, and whatever was killed stands up again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.operations.conftest import PATIENCE, Running
from web.operations.cluster import Cluster
from web.operations.launch import MOST_QUICK_DEATHS
from web.settings import ROOT

Start = Callable[..., Running]
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="children are found through /proc")


def test_starts_and_stops_and_starts_again(start: Start, home: Path) -> None:
    first = start().wait_until_open()
    assert first.is_ready()
    assert first.end() == 0
    assert "database system is shut down" in (home / "postgres/log").read_text().splitlines()[-1]
    assert not (home / "postgres/data/postmaster.pid").exists()
    second = start().wait_until_open()
    print(f"first start {first.took:.1f} s, second start {second.took:.1f} s")
    assert second.end(signal.SIGINT) == 0


def test_a_wish_to_stop_is_heard_while_starting(start: Start, home: Path) -> None:
    running = start()
    running.until((home / "postgres.lock").exists)
    assert running.end() in (0, -signal.SIGTERM)
    again = start().wait_until_open()
    assert again.is_ready()


def test_the_app_is_bound_by_row_level_security(start: Start, home: Path) -> None:
    start().wait_until_open()
    with psycopg.connect(f"postgresql://metier_app@/metier?host={home / 'postgres'}") as connection:
        row = connection.execute("select rolsuper, rolbypassrls from pg_roles where rolname = current_user").fetchone()
    assert row == (False, False)


def test_port_taken(start: Start, port: int, home: Path) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", port))
        door.listen()
        running = start()
        assert running.process.wait(PATIENCE) == 1
    assert running.errors() == (
        f"Error: Port {port} is taken: open http://localhost:{port} if that is Métier already running, "
        f"or choose another, such as PORT={port + 1}.\n"
    )
    assert not (home / "postgres").exists()


def test_already_running(start: Start, port: int, home: Path) -> None:
    first = start().wait_until_open()
    second = start(PORT=str(port + 1))
    assert second.process.wait(PATIENCE) == 1
    assert f"Error: Métier is already running from {home} (process {first.process.pid})" in second.errors()
    assert first.is_ready()


def test_database_that_does_not_answer(start: Start, home: Path) -> None:
    running = start(DATABASE_URL="postgresql://someone@127.0.0.1:1/nothing")
    assert running.process.wait(PATIENCE) == 1
    assert running.errors().startswith("Error: The database does not answer:")
    assert len(running.errors().splitlines()) == 1
    assert not (home / "postgres").exists()


def test_a_named_database_is_used(start: Start, home: Path) -> None:
    with Cluster.temporary() as cluster:
        running = start(DATABASE_URL=cluster.url, DATABASE_OWNER_URL=cluster.owner_url).wait_until_open()
        assert running.is_ready()
        assert running.end() == 0
    assert not (home / "postgres").exists()


@on_linux
def test_launcher_killed(start: Start) -> None:
    first = start().wait_until_open()
    children = first.children()
    assert len(children) >= 3
    first.end(signal.SIGKILL)
    again = start().wait_until_open()
    assert again.is_ready()
    again.until(lambda: not any(str(ROOT).encode() in command(child) for child in children))  # a worker finishes first


@on_linux
def test_postmaster_killed(start: Start) -> None:
    running = start().wait_until_open()
    before = running.postmaster()
    os.kill(before, signal.SIGKILL)
    running.until(lambda: "The database died and is started again." in running.errors())
    running.until(running.is_ready)
    assert running.postmaster() != before
    assert running.end() == 0


@on_linux
def test_everything_killed_at_once(start: Start) -> None:
    first = start().wait_until_open()
    for process in [*first.children(), first.process.pid]:
        with suppress(ProcessLookupError):  # without its database or its launcher it ends by itself
            os.kill(process, signal.SIGKILL)
    first.process.wait(PATIENCE)
    assert start().wait_until_open().is_ready()


@on_linux
def test_web_killed(start: Start) -> None:
    running = start().wait_until_open()
    (web,) = webs_of(running)
    os.kill(web, signal.SIGKILL)
    running.until(lambda: "The web process died (code -9) and is started again." in running.errors())
    running.until(running.is_ready)
    assert web not in running.children()


@on_linux
def test_web_killed_again_and_again(start: Start) -> None:
    """It stands up each time until it is beyond help. Only those who die soon are counted, so nobody waits for them."""
    running, killed, end = start().wait_until_open(), set[int](), time.monotonic() + PATIENCE
    while running.process.poll() is None and time.monotonic() < end:
        for web in webs_of(running) - killed:
            killed.add(web)
            os.kill(web, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            running.process.wait(0.02)
    assert running.process.returncode == 1 and "The web process does not start" in running.errors()
    assert len(killed) in (MOST_QUICK_DEATHS, MOST_QUICK_DEATHS + 1), "the first one may have lived for long"


def webs_of(running: Running) -> set[int]:
    return {child for child in running.children() if b"web\0web" in command(child)}


def command(process: int) -> bytes:
    """Nothing of one that is gone."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""
