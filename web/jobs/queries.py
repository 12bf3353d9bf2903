"""Reading jobs."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.jobs.tables import Job
from web.kit.own import own


def job_of(db: Session, owner_id: UUID, job_id: UUID, lock: bool = False) -> Job:
    """A job of this person's; raises NotFound for anybody else's."""
    return own(db, Job, owner_id, job_id, lock)


def same_job(db: Session, owner_id: UUID, key: str, fingerprint: str) -> Job | None:
    """The posting that was saved before: the same address, or without one the same words. One that is followed is
    found before one in the bin."""
    is_same = sa.or_(
        sa.and_(col(Job.key) == key, sa.literal(key) != ""),
        sa.and_(col(Job.fingerprint) == fingerprint, sa.literal(fingerprint) != ""),
    )
    wanted = select(Job).where(Job.owner_id == owner_id, is_same)
    return db.exec(wanted.order_by(col(Job.removed_at).desc().nulls_first(), col(Job.id)).limit(1)).first()
