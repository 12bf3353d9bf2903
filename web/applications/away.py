"""Putting applications away: into the archive, into the bin, and for good."""

import zlib
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.applications.actions import happened
from web.applications.leftovers import sweep_in
from web.applications.queries import application_of
from web.applications.tables import Act, Application
from web.jobs.tables import Job
from web.kit.clock import now
from web.kit.events import Whence, record
from web.kit.house import House

BIN_DAYS = 30


def archive(db: Session, application: Application, job: Job, whence: Whence) -> None:
    """Off the board and out of its reminders, or out of the bin; found in the list."""
    application.removed_at = job.removed_at = None
    application.archived_at = application.archived_at or now()
    happened(db, application, job, "application-archived", whence=whence)


def remove(db: Session, application: Application, job: Job, whence: Whence) -> None:
    """Into the bin with its job, from where both can be taken back for BIN_DAYS."""
    application.removed_at = job.removed_at = application.removed_at or now()
    happened(db, application, job, "application-removed", whence=whence)


def restore(db: Session, application: Application, job: Job, whence: Whence) -> None:
    """Back onto the board, from the archive or the bin."""
    application.archived_at = application.removed_at = job.removed_at = None
    happened(db, application, job, "application-restored", whence=whence)


def binned(db: Session, owner_id: UUID) -> list[tuple[Application, Job]]:
    """What lies in the bin, the latest first."""
    wanted = (
        select(Application, Job)
        .where(Application.owner_id == owner_id, col(Application.removed_at).is_not(None))
        .where(Job.owner_id == owner_id, Job.id == Application.job_id)
    )
    return list(db.exec(wanted.order_by(col(Application.removed_at).desc(), col(Application.id))))


def until(application: Application) -> datetime | None:
    """When it is deleted for good, where it lies in the bin."""
    return application.removed_at + timedelta(days=BIN_DAYS) if application.removed_at else None


def delete_for_good(db: Session, owner_id: UUID, application_id: UUID, whence: Whence) -> None:
    """The application with its job and all that hangs on them, what could bring them back, and after the commit their
    files. Raises NotFound."""
    application, job = application_of(db, owner_id, application_id, lock=True)
    about = {str(application.id), str(job.id)}
    for act in db.exec(select(Act).where(Act.owner_id == owner_id)):
        said = zlib.decompress(act.before).decode() if act.before else ""
        if any(each in said for each in about):
            db.delete(act)
    record(db, "application-deleted", owner_id, whence=whence, entity="applications", entity_id=application.id)
    db.delete(job)
    sweep_in(db, owner_id, days=0)


def empty_bins(house: House) -> int:
    """Delete for good what lies in a bin for BIN_DAYS or longer; returns how many."""
    since = now() - timedelta(days=BIN_DAYS)
    with house.database.as_nobody() as db:
        expired = db.execute(sa.text("select * from expired_applications(:since)"), {"since": since}).all()
    for owner_id, application_id in expired:
        with house.database.as_person(owner_id) as db:
            delete_for_good(db, owner_id, application_id, Whence())
    return len(expired)
