"""The embedded database where something is amiss."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.operations.conftest import PATIENCE
from web.operations.cluster import ELSEWHERE, Cluster, Unstartable, at_hand

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a disk and has a closed home")


def test_two_roles_and_a_database(home: Path) -> None:
    with Cluster(home, is_temporary=True) as cluster, psycopg.connect(cluster.url) as connection:
        row = connection.execute(
            "select current_user, pg_get_userbyid(datdba), pg_encoding_to_char(encoding)"
            " from pg_database where datname = current_database()"
        ).fetchone()
    assert row == ("metier_app", "metier", "UTF8")


def test_what_was_written_is_there_after_a_restart(home: Path) -> None:
    with Cluster(home) as cluster, psycopg.connect(cluster.owner_url) as connection:
        connection.execute("create table kept as select 'a word' as said")
    with Cluster(home) as cluster, psycopg.connect(cluster.owner_url) as connection:
        assert connection.execute("select said from kept").fetchone() == ("a word",)


def test_temporary_leaves_no_trace() -> None:
    with Cluster.temporary() as cluster:
        assert cluster.folder.exists()
    assert not cluster.home.exists() and not cluster.folder.exists()


def test_two_at_once(home: Path) -> None:
    with Cluster(home, is_temporary=True), pytest.raises(Unstartable, match=r"already running from .* \(process \d+\)"):
        Cluster(home).__enter__()


def test_a_home_with_a_long_name(home: Path) -> None:
    with Cluster(home / ("long" * 30) / "ä b?&", is_temporary=True) as cluster:
        socket = cluster.socket
        with psycopg.connect(cluster.url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    assert socket and not socket.exists()


def test_cut_off_while_it_was_made(home: Path) -> None:
    with Cluster(home, is_temporary=True) as cluster:
        data = cluster.folder / "data"
    data.rename(data.with_name("data.unfinished"))
    (data.with_name("data.unfinished") / "PG_VERSION").unlink()
    with Cluster(home, is_temporary=True) as cluster:
        assert cluster.url


def test_another_version(home: Path) -> None:
    with Cluster(home, is_temporary=True) as cluster:
        stated = cluster.folder / "data" / "PG_VERSION"
    stated.write_text("13\n")
    with pytest.raises(Unstartable, match="was made by PostgreSQL 13, and this is .*EMBEDDED_PG_BIN"):
        Cluster(home).__enter__()


def test_no_programs_where_they_were_said_to_be(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDED_PG_BIN", str(home / "nowhere"))
    with pytest.raises(Unstartable, match="EMBEDDED_PG_BIN is .* no `postgres` in it"):
        Cluster(home).__enter__()


def test_a_note_with_a_number_that_belongs_to_another_process(home: Path) -> None:
    with Cluster(home, is_temporary=True) as cluster:
        note = cluster.folder / "data" / "postmaster.pid"
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, cwd="/", **cluster.servant.identity()) as other:
        for stale in (note, cluster.folder / ".s.PGSQL.5432.lock"):
            stale.write_text(f"{other.pid}\n{note.parent}\n0\n5432\n{cluster.folder}\n\n0 0\nready\n")
        with Cluster(home, is_temporary=True):
            assert other.poll() is None


def a_server_by_itself(cluster: Cluster) -> "subprocess.Popen[bytes]":
    """What is left where a launcher was killed and the system ends no children: a server that nobody knows of."""
    data, nowhere = cluster.folder / "data", "listen_addresses="
    words = [cluster.binaries / "postgres", "-D", data, "-k", cluster.folder, "-c", nowhere]
    server = subprocess.Popen(words, stderr=subprocess.PIPE, **cluster.servant.identity())
    while not cluster._ready_note():
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"it ended by itself: {server.wait(0.02)}")
    return server


def test_a_server_left_over_is_ended_before_ours_begins(home: Path) -> None:
    with Cluster(home, is_temporary=True) as cluster:
        pass
    with a_server_by_itself(cluster) as old, Cluster(home, is_temporary=True) as ours:
        assert b"received fast shutdown request" in old.communicate(timeout=PATIENCE)[1]
        with psycopg.connect(ours.url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_a_server_on_a_home_with_a_like_name_is_left_alone(home: Path) -> None:
    """A number from before belongs to another house now, whose path ends as ours does."""
    with Cluster(home, is_temporary=True) as cluster:
        note = cluster.folder / "data" / "postmaster.pid"
    with Cluster(home / "b" / home.relative_to("/"), is_temporary=True) as other:
        assert other.server and str(note.parent) in str(other.folder / "data")
        note.write_text(f"{other.server.pid}\n")
        with Cluster(home, is_temporary=True), psycopg.connect(other.url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_a_note_that_was_cut_off(home: Path) -> None:
    """Killed after it was made and before a number stood in it: PostgreSQL would take it for another start's."""
    with Cluster(home, is_temporary=True) as cluster:
        notes = [cluster.folder / "data" / "postmaster.pid", cluster.folder / ".s.PGSQL.5432.lock"]
    for note in notes:
        note.touch()
        cluster.servant.own(note)
    with Cluster(home, is_temporary=True) as cluster:
        assert cluster.url


def test_a_note_that_goes_while_it_is_read_is_not_put_back(home: Path) -> None:
    """A pipe in its place is gone before what it says is read to the end."""
    with Cluster(home, is_temporary=True) as cluster:
        note = cluster.folder / "data" / "postmaster.pid"
    os.mkfifo(note)
    cluster.servant.own(note)

    def go_while_it_is_read() -> None:
        with note.open("w") as pipe:
            note.unlink()
            pipe.write(f"{os.getpid()}\n")

    with ThreadPoolExecutor(1) as apart:
        gone = apart.submit(go_while_it_is_read)
        cluster.socket = cluster.folder
        cluster._stop_left_over()
        gone.result(PATIENCE)
    assert not note.exists()


def test_another_process_uses_the_server_that_runs(home: Path) -> None:
    """Also while that one has only begun: what its note does not say yet is waited for."""
    with Cluster(home, is_temporary=True) as cluster, ThreadPoolExecutor(1) as apart:
        note = cluster.folder / "data" / "postmaster.pid"
        whole = note.read_text()
        begun = whole.splitlines()
        begun[4], begun[7] = "", "starting"
        note.write_text("\n".join(begun))
        asked = apart.submit(ask_at_hand, home)
        with pytest.raises(TimeoutError):
            asked.result(0.3)
        note.write_text(whole)
        assert asked.result(PATIENCE) == cluster.socket
    assert ask_at_hand(home) and not note.exists()


def ask_at_hand(home: Path) -> Path | None:
    with at_hand(home) as found, psycopg.connect(found.url) as connection:
        connection.execute("select 1")
        return found.socket


def test_home_is_a_file(home: Path) -> None:
    (home / "file").touch()
    with pytest.raises(Unstartable, match="cannot be written|METIER_HOME"):
        Cluster(home / "file" / "home").__enter__()


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_home_cannot_be_written(home: Path) -> None:
    home.chmod(0o500)
    with pytest.raises(Unstartable, match="cannot be written: .* METIER_HOME"):
        Cluster(home / "deeper").__enter__()
    home.chmod(0o700)


@pytest.fixture
def small_disk(home: Path) -> Iterator[Callable[[int], Path]]:
    place = home / "disk"
    place.mkdir()

    def mount(megabytes: int) -> Path:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "metier-test", place])
        if done.returncode:
            pytest.skip("this machine lets nobody mount")
        return place

    yield mount
    subprocess.run(["umount", place], check=False)


@as_root
@pytest.mark.parametrize("megabytes", [1, 10, 30])
def test_disk_full_from_the_start(small_disk: Callable[[int], Path], megabytes: int) -> None:
    with pytest.raises(Unstartable, match="is full: free some space"):
        Cluster(small_disk(megabytes) / "var").__enter__()


@as_root
def test_disk_fills_up_and_is_freed(small_disk: Callable[[int], Path]) -> None:
    place = small_disk(200)
    with Cluster(place):
        pass
    ballast = place / "ballast"
    fill(ballast)
    with pytest.raises(Unstartable, match="is full: free some space"):
        Cluster(place).__enter__()
    ballast.unlink()
    with Cluster(place) as cluster, psycopg.connect(cluster.url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def fill(ballast: Path) -> None:
    """Until the disk is full to the last page."""
    with suppress(OSError), ballast.open("wb", buffering=0) as out:
        while out.write(bytes(4096)):
            pass


@as_root
def test_a_home_closed_to_the_database_user(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    elsewhere = ELSEWHERE / hashlib.sha256(str(closed).encode()).hexdigest()[:16]
    try:
        with Cluster(closed, is_temporary=True) as cluster:
            assert cluster.folder == elsewhere
            assert (closed / "postgres").resolve() == elsewhere
        closed.chmod(0o755)
        with Cluster(closed, is_temporary=True) as cluster:
            assert cluster.folder == elsewhere
    finally:
        shutil.rmtree(elsewhere)


@as_root
def test_programs_closed_to_the_database_user(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from web.operations.cluster import _movable_parts, _movable_root, find_binaries

    found = find_binaries()
    root, inner = _movable_root(found)
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    for part in _movable_parts(root, found):
        shutil.copytree(root / part, closed / part, symlinks=True)
    monkeypatch.setenv("EMBEDDED_PG_BIN", str(closed / inner))
    for _ in range(2):
        with Cluster(home, is_temporary=True) as cluster:
            assert cluster.binaries.is_relative_to(home / "postgres" / "binaries")
