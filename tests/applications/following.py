"""Applications with things ahead of them, as a person has them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import select

from tests.world import Somebody
from web.applications.tables import Application, Board, Kind, Moment
from web.jobs.tables import Job
from web.notifications.tables import Notification


def follows(
    who: Somebody,
    stage: str = "interview",
    quiet: int = 0,
    closes_on: date | None = None,
    place_in_lane: float = 0.0,
    **job: Any,
) -> UUID:
    """An application in this stage, last touched so many days ago; returns its id."""
    said = {"title": "Stage manager", "company": "Northlight Theatre"} | job
    with who.database.as_person(who.id) as db:
        kept = Job(owner_id=who.id, closes_on=closes_on, **said)
        db.add(kept)
        db.flush()
        touched = datetime.now(UTC) - timedelta(days=quiet)
        application = Application(
            owner_id=who.id, job_id=kept.id, stage=stage, place=place_in_lane, touched_at=touched, stage_since=touched
        )
        db.add(application)
    return application.id


def plans(
    who: Somebody, application_id: UUID, at: datetime, zone: str = "", kind: Kind = Kind.STEP, **more: Any
) -> UUID:
    """A next step or an interview; without a zone only its day counts."""
    with who.database.as_person(who.id) as db:
        moment = Moment(owner_id=who.id, application_id=application_id, kind=kind, at=at, zone=zone, **more)
        db.add(moment)
    return moment.id


def arranges(who: Somebody, **said: Any) -> None:
    with who.database.as_person(who.id) as db:
        db.add(Board(owner_id=who.id, **said))


def notices_of(who: Somebody) -> list[Notification]:
    with who.database.as_person(who.id) as db:
        wanted = select(Notification).where(Notification.owner_id == who.id, Notification.kind == "application")
        return sorted(db.exec(wanted), key=lambda notice: notice.id)


def board_of(who: Somebody) -> Board:
    with who.database.as_person(who.id) as db:
        return db.exec(select(Board).where(Board.owner_id == who.id)).one()


def moment_of(who: Somebody, moment_id: UUID) -> Moment | None:
    with who.database.as_person(who.id) as db:
        return db.exec(select(Moment).where(Moment.owner_id == who.id, Moment.id == moment_id)).one_or_none()
