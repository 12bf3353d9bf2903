"""Functions for the children of test_workshop: good, bad and worse."""

import os
import signal
import socket
import stat
import subprocess
import tempfile
import threading
from typing import Any

from web.kit.workshop import WorkFailed


def echo(value: Any) -> Any:
    print("this must not reach the parent's pipe")
    return value


def nothing() -> str:
    return "nothing"


def ours() -> None:
    raise WorkFailed("The sheet is torn.")


def foreign(words: str) -> None:
    raise KeyError(words)


def spin() -> None:
    while True:
        pass


def wait() -> None:
    threading.Event().wait()


def swell() -> None:
    held = []
    while True:
        held.append(bytearray(16 << 20))


def half(value: int) -> int:
    if not value:
        raise ZeroDivisionError
    return value // 2


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def call_home(port: int) -> None:
    socket.create_connection(("127.0.0.1", port))


def start_process() -> None:
    subprocess.run(["true"], check=True)


def belongings(_: Any) -> tuple[list[str], list[int]]:
    """The names of the environment, and the handles that are neither pipes nor devices."""
    return sorted(os.environ), [handle for handle in range(3, 256) if _is_foreign(handle)]


def _is_foreign(handle: int) -> bool:
    try:
        mode = os.fstat(handle).st_mode
    except OSError:
        return False
    return stat.S_ISSOCK(mode) or stat.S_ISREG(mode)


def litter(how_long: str) -> str:
    _, name = tempfile.mkstemp()
    if how_long == "long":
        spin()
    return name
