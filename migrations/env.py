"""How migrations run: as the tables' owner, one at a time, and never waiting long for a lock."""

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

import web.accounts.tables
import web.applications.tables
import web.imports.tables
import web.jobs.tables
import web.kit.events
import web.kit.keys
import web.kit.limits
import web.kit.mail
import web.notifications.tables
import web.profile.tables
import web.resumes.tables  # noqa: F401

ONE_AT_A_TIME = 7_240_001


def is_ours(thing: object, name: str | None, kind: str, reflected: bool, compared: object) -> bool:
    """procrastinate brings its own tables, and the trail its partitions; what is found by is kept by the database."""
    if kind == "index" and (name or "").endswith(("_words", "_alike", "_named")):
        return False
    if kind == "column" and name in ("found_names", "found_words"):
        return False
    return not (name or "").startswith(("procrastinate_", "alembic_", "events_"))


def run() -> None:
    options = {"target_metadata": SQLModel.metadata, "include_object": is_ours, "compare_type": True}
    url = context.config.attributes["url"]
    if context.is_offline_mode():
        context.configure(url=url.render_as_string(), literal_binds=True, dialect_name="postgresql", **options)
        with context.begin_transaction():
            context.run_migrations()
        return
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text("set lock_timeout = '4s'"))
        connection.execute(sa.text("set statement_timeout = '60s'"))
        connection.commit()
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            connection.execute(sa.text(f"select pg_advisory_xact_lock({ONE_AT_A_TIME})"))
            context.run_migrations()


run()
