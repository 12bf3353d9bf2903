"""One row of a person's own, by its id. Row-level security holds it once more."""

from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, select

from web.kit.rows import Owned
from web.kit.visits import NotFound

Mine = TypeVar("Mine", bound=Owned)


def own(db: Session, table: type[Mine], owner_id: UUID, row_id: UUID, lock: bool = False) -> Mine:
    """Raises NotFound for anybody else's row, as for none at all."""
    found = own_or_none(db, table, owner_id, row_id, lock)
    if found is None:
        raise NotFound
    return found


def own_or_none(db: Session, table: type[Mine], owner_id: UUID, row_id: UUID, lock: bool = False) -> Mine | None:
    """None for anybody else's row, as for none at all."""
    wanted = select(table).where(table.owner_id == owner_id, table.id == row_id)
    return db.exec(wanted.with_for_update() if lock else wanted).one_or_none()
