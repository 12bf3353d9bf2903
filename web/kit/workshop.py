"""A warm child process for work that may hang, grow or crash: it can be killed, and the next one starts fresh.

A job is a picklable call of a function named `module:function`. Frames are eight bytes of length and a pickle, over
pipes of the child's own; the child never holds a database connection, and prints nothing into the frames.
"""

import importlib
import os
import pickle
import resource
import signal
import struct
import subprocess
import sys
import threading
from typing import IO, Any

HEAD = struct.Struct(">Q")
MEBIBYTE = 1 << 20
MOST_JOBS = 500  # a child is replaced after this many, so that nothing can pile up in it


class Failed(Exception):
    """The job did not end well; `why` is one of `time`, `memory`, `depth`, `died`, or the name of an error."""

    def __init__(self, why: str, words: str = "") -> None:
        super().__init__(words or why)
        self.why = why


class Workshop:
    """One child, started when it is first needed. Not for several threads at once: whoever holds it works alone."""

    def __init__(self, function: str, memory: int) -> None:
        self.function, self.memory = function, memory
        self._child: subprocess.Popen[bytes] | None = None
        self._jobs = 0

    def run(self, *arguments: Any, seconds: float) -> Any:
        """The function's answer; raises Failed. A child that is too slow or dies is replaced by the next call."""
        child = self._ready()
        timer = threading.Timer(seconds, child.kill)
        timer.start()
        try:
            assert child.stdin and child.stdout
            send(child.stdin, arguments)
            good, answer = receive(child.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            late = not timer.is_alive()
            self.close()
            raise Failed("time" if late else "died") from None
        finally:
            timer.cancel()
        self._jobs += 1
        if self._jobs >= MOST_JOBS or not good:
            self.close()
        if not good:
            if isinstance(answer, Failed):
                raise answer
            raise answer
        return answer

    def warm(self) -> None:
        """Start the child now, so that the first job does not wait for it."""
        self._ready()

    def _ready(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            self.close()
            command = [sys.executable, "-m", "web.kit.workshop", self.function, str(self.memory)]
            clean = {name: value for name, value in os.environ.items() if name not in SECRETS}
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=clean)
            self._jobs = 0
        return self._child

    @property
    def process_id(self) -> int | None:
        return self._child.pid if self._child else None

    def close(self) -> None:
        if self._child:
            self._child.kill()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe:
                    try:
                        pipe.close()
                    except BrokenPipeError:
                        pass
            self._child.wait()
        self._child = None


SECRETS = ("DATABASE_URL", "DATABASE_OWNER_URL", "METIER_KEYS", "AWS_SECRET_ACCESS_KEY")


def run_once(function: str, *arguments: Any, seconds: float, memory: int) -> Any:
    """One job in a child of its own; `memory` in MiB. Raises Failed, or what the function itself raised."""
    workshop = Workshop(function, memory)
    try:
        return workshop.run(*arguments, seconds=seconds)
    finally:
        workshop.close()


def send(pipe: IO[bytes], value: Any) -> None:
    body = pickle.dumps(value)
    pipe.write(HEAD.pack(len(body)) + body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        raise EOFError
    body = pipe.read(HEAD.unpack(head)[0])
    return pickle.loads(body)  # noqa: S301 - from our own child


def serve(function: str, memory: int) -> None:
    """The child's life: read a job, do it, answer; end with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers, jobs = os.fdopen(os.dup(1), "wb"), os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)
    module, _, name = function.partition(":")
    work = getattr(importlib.import_module(module), name)
    limit_memory(memory)
    while True:
        try:
            arguments = receive(jobs)
        except EOFError:
            return
        send(answers, attempt(work, arguments))


def limit_memory(mebibytes: int) -> None:
    """Beyond what the process holds once its imports are done; systems without such a limit go without."""
    try:
        with open("/proc/self/statm") as file:
            held = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + mebibytes * MEBIBYTE,) * 2)
    except (OSError, ValueError):
        return


def attempt(work: Any, arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, work(*arguments)
    except MemoryError:
        return False, Failed("memory")
    except RecursionError:
        return False, Failed("depth")
    except Exception as error:  # noqa: BLE001 - it crosses over to the parent, which raises it
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301
        except Exception:  # noqa: BLE001
            return False, Failed(type(error).__name__, str(error)[:300])
        return False, error


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
