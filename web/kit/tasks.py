"""Background work. A *chore* comes round by the clock; an *errand* is sent by a transaction and leaves with its commit.

A room lists both; the worker does them. Doing either twice, or dying half-way and doing it again, ends the same.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from web.kit.house import House
from web.kit.sealed import seal, unseal

T = TypeVar("T")


class Stopped(Exception):
    """Nobody waits for this work any more, or the person is not there any more."""


@dataclass(frozen=True)
class Chore:
    """Work on a cron schedule (UTC); returns how much there was to do."""

    name: str
    cron: str
    work: Callable[[House], int]


@dataclass(frozen=True)
class Errand:
    """Work that somebody asked for. `tries` is how often it is begun in all, with growing pauses."""

    name: str
    work: Callable[[House, Mapping[str, Any]], None]
    tries: int = 5


_DEFER = sa.text("""
    select procrastinate_defer_jobs_v1(array[
        row('default', :name, 0, :lock, null, cast(:said as jsonb), :at)::procrastinate_job_to_defer_v1])
""")


def send(db: Session, errand: str, lock: str | None = None, at: datetime | None = None, **said: Any) -> None:
    """Send an errand with this transaction. What it says must be plain JSON, and sealed where it is private; `owner_id`
    in it is whose errand it is, so that it goes when the person goes. Errands of one `lock` are done one by one."""
    db.execute(_DEFER, {"name": errand, "lock": lock, "said": json.dumps(said, default=str), "at": at})


def enclose(**said: Any) -> str:
    """Something private for an errand to carry: nobody can read it in the queue."""
    return b64encode(seal(json.dumps(said, default=str))).decode()


def disclose(enclosed: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(unseal(b64decode(enclosed)))
    return said


def awaited(db: Session, table: type[T], owner_id: UUID, row_id: UUID) -> T:
    """The row of long work, locked, as long as somebody waits for it (`is_under_way`); raises Stopped."""
    kind: Any = table
    wanted = select(kind).where(kind.owner_id == owner_id, kind.id == row_id)
    row = db.exec(wanted.with_for_update()).one_or_none()
    if row is None or not row.is_under_way:
        raise Stopped
    found: T = row
    return found
