"""The verbs of the tracker. Each is one transaction with one event, and can be taken back."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from web.applications.queries import Standing, application_for, stages_of
from web.applications.sending import freeze
from web.applications.stages import Meaning, Stage, move_between, stage_of
from web.applications.tables import Application, Board, Kind, Moment
from web.applications.words import day_of
from web.jobs.actions import save_job
from web.jobs.postings import Posting
from web.jobs.queries import same_job
from web.jobs.sameness import fingerprint_of, key_of
from web.jobs.tables import Job
from web.kit.clock import now
from web.kit.events import Whence, record
from web.kit.visits import TooMuch

MOST_APPLICATIONS = 20_000  # of one person
TOO_MANY = (
    f"You follow {MOST_APPLICATIONS:,} applications, the most there may be. Delete some for good, then add this one."
)


def follow(db: Session, owner_id: UUID, posting: Posting, whence: Whence) -> tuple[Application, Job, bool]:
    """Save a posting and follow it; the third says whether it was followed already. Raises TooMuch."""
    _one_at_a_time(db, owner_id)
    same = same_job(db, owner_id, key_of(posting.url), fingerprint_of(posting))
    if same and (there := application_for(db, owner_id, same.id)):
        return there, same, True
    many = db.scalar(sa.select(sa.func.count()).select_from(Application).where(Application.owner_id == owner_id))  # type: ignore[arg-type]
    if int(many or 0) >= MOST_APPLICATIONS:
        raise TooMuch(TOO_MANY)
    job = save_job(db, owner_id, posting)
    application = Application(owner_id=owner_id, job_id=job.id, place=top())
    db.add(application)
    db.flush()
    happened(db, application, job, "application-saved", Kind.SAVED, whence=whence)
    return application, job, False


def _one_at_a_time(db: Session, owner_id: UUID) -> None:
    """Of two who save at once the second waits, and finds what the first one saved."""
    db.execute(sa.text("select pg_advisory_xact_lock(hashtextextended(:about, 0))"), {"about": f"follow:{owner_id}"})


def top() -> float:
    """A place before all others in any lane: what comes to the top later lies above what came earlier."""
    return -now().timestamp()


def move(
    db: Session, standing: Standing, board: Board, after: Stage, whence: Whence, place: float | None = None
) -> None:
    """To another stage, or to another place in its lane; the top of it where `place` is None. Out of the archive or the
    bin where it lay there; and what goes out with it is frozen."""
    application, job = standing.application, standing.job
    before = stage_of(stages_of(board), application.stage)
    if application.archived_at or application.removed_at:
        application.archived_at = application.removed_at = job.removed_at = None
        happened(db, application, job, "application-restored", whence=whence)
    if before.slug == after.slug:
        application.place = place if place is not None else application.place
        return
    present = now()
    application.place = place if place is not None else top()
    application.stage, application.stage_since, application.touched_at = after.slug, present, present
    if after.meaning is Meaning.APPLIED and application.applied_on is None:
        application.applied_on = day_of(present, board.zone, False)
    said = {"from": before.name, "to": after.name, "stage": after.slug}
    happened(db, application, job, "application-moved", Kind.MOVED, said, whence=whence)
    if move_between(before, after, standing.was_sent).freezes:
        freeze(db, application, job)


def happened(
    db: Session,
    application: Application,
    job: Job,
    action: str,
    kind: Kind | None = None,
    detail: dict[str, Any] | None = None,
    *,
    whence: Whence,
) -> None:
    """One event for the trail and, where `kind` says so, one item of the timeline; both hear of it here and once."""
    about = ", ".join(filter(None, [job.title, job.company]))
    if kind:
        moment = Moment(
            owner_id=application.owner_id, application_id=application.id, kind=kind, at=now(), zone="UTC",
            detail=detail or {},
        )  # fmt: skip
        db.add(moment)
    record(
        db, action, application.owner_id, whence=whence, entity="applications", entity_id=application.id,
        old={"stage": detail["from"]} if detail and "from" in detail else None,
        new={"about": about} | ({"stage": detail["to"]} if detail and "to" in detail else {}),
    )  # fmt: skip
    db.flush()
