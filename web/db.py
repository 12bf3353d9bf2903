"""The database: one engine, one transaction a request, and the person in whose name it runs.

Row-level security stands behind every query. The first statement of each transaction says who is acting: either the
hash of a browser's token, which the database looks up itself, or a person's id in a background task.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlmodel import Session

from web.settings import ROOT, Settings

APP_ROLE = "metier_app"
POOL = {"pool_size": 20, "max_overflow": 20, "pool_timeout": 5, "pool_pre_ping": False, "pool_recycle": 1800}
TIMEOUTS = "-c statement_timeout=5000 -c idle_in_transaction_session_timeout=15000 -c lock_timeout=4000"


@dataclass(frozen=True)
class Caller:
    """Who is acting: the person, the browser they are signed in with, and what every page needs to know of both."""

    person_id: UUID
    sign_in_id: UUID
    is_guest: bool
    is_admin: bool
    unread: int  # notifications
    proved_at: datetime  # when they last showed who they are


class Unbound(Exception):
    """The app was about to run with a role that row-level security does not bind."""


class Database:
    """The app's door to PostgreSQL."""

    def __init__(self, settings: Settings) -> None:
        self.engine = sa.create_engine(
            app_url(settings), json_deserializer=msgspec.json.decode, hide_parameters=True, **POOL
        )
        event.listen(self.engine, "handle_error", _forget_dead_connections)

    @contextmanager
    def as_caller(self, token_hash: bytes | None) -> Iterator[Session]:
        """A transaction of whoever holds this token; returning commits, raising rolls back."""
        with self._transaction({"token_hash": token_hash}) as db:
            yield db

    @contextmanager
    def as_person(self, person_id: UUID) -> Iterator[Session]:
        """A transaction in a person's name, for tasks and the command line."""
        with self._transaction({"person_id": person_id}) as db:
            yield db

    @contextmanager
    def as_nobody(self) -> Iterator[Session]:
        """A transaction that sees only what belongs to everybody."""
        with self._transaction({}) as db:
            yield db

    @contextmanager
    def _transaction(self, acting: dict[str, Any]) -> Iterator[Session]:
        with Session(self.engine, info=acting, expire_on_commit=False) as db, db.begin():
            yield db

    def check_role(self) -> None:
        """Raises Unbound when the role could look past row-level security."""
        with self.engine.connect() as connection:
            unbound = connection.scalar(
                sa.text("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
            )
        if unbound:
            raise Unbound("DATABASE_URL acts as a superuser, whom row-level security does not bind")


@event.listens_for(Session, "after_begin")
def _say_who_acts(db: sa.orm.Session, transaction: Any, connection: sa.Connection) -> None:
    acting = db.info
    if token_hash := acting.get("token_hash"):
        cursor = connection.connection.cursor()  # the driver's own: this is asked at every request
        cursor.execute(_ENTER, [token_hash])
        row = cursor.fetchone()
        cursor.close()
        acting["caller"] = Caller(*row) if row and row[0] else None
    elif person_id := acting.get("person_id"):
        connection.execute(_ACT_AS, {"id": str(person_id)})


_ENTER = "select person_id, sign_in_id, is_guest, is_admin, unread, proved_at from enter(%s)"
_ACT_AS = sa.text("select set_config('app.person_id', :id, true)")


def act_as(db: Session, person_id: UUID) -> None:
    """From here on the transaction runs in this person's name, who was made in it a moment ago."""
    db.info["person_id"] = person_id
    db.execute(_ACT_AS, {"id": str(person_id)})


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _forget_dead_connections(context: sa.engine.ExceptionContext) -> None:
    """After the server restarts, every pooled connection is dead: drop them all at the first sign."""
    if context.is_disconnect:
        context.invalidate_pool_on_disconnect = True


def app_url(settings: Settings) -> sa.URL:
    """The app's connection. Where only one address is given, the ordinary role is taken on at connect."""
    url = _driver(settings.database_url)
    options = TIMEOUTS
    if not settings.database_owner_url and url.username != APP_ROLE:
        options += f" -c role={APP_ROLE}"
    return url.update_query_dict({"options": options, "application_name": "metier"})


def owner_url(settings: Settings) -> sa.URL:
    return _driver(settings.database_owner_url or settings.database_url)


def _driver(address: str) -> sa.URL:
    url = make_url(address)
    return url.set(drivername="postgresql+psycopg")


# --- migrations -------------------------------------------------------------------------------------------------


def alembic_config(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(ROOT) / "migrations"))
    config.attributes["url"] = owner_url(settings)
    return config


def migrate(settings: Settings, to: str = "head", sql: bool = False) -> None:
    """Bring the tables to a revision; `sql` prints the statements in place of running them."""
    config = alembic_config(settings)
    if to == "base" or to.startswith("-"):
        command.downgrade(config, to, sql=sql)
    else:
        command.upgrade(config, to, sql=sql)


def is_at_head(settings: Settings, db: Session) -> bool:
    """Whether the tables are those that this code was written for."""
    from alembic.script import ScriptDirectory

    heads = set(ScriptDirectory.from_config(alembic_config(settings)).get_heads())
    return set(db.scalars(sa.text("select version_num from alembic_version"))) == heads
