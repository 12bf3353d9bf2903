"""Work that may hang, swell or crash, done in a child process that can be killed.

`python -m web.kit.workshop module:function` imports the function, says so, and then answers: one frame of arguments in,
one frame out. A frame is eight bytes of length and MessagePack, so that nothing a child sends can run in its parent.

A child starts with a clean environment and no inherited handles, so it knows no database and no keys; it may open no
network connection and start no process. It gives way to its parent, who answers people. Errors of our own (classes
under `web.`) cross with their words; of any other error only its kind crosses, because its words may hold what a person
wrote.
"""

import contextlib
import os
import resource
import selectors
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NoReturn

import msgspec

ROOT = Path(__file__).resolve().parents[2]
KEPT_VARIABLES = (
    "PATH", "HOME", "LANG", "LC_ALL", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
    "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
)  # fmt: skip
THRIFTY = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "65536"}  # glibc: give freed memory back
LENGTH = struct.Struct(">Q")
LARGEST_FRAME = 256 << 20
START_SECONDS = 60.0
MIB = 1 << 20
GIVES_WAY = 5  # how much nicer it is than its parent
FORBIDDEN = (
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg",
    "subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.forkpty",
)  # fmt: skip


class WorkFailed(Exception):
    """The work was not done; the text is a plain sentence."""


class TooSlow(WorkFailed):
    """It took longer than it may, and was stopped."""

    def __init__(self) -> None:
        super().__init__("This took too long and was stopped.")


class TooLarge(WorkFailed):
    """It wanted more memory than it may have."""

    def __init__(self) -> None:
        super().__init__("This needs more memory than it may have.")


class Crashed(WorkFailed):
    """The process died, or its work ended in an error that nobody foresaw."""

    def __init__(self, kind: str = "") -> None:
        super().__init__("This could not be done." + (f" ({kind})" if kind else ""))


def run_once(function: str, *args: Any, seconds: float, memory: int) -> Any:
    """Call `module:function` in a process of its own, within so many seconds and MiB; its result or its error."""
    with Child(function, seconds=seconds, memory=memory) as child:
        return child.ask(*args)


class Child:
    """A warm process for one function. Not for two threads at once.

    `seconds` is what each call may take, by the clock and of the processor; `memory` is MiB of address space, where
    the system can limit that.
    """

    def __init__(self, function: str, *, seconds: float, memory: int) -> None:
        self.seconds = seconds
        self.calls = 0
        self.size = 0.0  # MiB in use after the last call
        self._folder = tempfile.TemporaryDirectory(prefix="workshop-", ignore_cleanup_errors=True)
        command = [sys.executable, "-m", __name__, function, str(seconds), str(memory), self._folder.name]
        environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        environment |= {"TMPDIR": self._folder.name, **THRIFTY}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment, start_new_session=True
        )
        self._ready = self._is_closed = False

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_spent(self) -> bool:
        """Whether it was stopped or died, and can do nothing more."""
        return self._is_closed or self._process.poll() is not None

    def warm_up(self) -> None:
        """Wait until the function is imported; a call does that by itself."""
        if self._is_closed:
            raise Crashed
        if not self._ready:
            self._receive(time.monotonic() + START_SECONDS)
            self._ready = True

    def ask(self, *args: Any) -> Any:
        """The function's result. Raises the function's own error if it is one of ours, otherwise a WorkFailed."""
        self.warm_up()
        deadline = time.monotonic() + self.seconds
        try:
            _write(self._pipe(self._process.stdin), args)
        except OSError:
            self._fail()
        except (TypeError, ValueError, OverflowError, RecursionError) as error:
            raise Crashed(type(error).__name__) from None  # nothing was sent
        answer = self._receive(deadline)
        self.calls, self.size = self.calls + 1, answer.get("size", 0.0)
        if "error" in answer:
            raise _error_from(answer["error"])
        return answer.get("result")

    def close(self) -> None:
        """Kill the process and let go of its pipes; harmless a second time."""
        self._is_closed = True
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                self._pipe(pipe).close()
        self._process.wait()
        self._folder.cleanup()  # a killed process leaves its files

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _receive(self, deadline: float) -> dict[str, Any]:
        try:
            body = _read_before(deadline, self._pipe(self._process.stdout))
            answer = msgspec.msgpack.decode(body, type=dict[str, Any])
        except TimeoutError:
            self.close()
            raise TooSlow from None
        except (EOFError, msgspec.DecodeError):
            self._fail()
        return answer

    def _fail(self) -> NoReturn:
        """The child is gone: say what became of it."""
        self._process.kill()
        status = self._process.wait()
        self.close()
        raise TooSlow if -status == SIGXCPU else Crashed()

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None
        return pipe


def _error_from(said: dict[str, Any]) -> Exception:
    if said["kind"] == "MemoryError":
        return TooLarge()
    module, name = said.get("module", ""), said["kind"]
    found = getattr(import_module(module), name, None) if module.startswith("web.") else None
    if isinstance(found, type) and issubclass(found, Exception):
        return found(*map(str, said["words"]))
    return Crashed(name)


def _write(pipe: IO[bytes], value: Any) -> None:
    body = msgspec.msgpack.encode(value)
    pipe.write(LENGTH.pack(len(body)) + body)
    pipe.flush()


def _read_before(deadline: float, pipe: IO[bytes]) -> bytes:
    """One frame from another process; raises TimeoutError at the deadline and EOFError where the frame is cut short."""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)

        def read(size: int) -> bytes:
            body = bytearray()
            while len(body) < size:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError
                piece = os.read(pipe.fileno(), min(size - len(body), 1 << 20))
                if not piece:
                    raise EOFError
                body += piece
            return bytes(body)

        (length,) = LENGTH.unpack(read(LENGTH.size))
        if length > LARGEST_FRAME:
            raise EOFError
        return read(length)


# --- in the child ----------------------------------------------------------------------------------------------------

SIGXCPU = 24  # the same on Linux and macOS


def main(name: str, seconds: float, memory: int) -> None:
    """Answer calls until the parent closes the pipe."""
    os.nice(GIVES_WAY)
    asked, answers = _own_pipes()
    _limit(resource.RLIMIT_CORE, 0)
    module, _, attribute = name.partition(":")
    function = getattr(import_module(module), attribute)
    sys.addaudithook(_refuse)
    _limit_memory(memory)
    _write(answers, {"ready": True})
    while args := _next_call(asked):
        _limit_processor(seconds)
        _write(answers, {**_answer(function, args), "size": _size()})


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the parent, out of reach of a library that prints."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.close(null)
    return asked, answers


def _next_call(pipe: IO[bytes]) -> list[list[Any]]:
    """The arguments of the next call in a list of their own, so that no arguments still count as a call."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return []
    return [msgspec.msgpack.decode(pipe.read(LENGTH.unpack(head)[0]), type=list[Any])]


def _answer(function: Any, args: list[list[Any]]) -> dict[str, Any]:
    try:
        return {"result": function(*args[0])}
    except Exception as error:  # noqa: BLE001  every error crosses to the parent, which raises it
        kind = type(error)
        is_ours = kind.__module__.startswith("web.")
        words = [str(arg) for arg in error.args] if is_ours else []
        return {"error": {"module": kind.__module__ if is_ours else "", "kind": kind.__name__, "words": words}}


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event in FORBIDDEN:
        raise PermissionError(f"{event} is not allowed here")


def _limit_memory(mib: int) -> None:
    for kind in ("RLIMIT_AS", "RLIMIT_DATA"):
        if hasattr(resource, kind):
            _limit(getattr(resource, kind), mib * MIB)


def _limit_processor(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1, soft_only=True)


def _limit(kind: int, most: int, soft_only: bool = False) -> None:
    """Lower a limit as far as the system lets us; macOS knows the names but not the deeds of some."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (most, hard if soft_only else most))


def _size() -> float:
    """MiB of memory in use; where the system does not say, the most that ever was."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / MIB
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB  # macOS says bytes


if __name__ == "__main__":
    try:
        main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
    finally:
        shutil.rmtree(sys.argv[4], ignore_errors=True)  # a killed parent leaves this to its child
