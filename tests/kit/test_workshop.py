"""A child process that hangs, swells, dies or lies is stopped, and says so in plain words."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from web.kit.workshop import ROOT, Child, Crashed, TooLarge, TooSlow, WorkFailed, run_once

HERE = "tests.kit.workshop_jobs"


@pytest.fixture
def child() -> Iterator[Child]:
    with Child(f"{HERE}:echo", seconds=5, memory=512) as child:
        yield child


def test_what_goes_in_comes_out(child: Child) -> None:
    sent = {"text": "zwölf\0", "bytes": bytes(range(256)), "list": [1, None, 2.5, {"deep": True}]}
    assert child.ask(sent) == sent
    assert child.ask(None) is None
    assert child.calls == 2
    assert child.size > 0


def test_large_frames_come_whole(child: Child) -> None:
    body = os.urandom(5 << 20)
    assert child.ask(body) == body


def test_no_arguments_are_a_call_too() -> None:
    assert run_once(f"{HERE}:nothing", seconds=5, memory=512) == "nothing"


def test_an_error_of_ours_crosses_with_its_words() -> None:
    with pytest.raises(WorkFailed, match="The sheet is torn") as caught:
        run_once(f"{HERE}:ours", seconds=5, memory=512)
    assert type(caught.value) is WorkFailed


def test_of_a_foreign_error_only_the_kind_crosses() -> None:
    with pytest.raises(Crashed, match="KeyError") as caught:
        run_once(f"{HERE}:foreign", "a secret", seconds=5, memory=512)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("job", ["spin", "wait"])
def test_what_hangs_is_killed_in_time(job: str) -> None:
    with Child(f"{HERE}:{job}", seconds=0.5, memory=512) as child:
        child.warm_up()
        begun = time.monotonic()
        with pytest.raises(TooSlow):
            child.ask()
        assert time.monotonic() - begun < 3
        assert child.is_spent


def test_what_swells_is_refused() -> None:
    with pytest.raises(TooLarge):
        run_once(f"{HERE}:swell", seconds=20, memory=300)


def test_a_child_lives_on_after_an_error() -> None:
    with Child(f"{HERE}:half", seconds=5, memory=300) as child:
        for _ in range(2):
            with pytest.raises(Crashed):
                child.ask(0)
            assert child.ask(2) == 1


def test_a_death_is_noticed() -> None:
    with pytest.raises(Crashed):
        run_once(f"{HERE}:die", seconds=5, memory=512)


def test_a_function_that_is_not_there_is_a_crash() -> None:
    with pytest.raises(Crashed):
        run_once(f"{HERE}:nowhere", seconds=5, memory=512)


def test_a_child_killed_from_outside_is_noticed(child: Child) -> None:
    child.warm_up()
    os.kill(child.pid, 9)
    with pytest.raises(Crashed):
        child.ask("anybody there?")
    assert child.is_spent


def test_a_child_reaches_no_network_and_starts_no_process() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        port = listener.getsockname()[1]
        with pytest.raises(Crashed, match="PermissionError"):
            run_once(f"{HERE}:call_home", port, seconds=5, memory=512)
        with pytest.raises(TimeoutError):
            listener.accept()
    with pytest.raises(Crashed, match="PermissionError"):
        run_once(f"{HERE}:start_process", seconds=5, memory=512)


def test_a_child_inherits_neither_secrets_nor_handles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setenv("METIER_KEYS", "secret")
    with tempfile.TemporaryFile() as held, suppress(OSError):
        os.set_inheritable(held.fileno(), True)
        names, handles = run_once(f"{HERE}:belongings", held.name, seconds=5, memory=512)
    assert not {"DATABASE_URL", "METIER_KEYS"} & set(names)
    assert handles == []


def test_nothing_is_left_in_the_temporary_folder() -> None:
    with Child(f"{HERE}:litter", seconds=0.5, memory=512) as littering:
        place = Path(littering.ask("short"))
        assert place.exists()
        with pytest.raises(TooSlow):
            littering.ask("long")
    assert not place.parent.exists()


def test_a_child_tidies_up_after_a_parent_that_was_killed() -> None:
    parent = f"""
import os
from web.kit.workshop import Child
child = Child("{HERE}:litter", seconds=5, memory=512)
print(child.ask("short"), flush=True)
os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, cwd=ROOT, check=False)
    place = Path(done.stdout.strip())
    deadline = time.monotonic() + 5
    while place.parent.exists() and time.monotonic() < deadline:
        os.sched_yield()
    assert place.name
    assert not place.parent.exists()
