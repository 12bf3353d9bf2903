"""The words of the `metier` command that run the house."""

import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import click
import sqlalchemy as sa

from web.db import Database, Unbound, migrate
from web.operations.cluster import Cluster, Unstartable
from web.settings import ROOT, Settings, Unsafe


@contextmanager
def plainly() -> Iterator[None]:
    """What goes wrong while starting is one plain line, never a trace."""
    try:
        yield
    except (Unsafe, Unstartable, Unbound) as error:
        raise click.ClickException(str(error)) from None
    except sa.exc.OperationalError as error:
        first = str(error.orig).strip().splitlines()[0]
        raise click.ClickException(f"The database of DATABASE_URL does not answer: {first}") from None


@click.command()
def run() -> None:
    """Serve the app and its worker, with an embedded database where DATABASE_URL names none."""
    with plainly():
        settings = Settings.read()
        _check_port(settings)
        if settings.database_url:
            _check_server(settings)
            sys.exit(_serve(settings))
        with Cluster(settings.home) as cluster:
            os.environ |= {"DATABASE_URL": cluster.url, "DATABASE_OWNER_URL": cluster.owner_url}
            code = _serve(Settings.read())
        sys.exit(code)


def _check_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise click.ClickException(
                f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}). "
                f"Stop what uses it, or choose another: PORT={settings.port + 1} make run"
            ) from None


def _check_server(settings: Settings) -> None:
    """A server of the person's own must be new enough."""
    database = Database(settings.model_copy(update={"database_owner_url": settings.database_owner_url or settings.database_url}))
    with database.engine.connect() as connection:
        version = int(connection.scalar(sa.text("show server_version_num")) or 0) // 10_000
    if version < 15:
        raise Unstartable(f"DATABASE_URL names PostgreSQL {version}; Métier needs 15 or newer.")


def _serve(settings: Settings) -> int:
    """The processes of the Procfile until one ends or somebody says stop; returns the exit code."""
    from honcho.environ import parse_procfile
    from honcho.manager import Manager
    from honcho.printer import Printer

    migrate(settings)
    settings.key_ring()
    environment = os.environ | {"PATH": f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
    manager = Manager(Printer(sys.stderr))
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, f"exec {command}", env=environment, cwd=str(ROOT))
    threading.Thread(target=_announce, args=[settings], daemon=True).start()
    manager.loop()
    return manager.returncode or 0


def _announce(settings: Settings) -> None:
    """Print the one address as soon as it answers."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://{settings.host}:{settings.port}/readyz", timeout=5):
                print(f"\n  Métier is ready: {settings.address}\n", flush=True)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)


@click.command()
def web() -> None:
    """Serve the app alone; `metier run` does this for you."""
    import uvicorn

    with plainly():
        settings = Settings.read()
    uvicorn.run(
        "web.app:serve", factory=True, host=settings.host, port=settings.port, log_config=None, access_log=False,
        server_header=False, proxy_headers=bool(settings.proxies), forwarded_allow_ips=settings.proxies or None,
        timeout_graceful_shutdown=10,
    )  # fmt: skip


@click.command()
def worker() -> None:
    """Do the background work alone; `metier run` does this for you."""
    from web.operations.worker import work

    with plainly():
        work(Settings.read())


@click.command("migrate")
@click.option("--to", default="head", help="A revision, `head` or `base`.")
@click.option("--sql", is_flag=True, help="Print the statements in place of running them.")
def migrate_command(to: str, sql: bool) -> None:
    """Bring the database to a revision."""
    with plainly():
        settings = Settings.read()
        if settings.database_url or sql:
            migrate(settings, to, sql=sql)
            return
        with Cluster(settings.home) as cluster:
            migrate(settings.model_copy(update={"database_url": cluster.url, "database_owner_url": cluster.owner_url}), to)


@click.command()
def check_migrations() -> None:
    """Walk the migrations up, down and up again on an empty database, and compare tables with code."""
    import tempfile
    from pathlib import Path

    from alembic import command
    from alembic.util import AutogenerateDiffsDetected

    from web.db import alembic_config

    with plainly(), tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o711)
        with Cluster(Path(folder)) as cluster:
            settings = Settings(database_url=cluster.url, database_owner_url=cluster.owner_url)
            for to in ("head", "base", "head"):
                migrate(settings, to)
            try:
                command.check(alembic_config(settings))
            except AutogenerateDiffsDetected as drift:
                raise click.ClickException(f"The tables differ from the code: {drift}") from None
    click.echo("migrations: up, down, up, and no drift")
