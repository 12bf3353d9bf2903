"""Read, unread, all read. The count of what is unread is the database's to keep."""

from uuid import UUID

from sqlmodel import Session, col, update

from web.kit.clock import now
from web.notifications.queries import notice_of
from web.notifications.tables import Notification


def mark(db: Session, person_id: UUID, notice_id: UUID, is_read: bool) -> None:
    """One notice read or unread; what is so already keeps its time."""
    notice = notice_of(db, person_id, notice_id)
    if (notice.read_at is not None) != is_read:
        notice.read_at = now() if is_read else None
    db.flush()


def mark_all_read(db: Session, person_id: UUID) -> None:
    unread = update(Notification).where(col(Notification.owner_id) == person_id, col(Notification.read_at).is_(None))
    db.execute(unread.values(read_at=now()))
