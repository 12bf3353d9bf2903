"""The words of the `metier` command that run the house."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
import sqlalchemy as sa
from sqlmodel import Session

from web.db import Unbound, owner_url
from web.db import migrate as migrate_tables
from web.kit.keys import check_keys
from web.operations.administrators import administrators, let_administer
from web.operations.cluster import Unstartable, at_hand
from web.settings import Settings, Unsafe


@contextmanager
def plainly() -> Iterator[None]:
    """What goes wrong while starting is one plain line, never a trace."""
    try:
        yield
    except (Unsafe, Unstartable, Unbound) as error:
        raise click.ClickException(str(error)) from None
    except sa.exc.OperationalError as error:
        first = str(error.orig).strip().splitlines()[0]
        raise click.ClickException(f"The database does not answer: {first}") from None


@contextmanager
def with_database(settings: Settings) -> Iterator[Settings]:
    """The settings with a database behind them: the one they name, or the embedded one for as long as it is needed."""
    if settings.database_url:
        yield settings
        return
    with at_hand(settings.home) as cluster:
        yield settings.model_copy(update={"database_url": cluster.url, "database_owner_url": cluster.owner_url})


@click.command()
def run() -> None:
    """Serve the app and its worker, with an embedded database where DATABASE_URL names none."""
    from web.operations import launch

    with plainly():
        launch.run(Settings.read())


@click.command()
def web() -> None:
    """Serve the app alone; `metier run` does this for you."""
    import uvicorn

    with plainly():
        settings = Settings.read()
        check_keys(settings)  # the server would tell of wrong keys in a hundred lines
    uvicorn.run(
        "web.app:serve", factory=True, host=settings.host, port=settings.port, log_config=None, access_log=False,
        server_header=False, proxy_headers=bool(settings.proxies), forwarded_allow_ips=settings.proxies or None,
        timeout_graceful_shutdown=5,
    )  # fmt: skip


@click.command()
def worker() -> None:
    """Do the background work alone; `metier run` does this for you."""
    from web.operations.worker import work

    with plainly():
        work(Settings.read())


@click.command()
@click.option("--to", default="head", show_default=True, help="The revision to go to; `base` takes everything down.")
@click.option("--sql", is_flag=True, help="Print the statements and leave the database alone.")
def migrate(to: str, sql: bool) -> None:
    """Bring the tables to a revision."""
    with plainly(), with_database(Settings.read()) as settings:
        migrate_tables(settings, to, sql=sql)


@click.command()
def check_migrations() -> None:
    """Try the migrations on an empty database: up, down, up again, no drift from the code, no careless statement."""
    from web.operations import migrations

    with plainly():
        try:
            migrations.check()
        except migrations.Careless as error:
            raise click.ClickException(str(error)) from None
    click.echo("migrations: up, down, up, no drift, nothing careless")


# --- administrators and keys -----------------------------------------------------------------------------------------


@click.group()
def admin() -> None:
    """Say who may administer accounts, under /admin."""


@admin.command("add")
@click.argument("address")
def add_admin(address: str) -> None:
    """Let the account of ADDRESS administer others."""
    with as_owner() as db:
        click.echo(let_administer(db, address, True))


@admin.command("remove")
@click.argument("address")
def remove_admin(address: str) -> None:
    """Let it no longer."""
    with as_owner() as db:
        click.echo(let_administer(db, address, False))


@admin.command("list")
def list_admins() -> None:
    """The addresses of those who may, one a line."""
    with as_owner() as db:
        for person in administrators(db):
            click.echo(person.email)


@contextmanager
def as_owner() -> Iterator[Session]:
    """A transaction of the tables' owner, whom no wall binds; the keys are held."""
    with plainly(), with_database(Settings.read()) as settings:
        check_keys(settings)
        engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)
        with Session(engine) as db, db.begin():
            yield db


@click.command("reseal")
def reseal() -> None:
    """Seal everything anew with the first key of METIER_KEYS, so that the others can be taken out."""
    from web.operations import reseal as work

    with plainly(), with_database(Settings.read()) as settings:
        check_keys(settings)
        changed = work.reseal(settings)
    click.echo(f"{changed} values sealed anew. METIER_KEYS may now name its first key alone.")
