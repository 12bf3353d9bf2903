"""`metier run`, `worker`, `migrate` and `check-migrations`."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from web.operations.cluster import Cluster, Trouble
from web.settings import Settings, Unsafe


@click.command()
def run() -> None:
    """Serve the app with its worker, and with a database of its own unless DATABASE_URL names one."""
    from web.operations import launch

    with plain_errors():
        launch.run(Settings.read())


@click.command()
def worker() -> None:
    """Do background work. `metier run` starts one beside the web."""
    from web.operations.worker import work

    with plain_errors():
        work(Settings.read())


@click.command()
@click.option("--to", default="head", show_default=True, help="The revision to go to; `base` takes everything down.")
@click.option("--sql", is_flag=True, help="Print the statements and leave the database alone.")
def migrate(to: str, sql: bool) -> None:
    """Bring the tables to a revision."""
    from web import db

    with plain_errors(), reachable_database(Settings.read()) as settings:
        db.migrate(settings, to=to, sql=sql)


@click.command("check-migrations")
def check_migrations() -> None:
    """Try the migrations on an empty database: up, down, up again, no drift from the tables, no dangerous statement."""
    from web.operations import migrations

    with plain_errors():
        migrations.check()


@contextmanager
def reachable_database(settings: Settings) -> Iterator[Settings]:
    """The settings with a database behind them: the one that is named, or the embedded one for as long as needed."""
    if settings.database_url:
        yield settings
        return
    with Cluster(settings.home) as cluster:
        yield settings.model_copy(update={"database_url": cluster.url, "database_owner_url": cluster.owner_url})


@contextmanager
def plain_errors() -> Iterator[None]:
    """What a person can mend is one line without a traceback."""
    try:
        yield
    except (Trouble, Unsafe) as error:
        raise click.ClickException(str(error)) from None
