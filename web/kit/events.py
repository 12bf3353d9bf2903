"""What happened: one row an act, in the same transaction, never changed afterwards; and rooms above that listen.

The trail is partitioned by month. Who did it and to what stands open; the address, the browser and the old and new
values are sealed with a key of the person's own, which goes when the person goes: the event stays, the person does not.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select
from uuid_utils.compat import uuid7

from web.kit.sealed import Sealed, seal_with, unseal_with

MOST_VALUE_LETTERS = 200  # longer texts are left out of old and new values
NOBODY = UUID(int=0)  # the actor of what is done in the shell of the machine
SECRETS = ("password", "token", "secret", "code", "key")  # no value whose name holds one of these is kept


class Event(SQLModel, table=True):
    """An act that happened. No foreign key: the row outlives the people it names."""

    __tablename__ = "events"
    __table_args__ = (
        sa.Index("ix_events_owner_id_at", "owner_id", "at"),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    at: datetime = Field(
        default=None,
        primary_key=True,
        sa_type=sa.DateTime(timezone=True),
        sa_column_kwargs={"server_default": sa.func.now()},
    )
    owner_id: UUID
    actor_id: UUID
    action: str = Field(sa_type=sa.Text)
    entity: str = Field(default="", sa_type=sa.Text)
    entity_id: UUID | None = None
    detail: bytes | None = Field(default=None, sa_type=sa.LargeBinary)


@dataclass(frozen=True)
class Whence:
    """Where a request came from; empty for the worker and the shell."""

    address: str = ""
    agent: str = ""


@dataclass(frozen=True)
class Happening:
    """An event as listeners meet it: inside its transaction, with facts that are not kept in the trail."""

    db: Session
    action: str
    owner_id: UUID
    actor_id: UUID
    facts: Mapping[str, Any] = field(default_factory=dict)
    whence: Whence = Whence()


Listener = Callable[[Happening], None]
_listeners: dict[str, list[Listener]] = defaultdict(list)


def listens(*actions: str) -> Callable[[Listener], Listener]:
    """Call this function, in the event's own transaction, whenever one of these acts happens."""

    def enlist(listener: Listener) -> Listener:
        for action in actions:
            _listeners[action].append(listener)
        return listener

    return enlist


def record(
    db: Session,
    action: str,
    owner_id: UUID,
    *,
    actor_id: UUID | None = None,
    whence: Whence = Whence(),
    entity: str = "",
    entity_id: UUID | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write down an act upon the owner's account and tell whoever listens. The transaction runs in the name of the
    owner, or of an administrator, who is the actor then: the database refuses any other trail."""
    actor_id = actor_id or owner_id
    said = {"address": whence.address, "agent": whence.agent, "old": tellable(old), "new": tellable(new)}
    row = {"id": uuid7(), "owner_id": owner_id, "actor_id": actor_id, "action": action, "entity": entity}
    sealed_said = _seal_for(db, owner_id, actor_id, {name: value for name, value in said.items() if value})
    db.execute(_WRITE, {**row, "entity_id": entity_id, "detail": sealed_said})
    for listener in _listeners[action]:
        listener(Happening(db, action, owner_id, actor_id, facts or {}, whence))


def _seal_for(db: Session, owner_id: UUID, actor_id: UUID, said: Mapping[str, Any]) -> bytes | None:
    """Sealed with the owner's key, which is asked for once a transaction; nothing where there is nothing to say, or
    where the key is gone."""
    if not said:
        return None
    keys = _keys(db)
    if owner_id not in keys:
        keys[owner_id] = db.scalar(_KEY if actor_id in (owner_id, NOBODY) else _KEY_FOR_ADMIN, {"id": owner_id})
    key = keys[owner_id]
    return seal_with(bytes.fromhex(key), json.dumps(said, ensure_ascii=False, default=str)) if key else None


def bring_key(db: Session, owner_id: UUID, event_key: str) -> None:
    """A query brought it along already: it is not asked for again in this transaction."""
    _keys(db)[owner_id] = event_key


def _keys(db: Session) -> dict[UUID, str]:
    keys: dict[UUID, str] = db.info.setdefault("event_keys", {})
    return keys


_KEY = sa.text("select event_key from people where id = :id").columns(event_key=Sealed)
_KEY_FOR_ADMIN = sa.text("select event_key from admin_people(null, :id, 1)").columns(event_key=Sealed)
_WRITE = sa.insert(Event.__table__).inline()  # type: ignore[attr-defined]  # RETURNING would ask to read another's trail


def tellable(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Old or new values without secrets, and without texts longer than MOST_VALUE_LETTERS."""
    return {
        name: value
        for name, value in (values or {}).items()
        if not any(word in name for word in SECRETS) and len(str(value)) <= MOST_VALUE_LETTERS
    }


def events_of(db: Session, owner_id: UUID, most: int = 200, before: UUID | None = None) -> list[Event]:
    """The newest acts upon a person's account, newest first; those before a certain one, where it is named."""
    wanted = select(Event).where(Event.owner_id == owner_id)
    if before:
        mark = select(Event.at, Event.id).where(Event.owner_id == owner_id, Event.id == before).subquery()
        wanted = wanted.where(sa.tuple_(col(Event.at), col(Event.id)) < sa.select(mark).scalar_subquery())
    return list(db.exec(wanted.order_by(col(Event.at).desc(), col(Event.id).desc()).limit(most)))


def details_of(events: Iterable[Event], event_key: str) -> dict[UUID, dict[str, Any]]:
    """What is sealed in each of these events, by its id; empty where the key is gone."""
    key = bytes.fromhex(event_key) if event_key else None
    return {each.id: json.loads(unseal_with(key, each.detail)) if key and each.detail else {} for each in events}
