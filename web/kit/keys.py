"""Whether this process holds the keys that the house was sealed with.

A shared table keeps, for each key that ever sealed something, a value only that key opens; and the key of the index by
which addresses are found, sealed like anything else, so that the keys in METIER_KEYS can all be changed without moving
the index.
"""

import secrets

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from web.db import Database
from web.kit import sealed
from web.kit.sealed import WrongKey
from web.settings import Settings, Unsafe

INDEX = "the index"  # no key in METIER_KEYS can have this name: it holds a space


class Key(SQLModel, table=True):
    """A key's name, and a value that it opens."""

    __tablename__ = "keys"

    name: str = Field(sa_type=sa.Text, primary_key=True)
    sealed: bytes = Field(sa_type=sa.LargeBinary)


def take_keys(settings: Settings, database: Database) -> None:
    """Hold the keys of these settings and the index's. Raises Unsafe with one plain line where they are not the ones
    the house was sealed with, and then leaves nothing behind; a new key in front is made known."""
    ring = settings.key_ring()
    sealed.hold(ring)
    with database.as_nobody() as db:
        if db.scalar(sa.text("select to_regclass('public.keys')")) is None:
            raise Unsafe("The tables are not up to date: run `metier migrate`.")
        _make_known(db, next(iter(ring)))
        known = {key.name: key.sealed for key in db.exec(select(Key).order_by(col(Key.name)))}
        for name, value in known.items():
            opened = _open(name, value)
            if name == INDEX:
                sealed.hold_index(bytes.fromhex(opened))


def check_keys(settings: Settings) -> None:
    """The same, for a process that keeps no database open."""
    database = Database(settings)
    try:
        take_keys(settings, database)
    finally:
        database.engine.dispose()


def _make_known(db: Session, newest: str) -> None:
    for name, said in ((newest, newest), (INDEX, secrets.token_hex(32))):
        db.execute(_MAKE_KNOWN, {"name": name, "sealed": sealed.seal(said)})


_MAKE_KNOWN = sa.text("insert into keys (name, sealed) values (:name, :sealed) on conflict do nothing")


def _open(name: str, value: bytes) -> str:
    try:
        return sealed.unseal(value)
    except WrongKey as error:
        hint = "" if name == INDEX else ". `metier reseal` frees the house of a key while it is still held"
        raise Unsafe(f"METIER_KEYS: {error}{hint}") from None
