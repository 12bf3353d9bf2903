"""`metier run`: the database, the web and the worker as one thing that starts and stops together.

The children are started here and not by honcho, because a launcher that is killed must not leave them behind: Linux
ends them with us (`end_with_parent`), and the database is what the next start takes care of anyway.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue

from web.operations.cluster import OLDEST, Cluster, Unstartable, end_with_parent
from web.settings import ROOT, Settings

READY_SECONDS = 120  # a machine busy with other things takes its time
STOP_SECONDS = 10
STEADY_SECONDS = 10  # a child that lived for so long was well
MOST_QUICK_DEATHS = 5  # one that was not, so often in a row, is beyond help
GLANCE = 0.05


def run(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. Raises Unstartable."""
    began = time.monotonic()
    with stop_requests() as happenings:
        check_port(settings)
        with nullcontext() if settings.database_url else Cluster(settings.home) as cluster:
            bring_up_to_date(settings, cluster)
            house = Household(settings, cluster, happenings)
            try:
                house.start()
                house.keep(began)
            finally:
                house.stop()


@contextmanager
def stop_requests() -> Iterator["SimpleQueue[str]"]:
    """What happens arrives in one queue: the death of a child by its name, a wish to stop as `stop`."""
    happenings: SimpleQueue[str] = SimpleQueue()
    wishes = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {wish: signal.signal(wish, lambda *_: happenings.put("stop")) for wish in wishes}
    try:
        yield happenings
    finally:
        for wish, handler in before.items():
            signal.signal(wish, handler)


def check_port(settings: Settings) -> None:
    """Find out before anything is started. The server asks again, so nothing is lost if somebody is quicker."""
    family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(address)
        except PermissionError:
            raise Unstartable(f"Port {settings.port} is kept for root: choose another, such as PORT=8000.") from None
        except OSError as error:
            if not is_answering(settings):
                raise Unstartable(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from None
            raise Unstartable(
                f"Port {settings.port} is taken: open http://localhost:{settings.port} if that is Métier already "
                f"running, or choose another, such as PORT={settings.port + 1}."
            ) from None


def is_answering(settings: Settings) -> bool:
    try:
        socket.create_connection((settings.host, settings.port), timeout=1).close()
    except OSError:
        return False
    return True


def bring_up_to_date(settings: Settings, cluster: Cluster | None) -> None:
    from web.db import migrate
    from web.kit.keys import check_keys

    if cluster is None:
        check_server(settings)
    here = settings.model_copy(update=addresses(cluster)) if cluster else settings
    migrate(here)
    check_keys(here)


def check_server(settings: Settings) -> None:
    """A server that somebody else looks after has to be new enough. Raises Unstartable."""
    import sqlalchemy as sa

    from web.db import owner_url

    with sa.create_engine(owner_url(settings), poolclass=sa.NullPool).connect() as connection:
        version = int(connection.scalar(sa.text("show server_version_num")) or 0) // 10_000
    if version < OLDEST:
        raise Unstartable(f"DATABASE_URL names PostgreSQL {version}, and Métier needs {OLDEST} or newer.")


def addresses(cluster: Cluster) -> dict[str, str]:
    return {"database_url": cluster.url, "database_owner_url": cluster.owner_url}


@dataclass
class Child:
    """One line of the Procfile, alive."""

    name: str
    command: str
    environment: Mapping[str, str]
    happenings: "SimpleQueue[str]"
    process: subprocess.Popen[bytes] | None = None
    quick_deaths: int = 0
    since: float = 0

    def start(self) -> None:
        self.since = time.monotonic()
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {self.command}"], cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=end_with_parent(signal.SIGTERM),
        )  # fmt: skip
        threading.Thread(target=self._watch, args=[self.process], daemon=True).start()

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        self.happenings.put(self.name)

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def make_stop(self, by: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0, by - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def note_death(self) -> None:
        lived = time.monotonic() - self.since
        self.quick_deaths = self.quick_deaths + 1 if lived < STEADY_SECONDS else 0

    @property
    def is_beyond_help(self) -> bool:
        return self.quick_deaths >= MOST_QUICK_DEATHS


@dataclass
class Household:
    """The children and the database, watched together."""

    settings: Settings
    cluster: Cluster | None
    happenings: "SimpleQueue[str]"
    children: dict[str, Child] = field(init=False)
    is_open: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        environment = child_environment(self.settings, self.cluster)
        self.children = {
            name: Child(name, command, environment, self.happenings)
            for name, command in read_procfile(ROOT / "Procfile").items()
        }

    def start(self) -> None:
        for child in self.children.values():
            child.start()

    def keep(self, began: float) -> None:
        """Say the address as soon as somebody who opens it is served; start again what dies; until asked to stop."""
        while (happening := self._next(1 if self.is_open else GLANCE)) != "stop":
            if self.cluster and self.cluster.is_dead:
                print("The database died and is started again.", file=sys.stderr, flush=True)
                self.cluster.start()
            if happening in self.children:
                self._revive(self.children[happening])
            if not self.is_open:
                self.is_open = self._announce(began)

    def _announce(self, began: float) -> bool:
        took = time.monotonic() - began
        if is_ready(self.settings):
            print(f"\n  Métier is at {self.settings.address} (after {took:.1f} s; Ctrl-C stops it)\n", flush=True)
            return True
        if took > READY_SECONDS:
            raise Unstartable(f"Métier did not get ready within {READY_SECONDS} seconds: see what it said above.")
        return False

    def _revive(self, child: Child) -> None:
        if not child.is_dead:
            return
        assert child.process
        ended = child.process.returncode
        child.note_death()
        if not self.is_open or child.is_beyond_help:
            raise Unstartable(f"The {child.name} process does not start (code {ended}) and said why above.")
        print(f"The {child.name} process died (code {ended}) and is started again.", file=sys.stderr, flush=True)
        child.start()

    def stop(self) -> None:
        for child in self.children.values():
            child.ask_to_stop()
        end = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            child.make_stop(by=end)

    def _next(self, seconds: float) -> str | None:
        try:
            return self.happenings.get(timeout=seconds)
        except Empty:
            return None


def child_environment(settings: Settings, cluster: Cluster | None) -> dict[str, str]:
    """Ours, with the addresses filled in. The owner's address stays here: the app never acts as the owner."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    ours = {**os.environ, "PATH": programs, "HOST": settings.host, "PORT": str(settings.port), "PYTHONPATH": str(ROOT)}
    ours.pop("DATABASE_OWNER_URL", None)
    return {**ours, "DATABASE_URL": cluster.url} if cluster else ours


def read_procfile(path: Path) -> dict[str, str]:
    lines = (line.partition(":") for line in path.read_text().splitlines() if line.strip())
    return {name.strip(): command.strip() for name, _, command in lines}


def is_ready(settings: Settings) -> bool:
    door = http.client.HTTPConnection(settings.host, settings.port, timeout=2)
    try:
        door.request("GET", "/readyz")
        return door.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        door.close()
