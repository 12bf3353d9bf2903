"""Files that no row names any more: of what was taken back, taken out, or deleted for good.

What an act can still bring back stays, and so does what may be on its way into a row."""

import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from web.applications.tables import Act, Moment, Sending
from web.kit.clock import now
from web.kit.house import House
from web.kit.tasks import Errand, send

ON_ITS_WAY = timedelta(hours=1)
KEPT_DAYS = 30  # in which a file that was taken out can come back


def sweep_in(db: Session, owner_id: UUID, days: int) -> None:
    """Delete this person's left-over files in so many days."""
    send(db, "sweep_files", lock=f"sweep:{owner_id}", at=now() + timedelta(days=days), owner_id=owner_id)


def sweep_files(house: House, said: Mapping[str, Any]) -> None:
    owner_id = UUID(said["owner_id"])
    folders = [f"people/{owner_id}/{folder}" for folder in ("sendings", "applications")]
    names = [name for folder in folders for name in house.files.names_under(folder)]
    with house.database.as_person(owner_id) as db:
        sent = select(Sending.id).where(Sending.owner_id == owner_id)
        told = select(Moment.id).where(Moment.owner_id == owner_id, Moment.file_name != "")
        named = {str(each) for wanted in (sent, told) for each in db.exec(wanted)} | can_come_back(db, owner_id)
        left = [name for name in names if row_named_in(name) not in named]
        gone = [name for name in left if is_settled(row_named_in(name))]
        if len(gone) < len(left):
            sweep_in(db, owner_id, days=1)
    house.files.delete(*gone)


def can_come_back(db: Session, owner_id: UUID) -> set[str]:
    acts = db.exec(select(Act.before).where(Act.owner_id == owner_id, Act.undone_at.is_(None)))  # type: ignore[union-attr]
    return {row for before in acts for row in json.loads(zlib.decompress(before))[2].get("moments", {})}


def row_named_in(name: str) -> str:
    """`people/<id>/sendings/<id>/<file>`, `people/<id>/applications/<id>/<id>`."""
    parts = name.split("/")
    return parts[3] if parts[2] == "sendings" else parts[-1]


def is_settled(row: str) -> bool:
    """An id says when it was made."""
    made = datetime.fromtimestamp((UUID(row).int >> 80) / 1_000, UTC)
    return made < now() - ON_ITS_WAY


ERRANDS = [Errand("sweep_files", sweep_files)]
