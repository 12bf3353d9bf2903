"""Reading notices."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.kit.own import own
from web.notifications.tables import Notification

MOST_ON_A_PAGE = 50


def notices_of(db: Session, person_id: UUID, before: UUID | None) -> list[Notification]:
    """A page of notices, the newest first, or those before this one; one more than it holds tells of another page."""
    wanted = select(Notification).where(Notification.owner_id == person_id)
    if before:
        wanted = wanted.where(col(Notification.id) < before)  # an id sorts by time
    return list(db.exec(wanted.order_by(col(Notification.id).desc()).limit(MOST_ON_A_PAGE + 1)))


def notice_of(db: Session, person_id: UUID, notice_id: UUID) -> Notification:
    """A notice of this person's, locked; raises NotFound for anybody else's."""
    return own(db, Notification, person_id, notice_id, lock=True)


def unread_of(db: Session, person_id: UUID) -> int:
    """How many notices are unread: the database keeps count."""
    return int(db.scalar(sa.text("select unread from people where id = :id"), {"id": person_id}) or 0)
