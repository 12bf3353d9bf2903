"""What a person is told about their account, inside the app."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from web.kit.rows import SHORT, Owned, choice, moment, shorter, text


class Kind(StrEnum):
    SYSTEM = "system"
    JOB_MATCH = "job-match"
    APPLICATION = "application"
    CREDIT = "credit"


class Notification(Owned, table=True):
    """One notice: a line of words, one more where it needs one, and where it leads."""

    __tablename__ = "notifications"
    __table_args__ = (
        sa.Index("ix_notifications_owner_id_created_at", "owner_id", "created_at"),
        *shorter(SHORT, "title", "link"),
        *shorter(1_000, "words"),
    )

    kind: Kind = choice(Kind, "kind", Kind.SYSTEM)
    title: str = text()
    words: str = text()
    link: str = text()
    read_at: datetime | None = moment()
